"""Whatever is done in whatever order, every acknowledged answer is still there: the model is a plain set of ids."""

import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from cxdrill.files.backups.backups import Backups
from disks import MortalDisk, PowerCut, quick_folder
from histories import ids, review, store, ticking, undo


class LearnersFile(RuleBasedStateMachine):
    """One learner, two sessions, a disk that loses what was not synced."""

    def __init__(self):
        super().__init__()
        self._scratch = quick_folder()
        self.folder = self._scratch.__enter__()
        self.path = self.folder / "progress.json"
        self.clock = ticking()
        self.acknowledged = set()
        self.saved = []
        self.forks = 0
        self.start_sessions()

    def teardown(self):
        self._scratch.__exit__(None, None, None)

    def start_sessions(self, at=None):
        self.disk = MortalDisk(self.folder)
        self.disk.at = at
        self.sessions = [store(self.path, disk=self.disk, clock=self.clock) for _ in range(2)]

    def keep(self, event):
        self.acknowledged.add(event.id)
        self.saved.append(event)

    @rule(who=st.sampled_from([0, 1]), rating=st.integers(1, 4))
    def answer(self, who, rating):
        self.keep(self.sessions[who].save(review(rating=rating)))

    @precondition(lambda self: self.saved)
    @rule(who=st.sampled_from([0, 1]), which=st.randoms(use_true_random=False))
    def take_back(self, who, which):
        self.keep(self.sessions[who].save(undo(which.choice(self.saved))))

    @rule(who=st.sampled_from([0, 1]))
    def begin(self, who):
        self.sessions[who].begin()

    @rule(calls=st.integers(0, 40), torn=st.floats(0, 1), answers=st.integers(1, 3))
    def lose_power(self, calls, torn, answers):
        self.start_sessions(at=calls)
        try:
            for _ in range(answers):
                self.keep(self.sessions[0].save(review()))
        except PowerCut:
            pass
        self.disk.restart(torn)
        self.start_sessions()

    @precondition(lambda self: self.path.exists() and self.path.stat().st_size > 400)
    @rule(share=st.floats(0.5, 1), junk=st.binary(min_size=1, max_size=30))
    def damage_an_event(self, share, junk):
        content = self.path.read_bytes()
        at = content.rfind(b"\n,", 0, round(len(content) * share)) + 2
        if at < 3:
            return
        spoilt = content[: at + 20] + junk.replace(b"\n", b"") + content[at + 20 :]
        self.path.write_bytes(spoilt)
        self.start_sessions()
        kept = set(ids(self.path))
        assert len(self.acknowledged - kept) <= (2 if spoilt != content else 0)
        self.keep(self.sessions[0].save(review()))
        assert spoilt == content or spoilt in [each.read_bytes() for each in self.folder.glob("*.damaged-*")]
        self.acknowledged &= {*kept, self.saved[-1].id}

    @precondition(lambda self: self.path.exists())
    @rule(elsewhere=st.integers(0, 3))
    def fork_and_merge(self, elsewhere):
        self.forks += 1
        other = self.folder / f"fork{self.forks}.json"
        shutil.copyfile(self.path, other)
        on_the_other_machine = store(other, clock=self.clock)
        for _ in range(elsewhere):
            self.keep(on_the_other_machine.save(review(rating=1)))
        self.keep(self.sessions[0].save(review()))
        self.sessions[1].merge([other])

    @precondition(lambda self: bool(Backups(self.path).listing()))
    @rule()
    def restore(self):
        kept = self.sessions[0].restore(Backups(self.path).listing()[0].path)
        self.sessions[1].merge([kept] if kept else [])
        self.start_sessions()

    @rule(days=st.integers(-400, 400))
    def move_the_clock(self, days):
        self.clock = ticking(self.clock() + timedelta(days=days))
        self.start_sessions()

    @invariant()
    def nothing_acknowledged_is_lost(self):
        assert self.acknowledged <= set(ids(self.path) if self.path.exists() else [])


TestLearnersFile = LearnersFile.TestCase
TestLearnersFile.settings = settings(
    max_examples=40, stateful_step_count=20, derandomize=True, deadline=None, database=None
)


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_the_kernel_sees_write_then_fsync_before_the_acknowledgement(tmp_path):
    code = (
        "import sys, os, pathlib; sys.path.insert(0, 'tests/support'); from histories import review, ticking\n"
        "from cxdrill.files.log.store import Store\n"
        "keeper = Store(pathlib.Path(sys.argv[1]), clock=ticking())\n"
        "for _ in range(3): os.write(1, b'ack ' + keeper.save(review()).id.encode() + b'\\n')\n"
    )
    log = tmp_path / "trace"
    traced = "trace=write,pwrite64,fsync,fdatasync,rename,renameat,renameat2"
    command = ["strace", "-f", "-y", "-o", str(log), "-e", traced, sys.executable, "-c", code]
    top = Path(__file__).parents[2]
    env = {**os.environ, "PYTHONPATH": str(top / "src")}
    run = subprocess.run(
        [*command, str(tmp_path / "new" / "progress.json")], cwd=top, env=env, capture_output=True, timeout=60
    )
    if b"ptrace" in run.stderr:
        pytest.skip("tracing is not allowed here")

    steps = [step for line in log.read_text().splitlines() if (step := seen(line))]
    acknowledgements = [at for at, step in enumerate(steps) if step == "ack"]
    assert len(acknowledgements) == 3
    for at in acknowledgements:
        assert steps[at - 2 : at] == ["write", "fsync"]
    first = steps[: acknowledgements[0]]
    assert first.index("fsync temporary") < first.index("rename") < first.index("fsync folder", first.index("rename"))


def seen(line):
    """What a line of the trace is about."""
    if "ack " in line:
        return "ack"
    if "rename" in line and "progress.json" in line:
        return "rename"
    if "pwrite64" in line and "/progress.json>" in line:
        return "write"
    if "fsync" in line:
        if "/progress.json>" in line:
            return "fsync"
        return "fsync temporary" if ".tmp>" in line else "fsync folder"
    return ""
