"""The extract says what is compared, of when, and nothing of what is not there."""

from collections.abc import Mapping
from datetime import date

import pytest
from msgspec.structs import replace

from reportgen.document.blocks import Paragraph
from reportgen.layout.load import Layout
from reportgen.model import PeerOrigin, Peers, Profile
from tests.document.making import blocks_of, flat, text_of
from tests.document.sections import some
from tests.made_up import area, profiles


def extract_of(profile: Profile, layout: Layout) -> str:
    """The paragraph that the word for it begins."""
    begin = f"{layout.texts.document.extract}: "
    blocks = flat(blocks_of(profile, layout))
    (found,) = [
        text_of(b) for b in blocks if isinstance(b, Paragraph) and text_of(b).startswith(begin)
    ]
    return found.removeprefix(begin)


def test_the_extract_names_city_year_day_and_number(layouts: Mapping[str, Layout]) -> None:
    for layout in layouts.values():
        text = extract_of(some(), layout)
        day = layout.texts.style.day(date(2020, 12, 31))
        assert all(told in text for told in ("Köln", "5", "2020", day))


@pytest.mark.parametrize(
    ("cities", "compared"),
    [
        (["Köln"], "Der Auszug zeigt Köln ohne Vergleich "),
        (["Köln", "Bonn"], "Der Auszug vergleicht Köln mit der anderen Stadt "),
        (["Köln", "Bonn", "Ulm"], "Der Auszug vergleicht Köln mit den anderen der 3 Städte "),
    ],
)
def test_the_extract_tells_with_how_many_cities_it_compares(
    german: Layout, cities: list[str], compared: str
) -> None:
    profile, *_ = profiles(cities, areas=[area("one")])
    assert extract_of(profile, german).startswith(compared)


@pytest.mark.parametrize(
    ("language", "indicators", "told"),
    [
        ("de", 1, "kleinster Abstand bei einem Indikator)"),
        ("de", 2, "kleinster Abstand bei 2 Indikatoren)"),
        ("en", 1, "smallest distance on one indicator)"),
        ("en", 2, "smallest distance on 2 indicators)"),
    ],
)
def test_the_extract_tells_on_how_many_indicators_peers_are_near(
    layouts: Mapping[str, Layout], language: str, indicators: int, told: str
) -> None:
    profile = some()
    peers = Peers(
        cities=profile.cities[1:3], origin=PeerOrigin.NEAREST, name="", indicators=indicators
    )
    assert told in extract_of(replace(profile, peers=peers), layouts[language])
