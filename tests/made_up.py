"""Datasets with names and values that real cities do not have, for what must bear anything."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from reportgen.indicators import compute
from reportgen.model import (
    About,
    Base,
    BenefitArea,
    City,
    Dataset,
    EconomicIndicator,
    Flag,
    Observation,
    ObservationKey,
    Polarity,
    Profile,
    Reason,
    Source,
    Table,
)

#: A number, a number with its flag, or why there is none.
Cell = float | tuple[float, Flag] | Reason

YEAR = 2020


def city(name: str, abbreviation: str = "", office: str = "") -> City:
    """A city with that name; its slug is the name."""
    short = abbreviation or name[:1]
    return City(name=name, slug=name, ags="00000000", abbreviation=short, office=office)


def area(name: str, label: str = "", base: Base = Base.TOTAL) -> BenefitArea:
    """A benefit area whose key is its short name."""
    return BenefitArea(key=name, short=name, label=label, base=base, law="SGB XII", order=1)


def indicator(
    name: str, polarity: Polarity = Polarity.LOW, unit: str = "%", decimals: int = 1
) -> EconomicIndicator:
    """An economic indicator whose key is its label."""
    return EconomicIndicator(
        key=name, label=name, unit=unit, decimals=decimals, polarity=polarity, source=""
    )


def profiles(
    cities: Sequence[City],
    *,
    areas: Sequence[BenefitArea] = (),
    indicators: Sequence[EconomicIndicator] = (),
    recipients: Mapping[str, Sequence[Cell]] | None = None,
    payments: Mapping[str, Sequence[Cell]] | None = None,
    economy: Mapping[str, Sequence[Cell]] | None = None,
    inhabitants: Cell = 100_000,
    sources: Sequence[Source] = (),
    project: str = "Benchmarking",
    publisher: str = "Verein",
) -> tuple[Profile, ...]:
    """The profiles of `cities`.

    Args:
        cities, areas, indicators: what there is.
        recipients, payments: for an area's name, a value for each city.
        economy: the same for an indicator's name.
        inhabitants: of each city, all of them under 65.
        sources, project, publisher: as in the workbook.
    """
    people = {base.value: [inhabitants] * len(cities) for base in Base}
    tables = {
        Table.POPULATION: people,
        Table.RECIPIENTS: recipients or {},
        Table.PAYMENTS: payments or {},
        Table.ECONOMY: economy or {},
    }
    observations: dict[ObservationKey, Observation] = {}
    for table, columns in tables.items():
        for key, cells in columns.items():
            for each, cell in zip(cities, cells, strict=True):
                observations[table, each.slug, YEAR, key] = _observation(table, cell)
    about = About(
        project=project,
        publisher=publisher,
        contact="",
        year=YEAR,
        data_date=date(2021, 12, 1),
        version="1.0",
    )
    return compute(
        Dataset(
            file="made-up.xlsx",
            about=about,
            cities=tuple(cities),
            areas=tuple(replace(each, order=i) for i, each in enumerate(areas)),
            indicators=tuple(indicators),
            sources=tuple(sources),
            observations=observations,
            warnings=(),
        ),
        YEAR,
    )


def _observation(table: Table, cell: Cell) -> Observation:
    value, reason, flag = None, None, None
    match cell:
        case Reason():
            reason = cell
        case (number, mark):
            value, flag = float(number), mark
        case number:
            value = float(number)
    return Observation(value=value, reason=reason, flag=flag, sheet=table, cell="A1")
