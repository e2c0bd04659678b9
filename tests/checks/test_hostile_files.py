"""A file that was made to do harm is answered with a problem, and the next one is checked."""

import json
import re
import time
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

import reportgen.checks.check
from reportgen.model import Report
from tests.checks.accessibility.breaking_file import replaced
from tests.running import run

pytestmark = pytest.mark.exhaustive


@pytest.fixture(autouse=True)
def _without_verapdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reportgen.checks.check, "find_verapdf", lambda: None)


PRESS = "http://www.npes.org/pdfx/ns/id/"


@pytest.fixture
def good(reports: Mapping[str, Report], tmp_path: Path) -> Path:
    file = tmp_path / "good.pdf"
    file.write_bytes(reports["koeln"].pdf)
    return file


def bomb(document: Pdf, megabytes: int = 300) -> Stream:
    packer = zlib.compressobj(1)
    parts = [packer.compress(b" " * 1_000_000) for _ in range(megabytes)]
    stream = document.make_stream(b"")
    stream.write(b"".join((*parts, packer.flush())), filter=Name.FlateDecode)
    return stream


def form(document: Pdf, content: bytes, **used: Object) -> Stream:
    made = document.make_stream(content)
    made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, Array([0, 0, 500, 500])
    made.Resources = Dictionary(XObject=Dictionary(**used))
    return made


def draw(document: Pdf, one: Stream) -> None:
    page = document.pages[0]
    resources = Dictionary(page.obj.Resources)  # pages share theirs
    others = {f"{name}": thing for name, thing in resources.get("/XObject", {}).items()}
    resources.XObject = Dictionary({**others, "/Hostile": one})
    page.obj.Resources = resources
    page.contents_add(b"/Hostile Do")


def deep_forms(document: Pdf) -> None:
    one = form(document, b"")
    for _ in range(3000):
        one = form(document, b"/F Do", F=one)
    draw(document, one)


def doubling_forms(document: Pdf) -> None:
    """Drawn 2^30 times, each time in another grey and place."""
    one = form(document, b"0 0 9 9 re f")
    for _ in range(30):
        one = form(document, b"/F Do 1 0 0 1 1 0 cm 0.9 w /F Do", F=one)
    draw(document, one)


def packed_metadata(document: Pdf) -> None:
    document.Root.Metadata = bomb(document)


def packed_content(document: Pdf) -> None:
    document.pages[0].obj.Contents = bomb(document)


def packed_characters(document: Pdf) -> None:
    fonts = document.pages[0].obj.Resources.Font
    fonts[min(fonts.keys())].ToUnicode = bomb(document)


def packed_profile(document: Pdf) -> None:
    document.Root.OutputIntents[0].DestOutputProfile = bomb(document)


def packed_file(document: Pdf) -> None:
    file = Dictionary(Type=Name.Filespec, F=String("a"), EF=Dictionary(F=bomb(document)))
    names = Array([String("a"), document.make_indirect(file)])
    document.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=names))


def packed_form(document: Pdf) -> None:
    document.Root.AcroForm = Dictionary(Fields=Array(), XFA=bomb(document))


def packed_codes(document: Pdf) -> None:
    font = next(iter(document.pages[0].obj.Resources.Font.values()))
    font.Subtype, font.Encoding = Name.Type0, bomb(document)
    font.DescendantFonts = Array([Dictionary(Subtype=Name.CIDFontType2)])


def growing_entities(document: Pdf) -> None:
    """Metadata of a few hundred bytes that stand for ten milliards."""
    kinds = [b'<!ENTITY e0 "aaaaaaaaaa">']
    kinds += [b'<!ENTITY e%d "%s">' % (i, b"&e%d;" % (i - 1) * 10) for i in range(1, 10)]
    packet = b"<!DOCTYPE a [%s]><a>&e9;</a>" % b"".join(kinds)
    document.Root.Metadata = document.make_stream(packet)


def many_operators(document: Pdf) -> None:
    document.pages[0].contents_add(b"0 0 9 9 re f\n" * 3_000_000)


def many_shared_attributes(document: Pdf) -> None:
    """Three thousand elements, each with the same three thousand attributes; and a picture."""
    tree = document.Root.StructTreeRoot
    attributes = Array([document.make_indirect(Dictionary(O=Name.Layout))] * 3000)
    shared = document.make_indirect(attributes)
    kids = [Dictionary(S=Name.P, P=tree, A=shared) for _ in range(3000)]
    kids.append(Dictionary(S=Name.Figure, P=tree))
    tree.K = Array([tree.K, *map(document.make_indirect, kids)])


def changed(file: Path, folder: Path, change: Callable[[Pdf], None], name: str = "odd") -> Path:
    place = folder / f"{name}.pdf"
    with pikepdf.open(file) as document:
        change(document)
        document.save(place, fix_metadata_version=False, static_id=True)
    return place


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("change", "told"),
    [
        (deep_forms, "nested deeper than can be followed|forms within forms|uses itself"),
        (packed_metadata, "xmp-malformed"),
        (packed_content, "unpacks to more"),
        (packed_characters, "unpacks to more|too much memory"),
        (packed_profile, "unpacks to more|too much memory"),
        (packed_form, "unpacks to more|too much memory"),
        (packed_codes, "unpacks to more|too much memory"),
        (growing_entities, "xmp-malformed"),
        (many_operators, "memory|seconds"),
        (many_shared_attributes, "a figure has no alternative text"),
    ],
)
@pytest.mark.parametrize("edition", ["digital", "print"])
def test_it_is_answered_soon_and_the_next_file_is_checked(
    good: Path,
    tmp_path: Path,
    change: Callable[[Pdf], None],
    told: str,
    edition: str,
) -> None:
    def changing(document: Pdf) -> None:
        change(document)
        if edition == "print" and change not in {
            packed_metadata,
            growing_entities,
            many_shared_attributes,
        }:
            claim = f'<x:GTS_PDFXVersion xmlns:x="{PRESS}">PDF/X-4</x:GTS_PDFXVersion>'
            replaced(document, "<dc:format>", f"{claim}<dc:format>")

    file = changed(good, tmp_path, changing)
    began = time.monotonic()

    result = run("check", "--json", file, good)

    assert time.monotonic() - began < 10
    odd, whole = json.loads(result.out)
    assert whole["problems"] == []
    assert result.code == 7
    assert re.search(told, json.dumps(odd["problems"])), odd["problems"]
    assert len(result.out) < 200_000


@pytest.mark.exhaustive
def test_a_file_inside_that_is_packed_is_not_unpacked(good: Path, tmp_path: Path) -> None:
    began = time.monotonic()
    (told,) = json.loads(run("check", "--json", changed(good, tmp_path, packed_file)).out)

    assert time.monotonic() - began < 5
    assert {problem["code"] for problem in told["problems"]} >= {"embedded-file"}


@pytest.mark.exhaustive
def test_a_file_that_is_larger_than_any_report_is_told_so(good: Path, tmp_path: Path) -> None:
    huge = tmp_path / "huge.pdf"
    huge.write_bytes(good.read_bytes() + bytes(300_000_000))
    began = time.monotonic()
    (told,) = json.loads(run("check", "--json", huge).out)

    assert time.monotonic() - began < 5
    (problem,) = told["problems"]
    assert "more than 200 MB" in problem["message"]


def test_an_image_of_more_than_there_is_room_for_is_no_damage(good: Path, tmp_path: Path) -> None:
    def image(document: Pdf) -> None:
        one = bomb(document, 900)
        one.Type, one.Subtype, one.ColorSpace = Name.XObject, Name.Image, Name.DeviceCMYK
        one.Width = one.Height = 15_000
        one.BitsPerComponent = 8
        draw(document, one)

    result = run("proof", changed(good, tmp_path, image), "--dpi", "72", "--out", tmp_path / "out")

    assert result.code == 7
    assert "[pdf-beyond-limits]: the page cannot be read" in result.err
    assert "bad_alloc" not in result.err


def test_forms_that_draw_each_other_are_counted_once(good: Path, tmp_path: Path) -> None:
    file = changed(good, tmp_path, doubling_forms)

    (told,) = json.loads(run("check", "--json", file).out)

    assert [problem["code"] for problem in told["problems"]] == ["untagged-content"]


def odd_names(document: Pdf) -> None:
    page = document.pages[0].obj
    page.Resources["/XObject"] = Object.parse(b"<</\xff\xfe <</Subtype /\x80>> /Y null>>")
    page.Resources["/Properties"] = Object.parse(b"<</\xff 1>>")


def odd_annotations(document: Pdf) -> None:
    document.pages[0].obj.Annots = Object.parse(b"[null 5 <</Subtype/Link/A null/F (x)>>]")


def odd_boxes(document: Pdf) -> None:
    document.pages[0].obj.CropBox = Object.parse(b"[0 0 1" + b"0" * 300 + b".5 /x]")


def odd_parents(document: Pdf) -> None:
    tree = document.Root.StructTreeRoot
    tree.ParentTree = Object.parse(b"<</Nums [0 [null null 5] (x) 1 2]>>")


@pytest.mark.parametrize("change", [odd_names, odd_annotations, odd_boxes, odd_parents])
def test_an_odd_place_leaves_the_other_rules_as_they_are(
    good: Path, tmp_path: Path, change: Callable[[Pdf], None]
) -> None:
    def without_language(document: Pdf) -> None:
        change(document)
        del document.Root.Lang

    file = changed(good, tmp_path, without_language)

    (told,) = json.loads(run("check", "--json", file).out)

    codes = {problem["code"] for problem in told["problems"]}
    assert "language-missing" in codes
    assert not codes & {"not-a-pdf", "pdf-beyond-limits"}


def test_texts_of_a_file_are_shown_and_not_obeyed(good: Path, tmp_path: Path) -> None:
    def lying(document: Pdf) -> None:
        document.Root.Lang = "\x1b[2J" + "x" * 100_000

    result = run("check", changed(good, tmp_path, lying))

    assert "\x1b" not in result.err
    assert "[U+001B][2Jxxx" in result.err
    assert len(result.err) < 2000
