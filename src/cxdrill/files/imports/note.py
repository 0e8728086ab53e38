"""Notes: questions and flashcards as other programs have them, and what every reader of them does."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from cxdrill.core.cards.sheet import Media, Option, media_of
from cxdrill.files.imports.html_text import Losses, Taken, no_key, plain_text

Made = tuple[str, dict[str, Any]]
"""The type of a card and its fields, by attribute."""

BLANK = "_____"
HOLE = "\ue000\ue001"  # signs that no text has, where an answer belongs
ALL_ASKED = "here all of them are asked for"
NO_FIELDS: Mapping[str, Any] = {}


class LeftOut(Struct, frozen=True):
    """Something of the file that no card has now: where it stood, what kind of thing it is, and which one."""

    where: str
    kind: str  # in the singular: "picture", "question"
    detail: str = ""


class Note(Struct, frozen=True):
    """One question or flashcard. `fields` are those of the card type `kind`, by attribute; empty ones say nothing."""

    kind: str
    fields: Mapping[str, Any]
    where: str  # what a person looks for in the file: "row 3"
    source_id: str = ""  # by which the source knows it again
    is_opaque: bool = False  # whether that id says nothing to a reader
    deck: str = ""  # the deck, category or sheet that it stands in, in the source's words
    scenario: str = ""  # the text of a situation that several may share
    source: str = ""  # the title of what it rests on
    former: str = ""  # the id it would have if it came out of cxdrill: `deck/card`
    faces: Mapping[int, str] = {}  # the source's cards of it, by their ids: the way ours is asked


class Review(Struct, frozen=True):
    """One review in the source's history: the face by its note's place, when, how it was rated, and what was promised.

    A rating of 0 says that the card was suspended. `due` is what the source holds today, of a face's last review: a
    study day, or an instant in seconds.
    """

    note: int
    suffix: str
    at_ms: int
    rating: int
    took_ms: int
    interval: int  # days, or less than 0: seconds
    is_cram: bool  # rated outside the schedule
    due: date | int | None = None


class Brought(Struct, frozen=True):
    """What a reader found. `form` says what the file was taken for; `problems` are sentences that stop the import."""

    form: str
    notes: Sequence[Note] = ()
    left_out: Sequence[LeftOut] = ()
    problems: Sequence[str] = ()
    title: str = ""
    reviews: Sequence[Review] = ()
    read: Callable[[str], bytes] | None = None  # a picture or a sound that notes name, where they stand in the file


def cloze(text: str, holes: re.Pattern[str] | str, hidden: Callable[[re.Match[str]], str]) -> str:
    """A text with our marks round what is hidden in its holes; braces that are text stay text."""
    pieces, place = [], 0
    for number, found in enumerate(re.finditer(holes, text), 1):
        pieces += [text[place : found.start()].replace("{{", "\\{{"), f"{{{{{number}::{hidden(found)}}}}}"]
        place = found.end()
    return "".join((*pieces, text[place:].replace("{{", "\\{{")))


def category_name(path: str) -> str:
    """A category of Moodle's without what stands above those that teachers make."""
    parts = [part.strip() for part in path.replace("//", "\0").split("/")]
    named = [part.replace("\0", "/") for part in parts if part and not re.fullmatch(r"\$\w+\$|top", part)]
    return "::".join(name.removeprefix("Default for ") for name in named)


class Answer(Media, frozen=True):
    """An answer to choose or to type: its text, its share of the points in percent, and what is said to it."""

    text: str
    share: float
    why: str = ""


class Reader:
    """Reads one question of a file. What no card has a place for is put down in `losses`, what is wrong in `problems`.

    `key_of` knows the files of the source; `taken` has those that stand beside the prompt.
    """

    def __init__(self, where: str, key_of: Callable[[str], str] = no_key, deck: str = "") -> None:
        self.where, self.key_of, self.taken, self.deck = where, key_of, Taken(key_of), deck
        self.losses: Losses = []
        self.problems: list[str] = []

    def notes(self) -> Iterable[Note]:
        """The notes, mostly one; none where there is no counterpart, which is then named."""
        return ()

    def note(self, made: Made, explanation: str = "", more: Mapping[str, Any] = NO_FIELDS, /, **about: Any) -> Note:
        """The note of a question with what stands beside its prompt, what explains it, and `more` fields."""
        kind, fields = made
        told = {"explanation": paragraphs(explanation, fields.get("explanation", "")), **more}
        return Note(kind, {**fields, **self.taken.fields, **told}, self.where, deck=self.deck, **about)

    def text(self, html: str, taken: Taken | None = None) -> str:
        """A piece of HTML as plain text."""
        return plain_text(html, self.losses, taken)

    def lose(self, kind: str, details: Iterable[str]) -> None:
        """Puts down things of a kind; empty ones are none."""
        self.losses += [(kind, detail) for detail in details if detail]

    def refuse(self, words: str) -> Made | None:
        """No card: puts down what is wrong, which stops the import."""
        self.problems.append(f"{self.where}: {words}")
        return None

    def leave(self, detail: str) -> Made | None:
        """No card: puts down that the question itself is left out."""
        self.losses.append(("question", detail))
        return None

    def choice(
        self, prompt: str, answers: Sequence[Answer], *, takes_several: bool = False, is_fixed: bool = False
    ) -> Made | None:
        """A question of answers that earn shares of the points; None where none is right."""
        keys = [each.share > 0 if takes_several else each.share >= 100 for each in answers]
        if not takes_several:
            self.lose("partial credit", (each.text for each in answers if 0 < each.share < 100))
            self.lose("several-answer choice", [ALL_ASKED] * (sum(keys) > 1))
        pairs = zip(answers, keys, strict=True)
        options = (Option(each.text, is_key, each.why, is_fixed, **media_of(each)) for each, is_key in pairs)
        return question(prompt, options, takes_several=takes_several) if any(keys) else None

    def short(self, prompt: str, answers: Sequence[Answer]) -> Made | None:
        """A question whose answer is typed; None where none is wholly right."""
        right = [each.text for each in answers if each.share >= 100 and each.text not in ("", "*")]
        self.lose("partial credit", (each.text for each in answers if 0 < each.share < 100))
        self.lose("wrong answer", (each.text for each in answers if each.share <= 0 and each.text != "*"))
        whys = "\n".join(each.why for each in answers if each.why)
        fields = {"prompt": prompt, "answer": "".join(right[:1]), "accept": tuple(right[1:]), "explanation": whys}
        return ("typed", fields) if right else None

    def gaps(self, text: str, holes: re.Pattern[str] | str, answers: Sequence[Sequence[Answer]]) -> Made:
        """A text with holes, each for the first of its answers that is right; the others are named."""
        right = [next(each.text for each in those if each.share >= 100) for those in answers]
        for those, own in zip(answers, right, strict=True):
            self.lose("gap option", (each.text for each in those if each.share < 100))
            self.lose("gap alternative", (each.text for each in those if each.share >= 100 and each.text != own))
            self.lose("feedback", (each.why for each in those))
        texts = iter(right)
        return "cloze", {"prompt": cloze(text, holes, lambda found: next(texts, ""))}

    def match(self, prompt: str, pairs: Iterable[tuple[str, str]], others: Iterable[str] = ()) -> Made:
        """Pairs; those without a left side only distract, as others do."""
        pairs = tuple(pairs)
        self.lose("match distractor", (*(right for left, right in pairs if not left), *others))
        return "match", {"prompt": prompt, "pairs": tuple(pair for pair in pairs if pair[0])}


def gathered(form: str, readers: Iterable[Reader], **more: Any) -> Brought:
    """What all the questions of a file come to; the same loss of one question counts once."""
    notes, left_out, problems = list[Note](), list[LeftOut](), list[str]()
    for reader in readers:
        notes += reader.notes()
        lost = dict.fromkeys((kind, " ".join(detail.split())) for kind, detail in reader.losses)
        left_out += [LeftOut(reader.where, kind, detail) for kind, detail in lost]
        problems += reader.problems
    return Brought(form, notes, left_out, problems, **more)


def question(prompt: str, options: Iterable[Option], *, takes_several: bool = False) -> Made:
    """The type and the fields of a question out of its options; several right ones make a multiple.

    Two that say true and false make a true-false question, unless there is more to them than that.
    """
    made = tuple(options)
    keys = [option for option in made if option.is_key]
    is_bare = not any(each.image or each.audio for each in made)
    if len(made) == 2 and len(keys) == 1 and is_bare and {truth(option.text) for option in made} == {True, False}:
        whys = "\n".join(option.why for option in made if option.why)
        return "true-false", {"prompt": prompt, "answer": truth(keys[0].text), "explanation": whys}
    return "multiple" if takes_several or len(keys) > 1 else "choice", {"prompt": prompt, "options": made}


def paragraphs(*texts: str) -> str:
    """The texts that say something, one below the other."""
    return "\n\n".join(filter(None, texts))


_TRUE = frozenset(("true", "t", "wahr", "richtig", "verdadero", "cierto", "vrai", "verdadeiro", "v", "vero", "waar"))
_FALSE = frozenset(("false", "f", "falsch", "falso", "faux", "onwaar"))


def truth(word: str) -> bool | None:
    """Whether a word says true or false, in the languages that teachers write; None where it says neither."""
    plain = word.strip(" .\n").casefold()
    return True if plain in _TRUE else False if plain in _FALSE else None
