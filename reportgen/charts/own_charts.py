"""Charts of a layout's own: any measure as bars of all cities, dots, a distance, or a line."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from reportgen.charts import own_words
from reportgen.charts.courses import Course
from reportgen.charts.crowd import MANY
from reportgen.charts.densities import plot_densities
from reportgen.charts.development import plot_development
from reportgen.charts.deviations import plot_deviations
from reportgen.charts.own_bars import plot_bars
from reportgen.charts.rows import ChartRow, indicator_rows, row_of
from reportgen.charts.sources import TABLES_OF, cited
from reportgen.errors import LayoutError, Problem, did_you_mean
from reportgen.layout.load import Layout
from reportgen.layout.own_blocks import BlockKind, ChartStyle, OwnBlock
from reportgen.model import Chart, Kind, Profile

#: A line needs so many years.
FEWEST_YEARS = 2


def require_measures(profile: Profile, layout: Layout) -> None:
    """Checks that the workbook has the measures of the layout's own charts.

    Args:
        profile: of any city: all have the same measures.
        layout: whose blocks may be charts.

    Raises:
        LayoutError: a block names a measure that the workbook does not have.
    """
    problems = tuple(_unknown_measures(profile, layout))
    if problems:
        raise LayoutError(*problems)


def draw_own_charts(profile: Profile, layout: Layout) -> Mapping[str, Chart]:
    """The charts of the layout's blocks, by name; none of a measure that the city has not.

    Raises:
        LayoutError: a block names a measure that the workbook does not have.
    """
    require_measures(profile, layout)
    charts = {name: _draw(name, block, profile, layout) for name, block in _blocks(layout)}
    return {name: chart for name, chart in charts.items() if chart}


def _blocks(layout: Layout) -> Iterator[tuple[str, OwnBlock]]:
    return ((name, b) for name, b in layout.blocks.items() if b.kind is BlockKind.CHART)


def _unknown_measures(profile: Profile, layout: Layout) -> Iterator[Problem]:
    for name, block in _blocks(layout):
        kind, key = Kind(block.measure[0]), block.measure[1]
        if (kind, key) in profile.comparisons:
            continue
        keys = [known for of, known in profile.comparisons if of is kind]
        yield Problem(
            code="unknown-measure",
            message=f'blocks.{name}.measure: the workbook has no {kind} "{key}"',
            where=f"{layout.folder / 'layout.toml'}, blocks.{name}.measure",
            hint=did_you_mean(key, keys) or f"there are: {', '.join(keys)}",
        )


def _draw(name: str, block: OwnBlock, profile: Profile, layout: Layout) -> Chart | None:
    comparison = profile.comparisons[Kind(block.measure[0]), block.measure[1]]
    if comparison.measure.exact is None:
        return None
    row, style, course = row_of(comparison, profile, layout), block.style, None
    match style:
        case ChartStyle.LINES:
            course = _course(row, profile)
            if course is None:
                return None
            board, _ = plot_development(profile, [course], layout)
        case ChartStyle.DEVIATIONS:
            rows = [
                each for each in indicator_rows(profile, layout) if each.comparison is comparison
            ]
            if not rows:
                return None
            row = replace(row, polarity=rows[0].polarity)
            board, _ = plot_deviations(profile, rows, slice(None), layout)
        case ChartStyle.BARS if comparison.n < MANY:
            board = plot_bars(profile, row, layout)
        case _:
            style = ChartStyle.DOTS
            board, _ = plot_densities(profile, [row], slice(None), layout)
    chart = Chart(
        section=name,
        marks=board.marks,
        width=board.width,
        height=board.height,
        title=block.heading or row.name,
        subtitle=own_words.subtitle(style, row, course, profile, layout),
        alt_text=own_words.alternative(style, row, course, profile, layout),
        caption=own_words.caption(style, row, course, profile, layout),
        source=cited(
            profile, layout, TABLES_OF[comparison.kind], [profile.city], [comparison.group]
        ),
        part_heights=(),
        part=lambda _, __: chart,  # it is one piece
    )
    return chart


def _course(row: ChartRow, profile: Profile) -> Course | None:
    """The measure over the years up to the reporting year; None where it has a single one."""
    comparison = row.comparison
    series = profile.series.get((comparison.kind, comparison.key))
    years = series.spans[-1] if series and series.spans else ()
    if series is None or len(years) < FEWEST_YEARS or years[-1] != profile.year:
        return None
    return Course(comparison=comparison, series=series, years=years, name=row.name, unit="")
