"""Change against the year before; expected values are worked out by hand."""

import pytest
from msgspec.structs import replace

from reportgen.indicators import compute
from reportgen.model import ALL_AREAS, PERSONS, Break, Kind, Reason, Table
from tests.datasets import Cell, dataset
from tests.indicators.results import profiles, result


def test_change_of_recipients() -> None:
    of = profiles(
        dataset(
            "AB",
            recipients={
                ("A", 2019, "sgb2"): 100,
                ("A", 2020, "sgb2"): 110,
                ("A", 2020, "gsiae"): 50,
                ("B", 2019, "sgb2"): 300,
                ("B", 2020, "sgb2"): 270,
                ("B", 2020, "gsiae"): 50,
            },
        )
    )
    sgb2, total = (of["A"].get(Kind.CHANGE_OF_RECIPIENTS, key) for key in ("sgb2", ALL_AREAS))

    assert (result(sgb2), sgb2.mean, sgb2.weighted_mean) == (10, 0, -5)  # 400 become 380
    assert sgb2.measure.cells == (
        "Leistungsbeziehende!A:2020:sgb2",
        "Leistungsbeziehende!A:2019:sgb2",
    )
    assert result(of["A"].get(Kind.CHANGE_OF_RECIPIENTS, "gsiae")) is Reason.NOT_DELIVERED
    persons = of["B"].get(Kind.CHANGE_IN_PERSONS, "sgb2")
    assert (result(persons), persons.measure.unit, persons.mean) == (-30, PERSONS, -10)
    assert persons.measure.cells == of["B"].get(Kind.CHANGE_OF_RECIPIENTS, "sgb2").measure.cells
    assert result(of["A"].get(Kind.CHANGE_IN_PERSONS, ALL_AREAS)) == 10
    # An area that was not reported the year before would look like growth.
    assert (result(total), total.weighted_mean) == (10, -5)


def test_change_of_an_incomplete_total_is_absent() -> None:
    of = profiles(
        dataset(
            "ABC",
            recipients={
                (city, year, key): 10
                for city in "ABC"
                for year in (2019, 2020)
                for key in ("sgb2", "gsiae")
            }
            | {("B", 2019, "gsiae"): Reason.CONFIDENTIAL},
        )
    )
    change = {city: of[city].get(Kind.CHANGE_OF_RECIPIENTS, ALL_AREAS) for city in "AB"}

    assert result(change["A"]) == 0
    assert result(change["B"]) is Reason.INCOMPLETE
    assert change["B"].measure.cells == ("Leistungsbeziehende!B:2019:gsiae",)


@pytest.mark.parametrize(
    ("now", "then", "expected"),
    [
        (10, Reason.CONFIDENTIAL, Reason.CONFIDENTIAL),
        (Reason.LATER, 10, Reason.LATER),
        (Reason.LATER, Reason.CONFIDENTIAL, Reason.LATER),
        (10, 0, Reason.ZERO_BASE),
        (0, 0, Reason.ZERO_BASE),
        (0, 10, -100),
        (10, 10, 0),
    ],
)
def test_change_without_one_of_both_years(now: Cell, then: Cell, expected: float | Reason) -> None:
    recipients = {
        ("A", 2020, "sgb2"): now,
        ("A", 2019, "sgb2"): then,
        ("A", 2020, "gsiae"): 1,
        ("A", 2019, "gsiae"): 1,
    }
    (profile,) = compute(dataset("A", recipients=recipients), 2020)

    assert result(profile.get(Kind.CHANGE_OF_RECIPIENTS, "sgb2")) == expected


def test_without_an_earlier_year_changes_are_not_delivered() -> None:
    (profile,) = compute(
        dataset("A", recipients={("A", 2020, "sgb2"): 1}, economy={("A", 2020, "rent"): 9.5}),
        2020,
    )

    for kind, key in (
        (Kind.CHANGE_OF_RECIPIENTS, "sgb2"),
        (Kind.CHANGE_OF_RECIPIENTS, ALL_AREAS),
        (Kind.CHANGE_OF_ECONOMY, "rent"),
    ):
        assert result(profile.get(kind, key)) is Reason.NOT_DELIVERED


def test_change_of_the_economy_is_a_difference_in_the_own_unit() -> None:
    economy = {
        ("A", 2019, "rent"): 7.5,
        ("A", 2020, "rent"): 8.25,
        ("B", 2019, "rent"): 9.0,
        ("B", 2020, "rent"): 8.5,
    }
    of = profiles(dataset("AB", economy=economy))
    change = of["A"].get(Kind.CHANGE_OF_ECONOMY, "rent")

    assert (result(change), change.mean, change.weighted_mean) == (0.75, 0.125, None)
    assert change.measure.unit == "EUR/m²"
    assert change.measure.cells == ("Wirtschaft!A:2020:rent", "Wirtschaft!A:2019:rent")
    assert result(of["B"].get(Kind.CHANGE_OF_ECONOMY, "rent")) == -0.5


def test_differences_that_are_equal_in_decimals_are_tied() -> None:
    # In binary 12.4 - 12.2 is 0.2000000000000011, 0.5 - 0.3 is 0.2.
    pairs = {"A": (12.2, 12.4), "B": (0.3, 0.5), "C": (7.1, 7.2)}
    economy = {
        (city, year, "rent"): value
        for city, values in pairs.items()
        for year, value in zip((2019, 2020), values, strict=True)
    }
    of = profiles(dataset("ABC", economy=economy))
    changes = {city: of[city].get(Kind.CHANGE_OF_ECONOMY, "rent") for city in "ABC"}

    assert {city: change.rank for city, change in changes.items()} == {"A": 1, "B": 1, "C": 3}
    assert [changes[city].measure.value for city in "ABC"] == [0.2, 0.2, 0.1]


def _broken(table: Table, key: str, year: int) -> Break:
    return Break(table=table, key=key, year=year, remark="Neue Definition")


def test_no_change_is_told_across_a_break() -> None:
    both = {(city, year): year - 1999 for city in "AB" for year in (2019, 2020)}
    data = replace(
        dataset(
            "AB",
            recipients={
                (*place, key): 100 + n for place, n in both.items() for key in ("sgb2", "gsiae")
            },
            economy={(*place, "rent"): n for place, n in both.items()},
        ),
        breaks=(_broken(Table.RECIPIENTS, "gsiae", 2020), _broken(Table.ECONOMY, "rent", 2020)),
    )

    profile, _ = compute(data, 2020)

    for kind, key in (
        (Kind.CHANGE_OF_RECIPIENTS, "gsiae"),
        (Kind.CHANGE_IN_PERSONS, "gsiae"),
        (Kind.CHANGE_OF_ECONOMY, "rent"),
    ):
        assert result(profile.get(kind, key)) is Reason.BREAK
    assert result(profile.get(Kind.CHANGE_IN_PERSONS, "sgb2")) == 1
    assert result(profile.get(Kind.CHANGE_IN_PERSONS, ALL_AREAS)) == 1  # without that area
    assert result(profile.get(Kind.RECIPIENTS, "gsiae")) == 121


@pytest.mark.parametrize("year", [2018, 2019, 2021])
def test_a_break_of_another_year_hides_no_change(year: int) -> None:
    rents = {("A", 2019, "rent"): 9.0, ("A", 2020, "rent"): 9.5}
    data = dataset("A", recipients={("A", 2020, "sgb2"): 1}, economy=rents)

    (profile,) = compute(replace(data, breaks=(_broken(Table.ECONOMY, "rent", year),)), 2020)

    assert result(profile.get(Kind.CHANGE_OF_ECONOMY, "rent")) == 0.5


@pytest.mark.parametrize(
    ("breaks", "spans"),
    [
        ((), ((2012, 2014, 2017, 2020),)),
        ((2014,), ((2012,), (2014, 2017, 2020))),
        ((2015,), ((2012, 2014), (2017, 2020))),  # nothing was delivered of that year
        ((2015, 2016, 2018), ((2012, 2014), (2017,), (2020,))),
        ((2012,), ((2012, 2014, 2017, 2020),)),
        ((2021,), ((2012, 2014, 2017, 2020),)),
    ],
)
def test_a_series_is_parted_by_breaks_also_in_years_without_values(
    breaks: tuple[int, ...], spans: tuple[tuple[int, ...], ...]
) -> None:
    rents = {("A", year, "rent"): 9.0 for year in (2012, 2014, 2017, 2020)}
    data = dataset("A", recipients={("A", 2020, "sgb2"): 1}, economy=rents)
    found = tuple(_broken(Table.ECONOMY, "rent", year) for year in breaks)

    (profile,) = compute(replace(data, breaks=found), 2020)

    series = profile.series[Kind.ECONOMY, "rent"]
    assert series.spans == spans
    assert set(series.panel.breaks) <= set(series.panel.years)
