"""The key that seals reports, and where its password comes from."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.errors import ArchiveError, Problem

if TYPE_CHECKING:
    from reportgen.archive.signature import Sealer

#: Names the password of the key.
VARIABLE = "REPORTGEN_SIGN_PASSWORD"

#: Under which the keyring has it; the user is the name of the key's file.
SERVICE = "reportgen"


def sealer(file: Path, timestamp_url: str) -> "Sealer":
    """What seals the reports of this run.

    Raises:
        ArchiveError: the extra is not installed, or the key must not or cannot be used.
    """
    from reportgen.archive.examine import require_extra
    from reportgen.archive.key import load_key
    from reportgen.archive.signature import Sealer

    require_extra()
    now = datetime.now(UTC)
    key = load_key(file, lambda: _password(file), now)
    return Sealer(key=key, at=now, timestamp_url=timestamp_url)


def _password(file: Path) -> str:
    """From the environment, the keyring, or the person at the terminal; it is written nowhere."""
    given = os.environ.get(VARIABLE) or _from_keyring(file)
    if given is not None:
        return given
    if is_asked():
        return str(click.prompt(f"Password of {file.name}", hide_input=True, err=True))
    raise ArchiveError(
        Problem(
            code="password-missing",
            message=f"the password of {file.name} is not known",
            where=str(file),
            hint=f"set {VARIABLE}, or `keyring set {SERVICE} {file.name}`",
        )
    )


def is_asked() -> bool:
    """Whether there is somebody who can be asked."""
    return sys.stdin.isatty()


def _from_keyring(file: Path) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, file.name)
    except KeyringError:
        return None  # This machine has none, or it stays locked.
