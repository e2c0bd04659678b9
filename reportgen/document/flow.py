"""Places flowables below one another, in a column or on a page; the one rule for both.

A flowable knows its height at a width, can be split, and draws itself. Layout comes first and
drawing after, so the number of pages is known when the first one is drawn.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import ClassVar

from msgspec import Struct

from reportgen.document.canvas import ReportCanvas

#: Rounding errors must not push a block that fits exactly to the next page.
_TOLERANCE = 1e-6


class Flowable(ABC):
    """Something with a height that can be drawn.

    Attributes:
        before, after: space in points; between two flowables the larger one counts.
        holds_next: whether it must stay on the page of what follows.
        new_page_from: part of a page's height from which on it begins a new page instead of going
            on on that which is so full; more than 1 where it never does.
        leave_out: what there is to do where it is left out, as its page has no room for it; None
            where it must be shown.
        has_rows: whether it may go on over pages behind any of its rows.
    """

    before: float = 0.0
    after: float = 0.0
    holds_next: bool = False
    new_page_from: float = math.inf
    leave_out: "Callable[[], None] | None" = None
    has_rows: ClassVar[bool] = False

    @abstractmethod
    def height(self, width: float) -> float:
        """Height in points when it is `width` points wide."""

    @abstractmethod
    def draw(self, canvas: ReportCanvas, x: float, top: float, width: float) -> None:
        """Draws it with its upper left corner at (x, top), in points from the page's lower left."""

    def split(
        self,
        width: float,  # noqa: ARG002
        available: float,  # noqa: ARG002
        *,
        forced: bool = False,  # noqa: ARG002
    ) -> "tuple[Flowable, Flowable] | None":
        """A first part of at most `available` height, and the rest; None when it is one piece.

        `forced` is said on an empty page: there, any place to divide it is better than none.
        """
        return None


class PlacedFlowable(Struct, frozen=True):
    """A flowable and the distance of its top from the top of its column."""

    flowable: Flowable
    offset: float


class TooTallError(Exception):
    """A flowable that cannot be split, or the title's band, is taller than a whole page."""

    def __init__(self, flowable: object) -> None:
        self.flowable = flowable
        super().__init__(type(flowable).__name__)


def fill(
    flowables: Sequence[Flowable], width: float, available: float, *, forced: bool = False
) -> tuple[list[PlacedFlowable], list[Flowable]]:
    """Places as many flowables as fit.

    Args:
        flowables: in the order of reading.
        width: of the column, in points.
        available: height of the column, in points.
        forced: whether all that fits is placed, even if it should hold what follows.

    Returns:
        What was placed, and what is left for the next column or page.
    """
    placed: list[PlacedFlowable] = []
    y = 0.0
    queue = list(flowables)
    while queue:
        flowable = queue[0]
        if placed and y >= flowable.new_page_from * available:
            break
        gap = max(placed[-1].flowable.after, flowable.before) if placed else 0.0
        room = available - y - gap + _TOLERANCE
        height = flowable.height(width)
        if height <= room:
            placed.append(PlacedFlowable(flowable, y + gap))
            y += gap + height
            queue.pop(0)
            continue
        if flowable.leave_out:
            flowable.leave_out()
            queue.pop(0)
            continue
        held = flowable.holds_next and not forced
        parts = None if held else flowable.split(width, room, forced=forced)
        if parts is not None:
            placed.append(PlacedFlowable(parts[0], y + gap))
            queue[0] = parts[1]
        while not forced and placed and placed[-1].flowable.holds_next:
            queue.insert(0, placed.pop().flowable)
        break
    return placed, queue


class Stack(Flowable):
    """Flowables below one another that stay on one page.

    Only what is higher than `page` points is divided: a chart or a table among them behind one of
    its rows, so that what stands before and behind it stays with its first and its last rows.
    """

    def __init__(self, flowables: Sequence[Flowable], page: float = math.inf) -> None:
        self.flowables, self.page = tuple(flowables), page
        self.before, self.after = self.flowables[0].before, self.flowables[-1].after
        self._known: tuple[float, list[PlacedFlowable]] | None = None

    def split(
        self, width: float, available: float, *, forced: bool = False
    ) -> tuple[Flowable, Flowable] | None:
        if not forced and self.height(width) <= self.page:
            return None
        parts = self._split_rows(width, available)
        if parts is None and forced:
            placed, rest = fill(self.flowables, width, available, forced=True)
            parts = ([item.flowable for item in placed], rest)
        if parts is None or not all(parts):
            return None
        first, rest = parts
        return Stack(first, self.page), Stack(rest, self.page)

    def _split_rows(
        self, width: float, available: float
    ) -> tuple[list[Flowable], list[Flowable]] | None:
        """Divides the first flowable that has rows; some rows go on with what stands behind."""
        flowables = list(self.flowables)
        number = next((i for i, f in enumerate(flowables) if f.has_rows), None)
        if number is None:
            return None
        divided = flowables[number]
        room = available - self._placed(width)[number].offset
        parts = divided.split(width, min(room, divided.height(width) - 1))
        if parts is None:
            return None
        return [*flowables[:number], parts[0]], [parts[1], *flowables[number + 1 :]]

    def height(self, width: float) -> float:
        return _extent(self._placed(width), width)

    def draw(self, canvas: ReportCanvas, x: float, top: float, width: float) -> None:
        draw_placed(self._placed(width), canvas, x, top, width)

    def _placed(self, width: float) -> list[PlacedFlowable]:
        if self._known is None or self._known[0] != width:
            placed, _ = fill(self.flowables, width, float("inf"))
            self._known = (width, placed)
        return self._known[1]


#: Left and right column.
_TwoColumns = tuple[list[PlacedFlowable], list[PlacedFlowable]]


class BalancedColumns(Flowable):
    """Flowables in two columns, as even as their parts allow."""

    GAP: ClassVar[float] = 24.0

    def __init__(self, flowables: Sequence[Flowable], filled: _TwoColumns | None = None) -> None:
        """Begins without a size.

        Args:
            flowables: in the order of reading.
            filled: the columns that are known to fit, where they are part of a page's.
        """
        self.flowables, self._filled = tuple(flowables), filled
        self.before, self.after = self.flowables[0].before, self.flowables[-1].after
        self._known: tuple[float, _TwoColumns] | None = None

    def height(self, width: float) -> float:
        return _taller(self._balanced(width), self._column(width))

    def split(
        self, width: float, available: float, *, forced: bool = False
    ) -> tuple[Flowable, Flowable] | None:
        column = self._column(width)
        left, rest = fill(self.flowables, column, available, forced=forced)
        right, rest = fill(rest, column, available, forced=forced)
        if not rest and forced:
            # They fit but for the point by which their balance is inexact.
            rest, right = [placed.flowable for placed in right], []
        if not left or not rest:
            return None
        first = [placed.flowable for placed in (*left, *right)]
        return BalancedColumns(first, (left, right)), BalancedColumns(rest)

    def draw(self, canvas: ReportCanvas, x: float, top: float, width: float) -> None:
        left, right = self._balanced(width)
        column = self._column(width)
        draw_placed(left, canvas, x, top, column)
        draw_placed(right, canvas, x + column + self.GAP, top, column)

    def _column(self, width: float) -> float:
        return (width - self.GAP) / 2

    def _balanced(self, width: float) -> _TwoColumns:
        """Left and right column at the least height that takes everything."""
        if self._known is None or self._known[0] != width:
            self._known = (width, self._balance(self._column(width)))
        return self._known[1]

    def _balance(self, column: float) -> _TwoColumns:
        everything, _ = fill(self.flowables, column, float("inf"))
        best: _TwoColumns = (everything, [])
        low, high = 0.0, _extent(everything, column)
        while high - low > 1:
            middle = (low + high) / 2
            left, rest = fill(self.flowables, column, middle)
            right, rest = fill(rest, column, middle)
            if rest:
                low = middle
            else:
                high, best = middle, (left, right)
        if self._filled and _taller(self._filled, column) < _taller(best, column):
            return self._filled
        return best


def draw_placed(
    placed: Sequence[PlacedFlowable], canvas: ReportCanvas, x: float, top: float, width: float
) -> None:
    """Draws flowables where `fill` placed them."""
    for item in placed:
        item.flowable.draw(canvas, x, top - item.offset, width)


def _taller(columns: _TwoColumns, width: float) -> float:
    return max(_extent(column, width) for column in columns)


def _extent(placed: Sequence[PlacedFlowable], width: float) -> float:
    return placed[-1].offset + placed[-1].flowable.height(width) if placed else 0.0
