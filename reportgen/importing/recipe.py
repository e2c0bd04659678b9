"""The recipe: what a TOML file says of the files to import. Its fields are the keys of the TOML."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from msgspec import Struct, field

from reportgen.importing.patterns import NO_PATTERN, Pattern
from reportgen.layout.domain import Area, Indicator
from reportgen.model import Flag


class Day(Struct, frozen=True):
    """A date; TOML writes it as 2020-06-10."""

    day: date

    @staticmethod
    def from_toml(raw: Any) -> "Day":
        """The day.

        Raises:
            ValueError: it is no date.
        """
        if isinstance(raw, datetime) or not isinstance(raw, date):
            raise ValueError(f"must be a date such as 2020-06-10 (without quotes), not {raw!r}")
        return Day(raw)


class Meaning(StrEnum):
    """What a mark of a file means: zero, or why there is no number."""

    ZERO = "zero"
    NOT_DELIVERED = "not-delivered"
    CONFIDENTIAL = "confidential"
    LATER = "later"
    UNRELIABLE = "unreliable"
    NOT_RESPONSIBLE = "not-responsible"
    NOT_MEANINGFUL = "not-meaningful"


class NewUnits(StrEnum):
    """What becomes of a unit that the recipe does not list and no earlier source has named."""

    REFUSE = "refuse"
    ADD = "add"
    LEAVE_OUT = "leave-out"


class About(Struct, frozen=True, kw_only=True):
    """The sheet Angaben."""

    project: str
    publisher: str
    year: int
    data_date: Day
    version: str
    contact: str = ""
    notice: str = ""


class Unit(Struct, frozen=True, kw_only=True):
    """A unit that the recipe itself names.

    Attributes:
        also: other names and keys that files have for it.
    """

    key: str
    name: str
    abbreviation: str = ""
    office: str = ""
    also: tuple[str, ...] = ()


class Units(Struct, frozen=True, kw_only=True):
    r"""What units are.

    Attributes:
        key: form of every key, e.g. ``\d{5}``.
        numbered: units without a key get a running number of so many digits.
        name: of units that have but a key, with ``{key}`` in it.
        listed: units with names of our own.
        file: a list of them, with key, name, and maybe abbreviation and office.
    """

    key: Pattern = NO_PATTERN
    numbered: int = 0
    name: str = ""
    listed: tuple[Unit, ...] = ()
    file: str = ""


class Place(Struct, frozen=True, kw_only=True):
    r"""Where a year, a key or a name stands; one of the first six, unless there is none.

    Attributes:
        fixed: the text itself.
        column: a column, by its header or its letters.
        cell: one cell of the sheet, e.g. ``A5``.
        header, sheet, file: a pattern for the column's header, the sheet's name, the file's name.
        pattern: what of the text in a column or cell is meant; its group, if it has one.
        pad: digits that a key has; one that has lost zeros at its beginning gets them back.
        zeros: how many of them it may have lost; with more, ``1`` for a state would be a unit.
        qualifier: column whose text follows, in brackets, a name that several units have.
    """

    fixed: str = ""
    column: str = ""
    cell: str = ""
    header: Pattern = NO_PATTERN
    sheet: Pattern = NO_PATTERN
    file: Pattern = NO_PATTERN
    pattern: Pattern = NO_PATTERN
    pad: int = 0
    zeros: int = 1
    qualifier: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """Which of the six are said."""
        names = ("fixed", "column", "cell", "header", "sheet", "file")
        return tuple(name for name in names if getattr(self, name))

    def __bool__(self) -> bool:
        return bool(self.kinds)


class LeaveOut(Struct, frozen=True, kw_only=True):
    """Rows that are no data, by the text of a column or, without one, of the whole row."""

    reason: str
    pattern: Pattern
    column: str = ""


class Column(Struct, frozen=True, kw_only=True):
    """Columns of a file, and what their values are.

    Attributes:
        header: whole text of the joined header.
        pattern: the same as a pattern.
        letter: of the column; with a header, both must hold.
        category: in a long table, whole text of the row's categories; ``category_pattern`` too.
        population: population group; recipients, payments: key of an area; indicator: its key.
        factor: what numbers are multiplied by.
        sum: the columns that match are added up, not one.
    """

    header: str = ""
    pattern: Pattern = NO_PATTERN
    letter: str = ""
    category: str = ""
    category_pattern: Pattern = NO_PATTERN
    population: str = ""
    recipients: str = ""
    payments: str = ""
    indicator: str = ""
    factor: float = 0.0
    sum: bool = False

    @property
    def targets(self) -> tuple[str, ...]:
        """Which of the four kinds of values are said."""
        names = ("population", "recipients", "payments", "indicator")
        return tuple(name for name in names if getattr(self, name))

    @property
    def words(self) -> str:
        """How the recipe names the columns."""
        return self.header or self.pattern.text or self.letter


class Source(Struct, frozen=True, kw_only=True):
    """One table of a file, or of all files and sheets that match.

    Attributes:
        file: name, in which ``*`` and ``?`` stand for others.
        citation, note: for the sheet Quellen.
        sheet: name; sheets: pattern of names; sheet_number: from 1. Else there must be but one.
        encoding, delimiter, quote: of a text file.
        header: numbers of the rows that are the header, from 1.
        spread: those of them whose texts hold for the empty cells on their right as well.
        end: text of the first row below the table, as a pattern for the row's first filled cell.
        units: what becomes of units that nothing has named before.
        add_rows: rows of one unit and year, as after a merger, are added up.
        category: columns of a long table whose texts, joined, say what a row is about.
        only: rows are read where these columns have these texts (patterns).
        decimal, thousands: signs in numbers that are texts.
        suffixes: what may stand behind a number and means nothing, e.g. ``%``.
        marks: meaning of each text or number that is no value; an empty text is an empty cell.
        flags: what stands behind numbers that are flagged.
    """

    file: str
    citation: str
    note: str = ""
    sheet: str = ""
    sheets: Pattern = NO_PATTERN
    sheet_number: int = 0
    encoding: str = ""
    delimiter: str = ";"
    quote: str = '"'
    header: tuple[int, ...]
    spread: tuple[int, ...] = ()
    end: Pattern = NO_PATTERN
    key: Place = Place()
    name: Place = Place()
    year: Place
    units: NewUnits = NewUnits.REFUSE
    add_rows: bool = False
    category: tuple[str, ...] = ()
    only: Mapping[str, Pattern] = field(default_factory=lambda: MappingProxyType({}))
    leave_out: tuple[LeaveOut, ...] = ()
    decimal: str = ","
    thousands: str = ""
    suffixes: tuple[str, ...] = ()
    marks: Mapping[str, Meaning] = field(default_factory=lambda: MappingProxyType({}))
    flags: Mapping[str, Flag] = field(default_factory=lambda: MappingProxyType({}))
    columns: tuple[Column, ...]


class Recipe(Struct, frozen=True, kw_only=True):
    """A whole recipe.

    Attributes:
        domain: layout whose areas and indicators the comparison has where the recipe says none of
            its own; it also says whether units are cities.
        neutral: units are no cities, so that sheets and columns get their neutral names.
    """

    about: About
    domain: str = ""
    neutral: bool = False
    units: Units = Units()
    areas: tuple[Area, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    sources: tuple[Source, ...]
