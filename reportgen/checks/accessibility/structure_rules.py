"""Checks of the structure tree: types, places, attributes, headings and annotations."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from pikepdf import Array, Dictionary, Name, NumberTree, Object, Pdf

from reportgen.checks.accessibility.content_rules import Owners
from reportgen.checks.rules import A2, UA, violation
from reportgen.errors import Problem

#: Standard structure types that our rules know by their parents (ISO 32000-1, 14.8.4).
_PARENTS = {
    "LI": {"L"},
    "Lbl": {"LI", "Note", "Reference", "BibEntry", "TOCI"},
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
}
#: Stands for the page of an element that names none.
_NO_PAGE = (0, 0)

_OTHERS = (
    "Document Part Art Sect Div BlockQuote Caption TOC Index NonStruct Private P H H1 H2 H3 H4 H5"
    " H6 L Table Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP"
    " Figure Formula Form"
)
STANDARD_TYPES = _PARENTS.keys() | set(_OTHERS.split())

#: Actions of a link that lead somewhere and do nothing else.
_LEADING = (Name.URI, Name.GoTo, Name.GoToR)

#: Flags of annotations (ISO 32000-1, 12.5.3): what must be set, and what must not (invisible,
#: hidden, not viewed, viewed on and off).
_PRINTED, _UNSEEN = 0b100, 0b1_0010_0011


def check_structure(
    document: Pdf, *, is_pdf_2: bool = False
) -> tuple[list[Problem], Owners | None]:
    """Checks the tree element by element, then headings and annotations.

    Args:
        document: any PDF.
        is_pdf_2: a field without extent belongs to no element (ISO 14289-2, 8.9.2.4.13).

    Returns:
        The violations, and which element each marked content belongs to; None without a tree.
    """
    root = document.Root.get("/StructTreeRoot")
    if not isinstance(root, Dictionary) or "/K" not in root:
        message = "the file has no structure tree"
        return [violation("structure-missing", UA, "7.1", message)], None
    pages = {page.obj.objgen: number for number, page in enumerate(document.pages, start=1)}
    tree = _TreeWalk(root, pages)
    for kid in kids_of(root):
        tree.read(kid, tree.tag(kid), "StructTreeRoot", None)
    problems = tree.problems
    problems += _check_headings(tree.headings)
    parents = dict(NumberTree(root.ParentTree).items()) if "/ParentTree" in root else {}
    problems += _check_annotations(document, tree.linked, parents, is_pdf_2=is_pdf_2)
    return problems, tree.owners


class _TreeWalk:
    """Goes through the tree in the order of tree."""

    def __init__(self, root: Object, pages: dict[tuple[int, int], int]) -> None:
        self.problems: list[Problem] = []
        self.headings: list[tuple[int, int | None]] = []
        self.linked: dict[tuple[int, int], tuple[int, int]] = {}
        self.owners: dict[tuple[tuple[int, int], int], tuple[int, int]] = {}
        self._roles = {str(k): str(v) for k, v in root.get("/RoleMap", Dictionary()).items()}
        self._pages, self._notes = pages, set[str]()
        self._read: set[tuple[int, int]] = set()
        self._row_lengths: set[int | None] = set()

    def read(self, element: Object, tag: str, parent: str, page: int | None) -> None:
        """Checks an element and all below it; `parent` is the type, `page` that of its parent."""
        own = element.objgen
        home = element.Pg.objgen if "/Pg" in element else _NO_PAGE
        page = self._pages.get(home, page)
        if own in self._read:
            self._add("circular-tree", "7.1", f"{tag} stands in two places of the tree", page)
            return
        self._read.add(own)
        self._check_place(tag, parent, page)
        elements = [kid for kid in kids_of(element) if not isinstance(kid, int) and "/S" in kid]
        tags = [self.tag(kid) for kid in elements]
        self._note_content(element, tag, home)
        self._check(element, tag, tags, page)
        outer = self._row_lengths
        if tag == "Table":
            self._row_lengths = set()
        for kid, kid_tag in zip(elements, tags, strict=True):
            self.read(kid, kid_tag, tag, page)
        if tag == "TR":
            self._row_lengths.add(_row_length(elements))
        elif tag == "Table":
            if len(self._row_lengths) > 1 and None not in self._row_lengths:
                self._add("ragged-table", "7.2", "the rows of a table differ in length", page)
            self._row_lengths = outer

    def _note_content(self, element: Object, tag: str, home: tuple[int, int]) -> None:
        """Notes which marked content and annotations belong to an element."""
        own = element.objgen
        for kid in kids_of(element):
            if isinstance(kid, int):
                self.owners[home, kid] = own
            elif "/S" in kid:
                continue
            elif "/MCID" in kid:
                there = kid.Pg.objgen if "/Pg" in kid else home
                self.owners[there, int(kid.MCID)] = own
            elif "/Obj" in kid and tag in {"Link", "Annot", "Form"}:
                self.linked[kid.Obj.objgen] = own

    def tag(self, element: Object) -> str:
        """The standard structure type of an element, by way of the role map."""
        name = str(element.get("/S"))
        # A type may stand for one that stands for another; more steps than types are a circle.
        for _ in self._roles:
            name = self._roles.get(name, name)
        return name[1:]

    def _check_place(self, tag: str, parent: str, page: int | None) -> None:
        if tag not in STANDARD_TYPES:
            self._add("nonstandard-type", "7.1", f"{tag} is no standard structure type", page)
        elif tag in _PARENTS and parent not in _PARENTS[tag]:
            self._add("wrong-place", "7.2", f"{tag} stands in {parent}", page)
        elif parent in _KIDS and tag not in _KIDS[parent]:
            self._add("wrong-place", "7.2", f"{parent} holds {tag}", page)

    def _check(self, element: Object, tag: str, kids: list[str], page: int | None) -> None:
        if tag == "Figure":
            if not (str(element.get("/Alt", "")) or str(element.get("/ActualText", ""))):
                self._add("alt-missing", "7.3", "a figure has no alternative text", page)
            if attribute_of(element, "/BBox") is None:
                self._add("box-missing", "7.3", "a figure does not say where it stands", page)
        elif tag == "TH":
            if attribute_of(element, "/Scope") is None and "/ID" not in element:
                self._add("scope-missing", "7.5", "a head cell does not say what it heads", page)
        elif tag == "Note":
            self._check_note(element, page)
        elif tag == "H" or (len(tag) == 2 and tag[0] == "H" and tag[1].isdigit()):
            self.headings.append((int(tag[1:] or 0), page))
        if "Caption" in kids[1:-1]:
            self._add("caption-place", "7.2", "a caption stands amid what it captions", page)

    def _check_note(self, note: Object, page: int | None) -> None:
        name = str(note.get("/ID", ""))
        if not name or name in self._notes:
            self._add("note-name", "7.9", "a note has no name of its own", page)
        self._notes.add(name)

    def _add(self, code: str, clause: str, message: str, page: int | None) -> None:
        self.problems.append(violation(code, UA, clause, message, page))


def _check_headings(headings: list[tuple[int, int | None]]) -> Iterator[Problem]:
    numbered = [heading for heading in headings if heading[0]]
    if numbered and len(numbered) < len(headings):
        message = "some headings have a level and some have none"
        yield violation("mixed-headings", UA, "7.4.4", message)
    before = 0
    for level, page in numbered:
        if level > before + 1:
            message = f"a heading of level {level} follows level {before}"
            yield violation("skipped-heading", UA, "7.4.2", message, page)
        before = level
    tops = [page for level, page in headings if level == 1]
    for page in tops[1:]:
        yield violation("second-title", UA, "7.4.2", "there is more than one H1", page)


def _check_annotations(
    document: Pdf,
    linked: Mapping[tuple[int, int], tuple[int, int]],
    parents: Mapping[int, Object],
    *,
    is_pdf_2: bool,
) -> Iterator[Problem]:
    for number, page in enumerate(document.pages, start=1):
        annotations = [
            annotation
            for annotation in page.obj.get("/Annots", Array())
            if isinstance(annotation, Dictionary) and annotation.get("/Subtype") != Name.Popup
        ]
        if page.obj.get("/Tabs") != Name.S and annotations:
            message = "the tab order is not that of the structure"
            yield violation("tab-order", UA, "7.18.3", message, number)
        for annotation in annotations:
            if is_pdf_2 and is_unseen_field(annotation):
                continue
            parent = parents.get(int(annotation.get("/StructParent", -1)))
            is_tagged = parent is not None and parent.objgen == linked.get(annotation.objgen)
            yield from _check_annotation(annotation, number, is_tagged=is_tagged)


def _check_annotation(annotation: Object, page: int, *, is_tagged: bool) -> Iterator[Problem]:
    flags = int(annotation.get("/F", 0))
    if not flags & _PRINTED or flags & _UNSEEN:
        message = "an annotation is not printed or cannot be seen"
        yield violation("annotation-flags", A2, "6.3.2", message, page)
    if annotation.get("/A", Dictionary(S=Name.URI)).get("/S") not in _LEADING:
        message = "an annotation does more than lead somewhere"
        yield violation("action", A2, "6.5.1", message, page)
    if annotation.get("/Subtype") == Name.Link:
        if not is_tagged:
            message = "a link is not in the structure tree"
            yield violation("link-untagged", UA, "7.18.5", message, page)
        if not str(annotation.get("/Contents", "")):
            message = "a link does not say where it goes"
            yield violation("link-contents", UA, "7.18.5", message, page)
    elif not is_tagged:
        message = "an annotation is not in the structure tree"
        yield violation("annotation-untagged", UA, "7.18.1", message, page)


def is_unseen_field(annotation: Object) -> bool:
    """Whether an annotation is a field without extent, as that of an invisible signature."""
    left, bottom, right, top = annotation.get("/Rect", (0, 0, 1, 1))
    return annotation.get("/Subtype") == Name.Widget and left == right and bottom == top


def attribute_of(element: Object, name: str) -> Object | None:
    """An attribute of an element, whoever defines it."""
    owners: Any = element.get("/A", ())
    for owner in owners if isinstance(owners, Array) else (owners,):
        if name in owner:
            return owner[name]
    return None


def kids_of(element: Object) -> Sequence[Any]:
    """Elements, references and numbers of marked content below an element."""
    kids: Any = element.get("/K", ())
    every = cast("Sequence[Any]", kids) if isinstance(kids, Array | tuple) else (kids,)
    return [kid for kid in every if isinstance(kid, int | Dictionary)]  # null may stand there


def _row_length(cells: Sequence[Object]) -> int | None:
    """Number of columns of a row; None where a cell reaches into later rows."""
    described = [cell for cell in cells if "/A" in cell]
    if any(attribute_of(cell, "/RowSpan") for cell in described):
        return None
    return len(cells) + sum(int(attribute_of(cell, "/ColSpan") or 1) - 1 for cell in described)
