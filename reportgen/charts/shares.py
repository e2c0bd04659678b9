"""Shares: horizontal bars on one scale from zero to 100 percent, the group's mean as a tick."""

from collections.abc import Sequence

from reportgen.charts.board import TICK_RIM, Board, Scale
from reportgen.charts.columns import arrange, draw_head, draw_row, part_heights
from reportgen.charts.rows import ChartRow
from reportgen.layout.load import Layout
from reportgen.layout.texts import ChartTexts

GRID = (0, 25, 50, 75, 100)

#: A mean's mark lies on its bar only where so much of the bar is seen on both sides of it, in
#: points; nearer to an end it would change how long the bar looks.
CLEARANCE = 5.0

#: How far a mean's mark reaches above and below its bar, and where the bar hides part of it.
REACH, REACH_BEHIND = 2.5, 4.0


def plot_shares(
    rows: Sequence[ChartRow], shown: slice, texts: ChartTexts, layout: Layout
) -> tuple[Board, Sequence[float]]:
    """Draws one bar a row; all rows hold percentages of one whole.

    Returns:
        The board with the `shown` rows, and the heights of its parts.
    """
    sizes, look = layout.look.charts, layout.look.colours
    at, lines = arrange(rows, texts, layout, sizes.row)
    parts = part_heights([line.height for line in lines[shown]], layout, sizes.axis)
    bottom = parts[-1] - sizes.axis
    board = Board(layout.look.page.text_width, parts[-1], layout.fonts)
    scale = Scale(0, 100, at.plot_start, at.plot_end)

    for value in GRID:
        x, last = scale(value), value == GRID[-1]
        board.line((x, sizes.head), (x, bottom), look.rule, 0.6)
        text = layout.texts.style.percentage(value, 0) if last else str(value)
        y = bottom + sizes.axis / 2 + 1
        board.text(x, y, text, size=sizes.small, colour=look.muted, align="center")

    draw_head(board, at, texts, layout)
    top = sizes.head
    for line in lines[shown]:
        y = top + line.height / 2
        _plot_row(board, line.row, y, scale, layout)
        draw_row(board, line, y, at, layout)
        top += line.height
    return board, parts


def _plot_row(board: Board, row: ChartRow, y: float, scale: Scale, layout: Layout) -> None:
    """The bar, and the mean's mark above it, or behind it where it would hide the bar's end."""
    sizes, look = layout.look.charts, layout.look.colours
    end, half = scale(row.city_value), sizes.bar / 2
    if row.mean_value is None:
        board.box(scale(0), end, y - half, y + half, look.city)
        return
    mean = scale(row.mean_value)
    left, right = mean - TICK_RIM / 2, mean + TICK_RIM / 2
    if scale(0) + CLEARANCE <= left and right <= end - CLEARANCE:
        board.box(scale(0), end, y - half, y + half, look.city)
        board.tick(mean, y, half + REACH, look.mean, look.paper)
    else:
        reach = half + (REACH if end <= left else REACH_BEHIND)
        board.tick(mean, y, reach, look.mean, look.paper)
        board.box(scale(0), end, y - half, y + half, look.city)
