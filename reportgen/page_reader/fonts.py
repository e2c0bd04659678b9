"""Fonts as far as places of text need them: codes, widths, reaches and characters of glyphs."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from pikepdf import Array, Dictionary, Name, Object

from reportgen.page_reader.geometry import Matrix, matrix_of
from reportgen.page_reader.truetype import Reach, glyphs_by_code, reaches_by_glyph
from reportgen.page_reader.unicode_map import read_unicode_map

#: Of fonts that say nothing of themselves.
_USUAL: Reach = (-0.25, 0.75)

_SPACE = 32

#: Parts of a Unicode map (ISO 32000-1, 9.10.3).


class Font:
    """A font that text is set in; lengths are in parts of its size.

    Attributes:
        glyphs: content of the glyphs of a Type 3 font by code (ISO 32000-1, 9.6.5).
        resources: of those glyphs.
        matrix: from them to text of size one.
    """

    def __init__(self, font: Object) -> None:
        self.object = font
        self.is_composite = font.get("/Subtype") == Name.Type0
        self.glyphs: Mapping[int, Object] = {}
        self.resources = font.get("/Resources", Dictionary())
        self.matrix: Matrix = (0.001, 0.0, 0.0, 0.001, 0.0, 0.0)
        simple = font.DescendantFonts[0] if self.is_composite else font
        if font.get("/Subtype") == Name.Type3:
            self.matrix = matrix_of(font.FontMatrix)
            self.glyphs = _procedures(font)
        descriptor = simple.get("/FontDescriptor", Dictionary())
        if self.is_composite:
            self._widths = dict(_widths_by_glyph(simple.get("/W", Array())))
            self._width = float(simple.get("/DW", 1000)) / 1000
        else:
            first = int(simple.get("/FirstChar", 0))
            widths = enumerate(simple.get("/Widths", Array()), start=first)
            self._widths = {code: float(width) * self.matrix[0] for code, width in widths}
            self._width = float(descriptor.get("/MissingWidth", 0)) / 1000
        self._reaches = self._read_reaches(descriptor)
        low, high = (float(descriptor.get(key, 0)) / 1000 for key in ("/Descent", "/Ascent"))
        self._reach = (low, high) if low < high else _USUAL
        self._measured: dict[bytes, tuple[float, Reach]] = {}

    def codes(self, shown: bytes) -> Sequence[int]:
        """Codes of a string; those of composite fonts are taken to have two bytes each."""
        if not self.is_composite:
            return shown
        return [high << 8 | low for high, low in zip(shown[::2], shown[1::2], strict=False)]

    def spaces(self, shown: bytes) -> int:
        """How many spaces get wider by word spacing (ISO 32000-1, 9.3.3)."""
        return 0 if self.is_composite else shown.count(_SPACE)

    def width(self, code: int) -> float:
        """Advance of one glyph."""
        return self._widths.get(code, self._width)

    def measure(self, shown: bytes) -> tuple[float, Reach]:
        """Width of a string, and how low and high its glyphs reach."""
        measured = self._measured.get(shown)
        if measured is None:
            codes = self.codes(shown)
            widths, usual = self._widths, self._width
            width = sum([widths.get(code, usual) for code in codes])
            # What draws nothing, as a space, has no reach.
            reaches = [self._reaches.get(code) for code in set(codes)] if self._reaches else []
            known = [reach for reach in reaches if reach]
            if known:
                reach = min(low for low, _ in known), max(high for _, high in known)
            else:
                reach = (0.0, 0.0) if self._reaches else self._reach
            measured = self._measured[shown] = (width, reach)
        return measured

    def words(self, shown: bytes) -> str:
        """A string for people to read; empty when the font does not say its characters."""
        known = _characters(self.object)
        return "".join(known.get(code, "") for code in self.codes(shown)).strip()

    def _read_reaches(self, descriptor: Object) -> Mapping[int, Reach]:
        """By code; empty when the glyphs' outlines are of another kind, or mapped otherwise."""
        program = descriptor.get("/FontFile2")
        if program is None:
            return {}
        with suppress(ValueError):
            data = program.read_bytes()
            reaches = reaches_by_glyph(data)
            if self.is_composite:
                is_plain = self.object.get("/Encoding") == Name("/Identity-H")
                simple = self.object.DescendantFonts[0]
                if is_plain and simple.get("/CIDToGIDMap", Name.Identity) == Name.Identity:
                    return reaches
            elif "/Encoding" not in self.object:
                by_code = glyphs_by_code(data)
                return {code: reaches[g] for code, g in by_code.items() if g in reaches}
        return {}


def _procedures(font: Object) -> Mapping[int, Object]:
    """Content of each glyph by code."""
    code, found = 0, {}
    procedures = font.CharProcs
    differences: Any = font.Encoding.get("/Differences", Array())
    for item in differences:
        if isinstance(item, Name):
            if str(item) in procedures:
                found[code] = procedures[str(item)]
            code += 1
        else:
            code = int(item)
    return found


def _widths_by_glyph(table: Any) -> Iterator[tuple[int, float]]:
    """The two forms of a composite font's widths (ISO 32000-1, 9.7.4.3)."""
    items = list(table)
    while len(items) >= 2:
        first = int(items.pop(0))
        if isinstance(items[0], Array):
            for code, width in enumerate(items.pop(0), start=first):
                yield code, float(width) / 1000
        elif len(items) >= 2:
            last, width = int(items.pop(0)), float(items.pop(0)) / 1000
            yield from ((code, width) for code in range(first, min(last, 0xFFFF) + 1))


def _characters(font: Object) -> Mapping[int, str]:
    """Characters by code, by the font's Unicode map (ISO 32000-1, 9.10.3)."""
    found = read_unicode_map(font.get("/ToUnicode"))
    return found.texts if found else {}
