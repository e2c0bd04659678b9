"""`reportgen archive`: keeps what was published, shows it, and proves that it is as it was."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli import console
from reportgen.cli.console import Verbosity
from reportgen.cli.options import verbosity_options
from reportgen.errors import ArchiveError, ReportgenError, errors_among

if TYPE_CHECKING:
    from reportgen.archive.history import IndicatorChange
    from reportgen.archive.keep import AddResult

#: Changed indicators that are told when a correction is added; `archive show` has all of a city.
MAX_CHANGES_SHOWN = 10

archive_argument = click.argument("archive", type=click.Path(path_type=Path))
one_year_option = click.option("--year", type=int, required=True, help="Reporting year.")


@click.group(name="archive")
@verbosity_options
def archive() -> None:
    """Keep reports for decades: unchanged, complete, and able to be built again.

    An archive is a folder with a BagIt bag for each year and version, e.g. ARCHIVE/2020/v1.

    \b
    Examples:
      reportgen archive add build/reports --to archive
      reportgen archive verify archive
    """


@archive.command()
@click.argument("reports", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder of the archive; it is made when it is not there.",
)
@click.option("--year", type=int, help="Only this year  [default: all that were built].")
@click.option("--reason", default="", help="Why an archived version is replaced.")
@click.option("--identifier", default="", help="External identifier  [default: project and year].")
@click.option(
    "--retention", default="", help="How long the bag is to be kept  [default: permanent]."
)
@click.option("--workbook", type=click.Path(path_type=Path), help="Where it is now, if it moved.")
@click.option("--layout", type=click.Path(path_type=Path), help="Where it is now, if it moved.")
@verbosity_options
@click.pass_obj
def add(
    verbosity: Verbosity,
    reports: Path,
    target: Path,
    year: int | None,
    reason: str,
    identifier: str,
    retention: str,
    workbook: Path | None,
    layout: Path | None,
) -> int:
    """Archive the built REPORTS with all that they were made from.

    Only what can be built again, byte by byte, is archived, and only once: the same reports make
    no new version. Corrected reports become the next version, which needs a reason.

    \b
    Examples:
      reportgen archive add build/reports --to archive
      reportgen archive add build/reports --to archive --reason "Köln corrected its payments"
    """
    from reportgen.workflows import archive as archiving

    labels = archiving.Labels(
        identifier=identifier, retention=retention, reason=reason, day=datetime.now(UTC).date()
    )
    code = 0
    for folder in archiving.folders_of_years(reports, year):
        try:
            kept = archiving.archive_year(folder, target, labels, workbook=workbook, layout=layout)
        except ReportgenError as fault:
            # Other years are archived all the same.
            console.tell_problems(fault.problems, verbosity)
            console.say(f"{folder} was not archived")
            code = ArchiveError.exit_code
            continue
        console.tell_problems(kept.problems, verbosity)
        if not verbosity.quiet:
            _tell_kept(kept)
    return code


@archive.command()
@archive_argument
@click.option("--year", type=int, help="Only this year  [default: all].")
@verbosity_options
@click.pass_obj
def verify(verbosity: Verbosity, archive: Path, year: int | None) -> int:
    """Verify that ARCHIVE is complete and unchanged, and its PDFs keep their standards.

    \b
    Examples:
      reportgen archive verify archive
      reportgen archive verify archive --year 2020
    """
    from reportgen.workflows import archive_contents as holdings

    verified = holdings.verify(archive, year)
    console.tell_problems(verified.problems, verbosity)
    if not verbosity.quiet:
        bags, reports = (len(part) for part in (verified.versions, verified.reports))
        told = console.count_of(verified.problems)
        console.say(f"examined: bags {bags}, reports {reports}; {told}")
    return ArchiveError.exit_code if errors_among(verified.problems) else 0


@archive.command(name="list")
@archive_argument
@verbosity_options
def list_versions(archive: Path) -> int:
    """List the versions in ARCHIVE; the fingerprint stands for everything in a bag.

    \b
    Example:
      reportgen archive list archive
    """
    from reportgen.workflows import archive_contents as holdings

    head = ("version", "bagged", "reports", "replaces", "reason", "fingerprint")
    console.show_table("", head, holdings.overview(archive))
    return 0


@archive.command()
@archive_argument
@click.argument("city")
@one_year_option
@verbosity_options
def show(archive: Path, city: str, year: int) -> int:
    """Show what ARCHIVE has of CITY: files, totals and corrections of every version.

    \b
    Example:
      reportgen archive show archive Köln --year 2020
    """
    from reportgen.workflows import archive_contents as holdings

    for shown in holdings.city_versions(archive, city, year):
        console.show_table(
            f"{shown.version.name} {shown.reason}".strip(), ("file", "sha256"), shown.files
        )
        if shown.changes:
            _show_changes(shown.changes)
        else:
            console.show_table(
                f"{shown.version.name} totals",
                ("indicator", "value", "unit"),
                (
                    (total.kind, console.rounded(total.value) or total.reason, total.unit)
                    for total in shown.totals
                ),
            )
    return 0


@archive.command()
@archive_argument
@one_year_option
@click.option("--version", "number", type=int, help="Which version  [default: the last].")
@verbosity_options
@click.pass_obj
def rebuild(verbosity: Verbosity, archive: Path, year: int, number: int | None) -> int:
    """Build the reports in ARCHIVE again and tell whether they are the same.

    Nothing is written; everything is read from the bag.

    \b
    Examples:
      reportgen archive rebuild archive --year 2020
      reportgen archive rebuild archive --year 2020 --version 1
    """
    from reportgen.workflows import archive_contents as holdings
    from reportgen.workflows.rebuild import rebuild as built_again

    version = holdings.find_version(archive, year, number)
    holdings.require_sound(version)
    same = total = 0
    for rebuilt in built_again(version.path / "data"):
        console.tell_problems(rebuilt.problems, verbosity)
        if not verbosity.quiet:
            console.say(f"{rebuilt.match:30}  {rebuilt.file}")
        total, same = total + 1, same + rebuilt.same
    others = holdings.other_software(version)
    if not verbosity.quiet:
        console.say(f"{version.name}: {same} of {total} reports come out identical")
    if not verbosity.quiet or same < total:
        for name, then, now in others:
            console.say(f"{name} was {then}, is {now}")
    return 0 if same == total else ArchiveError.exit_code


def _tell_kept(kept: "AddResult") -> None:
    console.say(f"{kept.state:9}  {kept.version.path}")
    if kept.changes:
        console.say(f"{len(kept.changes)} indicators changed:")
        _show_changes(kept.changes[:MAX_CHANGES_SHOWN])
        if len(kept.changes) > MAX_CHANGES_SHOWN:
            console.say(f"all of them are in {kept.version.path / 'data/changes.csv'}")


def _show_changes(changes: Sequence["IndicatorChange"]) -> None:
    console.show_table(
        "changes",
        ("city", "indicator", "of", "old", "new"),
        ((c.city, c.kind, c.label, c.old, c.new) for c in changes),
    )
