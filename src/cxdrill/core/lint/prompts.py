"""Rules about how texts are written: whether a prompt asks one clear, full question, and texts hold what they show."""

import re
import unicodedata
from collections.abc import Iterator

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.choice import Choice, Multiple, TrueFalse
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.flashcard import Flashcard
from cxdrill.core.cards.order import Match, Order
from cxdrill.core.cards.question import Question
from cxdrill.core.cards.sheet import told
from cxdrill.core.cards.typed import Typed
from cxdrill.core.lint.rules import ENGLISH, ERROR, LISTED, LISTS, NOTE, WARNING, Finding, Words, language_of, rule
from cxdrill.core.lint.words import quoted, sentences, without_quotes, word_set, words
from cxdrill.core.text import clean

_ASKED = (Choice, Multiple, Typed)
FEWEST_WORDS = 4
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
    r"\b(not|never|except|excluding|neither|cannot|incorrect|untrue|false|unsuitable|inappropriate|wrong|avoid)\b|\w(n't)\b"
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
_SHOWN = r"(?:picture|photo|photograph|image|illustration|figure|diagram|drawing|screenshot|chart|graph|video|clip)"
_MEDIA = re.compile(
    rf"\b(?:the|this|these) {_SHOWN}s? (?:below|above|shows?|shown|here|on the (?:left|right))\b|\b{_SHOWN} \d+\b"
    rf"|\b(?:in|on|see|watch|look at) (?:the|this|these) {_SHOWN}s?\b(?! of\b)|\b(?:does|do|did) the {_SHOWN}s? show\b"
    r"|\b(?:listen to|play|in) (?:the|this) (?:audio|recording|sound)\b (?:below|above|clip|file)",
    re.IGNORECASE,
)
_MARKUP_MEDIA = re.compile(r"!\[[^\]]*\]\([^)]*\)|<(?:img|audio|video)\b[^>]*>|\[sound:[^\]]*\]", re.IGNORECASE)
_MARKUP = re.compile(
    r"</?(?:b|i|u|em|strong|br|p|div|span|sub|sup|font)\b[^<>]*>|(?<!\w)\*\*[^\s*][^*\n]*\*\*|(?<!\w)__\w[^_\n]*\w__"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN")
_STATEMENT_NEGATIVE = re.compile(r"\b(?:not|never|cannot)\b|\w+n't\b")


@rule("Q329", WARNING, 'say in a line what it shows or says: "alt: ..."', Card)
def media_without_words(card: Card) -> Iterator[Finding]:
    """A picture or a sound has words for whom it cannot be shown or played."""
    for before, each in card.media():
        if not each.alt.strip():
            yield Finding(f"{before}{'image' if each.image else 'audio'}", f"has a {told(each)[1:-1]} without words")


@rule("Q301", WARNING, "turn it round, or put NOT in capitals", *_ASKED, spoken=LISTED)
def negative(card: Card) -> Iterator[Finding]:
    """A prompt asks for what is, not for what is not; a negative in capitals is not misread."""
    language = language_of(card)
    if language != ENGLISH:
        if word := _negative_in(card.prompt, LISTS[language]):
            yield Finding("prompt", f'asks for what is not so ("{word}"), which is easily misread', "turn it round")
        return
    negatives = [word for clause in _asking_clauses(card.prompt) for word in _negatives(clause)]
    negatives = negatives or _odd_one_out(card.prompt)
    if len(negatives) > 1:
        what = f'asks with two negatives, "{negatives[0]}" and "{negatives[1]}"'
        yield Finding("prompt", what, "ask for what is so", ERROR)
    elif negatives and negatives[0].upper() not in card.prompt.split():
        yield Finding("prompt", f'asks for what is not so ("{negatives[0]}"), which is easily misread')


@rule("Q302", WARNING, "ask a question that makes sense without the options", *_ASKED, TrueFalse, spoken=ENGLISH)
def focus(card: Card) -> Iterator[Finding]:
    """A prompt says what it is about."""
    prompt = words(card.prompt)
    if len(prompt) < FEWEST_WORDS:
        yield Finding("prompt", f"has a prompt of {len(prompt)} words, too few to say what is asked")
    elif _BARE.fullmatch(" ".join(prompt)):
        yield Finding("prompt", f"asks {quoted(card.prompt)}, which says nothing about the subject")


@rule("Q307", NOTE, "ask a question, or make it a cloze card", *_ASKED)
def blanks(card: Card) -> Iterator[Finding]:
    """Blanks stand at the end, two at most."""
    gaps = list(_BLANK.finditer(card.prompt))
    if len(gaps) > MOST_BLANKS:
        yield Finding("prompt", f"has {len(gaps)} blanks, over {MOST_BLANKS}")
    elif gaps and words(card.prompt[gaps[0].end() :]):
        yield Finding("prompt", "has a blank before the end, so that the learner reads twice")


@rule("Q311", WARNING, "type it anew", Card, Deck)
def hidden_signs(owner: Card | Deck) -> Iterator[Finding]:
    """Texts hold what they show."""
    for field, text in owner.texts():
        if fault := _hidden(text):
            yield Finding(field, fault)


@rule("Q327", WARNING, "say it in words: cards show no pictures and play no sound", Card)
def missing_media(card: Card) -> Iterator[Finding]:
    """No text speaks of a picture or a recording, which no card has."""
    language = language_of(card)
    pattern = _MEDIA if language == ENGLISH else _MARKUP_MEDIA
    if language in LISTS:
        pattern = re.compile(rf"\b(?:{LISTS[language].media})\b", re.IGNORECASE)
    for field, text in card.texts():
        if found := _MARKUP_MEDIA.search(text) or pattern.search(without_quotes(text)):
            yield Finding(field, f"speaks of {quoted(found[0])}, which nobody sees here")


@rule("Q328", NOTE, "write plain words; only notes and scenarios are set as Markdown", Card)
def markup(card: Card) -> Iterator[Finding]:
    """Texts hold no markup, which learners would read as signs."""
    for field, text in card.texts():
        if found := _MARKUP.search(text):
            yield Finding(field, f"holds the markup {quoted(found[0])}")


@rule("Q312", WARNING, 'ask something with "?", or tell what to do', *_ASKED, Order, Match, Flashcard, spoken=ENGLISH)
def full_question(card: Card) -> Iterator[Finding]:
    """A prompt asks a full question."""
    if isinstance(card, Question) and not _asks(card):
        yield Finding("prompt", "asks no full question, so that the options have to finish it")
    elif isinstance(card, Flashcard) and not card.prompt.strip(" ?.…"):
        yield Finding("prompt", "asks nothing")


@rule("Q313", WARNING, "write a statement that is true or false as a whole", TrueFalse)
def statement(card: TrueFalse) -> Iterator[Finding]:
    """A true-false card makes a statement."""
    if without_quotes(card.prompt).rstrip("\"”’') ").endswith("?"):
        yield Finding("prompt", "asks a question, where something must be stated to be true or false")


@rule("Q315", NOTE, "say what is, and turn the answer round", TrueFalse, spoken=ENGLISH)
def negative_statement(card: TrueFalse) -> Iterator[Finding]:
    """A true-false statement has no negation."""
    if negation := _STATEMENT_NEGATIVE.search(without_quotes(card.prompt).lower()):
        yield Finding("prompt", f'says "{negation[0]}", so that the learner has to judge a negation')


def _negative_in(prompt: str, words: Words) -> str:
    """The word by which the clause that asks wants what is not so; none where it asks for what is."""
    for sentence in sentences(without_quotes(prompt).lower().replace("’", "'")):
        if "?" not in sentence:
            continue
        for clause in re.split(rf"[,;:—–()]|\b(?:{words.parting})\b", sentence):
            is_asking = re.match(rf"[¿\s]*(?:\w+ )?(?:{words.asking})\b", clause)
            if is_asking and (found := re.search(rf"(?<!\w)({words.negative})(?!\w)", clause)):
                return found[1]
    return ""


def _asks(card: Card) -> bool:
    if "?" in without_quotes(card.prompt) or (isinstance(card, Typed) and _BLANK.search(card.prompt)):
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
    relative = _RELATIVE.search(text)
    return ["except"] if _EXCEPT.search(text) else [relative[1]] if relative else []


def _negatives(clause: str) -> list[str]:
    negatives = [next(group for group in match.groups() if group) for match in _NEGATIVE.finditer(clause)]
    return [word for word in negatives if word != "wrong" or _JUDGED_WRONG.search(clause)]


def _hidden(text: str) -> str:
    line = text.strip("\n")
    if line != line.strip(" \t\u00a0"):
        return f"has blanks at the end of {quoted(line)}"
    if text.isascii() and text.replace("\n", "").isprintable():
        return ""
    typed = text.replace("\r\n", "\n").replace("\t", "    ")
    if clean(text) != typed:
        mark = next((sign for sign in typed if sign != "\n" and clean(sign) != sign), "")
        if not mark:
            return "piles up marks on one letter"
        name = unicodedata.name(mark, "a control character").lower()
        return f"holds a sign that shows nothing, {name} (U+{ord(mark):04X})"
    for word in _LETTERS.findall(text):
        names = {unicodedata.name(letter, "").partition(" ")[0] for letter in word} if not word.isascii() else set()
        if len(scripts := names.intersection(_SCRIPTS)) > 1:
            return f"mixes {' and '.join(sorted(name.title() for name in scripts))} letters in {quoted(word)}"
    return ""
