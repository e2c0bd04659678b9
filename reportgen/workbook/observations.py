"""Reads a data sheet: one row a city and year, one column a category."""

from collections.abc import Collection

from reportgen.model import City, Observation, ObservationKey, Reason
from reportgen.workbook.checks import check_reporting_year, check_value
from reportgen.workbook.definitions import find_city
from reportgen.workbook.fields import year
from reportgen.workbook.problems import Problems
from reportgen.workbook.readers import Cell, Sheet
from reportgen.workbook.schema import ROW_COLUMNS, DataSheet
from reportgen.workbook.signs import observe
from reportgen.workbook.tables import Row, read_table

Observations = dict[ObservationKey, Observation]


def read_observations(
    sheet: Sheet,
    kind: DataSheet,
    cities: Collection[City],
    reporting_year: int | None,
    problems: Problems,
) -> Observations:
    """All observations of a data sheet, also those of its optional columns.

    A city without a row, in the reporting year or in a year that another city has a row for, did
    not deliver: its observations point to the headers of the columns.
    """
    table = read_table(sheet, (*ROW_COLUMNS, *kind.columns), problems, optional=kind.optional)
    has_row_columns = table.header.keys() >= set(ROW_COLUMNS)
    headers = {
        kind.columns.get(name, name): cell
        for name, cell in table.header.items()
        if name not in ROW_COLUMNS
    }
    delivered: Observations = {}
    first_cells: dict[tuple[str, int], Cell] = {}
    for row in table.rows:
        values = {
            key: _read_value(row[header.text], kind, problems) for key, header in headers.items()
        }
        if not has_row_columns:
            continue
        city, row_year = find_city(row["Stadt"], cities, problems), year(row["Jahr"], problems)
        if city is None or row_year is None:
            continue
        _tell_duplicate(first_cells.setdefault((city.slug, row_year), row["Stadt"]), row, problems)
        delivered |= {(kind.table, city.slug, row_year, key): values[key] for key in values}
    years = {row_year for _, row_year in first_cells}
    if reporting_year is not None and has_row_columns:
        with_row = {slug for slug, row_year in first_cells if row_year == reporting_year}
        check_reporting_year(kind.table, reporting_year, cities, with_row, problems)
        years.add(reporting_year)
    not_delivered = {
        (kind.table, city.slug, row_year, key): _not_delivered(header)
        for city in cities
        for row_year in sorted(years)
        for key, header in headers.items()
    }
    return not_delivered | delivered


def _read_value(cell: Cell, kind: DataSheet, problems: Problems) -> Observation:
    observation = observe(cell, kind.table, problems)
    check_value(observation, kind, problems)
    return observation


def _tell_duplicate(first: Cell, row: Row, problems: Problems) -> None:
    if first is not row["Stadt"]:
        problems.error(
            "duplicate-row",
            f"{first.text} has two rows for {row['Jahr'].text}",
            row["Stadt"].where,
            f"remove one of them; the other begins at {first.address}",
        )


def _not_delivered(header: Cell) -> Observation:
    return Observation(
        value=None,
        reason=Reason.NOT_DELIVERED,
        flag=None,
        sheet=header.sheet,
        cell=header.address,
    )
