"""Writes files so that nobody ever sees half of one."""

import contextlib
import errno
import os
import tempfile
from enum import StrEnum
from pathlib import Path

from reportgen.errors import DocumentError, Problem


class FileState(StrEnum):
    """What became of a file."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"


def store(content: bytes, path: Path, *, force: bool = False) -> FileState:
    """Puts `content` at `path`, unless it is there already.

    The content goes to a temporary name in the same folder, is flushed to the disk and moved into
    place; whatever interrupts that, the old file or none is there, never a part.

    Args:
        content: of the file.
        path: where to; folders on the way are made.
        force: write even when the content is the same.

    Returns:
        Whether the file was written.

    Raises:
        DocumentError: the folder or the disk does not take it.
    """
    try:
        if path.is_file():
            if not force and path.read_bytes() == content:
                return FileState.UNCHANGED
        elif path.exists():
            # Moving a file over /dev/null would replace it.
            raise FileExistsError(errno.EEXIST, "there is something that is not a file")
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_and_move(content, path)
    except OSError as fault:
        raise DocumentError(_problem(fault, path)) from fault
    return FileState.WRITTEN


def _write_and_move(content: bytes, path: Path) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _problem(fault: OSError, path: Path) -> Problem:
    if fault.errno in {errno.ENOSPC, errno.EDQUOT}:
        return Problem(
            code="disk-full",
            message=f"there is no room on the disk for {path.name}",
            where=str(path),
            hint="free some space and run the same command again; finished files stay",
        )
    return Problem(
        code="output-unwritable",
        message=f"{path.name} cannot be written: {fault.strerror or fault}",
        where=str(path),
        hint="close the file if it is open, check the rights on its folder, or choose another",
    )
