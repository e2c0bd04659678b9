"""How numbers, dates and lists are written in a report's language.

Every number is rounded here and nowhere else, once, when it is printed: commercially, from its
shortest decimal (`reportgen.model.numbers`).
"""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import Annotated

from msgspec import Struct

from reportgen.model import Flag
from reportgen.model.numbers import Number, rounded
from reportgen.tomlfile import Gaps

MINUS = "\u2212"
#: Narrow no-break space: between a number and its unit. (Source Sans has no thin space U+2009.)
NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
#: What a language file says instead of a dictionary, so that words stay whole.
NO_HYPHENATION = "none"


class Style(Struct, frozen=True, kw_only=True):
    """The conventions of a language, as its language file gives them.

    Attributes:
        decimal: decimal mark.
        group: mark between groups of three digits.
        percent: what follows a percentage, with its space.
        below, above: a number that is not zero and too small for its decimals: what it is below
            or, when it is negative, above.
        date_pattern: how a day is written; month and day have two digits.
        conjunction: joins the last two things of an enumeration, with its spaces.
        counts: words for two, three and so on; larger counts are printed in figures.
        hyphenation: pyphen dictionary, e.g. ``de_DE``; ``none`` where words stay whole.
    """

    decimal: str
    group: str
    percent: str
    below: Annotated[str, Gaps("number")]
    above: Annotated[str, Gaps("number")]
    date_pattern: Annotated[str, Gaps("day", "month", "year")]
    conjunction: str
    counts: tuple[str, ...]
    hyphenation: str

    @property
    def dictionary(self) -> str:
        """Name of the pyphen dictionary; empty for no hyphenation."""
        return "" if self.hyphenation == NO_HYPHENATION else self.hyphenation

    def number(self, value: Number, decimals: int = 0) -> str:
        """``1234.56`` as ``1.234,6``: rounded half away from zero, grouped, with a true minus."""
        units = rounded(value, decimals)
        whole, part = divmod(abs(units), 10**decimals)
        text = f"{whole:,}".replace(",", self.group)
        if decimals:
            text += f"{self.decimal}{part:0{decimals}}"
        return MINUS + text if units < 0 else text

    def signed(self, value: Number, decimals: int = 0) -> str:
        """Like `number` with ``+`` before what is printed as more than zero."""
        sign = "+" if rounded(value, decimals) > 0 else ""
        return sign + self.number(value, decimals)

    def telling(self, value: Number, decimals: int, printed: Callable[[Number, int], str]) -> str:
        """What `printed` makes of a number; ``unter 0,05`` where that would look like zero."""
        if not value or rounded(value, decimals):
            return printed(value, decimals)
        half = Fraction(1 if value > 0 else -1, 2 * 10**decimals)
        return (self.below if value > 0 else self.above).format(number=printed(half, decimals + 1))

    def percentage(self, value: Number, decimals: int = 1) -> str:
        """``74.97`` as ``75,0 %``."""
        return self.number(value, decimals) + self.percent

    def with_unit(self, value: Number, unit: str, decimals: int = 0) -> str:
        """The number with its unit behind it."""
        return self.before_unit(self.number(value, decimals), unit)

    def before_unit(self, number: str, unit: str) -> str:
        """A printed number and, after a narrow space, its unit; ``%`` in the language's spacing."""
        if unit == "%":
            return number + self.percent
        return f"{number}{NARROW_SPACE}{unit}" if unit else number

    def flagged(self, text: str, flags: Sequence[Flag]) -> str:
        """A printed number with its marks: in brackets, or with the sign behind it."""
        for flag in flags:
            text = f"({text})" if flag is Flag.LIMITED else f"{text}{NO_BREAK_SPACE}{flag}"
        return text

    def count(self, number: int) -> str:
        """How many there are, from two on: a word for few."""
        return (*self.counts, self.number(number))[min(number - 2, len(self.counts))]

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
