"""The pages of figures: one table per chart, then terms, areas, sources, signs and imprint."""

from collections.abc import Callable, Iterator
from string import Formatter

from reportgen.document.blocks import (
    Block,
    Columns,
    Heading,
    Paragraph,
    ParagraphStyle,
    TableBlock,
    Together,
)
from reportgen.layout.load import Layout
from reportgen.model import (
    ALL_AREAS,
    Base,
    CityValue,
    Comparison,
    EconomicIndicator,
    Flag,
    Kind,
    Measure,
    Polarity,
    Profile,
    Span,
    Table,
)

#: Stands in a cell that has no value; the reason is printed beside the charts.
NO_VALUE = "·"

MILLION = 1e6


def figure_blocks(profile: Profile, layout: Layout) -> Iterator[Block]:
    """All blocks of the section, in the order of reading."""
    words = layout.texts.document.figures
    yield Heading(level=2, text=words.heading, aside=words.subtitle)
    made = _Tables(profile, layout)
    tables = (made.recipients(), made.payments(), made.densities(), made.economy())
    remarks = Paragraph(spans=(Span(text=" ".join(made.remarks())),), style=ParagraphStyle.MUTED)
    filled = [table for table in tables if table.rows]
    for table in filled:
        # The remarks stay with the last table.
        end = (remarks,) if table is filled[-1] else ()
        yield Together(blocks=(Heading(level=3, text=table.title), table, *end))
    yield Columns(blocks=tuple(_explanations(profile, layout)))


class _Tables:
    """Makes the tables of one profile; each method one table."""

    def __init__(self, profile: Profile, layout: Layout) -> None:
        self._profile, self._words = profile, layout.texts.document.figures
        self._style, self._names = layout.texts.style, layout.texts.names
        self._fewer_cities = layout.texts.charts.fewer_cities

    def recipients(self) -> TableBlock:
        words = self._words
        title = words.recipients.format(date=self._period(Kind.RECIPIENTS))
        head = (words.area, words.persons, words.change, words.share, words.mean_share)

        def cells(key: str) -> tuple[str, ...]:
            change = self._alike(Kind.CHANGE_OF_RECIPIENTS, Kind.RECIPIENTS, key)
            return (
                self._value(Kind.RECIPIENTS, key, 0),
                self._signed_percentage(change) if change else NO_VALUE,
                *self._share(Kind.SHARE_OF_RECIPIENTS, Kind.RECIPIENTS, key),
            )

        return self._area_table(Kind.RECIPIENTS, title, head, cells)

    def payments(self) -> TableBlock:
        words = self._words
        title = words.payments.format(year=self._period(Kind.PAYMENTS))
        head = (
            words.area,
            words.payments_million,
            words.share,
            words.mean_share,
            words.per_recipient,
            words.per_inhabitant,
        )

        def cells(key: str) -> tuple[str, ...]:
            paid = self._get(Kind.PAYMENTS, key).measure
            per_head = self._alike(Kind.PAYMENTS_PER_RECIPIENT, Kind.PAYMENTS, key)
            return (
                self._printed(paid, lambda value: self._style.number(value / MILLION, 1)),
                *self._share(Kind.SHARE_OF_PAYMENTS, Kind.PAYMENTS, key),
                self._printed(per_head, self._style.number) if per_head else NO_VALUE,
                self._value(Kind.PAYMENTS_PER_INHABITANT, key, 0),
            )

        return self._area_table(Kind.PAYMENTS, title, head, cells)

    def densities(self) -> TableBlock:
        words = self._words
        title = words.densities.format(date=self._period(Kind.DENSITY))
        head = (
            words.area,
            words.density,
            words.mean,
            words.weighted_mean,
            words.lowest,
            words.highest,
            words.rank,
        )

        def cells(key: str) -> tuple[str, ...]:
            density = self._get(Kind.DENSITY, key)
            return (
                self._value(Kind.DENSITY, key, 1),
                self._number(density.mean, 1),
                self._number(density.weighted_mean, 1),
                self._extreme(density.lowest, 1),
                self._extreme(density.highest, 1),
                self._rank(density),
            )

        return self._area_table(Kind.DENSITY, title, head, cells)

    def economy(self) -> TableBlock:
        words = self._words
        favourable = {
            Polarity.HIGH: words.favourable_high,
            Polarity.LOW: words.favourable_low,
            Polarity.NONE: words.favourable_none,
        }

        def row(indicator: EconomicIndicator, c: Comparison) -> tuple[str, ...]:
            decimals = indicator.decimals
            change = self._get(Kind.CHANGE_OF_ECONOMY, indicator.key).measure
            return (
                self._names.indicator(indicator),
                self._names.unit(indicator.unit),
                self._printed(c.measure, lambda value: self._style.number(value, decimals)),
                self._printed(change, lambda value: self._style.signed(value, decimals)),
                self._number(c.mean, decimals),
                self._number(c.sd, decimals),
                NO_VALUE if c.deviation is None else self._style.signed(c.deviation, 2),
                self._rank(c),
                favourable[indicator.polarity],
            )

        comparisons = ((i, self._get(Kind.ECONOMY, i.key)) for i in self._profile.indicators)
        return TableBlock(
            title=words.economy.format(year=self._profile.year),
            head=(
                words.indicator,
                words.unit,
                words.value,
                words.change,
                words.mean,
                words.sd,
                words.deviation,
                words.rank,
                words.favourable,
            ),
            rows=tuple(row(indicator, c) for indicator, c in comparisons if c.n),
        )

    def remarks(self) -> Iterator[str]:
        """What holds for the tables as a whole."""
        profile = self._profile
        yield self._words.rank_note.format(n=len(profile.cities))
        if any(c.measure.flag is Flag.ESTIMATED for c in profile.present(Kind.PAYMENTS)):
            yield self._words.estimated_note
        yield from self._on_totals()

    def _on_totals(self) -> Iterator[str]:
        """What a sum covers when that is not just what the city delivered, and which are absent."""
        words, without = self._words, []
        for kind, table in (
            (Kind.RECIPIENTS, words.recipients_table),
            (Kind.PAYMENTS, words.payments_table),
        ):
            total = self._get(kind, ALL_AREAS).measure
            delivered = {c.key for c in self._profile.present(kind)}
            if delivered and total.value is None:
                without.append(table)
            elif delivered and delivered != set(total.areas):
                areas = [self._names.area(a) for a in self._profile.areas if a.key in total.areas]
                yield words.total_note.format(table=table, areas=self._style.enumerate(areas))
        if without:
            yield words.no_total_note.format(tables=self._style.enumerate(without))

    def _area_table(
        self, kind: Kind, title: str, head: tuple[str, ...], cells: Callable[[str], tuple[str, ...]]
    ) -> TableBlock:
        """One row for each area that any city reports, and the sum where it can be formed."""
        reported = [a for a in self._profile.areas if self._get(kind, a.key).n]
        rows = [(self._names.area(area), *cells(area.key)) for area in reported]
        total = bool(rows) and self._get(kind, ALL_AREAS).measure.value is not None
        if total:
            rows.append((self._words.total, *cells(ALL_AREAS)))
        return TableBlock(title=title, head=head, rows=tuple(rows), total=total)

    def _get(self, kind: Kind, key: str) -> Comparison:
        return self._profile.get(kind, key)

    def _value(self, kind: Kind, key: str, decimals: int) -> str:
        measure = self._get(kind, key).measure
        return self._printed(measure, lambda value: self._style.number(value, decimals))

    def _alike(self, kind: Kind, row: Kind, key: str) -> Measure | None:
        """The measure, unless it is a sum over other areas than that of the row."""
        measure = self._get(kind, key).measure
        return measure if measure.areas == self._get(row, key).measure.areas else None

    def _period(self, kind: Kind) -> str:
        return self._style.period(self._get(kind, ALL_AREAS).measure.period)

    def _share(self, kind: Kind, row: Kind, key: str) -> tuple[str, str]:
        if key == ALL_AREAS:
            shares = {c.key: c.measure.value or 0.0 for c in self._profile.present(kind)}
            if not shares:
                return NO_VALUE, ""
            covered = set(self._get(row, key).measure.areas)
            percent = sum(value for area, value in shares.items() if area in covered)
            return self._style.percentage(percent, 0 if covered == shares.keys() else 1), ""
        share = self._get(kind, key)
        own = self._printed(share.measure, self._style.percentage)
        if share.mean is None:
            return own, NO_VALUE
        mean = self._style.percentage(share.mean)
        if share.n < len(self._profile.cities):
            mean += f" ({self._fewer_cities.format(n=share.n)})"
        return own, mean

    def _signed_percentage(self, measure: Measure) -> str:
        return self._printed(measure, lambda v: self._style.signed(v, 1) + self._style.percent)

    def _printed(self, measure: Measure, printed: Callable[[float], str]) -> str:
        if measure.value is None:
            return NO_VALUE
        return self._style.flagged(printed(measure.value), measure.flag)

    def _number(self, value: float | None, decimals: int) -> str:
        return NO_VALUE if value is None else self._style.number(value, decimals)

    def _extreme(self, extreme: CityValue | None, decimals: int) -> str:
        if extreme is None:
            return NO_VALUE
        number = self._style.number(extreme.value, decimals)
        return self._words.value_city.format(value=number, city=extreme.city.abbreviation)

    def _rank(self, comparison: Comparison) -> str:
        """The rank, with the number of cities when not all report; it holds for the mean, too."""
        rank = NO_VALUE if comparison.rank is None else str(comparison.rank)
        if comparison.n in {0, len(self._profile.cities)}:
            return rank
        return self._words.rank_of.format(rank=rank, n=comparison.n)


def _explanations(profile: Profile, layout: Layout) -> Iterator[Block]:
    words, names, style = layout.texts.document.notes, layout.texts.names, layout.texts.style

    def heading(text: str) -> Heading:
        return Heading(level=3, text=text)

    def small(*spans: Span) -> Paragraph:
        return Paragraph(spans=spans, style=ParagraphStyle.SMALL)

    yield heading(words.definitions_heading)
    shown = [a for a in profile.areas if profile.get(Kind.DENSITY, a.key).n]
    under_65 = [names.area(area) for area in shown if area.base is Base.UNDER_65]
    exception = words.under_65.format(areas=style.enumerate(under_65)) if under_65 else ""
    for definition in words.definitions:
        term, colon, text = definition.format(under_65=exception).partition(":")
        yield small(Span(text=term + colon, strong=True), Span(text=text))
    yield heading(words.areas_heading)
    for area in profile.areas:
        label = Span(text=names.area_label(area))
        law = Span(text=area.law, language=layout.foreign_language)
        short = Span(text=names.area(area), strong=True)
        yield small(short, *_filled(words.area, label=label, law=law))
    yield heading(words.sources_heading)
    # Changes against the year before are printed of recipients and the economy only.
    sources = (
        *profile.sources_of(Table.POPULATION),
        *profile.sources_of(Table.RECIPIENTS, previous=True),
        *profile.sources_of(Table.PAYMENTS),
        *profile.sources_of(Table.ECONOMY, previous=True),
    )
    for source in sources:
        yield Paragraph(
            spans=(
                Span(text=f"{source.table}: ", strong=True),
                Span(text=_sentence(source.citation, source.remark)),
            ),
            style=ParagraphStyle.SMALL,
            language=layout.foreign_language,
        )
    yield heading(words.signs_heading)
    signs = [f"{sign} {meaning}" for sign, meaning in names.signs.items()]
    yield small(Span(text="; ".join(signs) + "."))
    yield heading(words.imprint_heading)
    about = profile.about
    yield small(
        *_filled(
            words.imprint,
            project=Span(text=about.project, language=layout.foreign_language),
            publisher=Span(text=about.publisher, language=layout.foreign_language),
            contact=Span(text=f"{about.contact} " if about.contact else ""),
            version=Span(text=about.version),
            date=Span(text=style.day(about.data_date)),
        )
    )


def _filled(template: str, **gaps: Span) -> Iterator[Span]:
    """The text with spans in its gaps; neighbours that are alike become one."""
    spans: list[Span] = []
    for text, gap, _, _ in Formatter().parse(template):
        for span in (Span(text=text), *([gaps[gap]] if gap else [])):
            if spans and spans[-1].language == span.language:
                spans[-1] = Span(text=spans[-1].text + span.text, language=span.language)
            elif span.text:
                spans.append(span)
    return iter(spans)


def _sentence(*parts: str) -> str:
    """Parts with a full stop each."""
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)
