"""The best of readers against random tables."""

import os
import subprocess
import sys

import pytest
from msgspec.structs import replace

from reportgen.confidentiality import protect
from reportgen.layout.confidentiality import Confidentiality
from reportgen.model import Dataset, Observation, Reason, Table
from tests.confidentiality.attack import SLACK, Former, attack, reader
from tests.confidentiality.tables import Shape
from tests.confidentiality.test_protect import ADDING_UP, of_2020
from tests.datasets import dataset
from tests.running import ROOT

MINIMA = pytest.mark.parametrize("minimum", [3, 5])
FORMER = pytest.mark.parametrize("former", list(Former))


def faults(tables: range, minimum: int, former: Former) -> list[str]:
    """What is wrong with what an attack found."""
    found = attack(tables, minimum, former)
    wanted = {
        "tables": found.tables == len(tables),
        "refused": found.refused <= max(1, len(tables) / 100),
        "unknown": found.unknown <= 0.6 * len(tables),
        "secret": found.secret > found.tables - found.unknown,
        "tightest": found.tightest >= minimum - SLACK,
        "tightest payment": found.tightest_payment >= 1,
        "lost": found.lost == 0 or former is not Former.NONE,
    }
    return [*found.broken, *(name for name, fine in wanted.items() if not fine)]


@MINIMA
@FORMER
def test_a_few_random_tables_give_no_secret_away(minimum: int, former: Former) -> None:
    assert faults(range(12), minimum, former) == []


@pytest.mark.exhaustive
@MINIMA
@FORMER
def test_many_random_tables_give_no_secret_away(minimum: int, former: Former) -> None:
    assert faults(range(200), minimum, former) == []


def test_the_attacker_finds_what_is_hidden_alone() -> None:
    before = dataset("ABCD", recipients=of_2020(ADDING_UP))
    before = replace(before, observations=_renamed(before))
    secret = (Table.RECIPIENTS, "a", 2020, "hzp")
    held = replace(before.observations[secret], value=None, reason=Reason.CONFIDENTIAL)
    alone = replace(before, observations={**before.observations, secret: held})
    shape = Shape(areas_add_up=True, cities_add_up=False)

    assert reader(shape, before, alone).bounds(("new", secret)) == (2, 2)

    kept = protect(before, Confidentiality(minimum=3)).dataset
    low, high = reader(shape, before, kept).bounds(("new", secret))
    assert low <= 1
    assert high >= 3


def _renamed(before: Dataset) -> dict[tuple[Table, str, int, str], Observation]:
    """The first area under the name that the attacker knows the total by."""
    return {
        (table, city, year, {"sgb2": "gesamt"}.get(key, key)): one
        for (table, city, year, key), one in before.observations.items()
    }


@pytest.mark.exhaustive
def test_the_same_numbers_are_hidden_in_every_run() -> None:
    program = """
from random import Random
from tests.confidentiality.attack import SHAPES
from tests.confidentiality.tables import table
from reportgen.confidentiality import protect
from reportgen.layout.confidentiality import Confidentiality
for seed in range(8):
    found = protect(table(Random(seed), SHAPES[seed % 4]), Confidentiality(minimum=5))
    print(sorted(found.hidden))
"""
    runs = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(runs) == 1
    assert b"Leistungsbeziehende" in runs.pop()
