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
    """Tells which sheets are missing, and which are unknown."""
    names = _Names(
        noun="sheet",
        holder="the workbook",
        place="",
        required=[name for name in schema.SHEETS if name not in schema.REMOVABLE_SHEETS],
        removable=schema.REMOVABLE_SHEETS,
        found=workbook.sheets,
        strangers={name: name for name in workbook.others if name != schema.EXPLANATION},
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
    strangers: dict[str, str] = {}
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
            strangers[cell.where] = name
    last = f":{header_row[-1].address}" if len(header_row) > 1 else ""
    names = _Names(
        noun="column",
        holder=f'sheet "{sheet.name}"',
        place=f"{sheet.name}!A1{last}",
        required=required,
        removable=removable,
        found=header,
        strangers=strangers,
    )
    names.check(problems)
    rows = tuple(
        {name: row[column] for name, column in columns.items()}
        for row in body
        if not all(cell.is_empty for cell in row)
    )
    return SheetTable(header=header, rows=rows)


_CODES = {
    "sheet": ("missing-sheet", "removed-sheet", "unknown-sheet"),
    "column": ("missing-column", "removed-column", "unknown-column"),
}
_HOW_TO_ADD = {
    "sheet": "add it with its header row",
    "column": 'write the header "{name}" into row 1',
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """Names of the sheets of a workbook, or of the columns of a sheet.

    Attributes:
        noun: ``sheet`` or ``column``.
        holder: what has them, in words.
        place: where one is missing.
        required, removable: names that should be there.
        found: those of them that are there.
        strangers: any other name that is there, by its place.
    """

    noun: str
    holder: str
    place: str
    required: Collection[str]
    removable: Collection[str]
    found: Collection[str]
    strangers: Mapping[str, str]

    def check(self, problems: Problems) -> None:
        """Tells each name that is missing, and each stranger."""
        missing_code, removed_code, unknown_code = _CODES[self.noun]
        known = (*self.required, *self.removable)
        missing = [name for name in known if name not in self.found]
        for name in missing:
            message = f'{self.holder} has no {self.noun} "{name}"'
            if name in self.removable and not self.strangers:
                problems.warning(
                    removed_code,
                    f"{message}; its values count as not delivered",
                    self.place,
                    f"to avoid this warning, keep the {self.noun} and leave it empty",
                )
            else:
                problems.error(missing_code, message, self.place, self._hint(name))
        for where, name in self.strangers.items():
            problems.warning(
                unknown_code,
                f'{self.noun} "{name}" of {self.holder} is not read',
                where,
                did_you_mean(name, missing or known),
            )

    def _hint(self, missing: str) -> str:
        if near := nearest(missing, self.strangers.values()):
            return f'did you mean "{near}"? Rename it to "{missing}"'
        add = _HOW_TO_ADD[self.noun].format(name=missing)
        return f"{add}, or rename the {self.noun} that is meant" if self.strangers else add
