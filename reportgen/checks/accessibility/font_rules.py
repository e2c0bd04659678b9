"""Checks of fonts: embedded, subset, with a Unicode value for every glyph."""

import re
from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf

from reportgen.checks.rules import A2, UA, violation
from reportgen.errors import Problem

#: A code, other than that of the glyph for nothing, that stands for no character or for one of
#: private use (ISO 14289-1, 7.21.7; ISO 19005-2, 6.2.11.7.2, 6.2.11.7.3).
_NO_CHARACTER = re.compile(
    rb"<(?!0+>)[0-9a-f]+>\s*<(?:0000|feff|fffe|e[0-9a-f]{3}|f[0-8][0-9a-f]{2})>", re.IGNORECASE
)


def check_fonts(document: Pdf) -> Iterator[Problem]:
    """Checks every font that a page or form names, once."""
    seen: set[tuple[int, int]] = set()
    for number, page in enumerate(document.pages, start=1):
        for font in _fonts(page.obj, seen):
            yield from _check(font, number)


def _fonts(user: Object, seen: set[tuple[int, int]]) -> Iterator[Object]:
    resources = user.get("/Resources", Dictionary())
    for font in resources.get("/Font", Dictionary()).values():
        if font.objgen not in seen or font.objgen == (0, 0):
            seen.add(font.objgen)
            yield font
    for external in resources.get("/XObject", Dictionary()).values():
        if external.get("/Subtype") == Name.Form and external.objgen not in seen:
            seen.add(external.objgen)
            yield from _fonts(external, seen)


def has_no_character(unicode_map: bytes) -> bool:
    """Whether a Unicode map has a code that stands for no character."""
    return _NO_CHARACTER.search(unicode_map) is not None


def is_embedded(font: Object) -> bool:
    """Whether the font's program is in the file."""
    descriptor = _simple(font).get("/FontDescriptor", Dictionary())
    return any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3"))


def wrong_widths(font: Object) -> str:
    """What is wrong with the number of a font's widths; empty when nothing is."""
    simple = _simple(font)
    first, last = int(simple.get("/FirstChar", 0)), int(simple.get("/LastChar", -1))
    if "/Widths" in simple and len(simple.Widths) != last - first + 1:
        return f"has {len(simple.Widths)} widths for {last - first + 1} characters"
    return ""


def _simple(font: Object) -> Object:
    """The font itself, or what a composite one is made of."""
    return font.get("/DescendantFonts", Array([font]))[0]


def _check(font: Object, page: int) -> Iterator[Problem]:
    name = str(font.get("/BaseFont", "/?"))[1:]
    if not is_embedded(font):
        yield violation("font-not-embedded", UA, "7.21.4.1", f"{name} is not embedded", page)
        return
    unicode_map = font.get("/ToUnicode")
    if unicode_map is None:
        yield violation("font-without-unicode", UA, "7.21.7", f"{name} has no Unicode map", page)
    elif has_no_character(unicode_map.read_bytes()):
        message = f"{name} maps a glyph to no character, or to one of private use"
        yield violation("font-wrong-unicode", A2, "6.2.11.7", message, page)
    if wrong := wrong_widths(font):
        yield violation("font-widths", A2, "6.2.11.2", f"{name} {wrong}", page)
