"""Rows as the usual programs write them, read many times faster than by the parser of XML.

Such a row says where it and each cell stand, and its cells hold no more than a number or a plain
text. Whatever else there is in a row leaves it to the parser, which gives the same.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from reportgen.workbook.cell import Cell, column_number
from reportgen.workbook.number_format import number_format
from reportgen.workbook.strings import CellText, TextParser
from reportgen.workbook.styles import Style, Styles
from reportgen.workbook.xml_parts import numeral

#: A row: its number, its other attributes and its cells, which all are of that row. Letters beyond
#: ASCII stand in references to characters; no number is so large that it would be infinite.
USUAL_ROW = re.compile(
    rb'<row r="([1-9][0-9]{0,6})"((?: [a-zA-Z0-9:]{1,20}="[\w.: ]{0,60}")*+)>'
    rb'((?:<c r="[A-Z]{1,3}\1"(?: s="[0-9]{1,5}")?'
    rb'(?: t="inlineStr"><is><t>(?:[ -%\'-;=-~]|&#(?:1[6-9]|2[0-5])[0-9];)++</t></is></c>'
    rb'|(?: t="[ns]")?(?:>(?:<v>[0-9.-]{1,25}(?:[eE]-[0-9]{1,3})?</v>)?</c>| ?/>)))++)</row>'
)
_REFERENCE = re.compile("&#([0-9]+);")
_ATTRIBUTE = re.compile(' ([^=]+)="([^"]*)"')
#: Letters of the column, other attributes and value of a cell that has one.
_CELL = re.compile(r'<c r="([A-Z]+)[0-9]+"([^>]*)>(?:<v>|<is><t>)([^<]+)')
_ATTRIBUTES = re.compile('([A-Z]+)(?: s="([0-9]+)")?(?: t="([a-zA-Z]+)")?')
#: Numbers with no more characters have no more digits than a spreadsheet shows.
_EXACT = 15
_LAST_COLUMN = 16_384
#: So many attributes of cells are remembered; a table has few.
_MOST_KINDS = 10_000


class _Kind(NamedTuple):
    """What the attributes of a cell say: its column, its number format, the type of its value."""

    column: int
    number_format: str
    type: str


class _Kinds(dict[str, _Kind]):
    """The kinds of cells by the letters of their column and their other attributes.

    Args:
        formats: those that leave a value as it is, by the numbers that cells name.
    """

    def __init__(self, formats: Mapping[str, str]) -> None:
        self._formats = formats

    def __missing__(self, attributes: str) -> _Kind:
        found = _ATTRIBUTES.fullmatch(attributes)
        column = column_number(found[1]) if found else 0
        if not found or column > _LAST_COLUMN:
            raise LookupError
        kind = _Kind(column, self._formats[found[2] or "0"], found[3] or "n")
        if len(self) < _MOST_KINDS:
            self[attributes] = kind
        return kind


class UsualRows:
    """Reads such rows of one sheet.

    Args:
        sheet: its name.
        strings: texts that cells share.
        texts: makes texts that stand in the sheet itself.
        styles: formats of the workbook.
    """

    def __init__(
        self, sheet: str, strings: Sequence[CellText], texts: TextParser, styles: Styles
    ) -> None:
        self._sheet, self._strings, self._texts = sheet, strings, texts
        cells = styles.cells or (Style(),)
        formats = {
            str(number): style.number_format
            for number, style in enumerate(cells)
            if not style.struck and not number_format(style.number_format).has_dates
        }
        if not styles.cells:
            formats |= {str(number): Style().number_format for number in range(100)}
        self._kinds = _Kinds(formats)

    def cells(self, row: str, content: str) -> dict[int, Cell] | None:
        """The cells by the number of their column; None when one of them is not so usual."""
        found = _CELL.findall(content)
        made: dict[int, Cell] = {}
        sheet, strings, kinds = self._sheet, self._strings, self._kinds
        value: str | float
        try:
            for letters, others, text in found:
                column, code, kind = kinds[letters + others]
                oddity = None
                if kind == "n":
                    value = float(text) + 0.0
                    if len(text) > _EXACT:
                        value = float(f"{value:.15g}")
                elif kind == "s":
                    value, oddity = strings[numeral(text)]
                else:
                    value, oddity = self._text(text)
                made[column] = Cell(sheet, letters + row, value, code, oddity)
        except (ValueError, LookupError):
            return None
        return made if len(made) == len(found) else None

    def _text(self, written: str) -> CellText:
        if "&" in written:
            written = _REFERENCE.sub(lambda found: chr(int(found[1])), written)
        return self._texts.plain(written)


@lru_cache(maxsize=256)
def attributes_of(head: str) -> Mapping[str, str] | None:
    """The attributes of a row besides its number; None when it has one twice."""
    pairs = _ATTRIBUTE.findall(head)
    attributes = dict(pairs)
    return attributes if len(attributes) == len(pairs) and "r" not in attributes else None
