"""The commands, and the one place where errors become text and exit codes."""

import sys
from typing import NoReturn

import click

from reportgen.cli import console
from reportgen.cli.commands import EXIT_CODES, cli
from reportgen.cli.console import Verbosity
from reportgen.errors import INTERRUPTED, DocumentError, Problem, ReportgenError

__all__ = ["EXIT_CODES", "cli", "main"]


def main() -> NoReturn:
    """Runs the program; every error of a user ends here as text and an exit code."""
    verbosity, stdout = Verbosity(), sys.stdout
    console.accept_every_character()
    try:
        code = cli.main(obj=verbosity, standalone_mode=False) or 0
    except (click.exceptions.Abort, KeyboardInterrupt):
        console.say("interrupted; finished files stay")
        code = INTERRUPTED
    except click.ClickException as fault:
        fault.show()
        code = fault.exit_code
    except ReportgenError as fault:
        console.report_problems(fault.problems, verbosity)
        console.say(f"{console.count_of(fault.problems)}; nothing was written")
        code = fault.exit_code
    except OSError as fault:
        # What is read, and what `store` writes, has its own problems: this is the standard output.
        console.say(str(_output_problem(fault)))
        code = DocumentError.exit_code
    except SystemExit as leaving:
        # When the reader of the standard output has gone, as in `reportgen cities ... | head -1`,
        # rich leaves like this, and so does click, which replaces the output before.
        is_unread = isinstance(leaving.__context__, BrokenPipeError) or sys.stdout is not stdout
        code = 0 if is_unread else leaving.code
    sys.exit(code)


def _output_problem(fault: OSError) -> Problem:
    return Problem(
        code="output-unwritable",
        message=f"the output cannot be written: {fault.strerror or fault}",
        where=str(fault.filename or "standard output"),
        hint="free some space if the disk is full, or choose another place",
    )
