"""`cxdrill study` in line mode, as scripts and screen readers use it."""

import sys

import pytest

from command import Outcome, events, on_decks, run
from deck_files import EVERY_TYPE, FLASHCARDS, write_decks

HOME = (EVERY_TYPE, FLASHCARDS)
study = on_decks("study")


def reviews(home) -> list[tuple[str, int]]:
    return [(event["card"], event["rating"]) for event in events(home, "review")]


def one(home, card: str, *lines: str) -> Outcome:
    """A session that skips to one card of the deck of every type and types the lines there."""
    order = ["greeting", "rings", "hold", "signals", "smile", "word", "steps", "pairs"]
    return study(home, "every", lines=[*[":skip"] * order.index(card), *lines])


def shown(outcome: Outcome, card: str) -> dict[str, str]:
    """The rows under the question as they were shown: text by name."""
    block = outcome.out.split(f"every/{card}\n", 1)[1].split("\n(")[0]
    return dict(reversed(row.split(") ", 1)) for row in block.split("\n") if ") " in row)


def test_an_empty_line_reveals_and_a_number_rates(home):
    outcome = study(home, "cards", "--plain", lines="\n3\n")

    assert outcome.code == 0
    assert reviews(home) == [("cards/one", 3)]
    assert outcome.out.startswith(
        "[1/3] flashcard cards/one\nFirst?\n(press Enter to show the answer)\nUno\n1 again (1 min), 2 hard"
    )


@pytest.mark.parametrize(
    ("options", "answers", "offered", "ratings"),
    [
        ((), ("Again", "easy", "hard"), "1 again (1 min), 2 hard", [1, 4, 2]),
        (("--two-buttons",), ("1", "knew it", "2"), "1 forgot (1 min), 2 knew it (10 min)", [1, 3, 3]),
    ],
)
def test_a_word_rates_as_well_as_a_number_also_with_two_buttons(home, options, answers, offered, ratings):
    outcome = study(home, "cards", *options, lines=[line for answer in answers for line in ("", answer)])

    assert offered in outcome.out
    assert [rating for _, rating in reviews(home)] == ratings


def test_the_interval_shown_is_the_one_recorded(home):
    outcome = study(home, "cards", lines=["", "4"])

    assert "4 easy (10 days)" in outcome.out
    assert "recorded easy, again in 10 days" in outcome.out
    event = events(home, "review")[0]
    assert event["due"] > event["day"]
    assert len(event["due"]) == len("2026-01-01")


@pytest.mark.parametrize(
    ("card", "answer", "verdict", "rating"),
    [
        ("rings", "THIRD", "right", 3),
        ("rings", "second", "wrong", 1),
        ("hold", "b", "right", 3),
        ("hold", "C", "wrong", 1),
        ("signals", "b, a", "right", 3),
        ("signals", "ac", "wrong", 1),
        ("smile", "true", "right", 3),
        ("smile", "f", "wrong", 1),
        ("word", " Empathy ", "right", 3),
        ("word", "sympathy", "wrong", 1),
    ],
)
def test_an_answer_is_recorded_as_good_or_again(home, card, answer, verdict, rating):
    outcome = one(home, card, answer)

    assert f"\n{verdict}, again " in outcome.out
    assert [each for _, each in reviews(home)] == [rating]
    assert outcome.err == ""


@pytest.mark.parametrize("is_right", [True, False])
@pytest.mark.parametrize(
    ("card", "pairs"),
    [
        ("steps", [("1", "greet"), ("2", "listen"), ("3", "solve")]),
        ("pairs", [("1", "calm"), ("2", "guidance"), ("3", "welcome")]),
    ],
)
def test_what_was_put_in_order_or_paired_is_judged_by_what_was_shown(home, card, pairs, is_right):
    """The order drawn is read from what was printed."""

    def lines():
        while f"every/{card}\n" not in (printed := sys.stdout.buffer.getvalue().decode()):
            yield ":skip"
        names = shown(Outcome(0, printed, ""), card)
        given = [names[text] for _, text in pairs]
        given = given if is_right else [*given[1:], given[0]]
        numbers = [number for number, _ in pairs]
        yield " ".join(given if card == "steps" else map("".join, zip(numbers, given, strict=True)))

    outcome = study(home, "every", stdin=lines())

    assert ("\nright" if is_right else "\nwrong") in outcome.out
    assert [rating for _, rating in reviews(home)] == [3 if is_right else 1]


def test_a_wrong_answer_says_why_and_what_is_right(home):
    outcome = one(home, "hold", "a")

    assert "a) Search at once: wrong\nNobody is put on hold unasked.\nb) Ask first: right\n" in outcome.out
    assert "Silence feels like being dropped." in outcome.out
    assert "A caller has been waiting.\nWhat comes before a hold?" in outcome.out


def test_a_near_miss_is_told_in_words_and_may_be_meant(home):
    outcome = one(home, "word", "empaty", ":meant")

    assert "Almost: empathy, one letter." in outcome.out
    assert [event["kind"] for event in events(home)] == ["review", "undo", "review"]
    assert [event["rating"] for event in events(home, "review")] == [1, 3]


@pytest.mark.parametrize(
    ("card", "line", "complaint"),
    [
        ("greeting", "hello", "press Enter to see the answer first"),
        ("greeting", "3", "press Enter to see the answer first"),
        ("hold", "", "one letter, a to c"),
        ("hold", "d", "type one letter from a to c"),
        ("hold", "ab", "type one letter from a to c"),
        ("signals", "x", "type every letter that is right"),
        ("smile", "perhaps", "t for true"),
        ("word", "", "type your answer"),
        ("steps", "1 2", "each number from 1 to 3 once"),
        ("pairs", "1a", "each number"),
        ("hold", ":nonsense", "there is no command :nonsense"),
        ("hold", ":hard", ":hard follows a right answer"),
        ("hold", "x" * 1001, "longer than 1000 characters"),
    ],
)
def test_a_line_that_cannot_be_read_records_nothing_and_asks_again(home, card, line, complaint):
    outcome = one(home, card, line)

    assert outcome.code == 0
    assert complaint in outcome.err
    assert outcome.err.count("\n") == 1
    assert events(home) == []


@pytest.mark.parametrize(("lines", "told"), [([":undo"], "there is nothing to undo\n"), ([":quit", "", "3"], "")])
def test_an_undo_too_early_and_what_stands_behind_quit_record_nothing(home, lines, told):
    outcome = study(home, "cards", lines=lines)

    assert (outcome.code, outcome.err) == (0, told)
    assert events(home) == []


def test_a_number_that_is_no_rating_is_asked_again(home):
    outcome = study(home, "cards", lines=["", "5", "", "3"])

    assert outcome.err.count("rate the card with 1 to 4; nothing was recorded") == 2
    assert reviews(home) == [("cards/one", 3)]


def test_undo_takes_back_as_many_steps_as_there_are(home):
    outcome = study(home, "cards", lines=["", "3", "", "1", ":undo", ":undo", "", "4"])

    assert outcome.out.count("taken back") == 2
    kinds = [event["kind"] for event in events(home)]
    assert kinds == ["review", "review", "undo", "undo", "review"]
    first, second, *undone, _ = events(home)
    assert [undo["voids"] for undo in undone] == [second["id"], first["id"]]


def test_hard_and_easy_void_a_right_answer_and_record_another(home):
    outcome = one(home, "smile", "t", ":easy", ":easy")

    assert [event["rating"] for event in events(home, "review")] == [3, 4]
    assert "recorded easy instead" in outcome.out
    assert ":easy follows a right answer; nothing was changed" in outcome.err


def test_a_card_can_be_put_off_set_aside_and_flagged(home):
    outcome = study(home, "cards", lines=[":flag the answer is old", ":bury", ":suspend", ":help"])

    assert [(event["kind"], event["card"]) for event in events(home)] == [
        ("flag", "cards/one"),
        ("bury", "cards/one"),
        ("suspend", "cards/two"),
    ]
    assert events(home, "flag")[0]["note"] == "the answer is old"
    assert "[1/1] flashcard cards/three" in outcome.out
    assert all(command in outcome.out for command in (":undo", ":skip", ":bury", ":flag NOTE"))


@pytest.mark.parametrize("card", ["greeting", "hold", "signals", "smile", "steps", "pairs"])
def test_q_leaves_without_a_colon_where_no_text_can_be_meant_and_help_helps(home, card):
    outcome = one(home, card, "help", "Q", "a", "a")

    assert ":flag NOTE" in outcome.out
    assert outcome.err == ""
    assert not reviews(home)


@pytest.mark.parametrize("card", ["rings", "word"])
def test_q_is_an_answer_where_text_is_typed(home, card):
    assert "\nwrong" in one(home, card, "q").out


def test_plain_mode_says_in_words_what_signs_say_also_in_a_pipe(home):
    signed, spoken = (study(home, "cards", *plain).out for plain in ([], ["--plain"]))
    (home / "config.toml").write_text("plain = true\n", "utf-8")

    assert "→ cxdrill study" in signed
    assert "Next: cxdrill study" in spoken
    assert not set(spoken) & set("→✓✗")
    assert study(home, "cards").out == spoken


@pytest.mark.parametrize("lines", [[], [""], ["", "3", ""], [":skip"]])
def test_the_end_of_input_ends_cleanly_wherever_it_comes(home, lines):
    outcome = study(home, "cards", lines=lines)

    assert outcome.code == 0
    assert outcome.err == ""
    assert "→ cxdrill" in outcome.out


def test_intervals_can_be_hidden(home):
    outcome = study(home, "cards", "--hide-intervals", lines=[""])

    assert "1 again, 2 hard, 3 good, 4 easy" in outcome.out


def test_cramming_is_logged_and_leaves_the_schedule(home):
    outcome = study(home, "cards", "--cram", lines=["", "3"])

    assert [event["kind"] for event in events(home)] == ["cram"]
    assert "Crammed: the schedule is as it was." in outcome.out


def test_after_every_answer_the_file_is_whole_and_holds_it(home):
    seen = []

    def typed():
        for _ in range(3):
            yield ""
            yield "3"
            seen.append(len(events(home)))
        yield ":undo"
        seen.append(len(events(home)))

    run("study", "cards", "--decks", str(home / "decks"), home=home, stdin=typed())

    assert seen == [1, 2, 3, 4]


def test_text_of_a_deck_reaches_no_terminal_as_a_command(tmp_path):
    deck = (
        'deck: bad\ntitle: Bad\ncards:\n  - {id: a, prompt: "\\e[2J[red]x[/] \\u202e:smile:", answer: "\\x9b31m\\a"}\n'
    )
    write_decks(tmp_path / "decks", deck)

    outcome = run("study", "--decks", str(tmp_path / "decks"), home=tmp_path, stdin="\n")

    assert not any((ord(sign) < 32 and sign != "\n") or 0x7F <= ord(sign) < 0xA0 for sign in outcome.out + outcome.err)
    assert "‹U+202E›" in outcome.out
    assert "[red]x[/]" in outcome.out
    assert ":smile:" in outcome.out


def test_a_line_that_ends_in_a_command_is_no_answer(home):
    outcome = one(home, "word", "hel:quit", "empathy")

    assert "the line ends in :quit; give a command a line of its own; nothing was recorded" in outcome.err
    assert [card for card, _ in reviews(home)] == ["every/word"]


def test_the_history_of_a_card_that_moved_and_of_a_renamed_deck_goes_on(home):
    study(home, "cards", lines=["", "4", "", "4", "", "4"])
    (home / "decks" / "cards.yaml").unlink()
    moved = FLASHCARDS.replace("deck: cards", "deck: other\nwas: cards").replace("id: two", "id: zwei, was: cards/two")
    write_decks(home / "decks", moved)

    assert "[1/" not in study(home, "other", lines=["", "4"] * 9).out


def test_the_last_answer_of_a_session_is_taken_back_in_it(home):
    study(home, "cards", "--limit", "1", lines=["", "4", ":undo", "", "1", ":undo", "", "3"])

    assert [event["kind"] for event in events(home)] == ["review", "undo", "review", "undo", "review"]


def test_the_last_answer_is_taken_back_by_the_next_session(home):
    study(home, "cards", "--limit", "1", lines=["", "4"])
    outcome = study(home, "cards", "--undo", "--limit", "1", lines=["", "1"])

    assert outcome.out.startswith("[1/2] flashcard cards/one\n")
    first, undo, second = events(home)
    assert (undo["kind"], undo["voids"]) == ("undo", first["id"])
    assert (second["card"], second["rating"]) == ("cards/one", 1)


def test_an_unknown_tag_is_answered_with_the_tags_there_are(home):
    rows = "".join(f"  - {{id: c{n}, prompt: First {n}?, answer: Uno, tags: [tag-{n:02}]}}\n" for n in range(25))
    write_decks(home / "decks", f"deck: tagged\ntitle: Tagged\ncards:\n{rows}")

    far, near = study(home, "tagged", "--tag", "xyz"), study(home, "tagged", "--tag", "tag-3")

    assert (far.code, near.code) == (2, 2)
    assert 'there is no tag "xyz"; choose from tag-00, tag-01, ' in far.err
    assert far.err.endswith(" tag-19 and 5 more\n")
    assert "did you mean tag-" in near.err


def test_with_no_answer_yet_none_is_taken_back(home):
    assert "there is no answer yet to take back" in study(home, "cards", "--undo").err
