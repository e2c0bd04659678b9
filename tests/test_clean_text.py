"""Every text that enters is cleaned: what nobody sees goes, what looks like another becomes it."""

import pytest

from reportgen.clean_text import clean_text, name_invisible, one_line, transliterated


@pytest.mark.parametrize(
    "character",
    [
        "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\u2063", "\ufeff", "\u00ad",
        "\u061c", "\u180e", "\u202a", "\u202e", "\u2066", "\u2069", "\ufe0f", "\u034f", "\x07",
        "\x00", "\x7f", "\x9f", "\ufffc", "\U000e0041", "\u3164",
    ],
)  # fmt: skip
def test_what_nobody_sees_goes(character: str) -> None:
    assert clean_text(f"Kö{character}ln") == "Köln"
    assert one_line(f"{character} Köln{character}") == "Köln"


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Baden\u2010Württemberg", "Baden-Württemberg"),
        ("E\u2011Mail", "E-Mail"),
        ("a\u2212b – c — d", "a\u2212b – c — d"),
        ("z.\u2009B.", "z.\u202fB."),
        ("12\u2007345", "12\u00a0345"),
        ("z.\u00a0B. 5\u202f%", "z.\u00a0B. 5\u202f%"),
        ("a\u2003b\u3000c", "a b c"),
        ("eins\u2028zwei\x0bdrei", "eins zwei drei"),
        ("\uf0b7 Punkt \u25aa Punkt", "• Punkt • Punkt"),
        ("\uf0e0 weiter \uf0fc gut", "→ weiter ✓ gut"),
        ("Ko\u0308ln", "Köln"),
        ("Ko\u200b\u0308ln", "Köln"),
        ("Pﬂege", "Pflege"),
        ("ＳＧＢ　ＩＩ", "SGB II"),
        ("A\tB\nC", "A\tB\nC"),
        ("\u2126 m² CO₂ ½", "Ω m² CO₂ ½"),
    ],
)
def test_what_looks_alike_becomes_one(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean
    assert clean_text(clean) == clean


def test_a_line_has_one_blank_between_words() -> None:
    assert one_line("  HLU\u00a0a.\u202fv. \n\tE.  ") == "HLU a. v. E."


def test_a_message_names_what_cannot_be_seen() -> None:
    assert name_invisible("Al-\ue000") == "Al-[U+E000]"
    assert name_invisible("a\u200bb") == "a[U+200B ZERO WIDTH SPACE]b"
    assert name_invisible("Köln 5\u00a0%") == "Köln 5\u00a0%"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Łódź", "lodz"),
        ("Budyšin", "budysin"),
        ("Chóśebuz", "chosebuz"),
        ("Thừa Thiên-Huế", "thua thien-hue"),
        ("STRAẞE", "strasse"),
        ("Tromsø", "tromso"),
        ("Ærø", "aero"),
        ("Đà Nẵng", "da nang"),
        ("İzmir", "izmir"),
        ("Diyarbakır", "diyarbakir"),
        ("Þórshöfn", "thorshoefn"),
        ("Mu\u0308nchen", "muenchen"),
        ("København", "kobenhavn"),
        ("Ħamrun", "hamrun"),
        ("Œuvre", "oeuvre"),
        ("Москва", "москва"),
    ],
)
def test_letters_from_a_to_z_stand_for_others(name: str, letters: str) -> None:
    assert transliterated(name) == letters
