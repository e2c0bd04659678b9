"""No label collides with another one or with a mark, and none leaves its chart."""

from collections.abc import Mapping, Sequence

import pytest
from msgspec.structs import replace

from reportgen.charts import draw
from reportgen.layout.load import Layout
from reportgen.model import BenefitArea, Flag, Polarity, Profile, Reason, Section
from tests.charts.drawn import collisions, texts_of
from tests.datasets import Cell
from tests.made_up import area, indicator, profiles

LONG = "Grundsicherung im Alter und bei Erwerbsminderung in besonderen Wohnformen"
LONGER_LABEL = f"{LONG} nach dem Vierten Kapitel des Zwölften Buches Sozialgesetzbuch"
LONG_WORD = "Arbeitslosengeldempfängerinnenbedarfsgemeinschaftsquote"
CITIES = ("Frankfurt am Main", "Ludwigshafen am Rhein", "Freiburg im Breisgau", "Ulm")


def wrong_places(profile: Profile, layout: Layout) -> list[str]:
    charts = draw(profile, layout)
    assert charts
    return [
        f"{section}: {fault}" for section, chart in charts.items() for fault in collisions(chart)
    ]


def of_areas(
    areas: Sequence[BenefitArea], *columns: Sequence[Cell], cities: Sequence[str] = CITIES
) -> tuple[Profile, ...]:
    """Recipients and payments of these areas alike."""
    values = {each.key: column for each, column in zip(areas, columns, strict=True)}
    return profiles(cities, areas=areas, recipients=values, payments=values)


@pytest.mark.parametrize("language", ["de", "en"])
def test_in_the_charts_of_all_cities(
    cities: Mapping[str, Profile], layouts: Mapping[str, Layout], language: str
) -> None:
    for profile in cities.values():
        assert wrong_places(profile, layouts[language]) == [], profile.city.name


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    ("areas", "columns"),
    [
        pytest.param(
            [area(LONG, LONGER_LABEL), area(LONG_WORD, LONG_WORD), area("A", "")],
            [[900, 800, 700, 5], [10, 20, 30, 40], [1, 2, 3, 4]],
            id="long names",
        ),
        pytest.param(
            [area("all"), area("none")], [[500, 7, 7, 7], [0, 3, 3, 3]], id="0 and 100 percent"
        ),
        pytest.param([area("one")], [[70, 70, 70, 70]], id="all cities equal"),
        pytest.param([area("one")], [[0, 0, 0, 0]], id="all cities zero"),
        pytest.param(
            [area("one")], [[100_000, 99_999, 99_998, 99_997]], id="extremes at the right end"
        ),
        pytest.param([area("one")], [[1, 2, 1, 100_000]], id="extremes at both ends"),
        pytest.param(
            [area("one"), area("two")],
            [[500, Reason.LATER, 3, 4], [(12, Flag.LIMITED), 9, (8, Flag.PROVISIONAL), 7]],
            id="flags and fewer cities",
        ),
        pytest.param(
            [area(f"Bereich {i}", LONG) for i in range(25)],
            [[i, 2 * i, 30, 40 - i] for i in range(25)],
            id="many areas",
        ),
    ],
)
def test_in_charts_of_made_up_areas(
    layouts: Mapping[str, Layout],
    areas: Sequence[BenefitArea],
    columns: Sequence[Sequence[Cell]],
    language: str,
) -> None:
    for profile in of_areas(areas, *columns):
        assert wrong_places(profile, layouts[language]) == []


def test_in_the_charts_of_a_single_city(german: Layout) -> None:
    areas = [area(LONG, LONG), area("two")]
    (profile,) = of_areas(areas, [2000], [10], cities=["Frankfurt am Main"])
    assert wrong_places(profile, german) == []


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    ("name", "unit", "column"),
    [
        pytest.param(LONG, "%", [0.0, 100.0, 50.0, 51.0, 52.0, 53.0], id="long name, 0 and 100"),
        pytest.param("BIP", "%", [1, 2, 3, 4, 5, 6], id="short name"),
        pytest.param(
            "Umsatz",
            "Tsd. € je Einwohner",
            [9_999_999, 5, 1, 2, 3, Reason.LATER],
            id="wide values",
        ),
        pytest.param(
            "Miete", "€/m²", [(-8.1, Flag.ESTIMATED), -8, -8, 9, 9, 9], id="minus and flag"
        ),
    ],
)
def test_in_charts_of_made_up_indicators(
    layouts: Mapping[str, Layout], name: str, unit: str, column: Sequence[Cell], language: str
) -> None:
    indicators = [replace(indicator(name, polarity, unit), key=polarity) for polarity in Polarity]
    economy = dict.fromkeys(Polarity, column)
    for profile in profiles([*CITIES, "Jena", "Gera"], indicators=indicators, economy=economy)[:3]:
        assert wrong_places(profile, layouts[language]) == []


def test_on_an_axis_of_many_standard_deviations(german: Layout) -> None:
    """One of 150 cities can be twelve standard deviations away from the mean."""
    names = [f"Stadt {i}" for i in range(150)]
    profile, *_ = profiles(names, indicators=[indicator(LONG)], economy={LONG: [100, *[1] * 149]})
    assert wrong_places(profile, german) == []
    axis = [t.text for t in texts_of(draw(profile, german)[Section.ECONOMY])]
    assert {german.texts.charts.mean, "+9"} <= set(axis)
    assert "+1" not in axis


def test_a_name_that_is_too_long_for_its_column_is_wrapped(german: Layout) -> None:
    areas = [area(LONG, LONGER_LABEL), area("B")]
    profile, *_ = of_areas(areas, [900, 800, 700, 5], [10, 20, 30, 40])
    texts = texts_of(draw(profile, german)[Section.RECIPIENTS])
    lines = [t for t in texts if t.left == 0 and t.text != "B"]
    assert " ".join(line.text for line in lines) == f"{LONG} {LONGER_LABEL}"
    assert all(line.right <= german.look.charts.label_width for line in lines)


def test_the_cities_at_both_ends_are_named_with_their_values(german: Layout) -> None:
    """A and B stand for the cities with the largest and the smallest value."""
    names = ["Frankfurt am Main an der Nidda", "Ludwigshafen am Rhein und Frankenthal", "Ulm"]
    areas = [area(LONG, LONG), area("two")]
    profile, *_ = of_areas(areas, [500, 2, 3], [10, 20, 30], cities=names)
    texts = texts_of(draw(profile, german)[Section.DENSITIES])
    assert {"A 5,0", "B unter 0,05"} <= {text.text for text in texts}
