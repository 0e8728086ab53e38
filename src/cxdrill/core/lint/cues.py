"""Rules about what tells the key of one question to somebody who does not know the subject."""

import re
from collections.abc import Callable, Iterator

from cxdrill.core.cards.choice import Choice, Multiple
from cxdrill.core.cards.typed import Typed
from cxdrill.core.lint.habits import key_place, likeness
from cxdrill.core.lint.options import speaks_of
from cxdrill.core.lint.rules import ENGLISH, LISTED, LISTS, NOTE, WARNING, Finding, language_of, rule
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


@rule("Q201", WARNING, "shorten the key or fill out the distractors", Choice)
def longest_key(card: Choice) -> Iterator[Finding]:
    """The key is not the longest option by far."""
    field, length, others, mean = _lengths(card)
    if length >= FAR_LONGER * mean and length - max(others) >= CHARACTERS_APART:
        yield Finding(field, _stands_out(length, mean))


@rule("Q215", WARNING, "fill out the key or shorten the distractors", Choice)
def shortest_key(card: Choice) -> Iterator[Finding]:
    """The key is not the shortest option by far."""
    field, length, others, mean = _lengths(card)
    if length <= FAR_SHORTER * mean and min(others) - length >= CHARACTERS_APART:
        yield Finding(field, _stands_out(length, mean))


@rule("Q207", WARNING, "drop the word, or let the key have one too", Choice, Multiple, spoken=LISTED)
def absolute_words(card: Choice | Multiple) -> Iterator[Finding]:
    """Absolute words do not mark the distractors."""
    language = language_of(card)
    marks = _ABSOLUTE if language == ENGLISH else word_set(LISTS[language].absolute)
    if any(option.is_key and marks.intersection(words(option.text)) for option in card.options):
        return
    for field, option in card.options_by_field():
        absolute = sorted(marks.intersection(words(option.text)))
        if absolute and speaks_of(option.text, language) not in ("all", "none"):
            yield Finding(field, f'says "{absolute[0]}" in a distractor but not in the key')


@rule("Q208", WARNING, "drop the word, or hedge a distractor as well", Choice, Multiple, spoken=ENGLISH)
def hedges(card: Choice | Multiple) -> Iterator[Finding]:
    """A hedge does not mark the key."""
    hedged = [
        (field, option.is_key, _HEDGES.intersection(words(option.text))) for field, option in card.options_by_field()
    ]
    of_key = [(field, spoken) for field, is_key, spoken in hedged if is_key and spoken]
    distractors = [spoken for _, is_key, spoken in hedged if not is_key]
    if of_key and distractors and not any(distractors):
        word = min(word for _, spoken in of_key for word in spoken)
        yield Finding(of_key[0][0], f'says "{word}" in the key but in no distractor')


@rule("Q210", WARNING, "move the article into the options", Choice, Multiple, spoken=ENGLISH)
def article(card: Choice | Multiple) -> Iterator[Finding]:
    """An "a" or "an" does not pick the options."""
    if not (ending := _ARTICLE.search(card.prompt.strip())):
        return
    wants_vowel = ending[1].lower() == "an"
    for field, option in card.options_by_field():
        if _begins_with_vowel(option.text) is not wants_vowel:
            yield Finding(field, f'ends its prompt in "{ending[1]}", with which {quoted(option.text)} does not agree')
            return


@rule("Q211", NOTE, "give all options the same number", Choice, spoken=ENGLISH)
def grammatical_number(card: Choice) -> Iterator[Finding]:
    """Singular and plural do not pick the key."""
    rows = [words(option.text) for option in card.options]
    verb = _NUMBER_CUE.match(card.prompt.lower())
    if verb is None or any(not 1 <= len(row) <= 3 for row in rows):
        return
    wants_plural = verb[1] in ("are", "were")
    fitting = [number for number, row in enumerate(rows) if _is_plural(row[-1]) is wants_plural]
    if len(fitting) == 1 and card.options[fitting[0]].is_key:
        yield Finding(f"options[{fitting[0]}]", f'asks what "{verb[1]}", which only the key can follow')


@rule("Q212", NOTE, "give two distractors words of their own", Choice, spoken=ENGLISH)
def convergence(card: Choice) -> Iterator[Finding]:
    """The key is not the option most like the others."""
    contents = [frozenset(content_words(option.text)) for option in card.options]
    if sum(len(content) >= 2 for content in contents) < 3:
        return
    means = [likeness(contents, number) for number in range(len(contents))]
    best = max(range(len(means)), key=means.__getitem__)
    second = max(mean for number, mean in enumerate(means) if number != best)
    if card.options[best].is_key and means[best] - second >= CONVERGENCE_MARGIN:
        yield Finding(f"options[{best}]", "has a key made of the words of its distractors")


@rule("Q213", WARNING, "write all options in one form", Choice)
def form(card: Choice) -> Iterator[Finding]:
    """The key has the form of the others."""
    key = key_place(card)
    forms = _FORMS if language_of(card) == ENGLISH else [each for each in _FORMS if each[2] is not _begins_small]
    for does, do, is_so in forms if len(card.options) > 2 else ():
        marks = [is_so(option.text) for option in card.options]
        if marks.count(marks[key]) == 1:
            alone = f"has a key that alone {does}" if marks[key] else f"has a key that alone does not {do}"
            yield Finding(f"options[{key}]", alone)
            return


@rule("Q214", NOTE, "drop one, or add a second pair", Choice, spoken=ENGLISH)
def opposites(card: Choice) -> Iterator[Finding]:
    """The key and one distractor are not the only opposites."""
    rows = [frozenset(words(option.text)) for option in card.options]
    pairs = [(one, two) for two in range(len(rows)) for one in range(two) if _are_opposite(rows[one], rows[two])]
    if len(rows) > 2 and len(pairs) == 1 and any(card.options[number].is_key for number in pairs[0]):
        one, two = (quoted(card.options[number].text) for number in pairs[0])
        yield Finding(f"options[{pairs[0][1]}]", f"has one pair of opposites, {one} and {two}")


@rule("Q219", WARNING, "ask without naming the answer", Choice, Typed, spoken=ENGLISH)
def own_answer(card: Choice | Typed) -> Iterator[Finding]:
    """A prompt does not hold its own answer."""
    field = "answer" if isinstance(card, Typed) else f"options[{key_place(card)}]"
    answer, others = card.answers()[0], [text for text, is_key in card.options_met() if not is_key]
    prompt = f" {folded(card.prompt)} "
    is_listed = _in_list(answer, card.prompt) or any(f" {folded(other)} " in prompt for other in others)
    if content_words(answer) and f" {folded(answer)} " in prompt and not is_listed:
        yield Finding(field, f"says its own answer, {quoted(answer)}, in the prompt")


def _begins_small(text: str) -> bool:
    return text.lstrip("\"'“‘(")[:1].islower()


_FORMS: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    ("ends in a full stop", "end in a full stop", lambda text: text.rstrip().endswith(".")),
    ("begins with a small letter", "begin with a small letter", _begins_small),
    ("holds a digit", "hold a digit", lambda text: any(sign.isdigit() for sign in text)),
)


def _lengths(card: Choice) -> tuple[str, int, list[int], float]:
    key = key_place(card)
    others = [len(option.text) for option in card.options if not option.is_key] or [len(card.options[key].text)]
    return f"options[{key}]", len(card.options[key].text), others, sum(others) / len(others)


def _stands_out(length: int, mean: float) -> str:
    return f"has a key that stands out: it is {length} characters long, the distractors {mean:.0f} on average"


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
