"""Five hundred random questions full of what GIFT gives a meaning to, and what a reader of GIFT should find in them."""

import html
from dataclasses import dataclass
from random import Random

from cxdrill.core.cards.choice import Choice, Multiple, TrueFalse
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.order import Match
from cxdrill.core.cards.question import Question
from cxdrill.core.cards.sheet import Option
from cxdrill.core.cards.typed import Typed
from cxdrill.files.exports.paper import weight
from hostile import text

PIECES = (
    *("~", "=", "#", "{", "}", ":", "\\", "::", "####", "//", "->", "%50%", "$CATEGORY: x", "\\n", "\\}"),
    *("[html]", "[id:x]", '"', "'", "<b>", "&amp;", "&", "\n", "\r\n", "\n\n", "\t", "a", "B2", "two words"),
    *("50 %", "TRUE", "T", "1..3", "*", "🙂", "👨\u200d👩\u200d👧", "שלום", "مرحبا", "\u202eabc", "\u00a0", "é"),
    *("日本", "word", "more", "and so on", "caller", "hold", "ring"),
)


@dataclass(frozen=True)
class Seen:
    """A question as a reader tells it: texts without HTML, answers as (text, weight, feedback) or pairs."""

    id: str
    tags: tuple[str, ...]
    prompt: str
    answers: tuple
    feedback: str


def hostile_text(random: Random, most: int = 4) -> str:
    return text(random, PIECES, most)


def option(random: Random, is_key: bool) -> Option:
    return Option(hostile_text(random), is_key, hostile_text(random) if random.random() < 0.5 else "")


def question(random: Random, number: int) -> Question:
    common = {
        "deck": "hostile",
        "id": f"item-{number}",
        "prompt": hostile_text(random),
        "topic": "hostile",
        "tags": tuple(random.sample(("hold", "first call", "a:b=c", "~x", "{y}"), random.randint(0, 3))),
        "explanation": hostile_text(random) if random.random() < 0.5 else "",
    }
    size = random.randint(2, 8)
    match number % 5:
        case 0:
            key = random.randrange(size)
            return Choice(**common, options=tuple(option(random, place == key) for place in range(size)))
        case 1:
            keys = random.sample(range(size), random.randint(1, size))
            return Multiple(**common, options=tuple(option(random, place in keys) for place in range(size)))
        case 2:
            return TrueFalse(**common, answer=random.random() < 0.5)
        case 3:
            accept = tuple(plain(random) for _ in range(random.randint(0, 1)))
            return Typed(**common, answer=plain(random), accept=accept)
    return Match(**common, pairs=tuple((hostile_text(random), hostile_text(random)) for _ in range(size)))


def plain(random: Random) -> str:
    """An answer to be typed; GIFT cannot hold one with an arrow (the exporter tells so)."""
    found = hostile_text(random, 2).replace("->", "")
    return found if found.strip() else "x"


def deck(count: int = 500) -> Deck:
    random = Random(20)
    return Deck(id="hostile", title="Hostile", cards=tuple(question(random, number) for number in range(count)))


def expected(card: Question) -> Seen:
    match card:
        case Choice(options=options):
            answers = tuple((bare(each.text), 100.0 if each.is_key else 0.0, bare(each.why)) for each in options)
        case Multiple(options=options):
            part = float(weight(sum(each.is_key for each in options)))
            answers = tuple((bare(each.text), part if each.is_key else -100.0, bare(each.why)) for each in options)
        case TrueFalse(answer=answer):
            answers = (answer,)
        case Typed(answer=answer, accept=accept):
            answers = tuple((bare(each.replace("*", "\\*")), 100.0, "") for each in (answer, *accept))
        case Match(pairs=pairs):
            answers = tuple((bare(left), bare(right)) for left, right in pairs)
    return Seen(card.key, card.tags, bare(card.prompt), answers, bare(card.explanation))


def bare(shown: str) -> str:
    """Text with single blanks between words: what a reader cannot be asked to tell apart."""
    return " ".join(shown.split())


def from_html(shown: str) -> str:
    """The text that a browser would show."""
    return bare(html.unescape(shown.replace("<br>", "\n")))
