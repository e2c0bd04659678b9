"""Gives a workbook back with its implausible cells marked and commented, to be answered."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from io import BytesIO
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.clean_text import one_line
from reportgen.errors import Problem, WorkbookError, faults_as
from reportgen.model import Doubt
from reportgen.workbook import schema

_MARK = PatternFill("solid", fgColor="FFFFE699")
_AUTHOR = "reportgen"
_HEADERS = (*schema.DEFINITION_COLUMNS[schema.CONFIRMED], schema.DOUBT)
_WIDTHS = (26, 24, 18, 24, 50, 80)
#: What openpyxl raises on files that a spreadsheet program, and our own reader, can read.
FAULTS = (
    *(OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, SyntaxError),
    *(BadZipFile, InvalidFileException),
)


def annotated(
    content: bytes,
    file: str,
    notes: Sequence[tuple[Doubt, str]],
    emptied: Mapping[str, frozenset[int]] | None = None,
) -> bytes:
    """A copy of a workbook; formulas in it are computed when a spreadsheet program opens it.

    Each doubt marks its cells; its note is a comment at the first of them. In the sheet of
    confirmations it gets a row in which only name and reason are missing.

    Args:
        content: of the workbook.
        file: its name, for a problem.
        notes: doubts, each with its note.
        emptied: for the copy of one city, rows of others by sheet. They are emptied and hidden, so
            that addresses stay, and sheets that the schema does not know are left out.

    Raises:
        WorkbookError: the file cannot be copied.
    """
    problem = Problem(
        code="not-annotated",
        message="the workbook cannot be copied with comments",
        where=file,
        hint="save it anew in your spreadsheet program",
    )
    with faults_as(WorkbookError, problem, faults=FAULTS):
        workbook = load_workbook(BytesIO(content))
        sheets = dict(_sheets(workbook))
        if emptied is not None:
            _keep_one_city(workbook, sheets, emptied)
        for doubt, note in notes:
            _mark(sheets, doubt, note)
        _ask(workbook, sheets, [doubt for doubt, _ in notes], alone=emptied is not None)
        result = BytesIO()
        workbook.save(result)
        return result.getvalue()


def _sheets(workbook: Workbook) -> Iterator[tuple[str, Worksheet]]:
    """Sheets that are tables, by their names as they are read."""
    for name in workbook.sheetnames:
        sheet = workbook[name]
        if isinstance(sheet, Worksheet):
            yield one_line(name), sheet


def _mark(sheets: Mapping[str, Worksheet], doubt: Doubt, note: str) -> None:
    for number, place in enumerate(doubt.cells):
        name, _, address = place.rpartition("!")
        cell = sheets[name][address] if name in sheets else None
        if not isinstance(cell, Cell):
            continue  # part of a merged cell
        cell.fill = _MARK
        if number == 0:
            before = f"{cell.comment.text}\n\n" if cell.comment else ""
            cell.comment = Comment(before + note, _AUTHOR, height=220, width=420)


def _keep_one_city(
    workbook: Workbook, sheets: dict[str, Worksheet], emptied: Mapping[str, frozenset[int]]
) -> None:
    for name, sheet in tuple(sheets.items()):
        if name not in {*schema.ALL_SHEETS, schema.EXPLANATION, *emptied}:
            workbook.remove(sheet)
            del sheets[name]
    for name, rows in emptied.items():
        for row in rows:
            for cell in sheets[name][row]:
                if isinstance(cell, Cell):
                    cell.value, cell.comment = None, None
            sheets[name].row_dimensions[row].hidden = True


def _ask(
    workbook: Workbook, sheets: Mapping[str, Worksheet], doubts: Sequence[Doubt], *, alone: bool
) -> None:
    """Writes a row for each doubt, in place of an answer to another value."""
    old = sheets.get(schema.CONFIRMED)
    rows = [] if old is None or alone else list(_rows(old))
    asked = {(doubt.cells[0], doubt.rule) for doubt in doubts}
    kept = [row for row in rows if (row["Zelle"], row["Regel"]) not in asked]
    if old is not None:
        workbook.remove(old)
    sheet = workbook.create_sheet(schema.CONFIRMED)
    sheet.append(_HEADERS)
    for row in kept:
        sheet.append([row.get(header) for header in _HEADERS])
    for doubt in doubts:
        value: str | float = doubt.value
        with suppress(ValueError):
            value = float(doubt.value)
        sheet.append([doubt.cells[0], doubt.rule, value, None, None, doubt.message])
    for column, width in zip("ABCDEF", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
        sheet[f"{column}1"].font = Font(bold=True)
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _rows(sheet: Worksheet) -> Sequence[dict[str, object]]:
    top, *body = list(sheet.iter_rows(values_only=True)) or [()]
    headers = [str(header) for header in top]
    return [dict(zip(headers, row, strict=False)) for row in body if any(row)]
