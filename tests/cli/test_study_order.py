"""In which order `cxdrill study` brings new cards."""

import re

from command import events, run
from deck_files import write_decks


def deck(id: str, cards: int) -> str:
    rows = "".join(f"  - {{id: c{number}, prompt: '{id} {number}', answer: yes}}\n" for number in range(cards))
    return f"deck: {id}\ntitle: {id.title()}\ncards:\n{rows}"


def exam(**drawn: int) -> str:
    rows = ", ".join(f"{topic}: {items}" for topic, items in drawn.items())
    return f"exam: check\ntitle: Check\nitems: {sum(drawn.values())}\npass_mark: 50%\nblueprint: {{{rows}}}\n"


def asked(home, *options: str) -> list[str]:
    run("study", *options, "--decks", str(home / "decks"), home=home, stdin="\n4\n" * 12)
    return [str(event["card"]) for event in events(home, "review")]


def test_new_cards_come_from_all_decks_in_turn_as_the_exam_draws(tmp_path):
    write_decks(tmp_path / "decks", deck("alpha", 20), deck("beta", 20), deck("gamma", 20), exam(alpha=2, beta=1))

    decks = [re.sub("/.*", "", card) for card in asked(tmp_path)]

    assert decks[:3] == ["alpha", "beta", "gamma"]
    assert [decks.count(deck) for deck in ("alpha", "beta", "gamma")] == [7, 3, 2]


def test_a_named_deck_and_in_order_go_deck_by_deck(tmp_path):
    write_decks(tmp_path / "decks", deck("alpha", 20), deck("beta", 20))

    assert asked(tmp_path, "beta") == [f"beta/c{number}" for number in range(12)]
    assert asked(tmp_path, "--in-order")[12:] == [f"alpha/c{number}" for number in range(8)]
