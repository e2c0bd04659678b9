"""All that a reader must find on the pages of a report."""

from collections.abc import Iterator, Sequence

from reportgen.charts import draw
from reportgen.document.blocks import (
    Block,
    BulletList,
    Comment,
    ContactBox,
    Heading,
    LabelledList,
    Logo,
    Note,
    NumberedList,
    Paragraph,
    Part,
    Picture,
    TableBlock,
    Tiles,
)
from reportgen.document.outline import outline, title_band
from reportgen.findings import write
from reportgen.layout.load import Layout
from reportgen.model import Portrait, Profile, Span
from tests.charts.drawn import texts_of
from tests.document.making import flat, text_of


def expected_texts(profile: Profile, layout: Layout, portrait: Portrait) -> Iterator[str]:
    """The texts of a report, each without its line breaks; none that a full page may leave out."""
    findings, charts = write(profile, layout), draw(profile, layout)
    band = title_band(profile, portrait, layout)
    yield from (band.city, band.subtitle, band.credit or band.project.upper())
    parts = outline(profile, findings, charts, portrait, layout)
    certain = [part for part in parts if not (isinstance(part, Part) and part.is_optional)]
    for block in flat(certain):
        yield from _texts(block)


def _texts(block: Block) -> Sequence[str]:
    match block:
        case Heading():
            return [block.text, block.topic, block.aside]
        case Paragraph():
            return [text_of(block)]
        case BulletList():
            return [_joined(item) for item in block.items]
        case NumberedList():
            return [_joined(item) for item in block.items]
        case LabelledList():
            return [text for label, item in block.items for text in (label, _joined(item))]
        case ContactBox():
            return [text for label, spans in block.rows for text in (label, _joined(spans))]
        case Tiles():
            return [t for each, _ in block.tiles for t in (each.label, each.unit, each.figure)]
        case Comment():
            return [block.label]
        case Logo():
            return []
        case Picture():
            return [*(text.text for text in texts_of(block.chart)), block.chart.caption]
        case Note():
            return [block.label, block.text]
        case TableBlock():
            return [*block.head, *(cell for row in block.rows for cell in row)]
    raise TypeError(block)


def _joined(spans: Sequence[Span]) -> str:
    return "".join(span.text for span in spans)
