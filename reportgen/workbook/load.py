"""Reads a workbook and says all that is wrong with it at once."""

from pathlib import Path
from types import MappingProxyType

from reportgen.layout.glyphs import shipped_characters
from reportgen.model import Dataset
from reportgen.problems import Problems
from reportgen.workbook import schema
from reportgen.workbook.confirmations import read_confirmations
from reportgen.workbook.definitions import (
    check_keys,
    definition_rows,
    read_areas,
    read_cities,
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
from reportgen.workbook.tables import check_sheets


def load_workbook(path: Path, characters: frozenset[str] | None = None) -> Dataset:
    """Reads and checks a benchmarking workbook.

    Args:
        path: an xlsx file with the sheets that `make_template` makes.
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
    check_sheets(workbook, problems)

    about = read_about(definition_rows(sheets, schema.ABOUT, problems), problems)
    cities = read_cities(definition_rows(sheets, schema.CITIES, problems), problems)
    area_rows = definition_rows(sheets, schema.AREAS, problems)
    areas = read_areas(area_rows, problems)
    indicator_rows = definition_rows(sheets, schema.INDICATORS, problems)
    indicators = read_indicators(indicator_rows, problems)
    check_keys(area_rows, indicator_rows, problems)
    source_rows = definition_rows(sheets, schema.SOURCES, problems)
    sources, reason_texts = read_sources(source_rows, cities, problems)

    confirmed_rows = definition_rows(sheets, schema.CONFIRMED, problems)
    confirmations = read_confirmations(confirmed_rows, problems)

    year = (about.year or None) if about else None
    observations: Observations = {}
    for kind in schema.data_sheets(areas, indicators):
        # Without any definition, that is what is wrong, not each column of the sheet.
        if kind.table in sheets and kind.columns:
            sheet = sheets[kind.table]
            observations |= read_observations(sheet, kind, cities, year, problems)
        elif kind.table in schema.REMOVABLE_SHEETS and year is not None:
            observations |= not_delivered(kind, cities, [year], header={})
    check_populations(observations, areas, year, problems)

    problems.raise_errors()
    assert about is not None, "without it there is an error"
    return Dataset(
        file=path.name,
        about=about,
        cities=tuple(cities.values()),
        areas=areas,
        indicators=indicators,
        sources=sources,
        observations=MappingProxyType(
            dict(with_reason_texts(_without_age_groups(observations), reason_texts))
        ),
        warnings=problems.as_tuple(),
        unused=MappingProxyType(_age_groups(observations)),
        confirmations=confirmations,
    )


def _without_age_groups(observations: Observations) -> Observations:
    """The age groups only serve to check the populations."""
    return {key: value for key, value in observations.items() if key[3] not in schema.AGE_GROUPS}


def _age_groups(observations: Observations) -> Observations:
    return {key: value for key, value in observations.items() if key[3] in schema.AGE_GROUPS}
