"""The definition of every indicator: which numbers, divided by which, in which unit.

In the formulas, x(c, a) are the recipients of benefit area a in city c on 31 December, e(c, a)
the payments of the year, P(c) the inhabitants and v(c, i) an economic indicator.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from itertools import compress

from msgspec import Struct
from msgspec.structs import replace

from reportgen.indicators.grid import (
    Grid,
    difference,
    quotient,
    read,
    sum_of_present,
    with_paired_totals,
    with_total,
)
from reportgen.model import (
    ALL_AREAS,
    ALL_INHABITANTS,
    EURO,
    PER_1000,
    PERCENT,
    PERSONS,
    Ages,
    Dataset,
    Kind,
    Reason,
    Table,
    ages_of,
    bases_of,
)

_FACTORS = {PERCENT: 100, PER_1000: 1000, EURO: 1}


class Family(Struct, frozen=True, kw_only=True):
    """All indicators of one kind, for all cities.

    Attributes:
        kind: of indicator.
        period: what the values refer to, see `Measure.period`.
        units: unit of each key.
        methods: how each key is computed.
        grid: the values, with reasons and cells.
        areas: for shares, the keys that a city's are parts of, city by city.
        ratio: numerators, denominators and factor of the values; none for kinds without.
    """

    kind: Kind
    period: str
    units: Mapping[str, str]
    methods: Mapping[str, str]
    grid: Grid
    areas: tuple[tuple[str, ...], ...] = ()
    ratio: tuple[Grid, Grid, int] | None = None


def families(
    dataset: Dataset, year: int, kinds: Collection[Kind] = tuple(Kind)
) -> tuple[Family, ...]:
    """The indicators of `year` of some kinds, in the order of `Kind`."""
    numbers = _Numbers(dataset, year)
    return tuple(make(numbers) for kind, make in _MAKERS.items() if kind in kinds)


class _Numbers:
    """What the formulas of a year are made of, each grid once and only if it is needed."""

    def __init__(self, dataset: Dataset, year: int) -> None:
        self._dataset, self._year = dataset, year
        self._areas = [area.key for area in sorted(dataset.areas, key=lambda area: area.order)]
        self._counting = {area.key for area in dataset.areas if area.in_total}
        self.bases = bases_of(dataset.areas, dataset.groups)
        self.everybody = dataset.groups[0]
        self.own_units = {indicator.key: indicator.unit for indicator in dataset.indicators}
        self.last_day, self.whole_year = f"{year}-12-31", str(year)
        self.two_years = f"{year - 1}/{year}"

    @cached_property
    def population(self) -> Grid:
        return read(self._dataset, Table.POPULATION, self._year, self._dataset.groups)

    @cached_property
    def inhabitants(self) -> Grid:
        return self.population.absent_because(Reason.NO_BASE)

    @cached_property
    def recipients(self) -> Grid:
        return read(self._dataset, Table.RECIPIENTS, self._year, self._areas)

    @cached_property
    def payments(self) -> Grid:
        return read(self._dataset, Table.PAYMENTS, self._year, self._areas)

    @cached_property
    def economy(self) -> Grid:
        return read(self._dataset, Table.ECONOMY, self._year, list(self.own_units))

    @cached_property
    def past_economy(self) -> Grid:
        return self._comparable_past(Table.ECONOMY, list(self.own_units))

    @cached_property
    def all_recipients(self) -> Grid:
        return with_total(self.recipients, self._counting)

    @cached_property
    def all_payments(self) -> Grid:
        return with_total(self.payments, self._counting)

    @cached_property
    def payments_and_recipients(self) -> tuple[Grid, Grid]:
        return with_paired_totals(self.payments, self.recipients, self._counting)

    @cached_property
    def now_and_then(self) -> tuple[Grid, Grid]:
        past = self._comparable_past(Table.RECIPIENTS, self._areas)
        return with_paired_totals(self.recipients, past, self._counting)

    def _comparable_past(self, table: Table, keys: Sequence[str]) -> Grid:
        """The columns of the year before, but for those whose series breaks in this year."""
        year, breaks = self._year, self._dataset.breaks
        broken = {one.key for one in breaks if one.table is table and one.year == year}
        return read(self._dataset, table, year - 1, keys).without(broken, Reason.BREAK)


def _counts(kind: Kind, period: str, unit: str, grid: Grid) -> Family:
    """Persons or euros as the workbook has them."""
    return Family(
        kind=kind,
        period=period,
        units=dict.fromkeys(grid.keys, unit),
        # A population group may have the name that stands for all areas, and is no sum of them.
        methods=dict.fromkeys(grid.keys, "as reported")
        if kind is Kind.POPULATION
        else _methods(grid, "as reported"),
        grid=grid,
    )


def _shares(kind: Kind, period: str, grid: Grid) -> Family:
    """100 x(c, a) / sum of x(c, .) over the areas present in c, in %; likewise for e.

    A city with a single area present has no share: it would be one of nothing but itself.
    """
    sums = sum_of_present(grid, "sum").pick(dict.fromkeys(grid.keys, "sum"))
    what = {Kind.SHARE_OF_RECIPIENTS: "recipients", Kind.SHARE_OF_PAYMENTS: "payments"}[kind]
    methods = _methods(grid, f"{what} / sum over areas present * 100")
    columns = (column.numbers for column in grid.columns.values())
    present = ([number is not None for number in numbers] for numbers in columns)
    areas = tuple(tuple(compress(grid.keys, row)) for row in zip(*present, strict=True))
    return replace(_ratios(kind, period, PERCENT, grid, sums, methods), areas=areas)


def _densities(
    period: str, recipients: Grid, inhabitants: Grid, bases: Mapping[str, str]
) -> Family:
    """1,000 x(c, a) / P(c), where P is the base population of the area."""
    methods = {
        key: _method(key, f"recipients / {_in_words(base)} * 1,000") for key, base in bases.items()
    }
    denominators = inhabitants.pick({key: bases[key] for key in recipients.keys})
    return _ratios(Kind.DENSITY, period, PER_1000, recipients, denominators, methods)


def _payments_per_recipient(period: str, payments: Grid, recipients: Grid) -> Family:
    """e(c, a) / x(c, a), in EUR; the total only over areas that have both."""
    methods = _methods(payments, "payments / recipients")
    return _ratios(Kind.PAYMENTS_PER_RECIPIENT, period, EURO, payments, recipients, methods)


def _payments_per_inhabitant(
    period: str, payments: Grid, inhabitants: Grid, everybody: str
) -> Family:
    """e(c, a) / P(c), in EUR, on the total population."""
    denominators = inhabitants.pick(dict.fromkeys(payments.keys, everybody))
    methods = _methods(payments, f"payments / {_in_words(everybody)}")
    return _ratios(Kind.PAYMENTS_PER_INHABITANT, period, EURO, payments, denominators, methods)


def _economy(period: str, economy: Grid, units: Mapping[str, str]) -> Family:
    """v(c, i) as the workbook has it."""
    methods = _methods(economy, "as reported")
    return Family(kind=Kind.ECONOMY, period=period, units=units, methods=methods, grid=economy)


def _change_of_recipients(period: str, now: Grid, then: Grid) -> Family:
    """100 (x(c, a) - y(c, a)) / y(c, a), in %, where y are the recipients a year before."""
    methods = _methods(now, "(recipients / recipients a year before - 1) * 100")
    return _ratios(Kind.CHANGE_OF_RECIPIENTS, period, PERCENT, difference(now, then), then, methods)


def _change_in_persons(period: str, now: Grid, then: Grid) -> Family:
    """x(c, a) - y(c, a), in persons, where y are the recipients a year before."""
    return Family(
        kind=Kind.CHANGE_IN_PERSONS,
        period=period,
        units=dict.fromkeys(now.keys, PERSONS),
        methods=_methods(now, "recipients - recipients a year before"),
        grid=difference(now, then),
    )


def _change_of_economy(period: str, now: Grid, then: Grid, units: Mapping[str, str]) -> Family:
    """v(c, i) - w(c, i), in the unit of i, where w is the value a year before."""
    return Family(
        kind=Kind.CHANGE_OF_ECONOMY,
        period=period,
        units=units,
        methods=_methods(now, "value - value a year before"),
        grid=difference(now, then),
    )


def _ratios(
    kind: Kind,
    period: str,
    unit: str,
    numerators: Grid,
    denominators: Grid,
    methods: Mapping[str, str],
) -> Family:
    """Quotients in `unit`."""
    factor = _FACTORS[unit]
    return Family(
        kind=kind,
        period=period,
        units=dict.fromkeys(numerators.keys, unit),
        methods=methods,
        grid=quotient(numerators, denominators, factor),
        ratio=(numerators, denominators, factor),
    )


def _in_words(group: str) -> str:
    """A population group in an English phrase."""
    if group == ALL_INHABITANTS:
        return "total population"
    match ages_of(group):
        case Ages(low, None):
            return f"population {low} and older"
        case Ages(low, high):
            return f"population {low} to under {high}"
    return f"population {group}"


def _methods(grid: Grid, formula: str) -> dict[str, str]:
    return {key: _method(key, formula) for key in grid.keys}


def _method(key: str, formula: str) -> str:
    return f"{formula}, summed over all comparable areas" if key == ALL_AREAS else formula


_MAKERS: Mapping[Kind, Callable[[_Numbers], Family]] = {
    Kind.POPULATION: lambda n: _counts(Kind.POPULATION, n.last_day, PERSONS, n.population),
    Kind.RECIPIENTS: lambda n: _counts(Kind.RECIPIENTS, n.last_day, PERSONS, n.all_recipients),
    Kind.PAYMENTS: lambda n: _counts(Kind.PAYMENTS, n.whole_year, EURO, n.all_payments),
    Kind.SHARE_OF_RECIPIENTS: lambda n: _shares(Kind.SHARE_OF_RECIPIENTS, n.last_day, n.recipients),
    Kind.SHARE_OF_PAYMENTS: lambda n: _shares(Kind.SHARE_OF_PAYMENTS, n.whole_year, n.payments),
    Kind.DENSITY: lambda n: _densities(n.last_day, n.all_recipients, n.inhabitants, n.bases),
    Kind.PAYMENTS_PER_RECIPIENT: lambda n: _payments_per_recipient(
        n.whole_year, *n.payments_and_recipients
    ),
    Kind.PAYMENTS_PER_INHABITANT: lambda n: _payments_per_inhabitant(
        n.whole_year, n.all_payments, n.inhabitants, n.everybody
    ),
    Kind.ECONOMY: lambda n: _economy(n.whole_year, n.economy, n.own_units),
    Kind.CHANGE_OF_RECIPIENTS: lambda n: _change_of_recipients(n.two_years, *n.now_and_then),
    Kind.CHANGE_IN_PERSONS: lambda n: _change_in_persons(n.two_years, *n.now_and_then),
    Kind.CHANGE_OF_ECONOMY: lambda n: _change_of_economy(
        n.two_years, n.economy, n.past_economy, n.own_units
    ),
}
