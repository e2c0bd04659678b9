"""Checks of the structure tree: types, places, attributes, headings and annotations."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, Protocol, cast

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
    tree, rules = _StoredTree(root, pages), TreeRules()
    for kid in kids_of(root):
        rules.read(_StoredElement(kid, tree), "StructTreeRoot")
    problems = rules.problems
    problems += check_headings(rules.headings)
    parents = dict(NumberTree(root.ParentTree).items()) if "/ParentTree" in root else {}
    problems += _check_annotations(document, tree.linked, parents, is_pdf_2=is_pdf_2)
    return problems, tree.owners


class TaggedElement(Protocol):
    """What the rules ask of an element, wherever the tree is kept.

    Attributes:
        identity: tells one element of a tree from the others.
        tag: its standard type.
        page: where its content begins, from 1; None when it does not say.
        kids: the elements right below it.
        alternative: what is read instead of it.
        has_box: whether it says where it stands.
        is_head: whether it says what it heads.
        name: of its own.
        spans: how many columns it takes; None where it reaches into other rows.
    """

    @property
    def identity(self) -> Hashable: ...
    @property
    def tag(self) -> str: ...
    @property
    def page(self) -> int | None: ...
    @property
    def kids(self) -> "Sequence[TaggedElement]": ...
    @property
    def alternative(self) -> str: ...
    @property
    def has_box(self) -> bool: ...
    @property
    def is_head(self) -> bool: ...
    @property
    def name(self) -> str: ...
    @property
    def spans(self) -> int | None: ...


class TreeRules:
    """Goes through a tree in its order."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.headings: list[tuple[int, int | None]] = []
        self._notes = set[str]()
        self._read: set[Hashable] = set()
        self._row_lengths: set[int | None] = set()

    def read(self, element: TaggedElement, parent: str, page: int | None = None) -> None:
        """Checks an element and all below it; `parent` is the type, `page` that of its parent."""
        tag, page = element.tag, element.page or page
        if element.identity in self._read:
            self._add("circular-tree", "7.1", f"{tag} stands in two places of the tree", page)
            return
        self._read.add(element.identity)
        self._check_place(tag, parent, page)
        kids = element.kids
        self._check(element, [kid.tag for kid in kids], page)
        outer = self._row_lengths
        if tag == "Table":
            self._row_lengths = set()
        for kid in kids:
            self.read(kid, tag, page)
        if tag == "TR":
            spans = [kid.spans for kid in kids]
            self._row_lengths.add(None if None in spans else sum(filter(None, spans)))
        elif tag == "Table":
            if len(self._row_lengths) > 1 and None not in self._row_lengths:
                self._add("ragged-table", "7.2", "the rows of a table differ in length", page)
            self._row_lengths = outer

    def _check_place(self, tag: str, parent: str, page: int | None) -> None:
        if tag not in STANDARD_TYPES:
            self._add("nonstandard-type", "7.1", f"{tag} is no standard structure type", page)
        elif tag in _PARENTS and parent not in _PARENTS[tag]:
            self._add("wrong-place", "7.2", f"{tag} stands in {parent}", page)
        elif parent in _KIDS and tag not in _KIDS[parent]:
            self._add("wrong-place", "7.2", f"{parent} holds {tag}", page)

    def _check(self, element: TaggedElement, kids: list[str], page: int | None) -> None:
        tag = element.tag
        if tag == "Figure":
            if not element.alternative:
                self._add("alt-missing", "7.3", "a figure has no alternative text", page)
            if not element.has_box:
                self._add("box-missing", "7.3", "a figure does not say where it stands", page)
        elif tag == "TH":
            if not element.is_head:
                self._add("scope-missing", "7.5", "a head cell does not say what it heads", page)
        elif tag == "Note":
            self._check_note(element.name, page)
        elif tag == "H" or (len(tag) == 2 and tag[0] == "H" and tag[1].isdigit()):
            self.headings.append((int(tag[1:] or 0), page))
        if "Caption" in kids[1:-1]:
            self._add("caption-place", "7.2", "a caption stands amid what it captions", page)

    def _check_note(self, name: str, page: int | None) -> None:
        if not name or name in self._notes:
            self._add("note-name", "7.9", "a note has no name of its own", page)
        self._notes.add(name)

    def _add(self, code: str, clause: str, message: str, page: int | None) -> None:
        self.problems.append(violation(code, UA, clause, message, page))


class _StoredTree:
    """The tree of a file, and which marked content and annotations belong to which element."""

    def __init__(self, root: Object, pages: dict[tuple[int, int], int]) -> None:
        self.linked: dict[tuple[int, int], tuple[int, int]] = {}
        self.owners: dict[tuple[tuple[int, int], int], tuple[int, int]] = {}
        self.pages = pages
        self._roles = {str(k): str(v) for k, v in root.get("/RoleMap", Dictionary()).items()}

    def tag(self, element: Object) -> str:
        """The standard structure type of an element, by way of the role map."""
        name = str(element.get("/S"))
        # A type may stand for one that stands for another; more steps than types are a circle.
        for _ in self._roles:
            name = self._roles.get(name, name)
        return name[1:]

    def note_content(self, element: Object, tag: str, home: tuple[int, int]) -> None:
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


class _StoredElement:
    """An element of a file."""

    def __init__(self, stored: Object, tree: _StoredTree) -> None:
        self._stored, self._tree = stored, tree
        self.identity, self.tag = stored.objgen, tree.tag(stored)
        self._home = stored.Pg.objgen if "/Pg" in stored else _NO_PAGE
        self.page = tree.pages.get(self._home)

    @property
    def kids(self) -> "Sequence[_StoredElement]":
        self._tree.note_content(self._stored, self.tag, self._home)
        kids = (kid for kid in kids_of(self._stored) if not isinstance(kid, int) and "/S" in kid)
        return [_StoredElement(kid, self._tree) for kid in kids]

    @property
    def alternative(self) -> str:
        return str(self._stored.get("/Alt", "")) or str(self._stored.get("/ActualText", ""))

    @property
    def has_box(self) -> bool:
        return attribute_of(self._stored, "/BBox") is not None

    @property
    def is_head(self) -> bool:
        return attribute_of(self._stored, "/Scope") is not None or "/ID" in self._stored

    @property
    def name(self) -> str:
        return str(self._stored.get("/ID", ""))

    @property
    def spans(self) -> int | None:
        if "/A" not in self._stored:
            return 1
        if attribute_of(self._stored, "/RowSpan"):
            return None
        return int(attribute_of(self._stored, "/ColSpan") or 1)


def check_headings(headings: Sequence[tuple[int, int | None]]) -> Iterator[Problem]:
    """Checks levels, each with its page, in the order of reading."""
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
