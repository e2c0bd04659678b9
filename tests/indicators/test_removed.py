"""What was removed from the workbook is absent, exactly that, and the rest is computed rightly."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from reportgen.indicators import compute
from reportgen.model import ALL_AREAS, Kind, Profile, Reason, Table
from reportgen.workbook import load_workbook
from tests.datasets import TOTAL
from tests.workbooks import WORKBOOK, Edit, edited, without_column, without_sheet

#: Absent from the committed workbook already: nobody published it.
ALWAYS_ABSENT = {
    (Table.RECIPIENTS, "hlu_ie"): Reason.NOT_DELIVERED,
    (Table.RECIPIENTS, "hzp"): Reason.NOT_DELIVERED,
    (Table.PAYMENTS, "hlu_ave"): Reason.CONFIDENTIAL,
    (Table.PAYMENTS, "hlu_ie"): Reason.NOT_DELIVERED,
    (Table.PAYMENTS, "hzp"): Reason.NOT_DELIVERED,
}
AREAS = ("sgb2", "gsiae", "hlu_ave", "hlu_ie", "hzp", "asylblg")
INDICATORS = (
    "unemployment_rate",
    "longterm_unemployed_share",
    "youth_unemployment_rate",
    "employment_rate_svb",
    "gdp_per_inhabitant",
    "disposable_income_per_inhabitant_month",
    "purchasing_power",
    "gross_wage_month",
    "debtor_rate",
    "low_income_households_share",
    "asking_rent",
)


def profiles(path: Path) -> tuple[Profile, ...]:
    return compute(load_workbook(path), 2020)


def duesseldorf(path: Path) -> Profile:
    return next(p for p in profiles(path) if p.city.name == "Düsseldorf")


def values(profile: Profile, kind: Kind) -> Mapping[str, float | None]:
    return {c.key: c.measure.value for c in profile.present(kind)}


@pytest.mark.parametrize(
    ("edit", "removed"),
    [
        (
            without_sheet("Auszahlungen"),
            [(Table.PAYMENTS, key) for key in AREAS],
        ),
        (without_sheet("Wirtschaft"), [(Table.ECONOMY, key) for key in INDICATORS]),
        (without_column("Leistungsbeziehende", "GSiAE"), [(Table.RECIPIENTS, "gsiae")]),
        (without_column("Auszahlungen", "AsylbLG"), [(Table.PAYMENTS, "asylblg")]),
        (without_column("Wirtschaft", "Angebotsmiete"), [(Table.ECONOMY, "asking_rent")]),
    ],
    ids=["payments", "economy", "recipients of an area", "payments of an area", "indicator"],
)
def test_exactly_what_was_removed_is_absent_from_every_city(
    edit: Edit, removed: list[tuple[Table, str]], tmp_path: Path
) -> None:
    expected = {**ALWAYS_ABSENT, **dict.fromkeys(removed, Reason.NOT_DELIVERED)}

    for profile in profiles(edited(tmp_path, edit)):
        found = {(absence.table, absence.key): absence.reason for absence in profile.absences}
        assert found == expected
        assert len(profile.absences) == len(expected)


def test_without_payments_all_else_is_as_before(tmp_path: Path) -> None:
    before = duesseldorf(WORKBOOK)
    after = duesseldorf(edited(tmp_path, without_sheet("Auszahlungen")))

    of_payments = {
        Kind.PAYMENTS,
        Kind.SHARE_OF_PAYMENTS,
        Kind.PAYMENTS_PER_RECIPIENT,
        Kind.PAYMENTS_PER_INHABITANT,
    }
    for (kind, key), comparison in after.comparisons.items():
        if kind in of_payments:
            assert (comparison.measure.value, comparison.n) == (None, 0)
        else:
            assert comparison == before.get(kind, key)


def test_without_an_area_the_shares_refer_to_the_others(tmp_path: Path) -> None:
    profile = duesseldorf(edited(tmp_path, without_column("Leistungsbeziehende", "GSiAE")))

    left = {"sgb2": 56_351, "hlu_ave": 1_355, "asylblg": 3_320}
    assert values(profile, Kind.RECIPIENTS) == left
    assert profile.get(Kind.RECIPIENTS, ALL_AREAS).measure.value == 61_026
    assert values(profile, Kind.SHARE_OF_RECIPIENTS) == pytest.approx(
        {key: 100 * value / 61_026 for key, value in left.items()}, rel=1e-12
    )
    # The payments of the area are still there, and their shares are as before.
    before = duesseldorf(WORKBOOK)
    assert values(profile, Kind.SHARE_OF_PAYMENTS) == values(before, Kind.SHARE_OF_PAYMENTS)
    assert profile.get(Kind.POPULATION, TOTAL) == before.get(Kind.POPULATION, TOTAL)


def test_without_an_indicator_the_other_deviations_are_as_before(tmp_path: Path) -> None:
    before = duesseldorf(WORKBOOK)
    after = duesseldorf(edited(tmp_path, without_column("Wirtschaft", "Angebotsmiete")))

    assert after.get(Kind.ECONOMY, "asking_rent").deviation is None
    for key in INDICATORS[:-1]:
        deviation = after.get(Kind.ECONOMY, key).deviation
        expected = before.get(Kind.ECONOMY, key).deviation
        assert deviation == pytest.approx(expected, rel=1e-9)
