"""`cxdrill cards`: finds cards with their state, and wakes those set aside."""

from __future__ import annotations

from pathlib import Path

from cxdrill.app import clock
from cxdrill.app.context import Context
from cxdrill.app.stats import state_plain
from cxdrill.core.cards.face import Face, card_key
from cxdrill.core.day import study_day
from cxdrill.core.event import Draft, Event
from cxdrill.core.study.history import History
from cxdrill.core.study.stats import face_state
from cxdrill.errors import WrongUsage, unknown
from cxdrill.files.index.index import Index
from cxdrill.terminal.report import notice, print_json, print_lines, room
from cxdrill.terminal.views.catalogue_view import cards_lines, wordings_lines


def run(
    text: str,
    wake: str | None,
    decks: list[Path] | None,
    progress: Path | None,
    *,
    suspended: bool,
    flagged: bool,
    hard: bool,
    plain: bool,
    json: bool,
) -> None:
    """Lists the cards that hold a text, or wakes one that was set aside."""
    context = Context(decks, progress, plain=plain, as_json=json)
    index, settings = context.index, context.settings
    if wake is not None:
        context.begin(clock.now())
        for key in _woken(wake, index):
            context.store.save(Draft("wake", {"card": key}))
            notice(f"{key} is awake and is asked again when it is due")
        return
    context.load()
    faces = index.found_faces(text)
    history = index.history(face.key for face in faces)
    found = [
        face
        for face in faces
        if (not suspended or history.is_suspended(face.key))
        and (not flagged or history.flags.get(face.key))
        and (not hard or history.is_leech(face.key, settings.leech_threshold))
    ]
    _show(context, found, history)
    if len(found) == 1 and found[0].card.points_to_tick() and not json:
        _show_wordings(context, found[0].key)


def _show_wordings(context: Context, key: str) -> None:
    """Prints the learner's words at a card each time, so that they see how their wording grew."""
    events = context.without_decks().store.load().events  # all of them, which the index does not hold
    words = [(event.at, str(event.fields["said"])) for event in events if _has_words(event, key)]
    print_lines(wordings_lines(words), plain=context.plain)


def _has_words(event: Event, key: str) -> bool:
    return event.kind == "review" and event.fields.get("card") == key and bool(event.fields.get("said"))


def _woken(name: str, index: Index) -> tuple[str, ...]:
    """The suspended faces that a key names; raises WrongUsage with the nearest names."""
    asleep = {key for key in index.history(()).suspended if name in (key, card_key(key))}
    if asleep:
        return tuple(sorted(asleep))
    if index.has_face(name):
        raise WrongUsage(f"{name} is not set aside, so there is nothing to wake")
    raise WrongUsage(unknown("card", name, sorted(index.face_keys()), lister='"cxdrill cards"'))


def _show(context: Context, found: list[Face], history: History) -> None:
    now = clock.now()
    states = [face_state(face.key, history, now) for face in found]
    if context.as_json:
        rows = [
            state_plain(state) | {"prompt": face.prompt, "flags": list(history.flags.get(face.key, ()))}
            for face, state in zip(found, states, strict=True)
        ]
        print_json({"cards": rows})
        return

    today = study_day(now, context.settings.day_start)
    flags = [history.flags.get(face.key, ()) for face in found]
    print_lines(cards_lines(found, states, flags, today, room(plain=context.plain)), plain=context.plain)
