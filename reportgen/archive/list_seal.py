"""The seal of the list of versions: a detached signature beside it, by whoever adds.

Who may write to the archive can write anew the list and every bag; but not the seal. A run writes
the new seal under another name, then the list, then moves the seal into its place: whenever it is
stopped, one of both seals belongs to the list that is there.
"""

import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from cryptography import x509

from reportgen.archive.bag import read_info
from reportgen.archive.catalogue import Version, being_written
from reportgen.archive.chain import unfinished_version
from reportgen.archive.register import REGISTER, SEAL, UNFINISHED_SEAL, Register, read_register
from reportgen.errors import ArchiveError, Problem, Severity, errors_among
from reportgen.input_file import InputKind, read_input
from reportgen.signing.detached import examine_detached
from reportgen.signing.examine import Signature, require_extra
from reportgen.signing.keys import Key
from reportgen.store import flush

#: Line of ``bag-info.txt``: SHA-256 of the certificate under whose seal a bag was entered.
SEALED_BY = "List-Sealed-By"

_BACK = (
    "put list and seal back from a copy; only a person who has compared all versions can settle"
    f' it otherwise: `reportgen archive accept ARCHIVE {REGISTER} --sign KEY.p12 --reason "..."`'
)


def check_seal(
    archive: Path,
    found: Collection[Version],
    trusted: tuple[x509.Certificate, ...] | None = None,
) -> Iterator[Problem]:
    """Whether the list is sealed as it is, by whom it must be.

    Args:
        archive: its folder.
        found: its versions.
        trusted: authorities, or the certificate of the key itself; an archive that they do not
            vouch for is wrong, also when it has no seal.
    """
    try:
        register = read_register(archive)
        holding = _holding(archive, register, trusted)
    except ArchiveError as fault:
        # What is wrong with the list is reported with the chain.
        yield from (each for each in fault.problems if each.code != "register-unreadable")
        return
    named = _sealers(archive, found, register)
    if holding is None:
        if os.path.lexists(archive / SEAL):
            yield _problem("seal-broken", f"{SEAL} is not the seal of the list as it is", archive)
        elif named or trusted is not None:
            yield _problem("seal-missing", f"{SEAL}, the seal of the list, is not there", archive)
        return
    path, seal = holding
    if named and seal.fingerprint not in named:
        yield _by_other(archive, seal)
    if trusted is None:
        yield Problem(
            code="seal-not-verified",
            message=f"the list is sealed by {_told(seal)}; whether that is true was not checked",
            where=str(path),
            hint="name the certificate of that key, or of its authority: --trust CERT.pem",
            severity=Severity.WARNING,
        )
    elif not seal.trusted:
        message = f"the list is sealed by {_told(seal)}, for whom no given certificate vouches"
        hint = f"check that --trust names the certificate of your own key; if it does, {_BACK}"
        yield _problem("seal-untrusted", message, archive, hint)
    if path.name == UNFINISHED_SEAL:
        yield Problem(
            code="seal-unfinished",
            message="the seal of the list is not in its place: was its run stopped?",
            where=str(path),
            hint="the next `archive add` moves it there",
            severity=Severity.WARNING,
        )


def finish_seal(archive: Path) -> Iterator[Problem]:
    """Moves a seal into place whose run was stopped, or removes one; only under the lock."""
    unfinished = archive / UNFINISHED_SEAL
    if not os.path.lexists(unfinished):
        return
    holding = _holding(archive, read_register(archive))
    if holding and holding[0] == unfinished:
        unfinished.replace(archive / SEAL)
        flush(archive)
        yield Problem(
            code="seal-finished",
            message="the seal of the list was whole; it was moved into place",
            where=str(archive / SEAL),
            severity=Severity.WARNING,
        )
    elif holding:
        unfinished.unlink()


def require_seal(
    archive: Path, found: Collection[Version], register: Register, key: Key | None
) -> None:
    """Makes sure that the list may be written, and sealed again with `key`.

    Raises:
        ArchiveError: the list is not as it was sealed; it is sealed by another key, or none is
            given for it; or it is not sealed, and a seal would vouch for all that is in it.
    """
    if wrong := errors_among(check_seal(archive, found)):
        raise ArchiveError(*wrong)
    holding = _holding(archive, register)
    if holding and key is None:
        message = f"the list is sealed by {_told(holding[1])}, and would lose its seal"
        hint = "add with the key: --sign KEY.p12"
        raise ArchiveError(_problem("seal-key-missing", message, archive, hint))
    if holding and key and holding[1].fingerprint != key.fingerprint:
        raise ArchiveError(_by_other(archive, holding[1]))
    if key and not holding and register.content:
        message = "the list is not sealed, and a seal would vouch for all that is in it"
        hint = (
            "verify the archive, compare it with a copy, and seal the list once: "
            f'`reportgen archive accept ARCHIVE {REGISTER} --sign KEY.p12 --reason "..."`'
        )
        raise ArchiveError(_problem("list-unsealed", message, archive, hint))


def sealer_of(archive: Path, register: Register) -> str | None:
    """SHA-256 of the certificate whose seal is on the list as it is; None when there is none."""
    holding = _holding(archive, register)
    return holding[1].fingerprint if holding else None


def _holding(
    archive: Path, register: Register, trusted: tuple[x509.Certificate, ...] | None = None
) -> tuple[Path, Signature] | None:
    """The seal that belongs to the list as it is, and where it lies."""
    for path in (archive / SEAL, archive / UNFINISHED_SEAL):
        # A link could lead to another seal tomorrow.
        if not path.is_file() or path.is_symlink():
            continue
        require_extra()
        try:
            seal = read_input(path, InputKind.KEY)
            found = examine_detached(register.content or b"", seal, trusted)
        except (OSError, ArchiveError):
            continue  # It is none, whatever it is.
        if found.intact:
            return path, found
    return None


def _sealers(archive: Path, found: Iterable[Version], register: Register) -> frozenset[str]:
    """The certificates that seal this archive, as its bags and the list say."""
    unfinished = unfinished_version(archive, register)
    bags = [version.path for version in found]
    bags += [being_written(unfinished)] if unfinished else []
    named = {each.fingerprint or "" for each in register.acceptances if each.version == REGISTER}
    for bag in bags:
        try:
            named.add(read_info(bag).get(SEALED_BY, ""))
        except (OSError, UnicodeDecodeError):
            continue  # It is reported with its bag.
    return frozenset(named - {""})


def _told(seal: Signature) -> str:
    return f"{seal.signer}{f' on {seal.at:%Y-%m-%d %H:%M}' if seal.at else ''}"


def _by_other(archive: Path, seal: Signature) -> Problem:
    message = f"the list is sealed by {_told(seal)}, with another key than it should be"
    return _problem("seal-by-other", message, archive)


def _problem(code: str, message: str, archive: Path, hint: str = _BACK) -> Problem:
    return Problem(code=code, message=message, where=str(archive / SEAL), hint=hint)
