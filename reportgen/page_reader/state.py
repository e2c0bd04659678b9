"""The graphics state and the place of text (ISO 32000-1, 8.4 and 9.3)."""

from dataclasses import dataclass
from typing import Any

from reportgen.layout.appearance import Cmyk
from reportgen.page_reader.geometry import IDENTITY, Box, Matrix
from reportgen.page_reader.page_fonts import Font
from reportgen.page_reader.resources import GraphicsStateChange
from reportgen.page_reader.spaces import GRAY, Space


@dataclass(frozen=True, slots=True)
class PaintColour:
    """A chosen colour; `pattern` is the name of the pattern that it is painted with."""

    space: Space = GRAY
    inks: Cmyk | None = (0.0, 0.0, 0.0, 100.0)
    pattern: str = ""


_BLACK = PaintColour()


class GraphicsState:
    """What operators set and ``q`` keeps.

    Attributes:
        matrix: from coordinates in force to points on the page.
        clip: box around what is visible, None when that is nothing.
        fill: colour of areas and text; `stroke`: of lines.
        width: of lines.
        overprint: of areas and text; `overprint_lines`: of lines.
        overprint_mode: 0 or 1.
        font, size: of text.
        spacing, word_spacing, stretch, leading, rise, mode: of text (ISO 32000-1, 9.3).
    """

    __slots__ = (
        *("matrix", "clip", "fill", "stroke", "width"),
        *("overprint", "overprint_lines", "overprint_mode"),
        *("font", "size", "spacing", "word_spacing", "stretch", "leading", "rise", "mode"),
    )

    def __init__(self, matrix: Matrix, clip: Box | None) -> None:
        self.matrix, self.clip = matrix, clip
        self.fill = self.stroke = _BLACK
        self.width = 1.0
        self.overprint = self.overprint_lines = False
        self.overprint_mode = 0
        self.font: Font | None = None
        self.size = self.spacing = self.word_spacing = 0.0
        self.stretch = 1.0
        self.leading = self.rise = 0.0
        self.mode = 0

    def copy(self) -> "GraphicsState":
        """The state as it is now."""
        new = GraphicsState.__new__(GraphicsState)
        for name in GraphicsState.__slots__:
            setattr(new, name, getattr(self, name))
        return new

    @property
    def look(self) -> tuple[Any, ...]:
        """All that a form looks by, but for its place and what is visible of it."""
        return self.matrix[:4], *[getattr(self, name) for name in GraphicsState.__slots__[2:]]

    def set(self, change: GraphicsStateChange) -> None:
        """Takes over what a graphics state dictionary sets."""
        if change.overprint is not None:
            self.overprint = change.overprint
        if change.overprint_lines is not None:
            self.overprint_lines = change.overprint_lines
        if change.overprint_mode is not None:
            self.overprint_mode = change.overprint_mode
        if change.width is not None:
            self.width = change.width
        if change.font is not None:
            self.font, self.size = change.font


class Cursor:
    """Where text goes next within a text object (ISO 32000-1, 9.4)."""

    def __init__(self) -> None:
        self.matrix: Matrix = IDENTITY
        self._line: Matrix = IDENTITY

    def place(self, matrix: Matrix) -> None:
        """Begins a line at a place of its own."""
        self.matrix = self._line = matrix

    def move(self, x: float, y: float) -> None:
        """Begins a line beside the beginning of this one."""
        a, b, c, d, e, f = self._line
        self.matrix = self._line = (a, b, c, d, x * a + y * c + e, x * b + y * d + f)

    def advance(self, x: float) -> None:
        """Goes on along the line."""
        a, b, c, d, e, f = self.matrix
        self.matrix = (a, b, c, d, e + x * a, f + x * b)
