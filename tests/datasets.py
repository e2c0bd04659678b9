"""Small datasets by hand, for tests of what is computed from a workbook."""

from collections.abc import Mapping
from datetime import date

from reportgen.model import (
    About,
    BenefitArea,
    City,
    Dataset,
    EconomicIndicator,
    Flag,
    Observation,
    ObservationKey,
    Polarity,
    Reason,
    Table,
)

#: The population groups that there are.
TOTAL, UNDER_65 = "insgesamt", "0 bis unter 65"

#: A number, a number with its flag, or why there is none.
Cell = float | tuple[float, Flag] | Reason

#: By name of the city, year and key.
Cells = Mapping[tuple[str, int, str], Cell]

AREAS = (
    BenefitArea(
        key="sgb2", short="SGB II", label="Grundsicherung für Arbeitsuchende",
        base=UNDER_65, law="SGB II", order=1,
    ),
    BenefitArea(
        key="gsiae", short="GSiAE", label="Grundsicherung im Alter und bei Erwerbsminderung",
        base=TOTAL, law="SGB XII", order=2,
    ),
    BenefitArea(
        key="hzp", short="HzP", label="Hilfe zur Pflege", base=TOTAL, law="SGB XII", order=3
    ),
)  # fmt: skip

INDICATORS = (
    EconomicIndicator(
        key="unemployment", label="Arbeitslosenquote", unit="%", decimals=1,
        polarity=Polarity.LOW, source="BA",
    ),
    EconomicIndicator(
        key="rent", label="Angebotsmiete", unit="EUR/m²", decimals=2,
        polarity=Polarity.NONE, source="BBSR",
    ),
)  # fmt: skip


def dataset(
    cities: str = "ABC",
    *,
    population: Cells | None = None,
    recipients: Cells | None = None,
    payments: Cells | None = None,
    economy: Cells | None = None,
) -> Dataset:
    """A dataset of cities with one-letter names; slugs are the letters in lower case.

    What is not given has no row. The address of a cell is its city, year and key, as in
    ``Leistungsbeziehende!A:2020:sgb2``.
    """
    tables = {
        Table.POPULATION: population,
        Table.RECIPIENTS: recipients,
        Table.PAYMENTS: payments,
        Table.ECONOMY: economy,
    }
    observations: dict[ObservationKey, Observation] = {
        (table, city.lower(), year, key): _observation(table, f"{city}:{year}:{key}", cell)
        for table, cells in tables.items()
        for (city, year, key), cell in (cells or {}).items()
    }
    return Dataset(
        file="small.xlsx",
        sheets={table: table.value for table in Table},
        unit_column="Stadt",
        about=About(
            project="Benchmarking",
            publisher="Verein",
            contact="",
            year=2020,
            data_date=date(2021, 12, 1),
            version="1.0",
        ),
        cities=tuple(_city(number, name) for number, name in enumerate(cities)),
        groups=(TOTAL, UNDER_65),
        areas=AREAS,
        indicators=INDICATORS,
        sources=(),
        observations=observations,
        warnings=(),
    )


def _city(number: int, name: str) -> City:
    return City(
        name=name, slug=name.lower(), ags=f"{number:08}", abbreviation=name, office="Sozialamt"
    )


def _observation(table: Table, address: str, cell: Cell) -> Observation:
    value, reason, flag = None, None, None
    match cell:
        case Reason():
            reason = cell
        case (number, mark):
            value, flag = float(number), mark
        case number:
            value = float(number)
    return Observation(value=value, reason=reason, flag=flag, sheet=table, cell=address)
