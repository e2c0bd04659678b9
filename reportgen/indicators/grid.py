"""The working form of this stage: frames city × key, and the arithmetic that keeps provenance.

A `Grid` holds numbers together with the reasons of those that are absent and the cells that they
come from. Each operation carries all three on, so that a formula written with grids yields a
value with its cells, or the reason why there is none with the cells that say so.

Numbers are fractions of the decimals that were delivered, so that nothing is lost in a difference
and equal ratios are equal.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, compress

import numpy as np
import numpy.typing as npt
import pandas as pd

from reportgen.model import ALL_AREAS, Dataset, Reason, Table
from reportgen.model.numbers import exact

Objects = npt.NDArray[np.object_]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Numbers of all cities, with what is known of each.

    Attributes:
        values: frame of fractions, rows are slugs of cities, columns are keys; NaN where absent.
        reasons: array of the same shape: why a number is absent; None where there is one.
        sources: array of the same shape: tuple of the observations that a number is computed
            from; where it is absent, of those that lack it.
        summed: the columns that the column `ALL_AREAS` is the sum of, where there is one.
    """

    values: pd.DataFrame
    reasons: Objects
    sources: Objects
    summed: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(self.values.columns)

    @property
    def present(self) -> Booleans:
        """True where there is a number; zero is one."""
        return pd.notna(self.values.to_numpy())

    def without(self, keys: Collection[str], reason: Reason) -> "Grid":
        """The grid with the values of some columns absent, for a reason of their own."""
        gone = np.isin(np.array(self.keys, dtype=object), list(keys)) & self.present
        return replace(
            self,
            values=self.values.where(~gone),
            reasons=_marked(self.reasons, gone, reason),
        )

    def pick(self, columns: Mapping[str, str]) -> "Grid":
        """A grid with the columns named on the right under the names on the left."""
        places = [self.keys.index(name) for name in columns.values()]
        return Grid(
            values=self.values.iloc[:, places].set_axis(list(columns), axis="columns"),
            reasons=self.reasons[:, places],
            sources=self.sources[:, places],
        )

    def join(self, other: "Grid") -> "Grid":
        """A grid with the columns of both."""
        return Grid(
            values=pd.concat([self.values, other.values], axis="columns"),
            reasons=np.hstack([self.reasons, other.reasons]),
            sources=np.hstack([self.sources, other.sources]),
            summed=other.summed,
        )

    def absent_because(self, reason: Reason) -> "Grid":
        """The same numbers, with one reason wherever there is none."""
        return replace(self, reasons=_marked(self.reasons, ~self.present, reason))


def read(dataset: Dataset, table: Table, year: int, keys: Sequence[str]) -> Grid:
    """The observations of one table and year; what has no row counts as not delivered."""
    slugs = [city.slug for city in dataset.cities]
    cells = [dataset.observations.get((table, slug, year, key)) for slug in slugs for key in keys]
    shape = len(slugs), len(keys)
    numbers = (cell.value if cell else None for cell in cells)
    values = _array([np.nan if number is None else exact(number) for number in numbers], shape)
    return Grid(
        values=pd.DataFrame(values, index=slugs, columns=list(keys), dtype=object),
        reasons=_array([cell.reason if cell else Reason.NOT_DELIVERED for cell in cells], shape),
        sources=_array([(cell,) if cell else () for cell in cells], shape),
    )


def difference(minuend: Grid, subtrahend: Grid) -> Grid:
    """Minuend - subtrahend, where both have a number."""
    return _combine(minuend, subtrahend, minuend.values - subtrahend.values)


def quotient(numerator: Grid, denominator: Grid, factor: int) -> Grid:
    """Factor × numerator / denominator, where both have a number and the denominator is not 0."""
    divisor = denominator.values.where(denominator.values != 0)
    result = _combine(numerator, denominator, factor * numerator.values / divisor)
    by_zero = ~result.present & numerator.present & denominator.present
    return replace(result, reasons=_marked(result.reasons, by_zero, Reason.ZERO_BASE))


def sum_of_present(grid: Grid, key: str) -> Grid:
    """Each city's sum over the areas that it has, as the column `key`; absent for a single one."""
    return _row_sums(grid, key, np.sum(grid.present, axis=1) > 1, Reason.ONLY_AREA)


def total(grid: Grid, counting: Collection[str]) -> Grid:
    """Each city's sum over the comparable areas among `counting`, as the column `ALL_AREAS`.

    Comparable are the areas that more than half of the cities report, of those that report any.
    The sum of a city that lacks one of them covers less than that of the others, and is absent as
    incomplete; an area that only few cities report is left out of the sum of all.
    """
    grid = grid.pick({key: key for key in grid.keys if key in counting})
    reporting = np.any(grid.present, axis=1)
    common = 2 * np.sum(grid.present, axis=0) > np.sum(reporting)
    comparable = grid.pick({key: key for key in compress(grid.keys, common)})
    if not comparable.keys:
        reason = Reason.INCOMPLETE if reporting.any() else Reason.NOT_DELIVERED
        return _row_sums(grid, ALL_AREAS, np.zeros_like(reporting), reason)
    complete = np.all(comparable.present, axis=1)
    sums = _row_sums(comparable, ALL_AREAS, complete, Reason.INCOMPLETE)
    return replace(sums, summed=comparable.keys)


def with_total(grid: Grid, counting: Collection[str]) -> Grid:
    """The grid and its total over the areas among `counting`."""
    return grid.join(total(grid, counting))


def with_paired_totals(first: Grid, second: Grid, counting: Collection[str]) -> tuple[Grid, Grid]:
    """Both grids with totals over the same areas: those that have a number in both."""
    return (
        first.join(total(_where_both(first, second), counting)),
        second.join(total(_where_both(second, first), counting)),
    )


def _where_both(grid: Grid, other: Grid) -> Grid:
    """The numbers of `grid` where `other` has one too."""
    return _combine(grid, other, grid.values.where(other.present))


def _combine(first: Grid, second: Grid, values: pd.DataFrame) -> Grid:
    """`values` with the cells of both; where one is absent, with its reason and cells only."""
    present = first.present
    cells = np.where(second.present, first.sources + second.sources, second.sources)
    return Grid(
        values=values,
        reasons=np.where(present, second.reasons, first.reasons),
        sources=np.where(present, cells, first.sources),
        summed=first.summed,
    )


def _row_sums(grid: Grid, key: str, valid: Booleans, reason: Reason) -> Grid:
    """Sums over the present numbers of each valid row; other rows name their absent cells."""
    shape = len(valid), 1
    named = grid.present == valid.reshape(shape)
    sources = [
        tuple(chain.from_iterable(compress(row, mask)))
        for row, mask in zip(grid.sources, named, strict=True)
    ]
    return Grid(
        values=grid.values.sum(axis="columns").astype(object).where(valid).to_frame(key),
        reasons=_marked(np.full(shape, None), ~valid, reason),
        sources=_array(sources, shape),
    )


def _marked(reasons: Objects, mask: Booleans, reason: Reason) -> Objects:
    """`reasons`, with `reason` where `mask` holds; `np.where` would turn it into a plain text."""
    marked = reasons.copy()
    marked[mask] = reason
    return marked


def _array(items: Iterable[object], shape: tuple[int, int]) -> Objects:
    """An array of objects; unlike `np.array`, it does not take tuples for a further dimension."""
    return np.fromiter(items, dtype=object).reshape(shape)
