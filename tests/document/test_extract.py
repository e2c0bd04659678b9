"""What the extract announces is what the report holds."""

from dataclasses import replace

import pytest

from reportgen.document.blocks import BulletList, Paragraph
from reportgen.layout.load import Layout
from reportgen.model import Profile, Section
from tests.document.making import blocks_of, flat, text_of
from tests.document.test_outline import NOTHING, some
from tests.made_up import area, profiles


def extract_of(profile: Profile, layout: Layout) -> tuple[str, list[str]]:
    """The first paragraph of the extract, and the charts that it lists."""
    number = layout.look.sections.index(Section.EXTRACT)
    part = flat((blocks_of(profile, layout)[number],))
    blocks = [b for b in part if isinstance(b, Paragraph | BulletList)]
    titles = [
        item[0].text.rstrip(": ") for b in blocks if isinstance(b, BulletList) for item in b.items
    ]
    return text_of(blocks[0]), titles


@pytest.mark.parametrize(
    ("given", "announced", "titles"),
    [
        ({"payments": {}, "economy": {}}, "Eine Grafik zeigt:", ["Wie dicht der Bezug ist"]),
        (
            {"economy": {}},
            "Zwei Grafiken zeigen:",
            ["Wohin das Geld geht", "Wie dicht der Bezug ist"],
        ),
        (NOTHING, "Grafiken enthält er nicht.", []),
    ],
)
def test_the_extract_lists_only_charts_that_exist(
    german: Layout, given: dict[str, object], announced: str, titles: list[str]
) -> None:
    single = {
        "recipients": {"one": [100, 200, 300, 400, 500]},
        "payments": {"one": [1, 2, 3, 4, 5], "two": [1] * 5},
    }
    text, listed = extract_of(some(**{**single, **given}), german)
    assert text.endswith(announced)
    assert listed == titles


def test_the_extract_lists_only_charts_whose_section_the_layout_has(german: Layout) -> None:
    sections = (Section.TITLE, Section.EXTRACT, Section.ECONOMY)
    shorter = replace(german, look=replace(german.look, sections=sections))
    text, listed = extract_of(some(), shorter)
    assert text.endswith("Eine Grafik zeigt:")
    assert listed == [german.texts.charts.economy.title]


@pytest.mark.parametrize(
    ("cities", "compared"),
    [
        (["Köln"], "Der Auszug zeigt Köln ohne Vergleich."),
        (["Köln", "Bonn"], "Der Auszug vergleicht Köln mit der anderen Stadt."),
        (["Köln", "Bonn", "Ulm"], "Der Auszug vergleicht Köln mit den anderen der 3 Städte."),
    ],
)
def test_the_extract_tells_with_how_many_cities_it_compares(
    german: Layout, cities: list[str], compared: str
) -> None:
    profile, *_ = profiles(cities, areas=[area("one")])
    assert extract_of(profile, german)[0].startswith(compared)
