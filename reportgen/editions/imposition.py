"""Imposition for the office printer: two pages of a finished file side by side on one sheet.

A page becomes a form of the sheet, so that text stays text, lines stay lines, and fonts and photos
are stored once. What is made is a working copy. It has neither tags, links nor bookmarks, so it
claims none of the standards of its source: a sheet of two pages in the order of folding has no
order of reading. Its colours mean the same, its title and dates are those of the source.
"""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

import pikepdf
from msgspec import Struct
from pikepdf import Array, Dictionary, Name

from reportgen.document.metadata import PRODUCER
from reportgen.errors import DocumentError, Problem
from reportgen.page_reader.geometry import IDENTITY, Box, box_of, matrix_of, transformed

#: Points by which pages may differ and still count as of one size.
_SAME_SIZE = 0.5

#: Operators that begin and end marked content, and single marks (ISO 32000-1, 14.6).
_BEGINNINGS, _END, _POINTS = {"BMC", "BDC"}, "EMC", {"MP", "DP"}

#: What a property list says without a structure tree (ISO 32000-1, 14.9).
_SAID_OF_TEXT = ("/ActualText", "/Alt", "/E", "/Lang")

#: References from the content to a structure tree.
_TIES = ("/StructParent", "/StructParents")

#: An empty half of a sheet.
_BLANK = None


class _Sheet(Struct, frozen=True, kw_only=True):
    """A sheet in points, how large pages are on it, and the lower left corners of its places."""

    width: float
    height: float
    scale: float
    places: tuple[tuple[float, float], ...]


def booklet(pdf: bytes) -> bytes:
    """Puts pages two-up in the order of saddle stitching: print, fold once, staple the fold.

    The sheet is twice as wide as a page, which keeps its size: A4 comes on A3 landscape. Blank
    pages at the end fill up to a multiple of four. The result's pages are front and back of the
    first sheet (the cover), front and back of the second, and so on, for printing on both sides
    with the pages flipped on the short edge. The file asks the printer so,
    and not to shrink it.

    Args:
        pdf: a finished file whose pages have one size.

    Returns:
        The booklet; the same bytes for the same file.

    Raises:
        DocumentError: the pages differ in size.
    """
    with pikepdf.open(BytesIO(pdf)) as source:
        width, height = _page_size(source)
        sheet = _Sheet(width=2 * width, height=height, scale=1, places=((0, 0), (width, 0)))
        sides = _saddle_stitched(len(source.pages))
        viewing = Dictionary(
            DisplayDocTitle=True, PrintScaling=Name("/None"), Duplex=Name.DuplexFlipShortEdge
        )
        return _imposed(source, sheet, sides, viewing, "booklet, to be folded and stapled")


def two_up(pdf: bytes) -> bytes:
    """Puts pages two-up in their order, made smaller: 1 and 2, 3 and 4; the last may be alone.

    The sheet is as large as a page and turned, so A4 comes on A4 landscape at 71 %, left and right.
    Landscape pages come on a portrait sheet, one above the other.

    Args:
        pdf: a finished file whose pages have one size.

    Returns:
        The sheets; the same bytes for the same file.

    Raises:
        DocumentError: the pages differ in size.
    """
    with pikepdf.open(BytesIO(pdf)) as source:
        sheet = _halved(*_page_size(source))
        pages = range(len(source.pages))
        sides = [tuple(pages[first : first + 2]) for first in pages[::2]]
        viewing = Dictionary(DisplayDocTitle=True)
        return _imposed(source, sheet, sides, viewing, "two pages a sheet")


def _saddle_stitched(count: int) -> list[tuple[int | None, int | None]]:
    """Left and right page of each side, counted from 0."""
    total = -(-count // 4) * 4
    pages = [number if number < count else _BLANK for number in range(total)]
    sides = []
    for first in range(0, total // 2, 2):
        last = total - 1 - first
        sides.append((pages[last], pages[first]))
        sides.append((pages[first + 1], pages[last - 1]))
    return sides


def _halved(width: float, height: float) -> _Sheet:
    """A turned sheet for two pages, each in the middle of its half."""
    if width > height:
        half_width, half_height = height, width / 2
        halves = ((0.0, half_height), (0.0, 0.0))
    else:
        half_width, half_height = height / 2, width
        halves = ((0.0, 0.0), (half_width, 0.0))
    scale = min(half_width / width, half_height / height)
    aside, above = (half_width - scale * width) / 2, (half_height - scale * height) / 2
    places = tuple((x + aside, y + above) for x, y in halves)
    return _Sheet(width=height, height=width, scale=scale, places=places)


def _page_size(source: pikepdf.Pdf) -> tuple[float, float]:
    """Width and height that all pages have, as they are shown."""
    sizes = [(box[2] - box[0], box[3] - box[1]) for box in map(_shown_box, _forms(source))]
    width, height = sizes[0]
    for number, (other_width, other_height) in enumerate(sizes, start=1):
        if max(abs(other_width - width), abs(other_height - height)) > _SAME_SIZE:
            raise DocumentError(
                Problem(
                    code="mixed-page-sizes",
                    message=f"page {number} measures {other_width:.0f} by {other_height:.0f} "
                    f"points, page 1 {width:.0f} by {height:.0f}",
                    hint="only pages of one size can be put side by side",
                )
            )
    return width, height


def _forms(source: pikepdf.Pdf) -> Iterator[Any]:
    """Each page as a form, cut to its trim box, else its crop box, and turned as it is shown."""
    return (page.as_form_xobject() for page in source.pages)


def _shown_box(form: Any) -> Box:
    """The form's box after its own matrix."""
    return transformed(box_of(form.BBox), matrix_of(form.get("/Matrix", IDENTITY)))


def _imposed(
    source: pikepdf.Pdf,
    sheet: _Sheet,
    sides: Sequence[Sequence[int | None]],
    viewing: Dictionary,
    manner: str,
) -> bytes:
    with pikepdf.new() as target:
        forms = [target.copy_foreign(form) for form in _forms(source)]
        for form in forms:
            form.Resources = form.get("/Resources", Dictionary())
        for side in sides:
            _add_side(target, sheet, [forms[n] if n is not None else _BLANK for n in side])
        _remove_structure_references(target)
        for name in ("/OutputIntents", "/OCProperties"):
            if name in source.Root:
                target.Root[name] = _copied(target, source.Root[name])
        target.Root.ViewerPreferences = viewing
        _describe(target, source, manner)
        return _saved(target, source.pdf_version)


def _saved(document: pikepdf.Pdf, version: str) -> bytes:
    """The bytes of a document; its identifier is derived from the content (ISO 32000-1, 14.4)."""
    buffer = BytesIO()
    document.save(
        buffer,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        deterministic_id=True,
        min_version=version,
    )
    return buffer.getvalue()


def _copied(target: pikepdf.Pdf, thing: Any) -> Any:
    """A thing of another file; only what stands on its own there can be fetched."""
    if thing.is_indirect:
        return target.copy_foreign(thing)
    if isinstance(thing, Array):
        return Array([_copied(target, part) for part in thing])
    if isinstance(thing, Dictionary):
        return Dictionary({name: _copied(target, part) for name, part in thing.items()})
    return thing


def _add_side(target: pikepdf.Pdf, sheet: _Sheet, forms: Iterable[Any]) -> None:
    page = target.add_blank_page(page_size=(sheet.width, sheet.height))
    drawn, resources = [], Dictionary()
    for number, (form, (x, y)) in enumerate(zip(forms, sheet.places, strict=False)):
        if form is _BLANK:
            continue
        left, bottom, *_ = _shown_box(form)
        scale = sheet.scale
        matrix = (scale, 0, 0, scale, x - scale * left, y - scale * bottom)
        name = f"/Page{number}"
        resources[name] = form
        drawn.append(f"q {' '.join(f'{value:.6g}' for value in matrix)} cm {name} Do Q")
    page.obj.Resources = Dictionary(XObject=resources)
    page.obj.Contents = target.make_stream("\n".join(drawn).encode())


def _remove_structure_references(target: pikepdf.Pdf) -> None:
    """Takes away what refers to the structure tree that was left behind.

    A number without a tree would be harmless to a viewer, yet a checker would look for its element.
    What the marks say of the text itself stays: a divided word is still found whole.
    """
    for thing in target.objects:
        if isinstance(thing, Dictionary | pikepdf.Stream):
            for name in _TIES:
                if name in thing:
                    del thing[name]
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == Name.Form:
            thing.write(pikepdf.unparse_content_stream(list(_without_tags(thing))))


def _without_tags(form: Any) -> Iterator[Any]:
    """The form's content without tags; optional content keeps its marks."""
    kept: list[bool] = []
    for instruction in pikepdf.parse_content_stream(form):
        operator, operands = str(instruction.operator), instruction.operands
        if operator in _BEGINNINGS:
            words = _words(operands[1]) if operator == "BDC" else Dictionary()
            layer = operands[0] == Name.OC
            kept.append(bool(layer or words))
            if layer:
                yield instruction
            elif words:
                yield pikepdf.ContentStreamInstruction([Name.Span, words], instruction.operator)
        elif operator == _END:
            # One EMC too many would be an error of the source, and stays one.
            if not kept or kept.pop():
                yield instruction
        elif operator not in _POINTS:
            yield instruction


def _words(properties: Any) -> Dictionary:
    if not isinstance(properties, Dictionary):
        return Dictionary()
    return Dictionary({n: properties[n] for n in _SAID_OF_TEXT if n in properties})


def _describe(target: pikepdf.Pdf, source: pikepdf.Pdf, manner: str) -> None:
    """Title, author and dates of the source, and that this is a copy of it; no claims."""
    info = target.docinfo
    for name in ("/Title", "/Author", "/CreationDate", "/ModDate"):
        if name in source.docinfo:
            info[name] = str(source.docinfo[name])
    info["/Subject"] = f"Imposed copy for an office printer: {manner}"
    info["/Creator"] = info["/Producer"] = PRODUCER
    with target.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp.load_from_docinfo(info)
    if "/Lang" in source.Root:
        target.Root.Lang = str(source.Root.Lang)
