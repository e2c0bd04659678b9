"""Rules about fonts: embedded, described, with a Unicode value for every code that is shown."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from pikepdf import Name, Object, Stream

from reportgen.checks.characters import is_nothing, is_private
from reportgen.checks.objects import (
    dictionaries,
    dictionary,
    entry,
    items,
    name,
    name_of,
    number,
    text,
)
from reportgen.checks.rules import Finding, violation
from reportgen.checks.text_use import FontUse
from reportgen.page_reader.unicode_map import UnicodeMap, read_unicode_map

#: Maps that every reader has (ISO 32000-1, table 118).
_PREDEFINED = frozenset(
    [
        "GB-EUC",
        "GBpc-EUC",
        "GBK-EUC",
        "GBKp-EUC",
        "GBK2K",
        "UniGB-UCS2",
        "UniGB-UTF16",
        "B5pc",
        "HKscs-B5",
        "ETen-B5",
        "ETenms-B5",
        "CNS-EUC",
        "UniCNS-UCS2",
        "UniCNS-UTF16",
        "83pv-RKSJ",
        "90ms-RKSJ",
        "90msp-RKSJ",
        "90pv-RKSJ",
        "Add-RKSJ",
        "EUC",
        "Ext-RKSJ",
        "UniJIS-UCS2",
        "UniJIS-UCS2-HW",
        "UniJIS-UTF16",
        "KSC-EUC",
        "KSCms-UHC",
        "KSCms-UHC-HW",
        "KSCpc-EUC",
        "UniKS-UCS2",
        "UniKS-UTF16",
        "Identity",
    ]
)

#: Collections of characters whose Unicode values every reader knows (ISO 32000-1, 9.10.2).
_KNOWN_COLLECTIONS = {"GB1", "CNS1", "Japan1", "Korea1", "KR"}

#: Fonts that need no widths, as every reader has them (ISO 32000-1, 9.6.2.2).
_STANDARD = frozenset(
    [
        "Courier",
        "Courier-Bold",
        "Courier-Oblique",
        "Courier-BoldOblique",
        "Helvetica",
        "Helvetica-Bold",
        "Helvetica-Oblique",
        "Helvetica-BoldOblique",
        "Times-Roman",
        "Times-Bold",
        "Times-Italic",
        "Times-BoldItalic",
        "Symbol",
        "ZapfDingbats",
    ]
)

_ENCODINGS = ("MacRomanEncoding", "WinAnsiEncoding")

#: The direction of writing that a map from codes to glyphs says.
_DIRECTION = re.compile(rb"/WMode\s+([01])\s+def")

#: The flag of a font that has characters of its own (ISO 32000-1, table 123).
_SYMBOLIC = 0b100


def check_fonts(uses: Iterable[FontUse]) -> Iterator[Finding]:
    """Checks every font that something was shown in."""
    for use in uses:
        yield from _check(use)


def is_embedded(font: Object) -> bool:
    """Whether the font's program is in the file."""
    descriptor = dictionary(_simple(font), "/FontDescriptor")
    return any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3"))


def wrong_widths(font: Object) -> str:
    """What is wrong with the number of a font's widths; empty when nothing is."""
    simple = _simple(font)
    first, last = number(simple, "/FirstChar"), number(simple, "/LastChar", -1)
    if "/Widths" in simple and len(items(simple, "/Widths")) != last - first + 1:
        return f"has {len(items(simple, '/Widths'))} widths for {last - first + 1} characters"
    return ""


def _simple(font: Object) -> Any:
    """The font itself, or what a composite one is made of."""
    return next(iter(dictionaries(font, "/DescendantFonts")), font)


def _check(use: FontUse) -> Iterator[Finding]:
    font, page = use.font, use.page
    kind, called = name(font, "/Subtype"), name(font, "/BaseFont") or "?"
    if kind != "Type3" and use.is_painted and not is_embedded(font):
        yield violation("font-not-embedded", f"{called} is not embedded", page)
    if kind == "Type0":
        yield from _check_composite(font, called, page)
    elif called not in _STANDARD and (wrong := wrong_widths(font)):
        yield violation("font-widths", f"{called} {wrong}", page)
    if kind == "TrueType":
        yield from _check_encoding(font, called, page)
    yield from _check_unicode(use, called)


def _check_composite(font: Any, called: str, page: int) -> Iterator[Finding]:
    encoding = entry(font, "/Encoding")
    if isinstance(encoding, Name):
        known = name(font, "/Encoding")
        if known.removesuffix("-H").removesuffix("-V") not in _PREDEFINED | {"H", "V"}:
            yield violation("cmap-not-embedded", f"{called} has no map from codes to glyphs", page)
        elif not known.startswith("Identity-"):
            message = f"{called} relies on a map from codes to glyphs that is not in the file"
            yield violation("cmap-not-embedded", message, page, case="predefined")
    elif isinstance(encoding, Stream):
        yield from _check_map(encoding, _simple(font), called, page)
    simple = _simple(font)
    glyphs = entry(simple, "/CIDToGIDMap")
    is_mapped = isinstance(glyphs, Stream) or name_of(glyphs) == "Identity"
    if name(simple, "/Subtype") == "CIDFontType2" and is_embedded(font) and not is_mapped:
        yield violation("glyph-map-missing", f"{called} does not say which glyphs it has", page)


def _check_map(table: Stream, simple: Any, called: str, page: int) -> Iterator[Finding]:
    """Checks a map from codes to glyphs that is in the file (ISO 32000-1, 9.7.5.3)."""
    own, known = dictionary(table, "/CIDSystemInfo"), dictionary(simple, "/CIDSystemInfo")
    message = f"{called} and its map from codes to glyphs are of different collections"
    if any(text(own, key) != text(known, key) for key in ("/Registry", "/Ordering")):
        yield violation("cmap-collection", message, page)
    elif number(known, "/Supplement") > number(own, "/Supplement"):
        yield violation("cmap-collection", message, page, case="supplement")
    said = _DIRECTION.search(table.read_bytes())
    if said and int(said[1]) != number(table, "/WMode"):
        message = f"the map from codes to glyphs of {called} has two directions of writing"
        yield violation("cmap-direction", message, page)
    used = name(table, "/UseCMap")
    if used and used.removesuffix("-H").removesuffix("-V") not in _PREDEFINED | {"H", "V"}:
        message = f"the map from codes to glyphs of {called} is built upon one that is not there"
        yield violation("cmap-not-embedded", message, page, case="used")


def _check_encoding(font: Any, called: str, page: int) -> Iterator[Finding]:
    flags = entry(dictionary(font, "/FontDescriptor"), "/Flags")
    if not isinstance(flags, int):
        return
    encoding = entry(font, "/Encoding")
    base = name(font, "/Encoding") or name(encoding, "/BaseEncoding")
    if flags & _SYMBOLIC:
        if encoding is not None:
            message = f"{called} has characters of its own, and an encoding of others"
            yield violation("font-encoding", message, page)
    elif base not in _ENCODINGS:
        yield violation("font-encoding", f"{called} has no standard encoding", page)


def _check_unicode(use: FontUse, called: str) -> Iterator[Finding]:
    unicode_map = read_unicode_map(entry(use.font, "/ToUnicode"))
    texts = unicode_map.texts if unicode_map else {}
    shown = _codes(use.font, use.shown)
    if _needs_map(use.font) and _is_incomplete(unicode_map, shown):
        message = f"{called} has no Unicode map for all that it shows"
        yield violation("font-without-unicode", message, use.page)
    # Codes without glyph mean nothing, and programs map the first one to nothing.
    if any(map(is_nothing, (char for code in shown for char in texts.get(code, "")))):
        message = f"{called} maps a glyph to no character"
        yield violation("font-wrong-unicode", message, use.page)
    if 0 in shown and name(use.font, "/Encoding").startswith("Identity-"):
        yield violation("no-glyph", f"{called} shows the glyph for nothing", use.page)
    read = _codes(use.font, use.read)
    if any(map(is_private, (char for code in read for char in texts.get(code, "")))):
        message = f"{called} maps a glyph to a character of private use"
        yield violation("font-wrong-unicode", message, use.page, case="private")


def _is_incomplete(unicode_map: UnicodeMap | None, shown: set[int]) -> bool:
    if unicode_map is None:
        return True
    return unicode_map.is_whole and not shown <= unicode_map.texts.keys()


def _needs_map(font: Any) -> bool:
    """Whether nothing but a map of its own tells what a font's codes stand for."""
    if entry(font, "/ToUnicode") is not None and not isinstance(entry(font, "/ToUnicode"), Stream):
        return False  # one of those with a name
    if name(font, "/Subtype") == "Type0":
        if not name(font, "/Encoding").startswith("Identity"):
            return False
        info = dictionary(_simple(font), "/CIDSystemInfo")
        return (text(info, "/Ordering") or "") not in _KNOWN_COLLECTIONS
    if entry(font, "/Encoding") is not None:
        return False
    flags = number(dictionary(font, "/FontDescriptor"), "/Flags")
    return name(font, "/Subtype") in {"TrueType", "Type3"} and bool(flags & _SYMBOLIC)


def _codes(font: Any, shown: set[bytes]) -> set[int]:
    """The codes of texts; none where only a map from codes to glyphs tells how long they are."""
    if name(font, "/Subtype") != "Type0":
        return {code for text_ in shown for code in text_}
    if not name(font, "/Encoding").startswith("Identity-"):
        return set()
    return {
        high << 8 | low
        for text_ in shown
        for high, low in zip(text_[::2], text_[1::2], strict=False)
    }
