"""The stage's entry: the whole group is computed once, then each city's part is put together."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from reportgen.errors import IndicatorError, Problem
from reportgen.indicators.comparison import compare
from reportgen.indicators.formulas import families
from reportgen.indicators.peers import peers_of
from reportgen.indicators.series import series_of
from reportgen.model import (
    ALL_AREAS,
    Absence,
    City,
    Comparison,
    Dataset,
    Kind,
    PeerChoice,
    Profile,
    Table,
)

#: Kinds that are the workbook's own numbers, and the table that lacks those that are absent.
_REPORTED = {
    Kind.POPULATION: Table.POPULATION,
    Kind.RECIPIENTS: Table.RECIPIENTS,
    Kind.PAYMENTS: Table.PAYMENTS,
    Kind.ECONOMY: Table.ECONOMY,
}


def compute(
    dataset: Dataset,
    year: int,
    cities: Sequence[City] | None = None,
    choice: PeerChoice | None = None,
) -> tuple[Profile, ...]:
    """All indicators of cities, compared with the group.

    Args:
        dataset: what was read from the workbook.
        year: the reporting year; changes are against the year before.
        cities: those of the dataset that are wanted, by default all.
        choice: who is compared with whom, by default as the workbook or the figures say.

    Returns:
        One profile for each city that is wanted, in the order of the dataset.

    Raises:
        IndicatorError: the workbook has no value for `year`.
    """
    _require_data(dataset, year)
    wanted = set(dataset.cities if cities is None else cities)
    rows = [row for row, city in enumerate(dataset.cities) if city in wanted]
    choice = choice or PeerChoice()
    columns = compare(families(dataset, year), dataset.cities, rows)
    series, peers = series_of(dataset, year, rows), peers_of(dataset, rows, columns, choice)
    profiles = []
    for place, row in enumerate(rows):
        city = dataset.cities[row]
        comparisons = {name: column[place] for name, column in columns.items()}
        profiles.append(
            Profile(
                city=city,
                year=year,
                about=dataset.about,
                sheets=dataset.sheets,
                unit_column=dataset.unit_column,
                cities=dataset.cities,
                groups=dataset.groups,
                areas=dataset.areas,
                indicators=dataset.indicators,
                sources=dataset.sources,
                comparisons=MappingProxyType(comparisons),
                absences=_absences(comparisons, dataset.sheets),
                series=MappingProxyType({name: found[place] for name, found in series.items()}),
                peers=peers[place],
                reference=choice.reference if choice.reference != city else None,
                protection=dataset.protection,
            )
        )
    return tuple(profiles)


def _require_data(dataset: Dataset, year: int) -> None:
    years = {y for (_, _, y, _), cell in dataset.observations.items() if cell.value is not None}
    if year in years:
        return
    raise IndicatorError(
        Problem(
            code="no-data-for-year",
            message=f"no city has a value for {year}",
            where=dataset.file,
            hint="years with data: " + (", ".join(map(str, sorted(years))) or "none"),
        )
    )


def _absences(
    comparisons: Mapping[tuple[Kind, str], Comparison], sheets: Collection[Table]
) -> tuple[Absence, ...]:
    """What is absent of the workbook's own numbers; a comparison may do without whole sheets."""
    return tuple(
        Absence(
            table=_REPORTED[kind],
            key=key,
            reason=comparison.measure.reason,
            reason_text=comparison.measure.reason_text,
        )
        for (kind, key), comparison in comparisons.items()
        if _REPORTED.get(kind) in sheets
        and key != ALL_AREAS
        and comparison.measure.reason is not None
    )
