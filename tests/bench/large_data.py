"""Libraries and histories of any size for the benchmarks: the same on every machine, in the words of the trade."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from cxdrill.core.event import Event
from cxdrill.files.events.layout import body, header, whole

CARDS_A_FILE = 2_000
WORDS = [
    *("customer", "caller", "agent", "greeting", "silence", "hold", "transfer", "promise", "refund", "delivery"),
    *("invoice", "complaint", "apology", "tone", "pace", "question", "answer", "need", "expectation", "value"),
    *("loyalty", "signal", "anger", "empathy", "listening", "summary", "agreement", "solution", "follow", "policy"),
    *("exception", "escalation", "supervisor", "feedback", "satisfaction", "interaction", "strategy", "choice"),
    *("outcome", "trust", "courtesy", "patience", "detail", "schedule", "appointment", "account", "service"),
    *("product", "request", "reply", "letter", "counter", "telephone", "conversation"),
]
VERBS = ("asks", "repeats", "explains", "refuses", "accepts", "interrupts", "confirms", "mentions", "expects", "writes")


def deck_folder(folder: Path, cards: int, seed: int = 1) -> Path:
    """A folder of deck files with that many cards in all, about 700 bytes each; made once."""
    if not (folder / "done").exists():
        folder.mkdir(parents=True, exist_ok=True)
        random = Random(seed)
        for number, first in enumerate(range(0, cards, CARDS_A_FILE)):
            text = "\n".join(_deck(f"deck-{number:03}", range(first, min(first + CARDS_A_FILE, cards)), random))
            (folder / f"deck-{number:03}.yaml").write_text(text, "utf-8")
        (folder / "done").touch()
    (folder / "exam.yaml").write_text(_exam(-(-cards // CARDS_A_FILE)), "utf-8")
    return folder


def large_deck(path: Path, cards: int, seed: int = 1) -> Path:
    """One deck file with that many cards; made once."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(_deck("deck-000", range(cards), Random(seed))), "utf-8")
    return path


def progress_file(path: Path, events: int, keys: Sequence[str], now: datetime, seed: int = 2) -> Path:
    """A progress file with that many events, up to yesterday: each card studied was reviewed about ten times."""
    path.parent.mkdir(parents=True, exist_ok=True)
    texts = [body(event) for event in reviews(events, keys, now, Random(seed))]
    path.write_bytes(whole(header("0123456789abcdef" * 2), texts)[0])
    return path


def card_keys(cards: int) -> list[str]:
    """The names of the cards of a folder of that size, in order."""
    return [f"deck-{number // CARDS_A_FILE:03}/{_id(number)}" for number in range(cards)]


def _deck(name: str, numbers: range, random: Random) -> Iterator[str]:
    yield f"deck: {name}"
    yield f"title: {_sentence(random, 4)[:-1]}"
    yield f'summary: "{_sentence(random, 12)}"'
    yield 'sources: {handbook: "The handbook: every day at the counter"}'
    yield "cards:"
    for number in numbers:
        yield from _flashcard(number, random) if number % 3 == 0 else _choice(number, random)


def _exam(decks: int) -> str:
    """An exam of 40 items out of one to eight decks, as many of each."""
    drawn = min(decks, 8)
    topics = ", ".join(f"deck-{number:03}: {40 // drawn}" for number in range(drawn))
    return f"exam: check\ntitle: Check\nitems: 40\npass_mark: 80%\nblueprint: {{{topics}}}\n"


def _id(number: int) -> str:
    return f"{WORDS[number % len(WORDS)]}-{number}"


def _flashcard(number: int, random: Random) -> Iterator[str]:
    yield f"  - id: {_id(number)}"
    yield f"    prompt: >-\n      {_sentence(random, 14)}"
    yield f'    answer: "{_sentence(random, 9)}"'
    yield f"    explanation: |\n      {_sentence(random, 22)}\n      {_sentence(random, 18)}"
    yield f"    tags: [{random.choice(WORDS)}, unit-{number % 12}]"
    yield "    source: handbook"


def _choice(number: int, random: Random) -> Iterator[str]:
    yield f"  - id: {_id(number)}"
    yield f'    prompt: "{_sentence(random, 16)}"'
    yield "    options:"
    for place in range(4):
        yield f"      - text: {_sentence(random, 7)[:-1]} – {place}"
        yield "        correct: true" if place == number % 4 else f"        why: '{_sentence(random, 8)}'"
    yield f'    explanation: "{_sentence(random, 20)}"'
    yield f"    tags: [{random.choice(WORDS)}]"


def _sentence(random: Random, words: int) -> str:
    said = random.choices(WORDS, k=words)
    said[1] = random.choice(VERBS)
    return " ".join(said).capitalize() + "."


def reviews(count: int, keys: Sequence[str], now: datetime, random: Random) -> Iterator[Event]:
    """Reviews in sessions of twenty by writers of their own, over four hundred days; some fifty cards are due now."""
    studied = random.sample(keys, min(len(keys), max(1, count // 10)))
    intervals = dict.fromkeys(studied, 0)
    writer = ""
    for place in range(count):
        if place % 20 == 0:
            writer = f"{random.getrandbits(64):016x}"
        at = now - timedelta(days=1) - timedelta(days=400) * (count - place) / count
        card, rating = studied[place % len(studied)], random.choices((1, 2, 3, 4), (10, 8, 72, 10))[0]
        intervals[card] = 1 if rating == 1 else max(2, int(intervals[card] * 2.2))
        due = at.date() + timedelta(days=intervals[card])
        if place >= count - len(studied):  # the last review of each card
            ahead = count - place - 50
            due = now.date() + timedelta(days=1 + ahead % 90 if ahead > 0 else -(place % 3))
        fields = {"card": card, "rating": rating, "took_ms": random.randint(1500, 20000),
                  "day": at.date().isoformat(), "due": due.isoformat()}  # fmt: skip
        yield Event(f"{writer}-{place % 20 + 1}", at, "review", fields)
