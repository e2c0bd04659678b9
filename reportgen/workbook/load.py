"""Reads a workbook and says all that is wrong with it at once."""

from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from reportgen.collector import collector_off
from reportgen.layout.glyphs import shipped_characters
from reportgen.model import ALL_INHABITANTS, BenefitArea, Dataset, Table
from reportgen.problems import Problems
from reportgen.workbook import schema
from reportgen.workbook.breaks import read_breaks
from reportgen.workbook.city_list import read_cities
from reportgen.workbook.confirmations import read_confirmations
from reportgen.workbook.definitions import (
    check_bases,
    check_keys,
    definition_rows,
    read_areas,
    read_indicators,
)
from reportgen.workbook.descriptions import read_about, read_sources, with_reason_texts
from reportgen.workbook.observations import (
    Observations,
    check_populations,
    not_delivered,
    read_observations,
)
from reportgen.workbook.reader import open_workbook
from reportgen.workbook.sheets import Sheet
from reportgen.workbook.tables import check_sheets, headers_of


@collector_off()
def load_workbook(path: Path, characters: frozenset[str] | None = None) -> Dataset:
    """Reads and checks a benchmarking workbook.

    Args:
        path: an xlsx file with the sheets that `template.make_template` makes.
        characters: what the fonts of the pages can show; by default those that come with the
            program.

    Returns:
        The whole content, with warnings about what is odd.

    Raises:
        WorkbookError: with every error and warning found in the whole workbook.
    """
    problems = Problems(path.name)
    workbook = open_workbook(path, problems, characters or shipped_characters())
    sheets = workbook.sheets
    about = read_about(definition_rows(sheets, schema.ABOUT, problems), problems)
    cities = read_cities(definition_rows(sheets, schema.CITIES, problems), problems)
    area_rows = definition_rows(sheets, schema.AREAS, problems)
    areas = read_areas(area_rows, problems)
    indicator_rows = definition_rows(sheets, schema.INDICATORS, problems)
    indicators = read_indicators(indicator_rows, problems)
    check_keys(area_rows, indicator_rows, problems)
    source_rows = definition_rows(sheets, schema.SOURCES, problems)
    sources, reason_texts = read_sources(source_rows, cities, problems)

    # A comparison without payments neither has the sheet nor names a source for it.
    cited = {source.table for source in sources}
    unneeded = {table for table in schema.REMOVABLE_SHEETS if table not in cited}
    check_sheets(workbook, problems, unneeded if source_rows else ())
    confirmed_rows = definition_rows(sheets, schema.CONFIRMED, problems)
    confirmations = read_confirmations(confirmed_rows, problems)

    year = (about.year or None) if about else None
    found: dict[Table, Observations] = {}
    columns = _population_columns(sheets, areas)
    check_bases(area_rows, columns, problems)
    kinds = schema.data_sheets(areas, indicators, columns or (ALL_INHABITANTS,))
    for kind in kinds:
        # Without any definition, that is what is wrong, not each column of the sheet.
        if kind.table in sheets and kind.columns:
            sheet = sheets[kind.table]
            found[kind.table] = read_observations(sheet, kind, cities, year, problems)
        elif kind.table in schema.REMOVABLE_SHEETS and year is not None:
            found[kind.table] = not_delivered(kind, cities, year)
    population = found.get(Table.POPULATION, {})
    check_populations(population, kinds[0], year, problems)
    break_rows = definition_rows(sheets, schema.BREAKS, problems)
    breaks = read_breaks(break_rows, kinds, chain.from_iterable(found.values()), problems)

    problems.raise_errors()
    optional = set(kinds[0].optional)
    unused = {key: one for key, one in population.items() if key[3] in optional}
    found[Table.POPULATION] = {k: one for k, one in population.items() if k[3] not in optional}
    used: Observations = {}
    for part in found.values():
        used |= part
    assert about is not None, "without it there is an error"
    return Dataset(
        file=path.name,
        sheets=MappingProxyType(_named(sheets, cited)),
        unit_column=_unit_column(sheets),
        about=about,
        cities=tuple(cities.values()),
        groups=tuple(kinds[0].columns),
        areas=areas,
        indicators=indicators,
        sources=sources,
        observations=MappingProxyType(with_reason_texts(used, reason_texts)),
        warnings=problems.as_tuple(),
        unused=MappingProxyType(unused),
        confirmations=confirmations,
        breaks=breaks,
    )


def _population_columns(
    sheets: Mapping[str, Sheet], areas: Iterable[BenefitArea]
) -> tuple[str, ...]:
    """The groups that the population sheet has columns for; none without the sheet."""
    sheet = sheets.get(Table.POPULATION)
    if sheet is None:
        return ()
    # An area that names no group is reported, and makes no group without a name.
    named = {area.base for area in areas if area.base}
    known = {*schema.ROW_COLUMNS, ALL_INHABITANTS, *named}
    own = schema.own_header
    return tuple(
        name for name in headers_of(sheet, known) if own(sheet.name, name) not in schema.ROW_COLUMNS
    )


def _named(sheets: Mapping[str, Sheet], cited: Collection[Table]) -> dict[Table, str]:
    """The data sheets by their names in the workbook; also those of which only a source speaks."""
    return {
        table: sheets[table].name if table in sheets else table.value
        for table in Table
        if table in sheets or table in cited
    }


def _unit_column(sheets: Mapping[str, Sheet]) -> str:
    """The header under which the population sheet has the names of cities or other units."""
    first = schema.ROW_COLUMNS[0]
    sheet = sheets[Table.POPULATION]
    headers = headers_of(sheet, schema.ROW_COLUMNS)
    return next((h for h in headers if schema.own_header(sheet.name, h) == first), first)
