"""A photo that would take hours or all memory is refused before it is decoded."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageColor

from reportgen.photo import _decoded, load_photo

pytestmark = pytest.mark.exhaustive

PLACE = (0.5, 0.5)


def png(width: int, height: int, chunks: bytes = b"") -> bytes:
    """A PNG that claims a size and holds no picture."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(b""))
    return b"\x89PNG\r\n\x1a\n" + head + chunks + data + chunk(b"IEND", b"")


def chunk(kind: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


def tiff(entries: int, size: int) -> bytes:
    """A TIFF whose many descriptions all claim the same bytes."""
    listed = b"".join(struct.pack("<HHII", 40_000 + n, 7, size, 8) for n in range(entries))
    head = b"II*\0" + struct.pack("<IHHHII", 8, entries + 2, 256, 4, 1, 9)
    return head + struct.pack("<HHII", 257, 4, 1, 9) + listed + b"\0" * (size + 4)


def scanned(times: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    buffer = BytesIO()
    Image.new("RGB", (1600, 1200)).save(buffer, "JPEG", progressive=True)
    content = buffer.getvalue()[:-2]
    return content + content[content.rindex(b"\xff\xda") :] * times + b"\xff\xd9"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(png(8100, 8100), "more than 64 million pixels", id="pixels"),
        pytest.param(png(50_000, 10), "wide or high", id="wide"),
        pytest.param(png(9, 9, chunk(b"tEXt", b"a\0b") * 90_000), "descriptions", id="chunks"),
        pytest.param(png(9, 9, chunk(b"eXIf", b"II*\0" * 20_000)), "EXIF", id="EXIF"),
        pytest.param(tiff(900, 100_000), "", id="tags"),
        pytest.param(scanned(1000), "too many scans", id="scans"),
        pytest.param(b"%!PS-Adobe-3.0 EPSF-3.0\n", "neither JPEG", id="EPS"),
    ],
)
def test_a_photo_that_takes_too_much_is_told(content: bytes, reason: str, tmp_path: Path) -> None:
    file = tmp_path / "photo.jpg"
    file.write_bytes(content)

    photo, (problem,) = load_photo(file, PLACE, 500, 200, 1)

    assert photo is None
    assert problem.code == "photo-unreadable"
    assert reason in problem.message


def test_a_device_is_not_read_as_a_photo(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").symlink_to("/dev/zero")

    photo, (problem,) = load_photo(tmp_path / "photo.jpg", PLACE, 500, 200, 1)

    assert photo is None
    assert "not a regular file" in problem.message


@pytest.mark.parametrize("mode", ["I", "F"])
def test_numbers_of_which_nobody_says_what_is_white_are_refused(mode: str, tmp_path: Path) -> None:
    Image.new(mode, (90, 60), 500).save(tmp_path / "photo", "TIFF")

    photo, (problem,) = load_photo(tmp_path / "photo", PLACE, 500, 200, 1)

    assert photo is None
    assert "32 bits" in problem.message


@pytest.mark.exhaustive
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_a_large_photo_is_made_smaller_and_stands_upright(kind: str, tmp_path: Path) -> None:
    image = Image.new("RGB", (7000, 4400), "blue")
    image.paste(Image.new("RGB", (7000, 2200), "red"))
    exif = Image.Exif()
    exif[0x0112] = 3  # upside down
    image.save(tmp_path / "photo", kind, exif=exif)

    photo, problems = load_photo(tmp_path / "photo", PLACE, 500, 200, 1)

    assert photo
    assert not problems
    assert photo.image.size == (3500, 2200)
    red, _, blue = photo.image.getpixel((2000, 100))  # type: ignore[misc]
    assert blue > 200 > red


def test_a_photo_is_decoded_once_for_all_editions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, times = tmp_path / "photo", list[int]()
    decode = _decoded
    monkeypatch.setattr(
        "reportgen.photo._decoded", lambda content: times.append(len(content)) or decode(content)
    )
    for colour in ("red", "blue"):
        Image.new("RGB", (90, 60), colour).save(file, "PNG")
        for width in (500, 510):
            photo, _ = load_photo(file, PLACE, width, 200, 1)
            assert photo
            assert photo.image.getpixel((9, 9)) == ImageColor.getrgb(colour)
    assert len(times) == 2


def test_a_damaged_photo_is_told_each_time(tmp_path: Path) -> None:
    (tmp_path / "photo").write_bytes(png(900, 900))

    for _ in range(2):
        photo, (problem,) = load_photo(tmp_path / "photo", PLACE, 500, 200, 1)
        assert photo is None
        assert "truncated" in problem.message


@pytest.mark.parametrize("mode", ["RGBA", "LA", "CMYK", "I;16", "P"])
def test_a_photo_is_made_smaller_without_seams(mode: str, tmp_path: Path) -> None:
    grey = {"RGBA": (90, 90, 90, 255), "LA": (90, 255), "CMYK": (0, 0, 0, 165)}
    value = grey.get(mode, 90 * 257 if mode == "I;16" else 90)
    image = Image.new(mode, (7001, 4409), value)  # type: ignore[arg-type]
    if mode == "P":
        image.putpalette([n // 3 for n in range(768)])
    image.save(tmp_path / "photo", "TIFF", compression="tiff_adobe_deflate")

    photo, problems = load_photo(tmp_path / "photo", PLACE, 500, 200, 1)

    assert photo
    assert not problems
    assert photo.image.width in {3500, 3501}
    for low, high in photo.image.getextrema():  # type: ignore[misc]
        assert 88 <= low <= high <= 92
