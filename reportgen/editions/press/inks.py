"""The colour stage of the print edition: every colour of the screen becomes inks, once.

Colours are converted through the press' ICC profile by littlecms (relative colorimetric with black
point compensation) and then made clean for print: greys, small text and thin lines stand on the
black plate alone, because nobody sees four plates that fit to a twentieth of a millimetre.
The title photo is kept within the ink limit and sharpened for the loss on paper.
"""

from collections.abc import Mapping
from functools import cache
from io import BytesIO

import numpy as np
from PIL import Image, ImageCms, ImageFilter

from reportgen.layout.appearance import Cmyk, Colours
from reportgen.layout.icc import FLAGS, INTENT
from reportgen.layout.load import PrintingCondition
from reportgen.layout.press_limits import COLOURED_LINE, COLOURED_TEXT
from reportgen.photo import FULL_DPI, Photo

#: CIE chroma up to which a colour counts as grey.
_GREY = 10.0

#: All the black there is, and nothing else.
SOLID_BLACK: Cmyk = (0.0, 0.0, 0.0, 100.0)

#: Percent below which a tint leaves no dots on paper, and from which on text and lines are solid:
#: a screen of dots would fray their edges.
_NO_DOTS, _SOLID = 3.0, 80.0

Rgb = tuple[float, float, float]

#: Resolution from which on a photo is brought down to `FULL_DPI`: more is lost in the screen of
#: dots; below it every pixel that is there is kept.
_MOST_DPI = 450

#: JPEG quality; full resolution of all four inks.
_QUALITY = 93

#: Radius in pixels, percent and least difference of the sharpening: half a dot of the screen.
_SHARPENING = ImageFilter.UnsharpMask(radius=0.8, percent=60, threshold=2)


class Inks:
    """Says with which inks a colour of the screen is printed; all results are in percent."""

    def __init__(self, condition: PrintingCondition, colours: Colours) -> None:
        self._condition = condition
        self._given: Mapping[Rgb, Cmyk] = {
            colour.rgb: colour.inks for _, colour in colours.by_role() if colour.inks
        }
        self._areas: dict[Rgb, Cmyk] = {}
        self._greys: dict[Rgb, Cmyk] = {}

    @property
    def limit(self) -> float:
        """Most ink on one spot in percent."""
        return self._condition.ink_limit

    def area(self, colour: Rgb) -> Cmyk:
        """Inks of an area, a wide line or large text."""
        if colour not in self._areas:
            self._areas[colour] = self._given.get(colour) or self._converted(colour)
        return self._areas[colour]

    def line(self, colour: Rgb, width: float) -> Cmyk:
        """Inks of a line of `width` points."""
        return self._crisp(colour, is_coloured=width >= COLOURED_LINE)

    def text(self, colour: Rgb, size: float) -> Cmyk:
        """Inks of text of `size` points."""
        return self._crisp(colour, is_coloured=size >= COLOURED_TEXT)

    def photo(self, image: Image.Image) -> Image.Image:
        """An image in sRGB as CMYK within the ink limit."""
        converted = ImageCms.applyTransform(image, _to_inks(self._condition.profile.content))
        assert converted is not None  # only a transformation in place returns nothing
        return limited(converted, self.limit)

    def _converted(self, colour: Rgb) -> Cmyk:
        _, chroma = _lightness_and_chroma(colour)
        if chroma <= _GREY:
            return self._black(colour)
        pixel = ImageCms.applyTransform(_pixel(colour), _to_inks(self._condition.profile.content))
        amounts = np.asarray(pixel, dtype=float)[0, 0] / 2.55
        amounts[amounts < _NO_DOTS] = 0
        *colours, black = np.round(amounts)
        scale = min(1.0, (self.limit - black) / max(sum(colours), 1))
        cyan, magenta, yellow = (float(np.floor(amount * scale)) for amount in colours)
        return cyan, magenta, yellow, float(black)

    def _crisp(self, colour: Rgb, *, is_coloured: bool) -> Cmyk:
        """Inks of something with fine edges: what is all but black is solid, unless it is given."""
        inks = self.area(colour) if is_coloured else self._black(colour)
        is_dark = not any(inks[:3]) and inks[3] >= _SOLID
        return SOLID_BLACK if is_dark and inks != self._given.get(colour) else inks

    def _black(self, colour: Rgb) -> Cmyk:
        """The tint of black that is as light as the colour."""
        given = self._given.get(colour)
        if given and not any(given[:3]):
            return given
        if colour not in self._greys:
            lightness, _ = _lightness_and_chroma(colour)
            tints = _lightness_of_black(self._condition.profile.content)
            self._greys[colour] = 0.0, 0.0, 0.0, float(np.abs(tints - lightness).argmin())
        return self._greys[colour]


def limited(image: Image.Image, limit: float) -> Image.Image:
    """A CMYK image with at most `limit` percent of ink on any pixel; black stays as it is."""
    amounts, most = np.asarray(image).astype(np.uint16), limit * 255 / 100
    over = amounts.sum(axis=2) > most
    if not over.any():
        return image
    pixels = amounts[over].astype(float)
    colours, black = pixels[:, :3], pixels[:, 3:]
    scale = (most - black) / colours.sum(axis=1, keepdims=True)
    amounts[over, :3] = np.floor(colours * scale)
    return Image.fromarray(amounts.astype(np.uint8), "CMYK")


def press_jpeg(photo: Photo, width: float, height: float, inks: Inks) -> bytes:
    """CMYK JPEG of the part of a photo that fills `width` by `height` points."""
    dpi = photo.dots_per_inch(width, height)
    image = photo.cropped(width, height, FULL_DPI if dpi > _MOST_DPI else dpi)
    image = inks.photo(image.filter(_SHARPENING))
    # JPEG may add a little ink to the darkest pixels; then they begin with a little less.
    for reserve in (0, 4, 8, 16, 32):
        jpeg = _jpeg(limited(image, inks.limit - reserve))
        if _most_ink(jpeg) <= inks.limit:
            break
    return jpeg


def _jpeg(image: Image.Image) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
    return buffer.getvalue()


def _most_ink(jpeg: bytes) -> float:
    with Image.open(BytesIO(jpeg)) as image:
        return float(np.asarray(image, dtype=np.uint16).sum(axis=2).max()) / 2.55


def _pixel(colour: Rgb) -> Image.Image:
    red, green, blue = (round(part * 255) for part in colour)
    return Image.new("RGB", (1, 1), (red, green, blue))


@cache
def _to_inks(profile: bytes) -> ImageCms.ImageCmsTransform:
    press, screen = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
    return ImageCms.buildTransform(screen, press, "RGB", "CMYK", INTENT, FLAGS)


@cache
def _lightness_of_black(profile: bytes) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """CIE lightness of each percent of black, where paper has 100."""
    press, lab = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("LAB")
    transform = ImageCms.buildTransform(press, lab, "CMYK", "LAB", INTENT, FLAGS)
    ramp = np.zeros((1, 101, 4), dtype=np.uint8)
    ramp[0, :, 3] = np.round(np.arange(101) * 2.55)
    shown = ImageCms.applyTransform(Image.fromarray(ramp, "CMYK"), transform)
    return np.asarray(shown, dtype=float)[0, :, 0] / 2.55


@cache
def _to_lab() -> ImageCms.ImageCmsTransform:
    screen, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    return ImageCms.buildTransform(screen, lab, "RGB", "LAB", INTENT)


def _lightness_and_chroma(colour: Rgb) -> tuple[float, float]:
    shown = ImageCms.applyTransform(_pixel(colour), _to_lab())
    assert shown is not None
    lightness, *ab = np.asarray(shown)[0, 0]
    # Pillow keeps a* and b* as signed bytes.
    a, b = (float(np.int8(np.uint8(part))) for part in ab)
    return float(lightness) / 2.55, float(np.hypot(a, b))
