"""A person vouches for what the chain of versions does not, and the archive keeps who and why."""

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from reportgen.archive.bag import fingerprint
from reportgen.archive.catalogue import Version, locked, versions
from reportgen.archive.chain import disputes
from reportgen.archive.list_seal import finish_seal, require_seal, sealer_of
from reportgen.archive.register import (
    REGISTER,
    Acceptance,
    Register,
    enter_accepted,
    read_register,
)
from reportgen.archive.verify_bag import verify_bag
from reportgen.errors import (
    ArchiveError,
    Problem,
    UsageError,
    did_you_mean,
    errors_among,
    faults_as,
)
from reportgen.signing.keys import Key

_NAME = re.compile(r"[0-9]{4}/v[1-9][0-9]{0,5}")


def accept(
    archive: Path, name: str, *, by: str, at: datetime, reason: str, key: Key | None = None
) -> Acceptance:
    """Lets the list of versions vouch for a version as it is now, or say that it is lost.

    Args:
        archive: its folder.
        name: of the version, as in ``2020/v1``; that of the list, to seal it as it is now.
        by: who vouches for it.
        at: when.
        reason: why.
        key: seals the list; needed when that is or is to be sealed.

    Returns:
        What the archive keeps of it.

    Raises:
        UsageError: no version has that name, there is no reason, or nothing to settle.
        ArchiveError: the version is damaged, the list cannot be read or is not as it was sealed,
            another run is adding, or the disk does not take it.
    """
    by, reason = _one_line(by).replace(",", " "), _one_line(reason)
    if name == REGISTER and key is None:
        raise _usage("seal-key-missing", "a list is accepted by sealing it", archive, "--sign KEY")
    if name != REGISTER and not _NAME.fullmatch(name):
        raise _usage("bad-version", f'a version is named as in 2020/v1, not "{name}"', archive)
    if not reason:
        raise _usage("reason-missing", f"say why {name} is accepted", archive)
    found = {version.name: version for version in versions(archive)}
    message = f"the archive {archive} cannot be written"
    refused = Problem(code="archive-unwritable", message=message, hint="check the rights on it")
    full = replace(refused, code="archive-disk-full", message=f"{message}: the disk is full")
    with faults_as(ArchiveError, refused, full=full), locked(archive):
        tuple(finish_seal(archive))
        register = read_register(archive)
        if name == REGISTER and key:
            new: str | None = key.fingerprint
            old = sealer_of(archive, register)
            if new == old:
                raise _usage("nothing-to-accept", "the list is sealed by this key", archive)
        else:
            require_seal(archive, tuple(found.values()), register, key)
            new, old = _settled(archive, name, found, register), register.entries.get(name)
        acceptance = Acceptance(
            version=name,
            fingerprint=new,
            instead=old,
            by=by or "somebody",
            at=at.replace(microsecond=0),
            reason=reason,
        )
        enter_accepted(archive, register, acceptance, key)
    return acceptance


def _settled(
    archive: Path, name: str, found: Mapping[str, Version], register: Register
) -> str | None:
    """The fingerprint of a version in doubt; None when it is lost."""
    told = disputes(archive, tuple(found.values()), register)
    in_doubt = {wrong for wrong, problem in told if errors_among((problem,))}
    if name not in in_doubt:
        raise _nothing_to_settle(archive, name, in_doubt, register)
    version = found.get(name)
    if version and (damage := verify_bag(version.path)):
        hint = "only what is whole can be vouched for: put it back from a copy"
        raise ArchiveError(*damage, _problem("version-damaged", f"{name} is damaged", hint))
    return fingerprint(version.path) if version else None


def _one_line(text: str) -> str:
    """The list has a line for each, and a terminal may obey what is not seen."""
    return "".join(filter(str.isprintable, " ".join(text.split())))


def _nothing_to_settle(
    archive: Path, name: str, in_doubt: Collection[str], register: Register
) -> UsageError:
    if name in register.entries:
        return _usage("nothing-to-accept", f"the chain vouches for {name} already", archive)
    return _usage(
        "version-not-archived",
        f"the archive has no version {name}",
        archive,
        did_you_mean(name, sorted({*in_doubt, *register.entries})),
    )


def _usage(code: str, message: str, archive: Path, hint: str = "") -> UsageError:
    return UsageError(Problem(code=code, message=message, where=str(archive), hint=hint))


def _problem(code: str, message: str, hint: str) -> Problem:
    return Problem(code=code, message=message, hint=hint)
