"""Work of `cxdrill roleplay`: a dialogue played by two people, marked by an observer."""

from __future__ import annotations

from pathlib import Path

from cxdrill.app import clock
from cxdrill.app.context import Context
from cxdrill.core.cards.dialogue import Dialogue
from cxdrill.core.cards.roleplay import pages, roleplay_draft
from cxdrill.errors import Refused, WrongUsage, unknown
from cxdrill.files.exports.handouts import briefs_html, briefs_markdown, briefs_text
from cxdrill.files.output import write_output
from cxdrill.terminal.lines import Lines
from cxdrill.terminal.report import notice
from cxdrill.terminal.standard_lines import played

FORMATS = {".html": briefs_html, ".htm": briefs_html, ".md": briefs_markdown, ".txt": briefs_text}


def run(context: Context, card: str, briefs: Path | None, observer: str) -> None:
    """Plays a dialogue in lines and records the marks, or writes its briefs."""
    dialogue = _dialogue(context, card)
    if briefs is not None:
        _write(context, briefs, dialogue)
        return
    context.begin(clock.now())
    marked = played(pages(dialogue), dialogue.steps, Lines(), clock.steady_seconds)
    if marked is None:
        raise Refused("the role-play was left in the middle; nothing was recorded")
    context.store.save(roleplay_draft(dialogue, marked.ratings, marked.note, observer.strip(), marked.seconds))
    weak = [step for step, mark in marked.ratings.items() if mark == 0]
    words = f"; next time: {', '.join(weak)}" if weak else ""
    notice(f"recorded: {sum(marked.ratings.values())} of {2 * len(dialogue.steps)}{words}")
    notice(f"→ cxdrill study {dialogue.deck}" if weak else "→ cxdrill results")


def _dialogue(context: Context, name: str) -> Dialogue:
    """The dialogue of that key; raises WrongUsage for what is none."""
    dialogues = {card.key: card for card in context.library.cards() if isinstance(card, Dialogue)}
    if name in dialogues:
        return dialogues[name]
    if context.index.has_face(name):
        raise WrongUsage(
            f"{name} is no dialogue, so two people cannot play it; the decks have {len(dialogues)} of them"
        )
    if not dialogues:
        raise WrongUsage("the decks have no dialogue yet; decks/README.md shows how to write one")
    raise WrongUsage(unknown("dialogue", name, sorted(dialogues), lister='"cxdrill cards"'))


def _write(context: Context, path: Path, dialogue: Dialogue) -> None:
    render = FORMATS.get(path.suffix.lower())
    if render is None:
        raise WrongUsage(f"{path}: name a file that ends in .html, .md or .txt")
    title = next((deck.title for deck in context.index.decks if deck.id == dialogue.deck), dialogue.deck)
    content = render(f"{title} · {dialogue.id}", pages(dialogue))
    written = write_output(path, content, force=context.force, protected=context.protected_paths())
    notice(f"wrote {written}: a page for the customer, one for the agent, one for the observer")
