"""The list of the versions that an archive has: one that is gone would leave no gap at the end.

It has the form that ``sha512sum --check`` reads, and grows by a line with each version. Who keeps
a copy in another place can tell by it alone that nothing was exchanged or removed.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from reportgen.archive.bag import fingerprint, fingerprint_if_readable
from reportgen.archive.catalogue import Version
from reportgen.errors import Problem, Severity, reason_of
from reportgen.store import flush, replace_file

#: Its name, in the folder of the archive, and the one that it has until it is written.
REGISTER, UNFINISHED_REGISTER = "versions.sha512", ".versions.sha512.part"

_LINE = re.compile(r"([0-9a-f]{128})  ([0-9]{4}/v[1-9][0-9]*)/tagmanifest-sha512\.txt\n")


def enter(archive: Path, found: Collection[Version]) -> None:
    """Adds to the register what it does not have yet; makes it when it is not there.

    Raises:
        OSError: the disk does not take it.
    """
    path = archive / REGISTER
    before = path.read_bytes() if path.exists() else None
    known = _read(before or b"")
    new = [version for version in found if version.name not in known]
    if before is not None and not new:
        return
    lines = (f"{fingerprint(v.path)}  {v.name}/tagmanifest-sha512.txt\n" for v in new)
    content = (before or b"") + "".join(lines).encode()
    replace_file(content, path, archive / UNFINISHED_REGISTER)
    flush(archive)


def check(archive: Path, found: Collection[Version], year: int | None) -> Iterator[Problem]:
    """Whether an archive has all that it has had, as it was.

    Args:
        archive: its folder.
        found: its versions, or those of a year.
        year: of which they are; None of all.
    """
    path = archive / REGISTER
    try:
        content = path.read_bytes()
    except OSError as fault:
        if found:
            message = f"{REGISTER}, the list of all versions, cannot be read: {reason_of(fault)}"
            yield _problem("register-unreadable", message, path)
        return
    known = _read(content)
    if len(content.splitlines()) != len(known) or content[-1:] not in {b"", b"\n"}:
        message = f"{REGISTER} is cut off or not well-formed"
        yield _problem("register-unreadable", message, path)
    there = {version.name: version for version in found}
    for name, expected in known.items():
        if year not in {None, int(name[:4])}:
            continue
        if name not in there:
            message = f"{name} was archived and is not there"
            yield _problem("version-missing", message, archive / name)
        elif fingerprint_if_readable(there[name].path) not in {None, expected}:
            message = f"{name} is not the one that was archived"
            yield _problem("version-exchanged", message, archive / name)
    for version in found:
        if version.name not in known:
            yield Problem(
                code="version-unlisted",
                message=f"{version.name} is not in {REGISTER}: was its run stopped at the end?",
                where=str(version.path),
                hint="if it is yours, the next `archive add` lists it",
                severity=Severity.WARNING,
            )


def _read(content: bytes) -> Mapping[str, str]:
    """Fingerprints by the names of versions."""
    lines = content.decode(errors="replace").splitlines(keepends=True)
    matches = (match for line in lines if (match := _LINE.fullmatch(line)))
    return {match[2]: match[1] for match in matches}


def _problem(code: str, message: str, path: Path) -> Problem:
    hint = "put it back from a copy"
    return Problem(code=code, message=message, where=str(path), hint=hint)
