"""What an import has read and what it has left out, for people; the values are in the workbook."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from reportgen.errors import Problem


class LeftOut(NamedTuple):
    """A row that gave nothing: why, its number from 1, what it begins with."""

    reason: str
    row: int
    text: str


class SheetAccount(Struct, frozen=True, kw_only=True):
    """What a sheet gave.

    Attributes:
        file, sheet: names.
        rows: below the header.
        left_out: rows that gave nothing.
        units, values: how many it has.
        kinds: how many values are numbers, zeros, and of each kind of absence.
        unused: letters and header of columns that hold something and were not read.
    """

    file: str
    sheet: str
    rows: int
    left_out: Sequence[LeftOut]
    units: int
    values: int
    kinds: Counter[str]
    unused: Sequence[tuple[str, str]]


class Account(Struct, frozen=True, kw_only=True):
    """What a recipe gave.

    Attributes:
        sheets: each that was read.
        unread: sheets of the files that no source is about, by file.
        unstated: cells of the workbook that no file says anything of.
        twice: values that a second place gave as well, the same.
        renamed: other names that files have for units, by the units' own.
        warnings: what is odd.
    """

    sheets: Sequence[SheetAccount]
    unread: Mapping[str, Sequence[str]]
    unstated: int
    twice: int
    renamed: Mapping[str, Sequence[str]]
    warnings: Sequence[Problem]
