"""Stacked, merged and spread headers become one text for each column."""

import pytest

from reportgen.importing.grid import Grid, Raw
from reportgen.importing.header import joined_headers

Merged = tuple[tuple[int, int, int, int], ...]


def grid(*rows: str, merged: Merged = ()) -> Grid:
    cells: list[list[Raw]] = [list(row.split(";")) for row in rows]
    return Grid(file="x", sheet="x", rows=cells, merged=merged)


@pytest.mark.parametrize(
    ("rows", "merged", "spread", "headers"),
    [
        (("Name;Zahl",), (), (), ["Name", "Zahl"]),
        (("Name;Zahl", "Name;2020"), (), (), ["Name", "Zahl | 2020"]),
        (
            ("Name;Zahl;", ";a;b"),
            ((0, 0, 1, 0), (0, 1, 0, 2)),
            (),
            ["Name", "Zahl | a", "Zahl | b"],
        ),
        (("Name;Zahl;", ";a;b"), (), (), ["Name", "Zahl | a", "b"]),
        (("Name;Zahl;", ";a;b"), (), (1,), ["Name", "Zahl | a", "Zahl | b"]),
        ((";A;;B;", ";a;;;b"), (), (1, 2), ["", "A | a", "A | a", "B", "B | b"]),
        (("Schlüssel-\nnummer; Name \u00a0x",), (), (), ["Schlüssel- nummer", "Name x"]),
        (("a;b;c", "d"), (), (), ["a | d", "b", "c"]),
    ],
)
def test_headers_are_joined(
    rows: tuple[str, ...], merged: Merged, spread: tuple[int, ...], headers: list[str]
) -> None:
    numbers = range(1, len(rows) + 1)

    assert joined_headers(grid(*rows, merged=merged), numbers, spread) == headers
