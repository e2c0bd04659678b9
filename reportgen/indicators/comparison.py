"""Where a value stands among the cities it may be compared with: mean, z-score, rank, order.

Every statistic is taken over the cities that report the value and are comparable. The standard
deviation is that of the population (divides by n): the cities are the whole comparison, not a
sample of it. All is computed on exact numbers; only roots are rounded.
"""

from collections.abc import Collection, Sequence
from fractions import Fraction
from itertools import pairwise
from math import isqrt

from msgspec import Struct

from reportgen.indicators.exact_sum import exact_sum
from reportgen.indicators.formulas import Family
from reportgen.indicators.grid import fraction_of
from reportgen.model import (
    ALL_AREAS,
    Cities,
    Comparison,
    Flag,
    Group,
    Measure,
    Observation,
    Reason,
    claims,
)

#: Binary digits that values are computed with beyond those that tell them apart.
_MORE_DIGITS = 128

#: The flag that restricts a value most comes first; the first two stand beside one another.
_MOST_RESTRICTIVE = (Flag.LIMITED, Flag.ESTIMATED, Flag.PROVISIONAL, Flag.CORRECTED)


class _Statistics(Struct, frozen=True, kw_only=True):
    """Of comparable values of one indicator; the fields are those of `Comparison`.

    `exact_sd` is the standard deviation with all digits that were computed.
    """

    group: Group
    obstacle: Reason | None = None
    mean: Fraction | None = None
    weighted_mean: Fraction | None = None
    exact_sd: Fraction | None = None
    sd: float | None = None


class Indicator:
    """One indicator of all cities.

    What all comparisons of a group have in common is computed once, when the first is asked for.

    Args:
        family: that it belongs to.
        key: its column.
        cities: the rows of the column.
        estimates: slugs of the cities that any number of is estimated.
    """

    def __init__(
        self, family: Family, key: str, cities: Cities, estimates: Collection[str]
    ) -> None:
        self.kind, self.key = family.kind, key
        self._family, self._cities, self._estimates = family, cities, estimates
        self._column = family.grid.columns[key]
        summed = family.grid.summed if key == ALL_AREAS else ()
        self._areas = family.areas or (summed,) * len(cities)
        numbers = self._column.numbers
        self._reporting = [row for row, number in enumerate(numbers) if number is not None]
        self._statistics: dict[tuple[str, ...], _Statistics] = {}

    def comparison(self, row: int) -> Comparison:
        """That of the city in a row with all that it compares with."""
        measure = self._measure(row)
        if measure.areas not in self._statistics:
            self._statistics[measure.areas] = self._compute(measure.areas)
        found = self._statistics[measure.areas]
        entry = found.group.of(self._cities[row])
        return Comparison(
            city=self._cities[row],
            kind=self.kind,
            key=self.key,
            measure=measure,
            reporting=len(self._reporting),
            obstacle=found.obstacle,
            group=found.group,
            exact_mean=found.mean,
            exact_weighted_mean=found.weighted_mean,
            sd=found.sd,
            deviation=_deviation(found, entry.exact) if entry else None,
            rank=entry.rank if entry else None,
        )

    def _measure(self, row: int) -> Measure:
        """A city's own number."""
        reason, sources = self._column.origin(row)
        return Measure(
            exact=fraction_of(self._column.numbers[row]),
            reason=reason,
            reason_text=_words(sources, reason),
            unit=self._family.units[self.key],
            period=self._family.period,
            method=self._family.methods[self.key],
            flags=_flags(sources),
            cells=tuple(dict.fromkeys(source.where for source in sources)),
            areas=self._areas[row],
        )

    def _compute(self, areas: tuple[str, ...]) -> _Statistics:
        """The statistics of the cities whose values cover these areas."""
        alike = [row for row in self._reporting if self._areas[row] == areas]
        obstacle = claims.obstacle(
            self.kind, len(alike), len(self._reporting), estimated=self._is_any_estimated(alike)
        )
        if obstacle or not alike:
            return _Statistics(group=Group(self._cities, (), (), ()), obstacle=obstacle)
        numbers = self._column.numbers
        values = [number for row in alike if (number := numbers[row]) is not None]
        # In units so small that numbers that differ do so by many of them.
        ratios = [value.as_integer_ratio() for value in values]
        digits = 2 * max(below for _, below in ratios).bit_length() + _MORE_DIGITS
        whole = [(above << digits) // below for above, below in ratios]
        order = sorted(range(len(whole)), key=whole.__getitem__, reverse=True)
        n, total = len(whole), sum(whole)
        # n² times the variance, in units²; its root is n times the standard deviation.
        root = isqrt(n * sum(number * number for number in whole) - total * total)
        return _Statistics(
            group=Group(
                self._cities, numbers, [alike[place] for place in order], _ranks(whole, order)
            ),
            mean=exact_sum(values) / n,
            weighted_mean=self._weighted_mean(alike),
            exact_sd=Fraction(root, n << digits),
            sd=root / (n << digits),
        )

    def _is_any_estimated(self, rows: Sequence[int]) -> bool:
        of_estimates = (
            self._column.origin(row) for row in rows if self._cities[row].slug in self._estimates
        )
        return any(source.flag is Flag.ESTIMATED for _, cells in of_estimates for source in cells)

    def _weighted_mean(self, rows: Sequence[int]) -> Fraction | None:
        """Sum of numerators by sum of denominators; None for kinds without, and by zero."""
        if self._family.ratio is None:
            return None
        *grids, factor = self._family.ratio
        above, below = (
            exact_sum(number for row in rows if (number := numbers[row]) is not None)
            for numbers in (grid.columns[self.key].numbers for grid in grids)
        )
        return factor * above / below if below else None


def _ranks(values: Sequence[int], order: Sequence[int]) -> list[int]:
    """Ranks of values in their order; equal ones share the first of theirs."""
    ranks = [1]
    for place, (before, this) in enumerate(pairwise(order), start=2):
        ranks.append(ranks[-1] if values[before] == values[this] else place)
    return ranks


def _deviation(found: _Statistics, exact: Fraction) -> float | None:
    """(value - mean) / sd; None where that says nothing."""
    if found.mean is None or not found.exact_sd or len(found.group) < claims.FEWEST_FOR_DEVIATION:
        return None
    # A mean of thousands has thousands of digits, which fractions would be reduced to.
    value, value_below = exact.as_integer_ratio()
    mean, mean_below = found.mean.as_integer_ratio()
    sd, sd_below = found.exact_sd.as_integer_ratio()
    distance = value * mean_below - mean * value_below
    return (distance * sd_below) / (value_below * mean_below * sd)


def _words(observations: Sequence[Observation], reason: Reason | None) -> str:
    """The source's own words for a reason, where it has any."""
    words = (o.reason_text for o in observations if o.reason is reason and o.reason_text)
    return next(words, "") if reason else ""


def _flags(observations: Sequence[Observation]) -> tuple[Flag, ...]:
    marks = [observation.flag for observation in observations if observation.flag]
    flags = [flag for flag in _MOST_RESTRICTIVE if flag in marks]
    return tuple(flags if set(flags) >= {Flag.LIMITED, Flag.ESTIMATED} else flags[:1])[:2]
