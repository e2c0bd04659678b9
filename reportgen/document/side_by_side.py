"""Flowables beside one another: two charts at one height, and text beside what it explains."""

from collections.abc import Sequence
from itertools import dropwhile, takewhile
from typing import ClassVar

from reportgen.document.canvas import ReportCanvas
from reportgen.document.chart_picture import ChartPicture
from reportgen.document.flow import (
    Flowable,
    PlacedFlowable,
    Stack,
    draw_placed,
    fill,
)
from reportgen.document.setting import Setting


class BesideOneAnother(Flowable):
    """Two columns as wide as the charts in them; what stands above the charts ends with both."""

    before, after = 18.0, 6.0

    def __init__(self, left: Sequence[Flowable], right: Sequence[Flowable]) -> None:
        self.columns = (list(left), list(right))
        self._widths = tuple(_chart_width(column) for column in self.columns)

    def height(self, width: float) -> float:  # noqa: ARG002 - the charts have their own widths
        above, below = self._heights()
        return above + below

    def draw(self, canvas: ReportCanvas, x: float, top: float, width: float) -> None:
        above, _ = self._heights()
        left, right = self._widths
        for column, own, start in zip(
            self.columns, (left, right), (x, x + width - right), strict=True
        ):
            head, body = _parted(column)
            draw_placed(fill(head, own, float("inf"))[0], canvas, start, top, own)
            draw_placed(fill(body, own, float("inf"))[0], canvas, start, top - above, own)

    def _heights(self) -> tuple[float, float]:
        """Of what stands above the charts with the space below it, and of the rest."""
        above = below = 0.0
        for column, width in zip(self.columns, self._widths, strict=True):
            head, body = _parted(column)
            gap = max(head[-1].after, body[0].before) if head else 0.0
            above = max(above, _height(head, width) + gap)
            below = max(below, _height(body, width))
        return above, below


class WithSidebar(Flowable):
    """Flowables, and others on a ground at the right; both go on on the next page."""

    PART, GAP, PADDING, LEAST = 0.755, 12.0, 8.0, 150.0

    before, after = 4.0, 0.0
    has_rows: ClassVar[bool] = False

    def __init__(
        self, flowables: Sequence[Flowable], side: Sequence[Flowable], setting: Setting
    ) -> None:
        self.flowables, self.side, self.setting = tuple(flowables), tuple(side), setting

    def height(self, width: float) -> float:
        main, side = self._widths(width)
        beside = _height(self.side, side) + 2 * self.PADDING if self.side else 0.0
        return max(_height(self.flowables, main), beside)

    def split(
        self, width: float, available: float, *, forced: bool = False
    ) -> tuple[Flowable, Flowable] | None:
        main, side = self._widths(width)
        if available < self.LEAST and not forced:
            return None
        first, rest = fill(self.flowables, main, available, forced=forced)
        room = available - 2 * self.PADDING
        first_side, rest_side = fill(self.side, side, room, forced=forced)
        if (self.flowables and not first) or (self.side and not first_side):
            return None
        if not rest and not rest_side:
            return None
        return (
            WithSidebar(_flowables(first), _flowables(first_side), self.setting),
            WithSidebar(rest, rest_side, self.setting),
        )

    def draw(self, canvas: ReportCanvas, x: float, top: float, width: float) -> None:
        main, side = self._widths(width)
        draw_placed(fill(self.flowables, main, float("inf"))[0], canvas, x, top, main)
        if not self.side:
            return
        height, left = self.height(width), x + width - side - self.PADDING
        with canvas.artifact():
            canvas.area(
                left - self.PADDING,
                top - height,
                side + 2 * self.PADDING,
                height,
                self.setting.colours.ground,
            )
        placed = fill(self.side, side, float("inf"))[0]
        draw_placed(placed, canvas, left, top - self.PADDING, side)

    def _widths(self, width: float) -> tuple[float, float]:
        """Of the flowables, and of the text at their side; alone, either has the whole width."""
        if not self.side:
            return width, 0.0
        if not self.flowables:
            return 0.0, width - 2 * self.PADDING
        main = self.PART * width
        return main, width - main - self.GAP - 2 * self.PADDING


def _parted(column: Sequence[Flowable]) -> tuple[list[Flowable], list[Flowable]]:
    """What stands above the chart of a column, and the chart with all below it."""

    def above(flowable: Flowable) -> bool:
        return not isinstance(flowable, ChartPicture)

    return list(takewhile(above, column)), list(dropwhile(above, column))


def _chart_width(column: Sequence[Flowable]) -> float:
    return next(each.chart.width for each in column if isinstance(each, ChartPicture))


def _height(flowables: Sequence[Flowable], width: float) -> float:
    return Stack(flowables).height(width) if flowables else 0.0


def _flowables(placed: Sequence[PlacedFlowable]) -> list[Flowable]:
    return [item.flowable for item in placed]
