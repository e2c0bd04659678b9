"""Texts that people wrote in Markdown, as blocks: portraits, comments, and texts of a layout."""

from collections.abc import Iterator, Sequence

from reportgen.document.blocks import Block, BulletList, Paragraph, ParagraphStyle
from reportgen.model import PortraitBlock, PortraitKind, Span


def text_blocks(
    blocks: Sequence[PortraitBlock],
    language: str,
    style: ParagraphStyle = ParagraphStyle.BODY,
) -> Iterator[Block]:
    """Paragraphs, headings of level 3 and lists, in their order.

    Args:
        blocks: of the text.
        language: its own, when it is not the report's.
        style: of its paragraphs and lists.
    """
    items: list[tuple[Span, ...]] = []
    for block in blocks:
        if block.kind is PortraitKind.BULLET:
            items.append(block.spans)
            continue
        if items:
            yield BulletList(items=tuple(items), language=language, style=style)
            items = []
        if block.kind is PortraitKind.HEADING:
            strong = tuple(Span(text=span.text, strong=True) for span in block.spans)
            yield Paragraph(spans=strong, holds_next=True, language=language, level=3, style=style)
        else:
            yield Paragraph(spans=block.spans, language=language, style=style)
    if items:
        yield BulletList(items=tuple(items), language=language, style=style)
