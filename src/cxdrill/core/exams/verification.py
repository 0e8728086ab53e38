"""Scores the record of an attempt again from its responses and the decks, and says what agrees.

Proves that a record is consistent, not who answered, when, or with what at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from cxdrill.core.canonical import digest
from cxdrill.core.cards.library import Library
from cxdrill.core.cards.question import Item, Question, is_order_of
from cxdrill.core.exams.exam import Exam, Feedback, policy_of
from cxdrill.core.exams.form import Form, drawn_form, fingerprint, form_item, form_plain, pools
from cxdrill.core.exams.record import NO_RECORD, is_as_written, record_from_text, result_plain
from cxdrill.core.exams.score import result
from cxdrill.errors import DataError, WrongUsage


class Finding(Struct, frozen=True):
    """One thing that was compared: `record`, `decks`, `seed`, `form` or `score`."""

    subject: str
    agrees: bool
    message: str


def verify(document: bytes, library: Library) -> tuple[Finding, ...]:
    """What agrees and what does not between a record and the decks here.

    Raises DataError for what is no record. A record that was changed is not looked at any further.
    """
    text = _text(document)
    plain = record_from_text(text)
    if not is_as_written(plain, text):
        return (Finding("record", False, "the record was changed after it was written; ask for it anew"),)
    whole = Finding("record", True, "the record is as it was written")
    try:
        exam = library.exam(str(plain["exam"]))
    except WrongUsage as unknown:
        return whole, Finding("decks", False, f"{unknown}; without the exam nothing can be scored again")
    try:
        return whole, _decks(plain, exam, library), *_drawn(plain, exam, library), _score(plain, exam, library)
    except (KeyError, TypeError, ValueError, AttributeError) as cause:
        raise DataError(NO_RECORD) from cause


def _text(document: bytes) -> str:
    """The document as text; the byte order mark and the line ends of Windows shells are no change."""
    try:
        text = document.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        raise DataError(NO_RECORD) from cause
    return text[:-2] + "\n" if text.endswith("\r\n") else text


def _decks(plain: Mapping[str, Any], exam: Exam, library: Library) -> Finding:
    if plain["fingerprint"] == fingerprint(exam, library):
        return Finding("decks", True, "exam and decks are those of the attempt")
    return Finding("decks", False, "the exam or its decks are not those of the attempt; verify with the same decks")


def _drawn(plain: Mapping[str, Any], exam: Exam, library: Library) -> tuple[Finding, Finding]:
    """Whether the seed gives the questions and orders recorded, and whether the form has the same words."""
    try:
        form = drawn_form(pools(exam, library), int(plain["seed"]), tuple(plain["avoided"]))
    except DataError as short:
        return Finding("seed", False, str(short)), Finding("form", False, "the form cannot be drawn again")
    shown = [(item.card.key, list(item.item.order)) for item in form.items]
    is_same = shown == [(given["card"], given["options"]) for given in plain["responses"]]
    is_word_for_word = digest(form_plain(form)) == plain["form"]
    return (
        Finding("seed", is_same, f"the seed {'draws' if is_same else 'does not draw'} the questions recorded"),
        Finding("form", is_word_for_word, f"the form {'is' if is_word_for_word else 'is not'} the same word for word"),
    )


def _score(plain: Mapping[str, Any], exam: Exam, library: Library) -> Finding:
    form = _recorded_form(plain, library)
    if isinstance(form, Finding):
        return form
    responses = {given["card"]: str(given["response"]) for given in plain["responses"] if given["response"] is not None}
    scored = result(form, responses, policy_of(exam))
    again = result_plain(scored, Feedback(plain["feedback"]), is_done=plain["state"] == "finished")
    differs = [name for name, value in again.items() if plain.get(name) != value]
    if differs:
        return Finding("score", False, f"scored again, {' and '.join(differs)} do not agree with the record")
    return Finding("score", True, "scored again, the responses give the result recorded")


def _recorded_form(plain: Mapping[str, Any], library: Library) -> Form | Finding:
    cards = {card.key: card for card in library.cards() if isinstance(card, Question)}
    items = []
    for given in plain["responses"]:
        card, order = cards.get(given["card"]), tuple(given["options"])
        if card is None or not is_order_of(card, order):
            return Finding("score", False, f'the decks have no question "{given["card"]}" with these options')
        items.append(form_item(Item(card, order), library))
    return Form(str(plain["exam"]), tuple(items))
