"""`cxdrill optimize`: fits the scheduler to the learner's own reviews."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cxdrill.app import clock
from cxdrill.app.context import Context
from cxdrill.core.event import Draft, Event, standing
from cxdrill.core.study.history import History
from cxdrill.core.study.optimize import Fit, fitted
from cxdrill.errors import Refused
from cxdrill.terminal.report import notice, print_json, print_plain
from cxdrill.terminal.wording import count


def run(progress: Path | None, *, undo: bool, json: bool) -> None:
    """Fits the parameters and uses them if they foretell better, or takes the last fit back."""
    context = Context(progress=progress, has_decks=False)
    store, events = context.store, context.begin(clock.now()).events
    if undo:
        last = _last_fit(standing(events))
        store.save(Draft("undo", {"voids": last.id}))
        notice("the last fit is taken back; memory is computed with the parameters before it")
        return
    history = History(events)
    found = fitted([history.reviews(key) for key in history.traces], history.model)
    if found.is_better:
        store.save(found.draft)
    if json:
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
