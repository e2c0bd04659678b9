"""After one fault of a sheet there is one problem."""

from pathlib import Path

import openpyxl
import pytest

from reportgen.errors import Severity
from tests.workbook.problems import only_problem
from tests.workbooks import Edit, edited, with_cell, with_row, without_rows

WARNING, ERROR = Severity.WARNING, Severity.ERROR


def stacked_header(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["Leistungsbeziehende"]
    sheet.insert_rows(1)
    sheet["A1"], sheet["B1"], sheet["C1"] = "Stadt", "Jahr", "Personen am 31.12."
    sheet["A2"] = sheet["B2"] = None


def heading_between_rows(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["Bevölkerung"]
    sheet.insert_rows(8)
    sheet["A8"] = "Nordrhein-Westfalen"


def note_in_the_second_column(workbook: openpyxl.Workbook) -> None:
    workbook["Wirtschaft"]["B229"] = "Stand: 2021"


def row_of_units(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["Wirtschaft"]
    sheet.insert_rows(2)
    for column in range(3, 14):
        sheet.cell(2, column).value = "in %"


def row_of_numbers(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["Wirtschaft"]
    sheet.insert_rows(2)
    for column in range(1, 14):
        sheet.cell(2, column).value = column


def second_header(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["Wirtschaft"]
    sheet.insert_rows(17)
    for column in range(1, 14):
        sheet.cell(17, column).value = sheet.cell(1, column).value


def years_as_texts(workbook: openpyxl.Workbook) -> None:
    for row in range(2, 32):
        cell = workbook["Wirtschaft"].cell(row, 2)
        cell.value = str(cell.value)


def area_twice(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["Leistungsbereiche"]
    sheet.append([cell.value for cell in sheet[3]])


def city_twice(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["Städte"]
    sheet.append([cell.value for cell in sheet[7]])


@pytest.mark.parametrize(
    ("edit", "code", "severity"),
    [
        (stacked_header, "header-row", WARNING),
        (heading_between_rows, "row-not-read", WARNING),
        (note_in_the_second_column, "row-not-read", WARNING),
        (row_of_units, "row-without-city", ERROR),
        (row_of_numbers, "unknown-city", ERROR),
        (second_header, "row-not-read", WARNING),
        (years_as_texts, "bad-year", ERROR),
        (area_twice, "duplicate-key", ERROR),
        (city_twice, "duplicate-city", ERROR),
        (with_cell("Städte!B11", None), "empty-text", ERROR),
        (with_cell("Leistungsbereiche!B3", None), "empty-text", ERROR),
        (with_cell("Indikatoren!B3", None), "empty-text", ERROR),
        (with_cell("Angaben!B5", "2020"), "bad-year", ERROR),
        (without_rows("Städte", "05315000"), "unknown-city", ERROR),
        (with_cell("Bevölkerung!C11", "rund 620.000"), "not-a-number", ERROR),
        (with_cell("Bevölkerung!A11", "Dusseldorf"), "unknown-city", ERROR),
        (with_row("Wirtschaft", "Deutschland", 2020, 5.5), "unknown-city", ERROR),
    ],
)  # fmt: skip
def test_after_one_fault_there_is_one_problem(
    edit: Edit, code: str, severity: Severity, tmp_path: Path
) -> None:
    problem = only_problem(edited(tmp_path, edit))

    assert (problem.code, problem.severity) == (code, severity)
    assert '""' not in problem.message
