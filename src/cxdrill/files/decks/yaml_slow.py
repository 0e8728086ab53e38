"""PyYAML's pure parser, for systems whose PyYAML was built without the C one: the same events, far more slowly."""

from __future__ import annotations

from typing import Any

from yaml.events import ScalarEvent
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError


class SlowParser(Reader, Scanner, Parser):
    """Reader, scanner and parser in one, as PyYAML puts its loaders together."""

    def __init__(self, raw: bytes) -> None:
        Reader.__init__(self, raw)
        Scanner.__init__(self)
        Parser.__init__(self)

    def get_event(self) -> Any:
        """The next event. Halves of characters, which the C parser refuses, are refused here too."""
        event: Any = super().get_event()  # type: ignore[no-untyped-call]
        if isinstance(event, ScalarEvent) and any("\ud800" <= sign <= "\udfff" for sign in event.value):
            raise ScannerError(None, None, "found an escape of half a character", event.start_mark)  # type: ignore[arg-type]
        return event
