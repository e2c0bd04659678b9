"""What is said of a chart to those who do not see it."""

import re
from collections.abc import Mapping, Sequence

import pytest

from reportgen.charts import draw
from reportgen.layout.load import Layout
from reportgen.model import Flag, Kind, Profile, Reason, Section, claims
from tests.datasets import Cell
from tests.made_up import area, indicator, profiles

CITIES = ("Köln", "Bonn", "Aachen", "Ulm", "Mainz")
SENTENCE_END = re.compile(r"[.!?](?= [A-ZÄÖÜ]|$)")
#: Ends of abbreviations, which are no ends of sentences.
ABBREVIATIONS = ("a. v. E.", "i. E.", "Tsd.")


def sentences(text: str) -> int:
    for abbreviation in ABBREVIATIONS:
        text = text.replace(abbreviation, abbreviation.replace(".", ""))
    return len(SENTENCE_END.findall(text))


def of_recipients(german: Layout, columns: Mapping[str, Sequence[Cell]]) -> str:
    areas = [area(name) for name in columns]
    profile, *_ = profiles(CITIES, areas=areas, recipients=columns)
    text = draw(profile, german)[Section.RECIPIENTS].alt_text
    return text.removesuffix(
        " Alle Zahlen nennt die Tabelle „Leistungsbeziehende“ unter "
        "„Die Zahlen hinter den Grafiken“."
    )


@pytest.mark.parametrize("language", ["de", "en"])
def test_at_most_three_complete_sentences_with_the_citys_name(
    cities: Mapping[str, Profile], layouts: Mapping[str, Layout], language: str
) -> None:
    for profile in cities.values():
        for section, chart in draw(profile, layouts[language]).items():
            most = 8 if section is Section.DEVELOPMENT else 3
            assert 2 <= sentences(chart.alt_text) <= most, chart.alt_text
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
            decimals = claims.decimals(extreme, 1)
            value, mean = (
                style.percentage(number, decimals)
                for number in (extreme.measure.value, extreme.mean)
            )
            assert f"{value} (Mittel {mean})" in text


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
        recipients={"many": [5000, *[9000] * 4], "few": [30, *[10] * 4]},
    )
    text = draw(profile, german)[Section.DENSITIES].alt_text
    assert "am höchsten few mit 0,3 je 1.000 (Mittel 0,1, Rang 1 von 5)" in text
    assert "am niedrigsten many mit 50,0 je 1.000 (Mittel 82,0, Rang 5 von 5)" in text


def test_a_single_row_is_told_in_the_singular(layouts: Mapping[str, Layout]) -> None:
    profile, *_ = profiles(
        CITIES,
        areas=[area("one")],
        indicators=[indicator("Quote")],
        recipients={"one": [100, 200, 300, 400, 500]},
        payments={"one": [100, 200, 300, 400, 500]},
        economy={"Quote": [1, 2, 3, 4, 5]},
    )
    for layout in layouts.values():
        for section, chart in draw(profile, layout).items():
            if section is Section.MONEY:
                continue
            texts = getattr(layout.texts.charts, section.value)
            first_words = texts.alt_one.partition("{")[0]
            assert chart.alt_text.startswith(first_words)
            assert re.search(r"zeigt nur|shows only", chart.alt_text)


def test_rows_that_share_an_extreme_are_all_named_or_counted(german: Layout) -> None:
    of = {"one": 50, "two": 30, "three": 10, "four": 10, "five": 10}
    text = of_recipients(german, {name: [value] * 5 for name, value in of.items()})
    mean = "(Mittel 9,1\u202f%)"
    assert text.endswith(
        "Am größten: one mit 45,5\u202f% (Mittel 45,5\u202f%); am kleinsten: "
        f"three mit 9,1\u202f% {mean}, four mit 9,1\u202f% {mean} und 1 weitere."
    )


def test_rows_that_are_printed_alike_share_an_extreme(german: Layout) -> None:
    """50.0 % and 50.0 %: nobody could see which of them is larger."""
    columns = {"SGB II": [50_001, *[9000] * 4], "GSiAE": [50_000, *[1000] * 4]}

    two = of_recipients(german, columns)
    four = of_recipients(
        german, {**columns, "HLU": [5_000, *[3000] * 4], "HzP": [4_999, *[4000] * 4]}
    )

    assert "größte" not in two
    assert "kleinste" not in two
    assert four.index("SGB II") < four.index("GSiAE") < four.index("HLU") < four.index("HzP")
    assert "größten ist" not in four


def test_of_equal_rows_none_is_called_the_largest(german: Layout) -> None:
    text = of_recipients(german, {"one": [50] * 5, "two": [50] * 5})
    assert text.endswith(
        "Alle Werte sind gleich: one mit 50,0\u202f% (Mittel 50,0\u202f%) "
        "und two mit 50,0\u202f% (Mittel 50,0\u202f%)."
    )


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (1, "in Köln. Am größten ist one mit 9,0 je 1.000, am kleinsten two mit 1,0 je 1.000."),
        (2, "in Köln und der anderen Stadt. Gemessen am Mittel "),
        (3, "in Köln und den anderen Städten. Gemessen am Mittel "),
    ],
)
def test_it_speaks_of_as_many_other_cities_as_there_are(
    german: Layout, n: int, expected: str
) -> None:
    profile, *_ = profiles(
        CITIES[:n],
        areas=[area("one"), area("two")],
        recipients={"one": [900, 500, 500][:n], "two": [100, 200, 200][:n]},
    )
    text = draw(profile, german)[Section.DENSITIES].alt_text
    assert expected in text
    assert ("Rang" in text) == (n == 3)


def test_the_mean_of_some_cities_says_of_how_many_it_is(german: Layout) -> None:
    text = of_recipients(german, {"one": [50] * 5, "two": [30, *[30] * 3, Reason.LATER]})
    assert "one mit 62,5\u202f% (Mittel von 4 Städten 62,5\u202f%)" in text


def test_zero_is_told_as_a_value(german: Layout) -> None:
    text = of_recipients(german, {"one": [50] * 5, "two": [0, *[50] * 4]})
    assert "am kleinsten two mit 0,0\u202f%" in text


@pytest.mark.parametrize(
    ("flag", "language", "told"),
    [
        (Flag.ESTIMATED, "de", "one mit 60,0\u202f% (geschätzt, Mittel 52,0\u202f%)"),
        (Flag.LIMITED, "de", "one mit 60,0\u202f% (eingeschränkt aussagekräftig, Mittel"),
        (Flag.PROVISIONAL, "en", "one at 60.0% (provisional, mean 52.0%)"),
    ],
)
def test_a_flag_is_reported_in_words_behind_the_value(
    layouts: Mapping[str, Layout], flag: Flag, language: str, told: str
) -> None:
    profile, *_ = profiles(
        CITIES,
        areas=[area("one"), area("two")],
        recipients={"one": [(60, flag), *[50] * 4], "two": [40, *[50] * 4]},
    )
    assert told in draw(profile, layouts[language])[Section.RECIPIENTS].alt_text
