"""Reads the metadata of a file, and what it claims by them to conform to."""

from collections.abc import Sequence
from contextlib import suppress
from xml.etree import ElementTree

from pikepdf import Pdf, PdfError, Stream

from reportgen.checks.conformance import A2A, CONFORMANCES, UA1, Conformance
from reportgen.checks.objects import entry, text
from reportgen.checks.xmp import AGREEING, CONFORMS_TO, PDFA, PDFUA, PDFX, parsed, values

#: Declarations of Well-Tagged PDF.
_WELL_TAGGED = {
    "http://pdfa.org/declarations/wtpdf#accessibility1.0": "wt1a",
    "http://pdfa.org/declarations/wtpdf#reuse1.0": "wt1r",
}

#: How the document information names parts of PDF/X.
_VERSIONS = {"PDF/X-1": "x1a", "PDF/X-3": "x3"}

#: Levels of parts whose claimed level is none that they have.
_LOWEST = {"1": "1b", "2": "2b", "3": "3b", "4": "4"}


def read_xmp(document: Pdf) -> ElementTree.Element | None:
    """The XMP metadata of a document; None when it has none that is a stream.

    Raises:
        ElementTree.ParseError: they are no XML, or cannot be unpacked.
    """
    packet = read_packet(document)
    return None if packet is None else parsed(packet)


def read_packet(document: Pdf) -> bytes | None:
    """The bytes of the XMP metadata; None when there is no stream of them.

    Raises:
        ElementTree.ParseError: they cannot be unpacked.
    """
    stream = document.Root.get("/Metadata")
    if not isinstance(stream, Stream):
        return None
    try:
        return stream.read_bytes()
    except PdfError as fault:
        raise ElementTree.ParseError(str(fault)) from fault


def information_of(document: Pdf) -> dict[str, str]:
    """The entries of the document information that XMP may say too."""
    information = document.trailer.get("/Info")
    said = {key: text(information, key) for key in AGREEING}
    return {key: value for key, value in said.items() if value is not None}


def claimed(document: Pdf) -> tuple[Conformance, ...]:
    """What a file claims, in the order of `CONFORMANCES`; none when its metadata claim nothing."""
    keys = _claimed_before_xmp(document)
    with suppress(ElementTree.ParseError):
        xmp = read_xmp(document)
        keys |= set() if xmp is None else _claimed_by(xmp)
    return tuple(found for key, found in CONFORMANCES.items() if key in keys)


def _claimed_before_xmp(document: Pdf) -> set[str]:
    """Claims of the parts of PDF/X that know no XMP (ISO 15930-1, -3)."""
    said = text(entry(document.trailer, "/Info"), "/GTS_PDFXVersion") or ""
    return {key for version, key in _VERSIONS.items() if said.startswith(version)}


def _claimed_by(xmp: ElementTree.Element) -> set[str]:
    keys = {f"ua{part.strip()}" for part in values(xmp, f"{PDFUA}part")}
    if "ua1" not in keys and "ua2" not in keys and keys:
        keys.add("ua1")  # a part that there is not: to be told what is wrong with it
    levels = [level.strip().lower() for level in values(xmp, f"{PDFA}conformance")] or [""]
    for part in values(xmp, f"{PDFA}part"):
        key = f"{part.strip()}{levels[0]}"
        keys.add(key if key in CONFORMANCES else _LOWEST.get(part.strip(), "2b"))
    keys |= {_WELL_TAGGED.get(said.strip(), "") for said in values(xmp, CONFORMS_TO)}
    if any(values(xmp, f"{PDFX}GTS_PDFXVersion")):
        keys.add("x4")
    return keys


def judged_by(document: Pdf, named: Sequence[str] = ()) -> tuple[Conformance, ...]:
    """What a file is judged by.

    Args:
        document: any PDF.
        named: keys of `CONFORMANCES` instead of what the file claims.

    Returns:
        What is named, else what the file claims, else the two that our digital files claim.
    """
    if named:
        return tuple(found for key, found in CONFORMANCES.items() if key in named)
    return claimed(document) or (UA1, A2A)
