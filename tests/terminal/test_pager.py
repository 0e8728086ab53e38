"""Pages one after the other on a screen of paper."""

import pytest

from cxdrill.terminal import paint, report
from paper import screen

PAGES = [(title, lambda width, title=title: [paint.words(f"{title} in full")]) for title in ("first", "second")]


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize(("key", "is_way_out"), [(" ", False), ("right", False), ("enter", True), ("q", True)])
def test_nobody_pages_over_the_end_and_the_way_out_is_shown(count, key, is_way_out, monkeypatch) -> None:
    shown, frames = screen(*[" "] * (count - 1), key, "q")
    monkeypatch.setattr("cxdrill.terminal.screen.Screen", lambda: shown)

    assert report.page_through(PAGES[:count]) == ""

    last = next(frame for frame in reversed(frames) if "in full" in frame)
    assert f"{PAGES[count - 1][0]} in full" in last
    assert "enter or q done" in last
    assert shown.keyboard.keys == (["q"] if is_way_out else [])
