"""Running text as flowables: paragraphs, list items and headings, and how they go on over pages."""

from collections.abc import Sequence
from typing import ClassVar

from msgspec import Struct

from reportgen.document.blocks import Heading, HeadingStyle, Paragraph, ParagraphStyle
from reportgen.document.canvas import ReportCanvas
from reportgen.document.flow import Flowable
from reportgen.document.fonts import ASCENT
from reportgen.document.lines import TextLine, TextRun, break_lines
from reportgen.document.setting import Setting
from reportgen.document.structure import Element
from reportgen.model import Span

#: Leading of the smallest type, which stands in narrow columns.
SMALL_LEADING = 1.27

#: A paragraph is not split so that fewer lines stand alone on either page.
FEWEST_LINES = 2


class TextLines(Flowable):
    """Broken lines of one leading: what paragraphs and list items have in common.

    `label` is that of a list item, a square beside the first line; `wide` lines are as long as
    their column, not as the layout's measure.
    """

    SIDE: ClassVar = 4.2

    def __init__(
        self,
        runs: tuple[TextRun, ...],
        setting: Setting,
        element: Element,
        indent: float = 0.0,
        label: Element | None = None,
        *,
        wide: bool = False,
    ) -> None:
        self.setting, self.element, self.indent, self.label = setting, element, indent, label
        self._wide = wide
        self.size = max((run.size for run in runs), default=setting.type.body)
        small = self.size <= setting.type.small
        self.leading = (SMALL_LEADING if small else setting.type.leading) * self.size
        self._runs = runs
        self._broken: tuple[float, tuple[TextLine, ...]] | None = None

    def lines(self, width: float) -> tuple[TextLine, ...]:
        """The text broken for a column of `width` points, indent included."""
        if self._broken is None or self._broken[0] != width:
            kind, measure = self.setting.type, width - self.indent
            if self.size >= kind.table and not self._wide:
                measure = min(measure, kind.measure * self.size)
            rules = self.setting.hyphenation_of(self.element.language)
            self._broken = (width, break_lines(self._runs, measure, rules))
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


class _TextStyle(Struct, frozen=True):
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
            ParagraphStyle.COMPACT: _TextStyle(kind.table, 2, 4),
            ParagraphStyle.SMALL: _TextStyle(kind.small, 2, 3),
            ParagraphStyle.MUTED: _TextStyle(kind.small, 2, 2, muted=True),
        }[paragraph.style]
        colour = setting.colours.muted if style.muted else setting.colours.ink
        runs = setting.runs(paragraph.spans, style.size, colour)
        super().__init__(runs, setting, element, wide=paragraph.is_wide)
        self.before, self.after, self.holds_next = style.before, style.after, paragraph.holds_next
        self._paragraph = paragraph

    def draw(self, canvas: ReportCanvas, x: float, top: float, width: float) -> None:
        if self._paragraph.level:
            title = "".join(span.text for span in self._paragraph.spans)
            canvas.bookmark(self.element, title, self._paragraph.level, top)
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

    before, after = 1.0, 3.0

    def __init__(
        self, spans: Sequence[Span], style: ParagraphStyle, setting: Setting, element: Element
    ) -> None:
        compact = style is ParagraphStyle.COMPACT
        size = setting.type.table if compact else setting.type.body
        runs = setting.runs(spans, size, setting.colours.ink)
        label = element.add("Lbl")
        super().__init__(runs, setting, element.add("LBody"), indent=13, label=label)

    def split(
        self, width: float, available: float, *, forced: bool = False
    ) -> tuple[TextLines, TextLines] | None:
        return super().split(width, available) if forced else None


class NumberedNote(TextLines):
    """A note with its number in the column before it."""

    before, after, INDENT = 1.0, 2.5, 13.0

    def __init__(
        self, number: int, spans: Sequence[Span], setting: Setting, element: Element
    ) -> None:
        self._number = TextRun(
            text=f"{number} ",
            font=setting.fonts.semibold,
            size=setting.type.small,
            colour=setting.colours.city,
        )
        self._label = element.add("Lbl")
        runs = setting.runs(spans, setting.type.small, setting.colours.muted)
        super().__init__(runs, setting, element.add("LBody"), indent=self.INDENT)

    def split(
        self,
        width: float,  # noqa: ARG002
        available: float,  # noqa: ARG002
        *,
        forced: bool = False,  # noqa: ARG002
    ) -> None:
        return None

    def draw(self, canvas: ReportCanvas, x: float, top: float, width: float) -> None:
        baseline = top - (self.leading - self.size) / 2 - ASCENT * self.size
        canvas.write_lines((TextLine((self._number,)),), x, baseline, 0, self._label)
        super().draw(canvas, x, top, width)


class HeadingLine(Flowable):
    """A heading, with its topic above it or its aside behind it; it becomes a bookmark."""

    holds_next = True
    LEADING, TOPIC_GAP = 1.2, 2.0

    def __init__(
        self, heading: Heading, setting: Setting, element: Element, topic: Element | None = None
    ) -> None:
        """Begins without a size.

        Args:
            heading: what it says.
            setting: the layout with its fonts.
            element: of the heading.
            topic: of the line above it; read after the heading, which is the message.
        """
        self.heading, self.setting, self.element, self._topic_element = (
            heading,
            setting,
            element,
            topic,
        )
        kind, fonts, colours = setting.type, setting.fonts, setting.colours
        small = heading.level > 2 or heading.style is HeadingStyle.QUIET
        sizes = {HeadingStyle.HEADLINE: kind.headline, HeadingStyle.MESSAGE: kind.heading}
        self._size = kind.subheading if small else sizes[heading.style]
        self.before, self.after = (9.0, 3.0) if small else (16.0, 4.0)
        aside = "" if heading.topic else heading.aside
        text = f"{heading.text} " if aside else heading.text
        self._broken: tuple[float, tuple[TextLine, ...]] | None = None
        self._runs = (
            TextRun(text=text, font=fonts.bold, size=self._size, colour=colours.heading),
            TextRun(text=aside, font=fonts.light, size=kind.lead, colour=colours.muted),
        )
        text = f"{heading.topic}  " if heading.aside else heading.topic
        self._topic = (
            TextRun(text=text, font=fonts.semibold, size=kind.table, colour=colours.city),
            TextRun(text=heading.aside, font=fonts.regular, size=kind.table, colour=colours.muted),
        )

    def height(self, width: float) -> float:
        return self._topic_height(width) + self.LEADING * self._size * len(self._lines(width))

    def draw(self, canvas: ReportCanvas, x: float, top: float, width: float) -> None:
        canvas.bookmark(self.element, self.heading.text, self.heading.level, top)
        lines, leading = self._lines(width), self.LEADING * self._size
        y = top - self._topic_height(width)
        baseline = y - (self.LEADING - 1) / 2 * self._size - ASCENT * self._size
        canvas.write_lines(lines, x, baseline, leading, self.element)
        if self._topic_element:
            size = self.setting.type.table
            baseline = top - (self.LEADING - 1) / 2 * size - ASCENT * size
            leading = self.LEADING * size
            canvas.write_lines(self._topic_lines(width), x, baseline, leading, self._topic_element)

    def _lines(self, width: float) -> tuple[TextLine, ...]:
        if self._broken is None or self._broken[0] != width:
            rules = self.setting.hyphenation
            self._broken = (width, break_lines(self._runs, width, rules, whole_words=True))
        return self._broken[1]

    def _topic_lines(self, width: float) -> tuple[TextLine, ...]:
        return break_lines(self._topic, width, self.setting.hyphenation)

    def _topic_height(self, width: float) -> float:
        if not self._topic_element:
            return 0.0
        size = self.setting.type.table
        return self.LEADING * size * len(self._topic_lines(width)) + self.TOPIC_GAP
