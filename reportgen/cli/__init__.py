"""The commands, and the one place where errors become text and exit codes."""

import sys
from pathlib import Path
from typing import NoReturn

import click

from reportgen.cli import console, surroundings
from reportgen.cli.commands import EXIT_CODES, cli
from reportgen.cli.console import Verbosity
from reportgen.cli.options import language_wanted
from reportgen.errors import INTERRUPTED, DocumentError, Problem, ReportgenError, UsageError
from reportgen.messages import choose

__all__ = ["EXIT_CODES", "cli", "main"]


def main() -> NoReturn:
    """Runs the program; every error of a user ends here as text and an exit code."""
    surroundings.open_missing_streams()
    console.accept_every_character()
    choose(language_wanted(sys.argv[1:]))
    with surroundings.ending_signals():
        try:
            code = _run(Verbosity())
        except KeyboardInterrupt:  # once more, while the end of the run was reported
            code = INTERRUPTED
        if (refused := surroundings.flush_outputs()) and not code:
            code = _report_refused(refused)
        surroundings.flush_outputs()
    sys.exit(code)


def _run(verbosity: Verbosity) -> str | int | None:
    """Runs a command, reports what ended it, and returns its exit code."""
    stdout = sys.stdout
    try:
        return cli.main(obj=verbosity, standalone_mode=False) or 0
    except (click.exceptions.Abort, KeyboardInterrupt):
        console.say("interrupted; finished files stay")
        return INTERRUPTED
    except click.ClickException as fault:
        console.say_of(fault)
        return fault.exit_code
    except ReportgenError as fault:
        console.report_problems(fault.problems, verbosity)
        end = "what was written before stays" if fault.is_midway else "nothing was written"
        console.say(f"{console.count_of(fault.problems)}; {end}")
        return fault.exit_code
    except OSError as fault:
        return _report_refused(fault)
    except SystemExit as leaving:
        # When the reader of the standard output has gone, as in `reportgen cities ... | head -1`,
        # rich leaves like this, and so does click, which replaces the output before.
        is_unread = isinstance(leaving.__context__, BrokenPipeError) or sys.stdout is not stdout
        return 0 if is_unread else leaving.code


def _report_refused(fault: OSError) -> int:
    """Reports what the system refused; what is read, and what `store` writes, does so itself."""
    try:
        Path.cwd()
    except OSError:
        console.say_as_is(console.told(_GONE))
        return UsageError.exit_code
    problem = Problem(
        code="output-unwritable",
        message=f"the output cannot be written: {fault.strerror or fault}",
        where=str(fault.filename or "standard output"),
        hint="free some space if the disk is full, or choose another place",
    )
    console.say_as_is(console.told(problem))
    return DocumentError.exit_code


_GONE = Problem(
    code="folder-gone",
    message="the current folder is not there any more",
    hint="change into a folder that is, and run the same command again",
)
