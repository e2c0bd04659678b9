"""Small archives: bags of a few short files, made without building any report."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from reportgen.archive.bag import BagFile
from reportgen.archive.keep import INDICATORS, AddResult, BagDescription, as_item, keep
from reportgen.errors import Problem
from reportgen.signing.keys import Key

YEAR = 2020

DESCRIPTION = BagDescription(
    organization="Stadt Beispiel",
    contact="post@example.org",
    title="Reports of 2020",
    identifier="example 2020",
    retention="permanent",
    bagged=date(2021, 12, 1),
    agent="reportgen 1.0",
)

HEAD = "city,kind,key,period,label,value,reason,flag"


def table(*rows: str) -> str:
    """A table of indicators."""
    return "\n".join([HEAD, *rows, ""])


#: What the first version of each archive holds, by name below ``data``.
FIRST: Mapping[str, str] = {
    "reports/koeln.pdf": "%PDF Köln",
    "reports/bonn.pdf": "%PDF Bonn",
    "inputs/book.xlsx": "numbers",
    "inputs/layouts/city profile/Größe.toml": "look",
    INDICATORS: table("Köln,share,a,2020,A,1.5,,", "Bonn,share,a,2020,A,2.5,,"),
    "about/software.json": "{}",
}

#: A correction of it: one report, the workbook and one indicator differ.
SECOND: Mapping[str, str] = FIRST | {
    "reports/koeln.pdf": "%PDF Köln, corrected",
    "inputs/book.xlsx": "other numbers",
    INDICATORS: table("Köln,share,a,2020,A,1.75,,r", "Bonn,share,a,2020,A,2.5,,"),
}


def items(content: Mapping[str, str]) -> tuple[BagFile, ...]:
    """Files with these contents."""
    return tuple(as_item(name, text.encode()) for name, text in content.items())


def no_faults(bag: Path) -> Collection[Problem]:
    """A proof that finds nothing wrong."""
    assert (bag / "data").is_dir()
    return ()


def add(
    archive: Path, content: Mapping[str, str] = FIRST, reason: str = "", *, key: Key | None = None
) -> AddResult:
    """Adds to an archive."""
    return keep(archive, YEAR, items(content), DESCRIPTION, reason=reason, prove=no_faults, key=key)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Content of every file below a folder but the lock."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@contextmanager
def opened(folder: Path) -> Iterator[Path]:
    """Gives the right to write back for a while, as who tampers would."""
    modes = {path: path.stat().st_mode for path in (folder, *folder.rglob("*"))}
    for path in modes:
        path.chmod(0o755)
    yield folder
    for path, mode in modes.items():
        if path.exists() and not path.is_symlink():
            path.chmod(mode)
