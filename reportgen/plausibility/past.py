"""Kinds of rules that compare figures with those of the year before."""

import math
from collections.abc import Iterator, Sequence
from typing import Annotated

import numpy as np

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
from reportgen.plausibility.rule import ColumnRule, Fact, Hit, hit
from reportgen.tomlfile import Range

#: Factors that come from a slip: of the decimal point, of thousands, of months and years.
SLIPS = (10.0, 100.0, 1000.0, 1_000_000.0, 12.0)
#: A factor is one of these when it is so near, in parts of it.
_NEAR = 0.2


def slip_of(factor: float, slips: Sequence[float] = SLIPS) -> float | None:
    """The slip that a factor, above or below one, comes from; None when from none."""
    size = max(factor, 1 / factor)
    near = [slip for slip in slips if abs(math.log(size / slip)) < math.log(1 + _NEAR)]
    return min(near, key=lambda slip: abs(math.log(size / slip)), default=None)


def wording_of(factor: float, name: str) -> tuple[str, dict[str, Fact]]:
    """Which message of a comparison tells a factor, and what fills it."""
    size = max(factor, 1 / factor)
    slip = slip_of(factor)
    way = "above" if factor > 1 else "below"
    return f"{name}_{'slip_' if slip else ''}{way}", {"factor": slip or size}


class Previous(ColumnRule, frozen=True, kw_only=True):
    """Figures that are `factor` times those of the year before, or more, or less by as much.

    Figures both below `least` are not compared: small numbers change that much.
    """

    factor: Annotated[float, Range(1.01, 1000)] = 3
    least: Annotated[float, Range(0, 1e15)] = 0

    def hits(self, figures: Figures) -> Iterator[Hit]:
        for block, year, column in self.fields(figures):
            before = block.previous(year)
            if before is None:
                continue
            values, past = block.values[year, column], block.values[before, column]
            ratio = quotient(values, past)
            wrong = (ratio >= self.factor) | ((ratio > 0) & (ratio <= 1 / self.factor))
            wrong &= np.maximum(values, past) >= self.least
            for spot in spots(year, column, wrong):
                says, facts = wording_of(float(ratio[spot[2]]), "previous")
                past_year = str(block.years[before])
                yield hit(
                    figures, block, spot, says, past=past[spot[2]], past_year=past_year, **facts
                )


class Change(ColumnRule, frozen=True, kw_only=True):
    """Changes unlike those of the other cities.

    The logarithm of the change is compared with the group's median; the scale is 1.4826 times the
    median absolute deviation (Iglewicz and Hoaglin 1993, whose limit for outliers is 3.5 scales).

    Attributes:
        scales: so many scales away from the median.
        percent: and so many percent of it at least.
        fewest: cities with a change.
        least: figures below it are not compared.
    """

    scales: Annotated[float, Range(3.5, 100)] = 8
    percent: Annotated[float, Range(1, 1000)] = 15
    fewest: Annotated[int, Range(4, 1000)] = 6
    least: Annotated[float, Range(0, 1e15)] = 0

    def hits(self, figures: Figures) -> Iterator[Hit]:
        for block, year, column in self.fields(figures):
            before = block.previous(year)
            if before is None:
                continue
            values, past = block.values[year, column], block.values[before, column]
            change = logarithm(quotient(values, past))
            change[np.maximum(values, past) < self.least] = np.nan
            middle = median(change, self.fewest)
            if middle is None:
                continue
            distance = np.abs(change - middle)
            scale = 1.4826 * (median(distance) or 0.0)
            limit = max(self.scales * scale, math.log1p(self.percent / 100))
            for spot in spots(year, column, distance > limit):
                yield hit(
                    figures,
                    block,
                    spot,
                    "change",
                    past=past[spot[2]],
                    past_year=str(block.years[before]),
                    change=100 * math.expm1(change[spot[2]]),
                    usual=100 * math.expm1(middle),
                )


class Repeated(ColumnRule, frozen=True, kw_only=True):
    """Counts of at least `least` that are exactly those of the year before.

    Of n cities that change by the median d, about n / 2d repeat a count by chance; the rule is
    silent where these are more than `chance`.
    """

    least: Annotated[float, Range(1, 1e15)] = 2000
    chance: Annotated[float, Range(0.001, 1)] = 0.5

    def hits(self, figures: Figures) -> Iterator[Hit]:
        for block, year, column in self.fields(figures):
            before = block.previous(year)
            if before is None:
                continue
            values, past = block.values[year, column], block.values[before, column]
            large = (values >= self.least) & (past >= self.least)
            usual = median(np.abs(values - past)[large]) or 0.0
            if np.count_nonzero(large) > self.chance * 2 * usual and usual:
                continue
            same = (values == past) & large
            for spot in spots(year, column, same):
                yield hit(figures, block, spot, "repeated", past_year=str(block.years[before]))


class Vanished(ColumnRule, frozen=True, kw_only=True):
    """Zero or x where the year before had at least `least`, and at least that after zero."""

    least: Annotated[float, Range(1, 1e15)] = 100

    def hits(self, figures: Figures) -> Iterator[Hit]:
        for block, year, column in self.fields(figures):
            before = block.previous(year)
            if before is None:
                continue
            values, past = block.values[year, column], block.values[before, column]
            gone = (past >= self.least) & ((values == 0) | block.crossed[year, column])
            come = (values >= self.least) & (past == 0)
            for says, where in (("vanished", gone), ("appeared", come)):
                yield from self._hits(figures, block, (year, before, column), says, where)

    def _hits(
        self,
        figures: Figures,
        block: Block,
        place: tuple[int, int, int],
        says: str,
        where: Mask,
    ) -> Iterator[Hit]:
        year, before, column = place
        past: Array = block.values[before, column]
        for spot in spots(year, column, where):
            past_year = str(block.years[before])
            yield hit(figures, block, spot, says, past=past[spot[2]], past_year=past_year)
