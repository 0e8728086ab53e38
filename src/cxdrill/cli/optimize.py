"""`cxdrill optimize`: fits the scheduler to the learner's own reviews."""

from typing import TYPE_CHECKING, Annotated

import typer

from cxdrill.cli import opening, options
from cxdrill.errors import Refused

if TYPE_CHECKING:
    from cxdrill.core.event import Event


def optimize_command(
    undo: Annotated[bool, typer.Option("--undo", help="Go back to the parameters before the last fit.")] = False,
    progress: options.Progress = None,
    json: options.Json = False,
) -> None:
    """Fit the scheduler's parameters to your own reviews; they are used only if they foretell better.

    Needs the extra: pip install "cxdrill[optimize]"

    Example: cxdrill optimize
    """
    from cxdrill.core.event import Draft, standing

    settings = opening.settings()
    store = opening.store(progress)
    events = standing(opening.begun(store, settings, opening.now()).events)
    if undo:
        last = _last_fit(events)
        store.save(Draft("undo", {"voids": last.id}))
        opening.notice("the last fit is taken back; the schedule is computed with the parameters before it")
        return
    from cxdrill.core.optimize import fit

    found = fit(events)
    if found.is_better:
        store.save(Draft("parameters", found.fields))
    if json:
        from cxdrill.terminal.report import print_json

        print_json({"applied": found.is_better, **found.fields})
        return
    _say(found.log_loss_before, found.log_loss_after, found.reviews, is_better=found.is_better)


def _say(before: float, after: float, reviews: int, *, is_better: bool) -> None:
    from cxdrill.terminal.report import print_plain
    from cxdrill.terminal.wording import count

    numbers = f"log loss on reviews held out: {before:.4f} before, {after:.4f} after the fit, of {count(reviews, 'review')}"
    if is_better:
        print_plain([numbers, "The fitted parameters are better and are used from now on.", "→ cxdrill optimize --undo   goes back"])
    else:
        print_plain([numbers, "The fitted parameters are no better, so nothing was changed."])


def _last_fit(events: "list[Event]") -> "Event":
    fits = [event for event in events if event.kind == "parameters"]
    if not fits:
        raise Refused("no fit is in use, so there is none to take back")
    return fits[-1]
