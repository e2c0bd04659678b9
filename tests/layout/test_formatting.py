"""Numbers, dates and lists in German and English."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.layout.formatting import Style
from reportgen.layout.load import Layout
from reportgen.model import Flag


@pytest.fixture(scope="module")
def styles(layouts: Mapping[str, Layout]) -> Mapping[str, Style]:
    return {language: layout.texts.style for language, layout in layouts.items()}


@pytest.mark.parametrize(
    ("value", "decimals", "german", "english"),
    [
        (0, 0, "0", "0"),
        (0, 2, "0,00", "0.00"),
        (-0.0, 0, "0", "0"),
        (-0.04, 1, "0,0", "0.0"),
        (-0.05001, 1, "−0,1", "−0.1"),
        (-0.05, 1, "−0,1", "−0.1"),
        (65.55, 1, "65,6", "65.6"),
        (11.85, 1, "11,9", "11.9"),
        (-11.85, 1, "−11,9", "−11.9"),
        (2.675, 2, "2,68", "2.68"),
        (1e22, 0, "10.000.000.000.000.000.000.000", "10,000,000,000,000,000,000,000"),
        (1e-7, 1, "0,0", "0.0"),
        (Fraction(5, 3), 2, "1,67", "1.67"),
        (Fraction(1, 8), 2, "0,13", "0.13"),
        (Fraction(49, 1000), 1, "0,0", "0.0"),
        (7, 0, "7", "7"),
        (74.97, 1, "75,0", "75.0"),
        (0.5, 0, "1", "1"),
        (1.5, 0, "2", "2"),
        (2.5, 0, "3", "3"),
        (0.125, 2, "0,13", "0.13"),
        (999.5, 0, "1.000", "1,000"),
        (999.4, 0, "999", "999"),
        (1234.56, 1, "1.234,6", "1,234.6"),
        (1083498, 0, "1.083.498", "1,083,498"),
        (-1234567.891, 2, "−1.234.567,89", "−1,234,567.89"),
        (786377636.0, 0, "786.377.636", "786,377,636"),
        (1e15, 0, "1.000.000.000.000.000", "1,000,000,000,000,000"),
    ],
)
def test_numbers(
    value: float, decimals: int, german: str, english: str, styles: Mapping[str, Style]
) -> None:
    assert styles["de"].number(value, decimals) == german
    assert styles["en"].number(value, decimals) == english


def test_numbers_are_whole_unless_decimals_are_wanted(styles: Mapping[str, Style]) -> None:
    assert styles["de"].number(12.6) == "13"


@pytest.mark.parametrize(
    ("value", "decimals", "german", "english"),
    [
        (0, 0, "0", "0"),
        (0.04, 1, "0,0", "0.0"),
        (-0.04, 1, "0,0", "0.0"),
        (0.05001, 1, "+0,1", "+0.1"),
        (3, 1, "+3,0", "+3.0"),
        (10, 0, "+10", "+10"),
        (-1.25, 1, "−1,3", "−1.3"),
        (-1500, 0, "−1.500", "−1,500"),
        (1500, 0, "+1.500", "+1,500"),
    ],
)
def test_signed_numbers(
    value: float, decimals: int, german: str, english: str, styles: Mapping[str, Style]
) -> None:
    assert styles["de"].signed(value, decimals) == german
    assert styles["en"].signed(value, decimals) == english


@pytest.mark.parametrize(
    ("value", "decimals", "german", "english"),
    [
        (0, 1, "0,0", "0.0"),
        (0.05, 1, "0,1", "0.1"),
        (0.04, 1, "unter 0,05", "below 0.05"),
        (-0.04, 1, "über −0,05", "above −0.05"),
        (0.4, 0, "unter 0,5", "below 0.5"),
        (1.04, 1, "1,0", "1.0"),
    ],
)
def test_what_is_not_zero_is_not_printed_as_zero(
    value: float, decimals: int, german: str, english: str, styles: Mapping[str, Style]
) -> None:
    for language, expected in (("de", german), ("en", english)):
        assert styles[language].telling(value, decimals, styles[language].number) == expected


@settings(deadline=None)
@given(value=st.floats(-1e12, 1e12), decimals=st.integers(0, 5))
def test_a_number_is_its_shortest_decimal_rounded_half_away_from_zero(
    value: float, decimals: int, styles: Mapping[str, Style]
) -> None:
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    printed = styles["en"].number(value, decimals).replace("−", "-").replace(",", "")
    assert printed == (str(exact) if exact else str(abs(exact)))


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "german", "english"),
    [
        (74.97, "%", 1, "75,0\u202f%", "75.0%"),
        (-0.01, "%", 1, "0,0\u202f%", "0.0%"),
        (1234.5, "€", 0, "1.235\u202f€", "1,235\u202f€"),
        (11.2, "€/m²", 2, "11,20\u202f€/m²", "11.20\u202f€/m²"),
        (5, "", 0, "5", "5"),
    ],
)
def test_numbers_with_units_do_not_break(
    value: float, unit: str, decimals: int, german: str, english: str, styles: Mapping[str, Style]
) -> None:
    assert styles["de"].with_unit(value, unit, decimals) == german
    assert styles["en"].with_unit(value, unit, decimals) == english


def test_percentages_have_one_decimal_unless_more_are_wanted(styles: Mapping[str, Style]) -> None:
    assert styles["de"].percentage(12.345) == "12,3\u202f%"
    assert styles["de"].percentage(12.345, 0) == "12\u202f%"
    assert styles["en"].percentage(12.345, 2) == "12.35%"


@pytest.mark.parametrize(
    ("day", "german", "english"),
    [
        (date(2020, 12, 31), "31.12.2020", "31/12/2020"),
        (date(2021, 3, 4), "04.03.2021", "04/03/2021"),
    ],
)
def test_days(day: date, german: str, english: str, styles: Mapping[str, Style]) -> None:
    assert styles["de"].day(day) == german
    assert styles["en"].day(day) == english


@pytest.mark.parametrize(
    ("period", "german"),
    [("2020-12-31", "31.12.2020"), ("2020", "2020"), ("2019/2020", "2019/2020")],
)
def test_periods(period: str, german: str, styles: Mapping[str, Style]) -> None:
    assert styles["de"].period(period) == german


@pytest.mark.parametrize(
    ("things", "german", "english"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a und b", "a and b"),
        (["a", "b", "c"], "a, b und c", "a, b and c"),
        (["a", "b", "c", "d"], "a, b, c und d", "a, b, c and d"),
    ],
)
def test_enumerations(
    things: list[str], german: str, english: str, styles: Mapping[str, Style]
) -> None:
    assert styles["de"].enumerate(things) == german
    assert styles["en"].enumerate(things) == english


@pytest.mark.parametrize(
    ("flags", "printed"),
    [
        ((), "12"),
        ((Flag.ESTIMATED,), "12\u00a0s"),
        ((Flag.LIMITED,), "(12)"),
        ((Flag.LIMITED, Flag.ESTIMATED), "(12)\u00a0s"),
    ],
)
def test_flags_stand_behind_a_number_or_around_it(
    styles: Mapping[str, Style], flags: tuple[Flag, ...], printed: str
) -> None:
    assert styles["de"].flagged("12", flags) == printed


def test_few_things_are_counted_in_words(styles: Mapping[str, Style]) -> None:
    assert [styles["de"].count(n) for n in (2, 12, 13)] == ["zwei", "zwölf", "13"]
    assert [styles["en"].count(n) for n in (2, 12, 130)] == ["two", "twelve", "130"]
