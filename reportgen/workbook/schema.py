"""The sheets and columns of the workbook, as data that reader and template share.

The columns of the data sheets follow from the workbook's own definitions: one column for each
benefit area or economic indicator, headed by its name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reportgen.model import Base, BenefitArea, EconomicIndicator, Table

CITIES = "Städte"
AREAS = "Leistungsbereiche"
INDICATORS = "Indikatoren"
ABOUT = "Angaben"
SOURCES = "Quellen"
EXPLANATION = "Erläuterung"
CONFIRMED = "Bestätigt"

#: All sheets of a workbook, in their order.
SHEETS = (
    CITIES,
    AREAS,
    Table.POPULATION,
    Table.RECIPIENTS,
    Table.PAYMENTS,
    INDICATORS,
    Table.ECONOMY,
    ABOUT,
    SOURCES,
)

#: With the one that a workbook may do without: which implausible values were confirmed.
ALL_SHEETS = (*SHEETS, CONFIRMED)

#: Sheets that may be missing; then their figures were not delivered.
REMOVABLE_SHEETS = (Table.PAYMENTS, Table.ECONOMY)

#: First columns of every data sheet: a row is one city in one year.
ROW_COLUMNS = ("Stadt", "Jahr")

#: Columns of the sheets that define things, and of those that describe.
DEFINITION_COLUMNS = {
    CITIES: ("AGS", "Stadt", "Kürzel", "Amt"),
    AREAS: (
        "Schlüssel",
        "Kurzbezeichnung",
        "Bezeichnung",
        "Bezugsbevölkerung",
        "Rechtsgrundlage",
        "Reihenfolge",
    ),
    INDICATORS: (
        "Schlüssel",
        "Bezeichnung",
        "Einheit",
        "Nachkommastellen",
        "Polarität",
        "Quelle",
    ),
    ABOUT: ("Angabe", "Wert"),
    SOURCES: ("Blatt", "Stadt", "Jahr", "Quelle", "Bemerkung"),
    CONFIRMED: ("Zelle", "Regel", "Wert", "Bestätigt von", "Begründung"),
}

#: What is odd about the value; written with `validate --annotate`, and not read.
DOUBT = "Auffälligkeit"

#: Optional columns: whether an area counts in the sum over all areas, and how the signs of a source
#: are to be worded, e.g. ``. = nicht schätzbar``.
IN_TOTAL, WORDINGS = "Existenzsichernd", "Zeichen"
OPTIONAL_COLUMNS = {AREAS: (IN_TOTAL,), SOURCES: (WORDINGS,), CONFIRMED: (DOUBT,)}
YES_NO = {"ja": True, "j": True, "nein": False, "n": False}

#: Lines of the sheet `ABOUT`; all but the contact must be filled.
PROJECT, PUBLISHER, CONTACT = "Projekt", "Herausgeber", "Kontakt"
YEAR, DATA_DATE, VERSION = "Berichtsjahr", "Datenstand", "Fassung"
ABOUT_LINES = (PROJECT, PUBLISHER, CONTACT, YEAR, DATA_DATE, VERSION)

#: Age groups that may stand beside the base populations; they serve to check them.
UNDER_18, AGED_18_TO_64, FROM_65 = "0 bis unter 18", "18 bis unter 65", "65 und älter"
AGE_GROUPS = (UNDER_18, AGED_18_TO_64, FROM_65)

#: Value columns of the population sheet, as the template writes them.
POPULATION_COLUMNS = (Base.TOTAL.value, UNDER_18, AGED_18_TO_64, Base.UNDER_65.value, FROM_65)

#: Each total of the population sheet with the groups that it is the sum of.
POPULATION_SUMS = {
    Base.TOTAL.value: (Base.UNDER_65.value, FROM_65),
    Base.UNDER_65.value: (UNDER_18, AGED_18_TO_64),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSheet:
    """What a data sheet holds.

    Attributes:
        columns: header of each value column, and the key of its observations.
        fixed: the columns are the same in every workbook, and required.
        optional: headers of columns that may be there; they are their own keys.
        counts: values are whole numbers of persons.
        may_be_negative: values below zero make sense.
        units: that a number format may show beside the numbers of a column, by its header.
    """

    table: Table
    columns: dict[str, str]
    fixed: bool = False
    optional: tuple[str, ...] = ()
    counts: bool = False
    may_be_negative: bool = False
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def required(self) -> tuple[str, ...]:
        """Headers of the columns that must be there."""
        return (*ROW_COLUMNS, *self.columns) if self.fixed else ROW_COLUMNS

    @property
    def removable(self) -> tuple[str, ...]:
        """Headers of the columns that may be missing; then their figures were not delivered."""
        return () if self.fixed else tuple(self.columns)


def data_sheets(
    areas: Iterable[BenefitArea], indicators: Iterable[EconomicIndicator]
) -> tuple[DataSheet, ...]:
    """The data sheets of a workbook with these areas and indicators."""
    areas, indicators = tuple(areas), tuple(indicators)
    by_area = {area.short: area.key for area in areas}
    return (
        DataSheet(
            table=Table.POPULATION,
            columns={base.value: base.value for base in Base},
            fixed=True,
            optional=AGE_GROUPS,
            counts=True,
        ),
        DataSheet(table=Table.RECIPIENTS, columns=by_area, counts=True),
        DataSheet(table=Table.PAYMENTS, columns=by_area, units=dict.fromkeys(by_area, "€")),
        DataSheet(
            table=Table.ECONOMY,
            columns={indicator.label: indicator.key for indicator in indicators},
            may_be_negative=True,
            units={indicator.label: indicator.unit for indicator in indicators},
        ),
    )
