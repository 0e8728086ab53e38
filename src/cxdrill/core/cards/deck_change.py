"""The change that bringing a deck in makes to the deck that is there: what it adds, changes and leaves."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from operator import attrgetter, itemgetter
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from cxdrill.core.cards.card import Card, Written, said_by
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.registry import card_text

T = TypeVar("T")


class CardChange(Struct, frozen=True):
    """A card whose id stays, before and after; `fields` are what differs."""

    old: Card
    card: Card
    fields: tuple[str, ...]


class DeckChange(Struct, frozen=True):
    """`after` is the whole deck as it would be; `head` names the fields of the deck itself that differ."""

    before: Deck | None
    after: Deck
    head: tuple[str, ...]
    added: tuple[Card, ...]
    changed: tuple[CardChange, ...]
    removed: tuple[Card, ...]
    same: tuple[Card, ...]

    def doubles(self) -> Iterator[tuple[Card, Card]]:
        """Each card that comes in though another one says just the same, and that one."""
        first: dict[bytes, Card] = {}
        stayed = (*self.same, *(each.card for each in self.changed)) if self.added else ()
        for number, card in enumerate((*stayed, *self.added)):
            said = card_text(replace(card, id="", was=""))
            if first.setdefault(said, card) is not card and number >= len(stayed):
                yield card, first[said]

    @property
    def is_empty(self) -> bool:
        """Whether everything would stay as it is, the order too."""
        after, before = self.after, self.before
        return before == after and before is not None and list(before.sources) == list(after.sources)


def deck_change(before: Deck | None, brought: Deck, *, removes: bool = False) -> DeckChange:
    """The change that `brought` makes. Cards, scenarios and sources it does not have stay, unless `removes`."""
    after = brought if before is None or removes else _joined(before, brought)
    old = {card.id: card for card in before.cards} if before else {}
    kept = {card.id for card in after.cards}
    return DeckChange(
        before=before,
        after=after,
        head=_head(before, after) if before else (),
        added=tuple(card for card in after.cards if card.id not in old),
        changed=tuple(
            CardChange(was, card, _differing(was, card) if card.type == was.type else ("type",))
            for card in after.cards
            if (was := old.get(card.id)) is not None and was != card
        ),
        removed=tuple(card for id, card in old.items() if id not in kept),
        same=tuple(card for card in after.cards if old.get(card.id) == card),
    )


def _joined(before: Deck, brought: Deck) -> Deck:
    return replace(
        brought,
        sources=dict(in_order(before.sources.items(), brought.sources.items(), itemgetter(0))),
        scenarios=in_order(before.scenarios, brought.scenarios, attrgetter("id")),
        cards=in_order(before.cards, brought.cards, attrgetter("id")),
        path=before.path,
    )


def in_order(old: Iterable[T], new: Iterable[T], id_of: Callable[[T], str]) -> tuple[T, ...]:
    """The new ones in their order, each old one that is missing after the one it stood behind."""
    arrived = {id_of(each): each for each in new}
    followers: dict[str, list[T]] = {"": []} | {id: [each] for id, each in arrived.items()}
    behind = ""
    for each in old:
        if id_of(each) in arrived:
            behind = id_of(each)
        else:
            followers[behind].append(each)
    return tuple(chain.from_iterable(followers.values()))


def _head(before: Deck, after: Deck) -> tuple[str, ...]:
    """The differing fields of the deck itself; `order` where its cards stand in another one."""
    found = [name for name in _differing(before, after) if name not in ("id", "cards")]
    old, new = {card.id for card in before.cards}, {card.id for card in after.cards}
    if [card.id for card in before.cards if card.id in new] != [card.id for card in after.cards if card.id in old]:
        found.append("order")
    return tuple(found)


def _differing(old: Written, new: Written) -> tuple[str, ...]:
    return tuple(name for name in said_by(type(new)) if getattr(old, name) != getattr(new, name))
