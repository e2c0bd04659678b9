"""What the four charts have in common: rows with a label, a plot, the value and the mean.

Columns are as wide as their texts need, so labels can neither collide nor leave the frame; the
plot gets what is left.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportgen.charts.board import Board, text_width, wrap
from reportgen.layout.load import Layout
from reportgen.layout.numbers import Numbers
from reportgen.layout.texts import ChartTexts
from reportgen.model import City, CityValue, Comparison, Kind, Polarity, Profile, claims

#: Leading of row labels, as a factor of their size.
LABEL_LEADING = 1.2

#: A unit of more characters stands in the label: behind every value it would crowd out the plot.
LONGEST_UNIT = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartRow:
    """One row of a chart.

    Attributes:
        comparison: the numbers; its measure is present.
        city: whose row it is.
        name, names: what the row is called, and that broken into lines.
        explanations: what the name stands for, in lines of small type; may be empty.
        value, mean: as printed, with flag and number of cities where they need one; no mean where
            the city is not compared.
        plain_value, plain_mean: the same without flag and number of cities.
        lowest, highest: labels of the extremes, long and short; empty without other cities.
        polarity: which direction is favourable; none for benefit areas.
    """

    comparison: Comparison
    city: City
    name: str
    names: tuple[str, ...]
    explanations: tuple[str, ...]
    value: str
    mean: str
    plain_value: str
    plain_mean: str
    lowest: tuple[str, str] = ("", "")
    highest: tuple[str, str] = ("", "")
    polarity: Polarity = Polarity.NONE

    @property
    def city_value(self) -> float:
        """The city's value, unrounded."""
        return self.comparison.measure.value or 0.0

    @property
    def mean_value(self) -> float | None:
        """The mean, unrounded; None where the city is not compared."""
        return self.comparison.mean if self.mean else None

    def deviation_of(self, value: float) -> float:
        """Distance of `value` from the mean in standard deviations; for rows that have one."""
        comparison = self.comparison
        return (value - (comparison.mean or 0.0)) / (comparison.sd or math.nan)

    def label_height(self, layout: Layout) -> float:
        """Height of name and explanation in points."""
        sizes = layout.look.charts
        return LABEL_LEADING * (
            len(self.names) * sizes.label + len(self.explanations) * sizes.small
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnEdges:
    """Where the plot begins and ends, and where the two right-aligned columns end, in points."""

    plot_start: float
    plot_end: float
    value_end: float
    mean_end: float


def area_rows(profile: Profile, layout: Layout, kind: Kind) -> tuple[ChartRow, ...]:
    """A row for each benefit area that has a value of `kind`, the highest value first."""
    areas, names = {area.key: area for area in profile.areas}, layout.texts.names
    rows = (
        _row(c, (names.area(areas[c.key]), names.area_label(areas[c.key])), profile, layout)
        for c in profile.present(kind)
    )
    return tuple(sorted(rows, key=lambda row: -row.city_value))


def indicator_rows(profile: Profile, layout: Layout) -> tuple[ChartRow, ...]:
    """A row for each economic indicator that has a deviation, the highest deviation first."""
    definitions = {indicator.key: indicator for indicator in profile.indicators}
    names = layout.texts.names
    rows = []
    for c in profile.present(Kind.ECONOMY):
        if c.deviation is not None:
            indicator = definitions[c.key]
            name, unit = names.indicator(indicator), names.unit(indicator.unit)
            long = len(unit) > LONGEST_UNIT
            name = f"{name} ({unit})" if long else name
            row = _row(c, (name, ""), profile, layout, unit=not long)
            rows.append(replace(row, polarity=indicator.polarity))
    return tuple(sorted(rows, key=lambda row: -(row.comparison.deviation or 0.0)))


def columns(
    rows: Sequence[ChartRow], texts: ChartTexts, layout: Layout, headings: Sequence[str] = ()
) -> ColumnEdges:
    """Divides the text width among label, plot, value and mean.

    Args:
        rows: all rows of the chart.
        texts: the chart's words.
        layout: gives sizes and fonts.
        headings: of groups of rows; they stand above the labels in small type.
    """
    sizes, fonts, width = layout.look.charts, layout.fonts, layout.look.page.text_width

    def widest(printed: Sequence[str]) -> float:
        return max(text_width(text, fonts.bold, sizes.value) for text in printed)

    small = [*headings, *(text for row in rows for text in row.explanations)]
    labels = max(
        *(text_width(text, fonts.semibold, sizes.label) for row in rows for text in row.names),
        *(text_width(text, fonts.regular, sizes.small) for text in small),
        0.0,
    )
    # The mean's head carries the mark that stands for it; both are left out where none is.
    means = max(widest([row.mean for row in rows]), widest([layout.texts.charts.mean]) + 6)
    if not any(row.mean for row in rows):
        means = -1.5 * sizes.gap
    values = widest([texts.value, *(row.value for row in rows)])
    return ColumnEdges(
        plot_start=labels + 1.5 * sizes.gap,
        plot_end=width - means - values - 3 * sizes.gap,
        value_end=width - means - 1.5 * sizes.gap,
        mean_end=width,
    )


def draw_head(board: Board, at: ColumnEdges, texts: ChartTexts, layout: Layout) -> None:
    """Heads of the columns of values and means; the mean's carries the mark it is drawn with."""
    sizes, look, mean = layout.look.charts, layout.look.colours, layout.texts.charts.mean
    y = sizes.head / 2 - 1
    board.text(at.value_end, y, texts.value, size=sizes.small, colour=look.muted, align="right")
    if at.value_end == at.mean_end:
        return
    board.text(at.mean_end, y, mean, size=sizes.small, colour=look.muted, align="right")
    mark = at.mean_end - text_width(mean, layout.fonts.regular, sizes.small) - 5
    board.tick(mark, y, 4, look.mean, look.paper)


def draw_row(board: Board, row: ChartRow, y: float, at: ColumnEdges, layout: Layout) -> None:
    """Label, value and mean of one row whose middle is at `y`."""
    sizes, look = layout.look.charts, layout.look.colours
    top = y - row.label_height(layout) / 2
    for text in row.names:
        middle = top + LABEL_LEADING * sizes.label / 2
        board.text(0, middle, text, size=sizes.label, colour=look.ink, weight="semibold")
        top += LABEL_LEADING * sizes.label
    for text in row.explanations:
        middle = top + LABEL_LEADING * sizes.small / 2
        board.text(0, middle, text, size=sizes.small, colour=look.muted)
        top += LABEL_LEADING * sizes.small
    value, mean = row.value, row.mean
    board.text(
        at.value_end, y, value, size=sizes.value, colour=look.ink, weight="bold", align="right"
    )
    board.text(at.mean_end, y, mean, size=sizes.value, colour=look.muted, align="right")


def heights(rows: Sequence[ChartRow], least: float, layout: Layout) -> list[float]:
    """Height of each row: `least`, or what its label needs."""
    return [max(least, row.label_height(layout) + 4) for row in rows]


def _row(
    comparison: Comparison,
    names: tuple[str, str],
    profile: Profile,
    layout: Layout,
    *,
    unit: bool = True,
) -> ChartRow:
    """A row of a comparison, by name and explanation."""
    name, explanation = names
    sizes, fonts, numbers = layout.look.charts, layout.fonts, Numbers(profile, layout.texts)
    mean = numbers.mean(comparison, unit=unit) if claims.has_mean(comparison) else ""
    row = ChartRow(
        comparison=comparison,
        city=profile.city,
        name=name,
        names=wrap(name, fonts.semibold, sizes.label, sizes.label_width),
        explanations=wrap(explanation, fonts.regular, sizes.small, sizes.label_width)
        if explanation
        else (),
        value=numbers.value(comparison, unit=unit),
        mean=_with_n(mean, comparison.n, profile, layout) if mean else "",
        plain_value=numbers.value(comparison, unit=unit, flags=False),
        plain_mean=mean,
    )
    if comparison.n < claims.FEWEST_FOR_MEAN:
        return row

    def labels(extreme: tuple[CityValue, ...]) -> tuple[str, str]:
        """The cities that hold an extreme, with its value; how many, where there are several."""
        value = numbers.number(comparison, extreme[0].exact, unit=unit)
        if len(extreme) > 1:
            cities = layout.texts.charts.fewer_cities.format(n=len(extreme))
            return f"{cities} {value}", f"{cities} {value}"
        return f"{extreme[0].city.name} {value}", f"{extreme[0].city.abbreviation} {value}"

    return replace(row, lowest=labels(comparison.lowest), highest=labels(comparison.highest))


def _with_n(text: str, n: int, profile: Profile, layout: Layout) -> str:
    if n == len(profile.cities):
        return text
    return f"{text} ({layout.texts.charts.fewer_cities.format(n=n)})"
