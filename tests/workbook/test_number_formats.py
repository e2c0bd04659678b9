"""What a cell shows is what is read: its number format may add, scale or hide."""

import re
from datetime import datetime, time
from pathlib import Path

import pytest

from reportgen.layout.glyphs import shipped_characters
from reportgen.model import Flag, Reason, Table
from reportgen.problems import Problems
from reportgen.workbook.cell import Cell, CellValue
from reportgen.workbook.meaning import observe, text, whole_number
from reportgen.workbook.number_format import number_format, shown_number
from reportgen.workbook.reader import open_workbook
from tests.workbook.mutations import ODD_FORMATS
from tests.workbook.parts import PARTS, rewritten


def read(
    value: float | str, code: str, table: Table = Table.ECONOMY, unit: str = ""
) -> tuple[object, object, object]:
    """Value, reason and flag of a cell that must be readable."""
    problems = Problems("benchmarking.xlsx")
    observation = observe(Cell(table, "D7", value, code), table, problems, unit)
    assert problems.as_tuple() == ()
    return observation.value, observation.reason, observation.flag


def problem_of(value: float | str, code: str, unit: str = "", table: Table = Table.ECONOMY) -> str:
    problems = Problems("benchmarking.xlsx")
    observe(Cell(table, "D7", value, code), table, problems, unit)
    (problem,) = problems.as_tuple()
    assert problem.where == f"benchmarking.xlsx, {table}!D7"
    if problem.code == "number-format":
        assert code in problem.message
    return problem.code


@pytest.mark.parametrize(
    "code",
    [
        "General", "0", "#,##0.00", "0.0##", "[Red]0.0", "[Rot]0.0", "[$-407]#,##0", "_-* #,##0_-",
        "0.00E+00", "# ??/??", "#\\.##0", "0 000", '#,##0;-#,##0;"-"', "#,##0_);-#,##0_)",
        "+0;-0;0", "0;-0;;@", "[<100]0.00;0", "@", "[Color 12]0", "Standard", "??0.0",
        "0*-", "[>=0]0;[<0]-0",
    ],
)  # fmt: skip
def test_a_format_that_only_arranges_changes_nothing(code: str) -> None:
    assert read(12.5, code) == (12.5, None, None)


@pytest.mark.parametrize(
    "code", ["0.0", "0.0;-0.0", "0.0;[Red]-0.0", "0.0;0.0-", "0.0;−0.0", "[<0]-0;0"]
)
def test_what_is_below_zero_stays_below_zero(code: str) -> None:
    assert read(-3.0, code) == (-3.0, None, None)


@pytest.mark.parametrize(
    ("code", "value", "flag"),
    [
        ('"("0.0")"', 11.4, Flag.LIMITED),
        ("(0.0)", 11.4, Flag.LIMITED),
        ("\\(0\\)", 7.0, Flag.LIMITED),
        ('#,##0" p"', 26374.0, Flag.PROVISIONAL),
        ("0.0\\ r", 3.5, Flag.CORRECTED),
        ('General"s"', 3.5, Flag.ESTIMATED),
        ("0 s", 4.0, Flag.ESTIMATED),
        ('[>5]0" s";0', 7.0, Flag.ESTIMATED),
        ('[>5]0" s";0', 3.0, None),
        ('0;-0;0" p"', 0.0, Flag.PROVISIONAL),
        ('0.0" p";-0.0" r"', -2.5, Flag.CORRECTED),
    ],
)
def test_a_flag_in_the_format_is_taken_over(code: str, value: float, flag: Flag | None) -> None:
    assert read(value, code) == (value, None, flag)


@pytest.mark.parametrize(
    ("code", "value", "reason"),
    [
        ('"/"', 7.0, Reason.UNRELIABLE),
        ('0;-0;"."', 0.0, Reason.CONFIDENTIAL),
        ('[<5]".";0', 3.0, Reason.CONFIDENTIAL),
        ('[<3]"x";[<10]"/";0', 2.0, Reason.NOT_MEANINGFUL),
        ('[<3]"x";[<10]"/";0', 9.0, Reason.UNRELIABLE),
        ("\\.\\.\\.", 1.0, Reason.LATER),
        ('0;"x"', -1.0, Reason.NOT_MEANINGFUL),
        ("0;-0;.", 0.0, Reason.CONFIDENTIAL),
        ("0;-0;...", 0.0, Reason.LATER),
        ("0;-0;/", 0.0, Reason.UNRELIABLE),
    ],
)
def test_a_sign_in_the_place_of_a_number_is_taken_over(
    code: str, value: float, reason: Reason
) -> None:
    assert read(value, code) == (None, reason, None)


@pytest.mark.parametrize(
    "code", ['0;-0;"-"', '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', '[=0]"–";0']
)
def test_a_dash_for_zero_is_zero(code: str) -> None:
    assert read(0.0, code) == (0.0, None, None)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("#,##0.0,", 58_500.0),
        ("0,.0", 58_500.0),
        ("#,##0,,.00", 5e6),
        ('0.0,," Mio."', 5e6),
        (";;;", 7.0),
        (";;", 7.0),
        ("0;-0;", 0.0),
        ("#", 0.0),
        ('"-"', 7.0),
        ("0;0", -5.0),
        ("0;[Red]0", -5.0),
        ("#,##0;(#,##0)", -5.0),
        ('"-"0', 5.0),
        ('0" Personen"', 5.0),
        ('"ca. "0', 5.0),
        ('">"0', 5.0),
        ("0*", 5.0),
        ('0"."0', 12.0),
        ('0.0"x"', 12.0),
        ('"verborgen"', 12.0),
        ("[>100]0", 5.0),
        ("(0", 5.0),
        ('"("0") s"', 5.0),
        ('0" €"', 5.0),
        ('0" S"', 5.0),
    ],
)
def test_what_the_format_changes_otherwise_is_an_error(code: str, value: float) -> None:
    assert problem_of(value, code) == "number-format"


@pytest.mark.parametrize("code", ["0%", "0.00%", "0.0 %", "[>1]0%;0%", '0%" p"', "%0", "0.0,%"])
def test_a_percentage_is_an_error_of_its_own(code: str) -> None:
    assert problem_of(0.125, code) == "percent-cell"


@pytest.mark.parametrize(
    ("code", "unit", "table"),
    [
        ('0.0" %"', "%", Table.ECONOMY),
        ('0.0"%"', "%", Table.ECONOMY),
        ('#,##0.0" Tsd. €"', "Tsd. €", Table.ECONOMY),
        ("#,##0.00 [$€-407]", "€/m²", Table.ECONOMY),
        ("[$EUR] #,##0", "€", Table.PAYMENTS),
        ('#,##0 "€";-#,##0 "€"', "€", Table.PAYMENTS),
        ('_-* #,##0.00 "€"_-;-* #,##0.00 "€"_-;_-* "-"?? "€"_-;_-@_-', "€", Table.PAYMENTS),
    ],
)
def test_the_unit_of_the_column_may_be_shown(code: str, unit: str, table: Table) -> None:
    assert read(12.5, code, table, unit) == (12.5, None, None)


def test_a_flag_may_follow_the_unit() -> None:
    assert read(12.5, '0.0" % p"', unit="%") == (12.5, None, Flag.PROVISIONAL)


@pytest.mark.parametrize(
    ("code", "unit"), [('0.0" €"', "Tsd. €"), ('0" Tsd. €"', "€"), ('0" %"', "€")]
)
def test_another_unit_is_an_error(code: str, unit: str) -> None:
    assert problem_of(12.5, code, unit) == "number-format"


@pytest.mark.parametrize(
    ("shown", "code", "expected"),
    [
        ("12", '@" s"', (12.0, None, Flag.ESTIMATED)),
        ("geheim", '0;0;0;"/"', (None, Reason.UNRELIABLE, None)),
        ("12 s", "0;-0;0;@", (12.0, None, Flag.ESTIMATED)),
    ],
)
def test_a_text_is_read_as_its_format_shows_it(
    shown: str, code: str, expected: tuple[object, ...]
) -> None:
    assert read(shown, code) == expected


def test_a_text_that_the_format_hides_is_an_error() -> None:
    assert problem_of("12 s", ";;;") == "number-format"


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (2.1, "0.00", "2,10"),
        (2.1, "General", "2,1"),
        (5_111_000.0, "00000000", "05111000"),
        (1_234_567.891, "#,##0.0", "1.234.567,9"),
        (0.125, "0.0%", "12,5%"),
        (2.125, "0.00", "2,13"),
        (2.675, "0.00", "2,68"),
        (-2.5, "0", "-3"),
        (-2.5, "0;0", "3"),
        (58_500.0, "#,##0.0,", "58,5"),
        (7.0, '"Fassung "0.0', "Fassung 7,0"),
        (7.0, ";;;", ""),
        (0.0, "#", ""),
        (1e17, "General", "1e+17"),
    ],
)
def test_a_number_is_shown_as_a_german_program_shows_it(
    value: float, code: str, shown: str
) -> None:
    assert shown_number(value, code) == shown


def test_a_number_in_a_column_of_texts_is_what_the_cell_shows() -> None:
    problems = Problems("x.xlsx")

    assert text(Cell("Angaben", "B7", 2.1, "0.00"), problems, decimal=".") == "2.10"
    assert text(Cell("Städte", "A3", 5_111_000.0, "00000000"), problems) == "05111000"
    assert problems.as_tuple() == ()


@pytest.mark.parametrize(
    "code", ['0"."0', "0-00", "00 000 000", "# ?/?", "# ??/??", "0.0E+0", "0.0#\\-0"]
)
def test_a_number_in_a_form_of_its_own_is_no_text(code: str) -> None:
    problems = Problems("x.xlsx")

    assert text(Cell("Angaben", "B7", 12.5, code), problems) == ""
    (problem,) = problems.as_tuple()
    assert (problem.code, problem.where) == ("number-format", "x.xlsx, Angaben!B7")
    assert code in problem.message


@pytest.mark.parametrize(("code", "value"), [(";;;", 5.0), ('"geheim"', "Amt"), (";;;", "Amt")])
def test_a_text_that_is_hidden_or_replaced_is_never_read_silently(
    code: str, value: float | str
) -> None:
    problems = Problems("x.xlsx")

    shown = text(Cell("Städte", "D3", value, f"0;0;0;{code}" if value == "Amt" else code), problems)

    assert shown in {"", "geheim"}
    assert [problem.code for problem in problems.as_tuple()] == (
        ["number-format"] if not shown else []
    )


@pytest.mark.parametrize("code", ['0" (vorl.)"', "0 p", "0,", "0%", "yy"])
def test_a_year_needs_a_plain_format(code: str) -> None:
    problems = Problems("x.xlsx")

    found = whole_number(Cell("Wirtschaft", "B3", 2020.0, code), "bad-year", 1990, 2100, problems)

    assert found is None
    assert len(problems.as_tuple()) == 1


@pytest.mark.parametrize(
    "code",
    ["", ";", "[", '"', "\\", "_", "*", "[>x]0", "[>1.2.3]0", "0;0;0;0;0;0", "E+", "@@", "[h"],
)
def test_a_malformed_format_is_read_all_the_same(code: str) -> None:
    assert number_format(code).sections
    assert isinstance(shown_number(5.5, code), str)


@pytest.mark.parametrize("code", [*ODD_FORMATS, "#", "#.#", "#,", "0.0000000000000000", "0" * 300])
def test_any_number_in_any_format_is_read_or_reported(code: str) -> None:
    for number in (0.0, -0.4, 5e-324, 1e-9, 123456.789, -1e15, 1e16, 1e28, -1.7e308):
        problems = Problems("x.xlsx")
        cell = Cell(Table.ECONOMY, "D7", number, code)

        observation = observe(cell, Table.ECONOMY, problems, "%")
        shown = text(Cell("Städte", "D7", number, code), problems, required=False)

        assert isinstance(shown, str)
        if observation.value is not None and observation.value == observation.value:
            assert observation.value == number


#: Number formats that a file names by number only, by what is reported of a percentage in them.
BUILTIN = {
    "": (0, 1, 2, 3, 4, 11, 12, 13, 37, 38, 39, 40, 41, 43, 48, 49),
    "number-format": (5, 6, 7, 8, 42, 44),
    "percent-cell": (9, 10),
    "date-cell": (*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)),
}


def test_number_formats_without_a_code_are_those_of_a_german_program(tmp_path: Path) -> None:
    numbers = [number for numbers in BUILTIN.values() for number in numbers]
    styles = "".join(f'<xf numFmtId="{number}"/>' for number in numbers)
    cells = "".join(f'<c s="{style}"><v>7</v></c>' for style in range(len(numbers)))

    def change(name: str, content: bytes) -> bytes:
        if name == "xl/styles.xml":
            new = f"<cellXfs>{styles}</cellXfs>".encode()
            return re.sub(rb"<cellXfs.*</cellXfs>", new, content, flags=re.DOTALL)
        if name == PARTS["Wirtschaft"]:
            new = f"<sheetData><row>{cells}</row></sheetData>".encode()
            return re.sub(rb"<sheetData>.*</sheetData>", new, content, flags=re.DOTALL)
        return content

    workbook = open_workbook(rewritten(tmp_path, change), Problems("x"), shipped_characters())
    (row,) = workbook.sheets["Wirtschaft"].rows

    found: dict[str, tuple[int, ...]] = {}
    for number, cell in zip(numbers, row.cells.values(), strict=True):
        problems = Problems("x")
        observe(cell, Table.ECONOMY, problems, "%")
        code = "".join(problem.code for problem in problems.as_tuple())
        found[code] = (*found.get(code, ()), number)
    assert found == BUILTIN


@pytest.mark.parametrize(
    ("value", "code", "held"),
    [
        (2020.4, "0", "2020.4"),
        (datetime(2020, 12, 31), "yyyy", "the date 31.12.2020"),
        (time(12, 30), "hh:mm", "the time 12:30:00"),
        ("zwanzig", "General", '"zwanzig"'),
    ],
)
def test_what_is_no_year_is_named_as_the_cell_holds_it(
    value: CellValue, code: str, held: str
) -> None:
    problems = Problems("x.xlsx")

    assert (
        whole_number(Cell("Wirtschaft", "B3", value, code), "bad-year", 1990, 2100, problems)
        is None
    )
    (problem,) = problems.as_tuple()
    assert problem.message == f"{held} is not a whole number from 1990 to 2100"
