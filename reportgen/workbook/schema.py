"""The sheets and columns of the workbook, as data that reader and template share.

The columns of the data sheets follow from the workbook's own definitions: one column for each
benefit area or economic indicator, headed by its name.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from reportgen.model import (
    ALL_INHABITANTS,
    BenefitArea,
    EconomicIndicator,
    Table,
    ages_of,
    parts_of,
    total_of,
)

CITIES = "Städte"
AREAS = "Leistungsbereiche"
INDICATORS = "Indikatoren"
ABOUT = "Angaben"
SOURCES = "Quellen"
EXPLANATION = "Erläuterung"
CONFIRMED = "Bestätigt"
BREAKS = "Brüche"

#: Where an import says of each value which file, sheet and cell it comes from.
ORIGINS = "Herkunft"

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

#: With those that a workbook may do without: from when on series cannot be compared with before,
#: and which implausible values were confirmed.
ALL_SHEETS = (*SHEETS, BREAKS, CONFIRMED)

#: Sheets that may be missing; then their figures were not delivered.
REMOVABLE_SHEETS = (Table.PAYMENTS, Table.ECONOMY)

#: First columns of every data sheet: a row is one city in one year.
ROW_COLUMNS = ("Stadt", "Jahr")

#: The first year that cannot be compared with those before.
BREAK_YEAR = "ab Jahr"

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
    BREAKS: ("Blatt", "Spalte", BREAK_YEAR, "Anmerkung"),
    CONFIRMED: ("Zelle", "Regel", "Wert", "Bestätigt von", "Begründung"),
}

#: What is odd about the value; written with `validate --annotate`, and not read.
DOUBT = "Auffälligkeit"

#: Optional columns: which cities are peers of each other, whether an area counts in the sum over
#: all areas, and how the signs of a source are to be worded, e.g. ``. = nicht schätzbar``.
PEERS, IN_TOTAL, WORDINGS = "Vergleichsgruppe", "Existenzsichernd", "Zeichen"
OPTIONAL_COLUMNS = {
    CITIES: (PEERS,),
    AREAS: (IN_TOTAL,),
    SOURCES: (WORDINGS,),
    CONFIRMED: (DOUBT,),
}
YES_NO = {"ja": True, "j": True, "nein": False, "n": False}

#: Neutral names that sheets may have as well, for comparisons of other units than cities.
SHEET_SYNONYMS: Mapping[str, str] = {
    "Einheiten": CITIES,
    "Personen": Table.RECIPIENTS.value,
    "Ausgaben": Table.PAYMENTS.value,
    "Kontext": Table.ECONOMY.value,
}

#: The same for columns, by the own name of their sheet.
_UNIT = {"Einheit": "Stadt"}
COLUMN_SYNONYMS: Mapping[str, Mapping[str, str]] = {
    CITIES: _UNIT | {"Schlüssel": "AGS"},
    AREAS: {"In Summe": IN_TOTAL},
    SOURCES: _UNIT,
    **dict.fromkeys((table.value for table in Table), _UNIT),
    ORIGINS: _UNIT,
}


def own_name(sheet: str) -> str:
    """The name of a sheet in the schema."""
    return SHEET_SYNONYMS.get(sheet, sheet)


def own_header(sheet: str, header: str) -> str:
    """The name of a column in the schema, by the names that the workbook has."""
    return COLUMN_SYNONYMS.get(own_name(sheet), {}).get(header, header)


def shown_sheet(own: str, *, neutral: bool) -> str:
    """The name of a sheet of the schema in a workbook that has neutral names, or not."""
    return neutral_name(own) if neutral else str(own)


def shown_header(sheet: str, own: str, *, neutral: bool) -> str:
    """The same of a column of the schema."""
    return neutral_header(sheet, own) if neutral else own


def neutral_name(sheet: str) -> str:
    """The neutral name of a sheet of the schema, where it has one."""
    return next((name for name, own in SHEET_SYNONYMS.items() if own == sheet), sheet)


def neutral_header(sheet: str, header: str) -> str:
    """The neutral name of a column of the schema, where it has one."""
    synonyms = COLUMN_SYNONYMS.get(own_name(sheet), {})
    return next((name for name, own in synonyms.items() if own == header), header)


#: Lines of the sheet `ABOUT`; all but the contact must be filled.
PROJECT, PUBLISHER, CONTACT = "Projekt", "Herausgeber", "Kontakt"
YEAR, DATA_DATE, VERSION = "Berichtsjahr", "Datenstand", "Fassung"
ABOUT_LINES = (PROJECT, PUBLISHER, CONTACT, YEAR, DATA_DATE, VERSION)
#: A line that may be there: what stands on every page.
NOTICE = "Hinweis"


class DataSheet(Struct, frozen=True, kw_only=True):
    """What a data sheet holds.

    Attributes:
        columns: header of each value column, and the key of its observations.
        fixed: the columns are the same in every workbook, and required.
        optional: headers of columns that may be there; they are their own keys.
        unread: headers of columns that are there and that nothing refers to.
        sums: columns that are the sum of others.
        counts: values are whole numbers of persons.
        may_be_negative: values below zero make sense.
        units: that a number format may show beside the numbers of a column, by its header.
    """

    table: Table
    columns: dict[str, str]
    fixed: bool = False
    optional: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    sums: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
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


def groups_of(columns: Sequence[str], areas: Iterable[BenefitArea]) -> tuple[str, ...]:
    """The population groups that figures refer to, that of all inhabitants first.

    Args:
        columns: headers of the population sheet, but for city and year.
        areas: each names the column that its density refers to.
    """
    total, bases = total_of(columns), {area.base for area in areas}
    return (total, *(name for name in columns if name in bases and name != total))


def data_sheets(
    areas: Iterable[BenefitArea],
    indicators: Iterable[EconomicIndicator],
    population_columns: Sequence[str] = (ALL_INHABITANTS,),
) -> tuple[DataSheet, ...]:
    """The data sheets of a workbook with these areas, indicators and columns of its population."""
    areas, indicators = tuple(areas), tuple(indicators)
    by_area = {area.short: area.key for area in areas}
    groups = groups_of(population_columns, areas)
    others = [name for name in population_columns if name not in groups]
    return (
        DataSheet(
            table=Table.POPULATION,
            columns={name: name for name in groups},
            fixed=True,
            optional=tuple(name for name in others if ages_of(name)),
            unread=tuple(name for name in others if not ages_of(name)),
            sums={
                name: parts
                for name in population_columns
                if (parts := parts_of(name, population_columns))
            },
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
