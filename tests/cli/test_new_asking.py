"""`cxdrill new` at a terminal: what it asks, what it says of a bad card, and that the deck has nothing to mend."""

import pytest

pexpect = pytest.importorskip("pexpect")

from command import environment, run  # noqa: E402
from cxdrill.core.cards.choice import Choice  # noqa: E402
from cxdrill.core.cards.deck import Deck  # noqa: E402
from cxdrill.core.cards.flashcard import Flashcard  # noqa: E402
from cxdrill.files.decks.deck_yaml import read_file  # noqa: E402
from pty_driver import Terminal  # noqa: E402

pytestmark = pytest.mark.pty
DOWN = "\x1b[B"


def begun(home) -> Terminal:
    return Terminal("new", "hotel", "--into", str(home), env=environment(home), columns=78, rows=40)


def answer(terminal: Terminal, question: str, keys: str) -> None:
    """Types where `question` is the last thing asked."""
    terminal.wait_for(lambda text: bool(text) and question in text.splitlines()[-1])
    terminal.send(keys)


def choose(terminal: Terminal, last: str, downs: int) -> None:
    """Picks from the menu whose last line is `last`."""
    terminal.wait_for(lambda text: bool(text) and last in text.splitlines()[-1])
    terminal.send(DOWN * downs + "\r")


def test_title_source_and_cards_are_asked_for_and_a_bad_card_is_told_at_once(tmp_path):
    terminal = begun(tmp_path)
    answer(terminal, "Title of the deck?", "Hôtel [desk]\r")
    answer(terminal, "Where do the facts come", "The handbook\r")
    choose(terminal, "no more cards", 0)
    answer(terminal, "What is asked?", "By which ring is a call answered?\r")
    answer(terminal, "What is the answer?", "The third\r")
    choose(terminal, "no more cards", 1)
    answer(terminal, "What is asked?", "What?\r")
    answer(terminal, "What is the answer?", "Ask first\r")
    answer(terminal, "? A wrong option?", "Hang up\r")
    answer(terminal, "Another wrong option?", "Hold on\r")
    answer(terminal, "Enter for none", "\r")
    answer(terminal, "“Hang up”", "It frees the line but loses the caller.\r")
    answer(terminal, "“Hold on”", "Silence feels like being dropped.\r")
    answer(terminal, "Why is the answer right?", "Nobody likes to be put aside unasked.\r")
    choose(terminal, "leave it out", 1)
    answer(terminal, "Why is it right as it is?", "The picture beside it asks the rest.\r")
    choose(terminal, "no more cards", 6)

    assert terminal.wait_for_end() == 0
    assert "too few to say what is asked" in terminal.text
    deck, problems = read_file(tmp_path / "hotel.yaml")
    assert problems == ()
    assert isinstance(deck, Deck)
    assert (deck.title, dict(deck.sources)) == ("Hôtel [desk]", {"source": "The handbook"})
    assert [type(card) for card in deck.cards] == [Flashcard, Choice]
    assert deck.cards[1].waiver.why == "The picture beside it asks the rest."
    assert run("check", str(tmp_path / "hotel.yaml"), "--strict", home=tmp_path).code == 0


def test_replies_to_judge_and_a_sentence_to_say_can_be_typed(tmp_path):
    terminal = begun(tmp_path)
    answer(terminal, "Title of the deck?", "\r")
    answer(terminal, "Where do the facts come", "\r")
    choose(terminal, "no more cards", 4)
    answer(terminal, "What is the situation?", "A guest asks for a check-out at four. What do you say?\r")
    answer(terminal, "best reply?", "Until one at most.\r")
    for question, text in (
        ("second to it?", "Why is it four?"),
        ("poorer", "It is at eleven."),
        ("most?", "Then four it is."),
    ):
        answer(terminal, question, f"{text}\r")
        answer(terminal, "do to the customer?", f"It costs them time: {text}\r")
    answer(terminal, "Why is the answer right?", "Say first what you can do.\r")
    choose(terminal, "no more cards", 5)
    answer(terminal, "What is the situation?", "A caller has held for six minutes. What do you say?\r")
    answer(terminal, "good colleague say?", "Thanks for holding on. I have your file here now.\r")
    answer(terminal, "own sentence have?", "thanks the caller\r")
    answer(terminal, "Another point?", "says what comes now\r")
    answer(terminal, "Enter for none", "\r")
    choose(terminal, "no more cards", 6)

    assert terminal.wait_for_end() == 0
    assert run("check", str(tmp_path / "hotel.yaml"), "--strict", home=tmp_path).code == 0
    deck, _ = read_file(tmp_path / "hotel.yaml")
    assert [card.type for card in deck.cards] == ["judgement", "say"]


@pytest.mark.parametrize(("key", "code"), [("\x03", 130), ("\x15\x04", 0)])
def test_breaking_off_writes_nothing(tmp_path, key, code):
    terminal = begun(tmp_path)
    answer(terminal, "Title of the deck?", key)

    assert terminal.wait_for_end() == code
    assert not (tmp_path / "hotel.yaml").exists()
    assert "Aborted" not in terminal.text
