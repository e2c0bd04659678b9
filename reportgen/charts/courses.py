"""Measures over the years as charts have them: names, comparable years, and how they changed."""

from dataclasses import dataclass
from fractions import Fraction

from reportgen.layout.load import Layout
from reportgen.layout.numbers import Numbers
from reportgen.model import PERCENT, Comparison, Kind, Profile, Series, claims, trends
from reportgen.model.numbers import Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A measure over the years since the last break, as one picture shows it.

    Attributes:
        comparison: of the reporting year; gives the decimals.
        series: the measure.
        years: with a value of the city, ascending.
        name, unit: as printed.
    """

    comparison: Comparison
    series: Series
    years: tuple[int, ...]
    name: str
    unit: str

    @property
    def first(self) -> Fraction:
        """The city's first value."""
        return self.series.at(self.years[0]) or Fraction(0)

    @property
    def begins_with_break(self) -> bool:
        """Whether there are earlier values, which cannot be compared."""
        return len(self.series.spans) > 1

    @property
    def last(self) -> Fraction:
        """The city's last value."""
        return self.series.at(self.years[-1]) or Fraction(0)


def courses(profile: Profile, layout: Layout) -> tuple[Course, ...]:
    """The measures that are drawn, with their names."""
    names = layout.texts.names
    areas = {area.key: area for area in profile.areas}
    indicators = {indicator.key: indicator for indicator in profile.indicators}
    found = []
    for kind, key in trends.pictured(profile):
        if kind is Kind.DENSITY:
            base = layout.texts.group(profile.base_of(key)).thousand_short
            name, unit = names.area(areas[key]), layout.texts.charts.per.format(base=base)
        else:
            name, unit = names.indicator(indicators[key]), names.unit(indicators[key].unit)
        series = profile.series[kind, key]
        found.append(
            Course(
                comparison=profile.get(kind, key),
                series=series,
                years=series.spans[-1],
                name=name,
                unit=unit,
            )
        )
    return tuple(found)


def change_of(course: Course, profile: Profile, layout: Layout, *, of_mean: bool = False) -> str:
    """The change over the years: of a percentage in points, of all else in percent.

    Args:
        course: the measure.
        profile: the city's numbers.
        layout: gives words and number format.
        of_mean: of the mean instead, without a word for points; nothing where other cities make it
            up in both years.
    """
    style, words = layout.texts.style, layout.texts.charts.development
    first: Number | None
    last: Number | None
    first, last = course.first, course.last
    if of_mean:
        start, end = course.years[0], course.years[-1]
        if not claims.has_mean(course.comparison):
            return ""
        first, last = course.series.mean_at(start), course.series.mean_at(end)
    if first is None or last is None:
        return ""
    numbers = Numbers(profile, layout.texts)
    if course.comparison.measure.unit == PERCENT:
        decimals = numbers.usual_decimals(course.comparison)
        points = style.signed(last - first, decimals)
        return points if of_mean else words.points.format(change=points)
    if not first:
        return ""
    percent = 100 * (last - first) / first
    decimals = 0 if abs(percent) >= 10 else 1
    return style.signed(percent, decimals) + style.percent
