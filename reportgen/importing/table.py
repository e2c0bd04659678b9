"""Reads one sheet by the rules of a source: row by row, and every cell that the recipe names."""

import re
from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from reportgen.importing.account import LeftOut
from reportgen.importing.grid import Grid
from reportgen.importing.header import JOINT, Header
from reportgen.importing.places import Found, PlaceReader
from reportgen.importing.reading import Origin, Reading, Target, Value
from reportgen.importing.recipe import Column, Meaning, Source
from reportgen.importing.units import Directory, Outcome
from reportgen.importing.values import Content, Unread, ValueRules
from reportgen.model import Table
from reportgen.problems import Problems
from reportgen.workbook.cell import column_letters
from reportgen.workbook.meaning import FIRST_YEAR, LAST_YEAR

#: What a sum is when a part of it is absent: the first of these that a part is.
_STRONGEST = (
    Meaning.CONFIDENTIAL,
    Meaning.UNRELIABLE,
    Meaning.LATER,
    Meaning.NOT_DELIVERED,
    Meaning.NOT_RESPONSIBLE,
    Meaning.NOT_MEANINGFUL,
)
_YEAR = re.compile("(?:19|20)[0-9]{2}")


def read_table(grid: Grid, source: Source, units: Directory, problems: Problems) -> Reading:
    """Reads a sheet.

    Args:
        grid: the sheet.
        source: what the recipe says of it.
        units: known so far; new ones are added where the source may do so.
        problems: takes everything that is not understood.
    """
    return _TableReader(grid, source, units, problems).read()


class _Wanted(Struct, frozen=True):
    """Columns of the sheet and what the recipe says of them."""

    column: Column
    numbers: tuple[int, ...]
    table: Table
    key: str


class _TableReader:
    def __init__(self, grid: Grid, source: Source, units: Directory, problems: Problems) -> None:
        self._grid, self._source, self._units, self._problems = grid, source, units, problems
        self._header = header = Header(grid, source, problems)
        self._rules = ValueRules(source)
        self._year = PlaceReader(source.year, "year", header, grid, problems)
        self._key = PlaceReader(source.key, "key", header, grid, problems) if source.key else None
        self._name = (
            PlaceReader(source.name, "name", header, grid, problems) if source.name else None
        )
        self._category = [header.named(name) for name in source.category]
        self._only = {header.named(name): pattern for name, pattern in source.only.items()}
        self._excluded = [
            (rule, header.named(rule.column) if rule.column else None) for rule in source.leave_out
        ]
        self._wanted = [_wanted(column, header.matching(column)) for column in source.columns]
        self._found = Reading(file=grid.file, sheet=grid.sheet)
        self._used_rules: set[str] = set()

    def read(self) -> Reading:
        """Everything the sheet gives."""
        self._found.unused = tuple(self._unused())
        named = [*self._category, *self._only]
        named += [column for rule, column in self._excluded if rule.column]
        places = (self._year, self._key, self._name)
        named += [
            place.column for place, said in zip(places, self._said(), strict=True) if said and place
        ]
        named += [self._name.qualifier] if self._name and self._source.name.qualifier else []
        if None in named or not all(wanted.numbers for wanted in self._wanted):
            return self._found  # whatever is missing has been reported
        first = max(self._source.header, default=0)
        end = self._end(first)
        self._found.rows = len(self._grid.rows) - first
        for row in range(first, end):
            if (reason := self._reason(row)) is not None:
                self._leave_out(row, reason)
            else:
                self._read_row(row)
        for row in range(end, len(self._grid.rows)):
            self._leave_out(row, "below the table" if self._first_text(row) else "empty row")
        self._report_unused_rules()
        self._report_hidden(first, end)
        return self._found

    def _said(self) -> tuple[bool, bool, bool]:
        places = (self._source.year, self._source.key, self._source.name)
        year, key, name = (bool(place.column) for place in places)
        return year, key, name

    def _end(self, first: int) -> int:
        """Number of the first row below the table."""
        if not self._source.end:
            return len(self._grid.rows)
        for row in range(first, len(self._grid.rows)):
            if self._source.end.fits(self._first_text(row)):
                return row
        self._problems.error(
            "import-no-end",
            f'no row begins with the end of the table, "{self._source.end.text}"',
            self._grid.place(max(first, len(self._grid.rows) - 1), 0),
            "correct end in the recipe, or remove it if the file has nothing below the table",
        )
        return len(self._grid.rows)

    def _reason(self, row: int) -> str | None:
        """Why a row is left out; None if it is not."""
        if not self._first_text(row):
            return "empty row"
        for rule, column in self._excluded:
            text = self._text(row) if column is None else self._grid.text(row, column)
            if rule.pattern.fits(text):
                self._used_rules.add(rule.reason)
                return rule.reason
        for column, pattern in self._only.items():
            assert column is not None, "read() has seen to it"
            if not pattern.fits(self._grid.text(row, column)):
                return f"{self._header.texts[column]} is not {pattern.text}"
        return None

    def _read_row(self, row: int) -> None:
        category = JOINT.join(
            self._grid.text(row, column) for column in self._category if column is not None
        )
        wanted = [each for each in self._wanted if self._is_about(each.column, category)]
        if not wanted:
            self._leave_out(row, f"category {category}")
            return
        by_column = any(place and place.by_column for place in (self._key, self._name))
        unit = None if by_column else self._unit(row, 0)
        if isinstance(unit, Outcome):
            self._note(row, unit)
            return
        for each in wanted:
            column = each.numbers[0]
            owner = self._unit(row, column) if by_column else unit
            if isinstance(owner, Outcome) or owner is None:
                continue
            year = self._year_of(row, column)
            content = self._content(row, each)
            if year is not None and content is not None:
                self._found.values.append(self._value(row, each, owner, year, content))

    def _is_about(self, column: Column, category: str) -> bool:
        if not self._source.category:
            return True
        if column.category_pattern:
            return column.category_pattern.fits(category)
        return column.category == category

    def _note(self, row: int, outcome: Outcome) -> None:
        if outcome is Outcome.LEFT_OUT:
            self._leave_out(row, "unit not listed")

    def _unit(self, row: int, column: int) -> str | Outcome:
        key = self._key.at(row, column) if self._key else None
        name = self._name.at(row, column) if self._name else None
        if (self._key and key is None) or (self._name and name is None):
            return Outcome.REFUSED
        place = self._source.key
        if key and key.text.isascii() and key.text.isdigit():
            lost = place.pad - len(key.text)
            if 0 < lost <= place.zeros:
                key = Found(key.text.zfill(place.pad), key.where)
        return self._units.find(key, name, self._source.units, self._problems, self._grid.file)

    def _year_of(self, row: int, column: int) -> int | None:
        found = self._year.at(row, column)
        if found is None:
            return None
        if not _YEAR.fullmatch(found.text):
            self._problems.error(
                "import-bad-year",
                f'"{found.text}" is no year',
                found.where,
                r'say in year what of the text is the year, e.g. pattern = "(\\d{4})"',
            )
            return None
        if not FIRST_YEAR <= int(found.text) <= LAST_YEAR:
            self._problems.error(
                "import-bad-year",
                f"{found.text} is no year from {FIRST_YEAR} to {LAST_YEAR}",
                found.where,
                "a workbook has no other years: say in leave_out that these rows are left out",
            )
            return None
        return int(found.text)

    def _content(self, row: int, wanted: _Wanted) -> Content | None:
        """What the cells of a row say, added up where they are several."""
        contents = []
        for column in wanted.numbers:
            read = self._rules.read(
                self._grid.cell(row, column),
                wanted.column.factor,
                percent=(row, column) in self._grid.percent,
            )
            if isinstance(read, Unread):
                place = self._grid.place(row, column)
                self._problems.error("import-not-understood", read.message, place, read.hint)
            else:
                contents.append(read)
        return added(contents) if len(contents) == len(wanted.numbers) else None

    def _value(self, row: int, wanted: _Wanted, unit: str, year: int, content: Content) -> Value:
        raw = " + ".join(self._grid.text(row, column) for column in wanted.numbers)
        origin = Origin(
            file=self._grid.file,
            sheet=self._grid.sheet,
            cells=_addresses(row, wanted.numbers),
            raw=raw,
        )
        return Value(
            target=Target(wanted.table, unit, year, wanted.key),
            content=content,
            origin=origin,
            citation=self._source.citation,
            note=self._source.note,
        )

    def _leave_out(self, row: int, reason: str) -> None:
        named = [place.column for place in (self._key, self._name) if place]
        texts = [self._grid.text(row, column) for column in named if column is not None]
        text = " ".join(filter(None, texts)) or self._first_text(row)
        self._found.left_out.append(LeftOut(reason, row + 1, text))

    def _first_text(self, row: int) -> str:
        texts = (self._grid.text(row, column) for column in range(len(self._grid.rows[row])))
        return next(filter(None, texts), "")

    def _text(self, row: int) -> str:
        cells = range(len(self._grid.rows[row]))
        return JOINT.join(filter(None, (self._grid.text(row, column) for column in cells)))

    def _unused(self) -> list[tuple[str, str]]:
        used = {number for wanted in self._wanted for number in wanted.numbers}
        places = [place for place in (self._year, self._key, self._name) if place]
        used |= {place.column for place in places if place.column is not None}
        used |= {place.qualifier for place in places if place.qualifier is not None}
        used |= {column for column in (*self._category, *self._only) if column is not None}
        used |= {column for _, column in self._excluded if column is not None}
        first = max(self._source.header, default=0)
        return [
            (column_letters(column + 1), self._header.texts[column])
            for column in range(self._grid.width)
            if column not in used
            and any(self._grid.text(row, column) for row in range(first, len(self._grid.rows)))
        ]

    def _report_unused_rules(self) -> None:
        for rule, _ in self._excluded:
            if rule.reason not in self._used_rules:
                self._problems.warning(
                    "import-rule-unused",
                    f'no row is left out as "{rule.reason}"',
                    self._grid.named("A1"),
                    "check whether the file has changed, or remove the rule from leave_out",
                )

    def _report_hidden(self, first: int, end: int) -> None:
        hidden = sum(first <= row < end for row in self._grid.hidden)
        if hidden:
            self._problems.warning(
                "import-hidden-rows",
                f"{hidden} rows of the table are hidden in the file, and were read",
                self._grid.named("A1"),
                "show all rows in your spreadsheet program and look whether they belong to it",
            )


def _wanted(column: Column, numbers: tuple[int, ...]) -> _Wanted:
    (target,) = column.targets
    table = {
        "population": Table.POPULATION,
        "recipients": Table.RECIPIENTS,
        "payments": Table.PAYMENTS,
        "indicator": Table.ECONOMY,
    }[target]
    return _Wanted(column, numbers, table, getattr(column, target))


def added(contents: Sequence[Content]) -> Content:
    """The sum of values; where one is absent, the sum is, and for the strongest reason."""
    if len(contents) == 1:
        return contents[0]
    absent = {content.meaning for content in contents if content.number is None}
    for meaning in _STRONGEST:
        if meaning in absent:
            return Content(meaning=meaning)
    total = sum((Decimal(repr(content.number)) for content in contents), Decimal(0))
    flag = next((content.flag for content in contents if content.flag), None)
    return Content(number=float(total), flag=flag)


def _addresses(row: int, columns: Sequence[int]) -> str:
    """Cells of a row, e.g. ``E9``, ``C9:F9`` or ``C9, E9``."""
    names = [f"{column_letters(column + 1)}{row + 1}" for column in columns]
    if len(names) > 1 and columns[-1] - columns[0] == len(columns) - 1:
        return f"{names[0]}:{names[-1]}"
    return ", ".join(names)
