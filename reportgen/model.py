"""The types that stages share: frozen, keyword-only, tuples instead of lists.

They are listed in the order of the run: what was read, what was computed, what is said, what is
drawn, what leaves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.errors import Problem

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# --- what was read --------------------------------------------------------------------------


class Table(StrEnum):
    """The sheets that hold observations; the value is the sheet's name in the workbook."""

    POPULATION = "Bevölkerung"
    RECIPIENTS = "Leistungsbeziehende"
    PAYMENTS = "Auszahlungen"
    ECONOMY = "Wirtschaft"


class Base(StrEnum):
    """Population that a density refers to; the value is its column in the population sheet."""

    TOTAL = "insgesamt"
    UNDER_65 = "0 bis unter 65"


class Polarity(StrEnum):
    """Which direction of an economic indicator is the favourable one."""

    HIGH = "hoch"
    LOW = "niedrig"
    NONE = "ohne"


class Reason(StrEnum):
    """Why a value is absent. The first six stand in the workbook, the others are computed."""

    NOT_DELIVERED = "not-delivered"
    CONFIDENTIAL = "confidential"
    NOT_RESPONSIBLE = "not-responsible"
    NOT_MEANINGFUL = "not-meaningful"
    LATER = "later"
    UNRELIABLE = "unreliable"
    NO_BASE = "no-base"
    INCOMPLETE = "incomplete"
    ZERO_BASE = "zero-base"


class Flag(StrEnum):
    """Mark behind a number, as in tables of German official statistics."""

    PROVISIONAL = "p"
    CORRECTED = "r"
    ESTIMATED = "s"
    LIMITED = "()"


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A participating city.

    Attributes:
        name: as printed, e.g. ``Frankfurt am Main``.
        slug: file name without ending, e.g. ``frankfurt-am-main``; identifies the city.
        ags: official municipality key (Amtlicher Gemeindeschlüssel), 8 digits.
        abbreviation: as used in the benchmarking, e.g. ``F``.
        office: name of the department; empty when the workbook does not say it.
    """

    name: str
    slug: str
    ags: str
    abbreviation: str
    office: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitArea:
    """A benefit area (Leistungsbereich): what its law is, and which population it refers to."""

    key: str
    short: str
    label: str
    base: Base
    law: str
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EconomicIndicator:
    """An indicator of the economic situation, as defined in the workbook."""

    key: str
    label: str
    unit: str
    decimals: int
    polarity: Polarity
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One cell: a value, or the reason why there is none; never both.

    Zero is a value. `sheet` and `cell` lead a reader's question back to the workbook.
    """

    value: float | None
    reason: Reason | None
    flag: Flag | None
    sheet: str
    cell: str

    @property
    def where(self) -> str:
        """Address as a spreadsheet writes it, e.g. ``Auszahlungen!C12``."""
        return f"{self.sheet}!{self.cell}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the figures of a sheet come from; `city` is a slug when it concerns one city only."""

    table: Table
    city: str | None
    citation: str
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the workbook says of itself.

    Attributes:
        project: name of the comparison.
        publisher: who answers for it.
        contact: address for questions; may be empty.
        year: reporting year.
        data_date: day on which the data were closed; the date of every document.
        version: of this issue of the profiles, e.g. ``1.0``.
    """

    project: str
    publisher: str
    contact: str
    year: int
    data_date: date
    version: str


#: Table, slug of the city, year, key (a `Base` value, an area's key or an indicator's key).
ObservationKey = tuple[Table, str, int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A workbook that was read without error.

    `observations` is complete: there is an entry for each city, each year of the table's rows (and
    the reporting year) and each column, so a missing key means that no city has a row for that
    year. A city without a row has not delivered; its observations point to the columns' headers.
    `warnings` are what is odd but does not stop the run.
    """

    file: str
    about: About
    cities: tuple[City, ...]
    areas: tuple[BenefitArea, ...]
    indicators: tuple[EconomicIndicator, ...]
    sources: tuple[Source, ...]
    observations: Mapping[ObservationKey, Observation]
    warnings: tuple[Problem, ...]

    def years(self, table: Table) -> tuple[int, ...]:
        """Years that `table` has at least one row for, ascending."""
        return tuple(sorted({year for t, _, year, _ in self.observations if t is table}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A run of text in one style."""

    text: str
    strong: bool = False
    href: str = ""


class PortraitKind(StrEnum):
    """What a block of a portrait is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    BULLET = "bullet"


@dataclass(frozen=True, slots=True, kw_only=True)
class PortraitBlock:
    """One paragraph, heading or bullet of a portrait."""

    kind: PortraitKind
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """How a city's office describes itself; all fields are empty when there is no file."""

    office: str = ""
    photo: Path | None = None
    credit: str = ""
    blocks: tuple[PortraitBlock, ...] = ()


# --- what was computed ----------------------------------------------------------------------


class Kind(StrEnum):
    """The families of indicators; the value is what `reportgen indicators` prints.

    The formulas are in the README's table of indicators.
    """

    POPULATION = "population"
    RECIPIENTS = "recipients"
    PAYMENTS = "payments"
    SHARE_OF_RECIPIENTS = "share-of-recipients"
    SHARE_OF_PAYMENTS = "share-of-payments"
    DENSITY = "density"
    PAYMENTS_PER_RECIPIENT = "payments-per-recipient"
    PAYMENTS_PER_INHABITANT = "payments-per-inhabitant"
    ECONOMY = "economy"
    CHANGE_OF_RECIPIENTS = "change-of-recipients"
    CHANGE_OF_ECONOMY = "change-of-economy"


#: Key of the sum over all benefit areas (recipients, payments, density).
ALL_AREAS = "total"

#: Units of computed measures; economic indicators carry the workbook's own unit.
PERSONS, EURO, PERCENT, PER_1000 = "persons", "EUR", "%", "per 1,000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A number with all that is needed to trust it, or the reason for its absence.

    Attributes:
        value: unrounded; None when absent.
        reason: why absent; None when there is a value.
        unit: `PERSONS`, `EURO`, `PERCENT`, `PER_1000`, or the unit of an economic indicator.
        period: ISO day (``2020-12-31``) for stocks, year (``2020``) for flows,
            ``2019/2020`` for changes.
        method: how it was computed, one short English phrase.
        flag: the most restrictive mark of the cells it was computed from.
        cells: addresses of those cells.
    """

    value: float | None
    reason: Reason | None
    unit: str
    period: str
    method: str
    flag: Flag | None
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CityValue:
    """The value of one city, for the dots of a chart and for the extremes."""

    city: City
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One indicator of one city, against all cities that report it.

    Attributes:
        kind, key: which indicator; `key` is an area's or an indicator's key, a `Base` value for
            the population, or `ALL_AREAS`.
        measure: the city's own number.
        group: every reporting city's value, highest first; the city itself is among them.
        mean: unweighted mean (MW) of the group; None when nobody reports.
        weighted_mean: sum of numerators by sum of denominators (GeMW); None where the indicator
            has no denominator in the workbook.
        sd: standard deviation of the population (divides by n).
        deviation: (value - mean) / sd; None with fewer than three reporting cities or sd = 0.
        rank: 1 + number of cities with a larger value; None when the city does not report.
    """

    kind: Kind
    key: str
    measure: Measure
    group: tuple[CityValue, ...]
    mean: float | None
    weighted_mean: float | None
    sd: float | None
    deviation: float | None
    rank: int | None

    @property
    def n(self) -> int:
        """Number of cities that report."""
        return len(self.group)

    @property
    def highest(self) -> CityValue | None:
        """The city with the largest value."""
        return self.group[0] if self.group else None

    @property
    def lowest(self) -> CityValue | None:
        """The city with the smallest value."""
        return self.group[-1] if self.group else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A category that a chart or table would show and cannot, and why."""

    table: Table
    key: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """All that is known and computed of one city for the reporting year."""

    city: City
    year: int
    about: About
    cities: tuple[City, ...]
    areas: tuple[BenefitArea, ...]
    indicators: tuple[EconomicIndicator, ...]
    sources: tuple[Source, ...]
    comparisons: Mapping[tuple[Kind, str], Comparison]
    absences: tuple[Absence, ...]

    def get(self, kind: Kind, key: str) -> Comparison:
        """The comparison of that kind and key; every defined one exists, absent or not."""
        return self.comparisons[kind, key]

    def present(self, kind: Kind) -> tuple[Comparison, ...]:
        """Comparisons of `kind` that have a value for this city, without the sum of all areas."""
        return tuple(
            c
            for (k, key), c in self.comparisons.items()
            if k is kind and key != ALL_AREAS and c.measure.value is not None
        )

    def absent_from(self, table: Table) -> tuple[Absence, ...]:
        """What the city did not deliver for `table`."""
        return tuple(a for a in self.absences if a.table is table)


# --- what is said ---------------------------------------------------------------------------


class Section(StrEnum):
    """The parts of a profile, in the words that layouts use to order them."""

    TITLE = "title"
    EXTRACT = "extract"
    RECIPIENTS = "recipients"
    PAYMENTS = "payments"
    DENSITIES = "densities"
    ECONOMY = "economy"
    FIGURES = "figures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A number that a sentence speaks of, and where it can be computed again.

    `role` is what of the comparison was quoted: ``value``, ``mean``, ``weighted_mean``, ``rank``,
    ``n``, ``deviation``, ``lowest``, ``highest``. `text` is how it stands in the sentence.
    """

    kind: Kind
    key: str
    role: str
    value: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A computed sentence with the numbers it speaks of."""

    kind: str
    sentence: str
    numbers: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigure:
    """A large number of the title page with the line under it."""

    figure: str
    label: str
    numbers: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Everything that is said of a city.

    Attributes:
        key_figures: four, for the title page.
        at_a_glance: three to five, the most noteworthy first.
        statements: sentences under a section's heading.
        notes: what is absent from a section's chart and why; no entry when nothing is.
    """

    key_figures: tuple[KeyFigure, ...]
    at_a_glance: tuple[Finding, ...]
    statements: Mapping[Section, tuple[Finding, ...]]
    notes: Mapping[Section, str]


# --- what is drawn --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A finished chart; `figure` measures `width` by `height` points.

    Attributes:
        title, subtitle: the heading above it and the line beside that.
        alt_text: what it shows, in one or two sentences with numbers.
        caption: how to read its marks.
        source: whose figures they are.
    """

    section: Section
    figure: "Figure"
    width: float
    height: float
    title: str
    subtitle: str
    alt_text: str
    caption: str
    source: str


# --- what leaves ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A finished PDF."""

    city: City
    year: int
    language: str
    pdf: bytes
    sha256: str
    pages: int
    problems: tuple[Problem, ...]
