"""`validate`, `indicators`, `cities`, `template`: what a workbook holds, and an empty one."""

from collections.abc import Sequence
from pathlib import Path

import click

from reportgen.cli import console
from reportgen.cli.console import Verbosity
from reportgen.cli.options import (
    cities_option,
    portraits_beside,
    verbosity_options,
    workbook_argument,
    year_option,
)
from reportgen.errors import WorkbookError


@click.command()
@workbook_argument
@year_option
@verbosity_options
@click.pass_obj
def validate(verbosity: Verbosity, workbook: Path, year: int | None) -> int:
    """Tell every problem of WORKBOOK and its portraits, and who delivered what.

    \b
    Examples:
      reportgen validate data/benchmarking-2020.xlsx
      reportgen -q validate data/benchmarking-2020.xlsx && echo fine
    """
    from reportgen import pipeline
    from reportgen.workbook import load_workbook, unused_files

    dataset = load_workbook(workbook)
    if year is not None:
        pipeline.build_profiles(dataset, year)
    problems = list(dataset.warnings)
    code = 0
    try:
        portraits = pipeline.load_portraits(portraits_beside(workbook), dataset.cities)
        problems += [problem for _, told in portraits.values() for problem in told]
        texts = [portrait for portrait, _ in portraits.values()]
        problems += unused_files(portraits_beside(workbook), dataset.cities, texts)
        problems += pipeline.photo_problems(texts)
    except WorkbookError as fault:
        problems += fault.problems
        code = fault.exit_code
    console.tell_problems(problems, verbosity)
    if not verbosity.quiet:
        console.show_completeness(dataset, dataset.about.year if year is None else year)
        console.say(console.count_of(problems))
    return code


@click.command()
@workbook_argument
@cities_option
@year_option
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
@verbosity_options
@click.pass_obj
def indicators(
    verbosity: Verbosity,
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
    console.tell_problems(dataset.warnings, verbosity)
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


@click.command()
@workbook_argument
@verbosity_options
@click.pass_obj
def cities(verbosity: Verbosity, workbook: Path) -> int:
    """List the cities of WORKBOOK with abbreviation, official key and file name.

    \b
    Example:
      reportgen cities data/benchmarking-2020.xlsx
    """
    from reportgen.workbook import load_workbook

    dataset = load_workbook(workbook)
    console.tell_problems(dataset.warnings, verbosity)
    rows = ((c.name, c.abbreviation, c.ags, f"{c.slug}.pdf") for c in dataset.cities)
    console.show_table("", ("city", "abbreviation", "AGS", "file"), rows)
    return 0


@click.command()
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@verbosity_options
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
