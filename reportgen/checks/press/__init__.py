"""Our own checks of the print edition: PDF/X-4, PDF/A-2b, and rules of print.

veraPDF knows PDF/A and nothing of PDF/X; a printer's preflight knows both and is not free. So this
one is thorough: it interprets every page as a press would. What is checked where stands in
`CLAUSES.md`.
"""

from collections.abc import Iterator
from functools import partial

import pikepdf

from reportgen.checks.applied import applied
from reportgen.checks.press.box_rules import check_boxes, read_sheet, unit_of
from reportgen.checks.press.claim_rules import check_claims
from reportgen.checks.press.document_rules import check_forbidden, check_intents
from reportgen.checks.press.mark_rules import check_marks
from reportgen.checks.press.resource_rules import ResourceChecks
from reportgen.errors import Problem
from reportgen.page_reader.files import pages_of
from reportgen.page_reader.geometry import box_of, transformed
from reportgen.page_reader.page import read_page
from reportgen.page_reader.resources import Library

__all__ = ["press_preflight"]


def press_preflight(document: pikepdf.Pdf, ink_limit: float) -> tuple[Problem, ...]:
    """All violations that our checks find, as a printer's preflight would.

    Args:
        document: any PDF, as it is on disk; it is not changed.
        ink_limit: most ink on one spot in percent.

    Returns:
        One problem for each rule and page, with clause and page in its place; none when all is
        well. Warnings are for people to judge.
    """
    library, resources = Library(), ResourceChecks(ink_limit)

    def check_page(number: int, page: pikepdf.Page) -> Iterator[Problem]:
        unit = unit_of(page.obj)
        paper = transformed(box_of(page.mediabox), unit)
        found = read_page(page.obj, number, unit, paper, library)
        yield from resources.check(found, page.obj)
        yield from check_marks(found, read_sheet(page), ink_limit)

    def check_pages() -> Iterator[Problem]:
        for number, page in enumerate(pages_of(document), start=1):
            yield from applied(f"page {number}", partial(check_page, number, page))

    return (
        *applied("the document", lambda: check_forbidden(document)),
        *applied("metadata", lambda: check_claims(document)),
        *applied("output intents", lambda: check_intents(document.Root)),
        *applied("boxes", lambda: check_boxes(pages_of(document))),
        *applied("pages", check_pages),
    )
