"""Reads the sheets that define benefit areas and economic indicators, and entries of any."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import TypeVar

from reportgen.errors import did_you_mean, nearest
from reportgen.model import (
    ALL_AREAS,
    LONGEST_OFFICE,
    BenefitArea,
    EconomicIndicator,
    Polarity,
    Table,
    ages_of,
)
from reportgen.problems import Problems
from reportgen.workbook import schema
from reportgen.workbook.cell import Cell
from reportgen.workbook.meaning import text, whole_number
from reportgen.workbook.reader import LAST_COLUMN
from reportgen.workbook.sheets import Sheet
from reportgen.workbook.tables import Row, read_table
from reportgen.workbook.unread_rows import is_header, is_total, report_unread

Rows = tuple[Row, ...]
_Word = TypeVar("_Word", bound=StrEnum)
_NEVER_EMPTY = {schema.CITIES, schema.AREAS, schema.ABOUT}

#: Key of the sum over all areas.
_RESERVED = {ALL_AREAS}
#: Most columns that may be defined.
_MOST_DEFINED = LAST_COLUMN - len(schema.ROW_COLUMNS)
#: Most characters of what stands in the columns; the pages have room for so much.
LONGEST = {
    "AGS": 20, "Stadt": 120, "Kürzel": 20, "Amt": LONGEST_OFFICE,
    "Schlüssel": 80, "Kurzbezeichnung": 80, "Bezeichnung": 250, "Rechtsgrundlage": 200,
    schema.PEERS: 80, "Spalte": 250, "Anmerkung": 1000,
    "Bezugsbevölkerung": 80, "Einheit": 80, "Quelle": 1000, "Bemerkung": 2000,
}  # fmt: skip


def definition_rows(sheets: Mapping[str, Sheet], name: str, problems: Problems) -> Rows:
    """Rows of a sheet with fixed columns; none when the sheet or a column is missing."""
    if name not in sheets:
        return ()
    required = schema.DEFINITION_COLUMNS[name]
    optional = schema.OPTIONAL_COLUMNS.get(name, ())
    table = read_table(sheets[name], problems, required=required, optional=optional)
    if not table.header.keys() >= set(required):
        return ()
    rows: list[Row] = []
    unread: list[Row] = []
    for row in table.rows:
        (unread if _is_unread(row) else rows).append(row)
    report_unread([_first(row) for row in unread], problems)
    if not rows and name in _NEVER_EMPTY:
        problems.error("empty-sheet", f'sheet "{name}" has no rows', f"{name}!A2", "fill it in")
    return tuple(rows)


def entry(row: Row, header: str, problems: Problems, *, required: bool = True) -> str:
    """The text in a column of texts."""
    return text(row[header], problems, required=required, most=LONGEST[header])


def read_areas(rows: Rows, problems: Problems) -> tuple[BenefitArea, ...]:
    """The benefit areas, in their own order; none when one has no name for its columns."""
    if not _check_count(rows, problems):
        return ()
    areas = [
        BenefitArea(
            key=entry(row, "Schlüssel", problems),
            short=entry(row, "Kurzbezeichnung", problems),
            label=entry(row, "Bezeichnung", problems),
            base=entry(row, "Bezugsbevölkerung", problems),
            law=entry(row, "Rechtsgrundlage", problems),
            order=whole_number(row["Reihenfolge"], "bad-order", 0, 999, problems) or 0,
            in_total=_is_in_total(row, problems),
        )
        for row in rows
    ]
    report_doubles(rows, ("Schlüssel", "Kurzbezeichnung", "Bezeichnung"), problems)
    _refuse([row["Kurzbezeichnung"] for row in rows], (*schema.ROW_COLUMNS, "Einheit"), problems)
    if not all(area.short for area in areas):
        return ()
    return tuple(sorted(areas, key=lambda area: area.order))


def check_bases(rows: Rows, columns: Collection[str], problems: Problems) -> None:
    """Reports each area that refers to a population that has no column.

    Args:
        rows: of the areas.
        columns: headers of the population sheet, but for city and year.
        problems: takes what is wrong.
    """
    cells = {row["Bezugsbevölkerung"].text: row["Bezugsbevölkerung"] for row in reversed(rows)}
    for name, cell in reversed(cells.items()):
        if not name or name in columns or not columns:
            continue
        # Ages other than those that are meant are no misspelling.
        alike = [each for each in columns if not (ages_of(name) and ages_of(each))]
        listed = ", ".join(f'"{each}"' for each in columns)
        problems.error(
            "unknown-base",
            f'sheet "{Table.POPULATION}" has no column "{name}"',
            cell.where,
            f'did you mean "{near}"?'
            if (near := nearest(name, alike))
            else f"add it there, or name one of its columns: {listed}",
        )


def _is_in_total(row: Row, problems: Problems) -> bool:
    cell = row.get(schema.IN_TOTAL)
    if cell is None or cell.is_empty:
        return True
    if isinstance(cell.value, bool):
        return cell.value
    answer = text(cell, problems).casefold()
    if answer and answer not in schema.YES_NO:
        problems.error(
            "not-yes-or-no",
            f'"{cell.text}" is neither "ja" nor "nein"',
            cell.where,
            "write ja or nein; an empty cell is a ja",
        )
    return schema.YES_NO.get(answer, True)


def read_indicators(rows: Rows, problems: Problems) -> tuple[EconomicIndicator, ...]:
    """The economic indicators, in the order of the sheet; none when one has no name."""
    if not _check_count(rows, problems):
        return ()
    indicators = [
        EconomicIndicator(
            key=entry(row, "Schlüssel", problems),
            label=entry(row, "Bezeichnung", problems),
            unit=entry(row, "Einheit", problems),
            decimals=whole_number(row["Nachkommastellen"], "bad-decimals", 0, 6, problems) or 0,
            polarity=word_of(row["Polarität"], Polarity, "unknown-polarity", problems)
            or Polarity.NONE,
            source=entry(row, "Quelle", problems),
        )
        for row in rows
    ]
    report_doubles(rows, ("Schlüssel", "Bezeichnung"), problems)
    _refuse([row["Bezeichnung"] for row in rows], (*schema.ROW_COLUMNS, "Einheit"), problems)
    return tuple(indicators) if all(indicator.label for indicator in indicators) else ()


def _check_count(rows: Rows, problems: Problems) -> bool:
    """Whether each row can have its column in a sheet."""
    if len(rows) <= _MOST_DEFINED:
        return True
    first = rows[_MOST_DEFINED]["Bezeichnung"]
    problems.error(
        "too-many-rows",
        f'sheet "{first.sheet}" has {len(rows)} rows, but a table has {_MOST_DEFINED} columns'
        " at most",
        first.where,
        "remove rows",
    )
    return False


def check_keys(areas: Rows, indicators: Rows, problems: Problems) -> None:
    """Reports keys that stand for an area and an indicator, or that are the program's own."""
    first = {row["Schlüssel"].text: row["Schlüssel"] for row in areas}
    for row in indicators:
        if earlier := first.get(row["Schlüssel"].text):
            _report_double(row["Schlüssel"], earlier, problems)
    _refuse([row["Schlüssel"] for row in (*areas, *indicators)], _RESERVED, problems)


def word_of(cell: Cell, words: type[_Word], code: str, problems: Problems) -> _Word | None:
    """One of a fixed list of words; None, with an error noted, when it is another."""
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


def report_doubles(rows: Rows, headers: Collection[str], problems: Problems) -> None:
    """Notes each row that has something in common with an earlier one, once."""
    first: dict[tuple[str, str], Cell] = {}
    for row in rows:
        pairs = [(first.setdefault((name, row[name].text), row[name]), name) for name in headers]
        doubles = [(row[name], earlier) for earlier, name in pairs if earlier is not row[name]]
        for cell, earlier in [pair for pair in doubles if pair[0].text][:1]:
            _report_double(cell, earlier, problems)


def _report_double(cell: Cell, earlier: Cell, problems: Problems) -> None:
    if cell.text:
        problems.error(
            "duplicate-key",
            f'"{cell.text}" stands in {earlier.where} already',
            cell.where,
            "remove one of the two rows, or correct it",
        )


def _refuse(cells: Collection[Cell], reserved: Collection[str], problems: Problems) -> None:
    for cell in cells:
        if cell.text in reserved:
            problems.error(
                "reserved-key",
                f'"{cell.text}" is a key that the program uses itself',
                cell.where,
                "choose another key",
            )


def _first(row: Row) -> Cell:
    return next(cell for cell in row.values() if not cell.is_empty)


def _is_unread(row: Row) -> bool:
    """Whether a row is a total or a note below the table, not an entry with gaps."""
    filled = [cell for cell in row.values() if not cell.is_empty]
    shown = filled[0].text
    if is_header(row):
        return True
    if len(filled) < len(row) - 1 and is_total(shown):
        return True
    # An entry of a sheet with several columns has more than one of them.
    return len(filled) == 1 and len(row) > 2
