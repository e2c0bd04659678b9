"""Running text as flowables: paragraphs, list items and headings, and how they go on over pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from reportgen.document.blocks import Heading, Paragraph, ParagraphStyle
from reportgen.document.canvas import ReportCanvas
from reportgen.document.flow import Flowable
from reportgen.document.fonts import ASCENT
from reportgen.document.lines import TextLine, TextRun, break_lines
from reportgen.document.setting import Setting
from reportgen.document.structure import Element
from reportgen.model import Span

#: A paragraph is not split so that fewer lines stand alone on either page.
FEWEST_LINES = 2


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
