"""Writes files atomically: whatever interrupts that, the old file or none is there, never a part.

It is the one place that knows how a system makes sure that a disk has something. Outputs may go to
stores elsewhere, which have neither locks nor what tells one state of a file from another.
"""

import contextlib
import errno
import os
import re
import uuid
from collections.abc import Iterator, Mapping
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO

from reportgen.errors import DocumentError, Problem, UsageError, faults_as
from reportgen.remote import Place, RemotePath, place_of

#: Locks of files; Windows has none, and removes no file that somebody has open.
_fcntl: Any = import_module("fcntl") if find_spec("fcntl") else None

#: What `store` calls a file until it is written.
_PART = re.compile(r"\..+\.[0-9a-f]{8}\.part")


class FileState(StrEnum):
    """What became of a file."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"


#: Of a file that was written by us and not by anybody since: inode, size and time in nanoseconds.
State = tuple[int, int, int]


def usable_place(text: str) -> Place:
    """The place that a path or a URL names.

    Raises:
        UsageError: it is none, or what reaches it is not installed.
    """
    place = place_of(text)
    if isinstance(place, RemotePath):
        try:
            place.check()
        except ImportError as fault:
            lacks_all = fault.name == "fsspec"
            raise UsageError(
                Problem(
                    code="remote-extra-missing",
                    message=f"{place.scheme}:// needs what is not installed: {fault}",
                    where=str(place),
                    hint="pip install stadtprofil[remote]" if lacks_all else "",
                )
            ) from fault
        except ValueError as fault:
            raise UsageError(
                Problem(
                    code="unknown-store",
                    message=f"there is no kind of store that is called {place.scheme}",
                    where=str(place),
                    hint="name a folder, or a URL such as s3://bucket/folder",
                )
            ) from fault
    return place


def sizes_in(folder: Place) -> Mapping[str, int]:
    """The names of the files in a folder, and their sizes in bytes; none if it is missing.

    Raises:
        OSError: it cannot be listed.
    """
    if isinstance(folder, RemotePath):
        return folder.sizes()
    try:
        with os.scandir(folder) as entries:
            return {each.name: each.stat().st_size for each in entries if each.is_file()}
    except (FileNotFoundError, NotADirectoryError):
        return {}


def state_of(file: Place) -> State:
    """What changes when anybody writes a file; always the same where nothing tells.

    Raises:
        OSError: it is not there.
    """
    if isinstance(file, RemotePath):
        return 0, 0, 0
    found = file.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def store(content: bytes, path: Place, *, force: bool = False, tidy: bool = True) -> FileState:
    """Puts `content` at `path`, unless it is there already; what a killed run left there goes.

    Args:
        content: of the file.
        path: where to; folders on the way are made.
        force: write even when the content is the same.
        tidy: look for what a killed run left; who stores thousands of files in a folder looks once.

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
        if isinstance(path, RemotePath):
            return _store_elsewhere(content, path, force=force)
        if tidy:
            _remove_left_over(path.parent)
        if path.is_file():
            if not force and path.read_bytes() == content:
                return FileState.UNCHANGED
        elif path.exists():
            # Moving a file over /dev/null would replace it.
            raise FileExistsError(errno.EEXIST, "there is something that is not a file")
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(content, path, path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.part"))
    return FileState.WRITTEN


def _store_elsewhere(content: bytes, path: RemotePath, *, force: bool) -> FileState:
    # Who may not list a store is refused what is not there.
    with contextlib.suppress(FileNotFoundError, PermissionError):
        if not force and path.read(len(content)) == content:
            return FileState.UNCHANGED
    path.write(content)
    return FileState.WRITTEN


def replace_file(content: bytes, path: Path, temporary: Path) -> None:
    """Writes `content` to a temporary name in the same folder, flushes it and moves it into place.

    Raises:
        OSError: the folder or the disk does not take it.
    """
    try:
        with _new_file(temporary) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _remove_left_over(folder: Path) -> None:
    """Removes what killed runs did not finish in a folder; what a living one writes is locked.

    Whatever cannot be removed is left to the next run.
    """
    with contextlib.suppress(OSError):
        parts = [Path(entry) for entry in os.scandir(folder) if _PART.fullmatch(entry.name)]
        for part in parts:
            with contextlib.suppress(OSError):
                if _fcntl is None:
                    part.unlink()
                    continue
                with part.open("rb") as file:
                    _fcntl.flock(file, _fcntl.LOCK_EX | _fcntl.LOCK_NB)
                    part.unlink()


@contextlib.contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """A new file that is locked as long as it is open; on Windows being open is enough."""
    while True:
        with path.open("xb") as file:
            if _fcntl is not None:
                with contextlib.suppress(OSError):  # Some network drives have no locks.
                    _fcntl.flock(file, _fcntl.LOCK_EX)
                if os.fstat(file.fileno()).st_nlink == 0:
                    continue  # It was taken for a left one before it was locked.
            yield file
            return


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
