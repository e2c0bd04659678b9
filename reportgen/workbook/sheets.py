"""One walk over a sheet: its cells with address, value, number format and oddities.

Nothing else reads a sheet, so that what is odd always hits the cell that it belongs to. A cell or
row that does not say where it stands follows the one before it (ECMA-376-1, 18.3.1.4 and .73).
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO

from reportgen.workbook.cell import (
    Cell,
    CellValue,
    Oddity,
    OddityKind,
    column_letters,
    column_number,
)
from reportgen.workbook.number_format import number_format
from reportgen.workbook.package import SheetPart, is_true
from reportgen.workbook.strings import CellText, TextParser
from reportgen.workbook.styles import Style
from reportgen.workbook.xml_parts import parse

_ADDRESS = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")
#: That a sheet can have.
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
#: Number of the last day that a spreadsheet knows, 31.12.9999.
_LAST_DAY = 2_958_465


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that has a cell with content; its cells by the number of their column."""

    number: int
    cells: Mapping[int, Cell]
    hidden: bool


@dataclass(frozen=True, slots=True)
class CellRange:
    """A rectangle of cells, e.g. ``A2:A3``; all numbers count from one and are included."""

    first_column: int
    first_row: int
    last_column: int
    last_row: int

    def __str__(self) -> str:
        first = f"{column_letters(self.first_column)}{self.first_row}"
        return f"{first}:{column_letters(self.last_column)}{self.last_row}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a sheet holds.

    Attributes:
        name: in one line.
        rows: those with content, from the first on.
        hidden: the whole sheet is.
        hidden_columns: numbers of columns.
        filtered: a filter hides rows.
        merged: cells that are shown as one.
    """

    name: str
    rows: tuple[SheetRow, ...]
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    filtered: bool = False
    merged: tuple[CellRange, ...] = ()

    def cell(self, row: SheetRow, column: int) -> Cell:
        """The cell of a column; an empty one where there is none."""
        found = row.cells.get(column)
        return found or Cell(self.name, f"{column_letters(column)}{row.number}", "")


def read_sheet(
    stream: IO[bytes],
    part: SheetPart,
    strings: Sequence[CellText],
    styles: Sequence[Style],
    texts: TextParser,
    settings: tuple[bool, bool],
) -> Sheet:
    """Reads a sheet.

    Args:
        stream: content of its part.
        part: its name, and whether it is hidden.
        strings: texts that cells share.
        styles: formats of cells, by number.
        texts: makes texts that stand in the sheet itself.
        settings: whether days count from 1904, and whether all formulas are to be computed anew.

    Raises:
        ValueError: the sheet contradicts itself.
    """
    parser = _SheetParser(part, strings, styles, texts, *settings)
    parse(stream, parser.start, parser.end)
    return parser.sheet()


class _SheetParser:
    def __init__(
        self,
        part: SheetPart,
        strings: Sequence[CellText],
        styles: Sequence[Style],
        texts: TextParser,
        from_1904: bool,
        recalculate: bool,
    ) -> None:
        self._part, self._strings, self._styles, self._texts = part, strings, styles, texts
        self._first_day = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
        self._recalculate = recalculate
        self._rows: dict[int, dict[int, Cell]] = {}
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._merged: list[CellRange] = []
        self._filtered = self._hides_rows = False
        self._row = self._column = 0
        self._attributes: dict[str, str] = {}
        self._value = ""
        self._has_formula = self._has_text = False

    def start(self, path: list[str], attributes: dict[str, str]) -> None:
        """An element begins."""
        depth = len(path)
        if depth > 2 and path[1] == "sheetData":
            if depth == 4:
                self._attributes = attributes
                self._value, self._has_formula, self._has_text = "", False, False
            elif depth == 3:
                self._start_row(attributes)
            elif path[4] == "is":
                self._texts.start(path[5:], attributes)
        elif depth > 1:
            self._start_other(path, attributes)

    def end(self, path: list[str], text: str) -> None:
        """An element ends."""
        if len(path) < 4 or path[1] != "sheetData":
            return
        if len(path) == 4:
            if path[3] == "c" and path[2] == "row":
                self._end_cell()
        elif path[4] == "is":
            self._texts.end(path[5:], text)
            self._has_text = True
        elif len(path) == 5 and path[4] == "v":
            self._value = text
        elif len(path) == 5 and path[4] == "f":
            self._has_formula = True

    def sheet(self) -> Sheet:
        """What was read."""
        rows = (
            SheetRow(number, cells, number in self._hidden_rows or self._hides_rows)
            for number, cells in sorted(self._rows.items())
        )
        return Sheet(
            name=self._part.name,
            rows=tuple(rows),
            hidden=self._part.hidden,
            hidden_columns=frozenset(self._hidden_columns),
            filtered=self._filtered,
            merged=tuple(self._merged),
        )

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        self._row = int(attributes.get("r", self._row + 1))
        self._column = 0
        if not 1 <= self._row <= _LAST_ROW:
            raise ValueError(f"there is no row {self._row} in a sheet")
        if is_true(attributes.get("hidden")) or attributes.get("ht") == "0":
            self._hidden_rows.add(self._row)

    def _start_other(self, path: list[str], attributes: Mapping[str, str]) -> None:
        match path[1:]:
            case ["cols", "col"]:
                if is_true(attributes.get("hidden")) or attributes.get("width") == "0":
                    first, last = int(attributes["min"]), int(attributes["max"])
                    self._hidden_columns.update(range(first, min(last, _LAST_COLUMN) + 1))
            case ["mergeCells", "mergeCell"]:
                self._merged.append(_range_of(attributes.get("ref", "")))
            case ["autoFilter", "filterColumn"]:
                self._filtered = True
            case ["sheetFormatPr"]:
                self._hides_rows = is_true(attributes.get("zeroHeight"))

    def _end_cell(self) -> None:
        row, column, address = self._place()
        self._column = column
        if not (self._value or self._has_formula or self._has_text):
            return
        number = int(self._attributes.get("s", 0))
        style = self._styles[number] if number < len(self._styles) else Style()
        value, oddity = self._read(self._attributes.get("t", "n"), style.number_format)
        if style.struck and oddity is None and value != "":
            oddity = Oddity(OddityKind.STRUCK)
        cells = self._rows.setdefault(row, {})
        if column in cells:
            raise ValueError(f'two cells of sheet "{self._part.name}" have the address {address}')
        cells[column] = Cell(self._part.name, address, value, style.number_format, oddity)

    def _place(self) -> tuple[int, int, str]:
        address = self._attributes.get("r")
        if address is None:
            row, column = self._row, self._column + 1
            address = f"{column_letters(column)}{row}"
        elif match := _ADDRESS.fullmatch(address.upper()):
            row, column, address = int(match[2]), column_number(match[1]), match[0]
        else:
            row = column = _LAST_ROW + 1
        if row > _LAST_ROW or column > _LAST_COLUMN:
            raise ValueError(f"there is no cell {address} in a sheet")
        return row, column, address

    def _read(self, kind: str, format_code: str) -> tuple[CellValue, Oddity | None]:
        text = self._value
        match kind:
            case "s" if text:
                return _of_text(self._strings[int(text)])
            case "inlineStr" if self._has_text:
                return _of_text(self._texts.take())
            case "str":
                return _of_text(self._texts.text_of(text))
            case "e":
                return text, Oddity(OddityKind.FAILED, text)
        if not text:
            return "", Oddity(OddityKind.UNCOMPUTED) if self._has_formula else None
        if kind == "b":
            return is_true(text.strip()), None
        if kind == "d":
            return datetime.fromisoformat(text.strip()), None
        return self._number(text, format_code)

    def _number(self, text: str, format_code: str) -> tuple[CellValue, Oddity | None]:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            return text, Oddity(OddityKind.NOT_A_NUMBER, text)
        if self._has_formula and self._recalculate and number == 0:
            # Some writers put zero where a formula waits to be computed.
            return "", Oddity(OddityKind.UNCOMPUTED)
        form = number_format(format_code)
        if form.has_dates:
            section, _ = form.section_of(number)
            if section is not None and section.is_date:
                return self._day(number, text)
        return number + 0.0, None  # there is no minus zero

    def _day(self, number: float, text: str) -> tuple[CellValue, Oddity | None]:
        if not 0 <= number < _LAST_DAY + 1:
            return text, Oddity(OddityKind.NOT_A_NUMBER, text)
        # A leap day that never was is counted in 1900; days before it are one too low.
        early = number < 60 and self._first_day.year == 1899
        days = timedelta(days=number + early)
        return (self._first_day + days + timedelta(microseconds=500)).replace(microsecond=0), None


def _of_text(text: CellText) -> tuple[str, Oddity | None]:
    return text.text, text.oddity


def _range_of(reference: str) -> CellRange:
    places = [_ADDRESS.fullmatch(part) for part in reference.split(":")]
    columns = [column_number(place[1]) for place in places if place]
    rows = [int(place[2]) for place in places if place]
    if not columns:
        raise ValueError(f'"{reference}" is no range of cells')
    return CellRange(min(columns), min(rows), max(columns), max(rows))
