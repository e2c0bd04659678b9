"""What is judged before a file is written: the rules that a finished file is judged by."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from reportgen.checks.accessibility import preflight
from reportgen.document.drawn import LinkArea
from reportgen.document.metadata import xmp_packet
from reportgen.document.structure import Annotation, Element
from reportgen.editions.claims import claims_of
from reportgen.editions.digital import digital_file
from reportgen.editions.gate import violations
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
    "content-unknown": lambda content: content + b"\n/Perceptual ri",
}


@pytest.mark.parametrize("code", CONTENTS)
def test_marks_of_content_are_followed(report: Drawn, code: str) -> None:
    assert code in codes(with_content(report, CONTENTS[code]))


def test_words_of_the_text_are_no_operators(report: Drawn) -> None:
    text = rb"/Artifact BMC" b"\nBT\n(EMC \\) f k Do BDC) Tj\nET\nEMC"
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
}


@pytest.mark.parametrize("fault", STRUCTURES)
def test_the_structure_is_gone_through(report: Drawn, fault: str) -> None:
    code, change = STRUCTURES[fault]
    change(report)
    assert code in codes(report)


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

    def test_types_are_those_of_pdf_2(self, report: Drawn) -> None:
        of_tag(report, "P").tag = "H"
        assert "forbidden-type" in codes(report, UA2)

    def test_files_inside_are_described(self, report: Drawn) -> None:
        data = Attachment(name="a.csv", media_type="text/csv", description="", content=b"a")
        form = replace(UA2, attachments=(data,))
        assert codes(report, form) == {"embedded-file"}
