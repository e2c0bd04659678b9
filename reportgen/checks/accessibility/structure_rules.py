"""Rules about single elements: types, places, alternative texts, names."""

from collections.abc import Iterable, Iterator, Mapping

from reportgen.checks.accessibility.element import Element
from reportgen.checks.accessibility.structure_types import PDF_1, STANDARD_TYPES, is_standard
from reportgen.checks.language import is_language
from reportgen.checks.rules import Finding, violation

#: Types that only stand in others (ISO 32000-1, 14.8.4).
_PARENTS = {
    "LI": {"L"},
    "LBody": {"LI"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "TOCI": {"TOC"},
}
_KIDS = {
    "L": {"LI", "L", "Caption"},
    "LI": {"Lbl", "LBody"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "TOC": {"TOC", "TOCI", "Caption"},
}

#: Where we put labels.
_LABELLED = {"LI", "Note", "Reference", "BibEntry", "TOCI"}


def check_elements(
    elements: Iterable[Element], repeated: Iterable[Element], language: str
) -> Iterator[Finding]:
    """Checks every element.

    Args:
        elements: in the order of the tree.
        repeated: those that stand in two places.
        language: of the whole document; empty when it names none.
    """
    notes: set[str] = set()
    for element in elements:
        yield from check_element(element, language)
        if element.tag in {"Note", "FENote"}:
            yield from _check_note(element, notes)
    for element in repeated:
        message = f"{element.tag} stands in two places of the tree"
        yield violation("circular-tree", message, element.page)


def check_element(element: Element, language: str) -> Iterator[Finding]:
    """Checks what can be said of an element by itself, its parent and its kids.

    Args:
        element: of any tree.
        language: of the whole document; empty when it names none.
    """
    yield from _check_type(element)
    yield from _check_place(element)
    yield from _check_texts(element, language)
    yield from _check_captions(element)


def check_list(element: Element) -> Iterator[Finding]:
    """Checks that an element which is a list with labels says of what kind they are (PDF 2.0)."""
    if element.tag == "L" and _has_labels(element) and not _is_numbered(element):
        message = "a list has labels, and does not say of what kind they are"
        yield violation("list-numbering", message, element.page)


def _has_labels(element: Element) -> bool:
    return any(kid.tag == "Lbl" for item in element.kids for kid in item.kids)


def _is_numbered(element: Element) -> bool:
    return element.attributes.numbering not in {"", "None"}


def check_roles(roles: Mapping[str, str]) -> Iterator[Finding]:
    """Checks that standard types are not mapped to others.

    Args:
        roles: what each type is mapped to in a tree.
    """
    for tag, mapped in roles.items():
        if tag in STANDARD_TYPES:
            message = f"the standard type {tag} is mapped to {mapped}"
            case = "" if mapped in STANDARD_TYPES else "nonstandard"
            yield violation("standard-type-mapped", message, case=case)


def _check_type(element: Element) -> Iterator[Finding]:
    if not is_standard(element.tag, element.namespace):
        message = f"{element.tag} is no standard structure type"
        yield violation("nonstandard-type", message, element.page)
    if not element.names_parent:
        yield violation("parent-missing", f"{element.tag} names no parent", element.page)
    own = element.own_language
    if own is not None and not is_language(own):
        message = f'"{own}" is no tag of a language such as "de"'
        case = "" if own else "empty"
        yield violation("language-malformed", message, element.page, case=case)
    elif own and any(map(str.isdigit, own)):
        message = f'"{own}" has digits, which PDF/A-1 does not know'
        yield violation("language-malformed", message, element.page, case="digits")


def _check_place(element: Element) -> Iterator[Finding]:
    tag, parent = element.tag, element.parent_tag
    if tag in _PARENTS and parent not in _PARENTS[tag]:
        yield violation("wrong-place", f"{tag} stands in {parent}", element.page)
    elif parent in _KIDS and tag not in _KIDS[parent]:
        yield violation("wrong-place", f"{parent} holds {tag}", element.page)
    elif tag == "Lbl" and parent not in _LABELLED:
        yield violation("wrong-place", f"{tag} stands in {parent}", element.page, case="label")
    if tag == "Note" and element.namespace == PDF_1:
        message = "Note is a structure type that must not be used any more"
        yield violation("forbidden-type", message, element.page, case="note")


def _check_texts(element: Element, language: str) -> Iterator[Finding]:
    page = element.page
    if element.tag in {"Figure", "Formula"} and not (
        element.alternative or element.replacement is not None
    ):
        if element.tag == "Figure":
            yield violation("alt-missing", "a figure has no alternative text", page)
        else:
            message = "a formula has no alternative text"
            yield violation("alt-missing", message, page, case="formula")
    if element.tag == "Figure" and not element.attributes.has_box:
        yield violation("box-missing", "a figure does not say where it stands", page)
    if not (language or element.language) and element.has_texts:
        message = f"nothing tells the language of a text of {element.tag}"
        yield violation("language-missing", message, page)


def _check_captions(element: Element) -> Iterator[Finding]:
    tags = [kid.tag for kid in element.kids]
    message = "a caption stands amid what it captions"
    if "Caption" not in tags:
        return
    if element.tag in {"L", "TOC"}:
        if "Caption" in tags[1:]:
            yield violation("caption-place", message, element.page, case="first")
    elif "Caption" in tags[1:-1]:
        case = "" if element.tag == "Table" else "other"
        yield violation("caption-place", message, element.page, case=case)


def _check_note(note: Element, names: set[str]) -> Iterator[Finding]:
    own = note.name or ""
    if note.tag == "Note" and (not own or own in names):
        yield violation("note-name", "a note has no name of its own", note.page)
    names.add(own)
