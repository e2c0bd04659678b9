"""Pictures of a page's inks: as they look on paper, one by one, and how much there is where."""

from functools import cache
from importlib import resources
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageDraw, ImageFilter, ImageFont

from reportgen.errors import ConformanceError, Problem
from reportgen.proof.measure import TOLERANCE, Plates

Rgb = tuple[int, int, int]

#: Colours of the pictures' own texts and lines.
PAPER: Rgb = (255, 255, 255)
TEXT: Rgb = (38, 38, 38)
QUIET: Rgb = (110, 110, 110)

#: Marks ink above the limit; like no colour of the scale.
SIGNAL: Rgb = (255, 0, 60)

#: The scale of the ink map from little to much. It darkens evenly, so that every eye can tell its
#: steps apart; the second is text in solid black, which must be legible on white.
_SCALE: tuple[Rgb, ...] = (
    (244, 219, 140),
    (116, 176, 92),
    (30, 144, 132),
    (38, 104, 150),
    (62, 62, 132),
    (48, 10, 72),
)

#: Percent of ink that one step of the scale holds.
_STEP = 50

#: Pixels above the limit are shown this wide, so that a single one is seen.
_MARK = 7

#: Level of compression of PNGs: a third of the time of the usual 6, files a tenth larger.
_COMPRESSION = 3


@cache
def face(size: int, weight: str = "Regular") -> ImageFont.FreeTypeFont:
    """The font of the pictures' texts; size in pixels."""
    file = resources.files("font_source_sans_pro") / "files" / f"SourceSansPro-{weight}.ttf"
    return ImageFont.truetype(BytesIO(file.read_bytes()), size)


def png(image: Image.Image) -> bytes:
    """The picture as a file."""
    buffer = BytesIO()
    image.save(buffer, "PNG", compress_level=_COMPRESSION)
    return buffer.getvalue()


@cache
def look(profile: bytes, where: str) -> ImageCms.ImageCmsTransform:
    """Turns inks into the look that they have by an ICC profile, in sRGB, on white paper.

    The darkest black stays as dark as it is on paper: no black point compensation.

    Raises:
        ConformanceError: the profile cannot be used.
    """
    try:
        press = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.buildTransform(
            press,
            ImageCms.createProfile("sRGB"),
            "CMYK",
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
        )
    except (ImageCms.PyCMSError, OSError) as fault:
        raise ConformanceError(
            Problem(
                code="bad-press-profile",
                message=f"the output intent's ICC profile cannot be used: {fault}",
                where=where,
                hint="build the print edition anew with a whole profile (--icc)",
            )
        ) from fault


def preview(plates: Plates, transform: ImageCms.ImageCmsTransform) -> Image.Image:
    """All four inks on top of each other."""
    shown = ImageCms.applyTransform(Image.fromarray(plates, "CMYK"), transform)
    assert shown is not None  # only a transformation in place returns nothing
    return shown


def plate(plates: Plates, ink: int) -> Image.Image:
    """One ink in grey: paper white, solid black."""
    return Image.fromarray(255 - plates[:, :, ink])


def ink_map(ink: NDArray[np.float32], limit: float) -> Image.Image:
    """Where how much ink is: a step of colour for every 50 %, and a signal above the limit."""
    steps = scale(limit)
    # Half a percent is what smoothing leaves beside an edge; that is still paper.
    numbers = np.clip(np.ceil(ink / _STEP), 1, len(steps)).astype(np.uint8)
    numbers[ink < 0.5] = 0
    over = ink > limit + TOLERANCE
    if over.any():
        wide = Image.fromarray(over).convert("L").filter(ImageFilter.MaxFilter(_MARK))
        numbers[np.asarray(wide) > 0] = len(steps) + 1
    image = Image.fromarray(numbers)
    image.putpalette([part for colour in (PAPER, *steps, SIGNAL) for part in colour])
    return image


def scale(limit: float) -> list[Rgb]:
    """The colour of each step up to the limit."""
    count = max(int(np.ceil(limit / _STEP)), 1)
    places = np.linspace(0, 1, count)
    known = np.linspace(0, 1, len(_SCALE))
    red, green, blue = (np.interp(places, known, channel) for channel in zip(*_SCALE, strict=True))
    return [(round(r), round(g), round(b)) for r, g, b in zip(red, green, blue, strict=True)]


def with_legend(image: Image.Image, limit: float) -> Image.Image:
    """The ink map with a strip below that says what its colours mean."""
    size = max(image.width // 60, 9)
    whole = Image.new("RGB", (image.width, image.height + 4 * size), PAPER)
    whole.paste(image.convert("RGB"))
    draw = ImageDraw.Draw(whole)
    draw_legend(draw, size * 2, image.height + size, image.width - 4 * size, size, limit)
    return whole


def draw_legend(
    draw: ImageDraw.ImageDraw, x: int, y: int, width: int, size: int, limit: float
) -> None:
    """Draws the scale in one line: a field and its meaning for every step.

    Args:
        draw: what is drawn on.
        x: of the left edge in pixels.
        y: of the upper edge.
        width: of the whole.
        size: of the text; the legend is twice as high.
        limit: percent of ink that a spot may have.
    """
    steps = scale(limit)
    ends = [min((n + 1) * _STEP, limit) for n in range(len(steps))]
    texts = [f"{n * _STEP}–{end:g} %" for n, end in enumerate(ends)]
    entries = [*zip(steps, texts, strict=True), (SIGNAL, f"above {limit:g} %")]
    place = width / len(entries)
    for number, (colour, text) in enumerate(entries):
        left = x + number * place
        draw.rectangle((left, y, left + 1.6 * size, y + 1.6 * size), fill=colour)
        draw.text((left + 2.1 * size, y + 0.8 * size), text, TEXT, face(size), anchor="lm")
