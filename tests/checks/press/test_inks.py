"""How colours of the screen are printed."""

import numpy as np
import pytest
from msgspec.structs import replace
from PIL import Image

from reportgen.editions.press.inks import Inks, limited
from reportgen.layout.appearance import Cmyk, Colour
from reportgen.layout.load import Layout

PAPER = 87.62

#: Tint of black in percent and CIE Y of it on coated paper: characterisation data FOGRA39L.
BLACK_ON_PAPER = ((10, 74.10), (20, 61.77), (40, 39.73), (60, 22.11), (80, 9.33), (90, 4.98))

#: CIE Y of the darkest that the profile mixes (CIE L* 9.7), which becomes the screen's black.
DARKEST = 1.09

Rgb = tuple[float, float, float]


@pytest.fixture(scope="module")
def inks(german: Layout) -> Inks:
    return Inks(german.condition, german.look.colours)


def grey(luminance: float) -> Rgb:
    """The screen's grey of that luminance from 0 to 1 (IEC 61966-2-1)."""
    part = 12.92 * luminance if luminance <= 0.0031308 else 1.055 * luminance ** (1 / 2.4) - 0.055
    return part, part, part


def with_colour(layout: Layout, colour: Colour, limit: float = 300) -> Inks:
    """Inks of the layout, its mean's colour replaced."""
    colours = replace(layout.look.colours, mean=colour)
    return Inks(replace(layout.condition, ink_limit=limit), colours)


@pytest.mark.parametrize(("tint", "y"), BLACK_ON_PAPER)
def test_a_grey_becomes_the_tint_of_black_that_is_measured_as_light(
    tint: float, y: float, inks: Inks
) -> None:
    # Relative to paper, with the darkest as black: black point compensation is linear in Y.
    luminance = (y / PAPER - DARKEST / PAPER) / (1 - DARKEST / PAPER)

    cyan, magenta, yellow, black = inks.area(grey(luminance))

    assert (cyan, magenta, yellow) == (0, 0, 0)
    assert black == pytest.approx(tint, abs=2)


def test_white_is_paper(inks: Inks) -> None:
    assert inks.area((1, 1, 1)) == (0, 0, 0, 0)
    assert inks.text((1, 1, 1), 9) == (0, 0, 0, 0)


def test_black_is_solid_black_and_nothing_else(inks: Inks) -> None:
    assert inks.area((0, 0, 0)) == inks.text((0, 0, 0), 9) == (0, 0, 0, 100)


@pytest.mark.parametrize("size", [6.5, 9, 13.9])
def test_small_text_is_on_the_black_plate(size: float, inks: Inks, german: Layout) -> None:
    for _, colour in german.look.colours.by_role():
        assert inks.text(colour.rgb, size)[:3] == (0, 0, 0)


def test_large_text_has_its_colour(inks: Inks, german: Layout) -> None:
    heading = german.look.colours.heading.rgb

    assert inks.text(heading, 14) == inks.area(heading)
    assert sum(inks.text(heading, 14)[:3]) > 100


def test_dark_text_is_solid_and_muted_text_a_tint(inks: Inks, german: Layout) -> None:
    colours = german.look.colours

    assert [inks.text(c.rgb, 9)[3] for c in (colours.ink, colours.heading, colours.city)] == [
        100,
        100,
        100,
    ]
    assert 70 < inks.text(colours.muted.rgb, 9)[3] < 80


def test_thin_lines_are_on_the_black_plate_and_wide_ones_in_colour(
    inks: Inks, german: Layout
) -> None:
    mean = german.look.colours.mean.rgb

    assert inks.line(mean, 0.9)[:3] == (0, 0, 0)
    assert inks.line(mean, 1.0) == inks.area(mean)


def test_a_strong_colour_is_mixed_of_inks_that_leave_dots(inks: Inks, german: Layout) -> None:
    for _, colour in german.look.colours.by_role():
        assert all(amount == 0 or amount >= 3 for amount in inks.area(colour.rgb))


def test_inks_that_the_layout_gives_are_taken_as_they_are(german: Layout) -> None:
    given: Cmyk = (1, 75, 100, 10.5)
    inks = with_colour(german, Colour("#c24a16", given))

    assert inks.area(Colour("#c24a16").rgb) == given
    assert inks.text(Colour("#c24a16").rgb, 20) == given
    assert inks.text(Colour("#c24a16").rgb, 9)[:3] == (0, 0, 0)


def test_a_tint_of_black_that_the_layout_gives_is_taken_for_text_too(german: Layout) -> None:
    inks = with_colour(german, Colour("#c24a16", (0, 0, 0, 60)))

    assert inks.text(Colour("#c24a16").rgb, 9) == (0, 0, 0, 60)


def test_what_is_all_but_black_is_solid_in_fine_things_only(inks: Inks, german: Layout) -> None:
    ink = german.look.colours.ink.rgb

    assert inks.text(ink, 9) == inks.text(ink, 20) == (0, 0, 0, 100)
    assert inks.line(ink, 0.5) == inks.line(ink, 2) == (0, 0, 0, 100)
    assert 90 < inks.area(ink)[3] < 100


def test_a_dark_tint_that_the_layout_gives_is_not_made_solid(german: Layout) -> None:
    inks = with_colour(german, Colour("#c24a16", (0, 0, 0, 85)))

    assert inks.text(Colour("#c24a16").rgb, 9) == (0, 0, 0, 85)
    assert inks.line(Colour("#c24a16").rgb, 0.5) == (0, 0, 0, 85)


def test_the_layouts_tinted_greys_are_greys_and_its_blues_are_not(
    inks: Inks, german: Layout
) -> None:
    colours = german.look.colours

    for grey_role in (colours.ink, colours.muted, colours.others, colours.rule, colours.ground):
        assert inks.area(grey_role.rgb)[:3] == (0, 0, 0)
    assert sum(inks.area(Colour("#5a6f86").rgb)[:3]) > 0  # CIE chroma 15


@pytest.mark.parametrize("limit", [300, 240, 180])
def test_no_colour_takes_more_ink_than_the_limit(limit: float, german: Layout) -> None:
    inks = with_colour(german, german.look.colours.mean, limit)
    steps = (0.0, 0.1, 0.3, 0.6, 1.0)

    sums = [sum(inks.area((r, g, b))) for r in steps for g in steps for b in steps]

    assert max(sums) <= limit
    assert max(sums) > limit - 60


def test_black_stays_when_ink_is_taken_away() -> None:
    pixels = np.array([[[255, 255, 255, 255], [255, 255, 0, 51], [10, 0, 0, 0]]], dtype=np.uint8)

    result = np.asarray(limited(Image.fromarray(pixels, "CMYK"), 200))

    # 510 of 1020 are 200 percent: 255 are left to the three colours, 459 beside the second.
    assert result.tolist() == [[[85, 85, 85, 255], [229, 229, 0, 51], [10, 0, 0, 0]]]


def test_a_photo_of_darkness_keeps_the_limit(inks: Inks) -> None:
    noise = np.random.default_rng(1).integers(0, 40, (60, 60, 3), dtype=np.uint8)

    printed = np.asarray(inks.photo(Image.fromarray(noise, "RGB")), dtype=int)

    assert printed.shape == (60, 60, 4)
    assert printed.sum(axis=2).max() <= 300 * 2.55
