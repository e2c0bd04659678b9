"""What was read from a table: values with their origin, and what was left out."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from msgspec import Struct, field

from reportgen.importing.account import LeftOut
from reportgen.importing.values import Content
from reportgen.model import Table


class Target(NamedTuple):
    """A cell of the standard workbook: sheet, key of the unit, year, key of the column."""

    table: Table
    unit: str
    year: int
    column: str


class Origin(Struct, frozen=True, kw_only=True):
    """Where a value comes from.

    Attributes:
        file, sheet: their names; a text file has no sheet.
        cells: addresses, e.g. ``E9`` or ``C9:F9``.
        raw: text of the cells before anything was understood.
    """

    file: str
    sheet: str
    cells: str
    raw: str

    @property
    def where(self) -> str:
        """For a message."""
        return f"{self.file}, {self.sheet or 'text'}!{self.cells}"


class Value(Struct, frozen=True, kw_only=True):
    """A value for a cell of the workbook."""

    target: Target
    content: Content
    origin: Origin
    citation: str
    note: str


class Reading(Struct, kw_only=True):
    """What a sheet gave.

    Attributes:
        file, sheet: names.
        rows: below the header.
        values: read from it.
        left_out: rows that gave nothing.
        unused: letters and header of columns that hold something and were not read.
        other_names: units that this source names otherwise than the workbook.
    """

    file: str
    sheet: str
    rows: int = 0
    values: list[Value] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    unused: tuple[tuple[str, str], ...] = ()

    @property
    def units(self) -> int:
        """How many units have a value."""
        return len({value.target.unit for value in self.values})


def kinds_of(values: Iterable[Value]) -> Counter[str]:
    """Numbers, zeros and each kind of absence."""
    return Counter(value.content.kind for value in values)
