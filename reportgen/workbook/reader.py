"""Opens the workbook file and gives its cells, each with its address.

calamine reads fast but gives the bare value: a failed formula and one that was never computed look
empty, and a percentage looks like a small number. Such oddities are taken from the sheets' XML.
"""

import posixpath
import re
import unicodedata
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import Enum, auto
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from reportgen.workbook.problems import Problems
from reportgen.workbook.schema import SHEETS

_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "save it as an Excel workbook (.xlsx)"

_WORKBOOK_PART = "xl/workbook.xml"
_RELATIONS_PART = "xl/_rels/workbook.xml.rels"
_STYLES_PART = "xl/styles.xml"
_RELATION_ID = re.compile(r"\{.*/relationships\}id")
_BUILTIN_PERCENT = {"9", "10"}
_QUOTED_OR_ESCAPED = re.compile(r'"[^"]*"|\\.')
_ADDRESS = re.compile("([A-Z]{1,3})([0-9]{1,7})")

#: Most that a workbook may unpack to, in bytes, and the last row and column of a sheet. Each is far
#: beyond any benchmarking; a larger file would take minutes, or all the memory that there is.
MOST_BYTES, LAST_ROW, LAST_COLUMN = 100_000_000, 5_000, 100

#: What zipfile, ElementTree and calamine raise when a file is damaged.
_DAMAGE = (
    BadZipFile,
    CalamineError,
    EOFError,
    LookupError,
    OverflowError,
    ElementTree.ParseError,
    RuntimeError,
    StopIteration,
    ValueError,
    zlib.error,
)

CellValue = str | float | bool | date | time | timedelta


class OddityKind(Enum):
    """Why a cell's value cannot be taken as it is."""

    FAILED = auto()
    UNCOMPUTED = auto()
    PERCENT = auto()


class Oddity(NamedTuple):
    """A cell that needs a second look; `text` is what it shows, if it shows an error."""

    kind: OddityKind
    text: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell and where it stands; an empty one holds an empty text."""

    sheet: str
    address: str
    value: CellValue
    oddity: Oddity | None = None

    @property
    def where(self) -> str:
        """Address as a spreadsheet writes it, e.g. ``Städte!B3``."""
        return f"{self.sheet}!{self.address}"

    @property
    def text(self) -> str:
        """The value in words; whole numbers without decimals, runs of any space as one."""
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        return tidy(str(self.value))

    @property
    def is_empty(self) -> bool:
        """True when nothing stands in the cell, not even a formula."""
        return self.oddity is None and self.text == ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of a sheet, row by row, from A1."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets that the schema knows, by name, and the names of all others."""

    sheets: Mapping[str, Sheet]
    others: tuple[str, ...]


def tidy(text: str) -> str:
    """`text` without outer spaces, with each run of spaces (also non-breaking) as one."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def open_workbook(path: Path, problems: Problems) -> Workbook:
    """Reads all sheets that the schema knows.

    Args:
        path: an xlsx file.
        problems: takes a warning when the file is open in a spreadsheet program.

    Raises:
        WorkbookError: the file cannot be read at all.
    """
    content = _content(path, problems)
    try:
        with ZipFile(BytesIO(content)) as archive:
            if _WORKBOOK_PART not in archive.namelist():
                problems.fatal("not-xlsx", f'"{path.name}" is not an Excel workbook', hint=_SAVE_AS)
            _check_size(archive, path.name, problems)
            return _read(archive, CalamineWorkbook.from_filelike(BytesIO(content)), problems)
    except _DAMAGE as fault:
        problems.fatal(
            "not-xlsx",
            f'"{path.name}" is not an Excel workbook, or a damaged one ({fault})',
            hint=f"open it in your spreadsheet program and {_SAVE_AS}",
        )


def _check_size(archive: ZipFile, name: str, problems: Problems) -> None:
    size = sum(entry.file_size for entry in archive.infolist())
    if size > MOST_BYTES:
        problems.fatal(
            "too-large",
            f'"{name}" unpacks to {size // 10**6} MB, more than {MOST_BYTES // 10**6}',
            hint="remove pictures, formatted empty rows and sheets that are not needed",
        )


def _read(archive: ZipFile, calamine: CalamineWorkbook, problems: Problems) -> Workbook:
    names = {name: tidy(name) for name in calamine.sheet_names}
    known = {name: tidied for name, tidied in names.items() if tidied in SHEETS}
    trees = [
        (known[name], ElementTree.fromstring(archive.read(part)))
        for name, part in _parts(archive)
        if name in known
    ]
    for name, tree in trees:
        _check_range(name, tree, problems)
    # calamine makes room for the whole rectangle down to the farthest cell.
    problems.raise_errors()
    percent_styles = _percent_styles(archive)
    oddities = {
        (name, address): oddity
        for name, tree in trees
        for address, oddity in _odd_cells(tree, percent_styles)
    }
    return Workbook(
        sheets={
            tidied: _sheet(
                tidied,
                calamine.get_sheet_by_name(name).to_python(skip_empty_area=False),
                oddities,
            )
            for name, tidied in known.items()
        },
        others=tuple(tidied for tidied in names.values() if tidied not in SHEETS),
    )


def _content(path: Path, problems: Problems) -> bytes:
    """The bytes of the file, once it is sure that they can be a workbook."""
    _warn_if_open_elsewhere(path, problems)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        problems.fatal("file-missing", f'there is no file "{path}"', hint="check the path")
    except IsADirectoryError:
        problems.fatal("file-is-folder", f'"{path}" is a folder', hint="name a file (.xlsx) in it")
    except OSError as fault:
        problems.fatal(
            "file-unreadable",
            f'"{path}" cannot be read: {fault.strerror}',
            hint="close it in other programs, and check that you may read it",
        )
    if not content:
        problems.fatal("file-empty", f'"{path.name}" has 0 bytes', hint="copy or download it again")
    if content.startswith(_OLE2) and _ENCRYPTED in content:
        problems.fatal(
            "encrypted",
            f'"{path.name}" is protected by a password',
            hint="remove the password (File > Info > Protect Workbook) and save it",
        )
    if content.startswith(_OLE2):
        problems.fatal("not-xlsx", f'"{path.name}" has the old format of Excel', hint=_SAVE_AS)
    return content


def _warn_if_open_elsewhere(path: Path, problems: Problems) -> None:
    excel, libre_office = f"~${path.name}", f".~lock.{path.name}#"
    for lock in (excel, libre_office):
        if path.with_name(lock).exists():
            problems.warning(
                "file-open",
                f'"{path.name}" seems to be open in a spreadsheet program',
                hint=f'changes that are not saved are missing; if it is closed, delete "{lock}"',
            )


def _sheet(
    name: str,
    values: Sequence[Sequence[CellValue]],
    oddities: Mapping[tuple[str, str], Oddity],
) -> Sheet:
    rows = (
        tuple(
            _cell(name, f"{column_letters(column)}{number}", value, oddities)
            for column, value in enumerate(row)
        )
        for number, row in enumerate(values, start=1)
    )
    return Sheet(name, tuple(rows))


def _cell(
    sheet: str, address: str, value: CellValue, oddities: Mapping[tuple[str, str], Oddity]
) -> Cell:
    oddity = oddities.get((sheet, address))
    if oddity is not None and oddity.kind is OddityKind.FAILED:
        return Cell(sheet, address, oddity.text, oddity)
    return Cell(sheet, address, value, oddity)


def column_letters(index: int) -> str:
    """Letters of a column: A for 0, Z for 25, AA for 26."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Number of a column, counted from one: 1 for A, 26 for Z, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _check_range(name: str, tree: ElementTree.Element, problems: Problems) -> None:
    """Reports the farthest cell of a sheet, if it is too far away."""
    used = ((max(row / LAST_ROW, column / LAST_COLUMN), row, column) for row, column in _used(tree))
    excess, row, column = max(used, default=(0.0, 0, 0))
    if excess > 1:
        problems.error(
            "stray-cell",
            f'sheet "{name}" has a cell far beyond its table',
            f"{name}!{column_letters(column - 1)}{row}",
            "delete its row and its column; it may hold no more than a blank",
        )


def _used(tree: ElementTree.Element) -> Iterator[tuple[int, int]]:
    """Row and column of each cell with a value; those that do not say it go on counting."""
    row = 0
    for line in tree.iterfind("{*}sheetData/{*}row"):
        row, column = int(line.get("r", row + 1)), 0
        for cell in line.iterfind("{*}c"):
            place, column = row, column + 1
            if address := _ADDRESS.fullmatch(cell.get("r", "").upper()):
                place, column = int(address[2]), column_number(address[1])
            if len(cell):
                yield place, column


def _parts(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """Name of each sheet and its file in the archive."""
    relations = ElementTree.fromstring(archive.read(_RELATIONS_PART))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    workbook = ElementTree.fromstring(archive.read(_WORKBOOK_PART))
    for sheet in workbook.iterfind("{*}sheets/{*}sheet"):
        relation = next(value for name, value in sheet.items() if _RELATION_ID.fullmatch(name))
        yield sheet.get("name", ""), posixpath.join("/xl", targets[relation]).lstrip("/")


def _percent_styles(archive: ZipFile) -> set[str]:
    """Numbers of the cell styles that show their value as a percentage."""
    if _STYLES_PART not in archive.namelist():
        return set()
    styles = ElementTree.fromstring(archive.read(_STYLES_PART))
    percent_formats = _BUILTIN_PERCENT | {
        numbering.get("numFmtId", "")
        for numbering in styles.iterfind("{*}numFmts/{*}numFmt")
        if "%" in _QUOTED_OR_ESCAPED.sub("", numbering.get("formatCode", ""))
    }
    return {
        str(index)
        for index, style in enumerate(styles.iterfind("{*}cellXfs/{*}xf"))
        if style.get("numFmtId") in percent_formats
    }


def _odd_cells(tree: ElementTree.Element, percent_styles: set[str]) -> Iterator[tuple[str, Oddity]]:
    for cell in tree.iterfind("{*}sheetData/{*}row/{*}c"):
        address, kind, value = cell.get("r", ""), cell.get("t", "n"), cell.findtext("{*}v")
        if kind == "e":
            yield address, Oddity(OddityKind.FAILED, value or "")
        elif not value and kind != "str" and cell.find("{*}f") is not None:
            yield address, Oddity(OddityKind.UNCOMPUTED)
        elif value and kind == "n" and cell.get("s") in percent_styles:
            yield address, Oddity(OddityKind.PERCENT)
