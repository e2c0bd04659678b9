"""Rules of PDF/A about actions: what a file may do when it is opened, left or clicked on."""

from collections.abc import Iterator
from typing import Any

from pikepdf import Dictionary, Pdf

from reportgen.checks.accessibility.destinations import bookmarks
from reportgen.checks.annotations import all_fields, page_annotations
from reportgen.checks.objects import dictionaries, dictionary, entry, name, tree_values, values
from reportgen.checks.rules import Finding, violation

#: Actions that every part allows, and those that some do, by the case of the rule.
_ALLOWED = frozenset(["GoTo", "GoToR", "Thread", "URI", "Named", "SubmitForm"])
_SOMEWHERE = {
    "GoToE": "embedded",
    **dict.fromkeys(("JavaScript", "RichMediaExecute", "GoToDp"), "script"),
    **dict.fromkeys(("SetOCGState", "GoTo3DView"), "space"),
}

_PAGES = frozenset(["NextPage", "PrevPage", "FirstPage", "LastPage"])

#: What a link of ours leads to.
_LEADING = frozenset({"URI", "GoTo", "GoToR"})

#: Events that PDF/A-4 allows to act upon: entering, leaving, pressing, getting the focus.
_EVENTS = frozenset(["/E", "/X", "/D", "/U", "/Fo", "/Bl"])

#: Actions of one place that are followed, one after another.
_MOST = 1000


def check_actions(document: Pdf) -> Iterator[Finding]:
    """Checks all actions that a document, its pages, annotations, fields and bookmarks have."""
    root = document.Root
    yield from _check(entry(root, "/OpenAction"), None)
    if "/AA" in root:
        message = "the document runs actions of its own"
        yield violation("action", message, case="document")
        yield from _check_events(root, None)
    names = dictionary(root, "/Names")
    if "/JavaScript" in names:
        message = "the document runs actions of its own"
        yield violation("action", message, case="script")
        for _, action in tree_values(entry(names, "/JavaScript"), "/Names"):
            yield from _check(action, None)
    for bookmark in bookmarks(entry(root, "/Outlines")):
        yield from _check(entry(bookmark, "/A"), None)
    for field in all_fields(root):
        if name(field, "/Subtype") != "Widget":
            yield from _check_all(field, None)
    for number, page in enumerate(document.pages, start=1):
        if "/AA" in page.obj:
            message = "the page runs actions of its own"
            yield violation("action", message, number, case="page")
            yield from _check_events(page.obj, number)
        for annotation in page_annotations(page.obj):
            yield from _check_all(annotation, number)
            action = entry(annotation, "/A")
            if isinstance(action, Dictionary) and name(action, "/S") in _ALLOWED - _LEADING:
                message = "an annotation does more than lead somewhere"
                yield violation("action", message, number, case="link")
            if name(annotation, "/Subtype") != "Widget" and "/AA" in annotation:
                yield from _check_events(annotation, number)


def _check_all(owner: Any, page: int | None) -> Iterator[Finding]:
    yield from _check(entry(owner, "/A"), page)
    for _, action in values(dictionary(owner, "/AA")):
        yield from _check(action, page)


def _check_events(owner: Any, page: int | None) -> Iterator[Finding]:
    events = dictionary(owner, "/AA")
    if any(event not in _EVENTS for event, _ in values(events)):
        message = "an action is run at an event that PDF/A-4 does not allow"
        yield violation("action", message, page, case="event")
    for _, action in values(events):
        yield from _check(action, page)


def _check(action: Any, page: int | None) -> Iterator[Finding]:
    """Checks an action, and those that follow it."""
    waiting, seen = [action], set[tuple[int, int]]()
    while waiting and len(seen) < _MOST:
        one = waiting.pop()
        if not isinstance(one, Dictionary) or one.objgen in seen:
            continue
        if one.objgen != (0, 0):
            seen.add(one.objgen)
        kind = name(one, "/S")
        if kind not in _ALLOWED:
            message = f"an action does more than lead somewhere: {kind or '?'}"
            yield violation("action", message, page, case=_SOMEWHERE.get(kind, ""))
        if kind == "Named" and name(one, "/N") not in _PAGES:
            yield violation("action", f"a named action is {name(one, '/N') or '?'}", page)
        waiting += dictionaries(one, "/Next")
