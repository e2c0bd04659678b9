"""A bare matplotlib figure with artists placed in points, and the scale that places them.

There are no Axes: creating and drawing ticks costs ten times what the marks cost, and these charts
label their values directly.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font, LoadFlags

from reportgen.charts.marks import Area, Dots, Label, Stroke
from reportgen.layout.appearance import Colour
from reportgen.layout.load import FontFiles
from reportgen.layout.word_division import place_by_rule, place_in_need

Weight = Literal["light", "regular", "semibold", "bold"]
Align = Literal["left", "center", "right"]

#: Half the height of a capital, by which a baseline lies below the middle of a line (factor of
#: the size; Source Sans has capitals of 0.66).
HALF_CAPITAL = 0.33


#: Lengths of the dashes of a line and of the gaps between them, in points.
DASH, DASH_GAP = 3.6, 2.2

#: Width of the mean's stroke with its rim, in points.
TICK_RIM = 3.4


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps values from `low` to `high` onto positions from `start` to `end`, in points."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Position of `value`."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


class Board:
    """A figure of `width` by `height` points; x runs to the right, y downwards from the top."""

    def __init__(self, width: float, height: float, fonts: FontFiles) -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / 72, height / 72), dpi=72, frameon=False)
        self.figure.set_layout_engine("none")  # whatever a user's matplotlibrc says
        self._fonts = fonts

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        colour: Colour,
        weight: Weight = "regular",
        align: Align = "left",
    ) -> None:
        """Places one line of text, its capitals centred on `y`."""
        file = getattr(self._fonts, weight)
        shift = {"left": 0.0, "center": 0.5, "right": 1.0}[align]
        left = x - shift * text_width(text, file, size) if shift else x
        baseline = self.height - y - HALF_CAPITAL * size
        self._add(Label(left, baseline, text, _font(file, size), colour))

    def box(self, left: float, right: float, top: float, bottom: float, colour: Colour) -> None:
        """Fills a rectangle."""
        low, high = self.height - bottom, self.height - top
        self._add(Area(((left, low), (right, low), (right, high), (left, high)), colour))

    def polygon(self, corners: Sequence[tuple[float, float]], colour: Colour) -> None:
        """Fills a polygon."""
        self._add(Area([(x, self.height - y) for x, y in corners], colour))

    def line(
        self, start: tuple[float, float], end: tuple[float, float], colour: Colour, width: float
    ) -> None:
        """Draws a straight line with flat ends."""
        self.path((start, end), colour, width)

    def path(self, points: Sequence[tuple[float, float]], colour: Colour, width: float) -> None:
        """Draws a line from point to point."""
        self._add(Stroke([(x, self.height - y) for x, y in points], colour, width))

    def dashes(self, points: Sequence[tuple[float, float]], colour: Colour, width: float) -> None:
        """Draws a dashed line from point to point."""
        for dash in _dashes(points, DASH, DASH_GAP):
            self.path(dash, colour, width)

    def tick(self, x: float, y: float, reach: float, colour: Colour, around: Colour) -> None:
        """Marks the mean: an upright stroke with a rim that sets it off from bars and dots."""
        self.line((x, y - reach), (x, y + reach), around, TICK_RIM)
        self.line((x, y - reach), (x, y + reach), colour, 1.7)

    def dots(
        self,
        xs: Sequence[float],
        y: float,
        radius: float,
        colour: Colour,
        around: Colour,
        rim: float = 0.6,
    ) -> None:
        """Draws dots in a row, each with a thin rim so that neighbours stay apart."""
        centres = [(x, self.height - y) for x in xs]
        if centres:
            self._add(Dots(centres, radius, colour, around, rim))

    def _add(self, mark: Artist) -> None:
        # Marks are alike to matplotlib, so it draws them in their order: what is later lies above.
        self.figure.add_artist(mark)


def _dashes(
    points: Sequence[tuple[float, float]], on: float, off: float
) -> Iterator[list[tuple[float, float]]]:
    """A line in pieces of `on` points with gaps of `off` between them, round its corners."""
    drawn, left = True, on
    dash = [points[0]]
    for (x0, y0), (x1, y1) in pairwise(points):
        length = math.hypot(x1 - x0, y1 - y0)
        done = 0.0
        while length - done > left:
            done += left
            at = (x0 + (x1 - x0) * done / length, y0 + (y1 - y0) * done / length)
            if drawn:
                yield [*dash, at]
            drawn, left, dash = not drawn, off if drawn else on, [at]
        left -= length - done
        dash.append((x1, y1))
    if drawn and len(dash) > 1:
        yield dash


def text_width(text: str, file: Path, size: float) -> float:
    """Width of `text` in points, without kerning, as PDF viewers set it."""
    advances = _advances(file)
    return sum(map(advances.__getitem__, text)) * size


def wrap(text: str, file: Path, size: float, width: float, language: str = "") -> tuple[str, ...]:
    """Breaks `text` at blanks into lines of at most `width` points; a wider word is divided.

    Args:
        text: of one style.
        file: of its font.
        size: in points.
        width: in points.
        language: pyphen dictionary, e.g. ``de_DE``; empty for no hyphenation.
    """
    lines: list[str] = []
    for word in text.split(" "):
        if lines and text_width(f"{lines[-1]} {word}", file, size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.extend(_divided(word, file, size, width, language))
    return tuple(lines)


def _divided(word: str, file: Path, size: float, width: float, language: str) -> Iterator[str]:
    """The word in as many parts as it needs."""

    def fits(end: int, mark: str) -> bool:
        return text_width(word[start : start + end] + mark, file, size) <= width

    start = 0
    while len(word) - start > 1 and not fits(len(word), ""):
        rest = word[start:]
        end, mark = place_by_rule(rest, language, fits) or place_in_need(rest, fits)
        yield rest[:end] + mark
        start += end
    yield word[start:]


class _Advances(dict[str, float]):
    """Advance widths of a font's characters as factors of the size, read when first asked for."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._font = FT2Font(str(file))

    def __missing__(self, char: str) -> float:
        # Unknown characters have the index of the box that stands for them.
        index = self._font.get_char_index(ord(char))
        glyph = self._font.load_glyph(index, flags=LoadFlags.NO_SCALE)
        self[char] = glyph.horiAdvance / self._font.units_per_EM
        return self[char]


@cache
def _advances(file: Path) -> _Advances:
    return _Advances(file)


@cache
def _font(file: Path, size: float) -> FontProperties:
    return FontProperties(fname=file, size=size)
