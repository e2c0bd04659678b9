"""Applies the rules about single elements and tables to what stands in memory.

A report has a thousand elements of a few dozen kinds: so each kind is judged once a process.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from reportgen.checks.accessibility.element import NO_ATTRIBUTES, Attributes
from reportgen.checks.accessibility.element import Element as JudgedElement
from reportgen.checks.accessibility.structure_rules import check_element, check_list
from reportgen.checks.accessibility.structure_types import PDF_1, PDF_2
from reportgen.checks.accessibility.table_rules import check_head, check_table
from reportgen.checks.rules import Finding
from reportgen.document.structure import Attribute, Element
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
    element = JudgedElement(
        tag=kind.tag,
        namespace=PDF_2 if is_pdf_2 else PDF_1,
        parent=JudgedElement(tag=kind.parent) if kind.parent != "StructTreeRoot" else None,
        language=_LANGUAGE,
        own_language=kind.language or None,
        alternative="a" if kind.has_alternative else None,
        has_texts=kind.has_alternative,
        # Of both, only the box is written.
        attributes=Attributes(has_box=True)
        if kind.has_box
        else _attributes(kind.attribute, kind.standard),
        kids=[JudgedElement(tag=tag) for tag in kind.kids],
    )
    if kind.is_labelled:
        element.kids[0].kids = [JudgedElement(tag="Lbl")]
    found = [*check_element(element, _LANGUAGE), *check_head(element)]
    if is_pdf_2:
        found += check_list(element)
    return tuple(found)


def _attributes(attribute: Attribute | None, standard: Standard = Standard.UA1) -> Attributes:
    if attribute is None:
        return NO_ATTRIBUTES
    value = attribute.value_in(standard)
    return Attributes(
        scope=value if attribute.name == "Scope" else None,
        numbering=value if attribute.name == "ListNumbering" else "",
    )


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
    judged = JudgedElement(tag="Table")
    for tag, rows in table.parts:
        part = JudgedElement(tag=tag)
        judged.kids.append(part)
        if tag in _GROUPS:
            part.kids = [_row(cells) for cells in rows]
        else:
            part.kids = _row(rows[0]).kids
    return tuple(check_table(judged))


def _row(cells: Sequence[tuple[str, Attribute | None]]) -> JudgedElement:
    kids = [JudgedElement(tag=tag, attributes=_attributes(said)) for tag, said in cells]
    return JudgedElement(tag="TR", kids=kids)
