"""The real workbook against values that an independent program computed."""

import csv
from pathlib import Path

import pytest

from reportgen.indicators import compute
from reportgen.model import Comparison, Kind, Profile
from reportgen.workbook import load_workbook

ROOT = Path(__file__).parents[2]

#: For each name in the reference: the kind, and what of the comparison it gives.
MEANING = {
    "share_recipients": (Kind.SHARE_OF_RECIPIENTS, "value"),
    "share_payments": (Kind.SHARE_OF_PAYMENTS, "value"),
    "payments": (Kind.PAYMENTS, "value"),
    "density": (Kind.DENSITY, "value"),
    "density_rank": (Kind.DENSITY, "rank"),
    "density_mean": (Kind.DENSITY, "mean"),
    "density_weighted_mean": (Kind.DENSITY, "weighted_mean"),
    "economy_mean": (Kind.ECONOMY, "mean"),
    "economy_sd": (Kind.ECONOMY, "sd"),
    "economy_n": (Kind.ECONOMY, "n"),
    "z_score": (Kind.ECONOMY, "deviation"),
}

with (ROOT / "tests/reference/indicators-2020.csv").open(encoding="utf-8", newline="") as file:
    REFERENCE = [tuple(row.values())[:4] for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def profiles() -> dict[str, Profile]:
    dataset = load_workbook(ROOT / "data/benchmarking-2020.xlsx")
    return {profile.city.name: profile for profile in compute(dataset, 2020)}


def quoted(comparison: Comparison, role: str) -> float | None:
    if role == "value":
        return comparison.measure.value
    number: float | None = getattr(comparison, role)
    return number


def test_the_reference_is_whole() -> None:
    assert len(REFERENCE) == 157
    assert {name for _, name, _, _ in REFERENCE} == set(MEANING)


@pytest.mark.parametrize(("city", "name", "key", "expected"), REFERENCE)
def test_reference(
    profiles: dict[str, Profile], city: str, name: str, key: str, expected: str
) -> None:
    kind, role = MEANING[name]
    of_the_group = city == "*"
    for profile in profiles.values() if of_the_group else [profiles[city]]:
        number = quoted(profile.get(kind, key), role)
        if role in ("rank", "n"):
            assert number == int(expected)
        else:
            assert number == pytest.approx(float(expected), rel=0, abs=1e-6)


@pytest.mark.parametrize("kind", [Kind.SHARE_OF_RECIPIENTS, Kind.SHARE_OF_PAYMENTS])
def test_the_shares_of_each_city_sum_to_100(profiles: dict[str, Profile], kind: Kind) -> None:
    for profile in profiles.values():
        shares = [c.measure.value for c in profile.present(kind) if c.measure.value is not None]
        assert len(shares) >= 3
        assert sum(shares) == pytest.approx(100, rel=1e-12)


def test_z_scores_and_ranks_of_each_indicator_are_balanced(profiles: dict[str, Profile]) -> None:
    """Z-scores have mean 0 and standard deviation 1; ranks follow the values."""
    for _, key in (name for name in profiles["Essen"].comparisons if name[0] is Kind.ECONOMY):
        comparisons = [profile.get(Kind.ECONOMY, key) for profile in profiles.values()]
        scores = [c.deviation for c in comparisons if c.deviation is not None]
        assert len(scores) == 15
        assert sum(scores) == pytest.approx(0, abs=1e-9)
        assert sum(score**2 for score in scores) == pytest.approx(15, rel=1e-9)
        by_rank = sorted(comparisons, key=lambda c: c.rank or 0)
        values = [c.measure.value for c in by_rank]
        assert values == [entry.value for entry in comparisons[0].group]


def test_every_cell_of_a_value_is_an_address(profiles: dict[str, Profile]) -> None:
    for profile in profiles.values():
        for comparison in profile.comparisons.values():
            if comparison.measure.value is not None:
                assert comparison.measure.cells
                assert len(set(comparison.measure.cells)) == len(comparison.measure.cells)
