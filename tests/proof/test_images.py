"""The check of a press file and its proof read the same inks from an image, and the right ones.

The expected inks are worked out from the samples by hand; PDFium, which decodes images itself, must
show them like an area of the same inks.
"""

from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from reportgen.page_reader.colours import read_space
from reportgen.page_reader.images import most_ink
from reportgen.proof import prove, separate
from tests.document.pressing import (
    add_image,
    add_page,
    inks_at,
    new_document,
    plates_of,
    saved,
)

#: Samples of 80, 20, 0 and 40 % of the four inks, and what is left to 100 %.
SAMPLES, OPPOSITE = (204, 51, 0, 102), (51, 204, 255, 153)
INKS, OPPOSITE_INKS = (80, 20, 0, 40), (20, 80, 100, 60)

PLACED = "q 100 0 0 100 0 0 cm /I Do Q"

Make = Callable[[pikepdf.Pdf], Any]


def jpeg(samples: tuple[int, ...] | int, *, marked: bool, transform: int = 0) -> bytes:
    """A JPEG that holds these samples, with Adobe's marker or without."""
    buffer = BytesIO()
    if isinstance(samples, int):
        Image.new("L", (16, 16), samples).save(buffer, "JPEG", quality=100)
        return buffer.getvalue()
    # Pillow stores CMYK upside down, and with the marker.
    turned = tuple(255 - sample for sample in samples)
    Image.new("CMYK", (16, 16), turned).save(buffer, "JPEG", quality=100, subsampling=0)
    data = buffer.getvalue()
    start = data.index(b"\xff\xee")
    length = int.from_bytes(data[start + 2 : start + 4])
    marker = data[start : start + 1 + length] + bytes([transform]) if marked else b""
    return data[:start] + marker + data[start + 2 + length :]


def cmyk_jpeg(samples: tuple[int, ...], decode: list[float], *, marked: bool, **more: Any) -> Make:
    def make(document: pikepdf.Pdf) -> Any:
        data = jpeg(samples, marked=marked)
        entries = {"Filter": Name.DCTDecode, "Decode": Array(decode)} | more
        return add_image(document, data, 16, 16, **entries)

    return make


def plain(samples: bytes, space: Any, **more: Any) -> Make:
    def make(document: pikepdf.Pdf) -> Any:
        return add_image(document, samples, 1, 1, ColorSpace=space, **more)

    return make


def tint(family: Name, names: Any) -> Array:
    function = Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1)
    return Array([family, names, Name.DeviceCMYK, function])


PALETTE = Array([Name.Indexed, Name.DeviceCMYK, 1, String(bytes(4) + bytes(SAMPLES))])
UP, DOWN = [0, 1] * 4, [1, 0] * 4


@pytest.mark.parametrize(
    ("make", "inks"),
    [
        pytest.param(cmyk_jpeg(SAMPLES, UP, marked=True), INKS, id="Adobe's"),
        pytest.param(cmyk_jpeg(OPPOSITE, DOWN, marked=True), INKS, id="Adobe's, turned"),
        pytest.param(cmyk_jpeg(SAMPLES, UP, marked=False), INKS, id="no marker"),
        pytest.param(cmyk_jpeg(OPPOSITE, DOWN, marked=False), INKS, id="no marker, turned"),
        pytest.param(cmyk_jpeg(SAMPLES, DOWN, marked=False), OPPOSITE_INKS, id="opposite"),
        pytest.param(
            cmyk_jpeg(SAMPLES, [1, 0, 0, 1, 0, 1, 1, 0], marked=False),
            (20, 20, 0, 60),
            id="each ink otherwise",
        ),
    ],
)
def test_a_jpeg_in_cmyk_has_the_same_inks_for_check_and_proof(
    make: Make, inks: tuple[int, ...]
) -> None:
    assert_inks(make, inks)
    assert_shown_like(make, inks)


@pytest.mark.parametrize(
    ("make", "inks"),
    [
        pytest.param(plain(bytes(SAMPLES), Name.DeviceCMYK), INKS, id="CMYK"),
        pytest.param(
            plain(bytes(SAMPLES), Name.DeviceCMYK, Decode=Array(DOWN)), OPPOSITE_INKS, id="turned"
        ),
        pytest.param(
            plain(bytes(SAMPLES), Name.DeviceCMYK, Decode=Array([0, 0.5] * 4)),
            (40, 10, 0, 20),
            id="half",
        ),
        pytest.param(plain(b"\x33", Name.DeviceGray), (0, 0, 0, 80), id="grey"),
        pytest.param(
            plain(b"\x33", Name.DeviceGray, Decode=Array([1, 0])), (0, 0, 0, 20), id="turned grey"
        ),
        pytest.param(plain(b"\1", PALETTE), INKS, id="palette"),
        pytest.param(plain(b"\7", PALETTE), INKS, id="beyond the palette"),
        pytest.param(
            plain(b"\x33", tint(Name.Separation, Name.Magenta)), (0, 20, 0, 0), id="one ink"
        ),
        pytest.param(
            plain(b"\x33\xcc", tint(Name.DeviceN, Array([Name.Black, Name.Cyan]))),
            (80, 0, 0, 20),
            id="two inks",
        ),
    ],
)
def test_samples_have_the_same_inks_for_check_and_proof(make: Make, inks: tuple[int, ...]) -> None:
    assert_inks(make, inks)


def test_a_jpeg_in_grey_is_black_ink() -> None:
    def make(document: pikepdf.Pdf) -> Any:
        data = jpeg(51, marked=False)
        entries = {"Filter": Name.DCTDecode, "ColorSpace": Name.DeviceGray}
        return add_image(document, data, 16, 16, **entries)

    assert_inks(make, (0, 0, 0, 80))


def test_a_jpeg_in_ycck_without_a_marker_is_as_the_file_says() -> None:
    """A file that says so by ColorTransform means what one with the marker of YCCK means."""
    by_file = cmyk_jpeg(
        SAMPLES, UP, marked=False, DecodeParms=Array([Dictionary(ColorTransform=1)])
    )

    def by_marker(document: pikepdf.Pdf) -> Any:
        data = jpeg(SAMPLES, marked=True, transform=2)
        return add_image(document, data, 16, 16, Filter=Name.DCTDecode)

    plain_cmyk = cmyk_jpeg(SAMPLES, UP, marked=False)
    assert proof_inks(by_file) == proof_inks(by_marker) != proof_inks(plain_cmyk)
    assert check_ink(by_file) == check_ink(by_marker) != check_ink(plain_cmyk)


def check_ink(make: Make) -> float | None:
    document = new_document()
    image = make(document)
    return most_ink(image, read_space(image.ColorSpace, {}))


def page_with(make: Make) -> pikepdf.Pdf:
    document = new_document()
    add_page(document, PLACED, I=make(document))
    return document


def proof_inks(make: Make) -> tuple[int, ...]:
    (made,) = plates_of(page_with(make))
    return inks_at(made, 50, 50)


def assert_inks(make: Make, inks: tuple[int, ...]) -> None:
    proof = prove(separate(page_with(make), "made.pdf"), "made.pdf", 72, 300)

    assert proof_inks(make) == pytest.approx(inks, abs=1)
    assert check_ink(make) == pytest.approx(sum(inks), abs=2)
    assert proof.pages[0].figures.most == pytest.approx(check_ink(make), abs=1)


def assert_shown_like(make: Make, inks: tuple[int, ...]) -> None:
    area = new_document()
    add_page(area, f"{' '.join(str(ink / 100) for ink in inks)} k 0 0 100 100 re f")

    assert shown(page_with(make)) == pytest.approx(shown(area), abs=3)


def shown(document: pikepdf.Pdf) -> list[int]:
    """Red, green and blue in the middle of the page, by PDFium."""
    with (
        closing(pypdfium2.PdfDocument(saved(document))) as opened,
        closing(opened[0]) as page,
    ):
        red, green, blue = page.render(scale=1).to_pil().convert("RGB").getpixel((50, 50))
        return [red, green, blue]
