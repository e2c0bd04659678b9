"""The graphics state, the path and the place of text (ISO 32000-1, 8.4, 8.5.2 and 9.3)."""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from msgspec import Struct

from reportgen.layout.appearance import Cmyk
from reportgen.page_reader.colours import CMYK, GRAY, INKS, ColourSpace
from reportgen.page_reader.fonts import Font
from reportgen.page_reader.geometry import IDENTITY, Box, Matrix


class PaintColour(Struct, frozen=True):
    """A chosen colour; `pattern` is the name of the pattern that it is painted with."""

    space: ColourSpace = GRAY
    inks: Cmyk | None = (0.0, 0.0, 0.0, 100.0)
    pattern: str = ""

    def keeps(self, ink: int, mode: int) -> bool:
        """Whether it leaves a plate as it is when it overprints (ISO 32000-1, table 149).

        Args:
            ink: number of the plate.
            mode: the overprint mode; 1 keeps plates that a colour in DeviceCMYK has no ink for.
        """
        if self.space.plates:
            return not {"All", INKS[ink].capitalize()} & set(self.space.plates)
        return self.space == CMYK and mode == 1 and self.inks is not None and not self.inks[ink]


class GraphicsState(Struct):
    """What operators set and ``q`` keeps.

    Attributes:
        matrix: from coordinates in force to points on the page.
        clip: box around what is visible, None when that is nothing.
        fill: colour of areas and text; `stroke`: of lines.
        fill_alpha: opacity of areas and text; `stroke_alpha`: of lines.
        overprint: of areas and text; `overprint_lines`: of lines (ISO 32000-1, table 58).
        overprint_mode: 0 or 1.
        width: of lines.
        font, size: of text.
        spacing, word_spacing, stretch, leading, rise, mode: of text (ISO 32000-1, 9.3).
    """

    matrix: Matrix = IDENTITY
    clip: Box | None = None
    fill: PaintColour = PaintColour()
    stroke: PaintColour = PaintColour()
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0
    overprint: bool = False
    overprint_lines: bool = False
    overprint_mode: int = 0
    width: float = 1.0
    font: Font | None = None
    size: float = 0.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: float = 0

    def copy(self) -> "GraphicsState":
        """The state as it is now."""
        return GraphicsState(*_all(self))

    @property
    def look(self) -> tuple[Any, ...]:
        """All that a form looks by, but for its place and what is visible of it."""
        return self.matrix[:4], *_all(self)[2:]

    @property
    def paint(self) -> tuple[Any, ...]:
        """Colours, opacity and overprint."""
        return _all(self)[2:9]

    def set(self, values: Mapping[str, Any]) -> None:
        """Takes over what a graphics state dictionary sets, by the names of the attributes."""
        for name, value in values.items():
            setattr(self, name, value)


_all: Callable[[GraphicsState], tuple[Any, ...]] = attrgetter(*GraphicsState.__struct_fields__)


class TextCursor:
    """Where text goes next within a text object (ISO 32000-1, 9.4)."""

    def __init__(self) -> None:
        self.place(IDENTITY)

    def place(self, matrix: Matrix) -> None:
        """Begins a line at a place of its own."""
        self.matrix = self._line = matrix

    def move(self, x: float, y: float) -> None:
        """Begins a line beside the beginning of this one."""
        a, b, c, d, e, f = self._line
        self.place((a, b, c, d, x * a + y * c + e, x * b + y * d + f))

    def advance(self, x: float) -> None:
        """Goes on along the line."""
        a, b, c, d, e, f = self.matrix
        self.matrix = (a, b, c, d, e + x * a, f + x * b)


class Path:
    """A path that is being built, in coordinates of the page, as the box around it.

    Of a curve the points that pull at it are collected, too: the box is never too small.
    """

    def __init__(self) -> None:
        self._xs: list[float] = []
        self._ys: list[float] = []
        self.clips = False

    def points(self, matrix: Matrix, numbers: Sequence[float]) -> None:
        """Adds points, given as x and y in turn."""
        a, b, c, d, e, f = matrix
        for x, y in zip(numbers[::2], numbers[1::2], strict=True):
            self._xs.append(a * x + c * y + e)
            self._ys.append(b * x + d * y + f)

    @property
    def box(self) -> Box | None:
        """Around all points; None without any."""
        if not self._xs:
            return None
        return min(self._xs), min(self._ys), max(self._xs), max(self._ys)
