"""Economic indicators: deviations from the mean in standard deviations, on one axis.

Indicators of different units share the axis that way. Which direction is favourable is said in
words above each group of rows, never by colour.
"""

import math
from collections.abc import Sequence

from reportgen.charts.board import Board, Scale
from reportgen.charts.rows import ChartRow, ColumnEdges, columns, draw_head, draw_row, heights
from reportgen.layout.load import Layout
from reportgen.layout.texts import ChartTexts
from reportgen.model import Polarity

#: The axis reaches at least this many standard deviations to both sides.
LEAST_REACH = 3

#: Labels of the axis to either side of the mean's; with a longer reach some are left out.
MOST_LABELS = 4


def plot_deviations(rows: Sequence[ChartRow], texts: ChartTexts, layout: Layout) -> Board:
    """Draws the rows in groups of one polarity each, all on one axis around the mean."""
    sizes, look = layout.look.charts, layout.look.colours
    groups, shared = _groups(rows), layout.texts.charts
    headings = {
        Polarity.LOW: shared.low_is_favourable,
        Polarity.HIGH: shared.high_is_favourable,
        Polarity.NONE: shared.neither_is_favourable,
    }
    at = columns(rows, texts, layout, [headings[polarity] for polarity, _ in groups])
    height = sizes.head + len(groups) * sizes.group
    height += sum(heights(rows, sizes.deviation_row, layout))
    board = Board(layout.look.page.text_width, height + sizes.axis, layout.fonts)
    reach = _reach(rows)
    scale = Scale(-reach, reach, at.plot_start, at.plot_end)

    board.box(scale(-1), scale(1), sizes.head, height, look.ground)
    board.line((scale(0), sizes.head), (scale(0), height), look.mean, 1.2)
    draw_head(board, at, texts, layout)
    _draw_axis(board, scale, height + sizes.axis / 2 + 1, reach, layout)
    top = sizes.head
    for polarity, members in groups:
        y = top + sizes.group / 2 + 1
        board.text(0, y, headings[polarity], size=sizes.small, colour=look.muted)
        top += sizes.group
        for row, tall in zip(members, heights(members, sizes.deviation_row, layout), strict=True):
            _plot_row(board, row, top + tall / 2, scale, at, layout)
            draw_row(board, row, top + tall / 2, at, layout)
            top += tall
    return board


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


def _groups(rows: Sequence[ChartRow]) -> list[tuple[Polarity, list[ChartRow]]]:
    groups = [
        (wanted, [row for row in rows if row.polarity is wanted])
        for wanted in (Polarity.LOW, Polarity.HIGH, Polarity.NONE)
    ]
    return [(wanted, members) for wanted, members in groups if members]


def _reach(rows: Sequence[ChartRow]) -> int:
    extremes = (
        abs(row.deviation_of(v.value))
        for row in rows
        for v in (row.comparison.group[0], row.comparison.group[-1])
    )
    return max(LEAST_REACH, math.ceil(max(extremes)))


def _draw_axis(board: Board, scale: Scale, y: float, reach: int, layout: Layout) -> None:
    style, shared = layout.texts.style, layout.texts.charts
    step = math.ceil(reach / MOST_LABELS)
    last = reach // step * step
    for value in range(-last, last + 1, step):
        text = style.signed(value) if value else shared.mean_abbreviation
        board.text(
            scale(value),
            y,
            text,
            size=layout.look.charts.small,
            colour=layout.look.colours.muted,
            align="center",
        )
