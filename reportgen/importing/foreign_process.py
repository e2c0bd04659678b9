"""Reads xls, xlsb and ods in a process of its own: content comes in, sheets as JSON go out.

The libraries that read these formats give up their memory, or end the process, when a file lies
about its size; here that ends nothing but this process.
"""

import json
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from typing import Any
from xml.parsers import expat

#: Bytes of memory, and rows times columns of a sheet.
MOST_MEMORY, MOST_CELLS = 2_000_000_000, 20_000_000
MOST_UNPACKED = 200_000_000

#: Records of xlsb that are cells with an error, by a formula or not ([MS-XLSB] 2.5.97).
_ERROR_RECORDS = {3, 11}


class UnreadableError(Exception):
    """A file that is not read, in words."""


def main() -> None:
    """Reads the standard input and writes ``{"sheets": ...}`` or ``{"fault": ...}``."""
    _limit_memory()
    content = sys.stdin.buffer.read()
    try:
        answer: dict[str, Any] = {"sheets": list(sheets_of(content, sys.argv[1]))}
    except UnreadableError as fault:
        answer = {"fault": str(fault)}
    except MemoryError:
        answer = {"fault": "it needs too much memory"}
    except Exception as fault:
        answer = {"fault": str(fault) or type(fault).__name__}
    sys.stdout.write(json.dumps(answer))


def sheets_of(content: bytes, kind: str) -> Iterator[dict[str, Any]]:
    """Name, rows and merged cells of each sheet.

    Args:
        content: of the file.
        kind: ``xls``, ``xlsb`` or ``ods``.

    Yields:
        A cell is a text, a number, None, or a list of its text and what it is.

    Raises:
        UnreadableError: the file cannot be read whole.
    """
    yield from _old_excel(content) if kind == "xls" else _packed(content, kind)


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - Windows has none

        limit, hard = resource.getrlimit(resource.RLIMIT_AS)
        if limit == resource.RLIM_INFINITY or limit > MOST_MEMORY:
            resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, hard))


def _old_excel(content: bytes) -> Iterator[dict[str, Any]]:
    import xlrd  # noqa: PLC0415 - each kind needs its library only

    silent = StringIO()
    book = xlrd.open_workbook(file_contents=content, logfile=silent, formatting_info=True)
    for sheet in book.sheets():
        if sheet.nrows * sheet.ncols > MOST_CELLS:
            raise UnreadableError(f'sheet "{sheet.name}" reaches too far')
        rows = [
            [_old_cell(cell, book) for cell in sheet.row(number)] for number in range(sheet.nrows)
        ]
        percent = [
            (row, column)
            for row in range(sheet.nrows)
            for column, cell in enumerate(sheet.row(row))
            if cell.ctype == xlrd.XL_CELL_NUMBER
            and "%" in book.format_map[book.xf_list[cell.xf_index].format_key].format_str
        ]
        hidden = [n for n, info in sheet.rowinfo_map.items() if info.hidden]
        merged = [(top, left, end - 1, right - 1) for top, end, left, right in sheet.merged_cells]
        yield {
            "name": sheet.name,
            "rows": rows,
            "merged": merged,
            "hidden": hidden,
            "percent": percent,
        }


def _old_cell(cell: Any, book: Any) -> Any:
    import xlrd  # noqa: PLC0415

    match cell.ctype:
        case xlrd.XL_CELL_ERROR:
            return xlrd.error_text_from_code.get(cell.value, "#FEHLER")
        case xlrd.XL_CELL_BOOLEAN:
            return ["WAHR" if cell.value else "FALSCH", "a truth value"]
        case xlrd.XL_CELL_DATE:
            try:
                return _plain(xlrd.xldate_as_datetime(cell.value, book.datemode))
            except (ValueError, OverflowError):
                return [str(cell.value), "a date"]
        case xlrd.XL_CELL_EMPTY | xlrd.XL_CELL_BLANK:
            return None
    return cell.value


def _packed(content: bytes, kind: str) -> Iterator[dict[str, Any]]:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    _check_package(content, kind)
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height * sheet.total_width > MOST_CELLS:
            raise UnreadableError(f'sheet "{name}" reaches too far')
        rows = [[_plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
        yield {"name": name, "rows": rows, "merged": merged, "hidden": [], "percent": []}


def _plain(value: Any) -> Any:
    match value:
        case bool():
            return ["WAHR" if value else "FALSCH", "a truth value"]
        case datetime() if value.time() == time():
            return [f"{value:%d.%m.%Y}", "a date"]
        case datetime():
            return [f"{value:%d.%m.%Y %H:%M}", "a date"]
        case date():
            return [f"{value:%d.%m.%Y}", "a date"]
        case time() | timedelta():
            return [str(value), "a time"]
        case "":
            return None
    return value


def _check_package(content: bytes, kind: str) -> None:
    """Refuses what unpacks to too much, and cells that calamine would give as empty ones."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
            raise UnreadableError(f"it unpacks to more than {MOST_UNPACKED // 10**6} MB")
        if kind == "ods":
            with archive.open("content.xml") as stream:
                unseen = _unseen_in_ods(stream)
        else:
            unseen = sum(
                record in _ERROR_RECORDS
                for entry in archive.namelist()
                if entry.startswith("xl/worksheets/") and entry.endswith(".bin")
                for record in _records_of(archive.read(entry))
            )
    if unseen:
        raise UnreadableError(
            f"{unseen} of its cells hold errors, formulas without value or percentages, which"
            " cannot be told from other cells in this format; save it as xlsx"
        )


def _unseen_in_ods(stream: Any) -> int:
    """Cells with an error, a percentage, or a formula and no value; sizes that lie are refused."""
    count, width, parts = 0, 0, {"rows": 1, "cells": 0}

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count, width
        local = name.rpartition(":")[2]
        by_name = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if local == "table-row":
            parts["rows"] = int(by_name.get("number-rows-repeated", "1"))
            width = 0
        elif local == "table-cell":
            valued = "value-type" in by_name
            width += int(by_name.get("number-columns-repeated", "1"))
            if valued:
                parts["cells"] += parts["rows"] * width
            error = attributes.get("calcext:value-type") == "error"
            percent = by_name.get("value-type") == "percentage"
            count += error or percent or ("formula" in by_name and not valued)
        if parts["cells"] > MOST_CELLS * 20:
            raise UnreadableError("one of its sheets reaches too far")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.ParseFile(stream)
    return count


def _records_of(content: bytes) -> Iterator[int]:
    """Types of the records of a part of xlsb: numbers of 7 bits a byte ([MS-XLSB] 2.1.4)."""
    place = 0
    while place < len(content):
        numbers = []
        for most in (2, 4):
            number = 0
            for shift in range(most):
                byte = content[place] if place < len(content) else 0
                place += 1
                number |= (byte & 0x7F) << 7 * shift
                if byte < 0x80:
                    break
            numbers.append(number)
        # The type of two bytes keeps the bit that says so.
        yield numbers[0]
        place += numbers[1]


if __name__ == "__main__":
    main()
