"""Rules about the file as a whole: the press that it is meant for, and what it must not hold.

Forbidden is whatever moves, asks, hides or is locked.
"""

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

from reportgen.checks.press.box_rules import read_sheet, unit_of
from reportgen.checks.rules import archive_rule, press_rule, print_rule
from reportgen.errors import Problem
from reportgen.layout.icc import wrongs_of_press_profile
from reportgen.page_reader.files import pages_of
from reportgen.page_reader.geometry import box_of, common, transformed

_VERSION = press_rule("pdf-version", "7.5.2")
_IDENTIFIER = archive_rule("identifier-missing", "6.1.3")
_ENCRYPTED = archive_rule("encrypted", "6.1.3")
_ACTION = archive_rule("action", "6.5.1")
_LEADING_ACTION = press_rule("action", "12.6")
_PAGE_ACTION = archive_rule("action", "6.5.2")
_FORM = press_rule("form-fields", "12.7")
_EMBEDDED = archive_rule("embedded-file", "6.8")
_LAYERS = print_rule("optional-content", "P13", "leave out what is not to be printed")
_ANNOTATION = press_rule("annotation", "12.5")
_NO_PRESS = press_rule("press-intent-missing", "14.11.5")
_MANY_PRESSES = press_rule("press-intent-repeated", "14.11.5")
_CONDITION = press_rule("condition-missing", "14.11.5")
_PROFILE = press_rule("intent-profile", "14.11.5")
_NO_INTENT = archive_rule("intent-missing", "6.2.4.3")
_SHARED = archive_rule("profiles-differ", "6.2.3")

#: Highest version that PDF/X-4 is.
_HIGHEST = "1.6"

_NOWHERE: Any = (0, 0, 0, 0)

#: Annotations that are there for the printer.
_PRINTERS = (Name.PrinterMark, Name.TrapNet)


def check_forbidden(document: Pdf) -> Iterator[Problem]:
    """Checks the file, its catalog and its pages."""
    root = document.Root
    version = max(document.pdf_version, str(root.get("/Version", "/"))[1:])
    if version > _HIGHEST:
        yield _VERSION.problem(f"the file is PDF {version}, newer than {_HIGHEST}")
    if "/ID" not in document.trailer:
        yield _IDENTIFIER.problem("the file has no identifier")
    if document.is_encrypted:
        yield _ENCRYPTED.problem("the file is encrypted")
    yield from _check_catalog(root)
    for number, page in enumerate(pages_of(document), start=1):
        if "/AA" in page.obj:
            yield _PAGE_ACTION.problem("the page runs actions of its own", number)
        yield from _check_annotations(page, number)


def _check_catalog(root: Object) -> Iterator[Problem]:
    names = root.get("/Names", Dictionary())
    opening = root.get("/OpenAction")
    if "/JavaScript" in names or "/AA" in root:
        yield _ACTION.problem("the document runs actions of its own")
    if isinstance(opening, Dictionary):  # an array is a place, no action
        is_leading = opening.get("/S") == Name.GoTo
        rule = _LEADING_ACTION if is_leading else _ACTION
        yield rule.problem("opening the document runs an action")
    if any("/A" in entry for entry in _bookmarks(root.get("/Outlines"))):
        yield _LEADING_ACTION.problem("a bookmark runs an action")
    if "/EmbeddedFiles" in names or "/AF" in root:
        yield _EMBEDDED.problem("files are inside")
    form = root.get("/AcroForm", Dictionary())
    if "/XFA" in form or len(form.get("/Fields", Array())):
        yield _FORM.problem("the file has fields to fill in")
    if "/OCProperties" in root:
        yield _LAYERS.problem("the file has layers that may be hidden")


def _bookmarks(outlines: Object | None) -> Iterator[Object]:
    """All entries, each once however they are linked."""
    waiting, seen = [outlines], set()
    while waiting:
        entry = waiting.pop()
        if isinstance(entry, Dictionary) and entry.objgen not in seen:
            seen.add(entry.objgen)
            yield entry
            waiting += [entry.get("/First"), entry.get("/Next")]


def _check_annotations(page: Page, number: int) -> Iterator[Problem]:
    sheet = read_sheet(page)
    for annotation in page.obj.get("/Annots", Array()):
        if not isinstance(annotation, Dictionary) or annotation.get("/Subtype") in _PRINTERS:
            continue
        place = transformed(box_of(annotation.get("/Rect", _NOWHERE)), unit_of(page.obj))
        if sheet is None or common(place, sheet.bleed):
            kind = str(annotation.get("/Subtype", "/?"))[1:]
            yield _ANNOTATION.problem(f"a {kind} annotation lies on what is printed", number)


def check_intents(root: Object) -> Iterator[Problem]:
    """Checks the output intents of a document.

    Args:
        root: its catalog.
    """
    listed = root.get("/OutputIntents", Array())
    intents = [i for i in listed if isinstance(i, Dictionary)] if isinstance(listed, Array) else []
    press = [intent for intent in intents if intent.get("/S") == Name.GTS_PDFX]
    if not press:
        yield _NO_PRESS.problem("the file does not say for which press it is made (GTS_PDFX)")
    elif len(press) > 1:
        yield _MANY_PRESSES.problem(f"the file is made for {len(press)} presses at once (GTS_PDFX)")
    if not any(intent.get("/S") == Name.GTS_PDFA1 for intent in intents):
        yield _NO_INTENT.problem("there is no output intent of PDF/A (GTS_PDFA1)")
    for intent in press[:1]:
        if not str(intent.get("/OutputConditionIdentifier", "")).strip():
            yield _CONDITION.problem("the output intent does not name its printing condition")
        yield from _check_profile(intent.get("/DestOutputProfile"))
    profiles = [i.DestOutputProfile.objgen for i in intents if "/DestOutputProfile" in i]
    if len(set(profiles)) > 1:
        yield _SHARED.problem("the output intents do not share one profile")


def _check_profile(profile: Object | None) -> Iterator[Problem]:
    if not isinstance(profile, Stream):
        yield _PROFILE.problem("the profile of the press is not embedded")
        return
    if profile.get("/N") != 4:
        yield _PROFILE.problem(f"the profile of the press has {profile.get('/N')} colours, not 4")
    for problem in wrongs_of_press_profile(profile.read_bytes()):
        yield replace(problem, where=_PROFILE.source, hint="")
