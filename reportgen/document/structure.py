"""The structure tree: what the parts of a document are, in the order of reading.

Elements are made from the blocks, so their order is the order of meaning, whatever page they come
to stand on. Whoever draws a part opens a marked-content sequence for its element; the element only
notes page and number. `attach` writes the tree into the finished file (ISO 32000-1, 14.7).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from reportgen.model import Standard


@dataclass(frozen=True, slots=True)
class MarkedContent:
    """A marked-content sequence: the `number`-th of a page, both counted from zero."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation that belongs to an element: the `number`-th of a page, counted from zero."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class Attribute:
    """A structure attribute, e.g. ``Table``, ``Scope``, ``Row`` (ISO 32000-1, 14.8.5).

    Attributes:
        since_pdf_2: the value that says it better, if PDF 2.0 has one.
    """

    owner: str
    name: str
    value: str
    since_pdf_2: str = ""


COLUMN_HEAD, ROW_HEAD = (Attribute("Table", "Scope", scope) for scope in ("Column", "Row"))
SQUARE_BULLETS = Attribute("List", "ListNumbering", "Square")
NUMBERED = Attribute("List", "ListNumbering", "Decimal")
#: Labels, but no numbers.
DESCRIBED = Attribute("List", "ListNumbering", "None", since_pdf_2="Description")

#: Of the standard structure types that PDF 2.0 defines (ISO 32000-2, 14.8.6).
_PDF_2 = "http://iso.org/pdf2/ssn"


class Element:
    """A node of the structure tree.

    Attributes:
        tag: standard structure type, e.g. ``P`` (ISO 32000-1, 14.8.4).
        kids: elements, content and annotations in the order of reading.
        alt: alternative text, for figures.
        identifier: unique name, for notes.
        language: BCP 47 tag, when it is not the document's.
        attribute: what there is to say about a list or a head cell.
        box: where a figure stands: left, bottom, right, top in points.
    """

    __slots__ = ("alt", "attribute", "box", "identifier", "kids", "language", "tag")

    def __init__(self, tag: str, attribute: Attribute | None = None) -> None:
        self.tag, self.attribute = tag, attribute
        self.alt = self.identifier = self.language = ""
        self.box: tuple[float, float, float, float] | None = None
        self.kids: list[Element | MarkedContent | Annotation] = []

    def add(self, tag: str, attribute: Attribute | None = None, language: str = "") -> "Element":
        """Appends a new element and returns it."""
        element = Element(tag, attribute)
        element.language = language
        self.kids.append(element)
        return element

    def add_before(self, kid: "Element", element: "Element") -> None:
        """Puts `element` among the kids, before one that is there."""
        self.kids.insert(self.kids.index(kid), element)

    def walk(self) -> "Iterator[Element]":
        """This element and all below it, in the order of reading."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()


def attach(
    document: Pdf,
    root: Element,
    owners: Sequence[Sequence[Element]],
    standard: Standard = Standard.UA1,
) -> Mapping[Element, Object]:
    """Writes the tree into `document`, with the parent tree that leads from content to elements.

    Args:
        document: its pages hold the marked content.
        root: the ``Document`` element.
        owners: for each page the element of each marked-content sequence, by number.
        standard: where it is PDF/UA-2, the elements are of the namespace of PDF 2.0.

    Returns:
        What became of each element.
    """
    pages = [page.obj for page in document.pages]
    tree = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    written: dict[Element, Object] = {}
    annotations: list[Object] = []
    # A hundred head cells say the same of themselves.
    shared: dict[Attribute, Object] = {}
    namespace = _namespace(document) if standard is Standard.UA2 else None
    if namespace is not None:
        tree.Namespaces = Array([namespace])

    def write(element: Element, parent: Object) -> Object:
        home = next((kid.page for kid in element.kids if isinstance(kid, MarkedContent)), None)
        entries = {"/S": _name(element.tag), "/P": parent}
        if home is not None:
            entries["/Pg"] = pages[home]
        own = document.make_indirect(Dictionary(entries))
        if namespace is not None:
            own.NS = namespace
        written[element] = own
        _describe(own, element)
        if element.attribute:
            if element.attribute not in shared:
                shared[element.attribute] = document.make_indirect(
                    _entries(element.attribute, standard)
                )
            own.A = shared[element.attribute]
        kids: list[Object | int] = []
        for kid in element.kids:
            if isinstance(kid, Element):
                kids.append(write(kid, own))
            elif isinstance(kid, Annotation):
                annotation = pages[kid.page].Annots[kid.number]
                annotation.StructParent = len(pages) + len(annotations)
                annotations.append(own)
                kids.append(Dictionary(Type=Name.OBJR, Pg=pages[kid.page], Obj=annotation))
            elif kid.page == home:
                kids.append(kid.number)
            else:
                kids.append(Dictionary(Type=Name.MCR, Pg=pages[kid.page], MCID=kid.number))
        if kids:
            own.K = kids[0] if len(kids) == 1 else Array(kids)
        return own

    tree.K = write(root, tree)
    parents: list[Object | int] = []
    for number, (page, elements) in enumerate(zip(pages, owners, strict=True)):
        page.StructParents = number
        page.Tabs = Name.S
        parents += [number, Array([written[element] for element in elements])]
    for number, owner in enumerate(annotations, start=len(pages)):
        parents += [number, owner]
    tree.ParentTree = document.make_indirect(Dictionary(Nums=Array(parents)))
    tree.ParentTreeNextKey = len(pages) + len(annotations)
    named = {e.identifier: written[e] for e in root.walk() if e.identifier}
    if named:
        tree.IDTree = _name_tree(named)
    document.Root.StructTreeRoot = tree
    document.Root.MarkInfo = Dictionary(Marked=True)
    return written


def lead_bookmarks_to(document: Pdf, headings: Sequence[Object]) -> None:
    """Makes bookmarks lead to elements of the tree, and by them to their place on the page.

    A viewer that knows no structure destinations finds the place as before (ISO 32000-2, 12.6.4.2).

    Args:
        document: has bookmarks that name a place.
        headings: for each of them, in their order, the element that begins there.
    """
    for bookmark, heading in zip(_bookmarks(document.Root.Outlines), headings, strict=True):
        _, *place = bookmark.Dest
        destination = Array([heading, *place])
        bookmark.A = Dictionary(S=Name.GoTo, D=bookmark.Dest, SD=destination)
        del bookmark.Dest


def _bookmarks(parent: Object) -> Iterator[Object]:
    """All bookmarks below one, in the order in which they are shown."""
    bookmark = parent.get("/First")
    while bookmark is not None:
        yield bookmark
        yield from _bookmarks(bookmark)
        bookmark = bookmark.get("/Next")


def _namespace(document: Pdf) -> Object:
    return document.make_indirect(Dictionary(Type=Name.Namespace, NS=String(_PDF_2)))


def _name_tree(named: Mapping[str, Object]) -> Dictionary:
    names = [part for name in sorted(named) for part in (String(name), named[name])]
    return Dictionary(Names=Array(names))


@cache
def _name(word: str) -> Name:
    return Name("/" + word)


def _describe(own: Object, element: Element) -> None:
    if element.alt:
        own.Alt = String(element.alt)
    if element.identifier:
        own.ID = String(element.identifier)
    if element.language:
        own.Lang = String(element.language)
    if element.box:
        box = Array([round(value, 2) for value in element.box])
        own.A = Dictionary(O=Name.Layout, BBox=box, Placement=Name.Block)


def _entries(attribute: Attribute, standard: Standard) -> Dictionary:
    value = attribute.value
    if standard is Standard.UA2 and attribute.since_pdf_2:
        value = attribute.since_pdf_2
    return Dictionary({"/O": _name(attribute.owner), "/" + attribute.name: _name(value)})
