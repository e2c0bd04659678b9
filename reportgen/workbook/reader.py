"""Opens the workbook file and gives the sheets that the schema knows."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from reportgen.problems import Problems
from reportgen.workbook.cell import column_letters
from reportgen.workbook.package import (
    DAMAGE,
    Package,
    SheetPart,
    damaged,
    open_package,
    read_content,
    too_large,
)
from reportgen.workbook.schema import ALL_SHEETS, SHEET_SYNONYMS, own_name
from reportgen.workbook.sheets import Sheet, read_sheet
from reportgen.workbook.strings import TextParser, read_strings
from reportgen.workbook.styles import read_styles
from reportgen.workbook.xml_parts import TooMuchError

#: The last row and column in which a table may have a cell; each is far beyond any benchmarking.
LAST_ROW, LAST_COLUMN = 200_000, 100


class Workbook(Struct, frozen=True):
    """The sheets that the schema knows, by name, and the names of all others."""

    sheets: Mapping[str, Sheet]
    others: tuple[str, ...]


def open_workbook(path: Path, problems: Problems, characters: frozenset[str]) -> Workbook:
    """Reads all sheets that the schema knows.

    Args:
        path: an xlsx file.
        problems: takes a warning when the file is open in a spreadsheet program.
        characters: what the fonts of the pages can show.

    Raises:
        WorkbookError: the file cannot be read at all.
    """
    content = read_content(path, problems)
    try:
        package = open_package(content, path.name, problems)
        with package.archive:
            sheets = tuple(_sheets(package, TextParser(characters)))
    except TooMuchError:
        too_large(path.name, problems)
    except DAMAGE as fault:
        damaged(path.name, fault, problems)
    known: dict[str, Sheet] = {}
    for sheet in sheets:
        if (name := own_name(sheet.name)) in known:
            _report_double(sheet, known[name], problems)
        known.setdefault(name, sheet)
        _check_range(sheet, problems)
    problems.raise_errors()
    if any(sheet.name in SHEET_SYNONYMS for sheet in known.values()):
        known = {name: replace(sheet, neutral=True) for name, sheet in known.items()}
    others = (part.name for part in package.sheets if not _is_known(part))
    return Workbook(sheets=known, others=tuple(others))


def _is_known(part: SheetPart) -> bool:
    return own_name(part.name) in ALL_SHEETS and bool(part.part)


def _sheets(package: Package, texts: TextParser) -> Iterator[Sheet]:
    styles, strings = read_styles(package), read_strings(package, texts)
    for part in filter(_is_known, package.sheets):
        yield read_sheet(package, part, strings, styles, texts)


def _report_double(sheet: Sheet, first: Sheet, problems: Problems) -> None:
    names = f'two sheets are named "{sheet.name}", but for blanks or characters that nobody sees'
    if first.name != sheet.name:
        names = f'sheets "{first.name}" and "{sheet.name}" stand for the same'
    problems.error(
        "duplicate-sheet",
        names,
        sheet.name,
        "remove or rename one of them",
    )


def _check_range(sheet: Sheet, problems: Problems) -> None:
    """Reports the farthest cell of a sheet, if it is too far away."""
    too_far = (
        (max(row.number / LAST_ROW, max(row.cells) / LAST_COLUMN), row.number, max(row.cells))
        for row in sheet.rows
        if row.number > LAST_ROW or max(row.cells) > LAST_COLUMN
    )
    _, row, column = max(too_far, default=(0.0, 0, 0))
    if row:
        problems.error(
            "stray-cell",
            f'sheet "{sheet.name}" has a cell far beyond its table',
            f"{sheet.name}!{column_letters(column)}{row}",
            "delete its row and its column; it may hold no more than a blank",
        )
