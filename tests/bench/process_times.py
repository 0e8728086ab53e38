"""How long whole processes take: side by side in one loop, so that what is compared met the same noise."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Command:
    """One thing to measure: arguments, the variables it runs with, and the text that ends the measurement.

    With `until`, the time is that until standard output holds this text; else until the process ends.
    """

    arguments: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    until: bytes = b""
    prepare: Callable[[], object] | None = None  # before each run; not measured


@dataclass(frozen=True)
class Times:
    """What one command took in each round, in seconds: by the clock, and by the processor (0 where not known)."""

    wall: tuple[float, ...]
    cpu: tuple[float, ...]


def measured(commands: Mapping[str, Command], rounds: int) -> dict[str, Times]:
    """Each command once a round, in turn, after a round that counts for nothing."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for round in range(rounds + 1):
        for name, command in commands.items():
            times = _run(command)
            if round:
                found[name].append(times)
    return {name: Times(*(tuple(each) for each in zip(*rows, strict=True))) for name, rows in found.items()}


def report_costs(place: Path) -> str:
    """The time and the memory of `report` over what lies there, run once in a process of its own."""
    began = perf_counter()
    subprocess.run([sys.executable, "-m", "cxdrill", "report", place, "--json"], check=True, stdout=subprocess.DEVNULL)
    used = getrusage(RUSAGE_CHILDREN)
    seconds = f"{perf_counter() - began:.1f} s, {used.ru_utime + used.ru_stime:.1f} s of processor"
    return f"{seconds}, {used.ru_maxrss / 1024:.0f} MiB"


def ratio(times: Times, base: Times) -> tuple[float, float]:
    """Medians of the ratios of each round: by the clock and by the processor."""
    wall = median(one / other for one, other in zip(times.wall, base.wall, strict=True))
    cpu = median(one / (other or 1) for one, other in zip(times.cpu, base.cpu, strict=True))
    return wall, cpu


def peak_mib(command: Command) -> float:
    """The most memory that the command held at once, as the system says of that process."""
    process = _started(command)
    _wait(process, command.until)
    peak = _peak_kib(process.pid)
    _end(process)
    return peak / 1024


def _run(command: Command) -> tuple[float, float]:
    if command.prepare:
        command.prepare()
    began, before = perf_counter(), getrusage(RUSAGE_CHILDREN)
    process = _started(command)
    if not command.until:
        process.communicate()
        after = getrusage(RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return perf_counter() - began, used
    _wait(process, command.until)
    wall = perf_counter() - began
    cpu = _processor_seconds(process.pid)
    _end(process)
    return wall, cpu


def _started(command: Command) -> "subprocess.Popen[bytes]":
    stdin = subprocess.PIPE if command.until else subprocess.DEVNULL
    # Installed programs are compiled; the first round, which does not count, sees to it here.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | dict(command.env)
    return subprocess.Popen(command.arguments, env=env, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def _wait(process: "subprocess.Popen[bytes]", until: bytes) -> None:
    assert process.stdout is not None
    seen = b""
    while until not in seen:
        chunk = os.read(process.stdout.fileno(), 65536)
        if not chunk:
            raise RuntimeError(f"{process.args!r} ended without {until!r}: {seen[-500:]!r}")
        seen += chunk


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.communicate(b"")


def _processor_seconds(pid: int) -> float:
    """What a process that runs still has used (Linux; 0 elsewhere)."""
    try:
        tasks = Path(f"/proc/{pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


def _peak_kib(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    except (OSError, ValueError, StopIteration):
        return 0
