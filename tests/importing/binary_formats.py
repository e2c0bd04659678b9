"""Small xls and xlsb files, written record by record: a sheet of texts, numbers and errors."""

import io
import struct
import zipfile
from collections.abc import Sequence

#: An error is a text that begins with #, and then always this one.
DIVISION = "#DIV/0!"
Entry = str | float | None

_SECTOR = 512


def xls(rows: Sequence[Sequence[Entry]], *, percent: bool = False) -> bytes:
    """A file in the format of Excel 97; with `percent` its numbers are shown so."""
    return _compound(_biff(rows, percent=percent))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _biff(rows: Sequence[Sequence[Entry]], *, percent: bool) -> bytes:
    """The stream Workbook ([MS-XLS] 2.1.7.20)."""
    font = _record(
        0x31, struct.pack("<5H4BBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 5, 0) + b"Arial"
    )
    style = _record(0xE0, struct.pack("<3H", 0, 9 if percent else 0, 0) + bytes(14))
    begin = _record(0x809, struct.pack("<4HLL", 0x600, 5, 0, 0, 0, 6))
    end = _record(0x0A, b"")
    name = b"Daten"
    bound = 4 + 6 + 2 + len(name)
    globals_size = len(begin) + 5 * len(font) + len(style) + bound + len(end)
    place = _record(0x85, struct.pack("<LHBB", globals_size, 0, len(name), 0) + name)
    sheet = _record(0x809, struct.pack("<4HLL", 0x600, 0x10, 0, 0, 0, 6))
    for row, cells in enumerate(rows):
        for column, entry in enumerate(cells):
            sheet += _biff_cell(struct.pack("<3H", row, column, 0), entry)
    return begin + 5 * font + style + place + end + sheet + end


def _biff_cell(place: bytes, entry: Entry) -> bytes:
    if entry is None:
        return b""
    if entry == DIVISION:
        return _record(0x205, place + b"\x07\x01")
    if isinstance(entry, str):
        text = entry.encode("utf-16-le")
        return _record(0x204, place + struct.pack("<HB", len(entry), 1) + text)
    return _record(0x203, place + struct.pack("<d", entry))


def _compound(stream: bytes) -> bytes:
    """A compound file with one stream ([MS-CFB]); it is long enough to need no short sectors."""
    stream = stream.ljust(-(-max(len(stream), 4096) // _SECTOR) * _SECTOR, b"\0")
    sectors = len(stream) // _SECTOR
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    assert len(table) <= _SECTOR // 4
    table += [0xFFFFFFFF] * (_SECTOR // 4 - len(table))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9L", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<L", 0) + b"\xff" * 4 * 108
    entries = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _entry("Workbook", 2, -1, 2, len(stream))
    return header + struct.pack("<128L", *table) + entries.ljust(_SECTOR, b"\0") + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB3l", len(text) + 2, kind, 1, -1, -1, child)
        + bytes(36)
        + struct.pack("<LQ", start, size)
    )


def xlsb(rows: Sequence[Sequence[Entry]], step: int = 1) -> bytes:
    """A binary workbook ([MS-XLSB]) with so many rows between two."""
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006/relationships"
    name, ident = (struct.pack("<L", len(t)) + t.encode("utf-16-le") for t in ("Daten", "rId1"))
    workbook = _binary(0x83, b"") + _binary(0x99, bytes(12)) + _binary(0x8F, b"")
    workbook += _binary(0x9C, struct.pack("<LL", 0, 1) + ident + name)
    workbook += _binary(0x90, b"") + _binary(0x84, b"")
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{types}"/>'.encode(),
        "xl/workbook.bin": workbook,
        "xl/_rels/workbook.bin.rels": (
            f'<Relationships xmlns="{packages}"><Relationship Id="rId1"'
            f' Type="{relation}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>'
        ).encode(),
        "xl/worksheets/sheet1.bin": _binary_sheet(rows, step),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return packed.getvalue()


def _binary(kind: int, content: bytes) -> bytes:
    """A record; numbers above 127 take two bytes of seven bits."""
    first = bytes([kind]) if kind < 0x80 else bytes([kind & 0xFF, kind >> 8 or 1])
    size = len(content)
    length = bytes([size]) if size < 0x80 else bytes([size & 0x7F | 0x80, size >> 7])
    return first + length + content


def _binary_sheet(rows: Sequence[Sequence[Entry]], step: int) -> bytes:
    width = max(map(len, rows))
    content = _binary(0x81, b"")
    content += _binary(0x94, struct.pack("<4L", 0, len(rows) - 1, 0, width - 1))
    content += _binary(0x91, b"")
    for row, cells in enumerate(rows):
        content += _binary(0x00, struct.pack("<L", row * step) + bytes(13))
        for column, entry in enumerate(cells):
            place = struct.pack("<LL", column, 0)
            if entry == DIVISION:
                content += _binary(0x03, place + b"\x07")
            elif isinstance(entry, str):
                text = struct.pack("<L", len(entry)) + entry.encode("utf-16-le")
                content += _binary(0x06, place + text)
            elif entry is not None:
                content += _binary(0x05, place + struct.pack("<d", entry))
    return content + _binary(0x92, b"") + _binary(0x82, b"")
