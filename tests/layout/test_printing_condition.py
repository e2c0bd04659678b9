"""What a layout says of the press: condition, profile, inks and room for the knife."""

import struct
from pathlib import Path

import pytest
from PIL import ImageCms

from reportgen.errors import LayoutError, Problem
from reportgen.layout.appearance import Colour
from reportgen.layout.load import load_layout
from tests.layouts import SHIPPED, changed


def problems_of(folder: Path, icc: Path | None = None) -> tuple[Problem, ...]:
    with pytest.raises(LayoutError) as caught:
        load_layout(folder, icc=icc)
    return caught.value.problems


def test_the_shipped_layout_prints_on_coated_paper() -> None:
    layout = load_layout()

    assert (layout.condition.name, layout.condition.registered) == ("FOGRA39", True)
    assert layout.condition.ink_limit == 300
    assert layout.look.press.bleed == 3
    assert layout.condition.profile.content == (SHIPPED / "coated-fogra39l.icc").read_bytes()


def test_the_printers_own_profile_goes_before_the_layouts(tmp_path: Path) -> None:
    own = tmp_path / "own.icc"
    own.write_bytes((SHIPPED / "coated-fogra39l.icc").read_bytes())
    layout = changed(tmp_path, ("layout.toml", "press.profile", '"none.icc"'))

    condition = load_layout(layout, icc=own).condition

    assert (condition.name, condition.registered) == ("Coated FOGRA39L, ink limit 300 %", False)


@pytest.mark.parametrize(
    ("name", "is_registered"),
    [("FOGRA52", True), ("CGATS TR 006", True), ("Müller & Söhne", False), ("FOGRA", False)],
)
def test_only_names_of_the_registry_are_said_to_be_registered(
    name: str, is_registered: bool, tmp_path: Path
) -> None:
    folder = changed(tmp_path, ("layout.toml", "press.condition", f'"{name}"'))

    assert load_layout(folder).condition.registered is is_registered


def test_a_profile_that_the_layout_names_must_be_there(tmp_path: Path) -> None:
    folder = changed(tmp_path, ("layout.toml", "press.profile", '"none.icc"'))

    (problem,) = problems_of(folder)

    assert (problem.code, problem.where) == ("profile-unreadable", str(folder / "none.icc"))


def test_the_profile_of_a_screen_is_refused(tmp_path: Path) -> None:
    screen = tmp_path / "srgb.icc"
    screen.write_bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())

    codes = [p.code for p in problems_of(SHIPPED, icc=screen)]

    assert codes == ["profile-class", "profile-space", "profile-tables"]


def test_a_colour_may_say_how_it_is_printed(tmp_path: Path) -> None:
    colour = '{ screen = "#A03A10", print = [0, 75, 100, 10.5] }'
    folder = changed(tmp_path, ("layout.toml", "colours.mean", colour))

    mean = load_layout(folder).look.colours.mean

    assert mean == Colour("#a03a10")
    assert mean.inks == (0, 75, 100, 10.5)
    assert load_layout().look.colours.mean.inks is None


@pytest.mark.parametrize(
    "value",
    [
        '{ screen = "#a03a10" }',
        '{ screen = "#a03a10", paper = [0, 0, 0, 0] }',
        '{ screen = "red", print = [0, 0, 0, 0] }',
        '{ screen = "#a03a10", print = [0, 0, 0] }',
        '{ screen = "#a03a10", print = [0, 0, 0, 101] }',
        '{ screen = "#a03a10", print = [-1, 0, 0, 0] }',
        '{ screen = "#a03a10", print = [0, 0, 0, nan] }',
        '{ screen = "#a03a10", print = [0, 0, 0, true] }',
        '{ screen = "#a03a10", print = "0 0 0 100" }',
    ],
)
def test_a_colour_that_is_written_wrongly_is_told(value: str, tmp_path: Path) -> None:
    folder = changed(tmp_path, ("layout.toml", "colours.mean", value))

    (problem,) = problems_of(folder)

    assert (problem.code, problem.where) == (
        "wrong-value",
        f"{folder / 'layout.toml'}, colours.mean",
    )


def test_a_colour_of_more_ink_than_the_paper_takes_is_told(tmp_path: Path) -> None:
    colour = '{ screen = "#a03a10", print = [100, 100, 80, 21] }'
    folder = changed(tmp_path, ("layout.toml", "colours.mean", colour))

    (problem,) = problems_of(folder)

    assert problem.code == "too-much-ink"
    assert "301 %" in problem.message


def test_one_colour_cannot_be_printed_in_two_ways(tmp_path: Path) -> None:
    # The title's band has the colour of headings on the screen.
    colour = '{ screen = "#0b3a5e", print = [100, 60, 10, 40] }'
    folder = changed(tmp_path, ("layout.toml", "colours.heading", colour))

    (problem,) = problems_of(folder)

    assert (problem.code, problem.where) == (
        "two-print-colours",
        f"{folder / 'layout.toml'}, colours.band",
    )
    assert "heading and band" in problem.message


@pytest.mark.parametrize("side", ["left", "right", "top", "bottom", "foot"])
def test_text_keeps_away_from_where_the_paper_is_cut(side: str, tmp_path: Path) -> None:
    folder = changed(tmp_path, ("layout.toml", f"page.{side}", "4.9"))

    (problem,) = problems_of(folder)

    assert (problem.code, problem.where) == (
        "text-near-trim",
        f"{folder / 'layout.toml'}, page.{side}",
    )


@pytest.mark.parametrize("key", ["press.bleed", "press.ink_limit"])
def test_measures_of_the_press_are_more_than_zero(key: str, tmp_path: Path) -> None:
    folder = changed(tmp_path, ("layout.toml", key, "0"))

    assert {p.code for p in problems_of(folder)} == {"impossible-value"}


@pytest.mark.parametrize("limit", ["90", "199", "401", "inf"])
def test_an_ink_limit_that_no_paper_has_is_refused(limit: str, tmp_path: Path) -> None:
    folder = changed(tmp_path, ("layout.toml", "press.ink_limit", limit))

    assert f"{limit} %" in " ".join(p.message for p in problems_of(folder))
    assert {p.where for p in problems_of(folder)} == {f"{folder / 'layout.toml'}, press.ink_limit"}


def test_the_printers_own_ink_limit_goes_before_the_layouts(tmp_path: Path) -> None:
    colour = '{ screen = "#a03a10", print = [100, 100, 50, 0] }'
    folder = changed(tmp_path, ("layout.toml", "colours.mean", colour))

    assert load_layout(folder, ink_limit=260).condition.ink_limit == 260
    with pytest.raises(LayoutError) as caught:
        load_layout(folder, ink_limit=240)
    assert [p.code for p in caught.value.problems] == ["too-much-ink"]


def test_a_printing_condition_has_a_name(tmp_path: Path) -> None:
    folder = changed(tmp_path, ("layout.toml", "press.condition", '" "'))

    (problem,) = problems_of(folder)

    assert (problem.code, problem.where) == (
        "impossible-value",
        f"{folder / 'layout.toml'}, press.condition",
    )


def test_a_profile_that_littlecms_cannot_use_is_told_before_anything_is_built(
    tmp_path: Path,
) -> None:
    content = bytearray((SHIPPED / "coated-fogra39l.icc").read_bytes())
    for name in (b"A2B0", b"B2A0"):
        entry = content.index(name, 128)
        start, length = struct.unpack_from(">II", content, entry + 4)
        content[start : start + length] = bytes(length)
    own = tmp_path / "own.icc"
    own.write_bytes(content)

    (problem,) = problems_of(SHIPPED, icc=own)

    assert (problem.code, problem.where) == ("profile-unusable", str(own))
    assert problem.hint
