"""Our own checks of PDF/A and PDF/UA, in milliseconds, on every build.

A file that claims PDF/UA-2 or PDF/A-4 is judged by these, any other by PDF/UA-1 and PDF/A-2a.

They repeat the rules that can fail by our own doing; veraPDF knows all rules and decides. Which
clause is checked where, and which cannot fail here, stands in `CLAUSES.md`.
"""

from collections.abc import Iterator

import pikepdf

from reportgen.checks.accessibility.content_rules import Owners, check_content
from reportgen.checks.accessibility.font_rules import check_fonts
from reportgen.checks.accessibility.metadata_rules import check_metadata
from reportgen.checks.accessibility.pdf_2 import check_pdf_2, cited_for_pdf_2, claims_pdf_2
from reportgen.checks.accessibility.structure_rules import check_structure
from reportgen.checks.rules import applied
from reportgen.errors import Problem

__all__ = ["preflight"]


def preflight(document: pikepdf.Pdf) -> tuple[Problem, ...]:
    """All violations of the two standards that our checks find.

    Args:
        document: any PDF; it is not changed.

    Returns:
        One problem for each violation, with clause and page in its place; none when all is well.
    """
    is_pdf_2 = claims_pdf_2(document)
    structure: list[Problem] = []
    owners: Owners | None = None

    def read_structure() -> Iterator[Problem]:
        nonlocal owners
        problems, owners = check_structure(document, is_pdf_2=is_pdf_2)
        yield from problems

    structure += applied("the structure tree", read_structure)
    problems = (
        *applied("metadata", lambda: check_metadata(document)),
        *applied("fonts", lambda: check_fonts(document)),
        *applied("content", lambda: check_content(document, owners)),
        *structure,
    )
    if not is_pdf_2:
        return problems
    more = applied("what PDF 2.0 adds", lambda: check_pdf_2(document))
    return (*cited_for_pdf_2(problems), *more)
