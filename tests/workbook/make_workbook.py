"""Makes the committed workbook from the published figures.

Run as ``python -m tests.workbook.make_workbook``.
"""

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from reportgen.model import Table
from reportgen.workbook import schema
from reportgen.workbook.template_rows import Entry, Rows, rows_of
from tests.datasets import TOTAL, UNDER_65
from tests.workbook.templates import CITIES_DOMAIN, workbook_with
from tests.workbooks import WORKBOOK

REFERENCE = Path(__file__).parents[1] / "reference"

Figures = dict[tuple[str, str, int, str], float]

CITIES = (
    ("04011000", "Bremen", "HB"),
    ("05913000", "Dortmund", "DO"),
    ("14612000", "Dresden", "DD"),
    ("05112000", "Duisburg", "DU"),
    ("05111000", "Düsseldorf", "D"),
    ("05113000", "Essen", "E"),
    ("06412000", "Frankfurt am Main", "F"),
    ("02000000", "Hamburg", "HH"),
    ("03241001", "Hannover", "H"),
    ("05315000", "Köln", "K"),
    ("14713000", "Leipzig", "L"),
    ("09162000", "München", "M"),
    ("09564000", "Nürnberg", "N"),
    ("13003000", "Rostock", "HRO"),
    ("08111000", "Stuttgart", "S"),
)
OFFICES = {"Düsseldorf": "Amt für Soziales"}

#: Key of a figure in the published tables, by column of the workbook.
POPULATION = {
    TOTAL: "pop_total",
    "0 bis unter 18": "pop_0_17",
    "18 bis unter 65": "pop_18_64",
    UNDER_65: "pop_0_64",
    "65 und älter": "pop_65plus",
}
RECIPIENTS = {
    "SGB II": "sgb2_rlb",
    "GSiAE": "gsiae_total",
    "HLU a. v. E.": "hlu_ave",
    "AsylbLG": "asylblg",
}
ECONOMY = {indicator.label: indicator.key for indicator in CITIES_DOMAIN.indicators}

#: What the published tables call a sheet, and its columns.
NAMES = {
    Table.POPULATION: "population",
    Table.RECIPIENTS: "recipients",
    Table.ECONOMY: "economy",
}
COLUMNS = {Table.POPULATION: POPULATION, Table.RECIPIENTS: RECIPIENTS, Table.ECONOMY: ECONOMY}

#: The years compared stand first, in rows that stay where they are; earlier ones come below.
LATEST = (2019, 2020)
EARLIER: Mapping[Table, Iterable[int]] = {
    Table.POPULATION: (2018,),
    Table.RECIPIENTS: (2018,),
    Table.ECONOMY: range(2006, 2019),
}

ABOUT: tuple[tuple[Entry, ...], ...] = (
    (schema.PROJECT, "Benchmarking der großen Großstädte"),
    (schema.PUBLISHER, "Benchmarking der großen Großstädte"),
    (schema.CONTACT, None),
    (schema.YEAR, 2020),
    (schema.DATA_DATE, date(2026, 11, 22)),
    (schema.VERSION, "1.0"),
)

OFFICIAL = "Statistische Ämter des Bundes und der Länder, Regionaldatenbank Deutschland"
#: The citations stand under charts and the remarks in every profile, so both are short.
SOURCES: tuple[tuple[Entry, ...], ...] = (
    (
        Table.POPULATION,
        None,
        None,
        f"{OFFICIAL}, Tabelle 12411-02-03-4",
        "31.12., Altersgruppen zusammengefasst.",
    ),
    (
        Table.POPULATION,
        None,
        2019,
        "Statistisches Bundesamt, GENESIS-Online, Tabelle 12411-0018",
        "2019 ohne Hannover (nur Region veröffentlicht).",
    ),
    (
        Table.RECIPIENTS,
        None,
        None,
        f"{OFFICIAL}, Tabelle 22811-01-01-4",
        "31.12.; SGB II: Regelleistungsberechtigte. HLU, GSiAE, AsylbLG 2020 in Vielfachen von 5. "
        "GSiAE wohl mit Einrichtungen.",
    ),
    (
        Table.PAYMENTS,
        None,
        None,
        "Eigene Schätzung nach Bundeswerten (Bundesagentur für Arbeit, BMAS, Statistisches "
        "Bundesamt)",
        "Leistungsbeziehende der Stadt mal Auszahlungen je Leistungsbeziehenden in Deutschland: "
        "SGB II Zahlungsansprüche (nach bpb), GSiAE Sozialhilfeausgaben (nach BMAS), AsylbLG "
        "Bruttoausgaben. HLU nicht schätzbar: Bundeswert mit Einrichtungen.",
        ". = nicht schätzbar",
    ),
    (
        Table.ECONOMY,
        None,
        None,
        "BBSR Bonn, INKAR",
        None,
        ". = nicht veröffentlicht",
    ),
    (
        Table.ECONOMY,
        "Hannover",
        None,
        "BBSR Bonn, INKAR",
        "Hannover: Werte der Region Hannover.",
    ),
)


_CENSUS = (
    "Ab 2011 Bevölkerung nach dem Zensus 2011, davor fortgeschrieben aus früheren Zählungen "
    "(INKAR, Ausgabe 2024)."
)
#: What is divided by inhabitants falls or rises in 2011 as the census corrected their number.
BREAKS: tuple[tuple[Entry, ...], ...] = tuple(
    (Table.ECONOMY, header, 2011, _CENSUS)
    for header, key in ECONOMY.items()
    if key
    in {
        "employment_rate_svb",
        "gdp_per_inhabitant",
        "disposable_income_per_inhabitant_month",
    }
)


def main() -> None:
    """Writes the workbook into the folder `data`."""
    WORKBOOK.parent.mkdir(exist_ok=True)
    WORKBOOK.write_bytes(workbook_with(workbook_rows()))


def workbook_rows() -> Rows:
    """All rows of the workbook, by sheet."""
    figures = read_figures()
    return {
        schema.CITIES: rows_of(
            schema.CITIES,
            *((ags, name, short, OFFICES.get(name)) for ags, name, short in CITIES),
        ),
        Table.POPULATION: _data_rows(figures, Table.POPULATION),
        Table.RECIPIENTS: _data_rows(figures, Table.RECIPIENTS),
        Table.PAYMENTS: _payment_rows(figures),
        Table.ECONOMY: _data_rows(figures, Table.ECONOMY),
        schema.ABOUT: rows_of(schema.ABOUT, *ABOUT),
        schema.SOURCES: rows_of(schema.SOURCES, *SOURCES),
        schema.BREAKS: rows_of(schema.BREAKS, *BREAKS),
    }


def read_figures() -> Figures:
    """The published figures by table, city, year and key."""
    with (REFERENCE / "figures.csv").open(encoding="utf-8", newline="") as file:
        figures = {
            (row["table"], row["city"], int(row["year"]), row["key"]): float(row["value"])
            for row in csv.DictReader(file)
        }
    with (REFERENCE / "series.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for year in filter(str.isdigit, row):
                if row[year]:
                    figures[row["table"], row["city"], int(year), row["key"]] = float(row[year])
    return figures


def published_from(figures: Figures) -> dict[str, int]:
    """The first year that each indicator was published of."""
    first: dict[str, int] = {}
    for table, _, year, key in figures:
        if table == NAMES[Table.ECONOMY]:
            first[key] = min(year, first.get(key, year))
    return first


def estimated_payments(figures: Figures) -> dict[tuple[str, str], int]:
    """Payments of 2020 by city and column: its recipients times the national mean."""
    columns = {area.key: area.short for area in CITIES_DOMAIN.areas}
    payments = {}
    with (REFERENCE / "payments-basis.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            column = columns[row["benefit_area"]]
            for _, city, _ in CITIES:
                recipients = figures["recipients", city, 2020, RECIPIENTS[column]]
                euros, persons = int(row["national_payments_eur"]), int(row["national_recipients"])
                payments[city, column] = round(recipients * euros / persons)
    return payments


def _data_rows(figures: Figures, table: Table) -> list[dict[str, Entry]]:
    columns, first = COLUMNS[table], published_from(figures)
    rows: list[dict[str, Entry]] = []
    for years in (LATEST, EARLIER[table]):
        for _, city, _ in CITIES:
            for year in years:
                values = {
                    header: "."
                    if year < first.get(key, year)
                    else _entry(figures.get((NAMES[table], city, year, key)))
                    for header, key in columns.items()
                }
                rows.append({"Stadt": city, "Jahr": year, **values})
    return rows


def _payment_rows(figures: Figures) -> list[dict[str, Entry]]:
    rows: dict[str, dict[str, Entry]] = {
        city: {"Stadt": city, "Jahr": 2020, "HLU a. v. E.": "."} for _, city, _ in CITIES
    }
    for (city, column), euros in estimated_payments(figures).items():
        rows[city][column] = f"{euros} s"
    return list(rows.values())


def _entry(value: float | None) -> Entry:
    return int(value) if value is not None and value.is_integer() else value


if __name__ == "__main__":
    main()
