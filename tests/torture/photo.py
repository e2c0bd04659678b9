"""Photos: damaged ones, ones that claim too much, and formats that run programs."""

import shutil
import struct
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random

from hypothesis import strategies as st
from PIL import Image

from tests.torture.attempt import Attempt
from tests.torture.mutation import mutated
from tests.workbooks import WORKBOOK

_PORTRAIT = '+++\noffice = "Amt"\nphoto = "a.jpg"\ncredit = "A"\nphoto_focus = {}\n+++\n\nText.\n'
_COMMAND = ("build", "book.xlsx", "--city", "Köln", "--edition", "both", "--out", "out", "-q")

_FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")
_MODES = ("1", "L", "P", "RGB", "RGBA", "CMYK", "I;16", "I", "F", "LA")


@cache
def _noise(mode: str) -> Image.Image:
    return Image.frombytes("RGB", (90, 60), Random(1).randbytes(16_200)).convert("L").convert(mode)


@cache
def sound(kind: str, mode: str, variant: int) -> bytes:
    """A small photo in a format; in another mode when the format does not have that."""
    options: dict[str, object] = [
        {},
        {"progressive": True, "compression": "tiff_lzw" if kind == "TIFF" else None},
        {"icc_profile": b"\0" * 3000, "exif": b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0"},
        {"save_all": True, "append_images": [_noise(mode)] * 9} if kind != "JPEG" else {},
    ][variant]
    options = {name: value for name, value in options.items() if value is not None}
    buffer = BytesIO()
    try:
        _noise(mode).save(buffer, kind, **options)
    except (OSError, ValueError):
        buffer = BytesIO()
        _noise("RGB").save(buffer, kind)
    return buffer.getvalue()


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


def png(
    width: int,
    height: int,
    *,
    depth: int = 8,
    colour: int = 2,
    more: bytes = b"",
    data: bytes = b"",
) -> bytes:
    """A PNG that claims a size; all of its pixels are black, or `data` is what it holds."""
    if not data:
        channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
        packer = zlib.compressobj(9)
        row = bytes(1 + (width * channels * depth + 7) // 8)
        data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
        data = _chunk(b"IDAT", data)
    palette = _chunk(b"PLTE", b"\1\2\3" * 256) if colour == 3 else b""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + palette + more + data + _chunk(b"IEND", b"")
    )


def _tiny_pieces() -> bytes:
    data = zlib.compress(Random(2).randbytes(900_000), 0)
    return png(600, 500, data=b"".join(_chunk(b"IDAT", data[n : n + 1]) for n in range(len(data))))


def large(kind: str, mode: str, side: int) -> bytes:
    """A photo of one colour, packed well."""
    options = {
        "TIFF": {"compression": "tiff_adobe_deflate"},
        "WEBP": {"lossless": True, "method": 0},
    }
    buffer = BytesIO()
    Image.new(mode, (side, side)).save(buffer, kind, **options.get(kind, {}))
    return buffer.getvalue()


def _scans(size: tuple[int, int], times: int) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", size).save(buffer, "JPEG", progressive=True)
    content = buffer.getvalue()[:-2]
    return content + content[content.rindex(b"\xff\xda") :] * times + b"\xff\xd9"


def _tiff(entries: Mapping[int, int], size: int = 1000) -> bytes:
    """A TIFF of these entries, with some bytes for them."""
    listed = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries.items())
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + listed + bytes(size + 4)


_GREY = {256: 900, 257: 600, 258: 8, 259: 5, 262: 1, 277: 1}


def _segments(marker: bytes, times: int) -> bytes:
    jpeg = sound("JPEG", "RGB", 0)
    return jpeg[:2] + marker * times + jpeg[2:]


#: Made when they are wanted: some are large.
_BOMBS: Mapping[str, Callable[[], bytes]] = {
    "tiny IDAT chunks": _tiny_pieces,
    "tiny text chunks": lambda: png(9, 9, more=_chunk(b"tEXt", b"a\0b") * 300_000),
    "chunk of a packed profile": lambda: png(
        9, 9, more=_chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(200_000_000)))
    ),
    "chunks of packed text": lambda: png(
        9, 9, more=_chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(1_000_000))) * 100
    ),
    "chunk of EXIF": lambda: png(9, 9, more=_chunk(b"eXIf", b"II*\0" * 1_000_000)),
    "PNG, RGBA, far too many": lambda: png(10_000, 10_000, colour=6),
    "PNG, RGBA": lambda: png(8000, 8000, colour=6),
    "PNG, RGB of 16 bits": lambda: png(8000, 8000, depth=16),
    "PNG, one bit": lambda: png(8000, 8000, depth=1, colour=0),
    "PNG, palette": lambda: png(8000, 8000, colour=3, more=_chunk(b"tRNS", bytes(256))),
    "PNG, wide": lambda: png(40_000, 1600, colour=6),
    "PNG, tall": lambda: png(2, 40_000, colour=6),
    "JPEG": lambda: large("JPEG", "CMYK", 10_000),
    "TIFF": lambda: large("TIFF", "RGBA", 8000),
    "WebP": lambda: large("WEBP", "RGBA", 5000),
    "PNG, more than it has": lambda: png(8000, 8000, data=_chunk(b"IDAT", zlib.compress(b""))),
    "PNG, far too large": lambda: png(2**31 - 1, 2**31 - 1, data=_chunk(b"IDAT", b"")),
    "scans": lambda: _scans((1600, 1200), 500),
    "scans of many pixels": lambda: _scans((9000, 9000), 6),
    "APP segments": lambda: _segments(b"\xff\xe1\0\2", 5_000_000),
    "COM segments": lambda: _segments(b"\xff\xfe\0\3a", 5_000_000),
    "fill bytes": lambda: _segments(b"\xff", 20_000_000),
    "tile of a thousand million": lambda: _tiff(_GREY | dict.fromkeys((322, 323), 2**30)),
    "strip of a thousand million": lambda: _tiff(_GREY | {278: 2**31, 273: 8, 279: 2**31}),
    "many samples": lambda: _tiff(_GREY | {277: 60_000, 273: 8, 279: 900}),
    "EPS": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n{}loop\n",
    "SVG": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "nothing": lambda: b"",
    "animation": lambda: sound("WEBP", "RGB", 3),
}


@cache
def _bomb(name: str) -> bytes:
    return _BOMBS[name]()


@st.composite
def attempts(draw: st.DrawFn) -> Attempt:
    """A photo with a few bytes changed, or made to exhaust."""
    if draw(st.integers(0, 2)):
        choice = st.sampled_from(_FORMATS), st.sampled_from(_MODES), st.integers(0, 3)
        kind, mode, variant = (draw(each) for each in choice)
        content = draw(mutated(sound(kind, mode, variant), 200))
        words = f"{kind}, {mode}, {variant}"
    else:
        words = draw(st.sampled_from(sorted(_BOMBS)))
        content = _bomb(words)
    focus = draw(st.sampled_from(("[0.5, 0.5]", "[0, 1]", "[1e308, 0]", "[nan, 0]")))

    def prepare(folder: Path) -> None:
        shutil.copy(WORKBOOK, folder / "book.xlsx")
        (folder / "portraits").mkdir()
        (folder / "portraits/koeln.md").write_text(_PORTRAIT.format(focus), encoding="utf-8")
        (folder / "portraits/a.jpg").write_bytes(content)

    return Attempt(commands=(_COMMAND,), prepare=prepare, words=f"{words}, {len(content)} bytes")
