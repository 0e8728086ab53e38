"""Whatever stands in a deck, checking it ends with findings that have a place, a sentence and a repair."""

from hypothesis import given, settings
from hypothesis import strategies as st

from builders import choice, cloze, deck, flashcard, library, matching, multiple, ordering, true_false, typed
from cxdrill.core.cards.card import Waiver
from cxdrill.core.cards.sheet import Option
from cxdrill.core.lint.checks import problems

WORDS = st.sampled_from(
    ["all", "of", "the", "above", "not", "a", "an", "2", "-", "3", "never", "caller", "____", "?", ".", "“"]
)
ODD = st.lists(
    st.sampled_from([*"a1,.-–(“ \r\t\n\0\x1b\u0301\u200d\ufe0f🙂\u202e\ufeffשا", "e" + "\u0301" * 9]), max_size=20
)
TEXTS = st.one_of(st.text(max_size=30), st.lists(WORDS, max_size=12).map(" ".join), ODD.map("".join))


@given(st.lists(TEXTS, min_size=12, max_size=12), st.integers(0, 3))
@settings(max_examples=150, deadline=None, derandomize=True, database=None)
def test_no_text_stops_the_rules(texts, key):
    a, b, c, d, e, f, g, h, *rest = texts
    options = tuple(
        Option(text, number == key, why) for number, (text, why) in enumerate(zip(texts[:4], texts[4:8], strict=True))
    )
    cards = (
        choice(prompt=a, options=options, explanation=b, waiver=Waiver((c, "Q301"), d)),
        multiple(prompt=b, options=options, explanation=c),
        true_false(prompt=c, explanation=d),
        typed(prompt=d, answer=e, accept=(f, g)),
        ordering(prompt=e, items=(f, g, h)),
        matching(prompt=f, pairs=((g, h), (a, b))),
        flashcard(prompt=g, answer=h),
        cloze(prompt=f"{h} {{{{{rest[0] or 'x'}}}}}"),
    )

    for problem in problems(library(deck("calls", *cards, summary=rest[1], notes=rest[2]))):
        assert problem.message
        assert problem.remedy
        assert problem.width >= 0
