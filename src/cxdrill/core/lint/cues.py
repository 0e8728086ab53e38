"""Rules about what tells the key of one question to somebody who does not know the subject."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from cxdrill.core.cards.deck import Card, Choice, Multiple, Typed
from cxdrill.core.lint.finding import Finding
from cxdrill.core.lint.guessers import key_place, likeness
from cxdrill.core.lint.options import is_about_options
from cxdrill.core.lint.words import LONGEST_PROMPT, content_words, folded, quoted, word_set, words

FAR_LONGER = 1.3  # times the mean distractor
FAR_SHORTER = 0.7
CHARACTERS_APART = 10  # between the key and its nearest neighbour
CONVERGENCE_MARGIN = 0.2  # of mean overlap with the other options

_ABSOLUTE = word_set(
    "always never all none only every must completely impossible guaranteed absolutely entirely nobody everybody"
)
_HEDGES = word_set("usually often may might generally typically normally probably likely perhaps mostly tends tend")
_OPPOSITES = {
    frozenset(pair.split("/"))
    for pair in word_set(
        """increase/decrease before/after more/less more/fewer raise/lower rise/fall first/last early/late
    earlier/later faster/slower quickly/slowly louder/quieter loudly/quietly higher/lower high/low open/closed
    accept/refuse accept/reject agree/disagree always/never with/without inside/outside internal/external public/private
    formal/informal positive/negative long/short longer/shorter start/end begin/end verbal/nonverbal active/passive
    better/worse strong/weak same/different include/exclude"""
    )
}
_ARTICLE = re.compile(r"\b(an?)\s*(?:[.:…]*|_{2,}\W*)$", re.IGNORECASE)
_SOUNDS_AS_VOWEL = re.compile(r"(?:[aeio]|u(?!ni|s[aeiou]|tensil|ti|ra)|hour|honest|heir)", re.IGNORECASE)
_SOUNDS_AS_CONSONANT = re.compile(r"(?:eu|one\b|once|ewe)", re.IGNORECASE)
_NUMBER_CUE = re.compile(r"^(?:which|what)\b(?: of [^,?]*?| [a-z]+)?\s(is|are|was|were)\b")


def key_length(card: Card) -> Iterator[Finding]:
    """A key that stands out by its length."""
    if not isinstance(card, Choice) or len(card.options) < 2:
        return
    key = key_place(card)
    length = len(card.options[key].text)
    others = [len(option.text) for option in card.options if not option.is_key]
    mean = sum(others) / len(others)
    what = f"is {length} characters long, the distractors {mean:.0f} on average"
    if length >= FAR_LONGER * mean and length - max(others) >= CHARACTERS_APART:
        yield Finding("Q201", card, f"options[{key}]", f"has a key that stands out: it {what}")
    elif length <= FAR_SHORTER * mean and min(others) - length >= CHARACTERS_APART:
        yield Finding("Q215", card, f"options[{key}]", f"has a key that stands out: it {what}")


def loaded_words(card: Card) -> Iterator[Finding]:
    """Absolute words in distractors only, or a hedge in the key only."""
    if not isinstance(card, Choice | Multiple):
        return
    texts = [frozenset(words(option.text)) for option in card.options]
    keys = frozenset[str]().union(*(text for text, option in zip(texts, card.options, strict=True) if option.is_key))
    distractors = [number for number, option in enumerate(card.options) if not option.is_key]
    if not keys & _ABSOLUTE:
        for number in distractors:
            found = sorted(texts[number] & _ABSOLUTE)
            if found and not is_about_options(card.options[number].text):
                what = f'says "{found[0]}" in a distractor but not in the key'
                yield Finding("Q207", card, f"options[{number}]", what)
    hedges = keys & _HEDGES
    if hedges and distractors and not any(texts[number] & _HEDGES for number in distractors):
        key = next(number for number, option in enumerate(card.options) if option.is_key and texts[number] & _HEDGES)
        yield Finding("Q208", card, f"options[{key}]", f'says "{min(hedges)}" in the key but in no distractor')


def article(card: Card) -> Iterator[Finding]:
    """A prompt that ends in an article with which not every option agrees."""
    if not isinstance(card, Choice | Multiple) or not (found := _ARTICLE.search(card.prompt.strip())):
        return
    wants_vowel = found[1].lower() == "an"
    for number, option in enumerate(card.options):
        if _begins_with_vowel(option.text) is not wants_vowel:
            what = f'ends its prompt in "{found[1]}", with which {quoted(option.text)} does not agree'
            yield Finding("Q210", card, f"options[{number}]", what)
            return


def grammatical_number(card: Card) -> Iterator[Finding]:
    """A prompt in the plural or singular with which only the key agrees."""
    if not isinstance(card, Choice) or not (found := _NUMBER_CUE.match(card.prompt.lower())):
        return
    rows = [words(option.text) for option in card.options]
    if any(not 1 <= len(row) <= 3 for row in rows):
        return
    wants_plural = found[1] in ("are", "were")
    fitting = [number for number, row in enumerate(rows) if _is_plural(row[-1]) is wants_plural]
    if len(fitting) == 1 and card.options[fitting[0]].is_key:
        yield Finding("Q211", card, f"options[{fitting[0]}]", f'asks what "{found[1]}", which only the key can follow')


def convergence(card: Card) -> Iterator[Finding]:
    """A key that shares more words with the other options than any of them does."""
    if not isinstance(card, Choice) or len(card.options) < 3:
        return
    contents = [frozenset(content_words(option.text)) for option in card.options]
    if sum(len(content) >= 2 for content in contents) < 3:
        return
    means = [likeness(contents, number) for number in range(len(contents))]
    best = max(range(len(means)), key=means.__getitem__)
    second = max(mean for number, mean in enumerate(means) if number != best)
    if card.options[best].is_key and means[best] - second >= CONVERGENCE_MARGIN:
        yield Finding("Q212", card, f"options[{best}]", "has a key made of the words of its distractors")


def form(card: Card) -> Iterator[Finding]:
    """A key that alone ends in a full stop, begins with a capital or holds a digit, or alone does not."""
    if not isinstance(card, Choice) or len(card.options) < 3:
        return
    for does, do, is_so in _FORMS:
        marks = [is_so(option.text) for option in card.options]
        key = key_place(card)
        if marks.count(marks[key]) == 1:
            what = f"has a key that alone {does}" if marks[key] else f"has a key that alone does not {do}"
            yield Finding("Q213", card, f"options[{key}]", what)
            return


def opposites(card: Card) -> Iterator[Finding]:
    """Exactly two options that say opposite things about the same, one of them the key."""
    if not isinstance(card, Choice) or len(card.options) < 3:
        return
    rows = [frozenset(words(option.text)) for option in card.options]
    pairs = [(one, two) for two in range(len(rows)) for one in range(two) if _are_opposite(rows[one], rows[two])]
    if len(pairs) == 1 and any(card.options[number].is_key for number in pairs[0]):
        one, two = (quoted(card.options[number].text) for number in pairs[0])
        yield Finding("Q214", card, f"options[{pairs[0][1]}]", f"has one pair of opposites, {one} and {two}")


def own_answer(card: Card) -> Iterator[Finding]:
    """A prompt that holds the answer to be typed, or the whole key; a list to choose from may."""
    if isinstance(card, Typed):
        field, answer = "answer", card.answer
    elif isinstance(card, Choice):
        field, answer = f"options[{key_place(card)}]", card.options[key_place(card)].text
    else:
        return
    prompt = f" {folded(card.prompt)} "
    others = [option.text for option in card.options if not option.is_key] if isinstance(card, Choice) else []
    is_listed = _in_list(answer, card.prompt) or any(f" {folded(other)} " in prompt for other in others)
    if content_words(answer) and f" {folded(answer)} " in prompt and not is_listed:
        yield Finding("Q219", card, field, f"says its own answer, {quoted(answer)}, in the prompt")


_FORMS: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    ("ends in a full stop", "end in a full stop", lambda text: text.rstrip().endswith(".")),
    ("begins with a small letter", "begin with a small letter", lambda text: text.lstrip("\"'“‘(")[:1].islower()),
    ("holds a digit", "hold a digit", lambda text: any(sign.isdigit() for sign in text)),
)


def _in_list(answer: str, prompt: str) -> bool:
    """Whether the answer stands in the prompt as one of several things parted by commas."""
    if len(answer) > LONGEST_PROMPT:
        return False
    word = re.escape(answer.strip())
    return bool(re.search(rf"(?:[,(:]\s*(?:and |or )?{word}\s*[,)]|,\s*(?:and|or)\s+{word}\b)", prompt, re.IGNORECASE))


def _begins_with_vowel(text: str) -> bool:
    word = text.lstrip("\"'“‘( ")
    return bool(_SOUNDS_AS_VOWEL.match(word)) and not _SOUNDS_AS_CONSONANT.match(word)


def _is_plural(word: str) -> bool:
    return word in _PLURALS or (word.endswith("s") and not word.endswith(("ss", "us", "is")))


def _are_opposite(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two options differ by a word and its opposite, and have half of their other words in common."""
    opposed = (one - other) & _ALL_OPPOSITES, (other - one) & _ALL_OPPOSITES
    if not any({left, right} in _OPPOSITES for left in opposed[0] for right in opposed[1]):
        return False
    rest_one, rest_other = one - _ALL_OPPOSITES, other - _ALL_OPPOSITES
    return len(rest_one & rest_other) * 2 >= len(rest_one | rest_other)


_PLURALS = word_set("people men women children")
_ALL_OPPOSITES = frozenset[str]().union(*_OPPOSITES)
