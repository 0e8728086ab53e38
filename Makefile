# Everything runs in .venv, which the first target that needs it makes. PYTHON chooses the interpreter.
PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif

.PHONY: help study test check soak bench clean

help: ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/'

study: .venv/installed ## set up and start a study session
	@$(BIN)/cxdrill study

test: .venv/installed-dev ## set up and run the whole test suite
	$(BIN)/python -m pytest -n auto

check: test ## the tests, then format, lint and types
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/mypy --platform win32
	$(BIN)/mypy --platform darwin
	$(BIN)/cxdrill check --strict decks

soak: .venv/installed-dev ## the long versions of the durability tests (minutes)
	$(BIN)/python -m pytest -n auto -m soak --override-ini addopts="--strict-markers --import-mode=importlib -q"

bench: .venv/installed-dev ## measure speed, scheduling and readiness against their goals (minutes)
	$(BIN)/python tests/bench/run.py

clean: ## remove the environment and everything generated
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/bin-made:
	$(PYTHON) -m venv .venv
	@echo made > $@

.venv/installed: .venv/bin-made pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@echo installed > $@

.venv/installed-dev: .venv/installed pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@echo installed > $@
