"""How long `report` takes over many learners' files, each with one attempt and a hundred reviews, and how much memory.

Run: PYTHONPATH=src:tests/support python tests/bench/bench_report.py [FILES] [FOLDER] [--bare]

Goal: 10 000 files within 10 s and 500 MiB. The files are made in a new temporary folder and removed again; with a
FOLDER they are kept there and made once. --bare leaves out checksums, as another program may.
"""

import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from math import exp
from pathlib import Path
from random import Random

from process_times import report_costs

from builders import exam, share
from cxdrill.core.cards.choice import Choice
from cxdrill.core.cards.question import letter
from cxdrill.core.cards.sheet import Option
from cxdrill.core.event import Event
from cxdrill.core.exams.exam import policy_of, policy_plain
from cxdrill.core.exams.form import Form, FormItem, form_plain
from cxdrill.files.events.layout import body, header, whole

ITEMS, POOL, REVIEWS = 40, 120, 100
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
RULES = exam("certification", items=ITEMS, pass_mark=share("80%"))
CARDS = [
    Choice(
        deck=f"deck-{number % 5}",
        id=f"question-{number}",
        topic=f"topic-{number % 5}",
        prompt=f"A caller who waited long asks what happens next with request {number}. What do you say first?",
        options=tuple(
            Option(
                f"Option {place}: say what you are going to do and how long it will take, for request {number}",
                is_key=not place,
                why="" if not place else "Plausible at first sight, but it leaves the caller without an answer.",
            )
            for place in range(4)
        ),
        explanation="A caller who knows what comes next waits with more patience.",
    )
    for number in range(POOL)
]


def events(writer: str, rng: Random) -> Iterator[Event]:
    """One learner's history."""
    for number in range(REVIEWS):
        at = NOON + timedelta(minutes=number)
        day, due = at.date().isoformat(), (at + timedelta(days=3)).date().isoformat()
        card = rng.choice(CARDS).key
        fields = {"card": card, "rating": rng.choice((1, 3, 3, 4)), "took_ms": 4200, "day": day, "due": due}
        yield Event(f"{writer}-{number + 1}", at, "review", fields)
    form = Form(RULES.id, tuple(FormItem(card.shuffled(rng)) for card in rng.sample(CARDS, ITEMS)))
    start, number = f"{writer}-{REVIEWS + 1}", REVIEWS + 1
    at, used, given, ability = NOON + timedelta(days=1), 0.0, {}, rng.gauss(1, 1)
    plain = {"exam": RULES.id, "seed": 1, "avoided": [], "form": form_plain(form)}
    yield Event(start, at, "exam-started", plain | {"policy": policy_plain(policy_of(RULES))})
    for item in form.items:
        is_known = rng.random() < 1 / (1 + exp(-ability))
        given[item.card.key] = item.card.key_response() if is_known else letter(rng.randrange(4))
        used, number = round(used + rng.uniform(5, 60), 3), number + 1
        fields = {"attempt": start, "used_seconds": used, "card": item.card.key, "response": given[item.card.key]}
        yield Event(f"{writer}-{number}", at + timedelta(seconds=used), "exam-answered", fields)
    right = sum(item.card.key_response() == given[item.card.key] for item in form.items)
    ending = {"attempt": start, "used_seconds": used, "score": right, "items": ITEMS, "passed": right >= 32}
    yield Event(f"{writer}-{number + 1}", at + timedelta(seconds=used), "exam-finished", ending | {"responses": given})


def write_files(folder: Path, count: int, *, is_bare: bool) -> None:
    """`count` progress files in sub-folders of a thousand."""
    for number in range(count):
        rng = Random(number)
        parent = folder / f"{number // 1000:03}"
        parent.mkdir(exist_ok=True)
        texts = [body(event) for event in events(f"{rng.getrandbits(64):016x}", rng)]
        first = header(f"{rng.getrandbits(128):032x}")
        content = whole(first, texts)[0]
        if is_bare:
            content = first + b"\n" + b",\n".join(text + b"}" for text in texts) + b"\n]}\n"
        (parent / f"learner-{number}.json").write_bytes(content)


def main(count: int, kept: Path | None, *, is_bare: bool) -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = kept or Path(made)
        if not folder.exists() or not any(folder.iterdir()):
            folder.mkdir(exist_ok=True)
            write_files(folder, count, is_bare=is_bare)
        size = sum(path.stat().st_size for path in folder.rglob("*.json"))
        print(f"{count} files, {size / 2**20:.0f} MiB")
        print(report_costs(folder))


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--bare"]
    place = Path(words[1]) if len(words) > 1 else None
    main(int(words[0]) if words else 10_000, place, is_bare="--bare" in sys.argv)
