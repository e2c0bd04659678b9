"""The marks of a chart: what is drawn, in points, through matplotlib's interface for renderers.

matplotlib's own lines, patches and texts can be turned, aligned, picked and changed, and take what
is not said from a user's matplotlibrc: making and drawing one takes several times as long, and
reports must look the same everywhere. All marks of a chart are therefore one artist.
"""

from collections.abc import Sequence
from typing import Protocol

from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, IdentityTransform

from reportgen.layout.appearance import Colour

#: At 72 dpi a figure's own pixels are points: nothing is left to transform.
_POINTS = IdentityTransform()

Point = tuple[float, float]


class Mark(Protocol):
    """Something that is drawn."""

    def draw(self, renderer: RendererBase) -> None:
        """Draws it."""


class Marks(Artist):
    """Marks in the order in which they are drawn: what is later lies above."""

    def __init__(self) -> None:
        super().__init__()
        self.marks: list[Mark] = []

    def draw(self, renderer: RendererBase) -> None:
        for mark in self.marks:
            mark.draw(renderer)


class Label:
    """One level line of text that begins at (x, baseline)."""

    __slots__ = ("_baseline", "_colour", "_font", "_text", "_x")

    def __init__(
        self, x: float, baseline: float, text: str, font: FontProperties, colour: Colour
    ) -> None:
        self._x, self._baseline, self._text = x, baseline, text
        self._font, self._colour = font, colour

    def draw(self, renderer: RendererBase) -> None:
        """Draws the text."""
        gc = renderer.new_gc()
        gc.set_foreground(self._colour.rgb, isRGBA=True)
        renderer.draw_text(gc, self._x, self._baseline, self._text, self._font, 0.0)
        gc.restore()


class Area:
    """A filled polygon without an edge."""

    __slots__ = ("_colour", "_outline")

    def __init__(self, corners: Sequence[Point], colour: Colour) -> None:
        self._outline, self._colour = Path([*corners, corners[0]], closed=True), colour

    def draw(self, renderer: RendererBase) -> None:
        """Fills the polygon."""
        gc = renderer.new_gc()
        gc.set_linewidth(0)
        renderer.draw_path(gc, self._outline, _POINTS, self._colour.rgb)
        gc.restore()


class Stroke:
    """Lines of one look from point to point, with flat ends.

    `dashes` are the lengths of a dash and of the gap after it; none for lines without gaps.
    """

    __slots__ = ("_colour", "_dashes", "_path", "_width")

    def __init__(
        self,
        lines: Sequence[Sequence[Point]],
        colour: Colour,
        width: float,
        dashes: tuple[float, float] | None = None,
    ) -> None:
        points = [point for line in lines for point in line]
        codes = [Path.LINETO] * len(points)
        start = 0
        for line in lines:
            codes[start] = Path.MOVETO
            start += len(line)
        self._path = Path(points, codes)
        self._colour, self._width, self._dashes = colour, width, dashes

    def draw(self, renderer: RendererBase) -> None:
        """Draws the lines."""
        gc = renderer.new_gc()
        gc.set_foreground(self._colour.rgb, isRGBA=True)
        gc.set_linewidth(self._width)
        if self._dashes:
            gc.set_dashes(0, self._dashes)
        renderer.draw_path(gc, self._path, _POINTS)
        gc.restore()


class Dots:
    """Discs of one look, each with a rim."""

    __slots__ = ("_centres", "_colour", "_radius", "_rim", "_width")

    def __init__(
        self, centres: Sequence[Point], radius: float, colour: Colour, rim: Colour, width: float
    ) -> None:
        self._centres, self._radius = Path(centres), radius
        self._colour, self._rim, self._width = colour, rim, width

    def draw(self, renderer: RendererBase) -> None:
        """Draws the discs."""
        gc = renderer.new_gc()
        gc.set_foreground((*self._rim.rgb, 1.0), isRGBA=True)
        gc.set_linewidth(self._width)
        size, face = Affine2D().scale(self._radius), (*self._colour.rgb, 1.0)
        renderer.draw_markers(gc, Path.unit_circle(), size, self._centres, _POINTS, face)
        gc.restore()
