"""Writes what was imported as the standard workbook, with the origin of every value."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from reportgen.importing.reading import Value
from reportgen.importing.run import Imported
from reportgen.model import Table
from reportgen.problems import excerpt
from reportgen.workbook import schema
from reportgen.workbook.plain_rows import NOT_IN_XML, WRITTEN, reproducible, rows_as_xml

Entry = str | int | float | date | None

#: Characters that a cell can hold, with some room.
_LONGEST = 32_000

ORIGIN_COLUMNS = ("Blatt", "Stadt", "Jahr", "Spalte", "Datei", "Tabelle", "Zelle", "Inhalt")
_WIDTHS = {"Stadt": 30, "Bezeichnung": 45, "Quelle": 60, "Datei": 36, "Inhalt": 24, "Wert": 40}


def workbook_of(imported: Imported) -> bytes:
    """An xlsx file with all sheets; the same values give the same bytes.

    Args:
        imported: what a recipe gave.
    """
    workbook = Workbook(write_only=True)
    neutral = imported.recipe.neutral
    for name, headers, rows in _sheets(imported):
        sheet = workbook.create_sheet(schema.shown_sheet(name, neutral=neutral))
        sheet.freeze_panes = "C2" if name in set(Table) else "A2"
        for place, header in enumerate(headers, start=1):
            width = _WIDTHS.get(header, 18)
            sheet.column_dimensions[get_column_letter(place)].width = width
        shown = (schema.shown_header(name, header, neutral=neutral) for header in headers)
        sheet.append([_header(sheet, header) for header in shown])
        for row in rows:
            entries = [_entry(sheet, entry) for entry in row]
            if name == schema.CITIES:
                entries[0] = _key(sheet, str(row[0]))
            sheet.append(entries)
    workbook.properties.title = imported.recipe.about.project
    workbook.properties.creator = "reportgen"
    workbook.properties.created = WRITTEN
    return reproducible(workbook, rows_as_xml(_origins(imported, columns_of(imported))))


def columns_of(imported: Imported) -> Mapping[Table, Mapping[str, str]]:
    """Header of each column of the data sheets, by its key."""
    recipe = imported.recipe
    areas = {area.key: area.short for area in recipe.areas}
    groups = dict.fromkeys(
        column.population
        for source in recipe.sources
        for column in source.columns
        if column.population
    )
    return {
        Table.POPULATION: {group: group for group in groups},
        Table.RECIPIENTS: areas,
        Table.PAYMENTS: areas,
        Table.ECONOMY: {indicator.key: indicator.label for indicator in recipe.indicators},
    }


def _sheets(
    imported: Imported,
) -> Iterable[tuple[str, Sequence[str], Iterable[Sequence[Entry]]]]:
    columns = columns_of(imported)
    definitions = _definitions(imported)
    given = {target.table for target in imported.values}
    for name in schema.SHEETS:
        if name in definitions:
            yield name, *definitions[name]
        elif name not in schema.REMOVABLE_SHEETS or name in given:
            headers = (*schema.ROW_COLUMNS, *columns[Table(name)].values())
            yield name, headers, _data_rows(imported, Table(name), tuple(columns[Table(name)]))
    yield schema.ORIGINS, ORIGIN_COLUMNS, ()


def _definitions(
    imported: Imported,
) -> Mapping[str, tuple[Sequence[str], Iterable[Sequence[Entry]]]]:
    recipe, about = imported.recipe, imported.recipe.about
    names = {name: schema.DEFINITION_COLUMNS[name] for name in schema.DEFINITION_COLUMNS}
    lines: tuple[Sequence[Entry], ...] = (
        (schema.PROJECT, about.project),
        (schema.PUBLISHER, about.publisher),
        (schema.CONTACT, about.contact),
        (schema.YEAR, about.year),
        (schema.DATA_DATE, about.data_date.day),
        (schema.VERSION, about.version),
        *([(schema.NOTICE, about.notice)] if about.notice else []),
    )
    return {
        schema.CITIES: (
            names[schema.CITIES],
            [(u.key, u.name, u.abbreviation, u.office) for u in imported.units.values()],
        ),
        schema.AREAS: (
            (*names[schema.AREAS], schema.IN_TOTAL),
            [
                (a.key, a.short, a.label, a.base, a.law, place, "ja" if a.in_total else "nein")
                for place, a in enumerate(recipe.areas, start=1)
            ],
        ),
        schema.INDICATORS: (
            names[schema.INDICATORS],
            [
                (i.key, i.label, i.unit, i.decimals, str(i.polarity), _source_of(i.key, imported))
                for i in recipe.indicators
            ],
        ),
        schema.ABOUT: (names[schema.ABOUT], lines),
        schema.SOURCES: (names[schema.SOURCES], _sources(imported)),
    }


def _source_of(indicator: str, imported: Imported) -> str:
    """Source of an indicator: what the recipe says of it, or of the files with its values."""
    own = next(i.source for i in imported.recipe.indicators if i.key == indicator)
    if own:
        return own
    citations = dict.fromkeys(
        source.citation
        for source in imported.recipe.sources
        if any(column.indicator == indicator for column in source.columns)
    )
    return "; ".join(citations)


def _sources(imported: Imported) -> list[Sequence[Entry]]:
    """Each source once for a sheet and year, or for all years, with the names of its files."""
    files: dict[tuple[Table, int, str, str], dict[str, None]] = {}
    for target, value in imported.values.items():
        line = (target.table, target.year, value.citation, value.note)
        files.setdefault(line, {})[value.origin.file] = None
    lines = [
        (table, year, citation, "; ".join(filter(None, (note, ", ".join(names)))))
        for (table, year, citation, note), names in files.items()
    ]
    said: dict[Table, dict[int, set[tuple[str, str]]]] = {}
    for table, year, citation, remark in lines:
        said.setdefault(table, {}).setdefault(year, set()).add((citation, remark))
    # What all of several years have is said once.
    alike = {
        table
        for table, years in said.items()
        if len(years) > 1 and len(set(map(frozenset, years.values()))) == 1
    }
    neutral = imported.recipe.neutral
    rows = (
        (
            *(schema.shown_sheet(table, neutral=neutral), None),
            *(None if table in alike else year, citation, remark),
        )
        for table, year, citation, remark in lines
    )
    return list(dict.fromkeys(rows))


def _data_rows(imported: Imported, table: Table, keys: Sequence[str]) -> Iterable[Sequence[Entry]]:
    """A row for each unit and year of the sheet; cells without any value stay empty."""
    cells: dict[tuple[str, int], dict[str, Value]] = {}
    for target, value in imported.values.items():
        if target.table == table:
            cells.setdefault((target.unit, target.year), {})[target.column] = value
    order = {key: place for place, key in enumerate(imported.units)}
    for (unit, year), row in sorted(cells.items(), key=lambda item: (order[item[0][0]], item[0])):
        entries = (row[key].content.entry if key in row else None for key in keys)
        yield imported.units[unit].name, year, *entries


def _origins(
    imported: Imported, columns: Mapping[Table, Mapping[str, str]]
) -> Iterable[Sequence[Entry]]:
    neutral = imported.recipe.neutral
    for (table, unit, year, column), value in imported.values.items():
        origin = value.origin
        name, header = imported.units[unit].name, columns[table][column]
        yield (
            *(schema.shown_sheet(table, neutral=neutral), name, year, header),
            *(origin.file, origin.sheet, origin.cells, excerpt(origin.raw, _LONGEST)),
        )


def _header(sheet: Any, text: str) -> Cell:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True, color="FFFFFFFF")
    cell.fill = PatternFill("solid", fgColor="FF1F3A5F")
    return cell


def _entry(sheet: Any, entry: Entry) -> Entry | Cell:
    """An entry as openpyxl takes it; most of them as they are, which is much faster."""
    if isinstance(entry, str):
        if entry[:1] in {"=", "#"}:
            # Neither a formula nor an error, but a text.
            cell = WriteOnlyCell(sheet, entry)
            cell.data_type = "s"
            return cell
        return entry.translate(NOT_IN_XML) or None
    if isinstance(entry, date):
        cell = WriteOnlyCell(sheet, datetime(entry.year, entry.month, entry.day))
        cell.number_format = "DD.MM.YYYY"
        return cell
    return entry


def _key(sheet: Any, key: str) -> Cell:
    """A key; a person who edits it must not lose its zeros."""
    cell = WriteOnlyCell(sheet, key)
    cell.number_format = "@"
    return cell
