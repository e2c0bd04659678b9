"""The last page of a corrected report: what stood there before, and what is right."""

from collections.abc import Iterator

from reportgen.document.blocks import (
    Block,
    Heading,
    Paragraph,
    ParagraphStyle,
    Part,
    TableBlock,
)
from reportgen.layout.load import Layout
from reportgen.model import Correction, Erratum, Span


def erratum_part(erratum: Erratum, layout: Layout) -> Part:
    """The page of corrections; many of them go on over further pages."""
    return Part(blocks=tuple(_blocks(erratum, layout)), new_page_from=0.0)


def _blocks(erratum: Erratum, layout: Layout) -> Iterator[Block]:
    words = layout.texts.document.erratum
    yield Heading(level=2, text=words.heading, aside=words.subtitle)
    text = words.text.format(
        version=erratum.after.version,
        date=layout.texts.style.day(erratum.after.data_date),
        old_version=erratum.before.version,
        old_date=layout.texts.style.day(erratum.before.data_date),
    )
    yield Paragraph(spans=(Span(text=text),), style=ParagraphStyle.LEAD)
    by_place: dict[str, list[Correction]] = {}
    for correction in erratum.corrections:
        by_place.setdefault(correction.place, []).append(correction)
    for place, some in by_place.items():
        yield Heading(level=3, text=place)
        cells = tuple((each.name, each.old, each.new) for each in some if each.name)
        if cells:
            yield TableBlock(title=place, head=(words.what, words.old, words.new), rows=cells)
        for each in some:
            if not each.name:
                yield from _paragraphs(each, layout)


def _paragraphs(correction: Correction, layout: Layout) -> Iterator[Block]:
    """A sentence that was replaced, with the one in its place."""
    words = layout.texts.document.erratum
    for label, text, last in (
        (words.old_text, correction.old, False),
        (words.other_text if correction.is_other else words.new_text, correction.new, True),
    ):
        spans = (
            Span(text=f"{label} ", strong=True),
            Span(text=text, language=correction.language) if text else Span(text=words.nothing),
        )
        yield Paragraph(spans=spans, style=ParagraphStyle.SMALL, holds_next=not last)
