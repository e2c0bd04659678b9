"""Profiles with names and values that real cities do not have, for what must bear anything."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from reportgen.indicators import compute
from reportgen.model import BenefitArea, EconomicIndicator, Polarity, Profile, Source
from tests.datasets import TOTAL, UNDER_65, Cell, Cells, dataset

YEAR = 2020

#: For the name of an area or an indicator, a value for each city.
Columns = Mapping[str, Sequence[Cell]]


def area(name: str, label: str = "", base: str = TOTAL) -> BenefitArea:
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
    cities: Sequence[str],
    *,
    areas: Sequence[BenefitArea] = (),
    indicators: Sequence[EconomicIndicator] = (),
    recipients: Columns | None = None,
    payments: Columns | None = None,
    economy: Columns | None = None,
    inhabitants: Cell = 100_000,
    sources: Sequence[Source] = (),
    office: str = "Sozialamt",
    project: str = "Benchmarking",
) -> tuple[Profile, ...]:
    """The profiles of the cities of those names; abbreviations are A, B, C.

    Args:
        cities: names.
        areas, indicators: what there is.
        recipients, payments, economy: what each city reports.
        inhabitants: of each city, all of them under 65.
        sources, office, project: as in the workbook.
    """
    # Slugs are letters in lower case; these have none, so there is one for each of many cities.
    letters = [chr(0x4E00 + number) for number in range(len(cities))]

    def cells(columns: Columns | None) -> Cells:
        return {
            (letter, YEAR, key): cell
            for key, column in (columns or {}).items()
            for letter, cell in zip(letters, column, strict=True)
        }

    small = dataset(
        "".join(letters),
        population=cells({base: [inhabitants] * len(cities) for base in (TOTAL, UNDER_65)}),
        recipients=cells(recipients),
        payments=cells(payments),
        economy=cells(economy),
    )
    named = [
        replace(city, name=name, abbreviation=chr(ord("A") + number % 26), office=office)
        for number, (city, name) in enumerate(zip(small.cities, cities, strict=True))
    ]
    whole = replace(
        small,
        about=replace(small.about, project=project),
        cities=tuple(named),
        areas=tuple(replace(each, order=order) for order, each in enumerate(areas)),
        indicators=tuple(indicators),
        sources=tuple(sources),
    )
    return compute(whole, YEAR)
