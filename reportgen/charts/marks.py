"""The marks of a chart: what is drawn, in points, through matplotlib's interface for renderers.

matplotlib's own lines, patches and texts can be turned, aligned, picked and changed, and take what
is not said from a user's matplotlibrc: making and drawing one takes several times as long, and
reports must look the same everywhere. All marks of a chart are therefore one artist, which any
renderer of matplotlib draws; `reportgen.charts.figure` makes a figure of it.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path as File
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from matplotlib.artist import Artist
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, IdentityTransform, Transform
from msgspec import Struct

from reportgen.layout.appearance import Colour

if TYPE_CHECKING:
    from matplotlib.backend_bases import RendererBase

Point = tuple[float, float]


class View(Struct, frozen=True, kw_only=True):
    """How points become what a renderer counts in.

    Attributes:
        scale: its units a point.
        points: the same as matplotlib wants it of paths.
        top: height of the picture in its units, where it counts places of texts from the top.
    """

    scale: float
    points: Transform
    top: float | None = None


#: Pages count in points, from the bottom.
_PAGE = View(scale=1.0, points=IdentityTransform())


class Mark(Protocol):
    """Something that is drawn."""

    def draw(self, renderer: "RendererBase", view: View) -> None:
        """Draws it."""


class Marks(Artist):
    """Marks in the order in which they are drawn: what is later lies above."""

    def __init__(self) -> None:
        super().__init__()
        self.marks: list[Mark] = []

    def draw(self, renderer: "RendererBase") -> None:
        view = self._view(renderer)
        for mark in self.marks:
            mark.draw(renderer, view)

    def _view(self, renderer: "RendererBase") -> View:
        figure = self.get_figure()
        if figure is None:
            return _PAGE
        scale = figure.dpi / 72
        top = renderer.get_canvas_width_height()[1] if renderer.flipy() else None
        return View(scale=scale, points=Affine2D().scale(scale), top=top)


class Lines(Path):
    """Straight lines from point to point, as a path.

    The arrays that a path of matplotlib has are made when somebody asks for them: that takes longer
    than to write the lines into a PDF.

    Args:
        lines: each of some points.
        closed: each line ends where it began.
    """

    #: What matplotlib asks of its own paths: every point is drawn, and none in between.
    _should_simplify, _simplify_threshold, _interpolation_steps = False, 0.0, 1

    def __init__(self, lines: Sequence[Sequence[Point]], *, closed: bool = False) -> None:
        self.lines, self.closed = lines, closed

    @property  # type: ignore[misc]  # nobody sets the points of marks
    def vertices(self) -> Any:
        """All points; a closed line has its first one once more."""
        return np.array([point for line in self._ended() for point in line], dtype=float)

    @property  # type: ignore[misc]
    def codes(self) -> Any:
        """What leads to each point."""
        last = Path.CLOSEPOLY if self.closed else Path.LINETO
        codes = [
            [Path.MOVETO, *[Path.LINETO] * (len(line) - 2), last][: len(line)]
            for line in self._ended()
        ]
        return np.concatenate(codes).astype(Path.code_type)

    def _ended(self) -> Iterator[Sequence[Point]]:
        return ((*line, line[0]) if self.closed else line for line in self.lines)


class Label:
    """One level line of text of a size in points that begins at (x, baseline)."""

    __slots__ = ("_baseline", "_colour", "_file", "_size", "_text", "_x")

    def __init__(
        self, x: float, baseline: float, text: str, file: File, size: float, colour: Colour
    ) -> None:
        self._x, self._baseline, self._text = x, baseline, text
        self._file, self._size, self._colour = file, size, colour

    def draw(self, renderer: "RendererBase", view: View) -> None:
        """Draws the text."""
        gc = renderer.new_gc()
        gc.set_foreground((*self._colour.rgb, 1.0), isRGBA=True)
        font = _font(self._file, self._size)
        x, y = self._x * view.scale, self._baseline * view.scale
        renderer.draw_text(gc, x, y if view.top is None else view.top - y, self._text, font, 0.0)
        gc.restore()


class Area:
    """A filled polygon without an edge."""

    __slots__ = ("_colour", "_outline")

    def __init__(self, corners: Sequence[Point], colour: Colour) -> None:
        self._outline, self._colour = Lines([corners], closed=True), colour

    def draw(self, renderer: "RendererBase", view: View) -> None:
        """Fills the polygon."""
        gc = renderer.new_gc()
        gc.set_linewidth(0)
        renderer.draw_path(gc, self._outline, view.points, (*self._colour.rgb, 1.0))
        gc.restore()


class Stroke:
    """Lines of one look from point to point, with flat ends.

    `dashes` are the lengths of a dash and of the gap after it; none for lines without gaps.
    """

    __slots__ = ("_colour", "_dashes", "_lines", "_width")

    def __init__(
        self,
        lines: Sequence[Sequence[Point]],
        colour: Colour,
        width: float,
        dashes: tuple[float, float] | None = None,
    ) -> None:
        self._lines, self._colour = Lines(lines), colour
        self._width, self._dashes = width, dashes

    def draw(self, renderer: "RendererBase", view: View) -> None:
        """Draws the lines."""
        gc = renderer.new_gc()
        gc.set_foreground((*self._colour.rgb, 1.0), isRGBA=True)
        gc.set_linewidth(self._width)
        if self._dashes:
            gc.set_dashes(0, self._dashes)
        renderer.draw_path(gc, self._lines, view.points)
        gc.restore()


class Dots:
    """Discs of one look, each with a rim."""

    __slots__ = ("_centres", "_colour", "_radius", "_rim", "_width")

    def __init__(
        self, centres: Sequence[Point], radius: float, colour: Colour, rim: Colour, width: float
    ) -> None:
        self._centres, self._radius = Lines([centres]), radius
        self._colour, self._rim, self._width = colour, rim, width

    def draw(self, renderer: "RendererBase", view: View) -> None:
        """Draws the discs."""
        gc = renderer.new_gc()
        gc.set_foreground((*self._rim.rgb, 1.0), isRGBA=True)
        gc.set_linewidth(self._width)
        circle, size = Path.unit_circle(), _scaled(self._radius * view.scale)
        renderer.draw_markers(
            gc, circle, size, self._centres, view.points, (*self._colour.rgb, 1.0)
        )
        gc.restore()


@cache
def _font(file: File, size: float) -> FontProperties:
    return FontProperties(fname=file, size=size)


@cache
def _scaled(radius: float) -> Affine2D:
    return Affine2D().scale(radius)
