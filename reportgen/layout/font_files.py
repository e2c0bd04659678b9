"""Which characters a font shows, and whether charts, pages and the check of pages can read it.

The libraries that draw believe what a font says of itself: a glyph that is made of itself, a table
that lies beyond the end, or characters without number would end in a crash or never. So a font that
does not come with the program is looked through and tried out before, in a process with limits.

Source: OpenType 1.9, chapters "OpenType font file", "maxp", "loca" and "glyf".
"""

import struct
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from reportgen.bounded import LimitExceededError, run_bounded
from reportgen.errors import reason_of
from reportgen.input_file import InputKind, read_input
from reportgen.layout.glyphs import SHIPPED, characters_in

_KINDS = (b"\x00\x01\x00\x00", b"true")
_NEEDED = ("head", "hhea", "hmtx", "maxp", "cmap", "loca", "glyf", "name", "post")
#: So many levels of glyphs that are made of glyphs there may be, and so many parts in all of them.
_MOST_LEVELS, _MOST_PARTS = 8, 200_000
#: Some more than Unicode has; a font has at most 65,535 glyphs, and few serve for several.
_MOST_CHARACTERS = 200_000
#: Seconds for one font; one of 6,000 characters takes a tenth of it.
_SECONDS = 1.0
#: What every report needs; in ems, the widest character, which a column must hold.
_LETTERS, _WIDEST = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,-", 3

#: Flags of a part of a glyph: how long its numbers are, and whether another one follows.
_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX = 0x1, 0x8, 0x20, 0x40, 0x80


def font_fault(file: Path) -> str:
    """What is wrong with a font, as the rest of a sentence about it; empty when nothing is."""
    try:
        _characters(file)
    except OSError as fault:
        return f"cannot be read: {reason_of(fault)}"
    except ValueError as fault:
        return str(fault)
    return ""


def characters_of(files: Iterable[Path]) -> frozenset[str]:
    """What each of these fonts can show; `load_layout` has reported those that cannot be used."""
    return frozenset.intersection(*(_characters(file) for file in files))


@cache
def _characters(file: Path) -> frozenset[str]:
    """Raises OSError, or ValueError with the rest of a sentence, when a font cannot be used."""
    content = read_input(file, InputKind.FONT)
    return characters_in(content) if file in SHIPPED else _examined(content)


@lru_cache(maxsize=16)  # a layout is loaded once a language
def _examined(content: bytes) -> frozenset[str]:
    if content[:4] not in _KINDS:
        raise ValueError("is not a TrueType font")
    try:
        return run_bounded(_examine, content, seconds=_SECONDS)
    except LimitExceededError as fault:
        raise ValueError(f"cannot be used: {fault}") from None


def _examine(content: bytes) -> frozenset[str]:
    """The characters that a font shows.

    Raises:
        ValueError: it cannot be used.
    """
    try:
        tables = _tables(content)
        if missing := [name for name in _NEEDED if name not in tables]:
            raise ValueError(f"it has no table {missing[0]}")
        _check_glyphs(tables)
        shown = _tried_out(content)
    except MemoryError:
        raise
    except (struct.error, LookupError):
        raise ValueError("cannot be used: it is damaged") from None
    except Exception as fault:  # a damaged font may raise anything
        raise ValueError(f"cannot be used: {fault}") from None
    if lacking := [letter for letter in _LETTERS if letter not in shown]:
        raise ValueError(f'cannot be used: it does not show "{lacking[0]}"')
    return shown


def _tables(font: bytes) -> Mapping[str, bytes]:
    (count,) = struct.unpack_from(">H", font, 4)
    found = {}
    for number in range(count):
        tag, _, start, length = struct.unpack_from(">4sLLL", font, 12 + 16 * number)
        if start + length > len(font):
            raise ValueError("it is cut off")
        found[tag.decode("latin-1")] = font[start : start + length]
    return found


def _check_glyphs(tables: Mapping[str, bytes]) -> None:
    """Raises ValueError when a glyph lies beyond the end, or is made of itself or too many."""
    (count,) = struct.unpack_from(">H", tables["maxp"], 4)
    (long,) = struct.unpack_from(">h", tables["head"], 50)
    form, factor = (f">{count + 1}L", 1) if long else (f">{count + 1}H", 2)
    starts = [factor * start for start in struct.unpack_from(form, tables["loca"], 0)]
    if starts != sorted(starts) or starts[-1] > len(tables["glyf"]):
        raise ValueError("its glyphs overlap or lie beyond its end")
    glyphs = [tables["glyf"][a:b] for a, b in pairwise(starts)]
    parts = {n: _parts(glyph) for n, glyph in enumerate(glyphs) if glyph[:1] >= b"\x80"}
    if any(part >= count for each in parts.values() for part in each):
        raise ValueError("a glyph is made of one that is not there")
    # Of each glyph all that it is made of, level by level.
    level = {number: list(each) for number, each in parts.items()}
    for _ in range(_MOST_LEVELS):
        if sum(map(len, level.values())) > _MOST_PARTS:
            raise ValueError("its glyphs are made of too many others")
        level = {
            number: [inner for part in each for inner in parts.get(part, ())]
            for number, each in level.items()
            if each
        }
    if any(level.values()):
        raise ValueError("a glyph is made of itself")


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


def _tried_out(content: bytes) -> frozenset[str]:
    """The characters that everything can draw; raises anything when nothing can be drawn."""
    # Both are only needed here, within the process with limits.
    from PIL import ImageFont  # noqa: PLC0415
    from reportlab.pdfbase.ttfonts import TTFontFile  # noqa: PLC0415

    ImageFont.truetype(BytesIO(content), 10).getmask(_LETTERS)
    font = TTFontFile(BytesIO(content))
    glyphs, widths = font.charToGlyph, font.charWidths
    if len(glyphs) > _MOST_CHARACTERS:
        raise ValueError(f"it has more than {_MOST_CHARACTERS} characters")
    font.makeSubset([ord(letter) for letter in _LETTERS])
    return frozenset(
        character
        for character in characters_in(content)
        if 0 < glyphs.get(ord(character), 0) < font.numGlyphs
        and widths.get(ord(character), 0) <= 1000 * _WIDEST
    )
