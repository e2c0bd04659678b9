"""The commands, and the one place where errors become text and exit codes."""

import sys
from typing import NoReturn

import click

from reportgen import __version__
from reportgen.cli import console
from reportgen.cli.archive import archive
from reportgen.cli.build import build
from reportgen.cli.check import check
from reportgen.cli.console import Verbosity
from reportgen.cli.options import verbosity_options
from reportgen.cli.proof import proof
from reportgen.cli.send import send
from reportgen.cli.workbook import cities, indicators, template, validate
from reportgen.errors import INTERRUPTED, DocumentError, Problem, ReportgenError

EXIT_CODES = """\b
Exit codes:
  0  done                      7  a PDF breaks a standard
  1  a bug of the program      8  delivery failed
  2  wrong use                 9  archiving failed
  3  the workbook has errors  10  some cities failed, the others are written
  4  the layout has errors   130  interrupted
  5  indicators cannot be computed
  6  a PDF cannot be composed or written
"""


def main() -> NoReturn:
    """Runs the program; every error of a user ends here as text and an exit code."""
    verbosity = Verbosity()
    try:
        code = cli.main(obj=verbosity, standalone_mode=False) or 0
    except (click.exceptions.Abort, KeyboardInterrupt):
        console.say("interrupted; finished files stay")
        code = INTERRUPTED
    except click.ClickException as fault:
        fault.show()
        code = fault.exit_code
    except ReportgenError as fault:
        console.tell_problems(fault.problems, verbosity)
        console.say(f"{console.count_of(fault.problems)}; nothing was written")
        code = fault.exit_code
    except OSError as fault:
        # What is read, and what `store` writes, has its own problems: this is the standard output.
        console.say(str(_output_problem(fault)))
        code = DocumentError.exit_code
    except SystemExit:
        # click and rich leave like this when the reader of the standard output has gone, as in
        # `reportgen cities ... | head -1`.
        code = 0
    sys.exit(code)


def _output_problem(fault: OSError) -> Problem:
    return Problem(
        code="output-unwritable",
        message=f"the output cannot be written: {fault.strerror or fault}",
        where=str(fault.filename or "standard output"),
        hint="free some space if the disk is full, or choose another place",
    )


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, epilog=EXIT_CODES)
@click.version_option(__version__, prog_name="reportgen")
@verbosity_options
def cli() -> None:
    """Make city profiles of social spending from one benchmarking workbook.

    \b
    Examples:
      reportgen build data/benchmarking-2020.xlsx
      reportgen validate data/benchmarking-2020.xlsx
    """


for command in (
    *(build, validate, indicators, cities, template),
    *(check, proof, send, archive),
):
    cli.add_command(command)
