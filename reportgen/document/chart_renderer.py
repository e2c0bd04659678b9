"""Draws a matplotlib figure straight onto the reportlab canvas: vectors and real text.

Text is set in the page's own embedded fonts, so a chart adds no font, no image and no file in
between. Only what our charts use is supported; anything else is refused, not approximated.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path as Outline
from matplotlib.text import Text
from matplotlib.transforms import Transform
from matplotlib.typing import ColorType

from reportgen.document.canvas import ReportCanvas
from reportgen.document.fonts import ASCENT, DESCENT, font_of, text_width

#: A code of matplotlib's paths and its coordinates: x, y, x, y ...
Segment = tuple[int, list[float]]

CAPS = {"butt": 0, "round": 1, "projecting": 2}
JOINS = {"miter": 0, "round": 1, "bevel": 2}


def draw_figure(canvas: ReportCanvas, figure: Figure, x: float, y: float) -> None:
    """Draws `figure` with its lower left corner at (x, y), in points.

    Raises:
        NotImplementedError: the figure holds something that our charts do not use, e.g. an image,
            a hatch, a clip path or a transparent colour.
    """
    canvas.saveState()
    canvas.translate(x, y)
    figure.draw(_CanvasRenderer(canvas, figure))
    canvas.restoreState()


class _CanvasRenderer(RendererBase):
    """matplotlib's drawing interface on a reportlab canvas; one unit is one point."""

    def __init__(self, canvas: ReportCanvas, figure: Figure) -> None:
        super().__init__()
        self._canvas = canvas
        self._size = tuple(float(inches) * 72 for inches in figure.get_size_inches())

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self._size[0], self._size[1]

    def points_to_pixels(self, points: Any) -> Any:
        return points

    def flipy(self) -> bool:
        return False

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Outline,
        transform: Transform,
        rgbFace: ColorType | None = None,  # noqa: N803 - the interface's name
    ) -> None:
        paint = self._set_paint(gc, rgbFace)
        offset, dashes = gc.get_dashes()
        if dashes is None:
            self._draw(_segments(path, transform), paint)
            return
        # What is drawn next has no dashes: forms of markers would take them on.
        self._canvas.setDash(np.asarray(dashes, dtype=float).tolist(), offset)
        self._draw(_segments(path, transform), paint)
        self._canvas.setDash([], 0)

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Outline,
        marker_trans: Transform,
        path: Outline,
        trans: Transform,
        rgbFace: ColorType | None = None,  # noqa: N803 - the interface's name
    ) -> None:
        marker = list(_segments(marker_path, marker_trans))
        # One form for all markers of a look: a chart has hundreds of dots of eight curves each.
        pen = gc.get_linewidth(), gc.get_rgb(), rgbFace
        name = f"marker-{sha256(repr((marker, pen)).encode()).hexdigest()[:16]}"
        canvas = self._canvas
        if not canvas.has_form(name):
            reach = max(abs(value) for _, points in marker for value in points) + pen[0]
            with canvas.form(name, reach):
                self._draw(marker, self._set_paint(gc, rgbFace))
        canvas.saveState()
        dx = dy = 0.0
        for x, y in trans.transform(path.vertices).tolist():
            canvas.translate(x - dx, y - dy)
            canvas.use_form(name)
            dx, dy = x, y
        canvas.restoreState()

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Text | None = None,  # noqa: ARG002
    ) -> None:
        if ismath or angle:
            raise NotImplementedError("charts hold plain, level text")
        canvas = self._canvas
        canvas.setFillColorRGB(*_opaque(gc.get_rgb()))
        canvas.show(x, y, s, _font(prop), prop.get_size_in_points())

    def get_text_width_height_descent(
        self,
        s: str,
        prop: FontProperties,
        ismath: Any,  # noqa: ARG002
    ) -> tuple[float, float, float]:
        size = prop.get_size_in_points()
        return text_width(s, _font(prop), size), (ASCENT + DESCENT) * size, DESCENT * size

    def draw_image(
        self, gc: GraphicsContextBase, x: float, y: float, im: Any, transform: Any = None
    ) -> None:
        raise NotImplementedError("charts are vectors; they hold no image")

    def _set_paint(self, gc: GraphicsContextBase, face: ColorType | None) -> tuple[int, int]:
        """Sets colours and pen; says whether to stroke and whether to fill."""
        unused = (
            gc.get_hatch(),
            gc.get_clip_rectangle(),
            gc.get_clip_path()[0],
        )
        if any(thing is not None for thing in unused):
            raise NotImplementedError("charts hold no hatches or clipped shapes")
        canvas = self._canvas
        if face is not None:
            canvas.setFillColorRGB(*_opaque(face))
        if gc.get_linewidth() > 0:
            canvas.setStrokeColorRGB(*_opaque(gc.get_rgb()))
            canvas.setLineWidth(gc.get_linewidth())
            canvas.setLineCap(CAPS[gc.get_capstyle()])
            canvas.setLineJoin(JOINS[gc.get_joinstyle()])
        return int(gc.get_linewidth() > 0), int(face is not None)

    def _draw(self, segments: Iterable[Segment], paint: tuple[int, int]) -> None:
        """Draws an outline of matplotlib's path codes."""
        outline = self._canvas.beginPath()
        for code, points in segments:
            if code == Outline.MOVETO:
                outline.moveTo(*points)
            elif code == Outline.LINETO:
                outline.lineTo(*points)
            elif code == Outline.CURVE4:
                outline.curveTo(*points)
            elif code == Outline.CLOSEPOLY:
                outline.close()
            else:
                raise NotImplementedError("charts hold no quadratic curves")
        stroke, fill = paint
        self._canvas.drawPath(outline, stroke=stroke, fill=fill)


def _segments(path: Outline, transform: Transform) -> Iterator[Segment]:
    """The path's codes, each with the coordinates that belong to it, in points."""
    vertices = transform.transform(path.vertices).tolist()
    lines_only = [Outline.MOVETO] + [Outline.LINETO] * (len(vertices) - 1)
    codes = lines_only if path.codes is None else np.asarray(path.codes).tolist()
    if max(codes, default=0) <= Outline.LINETO:
        yield from zip(codes, vertices, strict=True)
        return
    i = 0
    while i < len(codes):
        count = Outline.NUM_VERTICES_FOR_CODE[codes[i]]
        yield int(codes[i]), [value for point in vertices[i : i + count] for value in point]
        i += count


def _font(prop: FontProperties) -> str:
    file = prop.get_file()
    if file is None:
        raise NotImplementedError("charts name their fonts by file")
    return font_of(str(file))


def _opaque(colour: Any) -> tuple[float, float, float]:
    red, green, blue, *alpha = colour
    if alpha and alpha[0] != 1:
        raise NotImplementedError("charts are drawn opaque: mix the colour with its ground")
    return float(red), float(green), float(blue)
