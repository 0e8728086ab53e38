"""`cxdrill roleplay`: a dialogue played by two people, marked by an observer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxdrill.cli import opening, options
from cxdrill.errors import Refused, WrongUsage

if TYPE_CHECKING:
    from cxdrill.core.cards.dialogue import Dialogue
    from cxdrill.files.index.index import Index


def roleplay_command(
    card: Annotated[str, typer.Argument(metavar="CARD", help="A dialogue: its key, such as hotel-desk/midnight.")],
    briefs: Annotated[
        Path | None, typer.Option("--briefs", metavar="FILE", help="Write the briefs: .html, .md or .txt.")
    ] = None,
    observer: Annotated[str, typer.Option("--observer", help="Who marks the steps.")] = "",
    decks: options.Decks = None,
    progress: options.Progress = None,
    force: options.Force = False,
) -> None:
    """Play a dialogue with two people: who reads what, a quiet clock, and a mark for each step.

    Example: cxdrill roleplay hotel-desk/midnight --briefs midnight.html
    """
    from cxdrill.core.cards.roleplay import pages, roleplay_draft
    from cxdrill.terminal.lines import Lines
    from cxdrill.terminal.roleplay_lines import played

    index, settings = opening.index(decks, (), progress), opening.settings()
    dialogue = _dialogue(card, index)
    if briefs is not None:
        _write(briefs, dialogue, index, decks, progress, force=force)
        return
    store = opening.store(progress, index)
    opening.begun(store, settings, opening.now(), index)
    marked = played(pages(dialogue), dialogue.steps, Lines(), opening.steady_seconds)
    if marked is None:
        raise Refused("the role-play was left in the middle; nothing was recorded")
    store.save(roleplay_draft(dialogue, marked.ratings, marked.note, observer.strip(), marked.seconds))
    weak = [step for step, mark in marked.ratings.items() if mark == 0]
    words = f"; next time: {', '.join(weak)}" if weak else ""
    opening.notice(f"recorded: {sum(marked.ratings.values())} of {2 * len(dialogue.steps)}{words}")
    opening.notice(f"→ cxdrill study {dialogue.deck}" if weak else "→ cxdrill results")


def _dialogue(name: str, index: Index) -> Dialogue:
    """The dialogue of that key; raises WrongUsage for what is none."""
    from cxdrill.core.cards.dialogue import Dialogue
    from cxdrill.core.cards.library import unknown

    dialogues = {card.key: card for card in index.library().cards() if isinstance(card, Dialogue)}
    if name in dialogues:
        return dialogues[name]
    if index.has_face(name):
        raise WrongUsage(
            f"{name} is no dialogue, so two people cannot play it; the decks have {len(dialogues)} of them"
        )
    if not dialogues:
        raise WrongUsage("the decks have no dialogue yet; decks/README.md shows how to write one")
    raise WrongUsage(unknown("dialogue", name, sorted(dialogues)).replace("cxdrill decks", "cxdrill cards"))


def _write(
    path: Path, dialogue: Dialogue, index: Index, decks: list[Path] | None, progress: Path | None, *, force: bool
) -> None:
    from cxdrill.cli.export import protected_paths
    from cxdrill.core.cards.roleplay import pages
    from cxdrill.files.exports.briefs import briefs_html, briefs_markdown, briefs_text
    from cxdrill.files.output import write_output

    formats = {".html": briefs_html, ".htm": briefs_html, ".md": briefs_markdown, ".txt": briefs_text}
    render = formats.get(path.suffix.lower())
    if render is None:
        raise WrongUsage(f"{path}: name a file that ends in .html, .md or .txt")
    title = next((deck.title for deck in index.decks if deck.id == dialogue.deck), dialogue.deck)
    content = render(f"{title} · {dialogue.id}", pages(dialogue))
    written = write_output(path, content, force=force, protected=protected_paths(index.paths, decks, progress))
    opening.notice(f"wrote {written}: a page for the customer, one for the agent, one for the observer")
