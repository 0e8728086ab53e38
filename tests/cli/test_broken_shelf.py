"""A deck or exam that cannot be read takes away itself only: not the other decks, and no attempt that is open."""

import pytest

from command import on_decks
from deck_files import CHECK, QUESTIONS
from taken import RIGHT, take

HOME = (QUESTIONS, CHECK)
cxdrill = on_decks()


@pytest.mark.parametrize("command", ["study", "ready", "stats", "decks", "results"])
def test_one_file_with_a_typo_is_left_out_with_a_word(home, command):
    (home / "decks" / "typo.yaml").write_text("deck: x\ntitle: [\n", "utf-8")

    outcome = cxdrill(home, command)

    assert outcome.code == 0
    assert "left out because of errors" in outcome.err


@pytest.mark.parametrize("named", [(), ("check",)])
@pytest.mark.parametrize("harm", ["removed", "broken", "all broken"])
def test_an_open_attempt_goes_on_from_its_record(home, harm, named):
    take(home, RIGHT, ending=())
    path = home / "decks" / "check.yaml"
    if harm == "removed":
        path.unlink()
    for each in {"broken": [path], "all broken": list((home / "decks").iterdir())}.get(harm, []):
        each.write_text("exam: [\n", "utf-8")

    outcome = cxdrill(home, "quiz", *named, stdin=f"{RIGHT}\n{RIGHT}\n{RIGHT}\n:submit\n")

    assert outcome.code == 0, outcome
    assert "goes on as it was recorded" in outcome.err
    assert "✓ Passed   4 of 4" in outcome.out


def test_an_open_attempt_at_a_removed_exam_can_be_given_up(home):
    take(home, RIGHT, ending=())
    (home / "decks" / "check.yaml").unlink()

    outcome = cxdrill(home, "quiz", "--abandon")

    assert outcome.code == 0
    assert "the check was cancelled and recorded as result 1" in outcome.err
    assert cxdrill(home, "quiz", "check").code == 2


def test_where_nothing_is_left_many_errors_are_listed_in_few_lines(home):
    for path in (home / "decks").iterdir():
        path.unlink()
    rows = "".join(f"  - {{id: c{number}, promt: y, answer: z}}\n" for number in range(50))
    (home / "decks" / "bad.yaml").write_text(f"deck: bad\ntitle: T\ncards:\n{rows}", "utf-8")

    study, check = cxdrill(home, "study"), cxdrill(home, "check")

    assert study.code == 3
    assert "the decks have" in study.err
    assert len(study.err.splitlines()) == 12
    assert "more; see cxdrill check" in study.err
    assert check.code == 1
    assert "more of this kind" in check.out
    assert len(check.out.splitlines()) < 100


def test_a_command_to_copy_names_a_folder_with_blanks_and_signs_of_the_shell_safely(home):
    folder = home / "a $(id) b"

    outcome = cxdrill(home, "new", "x1", "--into", str(folder))

    assert f"cxdrill check '{folder / 'x1.yaml'}'" in outcome.err
