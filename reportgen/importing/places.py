"""What stands at a place that the recipe names: a year, a key or a name for each row or column."""

from collections.abc import Callable
from typing import NamedTuple

from reportgen.importing.grid import Grid
from reportgen.importing.header import Header
from reportgen.importing.patterns import Pattern
from reportgen.importing.recipe import Place
from reportgen.importing.recipe_check import ADDRESS
from reportgen.problems import Problems, excerpt
from reportgen.workbook.cell import column_letters, column_number


class Found(NamedTuple):
    """A text and where it stands; `qualifier` tells it from the same text of another row."""

    text: str
    where: str
    qualifier: str = ""


class PlaceReader:
    """Reads a year, key or name.

    Args:
        place: where it stands.
        what: it is, for messages.
        header: of the table.
        grid: the sheet.
        problems: takes what is not there.
    """

    def __init__(
        self, place: Place, what: str, header: Header, grid: Grid, problems: Problems
    ) -> None:
        self._place, self._what, self._grid, self._problems = place, what, grid, problems
        self._pattern = place.pattern
        self._by_column: dict[int, Found | None] = {}
        self.by_column = bool(place.header)
        self.column = header.named(place.column) if place.column else None
        self.qualifier = header.named(place.qualifier) if place.qualifier else None
        self._take: Callable[[int, int], Found | None]
        if place.column:
            self._take = self._in_row
        elif place.header:
            self._pattern = place.header
            self._take = lambda _, column: self._once(
                column, Found(header.texts[column], f"the header of {column_letters(column + 1)}")
            )
        else:
            constant = self._constant()
            self._take = lambda _row, _column: constant

    def at(self, row: int, column: int) -> Found | None:
        """What holds for a cell; None, with a problem noted, when nothing does."""
        found = self._take(row, column)
        if found is None or self.qualifier is None:
            return found
        return found._replace(qualifier=self._grid.text(row, self.qualifier))

    def _in_row(self, row: int, _: int) -> Found | None:
        if self.column is None:
            return None
        where = self._grid.place(row, self.column)
        return self._matched(Found(self._grid.text(row, self.column), where))

    def _once(self, column: int, found: Found) -> Found | None:
        if column not in self._by_column:
            self._by_column[column] = self._matched(found)
        return self._by_column[column]

    def _constant(self) -> Found | None:
        place = self._place
        if place.fixed:
            return Found(place.fixed, "the recipe")
        if place.cell:
            match = ADDRESS.fullmatch(place.cell)
            assert match, "the recipe was checked"
            row, column = int(match[2]) - 1, column_number(match[1]) - 1
            where = self._grid.place(row, column)
            return self._matched(Found(self._grid.text(row, column), where))
        if place.sheet:
            self._pattern = place.sheet
            return self._matched(Found(self._grid.sheet, "the sheet's name"))
        self._pattern = place.file
        return self._matched(Found(self._grid.file, "the file's name"))

    def _matched(self, found: Found) -> Found | None:
        text = _part(self._pattern, found.text)
        if text:
            return Found(text, found.where)
        what, shown = self._what, excerpt(found.text)
        if not found.text:
            self._problems.error(
                "import-empty-place",
                f"there is no {what}",
                found.where,
                "correct the recipe, or say in leave_out that the row is none of the data",
            )
        else:
            self._problems.error(
                "import-no-match",
                f'in "{shown}" is no {what}, or more than one, as pattern "{self._pattern.text}"'
                " says",
                found.where,
                "correct the pattern, or say in leave_out that the row is none of the data",
            )
        return None


def _part(pattern: Pattern, text: str) -> str:
    """What a pattern finds in a text, once or always the same; empty when it does not."""
    if not pattern:
        return text
    found = pattern.parts(text)
    part = found.pop() if len(found) == 1 else None
    return part.strip() if part is not None else ""
