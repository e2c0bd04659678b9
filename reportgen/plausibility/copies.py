"""Kinds of rules that find what was delivered twice, in sum, or rounded."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import numpy as np

from reportgen.plausibility.figures import Array, Block, Figures, Mask, Spot
from reportgen.plausibility.rule import ColumnRule, Hit, hit, joint_hit
from reportgen.tomlfile import Range


class CopiedRow(ColumnRule, frozen=True, kw_only=True):
    """A row, with `fewest` figures above zero at least, that is the same as another row.

    That is the row of the same city in the year before, or of another city in the same year.
    """

    fewest: Annotated[int, Range(2, 1000)] = 3

    def hits(self, figures: Figures) -> Iterator[Hit]:
        for block, columns in self.chosen(figures):
            for year in range(len(block.years)):
                rows = block.values[year, list(columns)].T
                enough = np.sum(rows > 0, axis=1) >= self.fewest
                first: dict[bytes, int] = {}
                for city in np.flatnonzero(enough):
                    other = first.setdefault(rows[city].tobytes(), int(city))
                    if other != city:
                        spots = _filled(block, year, columns, int(city))
                        name = figures.names[other]
                        yield joint_hit(figures, block, spots, "row_of_other", other=name)
                if (before := block.previous(year)) is None:
                    continue
                past = block.values[before, list(columns)].T
                for city in np.flatnonzero(_alike(rows, past) & enough):
                    spots = _filled(block, year, columns, int(city))
                    past_year = str(block.years[before])
                    yield joint_hit(figures, block, spots, "row_of_past", past_year=past_year)


class CopiedColumn(ColumnRule, frozen=True, kw_only=True):
    """A column that is the same in all cities, `fewest` at least, as another one.

    That is the same column in the year before, or another column of the sheet in the same year.
    """

    fewest: Annotated[int, Range(2, 1000)] = 3

    def hits(self, figures: Figures) -> Iterator[Hit]:
        for block, columns in self.chosen(figures):
            for year in range(len(block.years)):
                values = block.values[year, list(columns)]
                enough = np.sum(values > 0, axis=1) >= self.fewest
                first: dict[bytes, int] = {}
                for position in np.flatnonzero(enough):
                    other = first.setdefault(values[position].tobytes(), int(position))
                    if other != position:
                        spots = _whole(block, year, columns[int(position)])
                        name = block.labels[columns[other]]
                        yield joint_hit(figures, block, spots, "column_of_other", other=name)
                if (before := block.previous(year)) is None:
                    continue
                past = block.values[before, list(columns)]
                for position in np.flatnonzero(_alike(values, past) & enough):
                    spots = _whole(block, year, columns[int(position)])
                    past_year = str(block.years[before])
                    yield joint_hit(figures, block, spots, "column_of_past", past_year=past_year)


def _alike(first: Array, second: Array) -> Mask:
    same = (first == second) | (np.isnan(first) & np.isnan(second))
    return np.asarray(np.all(same, axis=1), dtype=np.bool_)


def _filled(block: Block, year: int, columns: Sequence[int], city: int) -> list[Spot]:
    return [(year, c, city) for c in columns if np.isfinite(block.values[year, c, city])]


def _whole(block: Block, year: int, column: int) -> list[Spot]:
    known = np.flatnonzero(np.isfinite(block.values[year, column]))
    return [(year, column, int(city)) for city in known]


class Total(ColumnRule, frozen=True, kw_only=True):
    """A figure that is the sum of all others of its row, two at least, within `tolerance`."""

    tolerance: Annotated[float, Range(0, 1000)] = 0

    def hits(self, figures: Figures) -> Iterator[Hit]:
        for block, columns in self.chosen(figures):
            if len(columns) < 3:
                continue
            for year in range(len(block.years)):
                values = block.values[year, list(columns)]
                whole = np.nansum(values, axis=0)
                enough = np.sum(values > 0, axis=0) >= 3
                for position, column in enumerate(columns):
                    rest = whole - values[position]
                    wrong = (np.abs(values[position] - rest) <= self.tolerance) & (rest > 0)
                    for city in np.flatnonzero(wrong & enough):
                        yield hit(figures, block, (year, column, int(city)), "total")


class Rounded(ColumnRule, frozen=True, kw_only=True):
    """Figures of a row, `fewest` at least, that are multiples of `multiple` and far above it.

    The rule is silent where many cities round, as some sources do.
    """

    multiple: Annotated[int, Range(10, 10**6)] = 1000
    fewest: Annotated[int, Range(2, 1000)] = 2

    def hits(self, figures: Figures) -> Iterator[Hit]:
        for block, columns in self.chosen(figures):
            for year in range(len(block.years)):
                values = block.values[year, list(columns)]
                round_ = (values >= 5 * self.multiple) & (values % self.multiple == 0)
                usual = np.mean(round_, axis=1) > 0.2
                round_[usual] = False
                for city in np.flatnonzero(np.sum(round_, axis=0) >= self.fewest):
                    spots = [
                        (year, c, int(city))
                        for c, r in zip(columns, round_[:, city], strict=True)
                        if r
                    ]
                    yield joint_hit(figures, block, spots, "rounded", multiple=float(self.multiple))
