"""Rules about what a file for a press says of itself (14.3, and ISO 19005-2, 6.6)."""

from collections.abc import Iterator
from xml.etree import ElementTree

from pikepdf import Pdf

from reportgen.checks.rules import archive_rule, press_rule
from reportgen.checks.xmp import (
    DC,
    PDF,
    PDFA,
    PDFUA,
    RDF,
    SCHEMA,
    XMP,
    disagreements,
    information_of,
    read_xmp,
    values,
)
from reportgen.errors import Problem

_PDFX = "{http://www.npes.org/pdfx/ns/id/}"
_MEDIA = "{http://ns.adobe.com/xap/1.0/mm/}"
_EXTENSION = "{http://www.aiim.org/pdfa/ns/extension/}"
_PROPERTY = "{http://www.aiim.org/pdfa/ns/property#}"

#: What PDF/X-4 wants to know.
_WANTED = {
    "a title": f"{DC}title",
    "the day it was made": f"{XMP}CreateDate",
    "the day it was changed": f"{XMP}ModifyDate",
    "the day the metadata were changed": f"{XMP}MetadataDate",
    "the document's identifier": f"{_MEDIA}DocumentID",
    "its version": f"{_MEDIA}VersionID",
    "its rendition": f"{_MEDIA}RenditionClass",
}

#: Namespaces whose properties PDF/A knows (ISO 19005-2, 6.6.2.3.1), and those it knows of Adobe's.
_KNOWN = {
    *(DC, XMP, PDFA, _MEDIA, _EXTENSION, RDF),
    *(f"{{http://ns.adobe.com/xap/1.0/{name}/}}" for name in ("rights", "bj", "t/pg")),
    *(f"{{http://ns.adobe.com/{name}/1.0/}}" for name in ("photoshop", "tiff", "exif")),
    *(f"{{http://ns.adobe.com/{name}/}}" for name in ("camera-raw-settings/1.0", "exif/1.0/aux")),
}
_KNOWN_OF_PDF = {f"{PDF}{name}" for name in ("Keywords", "PDFVersion", "Producer")}

_MISSING = archive_rule("xmp-missing", "6.6.2.1")
_MALFORMED = archive_rule("xmp-malformed", "6.6.2.1")
_NOT_CLAIMED = press_rule("x-not-claimed", "14.3.2")
_INCOMPLETE = press_rule("metadata-missing", "14.3.2")
_TRAPPED = press_rule("trapped-unknown", "14.11.6")
_A_NOT_CLAIMED = archive_rule("a-not-claimed", "6.6.4")
_DIFFER = archive_rule("metadata-differ", "6.6.3")
_SCHEMAS = archive_rule("extension-schema", "6.6.2.3")


def claims_press(document: Pdf) -> bool:
    """Whether a file claims to be some PDF/X."""
    return _claims(document, f"{_PDFX}GTS_PDFXVersion")


def claims_accessibility(document: Pdf) -> bool:
    """Whether a file claims to be PDF/UA."""
    return _claims(document, f"{PDFUA}part")


def claims_associated_files(document: Pdf) -> bool:
    """Whether a file claims to be PDF/A-3, which may hold other files."""
    return _claims(document, f"{PDFA}part", "3")


def _claims(document: Pdf, property_: str, value: str = "") -> bool:
    try:
        xmp = read_xmp(document)
    except ElementTree.ParseError:
        return False
    found = [] if xmp is None else values(xmp, property_)
    return value in found if value else bool(found)


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
    if values(xmp, f"{_PDFX}GTS_PDFXVersion") != ["PDF/X-4"]:
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
    if unknown := sorted(_used(xmp) - _described(xmp)):
        names = ", ".join(name.rpartition("}")[2] for name in unknown)
        yield _SCHEMAS.problem(f"no extension schema describes {names}")


def _check_trapped(xmp: ElementTree.Element, document: Pdf) -> Iterator[Problem]:
    in_xmp = "".join(values(xmp, f"{PDF}Trapped"))
    in_info = str(document.docinfo.get("/Trapped", ""))
    if in_xmp not in {"True", "False"} or in_info not in {"/True", "/False"}:
        yield _TRAPPED.problem("the file does not say, in both places, whether it is trapped")
    elif in_info != f"/{in_xmp}":
        yield _DIFFER.problem("Trapped is not the same in document information and XMP")


def _used(xmp: ElementTree.Element) -> set[str]:
    """Properties that PDF/A does not know."""
    used: set[str] = set()
    for description in xmp.iter(f"{RDF}Description"):
        used |= {child.tag for child in description} | set(description.attrib)
    qualified = {name for name in used if name.startswith("{")}
    known = {name for name in qualified if f"{name.partition('}')[0]}}}" in _KNOWN}
    return qualified - known - _KNOWN_OF_PDF


def _described(xmp: ElementTree.Element) -> set[str]:
    """Properties that extension schemas describe."""
    found = set()
    for schema in xmp.iter(f"{RDF}li"):
        namespace = schema.find(f"{SCHEMA}namespaceURI")
        properties = schema.find(f"{SCHEMA}property")
        if namespace is not None and properties is not None:
            for name in properties.iter(f"{_PROPERTY}name"):
                found.add(f"{{{namespace.text}}}{name.text}")
    return found
