"""Rows that are no entries of their table: totals, means, and headers that are repeated."""

import re
from collections.abc import Sequence

from reportgen.problems import Problems, excerpt
from reportgen.workbook.cell import Cell
from reportgen.workbook.schema import own_header
from reportgen.workbook.tables import Row

_TOTAL = re.compile(
    r"(?:(?:gew|gewichtete[rs]?|arithm|arithmetische[rs]?|ungewichtete[rs]?)\b\.?\s*)?"
    r"(?:(?:gesamt|zwischen|teil|end)?summen?|gesamt|insgesamt|zusammen|total|(?:gesamt)?mittel"
    r"|(?:gesamt)?mittelwerte?|(?:ge)?mw|durchschnitt|durchschnittswert|median|minimum|min"
    r"|maximum|max|anzahl|standardabweichung|stdabw|varianz|spannweite|ø|alle\s+(?:städte|kreise|landkreise|gemeinden|einheiten))(?:\W|\d|$)"
    r"|.*\b(?:insgesamt|gesamt|zusammen)\W*$",
    re.IGNORECASE,
)


def report_unread(cells: Sequence[Cell], problems: Problems) -> None:
    """Notes rows that are no entries of their table; `cells` are their first ones with content."""
    if not cells:
        return
    named = ", ".join(f'{cell.row} ("{excerpt(cell.text)}")' for cell in cells[:5])
    more = f" and {len(cells) - 5} more" if len(cells) > 5 else ""
    rows, are = ("rows", "are") if len(cells) > 1 else ("row", "is")
    problems.warning(
        "row-not-read",
        f'{rows} {named}{more} of sheet "{cells[0].sheet}" {are} not read',
        cells[0].where,
        "keep totals, notes and second headers outside of the tables;"
        " remarks have a column in sheet Quellen",
    )


def is_total(name: str) -> bool:
    """Whether a row of that name sums up others."""
    return bool(_TOTAL.match(name))


def is_header(row: Row) -> bool:
    """Whether a row repeats the header."""
    for name, cell in row.items():
        if not cell.is_empty and own_header(cell.sheet, cell.text) != name:
            return False  # in the first cell of nearly every row
    return True
