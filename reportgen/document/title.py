"""The band at the head of the first page: photo or colour, project, city and subtitle."""

from io import BytesIO

from reportlab.lib.utils import ImageReader

from reportgen.document.blocks import TitleBand
from reportgen.document.canvas import ReportCanvas
from reportgen.document.fonts import CAPITAL, text_width
from reportgen.document.photo import load_photo
from reportgen.document.setting import Setting
from reportgen.document.structure import Element
from reportgen.errors import Problem
from reportgen.layout import POINTS_PER_MM

#: Below a photo the names stand on a strip of this height, in points.
STRIP = 96.0
#: The letters of the abbreviation take at most this part of the page's width.
LETTERS_PART = 0.42


class Band:
    """Draws the title across the whole width of the page; `height` is in points."""

    def __init__(self, block: TitleBand, setting: Setting, parent: Element) -> None:
        page = setting.layout.look.page
        self.block, self.setting = block, setting
        self.width, self.height = page.width * POINTS_PER_MM, page.band * POINTS_PER_MM
        self.problems: tuple[Problem, ...] = ()
        self._photo = None
        if block.photo:
            least = setting.layout.look.thresholds.photo_dpi
            self._photo, self.problems = load_photo(
                block.photo, self.width, self.height - STRIP, least
            )
        third = block.credit if self._photo else block.project
        self._elements = [parent.add(tag) for tag in (("H1", "P", "P") if third else ("H1", "P"))]

    def draw(self, canvas: ReportCanvas, top: float) -> None:
        """Draws the band with its upper edge at `top`."""
        setting, block = self.setting, self.block
        kind, colours, fonts = setting.type, setting.colours, setting.fonts
        left = setting.layout.look.page.left * POINTS_PER_MM
        right = self.width - setting.layout.look.page.right * POINTS_PER_MM
        bottom, paper = top - self.height, colours.text_on_band
        with canvas.artifact():
            self._draw_ground(canvas, top)
        canvas.bookmark(block.city, 1, top)
        size = kind.title
        size = min(size, size * (right - left) / text_width(block.city, fonts.bold, size))
        lines = [
            (left, bottom + 50, block.city, fonts.bold, size, paper),
            (left, bottom + 24, block.subtitle, fonts.regular, kind.subtitle, paper),
        ]
        if not self._photo:
            y = top - setting.layout.look.page.top * POINTS_PER_MM
            name = block.project.upper()
            lines.append((left, y, name, fonts.semibold, kind.small + 0.8, paper))
        elif block.credit:
            x = right - text_width(block.credit, fonts.regular, kind.small)
            lines.append((x, bottom - 12, block.credit, fonts.regular, kind.small, colours.muted))
        for line, element in zip(lines, self._elements, strict=True):
            with canvas.tagged(element):
                canvas.write_text(*line)

    def _draw_ground(self, canvas: ReportCanvas, top: float) -> None:
        bottom = top - self.height
        canvas.area(0, bottom, self.width, self.height, self.setting.colours.band)
        if self._photo:
            image = ImageReader(BytesIO(self._photo.jpeg))
            canvas.drawImage(image, 0, bottom + STRIP, self.width, self.height - STRIP)
        else:
            self._draw_colours(canvas, top)

    def _draw_colours(self, canvas: ReportCanvas, top: float) -> None:
        """A lighter field to the right, and the city's letters large within it."""
        colours, fonts = self.setting.colours, self.setting.fonts
        bottom, width = top - self.height, self.width
        field = canvas.beginPath()
        field.moveTo(0.62 * width, top)
        field.lineTo(width, top)
        field.lineTo(width, bottom)
        field.lineTo(0.47 * width, bottom)
        field.close()
        canvas.fill_with(colours.band_light)
        canvas.drawPath(field, stroke=0, fill=1)
        letters = self.block.letters
        size = min(
            0.86 * self.height / CAPITAL,
            LETTERS_PART * width / text_width(letters, fonts.bold, 1) if letters else 1,
        )
        x = width - 34 - text_width(letters, fonts.bold, size)
        baseline = bottom + (self.height - CAPITAL * size) / 2
        canvas.write_text(x, baseline, letters, fonts.bold, size, colours.band_letter)
