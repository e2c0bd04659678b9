"""A chart as a flowable, and its parts where it goes on over pages."""

from copy import copy

from reportgen.document.blocks import Paragraph, ParagraphStyle
from reportgen.document.canvas import ReportCanvas
from reportgen.document.chart_renderer import draw_marks
from reportgen.document.flow import Flowable
from reportgen.document.paragraphs import Text
from reportgen.document.setting import Setting
from reportgen.document.structure import Element
from reportgen.model import Chart, Span

#: A chart is not split so that fewer rows stand alone on either page.
FEWEST_ROWS = 2


def caption_of(spans: tuple[Span, ...], setting: Setting, figure: Element) -> Text:
    """What stands below a chart, as a part of its figure."""
    paragraph = Paragraph(spans=spans, style=ParagraphStyle.MUTED)
    return Text(paragraph, setting, figure.add("Caption"))


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
        captions = self.element.kids.copy()
        with canvas.tagged(self.element):
            draw_marks(canvas, self.chart.marks, x, bottom)
        # What explains a picture follows it, although it was known before it was drawn.
        self.element.kids = [kid for kid in self.element.kids if kid not in captions] + captions


class _ChartPart(ChartPicture):
    """The first rows of a chart that goes on: a figure of its own, with a caption that says so.

    Only where it is drawn it becomes part of the structure: pages are tried before they are made.
    """

    def __init__(self, chart: Chart, setting: Setting, parent: Element, whole: Element) -> None:
        super().__init__(chart, setting, Element("Sect"))
        self._home, self._whole = parent, whole
        self._caption = caption_of(
            (Span(text=setting.layout.texts.charts.continues),), setting, self.element
        )

    def height_of_caption(self, width: float) -> float:
        """Height of the line below the rows, with the gap before it."""
        return self.after + self._caption.height(width)

    def height(self, width: float) -> float:
        return self.chart.height + self.height_of_caption(width)

    def draw(self, canvas: ReportCanvas, x: float, top: float, width: float) -> None:
        self._home.add_before(self._whole, self.element)
        super().draw(canvas, x, top, width)
        self._caption.draw(canvas, x, top - self.chart.height - self.after, width)
