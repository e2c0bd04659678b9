"""Ink in the pixels of images, however they are stored."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Name, Pdf, Stream
from PIL import Image

from reportgen.page_reader.colours import CMYK, GRAY, RGB, read_space
from reportgen.page_reader.images import most_ink

#: Two pixels: 40 + 0 + 20 + 20 % and 100 + 100 + 0 + 60 %.
PIXELS = bytes([102, 0, 51, 51, 255, 255, 0, 153])

TURNED = Array([1, 0] * 4)


@pytest.fixture
def document() -> Pdf:
    return pikepdf.new()


def raw(document: Pdf, samples: bytes, size: tuple[int, int] = (2, 1)) -> Stream:
    image = document.make_stream(samples)
    image.Subtype, image.BitsPerComponent = Name.Image, 8
    image.Width, image.Height = size
    return image


def jpeg(document: Pdf, samples: bytes) -> Stream:
    """As Pillow stores it: with Adobe's mark, and turned around."""
    buffer = BytesIO()
    pixels = np.frombuffer(samples, np.uint8).reshape(1, -1, 4).repeat(16, 0).repeat(16, 1)
    Image.fromarray(pixels, "CMYK").save(buffer, "JPEG", quality=100, subsampling=0)
    image = raw(document, b"", (32, 16))
    image.write(buffer.getvalue(), filter=Name.DCTDecode)
    return image


def test_samples_as_they_are(document: Pdf) -> None:
    assert most_ink(raw(document, PIXELS), CMYK) == pytest.approx(260)


def test_samples_that_are_turned_around(document: Pdf) -> None:
    image = raw(document, PIXELS)
    image.Decode = TURNED
    # The first pixel is then 60 + 100 + 80 + 80 %.
    assert most_ink(image, CMYK) == pytest.approx(320)


def test_samples_of_which_each_ink_is_told_otherwise(document: Pdf) -> None:
    image = raw(document, PIXELS)
    image.Decode = Array([0, 0.5, 0, 1, 1, 0, 0, 1])
    # 20 + 0 + 80 + 20 % and 50 + 100 + 100 + 60 %.
    assert most_ink(image, CMYK) == pytest.approx(310)


def test_a_jpeg_of_adobe_s_kind_holds_the_opposite_unless_told_otherwise(document: Pdf) -> None:
    image = jpeg(document, PIXELS)
    image.Decode = TURNED
    assert most_ink(image, CMYK) == pytest.approx(260, abs=2)
    del image.Decode
    assert most_ink(image, CMYK) == pytest.approx(320, abs=2)


def test_a_jpeg_within_another_filter(document: Pdf) -> None:
    inner = jpeg(document, PIXELS)
    image = raw(document, b"", (32, 16))
    encoded = inner.read_raw_bytes().hex().encode() + b">"
    image.write(encoded, filter=Array([Name.ASCIIHexDecode, Name.DCTDecode]))
    image.ColorSpace, image.Decode = Name.DeviceCMYK, TURNED
    assert most_ink(image, CMYK) == pytest.approx(260, abs=2)


def test_grey_is_black_ink(document: Pdf) -> None:
    assert most_ink(raw(document, bytes([255, 204])), GRAY) == pytest.approx(20)


def test_a_palette_is_judged_by_its_colours(document: Pdf) -> None:
    space = read_space(Array([Name.Indexed, Name.DeviceCMYK, 1, pikepdf.String(PIXELS)]), {})
    assert most_ink(raw(document, bytes(2)), space) == pytest.approx(260)


def test_what_cannot_be_read_is_not_judged(document: Pdf) -> None:
    assert most_ink(raw(document, bytes(6)), RGB) is None
    fax = raw(document, b"")
    fax.Filter = Name.CCITTFaxDecode
    assert most_ink(fax, GRAY) is None
    coarse = raw(document, b"\0")
    coarse.BitsPerComponent = 1
    assert most_ink(coarse, GRAY) is None


@pytest.mark.parametrize("samples", [b"", bytes(7)])
def test_samples_that_are_missing_are_a_fault(document: Pdf, samples: bytes) -> None:
    with pytest.raises(ValueError, match="fewer samples"):
        most_ink(raw(document, samples), CMYK)


def test_the_photo_of_a_press_file_stays_within_the_limit(
    press_files: Mapping[str, Path],
) -> None:
    with pikepdf.open(press_files["photo-rgb"]) as file:
        (image,) = file.pages[0].get_images().values()
        ink = most_ink(image, CMYK)
    assert ink is not None
    assert 150 < ink <= 300.5
