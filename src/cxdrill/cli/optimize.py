"""`cxdrill optimize`: fits the scheduler to the learner's own reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cxdrill.cli import opening, options
from cxdrill.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cxdrill.core.event import Event
    from cxdrill.core.study.optimize import Fit


def optimize_command(
    undo: Annotated[bool, typer.Option("--undo", help="Go back to the parameters before the last fit.")] = False,
    progress: options.Progress = None,
    _plain: options.Plain = False,
    json: options.Json = False,
) -> None:
    """Fit the scheduler's parameters to your own reviews; they are used only if they foretell better.

    Needs the extra: pip install "cxdrill[optimize]"

    Example: cxdrill optimize
    """
    from cxdrill.core.event import Draft, standing
    from cxdrill.core.study.history import History
    from cxdrill.core.study.optimize import fitted

    store = opening.store(progress)
    events = opening.begun(store, opening.settings(), opening.now()).events
    if undo:
        last = _last_fit(standing(events))
        store.save(Draft("undo", {"voids": last.id}))
        opening.notice("the last fit is taken back; memory is computed with the parameters before it")
        return
    history = History(events)
    found = fitted([history.reviews(key) for key in history.traces], history.model)
    if found.is_better:
        store.save(found.draft)
    if json:
        from cxdrill.terminal.report import print_json

        print_json(
            {
                "applied": found.is_better,
                "log_loss": {"before": found.log_loss_before, "after": found.log_loss_after},
                "reviews": found.reviews,
                "held_out": found.held_out,
                "parameters": list(found.parameters),
            }
        )
        return
    _say(found)


def _say(found: Fit) -> None:
    from cxdrill.terminal.report import print_plain
    from cxdrill.terminal.wording import count

    print_plain(
        [
            f"Log loss on {count(found.held_out, 'review')} held out: {found.log_loss_before:.4f} before, "
            f"{found.log_loss_after:.4f} after the fit to {count(found.reviews, 'review')}."
        ]
    )
    if found.is_better:
        print_plain(["The fitted parameters foretell better and are used from now on."])
        print_plain(["→ cxdrill optimize --undo   goes back"])
    else:
        print_plain(["The fitted parameters foretell no better, so nothing was changed."])


def _last_fit(events: Sequence[Event]) -> Event:
    fits = [event for event in events if event.kind == "parameters"]
    if not fits:
        raise Refused("no fit is in use, so there is none to take back")
    return fits[-1]
