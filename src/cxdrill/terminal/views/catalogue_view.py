"""Lists of what there is: decks and exams, and cards with their state and why one is asked today, or is not."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from cxdrill.core.cards.deck import DeckHead, Face
from cxdrill.core.day import study_day
from cxdrill.core.exams.exam import Exam
from cxdrill.core.settings import Settings
from cxdrill.core.study.counts import Agenda, Counts
from cxdrill.core.study.history import History
from cxdrill.core.study.queue import Missed
from cxdrill.core.study.schedule import days_ahead
from cxdrill.core.study.stats import FaceState
from cxdrill.core.text import clean_line
from cxdrill.terminal import paint
from cxdrill.terminal.paint import StyledLine, commands
from cxdrill.terminal.wording import count, moment, percent, relative_day, typed, ways_asked

RESERVED = "Kept for the check (exam: only): no drill asks it."
_MOST_LINES = 2  # of a prompt
_IN_TURN = "; new cards come from each deck in turn"


class Reason(Struct, frozen=True):
    """Why a card is asked today or is not, in a sentence, and what keeps it; nothing where it is asked."""

    told: str = ""
    kept: str = ""


IN_ORDER = (
    *("", "Set aside", "Put off to tomorrow", "Back later today", "Given away by a card of today"),
    *("More than a day's reviews", "Put behind others by the plan", "Due on another day", "New, on another day"),
)
"""What keeps cards, the rare first, so that what somebody looks for stands before what is as always."""


def decks_lines(
    decks: Sequence[DeckHead], exams: Sequence[Exam], counted: Mapping[str, Counts], width: int
) -> list[StyledLine]:
    """Each deck with its id, which is what commands take, and each exam; then what to study next."""
    if not decks:
        return [paint.words("There are no decks here."), *commands("cxdrill new my-deck   starts one")]
    lines: list[StyledLine] = []
    for deck in decks:
        numbers = counted[deck.id]
        state = f"{numbers.due} due · {numbers.new} new" if numbers.seen else f"{numbers.new} new"
        lines += _headed(deck.id, deck.title, state, width, paint.DUE if numbers.due else paint.PLAIN)
        kept = ", some kept for the check" if deck.face_count < deck.card_count else ""
        cards = ways_asked(deck.card_count, max(deck.card_count, deck.face_count))
        about = f"{cards}, {deck.question_count} of them questions{kept}"
        text = f"{clean_line(deck.summary)}  ({about})" if deck.summary else about
        lines += paint.wrapped(text, width, first="  ")
    for exam in exams:
        asked = f"check · {count(exam.items, 'question')} · {exam.pass_mark.text} to pass"
        lines += [paint.words(""), *_headed(exam.id, exam.title, asked, width)]
    most = max(decks, key=lambda each: (counted[each.id].due, counted[each.id].new))
    return paint.stacked(lines, commands(f"cxdrill study {most.id}", *(["cxdrill quiz"] if exams else [])))


def _headed(name: str, title: str, state: str, width: int, style: str = paint.PLAIN) -> list[StyledLine]:
    left = paint.joined(paint.words(clean_line(title), paint.TITLE), "  ", name)
    return paint.sides(left, paint.words(state, style), width)


def cards_lines(
    faces: Sequence[Face], states: Sequence[FaceState], flags: Sequence[Sequence[str]], reasons: Sequence[Reason],
    today: date, width: int, coming: str = "",
) -> list[StyledLine]:  # fmt: skip
    """Each card by its prompt, with `reasons`, its key, which is what commands take, and the notes it was flagged with.

    Those not asked today stand under what keeps them, after a line that counts them; `coming` tells of tomorrow.
    """
    if not faces:
        return [paint.words("No card matches."), *commands("cxdrill cards   lists them all")]
    lines: list[StyledLine] = []
    kept = Counter(each.kept for each in reasons if each.kept)
    if len(faces) > 1 and (asked := len(reasons) - kept.total()):
        lines.append(paint.words(f"Asked today: {count(asked, 'card')}", paint.TITLE))
    why = None
    for face, state, notes, reason in zip(faces, states, flags, reasons or [Reason()] * len(faces), strict=True):
        if reason.kept and reason.kept != why and len(faces) > 1:
            if not why:
                told = " · ".join(f"{number} {name[0].lower()}{name[1:]}" for name, number in kept.items())
                lines += [paint.words("")] if lines else []
                lines += [paint.words("Not asked today:", paint.TITLE), *paint.wrapped(told, width)]
            why = reason.kept
            lines += [paint.words(""), paint.words(f"{why}: {count(kept[why], 'card')}", paint.TITLE)]
        lines += _prompts(face, width, is_alone=len(faces) == 1)
        lines += paint.wrapped(reason.told, width, first="  ") if reason.told else []
        key = paint.joined(paint.words(face.key, paint.KEY), "  ", _state(state, today))
        lines += paint.wrapped(key, width, first="  ")
        for note in notes:
            lines += paint.wrapped(f"* flagged: {clean_line(note) or 'no note'}", width, paint.DUE, first="  ")
    lines += paint.sentences([coming if len(faces) > 1 else ""], width)
    lines.append(paint.words(ways_asked(len({face.card.key for face in faces}), len(faces))))
    return [*lines, *(commands("cxdrill cards WORD --why   finds one by a word or its id") if kept and why else [])]


def _prompts(face: Face, width: int, *, is_alone: bool) -> list[StyledLine]:
    """What a card asks, cut where it is long, and its other wordings where it is the only card: a check draws them."""
    prompt = paint.wrapped(clean_line(face.prompt.strip()), width)
    if len(prompt) > _MOST_LINES:
        last = prompt[_MOST_LINES - 1]
        prompt[_MOST_LINES - 1 :] = [paint.padded(paint.joined(last, " …"), min(width, last.cell_len + 2))]
    others = " / ".join(clean_line(each.prompt) for each in getattr(face.card, "wordings", ()))
    if others and is_alone:
        prompt += paint.wrapped(f"also in other words: {others}", width, first="  ")
    return prompt


def wordings_lines(said: Sequence[tuple[datetime, str]]) -> list[StyledLine]:
    """What was said at a card, the first time first."""
    return [paint.words(f"  {moment(at)}  {clean_line(text)}") for at, text in said]


def _state(each: FaceState, today: date) -> StyledLine:
    if each.is_suspended:
        return paint.words("set aside", paint.DUE)
    due = each.state.due
    if due is None:
        return paint.words("new")
    if isinstance(due, datetime):
        return paint.words("learning", paint.DUE)
    recall = f" · {percent(each.retrievability)}" if each.retrievability is not None else ""
    return paint.words(f"due {relative_day(due, today)}{recall}", paint.DUE if due <= today else paint.PLAIN)


def reason(
    key: str, agenda: Agenda, missed: Missed, history: History, settings: Settings, now: datetime,
    by_check: str, place: int,
) -> Reason:  # fmt: skip
    """Why `study` asks this face today, as which (`place`, from 1), or not; `by_check` tells how many a check draws."""
    today = study_day(now, settings.day_start)
    if history.is_suspended(key):
        told = f"Set aside: not asked until you bring it back, {typed(f'cxdrill cards --wake {key}')}."
        return Reason(told, "Set aside")
    if history.buried.get(key) == today:
        return Reason("Put off to tomorrow.", "Put off to tomorrow")
    state = history.state(key)
    when = "New" if state.is_new else _due(state.due, today)
    if key in missed.every:
        when = "Wrong in the last check or role-play"
    if key in agenda.due or key in agenda.new:
        return Reason(
            f"{when}{_today(key, agenda, None if key in missed.every else state.due_at, now, by_check, place)}"
        )
    if key in agenda.later:
        return Reason(f"{when}: it comes back at {agenda.later[key].astimezone():%H:%M}.", "Back later today")
    if key in agenda.held:
        limit = settings.reviews_per_day
        reached = "a day's work is" if limit is None else f"today's limit of {count(limit, 'review')} is"
        more = typed("cxdrill study --reviews 20")
        return Reason(f"{when}, but {reached} reached; {more} asks more.", "More than a day's reviews")
    if key in agenda.aside:
        told = f"{when}, but it waits for another day: {agenda.aside[key]}, asked today, gives its answer away."
        return Reason(told, "Given away by a card of today")
    if state.is_new:
        return Reason(_not_yet(agenda, settings), "New, on another day")
    if days_ahead(state, today) <= 0 and state.last_day != today:
        study = typed(f"cxdrill study {key.partition('/')[0]}")
        told = f"{when}, but the plan up to your check asks others first; {study} asks it."
        return Reason(told, "Put behind others by the plan")
    chance = percent(settings.desired_retention)
    told = f"{when}: not asked before, since until then you remember it with a chance of {chance} or more."
    return Reason(told, "Due on another day")


def _today(key: str, agenda: Agenda, due_at: datetime | None, now: datetime, by_check: str, place: int) -> str:
    """When a face of today is asked: at the moment that its learning step ends, or at its place among the others."""
    since, asked = "", len(agenda.due) + len(agenda.new)
    if due_at is not None:
        at = f"{due_at.astimezone():%H:%M}"
        if due_at > now:
            return f": due again today, from {at} on or once nothing else is left." if asked > 1 else ": due now."
        since = f", due since {at}"
    why = "" if key not in agenda.new else by_check if agenda.is_planned else _IN_TURN
    return f"{since}: asked today, as number {place} of {asked}{why}."


def _due(due: date | datetime | None, today: date) -> str:
    if due is None:
        return "In learning"
    if isinstance(due, datetime):
        at = due.astimezone()
        return "In learning" + (f", due {relative_day(at.date(), today)} at {at:%H:%M}" if at.date() > today else "")
    return f"Due {relative_day(due, today)}" if due >= today else f"Due for {count((today - due).days, 'day')}"


def _not_yet(agenda: Agenda, settings: Settings) -> str:
    """Why a new face is not among today's."""
    if agenda.is_planned:
        return "New: it comes on a later day of the plan up to your check."
    if agenda.held:
        return f"New, and waits while {count(len(agenda.held), 'review')} wait for another day."
    more = typed("cxdrill study --new 10")
    return f"New: today's new cards come before it ({settings.new_per_day} a day); {more} asks more."
