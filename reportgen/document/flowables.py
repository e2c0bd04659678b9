"""Blocks become flowables, which get a size and draw themselves; notes do so here.

Text, charts and tables have files of their own, and so has the way flowables are placed: `flow.py`.
"""

from collections.abc import Sequence
from copy import copy

from reportgen.document.blocks import (
    Beside,
    Block,
    BulletList,
    Columns,
    Heading,
    LabelledList,
    Note,
    NumberedList,
    Paragraph,
    Part,
    Picture,
    Sidebar,
    TableBlock,
    Tiles,
    Together,
)
from reportgen.document.canvas import ReportCanvas
from reportgen.document.chart_picture import ChartPicture, caption_of
from reportgen.document.flow import BalancedColumns, Flowable, Stack
from reportgen.document.paragraphs import Bullet, HeadingLine, NumberedNote, Text, TextLines
from reportgen.document.setting import Setting
from reportgen.document.side_by_side import BesideOneAnother, WithSidebar
from reportgen.document.structure import DESCRIBED, NUMBERED, SQUARE_BULLETS, Element
from reportgen.document.tables import CellElements, TableOfFigures
from reportgen.document.title_page import LabelledRows, TileRow
from reportgen.model import Span


def flowables_of(block: Block, setting: Setting, parent: Element) -> list[Flowable]:
    """The flowables that show `block`, with elements for them below `parent`.

    A list becomes one flowable for each item, a chart one for the picture and one for its caption.
    """
    match block:
        case Part() | Columns() | Together() | Beside() | Sidebar():
            return _containing(block, setting, parent)
        case Heading():
            element = parent.add(f"H{block.level}")
            return [HeadingLine(block, setting, element, parent.add("P") if block.topic else None)]
        case Paragraph():
            tag = f"H{block.level}" if block.level else "P"
            return [Text(block, setting, parent.add(tag, language=block.language))]
        case BulletList():
            element = parent.add("L", SQUARE_BULLETS, block.language)
            return [Bullet(item, block.style, setting, element.add("LI")) for item in block.items]
        case NumberedList():
            element = parent.add("L", NUMBERED)
            return [
                NumberedNote(number, item, setting, element.add("LI"))
                for number, item in enumerate(block.items, start=1)
            ]
        case Tiles():
            return [TileRow(block, setting, parent.add("L"))]
        case LabelledList():
            return [LabelledRows(block, setting, parent.add("L", DESCRIBED))]
        case Picture():
            return _picture(block, setting, parent)
        case Note():
            return [NoteBox(block, setting, parent.add("P"))]
        case TableBlock():
            return [TableOfFigures(block, setting, CellElements.of(block, parent))]


def _containing(
    block: Part | Columns | Together | Beside | Sidebar, setting: Setting, parent: Element
) -> list[Flowable]:
    """The flowables of a block that holds others."""
    match block:
        case Part():
            flowables = _all(block.blocks, setting, parent.add("Sect"))
            if block.new_page_from is not None:
                flowables[0].new_page_from = block.new_page_from
            return flowables
        case Columns():
            return [BalancedColumns(_all(block.blocks, setting, parent))]
        case Together():
            return [Stack(_all(block.blocks, setting, parent), setting.text_height)]
        case Beside():
            left, right = block.left, block.right
            columns = (_containing(part, setting, parent) for part in (left, right))
            return [BesideOneAnother(*columns)]
        case Sidebar():
            main = _all(block.blocks, setting, parent)
            return [WithSidebar(main, _all(block.side, setting, parent), setting)]


def _all(blocks: Sequence[Block], setting: Setting, parent: Element) -> list[Flowable]:
    return [flowable for block in blocks for flowable in flowables_of(block, setting, parent)]


def _picture(picture: Picture, setting: Setting, parent: Element) -> list[Flowable]:
    drawing = ChartPicture(picture.chart, setting, parent)
    return [drawing, caption_of(picture.chart.caption, setting, drawing.element)]


class NoteBox(Flowable):
    """A note on a light ground with a bar at its left; divided only where no page holds it."""

    before, after = 4.0, 4.0
    PADDING, BAR = 5.5, 2.5

    def __init__(self, note: Note, setting: Setting, element: Element) -> None:
        spans = (Span(text=f"{note.label} ", strong=True), Span(text=note.text))
        self.setting = setting
        runs = setting.runs(spans, setting.type.small, setting.colours.ink)
        self._text = TextLines(runs, setting, element)

    def height(self, width: float) -> float:
        return self._text.height(self._inner(width)) + 2 * self.PADDING

    def split(
        self, width: float, available: float, *, forced: bool = False
    ) -> tuple[Flowable, Flowable] | None:
        parts = self._text.split(self._inner(width), available - 2 * self.PADDING)
        if not forced or parts is None:
            return None
        first, rest = copy(self), copy(self)
        first._text, rest._text = parts
        return first, rest

    def draw(self, canvas: ReportCanvas, x: float, top: float, width: float) -> None:
        height, colours = self.height(width), self.setting.colours
        with canvas.artifact():
            canvas.area(x, top - height, width, height, colours.ground)
            canvas.area(x, top - height, self.BAR, height, colours.mean)
        left = x + self.BAR + self.PADDING
        self._text.draw(canvas, left, top - self.PADDING, self._inner(width))

    def _inner(self, width: float) -> float:
        return width - self.BAR - 2 * self.PADDING
