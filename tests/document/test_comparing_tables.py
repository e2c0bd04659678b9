"""The tables compare only what may be compared, and say what their numbers rest on."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from reportgen.indicators import compute
from reportgen.layout.load import Layout
from reportgen.model import BenefitArea, Flag, Profile, Reason, Source
from reportgen.model import Table as Sheet
from tests.datasets import Cell, dataset
from tests.document.test_data_tables import cell, explanations, remark_of, tables_of
from tests.made_up import area, indicator, profiles


@pytest.mark.parametrize(
    ("reporting", "expected"),
    [
        (1, {}),
        (2, {"Ø": "2,5", "Rang": "· von 2"}),
        (3, {"Ø": "3,0", "Rang": "3 von 3"}),
        (5, {"Ø": "4,0", "Rang": "5 von 5"}),
        (6, {"Ø": "4,5", "niedrigste": "2,0 (A)", "höchste": "7,0 (F)", "Rang": "6 von 6"}),
    ],
)
def test_comparing_columns_need_enough_cities_and_name_their_number(
    german: Layout, reporting: int, expected: dict[str, str]
) -> None:
    column = [100 * (2 + n) for n in range(reporting)]
    profile, *_ = profiles(
        "ABCDEFG",
        areas=[area("one")],
        recipients={"one": [*column, *[Reason.CONFIDENTIAL] * (7 - reporting)]},
        inhabitants=100_000,
    )
    table = tables_of(profile, german)[1]
    (row,) = [r for r in table.rows if r[0] == "one"]
    comparing = dict(zip(table.head, row, strict=True))
    assert {name: comparing.get(name) for name in ("Ø", "niedrigste", "höchste", "Rang")} == {
        name: expected.get(name) for name in ("Ø", "niedrigste", "höchste", "Rang")
    }


def test_cities_that_share_an_extreme_are_counted(german: Layout) -> None:
    profile, *_ = profiles(
        "ABCDEFG", areas=[area("one")], recipients={"one": [500, 0, 0, 300, 0, 0, 0]}
    )
    densities = tables_of(profile, german)[1]
    assert cell(densities, "one", "niedrigste") == "0,0 (5 Städte)"
    assert cell(densities, "one", "höchste") == "5,0 (A)"


def test_shares_are_compared_with_cities_of_the_same_areas_only(german: Layout) -> None:
    columns = {"one": [100, 100, 300, 300], "two": [100, 300, Reason.LATER, 100]}
    alike, _, other, _ = profiles("ABCD", areas=[area("one"), area("two")], recipients=columns)
    assert cell(tables_of(alike, german)[0], "one", "Ø Anteil") == "50,0\u202f% (3 Städte)"
    assert "Ø Anteil" not in tables_of(other, german)[0].head


def test_of_estimated_payments_there_is_no_mean_and_the_sum_is_estimated(german: Layout) -> None:
    columns: dict[str, list[Cell]] = {
        "one": [(5e6, Flag.ESTIMATED), 6e6, 7e6],
        "two": [5e6, 6e6, 7e6],
    }
    of = profiles("ABC", areas=[area("one"), area("two")], payments=columns)
    own, other = (tables_of(profile, german)[0] for profile in of[:2])
    assert "Ø Anteil" not in own.head + other.head
    assert own.rows[-1][:3] == ("zusammen", "10,0\u00a0s", "100\u202f%\u00a0s")
    assert other.rows[-1][:3] == ("zusammen", "12,0", "100\u202f%")


def test_few_persons_are_counted_and_not_put_in_percent(german: Layout) -> None:
    areas = [area("one"), area("two"), area("three"), area("four")]
    now, then = (10_000, 2, 0, 1099), (9000, 1, 5, 1000)
    profile, *_ = with_changes(areas, now, then)
    recipients = tables_of(profile, german)[0]
    changes = [cell(recipients, each.key, "zum Vorjahr") for each in areas]
    assert changes == [
        "+11,1\u202f%", "+1\u202fPerson", "−5\u202fPersonen", "+99\u202fPersonen",
    ]  # fmt: skip


def with_changes(
    areas: Sequence[BenefitArea], now: Sequence[int], then: Sequence[int]
) -> tuple[Profile, ...]:
    """Profiles of two cities that have the same numbers in both years."""
    data = dataset(
        "AB",
        recipients={
            (city, year, each.key): n
            for city in "AB"
            for year, numbers in ((2020, now), (2019, then))
            for each, n in zip(areas, numbers, strict=True)
        },
    )
    return compute(replace(data, areas=tuple(areas), indicators=()), 2020)


def test_values_with_a_remark_are_marked_wherever_they_are_used(german: Layout) -> None:
    column = [8.0, 7.0, 6.0, 5.0, 4.0]
    quote = indicator("Quote")
    plain = profiles("ABCDE", indicators=[quote], economy={"Quote": column})
    source = Source(
        table=Sheet.ECONOMY,
        city=plain[0].city.slug,
        year=None,
        citation="Amt",
        remark="Werte der Region.",
    )
    own, other, *_ = profiles(
        "ABCDE", indicators=[quote], economy={"Quote": column}, sources=[source]
    )
    for profile, value in ((own, "8,0*"), (other, "7,0")):
        (table,) = tables_of(profile, german)
        assert (cell(table, "Quote", "Wert"), cell(table, "Quote", "Ø")) == (value, "6,0*")
        assert remark_of(profile, german).endswith("* A: Werte der Region.")


def test_the_source_of_each_indicator_is_named(german: Layout) -> None:
    indicators = [
        replace(indicator(name), source=source)
        for name, source in (("Quote", "Amt X"), ("Miete", "Amt Y"), ("Lohn", "Amt X"))
    ]
    profile, *_ = profiles("AB", indicators=indicators, economy={i.key: [1, 2] for i in indicators})
    texts = explanations(profile, german)
    assert {"Amt X: Quote und Lohn.", "Amt Y: Miete."} <= set(texts)
