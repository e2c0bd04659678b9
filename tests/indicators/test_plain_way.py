"""The fast ways of computing give what the plain, slow definitions give, to the last digit."""

from decimal import Context, Decimal, localcontext
from fractions import Fraction
from math import inf, nextafter
from random import Random
from time import process_time

import pytest

from reportgen.indicators import compute
from reportgen.indicators.exact_sum import exact_sum
from reportgen.model import Comparison, Dataset, Kind, Reason
from reportgen.model.numbers import exact
from tests.datasets import TOTAL, Cell, dataset

CITIES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: The most that a comparison of so many cities may take; usual is a twentieth.
MANY, MOST_SECONDS = 4000, 2.0


def by_chance(seed: int, cities: str) -> Dataset:
    """Cities with few different figures, so that some are equal, and with some absent."""
    chance = Random(seed)

    def column(key: str, values: list[float]) -> dict[tuple[str, int, str], Cell]:
        return {
            (city, 2020, key): Reason.LATER if chance.random() < 0.1 else chance.choice(values)
            for city in cities
        }

    few = [chance.randrange(1, 10**6) for _ in range(4)]
    return dataset(
        cities,
        population={(city, 2020, TOTAL): chance.choice([7, *few, *few]) for city in cities},
        recipients=column("gsiae", [0, 7, *few, chance.randrange(10**6)]),
        economy=column("rent", [-3.1, 0, 0.1, 0.3, 11.85, 11.8500001, chance.uniform(0, 99)]),
    )


def square_root(number: Fraction) -> Fraction:
    """To 200 digits."""
    with localcontext(Context(prec=200)):
        return Fraction((Decimal(number.numerator) / Decimal(number.denominator)).sqrt())


@pytest.mark.parametrize("seed", range(12))
def test_statistics_are_those_of_their_definitions(seed: int) -> None:
    data = by_chance(seed, CITIES[: 3 + 2 * seed])

    for kind, key in ((Kind.DENSITY, "gsiae"), (Kind.RECIPIENTS, "gsiae"), (Kind.ECONOMY, "rent")):
        comparisons = [profile.get(kind, key) for profile in compute(data, 2020)]
        values = [c.measure.exact for c in comparisons if c.measure.exact is not None]
        for comparison in comparisons:
            check(comparison, values)
        group = sorted(comparisons, key=lambda c: -(c.measure.exact or 0))
        in_order = [c.city for c in group if c.measure.exact is not None]
        assert [entry.city for entry in comparisons[0].group] == in_order


def check(comparison: Comparison, values: list[Fraction]) -> None:
    """All that is said of a value, by the plain way."""
    mean, own = sum(values, Fraction(0)) / len(values), comparison.measure.exact
    sd = square_root(sum(((value - mean) ** 2 for value in values), Fraction(0)) / len(values))
    assert (comparison.n, comparison.exact_mean) == (len(values), mean)
    assert comparison.sd == float(sd)
    if own is None:
        assert (comparison.rank, comparison.deviation) == (None, None)
        return
    higher, lower = (sum(v > own for v in values), sum(v < own for v in values))
    assert (comparison.rank, comparison.higher, comparison.lower) == (1 + higher, higher, lower)
    says_something = len(values) >= 5 and sd
    assert comparison.deviation == (float((own - mean) / sd) if says_something else None)
    found = comparison.group.of(comparison.city)
    assert found is not None
    assert (found.exact, found.rank) == (own, comparison.rank)
    assert {entry.exact for entry in comparison.group.at(found.rank)} == {own}
    others = list(comparison.group.values_without(comparison.city))
    assert sorted([*others, float(own)]) == sorted(map(float, values))


def test_nearly_equal_ratios_are_told_apart() -> None:
    """Such as differ by less than a float can show."""
    one, other = 10**15 - 1, 10**15 - 3
    data = dataset(
        "AB",
        population={("A", 2020, TOTAL): one + 1, ("B", 2020, TOTAL): other + 1},
        recipients={("A", 2020, "gsiae"): one, ("B", 2020, "gsiae"): other},
    )

    first, second = (profile.get(Kind.DENSITY, "gsiae") for profile in compute(data, 2020))

    assert first.measure.value == second.measure.value
    assert (first.rank, second.rank) == (1, 2)
    assert first.sd


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 100])
def test_a_sum_in_pairs_is_the_sum(count: int) -> None:
    chance = Random(count)
    numbers = [Fraction(chance.randrange(-99, 99), chance.randrange(1, 40)) for _ in range(count)]

    assert exact_sum(numbers) == sum(numbers, Fraction(0))
    assert exact_sum([*numbers, 7, -(10**20)]) == sum(numbers, Fraction(7 - 10**20))


@pytest.mark.parametrize("number", [0.0, -0.0, 0.1, -2.5, 123456.0, 2.0**53, 1e23, -1e300])
def test_a_number_is_that_of_its_shortest_decimal(number: float) -> None:
    assert exact(number) == Fraction(repr(number))


@pytest.mark.parametrize("power", [-9, -4, -1, 0, 6, 10, 11, 12, 15])
def test_numbers_beside_few_decimals_are_told_from_them(power: int) -> None:
    chance = Random(power)
    for _ in range(50):
        number = round(chance.uniform(-1, 1) * 10.0**power, chance.randrange(7))
        for beside in (number, nextafter(number, inf), nextafter(number, -inf)):
            assert exact(beside) == Fraction(repr(beside))


def test_thousands_of_cities_take_seconds() -> None:
    chance, names = Random(1), [chr(0x4E00 + number) for number in range(MANY)]
    data = dataset(
        "".join(names),
        population={(name, 2020, TOTAL): chance.randrange(10**3, 10**6) for name in names},
        recipients={(name, 2020, "gsiae"): chance.randrange(10**3) for name in names},
    )
    start = process_time()

    profiles = compute(data, 2020)

    assert [profile.get(Kind.DENSITY, "gsiae").n for profile in profiles[:50]] == [MANY] * 50
    assert process_time() - start < MOST_SECONDS
