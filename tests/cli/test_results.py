"""`cxdrill results`: past attempts, one of them, and a certificate."""

import pytest

from command import on_decks, run
from deck_files import CHECK, QUESTIONS, write_decks
from pages import Page
from taken import failed, passed, take

HOME = (QUESTIONS, CHECK)
results = on_decks("results")


def test_before_the_first_check_it_says_how_to_take_one(home):
    outcome = results(home)

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == f"No check was taken yet.\n→ cxdrill quiz --decks {home}/decks\n"
    assert results(home, "--json").json == {"attempts": []}
    take(home, "b", ending=())
    assert results(home).out.splitlines()[-1] == f"→ cxdrill quiz --decks {home}/decks"  # an open one is not shown


def test_every_attempt_is_listed_with_what_became_of_it(home):
    passed(home), failed(home), take(home, "b", ending=())
    run("quiz", "check", "--abandon", "--decks", str(home / "decks"), home=home)
    take(home, "b", ending=())

    lines = results(home).out.splitlines()

    assert lines[9].startswith("→ cxdrill results 1 ")
    assert lines[10].startswith("  cxdrill results 1 --certificate ")
    assert [line.strip() for line in lines[1:8:2]] == [
        "✓ passed  4 of 4   100%",
        "✗ not passed  1 of 4   25%",
        "cancelled",
        f"not handed in yet: cxdrill quiz check --decks {home}/decks goes on with it",
    ]
    rows = results(home, "--json").json["attempts"]
    assert [(row["attempt"], row["score"], row["items"], row["passed"], row["state"]) for row in rows] == [
        *((1, 4, 4, True, "finished"), (2, 1, 4, False, "finished")),
        *((3, None, 4, None, "abandoned"), (4, None, 4, None, "open")),
    ]
    assert all(set(row) >= {"attempt", "exam", "at", "score", "items", "passed", "state"} for row in rows)


def test_one_attempt_tells_score_topics_and_what_was_missed(home):
    failed(home)

    outcome = results(home, "1")

    assert outcome.code == 0
    assert outcome.out.startswith("✗ Not passed   1 of 4   25% (75% needed)  result 1\nThe next one")
    assert "\nThe next one can be taken now.\n1 question unanswered\n" in outcome.out
    assert "\nUnder the 75% that the whole check needs\nCalls: 1 of 4\n" in outcome.out
    assert outcome.out.count("\nMissed: question ") == 3
    study = f"→ cxdrill study --missed --decks {home}/decks   the 3 not fully right come first"
    assert outcome.out.endswith(f"\n{study}\n\n✗ Not passed   1 of 4   25% (75% needed)\n")
    for told in (outcome.out, results(home, "1", "--plain").out):  # in words which is right, and which was chosen
        assert (told.count(": right\n"), told.count(": wrong\n     It is not.\n")) == (3, 2)


def test_only_the_last_attempt_sends_to_what_was_missed(home):
    failed(home), passed(home)

    assert f"\n→ cxdrill study --decks {home}/decks\n" in results(home, "1").out
    certificate = "cxdrill results 2 --certificate my-check.html"
    assert results(home, "2").out.endswith(f"\n→ {certificate} --decks {home}/decks\n")


def test_a_check_left_open_while_another_was_taken_says_what_comes_next_once_it_is_handed_in(home):
    write_decks(home / "decks", CHECK.replace("exam: check", "exam: other"))
    take(home, "b", ending=())
    run("quiz", "other", "--decks", str(home / "decks"), home=home, stdin="b\nb\nb\nb\n:submit\n")

    told = take(home, "a", "a", "a").out

    assert "\nThe next one can be taken now.\n" in told
    assert f"cxdrill study --missed --decks {home}/decks   the 3 not fully right come first\n" in told


def test_the_record_is_the_same_as_the_quiz_printed(home):
    printed = run("quiz", "check", "--json", "--decks", str(home / "decks"), home=home, stdin="b\nb\nb\na\n:submit\n")

    outcome = results(home, "1", "--json")

    assert outcome.out == printed.out
    assert outcome.json["assurance"] == "self-reported"


ATTEMPT_3 = 'there is no result 3; "cxdrill results --decks {home}/decks" lists the 1 result'


@pytest.mark.parametrize(("number", "words"), [("3", ATTEMPT_3), ("0", "0"), ("x", "x")])
def test_an_attempt_that_is_not_there_is_wrong_usage(home, number, words):
    passed(home)

    outcome = results(home, number)

    assert (outcome.code, outcome.out) == (2, "")
    assert words.format(home=home) in outcome.err


@pytest.mark.parametrize(
    ("option", "shown"),
    [
        (("--name", "  Ana María  "), "Ana María"),
        (("--name", "<script>x</script>\x1b[31m&\n{title}"), "<script>x</script>␛[31m& {title}"),
        ((), "Ada Lovelace"),
    ],
    ids=["plain", "hostile", "from the settings"],
)
def test_a_certificate_names_person_exam_score_and_fingerprint_as_text_and_replaces_by_force(home, option, shown):
    passed(home)
    (home / "config.toml").write_text('name = "Ada Lovelace"\n', "utf-8")
    fingerprint = results(home, "1", "--json").json["fingerprint"]
    (home / "c.html").write_text("mine", "utf-8")
    certificate = ("1", "--certificate", str(home / "c.html"), *option)

    assert results(home, *certificate).code == 3
    assert (home / "c.html").read_text("utf-8") == "mine"
    outcome = results(home, *certificate, "--force")
    assert (outcome.code, outcome.out) == (0, "")
    page = Page((home / "c.html").read_text("utf-8"))
    assert page.loads_nothing
    assert not {"script", "http"} & {*page.tags, *page.text.split(":")}
    for words in (shown, "Calls check", "4 of 4 (100%, 75% needed)", "Self-reported", fingerprint):
        assert words in page.text


@pytest.mark.parametrize(
    ("taken", "arguments", "code", "words"),
    [
        (failed, ("1", "--name", "Ana"), 1, "not passed"),
        (failed, ("1", "--name", "Ana"), 1, '"cxdrill study --missed --decks {home}/decks" drills what you missed. '),
        (failed, ("1", "--name", "Ana"), 1, "next one "),
        (lambda home: take(home, "b", ending=()), ("1", "--name", "Ana"), 1, "not passed"),
        (passed, ("1",), 2, "--name"),
        (passed, ("1", "--name", "Ana", "--reason", "so"), 2, "it goes with --rescore"),
        (passed, ("1", "--name", "Your Name"), 2, "add your name"),
        (passed, ("--name", "Ana"), 2, "cxdrill results N --certificate"),
    ],
)
def test_a_certificate_is_for_one_passed_check_and_a_name_of_ones_own(home, taken, arguments, code, words):
    taken(home)

    outcome = results(home, *arguments, "--certificate", str(home / "c.html"))

    assert outcome.code == code
    assert words.format(home=home) in outcome.err
    assert not (home / "c.html").exists()


def test_decks_in_error_take_no_past_result_away(home):
    passed(home)
    (home / "decks" / "calls.yaml").write_text("deck: calls\ntitle: [", "utf-8")

    assert "✓ passed  4 of 4" in results(home).out
    assert results(home, "1").code == 0


def test_a_key_on_the_page_of_a_pass_writes_the_certificate(home, monkeypatch):
    passed(home)
    offered = []
    monkeypatch.setattr("cxdrill.app.results.is_interactive", lambda *, plain: True)
    monkeypatch.setattr("cxdrill.app.results.page_through", lambda pages, keys, rest: offered.extend(keys) or "c")
    names = ["Ana María"]  # which is asked once
    monkeypatch.setattr("cxdrill.app.results.typed", lambda question, *, plain: names.pop())
    monkeypatch.chdir(home)

    outcome = results(home, "1")

    assert offered == [("c", "certificate")]
    assert "Ana María" in (home / "check-certificate-1.html").read_text("utf-8")
    assert outcome.out.startswith("Your certificate\n→ cxdrill study")
    assert outcome.out.endswith("\n✓ Passed   4 of 4   100% (75% needed)\n")
    assert "--certificate" not in outcome.out
    assert (home / "config.toml").read_text("utf-8") == 'name = "Ana María"\n'
    assert f"your name is kept for the next one, in {home / 'config.toml'}" in outcome.err

    results(home, "1")

    assert "Ana María" in (home / "check-certificate-1-2.html").read_text("utf-8")  # the first one stays


def test_a_certificate_asks_for_its_name_until_there_is_one(home, monkeypatch):
    passed(home)
    given, asked = ["", "  ", "Ana María"], []
    monkeypatch.setattr("cxdrill.app.results.typed", lambda question, *, plain: asked.append(question) or given.pop(0))

    outcome = results(home, "1", "--certificate", str(home / "mine.html"))

    assert (outcome.code, given) == (0, [])
    assert ["needs your name" in question for question in asked] == [False, True, True]
    assert f"wrote {home}/mine.html" in outcome.err
    assert "Ana María" in (home / "mine.html").read_text("utf-8")
