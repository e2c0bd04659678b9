"""Is an archive as it was? Every deviation is found and reported, none is mended."""

from collections.abc import Iterator
from pathlib import Path

from cryptography import x509

from reportgen.archive.catalogue import LOCK, VERSION, YEAR, being_written, unfinished, versions
from reportgen.archive.chain import check_chain, unfinished_version
from reportgen.archive.list_seal import check_seal
from reportgen.archive.register import (
    REGISTER,
    SEAL,
    UNFINISHED_REGISTER,
    UNFINISHED_SEAL,
    read_register,
)
from reportgen.archive.verify_bag import unlisted, verify_bag
from reportgen.errors import ArchiveError, Problem, Severity

#: Files beside the folders of years.
_OWN = {LOCK, REGISTER, UNFINISHED_REGISTER, SEAL, UNFINISHED_SEAL}


def verify_archive(
    archive: Path,
    year: int | None = None,
    trusted: tuple[x509.Certificate, ...] | None = None,
) -> tuple[Problem, ...]:
    """Examines every bag of an archive, and whether each version follows the one before.

    Args:
        archive: its folder.
        year: only this one; the seal is that of the whole list.
        trusted: who may have sealed the list of versions.

    Returns:
        What is wrong; empty when all is as it was.

    Raises:
        UsageError: there is no archive, or it has nothing of that year.
    """
    found = versions(archive, year)
    problems = [*_unexpected_entries(archive, year)]
    for version in found:
        problems += verify_bag(version.path)
    problems += check_chain(archive, found, year)
    problems += check_seal(archive, versions(archive), trusted)
    return tuple(problems)


def _unexpected_entries(archive: Path, year: int | None) -> Iterator[Problem]:
    """What lies in an archive that is neither a bag nor on its way to be one."""
    listed = _listed_part(archive)
    for path in sorted(archive.iterdir()):
        if YEAR.fullmatch(path.name) and path.is_dir() and not path.is_symlink():
            if year in {None, int(path.name)}:
                yield from _unexpected_in_year(path, listed)
        elif path.name not in _OWN or path.is_symlink() or not path.is_file():
            yield unlisted(path)


def _listed_part(archive: Path) -> Path | None:
    try:
        version = unfinished_version(archive, read_register(archive))
    except ArchiveError:
        return None  # It is reported with the chain.
    return being_written(version) if version else None


def _unexpected_in_year(folder: Path, listed: Path | None) -> Iterator[Problem]:
    parts = unfinished(folder)
    for path in sorted(folder.iterdir()):
        if path == listed:
            continue  # The chain vouches for it, and reports that it is not in its place.
        if path in parts:
            yield Problem(
                code="left-over",
                message=f"{path.name} is being written, or its run was killed; it is no bag yet",
                where=str(path),
                hint="when no other run is adding, the next `archive add` removes it",
                severity=Severity.WARNING,
            )
        elif not VERSION.fullmatch(path.name) or not path.is_dir() or path.is_symlink():
            yield unlisted(path)
