"""`reportgen diff`: what a correction changes, and in whose reports that is printed."""

import json
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from reportgen.archive.history import summary
from reportgen.cli import console
from reportgen.cli.console import Verbosity, counted
from reportgen.cli.options import (
    LocalPath,
    cities_option,
    complete_layout,
    verbosity_options,
    year_option,
)
from reportgen.cli.terminal import show_table
from reportgen.layout.load import load_layout
from reportgen.messages import translated
from reportgen.model import Correction, Observation
from reportgen.store import store
from reportgen.workflows.diff import Difference, PrintedText, compare
from reportgen.workflows.former import Issue, load_issue


@click.command()
@click.argument("old", type=LocalPath())
@click.argument("new", type=LocalPath())
@cities_option
@year_option
@click.option(
    "--layout",
    shell_complete=complete_layout,
    default="city-profile",
    show_default=True,
    metavar="NAME|PATH",
    help="Decides what is printed.",
)
@click.option(
    "--lang",
    "language",
    type=click.Choice(["de", "en"]),
    default="de",
    show_default=True,
    help="Language of the reports.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="Tables to read, or data to work with.",
)
@click.option(
    "--out",
    type=LocalPath(dir_okay=False),
    help="File to write  [default: standard output].",
)
@verbosity_options
@click.pass_obj
def diff(
    verbosity: Verbosity,
    old: Path,
    new: Path,
    cities: Sequence[str],
    year: int | None,
    layout: str,
    language: str,
    form: str,
    out: Path | None,
) -> int:
    """Compare OLD and NEW: workbooks, or versions of an archive.

    Shows every value, indicator and text that changed, and in whose reports something is printed
    otherwise because of it. With --city, only what concerns that one and its report, with all
    that this report prints otherwise.

    \b
    Examples:
      reportgen diff data/benchmarking-2020-old.xlsx data/benchmarking-2020.xlsx
      reportgen diff archive/2020/v1 data/benchmarking-2020.xlsx --city Köln
      reportgen diff archive/2020/v1 archive/2020/v2 --format json --out changes.json
    """
    if form == "table" and out is not None:
        raise click.UsageError("a table is for the screen: add --format json")
    look = load_layout(layout, language)
    before, after = load_issue(old, look.characters), load_issue(new, look.characters)
    found = compare(before, after, look, cities=cities, year=year)
    console.report_problems(found.problems, verbosity)
    if form == "table":
        _show(found)
        if not verbosity.quiet:
            console.say_as_is(_summary(found))
        return 0
    content = json.dumps(_as_dict(found), ensure_ascii=False, indent=2).encode() + b"\n"
    if out is None:
        click.echo(content, nl=False)
    else:
        store(content, out)
    return 0


def _show(found: Difference) -> None:
    printed = partial(_reports, found)
    unit = "name" if found.new.dataset.is_neutral else "city"
    if found.inputs:
        show_table(
            "values",
            ("sheet", unit, "year", "of", "old", "new", "cell", "printed in"),
            (
                (
                    *(str(each.table), each.city, str(each.year), each.of),
                    *(_told(each.old), _told(each.new)),
                    *(_moved(_cell(each.old), _cell(each.new)), printed(each.printed_in)),
                )
                for each in found.inputs
            ),
        )
    if found.indicators:
        show_table(
            "indicators",
            (unit, "indicator", "of", "old", "new", "cells", "printed in"),
            (
                (
                    *(each.change.city, each.change.kind, each.change.label),
                    *(each.change.old, each.change.new),
                    _moved(each.change.old_cells, each.change.new_cells),
                    printed(each.printed_in),
                )
                for each in found.indicators
            ),
        )
    if found.texts:
        show_table(
            "texts",
            ("what", "of", "field", "old", "new", "printed in"),
            (
                (
                    *(translated(_thing(each, unit), "part"), each.change.of),
                    translated(each.change.field, "part"),
                    *(each.change.old, each.change.new, printed(each.printed_in)),
                )
                for each in found.texts
            ),
        )
    for city, corrections in found.asked_corrections().items() if found.cities else ():
        rows = ((c.place, c.name, c.old, c.new) for c in corrections)
        show_table(f"printed in the report of {city}", ("under", "item", "old", "new"), rows)


def _thing(text: PrintedText, unit: str) -> str:
    """What a text describes; cities are units where the workbook has others."""
    return "unit" if text.change.what == "city" != unit else text.change.what


def _reports(found: Difference, cities: Collection[str]) -> str:
    """Names of cities, or that it is all of them."""
    number = len(found.new.dataset.cities)
    return translated(f"all {number} reports") if len(cities) == number > 1 else ", ".join(cities)


def _moved(old: str, new: str) -> str:
    """Where it stands, or stood and stands."""
    return old if old == new else f"{old or '-'} → {new or '-'}"


def _told(value: Observation | None) -> str:
    """A value with its mark, or why there is none."""
    if value is None:
        return ""
    number = None if value.value is None else f"{value.value:.15g}"
    reason = translated(value.reason, "word") if value.reason else None
    return " ".join(filter(None, (number or reason, value.flag, value.reason_text)))


def _cell(value: Observation | None) -> str:
    return value.where if value else ""


def _summary(found: Difference) -> str:
    counts = (
        counted(len(found.inputs), "value"),
        counted(len(found.indicators), "indicator"),
        counted(len(found.texts), "text"),
    )
    lines = [translated(f"changed: {', '.join(counts)}")]
    if changed := ", ".join(
        map(translated, summary(each.change for each in found.indicators).split(", "))
    ):
        lines.append(translated(f"of {changed}"))
    cities = _reports(found, found.corrections)
    lines.append(translated(f"printed otherwise in: {cities}" if cities else "printed nowhere"))
    return "; ".join(lines)


def _as_dict(found: Difference) -> Mapping[str, Any]:
    return {
        "old": _issue(found.old),
        "new": _issue(found.new),
        "year": found.year,
        "values": [
            {
                "sheet": each.table,
                "city": each.city,
                "year": each.year,
                "of": each.of,
                "old": _observation(each.old),
                "new": _observation(each.new),
                "printed_in": each.printed_in,
            }
            for each in found.inputs
        ],
        "indicators": [
            {
                "city": each.change.city,
                "kind": each.change.kind,
                "key": each.change.key,
                "period": each.change.period,
                "label": each.change.label,
                "old": each.change.old,
                "new": each.change.new,
                "old_cells": each.change.old_cells,
                "new_cells": each.change.new_cells,
                "printed_in": each.printed_in,
            }
            for each in found.indicators
        ],
        "texts": [
            {
                "what": each.change.what,
                "of": each.change.of,
                "field": each.change.field,
                "old": each.change.old,
                "new": each.change.new,
                "printed_in": each.printed_in,
            }
            for each in found.texts
        ],
        "reports": [
            {"city": city, "printed": [_correction(each) for each in corrections]}
            for city, corrections in found.asked_corrections().items()
        ],
    }


def _issue(issue: Issue) -> Mapping[str, str]:
    about = issue.dataset.about
    return {
        "file": issue.name,
        "version": about.version,
        "data_date": about.data_date.isoformat(),
    }


def _observation(value: Observation | None) -> Mapping[str, Any] | None:
    if value is None:
        return None
    return {
        "value": value.value,
        "reason": value.reason,
        "flag": value.flag,
        "words": value.reason_text,
        "cell": value.where,
    }


def _correction(correction: Correction) -> Mapping[str, str]:
    return {
        "under": correction.place,
        "item": correction.name,
        "old": correction.old,
        "new": correction.new,
    }
