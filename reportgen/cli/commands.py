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
  3  the workbook has errors  10  some reports failed, the others are written
  4  the layout has errors   130  interrupted
  5  indicators cannot be computed
  6  a PDF cannot be composed or written
"""

_COMMANDS = {
    "archive": (
        "commands:archive",
        "Keep reports for decades, unchanged and able to be built again.",
    ),
    "build": ("build:build", "Build the PDF profile of every city, or other unit, in WORKBOOK."),
    "check": ("check:check", "Check PDFs for PDF/UA-1 and PDF/A, press files for PDF/X-4."),
    "cities": (
        "workbook:cities",
        "List the cities, or other units, of WORKBOOK and the names of their files.",
    ),
    "import": (
        "importing:import_files",
        "Read raw exports by RECIPE and write the standard workbook.",
    ),
    "diff": ("diff:diff", "Compare OLD and NEW: workbooks, or versions of an archive."),
    "indicators": (
        "indicators:indicators",
        "Print every indicator with rank, method and source cells.",
    ),
    "layout": ("commands:layout", "Show and copy the layouts of the program."),
    "manual": ("manual:manual", "Open the manual, which is in German."),
    "merge": (
        "merge:merge_shards",
        "Put together what `reportgen build --shard` made in each FOLDER.",
    ),
    "proof": ("proof:proof", "Picture the plates and the ink of print editions."),
    "schema": ("schema:schema", "Print the JSON Schema NAME, or list all of them."),
    "send": ("send:send", "Mail the reports in DIR to the departments they are about."),
    "template": (
        "template:template",
        "Write an empty workbook, or departments (.toml), to PATH.",
    ),
    "validate": ("workbook:validate", "Report every problem of WORKBOOK and its portraits."),
}

_ARCHIVE_COMMANDS = {
    "accept": (
        "archive_accept:accept_version",
        "Vouch for VERSION of ARCHIVE, which its chain does not vouch for.",
    ),
    "add": ("archive:add", "Archive the built REPORTS with all they were made from."),
    "list": (
        "archive_contents:list_versions",
        "List the versions in ARCHIVE with their fingerprints.",
    ),
    "rebuild": ("archive:rebuild_reports", "Build the reports in ARCHIVE again and compare."),
    "show": ("archive_contents:show", "Show what ARCHIVE has of NAME in every version."),
    "verify": ("archive_contents:verify", "Verify that ARCHIVE is complete and unchanged."),
}

_LAYOUT_COMMANDS = {
    "copy": ("layout:copy", "Copy the layout NAME into the new folder DEST."),
    "list": (
        "layout:list_layouts",
        "List the layouts that come with the program, and their languages.",
    ),
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
    """Make profiles of cities, or of other units, from one benchmarking workbook.

    \b
    Examples:
      reportgen build data/benchmarking-2020.xlsx
      reportgen validate data/benchmarking-2020.xlsx
    """


@click.group(cls=LazyGroup, listed=_ARCHIVE_COMMANDS)
@verbosity_options
def archive() -> None:
    """Keep reports for decades, unchanged and able to be built again.

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
