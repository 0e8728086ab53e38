"""Rules about the prompt of one card: does it ask one clear, full question?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cxdrill.core.cards.deck import Card, Choice, Flashcard, Match, Multiple, Order, Question, TrueFalse, Typed
from cxdrill.core.lint.finding import Finding
from cxdrill.core.lint.words import quoted, sentences, without_quotes, word_set, words
from cxdrill.core.problem import Severity

FEWEST_WORDS = 4
MOST_WORDS = 60
MOST_BLANKS = 2

_THING = "(statement|option|answer|choice|sentence|one)s?"
_BARE = re.compile(
    r"(which|what) (one )?(of (the )?(following|these|those|options|statements|answers|choices)( \w+)? )?"
    rf"({_THING} )?((about|of|on) (it|this|them|these) )?(is|are) (the )?(true|correct|right|accurate|valid|best)"
    rf"( {_THING})?|(choose|pick|select|mark|find|tick|name) the (right|correct|best|true) {_THING}"
)
_ASKING = re.compile(r"(?:in |at |to |by |for |with |on |of |from )?(which|what|whose|who)\b")
_TELLING = re.compile(r"(choose|pick|select|name|mark|find|tick|identify|give)\b")
_CLAUSE = re.compile(
    r"[,;:—–()]|\b(?:when|if|that|because|while|after|before|until|although|though|since|unless|so|but|where|whether"
    r"|and|as)\b|(?<=[a-z] )whom?\b"
)
_NEGATIVE = re.compile(
    r"\b(not|never|except|excluding|neither|cannot|incorrect|untrue|false|unsuitable|inappropriate|wrong)\b|\w(n't)\b"
    r"|(?<!at )\b(least)\b(?! time| amount| number| share| that)"
)
_EXCEPT = re.compile(r"\b(?:all|each|every|any|which|what)\b.*\b(?:except|but (?:not )?one)\b", re.DOTALL)
_RELATIVE = re.compile(
    r"\b(?:choose|pick|select|name|mark|find|tick|identify)\s+(?:the\s+|an?\s+)?\w+\s+(?:that|which|who)\s+(?:\w+\s+)?"
    r"(not|never|\w+n't)\b"
)
_INNER_QUESTION = re.compile(r"(?<=[a-z]) (?:what|how|why)\b.*", re.DOTALL)
_JUDGED_WRONG = re.compile(r"\b(?:is|are)\s+(?:the\s+)?wrong\b")
_IMPERATIVES = word_set(
    """arrange assign bring choose classify combine compare complete connect decide describe determine explain fill find
    give identify imagine join label link list mark match name order pair pick place put rank recall say select sort
    spell state supply tell tick translate type write"""
)
_BLANK = re.compile(r"_{2,}|\.{4,}|…{2,}")
_STATEMENT_NEGATIVE = re.compile(r"\b(?:not|never|cannot)\b|\w+n't\b")


def negative(card: Card) -> Iterator[Finding]:
    """A prompt that asks for what is not so."""
    if not isinstance(card, Choice | Multiple | Typed):
        return
    found = [word for clause in _asking_clauses(card.prompt) for word in _negatives(clause)] or _odd_one_out(
        card.prompt
    )
    if len(found) > 1:
        what = f'asks with two negatives, "{found[0]}" and "{found[1]}"'
        yield Finding("Q301", card, "prompt", what, "ask for what is so", Severity.ERROR)
    elif found:
        yield Finding("Q301", card, "prompt", f'asks for what is not so ("{found[0]}"), which is easily misread')


def negative_statement(card: Card) -> Iterator[Finding]:
    """A statement to be judged that holds a negation, so that false means true."""
    if isinstance(card, TrueFalse) and (found := _STATEMENT_NEGATIVE.search(without_quotes(card.prompt).lower())):
        yield Finding("Q315", card, "prompt", f'says "{found[0]}", so that the learner has to judge a negation')


def focus(card: Card) -> Iterator[Finding]:
    """A prompt that means nothing without its options."""
    if not isinstance(card, Choice | Multiple | Typed | TrueFalse):
        return
    prompt = words(card.prompt)
    if len(prompt) < FEWEST_WORDS:
        yield Finding("Q302", card, "prompt", f"has a prompt of {len(prompt)} words, too few to say what is asked")
    elif _BARE.fullmatch(" ".join(prompt)):
        yield Finding("Q302", card, "prompt", f"asks {quoted(card.prompt)}, which says nothing about the subject")


def length(card: Card) -> Iterator[Finding]:
    """A prompt that takes long to read."""
    if isinstance(card, Question) and (count := len(words(card.prompt))) > MOST_WORDS:
        yield Finding("Q303", card, "prompt", f"has a prompt of {count} words, over {MOST_WORDS}")


def blanks(card: Card) -> Iterator[Finding]:
    """Blanks before the end of a prompt, or many of them."""
    if not isinstance(card, Choice | Multiple | Typed):
        return
    found = list(_BLANK.finditer(card.prompt))
    if len(found) > MOST_BLANKS:
        yield Finding("Q307", card, "prompt", f"has {len(found)} blanks, over {MOST_BLANKS}")
    elif found and words(card.prompt[found[0].end() :]):
        yield Finding("Q307", card, "prompt", "has a blank before the end, so that the learner reads twice")


def full_question(card: Card) -> Iterator[Finding]:
    """A prompt that neither asks nor tells what to do; for true-false: one that does not state."""
    if isinstance(card, TrueFalse):
        if without_quotes(card.prompt).rstrip("\"”’') ").endswith("?"):
            yield Finding("Q313", card, "prompt", "asks a question, where something must be stated to be true or false")
    elif isinstance(card, Choice | Multiple | Typed | Order | Match) and not _asks(card):
        yield Finding("Q312", card, "prompt", "asks no full question, so that the options have to finish it")
    elif isinstance(card, Flashcard) and not card.prompt.strip(" ?.…"):
        yield Finding("Q312", card, "prompt", "asks nothing")


def _asks(card: Card) -> bool:
    if isinstance(card, Typed) and _BLANK.search(card.prompt):
        return True
    if "?" in without_quotes(card.prompt):
        return True
    starts = (words(part)[:1] for sentence in sentences(card.prompt) for part in re.split(r"[,;:]", sentence))
    return any(start and start[0] in _IMPERATIVES for start in starts)


def _asking_clauses(prompt: str) -> Iterator[str]:
    """The clauses that ask or tell, without what stands in quotation marks."""
    for sentence in sentences(without_quotes(prompt).lower().replace("’", "'")):
        is_asking = False
        for clause in (part.strip() for part in _CLAUSE.split(sentence)):
            is_asking = bool(_ASKING.match(clause) or _TELLING.match(clause)) if clause else is_asking
            if is_asking:
                yield _INNER_QUESTION.sub("", clause)


def _odd_one_out(prompt: str) -> list[str]:
    """The word by which a prompt wants the one thing that does not belong, in the ways that clauses do not show."""
    text = without_quotes(prompt).lower().replace("’", "'")
    found = _RELATIVE.search(text)
    return ["except"] if _EXCEPT.search(text) else [found[1]] if found else []


def _negatives(clause: str) -> list[str]:
    found = [next(group for group in match.groups() if group) for match in _NEGATIVE.finditer(clause)]
    return [word for word in found if word != "wrong" or _JUDGED_WRONG.search(clause)]
