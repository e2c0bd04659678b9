"""Rules about a file's catalog, encryption and document information, and about its XMP packet."""

import re
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

from pikepdf import Dictionary, Object, Pdf, Stream

from reportgen.checks.accessibility.metadata_rules import check_claim, check_language, check_xmp
from reportgen.checks.conformance import Conformance
from reportgen.checks.metadata import information_of, read_packet
from reportgen.checks.objects import dictionary, entry, items, text
from reportgen.checks.objects import values as entries
from reportgen.checks.rules import Finding, violation
from reportgen.checks.xmp import encoding_of, parsed

#: Attributes of a packet's header that PDF/A rules out.
_HEADER = re.compile(r"<\?xpacket begin[^>]*\s(bytes|encoding)\s*=")

#: The right that readers for the blind need (ISO 32000-1, table 22): bit 10.
_EXTRACTION = 0b10_0000_0000

#: Entries of a catalog that are dictionaries (ISO 32000-1, table 28).
_DICTIONARIES = (
    *("/Names", "/MarkInfo", "/ViewerPreferences", "/AcroForm", "/StructTreeRoot"),
    *("/OCProperties", "/Perms"),
)


def check_metadata(document: Pdf, judged: Sequence[Conformance]) -> Iterator[Finding]:
    """Checks the catalog, and both kinds of metadata.

    Args:
        document: any PDF.
        judged: what its claims are to be.
    """
    yield from _check_catalog(document)
    yield from _check_encryption(document)
    yield from _check_information(document)
    try:
        packet = read_packet(document)
        xmp = None if packet is None else parsed(packet)
    except ElementTree.ParseError as fault:
        yield violation("xmp-malformed", f"the XMP metadata are no XML: {fault}")
        return
    if xmp is None or packet is None:
        yield violation("xmp-missing", "the file has no XMP metadata")
        return
    yield from _check_packet(document, packet)
    yield from check_xmp(xmp, language_of(document), information_of(document))
    for conformance in judged:
        yield from check_claim(xmp, packet, conformance)


#: A language that is not known (BCP 47, 4.1).
_UNKNOWN_LANGUAGE = "und"


def language_of(document: Pdf) -> str:
    """The language that a document names for all of it; empty when it names none.

    What is named and no language is told as such, and not once more for every text.
    """
    found = text(document.Root, "/Lang")
    return _UNKNOWN_LANGUAGE if found == "" else found or ""


def _check_types(root: Object) -> Iterator[Finding]:
    """Checks that the entries of a catalog that rules look into are dictionaries."""
    for key in _DICTIONARIES:
        value = entry(root, key)
        if value is not None and not isinstance(value, Dictionary):
            message = f"{key[1:]} in the catalog is no dictionary"
            yield violation("malformed-catalog", message)


def _check_catalog(document: Pdf) -> Iterator[Finding]:
    yield from _check_types(document.Root)
    root = document.Root
    has_bookmarks = isinstance(entry(dictionary(root, "/Outlines"), "/First"), Dictionary)
    yield from check_language(text(root, "/Lang"), has_bookmarks=has_bookmarks)
    marking = dictionary(root, "/MarkInfo")
    if entry(marking, "/Marked") is not True:
        yield violation("not-marked", "the catalog does not say that it is tagged")
    if entry(marking, "/Suspects") is True:
        yield violation("suspects", "the tags are marked as suspect")
    if entry(dictionary(root, "/ViewerPreferences"), "/DisplayDocTitle") is not True:
        message = "a viewer would show the file's name instead of its title"
        yield violation("title-not-shown", message)
    identifier = items(document.trailer, "/ID")
    if not identifier or not bytes(identifier[0]):
        yield violation("identifier-missing", "the file has no identifier")


def _check_encryption(document: Pdf) -> Iterator[Finding]:
    if document.is_encrypted:
        yield violation("encrypted", "the file is encrypted")
        if not document.encryption.P & _EXTRACTION:
            message = "the file is encrypted so that nothing may read it aloud"
            yield violation("encrypted", message, case="locked")


def _check_information(document: Pdf) -> Iterator[Finding]:
    information = entry(document.trailer, "/Info")
    if not isinstance(information, Dictionary):
        return
    said = [key for key, _ in entries(information)]
    if "/PieceInfo" not in document.Root or said != ["/ModDate"]:
        message = "the file has document information, which PDF/A-4 leaves to XMP"
        yield violation("information-present", message)


def _check_packet(document: Pdf, packet: bytes) -> Iterator[Finding]:
    stream = document.Root.get("/Metadata")
    if isinstance(stream, Stream) and "/Filter" in stream:
        yield violation("xmp-packed", "the XMP metadata are packed")
    encoding = encoding_of(packet)
    if encoding != "utf-8":
        message = f"the XMP metadata are in {encoding}, not in UTF-8"
        yield violation("xmp-malformed", message, case="encoding")
    if found := _HEADER.search(packet.decode(encoding, errors="replace")):
        message = f"the header of the XMP metadata has the attribute {found[1]}"
        yield violation("xmp-malformed", message, case="header")
