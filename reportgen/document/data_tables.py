"""The pages of figures: one table per chart, and what explains them."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from reportgen.document.blocks import (
    Block,
    Columns,
    Heading,
    Paragraph,
    ParagraphStyle,
    TableBlock,
    Together,
)
from reportgen.document.explanations import explanations
from reportgen.layout.load import Layout
from reportgen.layout.numbers import Numbers
from reportgen.model import (
    ALL_AREAS,
    PERCENT,
    City,
    CityValue,
    Comparison,
    EconomicIndicator,
    Kind,
    Polarity,
    Profile,
    Span,
    Table,
    claims,
)
from reportgen.model.numbers import Number

#: Stands in a cell that has no value; the reason stands beside the charts.
NO_VALUE = "·"

#: Kinds whose cells carry the unit; that of the others stands in the head or in a column.
_WITH_UNIT = frozenset({Kind.SHARE_OF_RECIPIENTS, Kind.SHARE_OF_PAYMENTS})

#: Kinds whose rank is printed.
_RANKED = frozenset({Kind.DENSITY, Kind.ECONOMY})

#: The sheets whose remarks concern the numbers of a kind.
_TABLES: Mapping[Kind, tuple[Table, ...]] = {
    Kind.RECIPIENTS: (Table.RECIPIENTS,),
    Kind.SHARE_OF_RECIPIENTS: (Table.RECIPIENTS,),
    Kind.SHARE_OF_PAYMENTS: (Table.PAYMENTS,),
    Kind.DENSITY: (Table.RECIPIENTS, Table.POPULATION),
    Kind.PAYMENTS_PER_RECIPIENT: (Table.PAYMENTS, Table.RECIPIENTS),
    Kind.PAYMENTS_PER_INHABITANT: (Table.PAYMENTS, Table.POPULATION),
    Kind.ECONOMY: (Table.ECONOMY,),
    Kind.CHANGE_OF_ECONOMY: (Table.ECONOMY,),
}


def figure_blocks(profile: Profile, layout: Layout) -> Iterator[Block]:
    """All blocks of the section, in the order of reading."""
    words = layout.texts.document.figures
    yield Heading(level=2, text=words.heading, aside=words.subtitle)
    maker = _TableMaker(profile, layout)
    tables = (maker.recipients(), maker.payments(), maker.densities(), maker.economy())
    filled = [table for table in tables if table.rows]
    remarks = " ".join(maker.remarks()) if filled else ""
    for table in filled:
        blocks: list[Block] = [Heading(level=3, text=table.title), table]
        if remarks and table is filled[-1]:  # remarks stay with the last table
            blocks.append(Paragraph(spans=(Span(text=remarks),), style=ParagraphStyle.MUTED))
        yield Together(blocks=tuple(blocks))
    yield Columns(blocks=tuple(explanations(profile, layout)))


class _TableMaker:
    """Makes the tables of one profile; each method one table."""

    def __init__(self, profile: Profile, layout: Layout) -> None:
        self._profile, self._words = profile, layout.texts.document.figures
        self._style, self._names = layout.texts.style, layout.texts.names
        self._numbers = Numbers(profile, layout.texts)
        self._group = layout.texts.group
        self._fewer_cities = layout.texts.charts.fewer_cities

    def recipients(self) -> TableBlock:
        words = self._words
        title = words.recipients.format(date=self._period(Kind.RECIPIENTS))

        def cells(key: str) -> tuple[str, ...]:
            alike = self._of_same_areas(Kind.CHANGE_IN_PERSONS, Kind.RECIPIENTS, key)
            return (
                self._value(Kind.RECIPIENTS, key),
                (self._numbers.change(key) if alike else None) or NO_VALUE,
                *self._share(Kind.SHARE_OF_RECIPIENTS, Kind.RECIPIENTS, key),
            )

        head = (
            (words.persons, Kind.RECIPIENTS),
            (words.change, Kind.CHANGE_OF_RECIPIENTS),
            (words.share, Kind.SHARE_OF_RECIPIENTS),
            (words.mean_share, Kind.SHARE_OF_RECIPIENTS),
        )
        return self._area_table(Kind.RECIPIENTS, title, head, cells, {words.mean_share})

    def payments(self) -> TableBlock:
        words = self._words
        title = words.payments.format(year=self._period(Kind.PAYMENTS))

        def cells(key: str) -> tuple[str, ...]:
            paid = self._get(Kind.PAYMENTS, key)
            alike = self._of_same_areas(Kind.PAYMENTS_PER_RECIPIENT, Kind.PAYMENTS, key)
            return (
                self._numbers.millions(paid) if _is_present(paid) else NO_VALUE,
                *self._share(Kind.SHARE_OF_PAYMENTS, Kind.PAYMENTS, key),
                self._value(Kind.PAYMENTS_PER_RECIPIENT, key) if alike else NO_VALUE,
                self._value(Kind.PAYMENTS_PER_INHABITANT, key),
            )

        inhabitant = self._group(self._profile.groups[0]).one
        head = (
            (words.payments_million, Kind.PAYMENTS),
            (words.share, Kind.SHARE_OF_PAYMENTS),
            (words.mean_share, Kind.SHARE_OF_PAYMENTS),
            (words.per_recipient, Kind.PAYMENTS_PER_RECIPIENT),
            (words.per_inhabitant.format(one=inhabitant), Kind.PAYMENTS_PER_INHABITANT),
        )
        return self._area_table(Kind.PAYMENTS, title, head, cells, {words.mean_share})

    def densities(self) -> TableBlock:
        words = self._words
        title = words.densities.format(date=self._period(Kind.DENSITY))

        def cells(key: str) -> tuple[str, ...]:
            density = self._get(Kind.DENSITY, key)
            weighted, extremes = density.exact_weighted_mean, claims.has_extremes(density)
            return (
                self._group(self._profile.base_of(key)).table,
                self._value(Kind.DENSITY, key),
                self._mean(density),
                self._number(density, weighted) if claims.has_mean(density) else NO_VALUE,
                self._extreme(density, density.lowest) if extremes else NO_VALUE,
                self._extreme(density, density.highest) if extremes else NO_VALUE,
                self._rank(density),
            )

        comparing = (words.mean, words.weighted_mean, words.lowest, words.highest, words.rank)
        head = tuple((name, Kind.DENSITY) for name in (words.base, words.density, *comparing))
        return self._area_table(Kind.DENSITY, title, head, cells, set(comparing))

    def economy(self) -> TableBlock:
        words = self._words
        favourable = {
            Polarity.HIGH: words.favourable_high,
            Polarity.LOW: words.favourable_low,
            Polarity.NONE: words.favourable_none,
        }

        def row(indicator: EconomicIndicator, c: Comparison) -> tuple[str, ...]:
            sd = c.sd if claims.has_deviations(c) else None
            return (
                self._names.indicator(indicator),
                self._names.unit(indicator.unit),
                self._value(Kind.ECONOMY, indicator.key),
                self._value(Kind.CHANGE_OF_ECONOMY, indicator.key),
                self._mean(c),
                self._number(c, sd),
                NO_VALUE if c.deviation is None else self._style.signed(c.deviation, 2),
                self._rank(c),
                favourable[indicator.polarity],
            )

        comparisons = ((i, self._get(Kind.ECONOMY, i.key)) for i in self._profile.indicators)
        head = (
            words.indicator,
            words.unit,
            words.value,
            words.change,
            words.mean,
            words.sd,
            words.deviation,
            words.rank,
            words.favourable,
        )
        shown = [(indicator, c) for indicator, c in comparisons if c.reporting]
        comparing = {words.mean, words.sd, words.deviation, words.rank}
        table = TableBlock(
            title=words.economy.format(year=self._profile.year),
            head=head,
            rows=tuple(row(indicator, c) for indicator, c in shown),
            keys=tuple(indicator.key for indicator, _ in shown),
            kinds=tuple(
                Kind.CHANGE_OF_ECONOMY if name == words.change else Kind.ECONOMY for name in head
            ),
        )
        return _without_empty(table, comparing)

    def remarks(self) -> Iterator[str]:
        """What holds for the tables as a whole."""
        profile, words = self._profile, self._words
        shown = [c for c in profile.comparisons.values() if c.kind in _RANKED]
        if any(map(claims.has_rank, shown)):
            yield words.rank_note.format(n=len(profile.cities))
        changes = profile.present(Kind.CHANGE_OF_ECONOMY)
        if any(change.measure.unit == PERCENT for change in changes):
            yield words.points_note
        if any(not claims.is_own(c.measure) for c in profile.present(Kind.PAYMENTS)):
            yield words.estimated_note
        yield from self._on_totals()
        for table in Table:
            for remark in profile.remarks(table, self._shown_cities(table)):
                yield f"{words.remark} {remark}"

    def _on_totals(self) -> Iterator[str]:
        """What a sum covers when that is not just what the city delivered, and which are absent."""
        words = self._words
        for kind, table in (
            (Kind.RECIPIENTS, words.recipients_table),
            (Kind.PAYMENTS, words.payments_table),
        ):
            total = self._get(kind, ALL_AREAS).measure
            delivered = {c.key for c in self._profile.present(kind)}
            if delivered and total.exact is None:
                yield self._on_missing_total(kind, table, total.areas)
            elif delivered and delivered != set(total.areas):
                yield words.total_note.format(table=table, areas=self._area_names(total.areas))

    def _on_missing_total(self, kind: Kind, table: str, areas: Sequence[str]) -> str:
        """Why there is no sum: the areas that the others' sums cover and this city lacks."""
        words = self._words
        if not areas:
            return words.no_common_area_note.format(table=table)
        missing: dict[str, list[str]] = {}
        for key in areas:
            measure = self._get(kind, key).measure
            if measure.reason is not None:
                reason = self._names.reason(measure.reason, measure.reason_text)
                missing.setdefault(reason, []).append(key)
        groups = [
            words.no_total_group.format(names=self._area_names(keys), reason=reason)
            for reason, keys in missing.items()
        ]
        return words.no_total_note.format(table=table, groups=self._style.enumerate(groups))

    def _area_table(
        self,
        kind: Kind,
        title: str,
        head: tuple[tuple[str, Kind], ...],
        cells: Callable[[str], tuple[str, ...]],
        comparing: Collection[str],
    ) -> TableBlock:
        """One row for each area that any city reports, and the sum where it can be formed.

        `head` has of each column its name and what it shows.
        """
        reported = [a for a in self._profile.areas if self._get(kind, a.key).reporting]
        names = {area.key: self._names.area(area) for area in reported}
        total = bool(names) and _is_present(self._get(kind, ALL_AREAS))
        if total:
            names[ALL_AREAS] = self._words.total
        table = TableBlock(
            title=title,
            head=(self._words.area, *(name for name, _ in head)),
            rows=tuple((name, *cells(key)) for key, name in names.items()),
            total=total,
            keys=tuple(names),
            kinds=(kind, *(shown for _, shown in head)),
        )
        return _without_empty(table, comparing)

    def _area_names(self, keys: Collection[str]) -> str:
        names = [self._names.area(area) for area in self._profile.areas if area.key in keys]
        return self._style.enumerate(names)

    def _get(self, kind: Kind, key: str) -> Comparison:
        return self._profile.get(kind, key)

    def _of_same_areas(self, kind: Kind, row: Kind, key: str) -> bool:
        """Whether a measure is not a sum over other areas than that of the row."""
        return self._get(kind, key).measure.areas == self._get(row, key).measure.areas

    def _period(self, kind: Kind) -> str:
        return self._style.period(self._get(kind, ALL_AREAS).measure.period)

    def _value(self, kind: Kind, key: str) -> str:
        """The city's own number, marked where its source has a remark."""
        comparison = self._get(kind, key)
        if not _is_present(comparison):
            return NO_VALUE
        unit = kind in _WITH_UNIT
        text = self._numbers.value(comparison, unit=unit)
        return text + self._mark(comparison, [self._profile.city])

    def _mean(self, comparison: Comparison) -> str:
        """The mean, marked where a value in it has a remark."""
        if not claims.has_mean(comparison):
            return NO_VALUE
        text = self._numbers.mean(comparison, unit=comparison.kind in _WITH_UNIT)
        return text + self._mark(comparison, [entry.city for entry in comparison.group])

    def _number(self, comparison: Comparison, number: Number | None) -> str:
        if number is None:
            return NO_VALUE
        return self._numbers.number(comparison, number, unit=comparison.kind in _WITH_UNIT)

    def _extreme(self, comparison: Comparison, extreme: Sequence[CityValue]) -> str:
        """The value with the city that holds it, or how many do."""
        cities = [entry.city for entry in extreme]
        if len(cities) == 1:
            holder = cities[0].abbreviation
        else:
            holder = self._fewer_cities.format(n=len(cities))
        value = self._number(comparison, extreme[0].exact) + self._mark(comparison, cities)
        return self._words.value_city.format(value=value, city=holder)

    def _rank(self, comparison: Comparison) -> str:
        """The rank, with the number of cities when not all report; it holds for the mean, too."""
        rank = str(comparison.rank) if claims.has_rank(comparison) else NO_VALUE
        if not claims.has_mean(comparison) or comparison.n == len(self._profile.cities):
            return rank
        return self._words.rank_of.format(rank=rank, n=comparison.n)

    def _share(self, kind: Kind, row: Kind, key: str) -> tuple[str, str]:
        if key == ALL_AREAS:
            return self._share_of_total(kind, row), ""
        share = self._get(kind, key)
        mean = self._mean(share)
        if mean != NO_VALUE and share.n < len(self._profile.cities):
            mean += f" ({self._fewer_cities.format(n=share.n)})"
        return self._value(kind, key), mean

    def _share_of_total(self, kind: Kind, row: Kind) -> str:
        """How much of all areas that the city delivers the sum covers."""
        shares = {c.key: c.measure for c in self._profile.present(kind)}
        if not shares:
            return NO_VALUE
        total = self._get(row, ALL_AREAS).measure
        covered = [m.exact for key, m in shares.items() if key in total.areas and m.exact]
        everything = set(total.areas) == shares.keys()
        percent = self._style.percentage(sum(covered, Fraction(0)), 0 if everything else 1)
        return self._style.flagged(percent, total.flags)

    def _mark(self, comparison: Comparison, cities: Collection[City]) -> str:
        """The sign of a remark, where a source has one on a value of these cities."""
        tables = _TABLES.get(comparison.kind, ())
        remarked = any(self._profile.remarks(table, cities) for table in tables)
        return self._words.remark if remarked else ""

    def _shown_cities(self, table: Table) -> list[City]:
        """The cities whose values of a table stand in the tables of figures or in their means."""
        shown = (c for c in self._profile.comparisons.values() if table in _TABLES.get(c.kind, ()))
        return [entry.city for c in shown for entry in c.group] + [self._profile.city]


def _is_present(comparison: Comparison) -> bool:
    return comparison.measure.exact is not None


def _without_empty(table: TableBlock, comparing: Collection[str]) -> TableBlock:
    """The table without those of its comparing columns in which no row has anything."""
    kept = [
        number
        for number, name in enumerate(table.head)
        if name not in comparing or any(row[number] not in {"", NO_VALUE} for row in table.rows)
    ]
    return replace(
        table,
        head=tuple(table.head[number] for number in kept),
        kinds=tuple(table.kinds[number] for number in kept),
        rows=tuple(tuple(row[number] for number in kept) for row in table.rows),
    )
