"""Commands on what nobody expected, the same for the same seed: each ends in words, soon, and moves no cursor."""

import os
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from command import run
from cxdrill.core.text import clean

SEED = int(os.environ.get("CXDRILL_FUZZ_SEED", "7"))
LONGEST_SECONDS = 6


def numbers(quick: int) -> Any:
    """So many cases one by one, and in the long runs eight hundred more."""
    long = [pytest.param(range(100 * each, 100 * each + 100), marks=pytest.mark.soak) for each in range(1, 9)]
    return pytest.mark.parametrize(
        "numbers", [*([each] for each in range(quick)), *long], ids=lambda each: str(each[0])
    )


def dice_of(number: int) -> Random:
    return Random(SEED * 1_000_000 + number)


def some_of(commands: Sequence[tuple[str, ...]], number: int, most: int) -> Sequence[tuple[str, ...]]:
    """So many of the commands, others for each case; in the long runs all."""
    return commands if number >= 100 else dice_of(number).sample(commands, most)


def ends_in_words(home: Path, number: int, arguments: tuple[str, ...], typed: str | bytes, changes: Any = "") -> None:
    start = time.perf_counter()
    outcome = run(*arguments, home=home, stdin=typed, env={"CXDRILL_DECKS": str(home / "decks")})
    told = f"number {number} of seed {SEED}: {arguments} after {changes}\n{outcome}"
    assert outcome.code in (0, 1, 2, 3), told
    assert clean(outcome.out) == outcome.out.replace("\t", "    "), told
    assert clean(outcome.err) == outcome.err, told
    assert time.perf_counter() - start < LONGEST_SECONDS, told
