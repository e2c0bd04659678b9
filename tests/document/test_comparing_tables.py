"""The tables compare only what may be compared, and say what their numbers rest on."""

from collections.abc import Mapping, Sequence

import pytest
from msgspec.structs import replace

from reportgen.document.blocks import Paragraph, ParagraphStyle
from reportgen.document.data_tables import NO_VALUE
from reportgen.indicators import compute
from reportgen.layout.load import Layout
from reportgen.model import BenefitArea, Flag, Profile, Reason, Source
from reportgen.model import Table as Sheet
from tests.datasets import Cell, dataset
from tests.document.making import blocks_of, flat, text_of
from tests.document.test_data_tables import cell, explanations, remark_of, tables_of
from tests.made_up import area, indicator, profiles


@pytest.mark.parametrize(
    ("reporting", "expected"),
    [
        (1, {}),
        (2, {"Mittel": "2,5 (2)"}),
        (3, {"Mittel": "3,0 (3)"}),
        (5, {"Mittel": "4,0 (5)"}),
        (6, {"Mittel": "4,5 (6)", "niedrigster": "A\u00a02,0", "höchster": "F\u00a07,0"}),
        (7, {"Mittel": "5,0", "niedrigster": "A\u00a02,0", "höchster": "G\u00a08,0"}),
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
    names = ("Mittel", "niedrigster", "höchster")
    assert {name: comparing.get(name) for name in names} == {
        name: expected.get(name) for name in names
    }


def test_cities_that_share_an_extreme_are_counted(german: Layout) -> None:
    profile, *_ = profiles(
        "ABCDEFG", areas=[area("one")], recipients={"one": [500, 0, 0, 300, 0, 0, 0]}
    )
    densities = tables_of(profile, german)[1]
    assert cell(densities, "one", "niedrigster") == "5 Städte\u00a00,0"
    assert cell(densities, "one", "höchster") == "A\u00a05,0"


def test_shares_are_compared_with_cities_of_the_same_areas_only(german: Layout) -> None:
    columns = {"one": [100, 100, 300, 300], "two": [100, 300, Reason.LATER, 100]}
    alike, _, other, _ = profiles("ABCD", areas=[area("one"), area("two")], recipients=columns)
    assert cell(tables_of(alike, german)[0], "one", "Mittel") == "50,0\u202f% (3)"
    assert "Mittel" not in tables_of(other, german)[0].head


def test_of_estimated_payments_there_is_no_mean_and_the_sum_is_estimated(german: Layout) -> None:
    columns: dict[str, list[Cell]] = {
        "one": [(5e6, Flag.ESTIMATED), 6e6, 7e6],
        "two": [5e6, 6e6, 7e6],
    }
    of = profiles("ABC", areas=[area("one"), area("two")], payments=columns)
    own, other = (tables_of(profile, german)[0] for profile in of[:2])
    assert "Mittel" not in own.head + other.head
    assert own.rows[-1][:3] == ("zusammen", "10,0\u00a0s", "100\u202f%\u00a0s")
    assert other.rows[-1][:3] == ("zusammen", "12,0", "100\u202f%")


def test_few_persons_are_counted_and_not_put_in_percent(german: Layout) -> None:
    areas = [area("one"), area("two"), area("three"), area("four")]
    now, then = (10_000, 2, 0, 1099), (9000, 1, 5, 1000)
    profile, *_ = with_changes(areas, now, then)
    recipients = tables_of(profile, german)[0]
    changes = [cell(recipients, each.key, "seit\u00a02019") for each in areas]
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
    for profile, value in ((own, "8,0\u202f%*"), (other, "7,0\u202f%")):
        (table,) = tables_of(profile, german)
        assert (cell(table, "Quote", "Stadt"), cell(table, "Quote", "Mittel")) == (value, "6,0*")
        assert remark_of(profile, german).endswith("* A: Werte der Region.")


def test_the_source_of_each_indicator_is_named(german: Layout) -> None:
    indicators = [
        replace(indicator(name), source=source)
        for name, source in (("Quote", "Amt X"), ("Miete", "Amt Y"), ("Lohn", "Amt X"))
    ]
    profile, *_ = profiles("AB", indicators=indicators, economy={i.key: [1, 2] for i in indicators})
    texts = explanations(profile, german)
    (note,) = [text for text in texts if text.startswith("Wirtschaft: ")]
    assert note == "Wirtschaft: Amt Y: Miete. Amt X: alle anderen Indikatoren."


def few_and_most() -> Mapping[str, Profile]:
    """Köln alone has a third area, Aachen lacks the second one."""
    columns = {
        "one": [60, 70, 80, 90],
        "two": [20, 30, 40, Reason.LATER],
        "few": [20, Reason.LATER, Reason.LATER, Reason.LATER],
    }
    made = profiles(
        ["Köln", "Bonn", "Ulm", "Aachen"],
        areas=[area(name) for name in columns],
        recipients=columns,
        payments={**columns, "two": [Reason.LATER, 30, 40, 50]},
    )
    return {profile.city.name: profile for profile in made}


def test_a_sum_over_other_areas_than_delivered_is_named_below_the_tables(
    layouts: Mapping[str, Layout],
) -> None:
    of = few_and_most()
    recipients, _, payments = tables_of(of["Köln"], layouts["de"])
    assert recipients.rows[-1][:4] == ("zusammen", "80", NO_VALUE, "80,0\u202f%")
    assert payments.rows[-1][0] != "zusammen"
    assert "Leistungsbeziehende zusammen: one und two." in remark_of(of["Köln"], layouts["de"])
    assert "Recipients in total: one and two." in remark_of(of["Köln"], layouts["en"])
    assert "zusammen:" not in remark_of(of["Bonn"], layouts["de"])


def test_a_sum_that_is_missing_says_for_want_of_what(layouts: Mapping[str, Layout]) -> None:
    of = few_and_most()
    assert "Auszahlungen ohne Summe; es fehlt: two (folgt später)." in (
        remark_of(of["Köln"], layouts["de"])
    )
    assert "Payments without a sum, which lacks two (to follow later)." in (
        remark_of(of["Köln"], layouts["en"])
    )
    assert "Leistungsbeziehende ohne Summe;" in remark_of(of["Aachen"], layouts["de"])
    assert "ohne Summe" not in remark_of(of["Bonn"], layouts["de"])


def test_a_city_that_is_not_responsible_is_not_said_to_deliver_other_areas(
    german: Layout,
) -> None:
    columns: dict[str, list[Cell]] = {
        "one": [60, 70, 80], "two": [Reason.NOT_RESPONSIBLE, 30, 40],
    }  # fmt: skip
    profile, *_ = profiles("ABC", areas=[area("one"), area("two")], recipients=columns)
    remark = remark_of(profile, german)
    assert "Leistungsbeziehende ohne Summe; es fehlt: two (nicht zuständig)." in remark


def test_where_no_area_is_common_that_is_the_reason(german: Layout) -> None:
    columns: dict[str, list[Cell]] = {"one": [60, Reason.LATER], "two": [Reason.LATER, 30]}
    profile, *_ = profiles("AB", areas=[area("one"), area("two")], recipients=columns)
    assert "Kein Bereich liegt für mehr als die Hälfte der Städte vor." in (
        remark_of(profile, german)
    )


def test_where_nothing_else_is_to_be_remarked_there_is_a_note_on_rounding_alone(
    german: Layout,
) -> None:
    (profile,) = profiles(["Köln"], areas=[area("one")], recipients={"one": [100]})
    blocks = [b for b in flat(blocks_of(profile, german)) if isinstance(b, Paragraph)]
    assert all(text_of(block) for block in blocks)
    (remark,) = [text_of(block) for block in blocks if block.style is ParagraphStyle.MUTED]
    assert remark == remark_of(profile, german) == german.texts.document.figures.rounding_note
