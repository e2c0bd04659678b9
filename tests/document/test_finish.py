"""What a PDF says of itself, and the bookmarks that lead through it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from xml.etree import ElementTree as ET

import pikepdf
import pytest

from reportgen.document.blocks import Heading
from reportgen.document.finish import Description, finish
from reportgen.layout import Layout
from reportgen.model import Profile, Report
from tests.document.making import ISSUED, blocks_of, flat, report_of
from tests.document.pdf import opened, page_texts, pieces
from tests.made_up import area, profiles

NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}


def xmp_of(document: pikepdf.Pdf) -> dict[str, str]:
    """The texts of the XMP packet, by the name of their property."""
    packet = document.Root.Metadata.read_bytes().decode()
    assert packet.startswith('<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>')
    assert packet.rstrip().endswith('<?xpacket end="w"?>')
    description = ET.fromstring(packet).find("rdf:RDF/rdf:Description", NAMESPACES)
    assert description is not None
    return {each.tag.partition("}")[2]: "".join(each.itertext()).strip() for each in description}


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
def test_it_names_title_author_subject_and_language(
    cities: Mapping[str, Profile], layouts: Mapping[str, Layout], language: str
) -> None:
    profile = cities["muenchen"]
    with opened(report_of(profile, layouts[language]).pdf) as document:
        info = {key: str(value) for key, value in document.docinfo.items()}
        assert document.Root.Lang == language
    title = {"de": "Stadtprofil München 2020", "en": "City profile München 2020"}[language]
    assert info == {
        "/Title": title,
        "/Author": profile.about.publisher,
        "/Subject": profile.about.project,
        "/Producer": "reportgen",
        "/CreationDate": "D:20211201000000Z",
        "/ModDate": "D:20211201000000Z",
    }


def test_a_viewer_shows_the_title_and_not_the_files_name(reports: Mapping[str, Report]) -> None:
    with opened(reports["essen"].pdf) as document:
        assert document.Root.ViewerPreferences.DisplayDocTitle


def test_xmp_says_the_same_as_the_document_information(
    cities: Mapping[str, Profile], german: Layout
) -> None:
    with opened(report_of(cities["muenchen"], german).pdf) as document:
        xmp, info = xmp_of(document), document.docinfo
        assert document.Root.Metadata.Type == "/Metadata"
        assert document.Root.Metadata.Subtype == "/XML"
        assert xmp == {
            "format": "application/pdf",
            "title": str(info["/Title"]),
            "creator": str(info["/Author"]),
            "description": str(info["/Subject"]),
            "language": str(document.Root.Lang),
            "Producer": str(info["/Producer"]),
            "CreateDate": "2021-12-01T00:00:00Z",
            "ModifyDate": "2021-12-01T00:00:00Z",
        }


def test_names_may_hold_what_has_a_meaning_in_xml(german: Layout) -> None:
    name, project = 'Köln <Rhein> & "Sieg"', "A&B </rdf:li> 'C' {D}"
    profile, *_ = profiles([name], areas=[area("x<y", "&amp;")], project=project)
    report = report_of(profile, german)
    with opened(report.pdf) as document:
        assert str(document.docinfo["/Title"]) == f"Stadtprofil {name} 2020"
        assert xmp_of(document)["title"] == f"Stadtprofil {name} 2020"
        assert xmp_of(document)["description"] == project
    assert bookmarks(report.pdf)[0][1] == name
    assert name in page_texts(report.pdf)[0]
    assert "x<y: &amp; (SGB XII)." in "".join(page_texts(report.pdf))


@pytest.mark.parametrize("issued", [date(1999, 1, 2), date(2031, 12, 31)])
def test_dates_are_the_day_of_issue(reports: Mapping[str, Report], issued: date) -> None:
    description = Description(title="T", author="A", subject="S", language="de", issued=issued)
    with opened(finish(reports["essen"].pdf, description)) as document:
        assert str(document.docinfo["/CreationDate"]) == f"D:{issued:%Y%m%d}000000Z"
        assert xmp_of(document)["ModifyDate"] == f"{issued.isoformat()}T00:00:00Z"


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


class TestBookmarks:
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
        # The first one leads to the upper edge of the band.
        assert (page, height) == (0, pytest.approx(841.89, abs=0.001))
        for _, title, page, height in others:
            on_page = [p for p in texts if p.page == page and p.text.startswith(title[:30])]
            assert min(abs(height - piece.top) for piece in on_page) < 8

    def test_pages_are_in_the_order_of_reading(self, reports: Mapping[str, Report]) -> None:
        pages = [page for _, _, page, _ in bookmarks(reports["essen"].pdf)]
        assert pages == sorted(pages)
        assert set(pages) == set(range(reports["essen"].pages))


def test_the_description_is_all_that_finishing_changes(reports: Mapping[str, Report]) -> None:
    """Pages, fonts and bookmarks of a file that is finished again are the same."""
    before = reports["essen"].pdf
    description = Description(title="T", author="A", subject="S", language="en", issued=ISSUED)
    after = finish(before, description)
    assert page_texts(after) == page_texts(before)
    assert bookmarks(after) == bookmarks(before)
    with pikepdf.open(BytesIO(after)) as document:
        assert document.Root.Lang == "en"
