"""Facilities and standards as YAML text: a line a card, in an order that does not change, for people and merges."""

from __future__ import annotations

from collections.abc import Iterator

from cxdrill.core.exams.facilities import Facilities
from cxdrill.core.exams.standard import Ratings, Standard
from cxdrill.files.decks.yaml_text import flow


def facilities_yaml(value: Facilities) -> str:
    """The text of a facilities file."""
    shares = [("drilled", value.drilled), ("fresh", value.fresh)]
    lines = [f"facilities: {value.id}", f"takers: {value.takers}"]
    lines += [f"{name}: {share.text}" for name, share in shares if share]
    lines += ["cards:"]
    for name, each in value.cards.items():
        figures = f"share: {each.thousandths / 10:g}%, answers: {each.answers}, text: {flow(each.text)}"
        lines.append(f"  {flow(name)}: {{{figures}}}")
    return "\n".join(lines) + "\n"


def standard_yaml(value: Standard) -> str:
    """The text of a standard's file."""
    lines = [f"standard: {value.id}", *_ratings("judges", value.judges), *_ratings("second", value.second)]
    lines += ["texts:"] * bool(value.texts)
    lines += [f"  {flow(name)}: {flow(text)}" for name, text in sorted(value.texts.items())]
    return "\n".join(lines) + "\n"


def _ratings(name: str, ratings: Ratings) -> Iterator[str]:
    if ratings:
        yield f"{name}:"
    for judge, cards in sorted(ratings.items()):
        yield f"  {flow(judge)}:"
        yield from (f"    {flow(card)}: {share.text}" for card, share in sorted(cards.items()))
