"""Fonts with something wrong in them, made from the one that comes with the program."""

import struct
from collections.abc import Sequence

from reportgen.layout.glyphs import SHIPPED

FONT = SHIPPED[-1].read_bytes()


def table_of(tag: bytes, font: bytes = FONT) -> tuple[int, int, int]:
    """Where the entry of a table is, where the table begins, and its length."""
    (count,) = struct.unpack_from(">H", font, 4)
    for place in range(12, 12 + 16 * count, 16):
        found, _, start, length = struct.unpack_from(">4sLLL", font, place)
        if found == tag:
            return place, start, length
    raise KeyError(tag)


def patched(tag: bytes, offset: int, content: bytes, font: bytes = FONT) -> bytes:
    """The font with other bytes at a place of a table."""
    start = table_of(tag, font)[1] + offset
    return font[:start] + content + font[start + len(content) :]


def replaced(tag: bytes, table: bytes, font: bytes = FONT) -> bytes:
    """The font with another table in place of one."""
    entry = table_of(tag, font)[0]
    place = struct.pack(">LL", len(font), len(table))
    return font[: entry + 8] + place + font[entry + 16 :] + table


def characters_table(groups: Sequence[tuple[int, int, int]]) -> bytes:
    """A table of characters of format 12: first, last, and glyph of the first."""
    head = struct.pack(">HHHHLHHLLL", 0, 1, 3, 10, 12, 12, 0, 16 + 12 * len(groups), 0, len(groups))
    return head + b"".join(struct.pack(">LLL", *group) for group in groups)


def segments_table(count: int) -> bytes:
    """A table of characters of format 4: the same long segment again and again."""
    head = struct.pack(">HHHHLHHHHHHH", 0, 1, 3, 1, 12, 4, 65535, 0, 2 * count, 0, 0, 0)
    ends, starts = b"\xff\xfe" * count + b"\0\0", b"\0\1" * count
    return head + ends + starts + b"\0\1" * count + b"\0\0" * count


def glyph_of_itself() -> bytes:
    """The font with a glyph that is made of itself."""
    number = 40
    (long,) = struct.unpack_from(">h", FONT, table_of(b"head")[1] + 50)
    form = (">L", 4, 1) if long else (">H", 2, 2)
    (place,) = struct.unpack_from(form[0], FONT, table_of(b"loca")[1] + form[1] * number)
    part = struct.pack(">hhhhhHHbb", -1, 0, 0, 0, 0, 0, number, 0, 0)
    return patched(b"glyf", place * form[2], part)


#: What is wrong with a font, and the font.
BROKEN = {
    "cut": FONT[: len(FONT) // 2],
    "end cut off": FONT[:-10],
    "another kind": b"ttcf" + FONT[4:],
    "nothing else": FONT[:4],
    "no size": patched(b"head", 18, b"\0\0"),
    "tiny size": patched(b"head", 18, b"\0\1"),
    "magic": patched(b"head", 12, b"\0\0\0\0"),
    "places": patched(b"head", 50, b"\0\7"),
    "more glyphs": patched(b"maxp", 4, b"\xff\xff"),
    "no widths": patched(b"hhea", 34, b"\0\0"),
    "name": replaced(b"name", b"\xff" * 50),
    "post": replaced(b"post", b"\xff" * 50),
    "metrics": replaced(b"OS/2", b"\xff"),
    "instructions": replaced(b"fpgm", b"\xff" * 5000),
    "no characters": replaced(b"cmap", b""),
    "characters of no glyphs": replaced(b"cmap", characters_table([(0, 0x1FFFF, 5000)])),
    "every number": replaced(b"cmap", characters_table([(0, 2**32 - 1, 1)])),
    "the same again": replaced(b"cmap", characters_table([(0, 0x10FFFF, 1)] * 200_000)),
    "overlapping": replaced(
        b"cmap", characters_table([(n, 0x10FFFF, 1) for n in range(20_000)])
    ),
    "backwards": replaced(b"cmap", characters_table([(1, 0, 1)] * 4_000_000)),
    "too many": replaced(b"cmap", characters_table([(0, 0x10FFFF, 0)])),
    "segments": replaced(b"cmap", segments_table(8000)),
    "glyph of itself": glyph_of_itself(),
}  # fmt: skip
