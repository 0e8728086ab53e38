"""Every benchmark still runs: the shortest version of each; `make bench` fails where one of them does."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ENV = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (HERE.parents[1] / "src", HERE.parent / "support", HERE)))}
SHORTEST = {
    "bench_study.py": ("50", "200"),
    "bench_report.py": ("5",),
    "bench_long.py": ("50", "50"),
    "bench_load_balance.py": ("1", "80"),
    "bench_optimize.py": ("1", "600"),
    "bench_retention.py": ("2",),
    "bench_ready.py": ("1", "1", "1"),
    "bench_laws.py": ("1",),
    "bench_month.py": ("1",),
}


@pytest.mark.skipif(os.name == "nt", reason="POSIX")
@pytest.mark.parametrize(("script", "arguments"), SHORTEST.items())
def test_a_benchmark_runs_to_its_end(script, arguments):
    done = subprocess.run([sys.executable, HERE / script, *arguments], env=ENV, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_a_benchmark_that_fails_is_told_at_the_end(monkeypatch, capfd):
    monkeypatch.syspath_prepend(HERE)
    import run

    monkeypatch.setattr(run, "OTHERS", {"bench_none.py": (), "bench_report.py": ("5",)})

    assert run._run_others(is_quick=True) == 1
    assert "failed: bench_none.py" in capfd.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="POSIX")
def test_every_figure_of_speed_is_measured_and_no_script_is_left_out(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(HERE)
    import bench_answers
    import bench_files
    import bench_speed
    import large_data
    import run

    for bench in (bench_answers, bench_speed):
        monkeypatch.setattr(bench, "deck_folder", lambda folder, _: large_data.deck_folder(folder, 60))
        monkeypatch.setattr(bench, "card_keys", lambda _: large_data.card_keys(60))
        monkeypatch.setattr(bench, "progress_file", lambda path, _, *more: large_data.progress_file(path, 90, *more))
    monkeypatch.setattr(bench_speed, "DATA", tmp_path)
    monkeypatch.setattr(bench_files, "CARDS", 30)
    monkeypatch.setattr(bench_files, "EVENTS", 60)

    figures = bench_speed.figures(1, has_anki=False) + bench_answers.figures(tmp_path)
    figures += bench_files.figures(tmp_path, 1)

    assert all(each.line() for each in figures)
    assert {path.name for path in HERE.glob("bench_*.py")} == {
        *("bench_speed.py", "bench_answers.py", "bench_files.py", "bench_anki.py"),
        *run.OTHERS,
    }
    assert set(run.OTHERS) == set(SHORTEST)
