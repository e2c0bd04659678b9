"""Photos in print: in inks, sharp enough, no darker than paper takes, cropped where it matters."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PIL import Image

from reportgen.editions.press.inks import Inks, press_jpeg
from reportgen.layout.load import Layout
from reportgen.photo import Photo, load_photo

pytestmark = pytest.mark.exhaustive

#: The place of a photo in points: 216 mm by 53 mm.
WIDTH, HEIGHT = 216 / 25.4 * 72, 53 / 25.4 * 72


@pytest.fixture(scope="module")
def inks(german: Layout) -> Inks:
    return Inks(german.condition, german.look.colours)


def wide_for(dpi: int) -> Image.Image:
    """A grey image that fills the place at that resolution, a white cross in its middle."""
    size = round(WIDTH * dpi / 72), round(HEIGHT * dpi / 72)
    image = Image.new("RGB", size, (90, 90, 90))
    image.paste((255, 255, 255), (size[0] // 2 - 9, 0, size[0] // 2 + 9, size[1]))
    return image


def printed(image: Image.Image, inks: Inks, focus: tuple[float, float] = (0.5, 0.5)) -> Image.Image:
    jpeg = press_jpeg(Photo(image=image, focus=focus), WIDTH, HEIGHT, inks)
    return Image.open(BytesIO(jpeg))


@pytest.mark.parametrize(
    ("original", "dpi"), [(600, 300), (451, 300), (449, 449), (320, 320), (150, 150)]
)
def test_resolution_is_brought_down_only_where_there_is_far_too_much(
    original: int, dpi: int, inks: Inks
) -> None:
    image = printed(wide_for(original), inks)

    assert image.mode == "CMYK"
    assert image.width / WIDTH * 72 == pytest.approx(dpi, abs=0.5)
    assert image.height / HEIGHT * 72 == pytest.approx(dpi, abs=0.5)


@pytest.mark.parametrize("limit", [300, 240])
def test_a_dark_photo_keeps_the_ink_limit_after_its_compression(
    limit: float, german: Layout
) -> None:
    inks = Inks(replace(german.condition, ink_limit=limit), german.look.colours)
    rng = np.random.default_rng(7)
    dark = rng.integers(0, 90, (300, 1200, 3), dtype=np.uint8)
    dark[:, ::7] = (0, 0, 30)

    amounts = np.asarray(printed(Image.fromarray(dark, "RGB"), inks), dtype=int).sum(axis=2) / 2.55

    assert amounts.max() <= limit
    assert amounts.mean() > 200


def test_edges_are_sharpened_a_little(inks: Inks) -> None:
    soft = Image.linear_gradient("L").resize((2550, 626)).convert("RGB")
    soft.paste((200, 200, 200), (0, 0, 1275, 626))
    image = printed(soft, inks)
    row = np.asarray(image, dtype=int)[300, :, 3]

    left, edge = row[600:1200], row[1265:1276]

    assert left.max() - left.min() <= 2
    assert edge.min() < left.min()  # a light seam before the darker side


@pytest.mark.parametrize(
    ("focus", "colour"), [((0.5, 0.0), "upper"), ((0.5, 1.0), "lower"), ((0.5, 0.5), "middle")]
)
def test_a_photo_is_cropped_around_its_focus(
    focus: tuple[float, float], colour: str, inks: Inks
) -> None:
    shades = {"upper": (250, 250, 250), "middle": (150, 150, 150), "lower": (40, 40, 40)}
    tall = Image.new("RGB", (900, 900))
    for third, shade in enumerate(shades.values()):
        tall.paste(shade, (0, 300 * third, 900, 300 * (third + 1)))

    image = printed(tall, inks, focus)
    expected = printed(Image.new("RGB", (900, 900), shades[colour]), inks)

    middle = (image.width // 2, image.height // 2)
    got, wanted = image.getpixel(middle), expected.getpixel(middle)
    assert isinstance(got, tuple)
    assert isinstance(wanted, tuple)
    assert all(abs(a - b) <= 4 for a, b in zip(got, wanted, strict=True))


def test_neither_profile_nor_position_of_the_camera_is_left(tmp_path: Path, inks: Inks) -> None:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (51.0, 13.0, 30.0)}
    exif[0x010F] = "Camera of Secrets"
    exif[0x0112] = 3
    file = tmp_path / "photo.jpg"
    wide_for(200).save(file, exif=exif, comment=b"Comment of Secrets")
    photo, _ = load_photo(file, (0.5, 0.5), WIDTH, HEIGHT, 200)
    assert photo is not None

    jpeg = press_jpeg(photo, WIDTH, HEIGHT, inks)

    assert b"of Secrets" not in jpeg
    image = Image.open(BytesIO(jpeg))
    assert not image.getexif()
    assert not {"exif", "icc_profile", "comment"} & image.info.keys()
