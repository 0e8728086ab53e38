"""Attempts at an exam as a person would sit it, for tests of what is made of them."""

from builders import Journal, choice, deck, exam, flashcard, library, multiple, share, typed
from cxdrill.core.exams.attempt import Attempt
from cxdrill.core.exams.exam import Exam, Feedback, policy_of
from cxdrill.core.exams.form import drawn_form, pools
from cxdrill.core.exams.verification import fingerprint

DECKS = library(
    deck("calls", *(choice(f"q{number}") for number in range(4)), typed("ü–word"), flashcard()),
    deck("mail", *(multiple(f"m{number}", deck="mail") for number in range(3))),
)


def asked(**fields) -> Exam:
    base = {"items": 5, "blueprint": {"calls": 3, "mail": 2}, "pass_mark": share("60%"), "feedback": Feedback.FULL}
    return exam(**{**base, **fields})


def sat(rules: Exam, is_done: bool = True) -> Attempt:
    """An attempt with the first three items right, the fourth wrong and the fifth open."""
    form, journal = drawn_form(pools(rules, DECKS), 11, {"calls/q1"}), Journal()
    journal.begin(form, policy_of(rules, fingerprint(rules, DECKS)), 11, {"calls/q1"})
    for place, item in enumerate(form.items[:4]):
        journal.wait(30)
        wrong = "d" if item.card.type == "multiple" else "c" if item.card.key_response() != "c" else "a"
        response = item.card.key_response() if place < 3 else wrong
        journal.answer(item.card.key, response, 30 * place + 30)
    return journal.hand_in(130) if is_done else journal.attempt
