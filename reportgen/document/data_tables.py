"""The pages of figures: one table per chart, and what explains them."""

from collections.abc import Callable, Collection, Iterator, Sequence
from fractions import Fraction

from msgspec.structs import replace

from reportgen.document.blocks import (
    Block,
    Heading,
    Paragraph,
    ParagraphStyle,
    Sidebar,
    TableBlock,
    Together,
)
from reportgen.document.explanations import explanations
from reportgen.document.source_notes import SourceNotes
from reportgen.document.table_remarks import SHEETS, table_remarks
from reportgen.layout.load import Layout
from reportgen.layout.numbers import Numbers
from reportgen.model import (
    ALL_AREAS,
    City,
    CityValue,
    Comparison,
    EconomicIndicator,
    Group,
    Kind,
    PeerOrigin,
    Profile,
    Span,
    Table,
    claims,
)
from reportgen.model.numbers import Number

#: Stands in a cell that has no value; the reason stands beside the charts.
NO_VALUE = "·"

#: Signs that are no abbreviation of anything, or that stand around a number.
_READ_AS_THEY_ARE = frozenset({"0", "()"})

#: Kinds whose cells carry the unit; that of the others stands in the head or in a column.
_WITH_UNIT = frozenset({Kind.SHARE_OF_RECIPIENTS, Kind.SHARE_OF_PAYMENTS})


def figure_blocks(profile: Profile, layout: Layout) -> Iterator[Block]:
    """All blocks of the section: the tables, and beside them what explains them."""
    words = layout.texts.document.figures
    maker = _TableMaker(profile, layout)
    tables = (maker.recipients(), maker.densities(), maker.payments(), maker.economy())
    filled = [table for table in tables if table.rows]
    notes = SourceNotes(profile, layout, filled)
    blocks: list[Block] = []
    expansions = _expansions(profile, layout)
    for table in filled:
        text = f"{table.title}{notes.marks(table)}"
        heading = Heading(level=3, text=text, aside=table.aside)
        blocks.append(Together(blocks=(heading, replace(table, expansions=expansions))))
    remarks = " ".join(table_remarks(profile, layout)) if filled else ""
    blocks.append(Paragraph(spans=(Span(text=remarks),), style=ParagraphStyle.MUTED))
    blocks += notes.blocks()
    yield Heading(level=2, text=words.heading)
    cells = [cell for table in filled for row in table.rows for cell in row]
    yield Sidebar(blocks=tuple(blocks), side=tuple(explanations(profile, layout, cells)))


def _expansions(profile: Profile, layout: Layout) -> dict[str, str]:
    """What signs, benefit areas and abbreviations of cities in cells stand for."""
    names = layout.texts.names
    signs = {sign: text for sign, text in names.signs.items() if sign not in _READ_AS_THEY_ARE}
    areas = {names.area(area): names.area_label(area).partition(" (")[0] for area in profile.areas}
    ends = (end for c in profile.comparisons.values() for end in (c.lowest, c.highest))
    holders = (end[0].city for end in ends if len(end) == 1)
    cities = {city.abbreviation: city.name for city in holders}
    return {**cities, **areas, **signs}


class _TableMaker:
    """Makes the tables of one profile; each method one table."""

    def __init__(self, profile: Profile, layout: Layout) -> None:
        self._profile, self._words = profile, layout.texts.document.figures
        self._style, self._names = layout.texts.style, layout.texts.names
        self._numbers = Numbers(profile, layout.texts)
        self._has_remarks = any(source.city and source.remark for source in profile.sources)
        self._group = layout.texts.group
        chosen = profile.peers and profile.peers.origin is not PeerOrigin.NEAREST
        self._peer_head = layout.texts.charts.peer_group if chosen else self._words.peers
        self._change = self._words.change.format(previous=profile.year - 1)
        self._fewer_cities = layout.texts.charts.fewer_cities

    def recipients(self) -> TableBlock:
        words = self._words

        def cells(key: str) -> tuple[str, ...]:
            alike = self._of_same_areas(Kind.CHANGE_IN_PERSONS, Kind.RECIPIENTS, key)
            return (
                self._value(Kind.RECIPIENTS, key),
                (self._numbers.change(key) if alike else None) or NO_VALUE,
                *self._share(Kind.SHARE_OF_RECIPIENTS, Kind.RECIPIENTS, key),
            )

        head = (
            (words.persons, Kind.RECIPIENTS),
            (self._change, Kind.CHANGE_OF_RECIPIENTS),
            (words.share, Kind.SHARE_OF_RECIPIENTS),
            (words.mean_share, Kind.SHARE_OF_RECIPIENTS),
        )
        return self._area_table(
            Kind.RECIPIENTS, words.recipients, head, cells, {words.mean_share}, (Table.RECIPIENTS,)
        )

    def payments(self) -> TableBlock:
        words = self._words

        def cells(key: str) -> tuple[str, ...]:
            paid = self._get(Kind.PAYMENTS, key)
            # An estimate is made from the amount per recipient of a larger territory.
            is_own = claims.is_own(paid.measure)
            alike = self._of_same_areas(Kind.PAYMENTS_PER_RECIPIENT, Kind.PAYMENTS, key)
            return (
                self._numbers.millions(paid) if _is_present(paid) else NO_VALUE,
                *self._share(Kind.SHARE_OF_PAYMENTS, Kind.PAYMENTS, key),
                self._value(Kind.PAYMENTS_PER_RECIPIENT, key) if alike and is_own else NO_VALUE,
                self._value(Kind.PAYMENTS_PER_INHABITANT, key) if is_own else NO_VALUE,
            )

        inhabitant = words.per_inhabitant.format(one=self._group(self._profile.groups[0]).one)
        head = (
            (words.payments_million, Kind.PAYMENTS),
            (words.share, Kind.SHARE_OF_PAYMENTS),
            (words.mean_share, Kind.SHARE_OF_PAYMENTS),
            (words.per_recipient, Kind.PAYMENTS_PER_RECIPIENT),
            (inhabitant, Kind.PAYMENTS_PER_INHABITANT),
        )
        comparing = {words.mean_share, words.per_recipient, inhabitant}
        return self._area_table(
            Kind.PAYMENTS, words.payments, head, cells, comparing, (Table.PAYMENTS,)
        )

    def densities(self) -> TableBlock:
        words = self._words

        def cells(key: str) -> tuple[str, ...]:
            density = self._get(Kind.DENSITY, key)
            weighted, extremes = density.exact_weighted_mean, claims.has_extremes(density)
            return (
                self._value(Kind.DENSITY, key),
                self._mean(density),
                self._number(density, weighted) if claims.has_mean(density) else NO_VALUE,
                self._peers(density),
                self._extreme(density, density.lowest) if extremes else NO_VALUE,
                self._extreme(density, density.highest) if extremes else NO_VALUE,
                self._group(self._profile.base_of(key)).table,
            )

        comparing = (
            words.mean,
            words.weighted_mean,
            self._peer_head,
            words.lowest,
            words.highest,
        )
        head = tuple((name, Kind.DENSITY) for name in (words.density, *comparing, words.base))
        sheets = (Table.RECIPIENTS, Table.POPULATION)
        return self._area_table(Kind.DENSITY, words.densities, head, cells, set(comparing), sheets)

    def economy(self) -> TableBlock:
        words = self._words

        def row(indicator: EconomicIndicator, c: Comparison) -> tuple[str, ...]:
            extremes = claims.has_extremes(c)
            return (
                self._names.indicator(indicator),
                self._value(Kind.ECONOMY, indicator.key, unit=True),
                self._value(Kind.CHANGE_OF_ECONOMY, indicator.key),
                self._mean(c),
                self._extreme(c, c.lowest) if extremes else NO_VALUE,
                self._extreme(c, c.highest) if extremes else NO_VALUE,
            )

        comparisons = ((i, self._get(Kind.ECONOMY, i.key)) for i in self._profile.indicators)
        comparing = (words.mean, words.lowest, words.highest)
        head = (words.indicator, words.value, self._change, *comparing)
        shown = [(indicator, c) for indicator, c in comparisons if c.reporting]
        table = TableBlock(
            title=words.economy,
            aside=str(self._profile.year),
            head=head,
            rows=tuple(row(indicator, c) for indicator, c in shown),
            keys=tuple(indicator.key for indicator, _ in shown),
            kinds=tuple(
                Kind.CHANGE_OF_ECONOMY if name == self._change else Kind.ECONOMY for name in head
            ),
            sheets=(Table.ECONOMY,),
        )
        return _without_empty(table, set(comparing))

    def _area_table(
        self,
        kind: Kind,
        title: str,
        head: tuple[tuple[str, Kind], ...],
        cells: Callable[[str], tuple[str, ...]],
        comparing: Collection[str],
        sheets: tuple[Table, ...],
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
            aside=self._period(kind),
            sheets=sheets,
            head=(self._words.area, *(name for name, _ in head)),
            rows=tuple((name, *cells(key)) for key, name in names.items()),
            total=total,
            keys=tuple(names),
            kinds=(kind, *(shown for _, shown in head)),
        )
        return _without_empty(table, comparing)

    def _get(self, kind: Kind, key: str) -> Comparison:
        return self._profile.get(kind, key)

    def _of_same_areas(self, kind: Kind, row: Kind, key: str) -> bool:
        """Whether a measure is not a sum over other areas than that of the row."""
        return self._get(kind, key).measure.areas == self._get(row, key).measure.areas

    def _period(self, kind: Kind) -> str:
        return self._style.period(self._get(kind, ALL_AREAS).measure.period)

    def _value(self, kind: Kind, key: str, *, unit: bool = False) -> str:
        """The city's own number, marked where its source has a remark."""
        comparison = self._get(kind, key)
        if not _is_present(comparison):
            return NO_VALUE
        unit = unit or kind in _WITH_UNIT
        text = self._numbers.value(comparison, unit=unit)
        return text + self._mark(comparison, [self._profile.city])

    def _mean(self, comparison: Comparison) -> str:
        """The mean, marked where a value in it has a remark."""
        if not claims.has_mean(comparison):
            return NO_VALUE
        text = self._numbers.mean(comparison, unit=comparison.kind in _WITH_UNIT)
        text += self._mark(comparison, [], [comparison.group])
        if comparison.n < len(self._profile.cities):
            text = self._words.of_fewer.format(mean=text, n=self._style.number(comparison.n))
        return text

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
            holder = self._fewer_cities.format(n=self._style.number(len(cities)))
        value = self._number(comparison, extreme[0].exact) + self._mark(comparison, cities)
        return self._words.value_city.format(value=value, city=holder)

    def _peers(self, comparison: Comparison) -> str:
        """The mean of the peers, where at least two of them report."""
        peers = self._profile.peers
        mean = comparison.mean_of(peers.cities) if peers else None
        return self._number(comparison, mean)

    def _share(self, kind: Kind, row: Kind, key: str) -> tuple[str, str]:
        if key == ALL_AREAS:
            return self._share_of_total(kind, row), ""
        return self._value(kind, key), self._mean(self._get(kind, key))

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

    def _mark(
        self, comparison: Comparison, cities: Sequence[City], groups: Sequence[Group] = ()
    ) -> str:
        """The sign of a remark, where a source has one on a value of these cities."""
        if not self._has_remarks:
            return ""
        tables = SHEETS.get(comparison.kind, ())
        remarked = any(self._profile.remarks(table, cities, groups) for table in tables)
        return self._words.remark if remarked else ""


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
