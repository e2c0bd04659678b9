"""What a chart consists of, as plain data: read through matplotlib's interface for renderers.

Peers draw these marks with their own means. They are spared what the product computes before it
draws: scales, places of names, widths of columns.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.font_manager import FontProperties, ttfFontProperty
from matplotlib.ft2font import FT2Font
from matplotlib.path import Path as Outline
from matplotlib.text import Text
from matplotlib.transforms import Transform
from matplotlib.typing import ColorType

from reportgen.model import Chart, Drawing


def marks_of(chart: Chart | Drawing) -> dict[str, list[Any]]:
    """The marks of a chart, in the order in which they are drawn.

    Returns:
        ``looks``, each with a ``kind`` (text, dots, lines or area), colours and sizes in points;
        ``marks``: the number of a look, then of a text its start, baseline and words, of others
        their points (of lines, those of each). x runs to the right, y downwards from the top.
    """
    recorder = _Recorder(chart.height)
    chart.marks.draw(recorder)
    return {"looks": recorder.looks, "marks": recorder.marks}


class _Recorder(RendererBase):
    """Notes what is drawn; refuses what a chart of reports does not hold."""

    def __init__(self, height: float) -> None:
        super().__init__()
        self._height = height
        self.looks: list[dict[str, Any]] = []
        self.marks: list[list[Any]] = []

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
        if angle or ismath:
            raise NotImplementedError("a chart of reports holds plain, level text")
        place = round(float(x), 2), round(self._height - float(y), 2)
        self._add(
            *place,
            s,
            kind="text",
            weight=_weight(str(prop.get_file())),
            size=prop.get_size_in_points(),
            fill=to_hex(gc.get_rgb()),
        )

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Outline,
        marker_trans: Transform,
        path: Outline,
        trans: Transform,
        rgbFace: ColorType | None = None,  # noqa: N803 - the interface's name
    ) -> None:
        circle = Outline.unit_circle().vertices
        if rgbFace is None or not np.array_equal(marker_path.vertices, circle):
            raise NotImplementedError("markers of reports are filled discs")
        (left, _), (right, _) = marker_trans.transform([(0, 0), (1, 0)])
        self._add(
            self._points(trans.transform(path.vertices)),
            kind="dots",
            radius=round(float(right - left), 3),
            fill=to_hex(rgbFace),
            stroke=to_hex(gc.get_rgb()),
            width=gc.get_linewidth(),
        )

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Outline,
        transform: Transform,
        rgbFace: ColorType | None = None,  # noqa: N803 - the interface's name
    ) -> None:
        lines = [self._points(line) for line in _lines(transform.transform_path(path))]
        if rgbFace is not None:
            for outline in lines:
                self._add(outline[:-1], kind="area", fill=to_hex(rgbFace))
        if gc.get_linewidth() > 0:
            _, dashes = gc.get_dashes()
            self._add(
                lines,
                kind="lines",
                stroke=to_hex(gc.get_rgb()),
                width=gc.get_linewidth(),
                dashes=[] if dashes is None else np.asarray(dashes, dtype=float).tolist(),
            )

    def draw_image(
        self, gc: GraphicsContextBase, x: float, y: float, im: Any, transform: Any = None
    ) -> None:
        raise NotImplementedError("a chart of reports holds no image")

    def _add(self, *what: Any, **look: Any) -> None:
        if look not in self.looks:
            self.looks.append(look)
        self.marks.append([self.looks.index(look), *what])

    def _points(self, vertices: Any) -> list[list[float]]:
        flat = np.asarray(vertices, dtype=float)
        return np.round(np.column_stack((flat[:, 0], self._height - flat[:, 1])), 2).tolist()


@cache
def _weight(file: str) -> int:
    """Weight of a font as CSS counts, e.g. 400."""
    return int(ttfFontProperty(FT2Font(file)).weight)


def _lines(path: Outline) -> Iterator[list[tuple[float, float]]]:
    """The points of each line of a path; a closed one ends where it began."""
    line: list[tuple[float, float]] = []
    for points, code in path.iter_segments(simplify=False, curves=False):
        if code == Outline.MOVETO and line:
            yield line
            line = []
        closes = code == Outline.CLOSEPOLY
        line.append(line[0] if closes else (float(points[0]), float(points[1])))
    if line:
        yield line
