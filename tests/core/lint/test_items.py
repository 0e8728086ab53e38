"""Items written without a look at the rules: good ones in eleven languages stay quiet, flawed ones are found."""

from collections import Counter
from pathlib import Path

from builders import choice, deck, judgement, library, true_false, typed
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.judgement import Reply
from cxdrill.core.cards.sheet import Option
from cxdrill.core.lint.checks import problems
from cxdrill.core.problem import Severity

DATA = Path(__file__).parents[2] / "data"


def lines(name: str) -> list[str]:
    return [line for line in (DATA / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def found(cards) -> dict[str, set[Severity]]:
    decks = [deck(card.deck, card, summary="S.", notes="N.", language=card.language) for card in cards]
    told: dict[str, set[Severity]] = {}
    for decked, card in zip(decks, cards, strict=True):
        own = [each for each in problems(library(decked)) if not each.rule.startswith("Q4")]
        told[card.id] = {each.severity for each in own}
    return told


def good_item(number: int, line: str):
    language, prompt, key, *others, explanation = (part.strip() for part in line.split(" | "))
    wrong = (Option(text, why=why) for text, _, why in (other.partition(" = ") for other in others))
    texts = {"prompt": prompt, "explanation": explanation, "language": language}
    return choice(f"item-{number}", options=(Option(key, is_key=True), *wrong), **texts)


def flawed_item(number: int, line: str):
    body, mark, explanation = line.partition("%")
    kind, _, rest = body.partition(": ") if body.startswith(("tf: ", "typed: ")) else ("", "", body)
    prompt, key, *others = (part.strip() for part in rest.split("|"))
    why = "People who pick it mix up two steps of the call."
    texts = {"prompt": prompt, "explanation": explanation.strip("% ") if mark else "The handbook tells why this is so."}
    if kind == "tf":
        return true_false(f"item-{number}", answer=key == "true", **texts)
    if kind == "typed":
        return typed(f"item-{number}", answer=key, **texts)
    return choice(f"item-{number}", options=(Option(key, is_key=True), *(Option(o, why=why) for o in others)), **texts)


def test_good_items_in_eleven_languages_stay_quiet() -> None:
    cards = [good_item(number, line) for number, line in enumerate(lines("good_items.txt"))]
    assert len(cards) >= 30
    assert len(Counter(card.language for card in cards)) >= 10
    loud = [id for id, levels in found(cards).items() if levels & {Severity.WARNING, Severity.ERROR}]
    assert len(loud) * 10 <= len(cards), loud


def test_flawed_items_are_found() -> None:
    cards = [flawed_item(number, line) for number, line in enumerate(lines("flawed_items.txt"))]
    told = found(cards)
    assert len(cards) == 50
    assert sum(bool(levels) for levels in told.values()) >= 45, [id for id, levels in told.items() if not levels]
    assert sum(bool(levels & {Severity.WARNING, Severity.ERROR}) for levels in told.values()) >= 38


def judged(name: str, tells: tuple[str, str]) -> Deck:
    """Ten judgements whose best reply has the first word every time, and whose worst has the second."""
    values = dict(zip((tells[0], "well", tells[1]), (3, 1, 0), strict=True))
    replies = [[Reply(f"{word} {name} number {n}", value, "why") for word, value in values.items()] for n in range(10)]
    return deck(name, *(judgement(f"j{n}", deck=name, options=tuple(each)) for n, each in enumerate(replies)))


def test_words_that_tell_good_replies_in_one_deck_and_another_are_found() -> None:
    def told(*decks: Deck) -> set[str]:
        return {each.rule for each in problems(library(*decks))} & {"Q612"}

    assert told(judged("one", ("gladly", "never")), judged("two", ("gladly", "never"))) == {"Q612"}
    assert told(judged("one", ("gladly", "never")), judged("two", ("never", "gladly"))) == set()
    assert told(judged("one", ("gladly", "never"))) == set()
