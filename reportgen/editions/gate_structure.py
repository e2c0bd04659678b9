"""Applies the rules about single elements and tables to what stands in memory.

They look at objects of files, and a report has a thousand elements of a few dozen kinds: so each
kind is judged once a process, by the entries that are written for it.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pikepdf import Object

from reportgen.checks.accessibility.pdf_2 import check_list
from reportgen.checks.accessibility.structure_rules import check_element
from reportgen.checks.accessibility.structure_tree import PDF_1, PDF_2
from reportgen.checks.accessibility.structure_tree import Element as ReadElement
from reportgen.checks.accessibility.table_rules import check_table
from reportgen.checks.rules import Finding, violation
from reportgen.document.structure import Attribute, Element, attribute_entries
from reportgen.model import Standard

#: The document names a language, or is refused for that.
_LANGUAGE = "de"

_GROUPS = ("THead", "TBody", "TFoot")


class Kind(NamedTuple):
    """All of an element that rules about single elements look at.

    Attributes:
        parent: tag of its parent.
        kids: tags of its kids.
        is_labelled: it is a list with labels.
    """

    tag: str
    parent: str
    attribute: Attribute | None
    language: str
    has_alternative: bool
    has_box: bool
    kids: tuple[str, ...]
    is_labelled: bool
    standard: Standard

    @classmethod
    def of(
        cls, element: Element, parent: str, kids: Sequence[Element], standard: Standard
    ) -> "Kind":
        """The kind of an element below one of a tag, with the elements below it."""
        return cls(
            element.tag,
            parent,
            element.attribute,
            element.language,
            bool(element.alt),
            element.box is not None,
            tuple([kid.tag for kid in kids]),
            element.tag == "L" and _has_labels(kids),
            standard,
        )


def _has_labels(items: Sequence[Element]) -> bool:
    return any(isinstance(kid, Element) and kid.tag == "Lbl" for item in items for kid in item.kids)


@lru_cache(maxsize=1 << 12)
def judged_kind(kind: Kind) -> tuple[Finding, ...]:
    """What is wrong with all elements of a kind."""
    is_pdf_2 = kind.standard is Standard.UA2
    entries = f"/NS<</NS({PDF_2})>>" if is_pdf_2 else ""
    if kind.has_alternative:
        entries += "/Alt(a)"
    if kind.language:
        entries += f"/Lang({kind.language})"
    if kind.has_box:
        entries += "/A<</O/Layout/BBox[0 0 1 1]>>"
    elif kind.attribute:
        entries += f"/A{attribute_entries(kind.attribute, kind.standard)}"
    element = _read(kind.tag, entries, is_pdf_2=is_pdf_2)
    element.parent = _read(kind.parent) if kind.parent != "StructTreeRoot" else None
    element.kids = [_read(tag) for tag in kind.kids]
    if kind.is_labelled:
        element.kids[0].kids = [_read("Lbl")]
    found = list(check_element(element, _LANGUAGE))
    if is_pdf_2:
        found += check_list(element)
    if kind.tag == "TH" and kind.attribute is None:
        message = "a head cell does not say what it heads"
        found.append(violation("scope-missing", message, case="cell"))
    return tuple(found)


class Table(NamedTuple):
    """All of a table that the rules about tables look at.

    Attributes:
        parts: tag and rows of each, those outside of any group in parts of their own.
    """

    parts: tuple[tuple[str, tuple[tuple[tuple[str, Attribute | None], ...], ...]], ...]

    @classmethod
    def of(cls, table: Element) -> "Table":
        """What rules look at of an element."""
        return cls(
            tuple(
                (part.tag, tuple(map(_cells, _kids(part) if part.tag in _GROUPS else [part])))
                for part in _kids(table)
            )
        )


def _kids(element: Element) -> Iterator[Element]:
    return (kid for kid in element.kids if isinstance(kid, Element))


def _cells(row: Element) -> tuple[tuple[str, Attribute | None], ...]:
    return tuple([(kid.tag, kid.attribute) for kid in row.kids if isinstance(kid, Element)])


@lru_cache(maxsize=1 << 10)
def judged_table(table: Table) -> tuple[Finding, ...]:
    """What is wrong with all tables of such rows."""
    read = _read("Table")
    for tag, rows in table.parts:
        part = _read(tag)
        read.kids.append(part)
        if tag in _GROUPS:
            part.kids = [_row(cells) for cells in rows]
        else:
            part.kids = _row(rows[0]).kids
    return tuple(check_table(read))


def _row(cells: Sequence[tuple[str, Attribute | None]]) -> ReadElement:
    row = _read("TR")
    row.kids = [
        _read(tag, f"/A{attribute_entries(attribute)}" if attribute else "")
        for tag, attribute in cells
    ]
    return row


def _read(tag: str, entries: str = "", *, is_pdf_2: bool = False) -> ReadElement:
    """An element as it would be read from a file."""
    return ReadElement(
        source=_source(tag, entries),
        tag=tag,
        own_tag=tag,
        namespace=PDF_2 if is_pdf_2 else PDF_1,
        parent=None,
        page=None,
        language=_LANGUAGE,
    )


@lru_cache(maxsize=1 << 10)
def _source(tag: str, entries: str) -> Object:
    return Object.parse(f"<</S/{tag}/P<<>>{entries}>>".encode())
