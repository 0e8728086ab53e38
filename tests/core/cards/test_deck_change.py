"""What bringing a deck in adds, changes, leaves and removes, and in which order its cards stand afterwards."""

from builders import choice, deck, flashcard, typed
from cxdrill.core.cards.deck import Scenario
from cxdrill.core.cards.deck_change import deck_change


def named(*ids, **fields):
    return deck("calls", *(flashcard(id, **fields) for id in ids))


def ids(cards):
    return [card.id for card in cards]


def test_a_new_deck_is_all_added_and_the_same_deck_changes_nothing():
    change = deck_change(None, named("a", "b"))
    assert (ids(change.added), change.changed, change.removed, change.same) == (["a", "b"], (), (), ())
    assert not change.is_empty
    assert deck_change(named("a", "b"), named("a", "b")).is_empty


def test_a_changed_card_names_its_fields():
    before = deck("calls", flashcard("a"), choice("b"))
    change = deck_change(before, deck("calls", flashcard("a", answer="Other", tags=("x",)), typed("b")))

    assert [(each.card.id, each.fields) for each in change.changed] == [("a", ("tags", "answer")), ("b", ("type",))]
    assert change.same == ()


def test_cards_that_were_not_brought_stay_behind_the_card_they_stood_behind():
    change = deck_change(named("a", "b", "c", "d"), named("new", "c", "a"))

    assert ids(change.after.cards) == ["new", "c", "d", "a", "b"]
    assert ids(change.same) == ["c", "d", "a", "b"]
    assert change.head == ("order",)
    assert ids(deck_change(named("a", "b", "c"), named("c", "x")).after.cards) == ["a", "b", "c", "x"]


def test_with_removal_the_deck_is_what_was_brought():
    change = deck_change(named("a", "b", "c"), named("c"), removes=True)

    assert ids(change.after.cards) == ["c"]
    assert ids(change.removed) == ["a", "b"]


def test_scenarios_and_sources_that_were_not_brought_stay():
    before = deck("calls", flashcard(), scenarios=(Scenario("s", "text"),), sources={"a": "A", "b": "B"})
    change = deck_change(before, deck("calls", flashcard(), sources={"b": "New", "c": "C"}))

    assert change.after.scenarios == before.scenarios
    assert list(change.after.sources.items()) == [("a", "A"), ("b", "New"), ("c", "C")]
    assert change.head == ("sources",)


def test_the_title_alone_is_a_change_of_the_deck():
    change = deck_change(named("a"), deck("calls", flashcard("a"), title="New"))
    assert (change.head, change.is_empty) == (("title",), False)
