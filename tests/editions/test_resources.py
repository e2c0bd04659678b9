"""What a finished PDF embeds: subsets of one family, no image but the photo."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from reportgen.layout.load import Layout
from reportgen.model import Portrait, Profile, Report
from tests.document.making import report_of
from tests.document.pdf import opened, operations, page_texts, pixels

FONT_NAME = re.compile(r"/[A-Z]{6}\+SourceSansPro-(Light|Regular|Semibold|Bold)")


def fonts_of(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    for page in document.pages:
        yield from page.Resources.Font.values()


def images_of(document: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [
        thing
        for thing in document.objects
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
    ]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Red above, blue below, sharp enough for the page's width."""
    image = Image.new("RGB", (2600, 1300), "blue")
    image.paste(Image.new("RGB", (2600, 650), "red"))
    image.save(tmp_path / "photo.png")
    return tmp_path / "photo.png"


def test_every_font_is_an_embedded_subset_with_unicode(reports: Mapping[str, Report]) -> None:
    for report in reports.values():
        with opened(report.pdf) as document:
            weights = set()
            for font in fonts_of(document):
                name = FONT_NAME.fullmatch(str(font.BaseFont))
                assert name, font.BaseFont
                assert font.FontDescriptor.FontName == font.BaseFont
                assert len(font.FontDescriptor.FontFile2.read_bytes()) > 1000
                assert b"beginbf" in font.ToUnicode.read_bytes()
                weights.add(name[1])
            assert weights == {"Light", "Regular", "Semibold", "Bold"}


def test_every_font_of_the_file_is_one_of_a_page(reports: Mapping[str, Report]) -> None:
    """Nothing is left over, such as a standard font that no page uses."""
    with opened(reports["duesseldorf"].pdf) as document:
        used = {str(font.BaseFont) for font in fonts_of(document)}
        present = {
            str(thing.BaseFont)
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font"
        }
        assert present == used
        assert len(used) == 4
    assert b"Helvetica" not in reports["duesseldorf"].pdf


def test_without_a_photo_there_is_no_image(reports: Mapping[str, Report]) -> None:
    """Charts are vectors, too."""
    for slug in reports.keys() - {"duesseldorf"}:
        with opened(reports[slug].pdf) as document:
            assert images_of(document) == []
            for page in document.pages:
                # Forms that hold a marker are looked into; anything else that is placed is left.
                operators = {operator for _, operator in operations(page)}
                assert not operators & {"BI", "Do", "sh"}


def test_a_photo_is_the_only_image_and_stored_as_it_was_prepared(
    cities: Mapping[str, Profile], german: Layout, photo: Path
) -> None:
    portrait = Portrait(photo=photo, credit="Foto: Mustermann")
    report = report_of(cities["rostock"], german, portrait)
    assert report.problems == ()
    with opened(report.pdf) as document:
        (image,) = images_of(document)
        assert image.Filter == "/DCTDecode"
        assert image.ColorSpace == "/DeviceRGB"
        assert image.read_raw_bytes().startswith(b"\xff\xd8")
    assert "Quelle: Foto: Mustermann" in page_texts(report.pdf)[0]


def test_the_photo_lies_across_the_page_upright_above_the_name(
    cities: Mapping[str, Profile], german: Layout, photo: Path
) -> None:
    page = pixels(report_of(cities["rostock"], german, Portrait(photo=photo)).pdf)
    right = page.width - 2
    assert [page.getpixel((x, 5))[0] > 240 for x in (1, right)] == [True, True]
    assert [page.getpixel((x, 112))[2] > 240 for x in (1, right)] == [True, True]
    band = tuple(round(255 * part) for part in german.look.colours.band.rgb)
    assert page.getpixel((2, 180)) == band


@pytest.mark.parametrize("has_photo", [True, False])
def test_a_photo_that_cannot_be_used_is_replaced_by_the_band(
    cities: Mapping[str, Profile], german: Layout, tmp_path: Path, has_photo: bool
) -> None:
    broken = tmp_path / "photo.jpg"
    broken.write_text("This is no photo.")
    portrait = Portrait(photo=broken if has_photo else None)
    report = report_of(cities["rostock"], german, portrait)
    assert [p.code for p in report.problems] == (["photo-unreadable"] if has_photo else [])
    # The letters of the abbreviation stand large in the lighter field of the band.
    page = pixels(report.pdf)
    light = tuple(round(255 * part) for part in german.look.colours.band_light.rgb)
    assert page.getpixel((page.width - 3, 3)) == light
    assert "HRO" in page_texts(report.pdf)[0]
    with opened(report.pdf) as document:
        assert images_of(document) == []


def test_a_coarse_photo_is_used_and_warned_of(
    cities: Mapping[str, Profile], german: Layout, tmp_path: Path
) -> None:
    Image.new("RGB", (900, 500), "green").save(tmp_path / "photo.jpg")
    report = report_of(cities["rostock"], german, Portrait(photo=tmp_path / "photo.jpg"))
    (problem,) = report.problems
    assert problem.code == "photo-resolution"
    # 900 pixels at 200 dpi are 114.3 mm.
    assert "114 mm" in problem.hint
    with opened(report.pdf) as document:
        assert len(images_of(document)) == 1
