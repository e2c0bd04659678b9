"""Rules about fonts of any kind, on fonts that are made of little but their descriptions."""

from typing import Any

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from reportgen.page_reader.unicode_map import read_unicode_map
from tests.checks.archival.making import cited, page_of

JAPANESE = Dictionary(Registry=String("Adobe"), Ordering=String("Japan1"), Supplement=2)
SYMBOLIC, PLAIN = 4, 32
IDENTITY = Name("/Identity-H")
#: A map that gives one code, and a text for it.
MAP = b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <61> <%s> endbfchar"


def shown(font: Dictionary, content: bytes = b"BT /T 1 Tf (a) Tj ET") -> Pdf:
    document = page_of(content)
    for key in ("ToUnicode", "Encoding"):
        if isinstance(font.get(f"/{key}"), String):
            font[f"/{key}"] = document.make_stream(bytes(font[f"/{key}"]))
    document.pages[0].obj.Resources = Dictionary(Font=Dictionary(T=font))
    return document


def described(document: Pdf, flags: int = PLAIN) -> Dictionary:
    file = document.make_stream(b"")
    return Dictionary(Type=Name.FontDescriptor, Flags=flags, FontFile2=file)


def simple(flags: int = PLAIN, **entries: Any) -> Pdf:
    usual = {"Encoding": Name.WinAnsiEncoding, "FirstChar": 97, "Widths": Array([500])}
    given = {k: v for k, v in (usual | entries).items() if v is not None}
    font = Dictionary(Subtype=Name.TrueType, BaseFont=Name.A, LastChar=97, **given)
    document = shown(font)
    font.FontDescriptor = described(document, flags)
    document.pages[0].Resources.Font.T = font
    return document


def composite(encoding: Any = IDENTITY, **entries: Any) -> Pdf:
    document = page_of(b"BT /T 1 Tf <0061> Tj ET")
    usual = {"CIDToGIDMap": Name.Identity, "CIDSystemInfo": JAPANESE}
    given = {k: v for k, v in (usual | entries).items() if v is not None}
    below = Dictionary(Subtype=Name.CIDFontType2, BaseFont=Name.A, **given)
    below.FontDescriptor = described(document)
    font = Dictionary(Subtype=Name.Type0, BaseFont=Name.A, DescendantFonts=Array([below]))
    font.Encoding = document.make_stream(b"", encoding) if isinstance(encoding, dict) else encoding
    document.pages[0].obj.Resources = Dictionary(Font=Dictionary(T=font))
    return document


def not_embedded() -> Pdf:
    document = simple()
    del document.pages[0].Resources.Font.T.FontDescriptor.FontFile2
    return document


def mapped(table: bytes, direction: int) -> Pdf:
    """A font with a map from codes to glyphs in the file."""
    document = composite({"/CIDSystemInfo": JAPANESE, "/WMode": direction})
    document.pages[0].Resources.Font.T.Encoding.write(table)
    return document


def without_glyph() -> Pdf:
    document = composite()
    document.pages[0].Contents.write(b"BT /T 1 Tf <0000> Tj ET")
    return document


KOREAN = Dictionary(Registry=String("Adobe"), Ordering=String("Korea1"), Supplement=2)

BROKEN = [
    ("font-not-embedded", not_embedded(), "7.21.4.1 8.4.5.5.1 6.3.4 6.2.11.4.1 6.2.10.4.1"),
    ("font-widths", simple(Widths=Array()), "- - 6.3.2 6.2.11.2 6.2.10.2"),
    ("font-encoding", simple(Encoding=None), "7.21.6 8.4.5.7 6.3.7 6.2.11.6 6.2.10.6"),
    ("font-encoding", simple(SYMBOLIC), "7.21.6 8.4.5.7 6.3.7 6.2.11.6 6.2.10.6"),
    ("font-without-unicode", simple(SYMBOLIC, Encoding=None), "7.21.7 8.4.5.8 - - -"),
    (
        "font-wrong-unicode",
        simple(ToUnicode=String(MAP % b"0000")),
        "7.21.7 8.4.5.8 - - 6.2.10.7",
    ),
    (
        "glyph-map-missing",
        composite(CIDToGIDMap=None),
        "7.21.3.2 8.4.5.3.2 - 6.2.11.3.2 6.2.10.3.2",
    ),
    (
        "cmap-not-embedded",
        composite(Name("/Own-H")),
        "7.21.3.3 8.4.5.4 6.3.3.3 6.2.11.3.3 6.2.10.3.3",
    ),
    ("cmap-not-embedded", composite(Name("/90ms-RKSJ-H")), "- - 6.3.3.3 - -"),
    (
        "cmap-collection",
        composite({"/CIDSystemInfo": KOREAN}),
        "7.21.3.1 8.4.5.3.1 6.3.3.1 6.2.11.3.1 6.2.10.3.1",
    ),
    (
        "cmap-direction",
        mapped(b"/WMode 1 def", 0),
        "7.21.3.3 8.4.5.4 6.3.3.3 6.2.11.3.3 6.2.10.3.3",
    ),
    ("no-glyph", without_glyph(), "7.21.8 8.4.5.9 - 6.2.11.8 6.2.10.9"),
]


@pytest.mark.parametrize(("code", "document", "told"), BROKEN)
def test_what_breaks_a_clause_is_found_by_the_parts_that_have_it(
    code: str, document: Pdf, told: str
) -> None:
    standards = "ua1 ua2 1b 2b 4"
    parts = zip(standards.split(), told.split(), strict=True)
    assert cited(document, code, standards) == {k: {clause} for k, clause in parts if clause != "-"}


GOOD = [
    simple(),
    simple(SYMBOLIC, Encoding=None, ToUnicode=String(MAP % b"0061")),
    composite(),
    composite({"/CIDSystemInfo": JAPANESE}),
    mapped(b"/WMode 1 def", 1),
    shown(Dictionary(Subtype=Name.Type1, BaseFont=Name.A), b"BT /T 1 Tf 3 Tr (a) Tj ET"),
]


@pytest.mark.parametrize("document", GOOD)
def test_fonts_that_are_complete_break_no_clause(document: Pdf) -> None:
    codes = {code for code, _, _ in BROKEN} - {"font-widths"}
    assert {code: found for code in codes if (found := cited(document, code, "ua1 2b 4"))} == {}


def test_level_u_asks_for_unicode_of_all_that_is_shown() -> None:
    document = simple(SYMBOLIC, Encoding=None)
    assert cited(document, "font-without-unicode", "2b 2u 2a") == {
        "2u": {"6.2.11.7.2"},
        "2a": {"6.2.11.7.2"},
    }


@pytest.mark.parametrize(
    ("block", "texts"),
    [
        (b"beginbfchar <61> <0062> <6 2> <00 63> endbfchar", {0x61: "b", 0x62: "c"}),
        (b"beginbfchar <61> <10300> <62> <> endbfchar", {0x61: "\u1030", 0x62: ""}),
        (b"beginbfrange <61> <63> <0041> endbfrange", {0x61: "A", 0x62: "B", 0x63: "C"}),
        (b"beginbfrange <61> <62> [<0041> <D83DDE00>] endbfrange", {0x61: "A", 0x62: "\U0001f600"}),
        (b"beginbfchar <61> /space <62> <0042> endbfchar", {0x61: "\ufffd", 0x62: "B"}),
        (b"beginbfchar <61> endbfchar beginbfrange [<61>] <62> endbfrange <", {}),
    ],
)  # fmt: skip
def test_maps_to_unicode_are_read_as_they_are(block: bytes, texts: dict[int, str]) -> None:
    document = Pdf.new()
    found = read_unicode_map(document.make_stream(block))
    assert found is not None
    assert found.texts == texts


def test_each_font_without_a_number_is_judged_by_itself() -> None:
    document = simple()
    good = document.pages[0].Resources.Font.T
    bad = Dictionary(Subtype=Name.Type1, BaseFont=Name.Helvetica)
    for order in (b"BT /A 1 Tf (a) Tj /B 1 Tf (a) Tj ET", b"BT /B 1 Tf (a) Tj /A 1 Tf (a) Tj ET"):
        document.pages[0].Resources = Dictionary(Font=Dictionary(A=Dictionary(good), B=bad))
        document.pages[0].Contents.write(order)
        assert cited(document, "font-not-embedded", "2b") == {"2b": {"6.2.11.4.1"}}


@pytest.mark.parametrize("names", ["TU", "UT"])
def test_a_form_is_judged_with_each_font_that_it_inherits(names: str) -> None:
    document = simple()
    form = document.make_stream(b"BT (a) Tj ET", Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    resources = document.pages[0].Resources
    resources.XObject = Dictionary(F=form)
    resources.Font.U = Dictionary(Subtype=Name.Type1, BaseFont=Name.Helvetica)
    shown = (b"/%s 1 Tf /F Do" % name.encode() for name in names)
    document.pages[0].Contents.write(b"\n".join(shown))
    assert cited(document, "font-not-embedded", "2b") == {"2b": {"6.2.11.4.1"}}
