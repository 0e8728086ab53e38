# Everything runs in .venv, which the first target that needs it makes. PYTHON chooses the interpreter.
PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif

.PHONY: help study quiz today install uninstall app test check soak bench clean
PREFIX ?= $(HOME)/.local

help: ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/'

study: .venv/installed ## set up and start a study session
	@$(BIN)/cxdrill study || true

quiz: .venv/installed ## set up and take the certification check
	@$(BIN)/cxdrill quiz || true

today: .venv/installed ## set up and show what is due and where you stand
	@$(BIN)/cxdrill

install: ## a `cxdrill` to type anywhere, in an environment of its own below PREFIX (~/.local)
	$(PYTHON) -m venv $(PREFIX)/lib/cxdrill
	$(PREFIX)/lib/cxdrill/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt .
	@mkdir -p $(PREFIX)/bin && ln -sf $(PREFIX)/lib/cxdrill/bin/cxdrill $(PREFIX)/bin/cxdrill
	@case ":$$PATH:" in *":$(PREFIX)/bin:"*) echo "installed; type: cxdrill" ;; \
	*) echo 'installed as $(PREFIX)/bin/cxdrill. To type cxdrill alone, put this line into ~/.profile and log in again:'; \
	   echo '  export PATH="$(PREFIX)/bin:$$PATH"' ;; esac

uninstall: ## take that `cxdrill` away; decks and progress stay
	rm -rf $(PREFIX)/lib/cxdrill $(PREFIX)/bin/cxdrill

app: .venv/installed-dev ## build/cxdrill: one file to hand to colleagues who have Python
	@mkdir -p build
	PIP_CONSTRAINT=constraints.txt PIP_QUIET=1 $(BIN)/python -m shiv --compressed --compile-pyc -c cxdrill -o build/cxdrill -p "/usr/bin/env python3" .

test: .venv/installed-dev ## set up and run the whole test suite
	$(BIN)/python -m pytest -n auto

check: test ## the tests, then format, lint and types
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/mypy --platform win32
	$(BIN)/mypy --platform darwin
	$(BIN)/cxdrill check --strict decks

soak: .venv/installed-dev .venv/installed-soak .ralph/installed ## the long versions of the durability tests (minutes)
	$(BIN)/python -m pytest -n auto -m soak --override-ini addopts="--strict-markers --import-mode=importlib -q"

bench: .venv/installed-dev ## measure speed, scheduling and readiness against their goals (minutes)
	$(BIN)/python tests/bench/run.py

clean: ## remove the environment and everything generated
	rm -rf .venv .ralph build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

# A learning record store, in an environment of its own, for the soak test of `cxdrill share`; without it that is skipped.
.ralph/installed:
	-$(PYTHON) -m venv .ralph && .ralph/bin/python -m pip install --quiet --disable-pip-version-check 'ralph-malph[full]' && echo installed > $@

# ClickHouse's embedded build (750 MB), for the soak test of `cxdrill report clickhouse://`; without it that is skipped.
.venv/installed-soak: .venv/installed-dev
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt chdb && echo installed > $@

.venv/bin-made:
	$(PYTHON) -m venv .venv
	@echo made > $@

.venv/installed: .venv/bin-made pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@echo installed > $@

.venv/installed-dev: .venv/installed pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@echo installed > $@
