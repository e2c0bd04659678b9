"""Reads single cells that hold a text, a whole number or a date.

Each function notes what is wrong and then returns None or an empty text, so that reading goes on
and all errors are found in one run.
"""

from datetime import date, datetime

from reportgen.workbook.oddities import OddityKind
from reportgen.workbook.problems import Problems
from reportgen.workbook.readers import Cell


def is_computed(cell: Cell, problems: Problems) -> bool:
    """False, with an error noted, when the cell's formula failed or was never computed."""
    if cell.oddity is None or cell.oddity.kind is OddityKind.PERCENT:
        return True
    if cell.oddity.kind is OddityKind.FAILED:
        problems.error(
            "formula-error",
            f"a formula gives {cell.value}",
            cell.where,
            "mend the formula, or write the number or a sign instead",
        )
    else:
        problems.error(
            "formula-without-value",
            "a formula was never computed, so the file holds no value for it",
            cell.where,
            "open the file in your spreadsheet program and save it",
        )
    return False


def text(cell: Cell, problems: Problems, *, required: bool = True) -> str:
    """The text of a cell, tidied; an empty required one is an error."""
    if not is_computed(cell, problems):
        return ""
    if required and not cell.text:
        problems.error("empty-text", "the cell must not be empty", cell.where, "fill it in")
    return cell.text


def whole_number(
    cell: Cell, code: str, lowest: int, highest: int, problems: Problems
) -> int | None:
    """A whole number within bounds; anything else is an error with this `code`."""
    if not is_computed(cell, problems):
        return None
    if isinstance(cell.value, float) and cell.value.is_integer():
        number = int(cell.value)
        if lowest <= number <= highest:
            return number
    problems.error(
        code,
        f'"{cell.text}" is not a whole number from {lowest} to {highest}',
        cell.where,
        "write a number, in a cell that is not formatted as text or date",
    )
    return None


def year(cell: Cell, problems: Problems) -> int | None:
    """A calendar year."""
    return whole_number(cell, "bad-year", 1990, 2100, problems)


def day(cell: Cell, problems: Problems) -> date | None:
    """A date cell."""
    if not is_computed(cell, problems):
        return None
    if isinstance(cell.value, datetime):
        return cell.value.date()
    if isinstance(cell.value, date):
        return cell.value
    problems.error(
        "bad-date",
        f'"{cell.text}" is not a date',
        cell.where,
        "write a date such as 31.12.2020, in a cell formatted as date",
    )
    return None
