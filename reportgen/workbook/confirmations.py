"""Reads which implausible values a person confirmed, and for which value."""

import math
import re
from datetime import datetime

from reportgen.model import Confirmation, Table, content_of
from reportgen.problems import Problems
from reportgen.workbook.cell import Cell
from reportgen.workbook.definitions import Rows
from reportgen.workbook.meaning import observe, text
from reportgen.workbook.tables import Row

_PLACE = re.compile(r"'?([^'!]+?)'?!\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


def read_confirmations(rows: Rows, problems: Problems) -> tuple[Confirmation, ...]:
    """All confirmations; a row that nobody has answered yet is none.

    Whether a cell and a rule are known, and the value is still the same, is not for the reader to
    say.
    """
    found: dict[tuple[str, str], Confirmation] = {}
    for row in rows:
        if row["Bestätigt von"].is_empty and row["Begründung"].is_empty:
            continue
        one = _read(row, problems)
        if one is None:
            continue
        if first := found.get((one.cell, one.rule)):
            problems.error(
                "duplicate-confirmation",
                f"{one.cell} is confirmed for {one.rule} in {first.where} already",
                one.where,
                "remove one of the two rows",
            )
        found.setdefault((one.cell, one.rule), one)
    return tuple(found.values())


def _read(row: Row, problems: Problems) -> Confirmation | None:
    cell = text(row["Zelle"], problems)
    match = _PLACE.fullmatch(cell)
    if cell and not match:
        problems.error(
            "bad-place",
            f'"{cell}" is not the place of a cell',
            row["Zelle"].where,
            f"write sheet and cell, e.g. {Table.RECIPIENTS}!C7",
        )
    rule = text(row["Regel"], problems)
    by, reason = text(row["Bestätigt von"], problems), text(row["Begründung"], problems, most=1000)
    value = _value(row["Wert"], match[1] if match else "", problems)
    if not (match and rule and by and reason and value):
        return None
    return Confirmation(
        cell=f"{match[1]}!{match[2].upper()}{match[3]}",
        rule=rule,
        value=value,
        by=by,
        reason=reason,
        where=row["Zelle"].where,
    )


def _value(cell: Cell, sheet: str, problems: Problems) -> str:
    """The value as `content_of` writes it; empty, with an error noted, when there is none."""
    if isinstance(cell.value, datetime):
        return content_of(cell.value.date())
    if cell.is_empty:
        return text(cell, problems)
    table = Table(sheet) if sheet in set(Table) else Table.RECIPIENTS
    observation = observe(cell, table, problems)
    if observation.value is not None and math.isnan(observation.value):
        return ""
    return content_of(observation.reason if observation.value is None else observation.value)
