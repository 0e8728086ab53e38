"""What instructors and pairs are led through in lines: a judge's questions of a standard setting, and a role-play."""

import re
from collections.abc import Callable, Sequence
from fractions import Fraction

from msgspec import Struct

from cxdrill.core.cards.question import Question
from cxdrill.core.cards.roleplay import MARKS, Page
from cxdrill.core.cards.sheet import with_told
from cxdrill.core.exams.exam import Share
from cxdrill.core.exams.form import FormItem
from cxdrill.terminal.lines import Lines
from cxdrill.terminal.wording import duration

_NUMBER = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,2})?) ?%?")
HELP = "type a number from 0 to 100; :key shows the right answer, :skip goes on, :quit ends (the next run goes on here)"


class Judged(Struct, frozen=True):
    """A question for a judge, what the others said of it, and what this judge said before."""

    asked: FormItem
    others: Sequence[int] = ()
    own: int | None = None


def judge(questions: Sequence[Judged], lines: Lines, save: Callable[[FormItem, Share], None]) -> bool:
    """Asks the questions one after the other, saving each rating at once; False where the judge left."""
    lines.say("Think of 100 people who are just good enough. How many of them get it right?")
    lines.say("Where a question gives parts of a point: how many points do they earn together?")
    lines.say(HELP)
    for number, each in enumerate(questions, 1):
        item = each.asked.card
        head = f"[{number}/{len(questions)}] {item.type} {item.topic}"
        lines.say_question(head, each.asked.scenario, with_told(item.prompt, item))
        lines.say_step(item.step(""))
        if each.others:
            own = "nothing" if each.own is None else str(each.own)
            lines.say(f"the others said {', '.join(map(str, each.others))}; you said {own}")
        share = _rating(item, lines)
        if share is None:
            return False
        if share.text:
            save(each.asked, share)
    return True


def _rating(item: Question, lines: Lines) -> Share | None:
    """The rating, None if the judge leaves, without a text if skipped; one below blind chance is said twice."""
    blind, doubted = item.chance_by_guessing() or Fraction(0), ""
    while True:
        given = lines.answer()
        line = ":quit" if given is None else given.strip()
        match line:
            case ":quit":
                return None
            case ":skip":
                return Share(Fraction(0), "")
            case ":key":
                for note in item.key_notes():
                    lines.say(str(note))
                lines.say(item.explanation.strip() or "(there is no explanation)")
                continue
        found = _NUMBER.fullmatch(line)
        if found is None or Fraction(found[1]) > 100:
            lines.complain(f"{HELP}; nothing was recorded")
        elif Fraction(found[1]) < 100 * blind and line != doubted:
            doubted = line
            chance = round(float(blind) * 100)
            lines.complain(f"blind guessing is right {chance} times in 100; type {line} again if you mean it")
        else:
            return Share(Fraction(found[1]) / 100, found[1])


Marked = tuple[dict[str, int], str, float]
"""What an observer said: a mark for each step and a note, and how many seconds it took."""


def played(pages: Sequence[Page], steps: Sequence[str], lines: Lines, steady: Callable[[], float]) -> Marked | None:
    """Leads two people through the contact; None where it was left in the middle."""
    for page in pages[:2]:
        lines.say(f"{page.title} reads this, the others look away:")
        for text in page.paragraphs:
            lines.say(text.strip())
        lines.say("(press Enter to go on)")
        if lines.answer() is None:
            return None
    lines.say("Play it now. Press Enter when the contact is over.")
    began = steady()
    if lines.answer() is None:
        return None
    seconds = steady() - began
    lines.say(f"That took {duration(seconds)}. Now the observer marks each step: 0 missing, 1 there, 2 done well.")
    ratings: dict[str, int] = {}
    for step in steps:
        mark = _mark(step, lines)
        if mark is None:
            return None
        ratings[step] = mark
    lines.say("A note for the agent, or Enter for none:")
    note = lines.answer()
    return None if note is None else (ratings, note.strip(), seconds)


def _mark(step: str, lines: Lines) -> int | None:
    while True:
        lines.say(f"{step}?")
        line = lines.answer()
        if line is None:
            return None
        if line.strip() in ("0", "1", "2"):
            return int(line)
        words = ", ".join(f"{number} for {word}" for number, word in enumerate(MARKS))
        lines.complain(f"type {words}; nothing was recorded yet")
