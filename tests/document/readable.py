"""Prints a report's blocks as text that a person can review.

What is only heard is printed, too: ``[GSiAE = full words]`` is an abbreviation that is expanded,
``[in de]`` a text in another language than the report's.
"""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from reportgen.document.blocks import (
    Beside,
    Block,
    BulletList,
    Columns,
    Comment,
    ContactBox,
    Heading,
    HeadingStyle,
    LabelledList,
    Logo,
    Note,
    NumberedList,
    Paragraph,
    ParagraphStyle,
    Part,
    Picture,
    Sidebar,
    TableBlock,
    Tiles,
    TitleBand,
    Together,
)
from reportgen.model import Span

WIDTH = 98


def readable(band: TitleBand, blocks: Sequence[Block]) -> str:
    """The title band and all blocks; parts, what stays together and columns are indented."""
    third = f"  {_language(band.language)}{band.project} · {band.letters}"
    lines = [f"# {band.city}", f"  {band.subtitle}", third, ""]
    for block in blocks:
        lines.extend(_lines(block))
    return "\n".join(lines).rstrip() + "\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Part() | Columns() | Together() | Comment():
            yield from _within(type(block).__name__.lower(), block.blocks)
        case Beside():
            yield from _within("beside", (block.left, block.right))
        case Sidebar():
            yield from _within("main", block.blocks)
            yield from _within("side", block.side)
        case BulletList() | NumberedList() | LabelledList() | ContactBox() | Tiles():
            yield from _items(block)
        case TableBlock():
            yield from _table(block)
        case _:
            yield from _single(block)
    yield ""


def _single(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            plain = block.style is HeadingStyle.MESSAGE
            mark = "#" * block.level + ("" if plain else f" ({block.style})")
            behind = "".join(f" | {text}" for text in (block.topic, block.aside) if text)
            yield from _wrapped(f"{mark} {block.text}{behind}", "   ")
        case Paragraph():
            style = "" if block.style is ParagraphStyle.BODY else f"[{block.style}] "
            style += f"[heading {block.level}] " if block.level else ""
            held = " [holds next]" if block.holds_next else ""
            yield from _wrapped(_language(block.language) + style + _styled(block.spans) + held)
        case Picture():
            yield f"[chart] {block.chart.title}"
            yield from _wrapped(block.chart.alt_text, "        ", "        ")
            yield from _wrapped(f"[caption] {block.chart.caption}", "          ")
        case Note():
            yield from _wrapped(f"[note] {block.label} {block.text}", "       ")
        case Logo():
            yield f"[logo] {block.alt}"


def _items(block: BulletList | NumberedList | LabelledList | ContactBox | Tiles) -> Iterator[str]:
    match block:
        case BulletList():
            for item in block.items:
                yield from _wrapped("- " + _language(block.language) + _styled(item), "  ")
        case NumberedList():
            for number, item in enumerate(block.items, start=1):
                yield from _wrapped(f"{number}. {_styled(item)}", "   ")
        case LabelledList():
            for label, item in block.items:
                yield from _wrapped(f"- [{label}] {_styled(item)}", "  ")
        case ContactBox():
            for label, item in block.rows:
                yield from _wrapped(f"- [{label}] {_styled(item)}", "  ")
            if block.link:
                yield f"[code] {block.alt}"
        case Tiles():
            for tile, drawing in block.tiles:
                yield f"[tile] {tile.label} | {tile.unit} | {tile.figure}"
                if drawing:
                    yield from _wrapped(drawing.alt_text, "       ", "       ")


def _within(name: str, blocks: Sequence[Block]) -> Iterator[str]:
    yield f"{name} {{"
    for inner in blocks:
        yield from (f"  {line}".rstrip() for line in _lines(inner))
    yield "}"


def _language(tag: str) -> str:
    return f"[in {tag}] " if tag else ""


def _styled(spans: Sequence[Span]) -> str:
    return "".join(_marked(span) for span in spans)


def _marked(span: Span) -> str:
    text = span.text.strip(" ")
    if not text:
        return span.text
    marked = f"[{text}]({span.href})" if span.href else text
    marked = f"[{marked} = {span.expansion}]" if span.expansion else marked
    return span.text.replace(text, f"**{marked}**" if span.strong and not span.href else marked)


def _wrapped(text: str, indent: str = "", first: str = "") -> list[str]:
    return wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=indent, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def _table(table: TableBlock) -> Iterator[str]:
    rows = [table.head, *table.rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(table.head))]
    rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
    for number, row in enumerate(rows):
        if number == 1 or (table.total and number == len(rows) - 1):
            yield rule
        name, *cells = row
        texts = [name.ljust(widths[0])]
        texts += [text.rjust(width) for text, width in zip(cells, widths[1:], strict=True)]
        yield "  ".join(texts).rstrip()
