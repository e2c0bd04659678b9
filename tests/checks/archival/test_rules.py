"""Each rule of PDF/A finds what breaks it, cites the clause of each part, and knows who allows it.

The clauses are those of ISO 19005-1:2005, -2:2011, -3:2012 and -4:2020.
"""

from collections.abc import Callable
from typing import Any

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.checks.archival.making import PAPER, annotated, cited, judged, page_of, with_file

PARTS = "1b 2b 3b 4"


def opening(action: str, **entries: Any) -> Pdf:
    document = page_of()
    document.Root.OpenAction = Dictionary(S=Name(f"/{action}"), **entries)
    return document


def state(**entries: Any) -> Pdf:
    return page_of(b"/G gs", ExtGState=Dictionary(G=Dictionary(**entries)))


def image(**entries: Any) -> Pdf:
    document = page_of(b"/I Do")
    usual = {"Width": 1, "Height": 1, "BitsPerComponent": 8, "ColorSpace": Name.DeviceRGB}
    drawn = document.make_stream(b"   ", Subtype=Name.Image, **usual | entries)
    document.pages[0].obj.Resources.XObject = Dictionary(I=drawn)
    return document


def form(**entries: Any) -> Pdf:
    document = page_of(b"/F Do")
    drawn = document.make_stream(b"", Subtype=Name.Form, BBox=PAPER, **entries)
    document.pages[0].obj.Resources.XObject = Dictionary(F=drawn)
    return document


def catalog(key: str, value: Any) -> Pdf:
    document = page_of()
    document.Root[f"/{key}"] = value
    return document


def on_page(key: str, value: Any) -> Pdf:
    document = page_of()
    document.pages[0].obj[f"/{key}"] = value
    return document


def layers(**entries: Any) -> Pdf:
    document = page_of()
    layer = document.make_indirect(Dictionary(Type=Name.OCG, Name=String("one")))
    document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(**entries))
    return document


def without_intent(content: bytes) -> Pdf:
    document = page_of(content)
    del document.Root.OutputIntents
    return document


def reading(document: Pdf) -> Pdf:
    document.Root.AcroForm = Dictionary(Fields=Array(), NeedAppearances=True)
    return document


def dynamic(packet: bytes) -> Pdf:
    document = page_of()
    document.Root.AcroForm = Dictionary(Fields=Array(), XFA=document.make_stream(packet))
    return document


def packed_metadata() -> Pdf:
    document = page_of()
    document.Root.Metadata = document.make_stream(b"<a/>", Filter=Name.ASCIIHexDecode)
    document.Root.Metadata.write(b"3c612f3e>", filter=Name.ASCIIHexDecode)
    return document


#: Code, file, and the clause of each part, in the order of `PARTS`.
BROKEN = [
    # Actions
    ("action", lambda: opening("Launch"), "6.6.1 6.5.1 6.5.1 6.6.1"),
    ("action", lambda: opening("JavaScript"), "6.6.1 6.5.1 6.5.1 -"),
    ("action", lambda: opening("GoToE"), "6.6.1 - - -"),
    ("action", lambda: opening("SetOCGState"), "6.6.1 6.5.1 6.5.1 6.6.1"),
    (
        "action",
        lambda: opening("Named", N=Name.Print),
        "6.6.1 6.5.1 6.5.1 6.6.1",
    ),
    (
        "action",
        lambda: opening("GoTo", Next=Dictionary(S=Name.Movie)),
        "6.6.1 6.5.1 6.5.1 6.6.1",
    ),
    ("action", lambda: on_page("AA", Dictionary()), "- 6.5.2 6.5.2 -"),
    # Annotations
    ("annotation-type", lambda: annotated(Name.Sound), "6.5.2 6.3.1 6.3.1 6.3.1"),
    ("annotation-type", lambda: annotated(Name.Caret), "6.5.2 - - -"),
    ("annotation-flags", lambda: annotated(Name.Text, F=0), "6.5.3 6.3.2 6.3.2 6.3.2"),
    ("annotation-flags", lambda: annotated(Name.Text, F=4 | 256), "- 6.3.2 6.3.2 6.3.2"),
    ("annotation-appearance", lambda: annotated(Name.Text, AP=None), "- 6.3.3 6.3.3 6.3.3"),
    (
        "annotation-appearance",
        lambda: annotated(Name.Text, AP=Dictionary(D=Dictionary())),
        "6.5.3 6.3.3 6.3.3 6.3.3",
    ),
    ("annotation-colour", lambda: annotated(Name.Square, CA=0.5), "6.5.3 - - -"),
    ("field-action", lambda: annotated(Name.Widget, A=Dictionary()), "6.6.1 6.4.1 6.4.1 6.4.1"),
    ("field-appearance", lambda: reading(page_of()), "6.9 6.4.1 6.4.1 6.4.1"),
    ("dynamic-form", lambda: dynamic(b"<static/>"), "- 6.4.2 6.4.2 6.4.2"),
    ("dynamic-form", lambda: catalog("NeedsRendering", True), "- 6.4.2 6.4.2 6.4.2"),
    # Colours
    ("device-cmyk", lambda: page_of(b"0 0 0 1 k"), "6.2.3.3 6.2.4.3 6.2.4.3 6.2.4.3"),
    ("intent-missing", lambda: without_intent(b"0 g"), "6.2.3.3 6.2.4.3 6.2.4.3 6.2.4.3"),
    # Images, forms and states
    ("interpolated-image", lambda: image(Interpolate=True), "6.2.4 6.2.8 6.2.8 6.2.7.1"),
    ("alternate-image", lambda: image(Alternates=Array()), "6.2.4 6.2.8 6.2.8 6.2.7.1"),
    ("image-depth", lambda: image(BitsPerComponent=5), "6.2.4 6.2.8 6.2.8 6.2.7.1"),
    ("image-depth", lambda: image(BitsPerComponent=16), "6.2.4 - - -"),
    ("rendering-intent", lambda: image(Intent=Name.Nice), "6.2.9 6.2.6 6.2.6 -"),
    ("opi", lambda: form(OPI=Dictionary()), "6.2.4 6.2.9 6.2.9 6.2.8.1"),
    ("reference-form", lambda: form(Ref=Dictionary()), "6.2.6 6.2.9 6.2.9 6.2.8.2"),
    ("postscript", lambda: form(PS=Dictionary()), "6.2.5 6.2.9 6.2.9 -"),
    ("transparent", lambda: state(ca=0.5), "6.4 - - -"),
    ("blend-mode", lambda: state(BM=Name.Nice), "6.4 6.2.10 6.2.10 6.2.9"),
    ("transfer-function", lambda: state(TR=Name.Identity), "6.2.8 6.2.5 6.2.5 6.2.5"),
    ("halftone", lambda: state(HT=Dictionary(HalftoneType=6)), "- 6.2.5 6.2.5 6.2.5"),
    ("halftone", lambda: state(HTP=Array([0, 1])), "- 6.2.5 6.2.5 -"),
    ("halftone", lambda: state(HTO=Array([0, 1])), "- - - 6.2.5"),
    # Files, layers, presentations
    ("embedded-file", lambda: with_file(page_of(), b"1;2"), "6.1.11 6.8 - 6.9"),
    ("embedded-file", lambda: with_file(page_of(), b"", AFRelationship=None), "6.1.11 6.8 6.8 6.9"),
    ("file-unnamed", lambda: with_file(page_of(), b"", UF=None), "- 6.8 6.8 6.9"),
    ("layers", lambda: layers(Name=String("a")), "6.1.13 - - -"),
    ("layers-unnamed", layers, "- 6.9 6.9 6.10"),
    ("layers-unordered", lambda: layers(Name=String("a"), Order=Array()), "- 6.9 6.9 6.10"),
    ("layers-automatic", lambda: layers(Name=String("a"), AS=Array()), "- 6.9 6.9 -"),
    ("alternate-presentations", lambda: on_page("PresSteps", Dictionary()), "- 6.10 6.10 6.11"),
    ("requirements", lambda: catalog("Requirements", Array()), "- 6.11 6.11 6.12"),
    ("xmp-packed", packed_metadata, "6.7.2 - - -"),
    ("malformed-catalog", lambda: catalog("Names", Array()), "6.1.1 6.1.1 6.1.1 6.1.1"),
]


@pytest.mark.parametrize(("code", "make", "told"), BROKEN)
def test_what_breaks_a_clause_is_found_by_the_parts_that_have_it(
    code: str, make: Callable[[], Pdf], told: str
) -> None:
    parts = zip(PARTS.split(), told.split(), strict=True)
    assert cited(make(), code, PARTS) == {part: {clause} for part, clause in parts if clause != "-"}


ALLOWED = [
    ("nothing", page_of),
    ("a page of the file", lambda: opening("GoTo")),
    ("a comment", lambda: annotated(Name.Text)),
    ("a colour of the intent", lambda: page_of(b"1 0 0 rg 0 0 1 1 re f")),
    ("an image", image),
    ("a form", form),
    ("a usual blend mode", lambda: state(BM=Name.Multiply)),
    ("the usual halftone", lambda: state(HT=Name.Default)),
]


@pytest.mark.parametrize(("name", "make"), ALLOWED)
def test_what_all_later_parts_allow_is_no_violation(name: str, make: Callable[[], Pdf]) -> None:
    codes = {code for code, _, _ in BROKEN}
    found = [p for key in ("2b", "3b", "4") for p in judged(make(), key) if p.code in codes]
    assert found == [], name


def test_levels_of_the_fourth_part_allow_more() -> None:
    document = annotated(Name("/3D"))
    assert cited(document, "annotation-type", "4 4e 4f") == {"4": {"6.3.1"}, "4f": {"6.3.1"}}
    inside = with_file(page_of(), b"1;2")
    assert cited(inside, "embedded-file", "4 4e 4f") == {"4": {"6.9"}}
    assert cited(page_of(), "embedded-file", "4 4e 4f") == {"4f": {"6.9"}}


def test_a_default_colour_space_stands_in_for_a_device() -> None:
    calibrated = Array([Name.CalRGB, Dictionary(WhitePoint=Array([1, 1, 1]))])
    document = page_of(b"0 0 0 1 k", ColorSpace=Dictionary(DefaultCMYK=calibrated))
    assert cited(document, "device-cmyk", PARTS) == {}


def test_a_rule_of_this_house_is_told_without_a_clause() -> None:
    document = opening("JavaScript")
    assert [p.where for p in judged(document, "4") if p.code == "action"] == ["house rule"]


@pytest.mark.parametrize("content", [b"/F Do q 1 0 0 rg /F Do Q", b"q 1 0 0 rg /F Do Q /F Do"])
def test_a_form_is_judged_with_each_colour_that_it_inherits(content: bytes) -> None:
    document = without_intent(content)
    drawn = document.make_stream(b"0 0 1 1 re f", Subtype=Name.Form, BBox=PAPER)
    document.pages[0].obj.Resources.XObject = Dictionary(F=drawn)
    assert cited(document, "intent-missing", "2b") == {"2b": {"6.2.4.3"}}
