"""Random decks full of awkward text, every one of which the loader accepts; the same for the same seed."""

from random import Random

from msgspec.structs import replace

from cxdrill.core.cards.card import NO_WAIVER, Card, Waiver
from cxdrill.core.cards.choice import Choice, Multiple, TrueFalse
from cxdrill.core.cards.cloze import Cloze
from cxdrill.core.cards.deck import Deck, Scenario
from cxdrill.core.cards.flashcard import Flashcard
from cxdrill.core.cards.order import Match, Order
from cxdrill.core.cards.sheet import Option
from cxdrill.core.cards.typed import Typed

PIECES = (
    *("=1+1", "+49 30", "-5", "@media", "＝x", "'", "''=", "'tis", '"', '""', ",", ";", "; ", "\\", "\\\\", "\\n"),
    "\\;",
    *("\t", "\n", "\r", "\r\n", "\n\n", " ", "  ", "\u00a0", "\u200b", "\ufeff", "\u2028", "\x85", "\x00", "\x01"),
    "\x1b[31m",
    *("no", "yes", "1.10", "010", "12:30", "2026-01-01", "=", "~", "null", "true", "a: b", "a:", ":", " #", "# x"),
    *("#", "- ", "? "),
    *("{", "}", "[", "]", "&a", "*a", "!", "|", ">", "%", "`", "---", "...", "~ =", "->", "//", "::", "{}", "$"),
    *("<b>", "</p>", "&amp;"),
    *(
        *("é", "ß", "İ", "🙂", "👨‍👩‍👧", "שלום", "مرحبا", "\u202eabc", "日本", "word", "two words", "Answer", "x" * 40),
        "a b " * 12,
    ),
)


def text(random: Random, pieces: tuple[str, ...] = PIECES, most: int = 6) -> str:
    """A text that is not all blank."""
    while True:
        found = "".join(random.choice(pieces) for _ in range(random.randint(1, most)))
        if found.strip():
            return found


def name(random: Random) -> str:
    """A text of one line and at most 100 characters."""
    return text(random, tuple(piece for piece in PIECES if not set(piece) & set("\r\n")), 2)[:100].strip(" ") or "x"


def maybe(random: Random, value: str) -> str:
    return value if random.random() < 0.5 else ""


def waiver(random: Random) -> Waiver:
    if random.random() < 0.8:
        return NO_WAIVER
    return Waiver(tuple(name(random) for _ in range(random.randint(1, 3))), text(random))


def media(random: Random, kinds: tuple[str, ...] = ("image", "audio")) -> dict[str, str]:
    """Fields of a picture and a sound, mostly none."""
    if random.random() < 0.8:
        return {}
    ends = {"image": ".png", "audio": ".MP3"}
    names = {kind: f"{random.choice(('', 'at the desk/', 'é/'))}{random.randrange(9)}{ends[kind]}" for kind in kinds}
    return {**names, "alt": maybe(random, text(random))}


def options(random: Random, keys: int | None) -> tuple[Option, ...]:
    size = random.randint(2, 8)
    key = set(random.sample(range(size), keys or random.randint(1, size)))
    return tuple(
        Option(text(random), place in key, maybe(random, text(random)), random.random() < 0.2, **media(random))
        for place in range(size)
    )


def card(random: Random, deck: str, id: str, sources: tuple[str, ...], scenarios: tuple[str, ...]) -> Card:
    """A card of any type."""
    common = {
        "deck": deck,
        "id": id,
        "prompt": text(random),
        "topic": random.choice((deck, name(random))),
        "tags": tuple(name(random) for _ in range(random.randint(0, 3))),
        "source": maybe(random, random.choice(sources)) if sources else "",
        "explanation": maybe(random, text(random)),
        "scenario": maybe(random, random.choice(scenarios)) if scenarios else "",
        "is_critical": random.random() < 0.2,
        "was": f"was-{id}" if random.random() < 0.2 else "",
        "waiver": waiver(random),
        **media(random),
    }
    match random.randrange(8):
        case 0:
            return Flashcard(**common, answer=text(random), has_reverse=random.random() < 0.5)
        case 1:
            hidden = "".join(sign for sign in text(random) if sign not in "{}\\:").strip() or "word"
            plain = common["prompt"].replace("{", "").replace("\\", "")
            return Cloze(**{**common, "prompt": f"{plain}{{{{{hidden}}}}} \\{{{{ and {{{{7::x{hidden}}}}}"})
        case 2:
            return Choice(**common, options=options(random, 1))
        case 3:
            return Multiple(**common, options=options(random, None))
        case 4:
            return TrueFalse(**common, answer=random.random() < 0.5)
        case 5:
            return Typed(**common, answer=text(random), accept=tuple(text(random) for _ in range(random.randint(0, 3))))
        case 6:
            return Order(**common, items=tuple(text(random) for _ in range(random.randint(2, 10))))
    return Match(**common, pairs=tuple((text(random), text(random)) for _ in range(random.randint(2, 10))))


def without_media(card: Card) -> Card:
    """The card without pictures and sounds."""
    none = {"image": "", "audio": "", "alt": ""}
    if options := getattr(card, "options", ()):
        return replace(card, **none, options=tuple(replace(each, **none) for each in options))
    return replace(card, **none)


def deck(seed: int, most: int = 5, *, has_media: bool = True) -> Deck:
    """A deck of one to `most` cards; files that they may name are nowhere."""
    random = Random(seed)
    id = f"deck-{seed}"
    sources = {name(random): text(random) for _ in range(random.randint(0, 3))}
    scenarios = tuple(Scenario(f"scene-{number}", text(random)) for number in range(random.randint(0, 2)))
    scenes = tuple(scenario.id for scenario in scenarios)
    cards = tuple(
        card(random, id, f"card-{number}", tuple(sources), scenes) for number in range(random.randint(1, most))
    )
    if not has_media:
        cards = tuple(map(without_media, cards))
    return Deck(
        id=id,
        title=text(random),
        summary=maybe(random, text(random)),
        sources=sources,
        notes=maybe(random, text(random, most=12)),
        scenarios=scenarios,
        cards=cards,
        waiver=waiver(random),
    )
