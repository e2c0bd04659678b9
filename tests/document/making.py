"""Makes reports, blocks and flowables of a profile without the pipeline's portraits."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from reportgen.charts import draw
from reportgen.document.blocks import (
    Beside,
    Block,
    Columns,
    Comment,
    Paragraph,
    Part,
    Sidebar,
    Together,
)
from reportgen.document.canvas import ReportCanvas
from reportgen.document.drawn import DrawnDocument
from reportgen.document.flow import BalancedColumns, Flowable, Stack
from reportgen.document.flowables import CommentBox, flowables_of
from reportgen.document.outline import outline, title_band
from reportgen.document.page import Page, draw_pages, paginate
from reportgen.document.pdf_file import PdfFile, numbers
from reportgen.document.setting import Setting
from reportgen.document.side_by_side import BesideOneAnother, WithSidebar
from reportgen.document.structure import Element
from reportgen.document.title import Band
from reportgen.document.written_pages import write_pages
from reportgen.editions import compose
from reportgen.editions.press.finish import STATES
from reportgen.editions.press.press_canvas import PressCanvas
from reportgen.findings import write
from reportgen.layout.appearance import POINTS_PER_MM
from reportgen.layout.load import Layout
from reportgen.model import DigitalForm, Portrait, Profile, Report, Standard

ISSUED = date(2021, 12, 1)


class Parts(NamedTuple):
    """A flowable, how wide it stands, and the flowable itself's place in a column or page."""

    flowable: Flowable
    width: float


def blocks_of(
    profile: Profile, layout: Layout, portrait: Portrait | None = None
) -> tuple[Block, ...]:
    """All blocks of a report."""
    findings, charts = write(profile, layout), draw(profile, layout)
    return outline(profile, findings, charts, portrait or Portrait(), layout)


def report_of(
    profile: Profile,
    layout: Layout,
    portrait: Portrait | None = None,
    standard: Standard = Standard.UA1,
) -> Report:
    """The finished report."""
    findings, charts = write(profile, layout), draw(profile, layout)
    form = DigitalForm(standard=standard)
    return compose(profile, findings, charts, portrait or Portrait(), layout, ISSUED, form)


def pages_of(
    profile: Profile, layout: Layout, portrait: Portrait | None = None
) -> tuple[Page, ...]:
    """The pages of a report before they are drawn."""
    return _paginated(profile, layout, portrait or Portrait(), Element("Document"))[0]


class Drawn(NamedTuple):
    """A report before it is written, with the root of its structure."""

    document: DrawnDocument
    root: Element


def drawn(profile: Profile, layout: Layout) -> Drawn:
    """A report before it is written."""
    root, page = Element("Document"), layout.look.page
    pages, band = _paginated(profile, layout, Portrait(), root)
    setting, size = Setting.of(layout), (page.width * POINTS_PER_MM, page.height * POINTS_PER_MM)
    canvas = ReportCanvas(size, setting.fonts)
    draw_pages(pages, band, "Fuß", canvas, setting)
    return Drawn(canvas.drawn(), root)


def plain_file(canvas: ReportCanvas) -> bytes:
    """A file of nothing but the pages that a canvas has drawn."""
    file, document = PdfFile((1, 7)), canvas.drawn()
    catalog, node = file.reserve(), file.reserve()
    states = file.add(STATES) if isinstance(canvas, PressCanvas) else None
    write_pages(file, document, node, f"/MediaBox{numbers((0, 0, *document.size))}", states)
    file.put(catalog, f"<</Type/Catalog/Pages {node}>>")
    return file.to_bytes(catalog)


def _paginated(
    profile: Profile, layout: Layout, portrait: Portrait, root: Element
) -> tuple[tuple[Page, ...], Band]:
    setting, blocks = Setting.of(layout), blocks_of(profile, layout, portrait)
    band = Band(title_band(profile, portrait, layout), setting, root)
    flowables = [f for block in blocks for f in flowables_of(block, setting, root)]
    return paginate(flowables, band, setting), band


def flat(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with those within sections, columns and groups, in the order of reading."""
    for block in blocks:
        match block:
            case Part() | Columns() | Together() | Comment():
                yield from flat(block.blocks)
            case Beside():
                yield from flat((block.left, block.right))
            case Sidebar():
                yield from flat((*block.blocks, *block.side))
            case _:
                yield block


def leaves(flowables: Sequence[Flowable], width: float) -> Iterator[Parts]:
    """The flowables that hold no others, with the width each stands at."""
    for flowable in flowables:
        if isinstance(flowable, Stack):
            yield from leaves(flowable.flowables, width)
        elif isinstance(flowable, BalancedColumns):
            yield from leaves(flowable.flowables, (width - BalancedColumns.GAP) / 2)
        elif isinstance(flowable, BesideOneAnother):
            for column, own in zip(flowable.columns, flowable._widths, strict=True):
                yield from leaves(column, own)
        elif isinstance(flowable, WithSidebar):
            main, side = flowable._widths(width)
            yield from leaves(flowable.flowables, main)
            yield from leaves(flowable.side, side)
        elif isinstance(flowable, CommentBox):
            inner = width - CommentBox.BAR - 2 * CommentBox.PADDING
            yield from leaves(flowable._flowables, inner)
        else:
            yield Parts(flowable, width)


def text_of(paragraph: Paragraph) -> str:
    """A paragraph without its styles."""
    return "".join(span.text for span in paragraph.spans)
