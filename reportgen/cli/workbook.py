"""`validate`, `cities`: what a workbook holds."""

from pathlib import Path

import click

from reportgen.cli import console
from reportgen.cli.console import Verbosity
from reportgen.cli.options import verbosity_options, workbook_argument, year_option
from reportgen.cli.terminal import show_table
from reportgen.errors import WorkbookError
from reportgen.model import Dataset, Observation, Table
from reportgen.portraits import unused_files
from reportgen.portraits.folder import (
    load_portraits,
    photo_problems,
    portraits_beside,
    problems_of,
)
from reportgen.workbook import load_workbook


@click.command()
@workbook_argument
@year_option
@verbosity_options
@click.pass_obj
def validate(verbosity: Verbosity, workbook: Path, year: int | None) -> int:
    """Report every problem of WORKBOOK and its portraits.

    A table shows who delivered what.

    \b
    Examples:
      reportgen validate data/benchmarking-2020.xlsx
      reportgen -q validate data/benchmarking-2020.xlsx && echo fine
    """
    dataset = load_workbook(workbook)
    if year is not None:
        # pandas takes a second to import, and only a year of one's own needs it.
        from reportgen.indicators import compute

        compute(dataset, year, ())
    problems = list(dataset.warnings)
    code = 0
    try:
        portraits = load_portraits(portraits_beside(workbook), dataset.cities)
        problems += problems_of(portraits)
        texts = [portrait for portrait, _ in portraits.values()]
        problems += unused_files(portraits_beside(workbook), dataset.cities, texts)
        problems += photo_problems(texts)
    except WorkbookError as fault:
        problems += fault.problems
        code = fault.exit_code
    console.report_problems(problems, verbosity)
    if not verbosity.quiet:
        _show_completeness(dataset, dataset.about.year if year is None else year)
        console.say(console.count_of(problems))
    return code


@click.command()
@workbook_argument
@verbosity_options
@click.pass_obj
def cities(verbosity: Verbosity, workbook: Path) -> int:
    """List the cities of WORKBOOK and the names of their files.

    \b
    Example:
      reportgen cities data/benchmarking-2020.xlsx
    """
    dataset = load_workbook(workbook)
    console.report_problems(dataset.warnings, verbosity)
    rows = ((c.name, c.abbreviation, c.ags, f"{c.slug}.pdf") for c in dataset.cities)
    head = (
        ("name", "abbreviation", "key", "file")
        if dataset.is_neutral
        else ("city", "abbreviation", "AGS", "file")
    )
    show_table("", head, rows)
    return 0


def _show_completeness(dataset: Dataset, year: int) -> None:
    """Which city delivered what, and why the rest is absent; one table a sheet."""
    areas = tuple((area.key, area.short) for area in dataset.areas)
    indicators = tuple((indicator.key, indicator.label) for indicator in dataset.indicators)
    sheets = ((Table.RECIPIENTS, areas), (Table.PAYMENTS, areas), (Table.ECONOMY, indicators))
    for sheet, columns in sheets:
        if sheet not in dataset.sheets:
            continue
        rows = (
            (
                city.name,
                *(
                    _delivery(dataset.observations.get((sheet, city.slug, year, key)))
                    for key, _ in columns
                ),
            )
            for city in dataset.cities
        )
        show_table(f"{dataset.sheets[sheet]} {year}", ("", *(label for _, label in columns)), rows)


def _delivery(observation: Observation | None) -> str:
    if observation is None or observation.value is None:
        return str(observation.reason) if observation and observation.reason else "not-delivered"
    return f"yes {observation.flag}" if observation.flag else "yes"
