"""What is said of a chart to those who do not see it."""

import re
from collections.abc import Mapping, Sequence

import pytest

from reportgen.charts import draw
from reportgen.layout.load import Layout
from reportgen.model import Flag, Kind, Profile, Section
from tests.made_up import area, indicator, profiles

CITIES = ("Köln", "Bonn", "Aachen")
SENTENCE_END = re.compile(r"[.!?](?= [A-ZÄÖÜ]|$)")
#: Ends of abbreviations, which are no ends of sentences.
ABBREVIATIONS = ("a. v. E.", "i. E.", "Tsd.")


def sentences(text: str) -> int:
    for abbreviation in ABBREVIATIONS:
        text = text.replace(abbreviation, abbreviation.replace(".", ""))
    return len(SENTENCE_END.findall(text))


def of_recipients(german: Layout, columns: Mapping[str, Sequence[float]]) -> str:
    areas = [area(name) for name in columns]
    profile, *_ = profiles(CITIES, areas=areas, recipients=columns)
    return draw(profile, german)[Section.RECIPIENTS].alt_text


@pytest.mark.parametrize("language", ["de", "en"])
def test_at_most_two_complete_sentences_with_the_citys_name(
    cities: Mapping[str, Profile], layouts: Mapping[str, Layout], language: str
) -> None:
    for profile in cities.values():
        for chart in draw(profile, layouts[language]).values():
            assert 1 <= sentences(chart.alt_text) <= 2, chart.alt_text
            assert chart.alt_text.endswith(".")
            assert profile.city.name in chart.alt_text
            assert not re.search(r"[{}]|  |\(\)|None", chart.alt_text)


def test_it_names_the_extremes_of_the_shares_with_value_and_mean(
    cities: Mapping[str, Profile], german: Layout
) -> None:
    style = german.texts.style
    for profile in cities.values():
        shares = sorted(
            profile.present(Kind.SHARE_OF_RECIPIENTS), key=lambda c: c.measure.value or 0
        )
        text = draw(profile, german)[Section.RECIPIENTS].alt_text
        for extreme in (shares[0], shares[-1]):
            assert extreme.measure.value is not None
            assert extreme.mean is not None
            value, mean = style.percentage(extreme.measure.value), style.percentage(extreme.mean)
            assert f"{value} (Mittelwert {mean})" in text


def test_it_names_the_extremes_of_the_deviations(
    cities: Mapping[str, Profile], german: Layout
) -> None:
    for profile in cities.values():
        deviations = [c.deviation or 0 for c in profile.present(Kind.ECONOMY)]
        text = draw(profile, german)[Section.ECONOMY].alt_text
        for extreme in (max(deviations), min(deviations)):
            assert f"Abweichung {german.texts.style.signed(extreme, 1)})" in text


def test_densities_are_extreme_by_their_distance_from_the_mean(german: Layout) -> None:
    """The first area has more recipients, but relative to the mean the second one has."""
    profile, *_ = profiles(
        CITIES,
        areas=[area("many"), area("few")],
        recipients={"many": [5000, 9000, 9000], "few": [30, 10, 10]},
    )
    text = draw(profile, german)[Section.DENSITIES].alt_text
    assert "am höchsten few mit 0,3 je 1.000 (Mittelwert 0,2, Rang 1 von 3)" in text
    assert "am niedrigsten many mit 50,0 je 1.000 (Mittelwert 76,7, Rang 3 von 3)" in text


def test_a_single_row_is_told_in_the_singular(layouts: Mapping[str, Layout]) -> None:
    profile, *_ = profiles(
        CITIES,
        areas=[area("one")],
        indicators=[indicator("Quote")],
        recipients={"one": [100, 200, 300]},
        payments={"one": [100, 200, 300]},
        economy={"Quote": [1, 2, 3]},
    )
    for layout in layouts.values():
        for section, chart in draw(profile, layout).items():
            texts = getattr(layout.texts.charts, section.value)
            first_words = texts.alt_one.partition("{")[0]
            assert chart.alt_text.startswith(first_words)
            assert re.search(r"zeigt nur|shows only", chart.alt_text)


def test_of_equal_values_the_highest_and_the_lowest_are_not_the_same_row(german: Layout) -> None:
    text = of_recipients(german, {"one": [50, 50, 50], "two": [50, 50, 50]})
    assert "one mit" in text
    assert "two mit" in text


def test_zero_is_told_as_a_value(german: Layout) -> None:
    text = of_recipients(german, {"one": [50, 50, 50], "two": [0, 50, 50]})
    assert "am kleinsten two mit 0,0\u202f%" in text


@pytest.mark.parametrize(
    ("flag", "language", "told"),
    [
        (Flag.ESTIMATED, "de", "one mit geschätzt 50,0\u202f% (Mittelwert 50,0\u202f%)"),
        (Flag.LIMITED, "de", "one mit eingeschränkt aussagekräftig 50,0\u202f% (Mittelwert"),
        (Flag.PROVISIONAL, "en", "one at provisional 50.0% (mean 50.0%)"),
    ],
)
def test_a_flag_is_told_in_words_before_the_value(
    layouts: Mapping[str, Layout], flag: Flag, language: str, told: str
) -> None:
    profile, *_ = profiles(
        CITIES,
        areas=[area("one"), area("two")],
        recipients={"one": [(50, flag), 50, 50], "two": [50, 50, 50]},
    )
    assert told in draw(profile, layouts[language])[Section.RECIPIENTS].alt_text
