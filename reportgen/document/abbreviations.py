"""Says what abbreviations stand for, to those who listen: once in each part of a report.

The expansion is an entry of the marked content (ISO 32000-1, 14.9.5); nothing of it is printed. It
is read in the language of its surroundings, so texts in another language have none.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec.structs import replace

from reportgen.document.blocks import (
    Block,
    BulletList,
    Columns,
    Comment,
    LabelledList,
    NumberedList,
    Paragraph,
    Part,
    Sidebar,
    Together,
)
from reportgen.model import Span


def expand(part: Part, expansions: Mapping[str, str]) -> Part:
    """The part with an expansion at the first place of each abbreviation in its running text.

    A paragraph that says it in full itself needs none, as in a list of terms.

    Args:
        part: of a report.
        expansions: full words by abbreviation.
    """
    if not expansions:
        return part
    pattern = _pattern(tuple(expansions))
    expanded: set[str] = set()

    def spans(span: Span, said: str) -> Iterator[Span]:
        end = 0
        for found in pattern.finditer(span.text):
            if found.group() in expanded or span.href or span.language:
                continue
            expanded.add(found.group())
            expansion = expansions[found.group()]
            if expansion.casefold() not in said:
                if found.start() > end:
                    yield replace(span, text=span.text[end : found.start()])
                yield replace(span, text=found.group(), expansion=expansion)
                end = found.end()
        if not end or end < len(span.text):
            yield replace(span, text=span.text[end:]) if end else span

    def all_spans(before: tuple[Span, ...]) -> tuple[Span, ...]:
        said = "".join(span.text for span in before).casefold()
        return tuple(after for span in before for after in spans(span, said))

    def block(before: Block) -> Block:
        match before:
            case Paragraph(language=""):
                return replace(before, spans=all_spans(before.spans))
            case BulletList(language="") | NumberedList():
                return replace(before, items=tuple(all_spans(item) for item in before.items))
            case LabelledList():
                items = tuple((label, all_spans(item)) for label, item in before.items)
                return replace(before, items=items)
            case Sidebar():
                both = (tuple(map(block, some)) for some in (before.blocks, before.side))
                return Sidebar(blocks=next(both), side=next(both))
            case Columns() | Together() | Comment():
                return replace(before, blocks=tuple(map(block, before.blocks)))
        return before

    return replace(part, blocks=tuple(block(inner) for inner in part.blocks))


@lru_cache(maxsize=16)
def _pattern(abbreviations: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(abbreviations, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
