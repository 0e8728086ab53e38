"""`cxdrill study`: what is due, then new cards, one after the other."""

from __future__ import annotations

from typing import Annotated

import typer

from cxdrill.cli import options


def study_command(
    deck: options.DeckNames = None,
    new: Annotated[int | None, typer.Option(min=0, help="At most so many new cards.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many cards in all.")] = None,
    minutes: Annotated[float | None, typer.Option(min=0.1, max=1440, help="Stop after so many minutes.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Only cards with this tag; may be repeated.")] = None,
    topic: Annotated[list[str] | None, typer.Option(help="Only cards of this topic; may be repeated.")] = None,
    missed: Annotated[bool, typer.Option("--missed", help="Only what the last check got wrong.")] = False,
    hard: Annotated[bool, typer.Option("--hard", help="Only cards that keep slipping away.")] = False,
    cram: Annotated[bool, typer.Option("--cram", help="Everything that matches; the schedule stays as it is.")] = False,
    ahead: Annotated[int, typer.Option(min=0, max=365, metavar="DAYS", help="Also what is due in so many days.")] = 0,
    plan: Annotated[bool, typer.Option("--plan", help="What raises your chance of passing most, first.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take the last answer back first, and ask it again.")] = False,
    two_buttons: Annotated[bool, typer.Option("--two-buttons", help="Rate with forgot or knew it only.")] = False,
    hide_intervals: Annotated[bool, typer.Option("--hide-intervals", help="Show no times beside ratings.")] = False,
    decks: options.Decks = None,
    progress: options.Progress = None,
    plain: options.Plain = False,
) -> None:
    """Study what is due, then new cards. Every answer is saved before the next card shows.

    Example: cxdrill study telephone-practices --minutes 5
    """
    from cxdrill.app.study import run

    run(
        decks,
        progress,
        deck,
        plain=plain,
        minutes=minutes,
        plan=plan,
        undo=undo,
        two_buttons=two_buttons,
        hide_intervals=hide_intervals,
        tags=tuple(tag or ()),
        topics=tuple(topic or ()),
        limit=limit,
        new=new,
        only_missed=missed,
        only_hard=hard,
        is_cram=cram,
        ahead_days=ahead,
    )
