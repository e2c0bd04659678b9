"""Measures over the years: the workbook's earlier years, as far as they compare with the last.

What is drawn over time is what is drawn of the reporting year: numbers of recipients and their
densities, by benefit area and all together, and the economic indicators. A sum over all areas is
taken from a year only where it covers the same areas as in the reporting year.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from reportgen.indicators.formulas import Family, families
from reportgen.indicators.grid import Grid, Objects, read
from reportgen.model import ALL_AREAS, Dataset, Kind, Panel, Series, Table

#: Measures of the benefit areas that are followed over the years.
_OF_AREAS = (Kind.RECIPIENTS, Kind.SHARE_OF_RECIPIENTS, Kind.DENSITY, Kind.PAYMENTS_PER_INHABITANT)

#: Fewer years with values make no series.
FEWEST_YEARS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """One measure of one year: a fraction for each city, None where it has no value."""

    unit: str
    numbers: Objects
    areas: tuple[tuple[str, ...], ...]


def series_of(
    dataset: Dataset, year: int, rows: Sequence[int]
) -> dict[tuple[Kind, str], tuple[Series, ...]]:
    """The measures that at least two years up to `year` have values of.

    Returns:
        For each measure one series for each of the wanted `rows`, cities of the dataset.
    """
    columns: dict[tuple[Kind, str], dict[int, _Column]] = {}
    for past in _years(dataset, year, Table.RECIPIENTS):
        for family in families(dataset, past):
            if family.kind in _OF_AREAS:
                for key, column in _columns(family):
                    columns.setdefault((family.kind, key), {})[past] = column
    units = {indicator.key: indicator.unit for indicator in dataset.indicators}
    for past in _years(dataset, year, Table.ECONOMY):
        grid = read(dataset, Table.ECONOMY, past, list(units))
        for place, key in enumerate(grid.keys):
            column = _Column(unit=units[key], numbers=_numbers(grid)[:, place], areas=())
            columns.setdefault((Kind.ECONOMY, key), {})[past] = column
    found = {}
    for (kind, key), by_year in columns.items():
        whole = _comparable(by_year)
        if year in whole and len(whole) >= FEWEST_YEARS:
            found[kind, key] = _series(kind, key, whole, _breaks(dataset, kind, key), rows)
    return found


def _years(dataset: Dataset, year: int, table: Table) -> Iterator[int]:
    """Years up to the reporting year that a table has rows for."""
    return (past for past in dataset.years(table) if past <= year)


def _columns(family: Family) -> Iterator[tuple[str, _Column]]:
    numbers = _numbers(family.grid)
    for place, key in enumerate(family.grid.keys):
        summed = family.grid.summed if key == ALL_AREAS else ()
        areas = family.areas or (summed,) * len(numbers)
        yield key, _Column(unit=family.units[key], numbers=numbers[:, place], areas=areas)


def _numbers(grid: Grid) -> Objects:
    numbers = grid.values.to_numpy(copy=True)
    numbers[~grid.present] = None
    return numbers


def _comparable(by_year: Mapping[int, _Column]) -> dict[int, _Column]:
    """Each year without the cities whose value covers other areas than in the last year."""
    last = by_year[max(by_year)]
    kept = {}
    for year, column in sorted(by_year.items()):
        numbers = column.numbers.copy()
        alike = [one == other for one, other in zip(column.areas, last.areas, strict=True)]
        if alike:
            numbers[~np.array(alike)] = None
        if any(number is not None for number in numbers):
            kept[year] = _Column(unit=column.unit, numbers=numbers, areas=column.areas)
    return kept


def _series(
    kind: Kind,
    key: str,
    by_year: Mapping[int, _Column],
    breaks: tuple[int, ...],
    rows: Sequence[int],
) -> tuple[Series, ...]:
    columns = [column.numbers for column in by_year.values()]
    panel = Panel(
        kind=kind,
        key=key,
        unit=next(iter(by_year.values())).unit,
        years=tuple(by_year),
        values=np.array(columns, dtype=np.float64).T,  # None becomes NaN
        means=tuple(_mean(numbers) for numbers in columns),
        breaks=_first_years(breaks, tuple(by_year)),
    )
    return tuple(
        Series(panel=panel, row=row, exact=tuple(numbers[row] for numbers in columns))
        for row in rows
    )


def _mean(numbers: Objects) -> Fraction | None:
    present = [number for number in numbers if number is not None]
    return sum(present, Fraction(0)) / len(present) if present else None


def _first_years(breaks: Iterable[int], years: Sequence[int]) -> tuple[int, ...]:
    """The first year with values from each break on; a break that parts none is left out."""
    firsts = {next((year for year in years if year >= each), years[0]) for each in breaks}
    return tuple(sorted(firsts - {years[0]}))


def _breaks(dataset: Dataset, kind: Kind, key: str) -> tuple[int, ...]:
    """Years in which a column, or any that the measure is computed from, begins anew."""
    tables = {Table.ECONOMY} if kind is Kind.ECONOMY else {Table.RECIPIENTS}
    if kind is Kind.PAYMENTS_PER_INHABITANT:
        tables = {Table.PAYMENTS}
    areas = {area.key for area in dataset.areas}
    keys = areas if key == ALL_AREAS and kind is not Kind.ECONOMY else {key}
    if kind is Kind.SHARE_OF_RECIPIENTS:
        keys = areas
    bases = {area.base for area in dataset.areas if area.key in keys}
    if kind is Kind.DENSITY:
        tables, keys = tables | {Table.POPULATION}, keys | bases
    return tuple(sorted({b.year for b in dataset.breaks if b.table in tables and b.key in keys}))
