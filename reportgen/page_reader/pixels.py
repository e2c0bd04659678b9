"""Ink in the pixels of an image (ISO 32000-1, 8.9.5)."""

from io import BytesIO
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from pikepdf import Array, Name, Object, PdfImage, Stream
from PIL import Image

from reportgen.page_reader.spaces import Space

#: Samples of an image: rows, columns, components.
Samples = NDArray[Any]


def most_ink(image: Object, space: Space) -> float | None:
    """Most ink of a pixel in percent; None where the samples are of a kind we do not read.

    Raises:
        ValueError, OSError: the image is broken.
    """
    if space.family == "Indexed" and space.base:
        size = space.base.size
        count = len(space.palette) // size if size else 0
        colours = [space.inks([entry]) for entry in range(count)]
        return max((sum(inks) for inks in colours if inks), default=None)
    bits = int(image.get("/BitsPerComponent", 8))
    if space.family not in {"DeviceCMYK", "DeviceGray"} or bits != 8:
        return None
    samples, is_turned = _samples(image, space.size)
    if samples is None:
        return None
    decode = [float(number) for number in image.get("/Decode", Array())] or [0.0, 1.0] * space.size
    ends = list(zip(decode[::2], decode[1::2], strict=True))
    if is_turned:
        ends = [(high, low) for low, high in ends]
    if len(ends) != space.size or samples.shape[2] != space.size:
        raise ValueError("the image has another number of colours than it says")
    if len(set(ends)) == 1:  # then whole numbers will do
        (low, high), *_ = ends
        sums = samples[:, :, 0].astype(np.uint16)
        for component in range(1, space.size):
            sums += samples[:, :, component]
        reached = [
            low * space.size + float(s) * (high - low) / 255 for s in (sums.min(), sums.max())
        ]
    else:
        low_to_high = [
            samples[:, :, component] * np.float32((high - low) / 255) + np.float32(low)
            for component, (low, high) in enumerate(ends)
        ]
        totals = np.sum(low_to_high, axis=0)
        reached = [float(totals.min()), float(totals.max())]
    return 100 * (max(reached) if space.size == 4 else 1 - min(reached))


def _samples(image: Object, components: int) -> tuple[Samples | None, bool]:
    """Samples of JPEG and what qpdf can decode, and whether they are turned around."""
    filters = image.get("/Filter", Array())
    names = [filters] if isinstance(filters, Name) else list(filters)
    if names[-1:] in ([Name.JPXDecode], [Name.JBIG2Decode], [Name.CCITTFaxDecode]):
        return None, False
    if names[-1:] == [Name.DCTDecode]:
        return _jpeg(_encoded(image, names))
    width, height = int(image.Width), int(image.Height)
    data, size = image.read_bytes(), width * height * components
    if len(data) < size:
        raise ValueError("the image has fewer samples than it says")
    return np.frombuffer(data, np.uint8, size).reshape(height, width, components), False


def _encoded(image: Object, names: list[Any]) -> bytes:
    if len(names) == 1:
        return image.read_raw_bytes()
    # qpdf decodes all filters or none.
    buffer = BytesIO()
    PdfImage(cast("Stream", image)).extract_to(stream=buffer)
    return buffer.getvalue()


def _jpeg(data: bytes) -> tuple[Samples, bool]:
    with Image.open(BytesIO(data)) as opened:
        samples = np.asarray(opened)
        # Pillow turns CMYK of Adobe's kind around, as if Decode had said so.
        is_turned = opened.mode == "CMYK" and "adobe" in opened.info
    return (samples if samples.ndim == 3 else samples[:, :, np.newaxis]), is_turned
