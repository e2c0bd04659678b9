"""Charts of a layout's own: any measure as bars of all cities, dots, a distance, or a line."""

from collections.abc import Mapping
from functools import partial
from itertools import accumulate

from reportgen.charts.alt_text import describe
from reportgen.charts.board import Align, Board, Scale, Weight, text_width
from reportgen.charts.courses import Course
from reportgen.charts.crowd import MANY
from reportgen.charts.densities import plot_densities
from reportgen.charts.development import plot_development
from reportgen.charts.deviations import plot_deviations
from reportgen.charts.labels import shortened
from reportgen.charts.rows import ChartRow, indicator_rows, row_of
from reportgen.errors import LayoutError, Problem, did_you_mean
from reportgen.layout.load import Layout
from reportgen.layout.numbers import Numbers
from reportgen.layout.own_blocks import BlockKind, ChartStyle, OwnBlock
from reportgen.model import Chart, Comparison, Kind, Profile, Span

#: Height of a row of bars, of a bar, and part of the width that names take at most.
ROW, BAR, NAMES = 13.0, 8.0, 0.3


def draw_own_charts(profile: Profile, layout: Layout) -> Mapping[str, Chart]:
    """The charts of the layout's blocks, by name; none of a measure that the city has not.

    Raises:
        LayoutError: a block names a measure that the workbook does not have.
    """
    blocks = {n: b for n, b in layout.blocks.items() if b.kind is BlockKind.CHART}
    charts = {name: _draw(name, block, profile, layout) for name, block in blocks.items()}
    return {name: chart for name, chart in charts.items() if chart}


def _draw(name: str, block: OwnBlock, profile: Profile, layout: Layout) -> Chart | None:
    comparison = _comparison(name, block, profile, layout)
    if comparison.measure.exact is None:
        return None
    row = row_of(comparison, profile, layout)
    style = block.style
    if style is ChartStyle.LINES:
        series = profile.series.get((comparison.kind, comparison.key))
        years = series.spans[-1] if series and series.spans else ()
        if series is None or len(years) < 2:
            return None
        course = Course(comparison=comparison, series=series, years=years, name=row.name, unit="")
        board, _ = plot_development(profile, [course], layout)
    elif style is ChartStyle.DEVIATIONS:
        rows = [each for each in indicator_rows(profile, layout) if each.comparison is comparison]
        if not rows:
            return None
        board, _ = plot_deviations(profile, rows, slice(None), layout)
    elif style is ChartStyle.DOTS or (comparison.n >= MANY and comparison.group[-1].exact >= 0):
        board, _ = plot_densities(profile, [row], slice(None), layout)
    else:
        board = _plot_bars(profile, row, layout)
    words = layout.texts.charts.own
    period = layout.texts.style.period(comparison.measure.period)
    measured = _measured(comparison, profile, layout)
    subtitle = words.subtitle.format(measured=measured, period=period) if measured else period
    return Chart(
        section=name,
        figure=board.figure,
        width=board.width,
        height=board.height,
        title=block.heading or row.name,
        subtitle=subtitle,
        alt_text=words.alt.format(
            city=profile.city.name, name=row.name, value=describe(row, layout), n=comparison.n
        ),
        caption="",
        source=(Span(text=f"{layout.texts.charts.source} {layout.texts.charts.own_calculation}."),),
        part_heights=(),
        part=partial(_whole, name, block, profile, layout),
    )


def _measured(comparison: Comparison, profile: Profile, layout: Layout) -> str:
    """What the numbers are: persons per what, payments of which kind, or the indicator's unit."""
    texts, words = layout.texts, layout.texts.charts.own
    match comparison.kind:
        case Kind.DENSITY:
            base = texts.group(profile.base_of(comparison.key)).thousand_short
            return texts.charts.per.format(base=base)
        case Kind.RECIPIENTS:
            return words.recipients
        case Kind.PAYMENTS:
            return words.payments
        case Kind.SHARE_OF_RECIPIENTS:
            return words.share_of_recipients
        case Kind.SHARE_OF_PAYMENTS:
            return words.share_of_payments
        case Kind.PAYMENTS_PER_RECIPIENT:
            return words.payments_per_recipient
        case Kind.PAYMENTS_PER_INHABITANT:
            return words.payments_per_inhabitant
        case _:
            return texts.names.unit(comparison.measure.unit)


def _whole(name: str, block: OwnBlock, profile: Profile, layout: Layout, _: int, __: int) -> Chart:
    """The chart itself, which is one piece."""
    chart = _draw(name, block, profile, layout)
    assert chart
    return chart


def _comparison(name: str, block: OwnBlock, profile: Profile, layout: Layout) -> Comparison:
    kind, key = Kind(block.measure[0]), block.measure[1]
    if found := profile.comparisons.get((kind, key)):
        return found
    keys = [known for of, known in profile.comparisons if of is kind]
    raise LayoutError(
        Problem(
            code="unknown-measure",
            message=f'blocks.{name}.measure: the workbook has no {kind} "{key}"',
            where=f"{layout.folder / 'layout.toml'}, blocks.{name}.measure",
            hint=did_you_mean(key, keys) or f"there are: {', '.join(keys)}",
        )
    )


def _plot_bars(profile: Profile, row: ChartRow, layout: Layout) -> Board:
    """A bar for each city, the largest value first; the mean as a line across all."""
    whole, sizes, look = layout.look.page.text_width, layout.look.charts, layout.look.colours
    fonts, numbers, comparison = layout.fonts, Numbers(profile, layout.texts), row.comparison
    group = comparison.group
    values = [numbers.number(comparison, entry.exact) for entry in group]
    most = NAMES * whole
    names = [shortened(e.city.name, fonts.bold, sizes.small, most) for e in group]
    start = max(text_width(text, fonts.bold, sizes.small) for text in names) + sizes.gap
    room = max(text_width(text, fonts.bold, sizes.small) for text in values) + 8
    low, high = min(0.0, group[-1].value), max(0.0, group[0].value)
    left = start + (room if low < 0 else 0)
    scale = Scale(low, high if high > low else 1.0, left, whole - room)
    tops = list(accumulate([ROW] * len(group), initial=ROW if row.mean else 0.0))
    board = Board(whole, tops[-1] + 2, layout.fonts)
    for entry, name, value, top in zip(group, names, values, tops, strict=False):
        own, y = entry.city == row.city, top + ROW / 2
        colour = look.city if own else look.others
        zero, end = scale(0), scale(entry.value)
        board.box(min(zero, end), max(zero, end), y - BAR / 2, y + BAR / 2, colour)
        ink = look.city if own else look.ink
        weight: Weight = "bold" if own else "regular"
        board.text(0, y, name, size=sizes.small, colour=ink, weight=weight)
        align: Align = "left" if entry.value >= 0 else "right"
        x = end + (4 if entry.value >= 0 else -4)
        board.text(x, y, value, size=sizes.small, colour=ink, weight=weight, align=align)
    if row.mean and row.mean_value is not None:
        x = scale(row.mean_value)
        label = f"{layout.texts.charts.mean} {row.mean}"
        width = text_width(label, fonts.semibold, sizes.small)
        board.text(
            min(max(0.0, x - width / 2), whole - width),
            ROW / 2,
            label,
            size=sizes.small,
            colour=look.mean,
            weight="semibold",
        )
        for top in tops[:-1]:
            board.line((x, top), (x, top + (ROW - BAR) / 2), look.mean, 1.2)
    return board
