"""The rows of a chart: whose value stands in each, and in which words."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from reportgen.layout.formatting import Style
from reportgen.layout.load import Layout
from reportgen.model import City, Comparison, Kind, Polarity, Profile

#: A unit of more characters stands in the label: behind every value it would crowd out the plot.
LONGEST_UNIT = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartRow:
    """One row of a chart.

    Attributes:
        comparison: the numbers; its measure is present.
        city, city_value, mean_value: whose row it is, and unrounded values.
        name: what the row is called.
        explanation: what the name stands for; may be empty.
        value, mean: as printed, with flag and number of cities where they need one.
        printed: how this row prints a value.
        polarity: which direction is favourable; none for benefit areas.
    """

    comparison: Comparison
    city: City
    city_value: float
    mean_value: float
    name: str
    explanation: str
    value: str
    mean: str
    printed: Callable[[float], str]
    polarity: Polarity = Polarity.NONE

    def deviation_of(self, value: float) -> float:
        """Distance of `value` from the mean in standard deviations; for rows that have one."""
        return (value - self.mean_value) / (self.comparison.sd or math.nan)


def area_rows(
    profile: Profile, layout: Layout, kind: Kind, printed: Callable[[float], str]
) -> tuple[ChartRow, ...]:
    """A row for each benefit area that has a value of `kind`, the highest value first."""
    areas, names = {area.key: area for area in profile.areas}, layout.texts.names
    rows = (
        _row(c, names.area(areas[c.key]), names.area_label(areas[c.key]), printed, profile, layout)
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
            if len(unit) > LONGEST_UNIT:
                name, unit = f"{name} ({unit})", ""
            printed = _printer(unit, indicator.decimals, layout.texts.style)
            row = _row(c, name, "", printed, profile, layout)
            rows.append(replace(row, polarity=indicator.polarity))
    return tuple(sorted(rows, key=lambda row: -row.deviation_of(row.city_value)))


def _row(
    comparison: Comparison,
    name: str,
    explanation: str,
    printed: Callable[[float], str],
    profile: Profile,
    layout: Layout,
) -> ChartRow:
    value, mean = comparison.measure.value, comparison.mean
    assert value is not None
    assert mean is not None
    return ChartRow(
        comparison=comparison,
        city=profile.city,
        city_value=value,
        mean_value=mean,
        name=name,
        explanation=explanation,
        value=layout.texts.style.flagged(printed(value), comparison.measure.flag),
        mean=_with_n(printed(mean), comparison.n, profile, layout),
        printed=printed,
    )


def _printer(unit: str, decimals: int, style: Style) -> Callable[[float], str]:
    return lambda value: style.with_unit(value, unit, decimals)


def _with_n(text: str, n: int, profile: Profile, layout: Layout) -> str:
    if n == len(profile.cities):
        return text
    return f"{text} ({layout.texts.charts.fewer_cities.format(n=n)})"
