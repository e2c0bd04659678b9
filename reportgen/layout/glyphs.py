"""Which characters a font can show, read from its tables (OpenType, `cmap`)."""

import struct
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from itertools import chain
from pathlib import Path
from unicodedata import bidirectional

_SHIPPED_PACKAGE = "font_source_sans_pro"
_SHIPPED_WEIGHTS = ("Light", "Regular", "Semibold", "Bold")
#: The four weights of the font that comes with the program.
SHIPPED = tuple(
    Path(str(resources.files(_SHIPPED_PACKAGE)), "files", f"SourceSansPro-{weight}.ttf")
    for weight in _SHIPPED_WEIGHTS
)
_LAST_CHARACTER = 0x10FFFF
#: No script before it runs from right to left.
_FIRST_HEBREW = "\u0590"
#: Platform and encoding of the tables that hold all characters, and the basic ones.
_FULL, _BASIC = {(3, 10), (0, 4), (0, 6)}, {(3, 1), (0, 3)}


@cache
def shipped_characters() -> frozenset[str]:
    """What all four weights of the font that comes with the program can show."""
    return frozenset.intersection(*(characters_in(file.read_bytes()) for file in SHIPPED))


def characters_in(font: bytes) -> frozenset[str]:
    """What a TrueType file can show on our lines, which run from left to right.

    Of scripts that run the other way, letters would stand in the wrong order and unjoined.

    Raises:
        ValueError: its groups of characters overlap.
        struct.error: it is damaged.
    """
    characters = frozenset(map(chr, _codes(font)))
    # Unicode Standard Annex 9, table 4.
    return characters - {
        char
        for char in characters
        if char >= _FIRST_HEBREW and bidirectional(char) in {"R", "AL", "AN"}
    }


def _codes(font: bytes) -> Iterable[int]:
    (tables,) = struct.unpack_from(">H", font, 4)
    entries = (struct.unpack_from(">4sLLL", font, 12 + 16 * number) for number in range(tables))
    start = next((offset for tag, _, offset, _ in entries if tag == b"cmap"), None)
    if start is None:
        return ()
    (count,) = struct.unpack_from(">H", font, start + 2)
    records = [struct.unpack_from(">HHL", font, start + 4 + 8 * n) for n in range(count)]
    for wanted in (_FULL, _BASIC):
        for platform, encoding, offset in records:
            if (platform, encoding) in wanted:
                return _subtable(font, start + offset)
    return ()


def _subtable(font: bytes, start: int) -> Iterable[int]:
    (form,) = struct.unpack_from(">H", font, start)
    if form == 12:
        return chain.from_iterable(_groups(font, start))
    return _segments(font, start) if form == 4 else ()


def _groups(font: bytes, start: int) -> Iterator[range]:
    """Format 12: runs of characters, each with the glyph of the first one."""
    before = 0
    (groups,) = struct.unpack_from(">L", font, start + 12)
    for number in range(groups):
        first, last, glyph = struct.unpack_from(">LLL", font, start + 16 + 12 * number)
        if number and first <= before:
            raise ValueError("the groups overlap")
        before = last
        # Glyph 0 is that of no character.
        yield range(first if glyph else first + 1, min(last, _LAST_CHARACTER) + 1)


def _segments(font: bytes, start: int) -> Iterator[int]:
    """Format 4: runs of characters, each with a difference or a list of glyphs."""
    (twice,) = struct.unpack_from(">H", font, start + 6)
    form, count = f">{twice // 2}H", twice // 2
    ends = struct.unpack_from(form, font, start + 14)
    starts = struct.unpack_from(form, font, start + 16 + twice)
    deltas = struct.unpack_from(form, font, start + 16 + 2 * twice)
    place = start + 16 + 3 * twice
    offsets = struct.unpack_from(form, font, place)
    for segment in range(count):
        for code in range(starts[segment], min(ends[segment], 0xFFFE) + 1):
            glyph = code
            if offsets[segment]:
                index = place + 2 * segment + offsets[segment] + 2 * (code - starts[segment])
                (glyph,) = struct.unpack_from(">H", font, index)
            if (glyph + deltas[segment]) % 0x10000 and (glyph or not offsets[segment]):
                yield code
