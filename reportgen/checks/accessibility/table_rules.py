"""Rules about tables: their parts, their rows and columns, and what heads their cells."""

from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from reportgen.bounded import LimitExceededError
from reportgen.checks.accessibility.element import Element
from reportgen.checks.rules import Finding, violation

#: A cell that spans more rows or columns than this would only cost time.
_WIDEST = 1000

#: Places for cells that a table may have.
_MOST_PLACES = 500_000

#: Where a table has more cells than this, what heads them is not looked for.
_MOST_CELLS = 20_000

_GROUPS = ("THead", "TBody", "TFoot")


class _Cell(Struct, frozen=True, kw_only=True):
    """A cell at its place, counted from zero."""

    element: Element
    row: int
    column: int
    rows: int
    columns: int


class _Grid(Struct):
    """Cells at their places.

    Attributes:
        places: number of those that cells stand on.
        widths: of each row, in columns.
        is_regular: no cell stands on another, and none reaches beyond the rows of its group.
    """

    cells: list[_Cell] = field(default_factory=list)
    places: int = 0
    widths: list[int] = field(default_factory=list)
    is_regular: bool = True


def check_tables(elements: Iterable[Element]) -> Iterator[Finding]:
    """Checks all tables among elements, in the order of their tree."""
    for element in elements:
        if element.tag == "Table":
            yield from check_table(element)
        else:
            yield from check_head(element)


def check_head(element: Element) -> Iterator[Finding]:
    """Checks that an element which is a head cell says what it heads, or has a name."""
    if element.tag == "TH" and element.attributes.scope is None and element.name is None:
        message = "a head cell does not say what it heads"
        yield violation("scope-missing", message, element.page, case="cell")


def check_table(table: Element) -> Iterator[Finding]:
    """Checks the parts of a table, its rows and columns, and what heads its cells."""
    grid = _grid(table)
    yield from _check_parts(table)
    if len(set(grid.widths)) > 1 or not grid.is_regular:
        message = "the rows of a table differ in length"
        yield violation("ragged-table", message, table.page)
    elif len(grid.cells) <= _MOST_CELLS:
        yield from _check_heads(grid)


def _check_parts(table: Element) -> Iterator[Finding]:
    tags = [kid.tag for kid in table.kids]
    for part in ("THead", "TFoot", "Caption"):
        if tags.count(part) > 1:
            message = f"a table has more than one {part}"
            yield violation("table-parts", message, table.page)
    if ("THead" in tags or "TFoot" in tags) and "TBody" not in tags:
        message = "a table has a head or foot and no TBody"
        yield violation("table-parts", message, table.page)


def _grid(table: Element) -> _Grid:
    grid = _Grid()
    plain: list[Element] = []
    for kid in [*table.kids, None]:
        if kid is not None and kid.tag == "TR":
            plain.append(kid)
        elif kid is None or kid.tag in _GROUPS:
            _place(grid, plain)
            plain = []
            _place(grid, [row for row in kid.kids if row.tag == "TR"] if kid else [])
    return grid


def _place(grid: _Grid, rows: list[Element]) -> None:
    """Places the cells of rows that belong together; none reaches into the next ones."""
    start, end = len(grid.widths), len(grid.widths) + len(rows)
    columns: dict[int, set[int]] = {row: set() for row in range(start, end)}
    for row, element in enumerate(rows, start=start):
        column = 0
        for cell in element.kids:
            if cell.tag not in {"TH", "TD"}:
                continue
            while column in columns[row]:
                column += 1
            placed = _Cell(
                element=cell,
                row=row,
                column=column,
                rows=_span(cell.attributes.row_span),
                columns=_span(cell.attributes.column_span),
            )
            grid.cells.append(placed)
            grid.is_regular &= row + placed.rows <= end
            column += placed.columns
            taken = range(placed.column, column)
            for below in range(row, min(row + placed.rows, end)):
                grid.is_regular &= columns[below].isdisjoint(taken)
                columns[below].update(taken)
                grid.places += placed.columns
            if grid.places > _MOST_PLACES:
                raise LimitExceededError("a table has more places for cells than are looked at")
    for held in columns.values():
        width = max(held, default=-1) + 1
        grid.is_regular &= len(held) == width
        grid.widths.append(width)


def _span(said: int) -> int:
    return min(max(said, 1), _WIDEST)


def _check_heads(grid: _Grid) -> Iterator[Finding]:
    """Checks that something heads each cell, where the table has heads at all."""
    heads = [cell for cell in grid.cells if cell.element.tag == "TH"]
    if not heads:
        return
    names = {cell.element.name for cell in heads if cell.element.name}
    headed = _headed_places(heads)
    starts = {(head.row, head.column) for head in heads}
    for cell in grid.cells:
        if cell.element.tag == "TD" and not _is_headed(cell, names, headed, starts):
            message = "nothing says what heads a cell"
            yield violation("scope-missing", message, cell.element.page)
            return


def _is_headed(
    cell: _Cell, names: set[str], headed: set[tuple[str, int]], starts: set[tuple[int, int]]
) -> bool:
    if listed := cell.element.attributes.headers:
        return names.issuperset(listed)
    rows = range(cell.row, cell.row + cell.rows)
    columns = range(cell.column, cell.column + cell.columns)
    is_headed = any(("row", row) in headed for row in rows)
    is_headed |= any(("column", column) in headed for column in columns)
    # What stands before all heads, as in a corner, has none.
    return is_headed or not any(
        (row in rows and column < cell.column) or (column in columns and row < cell.row)
        for row, column in starts
    )


def _headed_places(heads: list[_Cell]) -> set[tuple[str, int]]:
    """Rows and columns that have a head which says so."""
    found: set[tuple[str, int]] = set()
    for head in heads:
        scope = head.element.attributes.scope
        if scope in {"Row", "Both"}:
            found |= {("row", row) for row in range(head.row, head.row + head.rows)}
        if scope in {"Column", "Both"}:
            columns = range(head.column, head.column + head.columns)
            found |= {("column", column) for column in columns}
    return found
