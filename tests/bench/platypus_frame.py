"""What `platypus_peer.py` sets stories with: paragraphs, the title band, running feet."""

from pathlib import Path
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

ROOT = Path(__file__).parents[2]
MM = 72 / 25.4
WIDTH, HEIGHT, MARGIN = 210 * MM, 297 * MM, 20 * MM


class Page:
    """Sizes and colours of a report, and paragraphs in them."""

    def __init__(self, content: dict[str, Any]) -> None:
        self._content = content
        self._sizes = content["look"]["type"]
        self._colours = {k: HexColor(v) for k, v in content["look"]["colours"].items()}

    def _text(
        self,
        markup: str,
        size: float,
        before: float = 0.0,
        after: float = 0.0,
        colour: str = "ink",
        weight: int = 400,
        leading: float | None = None,
        align: int = 0,
        indent: float = 0.0,
    ) -> Paragraph:
        factor = leading or (1.27 if size <= self._sizes["small"] else self._sizes["leading"])
        style = ParagraphStyle(
            "",
            fontName=f"Sans{weight}",
            fontSize=size,
            leading=factor * size,
            spaceBefore=before,
            spaceAfter=after,
            textColor=self._colours[colour],
            alignment=align,
            rightIndent=indent,
        )
        return Paragraph(markup, style)


class NumberedCanvas(Canvas):
    """Draws the foot when the number of pages is known: the usual recipe."""

    foot = ""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - the interface's name
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self._pages, start=1):
            self.__dict__.update(page)
            self.setFont("Sans400", 8)
            self.setFillColor(HexColor("#55616b"))
            self.drawString(MARGIN, 12 * MM, self.foot)
            words = f"Seite {number} von {len(self._pages)}"
            self.drawRightString(WIDTH - MARGIN, 12 * MM, words)
            super().showPage()
        super().save()


def draw_band(content: dict[str, Any], canvas: Canvas, _: object) -> None:
    """Draws the head of the first page: a photo or coloured fields, with the names."""
    band, height, sizes = content["band"], content["band_height"], content["look"]["type"]
    colours = {role: HexColor(value) for role, value in content["look"]["colours"].items()}
    bottom = HEIGHT - height
    canvas.setFillColor(colours["band"])
    canvas.rect(0, bottom, WIDTH, height, stroke=0, fill=1)
    if "photo" in band:
        path = canvas.beginPath()
        path.rect(0, bottom + 76, WIDTH, height - 76)
        canvas.saveState()
        canvas.clipPath(path, stroke=0)
        photo = ImageReader(str(ROOT / band["photo"][1:]))
        across, up = photo.getSize()
        tall = WIDTH * up / across
        canvas.drawImage(photo, 0, bottom + 76 - (tall - height + 76) / 2, WIDTH, tall)
        canvas.restoreState()
    else:
        path = canvas.beginPath()
        path.moveTo(0.62 * WIDTH, HEIGHT)
        for x, y in ((WIDTH, HEIGHT), (WIDTH, bottom), (0.47 * WIDTH, bottom)):
            path.lineTo(x, y)
        path.close()
        canvas.setFillColor(colours["band_light"])
        canvas.drawPath(path, stroke=0, fill=1)
        size = min(
            0.86 * height / 0.66,
            0.42 * WIDTH / canvas.stringWidth(band["letters"], "Sans700", 1),
        )
        canvas.setFillColor(colours["band_letter"])
        canvas.setFont("Sans700", size)
        canvas.drawRightString(WIDTH - 34, bottom + (height - 0.66 * size) / 2, band["letters"])
    canvas.setFillColor(colours["text_on_band"])
    canvas.setFont("Sans700", sizes["title"])
    canvas.drawString(MARGIN, bottom + 39, band["city"])
    canvas.setFont("Sans400", sizes["subtitle"])
    canvas.drawString(MARGIN, bottom + 18, band["subtitle"])
    if "photo" not in band:
        canvas.setFont("Sans600", 8.8)
        canvas.drawString(MARGIN, HEIGHT - MARGIN, band["project"].upper())
    elif "credit" in band:
        canvas.setFont("Sans400", 8)
        canvas.setFillColor(colours["muted"])
        canvas.drawRightString(WIDTH - MARGIN, bottom - 12, band["credit"])
