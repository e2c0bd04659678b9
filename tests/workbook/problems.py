"""The problems of a workbook that was changed, and changes of its rows and sheets."""

from collections.abc import Callable
from pathlib import Path

import openpyxl

from reportgen.errors import Problem, WorkbookError
from reportgen.workbook import load_workbook
from tests.workbooks import Edit


def problems_of(path: Path) -> tuple[Problem, ...]:
    try:
        return load_workbook(path).warnings
    except WorkbookError as error:
        return error.problems


def only_problem(path: Path) -> Problem:
    (problem,) = problems_of(path)
    assert problem.hint
    return problem


def inserted(sheet: str, *rows: tuple[object, ...]) -> Edit:
    """Puts rows above the header."""

    def edit(workbook: openpyxl.Workbook) -> None:
        workbook[sheet].insert_rows(1, len(rows))
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                workbook[sheet].cell(number, column).value = value

    return edit


def on_sheet(sheet: str, change: Callable[[object], None]) -> Edit:
    return lambda workbook: change(workbook[sheet])
