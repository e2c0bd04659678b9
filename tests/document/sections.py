"""A made-up profile, and the sections of its report."""

from collections.abc import Iterator, Sequence

from reportgen.document.blocks import (
    Beside,
    Block,
    Heading,
    Part,
)
from reportgen.layout.load import Layout
from reportgen.model import (
    Profile,
    Section,
)
from tests.document.making import flat
from tests.made_up import area, indicator, profiles

CITIES = ("Köln", "Bonn", "Aachen", "Ulm", "Mainz")


def some(**given: object) -> Profile:
    """The first of five cities with two areas and one indicator."""
    columns = {
        "recipients": {"one": [600, *[100] * 4], "two": [200, *[300] * 4]},
        "payments": {"one": [5e6, *[1e6] * 4], "two": [5e6, 1e6, *[3e6] * 3]},
        "economy": {"Quote": [8.0, *[5.0] * 4]},
        **given,
    }
    return profiles(
        CITIES,
        areas=[area("one"), area("two")],
        indicators=[indicator("Quote")],
        **columns,  # type: ignore[arg-type]
    )[0]


def parts_of(blocks: Sequence[Block]) -> Iterator[Part]:
    """The sections, also those side by side."""
    for part in blocks:
        assert isinstance(part, Part)
        beside = [block for block in part.blocks if isinstance(block, Beside)]
        yield from (each for pair in beside for each in (pair.left, pair.right))
        if not beside:
            yield part


def section_of(section: Section, blocks: tuple[Block, ...], layout: Layout) -> tuple[Block, ...]:
    """The blocks of a section with a chart, which its topic names."""
    title = getattr(layout.texts.charts, section.value).title
    for part in parts_of(blocks):
        inner = tuple(flat([part]))
        if isinstance(inner[0], Heading) and title in {inner[0].topic, inner[0].text}:
            return inner
    raise AssertionError(f"there is no section {title}")


NOTHING: dict[str, object] = {"recipients": {}, "payments": {}, "economy": {}}
