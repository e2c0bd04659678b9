"""One walk over a sheet: its cells with address, value, number format and oddities.

Nothing else reads a sheet, so that what is odd always hits the cell that it belongs to. A cell or
row that does not say where it stands follows the one before it (ECMA-376-1, 18.3.1.4 and .73).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from msgspec import Struct

from reportgen.problems import excerpt
from reportgen.workbook.cell import Cell, Oddity, OddityKind, column_letters, column_number
from reportgen.workbook.cell_value import RawCell, ValueReader
from reportgen.workbook.number_format import GENERAL
from reportgen.workbook.package import Package, SheetPart
from reportgen.workbook.strings import CellText, TextParser
from reportgen.workbook.styles import Style, Styles
from reportgen.workbook.usual_rows import USUAL_ROW, UsualRows, attributes_of
from reportgen.workbook.xml_parts import Idle, Shortcut, is_true, numeral

_ADDRESS = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")
#: That a sheet can have.
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
#: So often a sheet may say of each column whether it is hidden.
_MOST_STATED = 10
#: Most ranges of merged cells, and of conditional formats that change numbers.
_MOST_MERGED, _MOST_RENUMBERED = 50_000, 1_000
#: Rows without content, as the usual programs write them, before another that says where it is.
_EMPTY_ROWS = Idle(
    re.compile(
        rb'(?:<row r="[0-9]{1,7}"(?: (?:spans|s|customFormat|ht|hidden|customHeight|outlineLevel'
        rb'|collapsed|(?:x14ac:)?dyDescent)="[\w.:]*")*'
        rb'(?:/>|>(?:<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]+")?/>)*</row>))+'
        rb'(?=<row r="|</sheetData>)'
    ),
    signs=(b'"></row>', b'"/></row>', b'"/><row ', b'"/></sheetData>'),
)
_ZERO = re.compile(r"0+(?:\.0*)?|\.0+")


class SheetRow(Struct, frozen=True):
    """A row that has a cell with content; its cells by the number of their column."""

    number: int
    cells: Mapping[int, Cell]
    hidden: bool


class CellRange(Struct, frozen=True):
    """A rectangle of cells, e.g. ``A2:A3``; all numbers count from one and are included."""

    first_column: int
    first_row: int
    last_column: int
    last_row: int

    def __str__(self) -> str:
        first = f"{column_letters(self.first_column)}{self.first_row}"
        return f"{first}:{column_letters(self.last_column)}{self.last_row}"


class Sheet(Struct, frozen=True, kw_only=True):
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

    def rows_of(self, area: CellRange) -> Sequence[SheetRow]:
        """The rows with content that an area covers."""
        first = bisect_left(self.rows, area.first_row, key=_number)
        return self.rows[first : bisect_right(self.rows, area.last_row, key=_number)]

    def cell(self, row: SheetRow, column: int) -> Cell:
        """The cell of a column; an empty one where there is none."""
        found = row.cells.get(column)
        return found or Cell(self.name, f"{column_letters(column)}{row.number}", "")


def read_sheet(
    package: Package,
    part: SheetPart,
    strings: Sequence[CellText],
    styles: Styles,
    texts: TextParser,
) -> Sheet:
    """Reads a sheet.

    Args:
        package: the workbook.
        part: the sheet's name, its part, and whether it is hidden.
        strings: texts that cells share.
        styles: formats of the workbook.
        texts: makes texts that stand in the sheet itself.

    Raises:
        ValueError: the sheet contradicts itself.
    """
    reader = ValueReader(
        strings, texts, from_1904=package.from_1904, recalculate=package.recalculate
    )
    parser = _SheetParser(part, styles, texts, reader, UsualRows(part.name, strings, texts, styles))
    shortcut = Shortcut(["sheetData"], USUAL_ROW, parser.take_row)
    package.parse(part.part, parser.start, parser.end, _EMPTY_ROWS, shortcut)
    return parser.sheet()


class _SheetParser:
    def __init__(
        self,
        part: SheetPart,
        styles: Styles,
        texts: TextParser,
        reader: ValueReader,
        usual: UsualRows,
    ) -> None:
        self._part, self._styles, self._texts, self._reader = part, styles, texts, reader
        self._usual = usual
        self._rows: dict[int, dict[int, Cell]] = {}
        #: Whether rows and columns are hidden that say so themselves.
        self._row_is_hidden: dict[int, bool] = {}
        self._column_is_hidden: dict[int, bool] = {}
        self._merged: list[CellRange] = []
        self._renumbered: list[CellRange] = []
        self._condition_ranges = ""
        self._condition_renumbers = False
        self._filtered = self._hides_rows = self._hides_columns = False
        self._row = self._column = self._stated_columns = 0
        #: Attributes and content of the cell, and where it or the one before it stands.
        self._attributes: Mapping[str, str] = {}
        self._values: list[str] = []
        self._has_formula = False
        self._inline: CellText | None = None
        self._address: str | None = None

    def take_row(self, match: re.Match[bytes]) -> bool:
        """Reads a row of the usual form; False when it has any other."""
        row, attributes = int(match[1]), attributes_of(match[2].decode("ascii"))
        if attributes is None or row > _LAST_ROW or row in self._rows:
            return False
        cells = self._usual.cells(match[1].decode("ascii"), match[3].decode("ascii"))
        if cells is None:
            return False
        self._start_row(row, attributes)
        if cells:
            self._rows[row] = cells
        return True

    def start(self, path: list[str], attributes: dict[str, str]) -> None:
        """An element begins."""
        depth = len(path)
        if depth > 2 and path[1] == "sheetData":
            if depth == 4:
                self._attributes = attributes
            elif depth == 3:
                row = numeral(attributes["r"]) if "r" in attributes else self._row + 1
                self._start_row(row, attributes)
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
                self._inline = self._texts.take()
        elif len(path) == 5 and path[4] == "v":
            self._values.append(text)
        elif len(path) == 5 and path[4] == "f":
            self._has_formula = True

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

    def _start_row(self, row: int, attributes: Mapping[str, str]) -> None:
        self._row, self._column, self._address = row, 0, None
        if not 1 <= self._row <= _LAST_ROW:
            raise ValueError(f"there is no row {self._row} in a sheet")
        if "hidden" in attributes or "ht" in attributes:
            hidden = _is_hidden(attributes, "ht")
            if hidden is not self._hides_rows:
                self._row_is_hidden[self._row] = hidden

    def _start_other(self, path: list[str], attributes: Mapping[str, str]) -> None:
        match path[1:]:
            case ["cols", "col"]:
                first, last = numeral(attributes["min"]), numeral(attributes["max"])
                columns = range(first, min(last, _LAST_COLUMN) + 1)
                self._stated_columns += len(columns)
                if self._stated_columns > _MOST_STATED * _LAST_COLUMN:
                    raise ValueError(f'sheet "{self._part.name}" describes its columns too often')
                hidden = _is_hidden(attributes, "width")
                self._column_is_hidden.update(dict.fromkeys(columns, hidden))
            case ["mergeCells", "mergeCell"]:
                self._merged.append(_range_of(attributes.get("ref", "")))
                self._check_ranges(self._merged, _MOST_MERGED)
            case ["conditionalFormatting"]:
                self._condition_ranges = attributes.get("sqref", "")
            case ["conditionalFormatting", "cfRule"] if "dxfId" in attributes:
                if numeral(attributes["dxfId"]) in self._styles.renumbering:
                    self._condition_renumbers = True
            case [*_, "conditionalFormatting", "cfRule", "dxf", "numFmt"]:
                self._condition_renumbers = True
            case ["autoFilter", "filterColumn"]:
                self._filtered = True
            case ["sheetFormatPr"]:
                self._hides_rows = is_true(attributes.get("zeroHeight")) or _is_hidden(
                    attributes, "defaultRowHeight"
                )
                self._hides_columns = _is_hidden(attributes, "defaultColWidth")

    def _end_other(self, path: list[str], text: str) -> None:
        if path[-2:] == ["conditionalFormatting", "sqref"]:
            # In an extension, the range is an element that follows the rules.
            self._condition_ranges = text
        elif path[-1:] == ["conditionalFormatting"]:
            if self._condition_renumbers:
                self._renumbered += map(_range_of, self._condition_ranges.split())
                self._check_ranges(self._renumbered, _MOST_RENUMBERED)
            self._condition_ranges, self._condition_renumbers = "", False

    def _check_ranges(self, ranges: Sequence[CellRange], most: int) -> None:
        if len(ranges) > most:
            kind = "merged cells" if ranges is self._merged else "formats with a condition"
            raise ValueError(f'sheet "{self._part.name}" has more than {most} {kind}')

    def _end_cell(self) -> None:
        attributes = self._attributes
        kind = attributes.get("t", "n")
        # Where it stands: most cells say so, and of a blank one only the next may ask.
        if "r" in attributes:
            self._address = attributes["r"]
        else:
            self._column, self._address = self._place()[1] + 1, None
        if not (self._values or self._has_formula or self._inline or kind == "e"):
            return
        cell = RawCell(kind, self._values, self._has_formula, self._inline)
        self._values, self._has_formula, self._inline = [], False, None
        if cell.values != [""] or cell.has_formula or cell.inline or kind == "e":
            self._keep(cell)

    def _keep(self, cell: RawCell) -> None:
        row, column, address = self._place()
        style = self._style(self._attributes.get("s", "0"))
        value, oddity = self._reader.read(cell, style.number_format if style else GENERAL)
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
        """Row, column and address of the cell that was read last."""
        if self._address is None:
            row, column = self._row, self._column
            address = f"{column_letters(column)}{row}"
        elif match := _ADDRESS.fullmatch(self._address.upper()):
            row, column, address = int(match[2]), column_number(match[1]), match[0]
        else:
            row, column, address = _LAST_ROW + 1, 0, self._address
        if row > _LAST_ROW or column > _LAST_COLUMN:
            raise ValueError(f"there is no cell {excerpt(address)} in a sheet")
        return row, column, address


def _number(row: SheetRow) -> int:
    return row.number


def _is_hidden(attributes: Mapping[str, str], size: str) -> bool:
    return is_true(attributes.get("hidden")) or bool(_ZERO.fullmatch(attributes.get(size, "")))


def _range_of(reference: str) -> CellRange:
    places = [_ADDRESS.fullmatch(part) for part in reference.split(":")]
    columns = [column_number(place[1]) for place in places if place]
    rows = [int(place[2]) for place in places if place]
    if not columns:
        raise ValueError(f'"{excerpt(reference)}" is no range of cells')
    return CellRange(min(columns), min(rows), max(columns), max(rows))
