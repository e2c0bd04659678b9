"""The workbook of the next year: all of last year's, and empty rows for the new one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from msgspec import Struct
from openpyxl import load_workbook as open_for_values

from reportgen.input_file import InputKind, read_input
from reportgen.layout.glyphs import shipped_characters
from reportgen.model import Dataset, Table
from reportgen.problems import Problems
from reportgen.workbook import schema
from reportgen.workbook.cell import Cell, column_letters
from reportgen.workbook.definitions import definition_rows
from reportgen.workbook.load import load_workbook
from reportgen.workbook.number_format import GENERAL
from reportgen.workbook.reader import open_workbook
from reportgen.workbook.sheets import Sheet
from reportgen.workbook.tables import Row, headers_of, read_table
from reportgen.workbook.template_rows import Entry, Formatted, TemplateContent, about_rows
from reportgen.workbook.template_texts import TemplateTexts

#: Sheets whose rows are carried over as they are.
_CARRIED_OVER = tuple(
    name for name in schema.DEFINITION_COLUMNS if name not in {schema.ABOUT, schema.CONFIRMED}
)

#: Lines that are said anew each year.
_NEW_EACH_YEAR = {schema.YEAR, schema.DATA_DATE, schema.VERSION}


class NextYear(Struct, frozen=True, kw_only=True):
    """What the next workbook holds, and what was read from the last one."""

    content: TemplateContent
    last: Dataset


def next_year(
    path: Path, nouns: Mapping[str, str], city_nouns: Mapping[str, str], years: Collection[int] = ()
) -> NextYear:
    """A new workbook with units, definitions, sources, breaks and figures of an old one.

    Args:
        path: of last year's workbook.
        nouns: what its units are called where its sheets have neutral names.
        city_nouns: the same where they are called cities.
        years: that get a row for each unit; without any, the one after its reporting year.

    Raises:
        WorkbookError: the old workbook has errors.
    """
    dataset = load_workbook(path)
    # What it warns of was found by the load already.
    sheets = open_workbook(path, Problems(path.name), shipped_characters()).sheets
    neutral = any(sheet.neutral for sheet in sheets.values())
    years = sorted(years) or [dataset.about.year + 1]
    tables = {table: _Figures.of(sheets[table], dataset) for table in Table if table in sheets}
    rows: dict[str, Sequence[Mapping[str, Entry]]] = {
        name: [_entries(row) for row in definition_rows(sheets, name, Problems(path.name))]
        for name in _CARRIED_OVER
    }
    about = {
        row["Angabe"].text: _entry(row["Wert"])
        for row in definition_rows(sheets, schema.ABOUT, Problems(path.name))
    }
    kept = {line: entry for line, entry in about.items() if line not in _NEW_EACH_YEAR}
    rows[schema.ABOUT] = about_rows({**kept, schema.YEAR: years[-1]})
    rows[schema.CONFIRMED] = [
        {**_entries(row), "Zelle": _moved(row["Zelle"].text, tables, neutral=neutral)}
        for row in definition_rows(sheets, schema.CONFIRMED, Problems(path.name))
    ]
    for table, figures in tables.items():
        rows[table] = [*map(_entries, figures.rows), *figures.new_rows(dataset, years)]
    texts = TemplateTexts(
        nouns=nouns if neutral else city_nouns, neutral=neutral, payments=Table.PAYMENTS in tables
    )
    content = TemplateContent(
        rows=rows,
        columns={table: figures.headers for table, figures in tables.items()},
        texts=texts,
        origins=_origins(path),
    )
    return NextYear(content=content, last=dataset)


class _Figures(Struct, frozen=True, kw_only=True):
    """A data sheet: the headers of its value columns, also of those that no figure refers to."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]

    @staticmethod
    def of(sheet: Sheet, dataset: Dataset) -> "_Figures":
        """All rows of a unit and a year; totals and notes between them are left behind."""
        shown = headers_of(sheet, _known(dataset))
        own = {schema.own_header(sheet.name, header): header for header in shown}
        table = read_table(sheet, Problems(""), required=(), optional=tuple(own))
        names = {city.name for city in dataset.cities}
        return _Figures(
            headers=tuple(h for h in own if h not in schema.ROW_COLUMNS),
            rows=tuple(row for row in table.rows if row["Stadt"].text in names),
        )

    def new_rows(self, dataset: Dataset, years: Iterable[int]) -> list[Mapping[str, Entry]]:
        """A row for each unit and year that has none, without values."""
        there = {(row["Stadt"].text, row["Jahr"].text) for row in self.rows}
        return [
            {"Stadt": city.name, "Jahr": year}
            for year in years
            for city in dataset.cities
            if (city.name, str(year)) not in there
        ]

    def moved(self, address: str) -> str | None:
        """The address in the new workbook of a cell in the old one."""
        for place, row in enumerate(self.rows, start=2):
            for header, cell in row.items():
                if cell.address == address:
                    columns = (*schema.ROW_COLUMNS, *self.headers)
                    return f"{column_letters(columns.index(header) + 1)}{place}"
        return None


def _known(dataset: Dataset) -> set[str]:
    """Headers that tell the header of a data sheet from its other rows."""
    areas = {area.short for area in dataset.areas}
    return {*schema.ROW_COLUMNS, *areas, *dataset.groups, *(i.label for i in dataset.indicators)}


def _moved(place: str, tables: Mapping[Table, _Figures], *, neutral: bool) -> str:
    """A place such as ``Personen!C7`` as the new workbook has it."""
    name, _, address = place.rpartition("!")
    own = schema.own_name(name)
    address = address.replace("$", "")
    found = tables[Table(own)].moved(address) if own in tables else None
    return f"{schema.shown_sheet(own, neutral=neutral)}!{found}" if found else place


def _entries(row: Row) -> dict[str, Entry]:
    return {header: _entry(cell) for header, cell in row.items()}


def _entry(cell: Cell) -> Entry:
    """What a cell holds, for another one."""
    value = cell.value
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, float):
        number = int(value) if value.is_integer() and abs(value) < 1e15 else value
        return number if cell.number_format == GENERAL else Formatted(number, cell.number_format)
    return cell.text or None if isinstance(value, str) else str(value)


def _origins(path: Path) -> Sequence[Sequence[Entry]]:
    """Rows of the sheet that an import has written, if there is one."""
    content = BytesIO(read_input(path, InputKind.WORKBOOK))
    workbook = open_for_values(content, read_only=True, data_only=True)
    try:
        if schema.ORIGINS not in workbook.sheetnames:
            return ()
        rows = workbook[schema.ORIGINS].iter_rows(values_only=True)
        return [tuple(map(_plain, row)) for row in rows if any(row)]
    finally:
        workbook.close()


def _plain(value: object) -> Entry:
    return value if isinstance(value, str | int | float | date | None) else str(value)
