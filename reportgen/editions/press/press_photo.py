"""The title photo for the press: CMYK, within the ink limit, sharpened for the loss on paper."""

from io import BytesIO

import numpy as np
from PIL import Image, ImageFilter

from reportgen.document.photo import FULL_DPI, Photo
from reportgen.editions.press.inks import Inks, limited

#: Resolution from which on a photo is brought down to `FULL_DPI`: more is lost in the screen of
#: dots; below it every pixel that is there is kept.
MOST_DPI = 450

#: JPEG quality; full resolution of all four inks.
QUALITY = 93

#: Radius in pixels, percent and least difference of the sharpening: half a dot of the screen.
_SHARPENING = ImageFilter.UnsharpMask(radius=0.8, percent=60, threshold=2)


def press_jpeg(photo: Photo, width: float, height: float, inks: Inks) -> bytes:
    """CMYK JPEG of the part of a photo that fills `width` by `height` points."""
    dpi = photo.dots_per_inch(width, height)
    image = photo.cropped(width, height, FULL_DPI if dpi > MOST_DPI else dpi)
    image = inks.photo(image.filter(_SHARPENING))
    # JPEG may add a little ink to the darkest pixels; then they begin with a little less.
    for reserve in (0, 4, 8, 16, 32):
        jpeg = _jpeg(limited(image, inks.limit - reserve))
        if _most_ink(jpeg) <= inks.limit:
            break
    return jpeg


def _jpeg(image: Image.Image) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
    return buffer.getvalue()


def _most_ink(jpeg: bytes) -> float:
    with Image.open(BytesIO(jpeg)) as image:
        return float(np.asarray(image, dtype=np.uint16).sum(axis=2).max()) / 2.55
