"""Where a value stands among all cities: mean, standard deviation, z-score, rank, order.

Every statistic is taken over the cities that report the value. The standard deviation is that of
the population (divides by n): the cities are the whole comparison, not a sample of it.
"""

import math
from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from reportgen.indicators.formulas import Family
from reportgen.model import (
    ALL_AREAS,
    FEWEST_FOR_DEVIATION,
    City,
    CityValue,
    Comparison,
    Flag,
    Kind,
    Measure,
    Observation,
)

#: A standard deviation below this part of the largest value is rounding noise of equal values.
_NOISE = 1e-12

#: The flag that restricts a value most comes first.
_MOST_RESTRICTIVE = (Flag.LIMITED, Flag.ESTIMATED, Flag.PROVISIONAL, Flag.CORRECTED)


def compare(
    families: Sequence[Family], cities: Sequence[City], rows: Sequence[int]
) -> dict[tuple[Kind, str], list[Comparison]]:
    """The comparisons of each indicator with all `cities`, which are the grids' rows.

    There is one for each of the wanted `rows`.
    """
    # One wide frame: pandas takes as long for one family as for all of them.
    values = pd.concat([family.grid.values for family in families], axis=1, ignore_index=True)
    means = values.mean()
    sds = _standard_deviations(values)
    enough = values.count() >= FEWEST_FOR_DEVIATION
    deviations = (values - means) / sds.where(enough & (sds > 0))
    ranks = values.rank(ascending=False, method="min")

    indicators = [indicator for family in families for indicator in _indicators(family, rows)]
    comparisons = {}
    for (family, key, measures), own_values, mean, sd, own_deviations, own_ranks in zip(
        indicators,
        _columns(values),
        _optional(means),
        _optional(sds),
        _columns(deviations),
        _columns(ranks),
        strict=True,
    ):
        group = _highest_first(cities, own_values)
        comparisons[family.kind, key] = [
            Comparison(
                kind=family.kind,
                key=key,
                measure=measure,
                group=group,
                mean=mean,
                weighted_mean=family.weighted_means.get(key),
                sd=sd,
                deviation=own_deviations[row],
                rank=None if (rank := own_ranks[row]) is None else int(rank),
            )
            for measure, row in zip(measures, rows, strict=True)
        ]
    return comparisons


def _indicators(family: Family, rows: Sequence[int]) -> Iterator[tuple[Family, str, list[Measure]]]:
    """For each indicator: the family, the key and the own numbers of the wanted cities."""
    grid = family.grid
    for key, values, reasons, sources in zip(
        grid.keys, _columns(grid.values), grid.reasons.T, grid.sources.T, strict=True
    ):
        measures = [
            Measure(
                value=values[row],
                reason=reasons[row],
                unit=family.units[key],
                period=family.period,
                method=family.methods[key],
                flag=_flag(sources[row]),
                cells=tuple(dict.fromkeys(observation.where for observation in sources[row])),
                areas=grid.summed if key == ALL_AREAS else (),
            )
            for row in rows
        ]
        yield family, key, measures


def _standard_deviations(values: pd.DataFrame) -> "pd.Series[float]":
    """sqrt(sum of (v - mean)² / n) by key; exactly 0 when all values are equal."""
    sds = values.std(ddof=0)
    return sds.mask(sds <= _NOISE * values.abs().max(), 0.0)


def _highest_first(cities: Sequence[City], values: Sequence[float | None]) -> tuple[CityValue, ...]:
    """The cities that report, from the largest value down; ties in the order of `cities`."""
    reporting = [
        CityValue(city=city, value=value)
        for city, value in zip(cities, values, strict=True)
        if value is not None
    ]
    return tuple(sorted(reporting, key=lambda entry: -entry.value))


def _flag(observations: Sequence[Observation]) -> Flag | None:
    flags = {observation.flag for observation in observations}
    return next((flag for flag in _MOST_RESTRICTIVE if flag in flags), None)


def _columns(frame: pd.DataFrame) -> Iterator[list[float | None]]:
    return (_optional(column) for column in frame.to_numpy().T)


def _optional(numbers: Iterable[float]) -> list[float | None]:
    """Python floats, None for NaN."""
    return [None if math.isnan(number) else float(number) for number in numbers]
