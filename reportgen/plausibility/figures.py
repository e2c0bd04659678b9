"""The figures of a workbook as arrays, which rules compare as a whole."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from reportgen.model import (
    EURO,
    PERSONS,
    Dataset,
    Observation,
    ObservationKey,
    Reason,
    Table,
)

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

#: Year, column and city, by their numbers in a block.
Spot = tuple[int, int, int]


class Block(Struct, frozen=True, kw_only=True):
    """The figures of one sheet.

    Attributes:
        years: ascending.
        keys, labels, units: of the columns.
        values: by year, column and city; not a number where there is no value.
        crossed: where the sign x stands.
    """

    table: Table
    years: tuple[int, ...]
    keys: tuple[str, ...]
    labels: tuple[str, ...]
    units: tuple[str, ...]
    values: Array
    crossed: Mask

    def columns(self, names: Sequence[str], unit: str = "") -> tuple[int, ...]:
        """Numbers of the columns of these headers or keys, in this order; ``*`` are all."""
        found: dict[int, None] = {}
        for name in names:
            for number, pair in enumerate(zip(self.keys, self.labels, strict=True)):
                if name == "*" or name in pair:
                    found[number] = None
        return tuple(number for number in found if unit in {"", self.units[number]})

    def named(self, names: Sequence[str]) -> tuple[int, ...] | None:
        """The same for names that must all be there; None when one is not."""
        numbers = [self.columns([name]) for name in names]
        return tuple(chain.from_iterable(numbers)) if all(numbers) else None

    def previous(self, year: int) -> int | None:
        """Number of the year before, when the sheet has it."""
        before = self.years[year] - 1
        return self.years.index(before) if before in self.years else None


class Figures:
    """All blocks of a dataset, and what their figures are usually seen in relation to.

    They hold the reporting year and the year before, or all years: former years were checked when
    they were reported, and nobody would answer for a jump of ten years ago each time.
    """

    def __init__(self, dataset: Dataset, *, all_years: bool = False) -> None:
        self.dataset = dataset
        self.slugs = tuple(city.slug for city in dataset.cities)
        self.names = tuple(city.name for city in dataset.cities)
        years = None if all_years else {dataset.about.year - 1, dataset.about.year}
        self.blocks = dict(_blocks(dataset, self.slugs, years))
        self._rates: dict[Table, Array] = {}

    def block(self, table: Table) -> Block | None:
        """The figures of a sheet, if it has any row."""
        return self.blocks.get(table)

    def key(self, block: Block, spot: Spot) -> ObservationKey:
        """What the dataset calls a spot."""
        year, column, city = spot
        return block.table, self.slugs[city], block.years[year], block.keys[column]

    def observation(self, key: ObservationKey) -> Observation | None:
        """The cell of a spot."""
        return self.dataset.observations.get(key) or self.dataset.unused.get(key)

    @cached_property
    def bases(self) -> Mapping[str, str]:
        """The population group that each area refers to."""
        return {area.key: str(area.base) for area in self.dataset.areas}

    def population(self, group: str, year: int) -> Array:
        """Inhabitants of a group in each city; all of them where the group is not known."""
        nothing = np.full(len(self.slugs), np.nan)
        block = self.block(Table.POPULATION)
        if block is None or year not in block.years or not block.keys:
            return nothing
        values = block.values[block.years.index(year)]
        total: Array = values[0]
        if group not in block.keys:
            return total
        own: Array = values[block.keys.index(group)]
        known: Array = np.where(np.isfinite(own), own, total)
        return known

    def base(self, block: Block, year: int, column: int) -> Array:
        """What figures of a column are divided by to compare cities of any size."""
        number = block.years[year]
        match block.table:
            case Table.POPULATION:
                ones = np.ones(len(self.slugs))
                return self.population(block.keys[0], number) if column else ones
            case Table.RECIPIENTS:
                return self.population(self.bases.get(block.keys[column], ""), number)
            case Table.PAYMENTS:
                return self.recipients(block.keys[column], number)
        return np.ones(len(self.slugs))

    def bases_of(self, key: ObservationKey) -> Iterator[ObservationKey]:
        """The figures that one is seen in relation to."""
        table, city, year, column = key
        population = self.block(Table.POPULATION)
        if table is Table.PAYMENTS:
            yield Table.RECIPIENTS, city, year, column
        if table is Table.RECIPIENTS:
            yield Table.POPULATION, city, year, self.bases.get(column, "")
        if table in {Table.RECIPIENTS, Table.POPULATION} and population and population.keys:
            yield Table.POPULATION, city, year, population.keys[0]

    def recipients(self, area: str, year: int) -> Array:
        """Recipients of an area in each city."""
        block = self.block(Table.RECIPIENTS)
        if block is None or year not in block.years or area not in block.keys:
            return np.full(len(self.slugs), np.nan)
        found: Array = block.values[block.years.index(year), block.keys.index(area)]
        return found

    def rates(self, block: Block) -> Array:
        """Figures in relation to their base; not a number for the total population itself."""
        if block.table not in self._rates:
            rates = np.full(block.values.shape, np.nan)
            for year in range(len(block.years)):
                for column in range(len(block.keys)):
                    if block.table is Table.POPULATION and column == 0:
                        continue
                    rates[year, column] = quotient(
                        block.values[year, column], self.base(block, year, column)
                    )
            self._rates[block.table] = rates
        return self._rates[block.table]

    def expected(self, block: Block, year: int) -> Array:
        """What a city would have by column: its figure of the year before, else the usual rate."""
        rates = self.rates(block)[year]
        usual = np.full(rates.shape, np.nan)
        for column in range(len(block.keys)):
            if (middle := median(rates[column])) is not None:
                usual[column] = middle * self.base(block, year, column)
        before = block.previous(year)
        if before is not None and block.table is Table.POPULATION:
            # A city without past is off by as much as the others, when all are.
            factor = quotient(block.values[before, 0], block.values[year, 0])
            usual *= np.where(factor > 0, factor, median(factor) or 1)
        if before is None:
            return usual
        past = block.values[before]
        expected: Array = np.where(past > 0, past, usual)
        return expected


def quotient(first: Array, second: Array) -> Array:
    """One by the other, not a number where the second is not above zero."""
    result = np.full(first.shape, np.nan)
    np.divide(first, second, out=result, where=np.isfinite(first) & (second > 0))
    return result


def logarithm(values: Array) -> Array:
    """Natural logarithms, not a number where a value is not above zero."""
    result = np.full(values.shape, np.nan)
    np.log(values, out=result, where=values > 0)
    return result


def median(values: Array, fewest: int = 1) -> float | None:
    """The median of the values that are there; None when they are fewer than `fewest`."""
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) >= max(fewest, 1) else None


def spots(year: int, column: int, where: Mask) -> Iterator[Spot]:
    """The spots of a column in which something holds."""
    for city in np.flatnonzero(where):
        yield year, column, int(city)


def _blocks(
    dataset: Dataset, slugs: Sequence[str], wanted: Collection[int] | None
) -> Iterator[tuple[Table, Block]]:
    observations = [
        {key: one for key, one in each.items() if wanted is None or key[2] in wanted}
        for each in (dataset.observations, dataset.unused)
    ]
    years: dict[Table, dict[int, int]] = {table: {} for table in Table}
    keys: dict[Table, dict[str, int]] = {table: {} for table in Table}
    for table, _, year, key in chain(*observations):
        years[table].setdefault(year, 0)
        keys[table].setdefault(key, len(keys[table]))
    cities = {slug: number for number, slug in enumerate(slugs)}
    labels = {area.key: area.short for area in dataset.areas}
    labels |= {indicator.key: indicator.label for indicator in dataset.indicators}
    units = {indicator.key: indicator.unit for indicator in dataset.indicators}
    usual = {Table.POPULATION: PERSONS, Table.RECIPIENTS: PERSONS, Table.PAYMENTS: EURO}
    values, crossed = {}, {}
    for table in Table:
        years[table] = {year: number for number, year in enumerate(sorted(years[table]))}
        shape = (len(years[table]), len(keys[table]), len(slugs))
        values[table], crossed[table] = np.full(shape, np.nan), np.zeros(shape, dtype=np.bool_)
    crosses = {Reason.NOT_RESPONSIBLE, Reason.NOT_MEANINGFUL}
    for (table, slug, year, key), one in chain(*(each.items() for each in observations)):
        if one.value is not None:
            values[table][years[table][year], keys[table][key], cities[slug]] = one.value
        elif one.reason in crosses:
            crossed[table][years[table][year], keys[table][key], cities[slug]] = True
    for table in Table:
        if years[table]:
            yield (
                table,
                Block(
                    table=table,
                    years=tuple(years[table]),
                    keys=tuple(keys[table]),
                    labels=tuple(labels.get(key, key) for key in keys[table]),
                    units=tuple(usual.get(table) or units.get(key, "") for key in keys[table]),
                    values=values[table],
                    crossed=crossed[table],
                ),
            )
