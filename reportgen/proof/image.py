"""The four inks of a photo in a PDF."""

from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pikepdf import Array, Name
from PIL import Image

from reportgen.proof.state import UnknownColourError

#: Pillow's mode for each colour space.
_MODES = {"/DeviceCMYK": "CMYK", "/DeviceGray": "L"}

#: Filters that pikepdf undoes.
_PLAIN = {"/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/ASCII85Decode", "/ASCIIHexDecode"}


def inks_of(image: Any) -> NDArray[np.uint8]:
    """Amounts of ink of each pixel: height by width by 4, where 255 is solid.

    Args:
        image: an image of 8 bits in DeviceCMYK or DeviceGray (ISO 32000-1, 8.9.5).

    Raises:
        UnknownColourError: it is another kind of image.
    """
    space = image.get("/ColorSpace")
    if not isinstance(space, Name) or str(space) not in _MODES:
        raise UnknownColourError("an image that is neither DeviceCMYK nor DeviceGray")
    if image.get("/BitsPerComponent") != 8:
        raise UnknownColourError("an image that has not 8 bits per ink")
    if isinstance(image.get("/Mask"), Array):
        raise UnknownColourError("an image that is transparent where it has a certain colour")
    mode = _MODES[str(space)]
    samples = _samples(image, mode).astype(np.float32) / 255
    ranges = np.array([float(end) for end in image.get("/Decode", [0, 1] * len(mode))])
    low, high = ranges[0::2], ranges[1::2]
    decoded = np.clip(low + samples * (high - low), 0, 1)
    if mode == "L":
        decoded = np.concatenate([np.zeros((*decoded.shape[:2], 3)), 1 - decoded], axis=2)
    inks: NDArray[np.uint8] = np.round(decoded * 255).astype(np.uint8)
    return inks


def _samples(image: Any, mode: str) -> NDArray[np.uint8]:
    """The numbers that are stored: height by width by number of inks."""
    shape = int(image.Height), int(image.Width), len(mode)
    filters = image.get("/Filter", [])
    names = [str(filters)] if isinstance(filters, Name) else [str(name) for name in filters]
    if names == ["/DCTDecode"]:
        with Image.open(BytesIO(image.read_raw_bytes())) as jpeg:
            if jpeg.mode != mode:
                raise UnknownColourError(f"a JPEG of {jpeg.mode} that says it is {mode}")
            stored = np.asarray(jpeg).reshape(shape)
        # Pillow takes all JPEGs in CMYK for upside down, as Adobe's are; a PDF says so by /Decode.
        return 255 - stored if mode == "CMYK" else stored
    if not set(names) <= _PLAIN:
        raise UnknownColourError(f"an image compressed by {' '.join(names)}")
    content = np.frombuffer(image.read_bytes(), dtype=np.uint8)
    return content[: np.prod(shape)].reshape(shape)
