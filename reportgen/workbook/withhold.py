"""A copy of a workbook for those who may not know what is secret: its published numbers alone."""

from collections.abc import Collection, Mapping
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.clean_text import one_line
from reportgen.errors import Problem, WorkbookError, faults_as
from reportgen.model import WITHHELD, Dataset, Observation, Reason
from reportgen.workbook import schema
from reportgen.workbook.annotate import FAULTS
from reportgen.workbook.plain_rows import reproducible

#: What is kept as it is, for what it says is printed or computed with; of other sheets only those
#: of figures are kept.
_DEFINITIONS = frozenset(schema.ALL_SHEETS) - {schema.CONFIRMED}

#: What is taken for a year in a column that holds no figures.
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


def withheld(content: bytes, dataset: Dataset, published: Dataset) -> bytes:
    """The workbook with the sign for confidential numbers where they were taken out.

    Formulas become their values. What the program does not read is left out, for it may tell what
    is secret: other sheets, other columns and rows of figures, confirmations, comments.

    Args:
        content: of the workbook.
        dataset: what is in it.
        published: what may be published of it.

    Raises:
        WorkbookError: the file cannot be copied.
    """
    problem = Problem(
        code="not-withheld",
        message="the workbook cannot be copied without its secret numbers",
        where=dataset.file,
        hint="save it anew in your spreadsheet program",
    )
    cells = _cells(dataset, published)
    with faults_as(WorkbookError, problem, faults=FAULTS):
        workbook = load_workbook(BytesIO(content), data_only=True)
        for name in workbook.sheetnames:
            sheet, title = workbook[name], one_line(name)
            if schema.own_name(title) not in _DEFINITIONS and title not in cells:
                workbook.remove(sheet)
            elif isinstance(sheet, Worksheet):
                _withhold(sheet, cells.get(title))
        _forget(workbook)
        return reproducible(workbook)


def _cells(dataset: Dataset, published: Dataset) -> Mapping[str, Mapping[str, str | float | None]]:
    """By sheet and address, what stands in a cell that is read: None where it stays as it is."""
    cells: dict[str, dict[str, str | float | None]] = {}
    for key, one in {**dataset.unused, **dataset.observations}.items():
        sheet = cells.setdefault(one.sheet, {})
        # What was not delivered may point to the header.
        if one.reason is not Reason.NOT_DELIVERED:
            sheet[one.cell] = _written(one, published.observations.get(key, one))
    return cells


def _written(one: Observation, published: Observation) -> str | float | None:
    if one.value == published.value:
        return None
    return WITHHELD if published.value is None else published.value


def _withhold(sheet: Worksheet, cells: Mapping[str, str | float | None] | None) -> None:
    """Writes signs into a sheet; `cells` are those of a sheet of figures."""
    read = {_place(address) for address in cells or ()}
    first = min((row for row, _ in read), default=sheet.max_row + 1)
    kept = {column for column in range(1, sheet.max_column + 1) if _names(sheet, column, read)}
    for row in sheet.iter_rows():
        for cell in row:
            if not isinstance(cell, Cell):
                continue
            cell.comment = None
            if cells is None:
                continue
            written = cells.get(cell.coordinate)
            if written is not None:
                cell.value = written
                if written == WITHHELD:
                    cell.number_format = "General"
            elif cell.coordinate not in cells and cell.column not in kept:
                is_header = cell.row < first
                if not (is_header and isinstance(cell.value, str)):
                    cell.value = None


def _place(address: str) -> tuple[int, int]:
    letters, row = coordinate_from_string(address)
    return row, column_index_from_string(letters)


def _names(sheet: Worksheet, column: int, read: Collection[tuple[int, int]]) -> bool:
    """Whether a column says whose figures are in the rows that are read, and of when."""
    if column in {each for _, each in read}:
        return False
    rows = {row for row, _ in read}
    values = [sheet.cell(row, column).value for row in rows]
    names = all(isinstance(v, str) and not any(map(str.isdigit, v)) for v in values if v)
    years = all(isinstance(v, int) and _FIRST_YEAR <= v <= _LAST_YEAR for v in values if v)
    return names or years


def _forget(workbook: Workbook) -> None:
    """What else a file keeps of its making."""
    for name in list(workbook.defined_names):
        del workbook.defined_names[name]
    properties = workbook.properties
    for said in ("description", "keywords", "subject", "category", "lastModifiedBy"):
        setattr(properties, said, None)
