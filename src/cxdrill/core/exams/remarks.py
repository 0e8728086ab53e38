"""An attempt looked at again: remarks on what its result alone does not tell, and a wrong key repaired.

A repair scores an attempt again under the present key of the decks, as an event of its own. Nothing older is changed;
the event holds every question whose key is another now, in full, and from it on results, certificates, forecasts and
reports see the attempt with these questions in the place of the old ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from cxdrill.core.cards.question import Question
from cxdrill.core.day import dated
from cxdrill.core.event import Draft
from cxdrill.core.exams.attempt import Attempt, Rescored, State
from cxdrill.core.exams.blueprint import fresh_needed, met_wording
from cxdrill.core.exams.exam import Feedback
from cxdrill.core.exams.form import Form, FormItem, form_plain
from cxdrill.core.exams.score import Result, attempt_result
from cxdrill.core.text import clean_line
from cxdrill.errors import Refused


def remarks(attempt: Attempt) -> tuple[str, ...]:
    """Sentences about what the result alone does not tell: who knows it must know these as well."""
    made = [*too_few_fresh(attempt)]
    if attempt.seen and attempt.form:
        made.append(f"{attempt.seen} of {len(attempt.form.keys)} questions were seen in an earlier attempt")
    if attempt.paper:
        made.append(f"the answers were typed in from the paper form {clean_line(attempt.paper)}")
    if attempt.is_seed_chosen:
        made.append("the seed was chosen")
    if attempt.is_repaired:
        made.append("the progress file was repaired and lost entries while this attempt was open")
    made += [_corrected(attempt, each) for each in attempt.rescorings]
    if differs(attempt):
        recorded = _recorded(attempt, attempt.recorded)
        told = f" ({recorded})" if recorded else ""
        made.append(f"the result recorded at its end{told} is not what its answers give")
    return tuple(made)


def fresh_items(attempt: Attempt) -> int | None:
    """How many items were new to the learner; None where the exam asks for none."""
    if attempt.form is None or attempt.policy.fresh is None:
        return None
    return sum(are_fresh(attempt, [(each.card.key, each.wording) for each in attempt.form.items]))


def are_fresh(attempt: Attempt, words: Iterable[tuple[str, int]]) -> tuple[bool, ...]:
    """Whether questions in a wording were new to the learner; nothing where the exam asks for none that are."""
    met = frozenset(attempt.avoided)
    return tuple(met_wording(key, number) not in met for key, number in words if attempt.policy.fresh is not None)


def too_few_fresh(attempt: Attempt) -> tuple[str, ...]:
    """A sentence where the form holds fewer fresh items than its exam asks for; nothing where it holds enough."""
    fresh, items = fresh_items(attempt), len(attempt.form.items) if attempt.form else 0
    if fresh is None or fresh >= (wanted := fresh_needed(attempt.policy, items)):
        return ()
    return (f"only {fresh} of {items} questions are new to the person, where the exam asks for {wanted}",)


def differs(attempt: Attempt) -> bool:
    """Whether an attempt that was handed in recorded another result than its answers give."""
    if attempt.state is not State.FINISHED or attempt.form is None:
        return False
    now = attempt_result(attempt).worth
    return any(value != now[name] for name, value in attempt.recorded.items())


def _corrected(attempt: Attempt, done: Rescored) -> str:
    before, reason = _recorded(attempt, done.before), f" ({done.reason})" if done.reason else ""
    told = f"; the result before: {before}" if before else ""
    return f"scored again on {dated(done.at.date())} under another key of {', '.join(done.cards)}{reason}{told}"


def _recorded(attempt: Attempt, recorded: Mapping[str, Any]) -> str:
    """A recorded result in words, where the exam tells it."""
    score, passed = recorded.get("score"), recorded.get("passed")
    is_score = isinstance(score, int | float) and isinstance(passed, bool)
    if not attempt.policy.feedback.includes(Feedback.SCORE) or not is_score:
        return ""
    return f"{score:g}, {'passed' if passed else 'not passed'}"


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
        raise Refused(f"result {attempt.number} was not handed in, so there is no score to correct")
    before, given = attempt_result(attempt), attempt.responses
    assert attempt.form is not None
    form, unlike = rekeyed(attempt.form, present)

    def worth(card: Question) -> object:
        return card.key_response(), card.earned(given.get(card.key))

    pairs = zip(attempt.form.items, form.items, strict=True)
    changed = tuple(new for old, new in pairs if worth(old.card) != worth(new.card))
    mended = replace(attempt, form=attempt.form.with_items(changed))
    return Rescoring(before, attempt_result(mended), Form(form.exam, changed), unlike)


def rekeyed(form: Form, present: Callable[[str], Question | None]) -> tuple[Form, tuple[str, ...]]:
    """The form with the questions as they are now, their parts as they were shown; and those it cannot be done for."""
    cards = [(each, _as_shown(each, present(each.card.key))) for each in form.items]
    items = tuple(replace(each, card=card) if card else each for each, card in cards)
    return Form(form.exam, items), tuple(each.card.key for each, card in cards if card is None)


def rescored_draft(attempt: Attempt, found: Rescoring, fingerprint: str, reason: str) -> Draft:
    fields = {"attempt": attempt.id, **found.after.worth, "cards": list(found.changed.keys), "reason": reason}
    return Draft(KIND, fields | {"form": form_plain(found.changed), "fingerprint": fingerprint})


def _as_shown(asked: FormItem, card: Question | None) -> Question | None:
    """The card of today in the order in which it was shown; None where it is not the question that was asked."""
    if card is None or asked.wording > len(card.wordings) or card.type != asked.card.type:
        return None
    card = card.worded(asked.wording)
    order = _order(asked.card.parts(), card.parts(), asked.card.order)
    if order is None:
        return None
    card = card.ordered(order)
    old, new = asked.card.rows(), card.rows()
    mended = sum(one.text != other.text for one, other in zip(old, new, strict=False))
    return card if len(old) == len(new) and mended <= MOST_MENDED else None


def _order(old: tuple[str, ...], new: tuple[str, ...], shown: tuple[int, ...]) -> tuple[int, ...] | None:
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
