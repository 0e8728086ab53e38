"""Where the program begins and ends: the one place where errors become messages and exit codes.

Imports next to nothing, so that an interrupt while the rest loads ends as quietly as any other.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from typing import NoReturn

from cxdrill import __version__
from cxdrill.errors import CxdrillError, DataError, ExitCode, LeftOpen


def main() -> NoReturn:
    """Runs the program and ends the process with the exit code of what happened."""
    # Imports and decks make many objects and hardly any garbage: looking for it as often as usual takes a tenth longer.
    gc.set_threshold(200_000, 20, 100)
    try:
        try:
            code = _outcome()
        finally:
            # From here on the end is near and its exit code settled.
            with suppress(ValueError):  # not in the main thread
                signal.signal(signal.SIGINT, signal.SIG_IGN)
    except KeyboardInterrupt:  # a second one, while the first was being dealt with
        code = int(ExitCode.INTERRUPTED)
    gc.freeze()  # nor is there any to look for in what ends with the process
    sys.exit(_flushed(code))


def _outcome() -> int:
    """Runs the command; its exit code, after the message that goes with it."""
    try:
        _settle_streams()
        return _done()
    except CxdrillError as error:
        _complain(str(error), is_error=not isinstance(error, LeftOpen))
        return int(error.exit_code)
    except KeyboardInterrupt:
        return int(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        return int(ExitCode.BROKEN_PIPE)
    except SystemExit as ending:
        # Typer turns a broken pipe into an ending of its own.
        code = ExitCode.BROKEN_PIPE if isinstance(ending.__context__, BrokenPipeError) else ending.code
        return code if isinstance(code, int) else int(bool(code))
    except OSError as error:
        _drop_output()
        _complain(f"{error.filename or 'the output'}: {error.strerror or error}; nothing more was written")
        return int(ExitCode.DATA)
    except Exception as error:
        if os.environ.get("CXDRILL_DEBUG"):
            raise
        _complain(_bug(error))
        return int(ExitCode.BUG)


def _done() -> int:
    """Does what the command line says; its exit code. Typer ends with one of its own, in a SystemExit."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        sys.stdout.write(f"cxdrill {__version__}\n")
        return int(ExitCode.DONE)
    # Of that package msgspec takes what typing has itself, and to load it takes a tenth of a start.
    sys.modules.setdefault("typing_extensions", None)  # type: ignore[arg-type]
    from cxdrill.cli.commands import typed_work

    if sys.modules["typing_extensions"] is None:
        del sys.modules["typing_extensions"]
    work = None if "_CXDRILL_COMPLETE" in os.environ else typed_work(sys.argv[1:])
    if work is not None:
        return work()
    from cxdrill.cli.program import app

    app(prog_name="cxdrill")
    return int(ExitCode.DONE)


def _settle_streams() -> None:
    """Makes the standard streams fit for any text; raises DataError where there is nowhere to print to."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # What an encoding cannot hold is replaced, never a reason to fail.
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # Else the next file opened, the progress file perhaps, would take the place of the closed stream.
            os.open(os.devnull, os.O_RDWR)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    if sys.stdout is None:
        raise DataError("standard output is closed; open it, or send it to a file")


def _bug(error: Exception) -> str:
    """The sentence for an error that was not thought of: where it happened, and nothing from decks or answers."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else "?"
    return (
        f"something is wrong inside cxdrill ({type(error).__name__} in {where}); what was saved is safe. "
        "Run it with CXDRILL_DEBUG=1 to see the whole trace, and report it"
    )


def _complain(sentence: str, *, is_error: bool = True) -> None:
    from cxdrill.terminal.report import notice

    try:
        notice(sentence, *(() if is_error else ("",)))
    except (OSError, ValueError):
        # With standard error closed or full the exit code still tells, if Python does not try once more.
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115


def _flushed(code: int) -> int:
    """`code`, or another one where the last output could not be written."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        code = int(ExitCode.BROKEN_PIPE)
        _drop_output()
    except OSError as error:
        _drop_output()
        _complain(f"the output could not be written: {error.strerror}")
        code = int(ExitCode.DATA)
    return code


def _drop_output() -> None:
    """Gives up what is left in the buffer: Python would complain of it once more on its way out."""
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115
