"""`cxdrill quiz --practice`, `ready --probe` and `roleplay`: what is answered or played outside the schedule."""

from collections.abc import Callable, Sequence
from functools import partial
from random import Random

from cxdrill.app import clock
from cxdrill.app.context import Context
from cxdrill.app.exam_outlook import after_session, opened_exam
from cxdrill.app.output import by_name, chosen_decks, tell, write
from cxdrill.app.study import play
from cxdrill.core.cards.deck import Face
from cxdrill.core.cards.dialogue import Dialogue
from cxdrill.core.cards.question import Question, drawn_order
from cxdrill.core.cards.roleplay import pages, roleplay_draft
from cxdrill.core.exams.form import drawn_form, pools
from cxdrill.core.exams.library import Library
from cxdrill.core.ready.probe import ProbeSession, probe_of
from cxdrill.core.settings import Settings
from cxdrill.core.study.history import History
from cxdrill.core.study.queue import Queue
from cxdrill.core.study.session import StudySession
from cxdrill.errors import CxdrillError, Refused, WrongUsage, unknown
from cxdrill.files.exports.handouts import briefs_html, briefs_markdown, briefs_text
from cxdrill.terminal import paint
from cxdrill.terminal.lines import Lines
from cxdrill.terminal.paint import StyledLine, commands
from cxdrill.terminal.report import notice
from cxdrill.terminal.standard_lines import played
from cxdrill.terminal.views.summary_view import practice_lines, probe_lines


def practise(context: Context) -> None:
    """Asks the questions of a deck, or a form of an exam, and says at once what was right."""
    _refuse(context, "--practice")
    now = clock.now()
    drawn = clock.seed() if context.options.seed is None else context.options.seed
    context.begin(now)
    name = context.named[0] if context.named else None
    cards = _questions(context.library.for_learners(), name, drawn)
    session = StudySession(*_asked(context, cards), now, seed=drawn, is_practice=True)
    _ask(context, session, lambda _: practice_lines(session.right, len(session.answers)))


def probe(context: Context) -> None:
    """Asks until the answers tell whether the learner would pass, says so, and what `ready` now says."""
    _refuse(context, "--probe")
    now, seed = clock.now(), clock.seed()
    context.begin(now)
    asked = probe_of(opened_exam(context, "ready")[0], seed)
    questions = [context.index.question(each.key) for each in asked.questions]
    session = ProbeSession(asked, *_asked(context, questions), now, seed=seed)
    _ask(context, session, partial(_probed, context, session))


def _refuse(context: Context, mode: str) -> None:
    """Raises WrongUsage for an option that would be passed over without a word."""
    for name in (name for name, value in vars(context.options).items() if value and name != "seed"):
        raise WrongUsage(f"--{name.replace('_', '-')} does nothing with {mode}; leave one of them out")


def _asked(context: Context, cards: Sequence[Question]) -> tuple[Queue, Callable[[str], Face], History, Settings]:
    """A session of these questions alone, up to its instant."""
    by_key = {card.key: Face(card) for card in cards}
    return Queue(others=tuple(by_key)), by_key.__getitem__, context.index.history(()), context.settings


def _ask(context: Context, session: StudySession, lines: Callable[[int], Sequence[StyledLine]]) -> None:
    """Asks, and shows what came of it, also where that is broken off."""
    show = partial(tell, context, partial(_plain, session), lines)
    try:
        play(context, session)
    except (KeyboardInterrupt, CxdrillError):
        show()
        raise
    show()


def _probed(context: Context, session: ProbeSession, _: int) -> list[StyledLine]:
    """What the probe tells, and what follows from its answers for the chance of passing."""
    context.grow_index()
    told = probe_lines(session.right, len(session.answers), session.would_pass)
    readiness = after_session(context, clock.now()) if session.answers else ()
    following = "cxdrill ready" if session.would_pass is not None else "cxdrill ready --probe   goes on asking"
    return [*told, *map(paint.words, readiness), *commands(following)]


def _questions(library: Library, name: str | None, seed: int) -> tuple[Question, ...]:
    """The questions to ask: the deck's questions in a drawn order, or a form drawn by the exam's blueprint."""
    if name is None and len(library.exams) != 1:
        raise WrongUsage("name a deck or an exam to practice: cxdrill quiz DECK --practice")
    exam = library.exams[0] if name is None else by_name(library.exams, name)
    if exam is not None:
        form = drawn_form(pools(exam, library), seed)
        return tuple(item.card for item in form.items)
    deck = chosen_decks(library.decks, [str(name)])[0]
    questions = deck.questions
    if not questions:
        raise WrongUsage(f'the deck "{deck.id}" has no questions to practice; study it with: cxdrill study {deck.id}')
    return tuple(questions[place] for place in drawn_order(len(questions), Random(seed)))


def _plain(session: StudySession) -> dict[str, object]:
    made = {
        "practice": True,
        "score": session.right,
        "items": len(session.answers),
        "responses": [{"card": answer.face.key, "right": answer.rating > 1} for answer in session.answers],
    }
    return made | ({"would_pass": session.would_pass} if isinstance(session, ProbeSession) else {})


BRIEFS = {".html": briefs_html, ".htm": briefs_html, ".md": briefs_markdown, ".txt": briefs_text}


def roleplay(context: Context) -> None:
    """Plays a dialogue in lines and records the marks, or writes its briefs."""
    options = context.options
    dialogue = _dialogue(context, options.card)
    if (path := options.briefs) is not None:
        if (render := BRIEFS.get(path.suffix.lower())) is None:
            raise WrongUsage(f"{path}: name a file that ends in .html, .md or .txt")
        content = render(f"{context.titles[dialogue.deck]} · {dialogue.id}", pages(dialogue))
        write(context, path, content, ": a page for the customer, one for the agent, one for the observer")
        return
    context.begin(clock.now())
    marked = played(pages(dialogue), dialogue.steps, Lines(), clock.steady_seconds)
    if marked is None:
        raise Refused("the role-play was left in the middle; nothing was recorded")
    ratings, note, seconds = marked
    context.store.save(roleplay_draft(dialogue, ratings, note, options.observer.strip(), seconds))
    weak = [step for step, mark in ratings.items() if mark == 0]
    words = f"; next time: {', '.join(weak)}" if weak else ""
    notice(f"recorded: {sum(ratings.values())} of {2 * len(dialogue.steps)}{words}")
    notice(f"→ cxdrill study {dialogue.deck}" if weak else "→ cxdrill results")


def _dialogue(context: Context, name: str) -> Dialogue:
    """The dialogue of that key; raises WrongUsage for what is none."""
    dialogues = {card.key: card for card in context.library.cards() if isinstance(card, Dialogue)}
    if name in dialogues:
        return dialogues[name]
    if not dialogues:
        raise WrongUsage("the decks have no dialogue yet; decks/README.md shows how to write one")
    if not name:
        raise WrongUsage(f"name one of the dialogues: {', '.join(sorted(dialogues))}")
    raise WrongUsage(unknown("dialogue", name, sorted(dialogues), lister=""))
