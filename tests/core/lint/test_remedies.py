"""What a message says is so, and following its remedy is enough."""

import pytest
from msgspec.structs import replace

from builders import choice, deck, library, typed
from cxdrill.core.cards.card import Option
from cxdrill.core.lint.checks import problems

WHYS = ("takes the end of the call for its begin", "belongs to a letter and to no call")


def told(card) -> dict[str, str]:
    one = deck("calls", card, summary="S.", notes="N.", sources={"s": "S"})
    return {each.rule: each.message for each in problems(library(one)) if each.rule not in ("Q319", "Q407")}


def asked(prompt: str, *texts: str, explanation: str = "The house has had this rule for years."):
    options = (
        Option(text, is_key=place == 0, why=WHYS[place - 1] if place else "") for place, text in enumerate(texts)
    )
    return choice("hold", prompt=prompt, options=tuple(options), explanation=explanation)


@pytest.mark.parametrize("pair", [("+5", "-5"), ("$50", "£50"), ("Key #", "Key *"), ("50 %", "$50"), ("C", "C++")])
def test_other_signs_are_other_options(pair: tuple[str, str]) -> None:
    assert "Q102" not in told(asked("What is entered in the field of the form?", *pair, "the day of the visit"))


@pytest.mark.parametrize("pair", [("Dear Ms. Hall,", "Dear Ms. Hall!"), ("Ready?", "Ready"), ("e-mail", "email")])
def test_options_that_differ_in_punctuation_only_are_told_so_and_no_error(pair: tuple[str, str]) -> None:
    found = problems(library(deck("calls", asked("How does the letter begin at the desk?", *pair, "Hi there"))))
    assert [str(each.severity) for each in found if each.rule == "Q102"] in (["warning"], [])


def test_a_short_explanation_is_called_short_and_one_that_repeats_a_repeat() -> None:
    texts = ("Leave by the nearest exit", "Take the lift down", "Wait at the desk")
    short = told(asked("What do you do when it burns?", *texts, explanation="Seconds count."))["Q321"]
    assert "very short" in short
    assert "repeats" not in short
    same = told(asked("What do you do when it burns?", *texts, explanation="Leave by the nearest exit."))["Q321"]
    assert "only repeats the answer" in same


@pytest.mark.parametrize("word", ["not", "never", "except"])
def test_the_advice_about_a_negative_is_followed_by_no_other_verdict(word: str) -> None:
    prompt = f"Which of these is {word} a duty of the porter?"
    texts = ("Cook the meals", "Open the door", "Carry the bags")
    assert "Q301" in told(asked(prompt, *texts))
    assert told(asked(prompt.replace(word, word.upper()), *texts)) == {}


@pytest.mark.parametrize(
    ("answer", "variant"),
    [
        ("three", "3"), ("12", "twelve"), ("twenty", "20"), ("80 %", "80 percent"), ("$1,000", "1000"),
        ("1,000", "1000"), ("€24.90", "24.90"), ("apologise", "apologize"), ("organisation", "organization"),
        ("colour", "color"),
        ("complaints", "complaint"), ("the customers", "the customer"), ("e-mail", "email"), ("policies", "policy"),
    ],
)  # fmt: skip
def test_the_usual_variant_of_a_typed_answer_is_asked_for_and_accepting_it_is_enough(answer: str, variant: str) -> None:
    prompt = "What stands first in the rules of the house?"
    card = typed("word", prompt=prompt, answer=answer, explanation="The rules of the house say so.")
    found, accepts = told(card), told(replace(card, accept=(variant,)))
    if answer != "e-mail":  # hyphens are passed over
        assert f'does not accept "{variant}"' in found["Q326"]
    assert "Q323" not in accepts
    assert "Q326" not in accepts or variant not in accepts["Q326"]


@pytest.mark.parametrize(
    "answer", ["empathy", "news", "24/7", "the desk", "rise", "four hours a day", "business", "Paris", "7"]
)
def test_no_variant_is_made_up(answer: str) -> None:
    found = told(typed("word", prompt="What stands first in the rules of the house?", answer=answer))
    assert answer in ("four hours a day", "7") or "Q326" not in found


ALL_OF_THEM = ("All three", "All are correct", "Everything listed", "Every one of these", "Any of these", "The above")
NONE_OF_THEM = ("Not listed here", "No answer is right", "Nothing of the kind", "None", "Neither")


@pytest.mark.parametrize(("rule", "texts"), [("Q204", (*ALL_OF_THEM, "Both")), ("Q205", NONE_OF_THEM)])
def test_every_wording_of_all_and_of_none_of_the_above_is_known(rule: str, texts: tuple[str, ...]) -> None:
    for text in texts:
        assert rule in told(asked("What do you say to a caller?", "Good day to you", "Who is it please", text)), text


def test_numbers_joined_are_options_unless_they_are_called_so() -> None:
    prompt = "How many rings may pass before a call is answered?"
    assert "Q206" not in told(asked(prompt, "1 or 2", "3 and 4", "5 or more"))
    assert "Q206" in told(asked(prompt, "One or two", "About five", "Answers 1 and 2"))


def test_the_same_prompt_beside_another_picture_asks_something_else() -> None:
    def rules(**other: str) -> set[str]:
        seen = {"image": "a.png", "alt": "A"}
        cards = typed("a", prompt="What is shown?", answer="bell", **seen), typed("b", prompt="What is shown?", **other)
        return {each.rule for each in problems(library(deck("calls", *cards)))} & {"Q103", "Q104"}

    assert rules(image="b.png", alt="B") == set()
    assert rules(image="a.png", alt="A") != set()
