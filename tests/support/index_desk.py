"""A folder of decks, a log and an index of both; random events, and everything that an index says beside a replay."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import asked
from builders import choice, cloze, deck, flashcard, matching, multiple, ordering, true_false, typed
from cxdrill.core.cards.deck import Deck, former_keys
from cxdrill.core.cards.sheet import Option
from cxdrill.core.event import Event, standing
from cxdrill.core.exams.exam import policy_from_plain
from cxdrill.core.exams.form import Form, FormItem, form_plain
from cxdrill.core.exams.library import Library
from cxdrill.core.plain import plain
from cxdrill.core.settings import Settings
from cxdrill.core.study.counts import Counts, together
from cxdrill.core.study.fsrs import DEFAULT_PARAMETERS
from cxdrill.core.study.history import History
from cxdrill.core.study.queue import Filters, Missed, queue
from cxdrill.core.study.review import OF_EXAMS
from cxdrill.core.study.stats import stats
from cxdrill.files.decks.deck_writer import deck_yaml
from cxdrill.files.decks.library import read_library
from cxdrill.files.events.layout import body, header, whole
from cxdrill.files.index.index import Index
from cxdrill.files.log.store import Store
from cxdrill.files.places import DeckSources
from deck_files import CHECK

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TODAY = NOW.date()
SETTINGS = Settings(new_per_day=4)
MISSED = Missed(dict.fromkeys(("shop/b", "calls/t", "calls/gone"), NOW - timedelta(days=3)))
CALLS = (
    flashcard("f", has_reverse=True, tags=("a", "b"), image="f.png", alt="F"),
    cloze("z", prompt="{{x}} and {{y}}"), choice("c", tags=("b",)),
    multiple("m", topic="tone"), true_false("t"), typed("w", accept=("x",)), ordering("o"), matching("p"),
)  # fmt: skip
SEEN = (Option("one", True, image="p/1.png", alt="1"), Option("two", audio="2.mp3"))
SHOP = (
    flashcard("a", deck="shop"),
    choice("b", deck="shop", topic="tone", tags=("a",), options=SEEN),
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


def assert_agrees(desk: Desk, index: Index) -> None:
    """Everything that an index says is what a look at every card and every event says."""
    library, problems, _ = read_library([desk.decks], replaces=False)
    assert (index.library(), index.problems) == (library, problems)
    replayed, history = desk.history(), index.history()
    keys = sorted(replayed.traces)
    assert history.traces == replayed.traces
    assert {key: history.reviews(key) for key in keys} == {key: replayed.reviews(key) for key in keys}
    assert {key: list(history.course(key)) for key in keys} == {key: list(replayed.course(key)) for key in keys}
    for name in ("suspended", "buried", "flags", "due_on", "reviews_on", "introduced_on", "former"):
        assert getattr(history, name) == getattr(replayed, name), name
    assert {day: history.zones[day] for day in replayed.reviews_on} == {
        day: replayed.zones[day] for day in replayed.reviews_on
    }
    assert history.model.parameters == replayed.model.parameters
    of_exams = [each for each in standing(desk.events) if each.kind.startswith("exam-") or each.kind in OF_EXAMS]
    assert [event for event in index.exam_events() if event.kind != "lifting"] == of_exams
    assert history.latest_took_ms(7) == replayed.latest_took_ms(7)
    for filters, missed in narrowings([each.id for each in library.decks]):
        faces, past = index.study(filters, missed, SETTINGS, NOW)
        found = queue(faces, past, SETTINGS, filters, NOW, 3, missed)
        assert found == asked.queue(library, replayed, SETTINGS, filters, NOW, 3, missed), filters
    assert_counts_agree(index, library, replayed, history)


def assert_counts_agree(index: Index, library: Library, replayed: History, history: History) -> None:
    """Agendas, counts and numbers of each deck, and of all, with a limit of reviews and without."""
    seen = index.seen_keys()
    for settings in (SETTINGS, Settings(new_per_day=2, reviews_per_day=3)):
        for decks in ((), *((each.id,) for each in library.decks)):
            for missed in (Missed(), MISSED):
                agenda = index.agenda(Filters(decks=decks), missed, settings, NOW, 30)
                assert agenda == asked.agenda_of(library, replayed, settings, NOW, decks, missed, 30)
    agenda = index.agenda(Filters(), Missed(), SETTINGS, NOW, 30)
    counted = index.counts(history, agenda)
    for each in library.decks:
        keys = [key for key, face in asked.faces_by_key(library).items() if face.card.deck == each.id]
        assert counted[each.id] == counts_of(keys, replayed, agenda.due)
        states = [asked.face_state(key, history, NOW) for key in seen.get(each.id, ())]
        numbers = stats(index.tally([each.id]), states, counted[each.id], TODAY)
        assert rounded(numbers) == rounded(asked.numbers_of(replayed, keys, NOW))
    of_all = asked.numbers_of(replayed, list(asked.faces_by_key(library)), NOW)
    states = [asked.face_state(key, history, NOW) for each in library.decks for key in seen.get(each.id, ())]
    numbers = stats(index.tally(()), states, together(list(counted.values())), TODAY)
    assert rounded(numbers) == rounded(of_all)


def rounded(numbers: object) -> dict[str, object]:
    """The numbers of stats, of which the sums of chances may differ in the last digit; the states aside."""
    names = ("reviews", "ratings", "took_seconds", "reviews_on", "stabilities", "difficulties", "hardest")
    found = {name: getattr(numbers, name) for name in names}
    for name in ("retention", "young", "mature"):
        each = getattr(numbers, name)
        found[name] = each.tries, each.achieved, each.predicted and round(each.predicted, 12)
    return found


def counts_of(keys: list[str], history: History, due: Sequence[str]) -> Counts:
    suspended = [key for key in keys if history.is_suspended(key)]
    seen = [key for key in keys if key in history.traces]
    new = [key for key in keys if key not in history.traces and key not in suspended]
    return Counts(len(keys), len(seen), len(set(keys) & set(due)), len(new), len(suspended))


def narrowings(decks: list[str]) -> Iterator[tuple[Filters, Missed]]:
    nothing = Missed()
    for filters in (
        Filters(), Filters(decks=tuple(reversed(decks)), ahead_days=9), Filters(tags=("b",)), Filters(topics=("tone",)),
        Filters(only_hard=True), Filters(is_cram=True, tags=("a",)), Filters(limit=2), Filters(new=1),
        Filters(plan=("shop/b", "calls/z~2", "calls/gone")),
    ):  # fmt: skip
        yield filters, nothing
    yield Filters(), MISSED
    yield Filters(only_missed=True), MISSED


def checked(random: Random, writer: str, numbers: dict[str, int]) -> list[Event]:
    """A check of three questions, handed in with some wrong."""
    cards = [card for card in (*CALLS, *SHOP) if card.key in ("calls/t", "shop/b", "shop/n")]
    form = Form("check", tuple(FormItem(card.ordered(range(len(card.parts())))) for card in cards))
    at = NOW - timedelta(days=random.choice((30, 9, 2, 1, 0)), seconds=random.randrange(3))
    policy = policy_from_plain({"feedback": random.choice(("full", "full", "none"))}, None, "check")
    sheet = {card.key: random.choice(("a", "b", None) if card.key != "calls/t" else ("t", "f")) for card in cards}
    number = numbers.get(writer, 0) + 2
    numbers[writer] = number
    id = f"{writer}-{number - 1}"
    start = {"exam": "check", "seed": 1, "avoided": [], "form": form_plain(form), "policy": plain(policy)}
    end = {"attempt": id, "used_seconds": 9.0, "score": 1, "items": 3, "passed": False, "responses": sheet}
    return [Event(id, at, "exam-started", start), Event(f"{writer}-{number}", at, "exam-finished", end)]


def random_events(random: Random, count: int, writers: list[str], numbers: dict[str, int]) -> list[Event]:
    """Any facts about cards that are there and not, by several writers whose clocks jump."""
    keys = [
        *("calls/f", "calls/f~reverse", "calls/z~1", "calls/z~2", "calls/z", "calls/t", "shop/b", "shop/o", "shop/n"),
        "x/y",
    ]
    made: list[Event] = []
    for _ in range(count):
        if random.random() < 0.1:
            made += checked(random, random.choice(writers), numbers)
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
