"""Blocks become flowables, which get a size and draw themselves; notes do so here.

Text, charts and tables have files of their own, and so has the way flowables are placed: `flow.py`.
"""

from collections.abc import Sequence
from copy import copy
from functools import partial

from reportgen.document.blocks import (
    Beside,
    Block,
    BulletList,
    Columns,
    Comment,
    ContactBox,
    Heading,
    LabelledList,
    Logo,
    Note,
    NumberedList,
    Paragraph,
    ParagraphStyle,
    Part,
    Picture,
    Sidebar,
    TableBlock,
    Tiles,
    Together,
)
from reportgen.document.canvas import ReportCanvas
from reportgen.document.chart_picture import ChartPicture, caption_of
from reportgen.document.flow import BalancedColumns, Flowable, Stack, fill
from reportgen.document.own_blocks import ContactBoxFrame, LogoPicture
from reportgen.document.paragraphs import Bullet, HeadingLine, NumberedNote, Text, TextLines
from reportgen.document.setting import Setting
from reportgen.document.side_by_side import BesideOneAnother, WithSidebar
from reportgen.document.structure import DESCRIBED, NUMBERED, SQUARE_BULLETS, Element
from reportgen.document.tables import CellElements, TableOfFigures
from reportgen.document.title_page import LabelledRows, TileRow
from reportgen.model import Span
from reportgen.photo import load_photo


def flowables_of(block: Block, setting: Setting, parent: Element) -> list[Flowable]:
    """The flowables that show `block`, with elements for them below `parent`.

    A list becomes one flowable for each item, a chart one for the picture and one for its caption.
    """
    match block:
        case Part() | Columns() | Together() | Beside() | Sidebar() | Comment():
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
        case ContactBox():
            return [ContactBoxFrame(block, setting, parent)]
        case Tiles():
            return [TileRow(block, setting, parent.add("L"))]
        case LabelledList():
            return [LabelledRows(block, setting, parent.add("L", DESCRIBED))]
        case Logo():
            return _logo(block, setting, parent)
        case Picture():
            return _picture(block, setting, parent)
        case Note():
            return [NoteBox(block, setting, parent.add("P"))]
        case TableBlock():
            return [TableOfFigures(block, setting, CellElements.of(block, parent))]


def _containing(
    block: Part | Columns | Together | Beside | Sidebar | Comment, setting: Setting, parent: Element
) -> list[Flowable]:
    """The flowables of a block that holds others."""
    match block:
        case Part():
            section = parent.add("Sect")
            flowables = _all(block.blocks, setting, section)
            if block.is_optional:
                flowables = [Stack(flowables)]
                flowables[0].leave_out = partial(parent.kids.remove, section)
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
        case Comment():
            return [CommentBox(block, setting, parent)]
        case Sidebar():
            main = _all(block.blocks, setting, parent)
            return [WithSidebar(main, _all(block.side, setting, parent), setting)]


def _all(blocks: Sequence[Block], setting: Setting, parent: Element) -> list[Flowable]:
    return [flowable for block in blocks for flowable in flowables_of(block, setting, parent)]


def _logo(logo: Logo, setting: Setting, parent: Element) -> list[Flowable]:
    """The image, if it can be read; what is wrong with it, the layout has told."""
    photo, _ = load_photo(logo.file, (0.5, 0.5), logo.width, logo.width, 0)
    return [LogoPicture(logo, photo, setting, parent)] if photo else []


def _picture(picture: Picture, setting: Setting, parent: Element) -> list[Flowable]:
    drawing = ChartPicture(picture.chart, setting, parent)
    chart = picture.chart
    spans = (Span(text=f"{chart.caption} "), *chart.source) if chart.caption else chart.source
    return [drawing, caption_of(spans, setting, drawing.element)]


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


class CommentBox(Flowable):
    """What an office says, with its label, beside a bar; divided only where no page holds it."""

    before, after = 6.0, 4.0
    PADDING, BAR = 6.0, 2.5

    def __init__(self, comment: Comment, setting: Setting, parent: Element) -> None:
        label = Paragraph(
            spans=(Span(text=comment.label, strong=True),),
            style=ParagraphStyle.SMALL,
            holds_next=True,
        )
        self.setting = setting
        self._flowables = _all((label, *comment.blocks), setting, parent.add("Sect"))

    def height(self, width: float) -> float:
        return Stack(self._flowables).height(width - self.BAR - 2 * self.PADDING)

    def split(
        self, width: float, available: float, *, forced: bool = False
    ) -> tuple[Flowable, Flowable] | None:
        inner = width - self.BAR - 2 * self.PADDING
        placed, rest = fill(self._flowables, inner, available)
        if not forced or not placed or not rest:
            return None
        first, second = copy(self), copy(self)
        first._flowables, second._flowables = [item.flowable for item in placed], rest
        return first, second

    def draw(self, canvas: ReportCanvas, x: float, top: float, width: float) -> None:
        height = self.height(width)
        with canvas.artifact():
            canvas.area(x, top - height, self.BAR, height, self.setting.colours.city)
        left = x + self.BAR + self.PADDING
        Stack(self._flowables).draw(canvas, left, top, width - self.BAR - 2 * self.PADDING)
