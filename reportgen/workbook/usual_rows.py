"""Rows as the usual programs write them, read many times faster than by the parser of XML.

Such a row says where it and each cell stand, and its cells hold no more than a number or a plain
text. Whatever else there is in a row leaves it to the parser, which gives the same.
"""

import re
from collections.abc import Mapping, Sequence

from reportgen.workbook.cell import Cell, column_number
from reportgen.workbook.number_format import number_format
from reportgen.workbook.strings import CellText, TextParser
from reportgen.workbook.styles import Style, Styles

#: A row: its attributes and its cells. Letters beyond ASCII stand in references to characters.
USUAL_ROW = re.compile(
    rb'<row((?: [a-zA-Z0-9:]{1,20}="[\w.: ]{0,60}")++)>'
    rb'((?:<c r="[A-Z]{1,3}[1-9][0-9]{0,6}"(?: s="[0-9]{1,5}")?'
    rb'(?: t="inlineStr"><is><t>(?:[ -%\'-;=-~]|&#(?:1[6-9]|2[0-5])[0-9];)++</t></is></c>'
    rb'|(?: t="[ns]")?(?:>(?:<v>[0-9.eE+-]{1,30}</v>)?</c>| ?/>)))++)</row>'
)
_REFERENCE = re.compile("&#([0-9]+);")
_ATTRIBUTE = re.compile(' ([^=]+)="([^"]*)"')
#: Column, row, format, type and value of a cell that has one.
_CELL = re.compile(
    r'<c r="([A-Z]+)([0-9]+)"(?: s="([0-9]+)")?(?: t="(\w+)")?>(?:<v>|<is><t>)([^<]+)'
)
#: Numbers with no more characters have no more digits than a spreadsheet shows.
_EXACT = 15
_LAST_COLUMN = 16_384
_TEXTS = {"s", "inlineStr"}


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
        #: Formats that leave a value as it is, by the numbers that cells name.
        self._formats = {
            str(number): style.number_format
            for number, style in enumerate(cells)
            if not style.struck and not number_format(style.number_format).has_dates
        }
        if not styles.cells:
            self._formats |= {str(number): Style().number_format for number in range(100)}
        self._formats[""] = self._formats.get("0", "")

    def cells(self, row: int, content: str) -> dict[int, Cell] | None:
        """The cells by the number of their column; None when one of them is not so usual."""
        found: dict[int, Cell] = {}
        sheet, strings, formats, place = self._sheet, self._strings, self._formats, str(row)
        try:
            for letters, number, style, kind, text in _CELL.findall(content):
                column = column_number(letters)
                if number != place or column in found or column > _LAST_COLUMN:
                    return None
                address, code = letters + number, formats[style]
                if kind in _TEXTS:
                    shared = strings[int(text)] if kind == "s" else self._text(text)
                    found[column] = Cell(sheet, address, shared.text, code, shared.oddity)
                    continue
                value = float(text)
                if len(text) > _EXACT:
                    value = float(f"{value:.15g}")
                if not abs(value) < float("inf"):
                    return None
                found[column] = Cell(sheet, address, value + 0.0, code)
        except (ValueError, LookupError):
            return None
        return found

    def _text(self, written: str) -> CellText:
        if "&" in written:
            written = _REFERENCE.sub(lambda found: chr(int(found[1])), written)
        return self._texts.text_of(written)


def attributes_of(head: str) -> Mapping[str, str] | None:
    """The attributes of a row; None when it has one twice or does not say where it stands."""
    pairs = _ATTRIBUTE.findall(head)
    attributes = dict(pairs)
    return attributes if len(attributes) == len(pairs) and "r" in attributes else None
