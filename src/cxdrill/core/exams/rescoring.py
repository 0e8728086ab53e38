"""A wrong key repaired: an attempt scored again under the present key of the decks, as an event of its own.

Nothing older is changed; the event holds every question whose key is another now, in full, and from it on results,
certificates, forecasts and reports see the attempt with these questions in the place of the old ones.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from cxdrill.core.cards.question import Item, Order, Question, UnreadableAnswer
from cxdrill.core.event import Draft
from cxdrill.core.exams.attempt import Attempt, State
from cxdrill.core.exams.form import Form, FormItem, form_plain
from cxdrill.core.exams.score import Result, attempt_result, plain_number
from cxdrill.errors import Refused

KIND = "exam-rescored"
MOST_MENDED = 1  # texts of a question that may differ, as where a slip of the pen was mended, for it to be the same one


class Rescoring(Struct, frozen=True):
    """An attempt under the present key beside what it was: the questions whose key changed, and those left alone."""

    before: Result
    after: Result
    changed: Form  # these questions alone, as they are now
    unlike: tuple[str, ...]  # questions that are gone, or no longer those that were asked: they keep their key


def rescoring(attempt: Attempt, present: Callable[[str], Question | None]) -> Rescoring:
    """The attempt under the key of the decks; `present` finds a question there. Refused where nothing is handed in."""
    if attempt.state is not State.FINISHED:
        raise Refused(f"attempt {attempt.number} was not handed in, so there is no score to correct")
    before = attempt_result(attempt)
    assert attempt.form is not None
    form, unlike = rekeyed(attempt.form, present)
    given = attempt.responses
    pairs = zip(attempt.form.items, form.items, strict=True)
    changed = tuple(new for old, new in pairs if _is_other(old.item, new.item, given.get(new.card.key)))
    mended = replace(attempt, form=attempt.form.with_items(changed))
    return Rescoring(before, attempt_result(mended), Form(form.exam, changed), unlike)


def rekeyed(form: Form, present: Callable[[str], Question | None]) -> tuple[Form, tuple[str, ...]]:
    """The form with the questions as they are now, their parts as they were shown; and those it cannot be done for."""
    found, unlike = [], []
    for each in form.items:
        item = _as_shown(each, present(each.card.key))
        found.append(replace(each, item=item) if item else each)
        unlike += [] if item else [each.card.key]
    return Form(form.exam, tuple(found)), tuple(unlike)


def rescored_draft(attempt: Attempt, found: Rescoring, fingerprint: str, reason: str) -> Draft:
    worth = {"score": plain_number(found.after.score), "items": len(found.after.items), "passed": found.after.is_passed}
    fields = {"attempt": attempt.id, **worth, "cards": list(found.changed.keys), "reason": reason}
    return Draft(KIND, fields | {"form": form_plain(found.changed), "fingerprint": fingerprint})


def _as_shown(asked: FormItem, card: Question | None) -> Item | None:
    """The card of today in the order in which it was shown; None where it is not the question that was asked."""
    if card is None or asked.wording > len(card.wordings) or card.type != asked.card.type:
        return None
    card = card.worded(asked.wording)
    order = _order(asked.card.parts(), card.parts(), asked.item.order)
    if order is None:
        return None
    item = Item(card, order)
    rows = [(old.text, new.text) for old, new in zip(asked.item.rows, item.rows, strict=False)]
    is_same = len(asked.item.rows) == len(item.rows) and sum(old != new for old, new in rows) <= MOST_MENDED
    return item if is_same else None


def _order(old: tuple[str, ...], new: tuple[str, ...], shown: Order) -> Order | None:
    """The order of the present parts in which they stand as the old ones were shown; None where they are others."""
    if len(old) != len(new):
        return None
    places: dict[int, int] = {}
    free = list(range(len(new)))
    for place, text in enumerate(old):
        match = next((each for each in free if new[each] == text), None)
        if match is not None:
            places[place] = match
            free.remove(match)
    mended = [place for place in range(len(old)) if place not in places]
    if len(mended) > MOST_MENDED:
        return None
    places.update(zip(mended, free, strict=True))
    return tuple(places[place] for place in shown)


def _is_other(old: Item, new: Item, response: str | None) -> bool:
    """Whether the key is another, or what was answered earns something else under it."""
    return old.key_response != new.key_response or _points(old, response) != _points(new, response)


def _points(item: Item, response: str | None) -> Fraction:
    try:
        return item.points(response)
    except UnreadableAnswer:
        return Fraction(0)
