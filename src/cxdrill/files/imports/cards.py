"""Notes of other programs to cards of decks: the one place where ids, decks and updates are settled."""

import re
from base64 import b32encode
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from cxdrill.core.cards.card import OF_EVERY_CARD, Card
from cxdrill.core.cards.deck import Deck, Scenario
from cxdrill.core.cards.deck_change import in_order
from cxdrill.core.cards.fields import Kind
from cxdrill.core.cards.registry import CARD_TYPES
from cxdrill.core.cards.sheet import Option
from cxdrill.core.ids import LONGEST, slug
from cxdrill.errors import DataError
from cxdrill.files.csv.csv_draft import Draft
from cxdrill.files.imports.html_text import cleaned
from cxdrill.files.imports.note import Brought, LeftOut, Note, Review
from cxdrill.files.imports.placed import Placed

_MOST_NOTES = 50_000
_TAIL = 8  # letters that stand for an id that says nothing to a reader
_TAILED = re.compile(rf"-([a-z2-7]{{{_TAIL}}}(?:-\d+)?)$")
_FILES = ("image", "audio")
_LIKE = {"multiple": "choice", "typed": "flashcard"}  # types that a card of the same words may change between


class Found(Struct, frozen=True):
    """The decks of a file, or every problem in it as a sentence. `form` says what it was taken for."""

    form: str
    decks: tuple[Deck, ...] = ()
    problems: Sequence[str] = ()
    notices: Sequence[str] = ()
    left_out: Sequence[LeftOut] = ()
    reviews: Sequence[tuple[str, Review]] = ()  # each with the key of its card
    media: Mapping[str, Mapping[str, bytes]] = {}  # deck: new pictures and sounds, by their paths from it


def made(
    brought: Brought, read: Callable[[str], bytes], known: Mapping[str, Deck], *, deck_id: str, default: str
) -> Found:
    """The decks of the notes; `deck_id` takes them all, `default` those that name none. `known` decks are updated.

    `read` gives a picture or a sound by the key that notes have for it; raises DataError.
    """
    if brought.problems:
        return Found(brought.form, problems=brought.problems)
    if len(brought.notes) > _MOST_NOTES:
        raise DataError(f"it is {brought.form} with over {_MOST_NOTES:,} questions; split it")
    drafts: dict[str, _Draft] = {}
    left_out = list(brought.left_out)
    placed = Placed(read, left_out)
    cards: dict[int, str] = {}  # what became of each note, by its place
    ids = {name: deck_id or slug(name) or default for name in {note.deck for note in brought.notes}}
    for place, note in enumerate(brought.notes):
        own = "" if deck_id else note.former.partition("/")[0]  # the deck that a note of ours came out of
        id = own if own and (own in known or slug(own, LONGEST) == own) else ids[note.deck]
        if id not in drafts:
            title = " ".join(cleaned(note.deck.rpartition("::")[2] or brought.title).split())[:100]
            deck = known.get(id) or Deck(id=id, title=title or id.replace("-", " ").capitalize(), cards=())
            drafts[id] = _Draft(deck, placed)
        card = drafts[id].card(note, is_topic=bool(deck_id))
        if isinstance(card, str):
            left_out.append(LeftOut(note.where, "question", card))
        else:
            cards[place] = card.key
    decks = tuple(each.made() for each in drafts.values() if each.cards)
    if not decks:
        reasons = "; ".join(dict.fromkeys(f"{each.kind} {each.detail}".strip() for each in left_out[:3]))
        raise DataError(f"it is {brought.form} without a question that can be taken over ({reasons or 'empty'})")
    reviews = [(cards[each.note], each) for each in brought.reviews if each.note in cards]
    return Found(brought.form, decks, left_out=left_out, reviews=reviews, media=placed.files)


class _Draft(Draft):
    """One deck while notes are put into it."""

    def __init__(self, deck: Deck, placed: Placed) -> None:
        super().__init__(deck)
        self.placed = placed
        self.named: Counter[str] = Counter()  # how many notes bear one id
        self.scenarios = {scenario.text: scenario.id for scenario in deck.scenarios}
        self.sources = {title: key for key, title in deck.sources.items()}
        self.by_tail = {found[1]: card for card in deck.cards if (found := _TAILED.search(card.id))}

    def made(self) -> Deck:
        """The deck in its own order with its new cards, each behind the one it follows in the file."""
        kept = [self.cards[card.id] for card in self.deck.cards if card.id in self.cards]
        cards = in_order(self.cards.values(), kept, lambda card: card.id)
        scenarios = tuple(Scenario(id, text) for text, id in self.scenarios.items())
        sources = {key: title for title, key in self.sources.items()}
        return replace(self.deck, cards=cards, scenarios=scenarios, sources=sources)

    def card(self, note: Note, *, is_topic: bool) -> Card | str:
        """The card of a note, new or updated, or the reason why there can be none."""
        kind = CARD_TYPES[note.kind]
        # Every text cleaned, but not the keys of files, which are whatever the source calls them.
        plain = {name: value if name in _FILES else _plain(value) for name, value in note.fields.items()}
        fields = {name: value for name, value in plain.items() if value not in ("", ())}
        if reason := _fault(note.kind, fields):
            return reason
        fields = self.placed.fields(self.deck, fields, note.where)
        for name in {"accept", "tags"} & set(fields):
            fields[name] = tuple(dict.fromkeys(filter(None, fields[name])))
        if "tags" in fields:
            fields["tags"] = tuple(" ".join(tag.split())[:100] for tag in fields["tags"])
        for name, text, ids in (("scenario", note.scenario, self.scenarios), ("source", note.source, self.sources)):
            if text:
                fields[name] = _named(cleaned(text), ids, name)
        id = self._id(note, fields)
        old = self.by_id.get(id)
        if is_topic and note.deck and not (old or "topic" in fields):
            fields["topic"] = slug(note.deck.rpartition("::")[2])
        is_list = note.kind == "flashcard" and "has_reverse" not in fields  # says nothing of how it is answered
        if old and (old.type == note.kind or (is_list and old.is_open)):
            card = replace(old, **fields)
        else:
            kept = {each.target: getattr(old, each.target) for each in OF_EVERY_CARD if old}
            common = {"topic": self.deck.id, **self.deck.manners(), **kept}
            card = kind(**{**common, **fields, "deck": self.deck.id, "id": id})
        self.cards[id] = card
        return card

    def _id(self, note: Note, fields: Mapping[str, Any]) -> str:
        """The id of the card that the source means, else a new one that can be read."""
        named, tail = slug(note.former.partition("/")[2] or ("" if note.is_opaque else note.source_id), LONGEST), ""
        if note.is_opaque:
            tail = b32encode(sha256(note.source_id.encode()).digest()).decode().lower()[:_TAIL]
        if named or tail:  # two notes may bear one id: the second one is told by its number
            self.named[named or tail] += 1
            number = self.named[named or tail]
            named, tail = (f"{id[: LONGEST - 6]}-{number}" if id and number > 1 else id for id in (named, tail))
        old = self.by_id.get(named) or self.by_tail.get(tail)
        if old and old.id not in self.cards:
            return old.id
        kind = _LIKE.get(note.kind, note.kind)

        def fits(card: Card) -> bool:
            is_meant = card.id not in self.cards and not (tail and _TAILED.search(card.id))
            return is_meant and _LIKE.get(card.type, card.type) == kind

        if same := self.alike(fields["prompt"], fits):
            return same.id
        prompt = re.sub(r"\{\{(?:\d+::)?", "", fields["prompt"])  # a cloze text without its numbers
        if named or not tail:
            return self.free(named or slug(prompt) or "card")
        return self.free(f"{slug(prompt, LONGEST - _TAIL - 16) or 'card'}-{tail}")


def _named(text: str, ids: dict[str, str], kind: str) -> str:
    """The id of a text that several cards share, made now where it has none."""
    if text not in ids:
        id = stem = slug(text, 32) or kind
        while id in ids.values():
            id = f"{stem}-{len(ids) + 1}"
        ids[text] = id
    return ids[text]


def _plain(value: Any) -> Any:
    """A field's value with every text in it cleaned."""
    if isinstance(value, str):
        return cleaned(value)
    if isinstance(value, Option):
        return replace(value, text=cleaned(value.text), why=cleaned(value.why), alt=cleaned(value.alt))
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value


def _fault(kind: str, fields: Mapping[str, Any]) -> str:
    """Why no card can be made of the fields, or nothing."""
    for field in CARD_TYPES[kind].own_fields:
        value = fields.get(field.target)
        if field.required and value in ("", (), None):
            return "without an answer" if field.name == "answer" else f"without a {field.name.rstrip('s')}"
        if isinstance(value, tuple) and value and not field.least <= len(value) <= (field.most or len(value)):
            return f"with {len(value)} {field.name}, where {field.least} to {field.most} can be"
        texts = value if isinstance(value, tuple) and field.kind is not Kind.TEXTS else ()
        if any("" in (each if isinstance(each, tuple) else (getattr(each, "text", each),)) for each in texts):
            return f"with an empty one among its {field.name}"
    return next((fault.message for fault in CARD_TYPES[kind].faults(fields)), "")
