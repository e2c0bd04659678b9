"""Rules about what a document says of itself: its language, and its metadata in XMP."""

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from reportgen.checks.conformance import Conformance
from reportgen.checks.language import is_language
from reportgen.checks.rules import Finding, violation
from reportgen.checks.xmp import (
    DC,
    PDFA,
    PDFUA,
    RDF,
    disagreements,
    prefixes_of,
    undescribed,
    values,
)

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

#: Levels of PDF/A that a level includes.
_INCLUDED = {"a": ("A",), "u": ("U", "A"), "b": ("B", "U", "A")}


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
