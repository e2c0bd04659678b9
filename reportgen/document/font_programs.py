"""Fonts as a file has them: TrueType subsets with a Unicode value for every code.

A simple font whose codes are its own is symbolic (ISO 32000-1, 9.6.6.4); what they mean, only its
Unicode map says (9.10.3).
"""

from functools import lru_cache
from typing import NamedTuple

from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase.ttfonts import FF_NONSYMBOLIC, FF_SYMBOLIC, SUBSETN, TTFontFace

from reportgen.document.drawn import FontSubset
from reportgen.document.pdf_file import PdfFile, Reference, packed

#: Most codes that one operator of a Unicode map takes (Adobe, technical note 5014).
_MOST_AT_ONCE = 100

_UNICODE_MAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange
{parts}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


class _Program(NamedTuple):
    """What is the same in all files that show the same characters; streams are compressed."""

    length: int
    content: bytes
    widths: str
    unicode_map: bytes


def write_font(file: PdfFile, font: FontSubset) -> Reference:
    """Embeds what a document uses of a font."""
    face, name = font.face, _base_name(font)
    program = _program(face, font.characters)
    content = file.add_packed(f"/Length1 {program.length}", program.content)
    descriptor = file.add(
        f"<</Type/FontDescriptor/FontName/{name}/Flags {face.flags & ~FF_NONSYMBOLIC | FF_SYMBOLIC}"
        f"/FontBBox[{fp_str(*face.bbox)}]/ItalicAngle {fp_str(face.italicAngle)}"
        f"/Ascent {fp_str(face.ascent)}/Descent {fp_str(face.descent)}"
        f"/CapHeight {fp_str(face.capHeight)}/StemV {fp_str(face.stemV)}"
        f"/MissingWidth {fp_str(face.defaultWidth)}/FontFile2 {content}>>"
    )
    return file.add(
        f"<</Type/Font/Subtype/TrueType/BaseFont/{name}"
        f"/FirstChar 0/LastChar {len(font.characters) - 1}"
        f"/Widths[{program.widths}]/FontDescriptor {descriptor}"
        f"/ToUnicode {file.add_packed('', program.unicode_map)}>>"
    )


@lru_cache(maxsize=64)
def _program(face: TTFontFace, characters: tuple[int, ...]) -> _Program:
    program = face.makeSubset(characters)
    return _Program(
        length=len(program),
        content=packed(program),
        widths=fp_str(*map(face.getCharWidth, characters)),
        unicode_map=packed(unicode_map(characters)),
    )


def unicode_map(characters: tuple[int, ...]) -> bytes:
    """What each code that is used means."""
    pairs = [f"<{code:02X}> <{_utf_16(char)}>" for code, char in enumerate(characters) if char]
    parts = []
    for begin in range(0, len(pairs), _MOST_AT_ONCE):
        some = pairs[begin : begin + _MOST_AT_ONCE]
        parts += [f"{len(some)} beginbfchar", *some, "endbfchar"]
    return _UNICODE_MAP.format(parts="\n".join(parts)).encode()


def _utf_16(character: int) -> str:
    return chr(character).encode("utf-16-be").hex().upper()


def _base_name(font: FontSubset) -> str:
    """The font's name behind six letters that set its subset apart (9.6.4)."""
    return f"{SUBSETN(font.number).decode()}+{font.face.name.decode()}"
