"""The draw stage: a city's numbers become a chart for each section, and those of the layout's own.

Each section's chart answers a question of its own: shares of recipients and of payments, densities,
payments per inhabitant and their factors, the economy, the years.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from types import MappingProxyType

from msgspec import Struct

from reportgen.charts import deviations
from reportgen.charts.alt_text import alt_text
from reportgen.charts.board import Board
from reportgen.charts.courses import Course, courses
from reportgen.charts.densities import is_cut, plot_densities
from reportgen.charts.development import ACROSS, plot_development
from reportgen.charts.development_text import (
    breaks_in_words,
    courses_in_words,
    missing_in_words,
)
from reportgen.charts.money import MoneyRow, money_caption, money_in_words, money_rows, plot_money
from reportgen.charts.own_charts import draw_own_charts
from reportgen.charts.rows import ChartRow, area_rows, indicator_rows
from reportgen.charts.shares import Place, ShareRow, grid, places, plot_shares, side_by_side
from reportgen.charts.sources import cited
from reportgen.layout.chart_texts import ChartTexts
from reportgen.layout.load import Layout
from reportgen.model import Chart, Flag, Kind, Profile, Section, Span, Table

#: Charts stand side by side where they take at most this part of a page.
MOST_BESIDE = 0.45


class _Plan(Struct, frozen=True, kw_only=True):
    """One chart to be: its rows, how to plot them, and what makes one the highest in words.

    One that `is_one_piece` stands beside another, and does not go on over pages.
    """

    section: Section
    texts: ChartTexts
    rows: Sequence[ChartRow]
    plot: Callable[[Sequence[ChartRow], slice, Layout], tuple[Board, Sequence[float]]]
    order: Callable[[ChartRow], float]
    tables: tuple[Table, ...]
    is_one_piece: bool = False


def draw(profile: Profile, layout: Layout) -> Mapping[str, Chart]:
    """Draws the charts of one city.

    Args:
        profile: the city's numbers.
        layout: look and words.

    Returns:
        A chart for each section that has data, and for each chart of the layout's own; a section
        whose data are all absent has none.

    Raises:
        LayoutError: a block names a measure that the workbook does not have.
    """
    charts: dict[str, Chart] = {
        plan.section: _draw(plan, profile, layout) for plan in _plans(profile, layout) if plan.rows
    }
    if rows := money_rows(profile, layout):
        charts[Section.MONEY] = _draw_money(profile, rows, layout)
    if followed := courses(profile, layout):
        charts[Section.DEVELOPMENT] = _draw_development(profile, followed, layout)
    return MappingProxyType({**charts, **draw_own_charts(profile, layout)})


def _plans(profile: Profile, layout: Layout) -> Iterator[_Plan]:
    words = layout.texts.charts
    yield from _plans_of_shares(profile, layout)
    yield _Plan(
        section=Section.DENSITIES,
        texts=words.densities,
        rows=area_rows(profile, layout, Kind.DENSITY),
        plot=partial(plot_densities, profile),
        order=lambda row: row.city_value / row.mean_value if row.mean_value else 0.0,
        tables=(Table.RECIPIENTS, Table.POPULATION),
    )
    yield _Plan(
        section=Section.ECONOMY,
        texts=words.economy,
        rows=deviations.by_favour(indicator_rows(profile, layout)),
        plot=partial(deviations.plot_deviations, profile),
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
    layout: Layout,
) -> tuple[Board, Sequence[float]]:
    return plot_shares(lines, shown, layout, place)


def _draw(
    plan: _Plan, profile: Profile, layout: Layout, first: int = 0, last: int | None = None
) -> Chart:
    """The chart of a plan's rows from `first` up to, but not with, `last`."""
    shown = slice(first, last)
    board, part_heights = plan.plot(plan.rows, shown, layout)

    def part(start: int, end: int) -> Chart:
        return _draw(plan, profile, layout, first + start, first + end)

    period = layout.texts.style.period(plan.rows[0].comparison.measure.period)
    return Chart(
        section=plan.section,
        marks=board.marks,
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


def _draw_money(
    profile: Profile,
    rows: Sequence[MoneyRow],
    layout: Layout,
    first: int = 0,
    last: int | None = None,
) -> Chart:
    """The chart of payments per inhabitant and their factors."""
    words = layout.texts.charts.money
    board, heights = plot_money(rows, slice(first, last), layout)

    def part(start: int, end: int) -> Chart:
        return _draw_money(profile, rows, layout, first + start, first + end)

    tables = (Table.PAYMENTS, Table.RECIPIENTS, Table.POPULATION)
    return Chart(
        section=Section.MONEY,
        marks=board.marks,
        width=board.width,
        height=board.height,
        title=words.title,
        subtitle=words.subtitle.format(period=profile.year),
        alt_text=money_in_words(profile, rows, layout),
        caption=money_caption(profile, rows, layout),
        source=cited(profile, layout, tables, [profile.city]),
        part_heights=tuple(heights),
        part=part,
    )


def _draw_development(profile: Profile, followed: Sequence[Course], layout: Layout) -> Chart:
    """The chart of measures over the years; it goes on behind any of its rows of pictures."""
    words = layout.texts.charts.development
    board, heights = plot_development(profile, followed, layout)
    first, last = min(course.years[0] for course in followed), profile.year

    def part(start: int, end: int) -> Chart:
        shown = followed[start * ACROSS : end * ACROSS]
        return _draw_development(profile, shown, layout)

    return Chart(
        section=Section.DEVELOPMENT,
        marks=board.marks,
        width=board.width,
        height=board.height,
        title=words.title,
        subtitle=words.subtitle.format(first=first, last=last),
        alt_text=courses_in_words(profile, followed, layout),
        caption=" ".join(
            (
                words.caption,
                *missing_in_words(profile, followed, layout),
                *breaks_in_words(followed, layout),
            )
        ),
        source=cited(profile, layout, (Table.RECIPIENTS, Table.POPULATION, Table.ECONOMY), []),
        part_heights=tuple(heights),
        part=part,
    )


def _alt_text(plan: _Plan, shown: slice, layout: Layout) -> str:
    """What the whole chart shows, and of a part also which of its rows."""
    whole, rows = alt_text(plan.rows, plan.texts, layout, plan.order), plan.rows[shown]
    if Section.FIGURES in layout.look.own_sections:
        table = getattr(layout.texts.document.figures, plan.section.value)
        heading = layout.texts.document.figures.heading
        whole += " " + layout.texts.charts.alts.table.format(table=table, heading=heading)
    if len(rows) == len(plan.rows):
        return whole
    part = layout.texts.charts.alt_part.format(
        rows=layout.texts.style.number(len(rows)),
        all=layout.texts.style.number(len(plan.rows)),
        first=rows[0].name,
        last=rows[-1].name,
    )
    return f"{whole} {part}"


def _caption(plan: _Plan, profile: Profile, layout: Layout) -> str:
    """How to read what the key in the chart does not explain."""
    if plan.section is Section.ECONOMY:
        return deviations.caption(plan.rows, layout)
    words = layout.texts.charts.captions
    flags = {flag for row in plan.rows for flag in row.comparison.measure.flags}
    estimated = words.estimated if Flag.ESTIMATED in flags else ""
    parts = [plan.texts.caption.format(estimated=estimated)]
    if plan.section is Section.DENSITIES and is_cut(profile, plan.rows):
        parts.append(words.beyond)
    return " ".join(parts)


def _source(plan: _Plan, profile: Profile, layout: Layout) -> tuple[Span, ...]:
    """Whose figures a chart shows, and what holds for single cities' figures in it."""
    groups = [row.comparison.group for row in plan.rows]
    return cited(profile, layout, plan.tables, [profile.city], groups)
