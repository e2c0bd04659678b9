"""Sheets of xlsx files as grids, read as the standard workbook is."""

from reportgen.importing.grid import Grid, Odd, Raw, raw_of
from reportgen.problems import Problems
from reportgen.workbook.cell import Cell, OddityKind
from reportgen.workbook.number_format import number_format
from reportgen.workbook.package import DAMAGE, Package, open_package, too_large
from reportgen.workbook.sheets import Sheet, read_sheet
from reportgen.workbook.strings import TextParser, read_strings
from reportgen.workbook.styles import read_styles
from reportgen.workbook.xml_parts import TooMuchError

#: Rows times columns of a sheet; beyond it, a stray cell makes a grid of nothing.
MOST_CELLS = 30_000_000

_WORDS = {
    OddityKind.UNCOMPUTED: "a formula that was never computed",
    OddityKind.DAMAGED: "damaged",
    OddityKind.RAISED: "partly superscript, subscript or struck out",
    OddityKind.STRUCK: "struck out",
}


def read_excel(content: bytes, name: str, problems: Problems) -> list[Grid]:
    """The visible and hidden sheets of an xlsx file.

    Args:
        content: of the file.
        name: of the file, for messages.
        problems: takes what is wrong with it.

    Raises:
        WorkbookError: it is no such file, damaged or too large.
    """
    try:
        package = open_package(content, name, problems)
        with package.archive:
            return _grids(package, name, problems)
    except TooMuchError:
        too_large(name, problems)
        raise
    except DAMAGE as fault:
        problems.fatal(
            "import-damaged",
            f'"{name}" is no spreadsheet, or a damaged one ({fault})',
            hint="download it again, or open it in your spreadsheet program and save it as xlsx",
        )


def _grids(package: Package, name: str, problems: Problems) -> list[Grid]:
    # No page shows these texts, so no font has to have their characters.
    texts = TextParser(_AnyCharacter())
    styles, strings = read_styles(package), read_strings(package, texts)
    sheets = (
        read_sheet(package, part, strings, styles, texts) for part in package.sheets if part.part
    )
    return [_grid(sheet, name, problems) for sheet in sheets]


def _grid(sheet: Sheet, name: str, problems: Problems) -> Grid:
    height = max((row.number for row in sheet.rows), default=0)
    width = max((max(row.cells) for row in sheet.rows), default=0)
    check_size(height, width, sheet.name, problems)
    rows: list[list[Raw]] = [[] for _ in range(height)]
    percent = set()
    for row in sheet.rows:
        cells = rows[row.number - 1]
        for column, cell in sorted(row.cells.items()):
            cells += [""] * (column - 1 - len(cells))
            cells.append(_raw(cell))
            if isinstance(cells[-1], float) and _is_percent(cell):
                percent.add((row.number - 1, column - 1))
    merged = (
        (each.first_row - 1, each.first_column - 1, each.last_row - 1, each.last_column - 1)
        for each in sheet.merged
    )
    return Grid(
        file=name,
        sheet=sheet.name,
        rows=rows,
        merged=tuple(merged),
        percent=frozenset(percent),
        hidden=frozenset(row.number - 1 for row in sheet.rows if row.hidden),
    )


def check_size(height: int, width: int, sheet: str, problems: Problems) -> None:
    """Refuses a sheet with a cell far away from all others.

    Raises:
        WorkbookError: it is so.
    """
    if height * width > MOST_CELLS:
        problems.fatal(
            "import-sheet-too-large",
            f'sheet "{sheet}" reaches over {height} rows and {width} columns',
            hint="delete the rows and columns beyond its table; they may hold no more than a blank",
        )


def _raw(cell: Cell) -> Raw:
    if cell.oddity is not None:
        kind, part = cell.oddity
        if kind in {OddityKind.FAILED, OddityKind.NOT_A_NUMBER}:
            return part
        if kind in _WORDS:
            return Odd(cell.text, _WORDS[kind])
    if isinstance(cell.value, float):
        return _number(cell, cell.value)
    return cell.value if isinstance(cell.value, str) else raw_of(cell.value)


def _number(cell: Cell, value: float) -> Raw:
    """A number, or the sign that its format shows in its place."""
    form = number_format(cell.number_format)
    if form.is_plain:
        return raw_of(value)
    section, _ = form.section_of(value)
    if section is not None and section.percent:
        return raw_of(value)
    if section is None or section.broken or section.scale:
        return Odd(cell.text, f"shown otherwise than it is held ({value:.15g})")
    return raw_of(value) if section.shows(value) else cell.text


def _is_percent(cell: Cell) -> bool:
    form = number_format(cell.number_format)
    if form.is_plain or not isinstance(cell.value, float):
        return False
    section, _ = form.section_of(cell.value)
    return section is not None and bool(section.percent)


class _AnyCharacter(frozenset[str]):
    """A set of all characters."""

    def issuperset(self, other: object) -> bool:
        del other
        return True
