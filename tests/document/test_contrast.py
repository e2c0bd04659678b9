"""Text and marks can be told from their ground (WCAG 2.2, success criteria 1.4.3 and 1.4.11)."""

import pytest

from reportgen.layout.appearance import Colour
from reportgen.layout.load import Layout

TEXT, MARK = 4.5, 3.0

#: What stands on what, by the roles of the layout.
PAIRS = [
    ("ink", "paper", TEXT),
    ("ink", "ground", TEXT),
    ("muted", "paper", TEXT),
    ("muted", "ground", TEXT),
    ("heading", "paper", TEXT),
    ("city", "paper", TEXT),
    ("text_on_band", "band", TEXT),
    # Long names reach into the lighter field and the letters in it.
    ("text_on_band", "band_light", TEXT),
    ("text_on_band", "band_letter", TEXT),
    ("city", "ground", MARK),
    ("mean", "paper", MARK),
    ("mean", "ground", MARK),
    ("others", "paper", MARK),
    ("others", "ground", MARK),
]


def luminance(colour: Colour) -> float:
    """Relative luminance as WCAG defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.rgb]
    return sum(part * c for part, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: Colour, other: Colour) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_gives_the_known_extremes() -> None:
    assert contrast(Colour("#000000"), Colour("#ffffff")) == pytest.approx(21)
    assert contrast(Colour("#777777"), Colour("#ffffff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_colours_can_be_told_apart(german: Layout, front: str, ground: str, least: float) -> None:
    colours = german.look.colours
    assert contrast(getattr(colours, front), getattr(colours, ground)) >= least


def test_city_and_other_cities_differ_in_more_than_their_hue(german: Layout) -> None:
    """Also in grey print, and beside being larger."""
    colours = german.look.colours
    assert contrast(colours.city, colours.others) >= 1.5
