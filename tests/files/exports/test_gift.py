"""GIFT as two readers that are not ours understand it: same prompts, keys, weights and feedback."""

import json
import os
import re
import shutil
import subprocess
import warnings
from io import StringIO
from pathlib import Path

import pytest

import gift_items
from builders import (
    choice,
    cloze,
    deck,
    dialogue,
    flashcard,
    judgement,
    matching,
    multiple,
    ordering,
    say,
    true_false,
    typed,
)  # fmt: skip
from cxdrill.core.cards.deck import Scenario
from cxdrill.core.cards.sheet import Option
from cxdrill.files.decks.library import read_library
from cxdrill.files.exports import gift, paper
from cxdrill.files.exports.gift import exported_gift
from gift_items import Seen, bare, from_html

HOSTILE = gift_items.deck()
READER = Path(__file__).parent.parent.parent / "data" / "gift" / "read_gift.js"
DECKS = Path(__file__).parents[3] / "decks"


def written(*cards, **fields) -> str:
    return exported_gift([deck("calls", *cards, **fields)]).content.decode()


def test_every_type_is_written_in_its_own_way():
    options = (Option("a"), Option("b", is_key=True, why="so"), Option("c", is_key=True))
    text = written(
        choice(tags=("numbers", "first call"), explanation="Always: ask", scenario="busy"),
        multiple(options=options),
        true_false(),
        typed(accept=("care",)),
        matching(pairs=(("one", "first"), ("two", "second"))),
        cloze(prompt="Up by the {{third}} ring, after {{2::30}} seconds"),
        scenarios=(Scenario("busy", "It rings."),),
    )

    assert text == (
        "$CATEGORY: calls\n\n// [id:calls/hold] [tag:numbers] [tag:first call]\n"
        "::calls/hold::[html]It rings.<br><br>What about hold? {\n\t~Search at once#Nobody is put on hold unasked.\n"
        "\t=Ask first\n\t~Promise to call back#Too late.\n\t####Always\\: ask\n}\n\n"
        "// [id:calls/signals]\n::calls/signals::[html]What about signals? {\n\t~%-100%a\n\t~%50%b#so\n\t~%50%c\n}\n\n"
        "// [id:calls/smile]\n::calls/smile::[html]What about smile? {\n\tTRUE\n}\n\n"
        "// [id:calls/word]\n::calls/word::[html]What about word? {\n\t=empathy\n\t=care\n}\n\n"
        "// [id:calls/pairs]\n::calls/pairs::[html]What about pairs? {\n\t=one -> first\n\t=two -> second\n}\n\n"
        "// [id:calls/rings~1]\n::calls/rings\\~1::[html]Up by the _____ ring, after 30 seconds {\n\t=third\n}\n\n"
        "// [id:calls/rings~2]\n::calls/rings\\~2::[html]Up by the third ring, after _____ seconds {\n\t=30\n}\n"
    )


def test_what_gift_gives_a_meaning_to_is_escaped():
    assert gift.html_text("a~b=c#d:e") == r"a\~b\=c\#d\:e"
    assert gift.html_text("{\\}<b>&\r\n") == r"&\#123;&\#92;&\#125;&lt;b&gt;&amp;"
    assert gift.html_text("[html] 50%\n%50%") == r"&\#91;html] 50%<br>%50%"
    assert "\t=[plain][html]x\n" in written(typed(answer="[html]x"))
    assert "\t=%100%%5%\n" in written(typed(answer="%5%"))
    assert gift.plain_text("{a}\\n =*\n x") == r"\{a\}\\n \=\\* x"


def test_replies_of_a_judgement_carry_the_points_that_choosing_them_as_best_earns():
    text = written(judgement())

    assert "=Till one, with your bags#why 3" in text
    assert "~%66.66666%What makes four so important?#why 2" in text
    assert "~%0%Until four, somehow#why 0" in text


def test_weights_of_keys_never_exceed_a_hundred_together():
    for keys in range(1, 9):
        assert 99.999 < keys * float(paper.weight(keys)) <= 100


def test_what_gift_cannot_ask_is_left_out_with_its_reason():
    cards = (
        *(flashcard(), dialogue(), say(), ordering(), typed(answer="a->b"), choice()),
        cloze(prompt="{{1::a}} and {{1::b}}"),
    )

    found = exported_gift([deck("calls", *cards)])

    assert [(each.card, each.reason) for each in found.left_out] == [
        ("calls/greeting", gift.NO_KEY),
        ("calls/family", gift.NO_KEY),
        ("calls/six-minutes", gift.NO_KEY),
        ("calls/steps", gift.NO_ORDER),
        ("calls/word", gift.ARROW),
        ("calls/rings", gift.TOGETHER),
    ]
    assert found.content.count(b"[id:") == 1


def test_questions_of_a_topic_go_into_its_category():
    text = written(choice("a", topic="calls/1"), choice("b", topic="calls/1"), true_false(topic="mail"))

    assert re.findall(r"^\$CATEGORY: .*\n\n", text, re.MULTILINE) == ["$CATEGORY: calls//1\n\n", "$CATEGORY: mail\n\n"]


def with_pygiftparser(text: str) -> list[Seen]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # its regular expressions, its look at the locale
        warnings.simplefilter("ignore", SyntaxWarning)
        parser = pytest.importorskip("pygiftparser.parser")
        return [_from_pygiftparser(each, parser) for each in parser.parseFile(StringIO(text))]


def _from_pygiftparser(found, parser) -> Seen:
    comment = found.full.split("\n")[0]
    answers = found.answers
    if isinstance(answers, parser.TrueFalseSet):
        seen: tuple = (answers.answer,)
    elif isinstance(answers, parser.MatchingSet):
        seen = tuple(
            (from_html(_unescaped(each.question)), from_html(_unescaped(each.answer))) for each in answers.answers
        )
    elif isinstance(answers, parser.ShortSet):
        seen = tuple((bare(_unescaped(each.answer)), float(each.fraction), each.feedback) for each in answers.answers)
    else:
        seen = tuple(
            (from_html(_unescaped(each.answer)), float(each.fraction), from_html(_unescaped(each.feedback)))
            for each in getattr(answers, "answers", ())
        )
    return Seen(
        re.findall(r"\[id:(.*?)\]", comment)[0],
        tuple(re.findall(r"\[tag:(.*?)\]", comment)),
        from_html(_unescaped(found.text)),
        seen,
        from_html(_unescaped(found.generalFeedback)),
    )


def _unescaped(text: str) -> str:
    """The parser leaves escapes where they are."""
    return re.sub(r"\\([\\~=#{}:])", r"\1", text)


def test_pygiftparser_reads_five_hundred_hostile_items_as_they_were_meant():
    wanted = [gift_items.expected(card) for card in HOSTILE.questions]

    found = {each.id: each for each in with_pygiftparser(exported_gift([HOSTILE]).content.decode())}

    differing = [each for each in wanted if found.get(each.id) != each]
    # Its own bugs, shown below. Only answers to be typed meet them, for only there HTML would be taken literally.
    by_its_bugs = [
        each for each in differing if any("}" in answer[0] or answer[0][:6] == "[html]" for answer in each.answers)
    ]
    assert [each for each in differing if each not in by_its_bugs] == []
    assert len(by_its_bugs) <= 0.02 * len(wanted)


def test_the_bugs_of_pygiftparser_in_their_smallest_cases():
    """When they are mended, the allowance above can go."""
    head = "// [id:x]\n::x::q {\n"
    assert with_pygiftparser(head + "\t=a\\}b\n}\n")[0].answers[0][0] == "a"  # an escaped brace ends the answers
    assert with_pygiftparser(head + "\t=[plain]a\n}\n")[0].answers[0][0] == "[plain]a"  # no format of an answer


def node_reads(text: str) -> list[dict]:
    node = shutil.which("node")
    if not node:
        pytest.skip("node is not installed")
    run = subprocess.run(
        [node, str(READER)], input=text.encode(), capture_output=True, timeout=60, check=False, env={**os.environ}
    )
    if run.returncode == 77:
        pytest.skip("gift-pegjs is not installed (npm install gift-pegjs, and NODE_PATH where it is)")
    assert run.returncode == 0, run.stderr.decode()
    return [each for each in json.loads(run.stdout) if each["type"] != "Category"]


def _from_pegjs(found) -> Seen:
    shown = from_html if found["type"] != "Short" else bare
    if found["type"] == "TF":
        answers: tuple = (found["isTrue"],)
    elif found["type"] == "Matching":
        answers = tuple(
            (from_html(each["subquestion"]["text"]), from_html(_decoded(each["subanswer"])))
            for each in found["matchPairs"]
        )
    else:
        answers = tuple(
            (
                shown(each["text"]["text"]),
                float(each["weight"] if each["weight"] is not None else 100 * each["isCorrect"]),
                from_html(each["feedback"]["text"]) if each["feedback"] else "",
            )
            for each in found["choices"]
        )
    feedback = from_html(found["globalFeedback"]["text"]) if found["globalFeedback"] else ""
    return Seen(found["id"], tuple(found["tags"] or ()), from_html(found["stem"]["text"]), answers, feedback)


def _decoded(text: str) -> str:
    """The right side of a pair, where gift-pegjs leaves its own `&&058;` for an escaped colon."""
    return re.sub("&&([0-9]{3});", lambda found: chr(int(found[1])), text)


def test_the_bug_of_gift_pegjs_in_its_smallest_case():
    """When it is mended, `_decoded` can go."""
    pairs = node_reads("// [id:x]\n::x::q {\n\t=a -> b\\:c\n\t=d -> e\n}\n")[0]["matchPairs"]

    assert [pair["subanswer"] for pair in pairs] == ["b&&058;c", "e"]


def test_gift_pegjs_reads_five_hundred_hostile_items_as_they_were_meant():
    found = {each["id"]: _from_pegjs(each) for each in node_reads(exported_gift([HOSTILE]).content.decode())}

    for card in HOSTILE.questions:
        assert found.get(card.key) == gift_items.expected(card)


def test_gift_pegjs_takes_every_question_of_the_shipped_decks():
    decks = read_library([DECKS], replaces=False)[0].decks
    text = exported_gift(decks).content.decode()

    assert len(node_reads(text)) == text.count("[id:") > 200
