"""Economic indicators: deviations from the mean in standard deviations, on one axis.

Indicators of different units share the axis that way. Which direction is favourable is said in
words above each group of rows, never by colour.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

from reportgen.charts.board import Board, Scale, text_width
from reportgen.charts.columns import ColumnEdges, arrange, draw_head, draw_row, part_heights
from reportgen.charts.rows import ChartRow
from reportgen.layout.load import Layout
from reportgen.layout.texts import ChartTexts
from reportgen.model import Polarity

#: The axis reaches at least this many standard deviations to both sides.
LEAST_REACH = 3

#: Labels of the axis to either side of the mean's; with a longer reach some are left out.
MOST_LABELS = 4


def plot_deviations(
    rows: Sequence[ChartRow], shown: slice, texts: ChartTexts, layout: Layout
) -> tuple[Board, Sequence[float]]:
    """Draws the rows in groups of one polarity each, all on one axis around the mean.

    Args:
        rows: all rows; those of one polarity stand together.
        shown: which of them to draw; a group that began before them has its heading again.
        texts: the chart's words.
        layout: look and words.

    Returns:
        The board with the `shown` rows, and the heights of its parts.
    """
    sizes, look, shared = layout.look.charts, layout.look.colours, layout.texts.charts
    headings = {
        Polarity.LOW: shared.low_is_favourable,
        Polarity.HIGH: shared.high_is_favourable,
        Polarity.NONE: shared.neither_is_favourable,
    }
    at, lines = arrange(
        rows, texts, layout, sizes.deviation_row, [headings[row.polarity] for row in rows]
    )
    lines = lines[shown]
    polarities = [None, *(line.row.polarity for line in lines)]
    begins = [one is not other for one, other in pairwise(polarities)]
    tall = [line.height + sizes.group * first for line, first in zip(lines, begins, strict=True)]
    parts = part_heights(tall, layout, sizes.axis)
    height = parts[-1] - sizes.axis
    board = Board(layout.look.page.text_width, parts[-1], layout.fonts)
    reach = _reach(rows)
    scale = Scale(-reach, reach, at.plot_start, at.plot_end)

    board.box(scale(-1), scale(1), sizes.head, height, look.ground)
    board.line((scale(0), sizes.head), (scale(0), height), look.mean, 1.2)
    draw_head(board, at, texts, layout)
    _draw_axis(board, scale, height + sizes.axis / 2 + 1, reach, layout)
    top = sizes.head
    for line, first in zip(lines, begins, strict=True):
        if first:
            y, heading = top + sizes.group / 2 + 1, headings[line.row.polarity]
            board.text(0, y, heading, size=sizes.small, colour=look.muted)
            top += sizes.group
        _plot_row(board, line.row, top + line.height / 2, scale, at, layout)
        draw_row(board, line, top + line.height / 2, at, layout)
        top += line.height
    return board, parts


def in_groups(rows: Sequence[ChartRow]) -> tuple[ChartRow, ...]:
    """The rows, those of one polarity together, in the order that the chart has them."""
    order = (Polarity.LOW, Polarity.HIGH, Polarity.NONE)
    return tuple(sorted(rows, key=lambda row: order.index(row.polarity)))


def _plot_row(
    board: Board, row: ChartRow, y: float, scale: Scale, at: ColumnEdges, layout: Layout
) -> None:
    sizes, look, group = layout.look.charts, layout.look.colours, row.comparison.group
    board.line((at.plot_start, y), (at.plot_end, y), look.rule, 0.6)
    city = scale(row.deviation_of(row.city_value))
    others = [scale(row.deviation_of(v.value)) for v in group if v.city != row.city]
    board.dots(others, y, 0.85 * sizes.dot, look.others, look.paper)
    board.line((scale(0), y), (city, y), look.city, 2.2)
    board.dots([city], y, 1.45 * sizes.dot, look.city, look.paper)


def _reach(rows: Sequence[ChartRow]) -> int:
    extremes = (
        abs(row.deviation_of(v.value))
        for row in rows
        for v in (row.comparison.group[0], row.comparison.group[-1])
    )
    return max(LEAST_REACH, math.ceil(max(extremes)))


def _draw_axis(board: Board, scale: Scale, y: float, reach: int, layout: Layout) -> None:
    style, shared, size = layout.texts.style, layout.texts.charts, layout.look.charts.small
    widest = text_width(style.signed(-reach), layout.fonts.regular, size) + 4
    room = (scale.end - scale.start) / 2
    most = min(MOST_LABELS, max(int(room / widest), 1))
    step = math.ceil(reach / most)
    last = reach // step * step
    for value in range(-last, last + 1, step):
        text = style.signed(value) if value else shared.mean_abbreviation
        colour = layout.look.colours.muted
        board.text(scale(value), y, text, size=size, colour=colour, align="center")
