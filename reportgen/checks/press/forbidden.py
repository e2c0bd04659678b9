"""Rules about what a file for a press must not hold: whatever moves, asks, hides or is locked."""

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf

from reportgen.checks.press.boxes import read_sheet, unit_of
from reportgen.checks.press.rule import archive_rule, house_rule, press_rule
from reportgen.errors import Problem
from reportgen.page_reader.geometry import box_of, common, transformed

_VERSION = press_rule("pdf-version", "7.5.2")
_IDENTIFIER = archive_rule("identifier-missing", "6.1.3")
_ENCRYPTED = archive_rule("encrypted", "6.1.3")
_ACTION = archive_rule("action", "6.5.1")
_LEADING_ACTION = press_rule("action", "12.6")
_PAGE_ACTION = archive_rule("action", "6.5.2")
_FORM = press_rule("form-fields", "12.7")
_EMBEDDED = archive_rule("embedded-file", "6.8")
_LAYERS = house_rule("optional-content", "P13", "leave out what is not to be printed")
_ANNOTATION = press_rule("annotation", "12.5")

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
    for number, page in enumerate(document.pages, start=1):
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
