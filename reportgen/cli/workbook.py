"""`validate`, `cities`: what a workbook holds."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import chain
from pathlib import Path

import click

from reportgen.cli import console, events
from reportgen.cli.console import Verbosity
from reportgen.cli.doubts import report_doubts, summary_of
from reportgen.cli.options import (
    LocalPath,
    complete_layout,
    events_option,
    verbosity_options,
    workbook_argument,
    year_option,
)
from reportgen.cli.terminal import show_table
from reportgen.errors import Problem, Severity, WorkbookError
from reportgen.indicators import compute
from reportgen.layout.load import load_layout
from reportgen.messages import translated
from reportgen.model import Dataset, Table
from reportgen.portraits import unused_files
from reportgen.portraits.folder import (
    load_portraits,
    photo_problems,
    problems_of,
)
from reportgen.workbook import load_workbook
from reportgen.workflows.options import portraits_beside
from reportgen.workflows.validate import annotate, annotate_by_city, examine

#: So many cities are listed with what they delivered; of more, it is counted unless asked for.
_MOST_LISTED = 250


@click.command()
@workbook_argument
@year_option
@click.option(
    "--layout",
    shell_complete=complete_layout,
    default="city-profile",
    show_default=True,
    metavar="NAME|PATH",
    help="Whose rules are applied.",
)
@click.option(
    "--lang",
    "language",
    type=click.Choice(["de", "en"]),
    default="de",
    show_default=True,
    help="Language of what the rules say.",
)
@click.option(
    "--all-years",
    is_flag=True,
    help="Apply the rules to all years, not only to the reporting year and the one before.",
)
@click.option(
    "--annotate",
    "copy",
    type=LocalPath(dir_okay=False),
    metavar="OUT.xlsx",
    help="Write a copy with the implausible cells marked and commented.",
)
@click.option(
    "--by-city",
    "--by-unit",
    "folder",
    type=LocalPath(file_okay=False),
    metavar="FOLDER",
    help="The same for each city, or other unit, that has any, without the figures of others.",
)
@events_option
@verbosity_options
@click.pass_obj
def validate(
    verbosity: Verbosity,
    workbook: Path,
    year: int | None,
    layout: str,
    language: str,
    all_years: bool,
    copy: Path | None,
    folder: Path | None,
) -> int:
    """Report every problem of WORKBOOK and its portraits.

    Values that are implausible by the rules of the layout are told as well; what is right all the
    same is confirmed in the sheet "Bestätigt". A table shows who delivered what.

    \b
    Examples:
      reportgen validate data/benchmarking-2020.xlsx
      reportgen -q validate data/benchmarking-2020.xlsx && echo fine
      reportgen validate data/benchmarking-2020.xlsx --annotate build/rueckfragen.xlsx
      reportgen validate data/benchmarking-2020.xlsx --by-city build/rueckfragen
    """
    found = examine(workbook, load_layout(layout, language), all_years=all_years)
    if year is not None:
        compute(found.dataset, year, ())
    dataset, verdict = found.dataset, found.verdict
    problems = [*dataset.warnings, *verdict.problems]
    of_portraits, code = _portrait_problems(workbook, dataset)
    problems += of_portraits
    if any(doubt.severity is Severity.ERROR for doubt in verdict.doubts):
        code = WorkbookError.exit_code
    written = [annotate(workbook, found, copy)] if copy else []
    written += annotate_by_city(workbook, found, folder) if folder else ()
    console.report_problems(problems, verbosity)
    if not verbosity.quiet:
        report_doubts(verdict, dataset.file, verbosity)
        shown_year = dataset.about.year if year is None else year
        if not events.are_on():
            _show_completeness(dataset, shown_year, verbosity)
        for path in written:
            console.say_as_is(f"{console.word('written')}  {path}")
            events.emit("file", path=path, state="written")
        console.say_as_is(
            ", ".join(filter(None, (console.count_of(problems), summary_of(verdict))))
        )
    return code


def _portrait_problems(workbook: Path, dataset: Dataset) -> tuple[Sequence[Problem], int]:
    """What is wrong with the portraits beside a workbook, and the exit code for it."""
    folder = portraits_beside(workbook)
    try:
        portraits = load_portraits(folder, dataset.cities)
        texts = [portrait for portrait, _ in portraits.values()]
        unused = unused_files(folder, dataset.cities, texts)
        return [*problems_of(portraits), *unused, *photo_problems(texts)], 0
    except WorkbookError as fault:
        return fault.problems, fault.exit_code


@click.command()
@workbook_argument
@verbosity_options
@click.pass_obj
def cities(verbosity: Verbosity, workbook: Path) -> int:
    """List the cities, or other units, of WORKBOOK and the names of their files.

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


def _show_completeness(dataset: Dataset, year: int, verbosity: Verbosity) -> None:
    """Which city delivered what, and why the rest is absent; one table a sheet.

    Of many cities, it is counted how many delivered what.
    """
    is_counted = len(dataset.cities) > _MOST_LISTED and not verbosity.verbose
    areas = tuple((area.key, area.short) for area in dataset.areas)
    indicators = tuple((indicator.key, indicator.label) for indicator in dataset.indicators)
    sheets = ((Table.RECIPIENTS, areas), (Table.PAYMENTS, areas), (Table.ECONOMY, indicators))
    for sheet, columns in sheets:
        if sheet not in dataset.sheets:
            continue
        read, say = dataset.observations.get, cache(_delivery)
        delivered = [
            [
                say(one.value is None, one.reason, one.flag)
                if (one := read((sheet, city.slug, year, key)))
                else say(True, None, None)
                for key, _ in columns
            ]
            for city in dataset.cities
        ]
        title, labels = f"{dataset.sheets[sheet]} {year}", [label for _, label in columns]
        if is_counted:
            kinds = list(dict.fromkeys(chain.from_iterable(delivered)))
            counts = [Counter(column) for column in zip(*delivered, strict=True)]
            numbers = ([str(count[kind]) for kind in kinds] for count in counts)
            show_table(title, ("", *kinds), map(_row, labels, numbers))
        else:
            names = (city.name for city in dataset.cities)
            show_table(title, ("", *labels), map(_row, names, delivered))


def _row(name: str, entries: Sequence[str]) -> Sequence[str]:
    return (name, *entries)


def _delivery(is_absent: bool, reason: str | None, flag: str | None) -> str:
    """What a cell of the table says."""
    if is_absent:
        return translated(reason or "not-delivered", "word")
    return translated(f"yes {flag}" if flag else "yes", "word")
