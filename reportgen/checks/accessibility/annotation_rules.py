"""Rules about annotations and fields: in the tree, described, and reached in its order."""

from collections.abc import Iterator
from typing import Any

from pikepdf import Dictionary, Pdf, String

from reportgen.checks.accessibility.element import Element
from reportgen.checks.accessibility.structure_tree import StructureTree
from reportgen.checks.annotations import (
    field_entry,
    flags_of,
    is_beyond_crop,
    is_unseen_field,
    page_annotations,
)
from reportgen.checks.objects import dictionary, entry, items, name, number, text, values
from reportgen.checks.rules import Finding, violation
from reportgen.page_reader.files import pages_of

#: The flag of what is hidden (ISO 32000-1, 12.5.3).
_HIDDEN = 0b10

#: Markup annotations (ISO 32000-2, table 171).
_MARKUP = frozenset(
    [
        "Text",
        "FreeText",
        "Line",
        "Square",
        "Circle",
        "Polygon",
        "PolyLine",
        "Highlight",
        "Underline",
        "Squiggly",
        "StrikeOut",
        "Caret",
        "Stamp",
        "Ink",
        "FileAttachment",
        "Redact",
        "Projection",
    ]
)


def check_annotations(
    document: Pdf, tree: StructureTree | None, language: str
) -> Iterator[Finding]:
    """Checks the annotations of all pages.

    Args:
        document: any PDF.
        tree: its structure; None when it has none.
        language: of the whole document; empty when it names none.
    """
    for number_, page in enumerate(pages_of(document), start=1):
        annotations = page_annotations(page.obj)
        shown = [each for each in annotations if name(each, "/Subtype") != "Popup"]
        tabs = name(page.obj, "/Tabs")
        if shown and tabs != "S":
            message = "the tab order is not that of the structure"
            yield violation("tab-order", message, number_)
            if tabs not in {"A", "W"}:
                yield violation("tab-order", "the page has no tab order", number_, case="none")
        for annotation in shown:
            is_away = bool(flags_of(annotation) & _HIDDEN) or is_beyond_crop(annotation, page)
            if not is_away:
                yield from _check(annotation, tree or StructureTree(), language, number_)


def _check(annotation: Any, tree: StructureTree, language: str, page: int) -> Iterator[Finding]:
    kind = name(annotation, "/Subtype")
    parent = tree.parent_of(number(annotation, "/StructParent", -1))
    described = text(annotation, "/Contents") or (parent and parent.alternative)
    if text(annotation, "/Contents") is not None and not (
        language or text(annotation, "/Lang") or (parent and parent.language)
    ):
        message = "nothing tells the language of what an annotation says"
        yield violation("language-missing", message, page)
    if kind == "Link":
        yield from _check_link(annotation, parent, tree, page)
    elif kind == "Widget":
        yield from _check_field(annotation, parent, language, page)
    elif kind == "PrinterMark":
        if parent is not None and parent.tag != "Artifact":
            message = "a printer's mark is in the structure tree"
            yield violation("printer-mark-tagged", message, page)
    else:
        if parent is None or parent.tag != "Annot":
            message = "an annotation is not in the structure tree"
            yield violation("annotation-untagged", message, page)
            if kind in _MARKUP:
                yield violation("annotation-untagged", message, page, case="markup")
        if not described:
            message = "an annotation does not say what it is"
            yield violation("annotation-undescribed", message, page)
    if kind == "Screen" and not _are_clips_described(annotation):
        message = "a film or sound does not say what it is"
        yield violation("media-undescribed", message, page)
    if kind == "TrapNet":
        message = "a trap network is among the annotations"
        yield violation("annotation-type", message, page, case="network")
    if kind in {"Sound", "Movie"}:
        message = f"PDF/UA-2 has no {kind} annotations"
        yield violation("annotation-type", message, page, case="media")


def _check_link(
    link: Any, parent: Element | None, tree: StructureTree, page: int
) -> Iterator[Finding]:
    message = "a link is not in the structure tree"
    if parent is None or parent.tag not in {"Link", "Reference"}:
        yield violation("link-untagged", message, page)
    elif parent.tag == "Reference":
        yield violation("link-untagged", message, page, case="reference")
    elif tree.linked.get(link.objgen) is not parent:
        yield violation("link-untagged", message, page, case="elsewhere")
    if not text(link, "/Contents"):
        yield violation("link-contents", "a link does not say where it goes", page)


def _check_field(
    widget: Any, parent: Element | None, language: str, page: int
) -> Iterator[Finding]:
    if parent is None or parent.tag != "Form":
        message = "a field to fill in is not in a Form of the structure tree"
        case = "unseen" if is_unseen_field(widget) else ""
        yield violation("field-untagged", message, page, case=case)
    # What has no name of its own is only a part of the field that is described.
    is_part = "/T" not in widget and isinstance(entry(widget, "/Parent"), Dictionary)
    described = field_entry(widget.Parent if is_part else widget, "/TU")
    alternative = parent.alternative if parent else None
    if not (described is not None and str(described)) and not alternative:
        message = "a field to fill in does not say what it is"
        yield violation("field-undescribed", message, page)
    told = language or text(widget, "/Lang") or (parent and parent.language)
    if described is not None and not told:
        message = "nothing tells the language of what a field says"
        yield violation("language-missing", message, page)


def _are_clips_described(screen: Any) -> bool:
    """Whether the films and sounds of a screen say of what type they are, and what they show."""
    waiting = [entry(screen, "/A"), *(value for _, value in values(dictionary(screen, "/AA")))]
    for action in waiting:
        clip = dictionary(dictionary(action, "/R"), "/C")
        if name(clip, "/S") == "MCD":
            alternatives = items(clip, "/Alt")
            if text(clip, "/CT") is None or not any(map(_is_text, alternatives[1::2])):
                return False
    return True


def _is_text(value: Any) -> bool:
    return isinstance(value, String) and bool(bytes(value))
