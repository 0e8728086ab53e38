"""Lines of any kind typed in line mode: every command ends in words, no sign moves a cursor, the file stays sound."""

import json

from command import progress_file
from deck_files import CHECK, EVERY_EXAM, EVERY_TYPE, MORE_TYPES, QUESTIONS
from unexpected import dice_of, ends_in_words, numbers

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


HOME = (EVERY_TYPE + MORE_TYPES, QUESTIONS, CHECK, EVERY_EXAM)


@numbers(6)
def test_no_line_ends_a_command(home, numbers):
    """Types 3 to 60 lines at each command, on the progress that the command before left."""
    for number in numbers:
        dice = dice_of(number)
        typed = b"\n".join(dice.choice(LINES) for _ in range(dice.randint(3, 60))) + b"\n"
        for arguments in COMMANDS:
            ends_in_words(home, number, arguments, typed)
        json.loads(progress_file(home).read_bytes())
