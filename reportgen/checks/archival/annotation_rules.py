"""Rules of PDF/A about annotations and fields: their types, flags and appearances."""

import re
from collections.abc import Iterator
from typing import Any

from pikepdf import Dictionary, Pdf, Stream

from reportgen.checks.annotations import (
    all_fields,
    field_entry,
    flags_of,
    page_annotations,
    sorted_box,
)
from reportgen.checks.objects import dictionary, entry, items, name, name_of, values
from reportgen.checks.rules import Finding, violation

#: Types that every part allows, and those that some do, by the case of the rule.
_ALLOWED = frozenset(
    [
        "Text",
        "Link",
        "FreeText",
        "Line",
        "Square",
        "Circle",
        "Highlight",
        "Underline",
        "Squiggly",
        "StrikeOut",
        "Stamp",
        "Ink",
        "Popup",
        "Widget",
        "PrinterMark",
        "TrapNet",
    ]
)
_SOMEWHERE = {
    **dict.fromkeys(("Polygon", "PolyLine", "Caret", "Watermark", "Redact"), "drawn"),
    "FileAttachment": "attached",
    "Projection": "projection",
    "3D": "space",
    "RichMedia": "space",
}

#: That a form of XFA is made while it is read.
_DYNAMIC = re.compile(rb"dynamicRender[^<>]*>\s*required")

#: Flags (ISO 32000-1, 12.5.3): printed; invisible, hidden, not viewed; viewed on and off.
_PRINTED, _UNSEEN, _TOGGLED = 0b100, 0b10_0011, 0b1_0000_0000

#: The flag of buttons that are pushed (ISO 32000-1, table 226).
_PUSHED = 1 << 16


def check_annotations(document: Pdf, intent: str) -> Iterator[Finding]:
    """Checks the annotations of all pages.

    Args:
        document: any PDF.
        intent: colour space of the output intent, e.g. ``RGB``; empty when there is none.
    """
    for number, page in enumerate(document.pages, start=1):
        for annotation in page_annotations(page.obj):
            yield from _check_type(annotation, number)
            yield from _check_flags(annotation, number)
            yield from _check_appearance(annotation, number)
            yield from _check_colours(annotation, intent, number)


def check_fields(document: Pdf) -> Iterator[Finding]:
    """Checks the fields to fill in."""
    form = dictionary(document.Root, "/AcroForm")
    if entry(form, "/NeedAppearances") is True:
        yield violation("field-appearance", "fields are to get their appearance when opened")
    if "/XFA" in form:
        message = "the form is one of XFA"
        yield violation("dynamic-form", message, case="static")
        packets = [s.read_bytes() for s in items(form, "/XFA") if isinstance(s, Stream)]
        if any(_DYNAMIC.search(packet) for packet in packets):
            yield violation("dynamic-form", "the form is made while it is read")
    if entry(document.Root, "/NeedsRendering") is True:
        message = "the file is to be rendered when opened"
        yield violation("dynamic-form", message, case="static")
    for field in all_fields(document.Root):
        if name(field, "/Subtype") != "Widget":
            yield from _check_actions(field, None)
    for number, page in enumerate(document.pages, start=1):
        for annotation in page_annotations(page.obj):
            if name(annotation, "/Subtype") == "Widget":
                yield from _check_actions(annotation, number)


def _check_actions(field: Any, page: int | None) -> Iterator[Finding]:
    if "/A" in field and name(field, "/Subtype") == "Widget":
        yield violation("field-action", "a field runs an action", page)
    if "/AA" in field:
        yield violation("field-action", "a field runs actions of its own", page, case="event")


def _check_type(annotation: Any, page: int) -> Iterator[Finding]:
    kind = name(annotation, "/Subtype")
    if kind not in _ALLOWED:
        message = f"an annotation is of the type {kind or '?'}"
        yield violation("annotation-type", message, page, case=_SOMEWHERE.get(kind, ""))


def _check_flags(annotation: Any, page: int) -> Iterator[Finding]:
    flags, is_popup = flags_of(annotation), name(annotation, "/Subtype") == "Popup"
    message = "an annotation is not printed or cannot be seen"
    if "/F" not in annotation and is_popup:
        yield violation("annotation-flags", message, page, case="popup")
    elif not flags & _PRINTED or flags & _UNSEEN:
        yield violation("annotation-flags", message, page)
    elif flags & _TOGGLED:
        yield violation("annotation-flags", message, page, case="toggled")


def _check_appearance(annotation: Any, page: int) -> Iterator[Finding]:
    kind = name(annotation, "/Subtype")
    appearance = entry(annotation, "/AP")
    if appearance is None:
        if kind not in {"Popup", "Link", "Projection"} and not _is_empty(annotation):
            message = "nothing says what an annotation looks like"
            case = "field" if kind == "Widget" else "missing"
            yield violation("annotation-appearance", message, page, case=case)
        elif kind == "Widget":
            message = "nothing says what a field looks like"
            yield violation("annotation-appearance", message, page, case="empty-field")
        return
    if not isinstance(appearance, Dictionary) or [k for k, _ in values(appearance)] != ["/N"]:
        message = "an annotation has other appearances than the usual one"
        yield violation("annotation-appearance", message, page)
        return
    usual = appearance.N
    is_button = kind == "Widget" and name_of(field_entry(annotation, "/FT")) == "Btn"
    flags = field_entry(annotation, "/Ff")
    is_pushed = isinstance(flags, int) and bool(flags & _PUSHED)
    if is_button and isinstance(usual, Stream):
        message, case = "a button has one appearance only", "pushed" if is_pushed else ""
        yield violation("annotation-appearance", message, page, case=case)
    elif not is_button and not isinstance(usual, Stream):
        message = "an annotation has several appearances"
        yield violation("annotation-appearance", message, page)


def _is_empty(annotation: Any) -> bool:
    try:
        left, lower, right, upper = sorted_box(entry(annotation, "/Rect"))
    except (TypeError, ValueError):
        return False
    return left == right and lower == upper


def _check_colours(annotation: Any, intent: str, page: int) -> Iterator[Finding]:
    visible = entry(annotation, "/CA")
    if visible is not None and float(visible) != 1:
        message = "an annotation lets through what is below it"
        yield violation("annotation-colour", message, page)
    if ("/C" in annotation or "/IC" in annotation) and intent != "RGB":
        message = "an annotation has colours of a screen that no output intent describes"
        yield violation("annotation-colour", message, page)
