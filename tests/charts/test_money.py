"""Payments per inhabitant, taken apart into how many receive and how much each of them does."""

from collections.abc import Sequence

import pytest

from reportgen.charts import draw
from reportgen.charts.money import money_rows
from reportgen.layout.load import Layout
from reportgen.model import Flag, Profile, Reason, Section
from tests.charts.drawn import collisions, texts_of
from tests.charts.small import small
from tests.datasets import Cell


def paid(*, one: Sequence[Cell] = (6e6, 1e6, 1e6, 1e6, 1e6), two: Cell = 4e6) -> Profile:
    """City A pays 6 million to 600 persons of area one; the others a million to 100 each."""
    return small(payments={"one": list(one), "two": [two, *[3e6] * 4]})


def test_the_factors_of_each_row_multiply_to_the_whole(german: Layout) -> None:
    for row in money_rows(paid(), german):
        whole, density, amount = (1 + factor.percent / 100 for factor in row.factors)
        assert whole == density * amount


def test_the_city_is_set_against_all_cities_together(german: Layout) -> None:
    """Together they pay 10 million to 1,000 persons among 500,000 inhabitants."""
    rows = {row.name: row for row in money_rows(paid(), german)}
    whole, density, amount = rows["one"].factors
    assert (whole.own, whole.all_together) == ("60\u202f€", "20\u202f€")
    assert (density.own, density.all_together) == ("6,0", "2,0")
    assert (amount.own, amount.all_together) == ("10.000\u202f€", "10.000\u202f€")
    assert [factor.percent for factor in (whole, density, amount)] == [200, 200, 0]
    assert list(rows) == ["zusammen", "one", "two"]


@pytest.mark.parametrize("cell", [Reason.LATER, (6e6, Flag.ESTIMATED), 0.0])
def test_what_is_absent_estimated_or_zero_has_no_row(german: Layout, cell: Cell) -> None:
    rows = money_rows(paid(one=(cell, 1e6, 1e6, 1e6, 1e6)), german)
    assert "one" not in [row.name for row in rows]


def test_where_one_of_the_group_is_estimated_nothing_is_compared(german: Layout) -> None:
    profile = paid(one=(6e6, (1e6, Flag.ESTIMATED), 1e6, 1e6, 1e6))
    assert "one" not in [row.name for row in money_rows(profile, german)]


def test_the_caption_says_which_areas_all_together_are(layouts: dict[str, Layout]) -> None:
    """Recipients of both areas are told, but payments only of one."""
    profile = small(payments={"one": [6e6, 1e6, 1e6, 1e6, 1e6]})
    for language, said in (
        ("de", "„zusammen“ steht hier für one; für andere Leistungsbereiche fehlen"),
        ("en", "Here “together” stands for one; of other benefit areas there are no payments"),
    ):
        layout = layouts[language]
        assert said in draw(profile, layout)[Section.MONEY].caption
        assert draw(paid(), layout)[Section.MONEY].caption == layout.texts.charts.money.caption


def test_without_payments_there_is_no_chart(german: Layout) -> None:
    assert Section.MONEY not in draw(small(payments={}), german)


def test_labels_do_not_collide_and_the_text_names_both_factors(german: Layout) -> None:
    chart = draw(paid(two=400e6), german)[Section.MONEY]
    assert list(collisions(chart)) == []
    assert "+200\u202f%" in {text.text for text in texts_of(chart)}
    assert (
        "one: 60\u202f€ je Einwohner, alle zusammen 20\u202f€; Zahl +200\u202f%" in chart.alt_text
    )


@pytest.mark.parametrize("payments", [5e7, 5e11])
def test_a_bar_leaves_room_for_its_number_however_wide(german: Layout, payments: float) -> None:
    """Two persons of the city get what elsewhere millions get."""
    profile = small(
        recipients={name: [2, *[3e8] * 4] for name in ("one", "two")},
        payments={name: [payments, *[1e6] * 4] for name in ("one", "two")},
        inhabitants=10**9,
    )
    chart = draw(profile, german)[Section.MONEY]
    assert max(len(text.text) for text in texts_of(chart) if "%" in text.text) >= 14
    assert list(collisions(chart)) == []
