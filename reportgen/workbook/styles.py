"""How the sheets of a written workbook look, and which entries they accept."""

from dataclasses import dataclass
from typing import Final

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.model import Base, Polarity, Table
from reportgen.workbook import schema

DATE_FORMAT: Final = "DD.MM.YYYY"

_DARK, _LINE = "FF1F3A5F", "FFB8C4D6"
_LAST_CHECKED_ROW = 1000


@dataclass(frozen=True, slots=True)
class ColumnLook:
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
    Table.POPULATION: ColumnLook(17, "#,##0", is_number=True),
    Table.RECIPIENTS: ColumnLook(15, "#,##0", is_number=True),
    Table.PAYMENTS: ColumnLook(17, "#,##0", is_number=True),
    Table.ECONOMY: ColumnLook(20, "#,##0.00", is_number=True),
}
_LOOKS = {
    "AGS": ColumnLook(11, "@"),
    "Amt": ColumnLook(32),
    "Angabe": ColumnLook(18),
    "Bedeutung": ColumnLook(80),
    "Bemerkung": ColumnLook(80),
    "Bezeichnung": ColumnLook(50),
    "Blatt": ColumnLook(20),
    "Jahr": ColumnLook(8, "0", is_number=True),
    "Nachkommastellen": ColumnLook(20, "0", is_number=True),
    "Quelle": ColumnLook(66),
    "Reihenfolge": ColumnLook(14, "0", is_number=True),
    "Schlüssel": ColumnLook(40),
    "Stadt": ColumnLook(20),
    "Wert": ColumnLook(42),
}
_OTHER = ColumnLook(21)


def look_of(sheet: str, header: str) -> ColumnLook:
    """The look of a column, by its sheet and header."""
    if sheet in set(Table) and header not in schema.ROW_COLUMNS:
        return _VALUES[Table(sheet)]
    return _LOOKS.get(header, _OTHER)


def style_column(sheet: Worksheet, column: int, look: ColumnLook) -> None:
    """Formats a whole column, so that rows added later look like the others."""
    dimension = sheet.column_dimensions[get_column_letter(column)]
    dimension.width = look.width
    dimension.number_format = look.number_format
    dimension.alignment = look.alignment


def style_header(cell: Cell, look: ColumnLook) -> None:
    """Bold white on dark blue, aligned like the values below it."""
    cell.font = Font(bold=True, color="FFFFFFFF")
    cell.fill = PatternFill("solid", fgColor=_DARK)
    cell.border = Border(bottom=Side("thin", color=_LINE))
    cell.alignment = Alignment(
        horizontal="right" if look.is_number else "left", vertical="center", wrap_text=True
    )


def style_sheet(sheet: Worksheet) -> None:
    """Freezes and filters the header, prints it on each page, and colours the tab."""
    is_data = sheet.title in set(Table)
    sheet.freeze_panes = "C2" if is_data else "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.sheet_properties.tabColor = _DARK if is_data else _LINE
    sheet.print_title_rows = "1:1"
    fit_to_page(sheet)


def fit_to_page(sheet: Worksheet) -> None:
    """Prints the sheet on A4 in landscape, as wide as the page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def validate_column(sheet: Worksheet, column: int, header: str) -> None:
    """Offers the words that may stand in a column, where they are known."""
    choices = {
        "Bezugsbevölkerung": _one_of(*Base),
        "Polarität": _one_of(*Polarity),
        "Blatt": _one_of(*Table),
        "Stadt": f"'{schema.CITIES}'!$B$2:$B${_LAST_CHECKED_ROW}",
    }
    if header not in choices or sheet.title == schema.CITIES:
        return
    validation = DataValidation(type="list", formula1=choices[header], allow_blank=True)
    validation.errorTitle = header
    validation.error = "Bitte einen Eintrag aus der Liste wählen."
    validation.showErrorMessage = True
    letter = get_column_letter(column)
    validation.add(f"{letter}2:{letter}{_LAST_CHECKED_ROW}")
    sheet.add_data_validation(validation)


def _one_of(*words: str) -> str:
    return '"' + ",".join(words) + '"'
