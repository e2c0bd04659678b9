"""What can be called: every command, where it is, and the first sentence of its help."""

import click

from reportgen import __version__
from reportgen.cli.lazy_group import LazyGroup
from reportgen.cli.options import verbosity_options

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

_COMMANDS = {
    "archive": (
        "reportgen.cli.commands:archive",
        "Keep reports for decades: unchanged, complete, and able to be built again.",
    ),
    "build": ("reportgen.cli.build:build", "Build the PDF profile of every city in WORKBOOK."),
    "check": (
        "reportgen.cli.check:check",
        "Check PDFs for PDF/UA-1 and PDF/A, those for a press for PDF/X-4 and what printers ask.",
    ),
    "cities": (
        "reportgen.cli.workbook:cities",
        "List the cities of WORKBOOK with abbreviation, official key and file name.",
    ),
    "indicators": (
        "reportgen.cli.indicators:indicators",
        "Print every indicator with value, n, mean, rank, method and source cells.",
    ),
    "layout": ("reportgen.cli.commands:layout", "Show and copy the layouts of the program."),
    "manual": ("reportgen.cli.manual:manual", "Open the manual, which is in German."),
    "proof": (
        "reportgen.cli.proof:proof",
        "Picture the pages of print editions with their plates and their ink.",
    ),
    "send": (
        "reportgen.cli.send:send",
        "Mail the reports in DIR to the departments of their cities.",
    ),
    "template": (
        "reportgen.cli.template:template",
        "Write an empty workbook with all sheets and columns to PATH.",
    ),
    "validate": (
        "reportgen.cli.workbook:validate",
        "Report every problem of WORKBOOK and its portraits, and who delivered what.",
    ),
}

_ARCHIVE_COMMANDS = {
    "add": (
        "reportgen.cli.archive:add",
        "Archive the built REPORTS with all that they were made from.",
    ),
    "list": (
        "reportgen.cli.archive_contents:list_versions",
        "List the versions in ARCHIVE; the fingerprint stands for everything in a bag.",
    ),
    "rebuild": (
        "reportgen.cli.archive:rebuild_reports",
        "Build the reports in ARCHIVE again and compare them with what was archived.",
    ),
    "show": (
        "reportgen.cli.archive_contents:show",
        "Show what ARCHIVE has of CITY: files, totals and corrections of every version.",
    ),
    "verify": (
        "reportgen.cli.archive_contents:verify",
        "Verify that ARCHIVE is complete and unchanged, and its PDFs keep their standards.",
    ),
}

_LAYOUT_COMMANDS = {
    "copy": ("reportgen.cli.layout:copy", "Copy the layout NAME into the new folder DEST."),
    "list": ("reportgen.cli.layout:list_layouts", "List the layouts that come with the program."),
}


@click.group(
    cls=LazyGroup,
    listed=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EXIT_CODES,
)
@click.version_option(__version__, prog_name="reportgen")
@verbosity_options
def cli() -> None:
    """Make city profiles of social spending from one benchmarking workbook.

    \b
    Examples:
      reportgen build data/benchmarking-2020.xlsx
      reportgen validate data/benchmarking-2020.xlsx
    """


@click.group(cls=LazyGroup, listed=_ARCHIVE_COMMANDS)
@verbosity_options
def archive() -> None:
    """Keep reports for decades: unchanged, complete, and able to be built again.

    An archive is a folder with a BagIt bag for each year and version, e.g. ARCHIVE/2020/v1.

    \b
    Examples:
      reportgen archive add build/reports --to archive
      reportgen archive verify archive
    """


@click.group(cls=LazyGroup, listed=_LAYOUT_COMMANDS)
@verbosity_options
def layout() -> None:
    """Show and copy the layouts of the program.

    A layout is a folder: how a report looks (layout.toml), and what it says in each language.

    \b
    Examples:
      reportgen layout list
      reportgen layout copy city-profile my-layout
    """
