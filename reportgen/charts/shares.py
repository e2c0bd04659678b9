"""Shares: horizontal bars on one scale from zero to 100 percent, the group's mean as a tick.

Recipients and payments stand side by side on one grid of rows, where both are drawn: the names of
the benefit areas stand once, at the left. What is estimated is hatched, and has no mean.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from msgspec import Struct

from reportgen.charts.board import TICK_RIM, Board, Scale, text_width
from reportgen.charts.labels import RowLabel, draw_label, label_of
from reportgen.charts.rows import ChartRow
from reportgen.layout.load import Layout
from reportgen.model import Flag

GRID = (0, 25, 50, 75, 100)

#: A mean's mark lies on its bar only where so much of the bar is seen on both sides of it, in
#: points; nearer to an end it would change how long the bar looks.
CLEARANCE = 5.0

#: How far a mean's mark reaches above and below its bar, and where the bar hides part of it.
REACH, REACH_BEHIND = 2.5, 4.0

#: Space between a mark and the number beside it; the axis is shortened by so much at a time until
#: all numbers fit, and never below the least width.
SPACE, STEP, LEAST_PLOT = 4.0, 6.0, 40.0

#: Distance of the strokes of a hatch, and their width.
HATCH, HATCH_WIDTH = 4.0, 0.8

#: Part of the text width that names and bars of recipients take beside those of payments, the
#: space between both, and the least part of it that is left to names.
FIRST_PART, GUTTER, NAMES = 0.6, 20.0, 0.27


class ShareRow(Struct, frozen=True, kw_only=True):
    """A row of the grid: the name of an area, and what is drawn beside it.

    `drawn` is None where the area has no share.
    """

    label: RowLabel
    drawn: ChartRow | None
    height: float


class Place(Struct, frozen=True, kw_only=True):
    """Where a chart of shares stands: its width, and that of the names in it, in points."""

    width: float
    names: float


def places(layout: Layout) -> tuple[Place, Place]:
    """The places of two charts side by side; the names stand in the first one."""
    whole = layout.look.page.text_width
    first = FIRST_PART * whole - GUTTER / 2
    names = max(NAMES * whole, min(layout.look.charts.label_width, first - LEAST_PLOT))
    return Place(width=first, names=min(names, NAMES * whole)), Place(
        width=whole - first - GUTTER, names=0.0
    )


def grid(rows: Sequence[ChartRow], layout: Layout, width: float) -> dict[str, ShareRow]:
    """The rows by area, with names broken to `width`; their heights are those of the grid."""
    found = {}
    for row in rows:
        label = label_of(row.name, row.explanation, layout, width)
        height = max(layout.look.charts.row, label.height)
        found[row.comparison.key] = ShareRow(label=label, drawn=row, height=height)
    return found


def plot_shares(
    rows: Sequence[ShareRow], shown: slice, layout: Layout, place: Place
) -> tuple[Board, Sequence[float]]:
    """Draws one bar a row; all rows hold percentages of one whole.

    Args:
        rows: of the grid.
        shown: which of them to draw.
        layout: look and words.
        place: its size.

    Returns:
        The board with the `shown` rows, and the heights of its parts.
    """
    sizes, look = layout.look.charts, layout.look.colours
    lines = rows[shown]
    parts = [sizes.head + h + sizes.axis for h in accumulate(line.height for line in lines)]
    bottom = parts[-1] - sizes.axis
    board = Board(place.width, parts[-1], layout.fonts)
    scale = _scale(rows, place, layout)
    for value in GRID:
        x, last = scale(value), value == GRID[-1]
        board.line((x, sizes.head), (x, bottom), look.rule, 0.6)
        text = layout.texts.style.percentage(value, 0) if last else str(value)
        y = bottom + sizes.axis / 2 + 1
        board.text(x, y, text, size=sizes.small, colour=look.muted, align="center")
    _draw_head(board, rows, scale, layout)
    top = sizes.head
    for line in lines:
        middle = top + line.height / 2
        if place.names:
            draw_label(board, line.label, middle, layout)
        if line.drawn:
            _draw_bar(board, line.drawn, middle, scale, layout)
        else:
            absent = layout.texts.charts.absent
            end = scale(0) + SPACE + text_width(absent, layout.fonts.regular, sizes.small)
            board.box(scale(0) + SPACE - 1, end + 1, middle - 5, middle + 5, look.paper)
            board.text(scale(0) + SPACE, middle, absent, size=sizes.small, colour=look.muted)
        top += line.height
    return board, parts


def _draw_head(board: Board, rows: Sequence[ShareRow], scale: Scale, layout: Layout) -> None:
    """What the tick stands for, above the bars; nothing without a mean."""
    if not any(row.drawn and row.drawn.mean_value is not None for row in rows):
        return
    sizes, look, y = layout.look.charts, layout.look.colours, layout.look.charts.head / 2 - 2
    board.tick(scale(0) + 1.5, y, 4, look.mean, look.paper)
    words = layout.texts.charts.mean
    board.text(scale(0) + 6, y, words, size=sizes.small, colour=look.mean, weight="semibold")


def _scale(rows: Sequence[ShareRow], place: Place, layout: Layout) -> Scale:
    """As long an axis as leaves room for the numbers beside all bars and ticks."""
    start = place.names + (1.5 * layout.look.charts.gap if place.names else 3.0)
    last = text_width(layout.texts.style.percentage(100, 0), layout.fonts.regular, 8) / 2
    end = place.width - last
    drawn = [row.drawn for row in rows if row.drawn]
    while end - STEP > start + LEAST_PLOT:
        scale = Scale(0, 100, start, end)
        if all(_arranged(row, scale, layout).end <= place.width for row in drawn):
            break
        end -= STEP
    return Scale(0, 100, start, end)


class _Numbers(Struct, frozen=True, kw_only=True):
    """Where the numbers of a bar begin; `inside` is that of the city within the bar.

    `end` is where the last of them ends.
    """

    value: float
    mean: float
    inside: bool
    end: float


def _arranged(row: ChartRow, scale: Scale, layout: Layout) -> _Numbers:
    """The city's number in its bar or behind it, and that of the mean behind its tick."""
    sizes, fonts = layout.look.charts, layout.fonts
    width = text_width(row.value, fonts.bold, sizes.value)
    bar = scale(row.city_value)
    inside = bar - scale(0) >= width + 2 * SPACE + (SPACE if row.mean_value is not None else 0)
    if row.mean_value is None:
        value = bar - width - SPACE if inside else bar + SPACE
        return _Numbers(value=value, mean=0.0, inside=inside, end=max(bar, value + width))
    tick = scale(row.mean_value)
    mean_width = text_width(row.plain_mean, fonts.regular, sizes.small)
    if inside:
        value = bar - width - SPACE
        if value - SPACE < tick < bar:  # the tick would run through the number
            value = tick - width - SPACE
            if value < scale(0) + SPACE:
                inside, value = False, bar + SPACE
        mean = max(tick, bar) + SPACE if inside else value + width + SPACE
    elif tick - bar >= width + 2 * SPACE:
        value, mean = bar + SPACE, tick + SPACE
    else:
        value = max(bar, tick) + SPACE
        mean = value + width + SPACE
    return _Numbers(value=value, mean=mean, inside=inside, end=mean + mean_width)


def _draw_bar(board: Board, row: ChartRow, y: float, scale: Scale, layout: Layout) -> None:
    """The bar, the mean's mark, and both numbers."""
    sizes, look = layout.look.charts, layout.look.colours
    start, end, half = scale(0), scale(row.city_value), sizes.bar / 2
    estimated = Flag.ESTIMATED in row.comparison.measure.flags

    def bar() -> None:
        if estimated:
            hatched(board, start, end, y, half, layout)
        else:
            board.box(start, end, y - half, y + half, look.city)

    if row.mean_value is None:
        bar()
    else:
        mean = scale(row.mean_value)
        left, right = mean - TICK_RIM / 2, mean + TICK_RIM / 2
        if start + CLEARANCE <= left and right <= end - CLEARANCE:
            bar()
            board.tick(mean, y, half + REACH, look.mean, look.paper)
        else:
            reach = half + (REACH if end <= left else REACH_BEHIND)
            board.tick(mean, y, reach, look.mean, look.paper)
            bar()
    at = _arranged(row, scale, layout)
    width = text_width(row.value, layout.fonts.bold, sizes.value)
    if estimated or not at.inside:
        # A hatch or a line of the grid must not run through a number.
        board.box(
            at.value - 1.5, at.value + width + 1.5, y - half + 0.7, y + half - 0.7, look.paper
        )
    colour = look.paper if at.inside and not estimated else look.city
    board.text(at.value, y, row.value, size=sizes.value, colour=colour, weight="bold")
    if row.mean_value is not None:
        end = at.mean + text_width(row.plain_mean, layout.fonts.regular, sizes.small)
        board.box(at.mean - 1, end + 1, y - half + 0.7, y + half - 0.7, look.paper)
        board.text(at.mean, y, row.plain_mean, size=sizes.small, colour=look.mean)


def hatched(board: Board, start: float, end: float, y: float, half: float, layout: Layout) -> None:
    """A bar of slanted strokes within an outline."""
    look, height = layout.look.colours, 2 * half
    board.box(start, end, y - half, y + half, look.ground)
    for stroke in _strokes(start, end, y + half, height):
        board.path(stroke, look.city, HATCH_WIDTH)
    corners = ((start, y - half), (end, y - half), (end, y + half), (start, y + half))
    board.path((*corners, corners[0]), look.city, HATCH_WIDTH)


def _strokes(
    start: float, end: float, bottom: float, height: float
) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Strokes that rise to the right at half a right angle, cut at the bar's ends."""
    foot = start - height + HATCH
    while foot < end:
        low, high = max(foot, start), min(foot + height, end)
        if high > low:
            yield (low, bottom - (low - foot)), (high, bottom - (high - foot))
        foot += HATCH


def side_by_side(
    first: Mapping[str, ShareRow], second: Mapping[str, ShareRow]
) -> tuple[list[ShareRow], list[ShareRow]]:
    """Two grids with the same rows in the same order: those of the first, then of the second."""
    keys = list(dict.fromkeys((*first, *second)))
    pairs = [(first.get(key), second.get(key)) for key in keys]
    heights = [max(row.height for row in pair if row) for pair in pairs]
    both: tuple[list[ShareRow], list[ShareRow]] = ([], [])
    for pair, height in zip(pairs, heights, strict=True):
        named = next(row for row in pair if row)
        for side, row in zip(both, pair, strict=True):
            drawn = row.drawn if row else None
            side.append(ShareRow(label=named.label, drawn=drawn, height=height))
    return both
