"""The check left open is the one that the attempts say is open."""

from random import Random

import pytest

from builders import Journal
from cxdrill.core.event import Draft
from cxdrill.core.exams.attempt import State, attempts, left_open


@pytest.mark.parametrize("seed", range(20))
def test_it_is_the_last_attempt_in_the_state_open(seed):
    random, journal, ids = Random(seed), Journal(), ["0-1"]
    for _ in range(random.randint(0, 12)):
        kind = random.choice(
            ("exam-started", "exam-started", "exam-finished", "exam-abandoned", "undo", "exam-answered")
        )
        journal.wait(60)
        target = random.choice(ids)
        fields = {"exam": random.choice("ab")} if kind == "exam-started" else {"attempt": target, "voids": target}
        ids.append(journal.save(Draft(kind, fields)).id)

    still_open = [each.exam for each in attempts(journal.events) if each.state is State.OPEN]

    assert left_open(journal.events) == (still_open[-1] if still_open else "")
