"""Profiles as flat rows: one an indicator and city, for terminals and for export."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from reportgen.model import ALL_AREAS, CityValue, Kind, Profile, Reason, Table

#: Named in the language of the workbook, as all other labels are.
_ALL_AREAS_LABEL = "Alle Leistungsbereiche"


class IndicatorRow(Struct, frozen=True, kw_only=True):
    """One indicator of one city; the fields are those of `Comparison` and `Measure`, unrounded.

    Attributes:
        city: name of the city.
        label: the workbook's name for `key`.
        lowest_city, lowest: the cities with the smallest value, and that value.
        highest_city, highest: likewise for the largest.
        cells: addresses in the workbook that `value` is computed from.
    """

    city: str
    kind: Kind
    key: str
    label: str
    unit: str
    period: str
    value: float | None
    reason: Reason | None
    flag: str | None
    n: int
    mean: float | None
    weighted_mean: float | None
    sd: float | None
    deviation: float | None
    rank: int | None
    lowest_city: str | None
    lowest: float | None
    highest_city: str | None
    highest: float | None
    method: str
    cells: tuple[str, ...]


#: Names of the columns, in order.
HEAD = IndicatorRow.__struct_fields__

#: What each column holds, for those who find the table without this program.
MEANINGS = {
    "city": "name of the city",
    "kind": "family of indicators, e.g. density",
    "key": "benefit area or economic indicator; total is the sum over all areas",
    "label": "name of the key in the workbook, in German",
    "unit": "unit of value, mean, weighted_mean, sd, lowest and highest",
    "period": "day of a stock, year of a flow, pair of years of a change",
    "value": "the city's value, unrounded; empty when absent",
    "reason": "why the value is absent",
    "flag": "p provisional, r corrected, s estimated, () limited reliability, () s both",
    "n": "number of cities that it is compared with, itself among them",
    "mean": "unweighted mean of those cities",
    "weighted_mean": "sum of numerators by sum of denominators of those cities",
    "sd": "standard deviation of those cities as a population",
    "deviation": "(value - mean) / sd",
    "rank": "1 + number of cities with a larger value",
    "lowest_city": "city with the smallest value, or all that share it",
    "lowest": "its value",
    "highest_city": "city with the largest value, or all that share it",
    "highest": "its value",
    "method": "how value was computed",
    "cells": "cells of the workbook that it was computed from",
}

#: Names and meanings of columns instead, where other units than cities are compared.
NEUTRAL_HEAD = {"city": "name", "lowest_city": "lowest_name", "highest_city": "highest_name"}
NEUTRAL_MEANINGS = {
    "city": "name of the unit",
    "value": "the unit's value, not rounded; empty when absent",
    "unit": "of measure, of value, mean, weighted_mean, sd, lowest and highest",
    "n": "number of units that it is compared with, itself among them",
    "mean": "unweighted mean of those units",
    "weighted_mean": "sum of numerators by sum of denominators of those units",
    "sd": "standard deviation of those units as a population",
    "rank": "1 + number of units with a larger value",
    "lowest_city": "unit with the smallest value, or all that share it",
    "highest_city": "unit with the largest value, or all that share it",
}


def table(profiles: Iterable[Profile]) -> tuple[IndicatorRow, ...]:
    """All indicators of `profiles`, city by city, in the order of `Profile.comparisons`."""
    return tuple(row for profile in profiles for row in _rows(profile))


def _rows(profile: Profile) -> Iterator[IndicatorRow]:
    labels = (
        {ALL_AREAS: _ALL_AREAS_LABEL}
        | {area.key: area.label for area in profile.areas}
        | {indicator.key: indicator.label for indicator in profile.indicators}
    )
    for comparison in profile.comparisons.values():
        measure, lowest, highest = comparison.measure, comparison.lowest, comparison.highest
        yield IndicatorRow(
            city=profile.city.name,
            kind=comparison.kind,
            key=comparison.key,
            label=(
                f"{Table.POPULATION} {comparison.key}"
                if comparison.kind is Kind.POPULATION
                else labels[comparison.key]
            ),
            unit=measure.unit,
            period=measure.period,
            value=measure.value,
            reason=measure.reason,
            flag=" ".join(measure.flags) or None,
            n=comparison.n,
            mean=comparison.mean,
            weighted_mean=comparison.weighted_mean,
            sd=comparison.sd,
            deviation=comparison.deviation,
            rank=comparison.rank,
            lowest_city=_names(lowest),
            lowest=lowest[0].value if lowest else None,
            highest_city=_names(highest),
            highest=highest[0].value if highest else None,
            method=measure.method,
            cells=measure.cells,
        )


def _names(entries: tuple[CityValue, ...]) -> str | None:
    """The cities of equal values, parted by semicolons."""
    return "; ".join(entry.city.name for entry in entries) or None
