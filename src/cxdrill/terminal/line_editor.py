"""One line of typed text with a cursor, drawn inside a frame; knows nothing of what the text is for."""

from __future__ import annotations

from msgspec import Struct

LONGEST = 1000


class Line(Struct, frozen=True):
    """Typed text and where the cursor stands in it (0 to its length)."""

    text: str = ""
    cursor: int = 0

    def after(self, key: str) -> Line:
        """The line once `key` was pressed; keys that mean nothing here change nothing."""
        text, cursor = self.text, self.cursor
        match key:
            case "left":
                return Line(text, max(0, cursor - 1))
            case "right":
                return Line(text, min(len(text), cursor + 1))
            case "home":
                return Line(text, 0)
            case "end":
                return Line(text, len(text))
            case "backspace":
                return Line(text[: cursor - 1] + text[cursor:], cursor - 1) if cursor else self
            case "delete":
                return Line(text[:cursor] + text[cursor + 1 :], cursor)
            case "clear line":
                return Line()
            case sign if len(sign) == 1 and len(text) < LONGEST:
                return Line(text[:cursor] + sign + text[cursor:], cursor + 1)
        return self
