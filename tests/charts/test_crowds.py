"""Many cities, cities that are named, and how many lie to each side."""

import re
from collections.abc import Mapping, Sequence

import pytest
from msgspec.structs import replace

from reportgen.charts import draw, draw_tiles
from reportgen.charts.axis import ticks_across
from reportgen.charts.crowd import reach_of
from reportgen.findings import write
from reportgen.layout.load import Layout
from reportgen.model import Chart, PeerOrigin, Peers, Polarity, Profile, Section
from tests.charts.drawn import collisions, marks_of, texts_of
from tests.charts.small import words
from tests.made_up import area, indicator, profiles


def of(values: Sequence[float]) -> Profile:
    """The first of as many cities, with these numbers of recipients and values of an indicator."""
    names = [f"Stadt {number}" for number in range(len(values))]
    return profiles(
        names,
        areas=[area("one")],
        indicators=[indicator("Quote", Polarity.HIGH)],
        recipients={"one": values},
        economy={"Quote": values},
    )[0]


def densities(profile: Profile, layout: Layout) -> Chart:
    chart = draw(profile, layout)[Section.DENSITIES]
    assert list(collisions(chart)) == []
    return chart


@pytest.mark.parametrize(("language", "thousand"), [("de", "1.199"), ("en", "1,199")])
def test_thousands_of_cities_are_grouped_as_other_numbers(
    layouts: dict[str, Layout], language: str, thousand: str
) -> None:
    profile, layout = of([5000.0, *range(1, 1200)]), layouts[language]
    charts = draw(profile, layout)
    pictures = [*draw_tiles(profile, write(profile, layout).tiles, layout), *charts.values()]
    texts = " ".join(f"{each.alt_text} {texts_of(each)}" for each in pictures if each)
    assert thousand in texts
    assert not re.search(r"\b1(199|200)\b", texts)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([500, *range(100, 114)], "0 höher, 14 niedriger"),
        ([107, *range(100, 114)], "6 höher, 7 niedriger, 1 gleich"),
        ([300, 300, 300], "0 höher, 0 niedriger, 2 gleich"),
        ([1, *range(2, 1200)], "1.198 höher, 0 niedriger"),
    ],
)
def test_a_row_counts_the_cities_to_each_side(
    german: Layout, values: Sequence[float], told: str
) -> None:
    assert told in words(densities(of(values), german))


def test_two_cities_are_not_counted(german: Layout) -> None:
    assert not any("höher" in text for text in words(densities(of([1, 2]), german)))


@pytest.mark.parametrize("n", [15, 39, 40, 300])
def test_a_reference_city_is_a_square_with_a_name(german: Layout, n: int) -> None:
    profile = of([200 + 3 * number for number in range(n)])
    reference = profile.cities[n // 2]
    profile = replace(profile, reference=reference)
    chart = densities(profile, german)
    assert f"{reference.name} ({reference.abbreviation})" in words(chart)
    squares = [
        m for m in marks_of(chart)
        if not m.text and m.colour == german.look.colours.ink
        and m.right - m.left == pytest.approx(m.top - m.bottom)
    ]  # fmt: skip
    assert len(squares) == 2  # in the key and in the row
    names = [text for text in texts_of(chart) if text.text == reference.abbreviation]
    assert any(abs(t.left + t.right - m.left - m.right) < 72 for t in names for m in squares)


@pytest.mark.parametrize("n", [39, 40])
def test_of_many_peers_none_is_marked_among_many_cities(german: Layout, n: int) -> None:
    profile = of([200 + 3 * number for number in range(n)])
    peers = Peers(cities=profile.cities[1:31], origin=PeerOrigin.CHOSEN)
    chart = densities(replace(profile, peers=peers), german)
    marked = sum(text.startswith("Vergleichsgruppe") for text in words(chart)) - 1
    assert marked == (n < 40)  # beside the head of their means


@pytest.mark.parametrize(("far", "is_cut"), [(1_500, False), (90_000, True)])
def test_an_axis_of_many_ends_before_values_far_beyond(
    german: Layout, far: float, is_cut: bool
) -> None:
    chart = densities(of([700, *[500 + 10 * n for n in range(60)], far]), german)
    assert any(text.endswith(" →") for text in words(chart)) == is_cut
    assert ("jenseits der Achse" in chart.caption) == is_cut


def test_the_city_itself_is_never_beyond_the_axis(german: Layout) -> None:
    chart = densities(of([90_000, *[500 + 10 * n for n in range(60)]]), german)
    assert "A 900,0" in words(chart)
    assert "jenseits" not in chart.caption


def test_a_few_far_values_do_not_press_all_others_together() -> None:
    import numpy as np

    values = np.array([*range(1, 99), 5_000.0, 9_000.0])
    assert reach_of(values, [50.0]) == pytest.approx(222, abs=5)
    assert reach_of(values, [6_000.0]) == 9_000
    assert reach_of(values[:98], [50.0]) == 98
    assert reach_of(np.array([0.0] * 60 + [5.0]), [2.0]) == 2


def test_a_line_through_a_box_is_explained_where_it_leaves_cities_out(german: Layout) -> None:
    few, many = (
        draw(of([100 + 7 * (n % 31) for n in range(count)]), german)[Section.ECONOMY]
        for count in (39, 40)
    )
    assert "neun von zehn" not in few.caption
    assert "Linie: neun von zehn Städten." in many.caption


@pytest.mark.parametrize("name", ["Ulm", "Verwaltungsgemeinschaft " * 8, "W" * 200])
def test_a_key_has_as_many_lines_as_it_needs(german: Layout, name: str) -> None:
    profile = profiles(
        [name.strip(), "Bonn", "Köln"], areas=[area("one")], recipients={"one": [3, 2, 1]}
    )[0]
    chart = densities(replace(profile, reference=profile.cities[1]), german)
    (city,) = [text for text in words(chart) if len(text) > 1 and text[:3] == name[:3]]
    assert (city == name.strip()) == (not city.endswith("…")) == (len(name) < 100)


@pytest.mark.parametrize("persons", [3e3, 7e6, 9e9, 9e12])
def test_an_axis_has_as_many_numbers_as_it_has_room_for(german: Layout, persons: float) -> None:
    profile = profiles(
        ["Köln", "Bonn", "Ulm"],
        areas=[area("Hilfen zur Erziehung und zur Bildung junger Menschen")],
        recipients={"Hilfen zur Erziehung und zur Bildung junger Menschen": [persons, 2, 1]},
        inhabitants=1000,
    )[0]
    axis = [text for text in words(densities(profile, german)) if set(text) <= set(".0123456789")]
    assert axis[0] == "0"
    assert 2 <= len(axis) <= 5


def test_negative_values_stand_on_an_axis_with_zero() -> None:
    assert [float(tick) for tick in ticks_across(-3.2, 5.0, 2)] == [-5, -2.5, 0, 2.5, 5]
    assert [float(tick) for tick in ticks_across(-30, -10, 2)] == [-40, -20, 0]


@pytest.mark.parametrize(
    ("origin", "language", "called"),
    [
        (PeerOrigin.NEAREST, "de", "ähnliche"),
        (PeerOrigin.CHOSEN, "de", "Vergleichsgruppe"),
        (PeerOrigin.WORKBOOK, "de", "Vergleichsgruppe"),
        (PeerOrigin.NEAREST, "en", "similar"),
        (PeerOrigin.CHOSEN, "en", "comparison"),
    ],
)
@pytest.mark.parametrize("n", [5, 60])
def test_only_the_nearest_peers_are_called_similar(
    layouts: Mapping[str, Layout], n: int, origin: PeerOrigin, language: str, called: str
) -> None:
    profile = of([200 + 3 * number for number in range(n)])
    for last in (3, min(n, 30)):  # 29 are too many to be listed in the key
        peers = Peers(cities=profile.cities[1:last], origin=origin)
        chart = densities(replace(profile, peers=peers), layouts[language])
        said = " ".join(words(chart))
        assert called in said
        assert ("ähnliche" in said or "similar" in said) == (origin is PeerOrigin.NEAREST)
