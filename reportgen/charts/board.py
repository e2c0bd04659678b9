"""A bare picture whose marks are placed in points, and the scale that places them.

There are no Axes: creating and drawing ticks costs ten times what the marks cost, and these charts
label their values directly.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from matplotlib.ft2font import FT2Font, LoadFlags
from msgspec import Struct

from reportgen.charts.marks import Area, Dots, Label, Marks, Point, Stroke
from reportgen.layout.appearance import Colour
from reportgen.layout.load import FontFiles
from reportgen.layout.word_division import place_by_rule, place_in_need

Weight = Literal["light", "regular", "semibold", "bold"]
Align = Literal["left", "center", "right"]

#: Half the height of a capital, by which a baseline lies below the middle of a line (factor of
#: the size; Source Sans has capitals of 0.66).
HALF_CAPITAL = 0.33


#: Lengths of the dashes of a line and of the gaps between them, in points.
DASHES = (3.6, 2.2)

#: Width of the mean's stroke with its rim, in points.
TICK_RIM = 3.4


class Scale(Struct, frozen=True):
    """Maps values from `low` to `high` onto positions from `start` to `end`, in points."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Position of `value`."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


class Board:
    """A picture of `width` by `height` points; x runs to the right, y downwards from the top."""

    def __init__(self, width: float, height: float, fonts: FontFiles) -> None:
        self.width, self.height = width, height
        self._fonts = fonts
        #: One artist holds all: matplotlib needs longer to add one than to draw it.
        self.marks = Marks()
        self._marks = self.marks.marks

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
        self._marks.append(Label(left, baseline, text, file, size, colour))

    def box(self, left: float, right: float, top: float, bottom: float, colour: Colour) -> None:
        """Fills a rectangle."""
        low, high = self.height - bottom, self.height - top
        self._marks.append(Area(((left, low), (right, low), (right, high), (left, high)), colour))

    def polygon(self, corners: Sequence[Point], colour: Colour) -> None:
        """Fills a polygon."""
        self._marks.append(Area([(x, self.height - y) for x, y in corners], colour))

    def line(self, start: Point, end: Point, colour: Colour, width: float) -> None:
        """Draws a straight line with flat ends."""
        self.lines([(start, end)], colour, width)

    def path(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        """Draws a line from point to point."""
        self.lines([points], colour, width)

    def lines(
        self,
        lines: Sequence[Sequence[Point]],
        colour: Colour,
        width: float,
        *,
        dashed: bool = False,
    ) -> None:
        """Draws lines of one look, each from point to point; nothing where there is none."""
        if lines:
            turned = [[(x, self.height - y) for x, y in line] for line in lines]
            self._marks.append(Stroke(turned, colour, width, DASHES if dashed else None))

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
        self.points([(x, y) for x in xs], radius, colour, around, rim)

    def points(
        self,
        centres: Sequence[Point],
        radius: float,
        colour: Colour,
        around: Colour,
        rim: float = 0.6,
    ) -> None:
        """Draws dots anywhere, of one look; nothing where there is none."""
        if centres:
            turned = [(x, self.height - y) for x, y in centres]
            self._marks.append(Dots(turned, radius, colour, around, rim))


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
