"""Bars of one measure, a bar for each city, for charts of a layout's own."""

from fractions import Fraction
from itertools import accumulate

from reportgen.charts.board import Align, Board, Scale, Weight, text_width
from reportgen.charts.labels import shortened
from reportgen.charts.rows import ChartRow
from reportgen.charts.shares import hatched
from reportgen.layout.load import Layout
from reportgen.layout.numbers import Numbers
from reportgen.model import CityValue, Comparison, Flag, Profile

#: Height of a row of bars, of a bar, and part of the width that names take at most.
ROW, BAR, NAMES = 13.0, 8.0, 0.3


def barred(comparison: Comparison) -> tuple[CityValue, ...]:
    """The cities that have a bar, the largest value first.

    A city that may be compared with none, as where payments are estimated, stands alone.
    """
    alone = CityValue(city=comparison.city, exact=comparison.measure.exact or Fraction(0), rank=1)
    return tuple(comparison.group) or (alone,)


def plot_bars(profile: Profile, row: ChartRow, layout: Layout) -> Board:
    """A bar for each city, the largest value first; the mean as a line across all."""
    whole, sizes, look = layout.look.page.text_width, layout.look.charts, layout.look.colours
    fonts, numbers, comparison = layout.fonts, Numbers(profile, layout.texts), row.comparison
    shown = barred(comparison)
    values = [
        row.value if entry.city == row.city else numbers.number(comparison, entry.exact)
        for entry in shown
    ]
    most = NAMES * whole
    names = [shortened(e.city.name, fonts.bold, sizes.small, most) for e in shown]
    start = max(text_width(text, fonts.bold, sizes.small) for text in names) + sizes.gap
    room = max(text_width(text, fonts.bold, sizes.small) for text in values) + 8
    low, high = min(0.0, shown[-1].value), max(0.0, shown[0].value)
    left = start + (room if low < 0 else 0)
    scale = Scale(low, high if high > low else 1.0, left, whole - room)
    tops = list(accumulate([ROW] * len(shown), initial=ROW if row.mean else 0.0))
    board = Board(whole, tops[-1] + 2, layout.fonts)
    estimated = Flag.ESTIMATED in comparison.measure.flags
    for entry, name, value, top in zip(shown, names, values, tops, strict=False):
        own, y = entry.city == row.city, top + ROW / 2
        zero, end = scale(0), scale(entry.value)
        ends = min(zero, end), max(zero, end)
        if own and estimated:
            hatched(board, *ends, y, BAR / 2, layout)
        else:
            board.box(*ends, y - BAR / 2, y + BAR / 2, look.city if own else look.others)
        ink = look.city if own else look.ink
        weight: Weight = "bold" if own else "regular"
        board.text(0, y, name, size=sizes.small, colour=ink, weight=weight)
        align: Align = "left" if entry.value >= 0 else "right"
        x = end + (4 if entry.value >= 0 else -4)
        board.text(x, y, value, size=sizes.small, colour=ink, weight=weight, align=align)
    if row.mean_value is not None:
        _draw_mean(board, scale(row.mean_value), row.mean, tops, layout)
    return board


def _draw_mean(board: Board, x: float, mean: str, tops: list[float], layout: Layout) -> None:
    """The number above all bars, and strokes between them."""
    sizes, colour = layout.look.charts, layout.look.colours.mean
    label = f"{layout.texts.charts.mean} {mean}"
    width = text_width(label, layout.fonts.semibold, sizes.small)
    left = min(max(0.0, x - width / 2), board.width - width)
    board.text(left, ROW / 2, label, size=sizes.small, colour=colour, weight="semibold")
    for top in tops[:-1]:
        board.line((x, top), (x, top + (ROW - BAR) / 2), colour, 1.2)
