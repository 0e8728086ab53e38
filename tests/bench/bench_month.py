"""A month of `cxdrill study --plain` under a false clock: is what home says true, and is no card forgotten?

People who forget by the model, and people who do not: faster, slower, by a power law, with lapses of effort. Measured
are the minutes that home foretells beside those spent, the cards it counts beside those asked, the topics of the check
that the first week leaves untouched, and how long a due card waits.

Run: PYTHONPATH=src:tests/support python tests/bench/bench_month.py [DAYS]
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import permutations
from math import exp
from pathlib import Path
from random import Random
from statistics import fmean
from unittest import mock

from command import events, progress_file, run
from cxdrill.app import clock, study
from cxdrill.core.cards.dialogue import Dialogue
from cxdrill.core.cards.question import Question
from people import LAWS, Person

DECKS = Path(__file__).parents[2] / "decks"
FIRST_DAY = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)  # a Monday
SECONDS, SPREAD = 9.0, 0.45  # of an answer: the middle one, and the deviation of its logarithm


@dataclass
class Student(Person):
    """Somebody who studies at a terminal: takes their time, and types lines."""

    def thinks(self) -> None:
        """Takes the time that an answer takes."""
        self.at += timedelta(seconds=SECONDS * exp(self.random.gauss(0, SPREAD)))

    def lines(self, session: "Session") -> Iterator[str]:
        """The lines typed in a session, each made when it is asked for."""
        while session.lines is not None and not session.lines.drill.is_over:
            drill = session.lines.drill
            face = drill.face
            session.asked.append(face.key)
            self.thinks()
            is_known = self.answers(face.key)
            if isinstance(face.card, Question):
                yield from self._response(face.card, session, is_known=is_known)
            else:
                yield ""
                yield ("all" if is_known else "none") if face.card.points_to_tick() else "3" if is_known else "1"

    def _response(self, item: Question, session: "Session", *, is_known: bool) -> Iterator[str]:
        if not isinstance(item, Dialogue):
            yield item.key_response() if is_known else _wrong(item)
            return
        best = dict(part.split(":") for part in item.key_response().split())
        drill, answers = session.lines.drill, len(session.lines.drill.session.answers)
        while not drill.is_over and len(drill.session.answers) == answers:
            turn = item.talk(session.lines._response).turn
            shown = {str(number): letter for letter, number, _ in item.replies_shown(turn)}
            yield shown[best[turn.id]] if is_known and turn.id in best else self.random.choice(list(shown.values()))


def _wrong(item: Question) -> str:
    """An answer that earns as little as any."""
    names = [row.name for row in item.rows()]
    given = [*names, "t", "f", "none of that", *(" ".join(pair) for pair in permutations(names, 2))]
    numbers, letters = [name for name in names if name.isdigit()], [name for name in names if name.isalpha()]
    given += [" ".join(each) for each in (names, names[::-1], map("".join, zip(numbers, letters, strict=False)))]
    given.append(" ".join(map("".join, zip(numbers, letters[::-1], strict=False))))
    worth = {}
    for line in given:
        try:
            worth[line] = item.points(item.read(line))
        except Exception:  # no answer to a question of this kind
            continue
    return min(worth, key=lambda line: worth[line])


class Session:
    """One run of `study` and what it asked."""

    def __init__(self) -> None:
        self.lines: study.StudyLines | None = None
        self.asked: list[str] = []

    def of(self, *arguments: object) -> study.StudyLines:
        self.lines = STUDY_LINES(*arguments)
        return self.lines


STUDY_LINES = study.StudyLines


@dataclass
class Month:
    """What a month came to."""

    foretold: list[float] = field(default_factory=list)  # minutes, by session
    spent: list[float] = field(default_factory=list)
    disagreements: int = 0  # sessions in which home's number of cards was not that asked
    untouched: int = 0  # topics of the check not touched in the first week
    longest_wait: int = 0  # days, of a due card

    @property
    def error(self) -> float:
        """Of the month's minutes as foretold beside those spent."""
        return sum(self.foretold) / max(sum(self.spent), 1e-9) - 1

    @property
    def daily_error(self) -> float:
        """How far a day's minutes are off, on average."""
        return fmean(abs(said / took - 1) for said, took in zip(self.foretold, self.spent, strict=True) if took > 1)


def month(law: str, days: int, seed: int = 1, home: Path | None = None) -> Month:
    """The month of one person, Sundays off, all of each day's cards studied in one session."""
    folder = home or Path(tempfile.mkdtemp())
    person, made = Student(law, Random(seed), FIRST_DAY), Month()
    clocks = {
        "now": lambda: person.at,
        "steady_seconds": lambda: person.at.timestamp(),
        "seed": lambda: person.random.randrange(10**9),
    }
    with mock.patch.multiple(clock, **clocks):
        for number in range(days):
            person.at = FIRST_DAY + timedelta(days=number)
            if person.at.weekday() < 6:
                _study(person, folder, made)
            if number == 6:
                made.untouched = len(_topics() - {key.split("/")[0] for key in person.memories})
    if home is None:
        shutil.rmtree(folder)
    return made


def _study(person: Student, home: Path, made: Month) -> None:
    said = run("--json", "--decks", str(DECKS), home=home).json
    begun, session = person.at, Session()
    with mock.patch.object(study, "StudyLines", session.of):
        outcome = run("study", "--plain", "--decks", str(DECKS), home=home, stdin=person.lines(session))
    assert outcome.code == 0, outcome
    made.foretold.append(said["seconds"] / 60)
    made.spent.append((person.at - begun) / timedelta(minutes=1))
    made.disagreements += len(set(session.asked)) != said["due"] + said["new"]
    made.longest_wait = max(made.longest_wait, _longest_wait(home, person.at))


def _longest_wait(home: Path, now: datetime) -> int:
    """The days that the card waits which is due longest, after a session."""
    if not progress_file(home).exists():
        return 0
    due = {event["card"]: event["due"] for event in events(home, "review")}
    return max(((now.date() - datetime.fromisoformat(each).date()).days for each in due.values()), default=0)


def _topics() -> set[str]:
    from cxdrill.app.context import Context

    return set(Context([DECKS]).index.exams[0].blueprint)


def main(days: int = 30) -> None:
    print(f"{'law':20} sessions minutes/day  foretold  a day off  cards wrong  topics untouched  longest wait")
    for law in LAWS:
        made = month(law, days)
        print(
            f"{law:20} {len(made.spent):8} {fmean(made.spent):11.1f} {made.error:+9.0%} {made.daily_error:10.0%} "
            f"{made.disagreements:12} {made.untouched:17} {made.longest_wait:12}d",
            flush=True,
        )
    print("goals: foretold within 15 %, cards wrong 0, topics untouched 0, longest wait 7 days")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
