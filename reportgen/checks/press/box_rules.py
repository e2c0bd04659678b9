"""Boxes of pages: where the sheet ends, how far colour goes, where it is cut (14.11.2)."""

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from pikepdf import Array, Object, Page

from reportgen.checks.rules import press_rule, print_rule
from reportgen.errors import Problem
from reportgen.page_reader.geometry import Box, Matrix, box_of, transformed, within

_TRIM = press_rule("trim-missing", "14.11.2")
_ART = press_rule("art-box", "14.11.2")
_NESTED = press_rule("boxes-not-nested", "14.11.2")
_CROP = print_rule("crop-cuts-bleed", "P9", "leave CropBox out, or make it as large as MediaBox")
_NO_BLEED = print_rule("no-bleed-box", "P8", "say with BleedBox how far colour goes")
_DIFFER = print_rule("trims-differ", "P10", "all pages of a job are cut to one size")

#: What four decimals, rounded by several programs, may be off by in points.
_NEAR = 0.01


class PageBoxes(Struct, frozen=True, kw_only=True):
    """Boxes of a page in points."""

    media: Box
    bleed: Box
    trim: Box
    crop: Box | None


def read_sheet(page: Page) -> PageBoxes | None:
    """The boxes of a page; None when there is no trim, or a box is none."""
    media, trim = _box(page, "/MediaBox"), _box(page, "/TrimBox")
    if media is None or trim is None:
        return None
    crop = _box(page, "/CropBox")
    # A missing bleed is reported once; that the printer's marks then lie within it would be noise.
    return PageBoxes(media=media, bleed=_box(page, "/BleedBox") or trim, trim=trim, crop=crop)


def unit_of(page: Object) -> Matrix:
    """From a page's coordinates to points (ISO 32000-1, table 30, UserUnit)."""
    unit = float(page.get("/UserUnit", 1))
    return unit, 0.0, 0.0, unit, 0.0, 0.0


def check_boxes(pages: Sequence[Page]) -> Iterator[Problem]:
    """Checks the boxes of all pages, and that all are cut alike."""
    first: tuple[float, float] | None = None
    for number, page in enumerate(pages, start=1):
        sheet = read_sheet(page)
        if "/ArtBox" in page.obj:
            yield _ART.problem("the page has an ArtBox, which rules out its TrimBox", number)
        if sheet is None:
            yield _TRIM.problem("the page does not say where it is cut (TrimBox)", number)
            continue
        if _box(page, "/BleedBox") is None:
            yield _NO_BLEED.problem("the page does not say how far its colours go", number)
        for inner, outer in (("bleed", "media"), ("trim", "bleed")):
            if not within(getattr(sheet, inner), getattr(sheet, outer), _NEAR):
                message = f"{_name(inner)} does not lie within {_name(outer)}"
                yield _NESTED.problem(message, number)
        if sheet.crop and not within(sheet.bleed, sheet.crop, _NEAR):
            yield _CROP.problem("CropBox cuts off some of the bleed", number)
        size = (sheet.trim[2] - sheet.trim[0], sheet.trim[3] - sheet.trim[1])
        first = first or size
        if max(abs(size[0] - first[0]), abs(size[1] - first[1])) > _NEAR:
            message = "{:.2f} × {:.2f} pt is not the size of the first page, {:.2f} × {:.2f} pt"
            yield _DIFFER.problem(message.format(*size, *first), number)


def _name(box: str) -> str:
    return f"{box.capitalize()}Box"


def _box(page: Page, name: str) -> Box | None:
    node: Any = page.obj
    # Only these two are inherited (ISO 32000-1, table 30).
    for _ in range(50 if name in {"/MediaBox", "/CropBox"} else 1):
        if name in node or "/Parent" not in node:
            break
        node = node.Parent
    value = node.get(name)
    if not isinstance(value, Array) or len(value) != 4:
        return None
    try:
        return transformed(box_of(value), unit_of(page.obj))
    except (TypeError, ValueError):
        return None
