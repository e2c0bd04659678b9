"""The page's canvas: reportlab's, with what a report needs and without what it must not have.

reportlab knows the operators and measures and subsets the fonts. The file is written by
`written_pages.py` from what the canvas has collected: its `DrawnDocument`.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from typing import ClassVar

from PIL import Image
from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfgen.canvas import Canvas

from reportgen.document.drawn import (
    Bookmark,
    DrawnDocument,
    DrawnImage,
    DrawnPage,
    Form,
    LinkArea,
)
from reportgen.document.font_codes import FontCodes
from reportgen.document.fonts import ASCENT, DESCENT, Fonts
from reportgen.document.lines import Link, TextLine, TextRun
from reportgen.document.structure import Annotation, Element, MarkedContent
from reportgen.layout.appearance import Colour
from reportgen.photo import Photo

Point = tuple[float, float]

#: Colour spaces of images by Pillow's name of their modes.
COLOUR_SPACES = {"L": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK"}


@contextmanager
def _without_epoch() -> Iterator[None]:
    """Hides the variable from reportlab, which reads a day from it for nothing, or fails."""
    hidden = os.environ.pop("SOURCE_DATE_EPOCH", None)
    try:
        yield
    finally:
        if hidden is not None:
            os.environ["SOURCE_DATE_EPOCH"] = hidden


class ReportCanvas(Canvas):  # type: ignore[misc]
    """A canvas without reportlab's stray Helvetica, on which all that is drawn is marked.

    Whatever is drawn belongs to an element of the structure tree (`tagged`) or is an artifact
    (`artifact`); PDF/UA-1 knows nothing third (ISO 14289-1, 7.1). Every option that reportlab
    would take from its settings is given here.

    Attributes:
        bleed: how far areas that touch the paper's edge go on beyond it, in points.
    """

    def __init__(self, size: tuple[float, float], fonts: Fonts) -> None:
        """Begins a document.

        Args:
            size: of all pages, in points.
            fonts: registered already.
        """
        with _without_epoch():
            super().__init__(
                None,
                pagesize=size,
                pageCompression=0,
                invariant=1,
                initialFontName=fonts.regular,
            )
        self.bleed = 0.0
        self._written_fonts: dict[str, FontCodes] = {}
        self._pages: list[DrawnPage] = []
        self._owners: list[Element] = []
        self._links: list[LinkArea] = []
        self._forms: dict[str, Form] = {}
        self._images: dict[bytes, DrawnImage] = {}
        self._bookmarks: dict[Element, Bookmark] = {}

    @property
    def missing(self) -> set[str]:
        """Characters that were written and that no font could show."""
        return {char for codes in self._written_fonts.values() for char in codes.missing}

    def drawn(self) -> DrawnDocument:
        """All that was drawn, up to the last `showPage`."""
        return DrawnDocument(
            size=self._pagesize,
            pages=tuple(self._pages),
            forms=tuple(self._forms.values()),
            images=tuple(self._images.values()),
            fonts=tuple(
                subset for codes in self._written_fonts.values() for subset in codes.subsets()
            ),
            bookmarks=self._bookmarks,
        )

    @contextmanager
    def tagged(self, element: Element, spoken: str = "") -> Iterator[None]:
        """Marks what is drawn inside as content of `element` (ISO 32000-1, 14.7.4.2).

        Args:
            element: gets the content as its last kid.
            spoken: what is read for it, when it is no text itself.
        """
        self._begin(element, element.tag, f" /ActualText {_text_string(spoken)}" if spoken else "")
        yield
        self._end()

    def _begin(self, element: Element, tag: str, properties: str) -> None:
        content = MarkedContent(len(self._pages), len(self._owners))
        self._owners.append(element)
        element.kids.append(content)
        self._code.append(f"/{tag} <</MCID {content.number}{properties}>> BDC")

    def _end(self) -> None:
        self._code.append("EMC")

    @contextmanager
    def artifact(self, kind: str = "") -> Iterator[None]:
        """Marks what is drawn inside as no part of the text (ISO 32000-1, 14.8.2.2).

        Args:
            kind: entries of the property list, e.g. ``/Type /Pagination /Subtype /Footer``.
        """
        self._code.append(f"/Artifact <<{kind}>> BDC" if kind else "/Artifact BMC")
        yield
        self._end()

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        page = DrawnPage(
            content="\n".join(self._code).encode("latin-1"),
            owners=tuple(self._owners),
            links=tuple(self._links),
        )
        self._pages.append(page)
        self._owners, self._links = [], []
        self._startPage()

    def write_lines(
        self, lines: Sequence[TextLine], x: float, baseline: float, leading: float, element: Element
    ) -> None:
        """Writes lines of text below one another, as content of `element`.

        Args:
            lines: broken already.
            x: left edge.
            baseline: of the first line.
            leading: distance of baselines.
            element: a link in the text becomes a ``Link`` element below it.
        """
        # What is not read as it is written is a content of its own. It does not stand within
        # another one: poppler would lose what follows it there. And it does not go on over a line's
        # end: poppler would place it by the box around both lines.
        writing: Element | None = None
        before = ""
        for number, line in enumerate(lines):
            left, y = x, baseline - number * leading
            for run in line.runs:
                link, properties = run.link, _properties(run)
                owner = link.element if link else element
                if owner is not writing or properties or before:
                    if writing is not None:
                        self._end()
                    if link and owner not in element.kids:
                        element.kids.append(owner)
                    self._begin(owner, "Span" if properties else owner.tag, properties)
                    writing, before = owner, properties
                self.write_text(left, y, run.text, run.font, run.size, run.colour)
                if link:
                    self._add_link(link, run, left, y)
                left += run.width
        if writing is not None:
            self._end()

    def _add_link(self, link: Link, run: TextRun, x: float, y: float) -> None:
        box = (x, y - DESCENT * run.size, x + run.width, y + ASCENT * run.size)
        link.element.kids.append(Annotation(len(self._pages), len(self._links)))
        self._links.append(LinkArea(href=link.href, box=box))

    # Colours, pens and fonts are written when they change, not whenever they are named: that is
    # a third of all operators, and every later pass over the page is shorter by them.

    STATE_ATTRIBUTES: ClassVar = [*Canvas.STATE_ATTRIBUTES, "_in_force"]

    def init_graphics_state(self) -> None:
        super().init_graphics_state()
        self._in_force: Mapping[str, str] = {}

    def setFillColorRGB(self, red: float, green: float, blue: float) -> None:  # noqa: N802
        self._set("fill", f"{_components(red, green, blue)} rg")

    def setStrokeColorRGB(self, red: float, green: float, blue: float) -> None:  # noqa: N802
        self._set("stroke", f"{_components(red, green, blue)} RG")

    def setLineWidth(self, width: float) -> None:  # noqa: N802
        self._set("width", f"{fp_str(width)} w")

    def setLineCap(self, mode: int) -> None:  # noqa: N802
        self._set("cap", f"{mode} J")

    def setLineJoin(self, mode: int) -> None:  # noqa: N802
        self._set("join", f"{mode} j")

    def _set(self, what: str, operator: str) -> None:
        if self._in_force.get(what) != operator:
            # A new mapping each time: reportlab keeps the old one for restoreState.
            self._in_force = {**self._in_force, what: operator}
            self._code.append(operator)

    def fill_with(self, colour: Colour) -> None:
        """Sets the colour of text and areas."""
        self.setFillColorRGB(*colour.rgb)

    def stroke_with(self, colour: Colour, width: float) -> None:
        """Sets the colour and width of lines."""
        self.setStrokeColorRGB(*colour.rgb)
        self.setLineWidth(width)

    def write_unmarked(self, line: TextLine, x: float, baseline: float) -> None:
        """Writes a line within marked content that the caller has opened."""
        for run in line.runs:
            self.write_text(x, baseline, run.text, run.font, run.size, run.colour)
            x += run.width

    def write_text(
        self, x: float, baseline: float, text: str, font: str, size: float, colour: Colour
    ) -> None:
        """Writes a short text in one style."""
        self.fill_with(colour)
        self.show(x, baseline, text, font, size)

    def show(self, x: float, baseline: float, text: str, font: str, size: float) -> None:
        """Writes text in the colour that is set.

        reportlab's own drawString takes twice as many operators for it, and the passes over the
        finished pages twice as long.
        """
        codes = self._written_fonts.get(font)
        if codes is None:
            codes = FontCodes(f"F{len(self._written_fonts) + 1}", getFont(font).face)
            self._written_fonts[font] = codes
        self._code.append(f"BT {fp_str(x, baseline)} Td")
        for subset, written in codes.write(text):
            self._set("font", codes.choice(subset, size))
            self._code.append(f"({written}) Tj")
        self._code.append("ET")

    def bookmark(self, element: Element, title: str, level: int, top: float) -> None:
        """Notes an entry of the outline that leads to `top` of this page; levels begin at 1."""
        page = len(self._pages)
        self._bookmarks[element] = Bookmark(title=title, level=level, page=page, top=top)

    def rule(self, x0: float, x1: float, y: float, colour: Colour, width: float = 0.6) -> None:
        """Draws a horizontal rule."""
        self.stroke_with(colour, width)
        self.line(x0, y, x1, y)

    def area(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """Fills a rectangle whose lower left corner is at (x, y)."""
        self.fill_with(colour)
        self.rect(x, y, width, height, stroke=0, fill=1)

    def place_photo(self, photo: Photo, x: float, y: float, width: float, height: float) -> None:
        """Places a photo so that it fills a rectangle."""
        self._place(photo.jpeg(width, height), x, y, width, height)

    def _place(self, jpeg: bytes, x: float, y: float, width: float, height: float) -> None:
        if jpeg not in self._images:
            with Image.open(BytesIO(jpeg)) as image:
                self._images[jpeg] = DrawnImage(
                    name=f"Image{len(self._images)}",
                    width=image.width,
                    height=image.height,
                    space=COLOUR_SPACES[image.mode],
                    jpeg=jpeg,
                )
        name = self._images[jpeg].name
        self._code.append(f"q {fp_str(width, 0, 0, height, x, y)} cm /{name} Do Q")

    def has_form(self, key: str) -> bool:
        """Whether there is a form of that key."""
        return key in self._forms

    @contextmanager
    def form(self, key: str, reach: float) -> Iterator[None]:
        """Draws inside what is not shown here, but wherever `use_form_at` says.

        Args:
            key: names it for this document.
            reach: how far it goes from its origin, in points.
        """
        self.push_state_stack()
        self.init_graphics_state()
        page: list[str] = self._code
        self._code: list[str] = []
        yield
        content = "\n".join(self._code).encode("latin-1")
        self._forms[key] = Form(name=f"Form{len(self._forms)}", reach=reach, content=content)
        self._code = page
        self.pop_state_stack()

    def use_form_at(self, key: str, places: Sequence[Point]) -> None:
        """Shows a form at some places."""
        name, code = self._forms[key].name, self._code
        code.append("q")
        x = y = 0.0
        for left, bottom in places:
            code.append(f"1 0 0 1 {fp_str(left - x, bottom - y)} cm /{name} Do")
            x, y = left, bottom
        code.append("Q")

    def draw_lines(self, lines: Iterable[Sequence[Point]]) -> None:
        """Draws straight lines from point to point in the pen that is set."""
        self._outline(lines)
        self._code.append("S")

    def draw_area(self, lines: Iterable[Sequence[Point]]) -> None:
        """Fills what the lines enclose in the colour that is set."""
        self._outline(lines)
        self._code.append("f")

    def draw_outline(self, operators: Sequence[str]) -> None:
        """Fills what some operators enclose, and draws its edge."""
        self._code += (*operators, "b")

    def _outline(self, lines: Iterable[Sequence[Point]]) -> None:
        for (left, bottom), *others in lines:
            self._code.append(f"{fp_str(left, bottom)} m")
            self._code += [f"{fp_str(x, y)} l" for x, y in others]


@lru_cache(maxsize=1 << 10)
def _components(red: float, green: float, blue: float) -> str:
    return str(fp_str(red, green, blue))


def _properties(run: TextRun) -> str:
    """How a run is read where not as it is written (ISO 32000-1, 14.9.2, 14.9.4, 14.9.5)."""
    if run.spoken is None and not run.expansion and not run.language:
        return ""
    properties = []
    if run.spoken is not None:
        properties.append(f" /ActualText {_text_string(run.spoken)}")
    if run.expansion:
        properties.append(f" /E {_text_string(run.expansion)}")
    if run.language:
        properties.append(f" /Lang ({run.language})")
    return "".join(properties)


def _text_string(text: str) -> str:
    return f"<feff{text.encode('utf-16-be').hex()}>"
