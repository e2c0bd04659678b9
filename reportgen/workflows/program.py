"""The program itself as an input of reports: its own files, and which packages are installed.

A version does not tell two states of a program that somebody works on.
"""

import sys
import zlib
from functools import cache
from hashlib import sha256
from pathlib import Path

#: What is made of the files beside it, or is not read by the program.
_SKIPPED = {"__pycache__"}


@cache
def program_digest() -> str:
    """SHA-256 of all files of the program."""
    package = Path(__file__).parents[1]
    digest = sha256()
    for file in sorted(package.rglob("*.*")):
        if file.parent.name not in _SKIPPED and file.is_file():
            content = file.read_bytes()
            name = file.relative_to(package).as_posix()
            digest.update(f"{name} {len(content)}\n".encode(errors="surrogateescape") + content)
    return digest.hexdigest()


def installed() -> tuple[str, ...]:
    """The interpreter, and every package that is installed, with versions; quick, and in order."""
    names = {
        entry.name
        for folder in map(Path, sys.path)
        if folder.is_dir()
        for entry in folder.iterdir()
        if entry.suffix in {".dist-info", ".egg-info"}
    }
    return sys.version, sys.platform, zlib.ZLIB_RUNTIME_VERSION, *sorted(names)
