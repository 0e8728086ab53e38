"""A class answer by answer, one row each, for other programs; and its counts, where a database made them of rows."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from math import isfinite
from typing import Any

from msgspec import Struct

from cxdrill.core.analysis.register import Options
from cxdrill.core.analysis.responses import DIGITS, Cell, Tally, Total
from cxdrill.core.analysis.sheet import OPEN, Asked, ExamSheets, Pair, Reply, Sheet

COLUMNS = (
    *("learner", "exam", "pass_mark", "attempt", "at", "passed", "expected", "place", "item", "topic", "type"),
    *("prompt", "options", "key", "wordings", "guess", "response", "open", "right", "points", "most", "fresh", "ms"),
)
TextsCell = Callable[[Iterable[str]], str]
Texts = Callable[[str], Sequence[str]]


def pseudonym(sheet: Sheet) -> str:
    """A word for a learner that tells nobody who it is; that of a name in a record cannot be found by trying names."""
    is_named = sheet.learner.startswith("name:")
    salt = f"{sheet.seed} {sheet.started_at}" if is_named else ""
    return sha256(f"{sheet.learner} {salt}".encode("utf-8", "surrogatepass")).hexdigest()[:12]


def long_rows(about: ExamSheets, cell: TextsCell, names: Mapping[str, str] | None = None) -> Iterator[tuple[Any, ...]]:
    """A row for each item of each attempt; `cell` puts several options into one, `names` stand for pseudonyms."""
    asked = {each.key: each for each in about.asked}
    told = {each.key: _told(each, cell) for each in about.asked}
    called: dict[str, str] = {}
    for sheet in about.sheets:
        learner = sheet.learner
        name = called.setdefault(learner, names.get(learner, learner) if names is not None else pseudonym(sheet))
        at = sheet.started_at.isoformat(timespec="milliseconds") if sheet.started_at else None
        first = (name, sheet.exam, about.pass_mark, sheet.place + 1, at, sheet.is_passed, sheet.expected)
        for place, (key, reply) in enumerate(sheet.answers()):
            item = asked[key]
            given = None if reply.is_open else cell([item.options[each].text for each in reply.chosen])
            earned = (given, reply.is_open, reply.points >= item.maximum, reply.points, item.maximum)
            fresh, ms = sheet.fresh[place] if sheet.fresh else None, sheet.ms[place] if sheet.ms else None
            yield (*first, place + 1, *told[key], *earned, fresh, ms)


def _told(item: Asked, cell: TextsCell) -> tuple[Any, ...]:
    """The question of a row; what people typed stands in their responses alone."""
    options = cell([each.text for each in item.options if each.is_key or item.type != "typed"])
    keys = cell([each.text for each in item.options if each.is_key])
    return item.key, item.topic, item.type, item.prompt, options, keys, len(item.texts), item.guess


class Counts(Struct, frozen=True, kw_only=True):
    """The rows by which a database counts a long table."""

    items: Iterable[Sequence[Any]]  # item, topic, type, prompt, options, key, most, guess, wordings
    forms: Iterable[Sequence[Any]]  # points, most, items, how many are the first, passed, attempts
    topics: Iterable[Sequence[Any]]  # topic, points, most, attempts
    cells: Iterable[Sequence[Any]]  # item, response, open, points, those of the attempt, the most there, answers
    times: Iterable[Sequence[Any]]  # item, median milliseconds
    fresh: Iterable[Sequence[Any]]  # item, fresh, mean points, answers
    people: Iterable[tuple[str, int]] = ()  # item or nothing, different learners; where attempts are not people


class _Items:
    """The questions of a long table, with all options that anybody met."""

    def __init__(self, rows: Iterable[Sequence[Any]], texts: Texts) -> None:
        self._texts, self._rows = texts, {}
        self._options: dict[str, Options] = defaultdict(Options)
        self._keys: dict[str, set[str]] = defaultdict(set)
        for item, *told in sorted(rows, key=lambda row: [str(each) for each in row]):
            self._rows[item] = told
            self._keys[item].update(texts(told[4] or ""))
            for text in (*texts(told[3] or ""), *texts(told[4] or "")):
                self._place(item, text)

    def _place(self, item: str, text: str) -> int:
        return self._options[item].place(text, text in self._keys[item])

    def reply(self, item: str, response: str | None, is_open: bool, points: float) -> Reply:
        if is_open:
            return OPEN
        return Reply(points, tuple(self._place(item, text) for text in self._texts(response or "")))

    def asked(self) -> tuple[Asked, ...]:
        return tuple(
            Asked(
                key=item,
                topic=topic or "",
                type=kind or "",
                prompt=prompt or "",
                options=self._options[item].asked(),
                maximum=_number(most),
                guess=None if guess is None else _number(guess),
                texts=("",) * max(1, int(wordings or 1)),
            )
            for item, (topic, kind, prompt, _, _, most, guess, wordings) in sorted(self._rows.items())
        )


def tally_of(counts: Counts, texts: Texts) -> Tally:
    """The tally of counted rows; `texts` are those of a cell. Raises ValueError for what no long table can hold."""
    items, forms, verdicts = _Items(counts.items, texts), Counter[Total](), Counter[bool | None]()
    for total, most, length, firsts, passed, number in counts.forms:
        if firsts != 1:
            raise ValueError("an attempt stands in it twice, or not as a whole")
        forms[Total(_number(total), _number(most), length)] += number
        verdicts[None if passed is None else bool(passed)] += number
    cells: dict[str, Counter[Cell]] = defaultdict(Counter)
    commonest = sorted(counts.cells, key=lambda row: (row[0], -row[-1], row[1] or ""))
    for item, response, is_open, points, total, most, number in commonest:
        reply = items.reply(item, response, bool(is_open), _number(points))
        cells[item][Cell(reply, _number(total), _number(most))] += number
    topics: dict[str, Counter[tuple[float, float]]] = defaultdict(Counter)
    for topic, total, most, number in counts.topics:
        topics[topic or ""][_number(total), _number(most)] += number
    fresh: dict[str, dict[bool, tuple[float, int]]] = defaultdict(dict)
    for item, is_fresh, mean, number in counts.fresh:
        fresh[item][bool(is_fresh)] = _number(mean), number
    people = dict(counts.people)
    return Tally(
        asked=items.asked(),
        forms=forms,
        cells=cells,
        topics=topics,
        people=people.pop("", forms.total()),
        seen_by=people,
        seconds={item: _number(ms) / 1000 for item, ms in counts.times},
        verdicts=(verdicts[True], verdicts[True] + verdicts[False]),
        fresh={item: Pair(*each.get(False, (None, 0)), *each.get(True, (None, 0))) for item, each in fresh.items()},
    )


def attempts_of(exam: str, mark: str, rows: Iterable[Sequence[Any]]) -> ExamSheets:
    """Every attempt of a long table with a question a topic, worth all points there, for lists of people.

    The rows are learner, attempt, at, passed, topic, points and the most there were.
    """
    asked: dict[str, Asked] = {}
    replies: dict[tuple[str, int], list[tuple[str, Reply]]] = defaultdict(list)
    about: dict[tuple[str, int], tuple[datetime | None, bool | None]] = {}
    for learner, attempt, at, passed, topic, points, most in rows:
        key, worth = f"{topic or ''} {most}", _number(most)
        asked.setdefault(key, Asked(key=key, topic=topic or "", maximum=worth))
        replies[learner, attempt].append((key, Reply(_number(points))))
        moment = datetime.fromisoformat(at) if isinstance(at, str) and at else at or None  # a database may hold either
        about[learner, attempt] = moment, None if passed is None else bool(passed)

    def sheet(learner: str, attempt: int) -> Sheet:
        keys, given = zip(*replies[learner, attempt], strict=True)
        at, passed = about[learner, attempt]
        return Sheet(
            learner=learner, exam=exam, keys=keys, replies=given, is_passed=passed, started_at=at, place=attempt - 1
        )

    sheets = tuple(sheet(*whose) for whose in sorted(replies))
    return ExamSheets(exam=exam, pass_mark=mark, sheets=sheets, asked=tuple(asked.values()))


def _number(value: Any) -> float:
    """A number of a row, without what the order of a sum left in its last bits."""
    number = round(float(value), DIGITS) if value is not None else float("nan")
    if not isfinite(number):
        raise ValueError("points or times are missing in it")
    return number
