"""What was read: a workbook without error, and how a city's office describes itself."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property
from operator import itemgetter
from pathlib import Path

from msgspec import Struct, field

from reportgen.errors import Problem


class Table(StrEnum):
    """The sheets that hold observations; the value is the sheet's name in the workbook."""

    POPULATION = "Bevölkerung"
    RECIPIENTS = "Leistungsbeziehende"
    PAYMENTS = "Auszahlungen"
    ECONOMY = "Wirtschaft"


class Polarity(StrEnum):
    """Which direction of an economic indicator is the favourable one."""

    HIGH = "hoch"
    LOW = "niedrig"
    NONE = "ohne"


class Reason(StrEnum):
    """Why a value or its comparison is absent.

    The first six stand in the workbook, the others are computed.
    """

    NOT_DELIVERED = "not-delivered"
    CONFIDENTIAL = "confidential"
    NOT_RESPONSIBLE = "not-responsible"
    NOT_MEANINGFUL = "not-meaningful"
    LATER = "later"
    UNRELIABLE = "unreliable"
    NO_BASE = "no-base"
    INCOMPLETE = "incomplete"
    ZERO_BASE = "zero-base"
    ONLY_AREA = "only-area"
    TOO_FEW = "too-few"
    NO_SPREAD = "no-spread"
    OTHER_AREAS = "other-areas"
    ESTIMATED = "estimated"
    BREAK = "break"


class Flag(StrEnum):
    """Mark behind a number, as in tables of German official statistics."""

    PROVISIONAL = "p"
    CORRECTED = "r"
    ESTIMATED = "s"
    LIMITED = "()"


#: Most characters of the name of an office; the pages have room for so much.
LONGEST_OFFICE = 400
#: Most characters of what stands on every page; one line has room for so much.
LONGEST_NOTICE = 100


#: Stands in a workbook, and in reports, for a number that is left out to keep it secret.
WITHHELD = "geheim"

#: Header above the names of cities; workbooks on other units have another.
CITY_COLUMN = "Stadt"


class City(Struct, frozen=True, kw_only=True):
    """A participating city, or another unit that is compared, e.g. a district.

    Attributes:
        name: as printed, e.g. ``Frankfurt am Main``.
        slug: file name without ending, e.g. ``frankfurt-am-main``; identifies the city.
        ags: official municipality key (Amtlicher Gemeindeschlüssel) of 8 digits; other units have
            another key.
        abbreviation: as used in the benchmarking, e.g. ``F``.
        office: name of the department; empty when the workbook does not say it.
        peer_group: cities with the same text are peers (Vergleichsgruppe); mostly empty.
    """

    name: str
    slug: str
    ags: str
    abbreviation: str
    office: str
    peer_group: str = ""


class BenefitArea(Struct, frozen=True, kw_only=True):
    """A benefit area (Leistungsbereich): what its law is, and which population it refers to.

    `base` is the population group that its density refers to. `in_total` says whether the area
    counts in sums over all areas, as benefits do that secure a livelihood.
    """

    key: str
    short: str
    label: str
    base: str
    law: str
    order: int
    in_total: bool = True


class EconomicIndicator(Struct, frozen=True, kw_only=True):
    """An indicator of the economic situation, as defined in the workbook."""

    key: str
    label: str
    unit: str
    decimals: int
    polarity: Polarity
    source: str


class Observation(Struct, frozen=True):
    """One cell: a value, or the reason why there is none; never both.

    Zero is a value. `sheet` and `cell` lead a reader's question back to the workbook. `reason_text`
    are its source's own words for the reason or the flag; empty where it has none.
    """

    value: float | None
    reason: Reason | None
    flag: Flag | None
    sheet: str
    cell: str
    reason_text: str = ""

    @property
    def where(self) -> str:
        """Address as a spreadsheet writes it, e.g. ``Auszahlungen!C12``."""
        return f"{self.sheet}!{self.cell}"


class Source(Struct, frozen=True, kw_only=True):
    """Where the figures of a sheet come from.

    `city` is a slug when it concerns one city only, `year` is set when it concerns one year only.
    """

    table: Table
    city: str | None
    year: int | None
    citation: str
    remark: str


class Break(Struct, frozen=True, kw_only=True):
    """From `year` on the values of a column cannot be compared with those before.

    `key` is a population group, a benefit area's key or an indicator's; `remark` says why.
    """

    table: Table
    key: str
    year: int
    remark: str


class About(Struct, frozen=True, kw_only=True):
    """What the workbook says of itself.

    Attributes:
        project: name of the comparison.
        publisher: who answers for it.
        contact: address for questions; may be empty.
        year: reporting year.
        data_date: day on which the data were closed; the date of every document.
        version: of this issue of the profiles, e.g. ``1.0``.
        data_date_cell: where the workbook says the day, e.g. ``Angaben!B6``.
        notice: what stands on every page, e.g. that all figures are made up; mostly empty.
    """

    project: str
    publisher: str
    contact: str
    year: int
    data_date: date
    version: str
    data_date_cell: str = ""
    notice: str = ""


#: Table, slug of the city, year, key (a population group, an area's key or an indicator's).
ObservationKey = tuple[Table, str, int, str]


class Confirmation(Struct, frozen=True, kw_only=True):
    """A row of the workbook that says that an implausible value is right.

    Attributes:
        cell: the first cell of the doubt, e.g. ``Auszahlungen!C12``.
        rule: code of the rule.
        value: what it was confirmed for, see `Doubt`.
        by, reason: who says so, and why.
        where: the row's own address.
    """

    cell: str
    rule: str
    value: str
    by: str
    reason: str
    where: str


class Dataset(Struct, frozen=True, kw_only=True, dict=True):
    """A workbook that was read without error.

    `observations` is complete: there is an entry for each city, each year of the table's rows (and
    the reporting year) and each column, so a missing key means that no city has a row for that
    year. A city without a row has not delivered; its observations point to the columns' headers.
    `sheets` are those that hold observations, by their names in the workbook; `unit_column` is the
    header of their first column. `groups` are the population groups that figures refer to, that of
    all inhabitants first. `warnings` are what is odd but does not stop the run.

    `breaks` are where values cannot be compared with those of earlier years. `unused` are
    population groups that no figure refers to. `confirmations` say which values are right although
    they look implausible. `protection` is the rule by which small numbers were taken out; empty
    where none were.
    """

    file: str
    sheets: Mapping[Table, str]
    unit_column: str
    about: About
    cities: tuple[City, ...]
    groups: tuple[str, ...]
    areas: tuple[BenefitArea, ...]
    indicators: tuple[EconomicIndicator, ...]
    sources: tuple[Source, ...]
    observations: Mapping[ObservationKey, Observation]
    warnings: tuple[Problem, ...]
    unused: Mapping[ObservationKey, Observation] = field(default_factory=dict)
    confirmations: tuple[Confirmation, ...] = ()
    breaks: tuple[Break, ...] = ()
    protection: str = ""

    @property
    def is_neutral(self) -> bool:
        """Whether the workbook speaks of other units than cities."""
        return self.unit_column != CITY_COLUMN

    def years(self, table: Table) -> tuple[int, ...]:
        """Years that `table` has at least one row for, ascending."""
        return self._years.get(table, ())

    # With a dictionary, so that this is computed once.
    @cached_property
    def _years(self) -> Mapping[Table, tuple[int, ...]]:
        years: dict[Table, tuple[int, ...]] = {}
        for table, year in sorted(set(map(itemgetter(0, 2), self.observations))):
            years[table] = (*years.get(table, ()), year)
        return years


class Span(Struct, frozen=True, kw_only=True):
    """A run of text in one style.

    Attributes:
        href: where a link leads.
        expansion: what an abbreviation stands for.
        language: BCP 47 tag, when it is not that of the text around it.
    """

    text: str
    strong: bool = False
    href: str = ""
    expansion: str = ""
    language: str = ""


class PortraitKind(StrEnum):
    """What a block of a portrait is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    BULLET = "bullet"


class PortraitBlock(Struct, frozen=True, kw_only=True):
    """One paragraph, heading or bullet of a portrait."""

    kind: PortraitKind
    spans: tuple[Span, ...]


class Portrait(Struct, frozen=True, kw_only=True):
    """How a city's office describes itself; all fields are empty when there is no file.

    `photo_focus` is what stays visible when the photo is cropped: the distance from its left and
    upper edge in parts of its width and height. `comments` are what the office says on chapters of
    the report, by section.
    """

    office: str = ""
    photo: Path | None = None
    photo_focus: tuple[float, float] = (0.5, 0.5)
    credit: str = ""
    blocks: tuple[PortraitBlock, ...] = ()
    comments: Mapping[str, tuple[PortraitBlock, ...]] = field(default_factory=dict)
