"""The stage's entry: the whole group is computed once, each city's part when it is asked for."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any, overload

from reportgen.collector import collector_off
from reportgen.errors import IndicatorError, Problem
from reportgen.indicators.comparison import Indicator
from reportgen.indicators.formulas import families
from reportgen.indicators.peers import PeerFinder
from reportgen.indicators.series import series_of
from reportgen.model import (
    ALL_AREAS,
    Absence,
    Cities,
    City,
    Comparison,
    Dataset,
    Flag,
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


class Profiles(Sequence[Profile]):
    """The profiles of some cities, each put together whenever it is asked for.

    What they have in common is computed once. Of thousands of cities, they would take much room if
    all of them stayed; who wants that makes a tuple of them.

    Args:
        dataset: what was read from the workbook.
        year: the reporting year.
        rows: places of the cities in the dataset.
        choice: who is compared with whom.
    """

    def __init__(
        self, dataset: Dataset, year: int, rows: Sequence[int], choice: PeerChoice
    ) -> None:
        self._dataset, self._year, self._rows, self._choice = dataset, year, rows, choice
        cities, all_families = Cities(dataset.cities), families(dataset, year)
        estimated = {
            (table, slug)
            for (table, slug, _, _), cell in dataset.observations.items()
            if cell.flag is Flag.ESTIMATED
        }
        estimates = {slug for _, slug in estimated}
        self._indicators = [
            Indicator(family, key, cities, estimates)
            for family in all_families
            for key in family.grid.keys
        ]
        self._series = series_of(dataset, year, all_families, estimated)
        economy = (each for each in self._indicators if each.kind is Kind.ECONOMY)
        self._peers = PeerFinder(dataset, economy, choice)

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process computes from the same dataset."""
        return Profiles, (self._dataset, self._year, self._rows, self._choice)

    @overload
    def __getitem__(self, place: int) -> Profile: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Profile, ...]: ...
    def __getitem__(self, place: int | slice) -> Profile | tuple[Profile, ...]:
        """A profile by its place among those that are wanted; or several."""
        if isinstance(place, slice):
            return tuple(map(self._profile, self._rows[place]))
        return self._profile(self._rows[place])

    def __len__(self) -> int:
        """Number of profiles."""
        return len(self._rows)

    @cached_property
    def cities(self) -> tuple[City, ...]:
        """Whose they are."""
        return tuple(self._dataset.cities[row] for row in self._rows)

    def _profile(self, row: int) -> Profile:
        dataset, reference = self._dataset, self._choice.reference
        city = dataset.cities[row]
        comparisons = {(each.kind, each.key): each.comparison(row) for each in self._indicators}
        return Profile(
            city=city,
            year=self._year,
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
            series=MappingProxyType({name: each.of(row) for name, each in self._series.items()}),
            peers=self._peers.peers(row),
            reference=reference if reference != city else None,
            protection=dataset.protection,
        )


@collector_off()
def compute(
    dataset: Dataset,
    year: int,
    cities: Sequence[City] | None = None,
    choice: PeerChoice | None = None,
) -> Profiles:
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
    return Profiles(dataset, year, rows, choice or PeerChoice())


def _require_data(dataset: Dataset, year: int) -> None:
    if year in _years_of_values(dataset):  # the search ends at the first one
        return
    years = set(_years_of_values(dataset))
    raise IndicatorError(
        Problem(
            code="no-data-for-year",
            message=f"no city has a value for {year}",
            where=dataset.file,
            hint="years with data: " + (", ".join(map(str, sorted(years))) or "none"),
        )
    )


def _years_of_values(dataset: Dataset) -> Iterator[int]:
    return (year for (_, _, year, _), c in dataset.observations.items() if c.value is not None)


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
