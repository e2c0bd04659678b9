"""How the other cities are drawn: each as a dot, or from many on as the shape of their density.

A picture of thousands of dots says no more than a smooth shape does, and costs more than all else.
"""

from collections.abc import Callable

import numpy as np

from reportgen.charts.board import Board
from reportgen.layout.appearance import Colour
from reportgen.layout.load import Layout
from reportgen.model import Floats

#: From so many cities on they are drawn as a shape.
MANY = 40

#: Places at which the shape is computed.
_PLACES = 80


def mixed(colour: Colour, ground: Colour, part: float) -> Colour:
    """A colour thinned with its ground; charts have no transparency."""
    pairs = zip(colour.rgb, ground.rgb, strict=True)
    return Colour(
        "#" + "".join(f"{round(255 * (a * part + b * (1 - part))):02x}" for a, b in pairs)
    )


def quartiles(values: Floats) -> tuple[float, float]:
    """Between which the middle half of the values lies."""
    low, high = np.percentile(values, (25, 75)).tolist()
    return low, high


def draw_shape(
    board: Board,
    values: Floats,
    place: Callable[[float], float],
    y: float,
    height: float,
    layout: Layout,
) -> None:
    """The density of `values` above the line at `y`, with the middle half in a stronger tone.

    It is a histogram smoothed by a Gaussian of Silverman's width (B. W. Silverman, Density
    Estimation for Statistics and Data Analysis, 1986, 3.31).
    """
    look = layout.look.colours
    low, high = float(values.min()), float(values.max())
    if high <= low:
        return
    edges = np.linspace(low, high, _PLACES + 1)
    counts, _ = np.histogram(values, bins=edges)
    middles = (edges[:-1] + edges[1:]) / 2
    first, third = quartiles(values)
    spread = min(float(np.std(values)), (third - first) / 1.34) or (high - low) / 10
    width = max(0.9 * spread * len(values) ** -0.2, (high - low) / _PLACES)
    kernel = np.exp(-0.5 * np.square((middles[:, None] - middles[None, :]) / width))
    density = kernel @ counts
    tops = [y - height * d for d in (density / density.max()).tolist()]
    xs = [place(middle) for middle in middles.tolist()]
    outline = [(place(low), y), *zip(xs, tops, strict=True), (place(high), y)]
    board.polygon(outline, mixed(look.others, look.paper, 0.4))
    inner = [
        (x, t) for x, t, m in zip(xs, tops, middles.tolist(), strict=True) if first <= m <= third
    ]
    if len(inner) > 1:
        board.polygon(
            [(inner[0][0], y), *inner, (inner[-1][0], y)], mixed(look.others, look.paper, 0.75)
        )
