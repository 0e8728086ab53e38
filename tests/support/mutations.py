"""Real files spoilt at random, the same for the same seed: what a disk, an editor or a person can make of them."""

from collections.abc import Iterator, Sequence
from random import Random

SIGNS = (
    *(b"\0", b"\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\n", b"\r", b"\t", b" ", b'"', b"'", b",", b";", b":", b"#"),
    *(b"{", b"}", b"[", b"]", b"&a ", b"*a", b"!!python/none ", b"<<: ", b"- ", b"? ", b"|", b">", b"%", b"---\n"),
    *(b"null", b"true", b"NaN", b"1e999", b"-1", b"9" * 400, b"\\ud800", b"\\u0000", b"\\", b"=1+1", b"\x1b[2J"),
    *("\u202e".encode(), "\u2028".encode(), b"id", b"deck: ", b"cards:", b'"format": ', b'"events": [', b"x" * 300),
)


def spoilt(content: bytes, dice: Random) -> bytes:
    """`content` with one to six changes."""
    for _ in range(dice.choice((1, 1, 1, 2, 3, 6))):
        at = dice.randrange(len(content) + 1)
        end = min(len(content), at + dice.randint(0, 40))
        match dice.randrange(7):
            case 0:
                content = content[:at] + dice.choice(SIGNS) + content[at:]
            case 1:
                content = content[:at] + dice.choice(SIGNS) + content[end:]
            case 2:
                content = content[:at] + content[end:]
            case 3:
                content = content[:at] + content[at:end] * dice.randint(2, 9) + content[end:]
            case 4:
                content = content[:at]
            case 5:
                content = content[:at] + bytes(dice.randrange(256) for _ in range(dice.randint(1, 9))) + content[end:]
            case 6:
                lines = content.split(b"\n")
                place, other = dice.randrange(len(lines)), dice.randrange(len(lines))
                lines[place], lines[other] = lines[other], lines[place]
                content = b"\n".join(lines)
    return content


def spoilt_files(contents: Sequence[bytes], count: int, seed: int) -> Iterator[bytes]:
    """So many spoilt copies, each of one of `contents`; now and then nothing but random bytes."""
    dice = Random(seed)
    for number in range(count):
        if number % 20 == 0:
            yield dice.randbytes(dice.randrange(3000))
        else:
            yield spoilt(dice.choice(contents), dice)
