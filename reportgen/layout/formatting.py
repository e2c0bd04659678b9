"""How numbers, dates and lists are written in a report's language.

Every number is rounded here and nowhere else, once, when it is printed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportgen.model import Flag
from reportgen.tomlfile import template

MINUS = "\u2212"
#: Narrow no-break space: between a number and its unit. (Source Sans has no thin space U+2009.)
NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """The conventions of a language, as its language file gives them.

    Attributes:
        decimal: decimal mark.
        group: mark between groups of three digits.
        percent: what follows a percentage, with its space.
        date_pattern: how a day is written; month and day have two digits.
        conjunction: joins the last two things of an enumeration, with its spaces.
        counts: words for two, three and so on; larger counts are printed in figures.
        hyphenation: pyphen dictionary, e.g. ``de_DE``.
    """

    decimal: str
    group: str
    percent: str
    date_pattern: str = template("day", "month", "year")
    conjunction: str
    counts: tuple[str, ...]
    hyphenation: str

    def number(self, value: float, decimals: int = 0) -> str:
        """``1234.56`` as ``1.234,6``: rounded half to even, grouped, with a true minus."""
        text = f"{value:,.{decimals}f}"
        if text.startswith("-"):
            text = text[1:] if not text.strip("-0.,") else MINUS + text[1:]
        return text.translate({ord(","): self.group, ord("."): self.decimal})

    def signed(self, value: float, decimals: int = 0) -> str:
        """Like `number` with ``+`` before what is printed as more than zero."""
        text = self.number(value, decimals)
        nil = not text.strip(f"0{self.decimal}")
        return text if text.startswith(MINUS) or nil else f"+{text}"

    def percentage(self, value: float, decimals: int = 1) -> str:
        """``74.97`` as ``75,0 %``."""
        return self.number(value, decimals) + self.percent

    def with_unit(self, value: float, unit: str, decimals: int = 0) -> str:
        """The number and, after a narrow space, its unit; ``%`` gets the language's spacing."""
        if unit == "%":
            return self.percentage(value, decimals)
        number = self.number(value, decimals)
        return f"{number}{NARROW_SPACE}{unit}" if unit else number

    def flagged(self, text: str, flag: Flag | None) -> str:
        """A printed number with its mark: in brackets, or with the sign behind it."""
        if flag is None:
            return text
        return f"({text})" if flag is Flag.LIMITED else f"{text}{NO_BREAK_SPACE}{flag}"

    def count(self, number: int) -> str:
        """How many there are, from two on: a word for few."""
        return (*self.counts, str(number))[min(number - 2, len(self.counts))]

    def day(self, value: date) -> str:
        """A date, e.g. ``31.12.2020``."""
        return self.date_pattern.format(day=f"{value:%d}", month=f"{value:%m}", year=value.year)

    def period(self, value: str) -> str:
        """A measure's period: an ISO day as a date, a year or pair of years as it is."""
        return self.day(date.fromisoformat(value)) if value.count("-") == 2 else value

    def enumerate(self, things: Sequence[str]) -> str:
        """``a``, ``a und b``, ``a, b und c``."""
        if len(things) < 2:
            return "".join(things)
        return ", ".join(things[:-1]) + self.conjunction + things[-1]
