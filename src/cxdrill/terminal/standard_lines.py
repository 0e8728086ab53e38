"""A judge's session in lines: question after question, how many of a hundred just-qualified people get it right."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction

from msgspec import Struct

from cxdrill.core.cards.question import Item
from cxdrill.core.exams.exam import Share
from cxdrill.core.exams.form import FormItem
from cxdrill.terminal.lines import Lines

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
        item = each.asked.item
        lines.say_question(
            f"[{number}/{len(questions)}] {item.card.type} {item.card.topic}", each.asked.scenario, item.card.prompt
        )
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


def _rating(item: Item, lines: Lines) -> Share | None:
    """The rating; without a text where the question is skipped, None where the judge leaves.

    A number below blind chance is taken at its second time only: nobody does worse than by guessing.
    """
    blind, doubted = item.card.chance_by_guessing() or Fraction(0), ""
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
                lines.say(item.card.explanation.strip() or "(there is no explanation)")
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
