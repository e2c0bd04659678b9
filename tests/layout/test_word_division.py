"""Where words are divided: by rule where there is one, in need anywhere."""

from collections.abc import Callable

import pytest

from reportgen.layout.word_division import place_by_rule, place_in_need


def at_most(letters: int) -> Callable[[int, str], bool]:
    return lambda position, mark: position + len(mark) <= letters


def by_rule(word: str, letters: int, language: str = "de_DE") -> str | None:
    place = place_by_rule(word, language, at_most(letters))
    return None if place is None else word[: place[0]] + place[1]


def in_need(word: str, letters: int) -> str:
    position, mark = place_in_need(word, at_most(letters))
    return word[:position] + mark


@pytest.mark.parametrize(
    ("word", "letters", "head"),
    [
        ("Erwerbsminderung", 12, "Erwerbsmin\u00ad"),
        ("Erwerbsminderung", 3, None),
        ("SGB-II-Hilfe", 8, "SGB-II-"),
        ("Bedarf/Anspruch", 8, "Bedarf/"),
        ("Kasse", 4, None),
        ("Tabelle12411unterlagen", 15, None),
        ("www.beratungsstelle.de", 15, None),
        ("https://beratungsstelle.de", 15, "https://"),
        ("beratungsstelle_grundsicherung", 15, None),
    ],
)
def test_a_word_is_divided_by_the_rules(word: str, letters: int, head: str | None) -> None:
    assert by_rule(word, letters) == head


def test_without_a_language_only_marks_are_places() -> None:
    assert by_rule("Erwerbsminderung", 12, "") is None
    assert by_rule("SGB-II-Hilfe", 8, "") == "SGB-II-"


@pytest.mark.parametrize(
    ("word", "letters", "head"),
    [
        ("mmmmmmmmmm", 5, "mmmm\u00ad"),
        ("0123456789", 5, "01234"),
        ("ein_zwei_drei", 8, "ein_zwei"),
        ("ein_zwei_drei", 10, "ein_zwei_"),
        ("a?bcdefghijkl", 10, "a?bcdefghi"),  # the mark is too far from the end
        ("e\u0301" * 5, 5, "e\u0301e\u0301"),
        ("mm", 0, "m\u00ad"),
        ("00", 0, "0"),
    ],
)
def test_in_need_it_is_divided_after_a_mark_or_anywhere(word: str, letters: int, head: str) -> None:
    assert in_need(word, letters) == head
