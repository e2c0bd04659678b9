"""Shares: horizontal bars on one scale from zero to 100 percent, the group's mean as a tick."""

from collections.abc import Sequence

from reportgen.charts.board import Board, Scale
from reportgen.charts.rows import ChartRow, columns, draw_head, draw_row, heights
from reportgen.layout.load import Layout
from reportgen.layout.texts import ChartTexts

GRID = (0, 25, 50, 75, 100)


def plot_shares(rows: Sequence[ChartRow], texts: ChartTexts, layout: Layout) -> Board:
    """Draws one bar a row; all rows hold percentages of one whole."""
    sizes, look = layout.look.charts, layout.look.colours
    at, tall = columns(rows, texts, layout), heights(rows, sizes.row, layout)
    bottom = sizes.head + sum(tall)
    board = Board(layout.look.page.text_width, bottom + sizes.axis, layout.fonts)
    scale = Scale(0, 100, at.plot_start, at.plot_end)

    for value in GRID:
        x, last = scale(value), value == GRID[-1]
        board.line((x, sizes.head), (x, bottom), look.rule, 0.6)
        text = layout.texts.style.percentage(value, 0) if last else str(value)
        y = bottom + sizes.axis / 2 + 1
        board.text(x, y, text, size=sizes.small, colour=look.muted, align="center")

    draw_head(board, at, texts, layout)
    top = sizes.head
    for row, height in zip(rows, tall, strict=True):
        y = top + height / 2
        board.box(scale(0), scale(row.city_value), y - sizes.bar / 2, y + sizes.bar / 2, look.city)
        if row.mean_value is not None:
            board.tick(scale(row.mean_value), y, sizes.bar / 2 + 2.5, look.mean, look.paper)
        draw_row(board, row, y, at, layout)
        top += height
    return board
