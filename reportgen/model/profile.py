"""What was computed: every number with all that is needed to trust it."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field

from reportgen.model.comparing import CityValue, Group
from reportgen.model.dataset import (
    CITY_COLUMN,
    About,
    BenefitArea,
    City,
    EconomicIndicator,
    Flag,
    Reason,
    Source,
    Table,
)

if TYPE_CHECKING:
    from reportgen.model.peers import Peers
    from reportgen.model.series import Series


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
    CHANGE_IN_PERSONS = "change-in-persons"
    CHANGE_OF_ECONOMY = "change-of-economy"


#: Key of the sum over all benefit areas (recipients, payments, density).
ALL_AREAS = "total"

#: Units of computed measures; economic indicators carry the workbook's own unit.
PERSONS, EURO, PERCENT, PER_1000 = "persons", "EUR", "%", "per 1,000"


class Measure(Struct, frozen=True, kw_only=True):
    """A number with all that is needed to trust it, or the reason for its absence.

    Attributes:
        exact: on the decimals that were delivered, unrounded; None when absent.
        reason: why absent; None when there is a value.
        reason_text: the source's own words for that; may be empty.
        unit: `PERSONS`, `EURO`, `PERCENT`, `PER_1000`, or the unit of an economic indicator.
        period: ISO day (``2020-12-31``) for stocks, year (``2020``) for flows,
            ``2019/2020`` for changes.
        method: how it was computed, one short English phrase.
        flags: marks of the cells it was computed from: limited reliability and estimates, else
            the most restrictive one.
        cells: addresses of those cells.
        areas: keys of the benefit areas that a sum of `ALL_AREAS` covers, absent or not, or that
            a share is a part of.
    """

    exact: Fraction | None
    reason: Reason | None
    reason_text: str = ""
    unit: str
    period: str
    method: str
    flags: tuple[Flag, ...]
    cells: tuple[str, ...]
    areas: tuple[str, ...] = ()

    @property
    def value(self) -> float | None:
        """The number as the nearest float; None when absent."""
        return _optional_float(self.exact)


class Comparison(Struct, frozen=True, kw_only=True, dict=True):
    """One indicator of one city, against the cities that it may be compared with.

    Attributes:
        city: whose number it is.
        kind, key: which indicator; `key` is an area's or an indicator's key, the name of a
            population group, or `ALL_AREAS`.
        measure: the city's own number.
        reporting: number of cities that report the indicator.
        obstacle: why it is compared with none of them; None where it is, or nobody reports.
        group: value of every city that it is compared with, highest first; the city itself is
            among them when it reports. Empty where there is an obstacle. Shared with the
            comparisons of the others.
        exact_mean: unweighted mean (MW) of the group; None when it is empty.
        exact_weighted_mean: sum of numerators by sum of denominators of the group (GeMW); None
            where the indicator has no denominator in the workbook.
        sd: standard deviation of the population (divides by n).
        deviation: (value - mean) / sd; None with fewer than five cities or sd = 0.
        rank: 1 + number of cities with a larger value; None when the city is not in the group.
    """

    city: City
    kind: Kind
    key: str
    measure: Measure
    reporting: int
    obstacle: Reason | None
    group: Group
    exact_mean: Fraction | None
    exact_weighted_mean: Fraction | None
    sd: float | None
    deviation: float | None
    rank: int | None

    @property
    def n(self) -> int:
        """Number of cities in the group."""
        return len(self.group)

    # With a dictionary, since the mean of thousands has thousands of digits.
    @cached_property
    def mean(self) -> float | None:
        """The group's mean as the nearest float."""
        return _optional_float(self.exact_mean)

    @property
    def weighted_mean(self) -> float | None:
        """The group's weighted mean as the nearest float."""
        return _optional_float(self.exact_weighted_mean)

    def mean_of(self, cities: Collection[City]) -> Fraction | None:
        """The unweighted mean of some cities of the group; None for fewer than two."""
        values = [entry.exact for entry in self.group.some(cities)]
        return sum(values, Fraction(0)) / len(values) if len(values) > 1 else None

    @property
    def lower(self) -> int:
        """Number of cities of the group with a smaller value than the city."""
        value = self.measure.exact
        return 0 if value is None else self.group.lower(value)

    @property
    def higher(self) -> int:
        """Number of cities of the group with a larger value than the city."""
        value = self.measure.exact
        return 0 if value is None else self.group.higher(value)

    @property
    def highest(self) -> tuple[CityValue, ...]:
        """The cities that share the largest value."""
        return self.group.highest

    @property
    def lowest(self) -> tuple[CityValue, ...]:
        """The cities that share the smallest value."""
        return self.group.lowest


class Absence(Struct, frozen=True, kw_only=True):
    """A category that a chart or table would show and cannot, and why."""

    table: Table
    key: str
    reason: Reason
    reason_text: str = ""


class Profile(Struct, frozen=True, kw_only=True):
    """All that is known and computed of one city for the reporting year.

    `sheets` are those of the workbook that hold observations, by their names there; `unit_column`
    is the header above the names of cities. `groups` are the population groups that figures refer
    to, that of all inhabitants first. `series` has an entry for each measure that at least two
    years have values of; `peers` are None where a city has none, and `reference` is one city that
    it is compared with by name, where one was chosen. `protection` is that of the dataset.
    """

    city: City
    year: int
    about: About
    sheets: Mapping[Table, str]
    unit_column: str
    cities: tuple[City, ...]
    groups: tuple[str, ...]
    areas: tuple[BenefitArea, ...]
    indicators: tuple[EconomicIndicator, ...]
    sources: tuple[Source, ...]
    comparisons: Mapping[tuple[Kind, str], Comparison]
    absences: tuple[Absence, ...]
    series: "Mapping[tuple[Kind, str], Series]" = field(default_factory=dict)
    peers: "Peers | None" = None
    reference: City | None = None
    protection: str = ""

    @property
    def is_neutral(self) -> bool:
        """Whether the workbook speaks of other units than cities."""
        return self.unit_column != CITY_COLUMN

    def get(self, kind: Kind, key: str) -> Comparison:
        """The comparison of that kind and key; every defined one exists, absent or not."""
        return self.comparisons[kind, key]

    def base_of(self, key: str) -> str:
        """The population group that densities of an area, or of `ALL_AREAS`, refer to."""
        return bases_of(self.areas, self.groups)[key]

    def present(self, kind: Kind) -> tuple[Comparison, ...]:
        """Comparisons of `kind` that have a value for this city, without the sum of all areas."""
        return tuple(
            c
            for (k, key), c in self.comparisons.items()
            if k is kind and key != ALL_AREAS and c.measure.exact is not None
        )

    def sources_of(self, *tables: Table, previous: bool = False) -> tuple[Source, ...]:
        """Sources of the reporting year's figures, and of those of the year before on request."""
        years = {None, self.year} | ({self.year - 1} if previous else set())
        return tuple(s for t in tables for s in self.sources if s.table is t and s.year in years)

    def has_remark(self, table: Table) -> bool:
        """Whether the sources of a table have an entry of its own for this city."""
        return any(s.table is table and s.city == self.city.slug for s in self.sources)

    def remarks(
        self, table: Table, cities: Iterable[City], groups: Iterable[Group] = ()
    ) -> tuple[str, ...]:
        """What the sources remark on single cities, or on those of groups, each with its name."""
        own, groups = {city.slug: city for city in cities}, tuple(groups)
        remarks = []
        for source in self.sources_of(table):
            if source.city and source.remark:
                found = (group.city(source.city) for group in groups)
                city = own.get(source.city) or next(filter(None, found), None)
                if city:
                    is_named = city.name in source.remark
                    remarks.append(source.remark if is_named else f"{city.name}: {source.remark}")
        return tuple(remarks)


def bases_of(areas: Collection[BenefitArea], groups: Collection[str]) -> dict[str, str]:
    """The population group of each area, and that of all areas together by `ALL_AREAS`.

    All together refer to the group of those that count in the sum, where they share one, and to
    all inhabitants else.
    """
    shared = {area.base for area in areas if area.in_total}
    total = shared.pop() if len(shared) == 1 else next(iter(groups))
    return {area.key: area.base for area in areas} | {ALL_AREAS: total}


def _optional_float(number: Fraction | None) -> float | None:
    return None if number is None else float(number)
