"""The items of a report: one line each, options, keys that may be wrong, and two kinds of answers side by side."""

from collections.abc import Iterable, Mapping, Sequence

from cxdrill.core.analysis.comparison import Gain, Untrained
from cxdrill.core.analysis.item_statistics import ItemStatistics, OptionStatistics, is_frequent
from cxdrill.core.analysis.sheet import Pair, Sample
from cxdrill.terminal import paint
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.views.exam_view import often
from cxdrill.terminal.wording import count, percent

WARNINGS = {
    "possible-wrong-key": "the key may be wrong: more of the best chose another option",
    "negative-discrimination": "those who know more get it wrong more often",
    "below-guessing": "harder than blind guessing",
    "right-after-all": "right after all? many typed an answer that is not accepted; add it to accept: if it is right",
    "distractor-without-work": "a distractor that hardly anybody falls for: fewer than chance among the wrong",
    "several-wordings": "the wording changed between attempts; the numbers mix them",
}
_MILD = {"distractor-without-work", "several-wordings", "right-after-all"}
_MOST_TYPED = 8  # answers shown of a typed question


def number(value: float | None, digits: int = 2) -> str:
    """A number for a table, a dash where there is none."""
    return "–" if value is None else f"{value:.{digits}f}"


def card_rows(items: Sequence[ItemStatistics], width: int) -> list[StyledLine]:
    """One line an item, the ones that tell least first; `!` stands before those with a warning."""
    room = _column((item.asked.key for item in items), width, 45)
    few = [item for item in items if item.sample is Sample.COUNTS]
    told = items if len(few) == len(items) else [item for item in items if item.sample is not Sample.COUNTS]
    head = f"{'':{room + 2}} {'n':>4} {'right':>5} {'95%':>7} {'r':>5} {'D':>5} {'eff':>4} {'time':>5}"
    rows = [paint.words(head)] if len(few) < len(items) else []
    for item in sorted(told, key=lambda each: (each.item_rest is None, each.item_rest or 0.0, each.asked.key)):
        sign = paint.words("! ", paint.WRONG) if set(item.warnings) - _MILD else paint.words("  ")
        key = item.asked.key  # whose end tells more than its beginning
        name = paint.words(key if paint.cells(key) <= room else "…" + key[-(room - 1) :])
        rows.append(paint.joined(sign, paint.padded(name, room), _numbers(item)))
    legend = "right: facility · r: with the other items · D: top less bottom 27% · eff: efficiency in %"
    if len(told) < len(items):
        folded = f"{count(len(few), 'more item')}, met by fewer than 10 people: --details, --csv and --json have them"
        rows += paint.wrapped(folded, width)
    return [*rows, *(paint.wrapped(legend, width) if len(few) < len(items) else [])]


def detail_lines(item: ItemStatistics, width: int) -> list[StyledLine]:
    """What is wrong with an item, its prompt, and its options with who chose them."""
    lines = paint.wrapped(item.asked.key, width, paint.KEY)
    for name in item.warnings:
        lines += paint.wrapped(WARNINGS[name], width, paint.DUE if name in _MILD else paint.WRONG, first=" ! ")
    lines += paint.wrapped(item.asked.prompt, width, first="   ") if item.asked.prompt else []
    if item.open:
        lines.append(paint.words(f"   left open by {count(item.open, 'person', 'people')}"))
    options = item.options[:_MOST_TYPED] if item.asked.type == "typed" else item.options
    if options:
        room = _column((_text(option) for option in options), width, 39)
        lines.append(paint.words(f"     {'':{room}} {'n':>4} {'all':>5} {'top':>5} {'low':>5} {'wrong':>5}"))
        lines += [_option(option, room, is_typed=item.asked.type == "typed") for option in options]
    return [*lines, paint.words("")]


def suspect_lines(items: Sequence[ItemStatistics], width: int) -> list[StyledLine]:
    """The items whose key may be wrong, the likeliest first."""
    lines: list[StyledLine] = []
    for place, item in enumerate(items, start=1):
        if item.suspicion is None:
            continue
        drawn, key = item.suspicion.option, item.suspicion.key
        lines += paint.wrapped(paint.joined(paint.words(f"{place}. "), paint.words(item.asked.key, paint.WRONG)), width)
        sentence = (
            f'"{drawn.text}" was chosen by {_percent(drawn.top)}% of the best, '
            f'the key "{key.text}" by {_percent(key.top)}%'
        )
        lines += paint.wrapped(sentence, width, first="   ")
    return lines


def _numbers(item: ItemStatistics) -> str:
    if item.sample is Sample.COUNTS:
        return f"  {item.right} of {item.count} right"
    interval = item.interval
    ends = f"{interval.low * 100:.0f}-{interval.high * 100:.0f}" if interval else "–"
    time = "–" if item.seconds is None else f"{item.seconds:.0f} s"
    return (
        f" {item.count:>4} {_percent(item.facility):>5} {ends:>7} {number(item.item_rest):>5} "
        f"{number(item.upper_lower):>5} {number(item.efficiency, 0):>4} {time:>5}"
    )


def _option(option: OptionStatistics, room: int, *, is_typed: bool) -> StyledLine:
    sign = paint.words("   ✓ ", paint.RIGHT) if option.is_key else paint.words("   · ")
    shares = " ".join(
        f"{_percent(share):>5}" for share in (option.share, option.top, option.bottom, option.among_wrong)
    )
    doubt = " right after all?" if is_typed and is_frequent(option) else ""
    word = doubt or (" key" if option.is_key else " idle" if option.is_functioning is False else "")
    text = paint.padded(paint.words(_text(option)), room)
    return paint.joined(sign, text, f" {option.count:>4} {shares}", paint.words(word, paint.DUE))


def _column(texts: Iterable[str], width: int, others: int) -> int:
    """The cells of a column: what `others` leave of the width, or as many as its longest text needs without a width."""
    return max(14, width - others) if paint.is_drawn(width) else max(map(paint.cells, texts), default=0)


def _text(option: OptionStatistics) -> str:
    return " ".join(option.text.split())


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.0f}"


def gap_lines(gap: Pair | None, pairs: Mapping[str, Pair], width: int) -> list[StyledLine]:
    """What the class knows in words that drills had shown and in new ones: in all, and question by question."""
    if gap is None or gap.one is None or gap.other is None:
        return []
    points = count(round((gap.one - gap.other) * 100), "point")
    words = (
        f"{percent(gap.one)} right in words that drills had shown ({gap.one_count:,} answers), {percent(gap.other)} in "
        f"fresh ones ({gap.other_count:,}), topic by topic: a gap of {points}."
    )
    both = sorted((pair.difference, key) for key, pair in pairs.items() if pair.difference is not None)
    rows = [(key, *_counted(pairs[key]), f"{round(-difference * 100):+d}") for difference, key in both]
    head = ("question", "drilled", "n", "fresh", "n", "gap")
    return [*paint.wrapped(words, width), *paint.table(head, rows)]


def _counted(pair: Pair) -> tuple[str, ...]:
    return percent(pair.one), str(pair.one_count), percent(pair.other), str(pair.other_count)


def untrained_lines(first: Untrained, width: int) -> list[StyledLine]:
    """What people before training get right already, and what training adds."""
    nothing = sum(gain.tells_nothing for gain in first.gains)
    facts = [f"{first.passed} of {count(first.people, 'person', 'people')} passed without training."]
    facts += [f"People like them pass {often(first.chance)}."] if first.chance is not None else []
    if nothing:
        facts.append(
            f"{count(nothing, 'question')} of {len(first.gains)} {'tells' if nothing == 1 else 'tell'} nothing: more "
            "than 70% of the untrained are right. Make the distractors better, or ask something else."
        )
    rows = [_row(gain) for gain in first.gains]
    lines = [*paint.sentences(facts, width), *paint.table(("question", "before", "after", "gain", ""), rows)]
    return paint.section("Before and after training", lines)


def _row(gain: Gain) -> tuple[str, ...]:
    shares, difference = gain.shares, gain.shares.difference
    gained = "–" if difference is None else f"{round(difference * 100):+d}"
    return gain.asked.key, percent(shares.one), percent(shares.other), gained, "tells nothing" * gain.tells_nothing
