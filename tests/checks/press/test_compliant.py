"""What the program makes for a press passes: our preflight without a word, veraPDF as PDF/A-2b."""

from collections.abc import Mapping
from pathlib import Path

import pikepdf

from reportgen.checks.press import press_preflight
from reportgen.model import Profile
from tests.checks.press.conftest import IN_ENGLISH
from tests.validating import Verdicts

#: As the layout has it.
LIMIT = 300


def test_there_is_a_file_for_each_city_and_for_what_is_special(
    cities: Mapping[str, Profile], press_files: Mapping[str, Path]
) -> None:
    special = {f"{slug}-en" for slug in IN_ENGLISH}
    special |= {f"photo-{kind}" for kind in ("rgb", "alpha", "cmyk", "grey16")} | {
        "any",
        "corrected",
    }
    assert len(cities) == 15
    assert set(press_files) == set(cities) | special


def test_our_preflight_finds_nothing(press_files: Mapping[str, Path]) -> None:
    """Not even a warning."""
    found = {}
    for name, file in press_files.items():
        with pikepdf.open(file) as document:
            found[name] = press_preflight(document, LIMIT)
    assert {name: problems for name, problems in found.items() if problems} == {}


def test_verapdf_finds_nothing(press_files: Mapping[str, Path], verdicts: Verdicts) -> None:
    found = {name: verdicts[name, "2b"] for name in press_files}
    assert {name: problems for name, problems in found.items() if problems} == {}


def test_a_lower_ink_limit_is_kept_to(press_files: Mapping[str, Path]) -> None:
    """The darkest colour of the layout takes more than 190 %."""
    with pikepdf.open(press_files["koeln"]) as document:
        assert {problem.code for problem in press_preflight(document, 190)} == {"too-much-ink"}


def test_photos_are_images_in_inks_of_300_dpi(press_files: Mapping[str, Path]) -> None:
    """Else they would pass for nothing."""
    for kind in ("rgb", "alpha", "cmyk", "grey16"):
        with pikepdf.open(press_files[f"photo-{kind}"]) as document:
            (image,) = document.pages[0].get_images().values()
            assert (image.ColorSpace, image.BitsPerComponent) == ("/DeviceCMYK", 8)
            trim = [float(edge) for edge in document.pages[0].obj.BleedBox]
            assert image.Width / (trim[2] - trim[0]) * 72 >= 299
