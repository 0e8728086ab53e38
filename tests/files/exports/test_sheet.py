"""Markdown and HTML sheets: every card, text that shows as itself, and no answer where none is wanted."""

import re
from html.parser import HTMLParser
from random import Random

import pytest
from markdown_it import MarkdownIt

import hostile
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
from cxdrill.core.text import clean
from cxdrill.files.exports.deck_html import exported_html
from cxdrill.files.exports.deck_markdown import entry, escaped, exported_markdown
from cxdrill.files.exports.sheet import scrambled

ANSWERS = ("Good morning", "third", "Nobody is put on hold", "empathy", "Because", "## Notes", "Source A")
OURS = re.compile('/?(h1|h2|p|div|b|br|ol|ul|li|section|span|body|html)( class="[a-z]+")?')
FORMATS = pytest.mark.parametrize("export", [exported_markdown, exported_html])


def of_every_type():
    cards = (
        *(flashcard(), cloze(), choice(scenario="busy", explanation="Because", source="a")),
        *(multiple(scenario="busy"), true_false(), typed(), ordering(), matching()),
        *(judgement(), dialogue(), say()),
    )
    scenarios = (Scenario("busy", "It rings."),)
    return deck(
        "calls", *cards, scenarios=scenarios, notes="## Notes\n\n- one", sources={"a": "Source A"}, summary="All"
    )


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

    for text in (*ANSWERS[:6], ANSWERS[6], "Promise to call back", "It rings.", "All", "listen", "two"):
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
        assert sorted(scrambled(texts)) == sorted(texts)
        assert scrambled(texts) != texts or len(set(texts)) == 1
        assert scrambled(texts) == scrambled(texts)


@pytest.mark.parametrize(
    "text",
    [
        *("# a", "## a", "- a", "+ a", "* a", "1. a", "2) a", "> a", "---", "===", "a\n---", "a\n===", "```\na", "~~~"),
        *(
            "| a | b |",
            "*a*",
            "_a_",
            "`a`",
            "[a](b)",
            "![a](b)",
            "<b>a</b>",
            "&amp;",
            "<!-- a -->",
            "\\*",
            "a\\",
            "    a",
        ),
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


def test_html_in_study_notes_shows_as_text_in_markdown() -> None:
    made = deck("calls", choice("one"), notes="1 < 2, <https://a.example>, <script>alert(1)</script>\n\n<!-- x -->")

    text = exported_markdown([made]).content.decode()

    assert "1 < 2, <https://a.example>, &lt;script>alert(1)&lt;/script>\n\n&lt;!-- x -->" in text
