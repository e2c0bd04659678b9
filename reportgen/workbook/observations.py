"""Reads the data sheets, one row a city and year, one column a category, and checks the values."""

import math
from collections.abc import Collection, Mapping
from itertools import product

from msgspec.structs import replace

from reportgen.model import (
    City,
    Observation,
    ObservationKey,
    Reason,
    Table,
)
from reportgen.problems import Problems
from reportgen.workbook.cell import Cell
from reportgen.workbook.city_list import Cities, find_city
from reportgen.workbook.meaning import observe, year
from reportgen.workbook.schema import ROW_COLUMNS, DataSheet
from reportgen.workbook.sheets import Sheet
from reportgen.workbook.tables import Row, read_table
from reportgen.workbook.unread_rows import is_header, is_total, report_unread

Observations = dict[ObservationKey, Observation]


def read_observations(
    sheet: Sheet,
    kind: DataSheet,
    cities: Cities,
    reporting_year: int | None,
    problems: Problems,
) -> Observations:
    """All observations of a data sheet, also those of its optional columns.

    What has no row or no column was not delivered: a city without a row in the reporting year or
    in a year that another city has a row for, and a column that was removed.
    """
    table = read_table(
        sheet,
        problems,
        required=kind.required,
        removable=kind.removable,
        optional=kind.optional,
        unread=kind.unread,
    )
    values = {
        header: (kind.columns.get(header, header), kind.units.get(header, ""))
        for header in table.header
        if header not in ROW_COLUMNS
    }
    if not table.header.keys() >= set(ROW_COLUMNS):
        for row in table.rows:
            for header, (_, unit) in values.items():
                _read_value(row[header], unit, kind, problems)
        return {}
    delivered: dict[tuple[str, int], dict[str, Observation]] = {}
    first_cells: dict[tuple[str, int], Cell] = {}
    unread: list[Cell] = []
    lost = False
    for row in table.rows:
        if _is_unread(row, cities):
            unread.append(next(cell for cell in row.values() if not cell.is_empty))
            continue
        city = _city_of(row, cities, problems)
        lost |= city is None
        if city is None and (not _is_near(row["Stadt"], cities) or _is_alone(row)):
            continue  # that it is no city is all there is to say of the row
        row_year = year(row["Jahr"], problems)
        read = {
            key: _read_value(row[header], unit, kind, problems)
            for header, (key, unit) in values.items()
        }
        lost |= row_year is None
        if city is None or row_year is None:
            continue
        _report_duplicate(
            first_cells.setdefault((city.slug, row_year), row["Stadt"]), row, problems
        )
        if (known := delivered.setdefault((city.slug, row_year), read)) is not read:
            known.update(read)
    report_unread(unread, problems)
    years = {row_year for _, row_year in first_cells}
    if reporting_year is not None:
        with_row = {slug for slug, row_year in first_cells if row_year == reporting_year}
        if not lost:
            _check_reporting_year(kind.table, reporting_year, cities, with_row, problems)
        # A population without its row was reported; that its value is absent is the same fault.
        lost |= kind.table is Table.POPULATION and len(with_row) < len(cities)
        years.add(reporting_year)
    absent = _not_delivered(kind, table.header)
    if lost:
        # What stands in rows that could not be read is not known to be absent.
        absent = {key: replace(one, value=math.nan, reason=None) for key, one in absent.items()}
    places = product([city.slug for city in cities.values()], sorted(years))
    return {
        (kind.table, slug, row_year, key): observation
        for slug, row_year in places
        for key, observation in (absent | delivered.get((slug, row_year), {})).items()
    }


def _is_unread(row: Row, cities: Cities) -> bool:
    """Whether a row is a total or a note below the table."""
    name = row["Stadt"]
    if is_header(row):
        return True
    if not cities or name.text in cities:
        return False
    if name.is_empty:
        shown = next(cell.text for cell in row.values() if not cell.is_empty)
        return _is_alone(row) and sum(map(str.isalpha, shown)) > 3
    return is_total(name.text) or (_is_alone(row) and not _is_near(name, cities))


def _is_alone(row: Row) -> bool:
    """Whether a row has one cell with content only."""
    return sum(not cell.is_empty for cell in row.values()) == 1


def _is_near(name: Cell, cities: Cities) -> bool:
    """Whether a name that is not known may be that of a city, misspelt."""
    return not cities or cities.nearest(name.text) is not None


def _city_of(row: Row, cities: Cities, problems: Problems) -> City | None:
    name = row["Stadt"]
    if name.is_empty and name.oddity is None:
        first = next(cell for cell in row.values() if not cell.is_empty)
        message = f"row {first.row} has values, but names no city"
        problems.error("row-without-city", message, name.where, "write the name, or clear the row")
        return None
    return find_city(name, cities, problems)


def not_delivered(kind: DataSheet, cities: Cities, year: int) -> Observations:
    """An absent observation for each city and column of a data sheet that there is not."""
    return {
        (kind.table, city.slug, year, key): observation
        for city in cities.values()
        for key, observation in _not_delivered(kind, header={}).items()
    }


def _not_delivered(kind: DataSheet, header: Row) -> dict[str, Observation]:
    """An absent observation for each column of a data sheet.

    They point to the columns' headers, and to A1 where a column was removed.
    """
    return {
        key: Observation(
            value=None,
            reason=Reason.NOT_DELIVERED,
            flag=None,
            sheet=kind.table.value,
            cell=header[name].address if name in header else "A1",
        )
        for name, key in kind.columns.items()
        if name in header or name in kind.removable
    }


def check_populations(
    observations: Mapping[ObservationKey, Observation],
    population: DataSheet,
    reporting_year: int | None,
    problems: Problems,
) -> None:
    """Populations are divided by, so they must be there and not be zero, and should add up.

    `observations` are those of the population.

    In years before the reporting year they may be absent.
    """
    for (table, city, row_year, key), observation in observations.items():
        if observation.value == 0:
            problems.error(
                "population-zero",
                f'the population "{key}" is zero',
                observation.where,
                "write the number of inhabitants",
            )
        elif observation.value is not None:
            if key in population.sums:
                names = population.sums[key]
                parts = [observations.get((table, city, row_year, name)) for name in names]
                _check_sum(key, observation, parts, names, problems)
        elif row_year == reporting_year and key in population.columns:
            problems.error(
                "population-absent",
                f'the population "{key}" of {row_year} is absent',
                observation.where,
                "write the number of inhabitants; densities are computed with it",
            )


def _check_sum(
    key: str,
    total: Observation,
    parts: Collection[Observation | None],
    names: Collection[str],
    problems: Problems,
) -> None:
    values = [part.value for part in parts if part is not None and part.value is not None]
    if len(values) < len(parts) or total.value is None:
        return
    # Also false for a value that could not be read, which is not a number.
    if abs(sum(values) - total.value) > 0:
        problems.warning(
            "population-sum",
            f"{' + '.join(names)} is {sum(values):.0f}, but {key} is {total.value:.0f}",
            total.where,
            "correct the number that is wrong",
        )


def _check_reporting_year(
    table: Table,
    year: int,
    cities: Cities,
    with_row: Collection[str],
    problems: Problems,
) -> None:
    """Each city should have a row for the reporting year; `with_row` are slugs of those that do.

    Without population there is no density, so that every city needs its row there; without any
    recipients there is no profile. All else counts as not delivered.
    """
    hint = "add the rows; a cell whose value is not known stays empty or gets a sign"
    if cities and not with_row:
        needed = table in {Table.POPULATION, Table.RECIPIENTS}
        report = problems.error if needed else problems.warning
        report("missing-year-data", f'sheet "{table}" has no rows for {year}', table, hint)
        return
    report = problems.error if table is Table.POPULATION else problems.warning
    without = [city.name for city in cities.values() if city.slug not in with_row]
    if without:
        has = "has" if len(without) == 1 else "have"
        named = ", ".join(without[:20]) + (f" and {len(without) - 20} more" if without[20:] else "")
        message = f'{named} {has} no row for {year} in sheet "{table}"'
        report("missing-year-data", message, table, hint)


def _read_value(cell: Cell, unit: str, kind: DataSheet, problems: Problems) -> Observation:
    """Persons are counted in whole numbers, and persons and euros are not below zero."""
    observation = observe(cell, kind.table, problems, unit)
    value = observation.value
    if value is None:
        return observation
    if value < 0 and not kind.may_be_negative:
        problems.error(
            "negative-count",
            f"{value:.15g} is below zero",
            observation.where,
            "correct the number; nothing present is written as - or 0",
        )
    if kind.counts and value % 1 > 0:
        problems.error(
            "not-a-whole-number",
            f"{value:.15g} persons cannot be counted",
            observation.where,
            "write a whole number",
        )
    return observation


def _report_duplicate(first: Cell, row: Row, problems: Problems) -> None:
    if first is not row["Stadt"]:
        problems.error(
            "duplicate-row",
            f"{first.text} has two rows for {row['Jahr'].text}",
            row["Stadt"].where,
            f"remove one of them; the other begins at {first.address}",
        )
