"""What is odd about figures that are well formed, and what a person answered to that."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from reportgen.errors import Severity
from reportgen.model.dataset import Reason


class Doubt(Struct, frozen=True, kw_only=True):
    """One or several cells whose values are implausible by a rule of the layout.

    Attributes:
        rule: its code in ``checks.toml``.
        severity: of the rule; an error stops a build.
        city: slug of the city whose figures they are; None when they are those of all.
        year: of the figures; None when they have none.
        cells: addresses as a spreadsheet writes them, the one to be looked at first.
        value: what stands there, as a confirmation has to repeat it: of one cell its content, of
            several the sum of their numbers.
        message: what stands there, and what was expected.
        why: the rule's explanation, in the language of the message.
        past_value: what it was confirmed for when that has changed since; else empty.
    """

    rule: str
    severity: Severity
    city: str | None
    year: int | None
    cells: tuple[str, ...]
    value: str
    message: str
    why: str
    past_value: str = ""


#: The sign that stands for a reason in the workbook; an empty cell has none.
SIGNS: Final[Mapping[Reason, str]] = MappingProxyType(
    {
        Reason.CONFIDENTIAL: ".",
        Reason.NOT_RESPONSIBLE: "x",
        Reason.NOT_MEANINGFUL: "x",
        Reason.LATER: "...",
        Reason.UNRELIABLE: "/",
    }
)


def content_of(content: float | Reason | date | None) -> str:
    """What a cell holds, as a confirmation repeats it: with the digits that a spreadsheet has."""
    if isinstance(content, Reason):
        return SIGNS.get(content, "")
    if isinstance(content, date):
        return content.isoformat()
    return "" if content is None else f"{content:.15g}"
