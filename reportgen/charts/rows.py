"""The rows of a chart: whose value stands in each, and in which words."""

import math
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from reportgen.layout.load import Layout
from reportgen.layout.numbers import Numbers
from reportgen.model import City, CityValue, Comparison, Floats, Kind, Polarity, Profile, claims

#: A unit of more characters stands in the label: behind every value it would crowd out the plot.
LONGEST_UNIT = 6


#: One value or many.
Values = TypeVar("Values", float, Floats)


class ChartRow(Struct, frozen=True, kw_only=True):
    """One row of a chart.

    Attributes:
        comparison: the numbers; its measure is present.
        city: whose row it is.
        name: what the row is called.
        explanation: what the name stands for; may be empty.
        value, mean: as printed, with flag and number of cities where they need one; no mean where
            the city is not compared.
        mean_alone: the mean without its unit, with the number of cities where it needs one.
        peers: the mean of the city's peers as printed; empty where there is none.
        plain_value, plain_mean: the same without flag and number of cities.
        lowest, highest: labels of the extremes, long, short, and the value alone; empty without
            other cities.
        polarity: which direction is favourable; none for benefit areas.
    """

    comparison: Comparison
    city: City
    name: str
    explanation: str
    value: str
    mean: str
    mean_alone: str
    peers: str
    plain_value: str
    plain_mean: str
    lowest: tuple[str, ...] = ()
    highest: tuple[str, ...] = ()
    polarity: Polarity = Polarity.NONE

    @property
    def city_value(self) -> float:
        """The city's value, unrounded."""
        return self.comparison.measure.value or 0.0

    @property
    def mean_value(self) -> float | None:
        """The mean, unrounded; None where the city is not compared."""
        return self.comparison.mean if self.mean else None

    def deviation_of(self, value: Values) -> Values:
        """Distance of values from the mean in standard deviations; for rows that have one."""
        comparison = self.comparison
        return (value - (comparison.mean or 0.0)) / (comparison.sd or math.nan)


def area_rows(profile: Profile, layout: Layout, kind: Kind) -> tuple[ChartRow, ...]:
    """A row for each benefit area that has a value of `kind`, the highest value first."""
    areas, names = {area.key: area for area in profile.areas}, layout.texts.names
    rows = (
        _row(
            c,
            (names.area(areas[c.key]), names.area_label(areas[c.key]).partition(" (")[0]),
            profile,
            layout,
        )
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


def row_of(comparison: Comparison, profile: Profile, layout: Layout) -> ChartRow:
    """The row of a single measure, which the city has a value of."""
    names = layout.texts.names
    areas = {area.key: area for area in profile.areas}
    indicators = {indicator.key: indicator for indicator in profile.indicators}
    if comparison.key in areas and comparison.kind is not Kind.ECONOMY:
        area = areas[comparison.key]
        named = (names.area(area), names.area_label(area).partition(" (")[0])
    elif comparison.key in indicators:
        named = (names.indicator(indicators[comparison.key]), "")
    else:
        named = (layout.texts.document.figures.total, "")
    return _row(comparison, named, profile, layout)


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
    numbers = Numbers(profile, layout.texts)
    mean = numbers.mean(comparison, unit=unit) if claims.has_mean(comparison) else ""
    peers = comparison.mean_of(profile.peers.cities) if profile.peers else None
    row = ChartRow(
        comparison=comparison,
        city=profile.city,
        name=name,
        explanation=explanation,
        value=numbers.value(comparison, unit=unit),
        mean=_with_n(mean, comparison.n, profile, layout) if mean else "",
        mean_alone=_with_n(numbers.mean(comparison, unit=False), comparison.n, profile, layout)
        if mean
        else "",
        peers="" if peers is None else numbers.number(comparison, peers, unit=unit),
        plain_value=numbers.value(comparison, unit=unit, flags=False),
        plain_mean=mean,
    )
    if comparison.n < claims.FEWEST_FOR_MEAN:
        return row

    def labels(extreme: tuple[CityValue, ...]) -> tuple[str, ...]:
        """The cities that hold an extreme, with its value; how many, where there are several."""
        value = numbers.number(comparison, extreme[0].exact, unit=unit)
        if len(extreme) > 1:
            cities = layout.texts.charts.fewer_cities.format(
                n=layout.texts.style.number(len(extreme))
            )
            return f"{cities} {value}", f"{cities} {value}", value
        city = extreme[0].city
        return f"{city.name} {value}", f"{city.abbreviation} {value}", value

    return replace(row, lowest=labels(comparison.lowest), highest=labels(comparison.highest))


def _with_n(text: str, n: int, profile: Profile, layout: Layout) -> str:
    if n == len(profile.cities):
        return text
    return f"{text} ({layout.texts.charts.fewer_cities.format(n=layout.texts.style.number(n))})"
