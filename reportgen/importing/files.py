"""Opens the files of a recipe as grids, whatever their format."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from reportgen.errors import Problem, WorkbookError, faults_as
from reportgen.importing.delimited import read_delimited
from reportgen.importing.excel import read_excel
from reportgen.importing.grid import Grid, Odd, Raw, raw_of
from reportgen.input_file import InputKind, read_input
from reportgen.problems import Problems

_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: Seconds that a file may take.
_PATIENCE = 120

#: Beginnings of files that are no table, and what they are.
_OTHERS = ((b"%PDF", "a PDF"), (b"{\\rtf", "a text in RTF"), (b"<", "a web page or XML"))


def read_file(path: Path, problems: Problems) -> bytes:
    """The content of a file to import.

    Raises:
        WorkbookError: it cannot be read, is empty, or is plainly no table.
    """
    unreadable = Problem(
        code="import-file-unreadable",
        message=f'"{path}" cannot be read',
        where=str(path),
        hint="check the path, close it in other programs, and check that you may read it",
    )
    with faults_as(WorkbookError, unreadable):
        content = read_input(path, InputKind.WORKBOOK)
    if not content.strip():
        problems.fatal("import-file-empty", f'"{path.name}" is empty', hint="download it again")
    if content.startswith(_OLE2) and _ENCRYPTED in content:
        problems.fatal(
            "import-encrypted",
            f'"{path.name}" is protected by a password',
            hint="remove the password (File > Info > Protect Workbook) and save it",
        )
    for beginning, kind in _OTHERS:
        if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(beginning):
            problems.fatal(
                "import-not-a-table",
                f'"{path.name}" is {kind}, not a table',
                hint="export it as xlsx or csv",
            )
    return content


def is_text(content: bytes) -> bool:
    """Whether a file is a text, not a spreadsheet."""
    return not (content.startswith((_OLE2, b"PK\x03\x04", b"PK\x05\x06")))


def open_file(path: Path, encoding: str, style: tuple[str, str], problems: Problems) -> list[Grid]:
    """All sheets of a file.

    Args:
        path: of the file.
        encoding: of a text file.
        style: delimiter and quotation mark of a text file.
        problems: takes what is wrong with the file.

    Raises:
        WorkbookError: it cannot be read.
    """
    content = read_file(path, problems)
    if is_text(content):
        return [read_delimited(content, path.name, encoding, style, problems)]
    kind = _kind(content, path.name, problems)
    if kind == "xlsx":
        return read_excel(content, path.name, problems)
    return _foreign(content, kind, path.name, problems)


def _kind(content: bytes, name: str, problems: Problems) -> str:
    if content.startswith(_OLE2):
        return "xls"
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (BadZipFile, ValueError, NotImplementedError, OSError) as fault:
        problems.fatal(
            "import-damaged",
            f'"{name}" is damaged ({fault})',
            hint="download it again, or open it in your spreadsheet program and save it as xlsx",
        )
    if "xl/workbook.bin" in names:
        return "xlsb"
    return "ods" if "content.xml" in names else "xlsx"


def _foreign(content: bytes, kind: str, name: str, problems: Problems) -> list[Grid]:
    command = [sys.executable, "-m", "reportgen.importing.foreign_process", kind]
    fault = "it needs too much memory, or contradicts itself"
    answer = {}
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, check=False, timeout=_PATIENCE
        )
        if done.returncode == 0:
            answer = json.loads(done.stdout)
            fault = answer.get("fault", "")
    except subprocess.TimeoutExpired:
        fault = f"reading it takes more than {_PATIENCE} seconds"
    except (OSError, ValueError):
        pass
    if fault:
        problems.fatal(
            "import-damaged",
            f'"{name}" cannot be read as {kind}: {fault}',
            hint="open it in your spreadsheet program and save it as xlsx",
        )
    return [
        Grid(
            file=name,
            sheet=sheet["name"],
            rows=[[_raw(cell) for cell in row] for row in sheet["rows"]],
            merged=tuple(tuple(each) for each in sheet["merged"]),
            hidden=frozenset(sheet["hidden"]),
            percent=frozenset((row, column) for row, column in sheet["percent"]),
        )
        for sheet in answer["sheets"]
    ]


def _raw(cell: object) -> Raw:
    return Odd(*cell) if isinstance(cell, list) else raw_of(cell)
