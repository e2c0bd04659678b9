"""Measures over the years: the workbook's earlier years, as far as they compare with the last.

What is drawn over time is what is drawn of the reporting year: numbers of recipients and their
densities, payments per inhabitant, by benefit area and all together, and the economic indicators.
A sum over all areas is taken from a year only where it covers the same areas as in the reporting
year. Estimates follow from national means and are compared with nothing, nor with other years.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from reportgen.indicators.exact_sum import exact_sum
from reportgen.indicators.formulas import Family, families
from reportgen.indicators.grid import Column, Number, fraction_of
from reportgen.model import (
    ALL_AREAS,
    WITH_SERIES,
    Dataset,
    Flag,
    Kind,
    Panel,
    Series,
    Table,
    bases_of,
)

#: Fewer years with values make no series.
FEWEST_YEARS = 2


class _Year(Struct, frozen=True, kw_only=True):
    """One measure of one year: the unit, each city's number, and the areas that a sum covers."""

    unit: str
    numbers: Sequence[Number]
    areas: Sequence[tuple[str, ...]]


class SeriesOfAll(Struct, frozen=True, kw_only=True):
    """One measure of all cities over the years."""

    panel: Panel
    numbers: Sequence[Sequence[Number]]

    def of(self, row: int) -> Series:
        """That of one city, by its place in the dataset."""
        exact = tuple(fraction_of(numbers[row]) for numbers in self.numbers)
        return Series(panel=self.panel, row=row, exact=exact)


def series_of(
    dataset: Dataset,
    year: int,
    current: Sequence[Family],
    estimated: Collection[tuple[Table, str]],
) -> dict[tuple[Kind, str], SeriesOfAll]:
    """The measures that at least two years up to `year` have values of.

    Args:
        dataset: what was read from the workbook.
        year: the reporting year.
        current: all indicators of that year.
        estimated: tables and slugs of the cities of which any number is estimated.
    """
    measures: dict[tuple[Kind, str], dict[int, _Year]] = {}
    cities = enumerate(dataset.cities)
    estimates = {place for place, city in cities if (Table.PAYMENTS, city.slug) in estimated}
    for table, kinds in WITH_SERIES.items():
        years = [past for past in dataset.years(table) if past <= year]
        if len(years) < FEWEST_YEARS:
            continue
        for past in years:
            for family in current if past == year else families(dataset, past, kinds):
                for key in family.grid.keys if family.kind in kinds else ():
                    found_year = _of_year(family, key, estimates)
                    measures.setdefault((family.kind, key), {})[past] = found_year
    found = {}
    for (kind, key), by_year in measures.items():
        whole = _comparable(by_year)
        if year in whole and len(whole) >= FEWEST_YEARS:
            found[kind, key] = _series(kind, key, whole, _breaks(dataset, kind, key))
    return found


def _of_year(family: Family, key: str, estimates: Collection[int]) -> _Year:
    """A measure of a year; payments that are estimated have no number in it.

    `estimates` are places of cities of which any payments are.
    """
    column = family.grid.columns[key]
    numbers: Sequence[Number] = column.numbers
    if family.kind is Kind.PAYMENTS_PER_INHABITANT and estimates:
        numbers = [
            None if place in estimates and _is_estimated(column, place) else number
            for place, number in enumerate(numbers)
        ]
    summed = family.grid.summed if key == ALL_AREAS else ()
    areas = family.areas or (summed,) * len(numbers)
    return _Year(unit=family.units[key], numbers=numbers, areas=areas)


def _is_estimated(column: Column, place: int) -> bool:
    return any(cell.flag is Flag.ESTIMATED for cell in column.origin(place)[1])


def _comparable(by_year: Mapping[int, _Year]) -> dict[int, _Year]:
    """Each year without the cities whose value covers other areas than in the last year."""
    last = by_year[max(by_year)]
    kept = {}
    for year, found in sorted(by_year.items()):
        areas = zip(found.numbers, found.areas, last.areas, strict=True)
        numbers = [number if one == other else None for number, one, other in areas]
        if any(number is not None for number in numbers):
            kept[year] = replace(found, numbers=numbers)
    return kept


def _series(
    kind: Kind, key: str, by_year: Mapping[int, _Year], breaks: tuple[int, ...]
) -> SeriesOfAll:
    columns = [found.numbers for found in by_year.values()]
    panel = Panel(
        kind=kind,
        key=key,
        unit=next(iter(by_year.values())).unit,
        years=tuple(by_year),
        values=np.array(columns, dtype=np.float64).T,  # None becomes NaN
        means=tuple(_mean(numbers) for numbers in columns),
        breaks=_first_years(breaks, tuple(by_year)),
    )
    return SeriesOfAll(panel=panel, numbers=columns)


def _mean(numbers: Sequence[Number]) -> Fraction | None:
    present = [number for number in numbers if number is not None]
    return exact_sum(present) / len(present) if present else None


def _first_years(breaks: Iterable[int], years: Sequence[int]) -> tuple[int, ...]:
    """The first year with values from each break on; a break that parts none is left out."""
    firsts = {next((year for year in years if year >= each), years[0]) for each in breaks}
    return tuple(sorted(firsts - {years[0]}))


def _breaks(dataset: Dataset, kind: Kind, key: str) -> tuple[int, ...]:
    """Years in which a column, or any that the measure is computed from, begins anew."""
    sources = _sources(dataset, kind, key)
    years = {b.year for b in dataset.breaks if b.key in sources.get(b.table, ())}
    return tuple(sorted(years))


def _sources(dataset: Dataset, kind: Kind, key: str) -> Mapping[Table, Collection[str]]:
    """The columns that a measure is computed from, by their table."""
    keys = {key}
    if kind is Kind.SHARE_OF_RECIPIENTS:
        keys = {area.key for area in dataset.areas}
    elif key == ALL_AREAS:
        keys = {area.key for area in dataset.areas if area.in_total}
    match kind:
        case Kind.ECONOMY:
            return {Table.ECONOMY: {key}}
        case Kind.PAYMENTS_PER_INHABITANT:
            return {Table.PAYMENTS: keys, Table.POPULATION: {dataset.groups[0]}}
        case Kind.DENSITY:
            bases = bases_of(dataset.areas, dataset.groups)
            return {Table.RECIPIENTS: keys, Table.POPULATION: {bases[key]}}
        case _:
            return {Table.RECIPIENTS: keys}
