"""The commands, and the one place where errors become text and exit codes."""

import gc
import os
import sys
from pathlib import Path
from typing import NoReturn

import click

from reportgen.cli import console, events, surroundings
from reportgen.cli.commands import EXIT_CODES, cli
from reportgen.cli.console import Verbosity
from reportgen.cli.options import command_with_events, language_wanted
from reportgen.cli.settings import Settings, read_settings
from reportgen.collector import RARELY, search_no_more
from reportgen.errors import INTERRUPTED, DocumentError, Problem, ReportgenError, UsageError
from reportgen.messages import choose

__all__ = ["EXIT_CODES", "cli", "main"]


def main() -> NoReturn:
    """Runs the program; every error of a user ends here as text and an exit code."""
    gc.set_threshold(*RARELY)
    surroundings.open_missing_streams()
    console.accept_every_character()
    settings = read_settings()
    choose(language_wanted(sys.argv[1:], settings.messages))
    with surroundings.ending_signals():
        try:
            events.begin(command_with_events(sys.argv[1:]), settings.file)
            code = _run(Verbosity(), settings)
        except KeyboardInterrupt:  # once more, while the end of the run was reported
            code = INTERRUPTED
        except Exception as fault:
            if events.are_on():
                console.report_problems([_bug(fault)], Verbosity())
                events.end(1)
            raise
        if (refused := events.refused() or surroundings.flush_outputs()) and not code:
            code = _report_refused(refused)
        events.end(code)
        surroundings.flush_outputs()
    search_no_more()
    sys.exit(code)


def _run(verbosity: Verbosity, settings: Settings) -> str | int | None:
    """Runs a command, reports what ended it, and returns its exit code."""
    stdout = sys.stdout
    try:
        if settings.problems and not _only_asks():
            raise UsageError(*settings.problems)
        return cli.main(obj=verbosity, default_map=settings.defaults(), standalone_mode=False) or 0
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


def _only_asks() -> bool:
    """Whether the program is asked for help, or by a shell for words to complete."""
    asked = {"-h", "--help", "--version"} & set(sys.argv)
    return bool(asked) or "_REPORTGEN_COMPLETE" in os.environ


def _report_refused(fault: OSError) -> int:
    """Reports what the system refused; what is read, and what `store` writes, does so itself."""
    try:
        Path.cwd()
    except OSError:
        console.report_problems([_GONE], Verbosity())
        return UsageError.exit_code
    problem = Problem(
        code="output-unwritable",
        message=f"the output cannot be written: {fault.strerror or fault}",
        where=str(fault.filename or "standard output"),
        hint="free some space if the disk is full, or choose another place",
    )
    console.report_problems([problem], Verbosity())
    return DocumentError.exit_code


def _bug(fault: Exception) -> Problem:
    return Problem(
        code="bug",
        message=f"{type(fault).__name__}: {fault}",
        hint="this is a fault of the program: please report it; `-v` shows the traceback",
    )


_GONE = Problem(
    code="folder-gone",
    message="the current folder is not there any more",
    hint="change into a folder that is, and run the same command again",
)
