"""One walk over a sheet: its cells with address, value, number format and oddities.

Nothing else reads a sheet, so that what is odd always hits the cell that it belongs to. A cell or
row that does not say where it stands follows the one before it (ECMA-376-1, 18.3.1.4 and .73).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from reportgen.workbook.cell import Cell, Oddity, OddityKind, column_letters, column_number
from reportgen.workbook.cell_value import RawCell, ValueReader
from reportgen.workbook.number_format import GENERAL
from reportgen.workbook.package import SheetPart
from reportgen.workbook.strings import CellText, TextParser
from reportgen.workbook.styles import Style, Styles
from reportgen.workbook.xml_parts import is_true, numeral, parse

_ADDRESS = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")
#: That a sheet can have.
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_ZERO = re.compile(r"0+(?:\.0*)?|\.0+")


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

    def holds(self, cell: Cell) -> bool:
        """Whether a cell is one of these."""
        in_rows = self.first_row <= cell.row <= self.last_row
        return in_rows and self.first_column <= cell.column <= self.last_column

    def __str__(self) -> str:
        first = f"{column_letters(self.first_column)}{self.first_row}"
        return f"{first}:{column_letters(self.last_column)}{self.last_row}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a sheet holds.

    Attributes:
        name: in one line.
        neutral: the workbook has neutral names, which messages then use.
        rows: those with content, from the first on.
        hidden: the whole sheet is.
        hidden_columns: numbers of columns.
        filtered: a filter hides rows.
        merged: cells that are shown as one.
        renumbered: cells whose number format depends on a condition.
    """

    name: str
    rows: tuple[SheetRow, ...]
    neutral: bool = False
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    filtered: bool = False
    merged: tuple[CellRange, ...] = ()
    renumbered: tuple[CellRange, ...] = ()

    def cell(self, row: SheetRow, column: int) -> Cell:
        """The cell of a column; an empty one where there is none."""
        found = row.cells.get(column)
        return found or Cell(self.name, f"{column_letters(column)}{row.number}", "")


def read_sheet(
    stream: IO[bytes],
    part: SheetPart,
    strings: Sequence[CellText],
    styles: Styles,
    texts: TextParser,
    settings: tuple[bool, bool],
) -> Sheet:
    """Reads a sheet.

    Args:
        stream: content of its part.
        part: its name, and whether it is hidden.
        strings: texts that cells share.
        styles: formats of the workbook.
        texts: makes texts that stand in the sheet itself.
        settings: whether days count from 1904, and whether all formulas are to be computed anew.

    Raises:
        ValueError: the sheet contradicts itself.
    """
    from_1904, recalculate = settings
    reader = ValueReader(strings, texts, from_1904=from_1904, recalculate=recalculate)
    parser = _SheetParser(part, styles, texts, reader)
    parse(stream, parser.start, parser.end)
    return parser.sheet()


class _SheetParser:
    def __init__(
        self, part: SheetPart, styles: Styles, texts: TextParser, reader: ValueReader
    ) -> None:
        self._part, self._styles, self._texts, self._reader = part, styles, texts, reader
        self._rows: dict[int, dict[int, Cell]] = {}
        #: Whether rows and columns are hidden that say so themselves.
        self._row_is_hidden: dict[int, bool] = {}
        self._column_is_hidden: dict[int, bool] = {}
        self._merged: list[CellRange] = []
        self._renumbered: list[CellRange] = []
        self._condition_ranges: list[CellRange] = []
        self._condition_renumbers = False
        self._filtered = self._hides_rows = self._hides_columns = False
        self._row = self._column = 0
        self._cell = RawCell(attributes={}, values=[])

    def start(self, path: list[str], attributes: dict[str, str]) -> None:
        """An element begins."""
        depth = len(path)
        if depth > 2 and path[1] == "sheetData":
            if depth == 4:
                self._cell = RawCell(attributes=attributes, values=[])
            elif depth == 3:
                self._start_row(attributes)
            elif path[4] == "is":
                self._texts.start(path[5:], attributes)
        elif depth > 1:
            self._start_other(path, attributes)

    def end(self, path: list[str], text: str) -> None:
        """An element ends."""
        if len(path) < 4 or path[1] != "sheetData":
            self._end_other(path, text)
            return
        if len(path) == 4:
            if path[3] == "c" and path[2] == "row":
                self._end_cell()
        elif path[4] == "is":
            self._texts.end(path[5:], text)
            if len(path) == 5:
                self._cell.inline = self._texts.take()
        elif len(path) == 5 and path[4] == "v":
            self._cell.values.append(text)
        elif len(path) == 5 and path[4] == "f":
            self._cell.has_formula = True

    def sheet(self) -> Sheet:
        """What was read."""
        rows = (
            SheetRow(number, cells, self._row_is_hidden.get(number, self._hides_rows))
            for number, cells in sorted(self._rows.items())
        )
        return Sheet(
            name=self._part.name,
            rows=tuple(rows),
            hidden=self._part.hidden,
            hidden_columns=frozenset(self._hidden_columns()),
            filtered=self._filtered,
            merged=tuple(self._merged),
            renumbered=tuple(self._renumbered),
        )

    def _hidden_columns(self) -> set[int]:
        stated = self._column_is_hidden
        others = range(1, _LAST_COLUMN + 1) if self._hides_columns else stated.keys()
        return {column for column in others if stated.get(column, True)}

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        self._row = numeral(attributes["r"]) if "r" in attributes else self._row + 1
        self._column = 0
        if not 1 <= self._row <= _LAST_ROW:
            raise ValueError(f"there is no row {self._row} in a sheet")
        if attributes.keys() & {"hidden", "ht"}:
            self._row_is_hidden[self._row] = _is_hidden(attributes, "ht")

    def _start_other(self, path: list[str], attributes: Mapping[str, str]) -> None:
        match path[1:]:
            case ["cols", "col"]:
                first, last = numeral(attributes["min"]), numeral(attributes["max"])
                columns = range(first, min(last, _LAST_COLUMN) + 1)
                hidden = _is_hidden(attributes, "width")
                self._column_is_hidden.update(dict.fromkeys(columns, hidden))
            case ["mergeCells", "mergeCell"]:
                self._merged.append(_range_of(attributes.get("ref", "")))
            case ["conditionalFormatting"]:
                self._condition_ranges = _ranges_of(attributes.get("sqref", ""))
            case ["conditionalFormatting", "cfRule"] if "dxfId" in attributes:
                if numeral(attributes["dxfId"]) in self._styles.renumbering:
                    self._renumbered += self._condition_ranges
            case [*_, "conditionalFormatting", "cfRule", "dxf", "numFmt"]:
                # In an extension, the range follows the rules.
                self._condition_renumbers = True
            case ["autoFilter", "filterColumn"]:
                self._filtered = True
            case ["sheetFormatPr"]:
                self._hides_rows = is_true(attributes.get("zeroHeight")) or _is_hidden(
                    attributes, "defaultRowHeight"
                )
                self._hides_columns = _is_hidden(attributes, "defaultColWidth")

    def _end_other(self, path: list[str], text: str) -> None:
        if path[1:2] == ["extLst"] and path[-2:] == ["conditionalFormatting", "sqref"]:
            if self._condition_renumbers:
                self._renumbered += _ranges_of(text)
            self._condition_renumbers = False

    def _end_cell(self) -> None:
        row, column, address = self._place()
        self._column = column
        if self._cell.is_blank:
            return
        style = self._style(self._cell.attributes.get("s", "0"))
        value, oddity = self._reader.read(self._cell, style.number_format if style else GENERAL)
        if style is None:
            style, value, oddity = Style(), "", Oddity(OddityKind.DAMAGED, "number of a format")
        if style.struck and oddity is None and value != "":
            oddity = Oddity(OddityKind.STRUCK)
        cells = self._rows.setdefault(row, {})
        if column in cells:
            raise ValueError(f'two cells of sheet "{self._part.name}" have the address {address}')
        cells[column] = Cell(self._part.name, address, value, style.number_format, oddity)

    def _style(self, number: str) -> Style | None:
        """The format of that number; None when there is none such."""
        styles = self._styles.cells
        if not (number.isascii() and number.isdigit()):
            return None
        if not styles:
            return Style()
        return styles[int(number)] if int(number) < len(styles) else None

    def _place(self) -> tuple[int, int, str]:
        address = self._cell.attributes.get("r")
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


def _is_hidden(attributes: Mapping[str, str], size: str) -> bool:
    return is_true(attributes.get("hidden")) or bool(_ZERO.fullmatch(attributes.get(size, "")))


def _ranges_of(references: str) -> list[CellRange]:
    return [_range_of(reference) for reference in references.split()]


def _range_of(reference: str) -> CellRange:
    places = [_ADDRESS.fullmatch(part) for part in reference.split(":")]
    columns = [column_number(place[1]) for place in places if place]
    rows = [int(place[2]) for place in places if place]
    if not columns:
        raise ValueError(f'"{reference}" is no range of cells')
    return CellRange(min(columns), min(rows), max(columns), max(rows))
