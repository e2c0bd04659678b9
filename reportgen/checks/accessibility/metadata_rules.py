"""Checks of what a file says of itself and of what it must not hold."""

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from pikepdf import Array, Dictionary, Name, Object, Pdf

from reportgen.checks.rules import A2, UA, violation
from reportgen.checks.xmp import (
    DC,
    PDFA,
    PDFUA,
    SCHEMA,
    disagreements,
    information_of,
    read_xmp,
    values,
)
from reportgen.errors import Problem

#: The form of a language's tag, as in "de" or "de-AT" (BCP 47).
_LANGUAGE = re.compile("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def check_metadata(document: Pdf) -> Iterator[Problem]:
    """Checks catalog, XMP, output intent and what is forbidden altogether."""
    yield from _check_catalog(document)
    yield from _check_intent(document.Root)
    yield from _check_forbidden(document)
    try:
        xmp = read_xmp(document)
    except ElementTree.ParseError as fault:
        yield violation("xmp-malformed", A2, "6.6.2.1", f"the XMP metadata are no XML: {fault}")
        return
    if xmp is None:
        yield violation("xmp-missing", A2, "6.6.2.1", "the file has no XMP metadata")
        return
    yield from check_xmp(xmp, information_of(document), has_files="/AF" in document.Root)


def _check_catalog(document: Pdf) -> Iterator[Problem]:
    root = document.Root
    yield from check_language(str(root.get("/Lang", "")))
    if not bool(root.get("/MarkInfo", Dictionary()).get("/Marked", False)):
        yield violation("not-marked", UA, "6.2", "the catalog does not say that it is tagged")
    if bool(root.get("/MarkInfo", Dictionary()).get("/Suspects", False)):
        yield violation("suspects", UA, "7.1", "the tags are marked as suspect")
    if not bool(root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False)):
        message = "a viewer would show the file's name instead of its title"
        yield violation("title-not-shown", UA, "7.1", message)
    if "/ID" not in document.trailer:
        yield violation("identifier-missing", A2, "6.1.3", "the file has no identifier")


def check_language(language: str) -> Iterator[Problem]:
    """Checks the document's language."""
    if not language:
        yield violation("language-missing", UA, "7.2", "the document names no language")
    elif not _LANGUAGE.fullmatch(language):
        message = f'"{language}" is no tag of a language such as "de"'
        yield violation("language-malformed", UA, "7.2", message)


def _check_intent(root: Object) -> Iterator[Problem]:
    intents = [
        intent
        for intent in root.get("/OutputIntents", Array())
        if intent.get("/S") == Name.GTS_PDFA1 and "/DestOutputProfile" in intent
    ]
    if not intents:
        yield violation("intent-missing", A2, "6.2.4.3", "there is no output intent with a profile")
        return
    profile = intents[0].DestOutputProfile
    data = profile.read_bytes()
    # ICC.1, 7.2: class at 12, colour space at 16, signature at 36.
    if data[36:40] != b"acsp" or data[12:16] not in {b"mntr", b"prtr"}:
        yield violation("intent-profile", A2, "6.2.3", "the output intent has no ICC profile")
    elif {b"RGB ": 3, b"CMYK": 4, b"GRAY": 1}.get(data[16:20]) != profile.get("/N"):
        message = "the output intent's profile has another number of colours than it says"
        yield violation("intent-profile", A2, "6.2.3", message)


def _check_forbidden(document: Pdf) -> Iterator[Problem]:
    if document.is_encrypted:
        yield violation("encrypted", A2, "6.1.3", "the file is encrypted")
    root = document.Root
    names = root.get("/Names", Dictionary())
    if "/JavaScript" in names or "/AA" in root:
        yield violation("action", A2, "6.5.1", "the document runs actions of its own")
    action = root.get("/OpenAction")
    if isinstance(action, Dictionary) and action.get("/S") not in {None, Name.GoTo}:
        yield violation("action", A2, "6.5.1", f"opening the document runs {action.S}")
    if "/EmbeddedFiles" in names and "/AF" not in root:
        message = "files are inside that the catalog does not associate"
        yield violation("embedded-file", A2, "6.8", message)
    for number, page in enumerate(document.pages, start=1):
        if "/AA" in page.obj:
            yield violation("action", A2, "6.5.2", "the page runs actions of its own", number)


def check_xmp(
    xmp: ElementTree.Element, information: Mapping[str, str], *, has_files: bool
) -> Iterator[Problem]:
    """Checks the metadata.

    Args:
        xmp: the packet.
        information: what the document information says, by entry.
        has_files: whether files are inside the document.
    """
    title = values(xmp, f"{DC}title")
    if not title or not title[0]:
        yield violation("title-missing", UA, "7.1", "the metadata have no title")
    if values(xmp, f"{PDFUA}part") != ["1"]:
        yield violation("ua-not-claimed", UA, "5", "the metadata do not claim PDF/UA-1")
    elif f"{SCHEMA}prefix" not in {e.tag for e in xmp.iter()} or "pdfuaid" not in values(
        xmp, f"{SCHEMA}prefix"
    ):
        message = "no extension schema describes the claim of PDF/UA"
        yield violation("extension-schema", A2, "6.6.2.3", message)
    part, level = values(xmp, f"{PDFA}part"), values(xmp, f"{PDFA}conformance")
    if part not in (["2"], ["3"]) or level != ["A"]:
        yield violation("a-not-claimed", A2, "6.6.4", "the metadata do not claim PDF/A-2a or 3a")
    if part == ["2"] and has_files:
        yield violation("embedded-file", A2, "6.8", "files are inside, as PDF/A-3 only allows")
    for message in disagreements(xmp, information):
        yield violation("metadata-differ", A2, "6.6.3", message)
