"""`cxdrill cards`: finds cards with their state, and wakes those set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cxdrill.cli import opening, options
from cxdrill.errors import WrongUsage

if TYPE_CHECKING:
    from cxdrill.core.cards.face import Face
    from cxdrill.core.event import Event
    from cxdrill.core.settings import Settings
    from cxdrill.core.study.history import History
    from cxdrill.files.index.index import Index
    from cxdrill.files.log.store import Store


def cards_command(
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help="Words that the card holds, in any field.")] = "",
    suspended: Annotated[bool, typer.Option("--suspended", help="Only cards set aside.")] = False,
    flagged: Annotated[bool, typer.Option("--flagged", help="Only cards flagged for the instructor.")] = False,
    hard: Annotated[bool, typer.Option("--hard", help="Only cards that keep slipping away.")] = False,
    wake: Annotated[
        str | None, typer.Option("--wake", metavar="CARD", help="Bring a card back that was set aside.")
    ] = None,
    decks: options.Decks = None,
    progress: options.Progress = None,
    plain: options.Plain = False,
    json: options.Json = False,
) -> None:
    """Find cards with their state, or wake one that was set aside.

    Example: cxdrill cards hold --suspended

    Example: cxdrill cards --wake telephone-practices/hold-limit
    """
    index, settings = opening.index(decks, (), progress), opening.settings()
    store = opening.store(progress, index)
    if wake is not None:
        from cxdrill.core.event import Draft

        opening.begun(store, settings, opening.now(), index)
        for key in _woken(wake, index):
            store.save(Draft("wake", {"card": key}))
            opening.notice(f"{key} is awake and is asked again when it is due")
        return
    opening.loaded(store, index)
    faces = index.found_faces(text)
    history = index.history(face.key for face in faces)
    found = [
        face
        for face in faces
        if (not suspended or history.is_suspended(face.key))
        and (not flagged or history.flags.get(face.key))
        and (not hard or history.is_leech(face.key, settings.leech_threshold))
    ]
    _show(found, history, settings, plain=plain, as_json=json)
    if len(found) == 1 and found[0].card.points_to_tick() and not json:
        _show_wordings(found[0].key, opening.store(progress), plain=plain or settings.plain)


def _show_wordings(key: str, store: Store, *, plain: bool) -> None:
    """What the learner said at a card each time, so that they see how their wording grew."""
    from cxdrill.terminal.report import print_lines
    from cxdrill.terminal.views.cards_view import wordings_lines

    said = [(event.at, str(event.fields["said"])) for event in store.load().events if _is_said(event, key)]
    print_lines(wordings_lines(said), plain=plain)


def _is_said(event: Event, key: str) -> bool:
    return event.kind == "review" and event.fields.get("card") == key and bool(event.fields.get("said"))


def _woken(name: str, index: Index) -> tuple[str, ...]:
    """The suspended faces that a key names; raises WrongUsage with the nearest names."""
    from cxdrill.core.cards.face import card_key
    from cxdrill.core.cards.library import unknown

    asleep = {key for key in index.history(()).suspended if name in (key, card_key(key))}
    if asleep:
        return tuple(sorted(asleep))
    if index.has_face(name):
        raise WrongUsage(f"{name} is not set aside, so there is nothing to wake")
    raise WrongUsage(unknown("card", name, sorted(index.face_keys())).replace("cxdrill decks", "cxdrill cards"))


def _show(found: list[Face], history: History, settings: Settings, *, plain: bool, as_json: bool) -> None:
    from cxdrill.core.day import study_day
    from cxdrill.core.study.stats import face_state
    from cxdrill.terminal.report import print_json, print_lines, room

    now = opening.now()
    states = [face_state(face.key, history, now) for face in found]
    if as_json:
        from cxdrill.cli.stats import state_plain

        rows = [
            state_plain(state) | {"prompt": face.prompt, "flags": list(history.flags.get(face.key, ()))}
            for face, state in zip(found, states, strict=True)
        ]
        print_json({"cards": rows})
        return
    from cxdrill.terminal.views.cards_view import cards_lines

    today = study_day(now, settings.day_start)
    plain = plain or settings.plain
    flags = [history.flags.get(face.key, ()) for face in found]
    print_lines(cards_lines(found, states, flags, today, room(plain=plain)), plain=plain)
