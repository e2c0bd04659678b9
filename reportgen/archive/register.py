"""The list of the versions that an archive has, which vouches for each of them.

It has the form that ``sha512sum --check`` reads: a line for each version, and a comment for each
time that a person vouched for what the list did not. Who keeps a copy in another place can tell by
it alone that nothing was exchanged or removed.
"""

import os
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct, field

from reportgen.errors import ArchiveError, Problem, reason_of
from reportgen.input_file import InputKind, read_input
from reportgen.signing.detached import sign_detached
from reportgen.signing.keys import Key
from reportgen.store import flush, replace_file

#: Its name, in the folder of the archive, and the one that it has until it is written.
REGISTER, UNFINISHED_REGISTER = "versions.sha512", ".versions.sha512.part"

#: The seal of the list, if it has one, and its name until the list that it belongs to is written.
SEAL, UNFINISHED_SEAL = f"{REGISTER}.p7s", f".{REGISTER}.p7s.part"

#: What stands in the place of a fingerprint: there was none before; there is no version any more.
NOTHING, MISSING = "nothing", "missing"

_VERSION = r"[0-9]{4}/v[1-9][0-9]{0,5}"
_LINE = re.compile(rf"([0-9a-f]{{128}})  ({_VERSION})/tagmanifest-sha512\.txt")
_ACCEPTED = re.compile(
    rf"# ([0-9]{{4}}-\S+) accepted (?:({_VERSION}) as ([0-9a-f]{{128}}|{MISSING})"
    rf" instead of ([0-9a-f]{{128}}|{NOTHING})|({re.escape(REGISTER)}) as sealed by"
    rf" ([0-9a-f]{{64}}) instead of ([0-9a-f]{{64}}|{NOTHING})), by ([^,]+): (.+)"
)


class Acceptance(Struct, frozen=True, kw_only=True):
    """A person vouched for a version that the list did not vouch for, or for the list itself.

    Attributes:
        version: its name, as in ``2020/v1``; that of the list, when this was sealed by hand.
        fingerprint: of the version that is there; None when it is lost. Of the list, SHA-256 of
            the certificate that it was sealed with.
        instead: what the list said before; None when it had no such version. Of the list, the
            certificate whose seal it had; None when it had none that held.
        by: who did.
        at: when.
        reason: why.
    """

    version: str
    fingerprint: str | None
    instead: str | None
    by: str
    at: datetime
    reason: str

    def __str__(self) -> str:
        at = self.at.astimezone(UTC).isoformat(timespec="seconds")
        sealed = "sealed by " if self.version == REGISTER else ""
        return (
            f"# {at} accepted {self.version} as {sealed}{self.fingerprint or MISSING}"
            f" instead of {self.instead or NOTHING}, by {self.by}: {self.reason}"
        )


class Register(Struct, frozen=True, kw_only=True):
    """What the list says.

    Attributes:
        entries: fingerprints by the names of versions, in the order of the list.
        acceptances: what persons vouched for, in the order of the list.
        content: the bytes of the file; None when there is none.
    """

    entries: Mapping[str, str] = field(default_factory=dict)
    acceptances: tuple[Acceptance, ...] = ()
    content: bytes | None = None

    @property
    def last(self) -> str | None:
        """The version that was entered last."""
        return tuple(self.entries)[-1] if self.entries else None

    def accepted(self, version: str) -> Acceptance | None:
        """What a person said last of a version, if that still holds."""
        found = [each for each in self.acceptances if each.version == version]
        return found[-1] if found and found[-1].fingerprint == self.entries.get(version) else None


def read_register(archive: Path) -> Register:
    """The list of an archive; an empty one when there is no file.

    Raises:
        ArchiveError: it cannot be read, is a link, or has not the form that it was written in.
    """
    path = archive / REGISTER
    if path.is_symlink():
        # A link could lead to another list tomorrow.
        raise ArchiveError(unreadable(archive, "is a link"))
    try:
        content = read_input(path, InputKind.LIST)
    except FileNotFoundError:
        return Register()
    except OSError as fault:
        raise ArchiveError(unreadable(archive, f"cannot be read: {reason_of(fault)}")) from fault
    try:
        return _parsed(content)
    except ValueError as fault:
        raise ArchiveError(unreadable(archive, str(fault))) from fault


def _parsed(content: bytes) -> Register:
    entries: dict[str, str] = {}
    acceptances: list[Acceptance] = []
    lines = content.decode().split("\n")
    if lines.pop():
        raise ValueError("is cut off")
    for number, line in enumerate(lines, start=1):
        if match := _LINE.fullmatch(line):
            if match[2] in entries:
                raise ValueError(f"names {match[2]} twice, in line {number} for the second time")
            entries[match[2]] = match[1]
        elif match := _ACCEPTED.fullmatch(line):
            acceptances.append(_acceptance(match))
        else:
            raise ValueError(f"is not well-formed in line {number}")
    register = Register(entries=entries, acceptances=tuple(acceptances), content=content)
    if wrong := next(_out_of_order(register), None):
        raise ValueError(f"is not in the order of its making: {wrong} comes too late")
    return register


def _acceptance(match: re.Match[str]) -> Acceptance:
    # A line is about a version or about the list; the groups of the other are empty.
    at, *about, by, reason = match.groups()
    version, fingerprint, instead = about[:3] if about[0] else about[3:]
    return Acceptance(
        version=version,
        fingerprint=None if fingerprint == MISSING else fingerprint,
        instead=None if instead == NOTHING else instead,
        by=by,
        at=datetime.fromisoformat(at),
        reason=reason,
    )


def _out_of_order(register: Register) -> Iterator[str]:
    """Versions that stand behind a later one of their year; what was accepted may."""
    latest: dict[str, int] = {}
    by_hand = {acceptance.version for acceptance in register.acceptances}
    for version in register.entries:
        year, _, number = version.partition("/v")
        if version in by_hand:
            continue
        if int(number) < latest.get(year, 0):
            yield version
        latest[year] = int(number)


def enter(
    archive: Path, register: Register, version: str, fingerprint: str, key: Key | None = None
) -> None:
    """Adds a version to the list, and seals that with a key; makes it when it is not there.

    Raises:
        OSError: the disk does not take it.
    """
    _write(archive, (register.content or b"") + _line(version, fingerprint), key)


def enter_accepted(
    archive: Path, register: Register, acceptance: Acceptance, key: Key | None = None
) -> None:
    """Adds what a person vouched for, and lets the list say so of that version; seals the list.

    Raises:
        OSError: the disk does not take it.
    """
    version = acceptance.version
    content, comment = register.content or b"", f"{acceptance}\n".encode()
    is_entry = acceptance.fingerprint and version != REGISTER
    new = _line(version, acceptance.fingerprint or "") if is_entry else b""
    if version in register.entries:
        old = _line(version, register.entries[version])
        content = content.replace(old, comment + new)
    else:
        content += comment + new
    _write(archive, content, key)


def next_number(register: Register, year: int) -> int:
    """The number of the next version of a year; that of a lost one is not given again."""
    known = {*register.entries, *(acceptance.version for acceptance in register.acceptances)}
    taken = (name.partition("/v") for name in known)
    return max((int(number) for of, _, number in taken if of == str(year)), default=0) + 1


def _line(version: str, fingerprint: str) -> bytes:
    return f"{fingerprint}  {version}/tagmanifest-sha512.txt\n".encode()


def _write(archive: Path, content: bytes, key: Key | None) -> None:
    unfinished, seal = archive / UNFINISHED_REGISTER, archive / UNFINISHED_SEAL
    unfinished.unlink(missing_ok=True)
    if key:
        seal.unlink(missing_ok=True)
        with seal.open("xb") as file:
            file.write(sign_detached(content, key))
            file.flush()
            os.fsync(file.fileno())
        flush(archive)
    replace_file(content, archive / REGISTER, unfinished)
    flush(archive)
    if key:
        seal.replace(archive / SEAL)
        flush(archive)


def unreadable(archive: Path, reason: str) -> Problem:
    """The problem of a list that vouches for nothing."""
    return Problem(
        code="register-unreadable",
        message=f"{REGISTER}, the list of all versions, {reason}",
        where=str(archive / REGISTER),
        hint="put it back from a copy; if there is none, remove it and vouch for each version: "
        '`reportgen archive accept ARCHIVE VERSION --reason "..."`',
    )
