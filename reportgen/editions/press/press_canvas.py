"""The press' canvas: the same drawing as on the screen's, in inks, on a larger sheet."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import ClassVar

from reportlab.lib.rl_accel import fp_str

from reportgen.document.canvas import Point, ReportCanvas
from reportgen.document.fonts import Fonts, text_width
from reportgen.document.lines import Link, TextRun
from reportgen.document.structure import Element
from reportgen.editions.press.inks import SOLID_BLACK, Inks, Rgb, press_jpeg
from reportgen.editions.press.sheet import PLATES, SLUG_SIZE, PressSheet, Slug
from reportgen.layout.appearance import Cmyk
from reportgen.layout.press_limits import HAIRLINE
from reportgen.photo import Photo

#: Names of the graphics states that `finish.py` defines.
OVERPRINT, KNOCKOUT = "/Overprint", "/Knockout"


class PressCanvas(ReportCanvas):
    """A canvas on which every colour becomes inks, and nothing is marked, linked or bookmarked.

    The origin is the trim's lower left corner. Solid black text overprints, everything else knocks
    out what lies below (ISO 32000-1, 8.6.7): black letters need no gap that would flash white when
    the plates do not fit, white ones would vanish if they overprinted.
    """

    STATE_ATTRIBUTES: ClassVar = [*ReportCanvas.STATE_ATTRIBUTES, "_fill", "_stroke", "_pen"]

    def __init__(self, sheet: PressSheet, inks: Inks, fonts: Fonts, slug: Slug) -> None:
        """Begins a document.

        Args:
            sheet: size of the paper and of what is left of it.
            inks: turn the screen's colours into amounts of ink.
            fonts: registered already.
            slug: what the slug line says.
        """
        self._inks, self._sheet, self._fonts, self._slug = inks, sheet, fonts, slug
        super().__init__((sheet.media[2], sheet.media[3]), fonts)
        self.bleed = sheet.bleed

    def init_graphics_state(self) -> None:
        super().init_graphics_state()
        self._fill: Rgb = (0.0, 0.0, 0.0)
        self._stroke: Rgb = (0.0, 0.0, 0.0)
        self._pen = 1.0

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        self._draw_marks()
        origin = fp_str(self._sheet.margin, self._sheet.margin)
        self._code.insert(0, f"1 0 0 1 {origin} cm")
        super().showPage()

    # A page for a press has no structure, no links and no bookmarks.

    @contextmanager
    def artifact(self, kind: str = "") -> Iterator[None]:  # noqa: ARG002
        yield

    def _begin(self, element: Element, tag: str, properties: str) -> None:
        pass

    def _end(self) -> None:
        pass

    def _add_link(self, link: Link, run: TextRun, x: float, y: float) -> None:
        pass

    def bookmark(self, element: Element, title: str, level: int, top: float) -> None:
        pass

    # Which inks a colour becomes depends on what is drawn with it, so it waits until then.

    def setFillColorRGB(self, red: float, green: float, blue: float) -> None:  # noqa: N802
        self._fill = red, green, blue

    def setStrokeColorRGB(self, red: float, green: float, blue: float) -> None:  # noqa: N802
        self._stroke = red, green, blue

    def setLineWidth(self, width: float) -> None:  # noqa: N802
        self._pen = max(width, HAIRLINE)
        super().setLineWidth(self._pen)

    def show(self, x: float, baseline: float, text: str, font: str, size: float) -> None:
        inks = self._inks.text(self._fill, size)
        self._fill_with_inks(inks, overprint=inks == SOLID_BLACK)
        super().show(x, baseline, text, font, size)

    def draw_lines(self, lines: Iterable[Sequence[Point]]) -> None:
        self._prepare(1, 0)
        super().draw_lines(lines)

    def draw_area(self, lines: Iterable[Sequence[Point]]) -> None:
        self._prepare(0, 1)
        super().draw_area(lines)

    def draw_outline(self, operators: Sequence[str]) -> None:
        self._prepare(1, 1)
        super().draw_outline(operators)

    def rect(
        self, x: float, y: float, width: float, height: float, stroke: int = 1, fill: int = 0
    ) -> None:
        self._prepare(stroke, fill)
        super().rect(x, y, width, height, stroke, fill)

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self._prepare(1, 0)
        super().line(x1, y1, x2, y2)

    def place_photo(self, photo: Photo, x: float, y: float, width: float, height: float) -> None:
        self._set("overprint", f"{KNOCKOUT} gs")
        self._place(press_jpeg(photo, width, height, self._inks), x, y, width, height)

    def _prepare(self, stroke: int, fill: int) -> None:
        if stroke:
            self._stroke_with_inks(self._inks.line(self._stroke, self._pen))
        if fill:
            self._fill_with_inks(self._inks.area(self._fill))
        self._set("overprint", f"{KNOCKOUT} gs")

    def _fill_with_inks(self, inks: Cmyk, *, overprint: bool = False) -> None:
        self._set("fill", f"{fp_str(*(amount / 100 for amount in inks))} k")
        self._set("overprint", f"{OVERPRINT if overprint else KNOCKOUT} gs")

    def _stroke_with_inks(self, inks: Cmyk) -> None:
        self._set("stroke", f"{fp_str(*(amount / 100 for amount in inks))} K")

    def _draw_marks(self) -> None:
        sheet = self._sheet
        self.setLineWidth(HAIRLINE)
        self._set("overprint", f"{KNOCKOUT} gs")
        for x0, y0, x1, y1, inks in (*sheet.crop_marks(), *sheet.registration_marks()):
            self._stroke_with_inks(inks)
            super().line(x0, y0, x1, y1)
        self._write_slug()

    def _write_slug(self) -> None:
        """The slug line: what the job is, and each plate's name in its own ink."""
        gap, font = "   ", self._fonts.regular
        texts = (self._slug.job(self.getPageNumber()), *self._slug.plates)
        widest = text_width(gap.join(texts), font, SLUG_SIZE)
        size = SLUG_SIZE * min(1.0, self._sheet.width / widest)
        x, y = 0.0, self._sheet.slug_line
        for text, inks in zip(texts, (SOLID_BLACK, *PLATES), strict=True):
            self._fill_with_inks(inks)
            super().show(x, y, text, font, size)
            x += text_width(text + gap, font, size)
