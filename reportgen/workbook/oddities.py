"""What is odd about a cell, said as a problem."""

from reportgen.problems import Problems, excerpt, no_font_shows
from reportgen.workbook.cell import Cell, OddityKind

#: What to do where neither a number nor a sign stands.
SIGNS_HINT = "write a number, one of the signs - . x ... / (12), or a number with p, r or s"
_MEND = "mend the formula, or write the number or a sign instead"


def is_usable(cell: Cell, problems: Problems, *, is_value: bool = False) -> bool:
    """False when the cell's content cannot be taken; what is odd about it is noted."""
    if cell.oddity is None:
        return True
    kind, part = cell.oddity.kind, excerpt(cell.oddity.text)
    if kind is OddityKind.UNPRINTABLE and is_value:
        return True  # no number and no sign, which is what is reported
    code, message, hint = {
        OddityKind.FAILED: ("formula-error", f"a formula gives {part}", _MEND),
        OddityKind.UNCOMPUTED: (
            "formula-without-value",
            "a formula was never computed, so the file holds no value for it",
            "open the file in your spreadsheet program and save it",
        ),
        OddityKind.NOT_A_NUMBER: ("not-a-number", f'"{part}" is not a number', SIGNS_HINT),
        OddityKind.DAMAGED: (
            "damaged-cell",
            f"the file says of this cell what cannot be ({part})",
            "write the cell again in your spreadsheet program and save the file",
        ),
        OddityKind.RAISED: (
            "raised-text",
            f'"{part}" is superscript, subscript or struck out, which is not read',
            "remove it, or write it like the rest",
        ),
        OddityKind.STRUCK: (
            "struck-cell",
            "the cell is struck out, so what it holds seems not to be valid",
            "remove the line through it, or what it holds",
        ),
        OddityKind.MERGED: (
            "merged-cell",
            f"the cells {part} are merged, so that only the first of them holds a value",
            "unmerge them and write the value into each",
        ),
        OddityKind.UNPRINTABLE: (
            "missing-glyph",
            no_font_shows(cell.oddity.text),
            "write it with other characters",
        ),
    }[kind]
    only_noted = not is_value and kind in {OddityKind.RAISED, OddityKind.STRUCK}
    (problems.warning if only_noted else problems.error)(code, message, cell.where, hint)
    # A text that no font shows is still the name that other cells use.
    return only_noted or kind is OddityKind.UNPRINTABLE
