"""What a file says of a cell is read as spreadsheet programs read it, or hits that cell only."""

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from reportgen.errors import Problem, WorkbookError
from reportgen.model import Dataset, Observation
from reportgen.workbook import load_workbook
from tests.workbook.parts import PARTS, replacing, rewritten, with_xml
from tests.workbooks import edited

PLACE = "Wirtschaft!C11"
PERSONS = "Leistungsbeziehende!D14"


def problems_of(path: Path) -> tuple[Problem, ...]:
    try:
        return load_workbook(path).warnings
    except WorkbookError as error:
        return error.problems


def only_problem(path: Path) -> Problem:
    (problem,) = problems_of(path)
    assert problem.hint
    return problem


def observed(path: Path, place: str) -> Observation:
    observations = load_workbook(path).observations.values()
    return next(one for one in observations if one.where == place)


@pytest.mark.parametrize(
    ("place", "held", "value"),
    [
        (PLACE, "1.0499999999999998", 1.05),
        (PLACE, "0.30000000000000004", 0.3),
        (PLACE, "-3.2000000000000002", -3.2),
        (PERSONS, "434.99999999999994", 435),
        (PERSONS, "435.00000000000006", 435),
        (PLACE, "123456789012.345", 123456789012.345),
    ],
)
def test_the_noise_of_binary_fractions_is_no_part_of_a_number(
    place: str, held: str, value: float, tmp_path: Path
) -> None:
    cell = f'<c r="{place.partition("!")[2]}"><f>A1</f><v>{held}</v></c>'

    assert observed(rewritten(tmp_path, with_xml(place, cell)), place).value == value


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ('<c r="C11" t="str"><f>A1</f></c>', "formula-without-value"),
        ('<c r="C11" t="e"><f>A1</f></c>', "formula-without-value"),
        ('<c r="C11" t="e"/>', "formula-without-value"),
        ('<c r="C11" t="b"><f>A1</f></c>', "formula-without-value"),
        ('<c r="C11" t="s"><f>A1</f></c>', "formula-without-value"),
        ('<c r="C11"><v>1</v><v>2</v></c>', "damaged-cell"),
        ('<c r="C11"><v></v><v></v></c>', "damaged-cell"),
        ('<c r="C11" t="s"><v>-1</v></c>', "damaged-cell"),
        ('<c r="C11" t="s"><v>99999</v></c>', "damaged-cell"),
        ('<c r="C11" t="s"><v>1_0</v></c>', "damaged-cell"),
        ('<c r="C11" t="s"><v>zwei</v></c>', "damaged-cell"),
        ('<c r="C11" s="-1"><v>5</v></c>', "damaged-cell"),
        ('<c r="C11" s="0_1"><v>5</v></c>', "damaged-cell"),
        ('<c r="C11" s="99999"><v>5</v></c>', "damaged-cell"),
        ('<c r="C11" t="b"><v>7</v></c>', "damaged-cell"),
        ('<c r="C11" t="d"><v>2020</v></c>', "damaged-cell"),
        ('<c r="C11" t="d"><v>heute</v></c>', "damaged-cell"),
        ('<c r="C11" t="d"><v>12:30</v></c>', "date-cell"),
        ('<c r="C11" t="d"><v>2020-12-31T00:00:00Z</v></c>', "date-cell"),
        ('<c r="C11"><v>1_0</v></c>', "not-a-number"),
        ('<c r="C11"><v>１２</v></c>', "not-a-number"),
        ('<c r="C11"><v>٣</v></c>', "not-a-number"),
        ('<c r="C11"><v>infinity</v></c>', "not-a-number"),
        ('<c r="C11"><v>1.79769313486231579e308</v></c>', "not-a-number"),
        ('<c r="C11"><v>.</v></c>', "not-a-number"),
    ],
)
def test_what_cannot_be_hits_its_cell_only(cell: str, code: str, tmp_path: Path) -> None:
    problem = only_problem(rewritten(tmp_path, with_xml(PLACE, cell)))

    assert (problem.code, problem.where) == (code, f"rewritten.xlsx, {PLACE}")


@pytest.mark.parametrize(("held", "value"), [(".5", 0.5), ("5.", 5), ("+5E-1", 0.5)])
def test_a_number_is_what_xml_calls_one(held: str, value: float, tmp_path: Path) -> None:
    path = rewritten(tmp_path, with_xml(PLACE, f'<c r="C11"><v>{held}</v></c>'))

    assert observed(path, PLACE).value == value


def test_a_formula_may_give_an_empty_text(tmp_path: Path) -> None:
    path = rewritten(tmp_path, with_xml(PLACE, '<c r="C11" t="str"><f>A1</f><v></v></c>'))

    assert observed(path, PLACE).value is None


def test_a_day_may_be_written_by_iso_8601(committed: Dataset, tmp_path: Path) -> None:
    cell = f'<c r="B6" t="d"><v>{committed.about.data_date}T00:00:00Z</v></c>'

    dataset = load_workbook(rewritten(tmp_path, with_xml("Angaben!B6", cell)))

    assert dataset.about == committed.about


# --- hidden by size ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('<row r="5"', '<row ht="0.0" customHeight="1" r="5"', "hidden-rows"),
        ('<row r="5"', '<row ht="0" r="5"', "hidden-rows"),
        ("<sheetData>", '<cols><col min="3" max="3" width="0.0"/></cols><sheetData>',
         "hidden-columns"),
        ("<sheetData>", '<sheetFormatPr zeroHeight="true"/><sheetData>', "hidden-rows"),
        ("<sheetData>", '<sheetFormatPr defaultRowHeight="0.0"/><sheetData>', "hidden-rows"),
        ("<sheetData>", '<sheetFormatPr defaultColWidth="0"/><sheetData>', "hidden-columns"),
    ],
)  # fmt: skip
def test_what_has_no_size_is_hidden(old: str, new: str, code: str, tmp_path: Path) -> None:
    def change(name: str, content: bytes) -> bytes:
        if name != PARTS["Wirtschaft"]:
            return content
        for part in (rb"<cols>.*?</cols>", rb"<sheetFormatPr[^>]*/>"):
            content = re.sub(part, b"", content)
        assert old.encode() in content
        return content.replace(old.encode(), new.encode(), 1)

    assert only_problem(rewritten(tmp_path, change)).code == code


# --- conditional formats ----------------------------------------------------------------------


def with_rule(area: str, style: DifferentialStyle) -> Callable[[openpyxl.Workbook], None]:
    def edit(workbook: openpyxl.Workbook) -> None:
        rule = Rule(type="cellIs", operator="lessThan", formula=["5"], dxf=style)
        workbook["Leistungsbeziehende"].conditional_formatting.add(area, rule)

    return edit


DOT = DifferentialStyle(numFmt=NumberFormat(numFmtId=170, formatCode='"."'))
RED = DifferentialStyle(font=Font(color="FF0000"))


@pytest.mark.parametrize("area", ["C2:F31", "A1:XFD1048576", "Z1 D5"])
def test_a_condition_that_changes_number_formats_is_an_error(area: str, tmp_path: Path) -> None:
    problem = only_problem(edited(tmp_path, with_rule("B40:C41", RED), with_rule(area, DOT)))

    assert problem.code == "conditional-format"
    assert '"Leistungsbeziehende"' in problem.message
    assert "benchmarking-2020.xlsx, Leistungsbeziehende!" in problem.where


@pytest.mark.parametrize(("area", "style"), [("C2:F31", RED), ("C50:F60", DOT), ("Z2:Z9", DOT)])
def test_other_conditions_do_not_matter(
    area: str, style: DifferentialStyle, tmp_path: Path
) -> None:
    assert problems_of(edited(tmp_path, with_rule(area, style))) == ()


def test_a_condition_may_stand_in_an_extension(tmp_path: Path) -> None:
    rule = (
        "</sheetData><extLst><ext><conditionalFormattings><conditionalFormatting>"
        '<cfRule><dxf><numFmt numFmtId="170" formatCode="x"/></dxf></cfRule>'
        "<sqref>C2:D9</sqref></conditionalFormatting></conditionalFormattings></ext></extLst>"
    )
    path = rewritten(tmp_path, replacing(PARTS["Wirtschaft"], {"</sheetData>": rule}))

    problem = only_problem(path)

    assert problem.code == "conditional-format"
    assert "C2:D9" in problem.message
