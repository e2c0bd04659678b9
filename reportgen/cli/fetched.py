"""Inputs that lie elsewhere: commands read copies of them, and call them by their own names."""

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from reportgen.cli import console
from reportgen.errors import Problem, UsageError, faults_as
from reportgen.remote import Place, RemotePath

#: What is not read: working files of builds.
_HIDDEN = "."

#: Reports, and records of them, lie in the folder of a year or one above it.
_LEVELS = ("*", "*/*")


@contextmanager
def local_folder(place: Place) -> Iterator[Path]:
    """The folder, or within a copy of it when it is elsewhere.

    Raises:
        UsageError: there is nothing, or it cannot be read.
    """
    if isinstance(place, Path):
        yield place
        return
    with _copies_of(place) as copy:
        with faults_as(UsageError, _unreadable(place)):
            files = [file for level in _LEVELS for file in place.glob(level)]
            for file in files:
                if not file.name.startswith(_HIDDEN) and file.is_file():
                    file.fetch(copy / file.url.removeprefix(f"{place.url}/"))
        yield copy


@contextmanager
def local_pdfs(places: Iterable[Place]) -> Iterator[list[Path]]:
    """PDFs, or within copies of those that are elsewhere, where folders and patterns stand for all.

    Raises:
        UsageError: there is no PDF, or one cannot be read.
    """
    found: list[Path] = []
    with ExitStack() as stack:
        for place in places:
            if isinstance(place, Path):
                found.append(place)
                continue
            with faults_as(UsageError, _unreadable(place)):
                root, files = _pdfs(place)
                copy = stack.enter_context(_copies_of(root))
                for file in files:
                    found.append(copy / file.url.removeprefix(f"{root.url}/"))
                    file.fetch(found[-1])
        yield found


def _pdfs(place: RemotePath) -> tuple[RemotePath, list[RemotePath]]:
    """Where they lie, and all that a URL names."""
    if "*" in place.name:
        found = list(place.parent.glob(place.name))
        root = place.parent
    elif place.suffix == ".pdf":
        root, found = place.parent, [place]
    else:
        root = place
        found = [file for level in _LEVELS for file in place.glob(f"{level}.pdf")]
    if not found:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(place))
    return root, found


@contextmanager
def _copies_of(place: RemotePath) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        copy = Path(folder).resolve() / place.name
        copy.mkdir()
        console.call(str(copy), str(place))
        yield copy


def _unreadable(place: RemotePath) -> Problem:
    return Problem(
        code="place-unreadable",
        message="what is elsewhere cannot be read",
        where=str(place),
        hint="check the URL, and that you may read there",
    )
