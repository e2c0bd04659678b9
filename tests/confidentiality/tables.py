"""Random workbooks of small numbers, with totals over areas and over districts."""

from collections.abc import Mapping
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from reportgen.model import BenefitArea, Dataset, ObservationKey, Reason, Table
from tests.datasets import TOTAL, Cell, dataset
from tests.made_up import area

AREAS = "abcd"
SUM_OF_AREAS, SUM_OF_CITIES = "gesamt", "Z"
YEARS = (2019, 2020)


class Shape(Struct, frozen=True, kw_only=True):
    """What a workbook has of totals; without any, nothing adds up."""

    areas_add_up: bool
    cities_add_up: bool


def table(dice: Random, shape: Shape) -> Dataset:
    """Three to seven districts with two to four areas: many small counts, some zeros and gaps."""
    cities = "ABCDEFG"[: dice.randint(3, 7)]
    areas = AREAS[: dice.randint(2, 4)]
    recipients: dict[tuple[str, int, str], Cell] = {}
    payments: dict[tuple[str, int, str], Cell] = {}
    for year in YEARS:
        counts = {(city, each): _count(dice) for city in cities for each in areas}
        paid = {place: count * dice.randint(100, 900) for place, count in counts.items()}
        gaps = {place for place in counts if dice.random() < 0.04}
        for numbers, cells in ((counts, recipients), (paid, payments)):
            whole = dict(numbers)
            if shape.areas_add_up:
                whole |= {
                    (city, SUM_OF_AREAS): sum(numbers[city, each] for each in areas)
                    for city in cities
                }
            if shape.cities_add_up:
                columns = (*areas, SUM_OF_AREAS) if shape.areas_add_up else areas
                whole |= {
                    (SUM_OF_CITIES, each): sum(whole[city, each] for city in cities)
                    for each in columns
                }
            cells |= {
                (city, year, each): Reason.NOT_DELIVERED if (city, each) in gaps else value
                for (city, each), value in whole.items()
            }
    named = (*areas, SUM_OF_AREAS) if shape.areas_add_up else areas
    units = cities + (SUM_OF_CITIES if shape.cities_add_up else "")
    small = dataset(
        units,
        recipients=recipients,
        payments=payments,
        population={(city, year, TOTAL): 5_000 for city in units for year in YEARS},
    )
    return replace(small, areas=tuple(_area(order, name) for order, name in enumerate(named)))


def _count(dice: Random) -> int:
    chance = dice.random()
    if chance < 0.1:
        return 0
    return dice.randint(1, 5) if chance < 0.4 else dice.randint(5, 80)


def _area(order: int, name: str) -> BenefitArea:
    return replace(area(name, name), order=order, in_total=name != SUM_OF_AREAS)


def corrected(dice: Random, before: Dataset, shape: Shape) -> Dataset:
    """The dataset with some counts changed, and the totals that they are part of."""
    changed = dict(before.observations)
    plain = [
        key
        for key, one in changed.items()
        if key[0] is Table.RECIPIENTS
        and one.value is not None
        and key[3] != SUM_OF_AREAS
        and key[1] != SUM_OF_CITIES.lower()
    ]
    for key in dice.sample(plain, dice.randint(1, 4)):
        one = changed[key]
        assert one.value is not None
        by = max(dice.randint(-4, 6), -one.value)
        for other in _containing(key, shape):
            was = changed[other]
            if was.value is not None:
                changed[other] = replace(was, value=was.value + by)
    return replace(before, observations=changed)


def _containing(key: ObservationKey, shape: Shape) -> list[ObservationKey]:
    table, city, year, each = key
    cities = [city, SUM_OF_CITIES.lower()] if shape.cities_add_up else [city]
    areas = [each, SUM_OF_AREAS] if shape.areas_add_up else [each]
    return [(table, c, year, a) for c in cities for a in areas]


def numbers(found: Dataset) -> Mapping[ObservationKey, float]:
    """All numbers of a dataset."""
    return {key: one.value for key, one in found.observations.items() if one.value is not None}
