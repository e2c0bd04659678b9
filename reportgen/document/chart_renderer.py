"""Draws the marks of a chart straight onto the reportlab canvas: vectors and real text.

This is matplotlib's interface for renderers as far as marks use it. matplotlib's own base class
would bring in text layout, widgets and windows; whatever marks do not use is refused, not
approximated. Text is set in the page's own embedded fonts, so a chart adds no font, no image and no
file in between.
"""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn, cast

from matplotlib.path import Path
from reportlab.lib.rl_accel import fp_str

from reportgen.document.canvas import Point, ReportCanvas
from reportgen.document.fonts import font_of

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.backend_bases import RendererBase
    from matplotlib.font_manager import FontProperties
    from matplotlib.transforms import Transform

_Rgb = Sequence[float]

#: Flat ends and round corners, as matplotlib has them by default (ISO 32000-1, 8.4.3.3).
_FLAT, _ROUND = 0, 1

#: How a path begins and goes on (ISO 32000-1, 8.5.2).
_OPERATORS = {Path.MOVETO: "m", Path.LINETO: "l", Path.CURVE4: "c"}


def draw_marks(canvas: ReportCanvas, marks: "Artist", x: float, y: float) -> None:
    """Draws `marks` with the lower left corner of their picture at (x, y), in points.

    Raises:
        NotImplementedError: they hold something that our charts do not use, e.g. an image, a hatch,
            a clip path or a transparent colour.
    """
    canvas.saveState()
    canvas.translate(x, y)
    marks.draw(cast("RendererBase", _Renderer(canvas)))
    canvas.restoreState()


class _Refusing:
    __slots__ = ()

    def __getattr__(self, name: str) -> NoReturn:
        raise NotImplementedError(f"charts hold nothing that needs {name}")


class _Pen(_Refusing):
    """What matplotlib calls a graphics context."""

    __slots__ = ("colour", "dashes", "width")

    def __init__(self) -> None:
        self.colour: _Rgb = (0, 0, 0)
        self.width = 1.0
        self.dashes: Sequence[float] = ()

    def set_foreground(self, colour: _Rgb, *, isRGBA: bool) -> None:  # noqa: ARG002, N803
        self.colour = _opaque(colour)

    def set_linewidth(self, width: float) -> None:
        self.width = width

    def set_dashes(self, offset: float, dashes: Sequence[float]) -> None:
        if offset:
            raise NotImplementedError("charts begin lines with a dash")
        self.dashes = dashes

    def restore(self) -> None:
        """Nothing was changed on the canvas that is not set anew."""


class _Renderer(_Refusing):
    """One unit is one point."""

    #: What matplotlib looks at before an artist is drawn: that it is not to become pixels.
    _raster_depth, _rasterizing = 0, False

    def __init__(self, canvas: ReportCanvas) -> None:
        self._canvas = canvas

    def new_gc(self) -> _Pen:
        return _Pen()

    def draw_path(
        self, pen: _Pen, path: Path, _transform: "Transform", face: _Rgb | None = None
    ) -> None:
        canvas, lines = self._canvas, _lines(path)
        if face is not None:
            if pen.width:
                raise NotImplementedError("charts fill areas without an edge")
            canvas.setFillColorRGB(*_opaque(face))
            canvas.draw_area(lines)
            return
        self._take(pen)
        if pen.dashes:
            canvas.setDash(list(pen.dashes))
        canvas.draw_lines(lines)
        if pen.dashes:
            # What is drawn next has no dashes: forms of markers would take them on.
            canvas.setDash([])

    def draw_markers(
        self,
        pen: _Pen,
        marker: Path,
        transform: "Transform",
        path: Path,
        _transform: "Transform",
        face: _Rgb,
    ) -> None:
        if marker is not Path.unit_circle():
            raise NotImplementedError("charts hold round markers")
        canvas, radius = self._canvas, float(transform.get_matrix()[0, 0])
        # One form for all markers of a look: a chart has hundreds of dots of eight curves each.
        key = f"dot {radius} {pen.width} {pen.colour} {face}"
        if not canvas.has_form(key):
            with canvas.form(key, radius + pen.width):
                canvas.setFillColorRGB(*_opaque(face))
                self._take(pen)
                canvas.draw_outline(_circle(radius))
        canvas.use_form_at(key, _lines(path)[0])

    def draw_text(
        self,
        pen: _Pen,
        x: float,
        y: float,
        text: str,
        font: "FontProperties",
        angle: float,
        ismath: Any = False,
    ) -> None:
        if ismath or angle:
            raise NotImplementedError("charts hold plain, level text")
        file = font.get_file()
        if file is None:
            raise NotImplementedError("charts name their fonts by file")
        self._canvas.setFillColorRGB(*pen.colour)
        self._canvas.show(x, y, text, font_of(str(file)), font.get_size_in_points())

    def _take(self, pen: _Pen) -> None:
        canvas = self._canvas
        canvas.setStrokeColorRGB(*pen.colour)
        canvas.setLineWidth(pen.width)
        canvas.setLineCap(_FLAT)
        canvas.setLineJoin(_ROUND)


def _lines(path: Path) -> Sequence[Sequence[Point]]:
    """The lines that a path of our charts says it is made of."""
    lines: Sequence[Sequence[Point]] | None = getattr(path, "lines", None)
    if lines is None:
        raise NotImplementedError("charts hold straight lines in points")
    return lines


@cache
def _circle(radius: float) -> tuple[str, ...]:
    """Operators of a circle around the origin, by matplotlib's curves."""
    circle = Path.unit_circle()
    return tuple(
        f"{fp_str(*(points * radius).tolist())} {_OPERATORS[code]}"
        for points, code in circle.iter_segments(simplify=False)
        if code != Path.CLOSEPOLY
    )


def _opaque(colour: _Rgb) -> _Rgb:
    if len(colour) > 3 and colour[3] != 1:
        raise NotImplementedError("charts are drawn opaque: mix the colour with its ground")
    return colour[:3]
