"""Our own checks of PDF/A-2a and PDF/UA-1, in milliseconds, on every build.

They repeat the rules that can fail by our own doing; veraPDF knows all rules and decides. Which
clause is checked where, and which cannot fail here, stands in `CLAUSES.md`.
"""

from collections.abc import Iterator

import pikepdf

from reportgen.checks.accessibility.content_rules import Owners, check_content
from reportgen.checks.accessibility.font_rules import check_fonts
from reportgen.checks.accessibility.metadata_rules import check_metadata
from reportgen.checks.accessibility.structure_rules import check_structure
from reportgen.checks.rules import applied
from reportgen.errors import Problem

__all__ = ["preflight"]


def preflight(document: pikepdf.Pdf) -> tuple[Problem, ...]:
    """All violations of the two standards that our checks find, in the order of the clauses.

    Args:
        document: any PDF; it is not changed.

    Returns:
        One problem for each violation, with clause and page in its place; none when all is well.
    """
    structure: list[Problem] = []
    owners: Owners | None = None

    def read_structure() -> Iterator[Problem]:
        nonlocal owners
        problems, owners = check_structure(document)
        yield from problems

    structure += applied("the structure tree", read_structure)
    return (
        *applied("metadata", lambda: check_metadata(document)),
        *applied("fonts", lambda: check_fonts(document)),
        *applied("content", lambda: check_content(document, owners)),
        *structure,
    )
