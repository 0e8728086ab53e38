"""`report --html` and `stats --html`: one page that loads nothing, in which every text stays text."""

import re
import shutil
import subprocess
import time

import pytest

from builders import Journal
from command import run
from cxdrill.core.event import Draft
from exam_class import ALL, learner, sit, write_progress, writer_of
from pages import Page

BAD = "<img src=x onerror=alert(1)>\"'&<script>alert(2)</script></td>"
CHROMIUM = shutil.which("chromium")

pytestmark = pytest.mark.usefixtures("there")


def write_class(home, name="Bo", note="note", size=12):
    for number in range(size):
        journal = Journal(writer_of(number + 1))
        sit(journal, ALL[: number % 7])
        journal.save(Draft("flag", {"card": "calls/q1", "note": note}))
        fields = {"card": "talks/x", "ratings": {f"greet {note}": number % 3}, "note": "", "observer": "", "seconds": 1}
        journal.save(Draft("roleplay", fields))
        write_progress(home / "class" / f"{number:02}.json", f"learner-{number}", journal.events)
    (home / "people.csv").write_text(
        "name,id,group\n"
        + "".join(
            f'"{name.replace(chr(34), chr(34) * 2)} {n}",{n:02},"{note.replace(chr(34), "")}"\n' for n in range(size)
        ),
        "utf-8",
    )


def page(home, *more):
    found = run("report", "class", "--roster", "people.csv", "--html", "page.html", "--force", *more, home=home)
    assert found.code == 0, found
    return (home / "page.html").read_text("utf-8")


def test_the_first_page_says_how_the_class_stands(home):
    write_class(home)
    write_progress(home / "before" / "a.json", "learner-before", learner(99, ALL[:2]))
    text = " ".join(Page(page(home, "--before", "before")).words)

    assert "6 of 12 people passed (50%)." in text
    assert "The class is weakest in calls (43%)." in text
    assert "Scores run from 0 to 6 of 6 points, on average 2.6; the pass mark is 50%." in text
    assert "2 at 0; 2 at 1; 2 at 2; 2 at 3; 2 at 4; 1 at 5; 1 at 6; pass mark 3" in text
    for heading in ("People", "Topics", "Questions to mend", "Before and after training", "Role-plays, step by step"):
        assert heading in text


def test_hostile_names_and_notes_stay_text(home):
    write_class(home)
    plain = Page(page(home))
    write_class(home, BAD, BAD)
    hostile = Page(page(home))

    assert hostile.tags == plain.tags
    assert set(hostile.attributes) == set(plain.attributes)
    assert "<img src=x onerror=alert(1)>" in hostile.text


def test_the_page_loads_nothing_and_runs_its_own_script_only(home):
    write_class(home)
    text = page(home)

    assert not re.search(
        r"\b(?:src|href|url|import|fetch|on\w+)\s*[=(]", text.partition("<body>")[2].partition("<script>")[0]
    )
    assert "default-src 'none'" in text
    assert len(re.findall(r"script-src 'sha256-[\w+/]{43}='", text)) == 1


@pytest.mark.parametrize("size", [0, 1])
def test_nobody_and_one_make_a_page_too(home, size):
    write_class(home, size=1)
    if not size:
        write_progress(home / "class" / "00.json", "learner-0", [])

    assert f"{0} of 1 person passed" in page(home)


def test_a_page_replaces_nothing_unasked(home):
    write_class(home, size=2)
    (home / "page.html").write_text("mine", "utf-8")
    found = run("report", "class", "--html", "page.html", home=home)

    assert found.code == 3
    assert (home / "page.html").read_text("utf-8") == "mine"


def test_a_learner_gets_a_page_of_their_own(home):
    (home / "calls.yaml").write_text("deck: calls\ntitle: Calls\ncards:\n- {id: a, prompt: P, answer: A}\n", "utf-8")
    run("study", "calls.yaml", "--plain", "--limit", "1", stdin="\n3\n", home=home)
    found = run("stats", "calls.yaml", "--html", "me.html", home=home)
    text = " ".join(Page((home / "me.html").read_text("utf-8")).words)

    assert found.code == 0, found
    assert "1 review in" in text
    assert "calls/a" in text
    assert "good" in text


@pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")
def test_a_browser_shows_it_whole_on_a_telephone_and_sorts_it(home):
    write_class(home)
    text = page(home)
    probe = (
        "<script>document.title = [document.documentElement.scrollWidth, innerWidth].join(' ');"
        "document.querySelector('#people th:nth-child(3) button').click()</script></body>"
    )
    open_text = re.sub(r"<meta http-equiv[^>]*>", "", text).replace("</body>", probe)
    (home / "probe.html").write_text(open_text, "utf-8")
    command = [
        *(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr"),
        f"--user-data-dir={home}/c",
    ]
    seen = [
        subprocess.run(
            [*command, "--window-size=360,800", "--dump-dom", f"file://{home}/{name}"],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        for name in ("page.html", "probe.html")
    ]

    assert all("CONSOLE" not in each.stderr for each in seen)
    assert "<label>" in seen[0].stdout  # its script was let run
    wide, inner = map(int, re.search(r"<title>(\d+) (\d+)</title>", seen[1].stdout).groups())
    assert wide <= inner
    firsts = re.findall(r"<tr><td>Bo \d+</td><td>note</td><td class=\"number\">(\d+)%", seen[1].stdout)
    assert len(firsts) == 12
    assert firsts == sorted(firsts, key=int)


@pytest.mark.soak
def test_two_thousand_learners_are_a_page_of_seconds_and_under_two_megabytes(home):
    write_class(home, size=2000)
    began = time.process_time()
    text = page(home)

    assert time.process_time() - began < 5
    assert len(text.encode()) < 2_000_000


@pytest.mark.parametrize("arguments", [("--html", "-"), ("--long", "-"), ("--names",), ("--csv", "-", "--json")])
def test_what_would_mix_or_do_nothing_is_refused(home, arguments):
    write_class(home, size=1)
    found = run("report", "class", *arguments, home=home)

    assert (found.code, found.out) == (2, "")
