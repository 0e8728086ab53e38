"""A contact turn by turn: what is typed, how far it went, and that every score is the sum by hand."""

import time
from fractions import Fraction
from random import Random

import pytest

from cxdrill.core.cards.dialogue import Dialogue
from cxdrill.core.cards.question import UnreadableAnswer
from cxdrill.core.cards.talk import Reply, Turn, chances_by_lot, paths

STEPS = ("greeting", "understanding", "agreeing", "delivering", "closing")
TURNS = (
    Turn("opening", "We booked!", (Reply("Sorry.", "bed", ("greeting",), 1), Reply("System.", "bed", (), -2, "Blame"))),
    Turn("bed", "Where do we sleep?", (Reply("Next door.", "end", ("agreeing",)), Reply("Ask.", "gone", (), -1))),
    Turn("end", "Thank you.", ends="solved", coach="Well done."),
    Turn("gone", "We leave.", ends="lost", coach="Own it."),
)


def dialogue(turns=TURNS, steps=("greeting", "agreeing")):
    return Dialogue(deck="desk", id="midnight", prompt="A family arrives.", topic="desk", steps=steps, turns=turns)


ITEM = dialogue().ordered((0, 1, 2, 3))


def random_dialogue(rng, turns=8):
    """A dialogue whose replies lead anywhere, circles and dead ends among them."""
    names = [f"t{number}" for number in range(turns)]
    made = []
    for name in names[:-2]:
        replies = tuple(
            Reply(f"{name} {n}", rng.choice(names), tuple(s for s in STEPS if rng.random() < 0.2), rng.randint(-2, 2))
            for n in range(rng.randint(2, 4))
        )
        made.append(Turn(name, "...", replies))
    ends = (Turn(name, "...", ends=rng.choice(("solved", "open", "lost")), coach="c") for name in names[-2:])
    return dialogue((*made, *ends), STEPS)


def test_letters_are_kept_as_turns_and_numbers_of_the_deck_whatever_the_order():
    swapped = ITEM.ordered((1, 0, 3, 2))
    assert ITEM.going_on("", "a") == "opening:1"
    assert swapped.going_on("", "b") == "opening:1"
    assert swapped.going_on("opening:1", "B.") == "opening:1 bed:1"


def test_a_line_that_names_no_reply_is_refused_and_what_was_said_is_final():
    for said, line, why in (
        *(("", line, "letter") for line in ("c", "", "1", "ab")),
        ("opening:1 bed:1", "a", "final"),
    ):
        with pytest.raises(UnreadableAnswer, match=why):
            ITEM.going_on(said, line)


@pytest.mark.parametrize(
    ("response", "points"),
    [
        ("opening:1 bed:1", 1),
        ("opening:2 bed:1", Fraction(1, 3)),
        ("opening:1 bed:2", 0),
        ("opening:1", Fraction(1, 3)),  # broken off: half of what was earned
        ("opening:2", 0),
    ],
)
def test_points_are_steps_and_mood_as_the_ending_lets_them_count(response, points):
    assert ITEM.points(response) == points


@pytest.mark.parametrize(
    "response", ["bed:1", "opening:3", "opening:1 opening:1", "opening", "opening:99999999999", "opening:1bed:1"]
)
def test_a_response_that_is_no_way_through_is_refused(response):
    with pytest.raises(UnreadableAnswer):
        ITEM.points(response)


def test_the_step_in_sight_has_the_talk_so_far_and_the_replies_in_their_order():
    step = ITEM.step("opening:1")
    assert step.said == (("Customer", "We booked!"), ("You", "Sorry."), ("Customer", "Where do we sleep?"))
    assert [(row.name, row.text) for row in step.rows] == [("a", "Next door."), ("b", "Ask.")]
    assert ITEM.step("opening:1 bed:1").is_over


def test_the_mood_is_told_beside_the_beginning_in_words_that_fit_the_sad_and_the_angry():
    assert ITEM.step("").mood == "a talk of several turns: what you say decides how the customer answers"
    assert ITEM.step("opening:1").mood == "the customer feels better"
    assert ITEM.step("opening:2").mood == "the customer feels worse"
    outcome, way, *_ = ITEM.feedback("opening:2 bed:2")
    assert outcome.text == "Lost; the customer feels much worse"
    assert way.text == "the mood on the way: as at first → worse → much worse"


def test_the_score_of_a_thousand_random_talks_is_the_sum_by_hand():
    rng = Random(7)
    for _ in range(1000):
        card = random_dialogue(rng)
        item = card.shuffled(rng)
        turns, response, turn = {turn.id: turn for turn in card.turns}, "", card.turns[0]
        served, mood = set(), 0
        for _ in range(rng.randint(1, 12)):
            if not turn.replies:
                break
            before = len(response.split())
            response = item.going_on(response, rng.choice([row.name for row in item.step(response).rows]))
            assert len(response.split()) == before + 1
            reply = turn.replies[int(response.split()[-1].split(":")[1]) - 1]
            served, mood, turn = served | set(reply.serves), mood + reply.mood, turns[reply.next]
        share = {"solved": Fraction(1), "open": Fraction(1, 2), "lost": Fraction(0), "": Fraction(1, 2)}[turn.ends]
        if response:
            assert item.points(response) == Fraction(len(served) + (mood >= 0), len(STEPS) + 1) * share


def every_way(card, limit):
    """All ways of at most so many replies, walked one by one."""
    item, ways = card.ordered(range(len(card.parts()))), [""]
    for _ in range(limit):
        ways = [
            item.going_on(way, row.name) if not item.step(way).is_over else way
            for way in ways
            for row in (item.step(way).rows or (None,))
        ]
    return {way for way in ways if item.step(way).is_over}


def test_the_fold_over_states_finds_what_walking_every_way_finds():
    rng = Random(3)
    for _ in range(60):
        card = random_dialogue(rng, turns=5)
        walked = {card.points(way) for way in every_way(card, 5)}
        assert walked <= paths(card.turns, card.steps).scores
    found = paths(TURNS, ("greeting", "agreeing"))
    assert found.scores == {Fraction(1), Fraction(1, 3), Fraction(0)}
    assert [reply.say for _, reply in found.best_way] == ["Sorry.", "Next door."]
    by_lot = chances_by_lot(TURNS, ("greeting", "agreeing"))
    assert sum(points * chance for points, chance in by_lot.items()) == Fraction(1, 3)


def test_ten_turns_of_four_replies_are_folded_in_no_time():
    def turn(number: int) -> Turn:
        steps = [STEPS[(number + n) % 5] for n in range(4)]
        replies = (Reply(f"{number} {n}", f"t{number + 1}", (step,), n - 2) for n, step in enumerate(steps))
        return Turn(f"t{number}", "...", tuple(replies))

    turns = (*map(turn, range(10)), Turn("t10", ".", ends="solved", coach="."))
    began = time.process_time()
    found = paths(turns, STEPS)
    assert found.best == 1
    assert time.process_time() - began < 0.5  # 0.1 s is measured by `make bench`; a busy machine gets room here


def test_what_cannot_be_played_is_told_with_its_field():
    turns = (
        Turn("a", "Hi", (Reply("x", "b", ("nothing",)), Reply("y", "gone"))),
        Turn("b", "Ho"),
        Turn("a", "He", ends="solved"),
    )
    told = {(fault.rule, fault.field) for fault in Dialogue.faults({"turns": turns, "steps": ("greeting",)})}
    assert told == {
        ("S313", "turns[0].replies[0].serves"),
        ("S311", "turns[0].replies[1].next"),
        ("S312", "turns[1]"),
        ("S301", "turns[2].id"),
    }


def test_what_was_left_open_shows_the_best_replies_and_says_nothing_of_anybody():
    assert [str(note) for note in dialogue().key_notes()] == ["turn 1: Sorry.", "turn 2: Next door.", "Well done."]
