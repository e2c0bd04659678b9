"""Rules about what a file for a press says of itself (14.3, and ISO 19005-2, 6.6)."""

from collections.abc import Iterator
from xml.etree import ElementTree

from pikepdf import Pdf

from reportgen.checks.metadata import information_of, read_xmp
from reportgen.checks.rules import archive_rule, press_rule
from reportgen.checks.xmp import (
    DC,
    MEDIA,
    PDF,
    PDFA,
    PDFX,
    XMP,
    disagreements,
    undescribed,
    values,
)
from reportgen.errors import Problem

#: What PDF/X-4 wants to know.
_WANTED = {
    "a title": f"{DC}title",
    "the day it was made": f"{XMP}CreateDate",
    "the day it was changed": f"{XMP}ModifyDate",
    "the day the metadata were changed": f"{XMP}MetadataDate",
    "the document's identifier": f"{MEDIA}DocumentID",
    "its version": f"{MEDIA}VersionID",
    "its rendition": f"{MEDIA}RenditionClass",
}

_MISSING = archive_rule("xmp-missing", "6.6.2.1")
_MALFORMED = archive_rule("xmp-malformed", "6.6.2.1")
_NOT_CLAIMED = press_rule("x-not-claimed", "14.3.2")
_INCOMPLETE = press_rule("metadata-missing", "14.3.2")
_TRAPPED = press_rule("trapped-unknown", "14.11.6")
_A_NOT_CLAIMED = archive_rule("a-not-claimed", "6.6.4")
_DIFFER = archive_rule("metadata-differ", "6.6.3")
_SCHEMAS = archive_rule("extension-schema", "6.6.2.3")


def check_claims(document: Pdf) -> Iterator[Problem]:
    """Checks XMP, and the document information beside it."""
    try:
        xmp = read_xmp(document)
    except ElementTree.ParseError:
        yield _MALFORMED.problem("the XMP metadata are no XML")
        return
    if xmp is None:
        yield _MISSING.problem("the file has no XMP metadata")
        return
    if values(xmp, f"{PDFX}GTS_PDFXVersion") != ["PDF/X-4"]:
        yield _NOT_CLAIMED.problem("the metadata do not claim PDF/X-4")
    for what, property_ in _WANTED.items():
        if not "".join(values(xmp, property_)[:1]).strip():
            yield _INCOMPLETE.problem(f"the metadata do not say {what}")
    yield from _check_trapped(xmp, document)
    part, level = values(xmp, f"{PDFA}part"), values(xmp, f"{PDFA}conformance")
    if part != ["2"] or level not in (["A"], ["B"], ["U"]):
        yield _A_NOT_CLAIMED.problem("the metadata do not claim PDF/A-2")
    for message in disagreements(xmp, information_of(document)):
        yield _DIFFER.problem(message)
    if unknown := sorted(undescribed(xmp)):
        names = ", ".join(name.rpartition("}")[2] for name in unknown)
        yield _SCHEMAS.problem(f"no extension schema describes {names}")


def _check_trapped(xmp: ElementTree.Element, document: Pdf) -> Iterator[Problem]:
    in_xmp = "".join(values(xmp, f"{PDF}Trapped"))
    in_info = str(document.docinfo.get("/Trapped", ""))
    if in_xmp not in {"True", "False"} or in_info not in {"/True", "/False"}:
        yield _TRAPPED.problem("the file does not say, in both places, whether it is trapped")
    elif in_info != f"/{in_xmp}":
        yield _DIFFER.problem("Trapped is not the same in document information and XMP")
