"""Files in stores elsewhere (S3, Azure, Google, SFTP ...), by their URLs.

It is the one place that knows fsspec. What it refuses, for whatever reason, is an `OSError`, as for
files of this machine. What a URL says of a user and a password is never shown.
"""

import errno
import os
import posixpath
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

from msgspec import Struct

from reportgen.errors import Problem, UsageError

#: Stores that have a file whole or not at all; in others it is moved into its place.
_OBJECT_STORES = {"abfs", "abfss", "adl", "az", "gcs", "gs", "memory", "oci", "oss", "s3", "s3a"}

#: Stores whose URLs begin with what is called a bucket or a container.
_WITH_BUCKETS = _OBJECT_STORES - {"memory"}

#: A URL in a text; what is around it does not matter.
_URL = re.compile(r"([A-Za-z][\w+.-]*://)([^\s'\"<>]+)")

#: What may stand before ``://``; fsspec joins several by colons.
_SCHEME = re.compile(r"[A-Za-z][\w+.:-]+")

#: Errors that come without a number, and theirs.
_NUMBERS: Mapping[type[OSError], int] = {
    FileNotFoundError: errno.ENOENT,
    PermissionError: errno.EACCES,
    FileExistsError: errno.EEXIST,
    IsADirectoryError: errno.EISDIR,
    NotADirectoryError: errno.ENOTDIR,
    TimeoutError: errno.ETIMEDOUT,
}

#: Shorter passwords are words of any text.
_LEAST_PASSWORD = 4

_CHUNK = 1_000_000


class RemotePath(Struct, frozen=True, order=True):
    """A file or folder elsewhere, used as a `Path` is.

    Attributes:
        url: without a slash at its end.
    """

    url: str

    def __str__(self) -> str:
        return _masked_url(f"{self.scheme}://", self._rest)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("url", str(self))]

    def __truediv__(self, name: str) -> "RemotePath":
        return RemotePath(f"{self.url}/{name}")

    @property
    def scheme(self) -> str:
        """How the store is reached, e.g. ``s3``."""
        return self.url.partition("://")[0]

    @property
    def _rest(self) -> str:
        """What stands behind the scheme."""
        return self.url.partition("://")[2]

    @property
    def name(self) -> str:
        """The last part; empty for the root of a store."""
        return posixpath.basename(str(self).partition("://")[2].partition("?")[0])

    @property
    def suffix(self) -> str:
        """For example ``.pdf``."""
        return posixpath.splitext(self.name)[1]

    @property
    def parent(self) -> "RemotePath":
        """What it lies in."""
        return RemotePath(f"{self.scheme}://{self._rest.rpartition('/')[0]}")

    def seen_from(self, folder: "RemotePath") -> str:
        """Its path in a folder that it lies in, e.g. ``2020/koeln.pdf``."""
        return self._rest.strip("/").removeprefix(folder._rest.strip("/")).strip("/")

    def resolve(self) -> "RemotePath":
        """Itself, for there are no links."""
        return self

    def check(self) -> None:
        """Makes sure that what reaches the store is installed.

        Raises:
            ImportError: it is not; the library says what to do.
            ValueError: there is no such kind of store.
        """
        from fsspec import get_filesystem_class  # noqa: PLC0415, it is an extra

        get_filesystem_class(self.scheme)

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
        """Files below it, in order.

        Args:
            pattern: of their names seen from here, with slashes between its parts.

        Raises:
            FileNotFoundError: there is no such folder.
            OSError: the store does not list it, or a folder in it.
        """
        *folders, last = pattern.split("/")
        with self._reached() as (store, path):
            found = {"": path.rstrip("/")}
            for part in folders:
                found = dict(_listed(store, found, part, is_folder=True))
            names = sorted(name for name, _ in _listed(store, found, last, is_folder=False))
        return (self / name for name in names)

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
                store.invalidate_cache(folder)
                # Some leave both as they are when the name is taken, and say nothing.
                if store.size(path) not in {None, len(content)} or store.exists(part):
                    raise FileExistsError(errno.EEXIST, "the store does not replace what is there")
            except BaseException:
                with suppress(Exception):
                    store.rm_file(part)
                raise

    def try_out(self) -> None:
        """Makes sure that the store takes files in this folder: one is put there and removed.

        Raises:
            OSError: it does not.
        """
        probe = self / f".{uuid4().hex[:8]}.probe"
        probe.write(b"?")
        # Who may write may not always remove; nobody looks at hidden files.
        with suppress(OSError), probe._reached() as (store, path):
            store.rm_file(path)

    def chunks(self) -> Iterator[bytes]:
        """The content of the file, in parts.

        Raises:
            OSError: it is not there, or cannot be read.
        """
        with self._reached() as (store, path), store.open(path, "rb") as file:
            while chunk := file.read(_CHUNK):
                yield bytes(chunk)

    @contextmanager
    def _reached(self) -> Iterator[tuple[Any, str]]:
        """The file system, and the path in it."""
        from fsspec.core import url_to_fs  # noqa: PLC0415

        path = ""
        try:
            store, path = url_to_fs(self.url)
            yield store, path
        except OSError as fault:
            kinds = (each for kind, each in _NUMBERS.items() if isinstance(fault, kind))
            number = next(kinds, fault.errno or errno.EIO)
            reason = str(fault.strerror or fault)
            # Some say nothing but the path, which is told anyway.
            if reason.strip("/") in {"", path.strip("/"), self.url}:
                reason = os.strerror(number)
            raise OSError(number, self._masked(reason), str(self)) from None
        except Exception as fault:  # Libraries of stores raise what they like.
            reason = self._masked(f"{type(fault).__name__}: {fault}")
            raise OSError(errno.EIO, reason, str(self)) from None

    def _masked(self, text: str) -> str:
        """A text of a library, without what the URL says of a user or a key."""
        before, _, query = self._rest.partition("?")
        user = before.rpartition("@")[0]
        password = user.partition(":")[2]
        values = [each.partition("=")[2] for each in query.split("&")]
        secrets = [query, user if password else "", password, *values]
        for secret in (*secrets, *map(unquote, secrets)):
            if len(secret) >= _LEAST_PASSWORD:
                text = text.replace(secret, "***")
        return _URL.sub(lambda found: _masked_url(found[1], found[2]), text)


def _masked_url(scheme: str, rest: str) -> str:
    """A URL without its user and password, and without what it asks for (keys of Azure and AWS).

    A password may have slashes and signs in it that do not belong there.
    """
    place, mark, query = rest.partition("?")
    if "@" in query:
        # Either may be part of a password.
        return f"{scheme}***"
    user, sign, host = place.rpartition("@")
    kind = scheme.lower().partition(":")[0]
    first = place.partition("/")[0]
    # abfs://container@account has no secret, nor has a name in a store that has a sign in it.
    is_secret = ":" in user or kind not in _OBJECT_STORES
    is_secret = is_secret or ("@" in first and kind not in {"abfs", "abfss", "az", "adl"})
    shown = f"***@{host}" if sign and is_secret else place
    return f"{scheme}{shown}{'?***' if mark else ''}"


def _listed(
    store: Any, folders: Mapping[str, str], pattern: str, *, is_folder: bool
) -> Iterator[tuple[str, str]]:
    """Files, or folders, of some folders: their names seen from the first, and paths in the store.

    A folder below the first that went away meanwhile is empty; a name that leads elsewhere is
    passed over, as stores that know no folders may have such.
    """
    for name, folder in folders.items():
        store.invalidate_cache(folder)
        try:
            entries = store.ls(folder, detail=True)
        except FileNotFoundError:
            if not name:
                raise
            continue
        for entry in entries:
            path = str(entry["name"]).rstrip("/")
            last = path.lstrip("/").removeprefix(folder.lstrip("/")).removeprefix("/")
            if "/" in last or last in {"", ".", ".."} or not fnmatchcase(last, pattern):
                continue
            # What is neither is a link.
            kind = entry["type"]
            if kind not in {"file", "directory"}:
                kind = "directory" if store.isdir(path) else "file"
            if (kind == "directory") == is_folder:
                yield f"{name}/{last}".lstrip("/"), path


#: A file or folder, of this machine or elsewhere.
Place = Path | RemotePath


def place_of(text: str) -> Place:
    """The place that a path or a URL names; ``file://`` is this machine.

    Raises:
        UsageError: the URL names no place.
    """
    if text[:6].lower() == "file:/":
        return _local_path(text)
    scheme, mark, rest = text.partition("://")
    # One letter is a drive of Windows.
    if not mark or not _SCHEME.fullmatch(scheme):
        return Path(text)
    scheme = scheme.lower()
    if scheme in _WITH_BUCKETS and not rest.partition("/")[0]:
        raise _no_place("bad-url", f"{scheme}:// needs the name of a bucket", text)
    return RemotePath(f"{scheme}://{rest.rstrip('/')}")


def _local_path(url: str) -> Path:
    """The path that ``file:///folder`` names, or ``file:/folder``."""
    from urllib.request import url2pathname  # noqa: PLC0415, it is slow to import

    rest = url[len("file:") :]
    if rest.startswith("//"):
        host, _, path = rest[2:].partition("/")
        if host.lower() not in {"", "localhost"}:
            message = f"{host} is another machine: a URL of a file has three slashes"
            raise _no_place("bad-url", message, url)
        rest = f"/{path}"
    path = url2pathname(rest)
    if url.endswith("//") and not url.endswith("///"):
        raise _no_place("bad-url", "this URL names no file or folder", url)
    if "\0" in path:
        raise _no_place("bad-url", "no name of a file has a character of zero", url)
    return Path(path)


def _no_place(code: str, message: str, url: str) -> UsageError:
    return UsageError(
        Problem(
            code=code,
            message=message,
            where=str(RemotePath(url)) if "://" in url else url,
            hint="name a folder, or a URL such as s3://bucket/folder",
        )
    )
