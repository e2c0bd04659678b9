"""Where a value stands among the cities it may be compared with: mean, z-score, rank, order.

Every statistic is taken over the cities that report the value and are comparable. The standard
deviation is that of the population (divides by n): the cities are the whole comparison, not a
sample of it. All is computed on exact numbers; only roots are rounded.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import isqrt, lcm

from reportgen.indicators.formulas import Family
from reportgen.model import (
    ALL_AREAS,
    City,
    CityValue,
    Comparison,
    Flag,
    Kind,
    Measure,
    Observation,
    Reason,
    claims,
)

#: Decimals of a standard deviation, where it has more.
_DIGITS = 30

#: The flag that restricts a value most comes first; the first two stand beside one another.
_MOST_RESTRICTIVE = (Flag.LIMITED, Flag.ESTIMATED, Flag.PROVISIONAL, Flag.CORRECTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """Comparable values of one indicator; the fields are those of `Comparison`, by row of a city.

    `deviations` and `ranks` have an entry for each city of the group.
    """

    obstacle: Reason | None = None
    values: tuple[CityValue, ...] = ()
    mean: Fraction | None = None
    weighted_mean: Fraction | None = None
    sd: float | None = None
    deviations: Mapping[int, float] = field(default_factory=dict)
    ranks: Mapping[int, int] = field(default_factory=dict)


def compare(
    families: Sequence[Family], cities: Sequence[City], rows: Sequence[int]
) -> dict[tuple[Kind, str], list[Comparison]]:
    """The comparisons of each indicator with all `cities`, which are the grids' rows.

    There is one for each of the wanted `rows`.
    """
    return {
        (family.kind, key): _compared(family, key, measures, cities, rows)
        for family in families
        for key, measures in _measures(family)
    }


def _compared(
    family: Family,
    key: str,
    measures: Sequence[Measure],
    cities: Sequence[City],
    rows: Sequence[int],
) -> list[Comparison]:
    """The comparisons of one indicator."""
    reporting = [row for row, measure in enumerate(measures) if measure.exact is not None]
    groups: dict[tuple[str, ...], _Group] = {}
    comparisons = []
    for row in rows:
        measure = measures[row]
        if measure.areas not in groups:
            alike = [r for r in reporting if claims.is_comparable(measure, measures[r])]
            why = claims.obstacle(family.kind, [measures[r] for r in alike], len(reporting))
            groups[measure.areas] = (
                _Group(obstacle=why) if why else _group(family, key, cities, measures, alike)
            )
        group = groups[measure.areas]
        comparisons.append(
            Comparison(
                city=cities[row],
                kind=family.kind,
                key=key,
                measure=measure,
                reporting=len(reporting),
                obstacle=group.obstacle,
                group=group.values,
                exact_mean=group.mean,
                exact_weighted_mean=group.weighted_mean,
                sd=group.sd,
                deviation=group.deviations.get(row),
                rank=group.ranks.get(row),
            )
        )
    return comparisons


def _measures(family: Family) -> Iterator[tuple[str, list[Measure]]]:
    """The cities' own numbers, key by key."""
    grid = family.grid
    numbers = grid.values.to_numpy(copy=True)
    numbers[~grid.present] = None
    for key, *columns in zip(grid.keys, numbers.T, grid.reasons.T, grid.sources.T, strict=True):
        summed = grid.summed if key == ALL_AREAS else ()
        areas = family.areas or (summed,) * len(numbers)
        cells = zip(*columns, areas, strict=True)
        yield key, [_measure(family, key, *cell) for cell in cells]


def _measure(
    family: Family,
    key: str,
    number: Fraction | None,
    reason: Reason | None,
    observations: Sequence[Observation],
    areas: tuple[str, ...],
) -> Measure:
    """A city's own number."""
    return Measure(
        exact=number,
        reason=reason,
        reason_text=_words(observations, reason),
        unit=family.units[key],
        period=family.period,
        method=family.methods[key],
        flags=_flags(observations),
        cells=tuple(dict.fromkeys(observation.where for observation in observations)),
        areas=areas,
    )


def _group(
    family: Family,
    key: str,
    cities: Sequence[City],
    measures: Sequence[Measure],
    rows: list[int],
) -> _Group:
    """Statistics of the measures in `rows`; none of them is absent."""
    numbers = {row: number for row in rows if (number := measures[row].exact) is not None}
    if not numbers:
        return _Group()
    # Over one denominator all sums are of whole numbers.
    unit = lcm(*(number.denominator for number in numbers.values()))
    whole = {row: number.numerator * unit // number.denominator for row, number in numbers.items()}
    n, total = len(whole), sum(whole.values())
    # n² times the variance, in units²; its root is n times the standard deviation.
    spread = n * sum(number**2 for number in whole.values()) - total**2
    root = isqrt(spread * 100**_DIGITS)
    order = sorted(whole, key=lambda row: -whole[row])
    ranks: dict[int, int] = {}
    for position, row in enumerate(order):
        tied = position and whole[row] == whole[order[position - 1]]
        ranks[row] = ranks[order[position - 1]] if tied else position + 1
    deviations = {
        row: (number * n - total) * 10**_DIGITS / root
        for row, number in whole.items()
        if spread and n >= claims.FEWEST_FOR_DEVIATION
    }
    return _Group(
        values=tuple(
            CityValue(city=cities[row], exact=numbers[row], rank=ranks[row]) for row in order
        ),
        mean=Fraction(total, n * unit),
        weighted_mean=_weighted_mean(family, key, rows),
        sd=root / (n * unit * 10**_DIGITS),
        deviations=deviations,
        ranks=ranks,
    )


def _weighted_mean(family: Family, key: str, rows: list[int]) -> Fraction | None:
    """Sum of numerators by sum of denominators; None for kinds without, and by zero."""
    if family.ratio is None:
        return None
    numerators, denominators, factor = family.ratio
    above, below = (
        sum(grid.values[key].to_numpy()[rows], Fraction(0)) for grid in (numerators, denominators)
    )
    return factor * above / below if below else None


def _words(observations: Sequence[Observation], reason: Reason | None) -> str:
    """The source's own words for a reason, where it has any."""
    words = (o.reason_text for o in observations if o.reason is reason and o.reason_text)
    return next(words, "") if reason else ""


def _flags(observations: Sequence[Observation]) -> tuple[Flag, ...]:
    marks = [observation.flag for observation in observations if observation.flag]
    flags = [flag for flag in _MOST_RESTRICTIVE if flag in marks]
    return tuple(flags if set(flags) >= {Flag.LIMITED, Flag.ESTIMATED} else flags[:1])[:2]
