"""The `cxdrill` program: `cxdrill` alone, the table of commands, and the one place where errors become messages."""

import os
import sys
from typing import Annotated, Any, NoReturn

import typer

from cxdrill import __version__
from cxdrill.cli import options
from cxdrill.cli.commands import CommandTable
from cxdrill.errors import CxdrillError, ExitCode

EPILOG = (
    "Examples:  cxdrill study  ·  cxdrill study telephone-practices --minutes 5  ·  cxdrill quiz  ·  "
    "cxdrill export -o decks.csv.  Exit codes: 0 done or passed, 1 not passed or refused, 2 wrong usage, "
    "3 data cannot be read or written, 130 interrupted."
)

app = typer.Typer(
    cls=CommandTable,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EPILOG,
)


def _show_version(is_asked: bool) -> None:
    if is_asked:
        sys.stdout.write(f"cxdrill {__version__}\n")
        raise typer.Exit


@app.callback()
def cxdrill(
    context: typer.Context,
    decks: options.Decks = None,
    progress: options.Progress = None,
    plain: options.Plain = False,
    json: options.Json = False,
    version: Annotated[
        bool, typer.Option("--version", "-V", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Customer-service training at the terminal: spaced repetition and a certification check.

    `cxdrill` alone shows what is due today and the next command to type.
    """
    if context.invoked_subcommand is None:
        from cxdrill.cli.today import today

        today(decks or [], progress, plain=plain, as_json=json)
    elif decks or progress or plain or json:
        raise typer.BadParameter(f"options stand after the command's name: cxdrill {context.invoked_subcommand} ...")


def main() -> NoReturn:
    """Runs the program and ends the process with the exit code of what happened."""
    _accept_any_text()
    try:
        app()
    except CxdrillError as error:
        _complain(str(error))
        code = int(error.exit_code)
    except KeyboardInterrupt:
        code = int(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        code = int(ExitCode.BROKEN_PIPE)
    except SystemExit as ending:
        code = _exit_code(ending.code)
    except OSError as error:
        _complain(f"{error.filename or 'the output'}: {error.strerror or error}; nothing more was written")
        code = int(ExitCode.DATA)
    except Exception as error:
        if os.environ.get("CXDRILL_DEBUG"):
            raise
        _complain(_bug(error))
        code = int(ExitCode.BUG)
    sys.exit(_flushed(code))


def _bug(error: Exception) -> str:
    """What is said of an error that nobody thought of: where it happened, and nothing from decks or answers."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else "?"
    return (
        f"something is wrong inside cxdrill ({type(error).__name__} in {where}); what was saved is safe. "
        "Run it with CXDRILL_DEBUG=1 to see the whole trace, and report it"
    )


def _exit_code(code: Any) -> int:
    return code if isinstance(code, int) else int(bool(code))


def _accept_any_text() -> None:
    """Text that the streams' encoding cannot hold is replaced, never a reason to fail."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _complain(sentence: str) -> None:
    from cxdrill.core.text import clean

    if sys.stderr is not None:
        try:
            sys.stderr.write(f"cxdrill: {clean(sentence)}\n")
            sys.stderr.flush()
        except OSError:
            pass  # with standard error closed the exit code still tells


def _flushed(code: int) -> int:
    """`code`, or another one where the last output could not be written."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
        elif code == ExitCode.DONE:
            return code
    except BrokenPipeError:
        code = int(ExitCode.BROKEN_PIPE)
    except OSError as error:
        _complain(f"the output could not be written: {error.strerror}")
        code = int(ExitCode.DATA)
    else:
        return code
    # What is left in the buffer would make Python complain once more on its way out.
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115
    return code
