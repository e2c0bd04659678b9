"""Whatever a workbook and a portrait hold: every text is on its page and in its column."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from reportgen.charts import draw
from reportgen.editions import compose
from reportgen.findings import write
from reportgen.layout.load import Layout
from reportgen.model import Edition, Portrait, Profile
from reportgen.portraits import load_portrait
from tests.any_profiles import Size, any_size, made
from tests.document.making import ISSUED
from tests.document.shown import expected_texts
from tests.page_checker import Frame, faults

#: What is made of a profile; for most tests two of four are enough.
ALL = tuple((language, edition) for language in ("de", "en") for edition in list(Edition)[:2])
SOME = (("de", Edition.DIGITAL), ("en", Edition.PRINT))

SIZES = [
    Size(cities=1, areas=1, indicators=0, longest=1, digits=3),
    Size(cities=2, areas=2, indicators=3, longest=3, digits=6),
    Size(cities=3, areas=2, indicators=5, longest=8, digits=12),
    Size(cities=15, areas=6, indicators=11, longest=4, digits=6),
    Size(cities=5, areas=22, indicators=35, longest=6, digits=9),
    Size(cities=30, areas=25, indicators=40, longest=12, digits=12),
]


def all_faults(
    profile: Profile,
    portrait: Portrait,
    layouts: Mapping[str, Layout],
    kinds: Sequence[tuple[str, Edition]],
) -> list[str]:
    """What is wrong with the reports in these languages and editions."""
    found = []
    for language, edition in kinds:
        layout = layouts[language]
        findings, charts = write(profile, layout), draw(profile, layout)
        report = compose(profile, findings, charts, portrait, layout, ISSUED, edition=edition)
        frame = Frame.of(layout, profile.city.abbreviation)
        wrong = faults(report.pdf, frame, expected_texts(profile, layout, portrait))
        found += [f"{language} {edition}: {fault}" for fault in wrong]
    return found


@pytest.mark.parametrize("slug", ["duesseldorf", "frankfurt-am-main"])
def test_the_pages_of_a_real_city(
    cities: Mapping[str, Profile], layouts: Mapping[str, Layout], portraits: Path, slug: str
) -> None:
    portrait, _ = load_portrait(portraits, cities[slug].city)
    assert all_faults(cities[slug], portrait, layouts, SOME) == []


@pytest.mark.exhaustive
def test_the_pages_of_every_real_city(
    cities: Mapping[str, Profile], layouts: Mapping[str, Layout], portraits: Path
) -> None:
    for profile in cities.values():
        portrait, _ = load_portrait(portraits, profile.city)
        assert all_faults(profile, portrait, layouts, ALL) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("size", SIZES)
def test_pages_of_many_sizes(layouts: Mapping[str, Layout], size: Size) -> None:
    assert all_faults(*made(size), layouts, SOME) == []


@pytest.mark.exhaustive
@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(size=any_size())
def test_pages_of_any_size(layouts: Mapping[str, Layout], size: Size) -> None:
    assert all_faults(*made(size), layouts, ALL) == []
