"""Files in stores elsewhere (S3, Azure, Google, SFTP ...), by their URLs.

It is the one place that knows fsspec. What it refuses, for whatever reason, is an `OSError`, as for
files of this machine. What a URL says of a user and a password is never shown.
"""

import errno
import posixpath
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

#: Stores that have a file whole or not at all; in others it is moved into its place.
_OBJECT_STORES = {"abfs", "abfss", "adl", "az", "gcs", "gs", "memory", "oci", "oss", "s3", "s3a"}

_SECRET = re.compile(r"//[^/@]*@")


@dataclass(frozen=True, slots=True, order=True)
class RemotePath:
    """A file or folder elsewhere, used as a `Path` is.

    Attributes:
        url: without a slash at its end.
    """

    url: str

    def __str__(self) -> str:
        return _SECRET.sub("//***@", self.url)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def __truediv__(self, name: str) -> "RemotePath":
        return RemotePath(f"{self.url}/{name}")

    @property
    def scheme(self) -> str:
        """How the store is reached, e.g. ``s3``."""
        return self.url.partition("://")[0]

    @property
    def name(self) -> str:
        """The last part."""
        return posixpath.basename(self.url)

    @property
    def suffix(self) -> str:
        """For example ``.pdf``."""
        return posixpath.splitext(self.url)[1]

    @property
    def parent(self) -> "RemotePath":
        """What it lies in."""
        return RemotePath(posixpath.dirname(self.url))

    def resolve(self) -> "RemotePath":
        """Itself, for there are no links."""
        return self

    def check(self) -> None:
        """Makes sure that what reaches the store is installed.

        Raises:
            ImportError: it is not.
            ValueError: there is no such kind of store.
        """
        from fsspec import get_filesystem_class  # noqa: PLC0415, it is an extra

        try:
            get_filesystem_class(self.scheme)
        except ImportError as fault:
            # The library says what to do; what it lacks is said by what it hides.
            missing = getattr(fault.__cause__, "name", None) or str(fault)
            raise ImportError(str(fault), name=missing) from fault

    def is_file(self) -> bool:
        """Whether there is a file of that name."""
        with self._reached() as (store, path):
            return bool(store.isfile(path))

    def sizes(self) -> Mapping[str, int]:
        """The names of the files in the folder, and their sizes in bytes; none if it is missing.

        Raises:
            OSError: the store does not say.
        """
        with suppress(FileNotFoundError), self._reached() as (store, path):
            store.invalidate_cache(path)
            found = store.ls(path, detail=True)
            return {
                posixpath.basename(each["name"]): each["size"] or 0
                for each in found
                if each["type"] == "file"
            }
        return {}

    def glob(self, pattern: str) -> Iterator["RemotePath"]:
        """Files and folders below it, in order.

        Raises:
            OSError: the store does not say.
        """
        with self._reached() as (store, path):
            store.invalidate_cache(path)
            root = path.rstrip("/")
            found = sorted(store.glob(f"{root}/{pattern}"))
        names = (each.removeprefix(f"{root}/") for each in found)
        # Where names are no folders, one may have parts that lead out of a folder of this machine.
        return (self / name for name in names if not {"", ".", ".."} & set(name.split("/")))

    def read(self, most: int) -> bytes | None:
        """The content of the file; None if it has more bytes than `most`.

        Raises:
            OSError: it is not there, or cannot be read.
        """
        with self._reached() as (store, path):
            try:
                content = bytes(store.cat_file(path, start=0, end=most + 1))
            except FileNotFoundError:
                raise
            except Exception:
                # Some have no part of a file that is empty.
                if store.size(path) != 0:
                    raise
                content = b""
        return content if len(content) <= most else None

    def write(self, content: bytes) -> None:
        """Puts the content there, whole or not at all.

        Raises:
            OSError: the store does not take it.
        """
        with self._reached() as (store, path):
            if self.scheme in _OBJECT_STORES:
                store.pipe_file(path, content)
                return
            folder, name = posixpath.split(path)
            store.makedirs(folder, exist_ok=True)
            part = f"{folder}/.{name}.{uuid4().hex[:8]}.part"
            try:
                store.pipe_file(part, content)
                store.mv(part, path)
            except BaseException:
                with suppress(Exception):
                    store.rm_file(part)
                raise

    def fetch(self, file: Path) -> None:
        """Puts a copy of the file on this machine.

        Raises:
            OSError: it is not there, or cannot be read or written.
        """
        file.parent.mkdir(parents=True, exist_ok=True)
        with self._reached() as (store, path):
            store.get_file(path, str(file))

    @contextmanager
    def _reached(self) -> Iterator[tuple[Any, str]]:
        """The file system, and the path in it."""
        from fsspec.core import url_to_fs  # noqa: PLC0415

        try:
            yield url_to_fs(self.url)
        except OSError as fault:
            if fault.filename is None:
                fault.filename = str(self)
            raise
        except Exception as fault:  # Libraries of stores raise what they like.
            reason = _SECRET.sub("//***@", f"{type(fault).__name__}: {fault}")
            raise OSError(errno.EIO, reason, str(self)) from fault


#: A file or folder, of this machine or elsewhere.
Place = Path | RemotePath


def place_of(text: str) -> Place:
    """The place that a path or a URL names; ``file://`` is this machine."""
    scheme, mark, rest = text.partition("://")
    if not mark:
        return Path(text)
    if scheme == "file":
        return Path(rest)
    return RemotePath(text.rstrip("/") if rest.strip("/") else f"{scheme}://")
