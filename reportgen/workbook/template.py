"""Writes a formatted workbook, empty or filled, that `load_workbook` reads."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from reportgen.model import Table
from reportgen.workbook import explanations, schema, standard
from reportgen.workbook.standard import Entry, Rows
from reportgen.workbook.styles import (
    DATE_FORMAT,
    fit_to_page,
    look_of,
    style_column,
    style_header,
    style_sheet,
    validate_column,
)

#: Stands for the time of writing, so that the same rows give the same bytes.
_WRITTEN = datetime(2020, 1, 1)
_CORE_PROPERTIES = "docProps/core.xml"


def write_template(path: Path, rows: Rows = MappingProxyType({})) -> None:
    """Writes a workbook with all sheets and columns; the same rows give the same bytes.

    Args:
        path: the file to write; it is replaced as a whole or not at all.
        rows: the rows of each sheet, each an entry by header. Where the sheets of benefit areas
            and indicators get none, they hold the usual ones.
    """
    rows = {**standard.ROWS, **rows}
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _write_explanation(workbook.create_sheet(schema.EXPLANATION))
    for name in schema.SHEETS:
        sheet = workbook.create_sheet(name)
        _write_table(sheet, _headers(name, rows), rows.get(name, ()))
        style_sheet(sheet)
    workbook.properties.title = "Benchmarking der großen Großstädte: Arbeitsmappe"
    workbook.properties.creator = "reportgen"
    workbook.properties.created = _WRITTEN
    _replace(path, _reproducible(workbook))


def _headers(name: str, rows: Rows) -> tuple[str, ...]:
    if name in schema.DEFINITION_COLUMNS:
        return schema.DEFINITION_COLUMNS[name]
    areas = tuple(str(row["Kurzbezeichnung"]) for row in rows[schema.AREAS])
    indicators = tuple(str(row["Bezeichnung"]) for row in rows[schema.INDICATORS])
    values = {
        Table.POPULATION: schema.POPULATION_COLUMNS,
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
        look = look_of(sheet.title, header)
        style_column(sheet, column, look)
        style_header(sheet.cell(first_row, column, header), look)
        validate_column(sheet, column, header)
    for number, row in enumerate(rows, start=first_row + 1):
        for column, header in enumerate(headers, start=1):
            look = look_of(sheet.title, header)
            cell = sheet.cell(number, column, row.get(header))
            cell.alignment = look.alignment
            cell.number_format = DATE_FORMAT if isinstance(cell.value, date) else look.number_format


def _write_explanation(sheet: Worksheet) -> None:
    sheet.append([explanations.TITLE])
    sheet["A1"].font = Font(bold=True, size=16)
    for sentence in explanations.INTRODUCTION:
        sheet.append([sentence])
    for headers, rows in (
        (("Blatt", "Spalte", "Bedeutung"), explanations.COLUMNS),
        (("Zeichen", "Steht für", "Bedeutung"), explanations.SIGNS),
    ):
        entries = [dict(zip(headers, row, strict=True)) for row in rows]
        _write_table(sheet, headers, entries, first_row=sheet.max_row + 2)
    fit_to_page(sheet)


def _reproducible(workbook: Workbook) -> bytes:
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


def _replace(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
