"""Sums over all areas: which areas they cover, and which cities have none."""

from msgspec.structs import replace

from reportgen.indicators import compute
from reportgen.model import ALL_AREAS, Kind, Reason
from tests.datasets import TOTAL, dataset
from tests.indicators.results import profiles, result


def test_a_total_needs_every_area_that_most_cities_report() -> None:
    of = profiles(
        dataset(
            "ABC",
            recipients={
                ("A", 2020, "sgb2"): 10,
                ("A", 2020, "gsiae"): 5,
                ("B", 2020, "sgb2"): 20,
                ("B", 2020, "gsiae"): Reason.CONFIDENTIAL,
                ("C", 2020, "sgb2"): 10,
                ("C", 2020, "gsiae"): 5,
            },
        )
    )
    whole, partial = (of[city].get(Kind.RECIPIENTS, ALL_AREAS) for city in "AB")

    assert result(whole) == 15  # nobody reports HzP: it does not matter
    assert result(partial) is Reason.INCOMPLETE
    assert whole.measure.areas == partial.measure.areas == ("sgb2", "gsiae")
    assert partial.measure.cells == ("Leistungsbeziehende!B:2020:gsiae",)
    assert [entry.city.name for entry in partial.group] == ["A", "C"]
    assert (whole.mean, whole.weighted_mean) == (15, None)


def test_an_area_that_few_cities_report_is_in_no_total() -> None:
    of = profiles(
        dataset(
            "ABCD",
            recipients={
                ("A", 2020, "sgb2"): 10,
                ("A", 2020, "hzp"): 5,
                ("B", 2020, "sgb2"): 20,
                ("C", 2020, "sgb2"): 30,
                ("C", 2020, "gsiae"): 1,
            },
        )
    )
    totals = {city: of[city].get(Kind.RECIPIENTS, ALL_AREAS) for city in "ABCD"}

    assert [result(total) for total in totals.values()] == [10, 20, 30, Reason.INCOMPLETE]
    assert totals["A"].measure.areas == ("sgb2",)
    assert totals["A"].measure.cells == ("Leistungsbeziehende!A:2020:sgb2",)


def test_cities_without_a_common_area_have_no_total() -> None:
    of = profiles(dataset("AB", recipients={("A", 2020, "sgb2"): 10, ("B", 2020, "gsiae"): 5}))
    total = of["A"].get(Kind.RECIPIENTS, ALL_AREAS)

    assert (result(total), total.measure.areas) == (Reason.INCOMPLETE, ())


def test_an_area_that_does_not_count_in_the_total_is_left_out_of_every_total() -> None:
    data = dataset(
        "AB",
        population={(city, 2020, TOTAL): 1000 for city in "AB"},
        recipients={
            (city, year, key): n
            for city in "AB"
            for year, more in ((2019, 0), (2020, 10))
            for key, n in (("sgb2", 100 + more), ("hzp", 7 + more))
        },
        payments={(city, 2020, key): 1100 for city in "AB" for key in ("sgb2", "hzp")},
    )
    areas = tuple(replace(area, in_total=area.key != "hzp") for area in data.areas)
    profile, _ = compute(replace(data, areas=areas), 2020)

    totals = {
        Kind.RECIPIENTS: 110,
        Kind.PAYMENTS: 1100,
        Kind.DENSITY: 110,
        Kind.PAYMENTS_PER_RECIPIENT: 10,
        Kind.CHANGE_OF_RECIPIENTS: 10,
        Kind.CHANGE_IN_PERSONS: 10,
    }
    assert {kind: result(profile.get(kind, ALL_AREAS)) for kind in totals} == totals
    assert profile.get(Kind.RECIPIENTS, ALL_AREAS).measure.areas == ("sgb2",)
    # It is an area like the others all the same.
    assert result(profile.get(Kind.RECIPIENTS, "hzp")) == 17
    assert result(profile.get(Kind.DENSITY, "hzp")) == 17


def test_a_table_that_nobody_reports_has_no_total() -> None:
    (profile,) = compute(dataset("A", recipients={("A", 2020, "sgb2"): 10}), 2020)

    assert result(profile.get(Kind.PAYMENTS, ALL_AREAS)) is Reason.NOT_DELIVERED
    assert result(profile.get(Kind.PAYMENTS_PER_RECIPIENT, ALL_AREAS)) is Reason.NOT_DELIVERED
