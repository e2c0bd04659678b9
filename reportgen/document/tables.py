"""A table of figures: numbers flush right in columns as wide as they need, rules between rows.

Numbers are never broken. Where a page is too narrow for all columns, the widest columns of text
are broken into lines first; then columns move closer together, and last the type gets smaller.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from reportgen.document.blocks import TableBlock
from reportgen.document.canvas import ReportCanvas
from reportgen.document.flow import Flowable
from reportgen.document.fonts import ASCENT, text_width
from reportgen.document.lines import TextLine, TextRun, break_lines
from reportgen.document.setting import Setting
from reportgen.document.structure import COLUMN_HEAD, ROW_HEAD, Element

#: Least space between columns, space above and below a row's text, leading as a factor.
GAP, PADDING, LEADING = 11.0, 1.25, 1.19

#: What is tried one after the other until the columns fit: least space between them, whether the
#: type is set in the smallest size, whether words of the heads may be divided.
ATTEMPTS = ((GAP, False, False), (5.0, False, False), (5.0, True, False), (3.5, True, True))

#: Smallest size of type, and the width that is enough for any word: a longer one is divided.
SMALLEST, WORD = 8.0, 52.0

#: A number as it is printed, with signs or brackets before it; none is longer.
_NUMBER = re.compile(r"[(+−-]{,2}\d.{,30}$")

#: A table is not split so that fewer rows stand alone on either page.
FEWEST_ROWS = 2

#: A cell of more lines is cut off: its row must fit on a page.
MOST_LINES = 40


class CellElements(Struct, frozen=True):
    """The elements of a table's cells; a head that is only repeated on a later page has none."""

    head: tuple[Element, ...]
    rows: tuple[tuple[Element, ...], ...]

    @classmethod
    def of(cls, table: TableBlock, parent: Element) -> "CellElements":
        """Adds the elements for `table` below `parent`: the first cell of a row is its head."""
        element = parent.add("Table")
        top = element.add("THead").add("TR")
        head = tuple(top.add("TH", COLUMN_HEAD) for _ in table.head)
        body = element.add("TBody")
        rows = []
        for _ in table.rows:
            row = body.add("TR")
            name = row.add("TH", ROW_HEAD)
            rows.append((name, *(row.add("TD") for _ in table.head[1:])))
        return cls(head, tuple(rows))


class _Columns(Struct, frozen=True):
    """Widths of the columns and the space between them, in points; size of the cells' type."""

    widths: tuple[float, ...]
    gap: float
    least_gap: float
    size: float


class _Measured(Struct, frozen=True):
    """A table at one width: right edges of its columns, broken cells, heights in points."""

    edges: tuple[float, ...]
    head: tuple[tuple[TextLine, ...], ...]
    rows: tuple[tuple[tuple[TextLine, ...], ...], ...]
    head_height: float
    row_heights: tuple[float, ...]


class TableOfFigures(Flowable):
    """Draws a `TableBlock`; it may break between rows, and then repeats its head."""

    before, after = 3.0, 6.0
    has_rows = True

    def __init__(
        self,
        table: TableBlock,
        setting: Setting,
        cells: CellElements,
        whole: TableBlock | None = None,
    ) -> None:
        """Begins without a size.

        Args:
            table: what it shows.
            setting: the layout with its fonts.
            cells: the elements of its cells.
            whole: the table that it is a part of and shares its columns with.
        """
        self.table, self.setting, self.cells = table, setting, cells
        self.whole = whole or table
        self._pattern = _pattern(tuple(self.whole.expansions))
        self._beginnings = frozenset(short[0] for short in self.whole.expansions)
        self._known: tuple[float, _Measured] | None = None

    def height(self, width: float) -> float:
        measured = self._measured(width)
        return measured.head_height + sum(measured.row_heights)

    def split(
        self,
        width: float,
        available: float,
        *,
        forced: bool = False,  # noqa: ARG002
    ) -> tuple[Flowable, Flowable] | None:
        measured = self._measured(width)
        used, count = measured.head_height, 0
        for height in measured.row_heights[:-FEWEST_ROWS]:
            if used + height > available:
                break
            used, count = used + height, count + 1
        if count < FEWEST_ROWS:
            return None
        table, setting, cells, whole = self.table, self.setting, self.cells, self.whole
        first = replace(table, rows=table.rows[:count], total=False)
        rest = replace(table, rows=table.rows[count:])
        return (
            TableOfFigures(first, setting, CellElements(cells.head, cells.rows[:count]), whole),
            TableOfFigures(rest, setting, CellElements((), cells.rows[count:]), whole),
        )

    def draw(self, canvas: ReportCanvas, x: float, top: float, width: float) -> None:
        measured, colours = self._measured(width), self.setting.colours
        y = top - measured.head_height
        edges = [x, *(x + edge for edge in measured.edges[1:])]
        # Heads stand on their rule, however many lines they take.
        if self.cells.head:
            self._draw_row(canvas, measured.head, self.cells.head, edges, top, standing=True)
        else:
            with canvas.artifact():
                self._draw_row(canvas, measured.head, (), edges, top, standing=True)
        bottoms = []
        for row, cells, height in zip(
            measured.rows, self.cells.rows, measured.row_heights, strict=True
        ):
            self._draw_row(canvas, row, cells, edges, y)
            y -= height
            bottoms.append(y)
        with canvas.artifact():
            canvas.rule(x, x + width, top - measured.head_height, colours.ink, 0.9)
            for number, bottom in enumerate(bottoms, start=1):
                sum_follows = self.table.total and number == len(bottoms) - 1
                canvas.rule(x, x + width, bottom, colours.ink if sum_follows else colours.rule)

    def _draw_row(
        self,
        canvas: ReportCanvas,
        row: Sequence[Sequence[TextLine]],
        elements: Sequence[Element],
        edges: Sequence[float],
        top: float,
        *,
        standing: bool = False,
    ) -> None:
        """Draws the cells of a row; without elements their text belongs to the mark that is open.

        `standing` puts the last lines of all cells side by side instead of the first ones.
        """
        most = max(len(lines) for lines in row)
        for column, (lines, edge) in enumerate(zip(row, edges, strict=True)):
            skipped = most - len(lines) if standing else 0
            for number, line in enumerate(lines, start=skipped):
                size = line.runs[0].size
                middle = top - PADDING - (number + 0.5) * LEADING * size
                baseline = middle - (ASCENT - 0.5) * size
                left = edge - line.ink_width if column else edge
                if elements:
                    canvas.write_lines((line,), left, baseline, 0, elements[column])
                else:
                    canvas.write_unmarked(line, left, baseline)

    def _measured(self, width: float) -> _Measured:
        if self._known is None or self._known[0] != width:
            self._known = (width, self._measure(width))
        return self._known[1]

    def _measure(self, width: float) -> _Measured:
        table, small = self.table, self.setting.type.small
        columns = self._columns(width)
        edges, edge = [columns.widths[0]], columns.widths[0]
        for column in columns.widths[1:]:
            edge += columns.gap + column
            edges.append(edge)
        head = tuple(
            self._cell(text, w + columns.gap - columns.least_gap, small, head=True)
            for text, w in zip(table.head, columns.widths, strict=True)
        )
        rows = tuple(
            tuple(
                self._cell(text, w, columns.size, strong=table.total and i == len(table.rows) - 1)
                for text, w in zip(row, columns.widths, strict=True)
            )
            for i, row in enumerate(table.rows)
        )
        return _Measured(
            tuple(edges),
            head,
            rows,
            LEADING * small * max(len(cell) for cell in head) + 1.6 * PADDING,
            tuple(
                LEADING * columns.size * max(len(cell) for cell in row) + 2 * PADDING
                for row in rows
            ),
        )

    def _columns(self, width: float) -> _Columns:
        """Divides the width among the columns of the whole table."""
        kind, count = self.setting.type, len(self.whole.head)
        for least_gap, smaller, divided in ATTEMPTS:
            size = min(kind.table, SMALLEST) if smaller else kind.table
            room = width - least_gap * (count - 1)
            wanted, least = self._wanted(size), self._least(size, divided=divided)
            if sum(least) <= room:
                break
        widths = _shared(wanted, least, room)
        gap = least_gap + (room - sum(widths)) / max(count - 1, 1)
        return _Columns(tuple(widths), gap, least_gap, size)

    def _wanted(self, size: float) -> list[float]:
        """Width of each column with its cells in one line each, and each word of its head."""
        font = self.setting.fonts.semibold
        widths = []
        for head, *cells in self._by_column():
            heads = [text_width(w, font, self.setting.type.small) for w in head.split(" ")]
            widths.append(max(heads + [text_width(cell, font, size) for cell in cells]))
        return widths

    def _least(self, size: float, *, divided: bool) -> list[float]:
        """Width of each column's widest number, and of no more than is enough for its words."""
        font, widths = self.setting.fonts.semibold, []
        for number, (head, *cells) in enumerate(self._by_column()):
            heads = [text_width(w, font, self.setting.type.small) for w in head.split(" ")]
            least = [min(width, WORD) if divided else width for width in heads]
            for word in {word for cell in cells for word in cell.split(" ")}:
                width = text_width(word, font, size)
                least.append(width if number and _NUMBER.match(word) else min(width, WORD))
            widths.append(max(least))
        return widths

    def _expanded(self, run: TextRun) -> list[TextRun]:
        """The run, parted so that each abbreviation and sign says what it stands for."""
        expansions, pattern = self.whole.expansions, self._pattern
        if pattern is None or self._beginnings.isdisjoint(run.text):
            return [run]
        parts: list[TextRun] = []
        end = 0
        for found in pattern.finditer(run.text):
            parts.append(run.saying(run.text[end : found.start()]))
            expansion = expansions[found.group()]
            parts.append(replace(run, text=found.group(), expansion=expansion))
            end = found.end()
        parts.append(run.saying(run.text[end:]))
        return [part for part in parts if part.text] or [run]

    def _by_column(self) -> Iterable[tuple[str, ...]]:
        return zip(self.whole.head, *self.whole.rows, strict=True)

    def _cell(
        self, text: str, width: float, size: float, *, head: bool = False, strong: bool = False
    ) -> tuple[TextLine, ...]:
        setting = self.setting
        run = TextRun(
            text=text,
            font=setting.fonts.semibold if head or strong else setting.fonts.regular,
            size=size,
            colour=setting.colours.muted if head else setting.colours.ink,
        )
        # Half a point more than measured, so that rounding does not break a number.
        lines = break_lines(self._expanded(run), width + 0.5, setting.hyphenation)
        if len(lines) <= MOST_LINES:
            return lines
        return *lines[: MOST_LINES - 1], TextLine((replace(run, text="…"),))


@lru_cache(maxsize=16)
def _pattern(shortened: Sequence[str]) -> re.Pattern[str] | None:
    """Finds abbreviations and signs that stand by themselves."""
    if not shortened:
        return None
    longest_first = sorted(shortened, key=len, reverse=True)
    # A sign stands right behind its number; what is spelt with letters is a word by itself.
    whole = (
        rf"(?<!\w){re.escape(short)}(?!\w)" if re.search(r"\w", short) else re.escape(short)
        for short in longest_first
    )
    return re.compile("|".join(whole))


def _shared(wanted: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """Widths that fit into `room`: the widest columns give way first, none below its least.

    The names in the first column are given twice as much as texts in others.
    """

    def limited(most: float) -> list[float]:
        limits = [2 * most, *[most] * (len(wanted) - 1)]
        return [
            min(width, max(limit, low))
            for width, limit, low in zip(wanted, limits, least, strict=True)
        ]

    if sum(wanted) <= room:
        return list(wanted)
    low, high = 0.0, max(wanted)
    while high - low > 0.01:
        middle = (low + high) / 2
        low, high = (middle, high) if sum(limited(middle)) <= room else (low, middle)
    widths = limited(low)
    left = room - sum(widths)
    if left < 0:
        # Even numbers are too wide for the page: the first column pays for them.
        return [widths[0] + left, *widths[1:]]
    narrowed = [width < full for width, full in zip(widths, wanted, strict=True)]
    return [w + left / sum(narrowed) * is_one for w, is_one in zip(widths, narrowed, strict=True)]
