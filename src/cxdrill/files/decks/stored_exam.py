"""An exam that was read before, as plain values until somebody asks for it: most commands only pass exams by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from fractions import Fraction

    from cxdrill.core.exams.exam import Exam, Share
    from cxdrill.core.problem import Location


class StoredExam:
    """What is known of it at once; `exam` builds the rest."""

    def __init__(self, plain: Mapping[str, Any], path: str, places: Mapping[str, Location]) -> None:
        self.plain, self.path, self.places = plain, path, places

    @property
    def id(self) -> str:
        """The exam's id."""
        return str(self.plain["id"])

    def exam(self) -> Exam:
        """The exam itself."""
        from cxdrill.core.cards.card import Waiver
        from cxdrill.core.exams.exam import Away, Exam, Feedback, Scoring

        fields = dict(self.plain)
        rules, why = fields.pop("waiver")
        return Exam(
            **fields
            | {
                "pass_mark": _share(fields["pass_mark"]),
                "blueprint": {topic: _amount(each) for topic, each in fields["blueprint"].items()},
                "minimum": {topic: _share(each) for topic, each in fields["minimum"].items()},
                "away": Away(fields["away"]),
                "feedback": Feedback(fields["feedback"]),
                "scoring": Scoring(fields["scoring"]),
            },
            waiver=Waiver(tuple(rules), why),
            path=self.path,
            places=self.places,
        )


class Exams(Sequence["Exam"]):
    """Exams of which some are stored; each is built when somebody looks at it."""

    def __init__(self, exams: Sequence[Exam | StoredExam]) -> None:
        self._exams = list(exams)

    def __len__(self) -> int:
        return len(self._exams)

    @overload
    def __getitem__(self, place: int) -> Exam: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Exam, ...]: ...
    def __getitem__(self, place: int | slice) -> Exam | tuple[Exam, ...]:
        if isinstance(place, slice):
            return tuple(self[number] for number in range(len(self))[place])
        found = self._exams[place]
        if isinstance(found, StoredExam):
            found = self._exams[place] = found.exam()
        return found

    def __iter__(self) -> Iterator[Exam]:
        return (self[number] for number in range(len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, tuple | Exams) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


def exam_plain(exam: Exam) -> dict[str, Any]:
    """The exam as values that marshal can hold, for `StoredExam`; path and places are left out."""
    plain = {name: getattr(exam, name) for name in ("id", "title", "items", "time_limit_seconds", "attempts")}
    return plain | {
        "pass_mark": _share_plain(exam.pass_mark),
        "blueprint": {topic: _amount_plain(each) for topic, each in exam.blueprint.items()},
        "cooldown_seconds": exam.cooldown_seconds,
        "minimum": {topic: _share_plain(each) for topic, each in exam.minimum.items()},
        "away": str(exam.away),
        "feedback": str(exam.feedback),
        "scoring": str(exam.scoring),
        "waiver": (list(exam.waiver.rules), exam.waiver.why),
    }


def _share_plain(share: Share) -> tuple[str, str]:
    return str(share.value), share.text


def _share(plain: tuple[str, str]) -> Share:
    from fractions import Fraction

    from cxdrill.core.exams.exam import Share

    return Share(Fraction(plain[0]), plain[1])


def _amount_plain(amount: int | Fraction) -> int | str:
    return amount if isinstance(amount, int) else str(amount)


def _amount(plain: int | str) -> int | Fraction:
    from fractions import Fraction

    return plain if isinstance(plain, int) else Fraction(plain)
