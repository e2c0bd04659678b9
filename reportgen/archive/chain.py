"""Does the chain of versions hold? By fingerprints, each bag names those that it came after.

The list of versions vouches for every bag; every bag vouches for the version that it replaces and
for the one that was archived before it, of whatever year. Only who writes anew the list and every
bag from the exchanged one on could hide an exchange; a seal of the list finds that, too.
"""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from reportgen.archive.bag import fingerprint_if_readable, read_info
from reportgen.archive.catalogue import Version, being_written
from reportgen.archive.register import REGISTER, Register, read_register, unreadable
from reportgen.archive.verify_bag import verify_bag
from reportgen.errors import ArchiveError, Problem, Severity

#: Lines of ``bag-info.txt``: a version and its fingerprint that a bag vouches for.
REPLACES = ("Replaces", "Replaces-Fingerprint")
FOLLOWS = ("Follows", "Follows-Fingerprint")

_ACCEPT = (
    "put it back from a copy; only a person can settle it otherwise: "
    '`reportgen archive accept ARCHIVE {} --reason "..."`'
)


def check_chain(
    archive: Path, found: Collection[Version], year: int | None = None
) -> Iterator[Problem]:
    """Whether an archive has all that it has had, as it was, and nothing else.

    Args:
        archive: its folder.
        found: its versions, or those of a year.
        year: of which they are; None of all.
    """
    try:
        register = read_register(archive)
    except ArchiveError as fault:
        yield from fault.problems
        yield from (problem for _, problem in _check_versions(found, Register()))
        return
    if found and not register.content:
        is_there = register.content is not None
        yield unreadable(archive, "has no entries" if is_there else "is not there")
    yield from (problem for _, problem in disputes(archive, found, register, year))
    for acceptance in register.acceptances:
        if acceptance.version == REGISTER or year in {None, int(acceptance.version[:4])}:
            state = "is lost" if acceptance.fingerprint is None else "is vouched for by hand"
            yield Problem(
                code="version-accepted",
                message=f"{acceptance.version} {state}: {acceptance.reason}",
                where=f"{archive / REGISTER}, by {acceptance.by} on {acceptance.at:%Y-%m-%d %H:%M}",
                severity=Severity.WARNING,
            )


def disputes(
    archive: Path, found: Collection[Version], register: Register, year: int | None = None
) -> Iterator[tuple[str, Problem]]:
    """What the chain does not vouch for: names of versions, and what is wrong with each."""
    yield from _check_versions(found, register)
    yield from _check_entries(archive, found, register, year)


def unfinished_version(archive: Path, register: Register) -> Version | None:
    """The version that is in the list and whole, and only has to be moved into place.

    A run enters a version before it moves it, so this can only be the last one.
    """
    if not register.last:
        return None
    year, _, number = register.last.partition("/v")
    version = Version(year=int(year), number=int(number), path=archive / register.last)
    part = being_written(version)
    is_folder = part.is_dir() and not part.is_symlink()
    if version.path.exists() or not is_folder or part.parent.is_symlink():
        return None
    is_vouched_for = fingerprint_if_readable(part) == register.entries[register.last]
    return version if is_vouched_for and not verify_bag(part) else None


def _check_entries(
    archive: Path, found: Collection[Version], register: Register, year: int | None
) -> Iterator[tuple[str, Problem]]:
    there = {version.name: version for version in found}
    unfinished = unfinished_version(archive, register)
    for name, expected in register.entries.items():
        if year not in {None, int(name[:4])}:
            continue
        if unfinished and name == unfinished.name:
            yield name, _unfinished(unfinished)
        elif name not in there:
            message = f"{name} was archived and is not there"
            yield name, _problem("version-missing", message, archive / name, name)
        elif fingerprint_if_readable(there[name].path) not in {None, expected}:
            message = f"{name} is not the one that was archived"
            yield name, _problem("version-exchanged", message, archive / name, name)
    for name, version in there.items():
        if name not in register.entries:
            message = f"{name} is not in {REGISTER}; nothing vouches for it"
            yield name, _problem("version-unlisted", message, version.path, name)


def _check_versions(
    found: Collection[Version], register: Register
) -> Iterator[tuple[str, Problem]]:
    """Whether versions count up from one, and each names those that it came after."""
    present = {version.name: version for version in found}
    before: Version | None = None
    for version in found:
        before = before if before and before.year == version.year else None
        try:
            info = read_info(version.path)
        except (OSError, UnicodeDecodeError):
            info = {}  # The file that cannot be read is reported with its bag.
        named = info.get("Internal-Sender-Identifier")
        is_moved = named != version.name and not register.accepted(version.name)
        if info and is_moved:
            message = f"{version.name} is in another place: it was archived as {named}"
            path = version.path / "bag-info.txt"
            yield version.name, _problem("version-moved", message, path, version.name)
        yield from _check_number(version, before, register)
        if info and not is_moved:
            is_next = before is not None and before.number + 1 == version.number
            expected = before.name if before and is_next else None
            yield from _check_links(version, info, expected, present, register)
        before = version


def _check_number(
    version: Version, before: Version | None, register: Register
) -> Iterator[tuple[str, Problem]]:
    due = (before.number if before else 0) + 1
    while due < version.number and register.accepted(f"{version.year}/v{due}"):
        due += 1
    if version.number != due:
        name = f"{version.year}/v{due}"
        message = f"{name} is missing: {version.name} is the next that there is"
        yield name, _problem("version-missing", message, version.path.parent, name)


def _check_links(
    version: Version,
    info: Mapping[str, str],
    expected: str | None,
    present: Mapping[str, Version],
    register: Register,
) -> Iterator[tuple[str, Problem]]:
    """Whether what a bag came after is what there is; `expected` is what it must replace."""
    path = version.path / "bag-info.txt"
    if expected and info.get(REPLACES[0]) != expected and not register.accepted(version.name):
        message = f"{version.name} does not name {expected}, which it must replace"
        yield version.name, _problem("chain-broken", message, path, version.name)
    for what, (key, checksum_key) in (("replaced", REPLACES), ("followed", FOLLOWS)):
        name, checksum = info.get(key, ""), info.get(checksum_key, "")
        if not name or register.accepted(name):
            continue
        if name in present:
            holds = fingerprint_if_readable(present[name].path) in {None, checksum}
        else:
            # Of another year, or lost; without a list, that is what is reported.
            holds = not register.entries or register.entries.get(name) == checksum
        if not holds:
            message = f"{version.name} {what} another {name} than the one that is here"
            yield name, _problem("chain-broken", message, path, name)


def _unfinished(version: Version) -> Problem:
    return Problem(
        code="version-unfinished",
        message=f"{version.name} is whole and not in its place: was its run stopped at the end?",
        where=str(version.path),
        hint="the next `archive add` moves it there",
        severity=Severity.WARNING,
    )


def _problem(code: str, message: str, path: Path, name: str) -> Problem:
    return Problem(code=code, message=message, where=str(path), hint=_ACCEPT.format(name))
