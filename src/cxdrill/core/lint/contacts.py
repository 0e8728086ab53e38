"""Rules about replies to customers: talks that can be played to the end, and replies that give nothing away."""

from collections.abc import Iterator, Sequence
from statistics import fmean

from cxdrill.core.cards.dialogue import Dialogue
from cxdrill.core.cards.judgement import Judgement
from cxdrill.core.cards.talk import Reply, paths
from cxdrill.core.exams.library import Library
from cxdrill.core.lint.habits import guessed
from cxdrill.core.lint.rules import ERROR, NOTE, WARNING, Finding, rule
from cxdrill.core.lint.words import quoted, word_set, words

FEWEST_TURNS = 3  # on the best way
MUCH_LONGER = 1.4  # times the mean length of the others
FEWEST_JUDGEMENTS = 10  # of a deck, for its habits
TELLING = 0.15  # how much better than blind luck a guesser may be that sees the replies alone
_KIND = word_set(
    "sorry please thank thanks glad happy course absolutely understand apologise apologize welcome gladly dear"
)


@rule("Q601", WARNING, "let a reply lead there, or delete it", Dialogue)
def unreached_turns(card: Dialogue) -> Iterator[Finding]:
    """Every turn can be reached."""
    reached = _reachable(card, card.turns[0].id)
    for number, turn in enumerate(card.turns):
        if turn.id not in reached:
            yield Finding(f"turns[{number}]", f'has a turn "{turn.id}" that no reply leads to')


@rule("Q602", ERROR, "let one of its replies lead to an end", Dialogue)
def no_way_out(card: Dialogue) -> Iterator[Finding]:
    """From every turn a way leads to an end."""
    turns = {turn.id: turn for turn in card.turns}
    for number, turn in enumerate(card.turns):
        if not any(turns[name].ends for name in _reachable(card, turn.id)):
            yield Finding(f"turns[{number}]", f'goes round for ever from the turn "{turn.id}" on')
            return


@rule("Q603", WARNING, "let one way serve every step, please the customer and end solved", Dialogue)
def out_of_reach(card: Dialogue) -> Iterator[Finding]:
    """Full points can be reached."""
    best = paths(card.turns, card.steps).best
    if best < 1:
        yield Finding("turns", f"has no way to full points; the best earns {best.numerator} of {best.denominator}")


@rule("Q604", WARNING, "let a reply serve it, or take it out of the steps", Dialogue)
def unserved_steps(card: Dialogue) -> Iterator[Finding]:
    """Every step is served by a reply."""
    served = {step for turn in card.turns for reply in turn.replies for step in reply.serves}
    for step in card.steps:
        if step not in served:
            yield Finding("steps", f"has a step {quoted(step)} that no reply serves")


@rule("Q605", WARNING, "say in a sentence what to take along", Dialogue)
def silent_coach(card: Dialogue) -> Iterator[Finding]:
    """Every ending has a word of the coach."""
    for number, turn in enumerate(card.turns):
        if turn.ends and not turn.coach.strip():
            yield Finding(f"turns[{number}]", f'ends at "{turn.id}" without a word of the coach')


@rule("Q606", WARNING, "let another reply be the best in one of the turns", Dialogue)
def given_away_by_habit(card: Dialogue) -> Iterator[Finding]:
    """The best way is not told by length, place or kind words."""
    way = paths(card.turns, card.steps).best_way
    if len(way) < FEWEST_TURNS:
        return
    habits = {
        "longest": lambda replies: max(replies, key=lambda reply: len(reply.say)),
        "first": lambda replies: replies[0],
        "kindest": _kindest,
    }
    for word, picked in habits.items():
        if all(picked(turn.replies) is reply for turn, reply in way):
            yield Finding("turns", f"has the {word} reply as the best in each turn of the best way")


@rule("Q607", WARNING, "let them lead elsewhere, or change the mood", Dialogue)
def no_choice(card: Dialogue) -> Iterator[Finding]:
    """No two replies of a turn come to the same."""
    for number, turn in enumerate(card.turns):
        outcomes = [(reply.next, reply.mood, frozenset(reply.serves)) for reply in turn.replies]
        alike = [place for place, outcome in enumerate(outcomes) if outcomes.count(outcome) > 1]
        if alike:
            what = f'has two replies in "{turn.id}" that come to the same'
            yield Finding(f"turns[{number}].replies[{alike[0]}]", what)


@rule("Q608", WARNING, "lead the contact through more steps", Dialogue)
def short_talk(card: Dialogue) -> Iterator[Finding]:
    """The best way has three turns or more."""
    if 0 < (count := len(paths(card.turns, card.steps).best_way)) < FEWEST_TURNS:
        yield Finding("turns", f"is over after {count} {'reply' if count == 1 else 'replies'} on its best way")


@rule("Q609", NOTE, "say what it does to the customer", Dialogue)
def unexplained_replies(card: Dialogue) -> Iterator[Finding]:
    """A reply off the best way says why it is not the best."""
    best = {id(reply) for _, reply in paths(card.turns, card.steps).best_way}
    for number, turn in enumerate(card.turns):
        on_the_way = any(id(reply) in best for reply in turn.replies)
        for place, reply in enumerate(turn.replies):
            if on_the_way and id(reply) not in best and not reply.why.strip():
                field = f"turns[{number}].replies[{place}]"
                yield Finding(field, f"does not say why {quoted(reply.say)} is not the best")


@rule("Q611", WARNING, "shorten it or fill out the others", Judgement)
def telling_length(card: Judgement) -> Iterator[Finding]:
    """The best reply does not stand out by its length."""
    lengths = [len(option.text) for option in card.options]
    best = lengths.pop(card.values.index(max(card.values)))
    if best > MUCH_LONGER * max(lengths):
        yield Finding("options", f"has a best reply of {best} characters, far longer than the others")


@rule("Q612", WARNING, "let decent replies of every value share the words", Library)
def telling_words(library: Library) -> Iterator[Finding]:
    """The words of the replies alone do not tell their values to who knows those of the library's other decks."""
    decks = {deck: [card for card in deck.cards if isinstance(card, Judgement)] for deck in library.decks}
    for deck, cards in decks.items():
        others = [card for other, theirs in decks.items() if other is not deck for card in theirs]
        if len(cards) < FEWEST_JUDGEMENTS or len(others) < FEWEST_JUDGEMENTS:
            continue
        rows = ((option.text, option.value > fmean(card.values)) for card in others for option in card.options)
        hits, blind = guessed(cards, rows)
        if hits / len(cards) >= blind + TELLING:
            what = f"lets a guesser that sees the replies alone find the best in {hits:.0f} of {len(cards)} judgements"
            yield Finding("cards", f"{what}, where blind luck finds {round(blind * len(cards))}", owner=deck)


def _reachable(card: Dialogue, start: str) -> set[str]:
    turns = {turn.id: turn for turn in card.turns}
    reached, front = {start}, [start]
    while front:
        new = {reply.next for reply in turns[front.pop()].replies} - reached
        reached |= new
        front += new
    return reached


def _kindest(replies: Sequence[Reply]) -> Reply | None:
    """The reply with most kind words, where one has more than all others."""
    counts = [len(_KIND.intersection(words(reply.say))) for reply in replies]
    return replies[counts.index(max(counts))] if counts.count(max(counts)) == 1 else None
