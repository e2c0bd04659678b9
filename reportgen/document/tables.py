"""A table of figures: numbers flush right in columns as wide as they need, rules between rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportgen.document.blocks import TableBlock
from reportgen.document.canvas import ReportCanvas
from reportgen.document.flow import Flowable
from reportgen.document.fonts import ASCENT, text_width
from reportgen.document.lines import TextLine, TextRun, break_lines
from reportgen.document.setting import Setting
from reportgen.document.structure import COLUMN_HEAD, ROW_HEAD, Element

#: Least space between columns, space above and below a row's text, leading as a factor.
GAP, PADDING, LEADING = 11.0, 3.1, 1.22

#: A table is not split so that fewer rows stand alone on either page.
FEWEST_ROWS = 2


@dataclass(frozen=True, slots=True)
class CellElements:
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


@dataclass(frozen=True, slots=True)
class _Measured:
    """A table at one width: right edges of its columns, broken cells, heights in points."""

    edges: tuple[float, ...]
    head: tuple[tuple[TextLine, ...], ...]
    rows: tuple[tuple[tuple[TextLine, ...], ...], ...]
    head_height: float
    row_heights: tuple[float, ...]


class TableOfFigures(Flowable):
    """Draws a `TableBlock`; it may break between rows, and then repeats its head."""

    before, after = 4.0, 9.0
    has_rows = True

    def __init__(self, table: TableBlock, setting: Setting, cells: CellElements) -> None:
        self.table, self.setting, self.cells = table, setting, cells
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
        table, cells = self.table, self.cells
        first = replace(table, rows=table.rows[:count], total=False)
        rest = replace(table, rows=table.rows[count:])
        return (
            TableOfFigures(first, self.setting, CellElements(cells.head, cells.rows[:count])),
            TableOfFigures(rest, self.setting, CellElements((), cells.rows[count:])),
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
        table, kind, fonts = self.table, self.setting.type, self.setting.fonts
        widths = []
        for head, *cells in zip(table.head, *table.rows, strict=True):
            words = [text_width(word, fonts.semibold, kind.small) for word in head.split(" ")]
            widths.append(max(words + [text_width(c, fonts.semibold, kind.table) for c in cells]))
        free = width - sum(widths) - GAP * (len(widths) - 1)
        if free < 0:
            widths[0] += free
            free = 0.0
        gap = GAP + free / max(len(widths) - 1, 1)
        edges, edge = [widths[0]], widths[0]
        for column in widths[1:]:
            edge += gap + column
            edges.append(edge)
        head = tuple(
            self._cell(text, w + gap - GAP, head=True)
            for text, w in zip(table.head, widths, strict=True)
        )
        rows = tuple(
            tuple(
                self._cell(text, w, strong=table.total and i == len(table.rows) - 1)
                for text, w in zip(row, widths, strict=True)
            )
            for i, row in enumerate(table.rows)
        )
        return _Measured(
            tuple(edges),
            head,
            rows,
            LEADING * kind.small * max(len(cell) for cell in head) + 1.6 * PADDING,
            tuple(
                LEADING * kind.table * max(len(cell) for cell in row) + 2 * PADDING for row in rows
            ),
        )

    def _cell(
        self, text: str, width: float, *, head: bool = False, strong: bool = False
    ) -> tuple[TextLine, ...]:
        setting = self.setting
        run = TextRun(
            text=text,
            font=setting.fonts.semibold if head or strong else setting.fonts.regular,
            size=setting.type.small if head else setting.type.table,
            colour=setting.colours.muted if head else setting.colours.ink,
        )
        # Half a point more than measured, so that rounding does not break a number.
        return break_lines([run], width + 0.5, setting.hyphenation)
