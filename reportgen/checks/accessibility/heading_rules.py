"""Rules about headings: their levels, and that they are all of one kind."""

from collections.abc import Iterator, Sequence

from reportgen.checks.accessibility.element import Element
from reportgen.checks.accessibility.structure_types import NUMBERED_HEADING
from reportgen.checks.rules import Finding, violation


def check_headings(elements: Sequence[Element]) -> Iterator[Finding]:
    """Checks all headings among elements, in the order of their tree."""
    headings = ((heading_level(element.tag), element.page) for element in elements)
    yield from check_levels([(level, page) for level, page in headings if level is not None])
    for element in elements:
        if [kid.tag for kid in element.kids].count("H") > 1:
            message = f"{element.tag} has more than one heading without level"
            yield violation("mixed-headings", message, element.page, case="several")


def check_levels(headings: Sequence[tuple[int, int | None]]) -> Iterator[Finding]:
    """Checks the levels of all headings, zero for none, each with its page."""
    numbered = [(level, page) for level, page in headings if level]
    if numbered and len(numbered) < len(headings):
        message = "some headings have a level and some have none"
        yield violation("mixed-headings", message)
    for _, page in [heading for heading in headings if not heading[0]][:1]:
        message = "H is a structure type that must not be used any more"
        yield violation("forbidden-type", message, page, case="heading")
    before = 0
    for level, page in numbered:
        if level > before + 1:
            message = f"a heading of level {level} follows level {before}"
            yield violation("skipped-heading", message, page)
        before = level
    for _, page in [heading for heading in numbered if heading[0] == 1][1:]:
        yield violation("second-title", "there is more than one H1", page)


def heading_level(tag: str) -> int | None:
    """Of a heading, 0 when it has none; None of all other elements."""
    if tag == "H":
        return 0
    numbered = NUMBERED_HEADING.fullmatch(tag)
    return int(numbered[1]) if numbered else None
