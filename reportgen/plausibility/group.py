"""Kinds of rules that compare the figures of a city with those of the others."""

import math
from collections.abc import Iterator
from typing import Annotated, ClassVar

import numpy as np

from reportgen.model import Table
from reportgen.plausibility.figures import (
    Array,
    Block,
    Figures,
    Mask,
    logarithm,
    median,
    quotient,
    spots,
)
from reportgen.plausibility.past import wording_of
from reportgen.plausibility.rule import ColumnRule, Hit, hit
from reportgen.tomlfile import Range

#: By sheet, what a figure is compared as.
_MEASURES = {
    Table.POPULATION: "share",
    Table.RECIPIENTS: "density",
    Table.PAYMENTS: "per_recipient",
    Table.ECONOMY: "value",
}
_SCALES = {Table.POPULATION: 100, Table.RECIPIENTS: 1000, Table.PAYMENTS: 1, Table.ECONOMY: 1}


class Median(ColumnRule, frozen=True, kw_only=True):
    """Figures that are `factor` times the group's median or more, or less by as much.

    Compared are groups as shares of the population, recipients per 1,000, payments per recipient,
    and indicators as they are. What a city had the year before or after
    as well is how the city is: it only counts from the factor `always` on.

    Attributes:
        fewest: cities with a figure.
        scales: so far from the median at least, as in `Change`; not asked for from `always` on.
        steady: factor by which those years may differ to count as the same.
        least: figures below it are not compared: small numbers differ that much.
    """

    is_relative: ClassVar[bool] = True

    factor: Annotated[float, Range(1.1, 1000)] = 3
    always: Annotated[float, Range(1.1, 10000)] = 8
    scales: Annotated[float, Range(0, 100)] = 3.5
    steady: Annotated[float, Range(1, 3)] = 2
    fewest: Annotated[int, Range(3, 1000)] = 5
    least: Annotated[float, Range(0, 1e15)] = 0

    def faults(self) -> Iterator[tuple[str, str]]:
        yield from ColumnRule.faults(self)
        if self.always < self.factor:
            yield "always", f"{self.always:g} is less than factor, {self.factor:g}"

    def hits(self, figures: Figures) -> Iterator[Hit]:
        for block, year, column in self.fields(figures):
            rates = figures.rates(block)[year, column]
            middle = median(rates, self.fewest)
            if not middle or middle < 0:
                continue
            ratio, values = rates / middle, block.values[year, column]
            distance = np.abs(logarithm(ratio))
            scale = 1.4826 * (median(distance) or 0.0)
            far = _beyond(ratio, self.factor) & (distance > self.scales * scale)
            far &= ~self._is_steady(figures, block, year, column)
            far |= _beyond(ratio, self.always)
            size = np.maximum(values, quotient(values, ratio))
            for spot in spots(year, column, far & (size >= self.least)):
                scale = _SCALES[block.table]
                says, facts = wording_of(float(ratio[spot[2]]), _MEASURES[block.table])
                known = {"rate": scale * rates[spot[2]], "median": scale * middle}
                yield hit(figures, block, spot, says, **known, **facts)

    def _is_steady(self, figures: Figures, block: Block, year: int, column: int) -> Mask:
        steady: Mask = np.zeros(len(figures.slugs), dtype=np.bool_)
        for other, number_of_year in enumerate(block.years):
            if abs(number_of_year - block.years[year]) == 1:
                ratio = quotient(block.values[year, column], block.values[other, column])
                steady |= (ratio <= self.steady) & (ratio >= 1 / self.steady)
        return steady


def _beyond(ratio: Array, factor: float) -> Mask:
    far: Mask = (ratio >= factor) | ((ratio > 0) & (ratio <= 1 / factor))
    return far


class Zero(ColumnRule, frozen=True, kw_only=True):
    """Zero where all other cities, and at least `fewest`, have values above `least`."""

    fewest: Annotated[int, Range(3, 1000)] = 4
    least: Annotated[float, Range(0, 1e15)] = 0

    def hits(self, figures: Figures) -> Iterator[Hit]:
        for block, year, column in self.fields(figures):
            values = block.values[year, column]
            zero, known = values == 0, int(np.count_nonzero(np.isfinite(values)))
            others = int(np.count_nonzero(values > self.least))
            if np.count_nonzero(zero) == 1 and others >= max(self.fewest, known - 1):
                for spot in spots(year, column, zero):
                    yield hit(figures, block, spot, "zero", n=float(others))


class Shared(ColumnRule, frozen=True, kw_only=True):
    """Counts that two cities have alike, where that hardly happens by chance.

    With n cities, whose middle half lies within a width w of counts in steps of s, about
    n (n - 1) / 2 * s / (2 w) pairs are alike by chance; the rule looks only where that is below
    `chance`, and at counts of at least `least`.
    """

    least: Annotated[float, Range(1, 1e15)] = 10000
    chance: Annotated[float, Range(0.0001, 0.2)] = 0.02

    def hits(self, figures: Figures) -> Iterator[Hit]:
        for block, year, column in self.fields(figures):
            values = block.values[year, column]
            known = values[values > 0]
            if len(known) < 3 or self._by_chance(known) > self.chance:
                continue
            large: Array = known[known >= self.least]
            numbers, counts = np.unique(large, return_counts=True)
            for double in numbers[counts == 2]:
                first, second = (int(city) for city in np.flatnonzero(values == double))
                spot, other = (year, column, second), (year, column, first)
                yield hit(figures, block, spot, "shared", other, other=figures.names[first])

    @staticmethod
    def _by_chance(known: Array) -> float:
        low, high = (float(np.quantile(known, part)) for part in (0.25, 0.75))
        step = 5 if np.count_nonzero(known % 5 == 0) > len(known) / 2 else 1
        pairs = math.comb(len(known), 2)
        return float(pairs * step / (2 * (high - low))) if high > low else math.inf
