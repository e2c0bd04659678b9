"""The commands, and the one place where errors become text and exit codes."""

import logging
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from reportgen import __version__, console
from reportgen.console import Voice
from reportgen.errors import (
    INTERRUPTED,
    SOME_CITIES_FAILED,
    ConformanceError,
    DocumentError,
    Problem,
    ReportgenError,
    WorkbookError,
)

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
    voice = Voice()
    try:
        code = cli.main(obj=voice, standalone_mode=False) or 0
    except (click.exceptions.Abort, KeyboardInterrupt):
        console.say("interrupted; finished files stay")
        code = INTERRUPTED
    except click.ClickException as fault:
        fault.show()
        code = fault.exit_code
    except ReportgenError as fault:
        console.tell_problems(fault.problems, voice)
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


def _set_voice(ctx: click.Context, param: click.Parameter, chosen: bool) -> None:
    if chosen:
        voice = ctx.ensure_object(Voice)
        voice.level = 1 if param.name == "verbose" else -1
        if voice.verbose:
            logging.basicConfig(format="%(message)s")
            logging.getLogger("reportgen").setLevel(logging.DEBUG)


def _voiced(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds -v and -q, before or after a command's name."""
    for names, text in (
        (("-q", "--quiet"), "Tell errors only."),
        (("-v", "--verbose"), "Tell every warning, and the traceback of a bug."),
    ):
        option = click.option(
            *names, is_flag=True, expose_value=False, callback=_set_voice, help=text
        )
        command = option(command)
    return command


_workbook = click.argument("workbook", type=click.Path(path_type=Path))
_cities = click.option(
    "--city", "names", multiple=True, metavar="NAME", help="Only this city; may be repeated."
)
_year = click.option("--year", type=int, help="Reporting year  [default: the workbook's].")


def _portraits(workbook: Path) -> Path:
    return workbook.parent / "portraits"


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, epilog=EXIT_CODES)
@click.version_option(__version__, prog_name="reportgen")
@_voiced
def cli() -> None:
    """Make city profiles of social spending from one benchmarking workbook.

    \b
    Examples:
      reportgen build data/benchmarking-2020.xlsx
      reportgen validate data/benchmarking-2020.xlsx
    """


@cli.command()
@_workbook
@_cities
@_year
@click.option(
    "--layout", default="city-profile", show_default=True, metavar="NAME|PATH", help="How it looks."
)
@click.option(
    "--lang",
    type=click.Choice(["de", "en"]),
    default="de",
    show_default=True,
    help="Language of the reports.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("build/reports"),
    show_default=True,
    help="Reports go to OUT/YEAR/CITY.pdf.",
)
@click.option(
    "--date",
    "issued",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Date of the documents  [default: SOURCE_DATE_EPOCH, or the date of the data].",
)
@click.option("--attach-data", is_flag=True, help="Put the data inside each PDF, as CSV.")
@click.option("--force", is_flag=True, help="Write files even when nothing in them changes.")
@_voiced
@click.pass_obj
def build(
    voice: Voice,
    workbook: Path,
    names: Sequence[str],
    year: int | None,
    layout: str,
    lang: str,
    out: Path,
    issued: datetime | None,
    attach_data: bool,
    force: bool,
) -> int:
    """Build the PDF profile of every city in WORKBOOK.

    Portraits are read from the folder "portraits" beside the workbook. Files whose content does
    not change stay as they are. A city that fails does not stop the others.

    \b
    Examples:
      reportgen build data/benchmarking-2020.xlsx
      reportgen build data/benchmarking-2020.xlsx --city Köln --city D --lang en
      reportgen build data/benchmarking-2020.xlsx --out /tmp/profiles --force
    """
    from reportgen import pipeline
    from reportgen.layout import load_layout
    from reportgen.workbook import load_workbook

    look = load_layout(layout, lang)
    dataset = load_workbook(workbook)
    wanted = pipeline.find_cities(dataset, names)
    day = issued.date() if issued else pipeline.date_from_environment()
    profiles = [p for p in pipeline.build_profiles(dataset, year) if p.city in wanted]
    run = pipeline.build_all(
        profiles, look, _portraits(workbook), out, day, attach_data=attach_data, force=force
    )
    outcomes: list[pipeline.Outcome] = []
    try:
        with console.progress(len(profiles), voice) as tell:
            for outcome in run:
                outcomes.append(outcome)
                tell(outcome)
    except KeyboardInterrupt:
        console.say(
            f"interrupted; {len(outcomes)} of {len(profiles)} cities are done, their files stay"
        )
        return INTERRUPTED
    problems = [*dataset.warnings, *(p for outcome in outcomes for p in outcome.problems)]
    console.tell_problems(problems, voice)
    if not voice.quiet:
        labels = {a.key: a.short for a in dataset.areas} | {
            i.key: i.label for i in dataset.indicators
        }
        console.tell_summary(outcomes, labels)
    failed = [outcome.exit_code for outcome in outcomes if outcome.exit_code]
    if not failed:
        return 0
    return SOME_CITIES_FAILED if len(failed) < len(outcomes) else failed[0]


@cli.command()
@_workbook
@_year
@_voiced
@click.pass_obj
def validate(voice: Voice, workbook: Path, year: int | None) -> int:
    """Tell every problem of WORKBOOK and its portraits, and who delivered what.

    \b
    Examples:
      reportgen validate data/benchmarking-2020.xlsx
      reportgen -q validate data/benchmarking-2020.xlsx && echo fine
    """
    from reportgen import pipeline
    from reportgen.workbook import load_workbook

    dataset = load_workbook(workbook)
    if year is not None:
        pipeline.build_profiles(dataset, year)
    problems = list(dataset.warnings)
    code = 0
    try:
        portraits = pipeline.load_portraits(_portraits(workbook), dataset.cities)
        problems += [problem for _, told in portraits.values() for problem in told]
    except WorkbookError as fault:
        problems += fault.problems
        code = fault.exit_code
    console.tell_problems(problems, voice)
    if not voice.quiet:
        console.show_completeness(dataset, dataset.about.year if year is None else year)
        console.say(console.count_of(problems))
    return code


@cli.command()
@_workbook
@_cities
@_year
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "xlsx"]),
    default="table",
    show_default=True,
    help="A table to read, or data to work with.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write  [default: standard output; xlsx needs a file].",
)
@_voiced
@click.pass_obj
def indicators(
    voice: Voice,
    workbook: Path,
    names: Sequence[str],
    year: int | None,
    form: str,
    out: Path | None,
) -> int:
    """Print every indicator with value, n, mean, rank, method and source cells.

    Numbers are rounded in the table only; csv, json and xlsx have them in full.

    \b
    Examples:
      reportgen indicators data/benchmarking-2020.xlsx --city Düsseldorf
      reportgen indicators data/benchmarking-2020.xlsx --format csv > indicators.csv
      reportgen indicators data/benchmarking-2020.xlsx --format xlsx --out indicators.xlsx
    """
    from reportgen import pipeline
    from reportgen.indicators import table, to_csv, to_json, to_xlsx
    from reportgen.store import store
    from reportgen.workbook import load_workbook

    if form == "xlsx" and out is None:
        raise click.UsageError("a workbook needs a file: add --out indicators.xlsx")
    if form == "table" and out is not None:
        raise click.UsageError("a table is for the screen: add --format csv, json or xlsx")
    dataset = load_workbook(workbook)
    console.tell_problems(dataset.warnings, voice)
    wanted = pipeline.find_cities(dataset, names)
    rows = table(p for p in pipeline.build_profiles(dataset, year) if p.city in wanted)
    if form == "table":
        console.show_indicators(rows)
        return 0
    content = {"csv": to_csv, "json": to_json, "xlsx": to_xlsx}[form](rows)
    if out is None:
        click.echo(content, nl=False)
    else:
        store(content, out)
    return 0


@cli.command()
@_workbook
@_voiced
def cities(workbook: Path) -> int:
    """List the cities of WORKBOOK with abbreviation, official key and file name.

    \b
    Example:
      reportgen cities data/benchmarking-2020.xlsx
    """
    from reportgen.workbook import load_workbook

    dataset = load_workbook(workbook)
    rows = ((c.name, c.abbreviation, c.ags, f"{c.slug}.pdf") for c in dataset.cities)
    console.show_table("", ("city", "abbreviation", "AGS", "file"), rows)
    return 0


@cli.command()
@click.argument("pdfs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PDF...")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@_voiced
def check(pdfs: Sequence[Path], as_json: bool) -> int:
    """Check PDFs for PDF/UA-1 and PDF/A, with our own rules and with veraPDF.

    veraPDF decides. It is used when REPORTGEN_VERAPDF names it, when it is on the PATH, or when
    `make tools` has fetched it; without it our own rules are checked, and that is said.

    \b
    Examples:
      reportgen check build/reports/2020/*.pdf
      reportgen check build/reports/2020/koeln.pdf --json
    """
    from reportgen.document.check import check_files

    results = check_files(pdfs)
    console.show_checks(results, as_json=as_json)
    return ConformanceError.exit_code if any(result.problems for result in results) else 0


@cli.command()
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@_voiced
def template(path: Path) -> int:
    """Write an empty workbook with all sheets and columns to PATH.

    \b
    Example:
      reportgen template benchmarking-2021.xlsx
    """
    from reportgen.store import store
    from reportgen.workbook import make_template

    if path.exists():
        raise click.UsageError(f"{path} is there already; choose another name")
    store(make_template(), path)
    return 0
