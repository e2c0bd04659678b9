"""Which sheets and columns are there, and the rows of a sheet by column."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from reportgen.problems import Problems, excerpt
from reportgen.workbook import schema
from reportgen.workbook.cell import Cell, Oddity, OddityKind, column_letters
from reportgen.workbook.known_names import COLUMN_NAMES, SHEET_NAMES, KnownNames
from reportgen.workbook.meaning import text
from reportgen.workbook.reader import Workbook
from reportgen.workbook.sheets import Sheet, SheetRow

Row = Mapping[str, Cell]

#: So many rows with content are looked at for the header.
_HEADER_ROWS = 20
#: Sheets that are for people only.
_NOT_READ = {schema.EXPLANATION, schema.ORIGINS}


class SheetTable(Struct, frozen=True, kw_only=True):
    """A sheet by its headers.

    Attributes:
        header: the header cell of each known column that is there.
        rows: each row that is not blank, by header.
    """

    header: Row
    rows: tuple[Row, ...]


def check_sheets(workbook: Workbook, problems: Problems, unneeded: Collection[str] = ()) -> None:
    """Reports which sheets are missing, and which are unknown; `unneeded` ones may be missing."""
    neutral = any(sheet.neutral for sheet in workbook.sheets.values())

    def shown(names: Iterable[str]) -> list[str]:
        return [schema.neutral_name(name) if neutral else name for name in names]

    names = KnownNames(
        words=SHEET_NAMES,
        holder="the workbook",
        place="",
        required=shown(name for name in schema.SHEETS if name not in schema.REMOVABLE_SHEETS),
        removable=shown(name for name in schema.REMOVABLE_SHEETS if name not in unneeded),
        optional=[name for name in schema.ALL_SHEETS if name not in schema.SHEETS],
        found=shown(workbook.sheets),
        unknown={name: name for name in workbook.others if name not in _NOT_READ},
    )
    names.check(problems)


def read_table(
    sheet: Sheet,
    problems: Problems,
    *,
    required: Collection[str],
    removable: Collection[str] = (),
    optional: Collection[str] = (),
    unread: Collection[str] = (),
) -> SheetTable:
    """Reads a sheet by its header, which should be its first row.

    Args:
        sheet: what was read.
        problems: takes what is wrong with the header.
        required: headers that must be there.
        removable: headers whose absence means that nothing was delivered.
        optional: headers that may be there.
        unread: headers that are there and of which nothing is to be said.
    """
    known = {*required, *removable, *optional}
    top = _header_row(sheet, known)
    if top is None:
        problems.error(
            "missing-header",
            f'sheet "{sheet.name}" has none of its headers: '
            + ", ".join(_shown(sheet, name) for name in required),
            f"{sheet.name}!A1",
            "write them into row 1",
        )
        return SheetTable(header={}, rows=())
    if top.number > 1:
        problems.warning(
            "header-row",
            f'the header of sheet "{sheet.name}" is in row {top.number}',
            f"{sheet.name}!A{top.number}",
            "remove the rows above it; what they hold is not read",
        )
    body = [row for row in sheet.rows if row.number > top.number]
    header, columns = _headers(sheet, top, body, problems, required, removable, optional, unread)
    covered = _covered(sheet, columns.values(), problems)
    rows = []
    for row in body:
        there = row.cells
        cells = {
            name: there.get(column) or covered.get((row.number, column)) or sheet.cell(row, column)
            for name, column in columns.items()
        }
        if not all(cell.is_empty for cell in cells.values()):
            rows.append(cells)
    _report_hidden(sheet, columns, body, problems)
    _report_renumbered(sheet, columns, problems)
    return SheetTable(header=header, rows=tuple(rows))


def _own(sheet: Sheet, cell: Cell) -> str:
    """The name of a column in the schema, by its header."""
    return schema.own_header(sheet.name, cell.text)


def _shown(sheet: Sheet, name: str) -> str:
    """The name of a column of the schema as the workbook would have it."""
    return schema.neutral_header(sheet.name, name) if sheet.neutral else name


def headers_of(sheet: Sheet, known: Collection[str]) -> tuple[str, ...]:
    """The texts of the header row in their order, also those that are not known."""
    top = _header_row(sheet, known)
    cells = (top.cells[column] for column in sorted(top.cells)) if top else ()
    texts = (cell.text for cell in cells if isinstance(cell.value, str) and cell.text)
    return tuple(dict.fromkeys(texts))


def _header_row(sheet: Sheet, known: Collection[str]) -> SheetRow | None:
    """The row among the first that has most of the known headers."""
    found = (
        (len({_own(sheet, c) for c in row.cells.values()} & set(known)), -row.number, row)
        for row in sheet.rows[:_HEADER_ROWS]
    )
    count, _, best = max(found, default=(0, 0, None))
    return best if count else None


def _headers(
    sheet: Sheet,
    top: SheetRow,
    body: Sequence[SheetRow],
    problems: Problems,
    required: Collection[str],
    removable: Collection[str],
    optional: Collection[str],
    unread: Collection[str],
) -> tuple[dict[str, Cell], dict[str, int]]:
    """The header cell and the number of each known column."""
    known = {*required, *removable, *optional}
    header: dict[str, Cell] = {}
    columns: dict[str, int] = {}
    unknown: dict[str, str] = {}
    filled: set[int] = set()
    for row in body:
        if not row.cells.keys() <= filled:  # as it is in the first rows only
            filled |= {column for column, cell in row.cells.items() if not cell.is_empty}
    above = [row for row in sheet.rows if row.number < top.number]
    for column in sorted(top.cells.keys() | filled):
        cell = _header_cell(sheet, top, above, column, known)
        # What is not read may have any characters.
        name = _own(sheet, cell)
        if cell.text in known:
            name = text(cell, problems, required=False)
        if name in header:
            problems.error(
                "duplicate-column",
                f'sheet "{sheet.name}" has two columns "{cell.text}"',
                cell.where,
                f"remove one of them; the other is {header[name].address}",
            )
        elif name in known:
            header[name], columns[name] = cell, column
        elif (name or column in filled) and name not in unread:
            unknown[cell.where] = name
    last = column_letters(max(top.cells))
    end = "" if last == "A" else f":{last}{top.number}"
    names = KnownNames(
        words=replace(COLUMN_NAMES, add=COLUMN_NAMES.add.replace("{row}", str(top.number))),
        holder=f'sheet "{sheet.name}"',
        place=f"{sheet.name}!A{top.number}{end}",
        required=[_shown(sheet, name) for name in required],
        removable=[_shown(sheet, name) for name in removable],
        optional=[_shown(sheet, name) for name in optional],
        found={_shown(sheet, name) for name in header},
        unknown=unknown,
    )
    names.check(problems)
    return header, columns


def _header_cell(
    sheet: Sheet, top: SheetRow, above: Sequence[SheetRow], column: int, known: Collection[str]
) -> Cell:
    """The header of a column; in stacked headers it may stand in a row above the others."""
    cell = sheet.cell(top, column)
    if cell.is_empty:
        others = (sheet.cell(row, column) for row in reversed(above))
        return next((other for other in others if _own(sheet, other) in known), cell)
    return cell


def _covered(
    sheet: Sheet, columns: Collection[int], problems: Problems
) -> dict[tuple[int, int], Cell]:
    """The cells in these columns that are shown as one with another, by row and column."""
    covered: dict[tuple[int, int], Cell] = {}
    count = 0
    for merged in sheet.merged:
        first = (merged.first_row, merged.first_column)
        inside = [n for n in columns if merged.first_column <= n <= merged.last_column]
        rows = sheet.rows_of(merged) if inside else ()
        count += len(rows) * len(inside)
        if count > len(sheet.rows) * len(columns):
            problems.error(
                "merged-cell",
                f'merged cells of sheet "{sheet.name}" overlap, which no sheet can have',
                f"{sheet.name}!{merged}",
                "unmerge them and write the value into each",
            )
            break
        for row in rows:
            for column in inside:
                if (row.number, column) != first and column not in row.cells:
                    empty = sheet.cell(row, column)
                    oddity = Oddity(OddityKind.MERGED, str(merged))
                    covered[row.number, column] = replace(empty, oddity=oddity)
    return covered


def _report_hidden(
    sheet: Sheet, columns: Mapping[str, int], body: Sequence[SheetRow], problems: Problems
) -> None:
    """What a person does not see is read all the same, which that person should know."""
    hint = "show it, and remove what is not to be published"
    if sheet.hidden:
        message = f'sheet "{sheet.name}" is hidden; it is read all the same'
        problems.warning("hidden-sheet", message, sheet.name, hint)
    names = [name for name, column in columns.items() if column in sheet.hidden_columns]
    if names:
        listed = ", ".join(f'"{name}"' for name in names)
        message = f'sheet "{sheet.name}" has hidden columns that are read all the same: {listed}'
        problems.warning("hidden-columns", message, sheet.name, hint)
    rows = [row for row in body if row.hidden]
    if rows:
        by = " by a filter" if sheet.filtered else ""
        shown = ", ".join(_row_name(row) for row in rows[:8])
        more = f" and {len(rows) - 8} more" if len(rows) > 8 else ""
        message = f'sheet "{sheet.name}" has rows hidden{by} that are read all the same: '
        problems.warning("hidden-rows", message + shown + more, sheet.name, hint)


def _report_renumbered(sheet: Sheet, columns: Mapping[str, int], problems: Problems) -> None:
    """A condition may show a sign in the place of a number, which the cell itself does not say."""
    for area in dict.fromkeys(sheet.renumbered):
        inside = [n for n in columns.values() if area.first_column <= n <= area.last_column]
        cells = (sheet.cell(row, n) for row in sheet.rows_of(area) for n in sorted(inside))
        if first := next((cell for cell in cells if not cell.is_empty), None):
            problems.error(
                "conditional-format",
                f'a conditional format of sheet "{sheet.name}" changes the number format of {area}',
                first.where,
                "remove the rule or its number format; write signs and flags into the cells",
            )


def _row_name(row: SheetRow) -> str:
    """Number of a row and its first content that has letters, which mostly is a name."""
    texts = (row.cells[number].text for number in sorted(row.cells))
    first = next((text for text in texts if any(map(str.isalpha, text))), "")
    return f"{row.number} ({excerpt(first)})" if first else str(row.number)
