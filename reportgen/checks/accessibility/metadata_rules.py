"""Rules about what a file says of itself: catalog, XMP, document information."""

import re
from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree

from pikepdf import Dictionary, Object, Pdf, Stream

from reportgen.checks.conformance import Conformance
from reportgen.checks.language import is_language
from reportgen.checks.objects import dictionary, entry, items, text
from reportgen.checks.objects import values as entries
from reportgen.checks.rules import Finding, violation
from reportgen.checks.xmp import (
    DC,
    PDFA,
    PDFUA,
    RDF,
    disagreements,
    encoding_of,
    information_of,
    parsed,
    prefixes_of,
    read_packet,
    undescribed,
    values,
)

#: Attributes of a packet's header that PDF/A rules out.
_HEADER = re.compile(r"<\?xpacket begin[^>]*\s(bytes|encoding)\s*=")

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

#: The right that readers for the blind need (ISO 32000-1, table 22): bit 10.
_EXTRACTION = 0b10_0000_0000

#: Entries of a catalog that are dictionaries (ISO 32000-1, table 28).
_DICTIONARIES = (
    *("/Names", "/MarkInfo", "/ViewerPreferences", "/AcroForm", "/StructTreeRoot"),
    *("/OCProperties", "/Perms"),
)

#: Levels of PDF/A that a level includes.
_INCLUDED = {"a": ("A",), "u": ("U", "A"), "b": ("B", "U", "A")}


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


def check_language(language: str | None, *, has_bookmarks: bool) -> Iterator[Finding]:
    """Checks the language of a whole document, which it need not name."""
    if not language:
        message = "the document names no language"
        yield violation("language-missing", message, case="document")
        if has_bookmarks:
            message = "nothing tells the language of the bookmarks"
            yield violation("language-missing", message)
    if language is not None and not is_language(language):
        message = f'"{language}" is no tag of a language such as "de"'
        yield violation("language-malformed", message, case="" if language else "empty")
    elif language and any(map(str.isdigit, language)):
        message = f'"{language}" has digits, which PDF/A-1 does not know'
        yield violation("language-malformed", message, case="digits")


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


def check_xmp(
    xmp: ElementTree.Element, language: str, information: Mapping[str, str]
) -> Iterator[Finding]:
    """Checks what XMP says of a document.

    Args:
        xmp: a packet.
        language: of the whole document; empty when it names none.
        information: entries of the document information.
    """
    if not "".join(values(xmp, f"{DC}title")[:1]):
        yield violation("title-missing", "the metadata have no title")
    if not language and _names_only_default(xmp):
        message = "nothing tells the language of the metadata"
        yield violation("language-missing", message)
    if unknown := sorted(undescribed(xmp)):
        names = ", ".join(name.rpartition("}")[2] for name in unknown)
        yield violation("extension-schema", f"no extension schema describes {names}")
    for message in disagreements(xmp, information):
        yield violation("metadata-differ", message)


def _names_only_default(xmp: ElementTree.Element) -> bool:
    """Whether some text is given in no language but the default one."""
    for texts in xmp.iter(f"{RDF}Alt"):
        if {each.get(_LANGUAGE) for each in texts} == {"x-default"}:
            return True
    return False


def check_claim(
    xmp: ElementTree.Element, packet: bytes, conformance: Conformance
) -> Iterator[Finding]:
    """Checks that XMP claims a standard.

    Args:
        xmp: what the packet says.
        packet: as it is in the file.
        conformance: that the file is to have.
    """
    family, _, part = conformance.part.partition("-")
    if family == "PDF/UA":
        if values(xmp, f"{PDFUA}part") != [part]:
            message = f"the metadata do not claim {conformance.name}"
            yield violation("ua-not-claimed", message, case=part)
        elif part == "2" and not _is_year(values(xmp, f"{PDFUA}rev")):
            message = "the metadata do not say of which year the standard is"
            yield violation("ua-not-claimed", message, case=part)
        if prefixes_of(packet, PDFUA) - {"pdfuaid"}:
            message = "the claim of PDF/UA has not the prefix pdfuaid"
            yield violation("ua-not-claimed", message, case="prefix")
    elif family == "PDF/A":
        if not _is_claimed(xmp, part, conformance.level):
            message = f"the metadata do not claim {conformance.name}"
            yield violation("a-not-claimed", message, case=part)
        elif part == "1" and values(xmp, f"{PDFA}corr"):
            message = "the metadata claim a correction of the standard, which PDF/A-1 does not know"
            yield violation("a-not-claimed", message, case=part)
        elif part == "4" and not _is_year(values(xmp, f"{PDFA}rev")):
            message = "the metadata do not say of which year the standard is"
            yield violation("a-not-claimed", message, case=part)
        if prefixes_of(packet, PDFA) - {"pdfaid"}:
            message = "the claim of PDF/A has not the prefix pdfaid"
            yield violation("a-not-claimed", message, case="prefix")


def _is_claimed(xmp: ElementTree.Element, part: str, level: str) -> bool:
    claimed = values(xmp, f"{PDFA}conformance")
    if values(xmp, f"{PDFA}part") != [part]:
        return False
    if part == "4":
        return claimed == ([level.upper()] if level else [])
    return len(claimed) == 1 and claimed[0] in _INCLUDED[level]


def _is_year(said: list[str]) -> bool:
    return len(said) == 1 and re.fullmatch("[0-9]{4}", said[0]) is not None
