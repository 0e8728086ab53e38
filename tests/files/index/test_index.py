"""The index says what the deck files and the log say, from whatever state it starts."""

import os
from datetime import date, datetime
from pathlib import Path
from random import Random

import pytest
from msgspec import json
from msgspec.structs import replace

from builders import choice, deck, exam, flashcard, share
from cxdrill.core.cards.choice import OtherOptions
from cxdrill.core.cards.deck import Scenario
from cxdrill.core.event import Event
from cxdrill.core.exams.draw import Stock, stock_of
from cxdrill.core.exams.form import drawn_form, pools, pools_of
from cxdrill.core.exams.library import Facilities, Facility, asked_text
from cxdrill.core.study.queue import Filters, Missed
from cxdrill.errors import WrongUsage
from cxdrill.files.decks import deck_yaml as reading
from cxdrill.files.decks.deck_writer import deck_yaml
from cxdrill.files.decks.library import read_library
from cxdrill.files.events import document
from cxdrill.files.index.index import Index
from cxdrill.files.log.store import Store
from cxdrill.files.places import DeckSources
from index_desk import CALLS, NOW, SETTINGS, SHOP, Desk, assert_agrees, random_events


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "desk")


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


def test_how_far_the_clock_of_a_day_was_ahead_is_kept(desk: Desk) -> None:
    ats = ("2026-05-01T20:00:00-08:00", "2026-05-03T09:00:00+09:00", "2026-05-03T19:00:00+02:00")
    days = [{"day": at[:10], "due": at[:10], "card": "calls/t", "rating": 3} for at in ats]
    moments = map(datetime.fromisoformat, ats)
    events = [
        Event(f"{'a' * 16}-{n}", at, "review", day) for n, (at, day) in enumerate(zip(moments, days, strict=True), 1)
    ]
    for known in (1, 2, 3):
        desk.log(events[:known])
        assert_agrees(desk, desk.index())
    assert desk.index().history().zones == {date(2026, 5, 1): -8, date(2026, 5, 3): 9}


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


@pytest.mark.parametrize("size", [1, 5_000, 100_000])
def test_the_last_event_of_a_known_log_is_read_alone_however_long(
    size: int, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each start asks when that was; a check that began and was left holds its whole form."""
    last = Event(f"{'c' * 16}-1", NOW, "flag", {"card": "calls/f", "note": "x" * size})
    desk.log([*random_events(Random(5), 30, ["a" * 16], {}), last])
    known = desk.index().known_log
    monkeypatch.setattr(document, "parsed", None)
    assert Store(desk.progress, clock=lambda: NOW, known=known).load().events[-1] == last


def test_the_second_start_equals_the_first_in_every_field(desk: Desk) -> None:
    first, second = desk.index().library(), desk.index().library()
    cold = read_library([desk.decks], replaces=False)[0]
    shelves = [(*each.decks, *each.exams) for each in (first, second, cold)]
    for one, other, read in zip(*shelves, strict=True):
        names = getattr(type(read), "__struct_fields__", None) or type(read).__dataclass_fields__
        for name in set(names) - {"places"}:
            assert getattr(one, name) == getattr(other, name) == getattr(read, name), name


@pytest.mark.parametrize("fresh", [None, "40%"])
def test_a_form_drawn_from_rows_is_the_form_drawn_from_whole_cards(desk: Desk, fresh: str | None) -> None:
    cards = [choice(f"q{n}", deck="mixed", scenario=f"s{n // 4}" * (n % 3 > 0), fact=f"f{n % 9}" * (n % 5 == 0),
                    exam="only" * (n % 7 == 0), wordings=(OtherOptions(f"Worded anew, {n}?"),) * (n % 2),
                    topic="tone" if n % 4 else "mixed") for n in range(60)]  # fmt: skip
    scenarios = [Scenario(f"s{number}", f"Situation {number}") for number in range(15)]
    desk.write(deck("mixed", *cards, scenarios=tuple(scenarios), sources={"s": "S"}))
    index, asked = desk.index(), exam(items=20, blueprint={"mixed": 6, "tone": 14}, fresh=fresh and share(fresh))
    library = index.library()
    questions = [card for each in library.decks for card in each.questions]
    rows = [card.key for card in questions if card.topic in asked.blueprint]
    stock = json.decode(json.encode(stock_of(asked.blueprint, questions)), type=Stock)
    decks, figures = {each.id: each for each in index.decks}, {}
    for card in library.cards():
        if card.key in rows and len(card.id) % 2:
            figures[card.key] = Facility(300 + 10 * len(figures), 30, asked_text(card))
    earned = Facilities(id=asked.id, cards=figures)
    for found in (None, earned):
        light = pools_of(asked, stock, index.question, decks.__getitem__, found)
        whole = pools(asked, replace(library, facilities=(found,) if found else ()))
        for seed in range(20):
            met = [key for key in rows if (seed + len(key)) % 3 == 0]
            assert drawn_form(light, seed, met) == drawn_form(whole, seed, met)


def test_only_what_changed_is_read_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real = reading.read_bytes
    monkeypatch.setattr(reading, "read_bytes", lambda raw, path: (read.append(Path(path).name), real(raw, path))[1])
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
        ({"tags": ("c",)}, 'tag "c"; choose from a, b'),
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


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        *(("STRASSE", ["s"]), ('"quoted"', ["s"]), ("a\\b", ["p"]), ("über 100%", ["p"]), ("100_", [])),
        *(("k", ["p", "s"]), ("shop/p", ["p"]), ("prompt", []), ("options", []), ("", ["p", "s"])),
    ],
)
def test_cards_are_found_by_every_word_whatever_its_letters(text: str, ids: list[str], desk: Desk) -> None:
    signs = 'Straße "quoted" \u212a'
    desk.write(
        deck("shop", flashcard("p", deck="shop", prompt="k: ÜBER 100% a\\b"), flashcard("s", deck="shop", prompt=signs))
    )
    desk.log([])
    assert [face.card.id for face in desk.index().found_faces(text) if face.card.deck == "shop"] == ids
