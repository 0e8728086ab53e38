"""Lines of any kind typed in line mode: every command ends in words, no sign moves a cursor, the file stays sound."""

import json
import os
import time
from random import Random

import pytest

from command import progress_file, run
from cxdrill.core.text import clean
from deck_files import CHECK, EVERY_EXAM, EVERY_TYPE, MORE_TYPES, QUESTIONS

SEED = int(os.environ.get("CXDRILL_FUZZ_SEED", "7"))
LONGEST_SECONDS = 8
LINES = (
    *(b"a", b"b", b"a,b", b"1 2 3", b"1a 2b 3c", b"c a", b"t", b"", b"1", b"3", b" b ", b"B", b"b b", b"0 0 0", b"1e5"),
    *(b":undo", b":skip", b":bury", b":suspend", b":flag x", b":flag", b":hard", b":easy", b":meant", b":help"),
    b":FLAG",
    *(b":back", b":goto 2", b":goto -1", b":goto 99999999999999999999", b":goto", b":mark", b":submit", b":", b"::"),
    *(b"\xff\xfe", b"\0", b"\x1b[2J", b"\r", b"a\rb", b":flag \xed\xa0\x80", b"a" * 100_000, b"a," * 50_000),
    *(sign.encode() for sign in ("²", "٣", "ａ", ":goto ٣", "\u2028", "\u202e")),
)
COMMANDS = (
    *(("study",), ("study", "--cram", "every"), ("study", "--undo"), ("quiz", "check"), ("quiz", "all")),
    *(("quiz", "all", "--json"), ("quiz", "all", "--practice"), ("roleplay", "every/talk")),
    ("standard", "check", "--judge", "Ann"),
)


def tried(home, number):
    """Types 3 to 60 lines at each command, on the progress that the command before left."""
    dice = Random(SEED * 1_000_000 + number)
    typed = b"\n".join(dice.choice(LINES) for _ in range(dice.randint(3, 60))) + b"\n"
    for arguments in COMMANDS:
        start = time.perf_counter()
        outcome = run(*arguments, home=home, stdin=typed, env={"CXDRILL_DECKS": str(home / "decks")})
        place = f"number {number} of seed {SEED}: {arguments}\n{outcome}"
        assert outcome.code in (0, 1, 2, 3), place
        assert clean(outcome.out) == outcome.out, place
        assert clean(outcome.err) == outcome.err, place
        assert time.perf_counter() - start < LONGEST_SECONDS, place
    json.loads(progress_file(home).read_bytes())


HOME = (EVERY_TYPE + MORE_TYPES, QUESTIONS, CHECK, EVERY_EXAM)


@pytest.mark.parametrize("number", range(6))
def test_no_line_ends_a_command(home, number):
    tried(home, number)


@pytest.mark.soak
@pytest.mark.parametrize("hundred", range(1, 9))
def test_lines_by_the_hundred_end_no_command(home, hundred):
    for number in range(hundred * 100, hundred * 100 + 100):
        tried(home, number)
