"""What all rules about annotations look at."""

from typing import Any

from pikepdf import Array, Page

from reportgen.checks.objects import dictionaries, dictionary, entry, name, number

#: Fields may be parts of others, but no file needs more levels.
_DEEPEST = 50


def page_annotations(page: Any) -> list[Any]:
    """The annotations of a page; what is none is left out."""
    return dictionaries(page, "/Annots")


def flags_of(annotation: Any) -> int:
    """The flags of an annotation (ISO 32000-1, 12.5.3)."""
    return number(annotation, "/F")


def field_entry(widget: Any, key: str) -> Any:
    """An entry of a field, which it may have from the fields that it is part of."""
    node = widget
    for _ in range(_DEEPEST):
        if (found := entry(node, key)) is not None:
            return found
        node = entry(node, "/Parent")
        if node is None:
            break
    return None


def is_unseen_field(annotation: Any) -> bool:
    """Whether an annotation is a field without extent, as that of an invisible signature."""
    if name(annotation, "/Subtype") != "Widget":
        return False
    try:
        left, lower, right, upper = sorted_box(entry(annotation, "/Rect"))
    except (TypeError, ValueError):
        return False
    return left == right and lower == upper


def is_beyond_crop(annotation: Any, page: Page) -> bool:
    """Whether no part of an annotation is within the page's crop box."""
    try:
        left, lower, right, upper = sorted_box(entry(annotation, "/Rect"))
        crop = sorted_box(page.cropbox)
    except (TypeError, ValueError, AttributeError):
        return False
    return right <= crop[0] or left >= crop[2] or upper <= crop[1] or lower >= crop[3]


def sorted_box(box: Any) -> tuple[float, float, float, float]:
    """Left, lower, right and upper edge of a rectangle.

    Raises:
        ValueError, TypeError: it is none.
    """
    if not isinstance(box, Array) or len(box) != 4:
        raise ValueError("a rectangle has four numbers")
    a, b, c, d = (float(edge) for edge in box)
    return min(a, c), min(b, d), max(a, c), max(b, d)


def all_fields(root: Any) -> list[Any]:
    """All fields of a form, and the parts of them.

    Args:
        root: catalog of the document.
    """
    waiting = dictionaries(dictionary(root, "/AcroForm"), "/Fields")
    found, seen = [], set[tuple[int, int]]()
    while waiting:
        one = waiting.pop()
        if one.objgen in seen:
            continue
        if one.objgen != (0, 0):
            seen.add(one.objgen)
        found.append(one)
        waiting += dictionaries(one, "/Kids")
    return found
