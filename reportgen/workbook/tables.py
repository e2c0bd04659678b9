"""Finds the columns of a sheet by their headers and gives its rows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from reportgen.errors import did_you_mean, nearest
from reportgen.workbook.fields import text
from reportgen.workbook.problems import Problems
from reportgen.workbook.readers import Cell, Sheet

Row = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A sheet by its headers.

    Attributes:
        header: the header cell of each column that is there.
        rows: each row that is not blank, by header.
        complete: no required column is missing.
    """

    header: Row
    rows: tuple[Row, ...]
    complete: bool


def read_table(
    sheet: Sheet, required: Collection[str], problems: Problems, optional: Collection[str] = ()
) -> SheetTable:
    """Reads a sheet whose header is its first row.

    Args:
        sheet: what was read.
        required: headers that must be there.
        problems: takes what is wrong with the header.
        optional: headers that may be there.
    """
    header_row, *body = sheet.rows or ((),)
    known = (*required, *optional)
    header: dict[str, Cell] = {}
    strangers: dict[str, Cell] = {}
    for cell in header_row:
        name = text(cell, problems, required=False)
        if name in header:
            first = header[name].address
            problems.error(
                "duplicate-column",
                f'sheet "{sheet.name}" has two columns "{name}"',
                cell.where,
                f"remove one of them; the other is {first}",
            )
        elif name in known:
            header[name] = cell
        elif name:
            strangers[name] = cell
    missing = [name for name in required if name not in header]
    _tell_missing(sheet, missing, strangers, problems)
    _tell_strangers(sheet, strangers, missing or known, problems)
    columns = {name: header_row.index(cell) for name, cell in header.items()}
    rows = tuple(
        {name: row[column] for name, column in columns.items()}
        for row in body
        if not all(cell.is_empty for cell in row)
    )
    return SheetTable(header, rows, complete=not missing)


def _tell_missing(
    sheet: Sheet, missing: Collection[str], strangers: Collection[str], problems: Problems
) -> None:
    last = sheet.rows[0][-1].address if sheet.rows and sheet.rows[0] else "A1"
    for name in missing:
        near = nearest(name, strangers)
        problems.error(
            "missing-column",
            f'sheet "{sheet.name}" has no column "{name}"',
            f"{sheet.name}!A1:{last}" if last != "A1" else f"{sheet.name}!A1",
            f'did you mean "{near}"? Rename it to "{name}"'
            if near
            else f'write the header "{name}" into row 1; the column may stay empty',
        )


def _tell_strangers(
    sheet: Sheet, strangers: Row, expected: Collection[str], problems: Problems
) -> None:
    for name, cell in strangers.items():
        problems.warning(
            "unknown-column",
            f'column "{name}" of sheet "{sheet.name}" is not read',
            cell.where,
            did_you_mean(name, expected),
        )
