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


def check_value(observation: Observation, kind: DataSheet, problems: Problems) -> None:
    """Persons are counted in whole numbers, and persons and euros are not below zero."""
    if observation.value is None:
        return
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


def check_reporting_year(
    table: Table,
    year: int,
    cities: Collection[City],
    with_row: Collection[str],
    problems: Problems,
) -> None:
    """Each city should have a row for the reporting year.

    Without population there is no density, so that every city needs its row there; without any
    recipients there is no profile. All else counts as not delivered.

    Args:
        table: the sheet.
        year: the reporting year.
        cities: all cities.
        with_row: slugs of the cities that have a row for that year.
        problems: takes what is missing.
    """
    hint = "add the rows; a cell whose value is not known stays empty or gets a sign"
    if cities and not with_row:
        needed = table in {Table.POPULATION, Table.RECIPIENTS}
        tell = problems.error if needed else problems.warning
        tell("missing-year-data", f'sheet "{table}" has no rows for {year}', table, hint)
        return
    tell = problems.error if table is Table.POPULATION else problems.warning
    for city in cities:
        if city.slug not in with_row:
            message = f'{city.name} has no row for {year} in sheet "{table}"'
            tell("missing-year-data", message, table, hint)


def check_population(
    observations: Mapping[ObservationKey, Observation],
    areas: Collection[BenefitArea],
    reporting_year: int | None,
    problems: Problems,
) -> None:
    """Populations are divided by, so they must be there and not be zero.

    In years before the reporting year they may be absent.
    """
    needed = {Base.TOTAL} | {area.base for area in areas}
    for (table, _, year, key), observation in observations.items():
        if table is not Table.POPULATION:
            continue
        if observation.value == 0:
            problems.error(
                "population-zero",
                f'the population "{key}" is zero',
                observation.where,
                "write the number of inhabitants",
            )
        elif observation.value is None and year == reporting_year and key in needed:
            problems.error(
                "population-absent",
                f'the population "{key}" of {year} is absent',
                observation.where,
                "write the number of inhabitants; densities are computed with it",
            )


def check_population_sums(
    observations: Mapping[ObservationKey, Observation], problems: Problems
) -> None:
    """Age groups should add up to the populations that they are parts of."""
    for (table, city, year, key), total in observations.items():
        for total_key, part_keys in POPULATION_SUMS:
            if table is not Table.POPULATION or key != total_key or total.value is None:
                continue
            parts = [observations.get((table, city, year, part)) for part in part_keys]
            values = [part.value for part in parts if part is not None and part.value is not None]
            if len(values) == len(part_keys) and abs(sum(values) - total.value) > 0:
                problems.warning(
                    "population-sum",
                    f"{' + '.join(part_keys)} is {sum(values):.0f},"
                    f" but {total_key} is {total.value:.0f}",
                    total.where,
                    "correct the number that is wrong",
                )
