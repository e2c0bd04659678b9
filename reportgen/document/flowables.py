"""Blocks of text get a size and draw themselves: headings, paragraphs, lists, notes, pictures.

Tables have a file of their own, and so has the way flowables are placed (`flow.py`).
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import ClassVar

from reportgen.document.blocks import (
    Block,
    BulletList,
    Columns,
    Heading,
    KeyFigures,
    Note,
    Paragraph,
    ParagraphStyle,
    Part,
    Picture,
    TableBlock,
    Together,
)
from reportgen.document.canvas import ReportCanvas
from reportgen.document.chart_renderer import draw_figure
from reportgen.document.flow import BalancedColumns, Flowable, Stack
from reportgen.document.fonts import ASCENT, text_width
from reportgen.document.lines import TextLine, TextRun, break_lines
from reportgen.document.setting import Setting
from reportgen.document.structure import SQUARE_BULLETS, Element
from reportgen.document.tables import CellElements, TableOfFigures
from reportgen.model import Chart, Span

#: A paragraph is not split so that fewer lines stand alone on either page.
FEWEST_LINES = 2
#: Nor is a chart split so that fewer rows do.
FEWEST_ROWS = 2


def flowables_of(block: Block, setting: Setting, parent: Element) -> list[Flowable]:
    """The flowables that show `block`, with elements for them below `parent`.

    A list becomes one flowable for each item, a chart one for the picture and one for its caption.
    """
    match block:
        case Part():
            return _all(block.blocks, setting, parent.add("Sect"))
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
    return [drawing, _caption(picture.chart.caption, setting, drawing.element)]


def _caption(text: str, setting: Setting, figure: Element) -> "Text":
    paragraph = Paragraph(spans=(Span(text=text),), style=ParagraphStyle.MUTED)
    return Text(paragraph, setting, figure.add("Caption"))


class TextLines(Flowable):
    """Broken lines of one leading: what paragraphs and list items have in common.

    `label` is that of a list item, a square beside the first line.
    """

    SIDE: ClassVar = 4.2

    def __init__(
        self,
        runs: tuple[TextRun, ...],
        setting: Setting,
        element: Element,
        indent: float = 0.0,
        label: Element | None = None,
    ) -> None:
        self.setting, self.element, self.indent, self.label = setting, element, indent, label
        self.size = max((run.size for run in runs), default=setting.type.body)
        self.leading = setting.type.leading * self.size
        self._runs = runs
        self._broken: tuple[float, tuple[TextLine, ...]] | None = None

    def lines(self, width: float) -> tuple[TextLine, ...]:
        """The text broken for a column of `width` points, indent included."""
        if self._broken is None or self._broken[0] != width:
            kind, measure = self.setting.type, width - self.indent
            if self.size >= kind.body:
                measure = min(measure, kind.measure * self.size)
            self._broken = (width, break_lines(self._runs, measure, self.setting.hyphenation))
        return self._broken[1]

    def height(self, width: float) -> float:
        return self.leading * len(self.lines(width))

    def split(
        self,
        width: float,
        available: float,
        *,
        forced: bool = False,  # noqa: ARG002
    ) -> "tuple[TextLines, TextLines] | None":
        lines = self.lines(width)
        fitting = min(int(available // self.leading), len(lines) - FEWEST_LINES)
        if fitting < FEWEST_LINES:
            return None
        return _SplitText(self, lines[:fitting], head=True), _SplitText(self, lines[fitting:])

    def draw(self, canvas: ReportCanvas, x: float, top: float, width: float) -> None:
        if self.label:
            middle = top - self.leading / 2
            with canvas.tagged(self.label, spoken="•"):
                colour = self.setting.colours.mean
                canvas.area(x, middle - self.SIDE / 2, self.SIDE, self.SIDE, colour)
        baseline = top - (self.leading - self.size) / 2 - ASCENT * self.size
        lines = self.lines(width)
        canvas.write_lines(lines, x + self.indent, baseline, self.leading, self.element)


@dataclass(frozen=True, slots=True)
class _TextStyle:
    size: float
    before: float
    after: float
    muted: bool = False


class Text(TextLines):
    """A paragraph; it may break over two pages."""

    def __init__(self, paragraph: Paragraph, setting: Setting, element: Element) -> None:
        kind = setting.type
        style = {
            ParagraphStyle.LEAD: _TextStyle(kind.lead, 3, 5),
            ParagraphStyle.BODY: _TextStyle(kind.body, 3, 6),
            ParagraphStyle.SMALL: _TextStyle(kind.small, 2, 3),
            ParagraphStyle.MUTED: _TextStyle(kind.small, 2, 2, muted=True),
        }[paragraph.style]
        colour = setting.colours.muted if style.muted else setting.colours.ink
        super().__init__(setting.runs(paragraph.spans, style.size, colour), setting, element)
        self.before, self.after, self.holds_next = style.before, style.after, paragraph.holds_next
        self._paragraph = paragraph

    def draw(self, canvas: ReportCanvas, x: float, top: float, width: float) -> None:
        if self._paragraph.level:
            title = "".join(span.text for span in self._paragraph.spans)
            canvas.bookmark(title, self._paragraph.level, top)
        super().draw(canvas, x, top, width)


class _SplitText(TextLines):
    """Some lines of a paragraph or list item that breaks over pages; its head has the label."""

    def __init__(
        self, whole: TextLines, lines: tuple[TextLine, ...], *, head: bool = False
    ) -> None:
        label = whole.label if head else None
        super().__init__((), whole.setting, whole.element, whole.indent, label)
        self.size, self.leading = whole.size, whole.leading
        self.before, self.after = (whole.before, 0.0) if head else (0.0, whole.after)
        self._lines = lines

    def lines(self, width: float) -> tuple[TextLine, ...]:  # noqa: ARG002 - they are broken already
        return self._lines


class Bullet(TextLines):
    """An item of a list, with a square for its label; it is divided only where no page holds it."""

    before, after = 2.0, 4.0

    def __init__(self, spans: Sequence[Span], setting: Setting, element: Element) -> None:
        runs = setting.runs(spans, setting.type.body, setting.colours.ink)
        label = element.add("Lbl")
        super().__init__(runs, setting, element.add("LBody"), indent=13, label=label)

    def split(
        self, width: float, available: float, *, forced: bool = False
    ) -> tuple[TextLines, TextLines] | None:
        return super().split(width, available) if forced else None


class HeadingLine(Flowable):
    """A heading with its aside; it becomes a bookmark."""

    holds_next = True
    LEADING = 1.2

    def __init__(self, heading: Heading, setting: Setting, element: Element) -> None:
        self.heading, self.setting, self.element = heading, setting, element
        kind, fonts, colours = setting.type, setting.fonts, setting.colours
        loud = heading.level == 2 and not heading.quiet
        self._size = kind.heading if loud else kind.subheading
        self.before, self.after = (18.0, 3.0) if loud else (12.0, 3.0)
        text = f"{heading.text} " if heading.aside else heading.text
        self._runs = (
            TextRun(text=text, font=fonts.bold, size=self._size, colour=colours.heading),
            TextRun(text=heading.aside, font=fonts.light, size=kind.lead, colour=colours.muted),
        )

    def height(self, width: float) -> float:
        return self.LEADING * self._size * len(self._lines(width))

    def draw(self, canvas: ReportCanvas, x: float, top: float, width: float) -> None:
        canvas.bookmark(self.heading.text, self.heading.level, top)
        baseline = top - (self.LEADING - 1) / 2 * self._size - ASCENT * self._size
        leading = self.LEADING * self._size
        canvas.write_lines(self._lines(width), x, baseline, leading, self.element)

    def _lines(self, width: float) -> tuple[TextLine, ...]:
        return break_lines(self._runs, width, self.setting.hyphenation)


class KeyFigureRow(Flowable):
    """Large numbers side by side between two rules, each with its label below.

    They stand in two rows, or below one another, where a number is too wide for its column.
    """

    before, after = 4.0, 14.0
    PADDING, GAP = 9.0, 14.0

    def __init__(self, block: KeyFigures, setting: Setting, element: Element) -> None:
        self.setting, self.figures = setting, block.figures
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
                figure, element = next(figures)
                baseline = top - self.PADDING - ASCENT * size
                with canvas.tagged(element):
                    canvas.write_text(
                        left, baseline, f"{figure.figure} ", fonts.bold, size, colours.city
                    )
                baseline -= 0.4 * size + ASCENT * kind.small
                canvas.write_lines(label, left, baseline, 1.3 * kind.small, element)
                left += column + self.GAP
            top -= self._row_height(row)

    def _row_height(self, row: Sequence[Sequence[TextLine]]) -> float:
        kind = self.setting.type
        return self.PADDING + 1.15 * kind.key_figure + 1.3 * kind.small * max(map(len, row))

    def _column(self, width: float, count: int) -> float:
        return (width - (count - 1) * self.GAP) / count

    def _rows(self, width: float) -> list[list[tuple[TextLine, ...]]]:
        """The labels of each row, broken into lines."""
        kind, font, count = self.setting.type, self.setting.fonts.bold, len(self.figures)
        widest = max(text_width(f.figure, font, kind.key_figure) for f in self.figures)
        while count > 1 and widest > self._column(width, count):
            count = (count + 1) // 2
        labels = [self._label(figure.label, self._column(width, count)) for figure in self.figures]
        return [labels[start : start + count] for start in range(0, len(labels), count)]

    def _label(self, text: str, width: float) -> tuple[TextLine, ...]:
        setting = self.setting
        runs = setting.runs([Span(text=text)], setting.type.small, setting.colours.muted)
        words = runs[0].text.split(" ")
        # Narrow columns of few words read better unbroken.
        fits = all(replace(runs[0], text=word).width <= width for word in words)
        return break_lines(runs, width, "" if fits else setting.hyphenation)


class ChartPicture(Flowable):
    """A chart drawn at its own size; it may break between rows, and then repeats its heads."""

    before, after = 4.0, 6.0
    has_rows = True

    def __init__(self, chart: Chart, setting: Setting, parent: Element) -> None:
        self.chart, self._setting, self._parent = chart, setting, parent
        self.element = parent.add("Figure")
        self.element.alt = chart.alt_text

    def height(self, width: float) -> float:  # noqa: ARG002 - a chart has its own size
        return self.chart.height

    def split(
        self,
        width: float,
        available: float,
        *,
        forced: bool = False,  # noqa: ARG002
    ) -> tuple[Flowable, Flowable] | None:
        rows = len(self.chart.part_heights)
        first = _ChartPart(self.chart, self._setting, self._parent, self.element)
        room = available - first.height_of_caption(width)
        fitting = sum(height <= room for height in self.chart.part_heights[:-FEWEST_ROWS])
        if fitting < FEWEST_ROWS:
            return None
        first.chart, rest = self.chart.part(0, fitting), copy(self)
        rest.chart = self.chart.part(fitting, rows)
        return first, rest

    def draw(self, canvas: ReportCanvas, x: float, top: float, width: float) -> None:  # noqa: ARG002
        bottom = top - self.chart.height
        self.element.alt = self.chart.alt_text
        self.element.box = (x, bottom, x + self.chart.width, top)
        with canvas.tagged(self.element):
            draw_figure(canvas, self.chart.figure, x, bottom)


class _ChartPart(ChartPicture):
    """The first rows of a chart that goes on: a figure of its own, with a caption that says so.

    Only where it is drawn it becomes part of the structure: pages are tried before they are made.
    """

    def __init__(self, chart: Chart, setting: Setting, parent: Element, whole: Element) -> None:
        super().__init__(chart, setting, Element("Sect"))
        self._home, self._whole = parent, whole
        self._caption = _caption(setting.layout.texts.charts.continues, setting, self.element)

    def height_of_caption(self, width: float) -> float:
        """Height of the line below the rows, with the gap before it."""
        return self.after + self._caption.height(width)

    def height(self, width: float) -> float:
        return self.chart.height + self.height_of_caption(width)

    def draw(self, canvas: ReportCanvas, x: float, top: float, width: float) -> None:
        self._home.add_before(self._whole, self.element)
        super().draw(canvas, x, top, width)
        self._caption.draw(canvas, x, top - self.chart.height - self.after, width)


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
