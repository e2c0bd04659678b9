"""Fonts as a file has them: TrueType subsets with a Unicode value for every code.

A simple font of codes from zero is symbolic (ISO 32000-1, 9.6.6.4); what its codes mean, only its
Unicode map says (9.10.3).
"""

from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase.ttfonts import FF_NONSYMBOLIC, FF_SYMBOLIC, SUBSETN, makeToUnicodeCMap

from reportgen.document.drawn import FontSubset
from reportgen.document.pdf_file import PdfFile, Reference


def write_font(file: PdfFile, font: FontSubset) -> Reference:
    """Embeds what a document uses of a font."""
    face, name, characters = font.face, _base_name(font), font.characters
    program = face.makeSubset(characters)
    descriptor = file.add(
        f"<</Type/FontDescriptor/FontName/{name}/Flags {face.flags & ~FF_NONSYMBOLIC | FF_SYMBOLIC}"
        f"/FontBBox[{fp_str(*face.bbox)}]/ItalicAngle {fp_str(face.italicAngle)}"
        f"/Ascent {fp_str(face.ascent)}/Descent {fp_str(face.descent)}"
        f"/CapHeight {fp_str(face.capHeight)}/StemV {fp_str(face.stemV)}"
        f"/MissingWidth {fp_str(face.defaultWidth)}"
        f"/FontFile2 {file.add_stream(f'/Length1 {len(program)}', program)}>>"
    )
    widths = fp_str(*map(face.getCharWidth, characters))
    return file.add(
        f"<</Type/Font/Subtype/TrueType/BaseFont/{name}/FirstChar 0/LastChar {len(characters) - 1}"
        f"/Widths[{widths}]/FontDescriptor {descriptor}"
        f"/ToUnicode {file.add_stream('', unicode_map(font))}>>"
    )


def unicode_map(font: FontSubset) -> bytes:
    """What each code of a subset means."""
    return str(makeToUnicodeCMap(_base_name(font), font.characters)).encode()


def _base_name(font: FontSubset) -> str:
    """The font's name behind six letters that set its subset apart (9.6.4)."""
    return f"{SUBSETN(font.number).decode()}+{font.face.name.decode()}"
