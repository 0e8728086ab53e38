"""The index says what the deck files and the log say, from whatever state it starts."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

import asked
from builders import choice, cloze, deck, flashcard, matching, multiple, ordering, true_false, typed
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.face import former_keys
from cxdrill.core.counts import Counts, dues, is_to_do
from cxdrill.core.event import Event
from cxdrill.core.settings import Settings
from cxdrill.core.study.fsrs import DEFAULT_PARAMETERS
from cxdrill.core.study.history import History
from cxdrill.core.study.queue import Filters, Missed, queue
from cxdrill.core.study.stats import stats
from cxdrill.errors import WrongUsage
from cxdrill.files.decks.deck_writer import deck_yaml
from cxdrill.files.decks.library import read_library
from cxdrill.files.index import deck_tables
from cxdrill.files.index.index import Index
from cxdrill.files.log.layout import body, header, whole
from cxdrill.files.log.store import Store
from cxdrill.files.places import DeckSources
from deck_files import CHECK

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TODAY = NOW.date()
SETTINGS = Settings(new_per_day=4)
CALLS = (
    flashcard("f", has_reverse=True, tags=("a", "b")), cloze("z", prompt="{{x}} and {{y}}"), choice("c", tags=("b",)),
    multiple("m", topic="tone"), true_false("t"), typed("w", accept=("x",)), ordering("o"), matching("p"),
)  # fmt: skip
SHOP = (
    flashcard("a", deck="shop"),
    choice("b", deck="shop", topic="tone", tags=("a",)),
    choice("n", deck="shop", was="o"),
)


class Desk:
    """A folder of decks, a progress file and a cache folder."""

    def __init__(self, folder: Path) -> None:
        self.decks, self.progress, self.cache = folder / "decks", folder / "progress.json", folder / "cache"
        self.decks.mkdir(parents=True)
        self.write(deck("calls", *CALLS, notes="## N", sources={"s": "S"}))
        self.write(deck("shop", *SHOP))
        (self.decks / "exam.yaml").write_text(CHECK, "utf-8")
        self.events: list[Event] = []

    def write(self, value: Deck) -> None:
        (self.decks / f"{value.id}.yaml").write_bytes(deck_yaml(value).encode())

    def log(self, events: list[Event]) -> None:
        self.events = events
        self.progress.write_bytes(whole(header("0f" * 16), [body(event) for event in events])[0])

    def index(self, *, is_kept: bool = True, decks: tuple[Path, ...] = ()) -> Index:
        """What a start of the program has."""
        index = Index(self.cache if is_kept else None, DeckSources(decks or (self.decks,), False), (), self.progress)
        store = Store(self.progress, clock=lambda: NOW, known=index.known_log)
        events = store.load().events
        index.read_log(events, store.log)
        return index

    def history(self) -> History:
        """What a replay of the whole log gives."""
        library = read_library([self.decks], replaces=False)[0]
        former = {key: present for each in library.decks for key, present in former_keys(each.cards).items()}
        return History(self.events, former)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "desk")


def assert_agrees(desk: Desk, index: Index) -> None:
    """Everything that an index says is what a look at every card and every event says."""
    library, problems, _ = read_library([desk.decks], replaces=False)
    assert (index.library(), index.problems) == (library, problems)
    replayed, history = desk.history(), index.history()
    keys = sorted(replayed.traces)
    assert history.traces == replayed.traces
    assert {key: history.reviews(key) for key in keys} == {key: replayed.reviews(key) for key in keys}
    for name in ("suspended", "buried", "flags", "due_on", "reviews_on", "introduced_on", "took_ms", "former"):
        assert getattr(history, name) == getattr(replayed, name), name
    assert history.model.parameters == replayed.model.parameters
    assert [event for event in index.exam_events() if event.kind != "lifting"] == replayed.exam_events
    assert history.latest_took_ms(7) == replayed.latest_took_ms(7)
    for filters, missed in narrowings([each.id for each in library.decks]):
        faces, past = index.study(filters, missed, SETTINGS, NOW)
        found = queue(faces, past, SETTINGS, filters, NOW, 3, missed)
        assert found == asked.queue(library, replayed, SETTINGS, filters, NOW, 3, missed), filters
    counted, tallies, seen = index.counts(history, SETTINGS, NOW), index.tallies(), index.seen_keys()
    for each in library.decks:
        keys = [key for key, face in asked.faces_by_key(library).items() if face.card.deck == each.id]
        assert counted[each.id] == counts_of(keys, replayed)
        assert index.dues([each.id], SETTINGS, NOW) == dues(set(keys) & replayed.traces.keys(), replayed, TODAY)
        states = [asked.face_state(key, history, NOW) for key in seen.get(each.id, ())]
        numbers = stats(tallies[each.id], states, counted[each.id], TODAY)
        assert rounded(numbers) == rounded(asked.numbers_of(replayed, keys, NOW))


def rounded(numbers: object) -> dict[str, object]:
    """The numbers of stats, of which the sums of chances may differ in the last digit; the states aside."""
    names = ("reviews", "ratings", "took_seconds", "reviews_on", "forecast", "stabilities", "difficulties", "hardest")
    found = {name: getattr(numbers, name) for name in names}
    for name in ("retention", "young", "mature"):
        each = getattr(numbers, name)
        found[name] = each.tries, each.achieved, each.predicted and round(each.predicted, 12)
    return found


def counts_of(keys: list[str], history: History) -> Counts:
    suspended = [key for key in keys if history.is_suspended(key)]
    seen = [key for key in keys if key in history.traces]
    new = [key for key in keys if key not in history.traces and key not in suspended]
    due = sum(is_to_do(key, history, SETTINGS, NOW) for key in seen)
    return Counts(len(keys), len(seen), due, len(new), len(suspended))


def narrowings(decks: list[str]) -> Iterator[tuple[Filters, Missed]]:
    nothing = Missed()
    for filters in (
        Filters(), Filters(decks=tuple(reversed(decks)), ahead_days=9), Filters(tags=("b",)), Filters(topics=("tone",)),
        Filters(only_hard=True), Filters(is_cram=True, tags=("a",)), Filters(limit=2), Filters(new=1),
        Filters(plan=("shop/b", "calls/z~2", "calls/gone")),
    ):  # fmt: skip
        yield filters, nothing
    missed = Missed(("shop/b", "calls/t", "calls/gone"), NOW - timedelta(days=3))
    yield Filters(), missed
    yield Filters(only_missed=True), missed


def random_events(random: Random, count: int, writers: list[str], numbers: dict[str, int]) -> list[Event]:
    """Any facts about cards that are there and not, by several writers whose clocks jump."""
    keys = [
        "calls/f",
        "calls/f~reverse",
        "calls/z~1",
        "calls/z~2",
        "calls/z",
        "calls/t",
        "shop/b",
        "shop/o",
        "shop/n",
        "x/y",
    ]
    made: list[Event] = []
    for _ in range(count):
        writer = random.choice(writers)
        numbers[writer] = number = numbers.get(writer, 0) + 1
        at = NOW - timedelta(days=random.choice((40, 30, 9, 2, 1, 0, -3)), seconds=random.randrange(3))
        kind = random.choices(
            ("review", "suspend", "wake", "bury", "flag", "undo", "parameters", "forecast", "exam-abandoned", "cram"),
            (24, 2, 1, 2, 1, 5, 1, 1, 1, 1),
        )[0]
        fields: dict[str, object] = {"card": random.choice(keys)}
        if kind == "review":
            due = (TODAY + timedelta(days=random.randrange(-5, 30))).isoformat()
            step = (NOW + timedelta(minutes=random.randrange(-9, 30))).isoformat(timespec="milliseconds")
            fields |= {"rating": random.choice((1, 1, 2, 3, 4)), "took_ms": random.randrange(9000)}
            fields |= {"day": at.date().isoformat(), "due": random.choice((due, due, step))}
        elif kind == "undo":
            others = [f"{name}-{random.randint(1, most)}" for name, most in numbers.items()]
            fields = {"voids": random.choice(others)}
        elif kind == "parameters":
            fields = {"values": [each * random.uniform(1, 1.05) for each in DEFAULT_PARAMETERS]}
        elif kind in ("forecast", "exam-abandoned"):
            fields = {"exam": "check", "attempt": "z-1"}
        elif kind == "bury":
            fields["day"] = random.choice((TODAY, date(2026, 1, 1))).isoformat()
        elif kind == "cram":
            fields["rating"] = 3
        elif kind == "flag":
            fields["note"] = random.choice(("é", "x"))
        made.append(Event(f"{writer}-{number}", at, kind, fields))
    return made


@pytest.mark.parametrize("seed", range(12))
def test_whatever_happens_an_index_of_an_earlier_state_says_what_a_new_one_says(seed: int, desk: Desk) -> None:
    random, numbers = Random(seed), dict[str, int]()
    desk.log([])
    for step in range(6):
        happens = random.choice(("answers", "answers", "answers", "merge", "edit", "rename", "leave"))
        writers = [f"{random.getrandbits(64):016x}" for _ in range(2)] + random.sample(
            sorted(numbers), min(1, len(numbers))
        )
        new = random_events(random, random.randrange(1, 25), writers, numbers)
        if happens == "merge":
            desk.log(sorted([*desk.events, *new], key=lambda event: event.at))
        else:
            desk.log([*desk.events, *new])
        if happens == "edit":
            desk.write(deck("calls", *random.sample(CALLS, 7), notes=f"{step}"))
        elif happens == "rename":
            desk.write(deck("shop", flashcard("a", deck="shop", was=random.choice(("o", "", "b"))), *SHOP[1:2]))
        elif happens == "leave":
            (desk.decks / "shop.yaml").unlink(missing_ok=True)
        assert_agrees(desk, desk.index())
    assert_agrees(desk, desk.index())
    assert_agrees(desk, desk.index(is_kept=False))


def test_a_log_that_loses_or_changes_events_is_read_anew(desk: Desk) -> None:
    numbers = dict[str, int]()
    events = random_events(Random(1), 40, ["a" * 16], numbers)
    desk.log(events)
    desk.index()
    desk.log(events[:-7])
    assert_agrees(desk, desk.index())
    desk.log([*events[:3], *(Event(each.id, each.at, each.kind, {**each.fields, "rating": 1}) for each in events[3:])])
    assert_agrees(desk, desk.index())
    desk.progress.write_bytes(desk.progress.read_bytes().replace(b'{"format"', b' {"format"'))  # of another layout
    assert_agrees(desk, desk.index())


def test_what_a_session_added_is_known_at_the_next_start(desk: Desk) -> None:
    desk.log(random_events(Random(5), 30, ["a" * 16], {}))
    index = desk.index()
    added = tuple(random_events(Random(6), 9, ["b" * 16], {}))
    desk.log([*desk.events, *added])
    store = Store(desk.progress, clock=lambda: NOW)
    store.load()
    index.grow_log(added[:4], None)
    index.grow_log(added, store.log)
    assert index.known_log == store.log
    assert_agrees(desk, index)
    assert desk.index().known_log == store.log


def test_the_second_start_equals_the_first_in_every_field(desk: Desk) -> None:
    first, second = desk.index().library(), desk.index().library()
    cold = read_library([desk.decks], replaces=False)[0]
    shelves = [(*each.decks, *each.exams) for each in (first, second, cold)]
    for one, other, read in zip(*shelves, strict=True):
        names = getattr(type(read), "__struct_fields__", None) or type(read).__dataclass_fields__
        for name in set(names) - {"places"}:
            assert getattr(one, name) == getattr(other, name) == getattr(read, name), name


def test_only_what_changed_is_read_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real = deck_tables.DeckTables._from_file
    monkeypatch.setattr(
        deck_tables.DeckTables, "_from_file", lambda self, path: (read.append(path.name), real(self, path))[1]
    )
    for path in desk.decks.iterdir():
        os.utime(path, (1e9, 1e9))

    def started() -> list[str]:
        read.clear()
        desk.index()
        return sorted(read)

    desk.log([])
    assert started() == ["calls.yaml", "exam.yaml", "shop.yaml"]
    assert started() == []
    os.utime(desk.decks / "calls.yaml", (1.1e9, 1.1e9))  # touched or copied: believed for its content
    assert started() == started() == []
    desk.write(deck("calls", *CALLS, notes="## M"))
    assert started() == ["calls.yaml"]
    found = (desk.decks / "calls.yaml").stat()
    desk.write(deck("calls", *CALLS, notes="## O"))
    os.utime(desk.decks / "calls.yaml", ns=(found.st_atime_ns, found.st_mtime_ns))  # an edit that keeps size and time
    assert started() == ["calls.yaml"]
    (desk.decks / "shop.yaml").write_text("deck: shop\ntitle: T\ncards: [{id: a}]\n", "utf-8")
    assert started() == started() == ["shop.yaml"]  # with mistakes it is never kept


def test_an_id_used_twice_is_told_each_time(desk: Desk) -> None:
    (desk.decks / "again.yaml").write_text(deck_yaml(deck("calls", choice())), "utf-8")
    told = read_library([desk.decks], replaces=False)[1]
    assert [desk.index().problems for _ in range(2)] == [told, told] != [(), ()]


def test_a_deck_that_replaced_another_gives_it_back(desk: Desk, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "mine.yaml").write_text(deck_yaml(deck("shop", flashcard("mine", deck="shop"))), "utf-8")

    def cards() -> list[str]:
        index = Index(desk.cache, DeckSources((desk.decks, own), True), (), desk.progress)
        return [card.id for card in index.library().deck("shop").cards]

    assert cards() == cards() == ["mine"]
    (own / "mine.yaml").unlink()
    assert cards() == cards() == ["a", "b", "n"]


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"decks": ("call",)}, 'deck "call"; did you mean calls'),
        ({"tags": ("c",)}, 'tag "c"; "cxdrill decks" lists'),
        ({"topics": ("tones",)}, 'topic "tones"; did you mean tone'),
    ],
)
def test_an_unknown_name_gives_the_nearest(filters: dict[str, tuple[str, ...]], words: str, desk: Desk) -> None:
    with pytest.raises(WrongUsage, match=words.replace("?", r"\?")):
        desk.index().study(Filters(**filters), Missed(), SETTINGS, NOW)  # type: ignore[arg-type]


def test_cards_are_found_by_every_word_in_any_field(desk: Desk) -> None:
    desk.write(deck("calls", choice("c", prompt='Say "hello" to Zoë', explanation="back\\slash"), flashcard("x")))
    index = desk.index()
    for text in ("HELLO zoë", '"hello"', "back\\slash", "calls/c say", ""):
        assert "calls/c" in [face.key for face in index.found_faces(text)], text
    assert index.found_faces("prompt explanation") == []
