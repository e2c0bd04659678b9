"""Reads a list of units: key, name, and maybe abbreviation and office, in any kind of table."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from reportgen.errors import Problem
from reportgen.importing.delimited import decoded, guessed_delimiter, guessed_encoding
from reportgen.importing.files import is_text, open_file, read_file
from reportgen.importing.grid import Grid, Odd, raw_text
from reportgen.layout.glyphs import shipped_characters
from reportgen.model import City
from reportgen.problems import Problems
from reportgen.workbook import schema
from reportgen.workbook.cell import Cell, Oddity, OddityKind, column_letters
from reportgen.workbook.city_list import read_cities
from reportgen.workbook.tables import Row
from reportgen.workbook.unread_rows import is_total

_COLUMNS = schema.DEFINITION_COLUMNS[schema.CITIES]
_KEY, _NAME, _ABBREVIATION, _ = _COLUMNS

#: What lists call their columns, in lower case.
_HEADERS = {
    **dict.fromkeys(("ags", "ars", "rs", "schlüssel", "kennziffer", "kreisschlüssel", "key"), _KEY),
    **dict.fromkeys(("gemeindeschlüssel", "schlüsselnummer", "nummer", "nr.", "id"), _KEY),
    **dict.fromkeys(("stadt", "einheit", "name", "bezeichnung", "kreis", "landkreis"), _NAME),
    **dict.fromkeys(("gemeinde", "stadtteil", "unit", "city"), _NAME),
    **dict.fromkeys(("kürzel", "abkürzung", "kurz", "abbreviation"), _ABBREVIATION),
    **dict.fromkeys(("amt", "office"), _COLUMNS[3]),
}
#: Digits of official keys that have lost the zero at their beginning.
_WITHOUT_ZERO = {4, 7, 11}


def read_units(path: Path, *, neutral: bool) -> tuple[tuple[City, ...], tuple[Problem, ...]]:
    """The units of a list, and warnings.

    The first row may be a header; without one, columns stand in the order key, name, abbreviation,
    office. A unit without an abbreviation has its key for one.

    Args:
        path: a text with semicolons, tabs or commas, or a spreadsheet with one sheet or one that is
            named as in a workbook.
        neutral: units are no cities, whose keys are official ones.

    Raises:
        WorkbookError: with everything that is wrong, line by line.
    """
    problems = Problems(path.name)
    grid = _grid(path, problems)
    header = _header(grid)
    rows = []
    for number, row in enumerate(grid.rows):
        if not any(map(raw_text, row)) or (header and number == _first(grid)):
            continue
        if (read := _row(grid, number, header, problems)) is not None:
            rows.append(read)
    if not rows:
        problems.error(
            "units-empty",
            "the list has no units",
            grid.named("A1"),
            "write a line for each: key;name;abbreviation",
        )
    cities = read_cities(tuple(rows), problems, own_keys=neutral)
    keys = [row[_KEY].text for row in rows]
    if keys and all(key.isdecimal() and len(key) in _WITHOUT_ZERO for key in keys):
        problems.warning(
            "units-lost-zero",
            f"all keys have {len(keys[0])} digits; they seem to have lost a zero in front",
            grid.named("A1"),
            "format the column of keys as text, and write them with their zeros",
        )
    problems.raise_errors()
    return tuple(cities.values()), problems.as_tuple()


def _grid(path: Path, problems: Problems) -> Grid:
    content = read_file(path, problems)
    encoding, delimiter = "", ";"
    if is_text(content):
        encoding = guessed_encoding(content)
        delimiter = guessed_delimiter(decoded(content, path.name, encoding, problems))
    grids = open_file(path, encoding, (delimiter, '"'), problems)
    filled = [grid for grid in grids if any(any(map(raw_text, row)) for row in grid.rows)]
    named = [grid for grid in filled if schema.own_name(grid.sheet) == schema.CITIES]
    if len(named) == 1:
        return named[0]
    if len(filled) > 1:
        problems.fatal(
            "import-which-sheet",
            f"the file has {len(filled)} sheets, and a list of units stands in one",
            hint=f'name that sheet "{schema.CITIES}", or save it alone',
        )
    return filled[0] if filled else Grid(file=path.name, sheet="", rows=())


def _first(grid: Grid) -> int:
    return next(n for n, row in enumerate(grid.rows) if any(map(raw_text, row)))


def _header(grid: Grid) -> Mapping[str, int] | None:
    """The columns by what they hold, if the first row names key and name."""
    if not grid.rows:
        return None
    texts = [raw_text(cell).casefold() for cell in grid.rows[_first(grid)]]
    found: dict[str, int] = {}
    for column, text in enumerate(texts):
        if text in _HEADERS:
            found.setdefault(_HEADERS[text], column)
    return found if {_KEY, _NAME} <= found.keys() else None


def _row(
    grid: Grid, number: int, header: Mapping[str, int] | None, problems: Problems
) -> Row | None:
    """A row as the reader of workbooks has it; None after a fault."""
    places = header or {name: column for column, name in enumerate(_COLUMNS)}
    row = {name: _cell(grid, number, places.get(name)) for name in _COLUMNS}
    beyond = [c for c in range(len(_COLUMNS), len(grid.rows[number])) if grid.text(number, c)]
    odd = [c for c in places.values() if isinstance(grid.cell(number, c), Odd)]
    faults: Sequence[tuple[bool, str, int, str, str]] = (
        (bool(odd), "units-bad-cell", odd[0] if odd else 0,
         "the cell holds neither a text nor a number", "write it as text"),
        (header is None and bool(beyond), "units-bad-line", beyond[0] if beyond else 0,
         "the line has more than key, name, abbreviation and office",
         'put a name that has the delimiter in it into quotation marks, "..."'),
        (not row[_NAME].text, "units-bad-line", places[_NAME],
         "the line has no name", "write key;name, or take the line out"),
        (is_total(row[_NAME].text), "units-bad-line", places[_NAME],
         f'"{row[_NAME].text}" looks like a total, not like a unit', "take the line out"),
    )  # fmt: skip
    for is_fault, code, column, message, hint in faults:
        if is_fault:
            problems.error(code, message, grid.place(number, column), hint)
            return None
    if row[_ABBREVIATION].is_empty:
        row[_ABBREVIATION] = row[_KEY]
    return row


def _cell(grid: Grid, row: int, column: int | None) -> Cell:
    """A cell as the reader of workbooks has it; an empty one in a column that there is not."""
    text = grid.text(row, column) if column is not None else ""
    address = f"{column_letters((column or 0) + 1)}{row + 1}"
    known = shipped_characters()
    missing = "".join(dict.fromkeys(c for c in text if c not in known))
    oddity = Oddity(OddityKind.UNPRINTABLE, missing) if missing and not text.isascii() else None
    return Cell(grid.sheet or "text", address, text, oddity=oddity)
