"""Words are divided as pyphen divides them, whose dictionaries are read."""

import re

import pytest
from pyphen import Pyphen

from reportgen.layout.hyphenation import Hyphenation
from tests.running import ROOT


@pytest.mark.parametrize(("language", "file"), [("de_DE", "de.toml"), ("en_GB", "en.toml")])
def test_every_word_of_the_layout_is_divided_as_pyphen_does(language: str, file: str) -> None:
    text = (ROOT / "layouts" / "city-profile" / file).read_text(encoding="utf-8")
    words = set(re.findall(r"[^\W\d_]{4,}", text))
    ours, theirs = Hyphenation(language), Pyphen(lang=language)
    assert len(words) > 300

    divided = {word: [p for p in ours.positions(word) if 2 <= p <= len(word) - 2] for word in words}

    assert divided == {word: [int(p) for p in theirs.positions(word)] for word in words}
    assert sum(map(bool, divided.values())) > 200


def test_a_word_is_divided_at_its_joints() -> None:
    assert Hyphenation("de_DE").positions("Leistungsbereich") == (4, 9, 11)


@pytest.mark.parametrize("language", ["de_DE", "en_GB"])
def test_letters_that_a_dictionary_cannot_write_are_in_no_pattern(language: str) -> None:
    ours, theirs = Hyphenation(language), Pyphen(lang=language)
    for word in ("Łeistungsbereich", "Lei€stungsbereich", "Маßstabsleistung", "naïveté"):
        found = [place for place in ours.positions(word) if 2 <= place <= len(word) - 2]
        assert found == [int(place) for place in theirs.positions(word)]
