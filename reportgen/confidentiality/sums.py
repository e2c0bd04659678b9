"""Finds which columns and which units of a workbook are the sum of others.

A workbook does not say that an area is the total of others, or that a row holds the region of which
other rows are parts. A reader sees it from names, or by adding up; so here it is found from the
numbers themselves: a sum that holds in nearly all places, and cannot well do so by chance.
"""

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct

from reportgen.confidentiality.primary import Values
from reportgen.model import ObservationKey

#: Steps of the search for the parts of one total; with so many all sums of 15 columns are tried.
_MOST_STEPS = 40_000
#: Rows that a search looks at on its way; all rows are looked at where it ends.
_ROWS_ON_THE_WAY = 12
#: A sum may fail in one of so many rows: figures have errors, and readers overlook them.
_ONE_WRONG_IN = 5
#: How a column calls itself that is a total; one row where its parts add up proves it.
_TOTAL = re.compile(
    r"insgesamt|gesamt|zusammen|summe|alle\b|total|\ball\b|overall|\bsum\b", re.IGNORECASE
)

#: Values of one column by row.
_Column = dict[object, float]


class Sum(Struct, frozen=True):
    """A number that is the sum of others, and of a `rest` that was not delivered."""

    total: ObservationKey
    parts: tuple[ObservationKey, ...]
    rest: float = 0


class Sums(Struct, frozen=True, kw_only=True):
    """What adds up among the numbers of one table.

    Attributes:
        found: all sums.
        inferred: what numbers may be that a city holds back, and that are part of a sum.
    """

    found: tuple[Sum, ...]
    inferred: Values


def sums_among(
    values: Values, held_back: Collection[ObservationKey], names: Mapping[str, str]
) -> Sums:
    """All sums among the numbers of one table, over areas and over units.

    Args:
        values: of the table, with those that are secret.
        held_back: numbers that cities mark as confidential.
        names: how areas (by key) and units (by slug) are called.
    """
    inferred: dict[ObservationKey, float] = {}
    found = dict.fromkeys(
        each for place in (3, 1) for each in _sums_along(values, place, names, held_back, inferred)
    )
    return Sums(found=tuple(found), inferred=inferred)


def _sums_along(
    values: Values,
    place: int,
    names: Mapping[str, str],
    held_back: Collection[ObservationKey],
    inferred: dict[ObservationKey, float],
) -> Iterator[Sum]:
    """The sums among columns: areas (`place` 3 of a key) or units (1)."""
    columns: dict[str, _Column] = defaultdict(dict)
    for key, value in values.items():
        columns[str(key[place])][_row(key, place)] = value
    secret = {(_row(key, place), str(key[place])): key for key in held_back}
    where = {(_row(key, place), str(key[place])): key for key in values} | secret
    for total, parts in _column_sums(columns, names):
        for row, value in columns[total].items():
            there = [part for part in parts if row in columns[part]]
            cells = [where[row, part] for part in there]
            rest = value - sum(columns[part][row] for part in there)
            if math.isclose(rest, 0, abs_tol=1e-9 * value):
                yield Sum(where[row, total], tuple(cells))
                continue
            absent = [secret[row, part] for part in parts if (row, part) in secret]
            if rest < len(absent) or len(there) == len(parts):
                continue
            # One each is as good a guess as any; what is left is somebody else's, or the last's.
            inferred |= {key: inferred.get(key, 1) for key in absent}
            rest -= len(absent)
            if absent and len(there) + len(absent) == len(parts):
                inferred[absent[-1]] += rest
                rest = 0
            yield Sum(where[row, total], (*cells, *absent), rest)


def _row(key: ObservationKey, place: int) -> object:
    """What a cell has in common with others of its row."""
    return key[:place] + key[place + 1 :]


def _column_sums(
    columns: Mapping[str, _Column], names: Mapping[str, str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Columns that are sums of others, with these others."""
    for total, column in columns.items():
        others = [name for name in columns if name != total and _may_be_part(columns[name], column)]
        named = bool(_TOTAL.search(names.get(total, total)))
        empty = tuple(name for name in others if not any(columns[name].values()))
        found = _Search(total, [name for name in others if name not in empty], columns).run()
        # Where nobody is, nothing is added; but who was not counted there may be somebody.
        sets = (each for parts in found for each in (parts, parts + empty))
        for parts in dict.fromkeys((tuple(others), *sets)):
            if _is_no_chance(total, parts, columns, len(others), named=named):
                yield total, parts


def _may_be_part(part: _Column, total: _Column) -> bool:
    common = [row for row in part if row in total]
    too_large = sum(part[row] > total[row] for row in common)
    return bool(common) and too_large * _ONE_WRONG_IN <= len(common)


def _is_no_chance(
    total: str, parts: Sequence[str], columns: Mapping[str, _Column], others: int, *, named: bool
) -> bool:
    """Whether a sum holds in nearly all rows, and in more than chance would have it.

    Of about 2^others sums that are tried, one is right in a row by a chance of 1 in the total. That
    of all others is a single one.
    """
    rows = [row for row in columns[total] if all(row in columns[part] for part in parts)]
    right = [
        row
        for row in rows
        if math.isclose(sum(columns[p][row] for p in parts), columns[total][row])
    ]
    telling = [row for row in right if columns[total][row] and parts]
    if not telling or (len(rows) - len(right)) * _ONE_WRONG_IN > len(rows):
        return False
    bits = sum(math.log2(1 + columns[total][row]) for row in telling)
    tried = 0 if len(parts) == len(columns) - 1 else others
    return named or bits > tried + math.log2(len(columns)) + 1


class _Search:
    """Looks for parts of a total, largest first, as long as they are not more than it."""

    def __init__(self, total: str, others: Collection[str], columns: Mapping[str, _Column]) -> None:
        column = columns[total]
        telling = sorted((row for row in column if column[row]), key=lambda row: -column[row])
        # Rows that lack few parts say most.
        telling.sort(key=lambda row: sum(row not in columns[name] for name in others))
        self._rows = telling[:_ROWS_ON_THE_WAY]
        self._wanted = [column[row] for row in self._rows]
        self._names = sorted(others, key=lambda name: -sum(columns[name].values()))
        self._parts = [[columns[name].get(row, 0.0) for row in self._rows] for name in self._names]
        self._absent = [[row not in columns[name] for row in self._rows] for name in self._names]
        # What all parts from each one on can add at most; one that is absent, anything.
        self._rest = [[0.0] * len(self._rows)]
        for part, absent in zip(reversed(self._parts), reversed(self._absent), strict=True):
            rest = zip(part, absent, self._rest[0], strict=True)
            self._rest.insert(0, [math.inf if no else a + b for a, no, b in rest])
        self._allowed = len(self._rows) // _ONE_WRONG_IN
        self._steps = 0

    def run(self) -> Iterator[tuple[str, ...]]:
        """All sets of parts that add up in the rows looked at."""
        if self._rows:
            yield from self._from(0, (), [0.0] * len(self._rows), [False] * len(self._rows))

    def _from(
        self, start: int, chosen: tuple[int, ...], sums: list[float], lacking: list[bool]
    ) -> Iterator[tuple[str, ...]]:
        self._steps += 1
        if self._steps > _MOST_STEPS:
            return
        pairs = list(zip(sums, self._wanted, lacking, strict=True))
        wrong = sum(s > w * (1 + 1e-9) for s, w, _ in pairs)
        short = sum(
            s + more < w * (1 - 1e-9)
            for (s, w, lacks), more in zip(pairs, self._rest[start], strict=True)
            if not lacks
        )
        if wrong + short > self._allowed:
            return
        if (
            chosen
            and sum(not lacks and not math.isclose(s, w) for s, w, lacks in pairs) <= self._allowed
            and not all(lacking)
        ):
            yield tuple(self._names[number] for number in chosen)
        for number in range(start, len(self._names)):
            yield from self._from(
                number + 1,
                (*chosen, number),
                [s + p for s, p in zip(sums, self._parts[number], strict=True)],
                [a or b for a, b in zip(lacking, self._absent[number], strict=True)],
            )
