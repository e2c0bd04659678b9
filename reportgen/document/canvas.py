"""The page's canvas: reportlab's, with what a report needs and without what it must not have."""

from typing import Any

from reportlab.pdfgen.canvas import Canvas

from reportgen.document.fonts import Fonts, missing_characters
from reportgen.document.lines import Line
from reportgen.layout import Colour


class ReportCanvas(Canvas):  # type: ignore[misc]
    """A canvas without reportlab's stray Helvetica, and with colours by role and lines of text.

    Every option that reportlab would take from its settings is given here.

    Attributes:
        missing: characters that were written and that no font could show.
    """

    def __init__(self, stream: Any, size: tuple[float, float], fonts: Fonts, language: str) -> None:
        super().__init__(
            stream,
            pagesize=size,
            pageCompression=0,  # the finishing pass compresses, once
            invariant=1,
            initialFontName=fonts.regular,
            pdfVersion=(1, 7),
            lang=language,
        )
        self._bookmarks = 0
        self.missing: set[str] = set()

    def drawString(self, x: float, y: float, text: str, **options: Any) -> None:  # noqa: N802 - reportlab's name
        for char in missing_characters(text, self._fontname):
            # The box for unknown characters has no meaning to be read aloud (PDF/UA-1, 7.21.8).
            text = text.replace(char, "?")
            self.missing.add(char)
        super().drawString(x, y, text, **options)

    def fill_with(self, colour: Colour) -> None:
        """Sets the colour of text and areas."""
        self.setFillColorRGB(*colour.rgb)

    def stroke_with(self, colour: Colour, width: float) -> None:
        """Sets the colour and width of lines."""
        self.setStrokeColorRGB(*colour.rgb)
        self.setLineWidth(width)

    def write(self, line: Line, x: float, baseline: float) -> None:
        """Writes a line of text from `x` on; links become clickable."""
        for run in line.runs:
            self.fill_with(run.colour)
            self.setFont(run.font, run.size)
            self.drawString(x, baseline, run.text)
            if run.href:
                box = (x, baseline - 0.25 * run.size, x + run.width, baseline + 0.75 * run.size)
                self.linkURL(run.href, box, relative=0, thickness=0)
            x += run.width

    def write_text(
        self, x: float, baseline: float, text: str, font: str, size: float, colour: Colour
    ) -> None:
        """Writes a short text in one style."""
        self.fill_with(colour)
        self.setFont(font, size)
        self.drawString(x, baseline, text)

    def bookmark(self, title: str, level: int, top: float) -> None:
        """Adds an entry to the outline that leads to `top` of this page; levels begin at 1."""
        self._bookmarks += 1
        key = f"heading-{self._bookmarks}"
        self.bookmarkHorizontalAbsolute(key, top)
        self.addOutlineEntry(title, key, level=level - 1)

    def rule(self, x0: float, x1: float, y: float, colour: Colour, width: float = 0.6) -> None:
        """Draws a horizontal rule."""
        self.stroke_with(colour, width)
        self.line(x0, y, x1, y)

    def area(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """Fills a rectangle whose lower left corner is at (x, y)."""
        self.fill_with(colour)
        self.rect(x, y, width, height, stroke=0, fill=1)
