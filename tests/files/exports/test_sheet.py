"""Markdown and HTML sheets: every card, text that shows as itself, and no answer where none is wanted."""

import re
from html.parser import HTMLParser
from random import Random

import pytest
from markdown_it import MarkdownIt

import hostile
from builders import choice, deck, judgement, of_every_type
from cxdrill.core.cards.sheet import Option
from cxdrill.core.text import clean
from cxdrill.files.exports.paper import exported_html, exported_markdown, scrambled
from cxdrill.files.exports.pens import entry, escaped

ANSWERS = ("Good morning", "third", "Nobody is put on hold", "empathy", "Because", "## Notes", "Source A")
OURS = re.compile(
    '/?(h[1-6]|p|div|b|br|ol|ul|li|section|article|span|body|html)( (class|dir|lang)="[a-z]+")*'
    '|/?(code|pre|em|strong|blockquote|hr|table|thead|tbody|tr|th|td)( /)?|ol start="[0-9]+"'  # of study notes
)
FORMATS = pytest.mark.parametrize("export", [exported_markdown, exported_html])


def shown(page: str) -> str:
    """What a browser shows of a page's body, with single blanks."""
    texts: list[str] = []
    parser = HTMLParser()
    parser.handle_data = texts.append  # type: ignore[method-assign]
    parser.feed(page.partition("<body>")[2] or page)
    return " ".join("".join(texts).split())


@FORMATS
def test_a_sheet_with_answers_has_everything(export):
    page = export([of_every_type()]).content.decode()

    heading = "## Notes" if export is exported_markdown else "<h2>Notes</h2>\n<ul>\n<li>one</li>"
    for text in (*ANSWERS[:5], heading, ANSWERS[6], "Promise to call back", "It rings.", "All", "listen", "two"):
        assert text in page
    assert page.count("It rings.") == 1


@FORMATS
def test_a_sheet_without_answers_gives_none_away(export):
    page = export([of_every_type()], has_answers=False).content.decode()

    for text in ("Good morning", "Nobody is put on hold", "empathy", "Because", "## Notes", "Source A", "✓", "Answer:"):
        assert text not in page
    for text in ("What about greeting?", "Answer by the", "Ask first", "Tone", "listen", "first"):
        assert text in page
    assert "by the third" not in page


def test_what_is_to_be_ordered_or_matched_never_stands_in_its_right_order():
    for texts in (["greet", "listen", "solve"], ["b", "a"], ["1", "2", "3", "4"], ["x", "x"]):
        assert sorted(scrambled(texts)) == list(range(len(texts)))
        assert [texts[place] for place in scrambled(texts)] != texts or len(set(texts)) == 1
        assert scrambled(texts) == scrambled(texts)


@pytest.mark.parametrize(
    "text",
    [
        *("# a", "## a", "- a", "+ a", "* a", "1. a", "2) a", "> a", "---", "===", "a\n---", "a\n===", "```\na", "~~~"),
        *("| a | b |", "*a*", "_a_", "`a`", "[a](b)", "![a](b)", "<b>a</b>", "&amp;", "<!-- a -->", "\\*", "a\\"),
        "    a",
        *("a\n\nb", "a\n# b", "http://x.y", "<http://x.y>", "a  \nb", "- a\n- b", "$a$", "~~a~~", "a|b\n-|-\nc|d"),
        *("[a]: b", "* * *", "<script>", "| a | b |"),
    ],
)
def test_markdown_shows_text_as_itself(text):
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = {token.type for token in reader.parse(escaped(text))}

    assert shown(reader.render(escaped(text))) == " ".join(text.split())
    assert tokens <= {"paragraph_open", "paragraph_close", "inline"}
    assert shown(reader.render(f"- a) {entry(text)}")) == "a) " + " ".join(text.split())


def test_random_hostile_text_shows_as_itself_in_markdown():
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    for seed in range(500):
        text = hostile.text(Random(seed))

        assert shown(reader.render(escaped(text))) == " ".join(clean(text).split()), ascii(text)


def test_random_decks_never_put_markup_into_the_page():
    for seed in range(100):
        page = exported_html([hostile.deck(seed)]).content.decode()
        body = page.partition("<body>")[2]

        tags = set(re.findall(r"<(/?[a-zA-Z!][^>]*)>", body))
        assert not {tag for tag in tags if not OURS.fullmatch(tag)}
        assert "http" not in page.replace("http-equiv", "")
        assert clean(page) == page


def test_the_page_asks_for_nothing_from_elsewhere():
    page = exported_html([of_every_type()]).content.decode()

    assert page.startswith("<!DOCTYPE html>")
    assert not re.search(r"src=|href=|url\(|@import|<script", page)


def test_study_notes_are_rendered_in_html_and_ask_for_nothing():
    notes = "| a | b |\n| - | - |\n| *1* | 2 |\n\n<script>x</script> ![y](https://z.example/p.png) [l](javascript:x)"

    page = exported_html([deck("calls", choice(), notes=notes)]).content.decode()

    assert "<td><em>1</em></td>" in page
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert not re.search(r"<script|<img|href=\"javascript", page)


@FORMATS
def test_options_are_shuffled_the_same_way_with_and_without_answers(export):
    options = (Option("Alpha", is_key=True), Option("Bravo"), Option("Charlie"), Option("None of these", is_fixed=True))
    cards = tuple(choice(f"c{number}", options=options) for number in range(40))
    sheets = [export([deck("calls", *cards)], has_answers=has).content.decode() for has in (True, False)]

    orders = [
        re.findall("(?:<li[^>]*>|- [a-d]\\) )(?:<span[^>]*>✓ )?(Alpha|Bravo|Charlie|None)", each) for each in sheets
    ]

    assert orders[0] == orders[1]
    rows = [orders[0][place : place + 4] for place in range(0, 160, 4)]
    assert {row[3] for row in rows} == {"None"}
    assert all(4 < sum(row[place] == "Alpha" for row in rows) < 24 for place in range(3))


@FORMATS
def test_the_key_of_a_judgement_names_the_best_and_the_worst_by_their_letters(export):
    card = judgement()
    page = export([deck("calls", card)]).content.decode().replace("\\", "")
    texts = re.findall("(?:<li[^>]*>|- [a-d][)] )(?:<span[^>]*>✓ )?([^<\n]*)", page)
    letters = {option.text: "abcd"[texts.index(option.text)] for option in card.options}
    best, worst = (end(card.options, key=lambda option: option.value).text for end in (max, min))

    assert f"the best is {letters[best]}, the worst {letters[worst]}" in page


@FORMATS
def test_a_scenario_stands_with_its_first_question_on_one_page(export):
    page = export([of_every_type()]).content.decode()
    start, end = ('<section class="card">', "</section>") if export is exported_html else ("### 3", "### 4")

    part = next(part.partition(end)[0] for part in page.split(start) if "It rings." in part)

    assert part.index("It rings.") < part.index("What about hold?") < part.index("Ask first")


@FORMATS
def test_a_blank_sheet_has_room_for_a_name_and_says_how_many_to_choose(export):
    page = export([of_every_type()], has_answers=False).content.decode()

    assert re.search("Name:? ____.*Date:? ____", page)
    assert re.search(r"What about hold\? \(choose one\)", page.replace("\\", ""))
    assert re.search(r"What about signals\? \(choose two\)", page.replace("\\", ""))
    assert "(choose the best and the worst)" in page.replace("\\", "")
    assert "choose" not in export([of_every_type()]).content.decode()


def test_each_text_runs_in_its_own_direction_and_language():
    page = exported_html([deck("calls", choice(prompt="שלום"), language="he")]).content.decode()

    assert '<article lang="he">' in page
    assert '<p class="prompt" dir="auto">1. שלום</p>' in page


def test_html_in_study_notes_shows_as_text_in_markdown() -> None:
    made = deck(
        "calls",
        choice("one"),
        notes="1 < 2, <https://a.example>, <script>alert(1)</script>\n\n<!-- x -->\n<http:x onload=y>",
    )

    text = exported_markdown([made]).content.decode()

    assert "1 < 2, <https://a.example>, &lt;script>alert(1)&lt;/script>\n\n&lt;!-- x -->\n&lt;http:x onload=y>" in text
