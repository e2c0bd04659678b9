"""Makes a workbook of many units with figures by chance: ``large_workbook.py UNITS FILE [YEARS]``.

It has thirty columns of values: twelve groups of the population, the recipients and the payments
of five areas, and eight indicators. The same numbers give the same bytes.
"""

import random
import sys
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

from msgspec.structs import replace

from reportgen.layout.domain import load_domain
from reportgen.model import ALL_INHABITANTS, Table
from reportgen.workbook import schema
from reportgen.workbook.template import make_template
from reportgen.workbook.template_rows import Entry, content_of, rows_of

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


def large_workbook(units: int, years: int = 1) -> bytes:
    """An xlsx file of so many units, each with rows for so many years up to `YEAR`."""
    chance = random.Random(1)
    cities = load_domain("city-profile")
    domain = replace(
        cities,
        groups=(ALL_INHABITANTS, _UNDER_65, *_GROUPS),
        areas=tuple(area for area in cities.areas if area.short in _SHARES),
        indicators=cities.indicators[: len(_LEVELS)],
    )
    names = [f"Gemeinde {number:05}" for number in range(1, units + 1)]
    rows: dict[str, list[dict[str, Entry]]] = {table: [] for table in Table}
    for name in names:
        for year in range(YEAR - years + 1, YEAR + 1):
            made = _year(chance, [indicator.label for indicator in domain.indicators])
            for table in Table:
                rows[table].append({"Stadt": name, "Jahr": year, **made[table]})
    units_rows = (
        (f"{1_000_000 + number:08}", name, f"G{number:05}", None)
        for number, name in enumerate(names)
    )
    sources = ((table, None, None, "Zufallszahlen", None) for table in Table)
    content = content_of(
        domain,
        rows={
            schema.CITIES: rows_of(schema.CITIES, *units_rows),
            schema.ABOUT: rows_of(schema.ABOUT, *_ABOUT),
            schema.SOURCES: rows_of(schema.SOURCES, *sources),
            **rows,
        },
    )
    return make_template(content)


def _year(chance: random.Random, indicators: Sequence[str]) -> dict[Table, dict[str, Entry]]:
    """The values of one unit in one year, by table and header."""
    size = int(10 ** chance.uniform(3, 5.5))
    parts = {group: round(size * chance.uniform(0.08, 0.12)) for group in _GROUPS}
    total = sum(parts.values())
    persons: dict[str, int] = {
        area: round(total * share * chance.uniform(0.7, 1.4)) for area, share in _SHARES.items()
    }
    payments = {
        area: round(n * _PAYMENTS[area] * chance.gauss(1, 0.08)) for area, n in persons.items()
    }
    values = {
        label: round(level * chance.gauss(1, 0.1), 2)
        for label, level in zip(indicators, _LEVELS, strict=True)
    }
    return {
        Table.POPULATION: {
            ALL_INHABITANTS: total,
            _UNDER_65: total - parts["65 und älter"],
            **parts,
        },
        Table.RECIPIENTS: {**persons},
        Table.PAYMENTS: {**payments},
        Table.ECONOMY: {**values},
    }


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(large_workbook(int(sys.argv[1]), *map(int, sys.argv[3:])))
