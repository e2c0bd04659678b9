"""The one reader of images: their samples, and the inks that these are (ISO 32000-1, 8.9.5).

Both the checks of press files and the proof read images here, so that they agree.
"""

from io import BytesIO
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from pikepdf import Array, Dictionary, Name, Object, PdfImage, Stream
from PIL import Image

from reportgen.page_reader.colours import ColourSpace

#: Compressions that are not decoded here.
_UNREAD = (Name.JPXDecode, Name.JBIG2Decode, Name.CCITTFaxDecode)

#: A marker of Adobe's that says the samples are YCCK (Adobe technical note 5116).
_YCCK = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x02"


class UnsupportedImageError(Exception):
    """An image whose inks are not known here; the text says of what kind it is."""


def most_ink(image: Object, space: ColourSpace) -> float | None:
    """Most ink of a pixel in percent; None where the samples are of a kind that is not read.

    Images with a palette are judged by all colours of it.

    Raises:
        ValueError, OSError: the image is broken.
    """
    if space.family == "Indexed":
        colours = [space.inks([entry]) for entry in range(space.colours)]
        return max((sum(inks) for inks in colours if inks), default=None)
    try:
        samples, tables = _read(image, space)
    except UnsupportedImageError:
        return None
    total = np.zeros(samples.shape[:2], np.float32)
    for component, table in enumerate(tables):
        total += table.sum(axis=1)[samples[:, :, component]]
    return float(total.max())


def image_inks(image: Object, space: ColourSpace) -> NDArray[np.uint8]:
    """Amounts of ink of each pixel: rows, columns, four inks; 255 is solid.

    Raises:
        UnsupportedImageError: it is of a kind that is not read.
        ValueError, OSError: the image is broken.
    """
    samples, tables = _read(image, space)
    inks = np.zeros((*samples.shape[:2], 4), np.uint8)
    for ink in range(4):
        for component, table in enumerate(tables):
            if table[:, ink].any():
                amounts = np.round(table[:, ink] * 2.55).astype(np.uint8)
                inks[:, :, ink] += amounts[samples[:, :, component]]
    return inks


def _read(image: Object, space: ColourSpace) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Samples (rows, columns, components), and the inks of each sample of each component.

    In every space that is made of inks the inks of a colour are the sum of those of its components.
    """
    if int(image.get("/BitsPerComponent", 8)) != 8:
        raise UnsupportedImageError("an image that has not 8 bits per ink")
    highest = 255.0 if space.family == "Indexed" else 1.0
    decode = [float(end) for end in image.get("/Decode", Array())] or [0.0, highest] * space.size
    if len(decode) != 2 * space.size:
        raise ValueError("the image has another number of colours than it says")
    tables = np.zeros((space.size, 256, 4), np.float32)
    for component, (low, high) in enumerate(zip(decode[::2], decode[1::2], strict=True)):
        colour = [0.0] * space.size
        for sample in range(256):
            colour[component] = low + sample * (high - low) / 255
            inks = space.inks(colour)
            if inks is None:
                raise UnsupportedImageError(f"an image in {space}")
            tables[component, sample] = inks
    return _samples(image, space.size), tables


def _samples(image: Object, components: int) -> NDArray[np.uint8]:
    filters = image.get("/Filter", Array())
    names = [filters] if isinstance(filters, Name) else list(filters)
    if names and names[-1] in _UNREAD:
        raise UnsupportedImageError(f"an image compressed by {names[-1]}")
    if names and names[-1] == Name.DCTDecode:
        samples = _jpeg(image, is_plain=len(names) == 1)
        if samples.shape[2] != components:
            raise ValueError("the image has another number of colours than it says")
        return samples
    width, height = int(image.Width), int(image.Height)
    data, size = image.read_bytes(), width * height * components
    if len(data) < size:
        raise ValueError("the image has fewer samples than it says")
    return np.frombuffer(data, np.uint8, size).reshape(height, width, components)


def _jpeg(image: Object, *, is_plain: bool) -> NDArray[np.uint8]:
    """Samples of a JPEG as they are stored, with Adobe's marker and without."""
    if is_plain:
        data = image.read_raw_bytes()
    else:  # qpdf decodes all filters or none
        buffer = BytesIO()
        PdfImage(cast("Stream", image)).extract_to(stream=buffer)
        data = buffer.getvalue()
    # Without the marker, only the file says that inks are stored as YCCK (ISO 32000-1, table 13).
    parameters: Any = image.get("/DecodeParms", Dictionary())
    last = parameters[-1] if isinstance(parameters, Array) and len(parameters) else parameters
    if isinstance(last, Dictionary) and last.get("/ColorTransform") == 1:
        with Image.open(BytesIO(data)) as opened:
            if opened.mode == "CMYK" and "adobe" not in opened.info:
                data = data[:2] + _YCCK + data[2:]
    with Image.open(BytesIO(data)) as opened:
        samples = np.asarray(opened)
        # Pillow turns all JPEGs in CMYK upside down. A PDF that wants that says so by Decode.
        samples = 255 - samples if opened.mode == "CMYK" else samples
    return samples if samples.ndim == 3 else samples[:, :, np.newaxis]
