"""The key that seals reports and archives, and where its password comes from."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from reportgen.cli import events
from reportgen.credentials import look_up
from reportgen.errors import ArchiveError, Problem
from reportgen.messages import translated
from reportgen.signing.examine import require_extra
from reportgen.signing.keys import Key, load_key
from reportgen.signing.seal import Sealer

#: Setting that has the password of the key: ``REPORTGEN_SIGN_PASSWORD``, or in the keyring.
SETTING = "sign-password"


def sealer(file: Path, timestamp_url: str) -> Sealer:
    """What seals the reports of this run.

    Raises:
        ArchiveError: the extra is not installed, or the key must not or cannot be used.
    """
    return Sealer(key=signing_key(file), at=datetime.now(UTC), timestamp_url=timestamp_url)


def signing_key(file: Path) -> Key:
    """The key in a file, for signatures that are made now.

    Raises:
        ArchiveError: the extra is not installed, or the key must not or cannot be used.
    """
    require_extra()
    return load_key(file, lambda: _password(file), datetime.now(UTC))


def _password(file: Path) -> str:
    """From the environment, the keyring, or the person at the terminal; it is written nowhere."""
    if given := look_up(SETTING):
        return given
    if is_asked():
        return str(click.prompt(translated(f"Password of {file.name}"), hide_input=True, err=True))
    raise ArchiveError(
        Problem(
            code="password-missing",
            message=f"the password of {file.name} is not known",
            where=str(file),
            hint=f"set REPORTGEN_SIGN_PASSWORD, or `keyring set reportgen {SETTING}`",
        )
    )


def is_asked() -> bool:
    """Whether there is somebody who can be asked."""
    return sys.stdin.isatty() and not events.are_on()
