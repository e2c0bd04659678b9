"""What a corrected report says of the one before it."""

from msgspec import Struct

from reportgen.model.dataset import About
from reportgen.model.profile import Kind


class Correction(Struct, frozen=True, kw_only=True):
    """Something that is printed in a report, and was printed otherwise before.

    Attributes:
        place: heading that it stands under.
        name: row and column of a table; empty for running text.
        old, new: as it was and is printed; empty where it was not, or is not any more.
        language: BCP 47 tag of both, when it is not the document's.
        indicators: of which it speaks.
        is_other: whether the new text speaks of something else, and the old one need not be wrong.
    """

    place: str
    name: str
    old: str
    new: str
    language: str = ""
    indicators: frozenset[tuple[Kind, str]] = frozenset()
    is_other: bool = False


class PrintedNumber(Struct, frozen=True, kw_only=True):
    """A number that a chart or a picture of the title page shows.

    Attributes:
        place: heading that it stands under.
        indicator: of which it is.
        role: what of the indicator it is, e.g. ``mean`` or ``2018``; the same in both reports.
        name, text: as printed.
    """

    place: str
    indicator: tuple[Kind, str]
    role: str
    name: str
    text: str


class Erratum(Struct, frozen=True, kw_only=True):
    """All corrections of a report, and what both workbooks say of themselves; never empty."""

    before: About
    after: About
    corrections: tuple[Correction, ...]
