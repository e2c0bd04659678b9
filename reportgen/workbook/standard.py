"""The benefit areas and indicators that a new workbook begins with.

They stand in the workbook like any other row, and its owner may change or remove them.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final

from reportgen.model import Base, Polarity
from reportgen.workbook import schema

#: What may be written into a cell, and the rows of each sheet as entries by header.
Entry = str | int | float | date | None
Rows = Mapping[str, Sequence[Mapping[str, Entry]]]


def rows_of(sheet: str, *rows: tuple[Entry, ...]) -> tuple[dict[str, Entry], ...]:
    """Rows of a sheet with fixed columns, as entries by header."""
    return tuple(dict(zip(schema.DEFINITION_COLUMNS[sheet], row, strict=True)) for row in rows)


_TOTAL, _UNDER_65 = Base.TOTAL.value, Base.UNDER_65.value
_HIGH, _LOW, _NONE = Polarity.HIGH.value, Polarity.LOW.value, Polarity.NONE.value
_SGB2_LABEL = "Grundsicherung für Arbeitsuchende (ELB und NEF)"
_GSIAE_LABEL = "Grundsicherung im Alter und bei Erwerbsminderung"
_HLU_LABEL = "Hilfe zum Lebensunterhalt"
_ASYLBLG_LABEL = "Regelleistungen nach dem Asylbewerberleistungsgesetz"
_INKAR_GERDA = "BBSR Bonn, INKAR (nach GERDA, Kreiskovariaten)"
_INKAR_RKI = "BBSR Bonn, INKAR (nach RKI, German Index of Socioeconomic Deprivation)"

AREAS: Final = rows_of(
    schema.AREAS,
    ("sgb2", "SGB II", _SGB2_LABEL, _UNDER_65, "SGB II", 1),
    ("gsiae", "GSiAE", _GSIAE_LABEL, _TOTAL, "SGB XII, 4. Kapitel", 2),
    (
        "hlu_ave",
        "HLU a. v. E.",
        f"{_HLU_LABEL} außerhalb von Einrichtungen",
        _TOTAL,
        "SGB XII, 3. Kapitel",
        3,
    ),
    ("hlu_ie", "HLU i. E.", f"{_HLU_LABEL} in Einrichtungen", _TOTAL, "SGB XII, 3. Kapitel", 4),
    ("hzp", "HzP", "Hilfe zur Pflege", _TOTAL, "SGB XII, 7. Kapitel", 5),
    ("asylblg", "AsylbLG", _ASYLBLG_LABEL, _TOTAL, "AsylbLG", 6),
)

INDICATORS: Final = rows_of(
    schema.INDICATORS,
    ("unemployment_rate", "Arbeitslosenquote", "%", 1, _LOW, _INKAR_GERDA),
    (
        "longterm_unemployed_share",
        "Langzeitarbeitslose an allen Arbeitslosen",
        "%",
        1,
        _LOW,
        _INKAR_GERDA,
    ),
    ("youth_unemployment_rate", "Jugendarbeitslosenquote (unter 25)", "%", 1, _LOW, _INKAR_GERDA),
    ("employment_rate_svb", "Beschäftigungsquote (SvB am Wohnort)", "%", 1, _HIGH, _INKAR_RKI),
    ("gdp_per_inhabitant", "BIP je Einwohner", "Tsd. €", 1, _HIGH, _INKAR_GERDA),
    (
        "disposable_income_per_inhabitant_month",
        "Verfügbares Einkommen je Einwohner und Monat",
        "€",
        0,
        _HIGH,
        _INKAR_RKI,
    ),
    ("purchasing_power", "Kaufkraft je Einwohner", "€", 0, _HIGH, _INKAR_GERDA),
    ("gross_wage_month", "Bruttoverdienst je Monat", "€", 0, _HIGH, _INKAR_RKI),
    ("debtor_rate", "Schuldnerquote", "%", 1, _LOW, _INKAR_RKI),
    (
        "low_income_households_share",
        "Haushalte mit niedrigem Einkommen",
        "%",
        1,
        _LOW,
        _INKAR_GERDA,
    ),
    ("asking_rent", "Angebotsmiete", "€/m²", 2, _NONE, _INKAR_GERDA),
)

#: What a new workbook holds in the sheets that define the columns of the others.
ROWS: Final[Rows] = MappingProxyType({schema.AREAS: AREAS, schema.INDICATORS: INDICATORS})
