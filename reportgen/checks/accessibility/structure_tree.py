"""Reads a structure tree (ISO 32000-1, 14.7): elements with their standard types, in its order."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field
from pikepdf import Array, Dictionary, Pdf

from reportgen.bounded import LimitExceededError
from reportgen.checks.objects import (
    dictionaries,
    dictionary,
    entry,
    items,
    name,
    name_of,
    number,
    text,
    tree_values,
)
from reportgen.page_reader.files import pages_of

#: Numbers of an object in a file.
ObjectKey = tuple[int, int]

#: Stands for what has no numbers, and for the page of an element that names none.
NO_OBJECT = (0, 0)

#: Levels that are followed.
_DEEPEST = 900

#: Standard structure types of PDF 1.7 (ISO 32000-1, 14.8.4).
STANDARD_TYPES = frozenset(
    [
        "Document",
        "Part",
        "Art",
        "Sect",
        "Div",
        "BlockQuote",
        "Caption",
        "TOC",
        "TOCI",
        "Index",
        "NonStruct",
        "Private",
        "P",
        "H",
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Table",
        "TR",
        "TH",
        "TD",
        "THead",
        "TBody",
        "TFoot",
        "Span",
        "Quote",
        "Note",
        "Reference",
        "BibEntry",
        "Code",
        "Link",
        "Annot",
        "Ruby",
        "RB",
        "RT",
        "RP",
        "Warichu",
        "WT",
        "WP",
        "Figure",
        "Formula",
        "Form",
    ]
)

#: Those that PDF 2.0 adds (ISO 32000-2, 14.8.4); headings may have any level.
_NEW_TYPES = frozenset(
    ["DocumentFragment", "Aside", "Title", "FENote", "Sub", "Em", "Strong", "Artifact", "math"]
)

#: Those that PDF 2.0 leaves out (ISO 32000-2, annex M).
NUMBERED_HEADING = re.compile("H([1-9][0-9]*)")

_OLD_TYPES = frozenset(
    [
        "Art",
        "BlockQuote",
        "TOC",
        "TOCI",
        "Index",
        "Private",
        "Quote",
        "Note",
        "Reference",
        "BibEntry",
        "Code",
    ]
)

#: Namespaces of standard types; the first one is that of elements which name none.
PDF_1, PDF_2 = "http://iso.org/pdf/ssn", "http://iso.org/pdf2/ssn"
_MATHML = "http://www.w3.org/1998/Math/MathML"


class Element(Struct, kw_only=True):
    """An element of the tree.

    Attributes:
        source: its dictionary.
        tag: its standard type, or its own where that leads to none.
        own_tag: its own type.
        namespace: of its standard type.
        parent: None at the top.
        page: that it begins on, counted from one; None when neither it nor its parents name one.
        language: of its texts, its own or that of a parent; empty when there is none.
        kids: elements right below it.
        is_replaced: it, or one that it is in, has a text in place of its content.
        has_content: whether content or annotations are right below it.
        classes: of attributes, by name, in the whole tree.
    """

    source: Any
    tag: str
    own_tag: str
    namespace: str
    parent: "Element | None"
    page: int | None
    language: str
    kids: "list[Element]" = field(default_factory=list)
    is_replaced: bool = False
    has_content: bool = False
    classes: Any = None

    @property
    def key(self) -> ObjectKey:
        """Numbers of its object."""
        key: ObjectKey = self.source.objgen
        return key

    @property
    def parent_tag(self) -> str:
        """The standard type of its parent."""
        return self.parent.tag if self.parent else "StructTreeRoot"

    def attribute(self, wanted: str) -> Any:
        """An attribute, of whatever owner, its own or of a class; None when there is none."""
        owners = dictionaries(self.source, "/A")
        if "/C" in self.source:
            for each in items(self.source, "/C"):
                owners += dictionaries(self.classes, f"/{name_of(each)}")
        for owner in owners:
            if (found := entry(owner, wanted)) is not None:
                return found
        return None

    def walk(self) -> "Iterator[Element]":
        """The element and all below it, in their order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += reversed(element.kids)


class StructureTree(Struct, kw_only=True):
    """A structure tree.

    Attributes:
        tops: elements at its top.
        elements: all, in their order.
        owners: the element that has a marked content, by the content's page or form and number.
        linked: the element that has an annotation, by the annotation.
        parents: what the parent tree gives for a number: an element, or several by numbers of
            marked content.
        repeated: elements that stand in two places.
    """

    tops: list[Element] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    owners: dict[tuple[ObjectKey, int], Element] = field(default_factory=dict)
    linked: dict[ObjectKey, Element] = field(default_factory=dict)
    parents: Mapping[int, Any] = field(default_factory=dict)
    repeated: list[Element] = field(default_factory=list)
    _by_key: dict[ObjectKey, Element] = field(default_factory=dict)

    def element(self, source: Any) -> Element | None:
        """The element that a dictionary is."""
        return self._by_key.get(source.objgen) if isinstance(source, Dictionary) else None

    def parent_of(self, entry_number: int) -> Element | None:
        """The element that the parent tree gives for an annotation or image."""
        return self.element(self.parents.get(entry_number))

    def content_parent(self, entry_number: int, content: int) -> Element | None:
        """The element that the parent tree gives for a marked content."""
        held = self.parents.get(entry_number)
        if not isinstance(held, Array) or not 0 <= content < len(held):
            return None
        return self.element(held[content])


def read_structure(document: Pdf) -> StructureTree | None:
    """Reads the tree of a document; None when it has none.

    Raises:
        LimitExceededError: it is nested too deep.
    """
    root = entry(document.Root, "/StructTreeRoot")
    if not isinstance(root, Dictionary):
        return None
    reader = _Reader(document, root)
    reader.read()
    return reader.tree


class _Reader:
    def __init__(self, document: Pdf, root: Any) -> None:
        self.tree = StructureTree()
        self._root = root
        self._roles = dictionary(root, "/RoleMap")
        self._classes = dictionary(root, "/ClassMap")
        self._pages = {page.obj.objgen: n for n, page in enumerate(pages_of(document), start=1)}
        numbers = tree_values(entry(root, "/ParentTree"), "/Nums")
        self.tree.parents = {int(key): value for key, value in numbers if isinstance(key, int)}

    def read(self) -> None:
        language = text(self._root, "/Lang") or ""
        waiting: list[tuple[Any, Element | None, str, int]] = [
            (kid, None, language, 0) for kid in reversed(self._kids(self._root))
        ]
        while waiting:
            source, parent, language, depth = waiting.pop()
            if depth > _DEEPEST:
                raise LimitExceededError("it is nested deeper than can be followed")
            element = self._element(source, parent, language)
            if element is not None:
                waiting += [
                    (kid, element, element.language, depth + 1)
                    for kid in reversed(self._kids(source))
                ]

    def _kids(self, source: Any) -> list[Any]:
        """Dictionaries of the elements below one."""
        kids = [kid for kid in items(source, "/K") if isinstance(kid, Dictionary)]
        return [kid for kid in kids if "/S" in kid]

    def _element(self, source: Any, parent: Element | None, language: str) -> Element | None:
        home = entry(source, "/Pg")
        page = self._pages.get(home.objgen) if isinstance(home, Dictionary) else None
        tag, namespace = standard_type(source, self._roles)
        element = Element(
            source=source,
            tag=tag,
            own_tag=name(source, "/S"),
            namespace=namespace,
            parent=parent,
            page=page or (parent.page if parent else None),
            language=text(source, "/Lang") or language,
            is_replaced=text(source, "/ActualText") is not None
            or (parent is not None and parent.is_replaced),
            classes=self._classes,
        )
        key = source.objgen
        if key != NO_OBJECT and key in self.tree._by_key:
            self.tree.repeated.append(element)
            return None
        (parent.kids if parent else self.tree.tops).append(element)
        self.tree.elements.append(element)
        if key != NO_OBJECT:
            self.tree._by_key[key] = element
        self._note_content(element, home.objgen if isinstance(home, Dictionary) else NO_OBJECT)
        return element

    def _note_content(self, element: Element, home: ObjectKey) -> None:
        """Notes which marked content and annotations belong to an element."""
        for kid in items(element.source, "/K"):
            if isinstance(kid, int):
                self.tree.owners[home, kid] = element
            elif not isinstance(kid, Dictionary) or "/S" in kid:
                continue
            elif "/MCID" in kid:
                there = entry(kid, "/Stm") or entry(kid, "/Pg")
                place = there.objgen if there is not None else home
                self.tree.owners[place, number(kid, "/MCID", -1)] = element
            elif isinstance(entry(kid, "/Obj"), Dictionary) or "/Obj" in kid:
                self.tree.linked[kid.Obj.objgen] = element
            element.has_content = True


def standard_type(source: Any, roles: Any) -> tuple[str, str]:
    """The standard type of an element and its namespace; its own ones where no map leads to one.

    Args:
        source: dictionary of the element.
        roles: the map of the whole tree.
    """
    own = tag = name(source, "/S")
    space = entry(source, "/NS")
    for _ in range(_DEEPEST):
        if is_standard(tag, space):
            return tag, _uri(space)
        mapped = entry(dictionary(space, "/RoleMapNS"), f"/{tag}") if space is not None else None
        if isinstance(mapped, Array) and len(mapped) == 2:
            tag, space = name_of(mapped[0]), mapped[1]
            continue
        if mapped is not None:
            tag, space = name_of(mapped), None
            continue
        mapped = entry(roles, f"/{tag}")
        if mapped is None:
            break
        tag, space = name_of(mapped), None
    return own, _uri(entry(source, "/NS"))


def is_standard(tag: str, space: Any) -> bool:
    """Whether a type is a standard one of its namespace; those of MathML all are."""
    uri = _uri(space)
    if uri == _MATHML:
        return True
    if uri == PDF_2:
        is_heading = NUMBERED_HEADING.fullmatch(tag) is not None
        return tag in (STANDARD_TYPES - _OLD_TYPES) | _NEW_TYPES or is_heading
    return uri == PDF_1 and tag in STANDARD_TYPES


def _uri(space: Any) -> str:
    # Without one a type is of the default namespace (ISO 32000-2, 14.7.4.1).
    return PDF_1 if space is None else text(space, "/NS") or ""
