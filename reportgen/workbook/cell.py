"""A cell as the file has it: where it stands, its value, its number format, and what is odd."""

from datetime import datetime, time, timedelta
from enum import Enum, auto
from functools import lru_cache
from string import ascii_uppercase, digits
from typing import NamedTuple

from msgspec import Struct

from reportgen.workbook.number_format import GENERAL, Section, number_format, shown_number

#: Days and times are what the number format makes of a number.
CellValue = str | float | bool | datetime | time | timedelta


class OddityKind(Enum):
    """Why a cell's value cannot be taken as it is."""

    FAILED = auto()
    UNCOMPUTED = auto()
    NOT_A_NUMBER = auto()
    DAMAGED = auto()
    RAISED = auto()
    STRUCK = auto()
    UNPRINTABLE = auto()
    MERGED = auto()


class Oddity(NamedTuple):
    """What is odd about a cell; `text` is the part of its content that is."""

    kind: OddityKind
    text: str = ""


class Cell(Struct, frozen=True):
    """A cell and where it stands; an empty one holds an empty text."""

    sheet: str
    address: str
    value: CellValue
    number_format: str = GENERAL
    oddity: Oddity | None = None

    @property
    def row(self) -> int:
        """Number of its row."""
        return int(self.address.lstrip(ascii_uppercase))

    @property
    def column(self) -> int:
        """Number of its column."""
        return column_number(self.address.rstrip(digits))

    @property
    def where(self) -> str:
        """Address as a spreadsheet writes it, e.g. ``Städte!B3``."""
        return f"{self.sheet}!{self.address}"

    @property
    def text(self) -> str:
        """What the cell shows, in one line."""
        if isinstance(self.value, str):
            form = number_format(self.number_format).text
            return _shown_text(self.value, form) if form and self.value else self.value
        if isinstance(self.value, bool):
            return "WAHR" if self.value else "FALSCH"
        if isinstance(self.value, float):
            return shown_number(self.value, self.number_format)
        return str(self.value)

    @property
    def is_empty(self) -> bool:
        """True when nothing stands in the cell, not even a formula."""
        return self.value == "" and (self.oddity is None or self.oddity.kind is OddityKind.MERGED)


def _shown_text(text: str, form: Section) -> str:
    return " ".join(f"{form.before}{text if form.is_text else ''}{form.after}".split())


def column_letters(number: int) -> str:
    """Letters of a column, counted from one: A for 1, Z for 26, AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@lru_cache(maxsize=1024)
def column_number(letters: str) -> int:
    """Number of a column, counted from one: 1 for A, 26 for Z, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
