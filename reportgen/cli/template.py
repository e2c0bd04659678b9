"""`reportgen template`: an empty workbook."""

import re
from pathlib import Path

import click

from reportgen.cli import console
from reportgen.cli.console import Verbosity
from reportgen.cli.options import LocalPath, complete_layout, verbosity_options
from reportgen.importing.unit_list import read_units
from reportgen.layout.domain import NEUTRAL_NOUNS, load_domain
from reportgen.layout.places import layouts_folder
from reportgen.model import City
from reportgen.store import store
from reportgen.workbook.next_year import next_year
from reportgen.workbook.template import make_template
from reportgen.workbook.template_rows import content_of, is_neutral

#: Years that a workbook may have, and how many of them one call adds at most.
_FIRST, _LAST, _MOST = 1990, 2100, 50


def _years(_ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[int, ...]:
    """The years of e.g. ``2020``, ``2019-2023`` or ``2019,2021``, in their order."""
    years: set[int] = set()
    for part in value.replace("–", "-").split(",") if value is not None else ():
        match = re.fullmatch(r"\s*([0-9]{4})\s*(?:-\s*([0-9]{4})\s*)?", part)
        if match is None:
            message = f'"{part.strip()}" is neither a year nor a span such as 2019-2023'
            raise click.BadParameter(message)
        first, last = int(match[1]), int(match[2] or match[1])
        if not _FIRST <= first <= last <= _LAST:
            message = f'"{part.strip()}" must go upwards, within {_FIRST} to {_LAST}'
            raise click.BadParameter(message)
        years.update(range(first, last + 1))
    if len(years) > _MOST:
        raise click.BadParameter(f"{len(years)} years are too many, at most {_MOST}")
    return tuple(sorted(years))


@click.command()
@click.argument("path", type=LocalPath(dir_okay=False))
@click.option(
    "--domain",
    shell_complete=complete_layout,
    metavar="LAYOUT",
    help="What is compared: the layout whose areas, indicators and nouns it has"
    "  [default: city-profile].",
)
@click.option(
    "--units",
    type=LocalPath(),
    metavar="FILE",
    help="Units with key and name, maybe abbreviation and office: a text, CSV or spreadsheet.",
)
@click.option(
    "--years",
    callback=_years,
    metavar="YEARS",
    help="Years that each unit gets a row for, e.g. 2020, 2019-2023 or 2019,2021; the last one is"
    " the reporting year.",
)
@click.option(
    "--from",
    "last",
    type=LocalPath(),
    metavar="WORKBOOK",
    help="Last year's workbook: its units, definitions, sources and figures, and empty rows for"
    " the next year, or for YEARS.",
)
@verbosity_options
@click.pass_obj
def template(
    verbosity: Verbosity,
    path: Path,
    domain: str | None,
    units: Path | None,
    years: tuple[int, ...],
    last: Path | None,
) -> int:
    """Write an empty workbook, or departments (.toml), to PATH.

    Every column is explained by a comment at its header, and what is missing is yellow.

    \b
    Examples:
      reportgen template benchmarking-2021.xlsx
      reportgen template youth.xlsx --domain district-youth --units kreise.csv --years 2019-2023
      reportgen template benchmarking-2021.xlsx --from benchmarking-2020.xlsx
      reportgen template data/departments.toml
    """
    if path.exists():
        raise click.UsageError(f"{path} is there already; choose another name")
    if path.suffix == ".toml":
        if domain or units or years or last:
            raise click.UsageError("departments have no domain, units, years or workbook")
        store((layouts_folder().parent / "data" / "departments.toml").read_bytes(), path)
        return 0
    if path.suffix.lower() != ".xlsx":
        raise click.UsageError(f"{path} must end in .xlsx (a workbook) or .toml (departments)")
    if last and units:
        raise click.UsageError("--from takes the units of its workbook: leave out --units")
    content = (
        _next(last, domain, years, verbosity)
        if last
        else _empty(domain or "city-profile", units, years, verbosity)
    )
    store(content, path)
    return 0


def _empty(domain: str, units: Path | None, years: tuple[int, ...], verbosity: Verbosity) -> bytes:
    wanted = load_domain(domain)
    cities: tuple[City, ...] = ()
    if units is not None:
        cities, warnings = read_units(units, neutral=is_neutral(wanted))
        console.report_problems(warnings, verbosity)
    return make_template(content_of(wanted, cities, years))


def _next(last: Path, domain: str | None, years: tuple[int, ...], verbosity: Verbosity) -> bytes:
    of_cities = load_domain("city-profile").nouns
    nouns = load_domain(domain).nouns if domain else None
    found = next_year(last, nouns or NEUTRAL_NOUNS, nouns or of_cities, years)
    console.report_problems(found.last.warnings, verbosity)
    return make_template(found.content)
