"""Finishes workbooks: no trace of a clock, and the many rows of the last sheet as plain XML."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.xml.functions import tostring

from reportgen.workbook.cell import column_letters

#: Stands for the time of writing, so that the same content gives the same bytes.
WRITTEN: Final = datetime(2020, 1, 1)
_CORE_PROPERTIES = "docProps/core.xml"
#: Characters that Unicode will never assign.
NOT_IN_XML: Final = {0xFFFE: None, 0xFFFF: None}


def rows_as_xml(rows: Iterable[Sequence[object]]) -> bytes:
    """Rows of texts and whole numbers from row 2 on, without any style.

    openpyxl would take a minute for 300,000 of them.
    """
    lines = []
    letters = [column_letters(number) for number in range(1, 51)]
    for number, row in enumerate(rows, start=2):
        cells = (
            f'<c r="{letter}{number}"><v>{entry}</v></c>'
            if isinstance(entry, int)
            else f'<c r="{letter}{number}" t="inlineStr"><is><t>{_escaped(entry)}</t></is></c>'
            for letter, entry in zip(letters, row, strict=False)
            if entry
        )
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    return "".join(lines).encode("utf-8")


def _escaped(entry: object) -> str:
    return escape(str(entry).translate(NOT_IN_XML))


def reproducible(workbook: Workbook, last_rows: bytes = b"") -> bytes:
    """The workbook as a file in which no clock has left a trace.

    Args:
        workbook: all but the rows below.
        last_rows: from `rows_as_xml`, for its last sheet, which has a header only.
    """
    last = f"xl/worksheets/sheet{len(workbook.worksheets)}.xml"
    written, result = BytesIO(), BytesIO()
    workbook.save(written)
    workbook.properties.modified = WRITTEN
    with ZipFile(written) as source, ZipFile(result, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == _CORE_PROPERTIES:
                content = tostring(workbook.properties.to_tree())
            elif last_rows and entry.filename == last:
                content = content.replace(b"</sheetData>", last_rows + b"</sheetData>")
            target.writestr(ZipInfo(entry.filename), content, ZIP_DEFLATED)
    return result.getvalue()
