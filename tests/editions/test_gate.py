"""What is judged before a file is written: the rules that a finished file is judged by."""

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace

from reportgen.checks.accessibility.preflight import preflight
from reportgen.document.drawn import Bookmark, DrawnImage, LinkArea
from reportgen.document.metadata import xmp_packet
from reportgen.document.structure import NUMBERED, Annotation, Element, MarkedContent
from reportgen.editions import digital, gate
from reportgen.editions.claims import claims_of
from reportgen.editions.digital import digital_file
from reportgen.editions.gate import violations
from reportgen.editions.gate_structure import Kind, judged_kind
from reportgen.layout.load import Layout
from reportgen.model import Attachment, DigitalForm, Profile, Standard
from tests.document.making import Drawn, drawn
from tests.editions.test_digital import DESCRIPTION

UA2 = DigitalForm(standard=Standard.UA2)


@pytest.fixture
def report(cities: Mapping[str, Profile], german: Layout) -> Drawn:
    return drawn(cities["essen"], german)


def codes(report: Drawn, form: DigitalForm | None = None, **described: str) -> set[str]:
    form, description = form or DigitalForm(), replace(DESCRIPTION, **described)
    packet = xmp_packet(description, claims_of(form))
    found = violations(report.document, report.root, description, packet, form)
    return {problem.code for problem in found}


def of_tag(report: Drawn, tag: str) -> Element:
    return next(element for element in report.root.walk() if element.tag == tag)


def with_content(report: Drawn, change: Callable[[bytes], bytes]) -> Drawn:
    """Page 2 is drawn otherwise."""
    first, second, *others = report.document.pages
    changed = replace(second, content=change(second.content))
    return report._replace(document=replace(report.document, pages=(first, changed, *others)))


@pytest.mark.parametrize("form", [DigitalForm(), UA2])
def test_a_report_passes_as_its_file_does(report: Drawn, form: DigitalForm) -> None:
    assert codes(report, form) == set()
    pdf = digital_file(report.document, DESCRIPTION, report.root, form)
    with pikepdf.open(BytesIO(pdf)) as document:
        assert preflight(document) == ()


CONTENTS: dict[str, Callable[[bytes], bytes]] = {
    "untagged-content": lambda content: content + b"\n0 0 5 5 re f",
    "artifact-in-content": lambda content: content.replace(b"BDC", b"BDC\n/Artifact BMC\nEMC", 1),
    "content-in-artifact": lambda content: (
        b"/Artifact BMC\n" + content[content.index(b"/P <<") :] + b"\nEMC"
    ),
    "unbalanced-marks": lambda content: content + b"\nEMC",
    "repeated-number": lambda content: content + b"\n/P <</MCID 0>> BDC\nEMC",
    "wrong-parent": lambda content: content + b"\n/P <</MCID 9999>> BDC\nEMC",
    "device-cmyk": lambda content: content + b"\n0 0 0 1 k",
    "language-malformed": lambda content: content.replace(
        b"BDC", b"BDC\n/Span <</Lang (deutsch!)>> BDC\nEMC", 1
    ),
    "no-glyph": lambda content: content + b"\n/Artifact BMC\nBT\n(a\\000) Tj\nET\nEMC",
}
UNKNOWN = {
    "operator": b"/Perceptual ri",
    "graphics state, which may be transparent": b"/GS0 gs",
    "colour space": b"/CS0 cs",
    "shading": b"/Artifact BMC\n/Sh0 sh\nEMC",
    "image within": b"/Artifact BMC\nBI /W 1 ID x EI\nEMC",
    "font": b"/F99+0 9 Tf",
    "form": b"/Artifact BMC\n/Form99 Do\nEMC",
    "text that is no line": b"/Artifact BMC\nBT (a) Tj ET\nEMC",
}


@pytest.mark.parametrize("code", CONTENTS)
def test_marks_of_content_are_followed(report: Drawn, code: str) -> None:
    assert code in codes(with_content(report, CONTENTS[code]))


@pytest.mark.parametrize("what", UNKNOWN)
def test_content_has_nothing_but_what_is_known_to_be_right(report: Drawn, what: str) -> None:
    added = b"\n" + UNKNOWN[what]
    assert "content-unknown" in codes(with_content(report, lambda content: content + added))


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"/Artifact BMC\nEMC", "unbalanced-marks"), (b"0 0 0 1 k", "device-cmyk")],
)
def test_forms_are_drawn_within_the_marks_of_pages(
    report: Drawn, content: bytes, code: str
) -> None:
    first, *others = report.document.forms
    forms = (replace(first, content=first.content + b"\n" + content), *others)
    assert codes(report._replace(document=replace(report.document, forms=forms))) == {code}


def test_pictures_are_in_colours_of_a_screen(report: Drawn) -> None:
    inks = DrawnImage(name="Image9", width=1, height=1, space="DeviceCMYK", jpeg=b"")
    document = replace(report.document, images=(inks,))
    assert codes(report._replace(document=document)) == {"device-cmyk"}


def test_words_of_the_text_are_no_operators(report: Drawn) -> None:
    words = rb"(EMC \) f k Do BDC, Di/Mi Do, 5 cm /Mi Do Q, /F9 9 Tf, /P <</MCID 0>> BDC, C:\\000)"
    text = b"/Artifact BMC\nBT\n" + words + b" Tj\nET\nEMC"
    assert codes(with_content(report, lambda content: content + b"\n" + text)) == set()


def lose_alternative(report: Drawn) -> None:
    of_tag(report, "Figure").alt = ""


def lose_box(report: Drawn) -> None:
    of_tag(report, "Figure").box = None


def lose_scope(report: Drawn) -> None:
    of_tag(report, "TH").attribute = None


def lose_cell(report: Drawn) -> None:
    row = [element for element in report.root.walk() if element.tag == "TR"][1]
    row.kids.pop()


def rename(tag: str, name: str) -> Callable[[Drawn], None]:
    def change(report: Drawn) -> None:
        of_tag(report, tag).tag = name

    return change


def lose_part(report: Drawn) -> None:
    """Its content is drawn, and nobody has it."""
    report.root.kids.remove(of_tag(report, "Sect"))


def place_twice(report: Drawn) -> None:
    report.root.kids.append(of_tag(report, "Sect"))


def add(parent: str, *tags: str) -> Callable[[Drawn], None]:
    def change(report: Drawn) -> None:
        for tag in tags:
            of_tag(report, parent).add(tag)

    return change


def lose_language_of_a_part(report: Drawn) -> None:
    of_tag(report, "P").language = "deutsch!"


def claim_content_that_is_not_there(report: Drawn) -> None:
    of_tag(report, "P").kids.append(MarkedContent(0, 9999))


STRUCTURES: dict[str, tuple[str, Callable[[Drawn], None]]] = {
    "alternative": ("alt-missing", lose_alternative),
    "box": ("box-missing", lose_box),
    "scope": ("scope-missing", lose_scope),
    "cell": ("ragged-table", lose_cell),
    "unknown type": ("nonstandard-type", rename("P", "Absatz")),
    "place": ("wrong-place", rename("TR", "TD")),
    "gap": ("skipped-heading", rename("H2", "H4")),
    "title": ("second-title", rename("H2", "H1")),
    "lost": ("wrong-parent", lose_part),
    "twice": ("circular-tree", place_twice),
    "caption amid": ("caption-place", add("Figure", "P", "Caption", "P")),
    "two heads": ("table-parts", add("Table", "THead", "THead")),
    "formula": ("alt-missing", rename("P", "Formula")),
    "note": ("wrong-place", rename("P", "LBody")),
    "heading of no level": ("mixed-headings", rename("P", "H")),
    "language": ("language-malformed", lose_language_of_a_part),
    "content of no page": ("wrong-parent", claim_content_that_is_not_there),
}


@pytest.mark.parametrize("fault", STRUCTURES)
def test_the_structure_is_gone_through(report: Drawn, fault: str) -> None:
    code, change = STRUCTURES[fault]
    change(report)
    assert code in codes(report)


@pytest.mark.parametrize("fault", [*CONTENTS, *STRUCTURES])
def test_nothing_gets_by_that_is_wrong_with_the_file(
    report: Drawn, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if fault in CONTENTS:
        report = with_content(report, CONTENTS[fault])
    else:
        _, change = STRUCTURES[fault]
        change(report)
    found = codes(report)
    monkeypatch.setattr(digital, "violations", lambda *_: ())
    try:
        pdf = digital_file(report.document, DESCRIPTION, report.root)
    except (IndexError, KeyError):
        return  # no such file can be written
    with pikepdf.open(BytesIO(pdf)) as document:
        # The first code of a font has a rule of its own here.
        fonts = {"font-without-unicode", "font-wrong-unicode"}
        assert {problem.code for problem in preflight(document)} - fonts <= found


@pytest.mark.parametrize("href", ["https://example.org", ""])
def test_a_link_stands_in_the_tree_and_leads_somewhere(report: Drawn, href: str) -> None:
    first, *others = report.document.pages
    number = len(first.links)
    page = replace(first, links=(*first.links, LinkArea(href=href, box=(0, 0, 9, 9))))
    linked = report._replace(document=replace(report.document, pages=(page, *others)))
    without_place = set() if href else {"link-contents"}
    assert codes(linked) == {"link-untagged"} | without_place
    report.root.add("P").add("Link").kids.append(Annotation(0, number))
    assert codes(linked) == without_place


def test_metadata_have_a_language_and_a_title_and_are_xml(report: Drawn) -> None:
    assert codes(report, language="") == {"language-missing", "language-malformed"}
    assert codes(report, language="deutsch!") == {"language-malformed"}
    assert "title-missing" in codes(report, title="")
    assert codes(report, title="A\x01B") == {"xmp-malformed"}
    assert codes(report, title="A\rB") == {"metadata-differ"}


def test_a_file_claims_what_it_is_to_keep(report: Drawn) -> None:
    data = Attachment(name="a.csv", media_type="text/csv", description="a", content=b"a")
    with_data = DigitalForm(attachments=(data,))
    packet = xmp_packet(DESCRIPTION, claims_of(DigitalForm()))

    def found(form: DigitalForm) -> set[str]:
        every = violations(report.document, report.root, DESCRIPTION, packet, form)
        return {problem.code for problem in every}

    assert found(DigitalForm()) == set()
    assert found(with_data) == {"a-not-claimed"}
    assert found(UA2) >= {"ua-not-claimed", "a-not-claimed"}


def test_a_property_that_pdf_a_does_not_know_is_described(report: Drawn) -> None:
    claims = replace(claims_of(DigitalForm()), extensions=())
    packet = xmp_packet(DESCRIPTION, claims)
    found = violations(report.document, report.root, DESCRIPTION, packet, DigitalForm())
    assert {problem.code for problem in found} == {"extension-schema"}


def test_a_code_of_a_font_stands_for_a_character(report: Drawn) -> None:
    first, *others = report.document.fonts
    for character, wrong in (
        (0xE000, {"font-wrong-unicode", "no-glyph"}),
        (0xFEFF, {"font-wrong-unicode"}),
        (0x4E00, {"no-glyph"}),
    ):
        one = replace(first, characters=(*first.characters, character))
        document = replace(report.document, fonts=(one, *others))
        assert codes(report._replace(document=document)) == wrong


class TestOfPdf2:
    def test_lists_say_how_they_are_labelled(self, report: Drawn) -> None:
        lists = [element for element in report.root.walk() if element.tag == "L"]
        for each in lists:
            each.add("LI").add("Lbl")
            each.attribute = None
        assert "list-numbering" in codes(report, UA2)
        assert "list-numbering" not in codes(report)

    def test_bookmarks_lead_into_the_tree(self, report: Drawn) -> None:
        entry = Bookmark(title="a", level=1, page=0, top=0)
        document = replace(report.document, bookmarks={Element("P"): entry})
        assert codes(report._replace(document=document), UA2) == {"structure-destination"}
        assert codes(report._replace(document=document)) == set()

    def test_the_tree_begins_with_a_document(self, report: Drawn) -> None:
        report.root.tag = "Part"
        assert codes(report, UA2) == {"document-element"}

    def test_types_are_those_of_pdf_2(self, report: Drawn) -> None:
        of_tag(report, "P").tag = "H"
        assert "forbidden-type" in codes(report, UA2)

    def test_files_inside_are_described(self, report: Drawn) -> None:
        data = Attachment(name="a.csv", media_type="text/csv", description="", content=b"a")
        form = replace(UA2, attachments=(data,))
        assert codes(report, form) == {"embedded-file"}


def test_of_a_box_and_an_attribute_only_what_is_written_counts() -> None:
    labelled = Element("L", NUMBERED)
    item = labelled.add("LI")
    item.add("Lbl")
    labelled.box = (0, 0, 1, 1)
    kind = Kind.of(labelled, "Document", [item], Standard.UA2)

    assert [finding.code for finding in judged_kind(kind)] == ["list-numbering"]


def test_the_list_of_what_is_judged_names_what_these_tests_break() -> None:
    listed = Path(gate.__file__).with_name("GATE.md").read_text(encoding="utf-8")
    codes = set(re.findall("`([a-z0-9]+(?:-[a-z0-9]+)+)`", listed))
    tested = set(re.findall('"([a-z0-9]+(?:-[a-z0-9]+)+)"', Path(__file__).read_text("utf-8")))
    assert len(codes) > 30
    assert codes <= tested
