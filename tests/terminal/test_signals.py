"""Whatever ends or stops a session in whatever prompt: its exit code, the terminal as before, nothing lost."""

import os
import signal
import sys

import pytest

pexpect = pytest.importorskip("pexpect")

from command import environment, events  # noqa: E402
from deck_files import CHECK, EVERY_TYPE, FLASHCARDS, QUESTIONS  # noqa: E402
from pty_driver import Terminal  # noqa: E402
from pty_driver import at_terminal as terminal  # noqa: E402

pytestmark = pytest.mark.pty
ENDINGS = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129, signal.SIGQUIT: 131}
HOME = (EVERY_TYPE, FLASHCARDS, QUESTIONS, CHECK)


def study_question(home):
    run = terminal(home, "study", "calls")
    run.wait_for("a-c answer")
    return run


def flashcard_revealed(home):
    run = terminal(home, "study", "cards")
    run.wait_for("show the answer")
    run.send(" ").wait_for("1 again")
    return run


def feedback(home):
    run = study_question(home)
    run.send("b").wait_for("✓ right")
    return run


def typed_line(home):
    run = flashcard_revealed(home)
    run.send("*").wait_for("what is wrong")
    run.send("half a no").wait_for("half a no")
    return run


def exam_item(home):
    run = terminal(home, "quiz", "check")
    run.wait_for("enter start")
    run.send("\r").wait_for("question 1 of 4")
    run.send("b").wait_for("▸")
    return run


def exam_sheet(home):
    run = exam_item(home)
    run.send("=").wait_for("1 answered · 3 unanswered")
    return run


def exam_menu(home):
    (home / "decks" / "other.yaml").write_text(CHECK.replace("exam: check", "exam: other"), "utf-8")
    run = terminal(home, "quiz")
    run.wait_for("Which exam?")
    return run


PROMPTS = [study_question, flashcard_revealed, feedback, typed_line, exam_item, exam_sheet, exam_menu]
ACKNOWLEDGED = {feedback: ("review", 1), exam_item: ("exam-answered", 1), exam_sheet: ("exam-answered", 1)}


@pytest.mark.parametrize("number", ENDINGS, ids=lambda number: number.name)
@pytest.mark.parametrize("prompt", PROMPTS, ids=lambda prompt: prompt.__name__)
def test_a_signal_ends_the_program_with_its_code_and_the_terminal_as_it_was(home, prompt, number):
    run = prompt(home)
    before = run.mode_before
    assert run.mode != before
    run.child.kill(number)
    code = run.wait_for_end()

    assert code == ENDINGS[number]
    assert run.mode_after == before
    assert run.is_cursor_shown
    assert not run.is_on_alternate_screen
    assert "Traceback" not in run.raw.decode("utf-8", "replace")
    kind, count = ACKNOWLEDGED.get(prompt, ("review", 0))
    assert len(events(home, kind)) == count


def test_a_second_and_a_third_signal_change_nothing(home):
    run = feedback(home)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGTERM):
        os.kill(run.child.pid, number)

    assert run.wait_for_end() in (143, 130)
    assert run.mode_after == run.mode_before
    assert run.is_cursor_shown
    assert len(events(home, "review")) == 1


def test_escape_and_then_enter_takes_what_a_menu_shows(home):
    run = exam_menu(home)

    run.send("\x1b\r").wait_for("enter start")

    assert run.end_with("q") == 1


MOMENTS = {
    # Where a signal comes up in the menu: in the task that draws, in one beside it, and before there is a loop.
    "drawn": "prompt_toolkit.renderer.Renderer.render",
    "beside": "prompt_toolkit.output.vt100.Vt100_Output.get_size",
    "before": "prompt_toolkit.application.Application.run",
}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_signal_ends_a_menu_in_whatever_of_its_tasks_it_comes(home, moment, number):
    """A program that sends the signal to itself at that moment, in the task named by the second frame up."""
    (home / "decks" / "other.yaml").write_text(CHECK.replace("exam: check", "exam: other"), "utf-8")
    owner, _, name = MOMENTS[moment].rpartition(".")
    script = f"""
import signal, sys
from pydoc import locate
from cxdrill.cli.main import main
owner = locate({owner!r})
real = owner.{name}
def watched(*args, **named):
    if {moment != "beside"} or sys._getframe(1).f_code.co_name == "_poll_output_size":
        owner.{name} = real
        signal.raise_signal({int(number)})
    return real(*args, **named)
owner.{name} = watched
sys.argv = ["cxdrill", "quiz", "--decks", {str(home / "decks")!r}]
main()
"""
    run = Terminal(env=environment(home), program=(sys.executable, "-c", script))

    assert run.wait_for_end() == ENDINGS[number]
    assert run.mode_after == run.mode_before
    assert run.is_cursor_shown
    assert b"ENTER" not in run.raw
    assert b"Traceback" not in run.raw


@pytest.mark.parametrize(("key", "code"), [("\x1c", 131), ("\x03", 130), ("\x04", 2)], ids=repr)
def test_the_keys_that_end_other_screens_end_a_menu(home, key, code):
    run = exam_menu(home)

    assert run.send(key).wait_for_end() == code
    assert run.mode_after == run.mode_before
    assert run.is_cursor_shown
    if code == 2:
        assert "name one: cxdrill quiz check|other --decks" in " ".join(run.text.split())


def test_a_window_that_closes_loses_no_answer(home):
    run = exam_item(home)
    run.close()

    assert len(events(home, "exam-answered")) == 1
    again = terminal(home, "quiz", "check")
    again.wait_for("question 2 of 4")

    assert again.send("q").wait_for_end() == 1


@pytest.mark.parametrize("by", ["key", "signal"])
@pytest.mark.parametrize(
    ("arguments", "prompt"),
    [(["study", "calls"], "a-c answer"), (["quiz", "check"], "enter start"), (["quiz"], "Which exam?")],
)
def test_a_stop_gives_the_shell_its_terminal_and_fg_goes_on(home, arguments, prompt, by):
    if arguments == ["quiz"]:
        (home / "decks" / "other.yaml").write_text(CHECK.replace("exam: check", "exam: other"), "utf-8")
    command = f"{' '.join(arguments)} --decks {home / 'decks'}"
    shell = Terminal(
        program=("bash", "--norc", "--noprofile", "--noediting", "-i"), env={**environment(home), "PS1": "READY> "}
    )
    prompts = 0

    def type_at_prompt(line):
        nonlocal prompts
        prompts += 1
        shell.wait_for(lambda _: shell.raw.count(b"READY> ") == prompts)
        shell.send(f"{line}\r")

    type_at_prompt(f"stty -g > {home / 'before'}")
    type_at_prompt(f"{sys.executable} -m cxdrill {command}")
    shell.wait_for(prompt)
    if by == "key":
        shell.send("\x1a")
    else:
        os.kill(shell.foreground, signal.SIGTSTP)
    shell.wait_for("Stopped")
    assert shell.is_cursor_shown
    assert not shell.is_on_alternate_screen
    type_at_prompt(f"stty -g > {home / 'stopped'}")
    type_at_prompt("clear")
    type_at_prompt("bg; sleep 0.1; fg")
    shell.wait_for(prompt)
    os.kill(shell.foreground, signal.SIGINT)
    type_at_prompt(f"echo code=$?; stty -g > {home / 'after'}")
    shell.wait_for("code=130")
    type_at_prompt("exit")
    shell.wait_for_end()

    before = (home / "before").read_text()
    assert (home / "stopped").read_text() == before
    assert (home / "after").read_text() == before


def test_what_a_handler_sends_passes_by_a_buffer_that_is_in_use(monkeypatch):
    """A handler that runs while the buffer is being written would otherwise end the program."""
    from cxdrill.terminal.mode import send

    class InUse:
        encoding = "utf-8"

        def fileno(self):
            return writing

        def write(self, text):
            raise RuntimeError("reentrant call")

        flush = write

    reading, writing = os.pipe()
    with monkeypatch.context() as during:
        during.setattr(sys, "stdout", InUse())
        send("\x1b[0mü")

    assert os.read(reading, 99) == "\x1b[0mü".encode()
    os.close(reading)
    os.close(writing)
