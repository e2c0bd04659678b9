"""Checks of values: each by itself, against the population, and for the reporting year."""

from collections.abc import Collection, Mapping

from reportgen.model import Base, BenefitArea, City, Observation, ObservationKey, Table
from reportgen.workbook.problems import Problems
from reportgen.workbook.schema import POPULATION_SUMS, DataSheet


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
