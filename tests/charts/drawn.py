"""Records what a chart draws, in its order, with the boxes of all marks and texts.

The widths of texts come from fontTools, so they do not repeat the code under test.
"""

from collections.abc import Iterator
from functools import cache
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from fontTools.ttLib import TTFont
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Transform
from msgspec import Struct

from reportgen.model import Chart, Drawing

#: How far letters reach above and below their baseline, as factors of the size.
ABOVE, BELOW = 0.75, 0.21


class Mark(Struct, frozen=True, kw_only=True):
    """Something drawn, with its box in points from the picture's lower left corner.

    `text` is empty for shapes; `colour` is that of the text or of the shape's face or line.
    """

    left: float
    bottom: float
    right: float
    top: float
    colour: str
    text: str = ""

    def is_ground_of(self, text: "Mark") -> bool:
        """Whether an area lies below a text as a whole."""
        return (
            not self.text
            and self.left <= text.left + 1e-6
            and self.right >= text.right - 1e-6
            and self.bottom <= text.bottom + 1.0
            and self.top >= text.top - 1.0
        )

    def overlaps(self, other: "Mark") -> bool:
        """Whether the two share more than an edge."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > 1e-6
            and min(self.top, other.top) - max(self.bottom, other.bottom) > 1e-6
        )


def marks_of(chart: Chart | Drawing) -> tuple[Mark, ...]:
    """All that is drawn, in its order."""
    recorder = _Recorder()
    chart.marks.draw(recorder)
    return tuple(recorder.marks)


def texts_of(chart: Chart | Drawing) -> tuple[Mark, ...]:
    """The texts, in the order of drawing."""
    return tuple(mark for mark in marks_of(chart) if mark.text)


def collisions(chart: Chart | Drawing) -> Iterator[str]:
    """What is wrong with the places of a chart's texts.

    An area that holds a text as a whole is its ground, and hides what was drawn before it.
    """
    width, height = chart.width, chart.height
    marks = marks_of(chart)
    texts = [mark for mark in marks if mark.text]
    for place, text in enumerate(marks):
        if not text.text:
            continue
        grounds = [n for n, mark in enumerate(marks[:place]) if mark.is_ground_of(text)]
        shapes = [mark for mark in marks[max(grounds, default=-1) + 1 :] if not mark.text]
        inside = text.left >= -1e-6 and text.right <= width + 1e-6
        if not inside or text.bottom < 0 or text.top > height:
            yield f"{text.text!r} leaves the frame"
        for shape in shapes:
            if text.overlaps(shape):
                yield f"{text.text!r} lies on a mark of colour {shape.colour}"
    for one, other in combinations(texts, 2):
        if one.overlaps(other):
            yield f"{one.text!r} and {other.text!r} overlap"


def width_of(text: str, file: str, size: float) -> float:
    """Width of `text` in points."""
    characters, advances, units = _metrics(file)
    return sum(advances[characters[ord(char)]][0] for char in text) * size / units


@cache
def _metrics(file: str) -> tuple[dict[int, str], dict[str, tuple[int, int]], int]:
    font = TTFont(file)
    return font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm


class _Recorder(RendererBase):
    def __init__(self) -> None:
        super().__init__()
        self.marks: list[Mark] = []

    def points_to_pixels(self, points: Any) -> Any:
        return points

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: Any = None,  # noqa: N803 - the interface's name
    ) -> None:
        vertices = transform.transform(path.vertices)
        if rgbFace is not None or path.codes is None:
            self._record(gc, vertices, rgbFace)
            return
        starts = np.flatnonzero(np.asarray(path.codes) == Path.MOVETO).tolist()
        for start, end in pairwise([*starts, len(vertices)]):
            self._record(gc, vertices[start:end], None)

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: Any = None,  # noqa: N803 - the interface's name
    ) -> None:
        marker = marker_trans.transform(marker_path.vertices)
        for centre in trans.transform(path.vertices):
            self._record(gc, marker + centre, rgbFace)

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,  # noqa: ARG002
    ) -> None:
        assert not angle
        assert not ismath
        size = prop.get_size_in_points()
        self.marks.append(
            Mark(
                left=x,
                right=x + width_of(s, str(prop.get_file()), size),
                bottom=y - BELOW * size,
                top=y + ABOVE * size,
                colour=_hex(gc.get_rgb()),
                text=s,
            )
        )

    def _record(self, gc: GraphicsContextBase, vertices: Any, face: Any) -> None:
        (left, bottom), (right, top) = np.min(vertices, axis=0), np.max(vertices, axis=0)
        # The line has a width to both sides, but its ends are flat.
        half = gc.get_linewidth() / 2
        across, along = (0.0, half) if top == bottom else (half, 0.0)
        if face is not None:
            across = along = half
        self.marks.append(
            Mark(
                left=float(left) - across,
                right=float(right) + across,
                bottom=float(bottom) - along,
                top=float(top) + along,
                colour=_hex(gc.get_rgb() if face is None else face),
            )
        )


def _hex(colour: Any) -> str:
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in tuple(colour)[:3])
