"""Conjectures about keys, years and numbers of an unknown table, for a person to confirm."""

import re
from collections import Counter
from collections.abc import Sequence

from reportgen.importing.grid import Grid, raw_text
from reportgen.importing.shape import NUMBER, YEAR, Shape
from reportgen.workbook.cell import column_letters

#: How a date is introduced that is the figures' own.
_REPORTED = re.compile("(?i)stichtag|gebietsstand|berichtsjahr|reporting|jahr")


def cells_with_year(grid: Grid, end: int) -> list[str]:
    """Cells above the header with a year; first those that hold nothing else."""
    found = []
    for row in range(end):
        for column in range(grid.width):
            text = grid.text(row, column)
            if len(set(YEAR.findall(text))) == 1:
                address = f"{column_letters(column + 1)}{row + 1}"
                rank = 0 if YEAR.fullmatch(text) else 1 if re.search(_REPORTED, text) else 2
                place = f"{{ cell = \"{address}\", pattern = '(?:19|20)\\d\\d' }}"
                found.append((rank, row, column, place))
    return [place for *_, place in sorted(found)]


def key_lengths(grid: Grid, shape: Shape) -> Counter[int]:
    """How many keys there are of each number of digits."""
    assert shape.key is not None, "only then"
    texts = (grid.text(row, shape.key) for row in range(shape.first, shape.last + 1))
    return Counter(len(text) for text in texts if re.fullmatch("[0-9]+", text))


def key_length(grid: Grid, shape: Shape) -> int:
    """Digits of a unit's key: those of most; others are of a level above or below."""
    lengths = key_lengths(grid, shape)
    length = max(lengths, key=lambda digits: (lengths[digits], digits))
    return length + (lengths.get(length + 1, 0) > 0 and has_lost_zeros(grid, shape))


def has_lost_zeros(grid: Grid, shape: Shape) -> bool:
    """Whether keys are numbers, which have lost zeros at their beginning."""
    assert shape.key is not None, "only then"
    cells = [grid.cell(row, shape.key) for row in range(shape.first, shape.last + 1)]
    texts = [text for cell in cells if (text := raw_text(cell)).isdecimal()]
    return not any(text.startswith("0") for text in texts) and len(set(map(len, texts))) > 1


def number_style(texts: Sequence[str]) -> tuple[str, str, str]:
    """Decimal and thousands signs, and what is open about them."""
    by_sign = {sign: [text for text in texts if sign in text] for sign in ".,"}
    sure = {
        sign: any(not re.search(rf"\{sign}[0-9]{{3}}(?![0-9])", text) for text in found)
        for sign, found in by_sign.items()
    }
    grouped = {sign: any(text.count(sign) > 1 for text in found) for sign, found in by_sign.items()}
    blank = " " if any(re.search("[0-9] [0-9]", text) for text in texts) else ""
    if (sure["."] and not sure[","]) or (grouped[","] and not by_sign["."]):
        return ".", "," if by_sign[","] else blank, ""
    if sure[","] or grouped["."]:
        return ",", "." if by_sign["."] else blank, ""
    for sign, other in ((".", ","), (",", ".")):
        if by_sign[sign]:
            example = by_sign[sign][0]
            return other, sign, f'is "{example}" a number of thousands? If not, decimal = "{sign}"'
    return ",", blank, ""


def rows_of_marks(grid: Grid, shape: Shape) -> list[int]:
    """Data rows without any number."""
    return [
        row
        for row in range(shape.first, shape.last + 1)
        if any(grid.text(row, c) for c in shape.values)
        and not any(NUMBER.fullmatch(grid.text(row, c)) for c in shape.values)
    ]
