"""The working form of this stage: columns of all cities, and the arithmetic that keeps provenance.

A `Grid` holds numbers together with the reasons of those that are absent and the cells that they
come from. Each operation carries all three on, so that a formula written with grids yields a
value with its cells, or the reason why there is none with the cells that say so.

Numbers are exact, of the decimals that were delivered: nothing is lost in a difference, and equal
ratios are equal. Those without decimals are whole numbers here, which counts and euros mostly are
and which are summed and divided several times faster; what leaves this stage are fractions.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from fractions import Fraction
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from reportgen.model import ALL_AREAS, Dataset, Observation, Reason, Table
from reportgen.model.numbers import whole_or_exact

Number = int | Fraction | None
#: Why a number is absent, None where there is one; and the observations that it is computed from
#: or, where it is absent, those that lack it.
Origin = tuple[Reason | None, tuple[Observation, ...]]


class Column(Struct, frozen=True, kw_only=True):
    """One key of all cities, in their order.

    Attributes:
        numbers: None where absent.
        origin: of each number by its place; found when it is asked for, since a report needs
            those of a single city.
    """

    numbers: Sequence[Number]
    origin: Callable[[int], Origin]


class Grid(Struct, frozen=True, kw_only=True):
    """Numbers of all cities, with what is known of each.

    Attributes:
        size: number of cities.
        columns: by key.
        summed: the columns that the column `ALL_AREAS` is the sum of, where there is one.
    """

    size: int
    columns: Mapping[str, Column]
    summed: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(self.columns)

    def without(self, keys: Collection[str], reason: Reason) -> "Grid":
        """The grid with the values of some columns absent, for a reason of their own."""
        emptied = {
            key: Column(numbers=[None] * self.size, origin=_because(reason, column))
            for key, column in self.columns.items()
            if key in keys
        }
        return replace(self, columns={**self.columns, **emptied})

    def pick(self, columns: Mapping[str, str]) -> "Grid":
        """A grid with the columns named on the right under the names on the left."""
        picked = {name: self.columns[key] for name, key in columns.items()}
        return Grid(size=self.size, columns=picked)

    def join(self, other: "Grid") -> "Grid":
        """A grid with the columns of both."""
        columns = {**self.columns, **other.columns}
        return Grid(size=self.size, columns=columns, summed=other.summed)

    def absent_because(self, reason: Reason) -> "Grid":
        """The same numbers, with one reason wherever there is none."""
        columns = {
            key: replace(column, origin=_because(reason, column, only_absent=True))
            for key, column in self.columns.items()
        }
        return replace(self, columns=columns)


def fraction_of(number: Number) -> Fraction | None:
    """A number as other stages have it."""
    return None if number is None else Fraction(number)


def read(dataset: Dataset, table: Table, year: int, keys: Sequence[str]) -> Grid:
    """The observations of one table and year; what has no row counts as not delivered."""
    slugs, found = [city.slug for city in dataset.cities], dataset.observations.get
    if year not in dataset.years(table):
        return Grid(size=len(slugs), columns=dict.fromkeys(keys, _read([None] * len(slugs))))
    columns = {key: _read([found((table, slug, year, key)) for slug in slugs]) for key in keys}
    return Grid(size=len(slugs), columns=columns)


def _read(cells: Sequence[Observation | None]) -> Column:
    def origin(place: int) -> Origin:
        cell = cells[place]
        return (cell.reason, (cell,)) if cell else (Reason.NOT_DELIVERED, ())

    numbers = [None if c is None or c.value is None else whole_or_exact(c.value) for c in cells]
    return Column(numbers=numbers, origin=origin)


def difference(minuend: Grid, subtrahend: Grid) -> Grid:
    """Minuend - subtrahend, where both have a number."""
    return _combine(minuend, subtrahend, lambda one, other: one - other)


def quotient(numerator: Grid, denominator: Grid, factor: int) -> Grid:
    """Factor × numerator / denominator, where both have a number and the denominator is not 0."""

    def divided(one: int | Fraction, other: int | Fraction) -> Number:
        if isinstance(one, int) and isinstance(other, int):
            return Fraction(factor * one, other) if other else None
        # One fraction is made from whole numbers faster than two from one another.
        (a, b), (c, d) = one.as_integer_ratio(), other.as_integer_ratio()
        return Fraction(factor * a * d, b * c) if c else None

    return _combine(numerator, denominator, divided, Reason.ZERO_BASE)


def sum_of_present(grid: Grid, key: str) -> Grid:
    """Each city's sum over the areas that it has, as the column `key`; absent for a single one."""
    valid = [count > 1 for count in _counts(grid)]
    return Grid(size=grid.size, columns={key: _sums(grid, valid, Reason.ONLY_AREA)})


def total(grid: Grid, counting: Collection[str]) -> Grid:
    """Each city's sum over the comparable areas among `counting`, as the column `ALL_AREAS`.

    Comparable are the areas that more than half of the cities report, of those that report any.
    The sum of a city that lacks one of them covers less than that of the others, and is absent as
    incomplete; an area that only few cities report is left out of the sum of all.
    """
    grid = grid.pick({key: key for key in grid.keys if key in counting})
    counts = _counts(grid)
    reporting = sum(map(bool, counts))
    common = {key: key for key, c in grid.columns.items() if 2 * _present(c) > reporting}
    if not common:
        reason = Reason.INCOMPLETE if reporting else Reason.NOT_DELIVERED
        sums = _sums(grid, [False] * grid.size, reason)
        return Grid(size=grid.size, columns={ALL_AREAS: sums})
    comparable = grid.pick(common)
    complete = [count == len(common) for count in _counts(comparable)]
    sums = _sums(comparable, complete, Reason.INCOMPLETE)
    return Grid(size=grid.size, columns={ALL_AREAS: sums}, summed=comparable.keys)


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
    return _combine(grid, other, lambda one, _: one)


def _combine(
    first: Grid,
    second: Grid,
    formula: Callable[[int | Fraction, int | Fraction], Number],
    undefined: Reason | None = None,
) -> Grid:
    """A formula of the columns of the same names, where both have a number.

    Its cells are those of both; where one is absent, its reason and cells only. `undefined` is the
    reason where the formula has no result.
    """
    columns = {
        key: _combined(column, second.columns[key], formula, undefined)
        for key, column in first.columns.items()
    }
    return Grid(size=first.size, columns=columns, summed=first.summed)


def _combined(
    first: Column,
    second: Column,
    formula: Callable[[int | Fraction, int | Fraction], Number],
    undefined: Reason | None,
) -> Column:
    def origin(place: int) -> Origin:
        for column in (first, second):
            if column.numbers[place] is None:
                return column.origin(place)
        (_, cells), (_, others) = first.origin(place), second.origin(place)
        return undefined if numbers[place] is None else None, cells + others

    pairs = zip(first.numbers, second.numbers, strict=True)
    numbers = [None if one is None or two is None else formula(one, two) for one, two in pairs]
    return Column(numbers=numbers, origin=origin)


def _because(
    reason: Reason, column: Column, *, only_absent: bool = False
) -> Callable[[int], Origin]:
    """The origins of a column, with this reason instead of none, or only instead of another."""

    def origin(place: int) -> Origin:
        own, cells = column.origin(place)
        return (own and reason) if only_absent else (own or reason), cells

    return origin


def _present(column: Column) -> int:
    """How many cities have a number."""
    return sum(number is not None for number in column.numbers)


def _counts(grid: Grid) -> list[int]:
    """How many numbers each city has."""
    there = [[number is not None for number in c.numbers] for c in grid.columns.values()]
    return list(map(sum, zip(*there, strict=True))) if there else [0] * grid.size


def _sums(grid: Grid, valid: Sequence[bool], reason: Reason) -> Column:
    """Sums over the present numbers of each valid city; others name their absent cells."""
    columns = tuple(grid.columns.values())

    def origin(place: int) -> Origin:
        named = (c for c in columns if (c.numbers[place] is not None) == valid[place])
        cells = tuple(chain.from_iterable(c.origin(place)[1] for c in named))
        return None if valid[place] else reason, cells

    rows = zip(valid, *(column.numbers for column in columns), strict=True)
    numbers = [
        sum(number for number in row if number is not None) if is_valid else None
        for is_valid, *row in rows
    ]
    return Column(numbers=numbers, origin=origin)
