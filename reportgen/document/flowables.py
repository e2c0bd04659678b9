"""Blocks become flowables, which get a size and draw themselves; key figures and notes do so here.

Text, charts and tables have files of their own, and so has the way flowables are placed: `flow.py`.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import replace

from reportgen.document.blocks import (
    Block,
    BulletList,
    Columns,
    Heading,
    KeyFigures,
    Note,
    Paragraph,
    Part,
    Picture,
    TableBlock,
    Together,
)
from reportgen.document.canvas import ReportCanvas
from reportgen.document.chart_picture import ChartPicture, caption_of
from reportgen.document.flow import BalancedColumns, Flowable, Stack
from reportgen.document.fonts import ASCENT, text_width
from reportgen.document.lines import TextLine, break_lines
from reportgen.document.paragraphs import Bullet, HeadingLine, Text, TextLines
from reportgen.document.setting import Setting
from reportgen.document.structure import SQUARE_BULLETS, Element
from reportgen.document.tables import CellElements, TableOfFigures
from reportgen.model import Span


def flowables_of(block: Block, setting: Setting, parent: Element) -> list[Flowable]:
    """The flowables that show `block`, with elements for them below `parent`.

    A list becomes one flowable for each item, a chart one for the picture and one for its caption.
    """
    match block:
        case Part():
            flowables = _all(block.blocks, setting, parent.add("Sect"))
            flowables[0].starts_page = block.own_page
            return flowables
        case Heading():
            return [HeadingLine(block, setting, parent.add(f"H{block.level}"))]
        case Paragraph():
            tag = f"H{block.level}" if block.level else "P"
            return [Text(block, setting, parent.add(tag, language=block.language))]
        case BulletList():
            element = parent.add("L", SQUARE_BULLETS, block.language)
            return [Bullet(item, setting, element.add("LI")) for item in block.items]
        case KeyFigures():
            return [KeyFigureRow(block, setting, parent.add("L"))]
        case Picture():
            return _picture(block, setting, parent)
        case Note():
            element = parent.add("Note")
            element.identifier = f"note-{block.name}"
            return [NoteBox(block, setting, element)]
        case TableBlock():
            return [TableOfFigures(block, setting, CellElements.of(block, parent))]
        case Columns():
            return [BalancedColumns(_all(block.blocks, setting, parent))]
        case Together():
            return [Stack(_all(block.blocks, setting, parent), setting.text_height)]


def _all(blocks: Sequence[Block], setting: Setting, parent: Element) -> list[Flowable]:
    return [flowable for block in blocks for flowable in flowables_of(block, setting, parent)]


def _picture(picture: Picture, setting: Setting, parent: Element) -> list[Flowable]:
    drawing = ChartPicture(picture.chart, setting, parent)
    return [drawing, caption_of(picture.chart.caption, setting, drawing.element)]


class KeyFigureRow(Flowable):
    """Large numbers side by side between two rules, each with its label below.

    They stand in two rows, or below one another, where a number is too wide for its column. A long
    unit begins the label instead of going on beside the number.
    """

    before, after = 4.0, 14.0
    PADDING, GAP, LONGEST_UNIT = 9.0, 14.0, 6

    def __init__(self, block: KeyFigures, setting: Setting, element: Element) -> None:
        self.setting = setting
        self.figures = [self._parted(figure.figure, figure.label) for figure in block.figures]
        self._elements = [element.add("LI").add("LBody") for _ in block.figures]

    def height(self, width: float) -> float:
        return self.PADDING + sum(self._row_height(row) for row in self._rows(width))

    def draw(self, canvas: ReportCanvas, x: float, top: float, width: float) -> None:
        kind, colours, fonts = self.setting.type, self.setting.colours, self.setting.fonts
        bottom = top - self.height(width)
        with canvas.artifact():
            canvas.rule(x, x + width, top, colours.rule)
            canvas.rule(x, x + width, bottom, colours.rule)
        size, rows = kind.key_figure, self._rows(width)
        column = self._column(width, len(rows[0]))
        figures = iter(zip(self.figures, self._elements, strict=True))
        for row in rows:
            left = x
            for label in row:
                (figure, _), element = next(figures)
                baseline = top - self.PADDING - ASCENT * size
                with canvas.tagged(element):
                    canvas.write_text(left, baseline, f"{figure} ", fonts.bold, size, colours.city)
                baseline -= 0.4 * size + ASCENT * kind.small
                canvas.write_lines(label, left, baseline, 1.3 * kind.small, element)
                left += column + self.GAP
            top -= self._row_height(row)

    def _parted(self, figure: str, label: str) -> tuple[str, str]:
        """What is set large, and what stands below it."""
        number, *unit = figure.split(maxsplit=1)
        if unit and len(unit[0]) > self.LONGEST_UNIT and any(map(str.isdigit, number)):
            return number, f"{unit[0]}; {label}"
        return figure, label

    def _row_height(self, row: Sequence[Sequence[TextLine]]) -> float:
        kind = self.setting.type
        return self.PADDING + 1.15 * kind.key_figure + 1.3 * kind.small * max(map(len, row))

    def _column(self, width: float, count: int) -> float:
        return (width - (count - 1) * self.GAP) / count

    def _rows(self, width: float) -> list[list[tuple[TextLine, ...]]]:
        """The labels of each row, broken into lines."""
        kind, font, count = self.setting.type, self.setting.fonts.bold, len(self.figures)
        widest = max(text_width(figure, font, kind.key_figure) for figure, _ in self.figures)
        while count > 1 and widest > self._column(width, count):
            count = (count + 1) // 2
        labels = [self._label(label, self._column(width, count)) for _, label in self.figures]
        return [labels[start : start + count] for start in range(0, len(labels), count)]

    def _label(self, text: str, width: float) -> tuple[TextLine, ...]:
        setting = self.setting
        runs = setting.runs([Span(text=text)], setting.type.small, setting.colours.muted)
        words = runs[0].text.split(" ")
        # Narrow columns of few words read better unbroken.
        fits = all(replace(runs[0], text=word).width <= width for word in words)
        return break_lines(runs, width, "" if fits else setting.hyphenation)


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
