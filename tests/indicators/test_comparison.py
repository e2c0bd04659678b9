"""Where a value stands in the group; expected values are worked out by hand."""

import pytest

from reportgen.indicators import compute
from reportgen.model import ALL_AREAS, Comparison, Flag, Kind, Reason
from tests.datasets import TOTAL, Cell, dataset


def rents(**by_city: Cell) -> dict[str, Comparison]:
    """The comparison of each city's rent."""
    data = dataset(
        "".join(by_city),
        population={(city, 2020, TOTAL): 1000 for city in by_city},
        economy={(city, 2020, "rent"): cell for city, cell in by_city.items()},
    )
    return {p.city.name: p.get(Kind.ECONOMY, "rent") for p in compute(data, 2020)}


def test_tied_cities_share_a_rank_and_stand_in_the_order_of_the_dataset() -> None:
    of = rents(A=10, B=20, C=5, D=20, E=20)

    assert {name: c.rank for name, c in of.items()} == {"A": 4, "B": 1, "C": 5, "D": 1, "E": 1}
    assert [entry.city.name for entry in of["A"].group] == ["B", "D", "E", "A", "C"]
    assert [entry.city.name for entry in of["A"].highest] == ["B", "D", "E"]
    assert [entry.city.name for entry in of["A"].lowest] == ["C"]


def test_mean_standard_deviation_and_z_scores_are_those_of_the_population() -> None:
    of = rents(A=2, B=4, C=4, D=4, E=5, F=5, G=7, H=9)

    assert (of["A"].n, of["A"].mean, of["A"].sd) == (8, 5, 2)
    assert [of[name].deviation for name in "ABEH"] == [-1.5, -0.5, 0, 2]


def test_zero_counts_and_absent_does_not() -> None:
    of = rents(A=0, B=6, C=Reason.CONFIDENTIAL, D=12)

    assert (of["A"].measure.value, of["A"].rank, of["A"].n, of["A"].mean) == (0, 3, 3, 6)
    absent = of["C"]
    assert (absent.measure.value, absent.measure.reason) == (None, Reason.CONFIDENTIAL)
    assert (absent.rank, absent.deviation) == (None, None)
    assert (absent.n, absent.mean, absent.group) == (3, 6, of["A"].group)


def test_nothing_is_said_of_a_group_in_which_nobody_reports() -> None:
    of = rents(A=Reason.LATER, B=Reason.UNRELIABLE)

    for comparison in of.values():
        assert comparison.group == ()
        assert (comparison.n, comparison.highest, comparison.lowest) == (0, (), ())
        assert (comparison.mean, comparison.sd, comparison.deviation) == (None, None, None)


def test_two_cities_have_a_standard_deviation_but_no_z_score() -> None:
    of = rents(A=10, B=20, C=Reason.NOT_DELIVERED)

    assert (of["A"].mean, of["A"].sd, of["A"].deviation) == (15, 5, None)


def test_equal_values_have_no_z_score() -> None:
    # In floating point the mean of three times 0.1 is not 0.1.
    of = rents(A=0.1, B=0.1, C=0.1, D=0.1, E=0.1)

    assert (of["A"].sd, of["A"].deviation, of["A"].rank) == (0, None, 1)


def test_close_values_keep_their_z_score() -> None:
    of = rents(A=1_000_000, B=1_000_001, C=1_000_002, D=1_000_001, E=1_000_001)

    assert of["C"].deviation == pytest.approx(2.5**0.5, rel=1e-15)


def test_a_deviation_needs_five_cities() -> None:
    four, five = rents(A=1, B=2, C=3, D=4), rents(A=1, B=2, C=3, D=4, E=5)

    assert (four["A"].n, four["A"].deviation) == (4, None)
    assert (five["A"].n, five["C"].deviation) == (5, 0)
    assert five["E"].deviation == pytest.approx(2**0.5, rel=1e-15)


def test_a_standard_deviation_that_has_few_decimals_is_exact() -> None:
    # 0.1 and 0.3: binary fractions would give a standard deviation of 0.09999999999999999.
    of = rents(A=0.1, B=0.1, C=0.3, D=0.3, E=0.2, F=0.2)

    assert of["A"].mean == 0.2
    assert rents(A=0.1, B=0.3)["A"].sd == 0.1


def test_a_single_city_is_its_own_group() -> None:
    (comparison,) = rents(A=7).values()

    assert (comparison.n, comparison.rank, comparison.mean, comparison.sd) == (1, 1, 7, 0)
    assert comparison.deviation is None
    assert comparison.lowest == comparison.highest


@pytest.mark.parametrize(
    ("of_recipients", "of_population", "expected"),
    [
        (None, None, ()),
        (None, Flag.CORRECTED, (Flag.CORRECTED,)),
        (Flag.PROVISIONAL, Flag.CORRECTED, (Flag.PROVISIONAL,)),
        (Flag.PROVISIONAL, Flag.ESTIMATED, (Flag.ESTIMATED,)),
        (Flag.LIMITED, Flag.ESTIMATED, (Flag.LIMITED, Flag.ESTIMATED)),
        (Flag.ESTIMATED, Flag.LIMITED, (Flag.LIMITED, Flag.ESTIMATED)),
        (Flag.CORRECTED, Flag.LIMITED, (Flag.LIMITED,)),
    ],
)
def test_the_most_restrictive_flag_prevails_but_an_estimate_stays_one(
    of_recipients: Flag | None, of_population: Flag | None, expected: tuple[Flag, ...]
) -> None:
    def flagged(number: float, flag: Flag | None) -> Cell:
        return (number, flag) if flag else number

    (profile,) = compute(
        dataset(
            "A",
            recipients={("A", 2020, "gsiae"): flagged(5, of_recipients)},
            population={("A", 2020, TOTAL): flagged(1000, of_population)},
        ),
        2020,
    )

    assert profile.get(Kind.DENSITY, "gsiae").measure.flags == expected
    assert profile.get(Kind.DENSITY, ALL_AREAS).measure.flags == expected
