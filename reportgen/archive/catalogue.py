"""Which years and versions an archive has, and who may add to it: ``ARCHIVE/2020/v1``."""

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout
from msgspec import Struct

from reportgen.archive.bag import remove_bag
from reportgen.errors import ArchiveError, Problem, Severity, UsageError, faults_as

#: Held by the run that adds.
LOCK = ".lock"

YEAR, VERSION = re.compile(r"[0-9]{4}"), re.compile(r"v([1-9][0-9]{0,5})")

#: What a version is called until it is finished.
UNFINISHED = re.compile(r"\.v[1-9][0-9]{0,5}\.part")


class Version(Struct, frozen=True, kw_only=True):
    """A finished bag."""

    year: int
    number: int
    path: Path

    @property
    def name(self) -> str:
        """As in ``2020/v1``."""
        return f"{self.year}/v{self.number}"


def being_written(version: Version) -> Path:
    """Where a version is until it is finished."""
    return version.path.with_name(f".{version.path.name}.part")


def versions(archive: Path, year: int | None = None) -> tuple[Version, ...]:
    """The finished bags of a year, or of all years, from the oldest.

    Raises:
        UsageError: there is no archive, or it has nothing of that year.
        ArchiveError: its folders cannot be read.
    """
    if not archive.is_dir():
        raise UsageError(
            Problem(
                code="archive-missing",
                message=f'there is no archive "{archive}"',
                hint="check the path; `reportgen archive add` makes a new one",
            )
        )
    unreadable = Problem(
        code="archive-unreadable",
        message="the archive cannot be read",
        hint="check the rights on the folder",
    )
    with faults_as(ArchiveError, unreadable):
        found = tuple(_versions(archive))
    chosen = [version for version in found if year in {None, version.year}]
    if year is not None and not chosen:
        years = ", ".join(map(str, sorted({version.year for version in found}))) or "none"
        raise UsageError(
            Problem(
                code="year-not-archived",
                message=f"the archive has nothing of {year}",
                where=str(archive),
                hint=f"years that it has: {years}",
            )
        )
    return tuple(sorted(chosen, key=lambda version: (version.year, version.number)))


def _versions(archive: Path) -> Iterator[Version]:
    for folder in archive.iterdir():
        if YEAR.fullmatch(folder.name) and folder.is_dir() and not folder.is_symlink():
            for bag in folder.iterdir():
                match = VERSION.fullmatch(bag.name)
                if match and bag.is_dir() and not bag.is_symlink():
                    yield Version(year=int(folder.name), number=int(match[1]), path=bag)


@contextlib.contextmanager
def locked(archive: Path) -> Iterator[None]:
    """Keeps other runs from adding; the lock ends with the process, however that ends.

    Raises:
        ArchiveError: another run is adding.
    """
    try:
        with FileLock(archive / LOCK, blocking=False):
            yield
    except Timeout as fault:
        raise ArchiveError(
            Problem(
                code="archive-busy",
                message="another run is adding to this archive",
                where=str(archive),
                hint="wait until it is done and run the same command again",
            )
        ) from fault


def tidy(folder: Path) -> Iterator[Problem]:
    """Removes from the folder of a year what a killed run has left; only under the lock."""
    for path in unfinished(folder):
        remove_bag(path)
        yield Problem(
            code="left-over-removed",
            message=f"{path.name} of a run that was killed was removed; it was no part of a bag",
            where=str(path),
            severity=Severity.WARNING,
        )


def unfinished(folder: Path) -> tuple[Path, ...]:
    """Bags in the folder of a year that are being written, or were when their run was killed."""
    return tuple(sorted(path for path in folder.iterdir() if UNFINISHED.fullmatch(path.name)))
