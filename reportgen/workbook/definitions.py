"""Reads the sheets that define cities, benefit areas and economic indicators."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from reportgen.clean_text import slug_of, transliterated
from reportgen.errors import did_you_mean, nearest
from reportgen.model import (
    ALL_AREAS,
    LONGEST_OFFICE,
    BenefitArea,
    City,
    EconomicIndicator,
    Edition,
    Polarity,
    Table,
    ages_of,
    report_name,
)
from reportgen.problems import Problems, excerpt
from reportgen.workbook import schema
from reportgen.workbook.cell import Cell, OddityKind
from reportgen.workbook.meaning import text, whole_number
from reportgen.workbook.peer_groups import check_peer_groups
from reportgen.workbook.reader import LAST_COLUMN
from reportgen.workbook.sheets import Sheet
from reportgen.workbook.tables import Row, read_table
from reportgen.workbook.unread_rows import is_header, is_total, report_unread

Rows = tuple[Row, ...]
_Word = TypeVar("_Word", bound=StrEnum)
_NEVER_EMPTY = {schema.CITIES, schema.AREAS, schema.ABOUT}

#: Digits of official keys of municipalities, and of these, districts and regions one as example.
_AGS_DIGITS = 8
_EXAMPLES = {5: "05111", 8: "05111000", 12: "051110000000"}

#: Key of the sum over all areas.
_RESERVED = {ALL_AREAS}
#: Languages that reports are written in.
_LANGUAGES = ("de", "en")
#: Names that a file cannot have in Windows, whatever its ending.
_RESERVED_FILES = re.compile("con|prn|aux|nul|com[0-9]|lpt[0-9]")
#: Most characters of a city's file name: some file systems take no more than 143 with all endings.
_LONGEST_FILE = 100
#: Most columns that may be defined, and most pairs of names that are compared for slips.
_MOST_DEFINED, _MOST_COMPARED = LAST_COLUMN - len(schema.ROW_COLUMNS), 50_000
#: Most characters of what stands in the columns; the pages have room for so much.
_LONGEST = {
    "AGS": 20, "Stadt": 120, "Kürzel": 20, "Amt": LONGEST_OFFICE,
    "Schlüssel": 80, "Kurzbezeichnung": 80, "Bezeichnung": 250, "Rechtsgrundlage": 200,
    schema.PEERS: 80, "Spalte": 250, "Anmerkung": 1000,
    "Bezugsbevölkerung": 80, "Einheit": 80, "Quelle": 1000, "Bemerkung": 2000,
}  # fmt: skip


class Cities(dict[str, City]):
    """The participating cities by their names; `sheet` is the name of the one that lists them."""

    def __init__(self, cities: Iterable[City] = (), *, sheet: str = schema.CITIES) -> None:
        super().__init__((city.name, city) for city in cities)
        self.sheet = sheet
        self._nearest: dict[str, str | None] = {}

    def nearest(self, name: str) -> str | None:
        """The name that `name` was most likely meant to be; None when there is none.

        Where many names are unknown, they are no slips, and most are not looked for.
        """
        if name not in self._nearest and len(self._nearest) * len(self) < _MOST_COMPARED:
            self._nearest[name] = nearest(name, self)
        return self._nearest.get(name)


def definition_rows(sheets: Mapping[str, Sheet], name: str, problems: Problems) -> Rows:
    """Rows of a sheet with fixed columns; none when the sheet or a column is missing."""
    if name not in sheets:
        return ()
    required = schema.DEFINITION_COLUMNS[name]
    optional = schema.OPTIONAL_COLUMNS.get(name, ())
    table = read_table(sheets[name], problems, required=required, optional=optional)
    if not table.header.keys() >= set(required):
        return ()
    unread = [_first(row) for row in table.rows if _is_unread(row)]
    report_unread(unread, problems)
    rows = tuple(row for row in table.rows if not _is_unread(row))
    if not rows and name in _NEVER_EMPTY:
        problems.error("empty-sheet", f'sheet "{name}" has no rows', f"{name}!A2", "fill it in")
    return rows


def entry(row: Row, header: str, problems: Problems, *, required: bool = True) -> str:
    """The text in a column of texts."""
    return text(row[header], problems, required=required, most=_LONGEST[header])


def read_cities(rows: Rows, problems: Problems, own_keys: bool | None = None) -> Cities:
    """The participating cities, in the order of the sheet; none when one has no name.

    Args:
        rows: of the sheet.
        problems: takes what is wrong.
        own_keys: keys may be of the workbook's own kind; by default if its sheet says so.
    """
    cities = []
    digits = _digits_of_keys([row["AGS"] for row in rows], own_keys)
    for row in rows:
        name, ags = entry(row, "Stadt", problems), entry(row, "AGS", problems)
        if ags and digits and not re.fullmatch(f"[0-9]{{{digits}}}", ags):
            kind = "an official municipality key" if digits == _AGS_DIGITS else "a key"
            problems.error(
                "bad-ags",
                f'"{ags}" is not {kind} of {digits} digits',
                row["AGS"].where,
                f"format the cell as text, so that a leading zero stays, e.g. {_EXAMPLES[digits]}",
            )
        cities.append(
            City(
                name=name,
                slug=slug_of(name),
                ags=ags,
                abbreviation=entry(row, "Kürzel", problems),
                office=entry(row, "Amt", problems, required=False),
                peer_group=_peer_group(row, problems),
            )
        )
    _check_names(rows, problems)
    _check_files([row["Stadt"] for row in rows], problems)
    check_peer_groups(rows, problems)
    # Without all names, nobody can say which city of another sheet is unknown.
    known = cities if all(city.name for city in cities) else ()
    return Cities(known, sheet=_sheet_of([row["Stadt"] for row in rows]))


def _peer_group(row: Row, problems: Problems) -> str:
    return entry(row, schema.PEERS, problems, required=False) if schema.PEERS in row else ""


def _digits_of_keys(keys: Collection[Cell], own_keys: bool | None) -> int:
    """How many digits each key must have; 0 where they are of the workbook's own kind.

    Most keys say it: the official ones of municipalities have 8 digits, of districts 5, regional
    ones 12. Under the header AGS nothing else can stand.
    """
    lengths = Counter(len(key.text) for key in keys if re.fullmatch("[0-9]+", key.text))
    official = {n: count for n, count in lengths.items() if n in _EXAMPLES}
    usual = max(official, key=lambda n: official[n], default=0)
    if 2 * official.get(usual, 0) > len(keys):
        return usual
    if own_keys is None:
        # Named so by the workbook, by its neutral name.
        own_keys = schema.own_name(_sheet_of(keys)) != _sheet_of(keys)
    return 0 if own_keys else _AGS_DIGITS


def _sheet_of(cells: Collection[Cell]) -> str:
    return next((cell.sheet for cell in cells), schema.CITIES)


def _check_names(rows: Rows, problems: Problems) -> None:
    """The command line takes a city by its name, its file or its abbreviation, in any case."""
    first: dict[str, tuple[Row, Cell]] = {}
    reported: list[Row] = []
    for header in ("AGS", "Stadt", "Kürzel"):
        for row in rows:
            cell = row[header]
            keys = {cell.text.casefold()} | ({slug_of(cell.text)} if header == "Stadt" else set())
            for key in sorted(keys - {""}, key=len):
                owner, earlier = first.setdefault(key, (row, cell))
                if owner is not row and row not in reported:
                    _report_one_name(cell, earlier, problems)
                    reported.append(row)


def _report_one_name(cell: Cell, earlier: Cell, problems: Problems) -> None:
    if cell.text.casefold() == earlier.text.casefold():
        message = f'"{cell.text}" stands in {earlier.where} already'
    else:
        message = f'"{cell.text}" has the file name of "{earlier.text}" in {earlier.address}'
    hint = "if both are one city, remove one of the two rows; else change one of the names"
    problems.error("duplicate-city", message, cell.where, hint)


def _check_files(names: Collection[Cell], problems: Problems) -> None:
    """Each city needs a file name, in all editions."""
    slugs = {slug_of(cell.text): cell for cell in names}
    for slug, cell in slugs.items():
        odd = "".join(c for c in transliterated(cell.text) if c.isalnum() and not c.isascii())
        is_shown = cell.oddity is None or cell.oddity.kind is not OddityKind.UNPRINTABLE
        if cell.text and is_shown and (odd or not slug):
            problems.error(
                "bad-name",
                f'"{cell.text}" gives no file name for the report',
                cell.where,
                "write the name with letters from a to z, with or without accents",
            )
        # A name too long for the pages was reported as such.
        too_long = len(slug) > _LONGEST_FILE and len(cell.text) <= _LONGEST["Stadt"]
        if too_long or _RESERVED_FILES.fullmatch(slug):
            problems.error(
                "bad-name",
                f'"{excerpt(slug)}.pdf" cannot be the name of a file on every system',
                cell.where,
                "write the name in another way, or shorten it",
            )
    files: dict[str, Cell] = {}
    for slug, cell in slugs.items():
        own = {report_name(slug, language, e) for language in _LANGUAGES for e in Edition}
        if other := next((files[name] for name in sorted(own & files.keys())), None):
            problems.error(
                "duplicate-city",
                f'"{cell.text}" has the file name of another edition of "{other.text}"',
                cell.where,
                "change one of the names",
            )
        files |= dict.fromkeys(own, cell)


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


def find_city(cell: Cell, cities: Cities, problems: Problems) -> City | None:
    """The city that a cell names; None, with an error noted, when there is none."""
    # Whether it is too long is reported where the cities are defined.
    name = text(cell, problems, most=len(cell.text))
    city = cities.get(name)
    if city is None and name and cities:
        near = cities.nearest(name)
        problems.error(
            "unknown-city",
            f'city "{excerpt(name)}" is not in sheet "{cities.sheet}"',
            cell.where,
            did_you_mean(near or "", [near] if near else cities if len(cities) <= 12 else ())
            or f"add it to {cities.sheet}, or move the row out of the table",
        )
    return city


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
    if is_total(shown) and len(filled) < len(row) - 1:
        return True
    # An entry of a sheet with several columns has more than one of them.
    return len(filled) == 1 and len(row) > 2
