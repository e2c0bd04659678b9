"""veraPDF finds every file that the program makes compliant with both standards it claims."""

from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pytest

from reportgen.checks.accessibility.preflight import preflight
from reportgen.model import Profile, Report
from tests.checks.accessibility import samples
from tests.checks.accessibility.tree import Node
from tests.document.pdf import opened
from tests.validating import Verdicts

SAMPLES = (
    "portrait",
    "bare",
    "large",
    "any",
    "table",
    "corrected",
    *(f"photo-{kind}" for kind in samples.PHOTOS),
)


@pytest.mark.parametrize(
    ("kind", "archive"), [("de", "2a"), ("en", "2a"), ("data", "3a")], ids=["de", "en", "data"]
)
def test_every_city_is_compliant(
    cities: Mapping[str, Profile], verdicts: Verdicts, kind: str, archive: str
) -> None:
    """German, English, and German with the data inside."""
    found = {
        (slug, flavour): verdicts[f"{slug}-{kind}", flavour]
        for slug in cities
        for flavour in ("ua1", archive)
    }
    assert len(found) == 30
    assert {key: problems for key, problems in found.items() if problems} == {}


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("flavour", ["ua1", "2a"])
def test_what_real_cities_do_not_have_is_compliant(
    verdicts: Verdicts, name: str, flavour: str
) -> None:
    assert verdicts[name, flavour] == ()


def test_every_sample_is_validated(sample_files: Mapping[str, Path]) -> None:
    assert sorted(sample_files) == sorted(SAMPLES)


def test_our_checks_find_nothing_either(
    reports: Mapping[str, Report],
    english: Mapping[str, Report],
    with_data: Mapping[str, Report],
    sample_files: Mapping[str, Path],
) -> None:
    """Read from the file, as `reportgen check` does."""
    pdfs = [report.pdf for some in (reports, english, with_data) for report in some.values()]
    pdfs += [file.read_bytes() for file in sample_files.values()]
    assert len(pdfs) == 55
    for pdf in pdfs:
        with opened(pdf) as document:
            assert preflight(document) == ()


class TestSamplesHaveWhatTheyAreFor:
    """Else they would be compliant for nothing."""

    def test_photos_are_images_on_the_first_page(self, sample_files: Mapping[str, Path]) -> None:
        for kind in samples.PHOTOS:
            with pikepdf.open(sample_files[f"photo-{kind}"]) as document:
                (image,) = document.pages[0].get_images().values()
                assert (image.ColorSpace, image.BitsPerComponent) == ("/DeviceRGB", 8)
                assert "/SMask" not in image

    def test_the_portrait_has_links_and_lists(self, sample_files: Mapping[str, Path]) -> None:
        with pikepdf.open(sample_files["portrait"]) as document:
            assert len(document.pages[0].Annots) >= 2
        assert {block.kind for block in samples.PORTRAIT.blocks} == {
            "paragraph", "heading", "bullet",
        }  # fmt: skip

    def test_the_bare_one_has_no_figure_but_that_of_its_densities(
        self, sample_files: Mapping[str, Path]
    ) -> None:
        with pikepdf.open(sample_files["bare"]) as document:
            figures = [
                o
                for o in document.objects
                if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"
            ]
        assert len(figures) == 1

    def test_one_has_charts_in_parts(self, sample_trees: Mapping[str, Node]) -> None:
        assert len(sample_trees["any"].all("Figure")) >= 7

    def test_the_long_ones_break_over_pages(self, sample_files: Mapping[str, Path]) -> None:
        for name, pages in (("large", 10), ("table", 3)):
            with pikepdf.open(sample_files[name]) as document:
                assert len(document.pages) >= pages
