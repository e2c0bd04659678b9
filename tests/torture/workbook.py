"""Workbooks with faults in cells, parts and bytes; what is printed is what is there."""

import csv
import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import openpyxl
import pypdfium2
from hypothesis import strategies as st

from tests.running import Result
from tests.torture.attempt import Attempt
from tests.workbook.mutations import mutated_workbooks
from tests.workbook.strategies import workbooks
from tests.workbooks import WORKBOOK

_BOOK = "b.xlsx"
_COMMANDS = (
    ("validate", _BOOK),
    ("indicators", _BOOK, "--format", "csv"),
    ("build", _BOOK, "--out", "out", "--edition", "both"),
)
#: Kinds whose value is that of a single cell.
_AS_REPORTED = {"population", "recipients", "payments", "economy"}
_NO_NUMBER = re.compile(r"\b(?:inf|nan|None|[0-9]+e[+-]?[0-9]+)\b")


@st.composite
def _damaged(draw: st.DrawFn) -> bytes:
    """The example with bytes of its package changed, left out, or put in."""
    content = bytearray(WORKBOOK.read_bytes())
    for _ in range(draw(st.integers(1, 8))):
        place = draw(st.integers(0, len(content) - 1))
        new = draw(st.binary(max_size=4))
        content[place : place + draw(st.integers(0, 4))] = new
    return bytes(content[: draw(st.integers(1, len(content)) | st.none())])


def attempts() -> st.SearchStrategy[Attempt]:
    """A workbook at random, the example with faults, or its bytes."""
    books = workbooks() | mutated_workbooks() | _damaged()
    return books.map(
        lambda content: Attempt(
            files={_BOOK: content}, commands=_COMMANDS, judge=_judge, words="workbook"
        )
    )


def _judge(folder: Path, results: Sequence[Result]) -> str:
    """A workbook without errors is built; its values are those of its cells; pages have numbers."""
    validated, indicators, built = results
    if (validated.code, built.code) not in {(0, 0), (3, 3)}:
        return f"validate ends with {validated.code}, build with {built.code}\n{built.err[-800:]}"
    if indicators.code == 0:
        for wrong in _foreign_values(folder / _BOOK, indicators.out):
            return wrong
    for pdf in folder.glob("out/*/*.pdf"):
        if odd := _NO_NUMBER.search(_text_of(pdf)):
            return f"{pdf.name} says {odd[0]}"
    return ""


def _foreign_values(book: Path, table: str) -> Iterator[str]:
    """Reported values that are not those of their cells, where the cell holds a number."""
    numbers = _numbers_of(book)
    for row in csv.DictReader(io.StringIO(table)):
        number = numbers.get(row["cells"])
        if row["kind"] in _AS_REPORTED and row["value"] and number is not None:
            value = float(row["value"])
            # By its cell's format a number may be shown in percent, in thousands or in millions.
            if not any(math.isclose(value, number * 10.0**n, rel_tol=1e-6) for n in (0, 2, -3, -6)):
                yield f"{row['cells']} holds {number}, and {value} is reported"


def _numbers_of(book: Path) -> Mapping[str, float]:
    """Numbers in the cells as another library reads them; none where that gives up."""
    try:
        read = openpyxl.load_workbook(book, data_only=True)
    except Exception:  # it raises anything for a damaged file
        return {}
    return {
        f"{sheet.title}!{cell.coordinate}": float(cell.value)
        for sheet in read.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if type(cell.value) in {int, float}
    }


def _text_of(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
