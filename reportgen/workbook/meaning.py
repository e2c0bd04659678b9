"""What a single cell says: a text, a whole number, a date, or an observation.

What counts is what the cell shows: its value in its number format. Each function notes what is
wrong and then returns an empty or unreadable value, so that reading goes on and all errors are
found in one run.
"""

import math
import re
from datetime import date, datetime, time, timedelta

from reportgen.clean_text import one_line
from reportgen.model import WITHHELD, Flag, Observation, Reason, Table
from reportgen.problems import Problems, excerpt
from reportgen.workbook.cell import Cell
from reportgen.workbook.number_format import Section, number_format, shown_number
from reportgen.workbook.oddities import SIGNS_HINT, is_usable

#: Years that figures may be of.
FIRST_YEAR, LAST_YEAR = 1990, 2100

#: Largest number that may stand in a cell; beyond it, digits would get lost.
MOST = 10**15

_ZERO = {"-", "–", "−"}
_REASONS = {
    "": Reason.NOT_DELIVERED,
    ".": Reason.CONFIDENTIAL,
    "...": Reason.LATER,
    "…": Reason.LATER,
    "/": Reason.UNRELIABLE,
}
_CROSSES = {
    Table.POPULATION: Reason.NOT_MEANINGFUL,
    Table.RECIPIENTS: Reason.NOT_RESPONSIBLE,
    Table.PAYMENTS: Reason.NOT_RESPONSIBLE,
    Table.ECONOMY: Reason.NOT_MEANINGFUL,
}
#: Signs of absence by sheet: what an x means differs.
_SIGNS = {table: {**_REASONS, "x": cross, "X": cross} for table, cross in _CROSSES.items()}
#: What may stand before and behind a number, and what it means.
_MARKS = {
    ("", ""): None,
    ("(", ")"): Flag.LIMITED,
    **{("", flag.value): flag for flag in (Flag.PROVISIONAL, Flag.CORRECTED, Flag.ESTIMATED)},
}
_EURO = ("€", "EUR", "Euro")

_DIGITS = r"(?:[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?: [0-9]{3})+|(?:['’][0-9]{3})+)|[0-9]+)"
_GERMAN_NUMBER = rf"[-–−]?{_DIGITS}(?:,[0-9]+)?"
_PLAIN = re.compile(rf"['’]?({_GERMAN_NUMBER})")
_FLAGGED = re.compile(rf"({_GERMAN_NUMBER}) ?([prs])")
_IN_BRACKETS = re.compile(rf"\( ?({_GERMAN_NUMBER}) ?\)")
_PERCENTAGE = re.compile(rf"{_GERMAN_NUMBER} ?%")

_AS_NUMBER = "format the cell as number and write the number again"

_Reading = tuple[float | None, Reason | None, Flag | None]
#: Stands in for what could not be read; not a number passes every later check.
_UNREADABLE: _Reading = (math.nan, None, None)


def text(
    cell: Cell, problems: Problems, *, required: bool = True, most: int = 200, decimal: str = ","
) -> str:
    """What a cell of texts shows, in one line.

    Args:
        cell: that holds a text, or a number that is meant as one.
        problems: takes what cannot be read.
        required: an empty one is an error.
        most: characters that it may have.
        decimal: mark before the decimals of a number.
    """
    if not is_usable(cell, problems):
        return ""
    shown = cell.text
    if isinstance(cell.value, bool):
        problems.error(
            "boolean-cell",
            f"the cell holds the truth value {shown}, not a text",
            cell.where,
            "format the cell as text and write what is meant",
        )
        return ""
    if isinstance(cell.value, date | time | timedelta):
        _report_date(cell, "text", problems)
        return ""
    if isinstance(cell.value, float):
        section, _ = number_format(cell.number_format).section_of(cell.value)
        if section is not None and (section.parted or section.other_form):
            # The text would be another than what the cell shows.
            _report_format(cell, problems, shows="a number in a form of its own")
            return ""
        shown = shown_number(cell.value, cell.number_format, decimal)
    if not shown and not cell.is_empty:
        _report_format(cell, problems)
    elif not shown and required:
        problems.error("empty-text", "the cell must not be empty", cell.where, "fill it in")
    elif len(shown) > most:
        problems.error(
            "too-long",
            f'the text has {len(shown)} characters, more than {most}: "{excerpt(shown)}"',
            cell.where,
            "shorten it",
        )
    return shown


def whole_number(
    cell: Cell, code: str, lowest: int, highest: int, problems: Problems
) -> int | None:
    """A whole number within bounds; anything else is an error with this `code`."""
    if not is_usable(cell, problems):
        return None
    if isinstance(cell.value, float) and not isinstance(cell.value, bool):
        number, _, flag = _read_number(cell, "", {}, problems)
        if number is not None and math.isnan(number):
            return None
        if number is not None and flag is None and lowest <= number <= highest and number % 1 == 0:
            return int(number)
    if isinstance(cell.value, str) and re.fullmatch("[0-9]+", cell.text):
        problems.error(code, "the number is a text", cell.where, _AS_NUMBER)
        return None
    held = _held(cell)
    problems.error(
        code,
        f"{held} is not a whole number from {lowest} to {highest}"
        if held
        else f"the cell holds no whole number from {lowest} to {highest}",
        cell.where,
        "write a number, in a cell that is not formatted as text or date",
    )
    return None


def _held(cell: Cell) -> str:
    """What a cell holds, which its number format may hide, e.g. that 2020.4 is no year."""
    match cell.value:
        case datetime() as moment:
            return f"the date {moment:%d.%m.%Y}"
        case time() | timedelta() as moment:
            return f"the time {moment}"
        case float() as number if not isinstance(number, bool):
            return f"{number:.15g}"
    return f'"{cell.text}"' if cell.text else ""


def year(cell: Cell, problems: Problems) -> int | None:
    """A calendar year."""
    return whole_number(cell, "bad-year", FIRST_YEAR, LAST_YEAR, problems)


def day(cell: Cell, problems: Problems) -> date | None:
    """A date cell."""
    if not is_usable(cell, problems):
        return None
    if isinstance(cell.value, datetime) and cell.value.year >= FIRST_YEAR:
        return cell.value.date()
    problems.error(
        "bad-date",
        f'"{cell.text}" is not a date' if cell.text else "the cell holds no date",
        cell.where,
        "write a date such as 31.12.2020, in a cell formatted as date",
    )
    return None


def observe(cell: Cell, table: Table, problems: Problems, unit: str = "") -> Observation:
    """What a cell says; not a number after an error.

    Args:
        cell: a cell of a value column.
        table: the sheet it stands in; the sign ``x`` differs by sheet.
        problems: takes what cannot be read.
        unit: of the column; a number format may show it beside the number.
    """
    held = cell.value
    if (
        isinstance(held, float)
        and cell.oddity is None
        and abs(held) <= MOST
        and number_format(cell.number_format).is_plain
    ):
        # As nearly all are.
        return Observation(held, None, None, cell.sheet, cell.address)
    value, reason, flag = _read(cell, table, unit, problems)
    words = WITHHELD if reason and cell.text == WITHHELD else ""
    return Observation(value, reason, flag, cell.sheet, cell.address, words)


def _read(cell: Cell, table: Table, unit: str, problems: Problems) -> _Reading:
    if not is_usable(cell, problems, is_value=True):
        return _UNREADABLE
    signs = _SIGNS[table]
    if isinstance(cell.value, float):
        return _read_number(cell, unit, signs, problems)
    if isinstance(cell.value, date | time | timedelta):
        _report_date(cell, "number", problems)
        return _UNREADABLE
    if not isinstance(cell.value, bool) and not cell.text and not cell.is_empty:
        _report_format(cell, problems)
        return _UNREADABLE
    return _read_text(cell, {**signs, WITHHELD: Reason.CONFIDENTIAL}, problems)


def _read_number(cell: Cell, unit: str, signs: dict[str, Reason], problems: Problems) -> _Reading:
    value = cell.value
    assert isinstance(value, float), "only numbers come here"
    if abs(value) > MOST:
        return _too_large(cell, problems)
    form = number_format(cell.number_format)
    if form.is_plain:
        return value, None, None
    section, bare = form.section_of(value)
    if section is not None and section.percent:
        _report_percent(cell, problems)
        return _UNREADABLE
    if section is not None and not (section.broken or section.scale):
        if not section.shows(value):
            shown = one_line(section.before + section.after)
            if shown in _ZERO and value == 0:
                return 0.0, None, None
            if shown and shown in signs:
                return None, signs[shown], None
        else:
            marks = _marks(section, unit, needs_minus=bare and value < 0)
            if marks in _MARKS:
                return value, None, _MARKS[marks]
    _report_format(cell, problems)
    return _UNREADABLE


def _marks(section: Section, unit: str, *, needs_minus: bool) -> tuple[str, str] | None:
    """What a section shows before and behind a number, without its unit and its sign."""
    before, after = one_line(section.before), one_line(section.after)
    for name in _EURO if unit[:1] == "€" else (unit,):
        if name and (before or after).startswith(name):
            before, after = before.removeprefix(name).strip(), after.removeprefix(name).strip()
            break
    if not needs_minus:
        return before.removeprefix("+"), after
    if before[:1] in _ZERO:
        return before[1:].strip(), after
    if after[-1:] in _ZERO:
        return before, after[:-1].strip()
    return None


def _read_text(cell: Cell, signs: dict[str, Reason], problems: Problems) -> _Reading:
    text = cell.text
    if text in _ZERO:
        return 0.0, None, None
    if text in signs:
        return None, signs[text], None
    flagged, limited = _FLAGGED.fullmatch(text), _IN_BRACKETS.fullmatch(text)
    if flagged or limited:
        match = flagged or limited
        assert match, "one of both"
        value = _number(match[1])
        flag = Flag(flagged[2]) if flagged else Flag.LIMITED
        return (value, None, flag) if abs(value) <= MOST else _too_large(cell, problems)
    if _PERCENTAGE.fullmatch(text):
        _report_percent(cell, problems)
    elif plain := _PLAIN.fullmatch(text):
        problems.error(
            "german-number",
            f'"{excerpt(text)}" is a text, not a number',
            cell.where,
            f"write {_number(plain[1]):.15g} into a cell formatted as number",
        )
    else:
        problems.error("not-a-number", f'"{excerpt(text)}" is not a number', cell.where, SIGNS_HINT)
    return _UNREADABLE


def _number(german: str) -> float:
    """The value of a German number: dots or blanks group thousands, a comma begins decimals."""
    return float(re.sub("[. '’]", "", re.sub("[–−]", "-", german)).replace(",", ".")) + 0.0


def _too_large(cell: Cell, problems: Problems) -> _Reading:
    problems.error(
        "number-too-large",
        f"{excerpt(cell.text)} is larger than any figure of a city",
        cell.where,
        "correct the number",
    )
    return _UNREADABLE


def _report_percent(cell: Cell, problems: Problems) -> None:
    problems.error(
        "percent-cell",
        "the cell holds a percentage, not a number",
        cell.where,
        "format the cell as number and write 12.5 for 12.5 %",
    )


def _report_date(cell: Cell, wanted: str, problems: Problems) -> None:
    problems.error(
        "date-cell",
        f"the cell holds a date or time ({cell.value})",
        cell.where,
        f"format the cell as {wanted} and write the {wanted} again",
    )


def _report_format(cell: Cell, problems: Problems, shows: str = "") -> None:
    held = f"{cell.value:.15g}" if isinstance(cell.value, float) else f'"{cell.value}"'
    shows = shows or (f'"{cell.text}"' if cell.text else "nothing")
    problems.error(
        "number-format",
        f"in its number format `{cell.number_format}` the cell shows {shows}, but it holds {held}",
        cell.where,
        "choose a plain number format; write a sign or a flag into the cell itself, e.g. / or 12 s",
    )
