"""What files claim, how their metadata are read, and what is known of a claim without veraPDF."""

from pathlib import Path

import pytest
from pikepdf import Dictionary, Pdf, String

from reportgen.checks.citations import cited_clauses
from reportgen.checks.conformance import CONFORMANCES
from reportgen.checks.coverage import checkable_clauses, covered_clauses
from reportgen.checks.metadata import claimed, judged_by
from tests.checks.archival.making import cited, judged, page_of
from tests.running import run

PDFA = "http://www.aiim.org/pdfa/ns/id/"
PDFUA = "http://www.aiim.org/pdfua/ns/id/"
PDFX = "http://www.npes.org/pdfx/ns/id/"


def packet(properties: str) -> str:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" xmlns:pdfaid="{PDFA}" xmlns:pdfuaid="{PDFUA}"'
        f' xmlns:pdfxid="{PDFX}" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">'
        f"{properties}</rdf:Description></rdf:RDF></x:xmpmeta>"
    )


def with_xmp(content: str | bytes) -> Pdf:
    document = page_of()
    content = content if isinstance(content, bytes) else content.encode()
    document.Root.Metadata = document.make_stream(content)
    return document


def archive(part: str, level: str = "") -> str:
    said = f"<pdfaid:conformance>{level}</pdfaid:conformance>" if level else ""
    return f"<pdfaid:part>{part}</pdfaid:part>{said}"


def accessible(part: str) -> str:
    return f"<pdfuaid:part>{part}</pdfuaid:part>"


@pytest.mark.parametrize(
    ("said", "keys"),
    [
        ("", ""),
        (archive("1", "B"), "1b"),
        (archive("2", "U"), "2u"),
        (archive("3", "A") + accessible("1"), "ua1 3a"),
        (archive("4"), "4"),
        (archive("4", "F") + accessible("2"), "ua2 4f"),
        (archive("2", "Z"), "2b"),
        (archive("9", "B"), "2b"),
        (accessible("9"), "ua1"),
        ("<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>", "x4"),
    ],
)
def test_a_file_is_judged_by_the_part_and_level_that_it_claims(said: str, keys: str) -> None:
    document = with_xmp(packet(said))
    assert [each.key for each in claimed(document)] == keys.split()
    assert [each.key for each in judged_by(document)] == (keys or "ua1 2a").split()
    assert [each.key for each in judged_by(document, ("x4", "1a"))] == ["1a", "x4"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_metadata_are_read_in_every_encoding(encoding: str) -> None:
    mark = "\ufeff" if encoding.endswith("e") else ""
    document = with_xmp(f"{mark}{packet(archive('1', 'B'))}".encode(encoding))
    assert [each.key for each in claimed(document)] == ["1b"]
    is_usual = encoding.startswith("utf-8")
    assert cited(document, "xmp-malformed", "2b") == ({} if is_usual else {"2b": {"6.6.2.1"}})


@pytest.mark.parametrize("content", [b"", b"no XML", b"<a>", b"\xff\xfe\x00\x00<", b"\xfe\xff\xd8"])
def test_metadata_that_are_no_xml_claim_nothing(content: bytes) -> None:
    document = with_xmp(content)
    assert claimed(document) == ()
    assert cited(document, "xmp-malformed", "2b 4") == {"2b": {"6.6.2.1"}, "4": {"6.7.2.1"}}


def test_a_claim_needs_its_own_prefix() -> None:
    renamed = packet(archive("2", "B")).replace("pdfaid:", "other:").replace(":pdfaid", ":other")
    assert cited(with_xmp(renamed), "a-not-claimed", "2b") == {"2b": {"6.6.4"}}
    assert cited(with_xmp(packet(archive("2", "B"))), "a-not-claimed", "2b") == {}


def test_a_higher_level_is_claimed_for_the_lower_ones_too() -> None:
    document = with_xmp(packet(archive("2", "A")))
    assert cited(document, "a-not-claimed", "2a 2b 2u") == {}
    assert cited(with_xmp(packet(archive("2", "B"))), "a-not-claimed", "2a 2u") == {
        "2a": {"6.6.4"},
        "2u": {"6.6.4"},
    }


@pytest.mark.parametrize(
    ("in_information", "in_xmp", "is_same"),
    [
        ("D:20200131235959+01'00'", "2020-01-31T23:59:59+01:00", True),
        ("D:20200131235959+01'00'", "2020-01-31T22:59:59Z", True),
        ("D:20200131235959Z", "2020-01-31T23:59:59+01:00", False),
        ("D:20200131", "2020-01-31", True),
        ("yesterday", "2020-01-31", False),
    ],
)
def test_dates_are_compared_in_one_time(in_information: str, in_xmp: str, is_same: bool) -> None:
    document = with_xmp(packet(f"<xmp:CreateDate>{in_xmp}</xmp:CreateDate>"))
    document.trailer.Info = document.make_indirect(Dictionary(CreationDate=String(in_information)))
    found = cited(document, "metadata-differ", "1b")
    assert found == ({} if is_same else {"1b": {"6.7.3"}})


def test_properties_that_nobody_knows_need_a_schema() -> None:
    own = packet('<own:thing xmlns:own="urn:own">1</own:thing>')
    assert cited(with_xmp(own), "extension-schema", "2b") == {"2b": {"6.6.2.3"}}
    known = packet("<dc:format>application/pdf</dc:format><pdf:Producer>a</pdf:Producer>")
    assert cited(with_xmp(known), "extension-schema", "2b") == {}


def test_a_file_that_names_no_language_is_told_where_texts_have_none() -> None:
    titled = packet(
        '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">a</rdf:li></rdf:Alt></dc:title>'
    )
    document = with_xmp(titled)
    assert cited(document, "language-missing", "ua1") == {"ua1": {"7.2"}}
    document.Root.Lang = String("de")
    assert cited(document, "language-missing", "ua1") == {}


@pytest.mark.parametrize("key", [key for key in CONFORMANCES if key[0] not in "wx"])
def test_what_is_covered_is_checkable_and_has_a_rule(key: str) -> None:
    conformance = CONFORMANCES[key]
    covered = covered_clauses(conformance)
    assert covered <= checkable_clauses(conformance)
    rules = {f"{clause}." for clause in cited_clauses(conformance)}
    assert [
        clause
        for clause in covered
        if not any(f"{clause}.".startswith(r) or r.startswith(f"{clause}.") for r in rules)
    ] == []


def test_names_that_are_no_utf_8_and_null_are_no_reason_to_give_up() -> None:
    document = page_of(b"/F\xff Do /\xfe\xff gs BT /\xe4 1 Tf (a) Tj ET")
    document.Root["/ViewerPreferences"] = Dictionary()
    assert [p.code for p in judged(document, "ua1", "2b") if p.code == "rules-not-applied"] == []


@pytest.mark.parametrize(
    ("said", "key"), [("PDF/X-1:2001", "x1a"), ("PDF/X-1a:2003", "x1a"), ("PDF/X-3:2002", "x3")]
)
def test_parts_for_a_press_that_know_no_xmp_are_claimed_and_not_judged(
    said: str, key: str, tmp_path: Path
) -> None:
    document = page_of(b"1 0 0 rg")
    document.trailer.Info = document.make_indirect(Dictionary(GTS_PDFXVersion=String(said)))
    document.save(tmp_path / "a.pdf")

    assert [each.key for each in judged_by(document)] == [key]
    result = run("check", tmp_path / "a.pdf")
    assert result.code == 0
    assert "not judged" in result.out
    assert "compliant" not in result.out
