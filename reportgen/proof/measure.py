"""Renders the plates of a page and measures the ink on it."""

from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pypdfium2
from msgspec import Struct
from numpy.typing import NDArray

from reportgen.layout.appearance import Cmyk
from reportgen.page_reader.colours import INKS
from reportgen.page_reader.geometry import Box
from reportgen.proof.separate import Separation

#: Percent by which a spot may exceed the limit. Each of four plates is rounded to one of 255 parts,
#: which adds up to 0.8 %, and once more where edges are smoothed. Such an edge is a mixture of both
#: its sides and otherwise has no more ink than they have.
TOLERANCE = 2.0

#: Amounts of the four inks of each pixel: height by width by 4, where 255 is solid.
Plates = NDArray[np.uint8]


class Figures(Struct, frozen=True, kw_only=True):
    """Ink of a page in percent of solid.

    Attributes:
        means: of each ink, on the page as it is cut.
        most: of all four inks together, on any spot of the sheet.
        over: pixels that exceed the limit by more than `TOLERANCE`.
    """

    means: Cmyk
    most: float
    over: int

    @property
    def mean(self) -> float:
        """Of all four inks together."""
        return sum(self.means)


def render(separation: Separation, dpi: int) -> Iterator[Plates]:
    """The plates of each page, smoothed, the whole sheet with its marks."""
    with closing(pypdfium2.PdfDocument(separation.pdf)) as document:
        for number in range(len(separation.boxes)):
            plates = []
            for ink in range(len(INKS)):
                with closing(document[number * len(INKS) + ink]) as page:
                    bitmap = page.render(
                        scale=dpi / 72, grayscale=True, draw_annots=False, may_draw_forms=False
                    )
                    plates.append(255 - bitmap.to_numpy().reshape(bitmap.height, bitmap.width))
            yield np.stack(plates, axis=2)


def totals(plates: Plates) -> NDArray[np.float32]:
    """Percent of ink on each pixel, all four together."""
    ink = np.zeros(plates.shape[:2], dtype=np.float32)
    for number in range(len(INKS)):  # many times faster than a sum along the last axis
        ink += plates[:, :, number]
    return ink / np.float32(2.55)


def figures(
    plates: Plates, ink: NDArray[np.float32], media: Box, trim: Box, turn: int, limit: float
) -> Figures:
    """Measures a page.

    Args:
        plates: of the whole sheet, as it is shown.
        ink: their `totals`.
        media: the sheet in points, before turning.
        trim: what is left of it.
        turn: clockwise in degrees.
        limit: percent of ink that a spot may have.
    """
    top, bottom, left, right = _rows_and_columns(plates, media, trim, turn)
    cut = plates[top:bottom, left:right]
    cyan, magenta, yellow, black = (float(cut[:, :, i].mean()) / 2.55 for i in range(len(INKS)))
    return Figures(
        means=(cyan, magenta, yellow, black),
        most=float(ink.max()),
        over=int(np.count_nonzero(ink > limit + TOLERANCE)),
    )


def _rows_and_columns(
    plates: Plates, media: Box, trim: Box, turn: int
) -> tuple[int, int, int, int]:
    """Top, bottom, left and right of the trim in pixels."""
    x0, y0, x1, y1 = media
    width, height = x1 - x0, y1 - y0
    # Distances from the top, right, bottom and left edge in parts; turning moves them on.
    parts = [
        (y1 - trim[3]) / height,
        (x1 - trim[2]) / width,
        (trim[1] - y0) / height,
        (trim[0] - x0) / width,
    ]
    steps = turn // 90 % 4
    top, right, bottom, left = parts[-steps:] + parts[:-steps]
    rows, columns = plates.shape[:2]
    return (
        round(top * rows),
        rows - round(bottom * rows),
        round(left * columns),
        columns - round(right * columns),
    )
