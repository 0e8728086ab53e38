"""Names that other programs use for fields and words: the suggestion is what was meant, never another error."""

from pathlib import Path

import pytest

from cxdrill.files.decks.library import read_library


def told(tmp_path: Path, card: str) -> list[tuple[str, str]]:
    (tmp_path / "d.yaml").write_text(f"deck: d\ntitle: D\ncards:\n  - {{id: a, {card}}}\n", "utf-8")
    return [(each.rule, each.remedy) for each in read_library([tmp_path], replaces=False)[1]]


OPTIONS = "options: [{text: x, correct: true}, {text: y}]"


@pytest.mark.parametrize(
    ("card", "meant"),
    [
        (f"type: multiple-choice, prompt: What?, {OPTIONS}", "choice"),
        (f"type: mcq, prompt: What?, {OPTIONS}", "choice"),
        ("question: What?, answer: x", "prompt"),
        ("prompt: What?, back: x", "answer"),
        ("prompt: What?, answer: x, feedback: y", "explanation"),
    ],
)
def test_the_name_that_was_meant_is_suggested_alone(card: str, meant: str, tmp_path: Path) -> None:
    remedies = [remedy for _, remedy in told(tmp_path, card)]
    assert f'did you mean "{meant}"?' in remedies
    assert not any(remedy.startswith("add ") for remedy in remedies)


@pytest.mark.parametrize("name", ["hint", "points"])
def test_what_decks_do_not_have_is_not_likened_to_something_else(name: str, tmp_path: Path) -> None:
    ((rule, remedy),) = told(tmp_path, f"prompt: What?, answer: x, {name}: y")
    assert (rule, "did you mean" in remedy) == ("S201", False)


def test_an_option_has_a_why_where_others_have_feedback(tmp_path: Path) -> None:
    remedies = [remedy for _, remedy in told(tmp_path, f"prompt: What?, {OPTIONS[:-2]}, feedback: z}}]")]
    assert remedies == ['did you mean "why"?']


@pytest.mark.parametrize(("typed", "meant"), [("45 min", "45m"), ("2 hours", "2h"), ("90", "90m"), ("soon", "1h30m")])
def test_a_length_of_time_is_suggested_as_it_was_meant(typed: str, meant: str, tmp_path: Path) -> None:
    exam = "exam: e\ntitle: E\nitems: 1\npass_mark: 50%\nblueprint: {d: 1}\ntime_limit: "
    (tmp_path / "e.yaml").write_text(f"{exam}{typed}\n", "utf-8")
    (problem,) = read_library([tmp_path], replaces=False)[1]
    assert f'such as "{meant}"' in problem.remedy


def test_a_merge_that_was_left_unfinished_is_called_so(tmp_path: Path) -> None:
    text = "deck: d\ntitle: D\ncards:\n<<<<<<< HEAD\n  - {id: a, prompt: P, answer: x}\n=======\n>>>>>>> main\n"
    (tmp_path / "d.yaml").write_text(text, "utf-8")
    assert "two versions of the file were merged" in read_library([tmp_path], replaces=False)[1][0].message
