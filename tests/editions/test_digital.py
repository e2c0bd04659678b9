"""What a PDF says of itself, and the bookmarks that lead through it."""

from collections.abc import Iterator, Mapping
from datetime import date
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from msgspec.structs import replace

from reportgen.document.blocks import Heading
from reportgen.document.font_programs import _program
from reportgen.document.fonts import text_width
from reportgen.document.metadata import DocumentProperties
from reportgen.editions.digital import digital_file
from reportgen.editions.gate_structure import judged_kind, judged_table
from reportgen.layout.load import Layout
from reportgen.model import Attachment, DigitalForm, Profile, Report
from tests.document.making import ISSUED, Drawn, blocks_of, drawn, flat, report_of
from tests.document.pdf import opened, page_texts, pieces
from tests.made_up import area, profiles

NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfd": "http://pdfa.org/declarations/",
    "extension": "http://www.aiim.org/pdfa/ns/extension/",
    "schema": "http://www.aiim.org/pdfa/ns/schema#",
    "property": "http://www.aiim.org/pdfa/ns/property#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
PREFIXES = {uri: prefix for prefix, uri in NAMESPACES.items()}

DESCRIPTION = DocumentProperties(
    title="T", author="A", subject="S", keywords=("K",), language="en", issued=ISSUED
)


@pytest.fixture(scope="module")
def unfinished(cities: Mapping[str, Profile], german: Layout) -> Drawn:
    """Essen's report before it is written."""
    return drawn(cities["essen"], german)


def packet_of(document: pikepdf.Pdf) -> ET.Element:
    """The description that an XMP packet holds."""
    packet = document.Root.Metadata.read_bytes().decode()
    assert packet.startswith('<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>')
    assert packet.rstrip().endswith('<?xpacket end="w"?>')
    description = ET.fromstring(packet).find("rdf:RDF/rdf:Description", NAMESPACES)
    assert description is not None
    return description


def xmp_of(document: pikepdf.Pdf) -> dict[str, str | list[str]]:
    """Property by name: its text, or the texts of a list; the extension schemas are left out."""
    found: dict[str, str | list[str]] = {}
    for each in packet_of(document):
        uri, _, name = each.tag.removeprefix("{").partition("}")
        if name != "schemas":
            texts = [item.text or "" for item in each.findall(".//rdf:li", NAMESPACES)]
            is_list = each.find("rdf:Alt", NAMESPACES) is None and texts
            found[f"{PREFIXES[uri]}:{name}"] = (
                texts if is_list else "".join(each.itertext()).strip()
            )
    return found


def entries(
    items: list[pikepdf.OutlineItem], document: pikepdf.Pdf, level: int = 1
) -> Iterator[tuple[int, str, int, float]]:
    """Level, title, page and height of all bookmarks in their order."""
    destinations = pikepdf.NameTree(document.Root.Names.Dests) if "/Names" in document.Root else {}
    pages = {page.objgen: number for number, page in enumerate(document.pages)}
    for item in items:
        target = item.destination
        if not isinstance(target, pikepdf.Array):
            name = str(target)
            target = document.Root.Dests[name] if "/Dests" in document.Root else destinations[name]
        page, _, *place = target
        yield level, item.title, pages[page.objgen], float(place[1 if len(place) > 1 else 0])
        yield from entries(item.children, document, level + 1)


def bookmarks(pdf: bytes) -> list[tuple[int, str, int, float]]:
    with opened(pdf) as document, document.open_outline() as outline:
        return list(entries(list(outline.root), document))


@pytest.mark.parametrize("language", ["de", "en"])
def test_it_names_title_author_subject_keywords_and_language(
    cities: Mapping[str, Profile], layouts: Mapping[str, Layout], language: str
) -> None:
    profile = cities["muenchen"]
    with opened(report_of(profile, layouts[language]).pdf) as document:
        info = {key: str(value) for key, value in document.docinfo.items()}
        assert document.Root.Lang == language
    title = {"de": "Stadtprofil München 2020", "en": "City profile München 2020"}[language]
    areas = "SGB II, GSiAE, HLU a. v. E., HLU i. E., HzP, AsylbLG"
    assert info == {
        "/Title": title,
        "/Author": profile.about.publisher,
        "/Subject": profile.about.project,
        "/Keywords": f"München, 2020, {areas}",
        "/Creator": "reportgen",
        "/Producer": "reportgen",
        "/CreationDate": "D:20211201000000Z",
        "/ModDate": "D:20211201000000Z",
    }


def test_a_viewer_shows_title_bookmarks_and_page_numbers(reports: Mapping[str, Report]) -> None:
    with opened(reports["essen"].pdf) as document:
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert document.Root.PageMode == "/UseOutlines"
        start, style = document.Root.PageLabels.Nums
        assert (start, style.S) == (0, "/D")


def test_xmp_says_the_same_as_the_document_information(
    cities: Mapping[str, Profile], german: Layout
) -> None:
    with opened(report_of(cities["muenchen"], german).pdf) as document:
        xmp, info = xmp_of(document), document.docinfo
        assert document.Root.Metadata.Type == "/Metadata"
        assert document.Root.Metadata.Subtype == "/XML"
        assert xmp == {
            "dc:format": "application/pdf",
            "dc:title": str(info["/Title"]),
            "dc:creator": [str(info["/Author"])],
            "dc:publisher": [str(info["/Author"])],
            "dc:description": str(info["/Subject"]),
            "dc:subject": str(info["/Keywords"]).split(", "),
            "dc:language": [str(document.Root.Lang)],
            "pdf:Keywords": str(info["/Keywords"]),
            "pdf:Producer": str(info["/Producer"]),
            "xmp:CreatorTool": str(info["/Creator"]),
            "xmp:CreateDate": "2021-12-01T00:00:00Z",
            "xmp:ModifyDate": "2021-12-01T00:00:00Z",
            "xmp:MetadataDate": "2021-12-01T00:00:00Z",
            "pdfaid:part": "2",
            "pdfaid:conformance": "A",
            "pdfuaid:part": "1",
        }


def test_the_property_that_pdf_a_does_not_know_is_described(
    reports: Mapping[str, Report],
) -> None:
    with opened(reports["essen"].pdf) as document:
        (schema,) = packet_of(document).findall("extension:schemas/rdf:Bag/rdf:li", NAMESPACES)
    assert schema.findtext("schema:namespaceURI", "", NAMESPACES) == NAMESPACES["pdfuaid"]
    assert schema.findtext("schema:prefix", "", NAMESPACES) == "pdfuaid"
    (told,) = schema.findall("schema:property/rdf:Seq/rdf:li", NAMESPACES)
    assert {each.tag.partition("}")[2]: each.text for each in told} == {
        "name": "part",
        "valueType": "Integer",
        "category": "internal",
        "description": "Part of ISO 14289 conformed to",
    }


def test_with_a_file_inside_it_is_pdf_a_3(unfinished: Drawn) -> None:
    data = Attachment(
        name="daten.csv", media_type="text/csv", description="Zahlen", content=b"a;b\r\n1;2\r\n"
    )
    form = DigitalForm(attachments=(data,))
    pdf = digital_file(unfinished.document, DESCRIPTION, unfinished.root, form)
    with opened(pdf) as document:
        xmp = xmp_of(document)
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"], xmp["pdfuaid:part"]) == (
            "3", "A", "1",
        )  # fmt: skip
        (attached,) = document.attachments.items()
        assert attached[0] == "daten.csv"
        assert attached[1].get_file().read_bytes() == data.content
        (associated,) = document.Root.AF
        assert associated.AFRelationship == "/Data"
        assert associated.EF.F.Subtype == "/text/csv"


def test_colours_are_those_of_srgb(reports: Mapping[str, Report]) -> None:
    with opened(reports["essen"].pdf) as document:
        (intent,) = document.Root.OutputIntents
        assert (intent.S, intent.OutputConditionIdentifier) == ("/GTS_PDFA1", "sRGB IEC61966-2.1")
        assert intent.DestOutputProfile.N == 3
        assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"


def test_names_may_hold_what_has_a_meaning_in_xml(german: Layout) -> None:
    name, project = 'Köln <Rhein> & "Sieg"', "A&B </rdf:li> 'C' {D}"
    profile, *_ = profiles(
        [name], areas=[area("x<y", "&amp;")], recipients={"x<y": [7]}, project=project
    )
    report = report_of(profile, german)
    with opened(report.pdf) as document:
        assert str(document.docinfo["/Title"]) == f"Stadtprofil {name} 2020"
        assert xmp_of(document)["dc:title"] == f"Stadtprofil {name} 2020"
        assert xmp_of(document)["dc:description"] == project
        assert xmp_of(document)["dc:subject"] == [name, "2020", "x<y"]
    assert bookmarks(report.pdf)[0][1] == name
    assert name in page_texts(report.pdf)[0]
    assert "x<y: &amp;" in "".join(page_texts(report.pdf))


@pytest.mark.parametrize("issued", [date(1999, 1, 2), date(2031, 12, 31)])
def test_dates_are_the_day_of_issue(unfinished: Drawn, issued: date) -> None:
    description = replace(DESCRIPTION, issued=issued)
    pdf = digital_file(unfinished.document, description, unfinished.root)
    with opened(pdf) as document:
        assert str(document.docinfo["/CreationDate"]) == f"D:{issued:%Y%m%d}000000Z"
        assert str(document.docinfo["/ModDate"]) == f"D:{issued:%Y%m%d}000000Z"
        xmp = xmp_of(document)
        days = {xmp[f"xmp:{name}Date"] for name in ("Create", "Modify", "Metadata")}
        assert days == {f"{issued.isoformat()}T00:00:00Z"}


def test_the_identifier_follows_from_the_content(
    cities: Mapping[str, Profile], german: Layout, reports: Mapping[str, Report]
) -> None:
    def identifiers(pdf: bytes) -> list[bytes]:
        with opened(pdf) as document:
            return [bytes(each) for each in document.trailer.ID]

    original, version = identifiers(reports["essen"].pdf)
    assert original == version
    every = {identifiers(report.pdf)[0] for report in reports.values()}
    assert len(every) == len(reports)
    essen = cities["essen"]
    other = replace(essen, about=replace(essen.about, publisher="Jemand"))
    assert identifiers(report_of(essen, german).pdf) == identifiers(report_of(essen, german).pdf)
    assert identifiers(report_of(other, german).pdf) != identifiers(report_of(essen, german).pdf)


def test_streams_are_compressed_once_and_without_ascii_armour(
    reports: Mapping[str, Report],
) -> None:
    with opened(reports["essen"].pdf) as document:
        contents = [page.Contents for page in document.pages]
        assert all(stream.Filter == "/FlateDecode" for stream in contents)
        assert document.pdf_version == "1.7"
    assert len(reports["essen"].pdf) < 120_000


def test_a_file_is_a_whole_pdf(reports: Mapping[str, Report]) -> None:
    for report in reports.values():
        assert report.pdf.startswith(b"%PDF-1.7")
        with opened(report.pdf) as document:
            assert document.check_pdf_syntax() == []
            assert len(document.pages) == report.pages
            for page in document.pages:
                assert [float(edge) for edge in page.MediaBox] == pytest.approx(
                    [0, 0, 595.276, 841.89], abs=0.001
                )


def test_the_bytes_do_not_depend_on_what_was_made_before(
    cities: Mapping[str, Profile], german: Layout
) -> None:
    _, after = (report_of(cities[slug], german).pdf for slug in ("essen", "leipzig"))
    for known in (_program, text_width, judged_kind, judged_table):
        known.cache_clear()
    assert report_of(cities["leipzig"], german).pdf == after


class TestBookmarks:
    def test_headings_of_a_portrait_are_among_them(self, reports: Mapping[str, Report]) -> None:
        titles = [(level, title) for level, title, *_ in bookmarks(reports["duesseldorf"].pdf)]
        place = titles.index((2, "Das Amt"))
        assert titles[place + 1] == (3, "Aufgaben des Amtes")

    def test_there_is_one_for_each_heading_in_order_below_the_city(
        self, cities: Mapping[str, Profile], german: Layout
    ) -> None:
        profile = cities["frankfurt-am-main"]
        headings = [b for b in flat(blocks_of(profile, german)) if isinstance(b, Heading)]
        found = bookmarks(report_of(profile, german).pdf)
        assert [(level, title) for level, title, *_ in found] == [
            (1, "Frankfurt am Main"),
            *((heading.level, heading.text) for heading in headings),
        ]
        assert len(found) > 12

    def test_each_leads_to_the_place_of_its_heading(self, reports: Mapping[str, Report]) -> None:
        report = reports["frankfurt-am-main"]
        texts = list(pieces(report.pdf))
        (_, _, page, height), *others = bookmarks(report.pdf)

        def begin(title: str) -> str:
            """The first words, without the numbers of a table's notes."""
            return title.partition("\u202f")[0][:10]

        # The first one leads to the upper edge of the band.
        assert (page, height) == (0, pytest.approx(841.89, abs=0.001))
        for level, title, page, height in others:
            on_page = [p for p in texts if p.page == page and p.text.startswith(begin(title))]
            # Above the message of a section there is its topic.
            assert on_page, title
            most = 16 if level == 2 else 8
            assert min(abs(height - piece.top) for piece in on_page) < most

    def test_pages_are_in_the_order_of_reading(self, reports: Mapping[str, Report]) -> None:
        pages = [page for _, _, page, _ in bookmarks(reports["essen"].pdf)]
        assert pages == sorted(pages)
        assert set(pages) == set(range(reports["essen"].pages))
