"""A layout of ten nouns speaks of its units in all sentences: of districts and of quarters."""

import re
from collections.abc import Mapping

import pytest

from reportgen.layout.load import Layout, load_layout
from reportgen.model import Profile
from tests.datasets import UNDER_65
from tests.domains.sentences import pages, texts_with_nouns
from tests.made_up import area, indicator, profiles
from tests.running import ROOT

GOLDEN = ROOT / "tests" / "golden"
LANGUAGES = pytest.mark.parametrize("language", ["de", "en"])

QUARTERS = {
    "de": """
[nouns.unit]
one = "Stadtteil"
in = "im Stadtteil"
many = "Stadtteile"
many_dative = "Stadtteilen"
the_one = "der Stadtteil"
no_other = "kein anderer Stadtteil"
the_other_dative = "dem anderen Stadtteil"
profile = "Stadtteilprofil"
comparison = "Vergleich der Stadtteile"
""",
    "en": """
[nouns.unit]
one = "Quarter"
many = "quarters"
the_one = "the quarter"
no_other = "no other quarter"
the_other = "the other quarter"
profile = "quarter profile"
comparison = "comparison with the other quarters"
""",
}
#: Words that speak of cities, and of no part of one.
CITY = re.compile(r"\bstadt(?!teil)\w*|\bstädte\w*|\w+städte\w*|\bcit(?:y|ies)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def quarters(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Layout]:
    folder = tmp_path_factory.mktemp("layouts") / "quarters"
    folder.mkdir()
    look = 'name = "quarters"\nextends = "city-profile"\n'
    (folder / "layout.toml").write_text(look, encoding="utf-8")
    for language, nouns in QUARTERS.items():
        (folder / f"{language}.toml").write_text(nouns, encoding="utf-8")
    return {language: load_layout(folder, language) for language in QUARTERS}


@LANGUAGES
def test_texts_with_nouns_read_as_reviewed(
    language: str, quarters: Mapping[str, Layout], youth: Mapping[str, Layout]
) -> None:
    for name, layouts in (("quarters", quarters), ("districts", youth)):
        golden = GOLDEN / f"nouns-{name}.{language}.txt"
        assert texts_with_nouns(layouts[language]) == golden.read_text(encoding="utf-8")


@LANGUAGES
def test_no_text_speaks_of_cities(
    language: str, quarters: Mapping[str, Layout], youth: Mapping[str, Layout]
) -> None:
    for layouts in (quarters, youth):
        text = re.sub(r"\{\w+\}", "", texts_with_nouns(layouts[language]))
        assert not CITY.findall(text)


def made(names: list[str]) -> tuple[Profile, ...]:
    """Profiles with gaps and ties, of one, two or more units."""
    n = len(names)
    return profiles(
        names,
        areas=[area("eins", "Erstes"), area("zwei", "Zweites", UNDER_65)],
        indicators=[indicator("Quote")],
        recipients={"eins": [10, *[20] * (n - 1)], "zwei": [5, *range(6, 5 + n)]},
        payments={"eins": [100] * n, "zwei": [200] * n},
        economy={"Quote": list(range(1, n + 1))},
    )


@LANGUAGES
@pytest.mark.parametrize("n", [1, 2, 3, 6])
def test_pages_of_any_number_of_units_do_not(
    n: int, language: str, quarters: Mapping[str, Layout]
) -> None:
    for profile in made(["Nord", "Süd", "Ost", "West", "Mitte", "Hafen"][:n]):
        assert not CITY.findall(pages(profile, quarters[language]))


def test_a_group_without_words_of_its_own_is_named(quarters: Mapping[str, Layout]) -> None:
    texts = quarters["de"].texts.group("6 bis unter 12")

    assert texts.thousand == (
        "1.000 Einwohnerinnen und Einwohner im Alter von 6 bis unter 12 Jahren"
    )
    assert texts.table == "von 6 bis unter 12"
    assert quarters["de"].texts.group("ab 80").one == "Einwohner ab 80"
    assert quarters["de"].texts.group("Frauen").thousand == (
        "1.000 Einwohnerinnen und Einwohner der Gruppe „Frauen“"
    )
    assert quarters["en"].texts.group("unter 3").thousand == "1,000 inhabitants under 3"


def test_groups_of_their_own_words_have_these(german: Layout) -> None:
    assert german.texts.group("0 bis unter 65").thousand_short == "1.000 Einw. unter 65"
    assert german.texts.group("insgesamt").table == "alle"
