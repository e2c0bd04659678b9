"""Reads the data sheets, one row a city and year, one column a category, and checks the values."""

from collections.abc import Collection, Mapping

from reportgen.model import (
    Base,
    BenefitArea,
    City,
    Observation,
    ObservationKey,
    Reason,
    Table,
)
from reportgen.workbook.cells import observe, year
from reportgen.workbook.definitions import find_city
from reportgen.workbook.problems import Problems
from reportgen.workbook.reader import Cell, Sheet
from reportgen.workbook.schema import POPULATION_SUMS, ROW_COLUMNS, DataSheet
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

    What has no row or no column was not delivered: a city without a row in the reporting year or
    in a year that another city has a row for, and a column that was removed.
    """
    table = read_table(
        sheet,
        problems,
        required=kind.required,
        removable=kind.removable,
        optional=kind.optional,
    )
    values = {
        header: kind.columns.get(header, header)
        for header in table.header
        if header not in ROW_COLUMNS
    }
    has_row_columns = table.header.keys() >= set(ROW_COLUMNS)
    delivered: Observations = {}
    first_cells: dict[tuple[str, int], Cell] = {}
    for row in table.rows:
        read = {key: _read_value(row[header], kind, problems) for header, key in values.items()}
        if not has_row_columns:
            continue
        city, row_year = find_city(row["Stadt"], cities, problems), year(row["Jahr"], problems)
        if city is None or row_year is None:
            continue
        _report_duplicate(
            first_cells.setdefault((city.slug, row_year), row["Stadt"]), row, problems
        )
        delivered |= {(kind.table, city.slug, row_year, key): read[key] for key in read}
    years = {row_year for _, row_year in first_cells}
    if reporting_year is not None and has_row_columns:
        with_row = {slug for slug, row_year in first_cells if row_year == reporting_year}
        _check_reporting_year(kind.table, reporting_year, cities, with_row, problems)
        years.add(reporting_year)
    return not_delivered(kind, cities, sorted(years), table.header) | delivered


def not_delivered(
    kind: DataSheet, cities: Collection[City], years: Collection[int], header: Row
) -> Observations:
    """An absent observation for each city, year and column of a data sheet.

    They point to the columns' headers, and to A1 where a column was removed.
    """
    absent = {
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
    return {
        (kind.table, city.slug, row_year, key): observation
        for city in cities
        for row_year in years
        for key, observation in absent.items()
    }


def check_populations(
    observations: Mapping[ObservationKey, Observation],
    areas: Collection[BenefitArea],
    reporting_year: int | None,
    problems: Problems,
) -> None:
    """Populations are divided by, so they must be there and not be zero, and should add up.

    In years before the reporting year they may be absent.
    """
    needed = {Base.TOTAL} | {area.base for area in areas}
    for (table, city, row_year, key), observation in observations.items():
        if table is not Table.POPULATION:
            continue
        if observation.value == 0:
            problems.error(
                "population-zero",
                f'the population "{key}" is zero',
                observation.where,
                "write the number of inhabitants",
            )
        elif observation.value is not None:
            parts = [
                observations.get((table, city, row_year, part))
                for part in POPULATION_SUMS.get(key, ())
            ]
            _check_sum(key, observation, parts, problems)
        elif row_year == reporting_year and key in needed:
            problems.error(
                "population-absent",
                f'the population "{key}" of {row_year} is absent',
                observation.where,
                "write the number of inhabitants; densities are computed with it",
            )


def _check_sum(
    key: str, total: Observation, parts: Collection[Observation | None], problems: Problems
) -> None:
    values = [part.value for part in parts if part is not None and part.value is not None]
    if not parts or len(values) < len(parts) or total.value is None:
        return
    # Also false for a value that could not be read, which is not a number.
    if abs(sum(values) - total.value) > 0:
        problems.warning(
            "population-sum",
            f"{' + '.join(POPULATION_SUMS[key])} is {sum(values):.0f},"
            f" but {key} is {total.value:.0f}",
            total.where,
            "correct the number that is wrong",
        )


def _check_reporting_year(
    table: Table,
    year: int,
    cities: Collection[City],
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
    for city in cities:
        if city.slug not in with_row:
            message = f'{city.name} has no row for {year} in sheet "{table}"'
            report("missing-year-data", message, table, hint)


def _read_value(cell: Cell, kind: DataSheet, problems: Problems) -> Observation:
    """Persons are counted in whole numbers, and persons and euros are not below zero."""
    observation = observe(cell, kind.table, problems)
    if observation.value is None:
        return observation
    if observation.value < 0 and not kind.may_be_negative:
        problems.error(
            "negative-count",
            f"{observation.value:.15g} is below zero",
            observation.where,
            "correct the number; nothing present is written as - or 0",
        )
    if kind.counts and observation.value % 1 > 0:
        problems.error(
            "not-a-whole-number",
            f"{observation.value:.15g} persons cannot be counted",
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
