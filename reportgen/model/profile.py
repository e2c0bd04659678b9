"""What was computed: every number with all that is needed to trust it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from reportgen.model.dataset import (
    About,
    BenefitArea,
    City,
    EconomicIndicator,
    Flag,
    Reason,
    Source,
    Table,
)


class Kind(StrEnum):
    """Families of indicators as `reportgen indicators` prints them; data/README.md has formulas."""

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

#: With fewer reporting cities a distance from the mean in standard deviations says nothing.
FEWEST_FOR_DEVIATION = 3

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
        areas: keys of the benefit areas that a sum of `ALL_AREAS` covers, absent or not.
    """

    value: float | None
    reason: Reason | None
    unit: str
    period: str
    method: str
    flag: Flag | None
    cells: tuple[str, ...]
    areas: tuple[str, ...] = ()


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
    def without_deviation(self) -> Reason | None:
        """Why a value that is there has no deviation; None where it has one."""
        if self.measure.value is None or self.deviation is not None:
            return None
        return Reason.TOO_FEW if self.n < FEWEST_FOR_DEVIATION else Reason.NO_SPREAD

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

    def sources_of(self, *tables: Table, previous: bool = False) -> tuple[Source, ...]:
        """Sources of the reporting year's figures, and of those of the year before on request."""
        years = {None, self.year} | ({self.year - 1} if previous else set())
        return tuple(s for t in tables for s in self.sources if s.table is t and s.year in years)

    def absent_from(self, table: Table) -> tuple[Absence, ...]:
        """What the city did not deliver for `table`."""
        return tuple(a for a in self.absences if a.table is table)
