"""Attacks random tables: how tightly can the best of readers bound what was left out?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from random import Random
from time import perf_counter

from reportgen.confidentiality import Published, protect
from reportgen.errors import IndicatorError
from reportgen.layout.confidentiality import Confidentiality
from reportgen.model import Dataset, ObservationKey, Reason, Table
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


@dataclass(slots=True)
class Result:
    """What came out of many attacks.

    Attributes:
        tightest: fewest whole numbers that a secret count was known to be among.
        tightest_payment: least width of the interval of a payment, in parts of its amount.
    """

    tables: int = 0
    secret: int = 0
    added: int = 0
    refused: int = 0
    lost: int = 0
    deduced: int = 0
    tightest: float = inf
    tightest_payment: float = inf
    seconds: float = 0
    broken: list[str] = field(default_factory=list)


def attack(seeds: Sequence[int], minimum: int, *, former: bool) -> Result:
    """Makes a table of each seed, protects it, and tries to bound what is secret in it."""
    rule, result = Confidentiality(minimum=minimum), Result()
    for seed in seeds:
        dice = Random(seed)
        shape = dice.choice(SHAPES)
        before = table(dice, shape)
        after = corrected(dice, before, shape) if former else before
        _attack_one(result, seed, rule, shape, after, before if former else None)
    return result


def _attack_one(
    result: Result,
    seed: int,
    rule: Confidentiality,
    shape: Shape,
    truth: Dataset,
    old: Dataset | None,
) -> None:
    result.tables += 1
    start = perf_counter()
    try:
        earlier = protect(old, rule).dataset if old else None
        known = (Published(name="old", dataset=old, is_open=False),) if old else ()
        found = protect(truth, rule, known)
    except IndicatorError as fault:
        result.refused += 1
        if any(problem.code != "nothing-left" for problem in fault.problems):
            result.broken.append(f"seed {seed}: {fault}")
        return
    result.seconds += perf_counter() - start
    attacker = Attacker(floor={Table.RECIPIENTS: 1, Table.PAYMENTS: 0})
    values, past = numbers(truth), numbers(old) if old else {}
    same: dict[object, object] = {}
    if old and earlier:
        shown_before = numbers(earlier)
        for key, value in past.items():
            if values.get(key) == value:
                # What was not corrected, readers know to be the same.
                same[key] = shown_before.get(key, ("new", key))
        shown_now = numbers(found.dataset)
        again = {
            key: shown_now.get(key, ("new", key)) for key in past if values.get(key) == past[key]
        }
        attacker.read("old", old, earlier, shape, again)
    attacker.read("new", truth, found.dataset, shape, same)
    result.secret += len(found.secret)
    result.added += len(found.hidden - found.secret)
    for key in sorted(found.secret):
        if key in found.known:
            result.lost += 1
            if not (earlier and numbers(earlier).get(key) == values[key]):
                result.deduced += 1
            continue
        low, high = attacker.bounds(("new", key))
        if key[0] is Table.RECIPIENTS:
            result.tightest = min(result.tightest, high - low + 1)
            fine = low <= _least(values, key) + SLACK and high >= rule.minimum - SLACK
        else:
            amount = max(values[key], 1)
            result.tightest_payment = min(result.tightest_payment, (high - low) / amount)
            fine = low <= values[key] / 2 + SLACK and high >= values[key] * 1.5 - SLACK
        if not fine:
            result.broken.append(f"seed {seed}: {key} = {values[key]} is in {low}..{high}")
    for key, one in found.dataset.observations.items():
        if one.value is None and truth.observations[key].value is not None:
            assert one.reason is Reason.CONFIDENTIAL


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


def main() -> None:
    """Prints what 1,000 tables of each kind give."""
    for minimum in (3, 5):
        for former in (False, True):
            print(minimum, former, attack(range(1000), minimum, former=former))


if __name__ == "__main__":
    main()
