"""What an office says on chapters of its report, in the same file as its portrait.

A heading such as ``# Kommentar: Dichten`` begins it; it ends with the next of that kind.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from reportgen.errors import did_you_mean
from reportgen.model import PortraitBlock, PortraitKind, Section
from reportgen.problems import Problems, excerpt

_HEADING = re.compile(r"(?:kommentar|comment)\s*:\s*(.*)", re.IGNORECASE)

#: Chapters as they may be named: by the words of layouts, or in German.
_CHAPTERS: Mapping[str, Section] = {
    "recipients": Section.RECIPIENTS,
    "leistungsbeziehende": Section.RECIPIENTS,
    "payments": Section.PAYMENTS,
    "auszahlungen": Section.PAYMENTS,
    "densities": Section.DENSITIES,
    "dichten": Section.DENSITIES,
    "money": Section.MONEY,
    "geld": Section.MONEY,
    "economy": Section.ECONOMY,
    "wirtschaft": Section.ECONOMY,
    "development": Section.DEVELOPMENT,
    "entwicklung": Section.DEVELOPMENT,
}

_Blocks = tuple[PortraitBlock, ...]


def comments_among(
    blocks: Sequence[PortraitBlock], problems: Problems
) -> tuple[_Blocks, Mapping[str, _Blocks]]:
    """The blocks of the portrait itself, and the comments by section.

    Args:
        blocks: of the whole text.
        problems: takes chapters that there are not, or that are commented twice.
    """
    own: list[PortraitBlock] = []
    comments: dict[str, list[PortraitBlock]] = {}
    current = own
    for block in blocks:
        text = "".join(span.text for span in block.spans)
        found = _HEADING.fullmatch(text) if block.kind is PortraitKind.HEADING else None
        if found is None:
            current.append(block)
            continue
        section = _CHAPTERS.get(found[1].strip().casefold())
        place, current = f'"{excerpt(text)}"', []
        if section is None:
            hint = did_you_mean(found[1].casefold(), _CHAPTERS)
            hint = hint or f"chapters are: {', '.join(_CHAPTERS)}"
            message = f'the comment is on a chapter that there is not: "{excerpt(found[1])}"'
            problems.error("unknown-chapter", message, place, hint)
        elif section in comments:
            message = f"{section} has two comments"
            problems.error("duplicate-comment", message, place, "join both under one heading")
        else:
            comments[section] = current
    for chapter, said in comments.items():
        if not said:
            message = f"the comment on {chapter} has no text"
            problems.error("empty-comment", message, hint="write it below, or remove the heading")
    return tuple(own), MappingProxyType({each: tuple(said) for each, said in comments.items()})
