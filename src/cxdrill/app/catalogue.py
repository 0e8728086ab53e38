"""Work of `cxdrill decks`, `notes`, `cards` and `stats`: what there is to study, the state of cards, and progress."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from cxdrill.app import clock
from cxdrill.app.agenda import agenda, missed
from cxdrill.app.context import Context
from cxdrill.app.output import chosen_decks, tell, write
from cxdrill.core.cards.deck import Face, card_key
from cxdrill.core.event import Draft, undone_ahead
from cxdrill.core.exams.blueprint import allotment
from cxdrill.core.plain import shape, shapes
from cxdrill.core.ready.planned import likely_exam
from cxdrill.core.study.counts import free_days, together
from cxdrill.core.study.history import History
from cxdrill.core.study.stats import FORECAST_DAYS, FaceState, Stats, face_state, forecast, stats
from cxdrill.errors import Refused, WrongUsage, unknown
from cxdrill.terminal import paint
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.report import is_drawable, notes_lines, notice, print_lines, print_plain, show
from cxdrill.terminal.views import catalogue_view as view
from cxdrill.terminal.views.stats_view import stats_lines
from cxdrill.terminal.views.summary_view import coming_day
from cxdrill.terminal.wording import count, topic_name


def list_decks(context: Context) -> None:
    index = context.index
    context.load()
    asked = agenda(context, clock.now())
    counted = index.counts(index.history(()), asked)
    lines = partial(view.decks_lines, index.decks, index.exams, counted)
    heads = "deck=id title path cards=card_count questions=question_count"
    decks = [shape(deck, heads) | shape(counted[deck.id], "due new") for deck in index.decks]
    tell(context, lambda: {"decks": decks, "exams": shapes(index.exams, "exam=id title items path")}, lines, "Decks")


def read_notes(context: Context) -> None:
    chosen = chosen_decks(context.index.decks, context.named)[0]
    if not chosen.notes.strip():
        raise WrongUsage(f'the deck "{chosen.id}" has no notes; its author can add them under "notes:"')
    if not is_drawable(plain=context.plain):
        print_plain([chosen.notes.rstrip()])
        return
    lines = notes_lines(chosen.notes)
    show("Notes", lambda width: [paint.words(chosen.title, paint.TITLE), paint.words(""), *lines(width)])


def find_cards(context: Context) -> None:
    """Lists the cards that hold a text, or brings one back that was set aside."""
    index, options, text = context.index, context.options, " ".join(context.options.text or ())
    if options.wake is not None:
        _wake(context, options.wake)
        return
    context.load()
    faces = index.found_faces(text)
    if options.why and (exact := [face for face in faces if text in (face.key, face.card.key)]):
        faces = exact
    history = index.history(face.key for face in faces)
    found = [
        face
        for face in faces
        if (not options.suspended or history.is_suspended(face.key))
        and (not options.flagged or history.flags.get(face.key))
        and (not options.hard or history.is_leech(face.key, context.settings.leech_threshold))
    ]
    found, reasons, coming = _reasons(context, found, text) if options.why else (found, [], "")
    _show(context, found, history, reasons, coming)
    if len(found) == 1 and found[0].card.points_to_tick() and not context.as_json:
        _show_wordings(context, found[0].key)


def _wake(context: Context, name: str) -> None:
    """Brings back the faces set aside that a key names; raises WrongUsage with the nearest names."""
    index = context.index
    context.begin(clock.now())
    asleep = sorted(key for key in index.history(()).suspended if name in (key, card_key(key)))
    if not asleep and index.has_face(name):
        raise WrongUsage(f"{name} is not set aside, so there is nothing to bring back")
    if not asleep:
        raise WrongUsage(unknown("card", name, sorted(index.face_keys()), lister='"cxdrill cards"'))
    for key in asleep:
        taken_back = undone_ahead((mark for mark in index.past(key).marks if mark.kind == "suspend"), clock.now())
        context.store.save_all([*taken_back, Draft("wake", {"card": key})])
        notice(f"{key} is back and is asked again when it is due")


def _reasons(context: Context, found: list[Face], name: str) -> tuple[list[Face], list[view.Reason], str]:
    """These faces as they are asked, why each is or is not, and what comes; Refused for a card kept for the check."""
    if not found and any(card.is_reserved and card.key == name for card in context.library.cards()):
        raise Refused(f"{name}: {view.RESERVED}")
    now, settings, index = clock.now(), context.settings, context.index
    asked, wrong, history = agenda(context, now), missed(context), index.history()
    exam = likely_exam(index.exams, index.exam_events()) if asked.is_planned else None
    pools = {deck.id: count(deck.question_count, "question") for deck in index.decks}
    by_check = {
        topic: f"; your check draws {n} of the {pools[topic]} on {topic_name(topic, context.titles)}"
        for topic, n in (allotment(exam) if exam else {}).items()
        if topic in pools
    }
    todays = (*asked.due, *asked.new)
    steps = {key for key in todays if key not in wrong.every and (history.state(key).due_at or now) > now}
    in_order = sorted(todays, key=lambda key: key in steps)  # which end after others were asked
    places = {key: place for place, key in enumerate(in_order, 1)}
    reasons = {
        face.key: view.reason(
            face.key, asked, wrong, history, settings, now, by_check.get(face.card.topic, ""), places.get(face.key, 0)
        )
        for face in found
    }

    def place(face: Face) -> tuple[int, int, date]:
        kept, due_on = reasons[face.key].kept, history.state(face.key).due_on
        return view.IN_ORDER.index(kept), places.get(face.key, 0), due_on or date.min

    found = sorted(found, key=place)
    return found, [reasons[face.key] for face in found], f"{coming_day(asked)}."


def _show_wordings(context: Context, key: str) -> None:
    """Prints the learner's words at a card each time, so that they see how their wording grew."""
    events = context.without_decks().store.load().events  # all of them, which the index does not hold
    own = (event for event in events if event.kind == "review" and event.fields.get("card") == key)
    words = [(event.at, str(event.fields["said"])) for event in own if event.fields.get("said")]
    print_lines(view.wordings_lines(words), plain=context.plain)


def _show(context: Context, found: list[Face], history: History, reasons: list[view.Reason], coming: str) -> None:
    now = clock.now()
    states = [face_state(face.key, history, now) for face in found]
    flags = [history.flags.get(face.key, ()) for face in found]

    def plain() -> dict[str, Any]:
        why = [{"why": each.told} for each in reasons] or [{}] * len(found)
        rows = zip(found, states, flags, why, strict=True)
        return {"cards": [state_plain(state) | {"prompt": face.prompt, "flags": list(each)} | more
                          for face, state, each, more in rows]}  # fmt: skip

    today = context.study_day(now)
    tell(context, plain, partial(view.cards_lines, found, states, flags, reasons, today, coming=coming), "Cards")


def state_plain(each: FaceState) -> dict[str, object]:
    """One face as JSON shows it, in `stats` and in `cards`."""
    due = each.state.due
    return {
        "card": each.key,
        "due": due.isoformat(timespec="milliseconds") if isinstance(due, datetime) else due and due.isoformat(),
        "stability": each.memory and each.memory.stability,
        "difficulty": each.memory and each.memory.difficulty,
        **shape(each, "retrievability reviews=state.reviews lapses=state.lapses suspended=is_suspended"),
    }


RETENTION = "predicted achieved tries"


def show_stats(context: Context) -> None:
    """Shows progress in numbers and plots."""
    now, html = clock.now(), context.options.html
    chosen = chosen_decks(context.index.decks, context.named)
    context.load()
    each_deck, gone = _stats(context, [each.id for each in chosen], now, has_parts=context.as_json)
    total = each_deck[""]
    title = ", ".join(each.title for each in chosen) if context.named else "All decks"
    today = context.study_day(now)
    if html is not None:
        from cxdrill.files.exports.reports import stats_page  # a third of what the rest loads

        write(context, html, stats_page(title, total, context.attempts(), today))
    if gone and not context.as_json:
        what = f"{count(gone, 'card')} you studied that no deck here holds; cxdrill check says how to keep them"
        notice(f"left out, with their history kept: {what}")

    def plain() -> dict[str, object]:
        parts = {each.id: _stats_plain(each_deck[each.id], is_part=True) for each in chosen if each.card_count}
        return _stats_plain(total) | {"decks": parts}

    def lines(width: int) -> Sequence[StyledLine]:
        prompts = {each.key: context.index.face(each.key).prompt for each in total.hardest}
        return stats_lines(total, title, today, width, prompts)

    tell(context, plain, lines, "Statistics")


def _stats(context: Context, decks: Sequence[str], now: datetime, *, has_parts: bool) -> tuple[dict[str, Stats], int]:
    """The numbers of all these decks under an empty name, with parts those of each; how many faces no deck holds."""
    index, settings = context.index, context.settings
    today, history, keys = context.study_day(now), index.history(), index.seen_keys()
    asked = agenda(context, now, decks if context.named else (), FORECAST_DAYS, history)
    is_free = free_days(history, settings, now)
    counted = index.counts(history, asked)
    at = now.astimezone(UTC)  # as all events are: instants of two zones take thrice as long
    states = {deck: [face_state(key, history, at) for key in keys.get(deck, ())] for deck in decks}
    found = {
        deck: stats(index.tally([deck]), states[deck], counted[deck], today, forecast(asked, deck), is_free)
        for deck in (decks if has_parts else ())
    }
    all_states = [state for deck in decks for state in states[deck]]
    counts = together([counted[deck] for deck in decks])
    found[""] = stats(index.tally(decks), all_states, counts, today, forecast(asked), is_free)
    return found, len(history.traces) - sum(map(len, keys.values()))


def _stats_plain(stats: Stats, *, is_part: bool = False) -> dict[str, object]:
    made: dict[str, object] = {
        "reviews": stats.reviews,
        "cards": shape(stats.counts, "seen due new suspended all=faces"),
        **{name: shape(getattr(stats, name), RETENTION) for name in ("retention", "young", "mature")},
        "deciles": shapes(stats.deciles, RETENTION),
        "ratings": dict(zip(("again", "hard", "good", "easy"), stats.ratings, strict=True)),
        "seconds": round(stats.took_seconds, 1),
        "days": {day.isoformat(): number for day, number in sorted(stats.reviews_on.items()) if number},
        **shape(stats, "forecast stabilities difficulties retrievabilities streak longest_streak"),
        "hardest": [each.key for each in stats.hardest],
    }
    return made if is_part else made | {"states": [state_plain(each) for each in stats.states if not each.state.is_new]}
