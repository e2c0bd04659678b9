"""Inputs that lie elsewhere: commands read copies of them, and call them by their own names."""

import errno
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from glob import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from reportgen.cli import console
from reportgen.errors import DocumentError, Problem, UsageError, faults_as
from reportgen.remote import Place, RemotePath

#: What is not read: working files of builds.
_HIDDEN = "."

#: Parts of a URL that stand before its first folder, the first of which is ``s3:``.
_BEFORE = 3

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
            for file in [file for level in _LEVELS for file in place.glob(level)]:
                if not file.name.startswith(_HIDDEN):
                    _fetch(file, copy / file.seen_from(place))
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
                    found.append(copy / file.seen_from(root))
                    _fetch(file, found[-1])
        yield found


def _pdfs(place: RemotePath) -> tuple[RemotePath, list[RemotePath]]:
    """Where they lie, and all that a URL names."""
    parts = place.url.split("/")
    first = next((n for n, part in enumerate(parts) if n >= _BEFORE and "*" in part), None)
    if first is not None:
        root = RemotePath("/".join(parts[:first]))
        pattern = escape("/".join(parts[first:])).replace("[*]", "*")
        found = [file for file in root.glob(pattern) if _is_pdf(file)]
    elif _is_pdf(place):
        root, found = place.parent, [place]
    else:
        root = place
        found = [file for level in _LEVELS for file in place.glob(level) if _is_pdf(file)]
    if not found:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(place))
    return root, found


def _is_pdf(file: RemotePath) -> bool:
    # A name in a store may have the sign that begins the query of other URLs.
    is_pdf = file.suffix.lower() == ".pdf" or file.url.lower().endswith(".pdf")
    return is_pdf and not file.name.startswith(_HIDDEN)


def _fetch(file: RemotePath, copy: Path) -> None:
    """Puts a copy on this machine.

    Raises:
        DocumentError: this machine does not take it.
        OSError: it cannot be read.
    """
    refused = _unwritable(copy.parent)
    chunks = file.chunks()
    with faults_as(DocumentError, refused):
        copy.parent.mkdir(parents=True, exist_ok=True)
        target = copy.open("xb")
    with target:
        for chunk in chunks:
            with faults_as(DocumentError, refused):
                target.write(chunk)
        with faults_as(DocumentError, refused):
            target.flush()


@contextmanager
def _copies_of(place: RemotePath) -> Iterator[Path]:
    with ExitStack() as stack:
        with faults_as(DocumentError, _unwritable(Path(tempfile.gettempdir()))):
            folder = stack.enter_context(TemporaryDirectory())
            # The root of a store has no name.
            name = place.name if place.name.strip(".") else "reports"
            copy = Path(folder).resolve() / name
            copy.mkdir()
        console.call(str(copy), str(place))
        yield copy


def _unwritable(folder: Path) -> Problem:
    return Problem(
        code="copy-unwritable",
        message="what is elsewhere cannot be copied to this machine",
        where=str(folder),
        hint="check the room and the rights there; TMPDIR names another folder for copies",
    )


def _unreadable(place: RemotePath) -> Problem:
    return Problem(
        code="place-unreadable",
        message="what is elsewhere cannot be read",
        where=str(place),
        hint="check the URL, and that you may read there",
    )
