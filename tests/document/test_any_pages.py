"""Whatever a workbook and a portrait hold: every text is on its page and in its column."""

from collections.abc import Iterator, Mapping, Sequence

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from reportgen.charts import draw
from reportgen.document.blocks import (
    Block,
    BulletList,
    Heading,
    KeyFigures,
    Note,
    Paragraph,
    Picture,
    TableBlock,
)
from reportgen.document.outline import outline, title_band
from reportgen.editions import compose
from reportgen.findings import write
from reportgen.layout.load import Layout
from reportgen.model import Edition, Portrait, Profile
from reportgen.pipeline import load_portraits
from tests.any_profiles import Size, any_size, made
from tests.charts.drawn import texts_of
from tests.document.making import ISSUED, flat, text_of
from tests.page_checker import Frame, faults

EDITIONS = (Edition.DIGITAL, Edition.PRINT)

SIZES = [
    Size(cities=1, areas=1, indicators=0, longest=1, digits=3),
    Size(cities=2, areas=2, indicators=3, longest=3, digits=6),
    Size(cities=3, areas=2, indicators=5, longest=8, digits=12),
    Size(cities=15, areas=6, indicators=11, longest=4, digits=6),
    Size(cities=5, areas=22, indicators=35, longest=6, digits=9),
    Size(cities=30, areas=25, indicators=40, longest=12, digits=12),
]


def expected_texts(profile: Profile, layout: Layout, portrait: Portrait) -> Iterator[str]:
    """All that a reader must find in a report."""
    findings, charts = write(profile, layout), draw(profile, layout)
    band = title_band(profile, portrait, layout)
    yield from (band.city, band.subtitle, band.credit or band.project.upper())
    for block in flat(outline(profile, findings, charts, portrait, layout)):
        yield from _texts(block)


def _texts(block: Block) -> Sequence[str]:
    match block:
        case Heading():
            return [block.text, block.aside]
        case Paragraph():
            return [text_of(block)]
        case BulletList():
            return ["".join(span.text for span in item) for item in block.items]
        case KeyFigures():
            return [text for each in block.figures for text in (each.figure, each.label)]
        case Picture():
            return [*(text.text for text in texts_of(block.chart.figure)), block.chart.caption]
        case Note():
            return [block.label, block.text]
        case TableBlock():
            return [*block.head, *(cell for row in block.rows for cell in row)]
    raise TypeError(block)


def all_faults(profile: Profile, layouts: Mapping[str, Layout], portrait: Portrait) -> list[str]:
    """What is wrong with the report in both languages and editions."""
    found = []
    for language, layout in layouts.items():
        findings, charts = write(profile, layout), draw(profile, layout)
        frame = Frame.of(layout, profile.city.abbreviation)
        expected = list(expected_texts(profile, layout, portrait))
        for edition in EDITIONS:
            report = compose(profile, findings, charts, portrait, layout, ISSUED, edition=edition)
            wrong = faults(report.pdf, frame, expected)
            found += [f"{language} {edition}: {fault}" for fault in wrong]
    return found


def check_city(slug: str, cities: Mapping[str, Profile], layouts: Mapping[str, Layout]) -> None:
    profile = cities[slug]
    from tests.conftest import ROOT

    ((portrait, _),) = load_portraits(ROOT / "data" / "portraits", [profile.city]).values()
    assert all_faults(profile, layouts, portrait) == []


@pytest.mark.parametrize("slug", ["duesseldorf", "frankfurt-am-main"])
def test_the_pages_of_a_real_city(
    cities: Mapping[str, Profile], layouts: Mapping[str, Layout], slug: str
) -> None:
    check_city(slug, cities, layouts)


@pytest.mark.exhaustive
def test_the_pages_of_every_real_city(
    cities: Mapping[str, Profile], layouts: Mapping[str, Layout]
) -> None:
    for slug in cities:
        check_city(slug, cities, layouts)


@pytest.mark.parametrize("size", SIZES)
def test_pages_of_many_sizes(layouts: Mapping[str, Layout], size: Size) -> None:
    profile, portrait = made(size)
    assert all_faults(profile, layouts, portrait) == []


@pytest.mark.exhaustive
@settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
@given(size=any_size(), language=st.sampled_from(["de", "en"]))
def test_pages_of_any_size(layouts: Mapping[str, Layout], size: Size, language: str) -> None:
    profile, portrait = made(size)
    assert all_faults(profile, {language: layouts[language]}, portrait) == []
