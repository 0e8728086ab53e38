"""A class person by person, and its groups side by side."""

from __future__ import annotations

from cxdrill.core.analysis.people import People, Person, last_seen
from cxdrill.core.text import clean_line
from cxdrill.terminal import paint
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.wording import count, percent

_LONGEST = 28


def people_lines(everybody: People, width: int) -> list[StyledLine]:
    """Everybody with their scores, who sent nothing, and the groups."""
    persons = everybody.persons
    passed, silent = sum(each.is_passed for each in persons), [each for each in persons if not each.has_sent]
    facts = [f"{passed} of {count(len(persons), 'person', 'people')} passed."]
    facts += [f"Sent nothing: {', '.join(clean_line(each.name) for each in silent)}."] if silent else []
    facts += [f"{count(everybody.strangers, 'learner')} in the files not on the roster."] if everybody.strangers else []
    head = ("person", "first", "best", "last", "studied", "due", "")
    lines = [*paint.sentences(facts, width), *paint.table(head, [_row(each) for each in persons])]
    groups = [
        (
            clean_line(each.name)[:_LONGEST],
            *(str(each.people), str(each.begun), str(each.passed), _share(each.first)),
            ", ".join(clean_line(topic) for topic, _ in sorted(each.topics.items(), key=lambda pair: pair[1])[:2]),
        )
        for each in everybody.groups
    ]
    compared = paint.table(("group", "people", "begun", "passed", "first", "weakest"), groups) if groups else []
    return [*paint.section("People", lines), *paint.section("Groups", compared)]


def _row(person: Person) -> tuple[str, ...]:
    taken, best, last = person.attempts, person.best, last_seen(person)
    scores = (taken[0], best, taken[-1]) if taken and best else ()
    shares = [percent(each.share) for each in scores] or ["–"] * 3
    due = "–" if person.due is None else str(person.due)
    return (clean_line(person.name)[:_LONGEST], *shares, last.isoformat() if last else "–", due, person.verdict)


def _share(value: float | None) -> str:
    return "–" if value is None else percent(value)
