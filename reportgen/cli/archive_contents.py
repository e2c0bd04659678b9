"""`reportgen archive verify`, `list` and `show`: what an archive holds."""

from collections.abc import Sequence
from pathlib import Path

import click

from reportgen.archive.history import IndicatorChange
from reportgen.cli import console
from reportgen.cli.console import Verbosity
from reportgen.cli.options import LocalPath, verbosity_options
from reportgen.cli.terminal import rounded, show_table
from reportgen.errors import ArchiveError, errors_among
from reportgen.messages import translated
from reportgen.signing.examine import load_certificates
from reportgen.workflows import archive_contents

archive_argument = click.argument("archive", type=LocalPath())
one_year_option = click.option("--year", type=int, required=True, help="Reporting year.")


@click.command()
@archive_argument
@click.option("--year", type=int, help="Only this year  [default: all].")
@click.option(
    "--trust",
    type=LocalPath(),
    metavar="CERT.pem",
    help="Certificate of the key that must have sealed the list of versions, or of its authority.",
)
@verbosity_options
@click.pass_obj
def verify(verbosity: Verbosity, archive: Path, year: int | None, trust: Path | None) -> int:
    """Verify that ARCHIVE is complete and unchanged.

    The reports in it are checked against their standards, too. With --trust, even an archive that
    somebody has written wholly anew is found, for they cannot seal its list of versions.

    \b
    Examples:
      reportgen archive verify archive
      reportgen archive verify archive --year 2020
      reportgen archive verify archive --trust certificate.pem
    """
    trusted = load_certificates(trust) if trust else None
    verified = archive_contents.verify(archive, year, trusted)
    console.report_problems(verified.problems, verbosity)
    if not verbosity.quiet:
        bags = console.counted(len(verified.versions), "bag")
        reports = console.counted(len(verified.reports), "report")
        problems = console.count_of(verified.problems)
        console.say(f"examined: {bags}, {reports}; {problems}")
    return ArchiveError.exit_code if errors_among(verified.problems) else 0


@click.command(name="list")
@archive_argument
@verbosity_options
def list_versions(archive: Path) -> int:
    """List the versions in ARCHIVE with their fingerprints.

    A fingerprint stands for everything in a bag.

    \b
    Example:
      reportgen archive list archive
    """
    head = ("version", "bagged", "reports", "replaces", "reason", "fingerprint")
    show_table("", head, archive_contents.overview(archive))
    return 0


@click.command()
@archive_argument
@click.argument("city", metavar="NAME")
@one_year_option
@verbosity_options
def show(archive: Path, city: str, year: int) -> int:
    """Show what ARCHIVE has of NAME in every version.

    That is its files, and its totals or, after a correction, what was corrected.

    \b
    Example:
      reportgen archive show archive Köln --year 2020
    """
    for shown in archive_contents.city_versions(archive, city, year):
        show_table(f"{shown.version.name} {shown.reason}".strip(), ("file", "sha256"), shown.files)
        if shown.changes:
            show_changes(shown.changes)
        else:
            show_table(
                f"{shown.version.name} totals",
                ("indicator", "value", "unit"),
                (
                    (
                        total.kind,
                        rounded(total.value) or translated(str(total.reason), "word"),
                        translated(total.unit, "word"),
                    )
                    for total in shown.totals
                ),
            )
    return 0


def show_changes(changes: Sequence[IndicatorChange]) -> None:
    """Prints the indicators that a correction changed."""
    show_table(
        "changes",
        ("name", "indicator", "of", "old", "new", "erratum"),
        ((c.city, c.kind, c.label, c.old, c.new, c.erratum) for c in changes),
    )
