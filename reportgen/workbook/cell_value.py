"""What a cell holds, by the type and the text that the file gives it."""

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from msgspec import Struct

from reportgen.workbook.cell import CellValue, Oddity, OddityKind
from reportgen.workbook.number_format import number_format
from reportgen.workbook.strings import CellText, TextParser
from reportgen.workbook.xml_parts import is_true, numeral

Held = tuple[CellValue, Oddity | None]

#: A number as XML writes it (xsd:double); Python's own syntax is wider.
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
#: Number of the last day that a spreadsheet knows, 31.12.9999.
_LAST_DAY = 2_958_465
_TRUTH_VALUES = {"0", "1", "false", "true"}


class RawCell(Struct):
    """A cell as its elements are read.

    Attributes:
        kind: type of the value.
        values: the texts of its values; more than one contradict each other.
        has_formula: whether they are computed.
        inline: its text, when that stands in the cell.
    """

    kind: str
    values: list[str]
    has_formula: bool
    inline: CellText | None


class ValueReader:
    """Reads what cells hold.

    Args:
        strings: texts that cells share.
        texts: makes texts that stand in a sheet itself.
        from_1904: days count from then.
        recalculate: all formulas are to be computed anew.
    """

    def __init__(
        self, strings: Sequence[CellText], texts: TextParser, *, from_1904: bool, recalculate: bool
    ) -> None:
        self._strings, self._texts, self._recalculate = strings, texts, recalculate
        self._first_day = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)

    def read(self, cell: RawCell, format_code: str) -> Held:
        """The value of a cell, and what is odd about it."""
        if len(cell.values) > 1:
            return _damaged("two values")
        if not cell.values and (cell.has_formula or cell.kind == "e"):
            return "", Oddity(OddityKind.UNCOMPUTED)
        text = "".join(cell.values)
        match cell.kind:
            case "s" if text:
                return self._shared(text)
            case "inlineStr" if cell.inline is not None:
                return _of_text(cell.inline)
            case "str":
                return _of_text(self._texts.text_of(text))
            case "e":
                return text, Oddity(OddityKind.FAILED, text)
        if not text:
            return "", Oddity(OddityKind.UNCOMPUTED) if cell.has_formula else None
        match cell.kind:
            case "b":
                bare = text.strip()
                known = bare in _TRUTH_VALUES
                return (is_true(bare), None) if known else _damaged(f'truth value "{text}"')
            case "d":
                return _iso_day(text.strip())
        return self._number(text, cell, format_code)

    def _shared(self, text: str) -> Held:
        try:
            return _of_text(self._strings[numeral(text.strip())])
        except (ValueError, IndexError):
            return _damaged(f'number "{text}" of a text')

    def _number(self, text: str, cell: RawCell, format_code: str) -> Held:
        # Files hold the noise of binary fractions; a spreadsheet shows 15 digits at most.
        number = float(f"{float(text):.15g}") if _NUMBER.fullmatch(text.strip()) else float("nan")
        if not abs(number) < float("inf"):
            return text, Oddity(OddityKind.NOT_A_NUMBER, text)
        if cell.has_formula and self._recalculate and number == 0:
            # Some writers put zero where a formula waits to be computed.
            return "", Oddity(OddityKind.UNCOMPUTED)
        form = number_format(format_code)
        if form.has_dates:
            section, _ = form.section_of(number)
            if section is not None and section.is_date:
                return self._day(number, text)
        return number + 0.0, None  # there is no minus zero

    def _day(self, number: float, text: str) -> Held:
        if not 0 <= number < _LAST_DAY + 1:
            return text, Oddity(OddityKind.NOT_A_NUMBER, text)
        # A leap day that never was is counted in 1900; days before it are one too low.
        early = number < 60 and self._first_day.year == 1899
        days = timedelta(days=number + early)
        return (self._first_day + days + timedelta(microseconds=500)).replace(microsecond=0), None


def _iso_day(text: str) -> Held:
    """A day or a time (ISO 8601)."""
    try:
        if text.isascii() and ":" in text[:3]:
            return time.fromisoformat(text).replace(tzinfo=None), None
        if text.isascii():
            return datetime.fromisoformat(text).replace(tzinfo=None), None
    except ValueError:
        pass
    return _damaged(f'date "{text}"')


def _damaged(what: str) -> Held:
    return "", Oddity(OddityKind.DAMAGED, what)


def _of_text(text: CellText) -> Held:
    return text.text, text.oddity
