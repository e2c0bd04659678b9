"""A cell of a data sheet is a number, a sign of official statistics, or an error."""

import pytest

from reportgen.clean_text import one_line
from reportgen.model import Flag, Reason, Table
from reportgen.problems import Problems
from reportgen.workbook.cell import Cell, CellValue
from reportgen.workbook.meaning import observe


def cell_of(table: Table, value: CellValue) -> Cell:
    """A cell as the reader makes it, with its text in one line."""
    return Cell(table, "C2", one_line(value) if isinstance(value, str) else value)


def read(value: CellValue, table: Table = Table.ECONOMY) -> tuple[object, object, object]:
    """Value, reason and flag of a cell that must be readable."""
    problems = Problems("benchmarking.xlsx")
    observation = observe(cell_of(table, value), table, problems)
    assert problems.as_tuple() == ()
    return observation.value, observation.reason, observation.flag


def code_of(value: CellValue) -> str:
    problems = Problems("benchmarking.xlsx")
    observe(cell_of(Table.ECONOMY, value), Table.ECONOMY, problems)
    (problem,) = problems.as_tuple()
    return problem.code


@pytest.mark.parametrize("number", [12.0, -0.2, 0.0])
def test_a_number_is_itself(number: float) -> None:
    assert read(number) == (number, None, None)


@pytest.mark.parametrize("sign", ["-", "–", "−", " - "])
def test_a_dash_is_exactly_zero(sign: str) -> None:
    assert read(sign) == (0.0, None, None)


@pytest.mark.parametrize(
    ("sign", "reason"),
    [
        ("", Reason.NOT_DELIVERED),
        (" \u00a0", Reason.NOT_DELIVERED),
        (".", Reason.CONFIDENTIAL),
        ("...", Reason.LATER),
        ("…", Reason.LATER),
        ("/", Reason.UNRELIABLE),
    ],
)
def test_a_sign_says_why_there_is_no_value(sign: str, reason: Reason) -> None:
    assert read(sign) == (None, reason, None)


@pytest.mark.parametrize("cross", ["x", "X"])
@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (Table.RECIPIENTS, Reason.NOT_RESPONSIBLE),
        (Table.PAYMENTS, Reason.NOT_RESPONSIBLE),
        (Table.POPULATION, Reason.NOT_MEANINGFUL),
        (Table.ECONOMY, Reason.NOT_MEANINGFUL),
    ],
)
def test_a_cross_differs_by_sheet(cross: str, table: Table, reason: Reason) -> None:
    assert read(cross, table) == (None, reason, None)


@pytest.mark.parametrize(
    ("text", "value", "flag"),
    [
        ("376249543 s", 376_249_543, Flag.ESTIMATED),
        ("376249543s", 376_249_543, Flag.ESTIMATED),
        ("376249543\u00a0s", 376_249_543, Flag.ESTIMATED),
        ("376.249.543 s", 376_249_543, Flag.ESTIMATED),
        ("12,5 p", 12.5, Flag.PROVISIONAL),
        ("1.234,5 r", 1234.5, Flag.CORRECTED),
        ("−0,2 p", -0.2, Flag.PROVISIONAL),
        ("(12)", 12, Flag.LIMITED),
        ("( 1.234,5 )", 1234.5, Flag.LIMITED),
    ],
)
def test_a_flag_follows_its_number(text: str, value: float, flag: Flag) -> None:
    assert read(text) == (value, None, flag)


@pytest.mark.parametrize("text", ["1.234,5", "1.234", "12,5", "0,125", "56351", "-3"])
def test_a_number_written_as_text_is_an_error(text: str) -> None:
    assert code_of(text) == "german-number"


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "12.5 s",
        "1.23 s",
        "12,5,1 s",
        "12 q",
        "12 s p",
        "12 S",
        "()",
        "0.125",
        "0.125 s",
        "(0.125)",
        "-0.125 p",
        "0.125,5 s",
        "00.125 r",
        "0 125 s",
        "0'125 s",
        "- s",
        "1,234.5",
    ],
)
def test_any_other_text_is_an_error(text: str) -> None:
    assert code_of(text) == "not-a-number"


def test_an_observation_knows_its_cell() -> None:
    cell = Cell("Auszahlungen", "C12", "x")

    observation = observe(cell, Table.PAYMENTS, Problems("benchmarking.xlsx"))

    assert observation.where == "Auszahlungen!C12"
