"""A sheet of any file as rows of raw cells, before anything is understood."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from reportgen.clean_text import one_line
from reportgen.workbook.cell import column_letters


class Odd(Struct, frozen=True):
    """Content that is neither text nor number: a date, a formula without value, a struck cell.

    Attributes:
        text: what the cell shows; it may name a unit or a year.
        words: what it is.
    """

    text: str
    words: str


#: An empty text is an empty cell.
Raw = str | float | Odd


class Grid(Struct, frozen=True, kw_only=True):
    """A sheet; the first row and column have number 0 here, and 1 and A in messages.

    Attributes:
        file: name of the file.
        sheet: name of the sheet; empty in a text file.
        rows: cells; rows may differ in length.
        merged: first row, first column, last row, last column of cells that are shown as one.
        percent: cells whose number is shown as a percentage, a hundred times as large.
        hidden: rows that a reader of the file does not see.
    """

    file: str
    sheet: str
    rows: Sequence[Sequence[Raw]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    percent: frozenset[tuple[int, int]] = frozenset()
    hidden: frozenset[int] = frozenset()

    def cell(self, row: int, column: int) -> Raw:
        """A cell; an empty text where the file has none."""
        if not 0 <= row < len(self.rows) or not 0 <= column < len(self.rows[row]):
            return ""
        return self.rows[row][column]

    def text(self, row: int, column: int) -> str:
        """What a cell shows, in one line."""
        return raw_text(self.cell(row, column))

    def place(self, row: int, column: int) -> str:
        """Sheet and address, e.g. ``Kreise!E9``; in a text file the address alone."""
        return self.named(f"{column_letters(column + 1)}{row + 1}")

    def named(self, address: str) -> str:
        """An address with the name of the sheet."""
        return f"{self.sheet or 'text'}!{address}"

    @property
    def width(self) -> int:
        """Columns of the widest row."""
        return max(map(len, self.rows), default=0)


def raw_text(raw: Raw) -> str:
    """What a cell shows, in one line; a number with at most 15 digits and a point."""
    if isinstance(raw, Odd):
        return raw.text
    if isinstance(raw, str):
        return one_line(raw)
    return str(int(raw)) if raw == int(raw) and abs(raw) < 1e15 else f"{raw:.15g}"


def raw_of(value: object) -> Raw:
    """A cell of what a library gives.

    Args:
        value: text, number, truth value, date, time, duration or None.
    """
    if isinstance(value, bool):
        return Odd("WAHR" if value else "FALSCH", "a truth value")
    if isinstance(value, int | float):
        number = float(value)
        finite = number - number == 0
        return number + 0.0 if finite else Odd(str(value), "no number")
    if isinstance(value, datetime):
        whole = value.time() == time()
        return Odd(f"{value:%d.%m.%Y}" if whole else f"{value:%d.%m.%Y %H:%M}", "a date")
    if isinstance(value, date):
        return Odd(f"{value:%d.%m.%Y}", "a date")
    if isinstance(value, time | timedelta):
        return Odd(str(value), "a time")
    return "" if value is None else str(value)
