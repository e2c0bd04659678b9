"""What a single cell says: a text, a whole number, a date, or an observation.

Each function notes what is wrong and then returns an empty or unreadable value, so that reading
goes on and all errors are found in one run.
"""

import math
import re
from datetime import date, datetime, time, timedelta

from reportgen.model import Flag, Observation, Reason, Table
from reportgen.workbook.problems import Problems
from reportgen.workbook.reader import Cell, OddityKind

_ZERO = {"-", "–", "−"}
_REASONS = {
    "": Reason.NOT_DELIVERED,
    ".": Reason.CONFIDENTIAL,
    "...": Reason.LATER,
    "…": Reason.LATER,
    "/": Reason.UNRELIABLE,
}
_CROSS = "x"
_BY_BENEFIT_AREA = {Table.RECIPIENTS, Table.PAYMENTS}

_GERMAN_NUMBER = r"[-–−]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?"
_PLAIN = re.compile(_GERMAN_NUMBER)
_FLAGGED = re.compile(rf"({_GERMAN_NUMBER}) ?([prs])")
_IN_BRACKETS = re.compile(rf"\( ?({_GERMAN_NUMBER}) ?\)")
_PERCENTAGE = re.compile(rf"{_GERMAN_NUMBER} ?%")

_SIGNS_HINT = "write a number, one of the signs - . x ... / (12), or a number with p, r or s"


def text(cell: Cell, problems: Problems, *, required: bool = True) -> str:
    """The text of a cell, tidied; an empty required one is an error."""
    if not _is_computed(cell, problems):
        return ""
    if required and not cell.text:
        problems.error("empty-text", "the cell must not be empty", cell.where, "fill it in")
    return cell.text


def whole_number(
    cell: Cell, code: str, lowest: int, highest: int, problems: Problems
) -> int | None:
    """A whole number within bounds; anything else is an error with this `code`."""
    if not _is_computed(cell, problems):
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
    if not _is_computed(cell, problems):
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


def observe(cell: Cell, table: Table, problems: Problems) -> Observation:
    """What a cell says; not a number after an error.

    Args:
        cell: a cell of a value column.
        table: the sheet it stands in; the sign ``x`` differs by sheet.
        problems: takes what cannot be read.
    """
    value, reason, flag = _read(cell, table, problems)
    return Observation(value=value, reason=reason, flag=flag, sheet=cell.sheet, cell=cell.address)


_Reading = tuple[float | None, Reason | None, Flag | None]
#: Stands in for what could not be read; not a number passes every later check.
_UNREADABLE: _Reading = (math.nan, None, None)


def _read(cell: Cell, table: Table, problems: Problems) -> _Reading:
    if not _is_computed(cell, problems):
        return _UNREADABLE
    if isinstance(cell.value, float):
        if cell.oddity is not None:
            _report_percent(cell, problems)
        return cell.value, None, None
    if isinstance(cell.value, date | time | timedelta):
        problems.error(
            "date-cell",
            f"the cell holds a date or time ({cell.value})",
            cell.where,
            "format the cell as number and write the number again",
        )
        return _UNREADABLE
    return _read_text(cell, table, problems)


def _read_text(cell: Cell, table: Table, problems: Problems) -> _Reading:
    text = cell.text
    if text in _ZERO:
        return 0.0, None, None
    if text in _REASONS:
        return None, _REASONS[text], None
    if text.lower() == _CROSS:
        by_area = table in _BY_BENEFIT_AREA
        return None, Reason.NOT_RESPONSIBLE if by_area else Reason.NOT_MEANINGFUL, None
    if flagged := _FLAGGED.fullmatch(text):
        return _number(flagged[1]), None, Flag(flagged[2])
    if limited := _IN_BRACKETS.fullmatch(text):
        return _number(limited[1]), None, Flag.LIMITED
    if _PERCENTAGE.fullmatch(text):
        _report_percent(cell, problems)
    elif _PLAIN.fullmatch(text):
        problems.error(
            "german-number",
            f'"{text}" is a text, not a number',
            cell.where,
            f"write {_number(text):.15g} into a cell formatted as number",
        )
    else:
        problems.error("not-a-number", f'"{text}" is not a number', cell.where, _SIGNS_HINT)
    return _UNREADABLE


def _report_percent(cell: Cell, problems: Problems) -> None:
    problems.error(
        "percent-cell",
        "the cell holds a percentage, not a number",
        cell.where,
        "format the cell as number and write 12.5 for 12.5 %",
    )


def _number(german: str) -> float:
    """The value of a German number: dots group thousands, a comma begins the decimals."""
    return float(re.sub("[–−]", "-", german).replace(".", "").replace(",", "."))


def _is_computed(cell: Cell, problems: Problems) -> bool:
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
