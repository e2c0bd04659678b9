"""What a cell says by the signs and marks of a recipe."""

import pytest

from reportgen.importing.grid import Odd, Raw
from reportgen.importing.patterns import Pattern
from reportgen.importing.recipe import Column, Meaning, Place, Source
from reportgen.importing.values import Content, Unread, ValueRules
from reportgen.model import Flag


def source(decimal: str = ",", thousands: str = "", **others: object) -> Source:
    return Source(
        file="x",
        citation="x",
        header=(1,),
        year=Place(fixed="2020"),
        columns=(Column(pattern=Pattern("x"), indicator="x"),),
        decimal=decimal,
        thousands=thousands,
        **others,  # type: ignore[arg-type]
    )


def read(raw: Raw, rules: Source, factor: float = 0.0) -> Content | Unread:
    return ValueRules(rules).read(raw, factor, percent=False)


@pytest.mark.parametrize(
    ("text", "decimal", "thousands", "number"),
    [
        ("1.234,5", ",", ".", 1234.5),
        ("1,234.5", ".", ",", 1234.5),
        ("1 234,5", ",", " ", 1234.5),
        ("1\u00a0234\u202f567", ",", " ", 1_234_567),
        ("1234,5", ",", ".", 1234.5),
        ("-0,0", ",", "", 0),
        ("–7,5", ",", "", -7.5),
        ("−7", ",", "", -7),
        ("+3", ",", "", 3),
        ("007", ",", "", 7),
        (" 12 ", ",", "", 12),
    ],
)
def test_numbers_in_the_signs_of_the_recipe(
    text: str, decimal: str, thousands: str, number: float
) -> None:
    assert read(text, source(decimal, thousands)) == Content(number=number)


@pytest.mark.parametrize(
    ("text", "decimal", "thousands"),
    [
        ("1.234", ",", ""),
        ("1.23", ",", "."),
        ("1,234", ".", ""),
        ("12.34.567", ",", "."),
        ("1.234.56", ",", "."),
        (",5", ",", ""),
        ("5,", ",", ""),
        ("1e5", ".", ""),
        ("0x10", ".", ""),
        ("1_000", ".", ""),
        ("١٢", ",", ""),
        ("12 %", ",", ""),
        ("12*", ",", ""),
        ("(12)", ",", ""),
        ("k.A.", ",", ""),
        ("", ",", ""),
        ("nan", ".", ""),
        ("inf", ".", ""),
        ("9" * 20, ",", ""),
    ],
)
def test_anything_else_is_not_understood(text: str, decimal: str, thousands: str) -> None:
    assert isinstance(read(text, source(decimal, thousands)), Unread)


def test_marks_flags_and_suffixes_of_the_recipe() -> None:
    rules = source(
        marks={"-9999": Meaning.NOT_DELIVERED, "k.A.": Meaning.CONFIDENTIAL, "-": Meaning.ZERO},
        flags={"p": Flag.PROVISIONAL, "( )": Flag.LIMITED},
        suffixes=("%",),
    )

    assert read(-9999.0, rules) == Content(meaning=Meaning.NOT_DELIVERED)
    assert read("-9999,0", rules) == Content(meaning=Meaning.NOT_DELIVERED)
    assert read("k.A.", rules) == Content(meaning=Meaning.CONFIDENTIAL)
    assert read("-", rules) == Content(number=0)
    assert read("12,5 p", rules) == Content(number=12.5, flag=Flag.PROVISIONAL)
    assert read("(12)", rules) == Content(number=12, flag=Flag.LIMITED)
    assert read("12 %", rules) == Content(number=12)


@pytest.mark.parametrize(
    ("number", "factor", "result"), [(1.1, 1000, 1100), (0.07, 100, 7), (3, 0, 3)]
)
def test_a_factor_adds_no_noise(number: float, factor: float, result: float) -> None:
    assert read(number, source(), factor) == Content(number=result)


def test_a_date_or_a_formula_without_value_is_no_number() -> None:
    assert isinstance(read(Odd("01.02.2020", "a date"), source()), Unread)
    marked = source(marks={"": Meaning.NOT_DELIVERED})
    assert isinstance(read(Odd("", "a formula that was never computed"), marked), Unread)


@pytest.mark.parametrize(
    ("content", "entry"),
    [
        (Content(number=12.0), 12),
        (Content(number=0.5), 0.5),
        (Content(number=12.5, flag=Flag.ESTIMATED), "12,5 s"),
        (Content(number=1e-7, flag=Flag.LIMITED), "(0,0000001)"),
        (Content(meaning=Meaning.CONFIDENTIAL), "."),
        (Content(meaning=Meaning.NOT_DELIVERED), ""),
    ],
)
def test_what_stands_in_the_workbook(content: Content, entry: str | float) -> None:
    assert content.entry == entry
