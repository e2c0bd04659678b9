"""The band at the head of the first page: photo or colour, project, city and subtitle."""

from reportgen.document.blocks import TitleBand
from reportgen.document.canvas import ReportCanvas
from reportgen.document.fonts import CAPITAL, text_width
from reportgen.document.photo import load_photo
from reportgen.document.setting import Setting
from reportgen.document.structure import Element
from reportgen.errors import Problem
from reportgen.layout.appearance import POINTS_PER_MM

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
            look = setting.layout.look
            bleed = look.press.bleed * POINTS_PER_MM
            # In print it runs into the bleed; what is fine enough there is so everywhere.
            self._photo, self.problems = load_photo(
                block.photo,
                block.photo_focus,
                self.width + 2 * bleed,
                self.height - STRIP + bleed,
                look.thresholds.photo_dpi,
            )
        third = block.credit if self._photo else block.project
        self._elements = [parent.add(tag) for tag in (("H1", "P", "P") if third else ("H1", "P"))]
        if third:
            self._elements[-1].language = block.language

    def draw(self, canvas: ReportCanvas, top: float) -> None:
        """Draws the band with its upper edge at `top`."""
        setting, block = self.setting, self.block
        kind, colours, fonts = setting.type, setting.colours, setting.fonts
        right = self.width - setting.layout.look.page.right * POINTS_PER_MM
        bottom, page = top - self.height, setting.layout.look.page
        with canvas.artifact():
            self._draw_ground(canvas, top)
        canvas.bookmark(block.city, 1, top)
        city, subtitle, *third = self._elements
        with canvas.tagged(city):
            self._write(canvas, bottom + 50, block.city, fonts.bold, kind.title)
        with canvas.tagged(subtitle):
            self._write(canvas, bottom + 24, block.subtitle, fonts.regular, kind.subtitle)
        for element in third:
            # Capitals are for the eye: a voice may spell them, and they know no ß.
            with canvas.tagged(element, spoken="" if self._photo else block.project):
                if self._photo:
                    x = right - text_width(block.credit, fonts.regular, kind.small)
                    y, colour = bottom - 12, colours.muted
                    canvas.write_text(x, y, block.credit, fonts.regular, kind.small, colour)
                else:
                    y, name = top - page.top * POINTS_PER_MM, block.project.upper()
                    self._write(canvas, y, name, fonts.semibold, kind.small + 0.8)

    def _draw_ground(self, canvas: ReportCanvas, top: float) -> None:
        bottom, bleed = top - self.height, canvas.bleed
        left, width = 0 - bleed, self.width + 2 * bleed
        canvas.area(left, bottom, width, self.height + bleed, self.setting.colours.band)
        if self._photo:
            height = self.height - STRIP + bleed
            canvas.place_photo(self._photo, left, bottom + STRIP, width, height)
        else:
            self._draw_colours(canvas, top)

    def _write(
        self, canvas: ReportCanvas, baseline: float, text: str, font: str, size: float
    ) -> None:
        """Writes a line from the left margin; what would leave the right one is set smaller."""
        page = self.setting.layout.look.page
        size *= page.text_width / max(page.text_width, text_width(text, font, size))
        left = page.left * POINTS_PER_MM
        canvas.write_text(left, baseline, text, font, size, self.setting.colours.text_on_band)

    def _draw_colours(self, canvas: ReportCanvas, top: float) -> None:
        """A lighter field to the right, and the city's letters large within it."""
        colours, fonts = self.setting.colours, self.setting.fonts
        bottom, width = top - self.height, self.width
        upper, right = top + canvas.bleed, width + canvas.bleed
        slant = 0.15 * width / self.height
        field = canvas.beginPath()
        field.moveTo(0.62 * width + canvas.bleed * slant, upper)
        field.lineTo(right, upper)
        field.lineTo(right, bottom)
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
