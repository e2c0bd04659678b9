"""The band at the head of the first page: photo or colour, project, city and subtitle."""

from collections.abc import Iterator

from reportgen.document.blocks import TitleBand
from reportgen.document.canvas import ReportCanvas
from reportgen.document.fonts import CAPITAL, text_width
from reportgen.document.lines import TextLine, TextRun, break_lines
from reportgen.document.setting import Setting
from reportgen.document.structure import Element
from reportgen.errors import Problem
from reportgen.layout.appearance import POINTS_PER_MM, Colour
from reportgen.layout.press_limits import CLEAR_OF_TRIM
from reportgen.photo import load_photo

#: Below a photo the names stand on a strip of this height, in points.
STRIP = 76.0
#: The letters of the abbreviation take at most this part of the page's width, and their capitals
#: this part of the band's height; round ones reach beyond a capital by this part of the size.
LETTERS_PART, CAPITALS_PART, OVERSHOOT = 0.42, 0.86, 0.03


#: Without a portrait on its page, the band is taller by this factor.
ALONE = 1.45

#: Distance of the baselines of subtitle and city from the band's lower edge, in points.
SUBTITLE, CITY = 18.0, 39.0
#: Between the lines of one text, as a factor of its size.
LEADING = 1.15
#: A text that would need more than a line is first set smaller: down to this part of its size, but
#: not below so many points.
SMALLEST, LEAST_SIZE = 0.75, 8.0


class _Lines:
    """Lines of text from the left margin."""

    def __init__(self, text: str, font: str, size: float, setting: Setting, colour: Colour) -> None:
        width = setting.layout.look.page.text_width
        smaller = max(size * SMALLEST, min(size, LEAST_SIZE))
        size = max(min(size, size * width / max(text_width(text, font, size), 1)), smaller)
        run = TextRun(text=text, font=font, size=size, colour=colour)
        # A word stands whole where there is a line that can hold it.
        whole = all(text_width(word, font, size) <= width for word in text.split(" "))
        self.size, self.leading = size, LEADING * size
        # A hundredth of a point more, so that rounding does not break what was made to fit.
        self.lines = break_lines([run], width + 0.01, "" if whole else setting.hyphenation)

    @property
    def more(self) -> float:
        """Height of all lines but one."""
        return self.leading * max(len(self.lines) - 1, 0)

    def places(
        self, x: float, last: float, right: float = 0.0
    ) -> Iterator[tuple[TextLine, float, float]]:
        """Each line with its left edge and baseline, the last one at the baseline `last`.

        They begin at `x`, or end at `right` where that is given.
        """
        baseline = last + self.more
        for line in self.lines:
            yield line, right - line.ink_width if right else x, baseline
            baseline -= self.leading


class Band:
    """Draws the title across the whole width of the page.

    Attributes:
        height: in points; the layout's, or more where the texts need it.
        below: height of a photo's credit below it, but for its first line.
        problems: what there is to say about the photo.
    """

    def __init__(self, block: TitleBand, setting: Setting, parent: Element) -> None:
        page, kind = setting.layout.look.page, setting.type
        self.block, self.setting = block, setting
        self.width, self.height = page.width * POINTS_PER_MM, page.band * POINTS_PER_MM
        if block.is_alone:
            self.height *= ALONE
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
        fonts, colours = setting.fonts, setting.colours
        light = colours.text_on_band
        self._city = _Lines(block.city, fonts.bold, kind.title, setting, light)
        self._subtitle = _Lines(block.subtitle, fonts.regular, kind.subtitle, setting, light)
        if self._photo:
            third = block.credit
            self._third = _Lines(third, fonts.regular, kind.small, setting, colours.muted)
        else:
            third, size = block.project, kind.small + 0.8
            self._third = _Lines(third.upper(), fonts.semibold, size, setting, light)
        self._strip = STRIP + self._city.more + self._subtitle.more
        if self._photo:
            self.height += self._strip - STRIP
        else:
            above = page.top * POINTS_PER_MM + self._third.more + self._third.size
            self.height = max(self.height, above + self._strip)
        self.below = self._third.more if self._photo else 0.0
        self._elements = [parent.add(tag) for tag in (("H1", "P", "P") if third else ("H1", "P"))]
        if third:
            self._elements[-1].language = block.language

    def draw(self, canvas: ReportCanvas, top: float) -> None:
        """Draws the band with its upper edge at `top`."""
        page, block = self.setting.layout.look.page, self.block
        left = page.left * POINTS_PER_MM
        right = self.width - page.right * POINTS_PER_MM
        bottom = top - self.height
        with canvas.artifact():
            self._draw_ground(canvas, top)
        city, subtitle, *third = self._elements
        canvas.bookmark(city, block.city, 1, top)
        texts = [
            (city, self._city.places(left, bottom + CITY + self._subtitle.more)),
            (subtitle, self._subtitle.places(left, bottom + SUBTITLE)),
        ]
        if third and self._photo:
            texts += [(third[0], self._third.places(left, bottom - 12 - self.below, right))]
        for element, places in texts:
            for line, x, baseline in places:
                canvas.write_lines((line,), x, baseline, 0, element)
        if third and not self._photo:
            last = top - page.top * POINTS_PER_MM - self._third.more
            # Capitals are for the eye: a voice may spell them, and they know no ß.
            with canvas.tagged(third[0], spoken=block.project):
                for line, x, baseline in self._third.places(left, last):
                    canvas.write_unmarked(line, x, baseline)

    def _draw_ground(self, canvas: ReportCanvas, top: float) -> None:
        bottom, bleed = top - self.height, canvas.bleed
        left, width = 0 - bleed, self.width + 2 * bleed
        canvas.area(left, bottom, width, self.height + bleed, self.setting.colours.band)
        if self._photo:
            height = self.height - self._strip + bleed
            canvas.place_photo(self._photo, left, bottom + self._strip, width, height)
        else:
            self._draw_colours(canvas, top)

    def _draw_colours(self, canvas: ReportCanvas, top: float) -> None:
        """A lighter field to the right, and the city's letters large within it."""
        colours, fonts = self.setting.colours, self.setting.fonts
        bottom, width = top - self.height, self.width
        upper, right = top + canvas.bleed, width + canvas.bleed
        slant = 0.15 * width / self.height
        upper_left = 0.62 * width + canvas.bleed * slant
        corners = (upper_left, upper), (right, upper), (right, bottom), (0.47 * width, bottom)
        canvas.fill_with(colours.band_light)
        canvas.draw_area([corners])
        letters = self.block.letters
        clear = self.height - 2 * CLEAR_OF_TRIM * POINTS_PER_MM
        size = min(
            CAPITALS_PART * self.height / CAPITAL,
            clear / (CAPITAL + 2 * OVERSHOOT),
            LETTERS_PART * width / text_width(letters, fonts.bold, 1) if letters else 1,
        )
        x = width - 34 - text_width(letters, fonts.bold, size)
        baseline = bottom + (self.height - CAPITAL * size) / 2
        canvas.write_text(x, baseline, letters, fonts.bold, size, colours.band_letter)
