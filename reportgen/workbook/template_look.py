"""How a new workbook looks: widths, number formats, headers, and how its sheets are printed."""

import math

from msgspec import Struct
from msgspec.structs import replace
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.model import Table
from reportgen.workbook import schema

_DARK, _LINE = "FF1F3A5F", "FFB8C4D6"
_FAMILY = "Calibri"
_HEADER_FONT = Font(name=_FAMILY, bold=True, color="FFFFFFFF")
_HEADER_FILL = PatternFill("solid", fgColor=_DARK)
_HEADER_BORDER = Border(bottom=Side("thin", color=_LINE))
#: Points that a line of a row takes.
_LINE_HEIGHT = 15
#: Characters of usual text in the width of a digit, by which columns are measured.
_CHARACTERS = 1.05
#: Width of a bold letter in digits.
_BOLD = 1.25


class Look(Struct, frozen=True):
    """Width in characters, number format and alignment of a column."""

    width: float
    number_format: str = "General"
    is_number: bool = False

    @property
    def alignment(self) -> Alignment:
        """Numbers stand at the right and texts wrap."""
        return Alignment(
            horizontal="right" if self.is_number else "left",
            vertical="top",
            wrap_text=not self.is_number,
        )


_VALUES = {
    Table.POPULATION: Look(17, "#,##0", is_number=True),
    Table.RECIPIENTS: Look(15, "#,##0", is_number=True),
    Table.PAYMENTS: Look(17, "#,##0", is_number=True),
    Table.ECONOMY: Look(20, "#,##0.00", is_number=True),
}
_LOOKS = {
    "AGS": Look(14, "@"),
    "Amt": Look(32),
    "Angabe": Look(18),
    "Auffälligkeit": Look(80),
    "Begründung": Look(50),
    "Bedeutung": Look(80),
    "Bemerkung": Look(80),
    "Bezeichnung": Look(50),
    "Blatt": Look(20),
    "Jahr": Look(8, "0", is_number=True),
    "Nachkommastellen": Look(20, "0", is_number=True),
    "Quelle": Look(66),
    "Regel": Look(24),
    "Reihenfolge": Look(14, "0", is_number=True),
    "Schlüssel": Look(40),
    "Stadt": Look(24),
    "Wert": Look(42),
    "Zelle": Look(26),
}
_OTHER = Look(21)


def look_of(sheet: str, header: str) -> Look:
    """The look of a column, by the names of its sheet and header in the schema."""
    if sheet in set(Table) and header not in schema.ROW_COLUMNS:
        look = _VALUES[Table(sheet)]
        longest = max(map(len, header.split()), default=0)
        return replace(look, width=max(look.width, _BOLD * longest))
    return _LOOKS.get(header, _OTHER)


def style_column(sheet: Worksheet, column: int, look: Look) -> None:
    """Formats a whole column, so that rows added later look like the others."""
    dimension = sheet.column_dimensions[get_column_letter(column)]
    dimension.width = look.width
    dimension.number_format = look.number_format
    dimension.alignment = look.alignment


def style_header(cell: Cell, look: Look) -> None:
    """Bold white on dark blue, aligned like the values below it."""
    cell.font, cell.fill, cell.border = _HEADER_FONT, _HEADER_FILL, _HEADER_BORDER
    cell.alignment = Alignment(
        horizontal="right" if look.is_number else "left", vertical="center", wrap_text=True
    )


def write_title(sheet: Worksheet, text: str) -> None:
    """A heading in the first cell."""
    cell = sheet.cell(1, 1, text)
    cell.font = Font(name=_FAMILY, bold=True, size=16)


def style_sheet(sheet: Worksheet, *, is_data: bool) -> None:
    """Freezes and filters the header, prints it on each page, and colours the tab."""
    sheet.freeze_panes = "C2" if is_data else "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.sheet_properties.tabColor = _DARK if is_data else _LINE
    sheet.print_title_rows = "1:1"
    headers = [
        (str(sheet.cell(1, n).value), sheet.column_dimensions[get_column_letter(n)].width)
        for n in range(1, sheet.max_column + 1)
    ]
    # Not every program finds the height of a row.
    set_height(sheet, 1, [(text, width / _BOLD) for text, width in headers])
    fit_to_page(sheet)


def fit_to_page(sheet: Worksheet) -> None:
    """Prints the sheet on A4 in landscape, as wide as the page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def write_paragraph(sheet: Worksheet, row: int, text: str, columns: int) -> None:
    """A text that wraps across the first columns; their widths must be known.

    No program finds the height of a row whose cells are merged, so it is set.
    """
    sheet.cell(row, 1, text).alignment = Alignment(vertical="top", wrap_text=True)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    letters = map(get_column_letter, range(1, columns + 1))
    width = sum(sheet.column_dimensions[letter].width for letter in letters)
    set_height(sheet, row, [(text, width)])


def set_height(sheet: Worksheet, row: int, texts: list[tuple[str, float]]) -> None:
    """Makes a row as high as its texts need in columns of these widths."""
    lines = max(math.ceil(len(text) / (width * _CHARACTERS)) for text, width in texts)
    sheet.row_dimensions[row].height = _LINE_HEIGHT * max(1, lines)
