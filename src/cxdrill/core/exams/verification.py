"""Scores the record of an attempt again from its responses and the decks, and says what agrees; and the fingerprint.

Proves that a record is consistent, not who answered, when, or with what at hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from cxdrill.core.cards.registry import card_text
from cxdrill.core.exams.attempt import State
from cxdrill.core.exams.exam import Exam, Share, percent_of, policy_of, seed_of
from cxdrill.core.exams.form import Form, drawn_form, form_item, form_plain, pools
from cxdrill.core.exams.library import Library
from cxdrill.core.exams.record import NO_RECORD, Record, is_as_written, record_from_plain, record_from_text, shown
from cxdrill.core.exams.score import result
from cxdrill.core.plain import canonical, digest, digest_of_lines
from cxdrill.errors import DataError, WrongUsage


class Comparison(Struct, frozen=True):
    """One thing that was compared: `record`, `decks`, `rules`, `seed`, `form` or `score`; or one `remark`."""

    subject: str
    agrees: bool
    message: str


def verify(document: bytes, library: Library) -> tuple[Comparison, ...]:
    """The comparisons between a record and the decks here, one alone where it was changed; DataError for no record."""
    text = _text(document)
    data = record_from_text(text)
    if not is_as_written(data, text):
        return (Comparison("record", False, "the record was changed after it was written; ask for it anew"),)
    whole, record = Comparison("record", True, "the record is as it was written"), record_from_plain(data)
    try:
        exam = library.exam(record.exam)
    except WrongUsage as unknown:
        return whole, Comparison("decks", False, f"{unknown}; without the exam nothing can be scored again")
    form, *drawn = _drawn(record, exam, library)
    remarks = (Comparison("remark", True, sentence) for sentence in record.remarks)
    score = _score(record, exam, library, form)
    return whole, _decks(record, exam, library), _rules(record, exam), *drawn, score, *remarks


def _text(document: bytes) -> str:
    """The document as text; the byte order mark and the line ends of Windows shells are no change."""
    try:
        text = document.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        raise DataError(NO_RECORD) from cause
    return text[:-2] + "\n" if text.endswith("\r\n") else text


def _decks(record: Record, exam: Exam, library: Library) -> Comparison:
    if record.fingerprint == fingerprint(exam, library):
        return Comparison("decks", True, "exam and decks are those of the attempt")
    return Comparison("decks", False, "the exam or its decks are not those of the attempt; verify with the same decks")


def _rules(record: Record, exam: Exam) -> Comparison:
    """Whether title, scoring and time are those of the exam, and the time used is within its limit."""
    percent = percent_of(record.extra_time)
    limit = policy_of(exam, extra_time=percent).time_limit_seconds if percent or not record.extra_time else -1
    wrong = {
        "the title": record.title != exam.title,
        "the scoring": record.scoring is not exam.scoring,
        "the time limit": record.time_limit_seconds != limit,
        "the form": bool(exam.form) and record.seed != seed_of(exam),
        "the kind of result": record.assurance != "self-reported",
        "the time used": record.state is State.FINISHED and limit is not None and record.seconds > limit,
    }
    if names := [name for name, is_wrong in wrong.items() if is_wrong]:
        words = f"{' and '.join(names)} of the record {'is' if len(names) == 1 else 'are'} not as the exam allows"
        return Comparison("rules", False, words)
    return Comparison("rules", True, "title, scoring and time are those of the exam")


def _drawn(record: Record, exam: Exam, library: Library) -> tuple[Form, Comparison, Comparison]:
    """The form that the seed gives, whether it has the questions and orders recorded, and the same words."""
    try:
        form = drawn_form(pools(exam, library), record.seed, record.avoided)
    except DataError as short:
        unknown = Comparison("form", False, "the form cannot be drawn again")
        return Form(exam.id, ()), Comparison("seed", False, str(short)), unknown
    drawn = [(item.card.key, list(item.card.order)) for item in form.items]
    named = zip(record.responses, form.items, strict=False)  # wordings by older versions not at all
    is_same = drawn == [(given.card, given.options) for given in record.responses]
    is_same &= all(given.wording in (0, item.wording) for given, item in named)
    is_equal = digest(form_plain(form)) == record.form
    return (
        form,
        Comparison("seed", is_same, f"the seed {'draws' if is_same else 'does not draw'} the questions recorded"),
        Comparison("form", is_equal, f"the form {'is' if is_equal else 'is not'} the same word for word"),
    )


def _score(record: Record, exam: Exam, library: Library, drawn: Form) -> Comparison:
    """Whether the responses earn what is recorded; words that a record does not name are those drawn."""
    cards, items = library.questions(), []
    wordings = {item.card.key: item.wording for item in drawn.items}
    for given in record.responses:
        card = cards.get(given.card)
        card = card and card.worded(given.wording or wordings.get(given.card, 0))
        if card is None or not card.is_order(given.options):
            return Comparison("score", False, f'the decks have no question "{given.card}" with these options')
        items.append(form_item(card.ordered(given.options), library.deck, given.wording))
    responses = {given.card: given.response for given in record.responses if given.response is not None}
    scored = result(Form(record.exam, tuple(items)), responses, policy_of(exam))
    again = shown(scored, record.feedback, is_done=record.state is State.FINISHED)
    differs = [name for name, value in again.items() if getattr(record, name) != value]
    if not differs:
        return Comparison("score", True, "scored again, the responses give the result recorded")
    does = "does" if len(differs) == 1 and differs != ["responses"] else "do"
    what = f"scored again, {' and '.join(differs)} {does} not agree with the record"
    return Comparison("score", False, f"{what}{_present(again, record)}")


def _present(again: Mapping[str, Any], record: Record) -> str:
    """The result under the present key beside the one recorded, as far as the feedback lets it be shown."""
    if again["score"] is None or again["passed"] is None:
        return ""

    results = ((again["score"], again["passed"]), (record.score, record.passed))
    now, then = (f"{score} of {again['items']}, {'passed' if passed else 'not passed'}" for score, passed in results)
    return f": the decks here give {now}; the record has {then}"


def fingerprint(exam: Exam, library: Library) -> str:
    """The SHA-256 of an exam and of every question it can draw: another rule or another word is another fingerprint."""
    return digest_of_lines(_shown(exam, library))


def _shown(exam: Exam, library: Library) -> Iterator[bytes]:
    """The exam; of each deck it draws from, by id, what stands above and under questions, and its questions by key."""
    yield canonical(_hashed_rules(exam))
    if found := library.facilities_of(exam.id):
        yield canonical({key: [each.thousandths, each.text] for key, each in found.cards.items()})
    for deck in sorted(library.decks, key=lambda deck: deck.id):
        questions = [card for card in deck.questions if card.topic in exam.blueprint]
        if questions:
            yield canonical([deck.id, {each.id: each.text for each in deck.scenarios}, dict(deck.sources)])
            yield from (card_text(card) for card in sorted(questions, key=lambda card: card.key))


_NO_RULES = frozenset({"id", "waiver", "path", "places", "certificate"})
_FIRST_RULES = frozenset({"title", "items", "pass_mark", "blueprint", "time_limit_seconds", "away", "attempts"}) | {
    *("cooldown_seconds", "feedback", "scoring", "minimum")
}


def _hashed_rules(exam: Exam) -> dict[str, Any]:
    """The rules of an exam; one that came later only where it is set, so that older fingerprints stay true."""
    unset = Exam(id="", title="", items=0, pass_mark=exam.pass_mark, blueprint={})
    rules = {name: getattr(exam, name) for name in exam.__struct_fields__ if name not in _NO_RULES}
    set_ = {name: rule for name, rule in rules.items() if name in _FIRST_RULES or rule != getattr(unset, name)}
    return {"exam": exam.id} | {name: _exact(rule) for name, rule in set_.items()}


def _exact(rule: Any) -> Any:
    if isinstance(rule, Mapping):
        return {topic: str(amount.value if isinstance(amount, Share) else amount) for topic, amount in rule.items()}
    return str(rule.value) if isinstance(rule, Share) else rule
