"""All rules run over decks and exams at once; what authors set aside is dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from cxdrill.core.cards.deck import Card, Deck
from cxdrill.core.cards.library import Library
from cxdrill.core.exams.exam import Exam
from cxdrill.core.lint import cues, deck_cues, duplicates, exams, explaining, numbers, options, prompts, waivers
from cxdrill.core.lint.finding import Finding, Owner, problem
from cxdrill.core.lint.invisible import hidden_signs
from cxdrill.core.lint.rules import NOT_WAIVABLE
from cxdrill.core.problem import Problem

CARD_CHECKS: tuple[Callable[[Card], Iterable[Finding]], ...] = (
    options.wrong_ones,
    options.alike,
    options.number_of_parts,
    options.asked_number,
    options.about_options,
    options.vague_words,
    options.long_options,
    options.common_beginning,
    options.matched_words,
    options.numbered_items,
    numbers.numbers_in_order,
    numbers.overlapping_ranges,
    cues.key_length,
    cues.loaded_words,
    cues.article,
    cues.grammatical_number,
    cues.convergence,
    cues.form,
    cues.opposites,
    cues.own_answer,
    prompts.negative,
    prompts.negative_statement,
    prompts.focus,
    prompts.length,
    prompts.blanks,
    prompts.full_question,
    explaining.explanation,
    explaining.whys,
    explaining.typed_answers,
    explaining.revealed_answers,
    hidden_signs,
)
DECK_CHECKS: tuple[Callable[[Deck], Iterable[Finding]], ...] = (
    deck_cues.length_habit,
    deck_cues.word_habit,
    deck_cues.positions,
    deck_cues.clang,
    deck_cues.true_false_balance,
    deck_cues.parts_of_deck,
    explaining.alike_whys,
    explaining.source,
    hidden_signs,
)
SHELF_CHECKS: tuple[Callable[[Sequence[Deck]], Iterable[Finding]], ...] = (
    duplicates.same_prompts,
    duplicates.given_away,
)
EXAM_CHECKS: tuple[Callable[[Exam, Library], Iterable[Finding]], ...] = (exams.pools, exams.odds)


def problems(library: Library, pool: Library | None = None) -> tuple[Problem, ...]:
    """Every Q rule that the decks and exams break, in the order of files and lines.

    `pool` is what the exams draw from, where that is more than the decks to be checked.
    """
    kept, dropped = _sorted_out(_findings(library, pool or library), library)
    for owner in _owners(library):
        if owner.waiver.rules:
            kept += waivers.faults(owner)
            kept += waivers.unused(owner, dropped.get(id(owner), ()))
    found = dict.fromkeys(problem(each) for each in kept)
    return tuple(sorted(found, key=lambda each: (each.location, each.rule)))


def _findings(library: Library, pool: Library) -> Iterator[Finding]:
    for deck in library.decks:
        for card in deck.cards:
            for check_card in CARD_CHECKS:
                yield from check_card(card)
        for check_deck in DECK_CHECKS:
            yield from check_deck(deck)
    for check_shelf in SHELF_CHECKS:
        yield from check_shelf(library.decks)
    for exam in library.exams:
        for check_exam in EXAM_CHECKS:
            yield from check_exam(exam, pool)
    yield from exams.undrawn_topics(library.exams, library.decks)


def _owners(library: Library) -> Iterator[Owner]:
    yield from library.exams
    for deck in library.decks:
        yield deck
        yield from deck.cards


def _sorted_out(findings: Iterable[Finding], library: Library) -> tuple[list[Finding], dict[int, set[str]]]:
    """The findings that count, and the rules that each card, deck or exam set aside to good purpose."""
    deck_of = {id(card): deck for deck in library.decks for card in deck.cards}
    kept: list[Finding] = []
    dropped: dict[int, set[str]] = {}
    for finding in findings:
        around = (finding.owner, deck_of.get(id(finding.owner)))
        waived = next((owner for owner in around if owner and finding.rule in owner.waiver.rules), None)
        if waived is None or finding.rule in NOT_WAIVABLE:
            kept.append(finding)
        else:
            dropped.setdefault(id(waived), set()).add(finding.rule)
    return kept, dropped
