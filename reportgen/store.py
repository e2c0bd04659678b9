"""Writes files atomically: whatever interrupts that, the old file or none is there, never a part.

It is the one place that knows how a system makes sure that a disk has something.
"""

import contextlib
import errno
import os
import uuid
from enum import StrEnum
from pathlib import Path

from reportgen.errors import DocumentError, Problem, faults_as


class FileState(StrEnum):
    """What became of a file."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"


def store(content: bytes, path: Path, *, force: bool = False) -> FileState:
    """Puts `content` at `path`, unless it is there already.

    Args:
        content: of the file.
        path: where to; folders on the way are made.
        force: write even when the content is the same.

    Returns:
        Whether the file was written.

    Raises:
        DocumentError: the folder or the disk does not take it.
    """
    refused = Problem(
        code="output-unwritable",
        message=f"{path.name} cannot be written",
        where=str(path),
        hint="close the file if it is open, check the rights on its folder, or choose another",
    )
    full = Problem(
        code="disk-full",
        message=f"there is no room on the disk for {path.name}",
        where=str(path),
        hint="free some space and run the same command again; finished files stay",
    )
    with faults_as(DocumentError, refused, full=full):
        if path.is_file():
            if not force and path.read_bytes() == content:
                return FileState.UNCHANGED
        elif path.exists():
            # Moving a file over /dev/null would replace it.
            raise FileExistsError(errno.EEXIST, "there is something that is not a file")
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(content, path, path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.part"))
    return FileState.WRITTEN


def replace_file(content: bytes, path: Path, temporary: Path) -> None:
    """Writes `content` to a temporary name in the same folder, flushes it and moves it into place.

    Raises:
        OSError: the folder or the disk does not take it.
    """
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def flush(path: Path) -> None:
    """Waits until the disk has a file that may be written, or the names in a folder.

    Raises:
        OSError: the disk does not take it.
    """
    if path.is_file():
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    elif hasattr(os, "O_DIRECTORY"):  # Windows opens no folders, and keeps their names by itself.
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
