"""Densities: one row an area, each on a scale of its own from zero, all cities as dots.

Densities of benefit areas differ by a factor of fifty; on one axis only the largest would be seen.
"""

from collections.abc import Sequence

from reportgen.charts.board import Board, Scale, text_width
from reportgen.charts.columns import ColumnEdges, arrange, draw_head, draw_row, part_heights
from reportgen.charts.rows import ChartRow
from reportgen.layout.load import Layout
from reportgen.layout.texts import ChartTexts

#: A row's scale ends this factor beyond its highest value, so that no dot is cut.
HEADROOM = 1.04

#: Reach of the mean's tick above and below the line; the names of the extremes stand below it.
TICK = 6.0


def plot_densities(
    rows: Sequence[ChartRow], shown: slice, texts: ChartTexts, layout: Layout
) -> tuple[Board, Sequence[float]]:
    """Draws a line of dots a row, with the lowest and the highest city named below it.

    Returns:
        The board with the `shown` rows, and the heights of its parts.
    """
    sizes = layout.look.charts
    at, lines = arrange(rows, texts, layout, sizes.dot_row)
    parts = part_heights([line.height for line in lines[shown]], layout)
    board = Board(layout.look.page.text_width, parts[-1], layout.fonts)
    draw_head(board, at, texts, layout)
    top = sizes.head
    for line in lines[shown]:
        middle = top + line.height / 2
        _plot_row(board, line.row, middle, at, layout)
        draw_row(board, line, middle, at, layout)
        top += line.height
    return board, parts


def _plot_row(board: Board, row: ChartRow, middle: float, at: ColumnEdges, layout: Layout) -> None:
    sizes, look, comparison = layout.look.charts, layout.look.colours, row.comparison
    # The line stands a little high in its row, because the names of the extremes are below it.
    y = middle - sizes.small / 2
    highest = comparison.group[0].value
    scale = Scale(0, highest * HEADROOM or 1, at.plot_start, at.plot_end)

    board.line((at.plot_start, y), (at.plot_end, y), look.rule, 0.8)
    board.line((at.plot_start, y - TICK), (at.plot_start, y + TICK), look.rule, 0.8)
    others = [scale(v.value) for v in comparison.group if v.city != row.city]
    board.dots(others, y, sizes.dot, look.others, look.paper)
    if row.mean_value is not None:
        board.tick(scale(row.mean_value), y, TICK, look.mean, look.paper)
    board.dots([scale(row.city_value)], y, 1.6 * sizes.dot, look.city, look.paper)
    if comparison.n > 1:
        _name_extremes(board, row, scale, y + TICK + 1 + sizes.small / 2, layout)


def _name_extremes(board: Board, row: ChartRow, scale: Scale, y: float, layout: Layout) -> None:
    sizes, file = layout.look.charts, layout.fonts.regular
    extremes = (row.comparison.group[-1], row.comparison.group[0])
    for texts in zip(row.lowest, row.highest, strict=True):
        widths = [text_width(text, file, sizes.small) for text in texts]
        if sum(widths) + sizes.gap <= scale.end - scale.start:
            break
    else:
        return
    if row.lowest == row.highest:
        x = max(min(scale(extremes[0].value), scale.end - widths[0]), scale.start)
        board.text(x, y, texts[0], size=sizes.small, colour=layout.look.colours.muted)
        return
    left, right = _apart([scale(e.value) for e in extremes], widths, sizes.gap, scale)
    for x, text in zip((left, right), texts, strict=True):
        board.text(x, y, text, size=sizes.small, colour=layout.look.colours.muted)


def _apart(
    centres: Sequence[float], widths: Sequence[float], gap: float, scale: Scale
) -> tuple[float, float]:
    """Left edges of two labels: centred on their dots where possible, never touching."""
    left, right = (c - w / 2 for c, w in zip(centres, widths, strict=True))
    right = min(max(right, scale.start), scale.end - widths[1])
    left = max(min(left, right - gap - widths[0]), scale.start)
    return left, max(right, left + widths[0] + gap)
