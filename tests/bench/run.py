"""`make bench`: every figure beside its goal. `--json` for programs, `--quick` leaves out what takes minutes.

Speed is measured in whole processes beside `python -c pass` and beside Anki's engine, and in process beside the
plainest way to do the same; scheduling, readiness and reports have benchmarks of their own, which run last.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
DATA = HERE / ".data"
sys.path[:0] = [str(HERE.parents[1] / "src"), str(HERE.parent / "support"), str(HERE)]

OTHERS = {  # script: arguments for a quick look
    "bench_study.py": (),
    "bench_report.py": ("1000",),
    "bench_long.py": ("25000", "2500"),
    "bench_load_balance.py": ("1",),
    "bench_optimize.py": ("1",),
    "bench_retention.py": ("4",),
    "bench_ready.py": ("150", "20", "4"),
    "bench_laws.py": ("20",),
    "bench_month.py": ("7",),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print the figures of speed as JSON, and nothing else")
    parser.add_argument("--quick", action="store_true", help="fewer rounds and smaller simulations")
    parser.add_argument("--rounds", type=int, help="rounds of whole processes (25, quick 7)")
    parser.add_argument("--no-anki", action="store_true", help="leave Anki's engine out")
    parser.add_argument("--speed-only", action="store_true", help="leave scheduling, readiness and reports out")
    asked = parser.parse_args()

    import bench_answers
    import bench_files
    import bench_speed
    from verdicts import as_json

    DATA.mkdir(exist_ok=True)
    rounds = asked.rounds or (7 if asked.quick else 25)
    figures = []
    for rows in (
        lambda: bench_speed.figures(rounds, has_anki=not asked.no_anki),
        lambda: bench_answers.figures(DATA),
        lambda: bench_files.figures(DATA, max(3, rounds // 5)),
    ):
        found = rows()
        figures += found
        if not asked.json:
            print(*(each.line() for each in found), sep="\n", flush=True)
    if asked.json:
        print(as_json(figures))
    elif not asked.speed_only:
        return _run_others(is_quick=asked.quick)
    return 0


def _run_others(*, is_quick: bool) -> int:
    """Runs the other scripts one by one, to the end whatever happens; 1 where one of them failed."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path[:3])}
    failed = []
    for script, quick in OTHERS.items():
        print(f"\n{script}", flush=True)
        command = [sys.executable, str(HERE / script), *(quick if is_quick else ())]
        if subprocess.run(command, env=env, check=False).returncode:
            failed.append(script)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
