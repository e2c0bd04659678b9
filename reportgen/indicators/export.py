"""Rows of indicators as CSV, JSON or an Excel workbook, unrounded; text is UTF-8."""

import csv
import io
import json
import re
from collections.abc import Iterable

from reportgen.indicators.rows import HEAD, MEANINGS, IndicatorRow
from reportgen.model import EURO, PER_1000, PERCENT, PERSONS

#: How Excel shows a number in its unit, and in any unit of an economic indicator.
_FORMATS = {PERSONS: "#,##0", EURO: "#,##0", PERCENT: "0.0", PER_1000: "0.0"}
_FORMAT_OF_OTHER_UNITS = "#,##0.00"

_IN_THE_UNIT = frozenset({"value", "mean", "weighted_mean", "sd", "lowest", "highest"})

_NUMBERS = _IN_THE_UNIT | {"n", "rank", "deviation"}

#: How a text begins that spreadsheet programs take for a formula (OWASP, CSV injection). A text
#: that has an apostrophe before it already gets another one, so that both can be told apart.
#: Any comma or semicolon within a text parts columns for some programs, whatever quotes say: a
#: German Excel opens a file with commas by its semicolons.
_FORMULA = re.compile(r"(?:'*|.*[,;][\s\"']*)[=+\-@\t\r\n＝＋－＠]", re.DOTALL)

#: Widths of the columns, in characters; they do not follow the content, so that two exports
#: look alike.
_WIDTHS = {
    "city": 20, "kind": 26, "key": 24, "label": 44, "unit": 16, "period": 12,
    "value": 14, "reason": 16, "flag": 6, "n": 5, "mean": 14, "weighted_mean": 16, "sd": 14,
    "deviation": 11, "rank": 6, "lowest_city": 20, "lowest": 14, "highest_city": 20,
    "highest": 14, "method": 56, "cells": 60,
}  # fmt: skip


def to_csv(rows: Iterable[IndicatorRow]) -> bytes:
    """Comma-separated, with a head; what is absent is empty, cells are parted by semicolons.

    A text that a spreadsheet program would take for a formula gets an apostrophe before it.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(map(_neutral, _flat(row)) for row in rows)
    return text.getvalue().encode()


def columns_to_csv() -> bytes:
    """The dictionary of the columns that `to_csv` writes: name and meaning."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("column", "meaning"))
    writer.writerows(MEANINGS.items())
    return text.getvalue().encode()


def to_json(rows: Iterable[IndicatorRow]) -> bytes:
    """A list of objects with the names of `HEAD`; what is absent is null."""
    objects = [{name: getattr(row, name) for name in HEAD} for row in rows]
    return json.dumps(objects, ensure_ascii=False, allow_nan=False, indent=2).encode() + b"\n"


def to_xlsx(rows: Iterable[IndicatorRow]) -> bytes:
    """A workbook with one sheet: head frozen and filtered, numbers formatted by their unit."""
    return _xlsx(_flat(row) for row in rows)


def csv_to_xlsx(content: bytes) -> bytes:
    """What `to_csv` has written, as the workbook that `to_xlsx` makes of the same rows."""
    lines = csv.reader(io.StringIO(content.decode(), newline=""))
    next(lines, None)
    return _xlsx(
        tuple(_cell(name, text) for name, text in zip(HEAD, line, strict=True)) for line in lines
    )


def _cell(name: str, text: str) -> str | float | None:
    if name in _NUMBERS:
        return float(text) if text else None
    return (text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text) or None


def _neutral(value: str | float | None) -> str | float | None:
    """What no spreadsheet program runs: numbers stay as they are, also below zero."""
    if not isinstance(value, str):
        return value
    text = value.replace("\r", "\n")  # which the csv module would leave without quotes
    return f"'{text}" if _FORMULA.match(text) else text


def _xlsx(rows: Iterable[tuple[str | float | None, ...]]) -> bytes:
    # Loading openpyxl takes longer than computing, and `build` does without it.
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Indikatoren"
    for column, name in enumerate(HEAD, start=1):
        sheet.cell(row=1, column=column, value=name).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS[name]
    for number, row in enumerate(rows, start=2):
        unit = str(row[HEAD.index("unit")])
        for column, (name, value) in enumerate(zip(HEAD, row, strict=True), start=1):
            cell = sheet.cell(row=number, column=column, value=value)
            if isinstance(value, str):
                cell.data_type = "s"  # otherwise = would begin a formula, and #N/A be an error
            if name in _IN_THE_UNIT:
                cell.number_format = _FORMATS.get(unit, _FORMAT_OF_OTHER_UNITS)
            elif name == "deviation":
                cell.number_format = "0.00"
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _flat(row: IndicatorRow) -> tuple[str | float | None, ...]:
    """The row's fields in the order of `HEAD`, its cells as one text."""
    *fields_before, cells = (getattr(row, name) for name in HEAD)
    return (*fields_before, "; ".join(cells))
