"""Indicators as a table of pandas have the numbers of the rows."""

from pathlib import Path

import pandas as pd
import pytest

import reportgen
from reportgen.indicators import HEAD, table

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    dataset = reportgen.load_workbook(ROOT / "data" / "benchmarking-2020.xlsx")
    return reportgen.to_frame(reportgen.build_profiles(dataset))


def test_one_row_for_each_city_and_measure(frame: pd.DataFrame) -> None:
    dataset = reportgen.load_workbook(ROOT / "data" / "benchmarking-2020.xlsx")
    rows = table(reportgen.build_profiles(dataset))

    assert tuple(frame.columns) == HEAD
    assert len(frame) == len(rows)
    assert [*zip(frame.city, frame.kind, frame.key, strict=True)] == [
        (row.city, row.kind, row.key) for row in rows
    ]


def test_numbers_can_be_computed_with(frame: pd.DataFrame) -> None:
    # From the table of the reference: SGB II per 1,000 people under 65, the mean of 15 cities.
    densities = frame[(frame.kind == "density") & (frame.key == "sgb2")]

    assert densities.value.mean() == pytest.approx(densities["mean"].iloc[0])
    assert densities.value.std(ddof=0) == pytest.approx(densities["sd"].iloc[0])
    assert sorted(densities["rank"]) == [*range(1, 16)]


def test_what_is_absent_has_its_reason(frame: pd.DataFrame) -> None:
    absent = frame[frame.value.isna()]

    assert len(absent) > 0
    assert absent.reason.notna().all()
    assert frame.reason[frame.value.notna()].isna().all()
