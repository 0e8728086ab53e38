"""What an import made of a file, a line a card, so that it can be compared with what was meant at a glance."""

from collections.abc import Iterator
from pathlib import Path

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.sheet import Option
from cxdrill.files.imports.cards import Found
from cxdrill.files.imports.recognise import Wanted, found

DATA = Path(__file__).parents[1] / "data" / "imports"
_COMMON = ("image", "audio", "alt", "explanation", "tags", "topic")


def told(file: Path, **wanted) -> str:
    """The form of the file, its decks and cards, and what was left out."""
    return "\n".join(lines(found(file, Wanted(**wanted)))) + "\n"


def lines(brought: Found) -> Iterator[str]:
    yield f"= {brought.form}"
    for deck in brought.decks:
        yield f"# {deck.id}: {deck.title}"
        yield from (card_line(deck, card) for card in deck.cards)
    yield from (f"! {problem}" for problem in brought.problems)
    yield from (f"- {each.where}: {each.kind} {each.detail}".rstrip() for each in brought.left_out)


def card_line(deck: Deck, card: Card) -> str:
    """`type id: prompt | answer | ...`, a star before what is right, the reason in brackets behind an option."""
    own = [shown(getattr(card, field.target)) for field in card.own_fields if field.name != "wordings"]
    common = [
        f"{name}={shown(value)}"
        for name in _COMMON
        if (value := getattr(card, name)) and not (name == "topic" and value == deck.id)
    ]
    whole = " | ".join(part for part in (*own, *common) if part)
    return f"{card.type} {card.id}: {whole}".replace("\n", "⏎")


def shown(value: object) -> str:
    if isinstance(value, Option):
        why = f" ({value.why})" if value.why else ""
        seen = "".join(f" <{each}>" for each in (value.image, value.audio, value.alt) if each)
        return f"{'*' * value.is_key}{value.text}{seen}{why}{'!' * value.is_fixed}"
    if isinstance(value, tuple):
        return ", ".join(map(shown, value))
    return {True: "yes", False: ""}.get(value, value) if isinstance(value, bool) else str(value)


def renew(names: list[str]) -> None:
    """Writes what is made of files of the set beside them, to be looked at line by line."""
    for file in sorted(DATA.iterdir()):
        if file.suffix != ".told" and (not names or file.name in names):
            file.with_name(f"{file.name}.told").write_text(told(file), encoding="utf-8")


if __name__ == "__main__":
    import sys

    renew(sys.argv[1:])
