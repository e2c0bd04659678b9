"""How the other cities are drawn: each as a dot, or from many on as the shape of their density.

A picture of thousands of dots says no more than a smooth shape does, and costs more than all else.
"""

from collections.abc import Callable, Sequence

import numpy as np

from reportgen.charts.board import Board
from reportgen.layout.appearance import Colour
from reportgen.layout.load import Layout
from reportgen.model import Floats

#: From so many cities on they are drawn as a shape.
MANY = 40

#: An axis ends before values that are so many times as high as all it must show.
FAR = 1.5

#: Places at which the shape is computed.
_PLACES = 80


def mixed(colour: Colour, ground: Colour, part: float) -> Colour:
    """A colour thinned with its ground; charts have no transparency."""
    pairs = zip(colour.rgb, ground.rgb, strict=True)
    return Colour(
        "#" + "".join(f"{round(255 * (a * part + b * (1 - part))):02x}" for a, b in pairs)
    )


def percentile(ordered: Floats, percent: float) -> float:
    """A percentile of values in order, rising or falling, between two values by their distance.

    It is that of numpy, which sorts (R. J. Hyndman, Y. Fan, Sample Quantiles in Statistical
    Packages, 1996, definition 7).
    """
    rising = ordered if ordered[0] <= ordered[-1] else ordered[::-1]
    place = (len(rising) - 1) * (percent / 100)
    below = int(place)
    low, high = float(rising[below]), float(rising[min(below + 1, len(rising) - 1)])
    part = place - below
    # From the nearer one, so that both are exact.
    return low + (high - low) * part if part < 0.5 else high - (high - low) * (1 - part)


def quartiles(ordered: Floats) -> tuple[float, float]:
    """Between which the middle half of values in order lies."""
    return percentile(ordered, 25), percentile(ordered, 75)


def reach_of(values: Floats, wanted: Sequence[float]) -> float:
    """Where an axis of many values ends: at the highest, or before a few that lie far beyond.

    One value ten times all others would press all of them against zero. Nothing is left out that
    lies within Tukey's outer fence (third quartile and three times the distance of the quartiles)
    or among the lower 98 of 100.

    Args:
        values: of many cities, in order.
        wanted: values that are drawn in any case.
    """
    first, third = quartiles(values)
    rising = values if values[0] <= values[-1] else values[::-1]
    usual, last = (float(rising[place]) for place in (int(0.98 * (len(rising) - 1)), -1))
    near = max(third + 3 * (third - first), usual, *wanted)
    highest = max(last, *wanted)
    return near if highest > FAR * near else highest


def draw_shape(
    board: Board,
    values: Floats,
    place: Callable[[float], float],
    y: float,
    height: float,
    layout: Layout,
) -> None:
    """The density of values in order above the line at `y`, the middle half in a stronger tone.

    It is a histogram smoothed by a Gaussian of Silverman's width (B. W. Silverman, Density
    Estimation for Statistics and Data Analysis, 1986, 3.31).
    """
    look = layout.look.colours
    low, high = float(values.min()), float(values.max())
    if high <= low:
        return
    counts, edges = np.histogram(values, bins=_PLACES, range=(low, high))
    middles = (edges[:-1] + edges[1:]) / 2
    first, third = quartiles(values)
    spread = min(float(values.std()), (third - first) / 1.34) or (high - low) / 10
    width = max(0.9 * spread * len(values) ** -0.2, (high - low) / _PLACES)
    # The ends are places of their own, so that the shape reaches as far as the values do.
    at = np.concatenate(([low], middles, [high]))
    density = np.exp(-0.5 * np.square((at[:, None] - middles[None, :]) / width)) @ counts
    tops = y - height * density / density.max()

    def outline(start: float, end: float) -> list[tuple[float, float]]:
        inner = [float(value) for value in at if start < value < end]
        xs = [start, *inner, end]
        heights = np.interp(xs, at, tops).tolist()
        upper = [(place(x), top) for x, top in zip(xs, heights, strict=True)]
        return [(place(start), y), *upper, (place(end), y)]

    board.polygon(outline(low, high), mixed(look.others, look.paper, 0.4))
    if first < third:
        board.polygon(outline(first, third), mixed(look.others, look.paper, 0.75))
