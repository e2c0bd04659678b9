"""Writes a formatted workbook, empty or filled, that `load_workbook` reads."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from datetime import date
from typing import Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.model import Table
from reportgen.workbook import schema
from reportgen.workbook.plain_rows import WRITTEN, reproducible, rows_as_xml
from reportgen.workbook.template_checks import add_checks, add_comments
from reportgen.workbook.template_look import (
    fit_to_page,
    look_of,
    set_height,
    style_column,
    style_header,
    style_sheet,
    write_paragraph,
    write_title,
)
from reportgen.workbook.template_rows import Entry, Formatted, TemplateContent
from reportgen.workbook.template_texts import TITLE

_DATE_FORMAT: Final = "DD.MM.YYYY"


def make_template(content: TemplateContent) -> bytes:
    """An xlsx file with all sheets and columns; the same content gives the same bytes."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _write_explanation(workbook.create_sheet(schema.EXPLANATION), content)
    for name in schema.ALL_SHEETS:
        if name not in set(Table) or Table(name) in content.columns:
            _write_sheet(workbook.create_sheet(content.texts.sheet(name)), name, content)
    if content.origins:
        sheet = workbook.create_sheet(schema.ORIGINS)
        for column, header in enumerate(content.origins[0], start=1):
            style_header(sheet.cell(1, column, str(header)), look_of("", str(header)))
    units = content.texts.nouns["unit.many"]
    workbook.properties.title = f"Arbeitsmappe für den Vergleich der {units}"
    workbook.properties.creator = "reportgen"
    workbook.properties.created = WRITTEN
    return reproducible(workbook, rows_as_xml(content.origins[1:]))


def _write_sheet(sheet: Worksheet, name: str, content: TemplateContent) -> None:
    headers = _headers(name, content)
    for column, header in enumerate(headers, start=1):
        look = look_of(name, header)
        style_column(sheet, column, look)
        style_header(sheet.cell(1, column, content.texts.header(name, header)), look)
    _write_rows(sheet, name, headers, content.rows.get(name, ()), first_row=2)
    add_checks(sheet, name, headers, content)
    add_comments(sheet, name, headers, content)
    style_sheet(sheet, is_data=name in set(Table))


def _headers(name: str, content: TemplateContent) -> list[str]:
    if name in schema.DEFINITION_COLUMNS:
        return [*schema.DEFINITION_COLUMNS[name], *schema.OPTIONAL_COLUMNS.get(name, ())]
    return [*schema.ROW_COLUMNS, *content.columns[Table(name)]]


def _write_rows(
    sheet: Worksheet,
    name: str,
    headers: Sequence[str],
    rows: Iterable[Mapping[str, Entry]],
    first_row: int,
) -> None:
    """Writes what there is; empty cells have the format of their column."""
    looks = [look_of(name, header) for header in headers]
    # Of each column, the style of its first cell; to set it anew takes most of the time.
    styles: dict[int, StyleArray] = {}
    for number, row in enumerate(rows, start=first_row):
        for column, header in enumerate(headers, start=1):
            entry = row.get(header)
            is_date = name == schema.ABOUT and row.get("Angabe") == schema.DATA_DATE
            if entry is None and not is_date:
                continue
            cell = sheet.cell(number, column)
            if column not in styles:
                cell.alignment = looks[column - 1].alignment
                cell.number_format = looks[column - 1].number_format
                styles[column] = copy(cell._style)  # type: ignore[union-attr]
            cell._style = copy(styles[column])  # type: ignore[union-attr]
            _write(cell, entry)
            if is_date and header == "Wert":
                cell.number_format = _DATE_FORMAT


def _write(cell: Cell | MergedCell, entry: Entry) -> None:
    if isinstance(entry, Formatted):
        cell.value, cell.number_format = entry.value, entry.number_format
        return
    cell.value = entry
    if isinstance(entry, date):
        cell.number_format = _DATE_FORMAT
    elif isinstance(entry, str):
        cell.data_type = "s"  # neither a formula nor an error


def _write_explanation(sheet: Worksheet, content: TemplateContent) -> None:
    texts = content.texts
    for column, header in enumerate(("Blatt", "Spalte", "Bedeutung"), start=1):
        style_column(sheet, column, look_of("", header))
    write_title(sheet, TITLE)
    for number, sentence in enumerate(texts.introduction, start=2):
        write_paragraph(sheet, number, sentence, columns=3)
    columns = [(texts.sheet(s), texts.header(s, c), text) for s, c, text in texts.columns]
    for headers, rows in (
        (("Blatt", "Spalte", "Bedeutung"), columns),
        (("Zeichen", "Steht für", "Bedeutung"), texts.signs),
    ):
        top = sheet.max_row + 2
        looks = [look_of("", header) for header in headers]
        for column, header in enumerate(headers, start=1):
            style_header(sheet.cell(top, column, header), looks[column - 1])
        entries = [dict(zip(headers, row, strict=True)) for row in rows]
        _write_rows(sheet, "", headers, entries, first_row=top + 1)
        for number, row in enumerate(rows, start=top + 1):
            set_height(sheet, number, [(t, k.width) for t, k in zip(row, looks, strict=True)])
    sheet.sheet_view.showGridLines = False
    fit_to_page(sheet)
