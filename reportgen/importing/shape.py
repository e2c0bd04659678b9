"""What a sheet of an unknown file seems to be: where its header, keys, years and values are.

Everything here is a conjecture that a person is asked to confirm; no import relies on it.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from msgspec import Struct

from reportgen.importing.grid import Grid, Odd, Raw, raw_text
from reportgen.importing.header import joined_headers
from reportgen.workbook.unread_rows import is_total

#: Texts that tables of offices write where there is no number.
MARK = re.compile(
    r"[-–−—]|\.{1,3}|…|:|/|[xX*·]|\(\)|[kn]\. ?[aAbBvV]\.?|k\.? ?A\.?|[nN]/?[aA]|NaN|NULL|#.*"
    r"|-9{3,}"
)
NUMBER = re.compile(r"[-–−+]?(?:[0-9]{1,3}(?:[.,' ][0-9]{3})+|[0-9]+)(?:[.,][0-9]+)? ?%?")
_KEYS = re.compile(
    r"schl(?:ü|ue)ssel|kennz|\bags\b|\bars\b|\bgkz\b|\blau\b|\bid\b|\bkey\b|\bcode\b|nummer|\bnr\b",
    re.IGNORECASE,
)
_UNITS = re.compile(
    r"\b(?:land|stadt)?kreise?\b|\bst(?:a|ä)dte?\b|gemeinde|\bort|\braum|gebiet|bezirk|region|name",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_SEARCHED = 60


class Shape(Struct, frozen=True, kw_only=True):
    """Numbers of rows and columns from 0.

    Attributes:
        header: rows of the header.
        first, last: data rows.
        headers: joined header of every column.
        values: columns of values.
        key, name: columns of the units.
        categories: columns of texts that repeat, as in a long table.
        year: column of years.
        end: first row below the table that holds something.
        numbers_row: a row below the header that counts the columns.
    """

    header: tuple[int, ...]
    first: int
    last: int
    headers: tuple[str, ...]
    values: tuple[int, ...]
    key: int | None
    name: int | None
    categories: tuple[int, ...]
    year: int | None
    end: int | None
    numbers_row: int | None


def is_number(raw: Raw) -> bool:
    """Whether a cell seems to be a number, as such or as a text."""
    return isinstance(raw, float) or (
        not isinstance(raw, Odd) and NUMBER.fullmatch(raw_text(raw)) is not None
    )


def is_value(raw: Raw) -> bool:
    """Whether a cell seems to be a number or a mark."""
    return is_number(raw) or MARK.fullmatch(raw_text(raw)) is not None


def numeric_cells(grid: Grid) -> int:
    """How many cells seem to be numbers."""
    return sum(is_number(cell) for row in grid.rows for cell in row)


def shape_of(grid: Grid) -> Shape | None:
    """The shape of a sheet; None when it has no rows of numbers."""
    counts = [sum(map(is_value, row)) for row in grid.rows]
    typical = _typical([count for count in counts if count])
    data = [
        row
        for row, count in enumerate(counts)
        if count >= max(1, typical * 0.5) and not _is_heading(grid, row)
    ]
    data = _block(data)
    if not data:
        return None
    first, numbers_row = data[0], None
    for row in range(max(0, first - 6), min(first + 3, len(grid.rows))):
        if _counts_columns(grid, row):
            numbers_row = row
            first = next((each for each in data if each > row), first)
    header = _header(grid, first if numbers_row is None else numbers_row)
    body = [row for row in data if row >= first]
    last = body[-1]
    headers = joined_headers(grid, [row + 1 for row in header], ())
    columns = _Columns(grid, body, headers)
    end = next(
        (row for row in range(last + 1, len(grid.rows)) if any(map(raw_text, grid.rows[row]))), None
    )
    return Shape(
        header=header,
        first=first,
        last=last,
        headers=tuple(headers),
        values=columns.values,
        key=columns.key,
        name=columns.name,
        categories=columns.categories,
        year=columns.year,
        end=end,
        numbers_row=numbers_row,
    )


def _typical(counts: Sequence[int]) -> int:
    return Counter(counts).most_common(1)[0][0] if counts else 0


def _is_heading(grid: Grid, row: int) -> bool:
    """A row of years without any key or name before them belongs to the header."""
    texts = [raw_text(cell) for cell in grid.rows[row]]
    filled = [text for text in texts if text]
    if texts and not texts[0] and filled and all(YEAR.fullmatch(text) for text in filled):
        return True
    return _counts_columns(grid, row)


def _counts_columns(grid: Grid, row: int) -> bool:
    filled = [text for cell in grid.rows[row] if (text := raw_text(cell))]
    return len(filled) > 2 and filled == [str(n + 1) for n in range(len(filled))]


def _block(rows: Sequence[int]) -> list[int]:
    """The longest run of rows with gaps of at most five."""
    blocks: list[list[int]] = []
    for before, row in pairwise([-10, *rows]):
        if row - before > 6:
            blocks.append([])
        blocks[-1].append(row)
    return max(blocks, key=len, default=[])


def _header(grid: Grid, below: int) -> tuple[int, ...]:
    """Rows above the table with texts in several columns, without a gap."""
    rows: list[int] = []
    for row in range(below - 1, max(-1, below - _SEARCHED), -1):
        filled = [text for cell in grid.rows[row] if (text := raw_text(cell))]
        if not filled and not rows:
            continue
        spanned = any(
            top <= row <= bottom and right - left < grid.width - 1
            for top, left, bottom, right in grid.merged
        )
        if re.fullmatch("[0-9]{2,12}", filled[0] if filled else "") and not YEAR.fullmatch(
            filled[0]
        ):
            break  # a heading between header and data
        if len(filled) < 2 and not (rows and spanned) and grid.width > 1:
            # A single text may still be the last row of a stacked header.
            if not rows and filled and any(map(raw_text, grid.rows[row - 1][1:] if row else ())):
                rows.append(row)
                continue
            break
        rows.append(row)
        if len(rows) == 6:
            break
    return tuple(reversed(rows))


class _Columns:
    """What each column of the data rows seems to hold."""

    def __init__(self, grid: Grid, rows: Sequence[int], headers: Sequence[str]) -> None:
        self._grid, self._rows, self._headers = grid, rows, headers
        texts = {c: [grid.text(row, c) for row in rows] for c in range(grid.width)}
        texts = {c: column for c, column in texts.items() if any(column)}
        self._texts = texts
        self.key = self._best({c: _keys_in(texts[c], headers[c]) for c in texts})
        year = [c for c in texts if c != self.key and _share(texts[c], _has_year) > 0.9]
        named = [c for c in year if "jahr" in headers[c].casefold()]
        self.year: int | None = next(iter(named or year), None)
        words = [c for c in texts if c != self.year and _share(texts[c], _is_words) > 0.8]
        distinct = {c: len(set(texts[c])) / len(texts[c]) for c in words}
        self.name = self._named(words, distinct)
        taken = {self.key, self.name, *year}
        self.values = tuple(
            c for c in texts if c not in taken and _share(texts[c], _is_value_text) > 0.6
        )
        units = self.key if self.key is not None else self.name
        # Where each row is another unit or year, no text says what the row is about.
        is_long = units is None or len(self._with_year(units)) < 0.7 * len(rows)
        self.categories = tuple(
            c for c in words if is_long and distinct[c] <= 0.8 and c not in taken
        )

    def _named(self, words: Sequence[int], distinct: dict[int, float]) -> int | None:
        """The column whose texts differ in each row, or as the keys do."""
        for column in words:
            if distinct[column] > 0.8:
                return column
            if self.key is not None:
                keys = self._texts[self.key]
                pairs = set(zip(keys, self._texts[column], strict=True))
                if len(pairs) == len(set(keys)) == len({name for _, name in pairs}):
                    return column
        for column in words if self.key is None and self.year is not None else ():
            # Each once in every year: units, unless the only column of values is about it.
            is_each_once = len(self._with_year(column)) == len(self._rows)
            if is_each_once and (_UNITS.search(self._headers[column]) or self._are_many()):
                return column
        return None

    def _with_year(self, column: int) -> set[tuple[str, str]]:
        """The different texts of a column, together with the year of their row."""
        years = self._texts[self.year] if self.year is not None else [""] * len(self._rows)
        return set(zip(self._texts[column], years, strict=True))

    def _are_many(self) -> bool:
        """Whether there are several columns of values."""
        numbers = (c for c in self._texts if c != self.year)
        return sum(_share(self._texts[c], _is_value_text) > 0.6 for c in numbers) > 2

    @staticmethod
    def _best(scores: dict[int, float]) -> int | None:
        ranked = sorted(((score, -column) for column, score in scores.items()), reverse=True)
        return -ranked[0][1] if ranked and ranked[0][0] > 0.5 else None


def _keys_in(texts: Sequence[str], header: str) -> float:
    """From 0 to 1: digits of one length, with a zero in front or a header that says so."""
    digits = [text for text in texts if re.fullmatch("[0-9]{2,12}", text)]
    if len(digits) < 2 or len(digits) < 0.6 * len(texts):
        return 0.0
    length, count = Counter(map(len, digits)).most_common(1)[0]
    zeros = any(text.startswith("0") for text in digits)
    if not (length >= 2 and (zeros or _KEYS.search(header))) or len(set(digits)) == 1:
        return 0.0
    return count / len(texts)


def _share(texts: Sequence[str], test: Callable[[str], bool]) -> float:
    filled = [text for text in texts if text]
    return sum(map(test, filled)) / len(filled) if len(filled) >= 0.05 * len(texts) else 0.0


def _has_year(text: str) -> bool:
    """A year, or a date or month with one."""
    return bool(re.fullmatch(r"(?:[0-9]{1,2}\.){0,2}(?:19|20)[0-9]{2}(?:-[0-9]{2}){0,2}", text))


def _is_words(text: str) -> bool:
    return bool(re.search(r"[^\W\d_]{2}", text)) and not MARK.fullmatch(text)


def _is_value_text(text: str) -> bool:
    return bool(NUMBER.fullmatch(text) or MARK.fullmatch(text))


def looks_like_total(name: str) -> bool:
    """Whether a name seems to sum up others."""
    return is_total(name) or name in {"Deutschland", "Bund", "Land"}
