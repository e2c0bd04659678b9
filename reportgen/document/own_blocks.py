"""Blocks of a layout's own: texts, a contact box with a code, a logo, charts."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportgen.document.blocks import (
    Block,
    ContactBox,
    Heading,
    HeadingStyle,
    Logo,
    Picture,
    Together,
)
from reportgen.document.canvas import ReportCanvas
from reportgen.document.flow import Flowable
from reportgen.document.fonts import ASCENT
from reportgen.document.lines import TextLine, TextRun
from reportgen.document.marked_text import text_blocks
from reportgen.document.paragraphs import TextLines
from reportgen.document.setting import Setting
from reportgen.document.structure import DESCRIBED, Element
from reportgen.errors import DocumentError, Problem
from reportgen.layout.appearance import POINTS_PER_MM
from reportgen.layout.load import Layout
from reportgen.layout.own_blocks import BlockKind, OwnBlock
from reportgen.model import ALL_AREAS, Chart, Kind, Profile, Span
from reportgen.photo import Photo

if TYPE_CHECKING:
    from reportlab.graphics.barcode.qrencoder import QRCode

#: Modules of the empty margin around a code, and the least size of a module in points, about a
#: third of a millimetre (ISO/IEC 18004, 9.1; cameras of phones read that from print).
QUIET, LEAST_MODULE = 4, 0.95

#: Most bytes of a code, so that its modules stay large enough: version 10, level M.
MOST_BYTES = 213


def own_block(
    block: OwnBlock, chart: Chart | None, profile: Profile, layout: Layout
) -> Iterator[Block]:
    """The blocks that a layout's own block consists of; none for a chart without data."""
    if block.kind is BlockKind.CHART:
        if chart:
            heading = Heading(level=2, text=chart.title, aside=chart.subtitle)
            yield Together(blocks=(heading, Picture(chart=chart)))
        return
    if block.kind is BlockKind.TEXT:
        if block.heading:
            yield Heading(level=2, text=block.heading, style=HeadingStyle.QUIET)
        yield from text_blocks(block.blocks, "")
    elif block.kind is BlockKind.CONTACT:
        yield _contact(block, profile, layout)
    elif block.file:
        yield Logo(file=block.file, alt=block.alt, width=block.width * POINTS_PER_MM)


def _contact(block: OwnBlock, profile: Profile, layout: Layout) -> ContactBox:
    words, style, about = layout.texts.document.contact, layout.texts.style, profile.about
    publisher = f"{about.publisher} · {about.contact}" if about.contact else about.publisher
    day = profile.get(Kind.RECIPIENTS, ALL_AREAS).measure.period
    data = words.data_line.format(date=style.day(about.data_date), day=style.period(day))
    rows = [
        (
            words.contact if about.contact else words.publisher,
            (Span(text=publisher, language=layout.foreign_language),),
        ),
        (words.data, (Span(text=data),)),
    ]
    link = block.link.format(
        city=profile.city.name, slug=profile.city.slug, year=profile.year, ags=profile.city.ags
    )
    if link:
        rows.append((words.link, (Span(text=link, href=link),)))
    return ContactBox(rows=tuple(rows), link=link, alt=words.code.format(link=link))


class ContactBoxFrame(Flowable):
    """Labelled lines on a ground, and the code of a link beside them."""

    before, after = 14.0, 6.0
    PADDING, GAP, LABEL_GAP, BETWEEN = 8.0, 12.0, 14.0, 2.0

    def __init__(self, block: ContactBox, setting: Setting, parent: Element) -> None:
        self.setting = setting
        self._code = _code(block.link) if block.link else None
        element = parent.add("L", DESCRIBED)
        self._rows: list[tuple[TextLine, Element, TextLines]] = []
        for label, spans in block.rows:
            item = element.add("LI")
            run = TextRun(
                text=f"{label} ",
                font=setting.fonts.semibold,
                size=setting.type.small,
                colour=setting.colours.heading,
            )
            runs = setting.runs(spans, setting.type.small, setting.colours.ink)
            text = TextLines(runs, setting, item, wide=True)
            self._rows.append((TextLine((run,)), item.add("Lbl"), text))
            text.element = item.add("LBody")
        self._figure = parent.add("Figure") if self._code else None
        if self._figure:
            self._figure.alt = block.alt

    def height(self, width: float) -> float:
        rows = sum(text.height(self._text_width(width)) for *_, text in self._rows)
        rows += self.BETWEEN * (len(self._rows) - 1) + 2 * self.PADDING
        return max(rows, self._code_size())

    def draw(self, canvas: ReportCanvas, x: float, top: float, width: float) -> None:
        height, size = self.height(width), self._code_size()
        ground = width - size - self.GAP if size else width
        with canvas.artifact():
            canvas.area(x, top - height, ground, height, self.setting.colours.ground)
        column, inner = self._label_width(), self._text_width(width)
        y = top - self.PADDING
        for label, element, text in self._rows:
            baseline = y - (text.leading - text.size) / 2 - ASCENT * text.size
            canvas.write_lines((label,), x + self.PADDING, baseline, 0, element)
            text.draw(canvas, x + self.PADDING + column + self.LABEL_GAP, y, inner)
            y -= text.height(inner) + self.BETWEEN
        if self._code and self._figure:
            left, bottom = x + width - size, top - size
            self._figure.box = (left, bottom, left + size, top)
            with canvas.tagged(self._figure):
                self._draw_code(canvas, self._code, left, top)

    def _draw_code(self, canvas: ReportCanvas, code: "QRCode", left: float, top: float) -> None:
        """Dark modules that touch one another in a row are one area."""
        count, ink = code.getModuleCount(), self.setting.colours.ink
        for row in range(count):
            start = None
            for column in range(count + 1):
                dark = column < count and code.isDark(row, column)
                if dark and start is None:
                    start = column
                elif not dark and start is not None:
                    x = left + (QUIET + start) * LEAST_MODULE
                    y = top - (QUIET + row + 1) * LEAST_MODULE
                    canvas.area(x, y, (column - start) * LEAST_MODULE, LEAST_MODULE, ink)
                    start = None

    def _code_size(self) -> float:
        if self._code is None:
            return 0.0
        return float((self._code.getModuleCount() + 2 * QUIET) * LEAST_MODULE)

    def _label_width(self) -> float:
        return max(label.ink_width for label, *_ in self._rows)

    def _text_width(self, width: float) -> float:
        size = self._code_size()
        ground = width - size - self.GAP if size else width
        return ground - 2 * self.PADDING - self._label_width() - self.LABEL_GAP


def _code(link: str) -> "QRCode":
    """The code of a link; a quarter of it may be hidden or soiled.

    Raises:
        DocumentError: the link is too long for a code that can be read at this size.
    """
    if len(link.encode()) > MOST_BYTES:
        message = f"the link has {len(link.encode())} bytes, too many for its code: {link[:60]} ..."
        hint = f"give a link of at most {MOST_BYTES} bytes"
        raise DocumentError(Problem(code="link-too-long", message=message, hint=hint))
    # A tenth of a second, which most reports need not wait for.
    from reportlab.graphics.barcode.qrencoder import (  # noqa: PLC0415
        QRCode,
        QRErrorCorrectLevel,
    )

    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(link)
    code.make()
    return code


class LogoPicture(Flowable):
    """An image of a fixed width at the right margin."""

    before, after = 8.0, 8.0

    def __init__(self, block: Logo, photo: Photo, setting: Setting, parent: Element) -> None:
        self._photo, self._width = photo, min(block.width, setting.layout.look.page.text_width)
        self._element = parent.add("Figure")
        self._element.alt = block.alt

    def height(self, width: float) -> float:  # noqa: ARG002 - a logo has its own size
        return self._width * self._photo.image.height / self._photo.image.width

    def draw(self, canvas: ReportCanvas, x: float, top: float, width: float) -> None:
        height, left = self.height(width), x + width - self._width
        self._element.box = (left, top - height, left + self._width, top)
        with canvas.tagged(self._element):
            canvas.place_photo(self._photo, left, top - height, self._width, height)
