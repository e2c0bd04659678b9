"""Which sheets and columns are there, which are not, and the rows of a sheet by column.

One rule holds for both. What is required must be there. What is removable, because it only holds
figures that a profile can do without, may be missing as a whole: then it was not delivered, and
that is a warning. But where something unknown is found as well, that is probably the missing name
misspelt, and an error.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from reportgen.errors import did_you_mean, nearest
from reportgen.workbook import schema
from reportgen.workbook.cells import text
from reportgen.workbook.problems import Problems
from reportgen.workbook.reader import Cell, Sheet, Workbook

Row = Mapping[str, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetTable:
    """A sheet by its headers.

    Attributes:
        header: the header cell of each known column that is there.
        rows: each row that is not blank, by header.
    """

    header: Row
    rows: tuple[Row, ...]


def check_sheets(workbook: Workbook, problems: Problems) -> None:
    """Reports which sheets are missing, and which are unknown."""
    names = _Names(
        words=_SHEETS,
        holder="the workbook",
        place="",
        required=[name for name in schema.SHEETS if name not in schema.REMOVABLE_SHEETS],
        removable=schema.REMOVABLE_SHEETS,
        found=workbook.sheets,
        unknown={name: name for name in workbook.others if name != schema.EXPLANATION},
    )
    names.check(problems)


def read_table(
    sheet: Sheet,
    problems: Problems,
    *,
    required: Collection[str],
    removable: Collection[str] = (),
    optional: Collection[str] = (),
) -> SheetTable:
    """Reads a sheet whose header is its first row.

    Args:
        sheet: what was read.
        problems: takes what is wrong with the header.
        required: headers that must be there.
        removable: headers whose absence means that nothing was delivered.
        optional: headers that may be there.
    """
    header_row, *body = sheet.rows or ((),)
    known = {*required, *removable, *optional}
    header: dict[str, Cell] = {}
    columns: dict[str, int] = {}
    unknown: dict[str, str] = {}
    for column, cell in enumerate(header_row):
        name = text(cell, problems, required=False)
        if name in header:
            problems.error(
                "duplicate-column",
                f'sheet "{sheet.name}" has two columns "{name}"',
                cell.where,
                f"remove one of them; the other is {header[name].address}",
            )
        elif name in known:
            header[name], columns[name] = cell, column
        elif name or any(not row[column].is_empty for row in body):
            unknown[cell.where] = name
    last = f":{header_row[-1].address}" if len(header_row) > 1 else ""
    names = _Names(
        words=_COLUMNS,
        holder=f'sheet "{sheet.name}"',
        place=f"{sheet.name}!A1{last}",
        required=required,
        removable=removable,
        found=header,
        unknown=unknown,
    )
    names.check(problems)
    rows = tuple(
        {name: row[column] for name, column in columns.items()}
        for row in body
        if not all(cell.is_empty for cell in row)
    )
    return SheetTable(header=header, rows=rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """How sheets or columns are spoken of.

    Attributes:
        noun: what they are.
        missing, removed, unknown: codes of the problems.
        add, keep: what to do.
    """

    noun: str
    missing: str
    removed: str
    unknown: str
    add: str
    keep: str


_SHEETS = _Words(
    noun="sheet",
    missing="missing-sheet",
    removed="removed-sheet",
    unknown="unknown-sheet",
    add="add it with its header row",
    keep="keep the sheet with a row for each city, and leave its values empty",
)
_COLUMNS = _Words(
    noun="column",
    missing="missing-column",
    removed="removed-column",
    unknown="unknown-column",
    add='write the header "{name}" into row 1',
    keep="keep the column and leave it empty",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """Names of the sheets of a workbook, or of the columns of a sheet.

    Attributes:
        words: sheets or columns.
        holder: what has them.
        place: where one is missing.
        required, removable: names that should be there.
        found: those of them that are there.
        unknown: any other name that is there, by its place.
    """

    words: _Words
    holder: str
    place: str
    required: Collection[str]
    removable: Collection[str]
    found: Collection[str]
    unknown: Mapping[str, str]

    def check(self, problems: Problems) -> None:
        """Reports each name that is missing, and each unknown one."""
        words = self.words
        known = (*self.required, *self.removable)
        missing = [name for name in known if name not in self.found]
        for name in missing:
            message = f'{self.holder} has no {words.noun} "{name}"'
            if name in self.removable and not self.unknown:
                message += "; its values count as not delivered"
                hint = f"to avoid this warning, {words.keep}"
                problems.warning(words.removed, message, self.place, hint)
            else:
                problems.error(words.missing, message, self.place, self._hint(name))
        for where, name in self.unknown.items():
            what = f'{words.noun} "{name}"' if name else f"a {words.noun} without name"
            hint = did_you_mean(name, missing or known)
            problems.warning(words.unknown, f"{what} of {self.holder} is not read", where, hint)

    def _hint(self, missing: str) -> str:
        add = self.words.add.format(name=missing)
        if near := nearest(missing, self.unknown.values()):
            return f'did you mean "{near}"? Rename it to "{missing}"'
        if self.unknown:
            return f"{add}, or rename the unknown {self.words.noun} that is meant"
        return add
