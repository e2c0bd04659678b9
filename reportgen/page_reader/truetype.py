"""How high and how low the glyphs of an embedded TrueType font reach.

A font's own ascent is that of its highest glyph: judged by it, a capital of 300 pt that stands
well inside the page would cross its edge. So the boxes of the glyphs are read from the program
(the TrueType reference, tables head, maxp, loca, glyf and cmap).
"""

import struct
from collections.abc import Iterator, Mapping

#: Lowest and highest point of a glyph, in parts of the type's size.
Reach = tuple[float, float]

_SYMBOLS = 0xF000


def reaches_by_glyph(program: bytes) -> Mapping[int, Reach]:
    """Reach of each glyph that draws something, by its number.

    Raises:
        ValueError: this is no TrueType program.
    """
    try:
        tables = _tables(program)
        head = tables[b"head"]
        (units,) = struct.unpack_from(">H", head, 18)
        (is_long,) = struct.unpack_from(">h", head, 50)
        (count,) = struct.unpack_from(">H", tables[b"maxp"], 4)
        places = struct.unpack_from(f">{count + 1}{'L' if is_long else 'H'}", tables[b"loca"])
        factor, glyf = 1 if is_long else 2, tables[b"glyf"]
        found = {}
        for glyph in range(count):
            if places[glyph + 1] > places[glyph]:
                low, _, high = struct.unpack_from(">hhh", glyf, places[glyph] * factor + 4)
                found[glyph] = (low / units, high / units)
    except (struct.error, KeyError, ZeroDivisionError) as fault:
        raise ValueError(f"this is no TrueType program: {fault}") from fault
    return found


def glyphs_by_code(program: bytes) -> Mapping[int, int]:
    """Glyph of each code of a symbolic simple font (ISO 32000-1, 9.6.6.4); empty when unknown.

    Raises:
        ValueError: this is no TrueType program.
    """
    found: dict[int, int] = {}
    try:
        table = _tables(program)[b"cmap"]
        (count,) = struct.unpack_from(">H", table, 2)
        for number in range(count):
            platform, encoding, place = struct.unpack_from(">HHL", table, 4 + 8 * number)
            if (platform, encoding) in {(1, 0), (3, 0)}:
                for code, glyph in _codes(table[place:]):
                    found.setdefault(code - _SYMBOLS if code >= _SYMBOLS else code, glyph)
    except (struct.error, KeyError) as fault:
        raise ValueError(f"this is no TrueType program: {fault}") from fault
    return found


def _tables(program: bytes) -> Mapping[bytes, bytes]:
    (count,) = struct.unpack_from(">H", program, 4)
    found = {}
    for number in range(count):
        tag, _, place, length = struct.unpack_from(">4sLLL", program, 12 + 16 * number)
        found[tag] = program[place : place + length]
    return found


def _codes(table: bytes) -> Iterator[tuple[int, int]]:
    """Codes with their glyphs, of the formats that subsets have."""
    (kind,) = struct.unpack_from(">H", table)
    if kind == 0:
        yield from enumerate(table[6:262])
    elif kind == 6:
        first, count = struct.unpack_from(">HH", table, 6)
        yield from enumerate(struct.unpack_from(f">{count}H", table, 10), start=first)
