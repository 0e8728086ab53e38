"""One text as YAML that reads back as exactly that text: plain where nobody could take it for anything else."""

from __future__ import annotations

import re

WIDTH = 110  # no line is longer, if its words allow
_ROOM_FOR_NAME = 12  # of the field, before its text

# What YAML or another reader of it would take for a boolean, nothing, a number, a date or a time.
_LOOKS_ODD = re.compile(
    r"(?i:y|n|yes|no|on|off|true|false|null|nan|~|=|<<)|[-+.]?[0-9][0-9_.,:/eEtTxXoOabcdfABCDF+\- zZ%]*"
)
_PLAIN = re.compile(r"[^\W_](?:[^:#]|:(?=\S)|(?<!\s)#)*", re.DOTALL)
_BREAK = re.compile(r"(?<=\S) (?=\S)")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}


def scalar(text: str, indent: int = 0) -> str:
    """`text` as the value of a field; lines after the first are indented by `indent` blanks more than its parent."""
    pad = " " * (indent + 2)
    if "\n" in text and _is_block(text):
        return "|\n" + "\n".join(pad + line if line else "" for line in text.split("\n"))
    if len(text) + indent + _ROOM_FOR_NAME > WIDTH and text.isprintable() and text == text.strip():
        lines = _folded(text, WIDTH - len(pad))
        if len(lines) > 1:
            return ">-\n" + "\n".join(pad + line for line in lines)
    return text if is_plain(text) else quoted(text)


def flow(text: str) -> str:
    """`text` inside `[...]`."""
    return text if is_plain(text) and not re.search(r"[,\[\]{}]|:\?", text) else quoted(text)


def is_plain(text: str) -> bool:
    """Whether the text can stand without quotation marks and nobody takes it for a number, a date or a mark of YAML."""
    return (
        text.isprintable()
        and text == text.rstrip()
        and bool(_PLAIN.fullmatch(text))
        and not text.endswith(":")
        and not _LOOKS_ODD.fullmatch(text)
    )


def quoted(text: str) -> str:
    """`text` in double quotes; what cannot be seen is escaped."""
    return '"' + "".join(sign if sign.isprintable() and sign not in '"\\' else _escape(sign) for sign in text) + '"'


def _escape(sign: str) -> str:
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    code = ord(sign)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _is_block(text: str) -> bool:
    """Whether a block keeps every sign: printable lines, the first of them not indented, no empty end."""
    return text[0] not in " \n" and text[-1] != "\n" and all(line.isprintable() for line in text.split("\n"))


def _folded(text: str, width: int) -> list[str]:
    """Lines that YAML joins again with single blanks: broken only between two words with one blank between them."""
    lines, line = [], ""
    for word in _BREAK.split(text):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]
