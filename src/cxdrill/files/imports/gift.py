"""Plain texts of Moodle to notes: GIFT, and questions with lettered options (Aiken)."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from cxdrill.core.cards.sheet import Option
from cxdrill.files.imports.html_text import markdown_text
from cxdrill.files.imports.note import BLANK, Answer, Brought, Made, Note, Reader, category_name, gathered, question
from cxdrill.files.imports.package import number_of

_MOST_ANSWERS = 200
_CATEGORY = re.compile(r"\$CATEGORY:\s*(.*)")
_TITLE = re.compile(r"\s*::(.{0,1000}?)::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_RANGE = re.compile(r"\s*(-?[0-9]+(?:\.[0-9]+)?)\s*\.\.\s*(-?[0-9]+(?:\.[0-9]+)?)\s*")
_WEIGHT = re.compile(r"\s*%(-?[0-9.]+)%")
_TRUTH = re.compile(r"(TRUE|FALSE|T|F)(?:$|#)", re.IGNORECASE)
_MARKED = re.compile(r"\[(id|tag):([^\]\[]{0,300})\]")
_MARKUP = re.compile(r"</?[a-zA-Z]|&\w+;")
_ESCAPED, _APART = re.compile(r"\\([^\n\U00010000-\U0010ffff])"), 0x100000
_LINE_END = chr(_APART + ord("n"))
_HIDDEN = re.compile("[\U00100000-\U0010ffff]")
_OPTION = re.compile(r"\s*(\*?)\s*\(?([A-Ja-j])[.)]\s+(.*)")
_ANSWER = "answers?|correct(?: answers?)?|ans|key|respuesta(?: correcta)?|antwort|l[oö]sung|r[eé]ponse|resposta"
_KEY = re.compile(rf"\s*(?:{_ANSWER})\s*[:=]\s*(.*)", re.IGNORECASE)
_WHY = re.compile(r"\s*(?:feedback|explanation|rationale|explicaci[oó]n|erkl[aä]rung)\s*:\s*(.*)", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(?:Q(?:uestion)?\s*)?\d{1,3}[.):]\s+", re.IGNORECASE)


def looks_like(text: str) -> bool:
    """Whether a text is GIFT: braces with answers in them, or a title between double colons."""
    has_title = "{" in text and re.search(r"^[ \t]*::.*?::.*\S|^\$CATEGORY:", text, re.MULTILINE)
    return bool(has_title or re.search(r"(?<!\\)\{\s{0,99}(?:[=~]|#|T(?:RUE)?\s*[}#]|F(?:ALSE)?\s*[}#])", text))


def brought(text: str) -> Brought:
    """The questions of a GIFT file; what breaks off or has no right answer is told by its line."""
    # A sign behind a backslash becomes one that nobody uses, so that no other means anything but itself.
    hidden = _ESCAPED.sub(lambda found: chr(_APART + ord(found[1])), text.replace("\r\n", "\n"))
    return gathered("a GIFT file of Moodle", _questions(hidden))


def _revealed(text: str) -> str:
    return _HIDDEN.sub(lambda found: chr(ord(found[0]) - _APART), text)


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Pieces between empty lines, with the number of their first line; inside braces an empty line ends nothing."""
    block: list[str] = []
    depth = start = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() and depth <= 0:
            if block:
                yield start, "\n".join(block)
            block, depth = [], 0
            continue
        start = start if block else number
        block.append(line)
        if not line.lstrip().startswith("//"):
            depth += line.count("{") - line.count("}")
        if line.startswith("$CATEGORY:"):
            yield start, line
            block = []
    if block:
        yield start, "\n".join(block)


def _questions(text: str) -> Iterator[Reader]:
    category = ""
    for line, block in _blocks(text):
        lines = block.split("\n")
        comments = [each for each in lines if each.lstrip().startswith("//")]
        body = "\n".join(each for each in lines if not each.lstrip().startswith("//")).strip()
        if found := _CATEGORY.match(body):
            category = category_name(_revealed(found[1]))
            body = body[found.end() :].strip()
        if body:
            yield _Question(line, body, "\n".join(comments), category)


class _Question(Reader):
    def __init__(self, line: int, body: str, comments: str, category: str) -> None:
        super().__init__(f"line {line}", deck=category)
        marks = _MARKED.findall(comments)
        self.ids = [_revealed(mark) for name, mark in marks if name == "id"]
        self.tags = tuple(_revealed(mark)[:100] for name, mark in marks if name == "tag" and mark)
        title = _TITLE.match(body)
        self.title = _revealed(title[1]).strip() if title else ""
        self.body = body[title.end() :] if title else body
        self.format = ""

    def notes(self) -> Iterator[Note]:
        if found := _FORMAT.match(self.body):
            self.format, self.body = found[1].lower(), self.body[found.end() :]
        stem, opened, inside = self.body.partition("{")
        answers, closed, rest = inside.partition("}")
        if "}" in stem or (opened and not closed):
            self.refuse('a "{" without its "}"; close it, or write "\\{" for a plain one')
        elif not opened:
            self.losses.append(("bare text", _revealed(stem).strip()[:60]))
        else:
            answers, _, general = answers.partition("####")
            made = self._made(self._shown(stem + (BLANK + rest if rest.strip() else "")), answers.strip())
            if made:
                own = self.ids[0] if self.ids else self.title
                former = own.replace("~", "-") if self.ids and own.count("/") == 1 else ""
                yield self.note(made, self._shown(general), {"tags": self.tags}, source_id=own, former=former)

    def _made(self, prompt: str, answers: str) -> Made | None:
        if not answers:
            return self.leave(f"{prompt[:60]} (an essay, which has no right answer)")
        if found := _TRUTH.match(answers):
            whys = map(self._shown, answers[found.end() - 1 :].split("#")[1:])
            fields = {"prompt": prompt, "answer": found[1].upper().startswith("T")}
            return "true-false", fields | {"explanation": "\n".join(filter(None, whys))}
        if is_number := answers.startswith("#"):
            answers = f"={answers[1:].strip().removeprefix('=')}"
        given = list(self._answers(answers))
        if len(given) > _MOST_ANSWERS:
            return self.leave(f"{prompt[:60]} (with over {_MOST_ANSWERS} answers)")
        return self._listed(prompt, [("=", self._exact(each)) for _, each in given] if is_number else given)

    def _listed(self, prompt: str, given: list[tuple[str, Answer]]) -> Made | None:
        """A question by the signs before its answers."""
        answers, signs = [each for _, each in given], {sign for sign, _ in given}
        if answers and all("->" in each.text for each in answers):
            self.lose("feedback", (each.why for each in answers))
            halves = (each.text.partition("->") for each in answers)
            return self.match(prompt, ((left.strip(), right.strip()) for left, _, right in halves))
        if signs == {"="}:
            made, wrong = self.short(prompt, answers), "no answer is wholly right; give one without a percentage"
        else:
            takes_several = "=" not in signs and sum(each.share > 0 for each in answers) > 1
            made = self.choice(prompt, answers, takes_several=takes_several)
            wrong = 'no answer is right; mark it with "="'
        return made or self.refuse(wrong)

    def _exact(self, answer: Answer) -> Answer:
        """A number without its tolerance, which is named."""
        number, colon, tolerance = answer.text.partition(":")
        if (colon and tolerance.strip("0. ")) or ".." in answer.text:
            self.lose("number tolerance", [answer.text])
        if found := _RANGE.fullmatch(answer.text):
            number = f"{(float(found[1]) + float(found[2])) / 2:g}"
        return replace(answer, text=number.strip())

    def _answers(self, text: str) -> Iterator[tuple[str, Answer]]:
        parts = re.split("([=~])", text, maxsplit=_MOST_ANSWERS + 1)
        for sign, body in zip(parts[1::2], parts[2::2], strict=True):
            share = 100.0 if sign == "=" else 0.0
            if found := _WEIGHT.match(body):
                share, body = number_of(found[1]), body[found.end() :]
            said, _, why = body.partition("#")
            yield sign, Answer(self._shown(said), share, self._shown(why))

    def _shown(self, text: str) -> str:
        """A piece of the question as plain text."""
        form = self.format
        if "[" in text and (found := _FORMAT.match(text)):
            text, form = text[found.end() :], found[1].lower()
        text = _revealed(text.replace(_LINE_END, "\n")).strip()
        if form == "markdown":
            return markdown_text(text, self.losses)
        has_markup = form == "html" or (form != "plain" and ("<" in text or "&" in text) and _MARKUP.search(text))
        return self.text(text) if has_markup else text


def looks_lettered(text: str) -> bool:
    """Whether lines with an answer's letter follow lettered options."""
    stars = re.findall(r"^[ \t]*(?:(\*)[ \t]*)?\(?[A-Ja-j][.)][ \t]+\S", text, re.MULTILINE)  # one an option, or empty
    return len(stars) >= 2 and (any(stars) or any(map(_KEY.match, text.split("\n"))))


class _Lettered(Reader):
    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.stem: list[str] = []
        self.options: list[tuple[str, list[str]]] = []  # letter and lines
        self.keys, self.why, self.is_closed = set[str](), "", False

    def notes(self) -> Iterator[Note]:
        if self.keys and self.keys <= {letter for letter, _ in self.options}:
            options = (Option(" ".join(said), letter in self.keys) for letter, said in self.options)
            yield self.note(question("\n".join(self.stem), options), self.why)
        else:
            words = "names no option of its own as the answer" if self.options else "has no options"
            self.refuse(f'"{" ".join(self.stem)[:60]}" {words}; write "ANSWER: A" below its options')


def lettered(text: str) -> Brought:
    """The questions with lettered options; one without a key that fits them is told by its line."""
    drafts = [_Lettered(1)]
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        draft = drafts[-1]
        key, why, option = _KEY.match(line), _WHY.match(line), _OPTION.match(line)
        if key and draft.options:
            draft.keys |= set(re.findall(r"\b[a-j]\b", key[1].casefold()))
            draft.is_closed = True
        elif why and draft.options:
            draft.why = why[1].strip()
        elif option and draft.stem and not draft.is_closed:
            draft.options.append((option[2].casefold(), [option[3].strip()]))
            draft.keys |= {option[2].casefold()} if option[1] else set()
        elif draft.options and not draft.is_closed and line[:1] in " \t":
            draft.options[-1][1].append(line.strip())
        elif draft.stem and not draft.options:
            draft.stem.append(line.strip())
        else:
            if draft.options:
                drafts.append(_Lettered(number))
            drafts[-1].where = f"line {number}"
            drafts[-1].stem.append(_NUMBER.sub("", line).strip())
    return gathered("a list of questions with lettered options (Aiken)", drafts)
