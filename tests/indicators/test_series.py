"""Measures over the years: what parts them, and which years are left out."""

import pytest
from msgspec.structs import replace

from reportgen.indicators import compute
from reportgen.model import ALL_AREAS, Break, Dataset, Flag, Kind, Table
from tests.datasets import TOTAL, UNDER_65, Cell, dataset

YEARS = range(2016, 2021)
KEYS = ("sgb2", "hzp")
SPAN = tuple(YEARS)


def of_years(**payments_of_a: Cell) -> Dataset:
    """Two cities with all numbers in all years; those of A may be given otherwise as ``y2018``."""
    cells = {(city, year, key): 1000.0 for city in "AB" for year in YEARS for key in KEYS}
    given = {("A", int(year[1:]), "sgb2"): cell for year, cell in payments_of_a.items()}
    people = {
        (city, year, group): 1e4 for city in "AB" for year in YEARS for group in (TOTAL, UNDER_65)
    }
    return dataset("AB", population=people, recipients=cells, payments={**cells, **given})


def spans(data: Dataset, kind: Kind, key: str) -> tuple[tuple[int, ...], ...]:
    return compute(data, 2020)[0].series[kind, key].spans


@pytest.mark.parametrize(
    ("kind", "key", "table", "column", "is_parted"),
    [
        (Kind.PAYMENTS_PER_INHABITANT, "sgb2", Table.PAYMENTS, "sgb2", True),
        (Kind.PAYMENTS_PER_INHABITANT, "sgb2", Table.PAYMENTS, "hzp", False),
        (Kind.PAYMENTS_PER_INHABITANT, "sgb2", Table.POPULATION, TOTAL, True),
        (Kind.PAYMENTS_PER_INHABITANT, "sgb2", Table.POPULATION, UNDER_65, False),
        (Kind.PAYMENTS_PER_INHABITANT, ALL_AREAS, Table.PAYMENTS, "hzp", True),
        (Kind.PAYMENTS_PER_INHABITANT, ALL_AREAS, Table.POPULATION, TOTAL, True),
        (Kind.PAYMENTS_PER_INHABITANT, "sgb2", Table.RECIPIENTS, "sgb2", False),
        (Kind.DENSITY, "sgb2", Table.POPULATION, UNDER_65, True),
        (Kind.DENSITY, "sgb2", Table.POPULATION, TOTAL, False),
        (Kind.DENSITY, "hzp", Table.POPULATION, TOTAL, True),
        (Kind.DENSITY, ALL_AREAS, Table.POPULATION, TOTAL, True),
        (Kind.DENSITY, ALL_AREAS, Table.RECIPIENTS, "hzp", True),
        (Kind.RECIPIENTS, "sgb2", Table.POPULATION, UNDER_65, False),
        (Kind.SHARE_OF_RECIPIENTS, "sgb2", Table.RECIPIENTS, "hzp", True),
    ],
)
def test_a_break_parts_what_is_computed_from_its_column(
    kind: Kind, key: str, table: Table, column: str, *, is_parted: bool
) -> None:
    broken = Break(table=table, key=column, year=2018, remark="")
    found = spans(replace(of_years(), breaks=(broken,)), kind, key)
    assert found == (((2016, 2017), (2018, 2019, 2020)) if is_parted else (SPAN,))


def test_an_area_outside_the_sum_does_not_part_the_sum() -> None:
    data = of_years()
    areas = tuple(replace(area, in_total=area.key != "hzp") for area in data.areas)
    broken = Break(table=Table.RECIPIENTS, key="hzp", year=2018, remark="")
    data = replace(data, areas=areas, breaks=(broken,))
    assert spans(data, Kind.RECIPIENTS, ALL_AREAS) == (SPAN,)
    assert len(spans(data, Kind.RECIPIENTS, "hzp")) == 2


@pytest.mark.parametrize("key", ["sgb2", ALL_AREAS])
def test_years_with_estimates_are_not_joined_with_those_delivered(key: str) -> None:
    estimate = (900.0, Flag.ESTIMATED)
    kind = Kind.PAYMENTS_PER_INHABITANT
    assert spans(of_years(y2018=estimate), kind, key) == ((2016, 2017, 2019, 2020),)
    assert spans(of_years(y2020=estimate), kind, key) == ((2016, 2017, 2018, 2019),)
    assert spans(of_years(y2018=(900.0, Flag.PROVISIONAL)), kind, key) == (SPAN,)
    # The mean of a year without the city is not set beside that of others.
    series = compute(of_years(y2018=estimate), 2020)[0].series[kind, key]
    assert series.at(2018) is None
    assert series.mean_at(2018) is None
    assert series.mean_at(2017) is not None


def test_an_estimate_of_one_area_leaves_the_others() -> None:
    data = of_years(y2018=(900.0, Flag.ESTIMATED))
    assert spans(data, Kind.PAYMENTS_PER_INHABITANT, "hzp") == (SPAN,)
    assert spans(data, Kind.DENSITY, "sgb2") == (SPAN,)
