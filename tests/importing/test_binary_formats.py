"""Old and binary workbooks of Excel are read like all others, and hide no errors."""

from pathlib import Path

import pytest

from reportgen.importing.files import open_file
from reportgen.importing.grid import Grid
from reportgen.problems import Problems
from tests.importing.binary_formats import DIVISION, Entry, xls, xlsb
from tests.importing.made_exports import RECIPE, write
from tests.running import run

pytestmark = pytest.mark.exhaustive

ROWS: list[list[Entry]] = [["Nr", "Quote"], ["01001000", 5.0], ["01002000", 0.0]]

SOURCE = """
[[sources]]
file = "mehr.*"
citation = "Amt"
header = [1]
year = { fixed = "2019" }
key = { column = "Nr" }
marks = { "#DIV/0!" = "not-meaningful", "" = "not-delivered" }
columns = [{ header = "Quote", recipients = "in" }]
"""


def grids(path: Path, content: bytes) -> list[Grid]:
    path.write_bytes(content)
    return open_file(path, "", (";", '"'), Problems(path.name))


@pytest.mark.parametrize("make", [xls, xlsb])
def test_texts_and_numbers_are_read(make: object, tmp_path: Path) -> None:
    assert callable(make)

    (grid,) = grids(tmp_path / "mehr", make(ROWS))

    assert grid.sheet == "Daten"
    assert [list(row) for row in grid.rows] == ROWS


def test_an_error_in_an_old_workbook_is_a_mark(tmp_path: Path) -> None:
    (tmp_path / "mehr.xls").write_bytes(xls([*ROWS, ["01003000", DIVISION]]))

    result = run("import", write(tmp_path, RECIPE + SOURCE), "--out", tmp_path / "out.xlsx")

    assert result.code == 0, result.err
    assert "not-meaningful 1" in result.out


def test_an_error_in_a_binary_workbook_is_not_taken_for_an_empty_cell(tmp_path: Path) -> None:
    (tmp_path / "mehr.xlsb").write_bytes(xlsb([*ROWS, ["01003000", DIVISION]]))

    result = run("import", write(tmp_path, RECIPE + SOURCE), "--out", tmp_path / "out.xlsx")

    assert result.code == 3
    assert "1 of its cells hold errors" in result.err


def test_a_percentage_in_an_old_workbook_needs_a_factor(tmp_path: Path) -> None:
    (tmp_path / "mehr.xls").write_bytes(xls(ROWS, percent=True))

    result = run("import", write(tmp_path, RECIPE + SOURCE), "--out", tmp_path / "out.xlsx")

    assert "the cell holds 5 and shows it as 500 %" in result.err


def test_a_cell_far_away_in_a_binary_workbook_ends_no_more_than_its_reader(tmp_path: Path) -> None:
    far: list[list[Entry]] = [["Nr"], [*[None] * 16_000, 1.0]]
    (tmp_path / "mehr.xlsb").write_bytes(xlsb(far, step=1_000_000))

    result = run("import", write(tmp_path, RECIPE + SOURCE), "--out", tmp_path / "out.xlsx")

    assert result.code == 3
    assert 'error[import-damaged]: "mehr.xlsb" cannot be read as xlsb' in result.err
