"""Kinds of rules that find whole rows and columns in a wrong place, unit or territory."""

import math
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Annotated, ClassVar

import numpy as np

from reportgen.plausibility.figures import Array, Block, Figures, logarithm, median, quotient
from reportgen.plausibility.past import slip_of
from reportgen.plausibility.rule import ColumnRule, Hit, joint_hit
from reportgen.tomlfile import Range

#: So many rows are compared with each other; when more are odd, it is not by exchange.
_MOST = 60


class Exchanged(ColumnRule, frozen=True, kw_only=True):
    """Two cities, or two columns of a city, whose figures fit better the other way round.

    Figures are compared with those of the year before, else with what is usual, by the mean size
    of the logarithms of their quotients.

    Attributes:
        factor: by which figures are off at least, on average, as they stand.
        unusual: the same where there is no year before.
        better: how many times better they must fit the other way round.
    """

    factor: Annotated[float, Range(1.05, 100)] = 1.5
    unusual: Annotated[float, Range(1.05, 100)] = 4
    better: Annotated[float, Range(1.5, 100)] = 4

    def hits(self, figures: Figures) -> Iterator[Hit]:
        for block, columns in self.chosen(figures):
            for year in range(len(block.years)):
                values = logarithm(block.values[year, list(columns)])
                expected = logarithm(figures.expected(block, year)[list(columns)])
                place = (figures, block, year, columns)
                yield from self._cities(place, values, expected)
                yield from self._columns(place, values, expected)

    def _columns(
        self, place: "tuple[Figures, Block, int, Sequence[int]]", values: Array, expected: Array
    ) -> list[Hit]:
        """Columns that are exchanged in one city, or in most of them."""
        figures, block, year, columns = place
        found: list[Hit] = []
        far = np.abs(values - expected) > self._limits(block, year)[list(columns)]
        for first, second in combinations(range(len(columns)), 2):
            both = np.flatnonzero(far[first] & far[second])
            if not len(both):
                continue
            one, two = values[first, both], values[second, both]
            to_one, to_two = expected[first, both], expected[second, both]
            straight = np.abs(one - to_one) + np.abs(two - to_two)
            crossed = np.abs(one - to_two) + np.abs(two - to_one)
            cities = both[(crossed * self.better < straight) & (one != two)]
            for city in cities if len(cities) <= len(figures.slugs) / 2 else ():
                spots = [(year, columns[c], int(city)) for c in (first, second)]
                other = block.labels[columns[second]]
                found.append(joint_hit(figures, block, spots, "columns_exchanged", other=other))
            if len(cities) > len(figures.slugs) / 2:
                spots = [(year, columns[c], int(city)) for c in (first, second) for city in cities]
                other = block.labels[columns[second]]
                found.append(joint_hit(figures, block, spots, "all_exchanged", other=other))
        return found

    def _limits(self, block: Block, year: int) -> Array:
        before = block.previous(year)
        limits: Array = np.full(block.values[year].shape, math.log(self.unusual))
        if before is not None:
            limits[block.values[before] > 0] = math.log(self.factor)
        return limits

    def _cities(
        self, place: "tuple[Figures, Block, int, Sequence[int]]", values: Array, expected: Array
    ) -> Iterator[Hit]:
        figures, block, year, columns = place
        off = _mean(np.abs(values - expected))
        limits = np.where(np.isfinite(values), self._limits(block, year)[list(columns)], 0)
        odd = np.flatnonzero(off > limits.max(axis=0))
        if len(odd) > _MOST:
            return
        for first, second in combinations(odd, 2):
            straight = off[first] + off[second]
            turned = np.abs(values[:, [second, first]] - expected[:, [first, second]])
            enough = min(np.isfinite(turned).sum(axis=0)) >= min(2, len(columns))
            if enough and float(_mean(turned).sum()) * self.better < straight:
                spots = [(year, c, int(city)) for city in (first, second) for c in columns
                         if np.isfinite(block.values[year, c, city])]  # fmt: skip
                name = figures.names[int(second)]
                yield joint_hit(figures, block, spots, "cities_exchanged", other=name)


def _mean(values: Array) -> Array:
    """The mean by column of what is there; not a number where nothing is."""
    known = np.isfinite(values)
    return quotient(np.where(known, values, 0).sum(axis=0), known.sum(axis=0).astype(np.float64))


class Shifted(ColumnRule, frozen=True, kw_only=True):
    """A row, `fewest` figures at least, that fits better one column further left or right."""

    factor: Annotated[float, Range(1.05, 100)] = 2
    better: Annotated[float, Range(1.5, 100)] = 4
    fewest: Annotated[int, Range(3, 1000)] = 3

    def hits(self, figures: Figures) -> Iterator[Hit]:
        for block, columns in self.chosen(figures):
            for year in range(len(block.years)):
                values = logarithm(block.values[year, list(columns)])
                expected = logarithm(figures.expected(block, year)[list(columns)])
                off = _mean(np.abs(values - expected))
                for city in np.flatnonzero(off > math.log(self.factor)):
                    for step, says in ((1, "shifted_right"), (-1, "shifted_left")):
                        moved = np.roll(values[:, city], -step)
                        moved[-1 if step > 0 else 0] = np.nan
                        gap = np.abs(moved - expected[:, city])
                        known = gap[np.isfinite(gap)]
                        if len(known) < self.fewest or known.mean() * self.better >= off[city]:
                            continue
                        spots = [(year, c, int(city)) for n, c in enumerate(columns)
                                 if np.isfinite(values[n, city])]  # fmt: skip
                        yield joint_hit(figures, block, spots, says)


class Scale(ColumnRule, frozen=True, kw_only=True):
    """A row or a column whose figures all are off by the same slip, such as thousands.

    They are compared with the year before, else with what is usual; `fewest` at least.
    """

    fewest: Annotated[int, Range(2, 1000)] = 2

    def hits(self, figures: Figures) -> Iterator[Hit]:
        for block, columns in self.chosen(figures):
            for year in range(len(block.years)):
                expected = figures.expected(block, year)[list(columns)]
                ratio = quotient(block.values[year, list(columns)], expected)
                for position, column in enumerate(columns):
                    if slip := self._slip(ratio[position]):
                        cities = np.flatnonzero(ratio[position] > 0)
                        spots = [(year, column, int(city)) for city in cities]
                        yield self._hit(figures, block, spots, "column", slip)
                odd = np.any((ratio > 5) | ((ratio > 0) & (ratio < 0.2)), axis=0)
                for city in np.flatnonzero(odd):
                    if slip := self._slip(ratio[:, city]):
                        rows = np.flatnonzero(ratio[:, city] > 0)
                        spots = [(year, columns[int(row)], int(city)) for row in rows]
                        yield self._hit(figures, block, spots, "row", slip)

    def _slip(self, ratios: Array) -> float | None:
        """The slip that all ratios come from, above one when they are too large."""
        known = ratios[ratios > 0]
        middle = median(known, self.fewest)
        slip = slip_of(middle) if middle else None
        if not middle or not slip:
            return None
        signed = slip if middle > 1 else 1 / slip
        return signed if np.all(np.abs(np.log(known / signed)) < math.log(2)) else None

    @staticmethod
    def _hit(
        figures: Figures,
        block: Block,
        spots: Sequence[tuple[int, int, int]],
        what: str,
        slip: float,
    ) -> Hit:
        way = "above" if slip > 1 else "below"
        return joint_hit(figures, block, spots, f"{what}_{way}", factor=max(slip, 1 / slip))


class Territory(ColumnRule, frozen=True, kw_only=True):
    """Rates of a city that all are off in the same direction, as when a region was delivered.

    All areas, `fewest` at least, lie `factor` times or more above the group's median, or below it,
    and not further apart than by that factor; the year before was not like that.
    """

    is_relative: ClassVar[bool] = True

    factor: Annotated[float, Range(1.1, 10)] = 1.6
    scales: Annotated[float, Range(0.5, 10)] = 1.2
    fewest: Annotated[int, Range(3, 1000)] = 4

    def hits(self, figures: Figures) -> Iterator[Hit]:
        for block, columns in self.chosen(figures):
            for year in range(len(block.years)):
                rates = figures.rates(block)[year]
                logs = np.full((len(columns), len(figures.slugs)), np.nan)
                for position, column in enumerate(columns):
                    middle = median(rates[column], 5)
                    if middle:
                        logs[position] = logarithm(rates[column] / middle)
                spread = 1.4826 * (median(np.abs(logs)) or 0)
                limit = max(math.log(self.factor), self.scales * spread)
                known = np.isfinite(logs).sum(axis=0)
                for way, says in ((1, "territory_above"), (-1, "territory_below")):
                    off = np.where(np.isfinite(logs), way * logs, np.inf)
                    top = np.where(np.isfinite(logs), way * logs, -np.inf)
                    near = (top.max(axis=0) - off.min(axis=0)) < math.log(self.factor)
                    wrong = (off.min(axis=0) > limit) & near & (known >= self.fewest)
                    for city in np.flatnonzero(wrong):
                        factor = math.exp(_mean(np.abs(logs))[city])
                        spots = [(year, c, int(city)) for n, c in enumerate(columns)
                                 if np.isfinite(logs[n, city])]  # fmt: skip
                        yield joint_hit(figures, block, spots, says, factor=factor)
