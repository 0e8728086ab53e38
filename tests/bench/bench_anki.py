"""Anki's engine doing what a study session does first: start, open a collection, build the queue, render one card.

Run by `bench_speed.py` with a Python that has the `anki` package: `bench_anki.py make FILE CARDS EVENTS` makes the
collection, `bench_anki.py study FILE` opens it and prints the first card.
"""

import sys
from pathlib import Path
from random import Random


def make(path: Path, cards: int, events: int) -> None:
    """A collection with so many cards, of which every tenth of `events` was reviewed ten times, up to now."""
    from anki.collection import AddNoteRequest, Collection
    from large_data import WORDS

    random = Random(1)
    path.parent.mkdir(parents=True, exist_ok=True)
    collection = Collection(str(path))
    kind, deck = collection.models.by_name("Basic"), collection.decks.id("Default")
    for first in range(0, cards, 10_000):
        requests = []
        for _ in range(first, min(cards, first + 10_000)):
            note = collection.new_note(kind)
            note.fields = [" ".join(random.choices(WORDS, k=count)) for count in (16, 60)]
            requests.append(AddNoteRequest(note, deck))
        collection.add_notes(requests)
    ids = collection.db.list("select id from cards order by random() limit ?", min(cards, events // 10))
    today = collection.sched.today
    collection.db.executemany(
        "update cards set type = 2, queue = 2, ivl = 30, factor = 2500, reps = 10, due = ? where id = ?",
        [(today + place % 90 if place >= 50 else today, card) for place, card in enumerate(ids)],
    )
    collection.db.executemany(
        "insert into revlog values (?, ?, -1, 3, 30, 20, 2500, 5000, 1)",
        [(1_700_000_000_000 + number, ids[number % len(ids)]) for number in range(events)],
    )
    collection.close()


def study(path: Path) -> None:
    """Prints the first card."""
    from anki.collection import Collection

    collection = Collection(str(path))
    card = collection.sched.getCard()
    assert card is not None
    print("[1/", card.question(), flush=True)
    sys.stdin.read()
    collection.close()


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    else:
        study(Path(sys.argv[2]))
