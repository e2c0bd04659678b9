"""The structure tree: what the parts of a document are, in the order of reading.

Elements are made from the blocks, so their order is the order of meaning, whatever page they come
to stand on. Whoever draws a part opens a marked-content sequence for its element; the element only
notes page and number. `write_tree` writes the tree into a file (ISO 32000-1, 14.7).
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from reportgen.document.pdf_file import PdfFile, Reference, numbers, references, text_string
from reportgen.model import Standard


class MarkedContent(Struct, frozen=True):
    """A marked-content sequence: the `number`-th of a page, both counted from zero."""

    page: int
    number: int


class Annotation(Struct, frozen=True):
    """An annotation that belongs to an element: the `number`-th of a page, counted from zero."""

    page: int
    number: int


class Attribute(Struct, frozen=True):
    """A structure attribute, e.g. ``Table``, ``Scope``, ``Row`` (ISO 32000-1, 14.8.5).

    Attributes:
        since_pdf_2: the value that says it better, if PDF 2.0 has one.
    """

    owner: str
    name: str
    value: str
    since_pdf_2: str = ""

    def value_in(self, standard: Standard) -> str:
        """The best value that a standard knows."""
        return self.since_pdf_2 if standard is Standard.UA2 and self.since_pdf_2 else self.value


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
        language: BCP 47 tag, when it is not the document's.
        attribute: what there is to say about a list or a head cell.
        box: where a figure, which has no attribute besides, stands: left, bottom, right, top in
            points.
    """

    __slots__ = ("alt", "attribute", "box", "kids", "language", "tag")

    def __init__(self, tag: str, attribute: Attribute | None = None) -> None:
        self.tag, self.attribute = tag, attribute
        self.alt = self.language = ""
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
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [kid for kid in reversed(element.kids) if isinstance(kid, Element)]


class WrittenPage(Struct, frozen=True, kw_only=True):
    """A page of a file, the element of each of its marked contents, and its annotations."""

    reference: Reference
    owners: Sequence[Element]
    annotations: Sequence[Reference]


class WrittenTree(Struct, frozen=True, kw_only=True):
    """The root of a structure tree in a file, and what became of each element."""

    reference: Reference
    elements: Mapping[Element, Reference]


def write_tree(
    file: PdfFile,
    root: Element,
    pages: Sequence[WrittenPage],
    standard: Standard = Standard.UA1,
) -> WrittenTree:
    """Writes the tree, with the parent tree that leads from content to elements.

    In the parent tree the pages come first by their numbers from zero, then all annotations.

    Args:
        file: gets the tree.
        root: the ``Document`` element.
        pages: have their numbers, and hold the marked content.
        standard: where it is PDF/UA-2, the elements are of the namespace of PDF 2.0.
    """
    tree = file.reserve()
    written: dict[Element, Reference] = {}
    holders: dict[Reference, Reference] = {}
    # A hundred head cells say the same of themselves.
    shared: dict[Attribute, Reference] = {}
    namespace = file.add(f"<</Type/Namespace/NS({_PDF_2})>>") if standard is Standard.UA2 else None

    def write(element: Element, parent: Reference) -> Reference:
        own = written[element] = file.reserve()
        home = next((kid.page for kid in element.kids if isinstance(kid, MarkedContent)), None)
        entries = [f"/S/{element.tag}/P {parent}"]
        if home is not None:
            entries.append(f"/Pg {pages[home].reference}")
        if namespace:
            entries.append(f"/NS {namespace}")
        entries += _described(element)
        if element.box:
            box = numbers(element.box, 2)
            entries.append(f"/A<</O/Layout/BBox{box}/Placement/Block>>")
        elif element.attribute:
            if element.attribute not in shared:
                shared[element.attribute] = file.add(attribute_entries(element.attribute, standard))
            entries.append(f"/A {shared[element.attribute]}")
        kids: list[str] = []
        for kid in element.kids:
            if isinstance(kid, Element):
                kids.append(write(kid, own))
            elif isinstance(kid, Annotation):
                page = pages[kid.page]
                annotation = page.annotations[kid.number]
                holders[annotation] = own
                kids.append(f"<</Type/OBJR/Pg {page.reference}/Obj {annotation}>>")
            elif kid.page == home:
                kids.append(str(kid.number))
            else:
                kids.append(f"<</Type/MCR/Pg {pages[kid.page].reference}/MCID {kid.number}>>")
        if kids:
            entries.append(f"/K {kids[0]}" if len(kids) == 1 else f"/K[{' '.join(kids)}]")
        file.put(own, f"<<{''.join(entries)}>>")
        return own

    top = write(root, tree)
    parents = [
        f"{number}{references(written[element] for element in page.owners)}"
        for number, page in enumerate(pages)
    ]
    every = [annotation for page in pages for annotation in page.annotations]
    parents += [f"{key} {holders[each]}" for key, each in enumerate(every, start=len(pages))]
    listed = file.add(f"<</Nums[{' '.join(parents)}]>>")
    entries = f"/Type/StructTreeRoot/K {top}/ParentTree {listed}/ParentTreeNextKey {len(parents)}"
    if namespace:
        entries += f"/Namespaces[{namespace}]"
    file.put(tree, f"<<{entries}>>")
    return WrittenTree(reference=tree, elements=written)


def _described(element: Element) -> Iterator[str]:
    if element.alt:
        yield f"/Alt{text_string(element.alt)}"
    if element.language:
        yield f"/Lang{text_string(element.language)}"


def attribute_entries(attribute: Attribute, standard: Standard = Standard.UA1) -> str:
    """The dictionary of an attribute, with the value that the standard knows."""
    return f"<</O/{attribute.owner}/{attribute.name}/{attribute.value_in(standard)}>>"
