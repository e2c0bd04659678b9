"""Makes a workbook of many units with figures by chance: ``large_workbook.py UNITS FILE``.

It has thirty columns of values: twelve groups of the population, the recipients and the payments
of five areas, and eight indicators. The same number of units gives the same bytes.
"""

import random
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

from reportgen.workbook.defaults import AREAS, INDICATORS, Entry, Rows, rows_of

from reportgen.model import ALL_INHABITANTS, Table
from reportgen.workbook import defaults, schema
from reportgen.workbook.template import make_template

YEAR = 2020
#: Ages that bound the groups.
_BOUNDS = (0, 3, 6, 10, 15, 18, 25, 30, 50, 65)
_GROUPS = [f"{low} bis unter {high}" for low, high in pairwise(_BOUNDS)] + ["65 und älter"]
_UNDER_65 = "0 bis unter 65"
#: Recipients per inhabitant and payments per recipient in each area.
_SHARES = {"SGB II": 0.08, "GSiAE": 0.015, "HLU a. v. E.": 0.002, "HzP": 0.004, "AsylbLG": 0.005}
_PAYMENTS = {"SGB II": 5400, "GSiAE": 6200, "HLU a. v. E.": 5800, "HzP": 9900, "AsylbLG": 8200}
_LEVELS = (6.5, 35.0, 5.5, 58.0, 38.0, 1850.0, 24500.0, 3300.0)
_ABOUT: tuple[tuple[Entry, ...], ...] = (
    (schema.PROJECT, "Vergleich vieler Gemeinden (Zufallszahlen)"),
    (schema.PUBLISHER, "niemand"),
    (schema.CONTACT, None),
    (schema.YEAR, YEAR),
    (schema.DATA_DATE, date(2021, 6, 30)),
    (schema.VERSION, "1.0"),
)


def large_workbook(units: int) -> bytes:
    """An xlsx file of so many units."""
    chance = random.Random(1)
    names = [f"Gemeinde {number:05}" for number in range(1, units + 1)]
    indicators = INDICATORS[: len(_LEVELS)]
    areas = [dict(row) for row in AREAS if row["Kurzbezeichnung"] in _SHARES]
    rows: dict[str, list[dict[str, Entry]]] = {table: [] for table in Table}
    for name in names:
        key: dict[str, Entry] = {"Stadt": name, "Jahr": YEAR}
        size = int(10 ** chance.uniform(3, 5.5))
        parts = {group: round(size * chance.uniform(0.08, 0.12)) for group in _GROUPS}
        under = sum(parts.values()) - parts["65 und älter"]
        total = sum(parts.values())
        rows[Table.POPULATION].append(key | {ALL_INHABITANTS: total, _UNDER_65: under} | parts)
        persons = {
            area: round(total * share * chance.uniform(0.7, 1.4)) for area, share in _SHARES.items()
        }
        rows[Table.RECIPIENTS].append(key | persons)
        rows[Table.PAYMENTS].append(
            key
            | {
                area: round(n * _PAYMENTS[area] * chance.gauss(1, 0.08))
                for area, n in persons.items()
            }
        )
        rows[Table.ECONOMY].append(
            key
            | {
                str(row["Bezeichnung"]): round(level * chance.gauss(1, 0.1), 2)
                for row, level in zip(indicators, _LEVELS, strict=True)
            }
        )
    cities = (
        (f"{1_000_000 + number:08}", name, f"G{number:05}", None)
        for number, name in enumerate(names)
    )
    made: Rows = {
        schema.CITIES: rows_of(schema.CITIES, *cities),
        schema.AREAS: areas,
        schema.INDICATORS: indicators,
        schema.ABOUT: rows_of(schema.ABOUT, *_ABOUT),
        schema.SOURCES: rows_of(
            schema.SOURCES, *((table, None, None, "Zufallszahlen", None) for table in Table)
        ),
        **rows,
    }
    with patch.object(defaults, "GROUPS", (ALL_INHABITANTS, _UNDER_65, *_GROUPS)):
        return make_template(made)


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(large_workbook(int(sys.argv[1])))
