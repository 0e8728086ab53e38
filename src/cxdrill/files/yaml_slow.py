"""PyYAML's pure parser, for systems whose PyYAML was built without the C one: the same events, far more slowly."""

from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner


class SlowParser(Reader, Scanner, Parser):
    """Reader, scanner and parser in one, as PyYAML puts its loaders together."""

    def __init__(self, raw: bytes) -> None:
        Reader.__init__(self, raw)
        Scanner.__init__(self)
        Parser.__init__(self)
