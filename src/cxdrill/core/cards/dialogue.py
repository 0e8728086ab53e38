"""A contact with a customer: they speak, the learner chooses a reply, they react, until an end.

A response names turns and replies as the deck has them, `opening:2 room:1`, so that no order on a screen changes it. A
talk that was broken off is a response too, and counts as far as it went.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from random import Random
from typing import Any

from msgspec import field

from cxdrill.core.cards.fields import PROMPT, Fault, Field, Kind, shape
from cxdrill.core.cards.question import Input, Question, Row, Step, UnreadableAnswer, drawn_order, letter
from cxdrill.core.cards.sheet import Note, Sheet, Tone
from cxdrill.core.cards.talk import ENDS, MOST_TURNS, Brief, Reply, Talk, Turn, chances_by_lot, earned, paths

_REPLY = shape(
    "reply",
    Field("say", Kind.TEXT, "What the learner may say", required=True),
    Field("next", Kind.ID, "The turn that follows", required=True),
    Field("serves", Kind.NAMES, "The steps that it takes care of"),
    Field("mood", Kind.BETWEEN, "What it does to the customer's mood, -2 to 2", least=-2, most=2),
    Field("why", Kind.TEXT, "Why it is not the best"),
    becomes=Reply,
)
_TURN = shape(
    "turn",
    Field("id", Kind.ID, "Name that `next` uses", required=True),
    Field("says", Kind.TEXT, "What the customer says", required=True),
    Field("replies", Kind.ENTRIES, "What the learner may say", least=2, most=4, entry=_REPLY),
    Field("ends", Kind.WORD, "How the contact ends here", words=tuple(ENDS)),
    Field("coach", Kind.TEXT, "A word at the end"),
    becomes=Turn,
)
_BRIEF = shape(
    "brief",
    Field("customer", Kind.TEXT, "Who the customer is, how they feel and what they want"),
    Field("agent", Kind.TEXT, "What the agent knows and may do"),
    Field("hidden", Kind.TEXT, "What the customer will not say unasked"),
    becomes=Brief,
)

OPENING = "a talk of several turns: what you say decides how the customer answers"


class Dialogue(Question, frozen=True, kw_only=True, eq=False, tag_field="type", tag="dialogue"):
    type = "dialogue"
    likely_by = "turns"
    input = Input.TURNS
    partly = "a talk"
    is_final = True
    own_fields = (
        PROMPT,
        Field("steps", Kind.NAMES, "What a whole contact has", required=True, least=1, most=10),
        Field("brief", Kind.ENTRY, "For playing the contact with two people", entry=_BRIEF),
        Field("turns", Kind.ENTRIES, "The first one opens", required=True, least=2, most=MOST_TURNS, entry=_TURN),
    )

    steps: tuple[str, ...]
    turns: tuple[Turn, ...]
    brief: Brief = field(default_factory=Brief)

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> Iterator[Fault]:
        turns, steps = values.get("turns", ()), values.get("steps", ())
        ids = [turn.id for turn in turns]
        for number, turn in enumerate(turns):
            at = f"turns[{number}]"
            if turn.id in ids[:number]:
                yield Fault("S301", f"{at}.id", f'two turns are called "{turn.id}"', "give one of them another id")
            if bool(turn.replies) == bool(turn.ends):
                what = "replies and an end" if turn.ends else "neither replies nor an end"
                remedy = 'give it "replies", or "ends: solved", "open" or "lost"'
                yield Fault("S312", at, f'the turn "{turn.id}" has {what}', remedy)
            for place, reply in enumerate(turn.replies):
                where = f"{at}.replies[{place}]"
                if reply.next not in ids:
                    what = f'a reply leads to "{reply.next}", and there is no such turn'
                    yield Fault("S311", f"{where}.next", what, "name a turn")
                for step in reply.serves:
                    if steps and step not in steps:
                        what = f'a reply serves "{step}", which is none of the steps'
                        remedy = 'name one of the dialogue\'s "steps", or add it there'
                        yield Fault("S313", f"{where}.serves", what, remedy)

    def talk(self, response: str) -> Talk:
        """The contact as a response has it; raises UnreadableAnswer where it is none of this dialogue."""
        turns = {turn.id: turn for turn in self.turns}
        talk = Talk(self.turns[0])
        for name, _, number in (part.partition(":") for part in response.split()):
            place = int(number) - 1 if number.isascii() and number.isdecimal() else -1
            if name != talk.turn.id or not 0 <= place < len(talk.turn.replies):
                raise UnreadableAnswer("that is no way through this talk")
            reply = talk.turn.replies[place]
            talk = Talk(turns[reply.next], (*talk.chosen, (talk.turn, reply)))
        return talk

    def replies_shown(self, turn: Turn) -> tuple[tuple[str, int, Reply], ...]:
        """The replies of a turn in the order shown: letter, number in the deck from 1, and the reply."""
        start = sum(len(each.replies) for each in self.turns[: self.turns.index(turn)])
        places = [position - start for position in self.order[start : start + len(turn.replies)]]
        return tuple((letter(place), number + 1, turn.replies[number]) for place, number in enumerate(places))

    def going_on(self, response: str, line: str) -> str:
        """The response once the letter of a reply was typed; what was said is final. Raises UnreadableAnswer."""
        talk = self.talk(response)
        if talk.is_over:
            raise UnreadableAnswer("this talk is over, and what was said is final")
        shown = {name: number for name, number, _ in self.replies_shown(talk.turn)}
        typed = re.sub(r"[\s,;.()]", "", line.casefold())
        if typed not in shown:
            raise UnreadableAnswer(f"type the letter of your reply, a to {max(shown, default='a')}")
        return f"{response} {talk.turn.id}:{shown[typed]}".strip()

    def parts(self) -> tuple[str, ...]:
        return tuple(reply.say for turn in self.turns for reply in turn.replies)

    def drawn(self, rng: Random) -> tuple[int, ...]:
        """The replies of each turn in a drawn order, turn after turn."""
        order: list[int] = []
        for turn in self.turns:
            start = len(order)
            order += (start + place for place in drawn_order(len(turn.replies), rng))
        return tuple(order)

    def read(self, line: str) -> str:
        """A response as it is recorded; a talk is led letter by letter, see `going_on`."""
        text = " ".join(line.split())
        if not text or not re.fullmatch(r"([a-z0-9-]+:\d{1,2} ?)+", text):
            raise UnreadableAnswer("type the letter of your reply")
        self.talk(text)
        return text

    def points(self, response: str, scoring: str = "") -> Fraction:
        talk = self.talk(self.read(response))
        return earned(self.steps, talk.served, talk.mood, talk.turn.ends)

    def key_response(self) -> str:
        best = paths(self.turns, self.steps).best_way
        return " ".join(f"{turn.id}:{turn.replies.index(reply) + 1}" for turn, reply in best)

    def points_by_guessing(self, scoring: str = "") -> Mapping[Fraction, Fraction]:
        return chances_by_lot(self.turns, self.steps)

    def step(self, response: str | None) -> Step:
        talk = self.talk(response or "")
        said = tuple(line for turn, reply in talk.chosen for line in (("Customer", turn.says), ("You", reply.say)))
        rows = tuple(Row(name, reply.say) for name, _, reply in self.replies_shown(talk.turn))
        mood = f"the customer feels {talk.mood_word}" if said else OPENING
        return Step((*said, ("Customer", talk.turn.says)), rows, talk.is_over, "" if talk.is_over else mood)

    def rows(self) -> tuple[Row, ...]:
        return self.step("").rows

    def typed_key(self) -> str:
        best = paths(self.turns, self.steps).best_way
        return " ".join(name for turn, reply in best for name, _, each in self.replies_shown(turn) if each is reply)

    def on_paper(self) -> tuple[tuple[str, tuple[Row, ...]], ...]:
        """Every turn under its number, each reply with the number that it leads to."""
        numbers = {turn.id: number for number, turn in enumerate(self.turns, 1)}
        parts = []
        for turn in self.turns:
            shown = self.replies_shown(turn)
            rows = tuple(Row(name, f"{reply.say} (go to {numbers[reply.next]})") for name, _, reply in shown)
            parts.append((f"{numbers[turn.id]}. Customer: {turn.says}", rows))
        return tuple(parts)

    def shown(self, response: str) -> str:
        count = len(response.split())
        return f"{count} {'reply' if count == 1 else 'replies'}"

    def how_to_answer(self) -> str:
        return "the letter of your reply, turn by turn"

    def feedback(self, response: str) -> tuple[Note, ...]:
        """The outcome, the steps, the mood's way, the coach's word, and why each reply was not the best."""
        talk = self.talk(self.read(response))
        ending = {"solved": "Solved", "open": "Left open", "lost": "Lost", "": "Broken off"}[talk.turn.ends]
        tone = Tone.RIGHT if talk.turn.ends == "solved" else Tone.WRONG
        notes = [Note(tone, f"{ending}; the customer feels {talk.mood_word}")]
        notes += [Note(Tone.AS_IS, f"the mood on the way: {' → '.join(talk.moods)}")] if len(talk.moods) > 1 else []
        notes += (Note(Tone.RIGHT, step) for step in self.steps if step in talk.served)
        notes += (Note(Tone.AS_IS, f"{step}: missed") for step in self.steps if step not in talk.served)
        notes += [Note(Tone.AS_IS, talk.turn.coach)] if talk.turn.coach else []
        for number, (_, reply) in enumerate(talk.chosen, 1):
            if reply.why:
                notes.append(Note(Tone.WRONG, f"you said: {reply.say}", f"turn {number}", reply.why))
        return tuple(notes)

    def key_notes(self) -> tuple[Note, ...]:
        """The best replies, turn by turn, and the coach's word; nobody said them."""
        talk = self.talk(self.key_response())
        best = (Note(Tone.RIGHT, reply.say, f"turn {number}") for number, (_, reply) in enumerate(talk.chosen, 1))
        return (*best, *([Note(Tone.AS_IS, talk.turn.coach)] if talk.turn.coach else []))

    def sheet(self) -> Sheet:
        """The talk as the best way through it goes."""
        best = self.key_response()
        said = self.step(best).said if best else ()
        talk = "\n".join(f"{who}: {text}" for who, text in said)
        return Sheet(prompt=f"{self.prompt}\nCustomer: {self.turns[0].says}", answers=(talk,))
