"""Adds to an archive: a year's reports become its next bag, whole or not at all."""

import contextlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

import bagit
from msgspec import Struct
from msgspec.structs import replace

from reportgen.archive.bag import (
    BagFile,
    close_bag,
    fingerprint,
    read_checksums,
    remove_bag,
    write_bag,
)
from reportgen.archive.catalogue import Version, being_written, locked, tidy, versions
from reportgen.archive.chain import FOLLOWS, REPLACES, check_chain, unfinished_version
from reportgen.archive.history import IndicatorChange, changes, is_neutral, summary, to_csv
from reportgen.archive.list_seal import SEALED_BY, finish_seal, require_seal
from reportgen.archive.names import check_names
from reportgen.archive.register import Register, enter, next_number, read_register
from reportgen.archive.verify_bag import verify_bag
from reportgen.errors import ArchiveError, Problem, Severity, errors_among, faults_as
from reportgen.signing.keys import Key
from reportgen.store import flush

#: Where the parts of a bag lie below ``data/``.
REPORTS, INPUTS, RESULTS = "reports", "inputs", "results"

#: The table of indicators; a correction is compared by it with the version before.
INDICATORS = f"{RESULTS}/indicators.csv"

#: The table of what a correction changed.
CHANGES = "changes.csv"


class AddState(StrEnum):
    """What became of reports that were to be archived."""

    ADDED = "added"
    UNCHANGED = "unchanged"


class BagDescription(Struct, frozen=True, kw_only=True):
    """What a bag says of itself (RFC 8493, 2.2.2).

    Attributes:
        organization: who publishes the reports.
        contact: whom to ask; may be empty.
        title: what is in the bag.
        identifier: under which others know it.
        retention: how long it is to be kept.
        bagged: day on which it is made.
        agent: program and version that makes it.
    """

    organization: str
    contact: str
    title: str
    identifier: str
    retention: str
    bagged: date
    agent: str


class AddResult(Struct, frozen=True, kw_only=True):
    """The version that holds the reports now, what it changed, and what there is to say of it."""

    version: Version
    state: AddState
    changes: tuple[IndicatorChange, ...]
    problems: tuple[Problem, ...]


def keep(
    archive: Path,
    year: int,
    items: Sequence[BagFile],
    description: BagDescription,
    *,
    reason: str,
    prove: Callable[[Path], Collection[Problem]],
    before: Callable[[Version], bytes] | None = None,
    errata: Mapping[str, str] | None = None,
    key: Key | None = None,
) -> AddResult:
    """Makes the next version of a year, unless the last one holds the same.

    It is written beside the others under a name that no bag has, proved, closed, entered in the
    list of versions and renamed: whatever ends that, the versions before stay as they are, and the
    new one is whole or no version. One that is whole and entered is moved into place by the next
    run; what the list does not vouch for never is. What counts are reports, inputs and results;
    that a library was updated since, or another validator was at hand, makes no new version.

    Args:
        archive: its folder, which is made when there is none.
        year: reporting year.
        items: the content.
        description: what the bag says of itself.
        reason: why a version is replaced; needed when there is one.
        prove: finds what is wrong with a bag that is ready to be closed.
        before: the indicators that changes are told against, by default those of the last version.
        errata: what the reports of cities call their page of corrections, where they have one.
        key: seals the list of versions; needed when that is sealed.

    Raises:
        ArchiveError: something is wrong with the content or with the last version, there is no
            reason, another run is adding, or the disk does not take it.
    """
    check_names(item.name for item in items)
    hint = "free some space, or check the rights on the folder, and run it again"
    message = f"the archive {archive} cannot be written"
    refused = Problem(code="archive-unwritable", message=message, hint=hint)
    full = replace(refused, code="archive-disk-full", message=f"{message}: the disk is full")
    with faults_as(ArchiveError, refused, full=full, faults=(OSError, bagit.BagError)):
        folder = archive / str(year)
        if not archive.is_dir():
            archive.mkdir(parents=True)
            flush(archive.parent)
        with locked(archive):
            problems = tuple(_put_right(archive, folder, key))
            everything = versions(archive)
            register = read_register(archive)
            last = next((v for v in reversed(everything) if v.year == year), None)
            changed: tuple[IndicatorChange, ...] = ()
            if last:
                _check_sound(last)
                given = {item.name: item.sha256 for item in items}
                if _content(read_checksums(last.path)) == _content(given):
                    return AddResult(
                        version=last, state=AddState.UNCHANGED, changes=(), problems=problems
                    )
                former = (before or _archived_indicators)(last)
                indicators = _indicators(items)
                found, neutral = changes(former, indicators), is_neutral(indicators)
                changed = tuple(
                    replace(each, erratum=(errata or {}).get(each.city, "")) for each in found
                )
                if not reason:
                    raise ArchiveError(_reasonless(last, changed))
                problems = (*problems, *_dropped(last, items))
                items = [*items, as_item(CHANGES, to_csv(changed, neutral=neutral))]
            number = next_number(register, year)
            version = Version(year=year, number=number, path=folder / f"v{number}")
            info = _info(description, version, last, reason, changed, register)
            info |= {SEALED_BY: key.fingerprint} if key else {}
            _write(archive, register, version, items, info, prove, key)
    return AddResult(version=version, state=AddState.ADDED, changes=changed, problems=problems)


def _archived_indicators(version: Version) -> bytes:
    return (version.path / "data" / INDICATORS).read_bytes()


def as_item(name: str, content: bytes) -> BagFile:
    """A file of the bag whose content is known."""
    return BagFile(name=name, content=content, sha256=sha256(content).hexdigest())


def _put_right(archive: Path, folder: Path, key: Key | None) -> Iterator[Problem]:
    """Finishes or removes what stopped runs have left; only under the lock.

    Raises:
        ArchiveError: chain or seal do not vouch for all that is in the archive.
    """
    yield from finish_seal(archive)
    require_seal(archive, versions(archive), read_register(archive), key)
    yield from _moved_into_place(archive)
    yield from tidy(folder) if folder.is_dir() else ()
    if wrong := errors_among(check_chain(archive, versions(archive))):
        raise ArchiveError(*wrong)


def _moved_into_place(archive: Path) -> Iterator[Problem]:
    """Finishes the run that was stopped between its last two steps."""
    if version := unfinished_version(archive, read_register(archive)):
        being_written(version).rename(version.path)
        flush(version.path.parent)
        yield Problem(
            code="version-finished",
            message=f"{version.name} was whole and entered in the list; it was moved into place",
            where=str(version.path),
            severity=Severity.WARNING,
        )


def _check_sound(last: Version) -> None:
    """A correction vouches for what it replaces, so that must be as it was archived."""
    if wrong := verify_bag(last.path):
        raise ArchiveError(
            *wrong,
            Problem(
                code="version-damaged",
                message=f"{last.name} is damaged; nothing is added after it",
                where=str(last.path),
                hint="put it back from a copy; `reportgen archive verify` says when all is well",
            ),
        )


def _content(checksums: Mapping[str, str]) -> Mapping[str, str]:
    """The part of a bag that makes a new version when it differs."""
    counting = (f"{REPORTS}/", f"{INPUTS}/", f"{RESULTS}/")
    return {name: checksum for name, checksum in checksums.items() if name.startswith(counting)}


def _dropped(last: Version, items: Sequence[BagFile]) -> Iterator[Problem]:
    """A correction replaces all of a version, also the reports that it does not have."""
    there = {item.name for item in items}
    gone = [name for name in read_checksums(last.path) if name not in there]
    for name in sorted(name for name in gone if name.startswith(f"{REPORTS}/")):
        file = name.removeprefix(f"{REPORTS}/")
        yield Problem(
            code="report-dropped",
            message=f"{file} is in {last.name} and not in its correction",
            where=str(last.path),
            hint="if it is still valid, build it with the others and archive all of them again",
            severity=Severity.WARNING,
        )


def _indicators(items: Sequence[BagFile]) -> bytes:
    content = next(item.content for item in items if item.name == INDICATORS)
    return content.read_bytes() if isinstance(content, Path) else content


def _reasonless(last: Version, changed: Collection[IndicatorChange]) -> Problem:
    return Problem(
        code="reason-missing",
        message=(
            f"this differs from {last.name} (indicators that changed: {len(changed)}),"
            " and no reason is given"
        ),
        where=str(last.path),
        hint=f'say why it is replaced, e.g. --reason "{_suggested(changed)}"; '
        "or build again what was archived",
    )


def _suggested(changed: Collection[IndicatorChange]) -> str:
    return f"corrected: {summary(changed)}" if changed else "..."


def _info(
    description: BagDescription,
    version: Version,
    last: Version | None,
    reason: str,
    changed: Collection[IndicatorChange],
    register: Register,
) -> dict[str, str]:
    """The lines of ``bag-info.txt``, without those that say nothing."""
    lines = {
        "Source-Organization": description.organization,
        "Contact-Email" if "@" in description.contact else "Contact-Name": description.contact,
        "External-Description": description.title,
        "External-Identifier": description.identifier,
        "Internal-Sender-Identifier": version.name,
        "Reporting-Period": f"{version.year}-01-01/{version.year}-12-31",
        "Retention": description.retention,
        "Bagging-Date": description.bagged.isoformat(),
        "Bag-Software-Agent": description.agent,
        "Reason": reason,
    }
    if last:
        lines |= {
            **dict(zip(REPLACES, (last.name, fingerprint(last.path)), strict=True)),
            "Changed-Indicators": str(len(changed)),
        }
    before = register.last
    if before and (last is None or before != last.name):
        lines |= dict(zip(FOLLOWS, (before, register.entries[before]), strict=True))
    # A line break would begin a line of its own, and a terminal may obey what is not seen.
    seen = {
        name: "".join(filter(str.isprintable, " ".join(text.split())))
        for name, text in lines.items()
    }
    return {name: text for name, text in seen.items() if text}


def _write(
    archive: Path,
    register: Register,
    version: Version,
    items: Sequence[BagFile],
    info: Mapping[str, str],
    prove: Callable[[Path], Collection[Problem]],
    key: Key | None,
) -> None:
    folder, temporary = version.path.parent, being_written(version)
    try:
        folder.mkdir(exist_ok=True)
        flush(folder.parent)
        write_bag(temporary, items, info)
        if wrong := (*_changed_meanwhile(items, temporary), *prove(temporary)):
            raise ArchiveError(*wrong)
        close_bag(temporary)
        flush(folder)
        # Entered first: a version that the list does not know is never taken for one of ours.
        enter(archive, register, version.name, fingerprint(temporary), key)
        temporary.rename(version.path)
        flush(folder)
    except BaseException:
        with contextlib.suppress(OSError, ArchiveError):
            # What is entered is finished by the next run.
            if version.name not in read_register(archive).entries:
                remove_bag(temporary)
        with contextlib.suppress(OSError):
            folder.rmdir()  # which is refused when there are versions in it
        raise


def _changed_meanwhile(items: Sequence[BagFile], folder: Path) -> Iterator[Problem]:
    written = read_checksums(folder)
    for item in items:
        if written[item.name] != item.sha256:
            yield Problem(
                code="changed-meanwhile",
                message=f"{item.name} was changed while it was archived",
                hint="wait until nothing writes it any more and run the same command again",
            )
