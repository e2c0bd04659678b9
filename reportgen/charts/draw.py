"""The draw stage: a city's numbers become up to four charts, four different questions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from types import MappingProxyType

from reportgen.charts.alt_text import alt_text
from reportgen.charts.board import Board
from reportgen.charts.densities import plot_densities
from reportgen.charts.deviations import in_groups, plot_deviations
from reportgen.charts.rows import ChartRow, area_rows, indicator_rows
from reportgen.charts.shares import Place, ShareRow, grid, places, plot_shares, side_by_side
from reportgen.layout.load import Layout
from reportgen.layout.texts import ChartTexts
from reportgen.model import Chart, Kind, Profile, Section, Span, Table

#: Charts stand side by side where they take at most this part of a page.
MOST_BESIDE = 0.45


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """One chart to be: its rows, how to plot them, and what makes one the highest in words.

    One that `is_one_piece` stands beside another, and does not go on over pages.
    """

    section: Section
    texts: ChartTexts
    rows: Sequence[ChartRow]
    plot: Callable[[Sequence[ChartRow], slice, ChartTexts, Layout], tuple[Board, Sequence[float]]]
    order: Callable[[ChartRow], float]
    tables: tuple[Table, ...]
    is_one_piece: bool = False


def draw(profile: Profile, layout: Layout) -> Mapping[Section, Chart]:
    """Draws the charts of one city.

    Args:
        profile: the city's numbers.
        layout: look and words.

    Returns:
        A chart for each section that has data; a section whose data are all absent has none.
    """
    return MappingProxyType(
        {
            plan.section: _draw(plan, profile, layout)
            for plan in _plans(profile, layout)
            if plan.rows
        }
    )


def _plans(profile: Profile, layout: Layout) -> Iterator[_Plan]:
    words = layout.texts.charts
    yield from _plans_of_shares(profile, layout)
    yield _Plan(
        section=Section.DENSITIES,
        texts=words.densities,
        rows=area_rows(profile, layout, Kind.DENSITY),
        plot=plot_densities,
        order=lambda row: row.city_value / row.mean_value if row.mean_value else 0.0,
        tables=(Table.RECIPIENTS, Table.POPULATION),
    )
    yield _Plan(
        section=Section.ECONOMY,
        texts=words.economy,
        rows=in_groups(indicator_rows(profile, layout)),
        plot=plot_deviations,
        order=lambda row: row.comparison.deviation or 0.0,
        tables=(Table.ECONOMY,),
    )


def _plans_of_shares(profile: Profile, layout: Layout) -> Iterator[_Plan]:
    """Shares of recipients and payments: side by side, where they follow one another."""
    words, sections = layout.texts.charts, layout.look.sections
    recipients = area_rows(profile, layout, Kind.SHARE_OF_RECIPIENTS)
    payments = area_rows(profile, layout, Kind.SHARE_OF_PAYMENTS)
    left, right = places(layout)
    both = side_by_side(grid(recipients, layout, left.names), grid(payments, layout, left.names))
    pairs = tuple(pairwise(sections))
    page = layout.look.page
    tall = sum(row.height for row in both[0]) > MOST_BESIDE * page.text_height
    beside = recipients and payments and not tall
    if not beside or (Section.RECIPIENTS, Section.PAYMENTS) not in pairs:
        names = layout.look.charts.label_width
        left = right = Place(width=page.text_width, names=names)
        both = (
            list(grid(recipients, layout, names).values()),
            list(grid(payments, layout, names).values()),
        )
    for section, texts, rows, lines, place, table in (
        (Section.RECIPIENTS, words.recipients, recipients, both[0], left, Table.RECIPIENTS),
        (Section.PAYMENTS, words.payments, payments, both[1], right, Table.PAYMENTS),
    ):
        yield _Plan(
            section=section,
            texts=texts,
            rows=rows,
            plot=partial(_plot_grid, lines, place),
            order=lambda row: row.city_value,
            tables=(table,),
            is_one_piece=place.width < page.text_width,
        )


def _plot_grid(
    lines: Sequence[ShareRow],
    place: Place,
    _: Sequence[ChartRow],
    shown: slice,
    __: ChartTexts,
    layout: Layout,
) -> tuple[Board, Sequence[float]]:
    return plot_shares(lines, shown, layout, place)


def _draw(
    plan: _Plan, profile: Profile, layout: Layout, first: int = 0, last: int | None = None
) -> Chart:
    """The chart of a plan's rows from `first` up to, but not with, `last`."""
    shown = slice(first, last)
    board, part_heights = plan.plot(plan.rows, shown, plan.texts, layout)

    def part(start: int, end: int) -> Chart:
        return _draw(plan, profile, layout, first + start, first + end)

    period = layout.texts.style.period(plan.rows[0].comparison.measure.period)
    return Chart(
        section=plan.section,
        figure=board.figure,
        width=board.width,
        height=board.height,
        title=plan.texts.title,
        subtitle=plan.texts.subtitle.format(period=period),
        alt_text=_alt_text(plan, shown, layout),
        caption=_caption(plan, profile, layout),
        source=_source(plan, profile, layout),
        part_heights=() if plan.is_one_piece else tuple(part_heights),
        part=part,
    )


def _alt_text(plan: _Plan, shown: slice, layout: Layout) -> str:
    """What the whole chart shows, and of a part also which of its rows."""
    whole, rows = alt_text(plan.rows, plan.texts, layout, plan.order), plan.rows[shown]
    if len(rows) == len(plan.rows):
        return whole
    part = layout.texts.charts.alt_part.format(
        rows=len(rows), all=len(plan.rows), first=rows[0].name, last=rows[-1].name
    )
    return f"{whole} {part}"


def _caption(plan: _Plan, profile: Profile, layout: Layout) -> str:
    """How to read the marks; other cities, mean and base as they are in the rows shown."""
    words, rows = layout.texts.charts.captions, plan.rows
    most = max(row.comparison.n for row in rows)
    others = words.other_cities if most > 2 else words.other_city if most == 2 else ""
    return plan.texts.caption.format(
        city=profile.city.name,
        others=others,
        mean=_mean(plan, profile, layout) if any(row.mean for row in rows) else "",
        base=_base(rows, profile, layout),
    )


def _mean(plan: _Plan, profile: Profile, layout: Layout) -> str:
    """That a stroke marks the mean; of which cities, where that is the same in all rows."""
    words = layout.texts.charts.captions
    numbers = {row.comparison.n for row in plan.rows}
    shares = plan.section in {Section.RECIPIENTS, Section.PAYMENTS}
    if not shares:
        return words.mean
    n = max(numbers)
    if numbers == {len(profile.cities)}:
        cities = words.all_cities.format(n=n)
    elif len(numbers) == 1:
        cities = words.alike_cities.format(n=n)
    else:
        cities = words.some_cities
    return words.mean_of.format(cities=cities)


def _base(rows: Sequence[ChartRow], profile: Profile, layout: Layout) -> str:
    """The population that densities refer to."""
    texts = layout.texts
    names: dict[str, list[str]] = {}
    if rows[0].comparison.kind is not Kind.DENSITY:
        return ""
    for row in rows:
        names.setdefault(profile.base_of(row.comparison.key), []).append(row.name)
    usual = next((base for base in profile.groups if base in names), "")
    others = (
        texts.charts.captions.other_base.format(
            areas=texts.style.enumerate(some), those=texts.group(base).those
        )
        for base, some in names.items()
        if base != usual
    )
    return texts.group(usual).base + "".join(others)


def _source(plan: _Plan, profile: Profile, layout: Layout) -> tuple[Span, ...]:
    """Whose figures a chart shows, and what holds for single cities' figures in it."""
    citations: list[str] = []
    shown = {entry.city for row in plan.rows for entry in row.comparison.group} | {profile.city}
    remarks = [remark for table in plan.tables for remark in profile.remarks(table, shown)]
    for source in profile.sources_of(*plan.tables):
        if source.city is None and source.citation not in citations:
            citations.append(source.citation)
    words, foreign = layout.texts.charts, layout.foreign_language
    spans = [Span(text=f"{words.source} ")]
    if citations:
        spans.append(Span(text="; ".join(citations), language=foreign))
        spans.append(Span(text="; "))
    spans.append(Span(text=f"{words.own_calculation}."))
    if remarks:
        spans.append(Span(text=" " + " ".join(remarks), language=foreign))
    return tuple(spans)
