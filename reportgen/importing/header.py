"""The header of a table: stacked and merged rows joined, and columns found by it."""

import re
from collections.abc import Sequence

from reportgen.errors import did_you_mean
from reportgen.importing.grid import Grid
from reportgen.importing.recipe import Column, Source
from reportgen.problems import Problems, excerpt
from reportgen.workbook.cell import column_letters, column_number

#: Stands between the rows of a header.
JOINT = " | "
_LETTERS = re.compile("[A-Z]{1,3}")
#: So many rows are searched for a header that is not where it should be.
_SEARCHED = 60


def joined_headers(grid: Grid, rows: Sequence[int], spread: Sequence[int]) -> list[str]:
    """The header of each column, its rows joined from top to bottom; the same text once.

    Args:
        grid: the sheet.
        rows: numbers of the header's rows, from 1.
        spread: those whose texts hold for empty cells on their right, until a row above changes.
    """
    lines: list[list[str]] = []
    for number in rows:
        line = [grid.text(number - 1, column) for column in range(grid.width)]
        for top, left, bottom, right in grid.merged:
            if top <= number - 1 <= bottom:
                reach = range(left, min(right + 1, grid.width))
                for column in reach:
                    line[column] = grid.text(top, left)
        if number in spread:
            for column in range(1, grid.width):
                changed = any(above[column] != above[column - 1] for above in lines)
                line[column] = line[column] or ("" if changed else line[column - 1])
        lines.append(line)
    headers = []
    for column in range(grid.width):
        parts: list[str] = []
        for line in lines:
            if line[column] and line[column] != (parts[-1] if parts else ""):
                parts.append(line[column])
        headers.append(JOINT.join(parts))
    return headers


class Header:
    """Finds columns by the joined header.

    Args:
        grid: the sheet.
        source: what the recipe says of it.
        problems: takes what cannot be found.
    """

    def __init__(self, grid: Grid, source: Source, problems: Problems) -> None:
        self._grid, self._source, self._problems = grid, source, problems
        self.texts = joined_headers(grid, source.header, source.spread)
        self._where = grid.named(f"A{min(source.header)}" if source.header else "A1")

    def named(self, name: str) -> int | None:
        """The column with that header or letters; None, with a problem noted, if there is none."""
        found = [place for place, text in enumerate(self.texts) if text == name]
        if not found and _LETTERS.fullmatch(name) and column_number(name) <= self._grid.width:
            return column_number(name) - 1
        return self._single(found, f'header "{name}"', name)

    def matching(self, column: Column) -> tuple[int, ...]:
        """The columns that an entry of the recipe means; several only where they are added up."""
        found = list(range(len(self.texts)))
        if column.letter:
            number = column_number(column.letter) - 1
            found = [place for place in found if place == number]
        if column.header:
            found = [place for place in found if self.texts[place] == column.header]
        if column.pattern:
            found = [place for place in found if column.pattern.fits(self.texts[place])]
        if column.sum and found:
            return tuple(found)
        one = self._single(found, f'header "{column.words}"', column.header, column.letter)
        return () if one is None else (one,)

    def _single(self, found: Sequence[int], what: str, name: str, letter: str = "") -> int | None:
        if len(found) == 1:
            return found[0]
        if len(found) > 1:
            places = ", ".join(column_letters(place + 1) for place in found[:5])
            self._problems.error(
                "import-two-columns",
                f"{len(found)} columns have the {what}: {places}",
                self._where,
                "add letter = ... to say which, or sum = true to add them up",
            )
            return None
        self._problems.error(
            "import-missing-column",
            f"no column has the {what}",
            self._where,
            self._hint(name, letter),
        )
        return None

    def _hint(self, name: str, letter: str) -> str:
        if letter and column_number(letter) <= len(self.texts):
            there = excerpt(self.texts[column_number(letter) - 1], 80)
            return f'column {letter} has the header "{there}"'
        last = name.rpartition(JOINT)[2]
        for row in range(min(len(self._grid.rows), _SEARCHED)):
            texts = (self._grid.text(row, column) for column in range(self._grid.width))
            if last and row + 1 not in self._source.header and last in texts:
                return f"the header seems to reach to row {row + 1}; correct header in the recipe"
        known = [text for text in self.texts if text]
        near = did_you_mean(name, known) if name else ""
        some = "; ".join(f'"{excerpt(text, 80)}"' for text in known[:3])
        return near or f"the header is taken from rows {list(self._source.header)}, e.g. {some}"
