"""Kinds of rules on single figures, and on figures of one city and year that belong together."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, ClassVar

import numpy as np

from reportgen.model import Table
from reportgen.plausibility.figures import Figures, quotient, spots
from reportgen.plausibility.rule import ColumnRule, Hit, Rule, hit
from reportgen.tomlfile import Range

_MOST = 1e15


def _in_order(rule: "Span | Ratio | Small") -> Iterator[tuple[str, str]]:
    if rule.least > rule.most:
        yield "least", f"{rule.least:g} is more than most, {rule.most:g}"


class Order(Rule, frozen=True, kw_only=True):
    """Figures of a row that never are larger than the next, as a part and its whole.

    Attributes:
        sheet: whose rows they stand in.
        chain: columns, smallest first; a rule is silent where one of them is missing.
        strict: they are not equal either.
    """

    sheet: Table
    chain: tuple[str, ...]
    strict: bool = False
    if_there: bool = False

    def faults(self) -> Iterator[tuple[str, str]]:
        if len(set(self.chain)) < 2 or len(set(self.chain)) < len(self.chain):
            yield "chain", "must name two or more different columns"

    def unknown_columns(self, figures: Figures) -> Iterator[str]:
        block = figures.block(self.sheet)
        if block and not self.if_there:
            yield from (name for name in self.chain if not block.columns([name]))

    def hits(self, figures: Figures) -> Iterator[Hit]:
        block = figures.block(self.sheet)
        columns = block.named(self.chain) if block else None
        if block is None or columns is None:
            return
        for year in range(len(block.years)):
            for part, whole in pairwise(columns):
                first, second = block.values[year, part], block.values[year, whole]
                wrong = (first > second) | ((first == second) & (first > 0) & self.strict)
                for spot in spots(year, part, wrong):
                    other = (year, whole, spot[2])
                    facts = {"other": block.labels[whole], "limit": block.values[other]}
                    yield hit(figures, block, spot, "order", **facts)


class Span(ColumnRule, frozen=True, kw_only=True):
    """Figures within bounds."""

    least: Annotated[float, Range(-_MOST, _MOST)]
    most: Annotated[float, Range(-_MOST, _MOST)]

    def faults(self) -> Iterator[tuple[str, str]]:
        yield from ColumnRule.faults(self)
        yield from _in_order(self)

    def hits(self, figures: Figures) -> Iterator[Hit]:
        for block, year, column in self.fields(figures):
            values = block.values[year, column]
            for spot in spots(year, column, (values < self.least) | (values > self.most)):
                yield hit(figures, block, spot, "span", least=self.least, most=self.most)


class Fractions(ColumnRule, frozen=True, kw_only=True):
    """A column of percentages none of which is above one; at least `fewest` are above zero."""

    fewest: Annotated[int, Range(2, 1000)] = 3

    def hits(self, figures: Figures) -> Iterator[Hit]:
        for block, year, column in self.fields(figures):
            values = block.values[year, column]
            known = np.flatnonzero(np.isfinite(values))
            if np.count_nonzero(values > 0) >= self.fewest and np.all(values[known] <= 1):
                first, *others = [(year, column, int(city)) for city in known]
                yield hit(figures, block, first, "fractions", *others)


class Share(ColumnRule, frozen=True, kw_only=True):
    """Recipients as a share of the population that their area refers to: at most `most` percent."""

    is_relative: ClassVar[bool] = True

    most: Annotated[float, Range(0, 1000)]

    def hits(self, figures: Figures) -> Iterator[Hit]:
        for block, year, column in self.fields(figures):
            if block.table is not Table.RECIPIENTS:
                continue
            group = figures.bases.get(block.keys[column], "")
            base = figures.population(group, block.years[year])
            share = 100 * quotient(block.values[year, column], base)
            for spot in spots(year, column, share > self.most):
                of, city = str(group), spot[2]
                facts = {"base": base[city], "share": share[city], "most": self.most}
                yield hit(figures, block, spot, "share", other=of, **facts)


class Ratio(ColumnRule, frozen=True, kw_only=True):
    """Payments per recipient within bounds, in euros a year."""

    is_relative: ClassVar[bool] = True

    least: Annotated[float, Range(0, _MOST)]
    most: Annotated[float, Range(0, _MOST)]

    def faults(self) -> Iterator[tuple[str, str]]:
        yield from ColumnRule.faults(self)
        yield from _in_order(self)

    def hits(self, figures: Figures) -> Iterator[Hit]:
        for block, year, column in self.fields(figures):
            recipients = figures.recipients(block.keys[column], block.years[year])
            per = quotient(block.values[year, column], recipients)
            values = block.values[year, column]
            for spot in spots(year, column, (per > self.most) | (per < self.least)):
                city = spot[2]
                same = values[city] == recipients[city]
                facts = {"base": recipients[city], "ratio": per[city]}
                bounds = {"least": self.least, "most": self.most}
                says = "same_as_recipients" if same else "ratio"
                yield hit(figures, block, spot, says, **facts, **bounds)


class Unmatched(Rule, frozen=True, kw_only=True):
    """Payments of an area where nobody receives any, or recipients where nothing is paid."""

    def hits(self, figures: Figures) -> Iterator[Hit]:
        payments, persons = figures.block(Table.PAYMENTS), figures.block(Table.RECIPIENTS)
        if payments is None or persons is None:
            return
        for year, number_of_year in enumerate(payments.years):
            if number_of_year not in persons.years:
                continue
            other = persons.years.index(number_of_year)
            for column, key in enumerate(payments.keys):
                if key not in persons.keys:
                    continue
                area = persons.keys.index(key)
                paid, counted = payments.values[year, column], persons.values[other, area]
                crossed = persons.crossed[other, area]
                for spot in spots(year, column, (paid > 0) & (counted == 0)):
                    yield hit(figures, payments, spot, "paid_to_nobody")
                for spot in spots(year, column, (paid > 0) & crossed):
                    yield hit(figures, payments, spot, "paid_not_responsible")
                unpaid = (counted > 0) & ((paid == 0) | payments.crossed[year, column])
                for spot in spots(year, column, unpaid):
                    yield hit(figures, payments, spot, "nothing_paid", base=counted[spot[2]])


class Small(ColumnRule, frozen=True, kw_only=True):
    """Counts that hardly any group of people is so small for, from `least` to `most`."""

    least: Annotated[int, Range(1, 1000)] = 1
    most: Annotated[int, Range(1, 1000)] = 4

    def faults(self) -> Iterator[tuple[str, str]]:
        yield from ColumnRule.faults(self)
        yield from _in_order(self)

    def hits(self, figures: Figures) -> Iterator[Hit]:
        for block, year, column in self.fields(figures):
            values = block.values[year, column]
            for spot in spots(year, column, (values >= self.least) & (values <= self.most)):
                yield hit(figures, block, spot, "small", least=self.least, most=self.most)


class Placeholder(ColumnRule, frozen=True, kw_only=True):
    """Numbers that stand in for one that is to come.

    The rule is silent where more than `chance` of them are to be expected among so many cities.
    """

    values: tuple[float, ...]
    chance: Annotated[float, Range(0.001, 1)] = 0.5

    def hits(self, figures: Figures) -> Iterator[Hit]:
        for block, year, column in self.fields(figures):
            values = block.values[year, column]
            known = values[np.isfinite(values)]
            width = float(np.ptp(known)) if len(known) > 1 else 0.0
            within = [each for each in self.values if known.min(initial=0) <= each <= width]
            if len(known) * len(within) > self.chance * max(width, 1.0):
                continue
            for spot in spots(year, column, np.isin(values, self.values)):
                yield hit(figures, block, spot, "placeholder")
