"""Learners who sat an exam, as events and as progress files, for tests of reports."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from builders import Journal, choice, deck, exam, library, share, typed
from cxdrill.core.cards.question import letter
from cxdrill.core.event import Draft, Event
from cxdrill.core.exams.exam import Exam
from cxdrill.core.exams.form import Form, drawn_form, pools
from cxdrill.files.decks.deck_writer import deck_yaml
from cxdrill.files.events.layout import body, header, whole

CARDS = tuple(choice(f"q{number}") for number in range(5))
DECKS = library(deck("calls", *CARDS, typed("word")))
ALL = [card.id for card in CARDS] + ["word"]
RULES = exam(items=6, blueprint={"calls": 6}, pass_mark=share("50%"))


def writer_of(number: int) -> str:
    return f"{number:016x}"


def sit(
    journal: Journal,
    known: Sequence[str],
    *,
    form: Form | None = None,
    is_done: bool = True,
    rules: Exam = RULES,
    avoided: Sequence[str] = (),
) -> None:
    """One attempt in which the cards `known` are answered right after 10 seconds each, the others wrong after 20."""
    form = form or drawn_form(pools(RULES, DECKS), len(journal.events) + int(journal.writer, 16))
    journal.begin(form, rules, avoided=avoided)
    used = 0.0
    for item in form.items:
        is_known = item.card.id in known
        used += 10 if is_known else 20
        journal.wait(used)
        wrong = "nonsense" if item.card.type == "typed" else letter(_other(item.card.order))
        response = item.card.key_response() if is_known else wrong
        journal.answer(item.card.key, response, used)
    if is_done:
        journal.hand_in(used + 5)


def _other(order: Sequence[int]) -> int:
    """The place of option 0, which is wrong."""
    return list(order).index(0)


def learner(number: int, known: Sequence[str] = ("q0", "q1"), **flags: str) -> list[Event]:
    """The events of one learner with one attempt; `flags` are cards flagged, with notes."""
    journal = Journal(writer_of(number))
    journal.save(
        Draft("review", {"card": "calls/q0", "rating": 3, "took_ms": 1, "day": "2026-03-02", "due": "2026-03-05"})
    )
    sit(journal, known)
    for card, note in flags.items():
        journal.save(Draft("flag", {"card": f"calls/{card}", "note": note}))
    return journal.events


def write_progress(path: Path, name: str, events: Sequence[Event], others: Mapping[str, object] | None = None) -> Path:
    """A progress file of that learner."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(whole(header(name, dict(others or {})), [body(event) for event in events])[0])
    return path


def certification_home(folder: Path, items: int) -> Path:
    """Writes the deck of the class and an exam of so many items below a folder, and gives the folder."""
    (folder / "decks").mkdir()
    (folder / "decks" / "calls.yaml").write_text(deck_yaml(DECKS.deck("calls")), "utf-8")
    exam = f"exam: certification\ntitle: Certification\nitems: {items}\npass_mark: 50%\nblueprint: {{calls: {items}}}\n"
    (folder / "decks" / "certification.yaml").write_text(exam, "utf-8")
    return folder
