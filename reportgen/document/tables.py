"""A table of figures: numbers flush right in columns as wide as they need, rules between rows."""

from dataclasses import dataclass, replace

from reportgen.document.blocks import Table
from reportgen.document.canvas import ReportCanvas
from reportgen.document.flow import Flowable
from reportgen.document.fonts import ASCENT, text_width
from reportgen.document.lines import Line, Run, break_lines
from reportgen.document.setting import Setting

#: Least space between columns, space above and below a row's text, leading as a factor.
GAP, PADDING, LEADING = 11.0, 3.1, 1.22

#: A table is not split so that fewer rows stand alone on either page.
FEWEST_ROWS = 2


@dataclass(frozen=True, slots=True)
class _Measured:
    """A table at one width: right edges of its columns, broken cells, heights in points."""

    edges: tuple[float, ...]
    head: tuple[tuple[Line, ...], ...]
    rows: tuple[tuple[tuple[Line, ...], ...], ...]
    head_height: float
    row_heights: tuple[float, ...]


class TableOfFigures(Flowable):
    """Draws a `Table`; it may break between rows, and then repeats its head."""

    before, after = 4.0, 9.0

    def __init__(self, table: Table, setting: Setting) -> None:
        self.table, self.setting = table, setting
        self._known: tuple[float, _Measured] | None = None

    def height(self, width: float) -> float:
        measured = self._measured(width)
        return measured.head_height + sum(measured.row_heights)

    def split(self, width: float, available: float) -> tuple[Flowable, Flowable] | None:
        measured = self._measured(width)
        used, count = measured.head_height, 0
        for height in measured.row_heights[:-FEWEST_ROWS]:
            if used + height > available:
                break
            used, count = used + height, count + 1
        if count < FEWEST_ROWS:
            return None
        table = self.table
        first = TableOfFigures(replace(table, rows=table.rows[:count], total=False), self.setting)
        return first, TableOfFigures(replace(table, rows=table.rows[count:]), self.setting)

    def draw(self, canvas: ReportCanvas, x: float, top: float, width: float) -> None:
        measured, colours = self._measured(width), self.setting.colours
        y = top - measured.head_height
        lowest = max(len(cell) for cell in measured.head)
        for cell, edge in zip(measured.head, self._edges(measured, x), strict=True):
            # Heads stand on their rule, however many lines they take.
            free = (lowest - len(cell)) * LEADING * self.setting.type.small
            self._draw_cell(canvas, cell, edge, top - free)
        canvas.rule(x, x + width, y, colours.ink, 0.9)
        for i, (row, height) in enumerate(zip(measured.rows, measured.row_heights, strict=True)):
            for cell, edge in zip(row, self._edges(measured, x), strict=True):
                self._draw_cell(canvas, cell, edge, y)
            y -= height
            sum_follows = self.table.total and i == len(measured.rows) - 2
            canvas.rule(x, x + width, y, colours.ink if sum_follows else colours.rule)

    def _edges(self, measured: _Measured, x: float) -> list[tuple[float, bool]]:
        """Where each column's text begins (the first) or ends (all others)."""
        return [(x, False), *((x + edge, True) for edge in measured.edges[1:])]

    def _draw_cell(
        self, canvas: ReportCanvas, lines: tuple[Line, ...], edge: tuple[float, bool], top: float
    ) -> None:
        x, flush_right = edge
        y = top - PADDING
        for line in lines:
            size = line.runs[0].size
            baseline = y - (LEADING - 1) / 2 * size - ASCENT * size
            canvas.write(line, x - line.ink_width if flush_right else x, baseline)
            y -= LEADING * size

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
    ) -> tuple[Line, ...]:
        setting = self.setting
        run = Run(
            text=text,
            font=setting.fonts.semibold if head or strong else setting.fonts.regular,
            size=setting.type.small if head else setting.type.table,
            colour=setting.colours.muted if head else setting.colours.ink,
        )
        # Half a point more than measured, so that rounding does not break a number.
        return break_lines([run], width + 0.5, setting.hyphenation)
