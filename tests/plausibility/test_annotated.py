"""The workbook goes back with its implausible cells marked, and comes again with answers."""

from pathlib import Path

import openpyxl
import pytest

from reportgen.errors import WorkbookError
from reportgen.workbook import load_workbook
from reportgen.workbook.annotate import annotated
from tests.running import run
from tests.workbooks import WORKBOOK, edited, with_cell, with_figure, with_sheet

WRONG = (
    with_figure("Leistungsbeziehende", "Köln", 2020, "SGB II", 11777),
    with_figure("Wirtschaft", "Essen", 2020, "Arbeitslosenquote", 110.4),
)
CELL = "Leistungsbeziehende!C21"


def test_cells_are_marked_and_commented_and_all_else_stays(tmp_path: Path) -> None:
    path = edited(tmp_path, *WRONG)

    result = run("validate", path, "--annotate", tmp_path / "out.xlsx")

    assert result.code == 0
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    cell = book["Leistungsbeziehende"]["C21"]
    assert cell.comment is not None
    assert "Bitte prüfen (previous)" in cell.comment.text
    assert "11.777 nach 110.820" in cell.comment.text
    assert cell.fill.fgColor.rgb == "FFFFE699"
    assert book["Leistungsbeziehende"]["C20"].comment is None
    before, after = load_workbook(path), load_workbook(tmp_path / "out.xlsx")
    assert dict(after.observations) == dict(before.observations)
    assert after.warnings == before.warnings


def test_answers_in_the_copy_silence_the_doubts(tmp_path: Path) -> None:
    run("validate", edited(tmp_path, *WRONG), "--annotate", tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    rows = list(book["Bestätigt"].iter_rows(min_row=2))
    assert [row[0].value for row in rows] == ["Wirtschaft!C13", CELL]
    for row in rows:
        row[3].value, row[4].value = "Amt für Soziales", "geprüft"
    book.save(tmp_path / "out.xlsx")

    result = run("validate", tmp_path / "out.xlsx")

    assert "0 implausible values, 2 confirmed" in result.err


def test_each_city_gets_its_own_rows_only(tmp_path: Path) -> None:
    path = edited(tmp_path, *WRONG, with_sheet("Nebenrechnung"), with_cell("Nebenrechnung!A1", 5))

    run("validate", path, "--by-city", tmp_path / "cities")

    assert sorted(p.name for p in (tmp_path / "cities").iterdir()) == ["essen.xlsx", "koeln.xlsx"]
    book = openpyxl.load_workbook(tmp_path / "cities" / "koeln.xlsx")
    assert "Nebenrechnung" not in book.sheetnames
    sheet = book["Leistungsbeziehende"]
    assert sheet["C21"].comment is not None
    assert {row[0].value for row in sheet.iter_rows(min_row=2)} == {None, "Köln"}
    assert sheet.row_dimensions[3].hidden
    assert [row[0].value for row in book["Bestätigt"].iter_rows(min_row=2)] == [CELL]


def test_the_workbook_itself_is_not_replaced(tmp_path: Path) -> None:
    path = edited(tmp_path, *WRONG)
    before = path.read_bytes()

    result = run("validate", path, "--annotate", path)

    assert result.code == 2
    assert "error[would-replace-workbook]" in result.err
    assert path.read_bytes() == before


def test_what_openpyxl_cannot_copy_is_a_problem() -> None:
    with pytest.raises(WorkbookError, match="not-annotated"):
        annotated(b"PK", "mappe.xlsx", ())


def test_a_build_says_in_one_line_how_many_values_are_implausible(tmp_path: Path) -> None:
    path = edited(tmp_path, *WRONG)

    result = run("build", path, "--city", "Rostock", "--out", tmp_path / "out")

    assert result.code == 0
    assert result.err.count("implausible") == 2  # code and message of one warning
    assert "2 values look implausible" in result.err
    right = run("build", WORKBOOK, "--city", "Rostock", "--out", tmp_path / "right")
    assert "implausible" not in right.err
