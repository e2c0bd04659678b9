"""Whatever a photo is, what reaches the page is upright, RGB, sharp enough and without metadata."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from reportgen.errors import Problem, Severity
from reportgen.photo import FORMATS, FULL_DPI, Photo, load_photo

#: The place of a photo in points: 210 mm by 50 mm.
CENTRE = (0.5, 0.5)
WIDTH, HEIGHT = 210 / 25.4 * 72, 50 / 25.4 * 72

RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)

ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F


def halves(mode: str, upper: object, lower: object, width: int = 2600) -> Image.Image:
    """An image whose upper half has one colour and whose lower half the other."""
    image = Image.new(mode, (width, width // 2), lower)  # type: ignore[arg-type]
    image.paste(Image.new(mode, (width, width // 4), upper))  # type: ignore[arg-type]
    return image


def loaded(file: Path) -> tuple[Image.Image, tuple[Problem, ...]]:
    photo, problems = load_photo(file, CENTRE, WIDTH, HEIGHT, 200)
    assert isinstance(photo, Photo)
    return Image.open(BytesIO(photo.jpeg(WIDTH, HEIGHT))), problems


def colours(image: Image.Image) -> list[tuple[int, ...]]:
    """The colours at the middle of the upper and of the lower half."""
    places = ((image.width // 2, image.height // 4), (image.width // 2, 3 * image.height // 4))
    return [image.getpixel(place) for place in places]  # type: ignore[misc]


def is_near(colour: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return all(abs(one - other) <= 6 for one, other in zip(colour, wanted, strict=True))


@pytest.mark.parametrize(
    ("image", "name", "expected"),
    [
        pytest.param(halves("RGB", RED, BLUE), "photo.jpg", (RED, BLUE), id="RGB"),
        pytest.param(halves("RGB", RED, BLUE), "photo.png", (RED, BLUE), id="PNG"),
        pytest.param(
            halves("RGBA", (255, 0, 0, 255), (0, 0, 0, 0)), "p.png", (RED, WHITE), id="RGBA"
        ),
        pytest.param(halves("LA", (0, 255), (0, 0)), "p.png", ((0, 0, 0), WHITE), id="LA"),
        pytest.param(halves("RGB", RED, BLUE).quantize(4), "p.png", (RED, BLUE), id="palette"),
        pytest.param(
            halves("CMYK", (0, 255, 255, 0), (255, 255, 0, 0)), "p.jpg", (RED, BLUE), id="CMYK"
        ),
        pytest.param(
            halves("I;16", 0x4000, 0xC000), "p.png", ((64,) * 3, (192,) * 3), id="16-bit grey"
        ),
        pytest.param(halves("L", 64, 192), "p.jpg", ((64,) * 3, (192,) * 3), id="grey"),
        pytest.param(halves("1", 1, 0), "p.png", (WHITE, (0, 0, 0)), id="black and white"),
    ],
)
def test_every_kind_of_image_becomes_an_rgb_jpeg(
    tmp_path: Path, image: Image.Image, name: str, expected: tuple[tuple[int, ...], ...]
) -> None:
    image.save(tmp_path / name)
    result, problems = loaded(tmp_path / name)
    assert (result.format, result.mode, problems) == ("JPEG", "RGB", ())
    assert all(map(is_near, colours(result), expected)), colours(result)


@pytest.mark.parametrize(
    ("orientation", "turn"),
    [(3, Image.Transpose.ROTATE_180), (6, Image.Transpose.ROTATE_90),
     (8, Image.Transpose.ROTATE_270)],
)  # fmt: skip
def test_it_is_turned_upright(tmp_path: Path, orientation: int, turn: Image.Transpose) -> None:
    """Cameras store a photo as the sensor saw it, and say how to turn it."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    file = tmp_path / "photo.jpg"
    halves("RGB", RED, BLUE).transpose(turn).save(file, exif=exif)
    result, _ = loaded(file)
    assert all(map(is_near, colours(result), (RED, BLUE)))


def test_nothing_of_the_cameras_or_the_authors_data_is_kept(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[MAKER] = "Camera of Secrets"
    exif.get_ifd(GPS)[2] = (51.0, 13.0, 32.0)
    file = tmp_path / "photo.jpg"
    halves("RGB", RED, BLUE).save(
        file, exif=exif, comment=b"Comment of Secrets", xmp=b"<x>XMP of Secrets</x>",
        icc_profile=b"Profile of Secrets",
    )  # fmt: skip
    assert file.read_bytes().count(b"of Secrets") == 4
    photo, _ = load_photo(file, CENTRE, WIDTH, HEIGHT, 200)
    assert photo is not None
    result = Image.open(BytesIO(photo.jpeg(WIDTH, HEIGHT)))
    assert b"of Secrets" not in photo.jpeg(WIDTH, HEIGHT)
    assert not result.getexif()
    assert set(result.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}


def test_it_is_cropped_evenly_to_the_shape_of_its_place(tmp_path: Path) -> None:
    """Red above and blue below stay in equal parts."""
    halves("RGB", RED, BLUE).save(tmp_path / "photo.png")
    result, _ = loaded(tmp_path / "photo.png")
    assert result.width / result.height == pytest.approx(WIDTH / HEIGHT, rel=0.01)
    middle = result.height // 2
    assert is_near(result.getpixel((9, middle - 9)), RED)  # type: ignore[arg-type]
    assert is_near(result.getpixel((9, middle + 9)), BLUE)  # type: ignore[arg-type]


def test_a_large_photo_is_brought_down_to_print_resolution(tmp_path: Path) -> None:
    halves("RGB", RED, BLUE, width=5000).save(tmp_path / "photo.jpg")
    result, problems = loaded(tmp_path / "photo.jpg")
    assert result.width == round(WIDTH / 72 * FULL_DPI)
    assert problems == ()


def test_a_coarse_photo_is_warned_of_with_the_width_it_is_good_for(tmp_path: Path) -> None:
    """1000 pixels give 200 dpi on 5 inches, which are 127 mm."""
    file = tmp_path / "photo.jpg"
    halves("RGB", RED, BLUE, width=1000).save(file)
    result, (problem,) = loaded(file)
    assert (problem.code, problem.severity) == ("photo-resolution", Severity.WARNING)
    assert "121 dpi" in problem.message
    assert "127 mm" in problem.hint
    assert problem.where == str(file)
    assert result.width == 1000


@pytest.mark.parametrize("size", [(1, 1), (2000, 3), (3, 2000)])
def test_a_photo_of_hardly_any_pixels_is_warned_of_and_placed(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    file = tmp_path / "photo.png"
    Image.new("RGB", size, RED).save(file)
    result, (problem,) = loaded(file)
    assert problem.code == "photo-resolution"
    assert min(result.size) >= 1
    assert is_near(result.getpixel((0, 0)), RED)  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_colours_of_its_own_profile_become_those_of_the_screen(tmp_path: Path, mode: str) -> None:
    """In this profile red and blue have changed places."""
    file = tmp_path / "photo.png"
    halves(mode, RED, BLUE).save(file, icc_profile=swapped())
    result, _ = loaded(file)
    assert all(map(is_near, colours(result), (BLUE, RED))), colours(result)


def swapped() -> bytes:
    """The profile of the screen, its primaries red and blue by each other's name."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"?XYZ").replace(b"bXYZ", b"rXYZ").replace(b"?XYZ", b"bXYZ")


@pytest.mark.parametrize("width", [1653, 1655])
def test_200_dpi_is_the_border(tmp_path: Path, width: int) -> None:
    """210 mm at 200 dpi are 1653.5 pixels."""
    halves("RGB", RED, BLUE, width=width).save(tmp_path / "photo.jpg")
    _, problems = loaded(tmp_path / "photo.jpg")
    assert bool(problems) == (width < 1653.5)


def with_chunk(kind: bytes, content: bytes) -> bytes:
    """A PNG with one more chunk after its head."""
    buffer = BytesIO()
    halves("RGB", RED, BLUE, 200).save(buffer, "PNG")
    png, head = buffer.getvalue(), 8 + 25
    chunk = kind + content
    whole = struct.pack(">I", len(content)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return png[:head] + whole + png[head:]


def saved(image: Image.Image, form: str) -> bytes:
    buffer = BytesIO()
    image.save(buffer, form)
    return buffer.getvalue()


def a_truncated_jpeg() -> bytes:
    buffer = BytesIO()
    halves("RGB", RED, BLUE).save(buffer, "JPEG")
    return buffer.getvalue()[:2000]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"This is no photo.", id="text"),
        pytest.param(a_truncated_jpeg(), id="truncated"),
        pytest.param(
            with_chunk(b"zTXt", b"C\0\0" + zlib.compress(bytes(3 << 20))), id="large text"
        ),
        pytest.param(with_chunk(b"IHDR", b""), id="two heads"),
        pytest.param(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", id="PostScript"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="SVG"),
        pytest.param(saved(halves("P", 1, 2, 200), "GIF"), id="GIF"),
        pytest.param(saved(halves("RGB", RED, BLUE, 200), "BMP"), id="BMP"),
        pytest.param(saved(Image.new("F", (200, 100), 0.5), "TIFF"), id="floating point"),
    ],
)
def test_a_photo_that_cannot_be_read_is_warned_of(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "photo.jpg"
    file.write_bytes(content)
    photo, (problem,) = load_photo(file, CENTRE, WIDTH, HEIGHT, 200)
    assert photo is None
    assert (problem.code, problem.severity) == ("photo-unreadable", Severity.WARNING)
    assert problem.where == str(file)
    assert "coloured band" in problem.hint


def test_a_broken_description_does_not_stop_the_run(tmp_path: Path) -> None:
    """Whether the photo is shown or not, nothing is raised."""
    broken = (b"", b"\0", b"MM\0*", b"II*\0\xff\xff\xff\xff", b"\0\x08\0\x02\x01\x12\0\x03")
    for number, description in enumerate(broken):
        file = tmp_path / f"{number}.png"
        file.write_bytes(with_chunk(b"eXIf", description))
        photo, problems = load_photo(file, CENTRE, WIDTH, HEIGHT, 10)
        assert (photo is None) == bool(problems)
        assert {(problem.code, problem.message) for problem in problems} <= {
            ("photo-unreadable", "the photo cannot be read: its EXIF data are damaged")
        }


@pytest.mark.parametrize("name", ["foto.eps", "foto.gif", "foto"])
def test_the_content_of_a_file_counts_and_not_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(saved(halves("RGB", RED, BLUE), "JPEG"))
    _, problems = loaded(tmp_path / name)
    assert problems == ()


def test_more_pixels_than_any_camera_has_are_refused_before_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FORMATS, "PNG", 0)
    halves("RGB", RED, BLUE, 200).save(tmp_path / "photo.png")
    photo, (problem,) = load_photo(tmp_path / "photo.png", CENTRE, WIDTH, HEIGHT, 10)
    assert photo is None
    assert "pixels" in problem.message


def test_an_absurdly_large_image_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small file can unpack to gigabytes."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    halves("RGB", RED, BLUE).save(tmp_path / "photo.png")
    photo, (problem,) = load_photo(tmp_path / "photo.png", CENTRE, WIDTH, HEIGHT, 200)
    assert photo is None
    assert problem.code == "photo-unreadable"
