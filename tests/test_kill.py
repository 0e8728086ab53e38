"""kill -9 at random moments: whatever was acknowledged is on disk, and the next start needs no helping hand."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random

import pytest

pytest.importorskip("pexpect")  # stands for a system with pseudo-terminals

from command import environment, progress_file
from cxdrill.core.event import Event
from cxdrill.core.exams.attempt import Attempt, State, attempts
from cxdrill.core.exams.score import attempt_result
from cxdrill.files.log.store import Store
from deck_files import CHECK, QUESTIONS, write_decks
from killing import Ended, Killed, Victim

pytestmark = pytest.mark.pty
KILLS_A_FILE = 25
CRASH = re.compile(rb"Traceback|something is wrong")
FROM_START = 0.15  # so many die while they start

MANY = "deck: many\ntitle: Many\ncards:\n" + "".join(
    f"  - {{id: c{number}, type: true-false, prompt: Is it {number}?, answer: true}}\n" for number in range(120)
)
SHORT_CHECK = CHECK.replace("items: 4", "items: 6").replace("{calls: 4}", "{calls: 6}")


def stored(home: Path) -> tuple[Event, ...]:
    """The events that the program itself would find, opened without a word."""
    progress = Store(progress_file(home), clock=lambda: datetime.now().astimezone()).load()
    return tuple(progress.events)


@dataclass
class Tally:
    """What a row of kills came to."""

    kills: int = 0
    acknowledged: int = 0
    finished: int = 0
    passed: int = 0


def kill_studies(home: Path, kills: int, random: Random) -> Tally:
    """So many sessions killed; fails when an acknowledged answer is not in the file afterwards."""
    tally, before = Tally(), ()
    decks = str(write_decks(home / "decks", MANY))
    while tally.kills < kills:
        victim = _victim(home, random, 24, "study", "many", "--new", "120", "--decks", decks)
        acknowledged = 0
        try:
            victim.frame(b" false\x1b")
            while True:
                victim.send(b"t" if random.random() < 0.9 else b"f")
                victim.frame(b"right", b"wrong")
                acknowledged += 1
                victim.send(b" ")
                victim.frame(b" false\x1b")
        except Killed:
            tally.kills += 1
        except Ended:
            assert not CRASH.search(victim.output), victim.output
        finally:
            victim.close()
        after = stored(home)
        assert after[: len(before)] == before
        assert acknowledged <= len(after) - len(before) <= acknowledged + 1
        before = after
        tally.acknowledged += acknowledged
    return tally


def _victim(home: Path, random: Random, most_screens: int, *arguments: str) -> Victim:
    screens = 0 if random.random() < FROM_START else random.randint(1, most_screens)
    return Victim(*arguments, env=environment(home), screens=screens, share=random.uniform(0.0, 1.2))


@dataclass
class Sitter:
    """Somebody who sits one check over and over, whatever happens to the program, and remembers what it said."""

    home: Path
    random: Random
    given: dict[str, str] = field(default_factory=dict)  # acknowledged answers of the open attempt, by prompt
    shown: dict[int, str] = field(default_factory=dict)  # prompts of the open attempt, by their place
    is_result_shown: bool = False

    def sit(self, victim: Victim) -> None:
        """Answers, goes on and hands in, until the result is shown."""
        screen = victim.frame(b"question ", b"Answer sheet", b"not now")
        if b"not now" in screen:  # the rules, before the first answer
            victim.send(b"\r")
            screen = victim.frame(b"question 1 of", b"Answer sheet")
        while b"Answer sheet" not in screen:
            place, items, prompt = self._read(screen)
            assert self.shown.setdefault(place, prompt) == prompt, "another form after a kill"
            answer = "b" if self.random.random() < 0.75 else "a"
            if "▸".encode() not in screen:
                victim.send(answer.encode())
                victim.frame("▸".encode())
                self.given[prompt] = answer
            victim.send(b"\x1b[C")  # an Enter that repeats within a moment is taken for a held key
            screen = victim.frame(f"question {place + 1} of {items}".encode(), b"Answer sheet")
        victim.send(b"s")
        victim.frame(b"Hand in now")
        victim.send(b"y")
        victim.frame(b"assed")
        self.is_result_shown = True

    def _read(self, screen: bytes) -> tuple[int, int, str]:
        text = screen.decode()
        places = re.findall(r"question (\d+) of (\d+)", text)
        prompts = re.findall(r"Question number (\d+)\?", text)
        assert places, text
        assert prompts, text
        return int(places[-1][0]), int(places[-1][1]), prompts[-1]

    def begin_anew(self) -> None:
        """The attempt has ended."""
        self.given, self.shown, self.is_result_shown = {}, {}, False


def kill_checks(home: Path, kills: int, random: Random) -> Tally:
    """So many checks killed; fails when an answer, a result or the form is lost, or a pass is not earned."""
    tally, sitter, done = Tally(), Sitter(home, random), 0
    decks = str(write_decks(home / "decks", QUESTIONS, SHORT_CHECK))
    while tally.kills < kills:
        answers = len(sitter.given)
        victim = _victim(home, random, 16, "quiz", "check", "--decks", decks)
        try:
            sitter.sit(victim)
        except Killed:
            tally.kills += 1
        except Ended:
            assert sitter.is_result_shown, victim.output
        finally:
            victim.close()
        tally.acknowledged += len(sitter.given) - answers
        made = attempts(stored(home))
        ended = [attempt for attempt in made if attempt.state is State.FINISHED]
        assert len(made) - len(ended) <= 1, "two attempts open"
        if sitter.is_result_shown:
            assert len(ended) == done + 1, "a finished result is missing"
        if made:
            _check_answers(made[-1], sitter)
        for attempt in ended[done:]:
            result = attempt_result(attempt)
            assert attempt.recorded["passed"] == result.is_passed, "a pass that the responses do not earn"
            tally.finished, tally.passed = tally.finished + 1, tally.passed + result.is_passed
            sitter.begin_anew()
        done = len(ended)
    return tally


def _check_answers(attempt: Attempt, sitter: Sitter) -> None:
    assert attempt.form is not None
    prompts = {re.findall(r"\d+", item.card.prompt)[0]: item for item in attempt.form.items}
    for prompt, answer in sitter.given.items():
        assert attempt.responses.get(prompts[prompt].card.key) == answer, "an acknowledged answer is lost"
        assert prompts[prompt].card.key_response() == "b"
    for place, prompt in sitter.shown.items():
        assert attempt.form.items[place - 1] is prompts[prompt]


def test_a_killed_session_keeps_every_acknowledged_answer(tmp_path):
    tally = kill_studies(tmp_path, 25, Random(1))

    assert tally.acknowledged >= 50


def test_a_killed_check_goes_on_with_the_same_form_and_every_answer(tmp_path):
    tally = kill_checks(tmp_path, 25, Random(2))

    assert tally.acknowledged >= 25
    assert tally.finished >= 2


@pytest.mark.soak
@pytest.mark.parametrize("number", range(1000 // KILLS_A_FILE))
def test_a_thousand_killed_sessions(tmp_path, number, record_property):
    tally = kill_studies(tmp_path, KILLS_A_FILE, Random(1000 + number))

    record_property("acknowledged", tally.acknowledged)
    assert tally.acknowledged >= 3 * KILLS_A_FILE


@pytest.mark.soak
@pytest.mark.parametrize("number", range(8))
def test_two_hundred_killed_checks(tmp_path, number, record_property):
    tally = kill_checks(tmp_path, 25, Random(2000 + number))

    record_property("acknowledged", tally.acknowledged)
    assert tally.acknowledged >= 25
