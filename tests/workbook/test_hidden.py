"""Hidden, filtered and merged cells: what is read all the same is named."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from reportgen.errors import Severity
from reportgen.model import Dataset
from reportgen.workbook import load_workbook
from tests.workbook.problems import inserted, on_sheet, only_problem, problems_of
from tests.workbooks import edited, with_row


def hide_rows(*rows: int) -> Callable[[object], None]:
    def change(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        for row in rows:
            sheet.row_dimensions[row].hidden = True

    return change  # type: ignore[return-value]


def hide_columns(*letters: str) -> Callable[[object], None]:
    def change(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        for letter in letters:
            sheet.column_dimensions[letter].hidden = True

    return change  # type: ignore[return-value]


def filter_rows(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    sheet.auto_filter.add_filter_column(0, ["Bremen"])
    for row in range(4, 32):
        sheet.row_dimensions[row].hidden = True


def hide(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    sheet.sheet_state = "veryHidden"


@pytest.mark.parametrize(
    ("sheet", "change", "code", "named"),
    [
        ("Städte", hide_rows(5, 9), "hidden-rows", "5 (Duisburg), 9 (Hamburg)"),
        ("Städte", hide_rows(10), "hidden-rows", "10 (Hannover)"),
        ("Wirtschaft", hide_rows(3), "hidden-rows", "3 (Bremen)"),
        ("Leistungsbeziehende", filter_rows, "hidden-rows", "hidden by a filter"),
        ("Leistungsbeziehende", hide_columns("D", "H"), "hidden-columns", '"GSiAE", "AsylbLG"'),
        ("Auszahlungen", hide, "hidden-sheet", '"Auszahlungen"'),
    ],
)  # fmt: skip
def test_what_is_hidden_is_read_with_a_warning_that_names_it(
    sheet: str,
    change: Callable[[object], None],
    code: str,
    named: str,
    tmp_path: Path,
    committed: Dataset,
) -> None:
    dataset = load_workbook(edited(tmp_path, on_sheet(sheet, change)))

    (warning,) = dataset.warnings
    assert (warning.code, warning.severity) == (code, Severity.WARNING)
    assert named in warning.message
    assert dataset.observations == committed.observations


def test_hidden_rows_and_columns_without_content_do_not_matter(tmp_path: Path) -> None:
    path = edited(
        tmp_path, on_sheet("Städte", hide_rows(1, 90)), on_sheet("Städte", hide_columns("K"))
    )

    assert load_workbook(path).warnings == ()


@pytest.mark.parametrize(
    ("cells", "place"),
    [("Bevölkerung!A2:A3", "A3"), ("Wirtschaft!C7:D7", "D7"), ("Städte!D2:D5", "D3")],
)
def test_merged_cells_within_a_table_are_one_error(cells: str, place: str, tmp_path: Path) -> None:
    sheet, _, area = cells.partition("!")

    def merge(workbook: openpyxl.Workbook) -> None:
        workbook[sheet][area.partition(":")[0]].value = (
            workbook[sheet][area.partition(":")[0]].value or "Amt"
        )
        workbook[sheet].merge_cells(area)

    problem = only_problem(edited(tmp_path, merge))

    assert problem.code == "merged-cell"
    assert area in problem.message
    assert problem.where == f"benchmarking-2020.xlsx, {sheet}!{place}"


def test_a_merged_title_and_a_merged_note_are_no_table(tmp_path: Path) -> None:
    def merge(workbook: openpyxl.Workbook) -> None:
        workbook["Wirtschaft"].merge_cells("A1:M1")
        workbook["Wirtschaft"].merge_cells("A228:M228")

    path = edited(
        tmp_path,
        with_row("Wirtschaft", "Quelle: BBSR"),
        inserted("Wirtschaft", ("Tabelle 7",)),
        merge,
    )

    assert [problem.code for problem in problems_of(path)] == ["header-row", "row-not-read"]
