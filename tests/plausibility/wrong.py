"""Wrong data sets: what is changed in the example workbook, which rule tells it, and a word of it."""

# ruff: noqa: E501

from datetime import date

from msgspec.structs import replace

from reportgen.model import Dataset, Reason, Source, Table
from tests.plausibility.changing import (
    A,
    Edit,
    P,
    R,
    W,
    changed,
    column,
    figure,
    moved,
    row,
    swapped_cities,
    swapped_columns,
)

TOTAL, UNDER_18, AGED_18, UNDER_65, FROM_65 = (
    "insgesamt", "0 bis unter 18", "18 bis unter 65", "0 bis unter 65", "65 und älter",
)  # fmt: skip
INCOME, WAGE = "disposable_income_per_inhabitant_month", "gross_wage_month"
JOBLESS, YOUNG, LONG = "unemployment_rate", "youth_unemployment_rate", "longterm_unemployed_share"
EMPLOYED, DEBT, POOR = "employment_rate_svb", "debtor_rate", "low_income_households_share"


def times(factor: float):  # noqa: ANN201
    return lambda value: round(value * factor, 6)


def of_past(table: Table, city: str = "", key: str = "") -> Edit:
    """The figures of 2019 once more in 2020."""
    return moved(
        lambda k: (
            (k[0], k[1], 2019, k[3])
            if k[0] is table and k[2] == 2020 and city in {"", k[1]} and key in {"", k[3]}
            else None
        )
    )


def of_city(table: Table, city: str, other: str) -> Edit:
    return moved(lambda k: (k[0], other, *k[2:]) if k[:3] == (table, city, 2020) else None)


def of_column(table: Table, key: str, other: str) -> Edit:
    return moved(lambda k: (*k[:3], other) if (k[0], *k[2:]) == (table, 2020, key) else None)


#: A slip, its edits, the rule that tells it, a part of its words.
FIGURES: tuple[tuple[str, tuple[Edit, ...], str, str], ...] = (
    # population
    ("under 65 above the total", (figure(P, "koeln", 2020, UNDER_65, 1183498),), "age-groups", "insgesamt"),
    ("under 65 is the total", (figure(P, "koeln", 2020, UNDER_65, 1083498),), "age-groups", "nicht kleiner"),
    ("children and adults exchanged", (swapped_columns(P, UNDER_18, AGED_18, 2020, "koeln"),), "age-groups", "nicht kleiner"),
    ("under 18 above under 65", (figure(P, "essen", 2020, UNDER_18, 961710),), "age-groups", "nicht kleiner"),
    ("under 65 and older exchanged", (swapped_columns(P, UNDER_65, FROM_65, 2020, "koeln"),), "age-groups", "nicht kleiner"),
    ("older people above younger", (figure(P, "rostock", 2020, FROM_65, 510900),), "aged", "nicht kleiner"),
    ("population without a digit", (row(P, "koeln", 2020, lambda v: v // 10),), "scale", "Faktor 10 zu klein"),
    ("population in thousands", (row(P, "koeln", 2020, lambda v: v // 1000),), "scale", "1.000 zu klein"),
    ("all population in thousands", tuple(column(P, 2020, key, lambda v: v // 1000) for key in (TOTAL, UNDER_18, AGED_18, UNDER_65, FROM_65)), "scale", "1.000 zu klein"),
    ("population with a digit too many", (figure(P, "essen", 2020, TOTAL, 5824150),), "population-change", "Faktor 10 zu groß"),
    ("population of last year", (figure(P, "essen", 2020, TOTAL, 582760),), "repeated", "genau der Wert von 2019"),
    ("population with digits turned", (figure(P, "bremen", 2020, TOTAL, 656573),), "population-change", "567.559"),
    ("population of two cities exchanged", (swapped_cities(P, "essen", "hamburg", 2020),), "exchanged-population", "Hamburg"),
    ("population of the region, last year known", (row(P, "bremen", 2020, times(2)),), "population-change", "567.559"),
    ("population of the region, no last year", (row(P, "hannover", 2020, times(2.17)),), "territory", "dasselbe Gebiet"),
    ("population of another city", (of_city(P, "bremen", "essen"),), "copied-row", "Essen"),
    ("share of the aged tripled", (figure(P, "bremen", 2020, FROM_65, 319316),), "population-change", "118.975"),
    ("share of the aged tripled, no last year", (figure(P, "hannover", 2020, FROM_65, times(3)),), "age-share", "Prozent"),
    ("population as a placeholder", (figure(P, "bremen", 2020, TOTAL, 555555),), "placeholder", "Platzhalter"),
    ("rounded population", (figure(P, "dresden", 2020, TOTAL, 556000), figure(P, "dresden", 2020, UNDER_65, 434000)), "rounded", "gerundet"),
    # recipients
    ("a digit too many", (figure(R, "koeln", 2020, "sgb2", 1177760),), "above-base", "höchstens"),
    ("a digit too few", (figure(R, "koeln", 2020, "sgb2", 11777),), "previous", "Faktor 10 zu klein"),
    ("in thousands", (figure(R, "koeln", 2020, "sgb2", 118),), "previous", "1.000 zu klein"),
    ("a whole row in hundreds", (row(R, "koeln", 2020, lambda v: v // 100),), "scale", "100 zu klein"),
    ("a small area ten times", (figure(R, "koeln", 2020, "hlu_ave", 26250),), "previous", "10 zu groß"),
    ("three times last year", (figure(R, "dortmund", 2020, "asylblg", 9100),), "previous", "2.851"),
    ("half of last year, others stable", (figure(R, "essen", 2020, "sgb2", 46138),), "change", "Median"),
    ("recipients of last year", (figure(R, "essen", 2020, "sgb2", 86965),), "repeated", "2019"),
    ("a row of last year", (of_past(R, "essen"),), "copied-row", "2019"),
    ("a column of last year", (of_past(R, key="gsiae"),), "copied-column", "2019"),
    ("all recipients of last year", (of_past(R),), "copied-row", "2019"),
    ("a row of another city", (of_city(R, "essen", "koeln"),), "copied-row", "Köln"),
    ("a column of another area", (of_column(R, "asylblg", "hlu_ave"),), "copied-column", "HLU"),
    ("one number of another city", (figure(R, "leipzig", 2020, "sgb2", 37450),), "shared", "Dresden"),
    ("two cities exchanged", (swapped_cities(R, "essen", "rostock", 2020),), "exchanged", "vertauscht"),
    ("two cities of like size exchanged", (swapped_cities(R, "koeln", "muenchen", 2020),), "exchanged", "München"),
    ("two areas exchanged in a city", (swapped_columns(R, "gsiae", "hlu_ave", 2020, "koeln"),), "exchanged", "vertauscht"),
    ("two areas exchanged in all cities", (swapped_columns(R, "gsiae", "asylblg", 2020),), "exchanged", "meisten Städten"),
    ("a row shifted by a column", (moved(lambda k: (*k[:3], {"gsiae": "sgb2", "hlu_ave": "gsiae", "hlu_ie": "hlu_ave"}.get(k[3], k[3])) if k[:3] == (R, "koeln", 2020) else None),), "shifted", "verrutscht"),
    ("a total as an area", (figure(R, "koeln", 2020, "hzp", 117776 + 23635 + 2625 + 7315),), "total", "Summe"),
    ("zero where others have", (figure(R, "rostock", 2020, "hlu_ave", 0),), "vanished", "Null"),
    ("zero, no last year", (figure(R, "rostock", 2019, "hlu_ave", 0),), "zero", "Null"),
    ("x where last year had thousands", (figure(R, "koeln", 2020, "gsiae", Reason.NOT_RESPONSIBLE), figure(A, "koeln", 2020, "gsiae", Reason.NOT_RESPONSIBLE)), "vanished", "23.037"),
    ("one recipient", (figure(R, "rostock", 2020, "hzp", 1),), "small-counts", "1 bis 4"),
    ("three recipients", (figure(R, "rostock", 2020, "hzp", 3),), "small-counts", "1 bis 4"),
    ("the total population as recipients", (figure(R, "koeln", 2020, "sgb2", 893356),), "above-base", "100 Prozent"),
    ("a placeholder", (figure(R, "koeln", 2020, "sgb2", 99999),), "placeholder", "99.999"),
    ("rounded to thousands", (figure(R, "koeln", 2020, "sgb2", 118000), figure(R, "koeln", 2020, "gsiae", 24000)), "rounded", "gerundet"),
    ("density far above, no last year", (figure(R, "dresden", 2019, "asylblg", 29340),), "previous", "Faktor 10"),
    ("an error in last year's data", (figure(R, "dresden", 2019, "sgb2", 3694),), "previous", "Faktor 10"),
    # payments
    ("payments in thousands, one city", (row(A, "koeln", 2020, lambda v: round(v / 1000)),), "scale", "1.000 zu klein"),
    ("payments in thousands, one area", (figure(A, "koeln", 2020, "sgb2", 786378),), "payments-per-recipient", "je Person"),
    ("payments in thousands, all cities", (column(A, 2020, "sgb2", lambda v: round(v / 1000)),), "payments-per-recipient", "je Person"),
    ("payments in millions", (figure(A, "koeln", 2020, "sgb2", 786),), "payments-per-recipient", "je Person"),
    ("payments ten times", (figure(A, "koeln", 2020, "sgb2", 7863776360),), "payments-per-recipient", "je Person"),
    ("payments ten times, within the span", (figure(A, "koeln", 2020, "gsiae", 1635007400 / 2),), "median", "Median"),
    ("payments are the recipients", (figure(A, "koeln", 2020, "sgb2", 117776),), "payments-per-recipient", "Zahl der Beziehenden"),
    ("payments where recipients are zero", (figure(R, "koeln", 2020, "asylblg", 0),), "unmatched", "null Beziehende"),
    ("payments where recipients are x", (figure(R, "koeln", 2020, "asylblg", Reason.NOT_RESPONSIBLE),), "unmatched", "nicht zuständig"),
    ("recipients where payments are zero", (figure(A, "koeln", 2020, "asylblg", 0),), "unmatched", "Keine Auszahlungen"),
    ("recipients where payments are x", (figure(A, "koeln", 2020, "asylblg", Reason.NOT_RESPONSIBLE),), "unmatched", "Keine Auszahlungen"),
    ("payments of another city", (of_city(A, "koeln", "essen"),), "copied-row", "Essen"),
    ("payments of a month", (figure(A, "koeln", 2020, "sgb2", 65531469),), "median", "12 zu klein"),
    ("total payments as an area", (figure(A, "koeln", 2020, "hzp", 786377636 + 163500740 + 80429860),), "total", "Summe"),
    ("areas exchanged in the payments", (swapped_columns(A, "sgb2", "asylblg", 2020, "koeln"),), "exchanged", "vertauscht"),
    # economy
    ("a rate of 767", (figure(W, "koeln", 2020, JOBLESS, 917),), "percentage", "0 und 100"),
    ("a negative rate", (figure(W, "koeln", 2020, JOBLESS, -9.17),), "percentage", "0 und 100"),
    ("a column as fractions", (column(W, 2020, JOBLESS, times(0.01)), column(W, 2019, JOBLESS, times(0.01))), "fractions", "Anteile"),
    ("a column as fractions, one year", (column(W, 2020, EMPLOYED, times(0.01)),), "scale", "100 zu klein"),
    ("one value as a fraction", (figure(W, "koeln", 2020, JOBLESS, 0.0917),), "previous-rate", "100 zu klein"),
    ("a decimal point lost", (figure(W, "koeln", 2020, "asking_rent", 1148),), "previous-rate", "100 zu groß"),
    ("income of a year", (figure(W, "koeln", 2020, INCOME, 23824.92),), "incomes", "nicht kleiner"),
    ("income of a month for a year", (figure(W, "koeln", 2020, "purchasing_power", 2197.8),), "incomes", "nicht kleiner"),
    ("product in euros", (figure(W, "koeln", 2020, "gdp_per_inhabitant", 58480),), "previous-rate", "1.000 zu groß"),
    ("product in euros, all cities", (column(W, 2020, "gdp_per_inhabitant", times(1000)),), "scale", "1.000 zu groß"),
    ("income above the wage", (figure(W, "koeln", 2020, INCOME, 3985.41),), "incomes", "nicht kleiner"),
    ("the complement of a rate", (figure(W, "koeln", 2020, EMPLOYED, 43.12),), "rate-change", "Prozent"),
    ("two indicators exchanged", (swapped_columns(W, JOBLESS, LONG, 2020, "koeln"),), "exchanged", "vertauscht"),
    ("two columns exchanged", (swapped_columns(W, INCOME, "purchasing_power", 2020),), "exchanged", "meisten Städten"),
    ("a column twice", (of_column(W, YOUNG, JOBLESS),), "copied-column", "Arbeitslosenquote"),
    ("economy of last year", (of_past(W),), "copied-row", "2019"),
    ("rents of last year", (of_past(W, key="asking_rent"),), "copied-column", "2019"),
    ("economy of another city", (of_city(W, "koeln", "essen"),), "copied-row", "Essen"),
    ("two cities' economy exchanged", (swapped_cities(W, "duisburg", "muenchen", 2020),), "exchanged", "München"),
    ("zero as a rate", (figure(W, "koeln", 2020, DEBT, 0),), "zero", "Null"),
    ("a wage that jumps", (figure(W, "koeln", 2020, WAGE, 5357.47),), "rate-change", "Median"),
)  # fmt: skip


def with_day(right: Dataset) -> Dataset:
    return replace(right, about=replace(right.about, data_date=date(2020, 6, 30)))


def without_source(right: Dataset) -> Dataset:
    kept = [source for source in right.sources if source.table is not R]
    return replace(right, sources=tuple(kept))


def with_source_of_past(right: Dataset) -> Dataset:
    source = Source(table=R, city=None, year=2019, citation="Amt", remark="")
    return replace(without_source(right), sources=(*without_source(right).sources, source))


def with_region(right: Dataset) -> Dataset:
    cities = [
        replace(c, name="Region Hannover") if c.slug == "hannover" else c for c in right.cities
    ]
    return replace(right, cities=tuple(cities))


def with_key_of_region(right: Dataset) -> Dataset:
    cities = [replace(c, ags="03241000") if c.slug == "leipzig" else c for c in right.cities]
    return replace(right, cities=tuple(cities))


#: The same for what a workbook says besides its figures.
OTHERS = (
    ("data closed before the end of the year", with_day, "data-date", "31.12.2020"),
    ("a sheet without source", without_source, "source", "Leistungsbeziehende"),
    ("a source of last year only", with_source_of_past, "source", "Leistungsbeziehende"),
    ("a region beside cities, by name", with_region, "region", "größeres Gebiet"),
    ("a region beside cities, by key", with_key_of_region, "region", "Hannover"),
)

ALL = (
    *(
        (name, lambda right, e=edits: changed(right, *e), rule, word)
        for name, edits, rule, word in FIGURES
    ),
    *OTHERS,
)
