"""Makes changed copies of the committed workbook.

Each function gives an edit, and `edited` applies edits to a copy:

    edited(tmp_path, with_cell("Bevölkerung!C10", 0), without_sheet("Quellen"))
"""

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

WORKBOOK = Path(__file__).parents[1] / "data" / "benchmarking-2020.xlsx"

Edit = Callable[[openpyxl.Workbook], None]
Value = str | float | bool | date | datetime | time | None


def edited(folder: Path, *edits: Edit) -> Path:
    """A copy of the committed workbook in `folder`, of the same name, with all edits made."""
    workbook = openpyxl.load_workbook(WORKBOOK)
    for edit in edits:
        edit(workbook)
    path = folder / WORKBOOK.name
    workbook.save(path)
    return path


def with_cell(place: str, value: Value, number_format: str = "") -> Edit:
    """Writes one cell, e.g. ``Städte!B3``."""
    sheet, address = place.split("!")

    def edit(workbook: openpyxl.Workbook) -> None:
        cell = workbook[sheet][address]
        cell.value = value
        if number_format:
            cell.number_format = number_format

    return edit


def with_figure(sheet: str, city: str, year: int, header: str, value: Value) -> Edit:
    """Writes the cell of a city and year below a header."""

    def edit(workbook: openpyxl.Workbook) -> None:
        rows = _sheet(workbook, sheet).iter_rows()
        row = next(cells for cells in rows if (cells[0].value, cells[1].value) == (city, year))
        row[_column(_sheet(workbook, sheet), header) - 1].value = value

    return edit


def with_row(sheet: str, *values: Value) -> Edit:
    """Adds a row below the others."""
    return lambda workbook: _sheet(workbook, sheet).append(values)


def without_rows(sheet: str, first_column: str | None = None) -> Edit:
    """Removes the rows that begin with a text, or all rows but the header."""

    def edit(workbook: openpyxl.Workbook) -> None:
        for row in range(_sheet(workbook, sheet).max_row, 1, -1):
            if first_column in {None, _sheet(workbook, sheet).cell(row, 1).value}:
                _sheet(workbook, sheet).delete_rows(row)

    return edit


def without_column(sheet: str, header: str) -> Edit:
    """Removes a column with its header."""

    def edit(workbook: openpyxl.Workbook) -> None:
        _sheet(workbook, sheet).delete_cols(_column(_sheet(workbook, sheet), header))

    return edit


def with_empty_column(sheet: str, header: str) -> Edit:
    """Empties a column below its header."""

    def edit(workbook: openpyxl.Workbook) -> None:
        column = _column(_sheet(workbook, sheet), header)
        for row in range(2, _sheet(workbook, sheet).max_row + 1):
            _sheet(workbook, sheet).cell(row, column).value = None

    return edit


def with_column(sheet: str, header: str) -> Edit:
    """Adds an empty column at the right."""

    def edit(workbook: openpyxl.Workbook) -> None:
        _sheet(workbook, sheet).cell(1, _sheet(workbook, sheet).max_column + 1).value = header

    return edit


def renamed_column(sheet: str, header: str, new: str) -> Edit:
    """Changes a header."""

    def edit(workbook: openpyxl.Workbook) -> None:
        _sheet(workbook, sheet).cell(1, _column(_sheet(workbook, sheet), header)).value = new

    return edit


def without_sheet(sheet: str) -> Edit:
    """Removes a sheet."""
    return lambda workbook: workbook.remove(workbook[sheet])


def renamed_sheet(sheet: str, new: str) -> Edit:
    """Changes the name of a sheet."""

    def edit(workbook: openpyxl.Workbook) -> None:
        workbook[sheet].title = new

    return edit


def with_sheet(sheet: str) -> Edit:
    """Adds an empty sheet."""

    def edit(workbook: openpyxl.Workbook) -> None:
        workbook.create_sheet(sheet)

    return edit


def without_area(key: str, short: str) -> Edit:
    """Removes a benefit area with its columns."""
    return _all(
        without_rows("Leistungsbereiche", key),
        without_column("Leistungsbeziehende", short),
        without_column("Auszahlungen", short),
    )


def without_indicator(key: str, label: str) -> Edit:
    """Removes an economic indicator with its column."""
    return _all(without_rows("Indikatoren", key), without_column("Wirtschaft", label))


def _all(*edits: Edit) -> Edit:
    def edit(workbook: openpyxl.Workbook) -> None:
        for each in edits:
            each(workbook)

    return edit


def _sheet(workbook: openpyxl.Workbook, name: str) -> Worksheet:
    sheet = workbook[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def _column(sheet: Worksheet, header: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == header)
