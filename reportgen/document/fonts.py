"""The one family of a report: registered once per process, embedded and subset by reportlab."""

from functools import cache, lru_cache

from msgspec import Struct
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from reportgen.layout.load import FontFiles

#: Of Source Sans, as factors of the size: how far a line's text reaches above its baseline, the
#: height of capitals, how far it reaches below.
ASCENT, CAPITAL, DESCENT = 0.75, 0.66, 0.25


class Fonts(Struct, frozen=True):
    """The names under which reportlab knows the four weights."""

    light: str
    regular: str
    semibold: str
    bold: str


def register(files: FontFiles) -> Fonts:
    """Makes the weights known to reportlab; a file is read once per process."""
    return Fonts(
        *(font_of(str(f)) for f in (files.light, files.regular, files.semibold, files.bold))
    )


@cache
def font_of(file: str) -> str:
    """reportlab's name for the font in `file`."""
    # A file's name alone could stand for two fonts of two layouts; its path cannot.
    font = TTFont(file, file, asciiReadable=False)
    pdfmetrics.registerFont(font)
    return str(font.fontName)


@lru_cache(maxsize=1 << 14)
def text_width(text: str, font: str, size: float) -> float:
    """Width of `text` in points; the same words come again and again."""
    return float(pdfmetrics.stringWidth(text, font, size))
