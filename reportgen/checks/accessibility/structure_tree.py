"""Reads a structure tree (ISO 32000-1, 14.7): elements with their standard types, in its order."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, field
from pikepdf import Array, Dictionary, Pdf, String

from reportgen.bounded import LimitExceededError
from reportgen.checks.accessibility.element import NO_ATTRIBUTES, Attributes, Element
from reportgen.checks.accessibility.structure_types import PDF_1, is_standard
from reportgen.checks.objects import (
    dictionaries,
    dictionary,
    entry,
    items,
    name,
    name_of,
    number,
    text,
    text_of,
    tree_values,
)
from reportgen.page_reader.files import pages_of

#: Numbers of an object in a file.
ObjectKey = tuple[int, int]

#: Stands for what has no numbers, and for the page of an element that names none.
NO_OBJECT = (0, 0)

#: Levels that are followed.
_DEEPEST = 900

#: Texts of an element that stand in place of its content or beside it.
_TEXTS = ("/Alt", "/ActualText", "/E")


#: Types whose attributes rules look at.
_WITH_ATTRIBUTES = frozenset(["Figure", "L", "TD", "TH"])


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
        own_language, replacement = text(source, "/Lang"), text(source, "/ActualText")
        element = Element(
            tag=tag,
            namespace=namespace,
            parent=parent,
            names_parent="/P" in source,
            page=page or (parent.page if parent else None),
            language=own_language or language,
            own_language=own_language,
            alternative=text(source, "/Alt"),
            replacement=replacement,
            is_replaced=replacement is not None or (parent is not None and parent.is_replaced),
            has_texts=any(key in source for key in _TEXTS),
            name=text(source, "/ID") or "" if "/ID" in source else None,
        )
        key = source.objgen
        if key != NO_OBJECT and key in self.tree._by_key:
            self.tree.repeated.append(element)
            return None
        if tag in _WITH_ATTRIBUTES:
            element.attributes = self._attributes(source)
        (parent.kids if parent else self.tree.tops).append(element)
        self.tree.elements.append(element)
        if key != NO_OBJECT:
            self.tree._by_key[key] = element
        home_key = home.objgen if isinstance(home, Dictionary) else NO_OBJECT
        self._note_content(element, source, home_key)
        return element

    def _attributes(self, source: Any) -> Attributes:
        """Attributes of an element, of whatever owner, its own before those of its classes."""
        owners = dictionaries(source, "/A")
        if "/C" in source:
            for each in items(source, "/C"):
                owners += dictionaries(self._classes, f"/{name_of(each)}")
        return _read_attributes(owners) if owners else NO_ATTRIBUTES

    def _note_content(self, element: Element, source: Any, home: ObjectKey) -> None:
        """Notes which marked content and annotations belong to an element."""
        for kid in items(source, "/K"):
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


def _read_attributes(owners: Sequence[Any]) -> Attributes:
    def read(key: str) -> Any:
        values = (entry(owner, key) for owner in owners)
        return next((value for value in values if value is not None), None)

    scope, rows, columns, listed = map(read, ("/Scope", "/RowSpan", "/ColSpan", "/Headers"))
    headers = list(listed) if isinstance(listed, Array) else []
    return Attributes(
        scope=None if scope is None else name_of(scope),
        row_span=rows if isinstance(rows, int) else 1,
        column_span=columns if isinstance(columns, int) else 1,
        headers=tuple(text_of(each) if isinstance(each, String) else "" for each in headers),
        numbering=name_of(read("/ListNumbering")),
        has_box=read("/BBox") is not None,
    )


def standard_type(source: Any, roles: Any) -> tuple[str, str]:
    """The standard type of an element and its namespace; its own ones where no map leads to one.

    Args:
        source: dictionary of the element.
        roles: the map of the whole tree.
    """
    own = tag = name(source, "/S")
    space = entry(source, "/NS")
    for _ in range(_DEEPEST):
        if is_standard(tag, uri := _uri(space)):
            return tag, uri
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


def _uri(space: Any) -> str:
    # Without one a type is of the default namespace (ISO 32000-2, 14.7.4.1).
    return PDF_1 if space is None else text(space, "/NS") or ""
