"""The digital edition by the standards for PDF 2.0: the same report, said in another way."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from reportgen.layout.load import Layout
from reportgen.model import Edition, Profile, Report, Standard
from reportgen.pipeline import build_report
from tests.checks.accessibility import samples
from tests.checks.accessibility.tree import tree_of
from tests.document.making import report_of
from tests.document.pdf import opened, page_texts
from tests.editions.test_digital import packet_of, xmp_of

DECLARED = "{http://pdfa.org/declarations/}conformsTo"


@pytest.fixture(scope="module")
def pdf(cities: Mapping[str, Profile], german: Layout, portraits: Path) -> bytes:
    """Düsseldorf's report, which has lists, links and a portrait."""
    return build_report(cities["duesseldorf"], german, portraits, standard=Standard.UA2).pdf


@pytest.fixture(scope="module")
def with_data(cities: Mapping[str, Profile], german: Layout, portraits: Path) -> bytes:
    """Köln's report with its data."""
    city = cities["koeln"]
    return build_report(city, german, portraits, attach_data=True, standard=Standard.UA2).pdf


def elements(document: pikepdf.Pdf) -> Iterator[Any]:
    """All elements of the structure tree, from the root downwards."""

    def below(element: Any) -> Iterator[Any]:
        kids = element.get("/K", ())
        for kid in kids if isinstance(kids, pikepdf.Array) else (kids,):
            if isinstance(kid, Dictionary) and "/S" in kid:
                yield kid
                yield from below(kid)

    return below(document.Root.StructTreeRoot)


def bookmarks(document: pikepdf.Pdf) -> Iterator[Any]:
    """All bookmarks in their order."""

    def below(parent: Any) -> Iterator[Any]:
        bookmark = parent.get("/First")
        while bookmark is not None:
            yield bookmark
            yield from below(bookmark)
            bookmark = bookmark.get("/Next")

    return below(document.Root.Outlines)


def test_it_is_a_file_of_pdf_2(pdf: bytes) -> None:
    assert pdf.startswith(b"%PDF-2.0\n")
    with opened(pdf) as document:
        assert document.check_pdf_syntax() == []
        assert "/Version" not in document.Root
        assert "/Names" not in document.Root


def test_it_has_no_document_information(pdf: bytes) -> None:
    with opened(pdf) as document:
        assert "/Info" not in document.trailer


def test_every_element_is_of_the_namespace_of_pdf_2(pdf: bytes) -> None:
    with opened(pdf) as document:
        (namespace,) = document.Root.StructTreeRoot.Namespaces
        assert (namespace.Type, str(namespace.NS)) == (Name.Namespace, "http://iso.org/pdf2/ssn")
        every = list(elements(document))
        assert len(every) > 300
        assert {each.NS.objgen for each in every} == {namespace.objgen}
        assert not {str(each.S) for each in every} & {"/Note", "/H", "/TOC", "/Art"}


def test_bookmarks_lead_to_the_elements_of_their_headings(
    pdf: bytes, reports: Mapping[str, Report]
) -> None:
    with opened(pdf) as document, opened(reports["duesseldorf"].pdf) as other:
        headings = [e for e in elements(document) if str(e.S) in {"/H1", "/H2", "/H3", "/H4"}]
        pages = {page.objgen: number for number, page in enumerate(document.pages)}
        others = {page.objgen: number for number, page in enumerate(other.pages)}
        found = list(bookmarks(document))
        assert [b.A.SD[0].objgen for b in found] == [h.objgen for h in headings]
        for bookmark, usual in zip(found, bookmarks(other), strict=True):
            assert (bookmark.A.S, "/Dest" in bookmark) == (Name.GoTo, False)
            assert bookmark.Title == usual.Title
            # The place on the page is the same, for viewers that know no elements too.
            (page, *place), (usual_page, *usual_place) = bookmark.A.D, usual.Dest
            assert (pages[page.objgen], place) == (others[usual_page.objgen], usual_place)
            assert list(bookmark.A.SD)[1:] == place
            assert pages[bookmark.A.SD[0].Pg.objgen] == pages[page.objgen]


def test_metadata_claim_the_standards_and_describe_no_schemas(pdf: bytes) -> None:
    with opened(pdf) as document:
        packet = packet_of(document)
        declared = [each.text for each in packet.iter(DECLARED)]
        assert declared == [
            "http://pdfa.org/declarations/wtpdf#reuse1.0",
            "http://pdfa.org/declarations/wtpdf#accessibility1.0",
        ]
        assert not [e for e in packet.iter() if "pdfa/ns/schema" in e.tag]
        xmp = xmp_of(document)
    claims = {name: value for name, value in xmp.items() if name.startswith(("pdfaid", "pdfuaid"))}
    assert claims == {
        "pdfaid:part": "4",
        "pdfaid:rev": "2020",
        "pdfuaid:part": "2",
        "pdfuaid:rev": "2024",
    }


def test_metadata_say_all_that_the_usual_edition_says(
    pdf: bytes, reports: Mapping[str, Report]
) -> None:
    with opened(pdf) as document, opened(reports["duesseldorf"].pdf) as usual:
        assert document.Root.Lang == "de"
        assert {
            k: v for k, v in xmp_of(document).items() if k.startswith(("dc", "xmp", "pdf:"))
        } == {k: v for k, v in xmp_of(usual).items() if k.startswith(("dc", "xmp", "pdf:"))}


def test_with_data_inside_it_is_pdf_a_4f(with_data: bytes) -> None:
    with opened(with_data) as document:
        xmp = xmp_of(document)
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("4", "F")
        assert sorted(document.attachments) == ["columns.csv", "koeln-2020.csv"]
        assert [each.AFRelationship for each in document.Root.AF] == [Name.Data] * 2
        assert all(each.Desc for each in document.Root.AF)


@pytest.mark.parametrize("language", ["de", "en"])
def test_it_is_read_aloud_as_the_usual_edition(
    cities: Mapping[str, Profile], layouts: Mapping[str, Layout], portraits: Path, language: str
) -> None:
    usual, other = (
        build_report(cities["rostock"], layouts[language], portraits, standard=standard).pdf
        for standard in Standard
    )
    assert page_texts(usual) == page_texts(other)
    with opened(usual) as document, opened(other) as second:
        one, two = tree_of(document), tree_of(second)
    for node in two.walk():
        if node.attributes.get("ListNumbering") == "Description":
            node.attributes["ListNumbering"] = "None"
    assert one == two


def test_lists_with_labels_say_of_what_kind_they_are(german: Layout) -> None:
    made = report_of(samples.small_profile(), german, samples.PORTRAIT, Standard.UA2).pdf
    with opened(made) as document:
        lists = tree_of(document).all("L")
    labelled = [each for each in lists if any(item.all("Lbl") for item in each.nodes)]
    assert {each.attributes["ListNumbering"] for each in labelled} >= {"Square", "Description"}
    assert "None" not in {each.attributes.get("ListNumbering") for each in lists}


def test_the_same_input_makes_the_same_bytes(
    pdf: bytes, cities: Mapping[str, Profile], german: Layout, portraits: Path
) -> None:
    again = build_report(cities["duesseldorf"], german, portraits, standard=Standard.UA2).pdf
    assert again == pdf


@pytest.mark.parametrize("edition", [Edition.PRINT, Edition.BOOKLET, Edition.TWO_UP])
def test_other_editions_are_the_same_by_either(
    cities: Mapping[str, Profile], german: Layout, portraits: Path, edition: Edition
) -> None:
    one, other = (
        build_report(cities["koeln"], german, portraits, edition=edition, standard=standard).pdf
        for standard in Standard
    )
    assert one == other
