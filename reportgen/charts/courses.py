"""Measures over the years as charts have them: names, comparable years, and how they changed."""

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from msgspec import Struct

from reportgen.layout.load import Layout
from reportgen.layout.numbers import Numbers
from reportgen.model import PERCENT, Comparison, Kind, Profile, Series, claims, trends


class Course(Struct, frozen=True, kw_only=True):
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


def runs(years: Sequence[int], values: Sequence[float]) -> Iterator[list[tuple[int, float]]]:
    """Years with their values in runs that a line may join; NaN where there is no value.

    A step at least twice as long as the shortest one leaves a year out: a workbook may have every
    fifth year.
    """
    usual = min((b - a for a, b in pairwise(years)), default=1)
    run: list[tuple[int, float]] = []
    before = years[0]
    for year, value in zip(years, values, strict=True):
        if run and (math.isnan(value) or year - before >= 2 * usual):
            yield run
            run = []
        if not math.isnan(value):
            run.append((year, value))
        before = year
    if run:
        yield run


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


class Changes(Struct, frozen=True):
    """How the city and the mean changed over the years, as printed; empty where unknown."""

    own: str
    mean: str


def changes_of(course: Course, profile: Profile, layout: Layout) -> Changes:
    """The changes: of a percentage in points, of amounts in percent.

    An amount that is or was zero or less has no percentage that says anything: its change is
    printed as an amount. The mean has none where other cities make it up in both years.
    """
    style, words = layout.texts.style, layout.texts.charts.development
    numbers, unit = Numbers(profile, layout.texts), course.comparison.measure.unit
    decimals = numbers.usual_decimals(course.comparison)
    own = (course.first, course.last)
    means = tuple(course.series.mean_at(year) for year in (course.years[0], course.years[-1]))
    compared = claims.has_mean(course.comparison)
    mean = (means[0], means[1]) if compared and means[0] is not None else (None, None)
    known = [pair for pair in (own, mean) if None not in pair]
    in_percent = all(first and first > 0 <= (last or 0) for first, last in known)

    def printed(first: Fraction | None, last: Fraction | None) -> str:
        if first is None or last is None:
            return ""
        if unit == PERCENT or not in_percent:
            return style.signed(last - first, decimals)
        percent = 100 * (last - first) / first
        return style.signed(percent, 0 if abs(percent) >= 10 else 1) + style.percent

    text = printed(*own)
    if unit == PERCENT:
        text = words.points.format(change=text)
    elif not in_percent and course.comparison.kind is Kind.ECONOMY:
        text = numbers.with_unit(text, unit)
    return Changes(text, printed(*mean))
