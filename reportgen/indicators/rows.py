"""Profiles as flat rows: one an indicator and city, for terminals and for export."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from reportgen.model import ALL_AREAS, Base, Flag, Kind, Profile, Reason, Table

#: Named in the language of the workbook, as all other labels are.
_OWN_LABELS = {ALL_AREAS: "Alle Leistungsbereiche"} | {
    base.value: f"{Table.POPULATION} {base}" for base in Base
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """One indicator of one city; the fields are those of `Comparison` and `Measure`, unrounded.

    Attributes:
        city: name of the city.
        label: the workbook's name for `key`.
        lowest_city, lowest: the city with the smallest value, and that value.
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
    flag: Flag | None
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
HEAD = tuple(field.name for field in fields(IndicatorRow))


def table(profiles: Iterable[Profile]) -> tuple[IndicatorRow, ...]:
    """All indicators of `profiles`, city by city, in the order of `Profile.comparisons`."""
    return tuple(row for profile in profiles for row in _rows(profile))


def _rows(profile: Profile) -> Iterator[IndicatorRow]:
    labels = (
        _OWN_LABELS
        | {area.key: area.label for area in profile.areas}
        | {indicator.key: indicator.label for indicator in profile.indicators}
    )
    for comparison in profile.comparisons.values():
        measure, lowest, highest = comparison.measure, comparison.lowest, comparison.highest
        yield IndicatorRow(
            city=profile.city.name,
            kind=comparison.kind,
            key=comparison.key,
            label=labels[comparison.key],
            unit=measure.unit,
            period=measure.period,
            value=measure.value,
            reason=measure.reason,
            flag=measure.flag,
            n=comparison.n,
            mean=comparison.mean,
            weighted_mean=comparison.weighted_mean,
            sd=comparison.sd,
            deviation=comparison.deviation,
            rank=comparison.rank,
            lowest_city=lowest.city.name if lowest else None,
            lowest=lowest.value if lowest else None,
            highest_city=highest.city.name if highest else None,
            highest=highest.value if highest else None,
            method=measure.method,
            cells=measure.cells,
        )
