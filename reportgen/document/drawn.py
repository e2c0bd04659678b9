"""What a canvas has collected when everything is drawn: all that a file is written from."""

from collections.abc import Mapping

from msgspec import Struct
from reportlab.pdfbase.ttfonts import TTFontFace

from reportgen.document.structure import Element


class LinkArea(Struct, frozen=True, kw_only=True):
    """Where on a page a link is, in points: left, bottom, right, top."""

    href: str
    box: tuple[float, float, float, float]


class DrawnPage(Struct, frozen=True, kw_only=True):
    """A page's operators, the element of each of its marked contents, and its links."""

    content: bytes
    owners: tuple[Element, ...]
    links: tuple[LinkArea, ...]


class Form(Struct, frozen=True, kw_only=True):
    """What is drawn in many places; `reach` is how far it goes from its origin, in points."""

    name: str
    reach: float
    content: bytes


class DrawnImage(Struct, frozen=True, kw_only=True):
    """A picture as JPEG; width and height in pixels, `space` is that of its colours."""

    name: str
    width: int
    height: int
    space: str
    jpeg: bytes


class FontSubset(Struct, frozen=True, kw_only=True):
    """Up to 256 characters of a font, by their codes.

    Attributes:
        name: by which pages name it.
        number: of the subset among those of the same font.
        characters: the Unicode value of each code; zero of those that are not used.
    """

    name: str
    face: TTFontFace
    number: int
    characters: tuple[int, ...]


class Bookmark(Struct, frozen=True, kw_only=True):
    """An entry of the outline; levels begin at 1, pages at 0, and `top` is in points."""

    title: str
    level: int
    page: int
    top: float


class DrawnDocument(Struct, frozen=True, kw_only=True):
    """All pages, and what they use.

    Attributes:
        size: of each page: width and height in points.
        bookmarks: by the element that each leads to.
    """

    size: tuple[float, float]
    pages: tuple[DrawnPage, ...]
    forms: tuple[Form, ...]
    images: tuple[DrawnImage, ...]
    fonts: tuple[FontSubset, ...]
    bookmarks: Mapping[Element, Bookmark]
