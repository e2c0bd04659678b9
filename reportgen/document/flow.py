"""Places flowables below one another, in a column or on a page; the one rule for both.

A flowable knows its height at a width, can be split, and draws itself. Layout comes first and
drawing after, so the number of pages is known when the first one is drawn.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from reportgen.document.canvas import ReportCanvas

#: Rounding errors must not push a block that fits exactly to the next page.
_TOLERANCE = 1e-6


class Flowable(ABC):
    """Something with a height that can be drawn.

    Attributes:
        before, after: space in points; between two flowables the larger one counts.
        holds_next: whether it must stay on the page of what follows.
    """

    before: float = 0.0
    after: float = 0.0
    holds_next: bool = False

    @abstractmethod
    def height(self, width: float) -> float:
        """Height in points when it is `width` points wide."""

    @abstractmethod
    def draw(self, canvas: ReportCanvas, x: float, top: float, width: float) -> None:
        """Draws it with its upper left corner at (x, top), in points from the page's lower left."""

    def split(self, width: float, available: float) -> "tuple[Flowable, Flowable] | None":  # noqa: ARG002
        """A first part of at most `available` height, and the rest; None when it is one piece."""
        return None


@dataclass(frozen=True, slots=True)
class PlacedFlowable:
    """A flowable and the distance of its top from the top of its column."""

    flowable: Flowable
    offset: float


class TooTallError(Exception):
    """A flowable that cannot be split is taller than a whole page."""

    def __init__(self, flowable: Flowable) -> None:
        self.flowable = flowable
        super().__init__(type(flowable).__name__)


def fill(
    flowables: Sequence[Flowable], width: float, available: float
) -> tuple[list[PlacedFlowable], list[Flowable]]:
    """Places as many flowables as fit.

    Args:
        flowables: in the order of reading.
        width: of the column, in points.
        available: height of the column, in points.

    Returns:
        What was placed, and what is left for the next column or page.
    """
    placed: list[PlacedFlowable] = []
    y = 0.0
    queue = list(flowables)
    while queue:
        flowable = queue[0]
        gap = max(placed[-1].flowable.after, flowable.before) if placed else 0.0
        room = available - y - gap + _TOLERANCE
        height = flowable.height(width)
        if height <= room:
            placed.append(PlacedFlowable(flowable, y + gap))
            y += gap + height
            queue.pop(0)
            continue
        parts = None if flowable.holds_next else flowable.split(width, room)
        if parts is not None:
            placed.append(PlacedFlowable(parts[0], y + gap))
            queue[0] = parts[1]
        while placed and placed[-1].flowable.holds_next:
            queue.insert(0, placed.pop().flowable)
        break
    return placed, queue


class Stack(Flowable):
    """Flowables below one another that stay on one page."""

    def __init__(self, flowables: Sequence[Flowable]) -> None:
        self.flowables = tuple(flowables)
        self.before, self.after = self.flowables[0].before, self.flowables[-1].after
        self._known: tuple[float, list[PlacedFlowable]] | None = None

    def height(self, width: float) -> float:
        return _extent(self._placed(width), width)

    def draw(self, canvas: ReportCanvas, x: float, top: float, width: float) -> None:
        draw_placed(self._placed(width), canvas, x, top, width)

    def _placed(self, width: float) -> list[PlacedFlowable]:
        if self._known is None or self._known[0] != width:
            placed, _ = fill(self.flowables, width, float("inf"))
            self._known = (width, placed)
        return self._known[1]


class BalancedColumns(Flowable):
    """Flowables in two columns, as even as their parts allow."""

    GAP: ClassVar[float] = 24.0

    def __init__(self, flowables: Sequence[Flowable]) -> None:
        self.flowables = tuple(flowables)
        self.before, self.after = self.flowables[0].before, self.flowables[-1].after
        self._known: tuple[float, tuple[list[PlacedFlowable], list[PlacedFlowable]]] | None = None

    def height(self, width: float) -> float:
        left, right = self._balanced(width)
        column = self._column(width)
        return max(_extent(left, column), _extent(right, column))

    def split(self, width: float, available: float) -> tuple[Flowable, Flowable] | None:
        column = self._column(width)
        left, rest = fill(self.flowables, column, available)
        right, rest = fill(rest, column, available)
        if not left or not rest:
            return None
        first = BalancedColumns([placed.flowable for placed in (*left, *right)])
        return first, BalancedColumns(rest)

    def draw(self, canvas: ReportCanvas, x: float, top: float, width: float) -> None:
        left, right = self._balanced(width)
        column = self._column(width)
        draw_placed(left, canvas, x, top, column)
        draw_placed(right, canvas, x + column + self.GAP, top, column)

    def _column(self, width: float) -> float:
        return (width - self.GAP) / 2

    def _balanced(self, width: float) -> tuple[list[PlacedFlowable], list[PlacedFlowable]]:
        """Left and right column at the least height that takes everything."""
        if self._known is None or self._known[0] != width:
            self._known = (width, self._balance(self._column(width)))
        return self._known[1]

    def _balance(self, column: float) -> tuple[list[PlacedFlowable], list[PlacedFlowable]]:
        everything, _ = fill(self.flowables, column, float("inf"))
        best: tuple[list[PlacedFlowable], list[PlacedFlowable]] = (everything, [])
        low, high = 0.0, _extent(everything, column)
        while high - low > 1:
            middle = (low + high) / 2
            left, rest = fill(self.flowables, column, middle)
            right, rest = fill(rest, column, middle)
            if rest:
                low = middle
            else:
                high, best = middle, (left, right)
        return best


def draw_placed(
    placed: Sequence[PlacedFlowable], canvas: ReportCanvas, x: float, top: float, width: float
) -> None:
    """Draws flowables where `fill` placed them."""
    for item in placed:
        item.flowable.draw(canvas, x, top - item.offset, width)


def _extent(placed: Sequence[PlacedFlowable], width: float) -> float:
    return placed[-1].offset + placed[-1].flowable.height(width) if placed else 0.0
