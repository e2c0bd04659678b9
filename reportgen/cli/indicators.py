"""`reportgen indicators`: every number of the reports, to read or to work with."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from reportgen.cli import console
from reportgen.cli.console import Verbosity
from reportgen.cli.options import (
    LocalPath,
    cities_option,
    complete_layout,
    verbosity_options,
    workbook_argument,
    year_option,
)
from reportgen.cli.terminal import rounded, show_table
from reportgen.confidentiality import protect
from reportgen.indicators import IndicatorRow, compute, table, to_csv, to_json, to_xlsx
from reportgen.layout.load import load_layout
from reportgen.messages import translated
from reportgen.store import store
from reportgen.workbook import find_cities, load_workbook


@click.command()
@workbook_argument
@cities_option
@year_option
@click.option(
    "--layout",
    shell_complete=complete_layout,
    default="city-profile",
    show_default=True,
    metavar="NAME|PATH",
    help="Whose rule of confidentiality holds, if it has one.",
)
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
    type=LocalPath(dir_okay=False),
    help="File to write  [default: standard output; xlsx needs a file].",
)
@verbosity_options
@click.pass_obj
def indicators(
    verbosity: Verbosity,
    workbook: Path,
    cities: Sequence[str],
    year: int | None,
    layout: str,
    form: str,
    out: Path | None,
) -> int:
    """Print every indicator with rank, method and source cells.

    Numbers are rounded in the table only; csv, json and xlsx have them in full.

    \b
    Examples:
      reportgen indicators data/benchmarking-2020.xlsx --city Düsseldorf
      reportgen indicators data/benchmarking-2020.xlsx --format csv > indicators.csv
      reportgen indicators data/benchmarking-2020.xlsx --format xlsx --out indicators.xlsx
    """
    if form == "xlsx" and out is None:
        raise click.UsageError("a workbook needs a file: add --out indicators.xlsx")
    if form == "table" and out is not None:
        raise click.UsageError("a table is for the screen: add --format csv, json or xlsx")
    rule = load_layout(layout).look.confidentiality
    dataset = protect(load_workbook(workbook), rule).dataset
    console.report_problems(dataset.warnings, verbosity)
    wanted = find_cities(dataset, cities)
    rows = table(compute(dataset, dataset.about.year if year is None else year, wanted))
    if form == "table":
        _show_indicators(rows, "name" if dataset.is_neutral else "city")
        return 0
    content = {"csv": to_csv, "json": to_json, "xlsx": to_xlsx}[form](
        rows, neutral=dataset.is_neutral
    )
    if out is None:
        click.echo(content, nl=False)
    else:
        store(content, out)
    return 0


def _show_indicators(rows: Iterable[IndicatorRow], name: str) -> None:
    """Prints indicators, rounded to what a person reads."""
    head = (
        *(name, "indicator", "of", "value", "unit", "n", "mean", "weighted", "rank", "deviation"),
        *("method", "cells"),
    )
    show_table(
        "",
        head,
        (
            (
                *(row.city, row.kind, row.label),
                rounded(row.value) + (f" {row.flag}" if row.flag else "")
                or translated(str(row.reason), "word"),
                *(
                    translated(row.unit, "word"),
                    str(row.n),
                    rounded(row.mean),
                    rounded(row.weighted_mean),
                ),
                *(
                    str(row.rank or ""),
                    rounded(row.deviation),
                    translated(row.method),
                    ", ".join(row.cells),
                ),
            )
            for row in rows
        ),
    )
