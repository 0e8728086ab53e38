"""A passed check tells what its score does not: a chosen seed, questions seen, a repaired file, another result."""

import json
import re

import pytest

from command import on_decks, progress_file
from cxdrill.core.exams.record import _sealed, record_text
from deck_files import CHECK, QUESTIONS
from taken import RIGHT, failed, passed

HOME = (QUESTIONS, CHECK)
cxdrill = on_decks()


def chosen(home, *answers):
    lines = "".join(f"{line}\n" for line in (*answers, ":submit", ":submit"))
    return cxdrill(home, "quiz", "check", "--seed", "7", stdin=lines)


def verified(home, record: str):
    (home / "record.json").write_text(record, "utf-8")
    return cxdrill(home, "verify", str(home / "record.json"))


def test_a_seed_chosen_twice_is_told_everywhere(home):
    chosen(home, "", "", "", "")
    told = "4 of 4 questions were seen in an earlier attempt"

    outcome = chosen(home, RIGHT, RIGHT, RIGHT, RIGHT)
    record = cxdrill(home, "results", "2", "--json").out
    page = home / "c.html"
    cxdrill(home, "results", "2", "--certificate", str(page), "--name", "Ana")

    assert told in outcome.out
    assert "the seed was chosen" in outcome.out
    assert json.loads(record)["remarks"] == [told, "the seed was chosen"]
    assert told in page.read_text("utf-8")
    assert "the seed was chosen" in page.read_text("utf-8")
    checked = verified(home, record)
    assert checked.code == 0
    assert f"! remark  {told}\n! remark  the seed was chosen\n" in checked.out


def test_questions_drawn_by_chance_and_new_need_no_remark(home):
    passed(home)

    assert "remarks" not in cxdrill(home, "results", "1", "--json").json


def test_an_attempt_that_was_open_when_the_file_was_repaired_says_so(home):
    failed(home)
    path = progress_file(home)
    path.write_text(path.read_text("utf-8").replace("exam-finished", "exam-finishes"), "utf-8")
    for backup in (path.parent / "backups").glob("*"):
        backup.unlink()
    lines = "".join(f":goto {n}\n{RIGHT}\n" for n in range(1, 5))

    outcome = cxdrill(home, "quiz", "check", stdin=f"{lines}:submit\n:submit\n")

    told = "the progress file was repaired and lost entries while this attempt was open"
    assert told in outcome.out
    assert told in cxdrill(home, "results", "1", "--json").json["remarks"]


def test_a_result_that_its_answers_do_not_give_is_shown_and_has_no_certificate(home):
    failed(home)
    path = progress_file(home)
    text = re.sub(r',"crc":"[0-9a-f]*"', "", path.read_text("utf-8"))
    data = json.loads(text)
    for event in data["events"]:
        event.pop("crc", None)
        if event["kind"] == "exam-finished":
            start = next(each for each in data["events"] if each["kind"] == "exam-started")
            keys = [f"{item['card']['deck']}/{item['card']['id']}" for item in start["form"]["items"]]
            event["responses"] = dict.fromkeys(keys, RIGHT)
    path.write_text(json.dumps(data), "utf-8")

    shown = cxdrill(home, "results", "1").out
    refused = cxdrill(home, "results", "1", "--certificate", str(home / "c.html"), "--name", "Ana")

    assert "the result recorded at its end (1, not passed) is not what its answers give" in shown
    assert refused.code == 1
    assert "there is no certificate" in refused.err
    assert not (home / "c.html").exists()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": "Another exam"}, "the title of the record is"),
        ({"assurance": "proctored"}, "the kind of result of the record is"),
        ({"scoring": "plus-minus"}, "the scoring of the record is"),
        ({"time_limit_seconds": 1}, "the time limit of the record is"),
        ({"extra_time": "1e99999999%"}, "the time limit and the time used of the record are"),
    ],
)
def test_a_sealed_record_with_other_rules_is_told(home, changes, told):
    passed(home)
    record = cxdrill(home, "results", "1", "--json").json

    outcome = verified(home, record_text(_sealed(record | changes)))

    assert outcome.code == 1
    assert f"✗ rules   {told}" in outcome.out
