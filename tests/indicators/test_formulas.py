"""Each indicator's formula, its reasons for absence and its cells, on numbers done by hand."""

import pytest
from msgspec.structs import replace

from reportgen.indicators import compute
from reportgen.model import (
    ALL_AREAS,
    EURO,
    PER_1000,
    PERCENT,
    PERSONS,
    Flag,
    Kind,
    Reason,
)
from tests.datasets import TOTAL, UNDER_65, Cell, dataset
from tests.indicators.results import profiles, result

# --- shares ---------------------------------------------------------------------------------


def test_shares_are_of_the_areas_present() -> None:
    of = profiles(
        dataset(
            "AB",
            recipients={
                ("A", 2020, "sgb2"): 30,
                ("A", 2020, "gsiae"): 10,
                ("A", 2020, "hzp"): Reason.CONFIDENTIAL,
                ("B", 2020, "sgb2"): 10,
                ("B", 2020, "gsiae"): 30,
                ("B", 2020, "hzp"): 60,
            },
        )
    )
    shares = {key: of["A"].get(Kind.SHARE_OF_RECIPIENTS, key) for key in ("sgb2", "gsiae", "hzp")}

    assert shares["sgb2"].measure.method == "recipients / sum over areas present * 100"
    assert [result(share) for share in shares.values()] == [75, 25, Reason.CONFIDENTIAL]
    assert set(shares["sgb2"].measure.cells) == {
        "Leistungsbeziehende!A:2020:sgb2",
        "Leistungsbeziehende!A:2020:gsiae",
    }
    assert shares["hzp"].measure.cells == ("Leistungsbeziehende!A:2020:hzp",)


def test_shares_are_compared_among_cities_with_the_same_areas() -> None:
    of = profiles(
        dataset(
            "ABCD",
            recipients={
                **{(city, 2020, "sgb2"): 30 for city in "AB"},
                **{(city, 2020, "gsiae"): n for city, n in {"A": 10, "B": 90}.items()},
                ("C", 2020, "sgb2"): 60,
                ("C", 2020, "hzp"): 40,
                ("D", 2020, "sgb2"): 60,
            },
        )
    )
    shares = {city: of[city].get(Kind.SHARE_OF_RECIPIENTS, "sgb2") for city in "ABCD"}

    # Shares of 75 and 25 percent; the weighted mean is 60 of 160 persons.
    for city in "AB":
        assert (shares[city].n, shares[city].mean, shares[city].weighted_mean) == (2, 50, 37.5)
        assert shares[city].obstacle is None
    assert (shares["A"].rank, shares["B"].rank) == (1, 2)
    # Its 60 percent are those of two areas, too, but of other ones.
    assert shares["C"].measure.value == 60
    assert shares["C"].obstacle is Reason.OTHER_AREAS
    assert (shares["C"].group, shares["C"].mean, shares["C"].rank) == ((), None, None)
    assert (shares["D"].measure.reason, shares["D"].obstacle) == (Reason.ONLY_AREA, None)
    assert {share.reporting for share in shares.values()} == {3}


@pytest.mark.parametrize("estimated", [("A", "sgb2"), ("C", "gsiae")])
def test_payments_are_not_compared_where_one_of_the_group_is_estimated(
    estimated: tuple[str, str],
) -> None:
    city, area = estimated
    payments: dict[tuple[str, int, str], Cell] = {
        (c, 2020, key): 100 for c in "ABC" for key in ("sgb2", "gsiae")
    }
    payments[city, 2020, area] = (100, Flag.ESTIMATED)
    data = dataset(
        "ABC",
        population={(c, 2020, TOTAL): 1000 for c in "ABC"},
        recipients={(c, 2020, key): 10 for c in "ABC" for key in ("sgb2", "gsiae")},
        payments=payments,
    )

    for profile in compute(data, 2020):
        for key in ("sgb2", "gsiae", ALL_AREAS):
            for kind in (
                Kind.PAYMENTS,
                Kind.PAYMENTS_PER_RECIPIENT,
                Kind.PAYMENTS_PER_INHABITANT,
            ):
                comparison = profile.get(kind, key)
                not_compared = key in {area, ALL_AREAS}
                assert (comparison.obstacle is Reason.ESTIMATED) == not_compared
                assert (comparison.mean is None) == (comparison.rank is None) == not_compared
        # Every share rests on every payment of its city.
        for key in ("sgb2", "gsiae"):
            assert profile.get(Kind.SHARE_OF_PAYMENTS, key).obstacle is Reason.ESTIMATED
            assert profile.get(Kind.SHARE_OF_RECIPIENTS, key).obstacle is None


def test_shares_of_payments_follow_payments() -> None:
    (profile,) = compute(
        dataset(
            "A",
            recipients={("A", 2020, "sgb2"): 1, ("A", 2020, "gsiae"): 1},
            payments={("A", 2020, "sgb2"): 900, ("A", 2020, "gsiae"): 100},
        ),
        2020,
    )

    share = profile.get(Kind.SHARE_OF_PAYMENTS, "sgb2")
    assert (result(share), share.measure.method) == (90, "payments / sum over areas present * 100")
    assert result(profile.get(Kind.SHARE_OF_PAYMENTS, "gsiae")) == 10


def test_shares_of_nothing_are_absent() -> None:
    of = profiles(
        dataset(
            "AB",
            recipients={
                ("A", 2020, "sgb2"): 0,
                ("A", 2020, "gsiae"): 0,
                ("B", 2020, "sgb2"): 0,
                ("B", 2020, "gsiae"): 4,
            },
        )
    )

    assert result(of["A"].get(Kind.SHARE_OF_RECIPIENTS, "sgb2")) is Reason.ZERO_BASE
    assert result(of["B"].get(Kind.SHARE_OF_RECIPIENTS, "sgb2")) == 0
    assert of["B"].get(Kind.SHARE_OF_RECIPIENTS, "sgb2").n == 1


def test_a_single_area_has_no_share_and_is_no_part_of_the_others_mean() -> None:
    of = profiles(
        dataset(
            "AB",
            recipients={
                ("A", 2020, "sgb2"): 30,
                ("B", 2020, "sgb2"): 10,
                ("B", 2020, "gsiae"): 30,
            },
        )
    )
    single, other = (of[city].get(Kind.SHARE_OF_RECIPIENTS, "sgb2") for city in "AB")

    assert result(single) is Reason.ONLY_AREA
    assert (result(other), other.n, other.mean) == (25, 1, 25)
    assert (other.obstacle, other.reporting) == (None, 1)


def test_a_ratio_of_whole_numbers_is_not_blurred() -> None:
    # In floating point 7 / 25 * 100 is 28.000000000000004.
    (profile,) = compute(
        dataset("A", recipients={("A", 2020, "sgb2"): 7, ("A", 2020, "gsiae"): 18}), 2020
    )

    assert profile.get(Kind.SHARE_OF_RECIPIENTS, "sgb2").measure.value == 28


# --- densities ------------------------------------------------------------------------------


def test_densities_refer_to_the_population_of_their_area() -> None:
    of = profiles(
        dataset(
            "AB",
            population={
                ("A", 2020, TOTAL): 2500,
                ("A", 2020, UNDER_65): 2000,
                ("B", 2020, TOTAL): 10_000,
                ("B", 2020, UNDER_65): 8000,
            },
            recipients={
                ("A", 2020, "sgb2"): 50,
                ("A", 2020, "gsiae"): 30,
                ("B", 2020, "sgb2"): 100,
                ("B", 2020, "gsiae"): 20,
            },
        )
    )
    sgb2, gsiae, total = (of["A"].get(Kind.DENSITY, key) for key in ("sgb2", "gsiae", ALL_AREAS))

    assert [result(density) for density in (sgb2, gsiae, total)] == [25, 12, 32]
    assert (sgb2.mean, sgb2.weighted_mean) == (18.75, 15)  # 25 and 12.5; 150 of 10,000
    assert (gsiae.mean, gsiae.weighted_mean) == (7, 4)  # 12 and 2; 50 of 12,500
    assert (total.mean, total.weighted_mean) == (22, 16)  # 32 and 12; 200 of 12,500
    assert sgb2.measure.cells == (
        "Leistungsbeziehende!A:2020:sgb2",
        "Bevölkerung!A:2020:0 bis unter 65",
    )
    assert "population 0 to under 65" in sgb2.measure.method
    assert "total population" in gsiae.measure.method


def test_a_weighted_mean_leaves_out_whoever_has_no_value() -> None:
    of = profiles(
        dataset(
            "ABC",
            population={("A", 2020, TOTAL): 1000, ("C", 2020, TOTAL): 5000},
            recipients={("A", 2020, "gsiae"): 20, ("B", 2020, "gsiae"): 30},
        )
    )

    density = of["A"].get(Kind.DENSITY, "gsiae")
    assert (density.n, density.weighted_mean) == (1, 20)


@pytest.mark.parametrize(
    ("population", "expected"),
    [
        ({}, Reason.NO_BASE),
        ({("A", 2020, TOTAL): Reason.LATER}, Reason.NO_BASE),
        ({("A", 2020, TOTAL): 0}, Reason.ZERO_BASE),
    ],
)
def test_without_population_there_is_no_density(
    population: dict[tuple[str, int, str], Cell], expected: Reason
) -> None:
    (profile,) = compute(
        dataset(
            "A",
            population=population,
            recipients={("A", 2020, "gsiae"): 3},
            payments={("A", 2020, "gsiae"): 900},
        ),
        2020,
    )

    for kind in (Kind.DENSITY, Kind.PAYMENTS_PER_INHABITANT):
        assert result(profile.get(kind, "gsiae")) is expected
        assert result(profile.get(kind, ALL_AREAS)) is expected


# --- payments -------------------------------------------------------------------------------


def test_payments_per_head() -> None:
    of = profiles(
        dataset(
            "AB",
            population={("A", 2020, TOTAL): 100, ("B", 2020, TOTAL): 400},
            recipients={
                ("A", 2020, "sgb2"): 10,
                ("A", 2020, "gsiae"): 5,
                ("A", 2020, "hzp"): 7,
                ("B", 2020, "sgb2"): 30,
                ("B", 2020, "gsiae"): 15,
            },
            payments={
                ("A", 2020, "sgb2"): 6000,
                ("A", 2020, "gsiae"): 1500,
                ("B", 2020, "sgb2"): 6000,
                ("B", 2020, "gsiae"): 12_000,
            },
        )
    )
    per_recipient = {
        key: of["A"].get(Kind.PAYMENTS_PER_RECIPIENT, key)
        for key in ("sgb2", "gsiae", "hzp", ALL_AREAS)
    }

    assert [result(c) for c in per_recipient.values()] == [600, 300, Reason.NOT_DELIVERED, 500]
    assert (per_recipient["sgb2"].mean, per_recipient["sgb2"].weighted_mean) == (400, 300)
    # Recipients of HzP, for which nobody reports payments, are not among those of the total.
    assert per_recipient[ALL_AREAS].weighted_mean == 425  # 25,500 for 60
    assert set(per_recipient[ALL_AREAS].measure.cells) == {
        "Auszahlungen!A:2020:sgb2",
        "Auszahlungen!A:2020:gsiae",
        "Leistungsbeziehende!A:2020:sgb2",
        "Leistungsbeziehende!A:2020:gsiae",
    }
    per_inhabitant = of["A"].get(Kind.PAYMENTS_PER_INHABITANT, ALL_AREAS)
    assert (result(per_inhabitant), per_inhabitant.mean) == (75, 60)
    assert per_inhabitant.weighted_mean == 51  # 25,500 for 500


@pytest.mark.parametrize(
    ("recipients", "payments", "expected"),
    [
        (0, 0, Reason.ZERO_BASE),
        (0, 100, Reason.ZERO_BASE),
        (5, 0, 0),
        (Reason.CONFIDENTIAL, 100, Reason.CONFIDENTIAL),
        (Reason.CONFIDENTIAL, Reason.LATER, Reason.LATER),
    ],
)
def test_payments_per_recipient_without_one_of_both(
    recipients: Cell, payments: Cell, expected: float | Reason
) -> None:
    (profile,) = compute(
        dataset(
            "A",
            recipients={("A", 2020, "sgb2"): recipients, ("A", 2020, "gsiae"): 1},
            payments={("A", 2020, "sgb2"): payments},
        ),
        2020,
    )

    assert result(profile.get(Kind.PAYMENTS_PER_RECIPIENT, "sgb2")) == expected


# --- what every measure carries -------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "key", "unit", "period"),
    [
        (Kind.POPULATION, TOTAL, PERSONS, "2020-12-31"),
        (Kind.RECIPIENTS, "sgb2", PERSONS, "2020-12-31"),
        (Kind.PAYMENTS, ALL_AREAS, EURO, "2020"),
        (Kind.SHARE_OF_RECIPIENTS, "sgb2", PERCENT, "2020-12-31"),
        (Kind.SHARE_OF_PAYMENTS, "sgb2", PERCENT, "2020"),
        (Kind.DENSITY, ALL_AREAS, PER_1000, "2020-12-31"),
        (Kind.PAYMENTS_PER_RECIPIENT, "sgb2", EURO, "2020"),
        (Kind.PAYMENTS_PER_INHABITANT, "sgb2", EURO, "2020"),
        (Kind.ECONOMY, "rent", "EUR/m²", "2020"),
        (Kind.CHANGE_OF_RECIPIENTS, "sgb2", PERCENT, "2019/2020"),
        (Kind.CHANGE_IN_PERSONS, ALL_AREAS, PERSONS, "2019/2020"),
        (Kind.CHANGE_OF_ECONOMY, "unemployment", "%", "2019/2020"),
    ],
)
def test_unit_and_period_of_each_kind(kind: Kind, key: str, unit: str, period: str) -> None:
    (profile,) = compute(dataset("A", recipients={("A", 2020, "sgb2"): 1}), 2020)
    measure = profile.get(kind, key).measure

    assert (measure.unit, measure.period) == (unit, period)
    assert measure.method


def test_a_population_group_of_any_name_is_as_reported() -> None:
    """Also one whose name stands elsewhere for the sum of all areas."""
    population = {("A", 2020, TOTAL): 2500, ("A", 2020, ALL_AREAS): 2000}
    small = dataset("A", population=population)
    areas = tuple(replace(area, base=ALL_AREAS) for area in small.areas)
    (of,) = compute(replace(small, groups=(TOTAL, ALL_AREAS), areas=areas), 2020)

    for group in (TOTAL, ALL_AREAS):
        assert of.get(Kind.POPULATION, group).measure.method == "as reported"
