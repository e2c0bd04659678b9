"""Opens every file that comes from outside: regular files only, and none beyond its size limit.

A device, a pipe or a file of gigabytes in place of an input would otherwise be read for ever or
fill the memory. What is refused here is an `OSError`, as for a file that may not be read; who
asked turns it into a `Problem` with a code of its own.
"""

import errno
import os
import stat
from enum import Enum
from pathlib import Path

from reportgen.remote import Place, RemotePath

_MB = 1_000_000


class InputKind(Enum):
    """What is read, and how many bytes of it at most; a good deal more than anybody needs."""

    WORKBOOK = ("workbook", 200 * _MB)
    PORTRAIT = ("portrait", _MB)
    PHOTO = ("photo", 100 * _MB)
    FONT = ("font", 50 * _MB)
    COLOUR_PROFILE = ("colour profile", 20 * _MB)
    SETTINGS = ("TOML file", 3 * _MB)
    RECORD = ("record", 100 * _MB)
    LIST = ("list", 200 * _MB)
    PDF = ("PDF", 200 * _MB)
    KEY = ("key or certificate", _MB)

    @property
    def words(self) -> str:
        """Its name in a message."""
        return self.value[0]

    @property
    def most(self) -> int:
        """Bytes that a file of this kind may have."""
        return self.value[1]


class UnfitInputError(OSError):
    """A file that exists and may be read, but is not read: it is no file, or too large."""


def read_input(path: Place, kind: InputKind) -> bytes:
    """The content of a file from outside.

    Args:
        path: the file; links are followed.
        kind: of input, for the limit of its size.

    Returns:
        All its bytes.

    Raises:
        OSError: it cannot be read.
        UnfitInputError: it is no regular file, or larger than `kind` allows.
    """
    if isinstance(path, RemotePath):
        content = path.read(kind.most)
        return _within_limit(content, path, kind)
    # Opening a pipe would wait for somebody to write; a directory is refused by the system.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode):
            raise UnfitInputError(errno.EINVAL, "it is not a regular file", str(path))
        content = None
        if state.st_size <= kind.most:
            # So much room is taken and no more; a file that grows meanwhile is not believed.
            content = file.read(state.st_size + 1)
            while len(content) <= kind.most and (more := file.read(_MB)):
                content += more
    return _within_limit(content, path, kind)


def _within_limit(content: bytes | None, path: Place, kind: InputKind) -> bytes:
    if content is None or len(content) > kind.most:
        limit = f"it has more than {kind.most // _MB} MB, too much for a {kind.words}"
        raise UnfitInputError(errno.EFBIG, limit, str(path))
    return content


def read_input_text(path: Path, kind: InputKind) -> str:
    """The same as text in UTF-8; a byte-order mark is passed over.

    Raises:
        OSError: it cannot be read.
        UnfitInputError: it is no regular file, or larger than `kind` allows.
        UnicodeDecodeError: it is not UTF-8.
    """
    return read_input(path, kind).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
