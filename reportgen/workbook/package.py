"""The workbook file: whether it can be one, and its parts, found by their relationships."""

import posixpath
import zlib
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote
from xml.parsers.expat import ExpatError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from msgspec import Struct

from reportgen.clean_text import one_line
from reportgen.errors import reason_of
from reportgen.input_file import InputKind, read_input
from reportgen.problems import Problems
from reportgen.workbook.xml_parts import (
    Budget,
    End,
    Idle,
    Shortcut,
    Start,
    TooMuchError,
    is_true,
    parse,
)

_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "save it as an Excel workbook (.xlsx)"

#: Most parts of a workbook and most sheets; each beyond what a spreadsheet program can handle well.
_MOST_PARTS, _MOST_SHEETS = 20_000, 2_000
#: How the entry of a part in the directory of a zip file begins.
_ENTRY = b"PK\x01\x02"
#: Bytes that stand before a part and its name.
_PART_HEADER = 30

#: What zipfile and expat raise when a file is damaged, and we when it contradicts itself.
DAMAGE = (
    BadZipFile,
    EOFError,
    ExpatError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    zlib.error,
)

#: How files begin that have often been renamed to .xlsx, and what they are.
_BEGINNINGS = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a text in RTF"),
    (b"<", "a web page or another text in XML"),
    (b"\xef\xbb\xbf<", "a web page or another text in XML"),
    (b"{", "a link to an online document, not the document"),
)
#: Parts that other kinds of zip files have, and what they are.
_OTHER_KINDS = (
    ("content.xml", "an OpenDocument file"),
    ("index/document.iwa", "a Numbers file of Apple"),
    ("index.zip", "a Numbers file of Apple"),
    ("xl/workbook.bin", "a binary workbook of Excel (.xlsb)"),
    ("word/document.xml", "a text of Word"),
    ("ppt/presentation.xml", "a presentation of PowerPoint"),
)


class SheetPart(NamedTuple):
    """A sheet of the workbook: its name in one line, its part, and whether it is hidden."""

    name: str
    part: str
    hidden: bool


class Package(Struct, frozen=True):
    """The open file.

    Attributes:
        archive: the zip file.
        budget: what may still be read of it.
        names: the name of each part in the archive by its name in lower case with plain slashes.
        sheets: in their order; also those that are no table.
        strings, styles: names of these parts; empty when there is none.
        from_1904: days are counted from 1904, not from 1900.
        recalculate: whoever opens the file is asked to compute all formulas anew.
    """

    archive: ZipFile
    budget: Budget
    names: Mapping[str, str]
    sheets: tuple[SheetPart, ...]
    strings: str
    styles: str
    from_1904: bool
    recalculate: bool

    def has(self, part: str) -> bool:
        """Whether the archive holds a part of that name."""
        return _key(part) in self.names

    def parse(
        self,
        part: str,
        start: Start,
        end: End | None = None,
        idle: Idle | None = None,
        shortcut: Shortcut | None = None,
    ) -> None:
        """Walks through a part, as `xml_parts.parse` does."""
        entry = self.archive.getinfo(self.names[_key(part)])
        if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            # The only methods of packages (ECMA-376-2, annex B); others may ask for any memory.
            raise ValueError("a part is compressed in another way than those of workbooks")
        with self.archive.open(entry) as stream:
            parse(stream, self.budget, start, end, idle, shortcut)


def read_content(path: Path, problems: Problems) -> bytes:
    """The bytes of the file, once it is sure that they can be a workbook.

    Raises:
        WorkbookError: they cannot, or the file cannot be read.
    """
    _warn_if_open_elsewhere(path, problems)
    try:
        content = read_input(path, InputKind.WORKBOOK)
    except FileNotFoundError:
        problems.fatal("file-missing", f'there is no file "{path}"', hint="check the path")
    except IsADirectoryError:
        problems.fatal("file-is-folder", f'"{path}" is a folder', hint="name a file (.xlsx) in it")
    except OSError as fault:
        problems.fatal(
            "file-unreadable",
            f'"{path}" cannot be read: {reason_of(fault)}',
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
    for beginning, kind in _BEGINNINGS:
        if content[:1000].lstrip().startswith(beginning):
            _other_kind(path.name, kind, problems)
    return content


def open_package(content: bytes, name: str, problems: Problems) -> Package:
    """Finds the parts of a workbook.

    Args:
        content: of the file.
        name: of the file.
        problems: for what is wrong with the file as a whole.

    Raises:
        WorkbookError: it is no workbook, or has too many parts.
        TooMuchError: it unpacks to too much.
    """
    if content.count(_ENTRY) > _MOST_PARTS:
        too_large(name, problems)
    archive = ZipFile(BytesIO(content))
    names = {_key(entry): entry for entry in archive.namelist()}
    if len(names) < len(archive.namelist()):
        raise ValueError("two of its parts have the same name")
    _refuse_shared_bytes(archive)
    for part, kind in _OTHER_KINDS:
        if part in names and "xl/workbook.xml" not in names:
            _other_kind(name, kind, problems)
    package = Package(
        archive, Budget(len(content)), names, (), "", "", from_1904=False, recalculate=False
    )
    main = next(_related(package, "", "officeDocument"), "")
    if _key(main) not in names:
        problems.fatal("not-xlsx", f'"{name}" is not an Excel workbook', hint=_SAVE_AS)
    if main.casefold().endswith(".bin"):
        _other_kind(name, "a binary workbook of Excel (.xlsb)", problems)
    return _read_main(package, main)


def too_large(name: str, problems: Problems) -> None:
    """Ends the load of a file that would take more time and memory than any workbook.

    Raises:
        WorkbookError: always.
    """
    problems.fatal(
        "too-large",
        f'"{name}" unpacks to far more than a workbook of its size holds',
        hint="remove formatted empty rows and cells, and sheets that are not needed",
    )


def damaged(name: str, fault: Exception, problems: Problems) -> None:
    """Ends the load of a file that contradicts itself.

    Raises:
        WorkbookError: always.
    """
    problems.fatal(
        "not-xlsx",
        f'"{name}" is not an Excel workbook, or a damaged one ({fault})',
        hint=f"open it in your spreadsheet program and {_SAVE_AS}",
    )


def _other_kind(name: str, kind: str, problems: Problems) -> None:
    problems.fatal(
        "not-xlsx",
        f'"{name}" is {kind}, not an Excel workbook',
        hint=f"open it in your spreadsheet program and {_SAVE_AS}",
    )


def _warn_if_open_elsewhere(path: Path, problems: Problems) -> None:
    excel, libre_office = f"~${path.name}", f".~lock.{path.name}#"
    for lock in (excel, libre_office):
        if path.with_name(lock).exists():
            problems.warning(
                "file-open",
                f'"{path.name}" seems to be open in a spreadsheet program',
                hint=f'changes that are not saved are missing; if it is closed, delete "{lock}"',
            )


def _refuse_shared_bytes(archive: ZipFile) -> None:
    """Raises ValueError where parts overlap, by which few bytes unpack to any number of parts."""
    end = 0
    for entry in sorted(archive.infolist(), key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise ValueError("two of its parts share bytes")
        end = entry.header_offset + _PART_HEADER + entry.compress_size


def _key(part: str) -> str:
    """Names of parts do not differ by case (ECMA-376-2, 6.3.5); some writers use backslashes."""
    return part.replace("\\", "/").lstrip("/").casefold()


def _read_main(package: Package, main: str) -> Package:
    relations = {ident: (kind, target) for kind, ident, target in _relations(package, main)}
    by_kind = dict(relations.values())
    sheets: list[SheetPart] = []
    from_1904 = recalculate = False

    def start(path: list[str], attributes: Mapping[str, str]) -> None:
        nonlocal from_1904, recalculate
        match path:
            case ["workbook", "sheets", "sheet"]:
                if len(sheets) == _MOST_SHEETS:
                    raise TooMuchError
                ident = next((v for k, v in attributes.items() if k.endswith(":id")), "")
                kind, target = relations[ident]
                hidden = attributes.get("state", "visible") != "visible"
                part = target if kind == "worksheet" else ""
                sheets.append(SheetPart(one_line(attributes.get("name", "")), part, hidden))
            case ["workbook", "workbookPr"]:
                from_1904 = is_true(attributes.get("date1904"))
            case ["workbook", "calcPr"]:
                recalculate = is_true(attributes.get("fullCalcOnLoad"))

    package.parse(main, start)
    return Package(
        package.archive,
        package.budget,
        package.names,
        tuple(sheets),
        by_kind.get("sharedStrings", ""),
        by_kind.get("styles", ""),
        from_1904,
        recalculate,
    )


def _related(package: Package, part: str, kind: str) -> Iterator[str]:
    """Parts of a kind that `part` refers to; of the package itself when it is empty."""
    return (target for found, _, target in _relations(package, part) if found == kind)


def _relations(package: Package, part: str) -> Sequence[tuple[str, str, str]]:
    """Kind, identifier and target of each relationship of a part."""
    folder, name = posixpath.split(part.replace("\\", "/"))
    place = posixpath.join(folder, "_rels", f"{name}.rels")
    found: list[tuple[str, str, str]] = []

    def start(path: list[str], attributes: Mapping[str, str]) -> None:
        if path == ["Relationships", "Relationship"]:
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = unquote(attributes.get("Target", "")).replace("\\", "/")
            whole = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found.append((kind, attributes.get("Id", ""), whole))

    if package.has(place):
        package.parse(place, start)
    return found
