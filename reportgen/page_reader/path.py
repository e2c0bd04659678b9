"""A path that is being built (ISO 32000-1, 8.5.2), as the box around it."""

from collections.abc import Sequence

from reportgen.page_reader.geometry import Box, Matrix


class Path:
    """Collects points, in coordinates of the page.

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

    def rectangle(self, matrix: Matrix, x: float, y: float, width: float, height: float) -> None:
        """Adds a rectangle."""
        right, upper = x + width, y + height
        self.points(matrix, (x, y, right, y, right, upper, x, upper))

    @property
    def box(self) -> Box | None:
        """Around all points; None without any."""
        if not self._xs:
            return None
        return min(self._xs), min(self._ys), max(self._xs), max(self._ys)
