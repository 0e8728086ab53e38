"""`cxdrill standard`: judges rate, leave and go on; the panel's cut score and its line for the exam file."""

import pytest

from builders import Journal
from command import on_decks, run
from cxdrill.core.exams.attempt import attempts
from cxdrill.core.exams.record import record, record_text
from cxdrill.files.decks.deck_yaml import read_file
from exam_class import certification_home, sit, writer_of


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return certification_home(tmp_path, items=4)


standard = on_decks("standard", "certification")


def ratings(home, judge, name="judges"):
    value, problems = read_file(home / "decks" / "certification-standard.yaml")
    assert not problems
    return [int(each.value * 100) for each in getattr(value, name)[judge].values()]


def test_a_judge_leaves_and_goes_on_and_sees_the_key_only_when_asked(home):
    first = standard(home, "--judge", "Ana", lines=["60", ":key", "70"])
    second = standard(home, "--judge", "Ana", lines=["80", "90"])
    assert first.code == 0, first
    assert "[2/4]" in first.out
    assert first.out.count(": right") == 1
    assert "the same command goes on" in first.err
    assert "[1/2]" in second.out
    assert sorted(ratings(home, "Ana")) == [60, 70, 80, 90]
    assert "has rated every question" in standard(home, "--judge", "Ana").err
    assert run("check", "--decks", "decks", home=home).code == 0


def test_a_judge_who_rates_nothing_is_told_of_no_file(home):
    outcome = standard(home, "--judge", "Ana", lines=[":skip", ":quit"])
    assert outcome.err == "cxdrill: nothing was rated; the same command goes on\n"
    assert not (home / "decks" / "certification-standard.yaml").exists()


def test_every_judge_is_asked_the_same_sample_or_all(home):
    heads = []
    for judge in ("Ana", "Ben"):
        out = standard(home, "--judge", judge, lines=["80"] * 4).out
        heads.append([line for line in out.splitlines() if line.startswith(("[", "What about"))])
    assert heads[0] == heads[1]
    assert "[1/6]" in standard(home, "--judge", "Cai", "--all", lines=[":quit"]).out


@pytest.mark.parametrize("line", ["101", "-1", "many", "7 0", ""])
def test_what_is_no_number_is_asked_again(home, line):
    outcome = standard(home, "--judge", "Ana", lines=[line, "50", ":quit"])
    assert "type a number from 0 to 100" in outcome.err
    assert ratings(home, "Ana") == [50]


def test_a_number_below_blind_chance_is_taken_at_its_second_time(home):
    outcome = standard(home, "--judge", "Ana", "--all", lines=["20", "20", "33", "40", ":quit"])
    assert "blind guessing is right 33 times in 100; type 20 again if you mean it" in outcome.err
    assert ratings(home, "Ana")[0] == 20


def test_the_panel_gives_its_cut_score_and_the_line_to_paste(home):
    for judge, numbers in {"Ana": ["70", "80", "60", "70"], "Ben": ["80"] * 4}.items():
        standard(home, "--judge", judge, lines=numbers)
    shown, found = standard(home, "--plain"), standard(home, "--json").json
    assert found["cut"] == pytest.approx(0.75)
    assert found["error"] == pytest.approx(0.05)
    assert (found["needed"], found["pass_mark"]) == (3, "75%")
    assert "2 judges: just-qualified people get 75.0% right (standard error 5.0%), 3 of 4 points" in shown.out
    assert "pass_mark: 75%" in shown.out.splitlines()


def test_the_second_round_shows_what_the_others_said(home):
    standard(home, "--judge", "Ana", lines=["70"] * 4)
    alone = standard(home, "--judge", "Cai", "--round", "2")
    standard(home, "--judge", "Ben", lines=["90"] * 4)
    again = standard(home, "--judge", "Ana", "--round", "2", lines=["75", "80", ":quit"])
    assert alone.code == 1
    assert '"Cai" has no ratings of the first round, which Ana gave' in alone.err
    assert "the others said 90; you said 70" in again.out
    assert sorted(ratings(home, "Ana", "second")) == [75, 80]
    assert ratings(home, "Ana") == [70] * 4
    assert "In the first round it was 80.0%." in standard(home, "--plain").out


def test_a_reworded_question_and_a_topic_that_came_later_are_told(home):
    standard(home, "--judge", "Ana", "--all", lines=["70"] * 6)
    path = home / "decks" / "calls.yaml"
    path.write_text(path.read_text("utf-8").replace("What about q2?", "What of q2?"), "utf-8")
    assert "1 rated questions are gone or were reworded and are left out: calls/q2" in standard(home).err
    path.write_text(path.read_text("utf-8").replace("  - id: q4\n", "  - id: q4\n    topic: desk\n"), "utf-8")
    exam = home / "decks" / "certification.yaml"
    exam.write_text(exam.read_text("utf-8").replace("{calls: 4}", "{calls: 3, desk: 1}"), "utf-8")
    standard_file = home / "decks" / "certification-standard.yaml"
    lines = [line for line in standard_file.read_text("utf-8").splitlines() if "calls/q4" not in line]
    standard_file.write_text("\n".join(lines) + "\n", "utf-8")
    shown = standard(home, "--plain")
    assert shown.code == 1
    assert "Nobody has rated the topic desk, so there is no pass mark yet." in shown.out


def test_nobody_has_rated_yet(home):
    outcome = standard(home)
    assert outcome.code == 1
    assert "start with: cxdrill standard certification --judge NAME" in outcome.err


def test_another_file_is_left_as_it_is(home):
    (home / "notes.yaml").write_text("mine", "utf-8")
    for name in ("notes.yaml", "decks/calls.yaml"):
        before = (home / name).read_bytes()
        outcome = standard(home, "--judge", "Ana", "-o", name, lines=["50"])
        assert outcome.code == 3
        assert "holds no standard" in outcome.err
        assert (home / name).read_bytes() == before


def test_groups_of_people_stand_beside_the_panel(home):
    standard(home, "--judge", "Ana", lines=["70"] * 4)
    (home / "class").mkdir()
    rows = ["learner,group"]
    for number, (group, known) in enumerate(
        [("borderline", 4), ("borderline", 3), ("borderline", 5), ("qualified", 6), ("unqualified", 1)]
    ):
        journal = Journal(writer_of(number))
        journal.wait(60 * number)
        sit(journal, [f"q{each}" for each in range(min(known, 5))] + ["word"] * (known > 5))
        text = record_text(record(attempts(journal.events)[0], f"Person {number}"))
        (home / "class" / f"{number}.json").write_text(text, "utf-8")
        rows.append(f"Person {number},{group}")
    (home / "groups.csv").write_text("\n".join(rows), "utf-8")
    outcome = standard(home, "--from", "class", "--groups", "groups.csv", "--json")
    assert outcome.code == 0, outcome
    found = outcome.json["groups"]
    assert found["borderline"] == pytest.approx(4 / 6)
    assert found["contrasting"] == pytest.approx((1 / 6 + 1) / 2)
    assert "part best at" in standard(home, "--from", "class", "--groups", "groups.csv", "--plain").out
    (home / "groups.csv").write_text("learner,group\nNobody,borderline\n", "utf-8")
    assert (
        "names Nobody, of whom class has no result" in standard(home, "--from", "class", "--groups", "groups.csv").err
    )
    (home / "groups.csv").write_text("learner,group\nPerson 1,middling\n", "utf-8")
    assert (
        "row 2: write a learner, and as group one of" in standard(home, "--from", "class", "--groups", "groups.csv").err
    )
    assert standard(home, "--from", "class").code == 2
