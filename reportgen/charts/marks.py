"""The marks of a chart as matplotlib artists that draw what they are given, in points.

matplotlib's own lines, patches and texts can be dashed, turned, aligned, picked and changed, and
take what is not said from a user's matplotlibrc: making and drawing one takes several times as
long, and reports must look the same everywhere.
"""

from collections.abc import Sequence

from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, IdentityTransform

from reportgen.layout.appearance import Colour

#: At 72 dpi a figure's own pixels are points: nothing is left to transform.
_POINTS = IdentityTransform()

Point = tuple[float, float]


class Label(Artist):
    """One level line of text that begins at (x, baseline)."""

    def __init__(
        self, x: float, baseline: float, text: str, font: FontProperties, colour: Colour
    ) -> None:
        super().__init__()
        self._x, self._baseline, self._text = x, baseline, text
        self._font, self._colour = font, colour

    def draw(self, renderer: RendererBase) -> None:
        gc = renderer.new_gc()
        gc.set_foreground(self._colour.rgb, isRGBA=True)
        renderer.draw_text(gc, self._x, self._baseline, self._text, self._font, 0.0)
        gc.restore()


class Area(Artist):
    """A filled polygon without an edge."""

    def __init__(self, corners: Sequence[Point], colour: Colour) -> None:
        super().__init__()
        self._outline, self._colour = Path([*corners, corners[0]], closed=True), colour

    def draw(self, renderer: RendererBase) -> None:
        gc = renderer.new_gc()
        gc.set_linewidth(0)
        renderer.draw_path(gc, self._outline, _POINTS, self._colour.rgb)
        gc.restore()


class Stroke(Artist):
    """A line from point to point with flat ends."""

    def __init__(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        super().__init__()
        self._path, self._colour, self._width = Path(points), colour, width

    def draw(self, renderer: RendererBase) -> None:
        gc = renderer.new_gc()
        gc.set_foreground(self._colour.rgb, isRGBA=True)
        gc.set_linewidth(self._width)
        renderer.draw_path(gc, self._path, _POINTS)
        gc.restore()


class Dots(Artist):
    """Discs of one look, each with a rim."""

    def __init__(
        self, centres: Sequence[Point], radius: float, colour: Colour, rim: Colour, width: float
    ) -> None:
        super().__init__()
        self._centres, self._radius = Path(centres), radius
        self._colour, self._rim, self._width = colour, rim, width

    def draw(self, renderer: RendererBase) -> None:
        gc = renderer.new_gc()
        gc.set_foreground((*self._rim.rgb, 1.0), isRGBA=True)
        gc.set_linewidth(self._width)
        size, face = Affine2D().scale(self._radius), (*self._colour.rgb, 1.0)
        renderer.draw_markers(gc, Path.unit_circle(), size, self._centres, _POINTS, face)
        gc.restore()
