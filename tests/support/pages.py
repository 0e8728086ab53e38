"""A web page as a browser reads it, for tests of what stands in it and that it loads nothing."""

from collections import Counter
from html.parser import HTMLParser


class Page(HTMLParser):
    """The elements of a page by how often they come, the names of their attributes, and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags, self.attributes, self.words = Counter[str](), list[str](), list[str]()
        self.feed(text)

    @property
    def text(self) -> str:
        return "".join(self.words)

    @property
    def loads_nothing(self) -> bool:
        return not any(name in ("src", "href") or name.startswith("on") for name in self.attributes)

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data):
        self.words.append(data)
