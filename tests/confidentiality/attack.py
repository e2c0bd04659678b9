"""Attacks random tables: how tightly can the best of readers bound what was left out?"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from math import inf
from random import Random
from time import perf_counter
from typing import Any

from msgspec import Struct, field

from reportgen.confidentiality import Published, protect
from reportgen.errors import IndicatorError
from reportgen.layout.confidentiality import Confidentiality
from reportgen.model import Dataset, ObservationKey, Table
from tests.confidentiality.attacker import Attacker
from tests.confidentiality.tables import (
    SUM_OF_AREAS,
    SUM_OF_CITIES,
    Shape,
    corrected,
    numbers,
    table,
)

SHAPES = tuple(
    Shape(areas_add_up=areas, cities_add_up=cities)
    for areas in (True, False)
    for cities in (True, False)
)
SLACK = 1e-5


class Former(StrEnum):
    """What was published before by the same rule, and what the program has of it.

    Readers know what was not corrected, also of what they do not see.
    """

    NONE = "nothing"
    WORKBOOK = "its workbook"
    ARCHIVE = "what was published alone"


class Result(Struct):
    """What came out of many attacks.

    Attributes:
        unknown: tables in which a hidden number was corrected, and its old value is not known.
        lost: secrets that the earlier publication told; `deduced` those by a sum.
        tightest: fewest whole numbers that a secret count was known to be among.
        tightest_payment: least width of the interval of a payment, in parts of its amount.
    """

    tables: int = 0
    secret: int = 0
    added: int = 0
    refused: int = 0
    unknown: int = 0
    lost: int = 0
    deduced: int = 0
    tightest: float = inf
    tightest_payment: float = inf
    seconds: float = 0
    broken: list[str] = field(default_factory=list)


def attack(seeds: Sequence[int], minimum: int, former: Former = Former.NONE) -> Result:
    """Makes a table of each seed, protects it, and tries to bound what is secret in it."""
    rule, result = Confidentiality(minimum=minimum), Result()
    for seed in seeds:
        dice = Random(seed)
        shape = dice.choice(SHAPES)
        before = table(dice, shape)
        after = before if former is Former.NONE else corrected(dice, before, shape)
        _attack_one(result, seed, rule, shape, after, before, former)
    return result


def _attack_one(
    result: Result,
    seed: int,
    rule: Confidentiality,
    shape: Shape,
    truth: Dataset,
    old: Dataset,
    former: Former,
) -> None:
    result.tables += 1
    start = perf_counter()
    try:
        earlier = protect(old, rule).dataset
        known = {
            Former.NONE: (),
            Former.WORKBOOK: (Published(name="old", dataset=old, is_open=False),),
            Former.ARCHIVE: (Published(name="old", dataset=earlier, is_open=True),),
        }
        found = protect(truth, rule, known[former])
    except IndicatorError as fault:
        codes = {problem.code for problem in fault.problems}
        if former is Former.ARCHIVE and codes == {"former-unknown"}:
            result.unknown += 1
            return
        result.refused += 1
        if codes != {"nothing-left"}:
            result.broken.append(f"seed {seed}: {fault}")
        return
    result.seconds += perf_counter() - start
    result.secret += len(found.secret)
    result.added += len(found.hidden - found.secret)
    attacker = reader(
        shape, truth, found.dataset, *((old, earlier) if former is not Former.NONE else ())
    )
    for key in sorted(found.secret):
        if key in found.known:
            result.lost += 1
            result.deduced += numbers(earlier).get(key) != numbers(truth)[key]
        elif wrong := _bounded(result, rule, attacker, numbers(truth), key):
            result.broken.append(f"seed {seed}: {wrong}")


def reader(
    shape: Shape,
    truth: Dataset,
    shown: Dataset,
    old: Dataset | None = None,
    earlier: Dataset | None = None,
) -> Attacker:
    """Who has read what is `shown` of the `truth`, and `earlier` what was of the `old` one."""
    attacker = Attacker(floor={Table.RECIPIENTS: 1, Table.PAYMENTS: 0})
    same: dict[ObservationKey, Any] = {}
    if old and earlier:
        # What was not corrected, readers know to be the same.
        values, now, before = numbers(truth), numbers(shown), numbers(earlier)
        unchanged = [key for key, value in numbers(old).items() if values.get(key) == value]
        same = {key: before.get(key, ("new", key)) for key in unchanged}
        again = {key: now.get(key, ("new", key)) for key in unchanged}
        attacker.read("old", old, earlier, shape, again)
    attacker.read("new", truth, shown, shape, same)
    return attacker


def _bounded(
    result: Result,
    rule: Confidentiality,
    attacker: Attacker,
    values: Mapping[ObservationKey, float],
    key: ObservationKey,
) -> str:
    """Says how a number was bounded too tightly; empty when it was not."""
    low, high = attacker.bounds(("new", key))
    value = values[key]
    if key[0] is Table.RECIPIENTS:
        result.tightest = min(result.tightest, high - low + 1)
        least, most = _least(values, key), rule.minimum
    else:
        result.tightest_payment = min(result.tightest_payment, (high - low) / max(value, 1))
        least, most = value / 2, value * 1.5
    fine = low <= least + SLACK and high >= most - SLACK
    return "" if fine else f"{key} = {value} is in {low}..{high}"


def _least(values: Mapping[ObservationKey, float], key: ObservationKey) -> int:
    """A total is at least the number of its parts, none of which is zero."""
    table, city, year, area = key
    parts = [
        other
        for other, value in values.items()
        if value
        and other[0] is table
        and other[2] == year
        and other[1] != SUM_OF_CITIES.lower()
        and other[3] != SUM_OF_AREAS
        and city in {other[1], SUM_OF_CITIES.lower()}
        and area in {other[3], SUM_OF_AREAS}
    ]
    return max(len(parts), 1)
