"""`reportgen archive accept`: a person settles what the chain of versions leaves in doubt."""

import getpass
from datetime import UTC, datetime
from pathlib import Path

import click

from reportgen.archive.accept import accept
from reportgen.cli import console
from reportgen.cli.archive_contents import archive_argument
from reportgen.cli.console import Verbosity
from reportgen.cli.options import LocalPath, verbosity_options
from reportgen.cli.sealing import signing_key


@click.command(name="accept")
@archive_argument
@click.argument("version")
@click.option("--reason", required=True, help="Why it is to be trusted, or why it is lost.")
@click.option(
    "--sign",
    "key",
    type=LocalPath(),
    metavar="KEY.p12",
    help="Key that seals the list of versions.",
)
@verbosity_options
@click.pass_obj
def accept_version(
    verbosity: Verbosity, archive: Path, version: str, reason: str, key: Path | None
) -> int:
    """Vouch for VERSION of ARCHIVE, which its chain does not vouch for.

    The version is accepted as it is now, or, when it is not there any more, as lost. Who did so,
    when and why is kept in the list of versions, and `verify` reports it from then on. What is
    damaged cannot be accepted.

    The list itself, versions.sha512, is accepted by sealing it as it is now: for the first time,
    with another key, or because its seal is lost.

    \b
    Examples:
      reportgen archive accept archive 2020/v2 --reason "brought back from the city's own copy"
      reportgen archive accept archive versions.sha512 --sign key.p12 --reason "new certificate"
    """
    accepted = accept(
        archive,
        version,
        by=_user(),
        at=datetime.now(UTC),
        reason=reason,
        key=signing_key(key) if key else None,
    )
    if not verbosity.quiet:
        state = f"as {accepted.fingerprint[:16]}" if accepted.fingerprint else "as lost"
        console.say(f"{version} is accepted {state}, by {accepted.by}")
    return 0


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # A user without a name, as in some containers.
        return ""
