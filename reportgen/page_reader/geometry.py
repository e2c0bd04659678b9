"""Matrices and boxes of page content (ISO 32000-1, 8.3)."""

from collections.abc import Iterable
from math import hypot, sqrt
from typing import Any

#: The numbers a to f of ISO 32000-1, 8.3.3: a point (x, y) goes to (ax + cy + e, bx + dy + f).
Matrix = tuple[float, float, float, float, float, float]

#: Left, lower, right and upper edge in points.
Box = tuple[float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def matrix_of(numbers: Iterable[Any]) -> Matrix:
    """Six numbers as they stand in a file.

    Raises:
        ValueError: there are more or fewer.
    """
    a, b, c, d, e, f = (float(number) for number in numbers)
    return a, b, c, d, e, f


def product(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does what `first` and `then` do one after the other."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def box_of(numbers: Iterable[Any]) -> Box:
    """Two opposite corners as they stand in a file, the lower left one first.

    Raises:
        ValueError: they are not four numbers.
    """
    x0, y0, x1, y1 = (float(number) for number in numbers)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def transformed(box: Box, matrix: Matrix) -> Box:
    """The box around a box after a matrix."""
    a, b, c, d, e, f = matrix
    x0, y0, x1, y1 = box
    xs = (a * x0 + c * y0, a * x1 + c * y0, a * x0 + c * y1, a * x1 + c * y1)
    ys = (b * x0 + d * y0, b * x1 + d * y0, b * x0 + d * y1, b * x1 + d * y1)
    return min(xs) + e, min(ys) + f, max(xs) + e, max(ys) + f


def moved(box: Box, x: float, y: float) -> Box:
    """The box elsewhere."""
    return box[0] + x, box[1] + y, box[2] + x, box[3] + y


def common(one: Box | None, other: Box | None) -> Box | None:
    """What two boxes share; None when that is nothing. A line has a box without an area."""
    if one is None or other is None:
        return None
    x0, y0 = max(one[0], other[0]), max(one[1], other[1])
    x1, y1 = min(one[2], other[2]), min(one[3], other[3])
    return (x0, y0, x1, y1) if x0 <= x1 and y0 <= y1 else None


def within(inner: Box, outer: Box, tolerance: float) -> bool:
    """Whether a box lies in another, but for `tolerance` points."""
    return (
        inner[0] >= outer[0] - tolerance
        and inner[1] >= outer[1] - tolerance
        and inner[2] <= outer[2] + tolerance
        and inner[3] <= outer[3] + tolerance
    )


def grown(box: Box, more: float) -> Box:
    """The box with `more` points on each side."""
    return box[0] - more, box[1] - more, box[2] + more, box[3] + more


def thinnest(matrix: Matrix) -> float:
    """How many times wider a line gets where it gets widened least (its least singular value)."""
    a, b, c, d, _, _ = matrix
    half = (a * a + b * b + c * c + d * d) / 2
    area = a * d - b * c
    return sqrt(max(half - sqrt(max(half * half - area * area, 0.0)), 0.0))


def height_factor(matrix: Matrix) -> float:
    """How many times higher text gets, measured across its line."""
    a, b, c, d, _, _ = matrix
    along = hypot(a, b)
    return abs(a * d - b * c) / along if along else 0.0
