"""Reads the sheets that define cities, benefit areas and indicators, and those that describe."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from reportgen.errors import did_you_mean
from reportgen.model import (
    ALL_AREAS,
    About,
    Base,
    BenefitArea,
    City,
    EconomicIndicator,
    Polarity,
    Source,
    Table,
)
from reportgen.workbook import schema
from reportgen.workbook.cells import day, text, whole_number, year
from reportgen.workbook.problems import Problems
from reportgen.workbook.reader import Cell, Sheet
from reportgen.workbook.tables import Row, read_table

_Word = TypeVar("_Word", bound=StrEnum)
_NEVER_EMPTY = {schema.CITIES, schema.AREAS, schema.ABOUT}
_Rows = tuple[Row, ...]

#: Keys of the sum over all areas and of the populations.
_RESERVED = {ALL_AREAS, *(base.value for base in Base), *schema.AGE_GROUPS}
_TRANSLITERATION = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def slug_of(name: str) -> str:
    """File name of a city: ``frankfurt-am-main`` for Frankfurt am Main."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower().translate(_TRANSLITERATION)).strip("-")


def definition_rows(sheets: Mapping[str, Sheet], name: str, problems: Problems) -> _Rows:
    """Rows of a sheet with fixed columns; none when the sheet or a column is missing."""
    if name not in sheets:
        return ()
    required = schema.DEFINITION_COLUMNS[name]
    table = read_table(sheets[name], problems, required=required)
    if table.header.keys() != set(required):
        return ()
    if not table.rows and name in _NEVER_EMPTY:
        problems.error("empty-sheet", f'sheet "{name}" has no rows', f"{name}!A2", "fill it in")
    return table.rows


def read_cities(rows: _Rows, problems: Problems) -> tuple[City, ...]:
    """The participating cities, in the order of the sheet."""
    cities = []
    for row in rows:
        name = text(row["Stadt"], problems)
        ags = text(row["AGS"], problems)
        if ags and not re.fullmatch(r"\d{8}", ags):
            problems.error(
                "bad-ags",
                f'"{ags}" is not an official municipality key of 8 digits',
                row["AGS"].where,
                "format the cell as text, so that a leading zero stays, e.g. 05111000",
            )
        cities.append(
            City(
                name=name,
                slug=slug_of(name),
                ags=ags,
                abbreviation=text(row["Kürzel"], problems),
                office=text(row["Amt"], problems, required=False),
            )
        )
    for header in ("Stadt", "AGS", "Kürzel"):
        _report_duplicates([row[header] for row in rows], "duplicate-city", problems)
    _check_slugs([row["Stadt"] for row in rows], problems)
    return tuple(cities)


def _check_slugs(names: Collection[Cell], problems: Problems) -> None:
    """Each city needs a file name of its own."""
    first: dict[str, Cell] = {}
    for cell in names:
        slug = slug_of(cell.text)
        if not slug and cell.text:
            problems.error(
                "bad-name",
                f'"{cell.text}" gives no file name for the report',
                cell.where,
                "write the name with letters from a to z, ä, ö, ü or ß",
            )
        earlier = first.setdefault(slug, cell)
        if slug and earlier.text != cell.text:
            problems.error(
                "duplicate-city",
                f'"{cell.text}" has the file name of "{earlier.text}" in {earlier.address}',
                cell.where,
                "if both are one city, remove one of the two rows; else change one of the names",
            )


def read_areas(rows: _Rows, problems: Problems) -> tuple[BenefitArea, ...]:
    """The benefit areas, in their own order."""
    areas = [
        BenefitArea(
            key=text(row["Schlüssel"], problems),
            short=text(row["Kurzbezeichnung"], problems),
            label=text(row["Bezeichnung"], problems),
            base=_word(row["Bezugsbevölkerung"], Base, "unknown-base", problems) or Base.TOTAL,
            law=text(row["Rechtsgrundlage"], problems),
            order=whole_number(row["Reihenfolge"], "bad-order", 0, 999, problems) or 0,
        )
        for row in rows
    ]
    _report_duplicates([row["Kurzbezeichnung"] for row in rows], "duplicate-key", problems)
    return tuple(sorted(areas, key=lambda area: area.order))


def read_indicators(rows: _Rows, problems: Problems) -> tuple[EconomicIndicator, ...]:
    """The economic indicators, in the order of the sheet."""
    indicators = [
        EconomicIndicator(
            key=text(row["Schlüssel"], problems),
            label=text(row["Bezeichnung"], problems),
            unit=text(row["Einheit"], problems),
            decimals=whole_number(row["Nachkommastellen"], "bad-decimals", 0, 6, problems) or 0,
            polarity=_word(row["Polarität"], Polarity, "unknown-polarity", problems)
            or Polarity.NONE,
            source=text(row["Quelle"], problems),
        )
        for row in rows
    ]
    _report_duplicates([row["Bezeichnung"] for row in rows], "duplicate-key", problems)
    return tuple(indicators)


def check_keys(areas: _Rows, indicators: _Rows, problems: Problems) -> None:
    """Reports keys of areas and indicators that stand for two things."""
    keys = [row["Schlüssel"] for row in (*areas, *indicators)]
    _report_duplicates(keys, "duplicate-key", problems)
    for key in keys:
        if key.text in _RESERVED:
            problems.error(
                "reserved-key",
                f'"{key.text}" is a key that the program uses itself',
                key.where,
                "choose another key",
            )


def read_sources(rows: _Rows, cities: Collection[City], problems: Problems) -> tuple[Source, ...]:
    """Where the figures come from; a source of one city comes after the general ones."""
    sources = []
    for row in rows:
        table = _word(row["Blatt"], Table, "unknown-table", problems)
        for_all = row["Stadt"].is_empty
        city = None if for_all else find_city(row["Stadt"], cities, problems)
        only = None if row["Jahr"].is_empty else year(row["Jahr"], problems)
        citation = text(row["Quelle"], problems)
        remark = text(row["Bemerkung"], problems, required=False)
        if table and (for_all or city):
            slug = city.slug if city else None
            sources.append(
                Source(table=table, city=slug, year=only, citation=citation, remark=remark)
            )
    return tuple(sources)


def read_about(rows: _Rows, problems: Problems) -> About | None:
    """What the workbook says of itself; None when there is nothing or not enough."""
    _report_duplicates([row["Angabe"] for row in rows], "duplicate-key", problems)
    values = {text(row["Angabe"], problems): row["Wert"] for row in rows}
    for row in rows:
        name = row["Angabe"].text
        if name and name not in schema.ABOUT_LINES:
            problems.warning(
                "unknown-about",
                f'line "{name}" is not read',
                row["Angabe"].where,
                did_you_mean(name, schema.ABOUT_LINES),
            )
    missing = [line for line in schema.ABOUT_LINES if line not in values] if rows else []
    for line in missing:
        problems.error(
            "missing-about",
            f'sheet "{schema.ABOUT}" has no line "{line}"',
            f"{schema.ABOUT}!A1",
            f'write "{line}" into column A and its value into column B',
        )
    if missing or not rows:
        return None
    return About(
        project=text(values[schema.PROJECT], problems),
        publisher=text(values[schema.PUBLISHER], problems),
        contact=text(values[schema.CONTACT], problems, required=False),
        year=year(values[schema.YEAR], problems) or 0,
        data_date=day(values[schema.DATA_DATE], problems) or date.min,
        version=text(values[schema.VERSION], problems),
    )


def find_city(cell: Cell, cities: Collection[City], problems: Problems) -> City | None:
    """The city that a cell names; None, with an error noted, when there is none."""
    name = text(cell, problems)
    city = next((city for city in cities if city.name == name), None)
    if city is None and name and cities:
        problems.error(
            "unknown-city",
            f'city "{name}" is not in sheet "{schema.CITIES}"',
            cell.where,
            did_you_mean(name, [city.name for city in cities]) or "add it there",
        )
    return city


def _word(cell: Cell, words: type[_Word], code: str, problems: Problems) -> _Word | None:
    """One of a fixed list of words."""
    name = text(cell, problems)
    if name in list(words):
        return words(name)
    if name:
        problems.error(
            code,
            f'"{name}" is not one of the words that may stand here',
            cell.where,
            did_you_mean(name, list(words)),
        )
    return None


def _report_duplicates(cells: Collection[Cell], code: str, problems: Problems) -> None:
    first: dict[str, Cell] = {}
    for cell in cells:
        earlier = first.setdefault(cell.text, cell)
        if earlier is not cell and cell.text:
            problems.error(
                code,
                f'"{cell.text}" stands in {earlier.where} already',
                cell.where,
                "remove one of the two rows, or correct it",
            )
