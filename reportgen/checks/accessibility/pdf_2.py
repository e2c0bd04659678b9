"""What PDF/UA-2 and PDF/A-4 ask that the standards for PDF 1.7 do not.

WTPDF 1.0 asks nothing more of a file that keeps PDF/UA-2, but that it says so.
"""

from collections.abc import Iterator
from itertools import chain, islice

from pikepdf import Array, Pdf

from reportgen.checks.accessibility.destinations import destinations
from reportgen.checks.accessibility.structure_rules import check_list
from reportgen.checks.accessibility.structure_tree import StructureTree
from reportgen.checks.accessibility.structure_types import PDF_2
from reportgen.checks.annotations import is_unseen_field, page_annotations
from reportgen.checks.objects import name, number, text
from reportgen.checks.rules import Finding, violation
from reportgen.page_reader.files import pages_of


def check_pdf_2(document: Pdf, tree: StructureTree | None) -> Iterator[Finding]:
    """Checks what only the standards for PDF 2.0 ask.

    Args:
        document: any PDF.
        tree: its structure; None when it has none.
    """
    if not document.pdf_version.startswith("2."):
        message = f"the file is one of PDF {document.pdf_version}, not of PDF 2.0"
        yield violation("pdf-version", message)
    if tree is not None:
        yield from _check_top(tree)
        yield from _check_lists(tree)
        yield from _check_destinations(document, tree)
    yield from _check_fields(document, tree or StructureTree())


def _check_top(tree: StructureTree) -> Iterator[Finding]:
    if [(top.tag, top.namespace) for top in tree.tops] != [("Document", PDF_2)]:
        message = "the structure tree does not hold one Document of PDF 2.0, and nothing else"
        yield violation("document-element", message)


def _check_lists(tree: StructureTree) -> Iterator[Finding]:
    yield from islice(chain.from_iterable(map(check_list, tree.elements)), 1)


def _check_destinations(document: Pdf, tree: StructureTree) -> Iterator[Finding]:
    astray = 0
    for destination in destinations(document):
        first = destination[0] if isinstance(destination, Array) and len(destination) else None
        astray += tree.element(first) is None
    if astray:
        message = f"{astray} × bookmark or link that leads to no element of the structure tree"
        yield violation("structure-destination", message)


def _check_fields(document: Pdf, tree: StructureTree) -> Iterator[Finding]:
    for number_, page in enumerate(pages_of(document), start=1):
        for annotation in page_annotations(page.obj):
            if name(annotation, "/Subtype") != "Widget":
                continue
            if is_unseen_field(annotation) and "/StructParent" in annotation:
                message = "a field without extent is in the structure tree"
                yield violation("field-in-tree", message, number_)
            form = tree.parent_of(number(annotation, "/StructParent", -1))
            is_labelled = form is not None and any(kid.tag == "Lbl" for kid in form.kids)
            if not is_labelled and not text(annotation, "/Contents"):
                message = "a field does not say what it is for"
                yield violation("field-contents", message, number_)
