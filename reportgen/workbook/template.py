"""Writes a formatted workbook, empty or filled, that `load_workbook` reads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from types import MappingProxyType
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from reportgen.model import Polarity, Table
from reportgen.workbook import defaults, schema
from reportgen.workbook.defaults import Entry, Rows

#: Stands for the time of writing, so that the same rows give the same bytes.
_WRITTEN = datetime(2020, 1, 1)
_CORE_PROPERTIES = "docProps/core.xml"
_DATE_FORMAT: Final = "DD.MM.YYYY"

_DARK, _LINE = "FF1F3A5F", "FFB8C4D6"
_LAST_CHECKED_ROW = 1000


@dataclass(frozen=True, slots=True)
class _Look:
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
    Table.POPULATION: _Look(17, "#,##0", is_number=True),
    Table.RECIPIENTS: _Look(15, "#,##0", is_number=True),
    Table.PAYMENTS: _Look(17, "#,##0", is_number=True),
    Table.ECONOMY: _Look(20, "#,##0.00", is_number=True),
}
_LOOKS = {
    "AGS": _Look(11, "@"),
    "Amt": _Look(32),
    "Angabe": _Look(18),
    "Auffälligkeit": _Look(80),
    "Begründung": _Look(50),
    "Bedeutung": _Look(80),
    "Bemerkung": _Look(80),
    "Bezeichnung": _Look(50),
    "Blatt": _Look(20),
    "Jahr": _Look(8, "0", is_number=True),
    "Nachkommastellen": _Look(20, "0", is_number=True),
    "Quelle": _Look(66),
    "Regel": _Look(24),
    "Reihenfolge": _Look(14, "0", is_number=True),
    "Schlüssel": _Look(40),
    "Stadt": _Look(20),
    "Wert": _Look(42),
    "Zelle": _Look(26),
}
_OTHER = _Look(21)


def make_template(rows: Rows = MappingProxyType({})) -> bytes:
    """An xlsx file with all sheets and columns; the same rows give the same bytes.

    Args:
        rows: the rows of each sheet, each an entry by header. Where the sheets of benefit areas
            and indicators get none, they hold the usual ones.
    """
    rows = {**defaults.ROWS, **rows}
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _write_explanation(workbook.create_sheet(schema.EXPLANATION))
    for name in schema.ALL_SHEETS:
        sheet = workbook.create_sheet(name)
        _write_table(sheet, _headers(name, rows), rows.get(name, ()))
        _style_sheet(sheet)
    workbook.properties.title = "Benchmarking der großen Großstädte: Arbeitsmappe"
    workbook.properties.creator = "reportgen"
    workbook.properties.created = _WRITTEN
    return reproducible(workbook)


def _headers(name: str, rows: Rows) -> tuple[str, ...]:
    if name in schema.DEFINITION_COLUMNS:
        return (*schema.DEFINITION_COLUMNS[name], *schema.OPTIONAL_COLUMNS.get(name, ()))
    areas = tuple(str(row["Kurzbezeichnung"]) for row in rows[schema.AREAS])
    indicators = tuple(str(row["Bezeichnung"]) for row in rows[schema.INDICATORS])
    values = {
        Table.POPULATION: defaults.GROUPS,
        Table.RECIPIENTS: areas,
        Table.PAYMENTS: areas,
        Table.ECONOMY: indicators,
    }
    return (*schema.ROW_COLUMNS, *values[Table(name)])


def _write_table(
    sheet: Worksheet,
    headers: Sequence[str],
    rows: Iterable[Mapping[str, Entry]],
    first_row: int = 1,
) -> None:
    for column, header in enumerate(headers, start=1):
        look = _look_of(sheet.title, header)
        _style_column(sheet, column, look)
        _style_header(sheet.cell(first_row, column, header), look)
        _validate_column(sheet, column, header)
    for number, row in enumerate(rows, start=first_row + 1):
        for column, header in enumerate(headers, start=1):
            look = _look_of(sheet.title, header)
            cell = sheet.cell(number, column, row.get(header))
            cell.alignment = look.alignment
            cell.number_format = (
                _DATE_FORMAT if isinstance(cell.value, date) else look.number_format
            )


def _write_explanation(sheet: Worksheet) -> None:
    sheet.append([defaults.TITLE])
    sheet["A1"].font = Font(bold=True, size=16)
    for sentence in defaults.INTRODUCTION:
        sheet.append([sentence])
    for headers, rows in (
        (("Blatt", "Spalte", "Bedeutung"), defaults.COLUMNS),
        (("Zeichen", "Steht für", "Bedeutung"), defaults.SIGNS),
    ):
        entries = [dict(zip(headers, row, strict=True)) for row in rows]
        _write_table(sheet, headers, entries, first_row=sheet.max_row + 2)
    _fit_to_page(sheet)


def _look_of(sheet: str, header: str) -> _Look:
    """The look of a column, by its sheet and header."""
    if sheet in set(Table) and header not in schema.ROW_COLUMNS:
        return _VALUES[Table(sheet)]
    return _LOOKS.get(header, _OTHER)


def _style_column(sheet: Worksheet, column: int, look: _Look) -> None:
    """Formats a whole column, so that rows added later look like the others."""
    dimension = sheet.column_dimensions[get_column_letter(column)]
    dimension.width = look.width
    dimension.number_format = look.number_format
    dimension.alignment = look.alignment


def _style_header(cell: Cell, look: _Look) -> None:
    """Bold white on dark blue, aligned like the values below it."""
    cell.font = Font(bold=True, color="FFFFFFFF")
    cell.fill = PatternFill("solid", fgColor=_DARK)
    cell.border = Border(bottom=Side("thin", color=_LINE))
    cell.alignment = Alignment(
        horizontal="right" if look.is_number else "left", vertical="center", wrap_text=True
    )


def _style_sheet(sheet: Worksheet) -> None:
    """Freezes and filters the header, prints it on each page, and colours the tab."""
    is_data = sheet.title in set(Table)
    sheet.freeze_panes = "C2" if is_data else "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.sheet_properties.tabColor = _DARK if is_data else _LINE
    sheet.print_title_rows = "1:1"
    _fit_to_page(sheet)


def _fit_to_page(sheet: Worksheet) -> None:
    """Prints the sheet on A4 in landscape, as wide as the page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _validate_column(sheet: Worksheet, column: int, header: str) -> None:
    """Offers the words that may stand in a column, where they are known."""
    choices = {
        "Bezugsbevölkerung": f"'{Table.POPULATION}'!$C$1:$Z$1",
        "Polarität": _one_of(*Polarity),
        schema.IN_TOTAL: _one_of("ja", "nein"),
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


def reproducible(workbook: Workbook) -> bytes:
    """The workbook as a file in which no clock has left a trace."""
    written, result = BytesIO(), BytesIO()
    workbook.save(written)
    workbook.properties.modified = _WRITTEN
    with ZipFile(written) as source, ZipFile(result, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == _CORE_PROPERTIES:
                content = tostring(workbook.properties.to_tree())
            target.writestr(ZipInfo(entry.filename), content, ZIP_DEFLATED)
    return result.getvalue()
