"""An independent computation of every indicator, in plain fractions and loops, and random datasets.

Nothing here calls the code under test: it reads a `Dataset` and the definitions of the indicators.
"""

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property

from hypothesis import strategies as st
from msgspec.structs import replace

from reportgen.model import ALL_AREAS, Dataset, Flag, Kind, Polarity, Reason, Table
from tests.datasets import AREAS, TOTAL, UNDER_65, Cell, dataset

YEAR = 2020
KEYS = tuple(area.key for area in AREAS)

#: Kinds that rest on payments, and kinds that are parts of a whole.
PAYMENTS = {
    Kind.PAYMENTS,
    Kind.SHARE_OF_PAYMENTS,
    Kind.PAYMENTS_PER_RECIPIENT,
    Kind.PAYMENTS_PER_INHABITANT,
}
SHARES = {Kind.SHARE_OF_RECIPIENTS: Table.RECIPIENTS, Kind.SHARE_OF_PAYMENTS: Table.PAYMENTS}

_NUMBER = re.compile(r"−?\d[\d.,]*")


class Recomputed:
    """All numbers of a dataset, each from its definition."""

    def __init__(self, data: Dataset) -> None:
        self.data = data
        self.slugs = [city.slug for city in data.cities]

    def delivered(self, table: Table, slug: str, key: str, year: int = YEAR) -> Fraction | None:
        cell = self.data.observations.get((table, slug, year, key))
        return None if cell is None or cell.value is None else Fraction(repr(cell.value))

    def is_estimated(self, slug: str, keys: tuple[str, ...]) -> bool:
        cells = [self.data.observations.get((Table.PAYMENTS, slug, YEAR, key)) for key in keys]
        return any(cell and cell.flag is Flag.ESTIMATED for cell in cells)

    def areas(self, table: Table, slug: str, year: int = YEAR) -> tuple[str, ...]:
        return tuple(k for k in KEYS if self.delivered(table, slug, k, year) is not None)

    @cached_property
    def common(self) -> Mapping[Kind, tuple[str, ...]]:
        """The areas that the sums of a kind cover: delivered by more than half of the cities."""
        tables = {
            Kind.RECIPIENTS: ((Table.RECIPIENTS, YEAR),),
            Kind.PAYMENTS: ((Table.PAYMENTS, YEAR),),
            Kind.PAYMENTS_PER_RECIPIENT: ((Table.PAYMENTS, YEAR), (Table.RECIPIENTS, YEAR)),
            Kind.CHANGE_OF_RECIPIENTS: ((Table.RECIPIENTS, YEAR), (Table.RECIPIENTS, YEAR - 1)),
        }
        found = {}
        for kind, needed in tables.items():
            of = {s: [set(self.areas(t, s, y)) for t, y in needed] for s in self.slugs}
            both = {slug: set.intersection(*sets) for slug, sets in of.items()}
            reporting = sum(bool(keys) for keys in both.values())
            found[kind] = tuple(
                key
                for key in KEYS
                if 2 * sum(key in keys for keys in both.values()) > reporting > 0
            )
        found[Kind.DENSITY] = found[Kind.PAYMENTS_PER_INHABITANT] = found[Kind.RECIPIENTS]
        found[Kind.PAYMENTS_PER_INHABITANT] = found[Kind.PAYMENTS]
        found[Kind.CHANGE_IN_PERSONS] = found[Kind.CHANGE_OF_RECIPIENTS]
        return found

    def summed(
        self, table: Table, slug: str, keys: tuple[str, ...], year: int = YEAR
    ) -> Fraction | None:
        parts = [self.delivered(table, slug, key, year) for key in keys]
        return None if not parts or None in parts else sum(p for p in parts if p is not None)

    def value(self, kind: Kind, key: str, slug: str) -> Fraction | None:
        """A city's own number; None when it is absent."""
        if kind is Kind.POPULATION:
            return self.delivered(Table.POPULATION, slug, key)
        if kind is Kind.ECONOMY:
            return self.delivered(Table.ECONOMY, slug, key)
        keys = self.common.get(kind, ()) if key == ALL_AREAS else (key,)
        persons = self.summed(Table.RECIPIENTS, slug, keys)
        euros = self.summed(Table.PAYMENTS, slug, keys)
        before = self.summed(Table.RECIPIENTS, slug, keys, YEAR - 1)
        if kind in SHARES:
            own = self.delivered(SHARES[kind], slug, key)
            present = self.areas(SHARES[kind], slug)
            whole = self.summed(SHARES[kind], slug, present)
            return None if own is None or len(present) < 2 or not whole else 100 * own / whole
        if kind is Kind.DENSITY:
            return _ratio(1000, persons, self.delivered(Table.POPULATION, slug, self.base(key)))
        if kind is Kind.PAYMENTS_PER_RECIPIENT:
            return _ratio(1, euros, persons)
        if kind is Kind.PAYMENTS_PER_INHABITANT:
            return _ratio(1, euros, self.delivered(Table.POPULATION, slug, TOTAL))
        if kind is Kind.CHANGE_IN_PERSONS:
            return None if persons is None or before is None else persons - before
        if kind is Kind.CHANGE_OF_RECIPIENTS:
            change = None if persons is None or before is None else persons - before
            return _ratio(100, change, before)
        return {Kind.RECIPIENTS: persons, Kind.PAYMENTS: euros}[kind]

    def group(self, kind: Kind, key: str, slug: str) -> dict[str, Fraction]:
        """The values that a city's is compared with, its own among them."""
        values = {s: v for s in self.slugs if (v := self.value(kind, key, s)) is not None}
        if kind in SHARES:
            table = SHARES[kind]
            own = self.areas(table, slug)
            alike = {s: v for s, v in values.items() if self.areas(table, s) == own}
            values = alike if len(alike) > 1 or len(values) == 1 else {}
        if kind in PAYMENTS:
            keys = KEYS if kind in SHARES else self.common[kind] if key == ALL_AREAS else (key,)
            if any(self.is_estimated(s, keys) for s in values):
                return {}
        return values

    def mean(self, kind: Kind, key: str, slug: str) -> Fraction:
        values = self.group(kind, key, slug).values()
        return sum(values, Fraction(0)) / len(values)

    def weighted_mean(self, kind: Kind, key: str, slug: str) -> Fraction:
        """Of ratios: the sum of the numerators by that of the denominators."""
        of = list(self.group(kind, key, slug))
        keys = self.common[kind] if key == ALL_AREAS else (key,)
        table = Table.RECIPIENTS if kind is Kind.DENSITY else Table.PAYMENTS
        above = [self.summed(table, city, keys) or Fraction(0) for city in of]
        below = [
            self.summed(Table.RECIPIENTS, city, keys)
            if kind is Kind.PAYMENTS_PER_RECIPIENT
            else self.delivered(Table.POPULATION, city, self.base(key))
            for city in of
        ]
        factor = 1000 if kind is Kind.DENSITY else 1
        return factor * sum(above, Fraction(0)) / sum((b for b in below if b), Fraction(0))

    def base(self, key: str) -> str:
        """The population that a density refers to."""
        only_sgb2 = key == ALL_AREAS and [area.key for area in self.data.areas] == ["sgb2"]
        return UNDER_65 if key == "sgb2" or only_sgb2 else TOTAL

    def of_year(self, role: str, key: str, slug: str, year: int) -> Fraction:
        """A past value of an economic indicator, its mean, or the change since then in percent."""
        past = {s: self.delivered(Table.ECONOMY, s, key, year) for s in self.slugs}
        now = {s: self.delivered(Table.ECONOMY, s, key) for s in self.slugs}
        own, last = past[slug], now[slug]
        assert own is not None, "the city had no value"
        assert last is not None, "the city has no value"
        if role == "past":
            return own
        if role == "growth":
            return 100 * (last / own - 1)
        assert role in {"past_mean", "mean_growth"}
        assert [s for s in past if past[s] is None] == [s for s in now if now[s] is None]
        values = [value for value in past.values() if value is not None]
        if role == "past_mean":
            return sum(values, Fraction(0)) / len(values)
        today = [value for value in now.values() if value is not None]
        return 100 * (sum(today, Fraction(0)) / sum(values, Fraction(0)) - 1)

    def places(self, key: str, slug: str, since: int) -> tuple[list[int], list[int], int]:
        """An indicator's ranks from either end in each year, and the smallest group's size."""
        top, bottom, sizes = [], [], []
        for year in range(since, YEAR + 1):
            values = {s: self.delivered(Table.ECONOMY, s, key, year) for s in self.slugs}
            present = [value for value in values.values() if value is not None]
            own = values[slug]
            if own is None:
                continue
            assert present.count(own) == 1, "a place that is shared is none"
            top.append(1 + sum(value > own for value in present))
            bottom.append(1 + sum(value < own for value in present))
            sizes.append(len(present))
        return top, bottom, min(sizes)

    def judged(self, slug: str) -> tuple[int, int, int]:
        """Indicators better, worse, and with a favourable side and a mean."""
        better = worse = judged = 0
        for indicator in self.data.indicators:
            group = self.group(Kind.ECONOMY, indicator.key, slug)
            if indicator.polarity is Polarity.NONE or slug not in group or len(group) < 2:
                continue
            mean = sum(group.values(), Fraction(0)) / len(group)
            above = (
                group[slug] - mean if indicator.polarity is Polarity.HIGH else mean - group[slug]
            )
            better, worse, judged = better + (above > 0), worse + (above < 0), judged + 1
        return better, worse, judged

    def deviation(self, kind: Kind, key: str, slug: str) -> float:
        """In floating point: a root has no exact value."""
        values, mean = self.group(kind, key, slug), self.mean(kind, key, slug)
        variance = sum((v - mean) ** 2 for v in values.values()) / len(values)
        return float(values[slug] - mean) / float(variance) ** 0.5

    def rank(self, kind: Kind, key: str, slug: str) -> int:
        values = self.group(kind, key, slug)
        return 1 + sum(v > values[slug] for v in values.values())


def _ratio(factor: int, above: Fraction | None, below: Fraction | None) -> Fraction | None:
    return None if above is None or not below else factor * above / below


def rounded(number: Fraction, decimals: int) -> Decimal:
    """Half away from zero, by another way than the program's."""
    digits = Decimal(number.numerator) / Decimal(number.denominator)
    return digits.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def printed_number(text: str, language: str) -> tuple[Decimal, int] | None:
    """The first number of a text with its decimals; None when it has none."""
    found = _NUMBER.search(text)
    if not found:
        return None
    digits = found[0].rstrip(".,").replace("−", "-")
    group, mark = (".", ",") if language == "de" else (",", ".")
    number = digits.replace(group, "").replace(mark, ".")
    return Decimal(number), len(number.partition(".")[2])


def datasets() -> st.SearchStrategy[Dataset]:
    """Datasets of 1 to 13 cities with gaps, flags, zeros, ties and tiny numbers."""
    reasons = st.sampled_from([Reason.NOT_DELIVERED, Reason.NOT_RESPONSIBLE])

    def cells(numbers: st.SearchStrategy[float], flags: list[Flag]) -> st.SearchStrategy[Cell]:
        plain = numbers.map(float)
        flagged = st.tuples(plain, st.sampled_from(flags))
        return st.one_of(plain, plain, plain, plain, flagged, reasons)

    count = st.one_of(
        st.integers(0, 4), st.integers(95, 105), st.integers(0, 20_000), st.just(10_000)
    )
    marks = [Flag.PROVISIONAL, Flag.LIMITED]
    persons, euros = cells(count, marks), cells(count.map(lambda n: n * 1000), [Flag.ESTIMATED])
    rates = cells(st.integers(0, 400).map(lambda n: n / 20), marks)
    people = st.sampled_from([1000.0, 10_000.0, 123_456.0, 5_000_000.0])

    @st.composite
    def made(draw: st.DrawFn) -> Dataset:
        cities = "ABCDEFGHIJKLM"[: draw(st.sampled_from([1, 2, 3, 5, 6, 9, 10, 13]))]
        areas = AREAS[: draw(st.integers(1, 3))]
        # Of some areas all cities report the same, or nothing is missing anywhere.
        alike = draw(st.booleans())

        def column(numbers: st.SearchStrategy[Cell]) -> st.SearchStrategy[Cell]:
            return st.just(draw(numbers)) if draw(st.integers(0, 5)) == 0 else numbers

        columns = {
            (table, key): column(numbers)
            for table, numbers in ((Table.RECIPIENTS, persons), (Table.PAYMENTS, euros))
            for key in [area.key for area in areas]
        }
        if alike:
            columns = {(table, key): count.map(float) for table, key in columns}

        def table(of: Table, year: int = YEAR) -> dict[tuple[str, int, str], Cell]:
            return {
                (city, year, key): draw(numbers)
                for (name, key), numbers in columns.items()
                if name is of
                for city in cities
            }

        data = dataset(
            cities,
            population={
                (city, YEAR, base): draw(people) for city in cities for base in (TOTAL, UNDER_65)
            },
            recipients={
                **table(Table.RECIPIENTS),
                **table(Table.RECIPIENTS, YEAR - 1),
            },
            payments=table(Table.PAYMENTS),
            economy={
                (city, year, key): draw(rates)
                for city in cities
                for year in range(YEAR - draw(st.sampled_from([0, 1, 2, 4])), YEAR + 1)
                for key in ECONOMY
            },
        )
        return replace(data, areas=areas)

    return made()


ECONOMY = ("unemployment", "rent")
