"""Whether a file is a TrueType font that charts, pages and the check of pages can read.

The libraries that draw believe what a font says of itself: a glyph that is made of itself, or a
table that lies beyond the end, would end in a crash or never. So these are looked at before.

Source: OpenType 1.9, chapters "OpenType font file", "maxp", "loca" and "glyf".
"""

import struct
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from reportgen.errors import reason_of
from reportgen.input_file import InputKind, read_input

_KINDS = (b"\x00\x01\x00\x00", b"true")
_NEEDED = ("head", "hhea", "hmtx", "maxp", "cmap", "loca", "glyf", "name", "post")
#: So many levels of glyphs that are made of glyphs there may be, and so many parts in all of them.
_MOST_LEVELS, _MOST_PARTS = 8, 200_000

#: Flags of a part of a glyph: how long its numbers are, and whether another one follows.
_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX = 0x1, 0x8, 0x20, 0x40, 0x80


def font_fault(file: Path) -> str:
    """What is wrong with a font, as the rest of a sentence about it; empty when nothing is."""
    try:
        _check(read_input(file, InputKind.FONT))
    except OSError as fault:
        return f"cannot be read: {reason_of(fault)}"
    except ValueError as fault:
        return f"is not a TrueType font{fault}"
    return ""


@lru_cache(maxsize=16)  # a layout is loaded once a language
def _check(content: bytes) -> None:
    """Raises ValueError with a reason, or without one when it is something else."""
    if content[:4] not in _KINDS:
        raise ValueError("")
    try:
        tables = _tables(content)
        if missing := [name for name in _NEEDED if name not in tables]:
            raise ValueError(f": it has no table {missing[0]}")
        _check_glyphs(tables)
    except (struct.error, IndexError):
        raise ValueError(": it is damaged") from None
    _try_out(content)


def _tables(font: bytes) -> Mapping[str, bytes]:
    (count,) = struct.unpack_from(">H", font, 4)
    found = {}
    for number in range(count):
        tag, _, start, length = struct.unpack_from(">4sLLL", font, 12 + 16 * number)
        if start + length > len(font):
            raise ValueError(": it is cut off")
        found[tag.decode("latin-1")] = font[start : start + length]
    return found


def _check_glyphs(tables: Mapping[str, bytes]) -> None:
    """Raises ValueError when a glyph lies beyond the end, or is made of itself or too many."""
    (count,) = struct.unpack_from(">H", tables["maxp"], 4)
    (long,) = struct.unpack_from(">h", tables["head"], 50)
    form, factor = (f">{count + 1}L", 1) if long else (f">{count + 1}H", 2)
    starts = [factor * start for start in struct.unpack_from(form, tables["loca"], 0)]
    if starts != sorted(starts) or starts[-1] > len(tables["glyf"]):
        raise ValueError(": its glyphs overlap or lie beyond its end")
    glyphs = [tables["glyf"][a:b] for a, b in pairwise(starts)]
    parts = {n: _parts(glyph) for n, glyph in enumerate(glyphs) if glyph[:1] >= b"\x80"}
    if any(part >= count for each in parts.values() for part in each):
        raise ValueError(": a glyph is made of one that is not there")
    # Of each glyph all that it is made of, level by level.
    level = {number: list(each) for number, each in parts.items()}
    for _ in range(_MOST_LEVELS):
        if sum(map(len, level.values())) > _MOST_PARTS:
            raise ValueError(": its glyphs are made of too many others")
        level = {
            number: [inner for part in each for inner in parts.get(part, ())]
            for number, each in level.items()
            if each
        }
    if any(level.values()):
        raise ValueError(": a glyph is made of itself")


def _parts(glyph: bytes) -> list[int]:
    """Numbers of the glyphs that a composite one is made of."""
    found, place, flags = [], 10, _MORE
    while flags & _MORE:
        flags, number = struct.unpack_from(">HH", glyph, place)
        found.append(number)
        place += 8 if flags & _WORDS else 6
        place += 2 * bool(flags & _SCALE) + 4 * bool(flags & _TWO_SCALES)
        place += 8 * bool(flags & _MATRIX)
    return found


def _try_out(content: bytes) -> None:
    """Raises ValueError when FreeType cannot draw with it."""
    # Pillow draws with the same library as the charts.
    from PIL import ImageFont  # noqa: PLC0415

    try:
        ImageFont.truetype(BytesIO(content), 10).getmask("Ag")
    except Exception as fault:  # a damaged font may raise anything
        raise ValueError(f": no text can be drawn with it: {fault}") from None
