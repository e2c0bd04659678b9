"""`reportgen archive add` and `rebuild`: keeps what was published, and proves it anew."""

from datetime import UTC, datetime
from pathlib import Path

import click

from reportgen.archive.keep import AddResult
from reportgen.cli import console, events
from reportgen.cli.archive_contents import archive_argument, one_year_option, show_changes
from reportgen.cli.console import Verbosity
from reportgen.cli.fetched import local_folder
from reportgen.cli.options import LocalPath, PlaceType, events_option, verbosity_options
from reportgen.cli.sealing import signing_key
from reportgen.errors import ArchiveError, ReportgenError
from reportgen.messages import translated
from reportgen.remote import Place
from reportgen.workflows.archive import Labels, archive_year, folders_of_years
from reportgen.workflows.archive_contents import find_version, other_software, require_sound
from reportgen.workflows.rebuild import rebuild

#: Changed indicators that are shown when a correction is added; `archive show` has all of a city.
MAX_CHANGES_SHOWN = 10


@click.command()
@click.argument("reports", type=PlaceType(exists=True, file_okay=False))
@click.option(
    "--to",
    "target",
    type=LocalPath(file_okay=False),
    required=True,
    help="Folder of the archive; it is made when it is not there.",
)
@click.option("--year", type=int, help="Only this year  [default: all that were built].")
@click.option("--reason", default="", help="Why an archived version is replaced.")
@click.option("--identifier", default="", help="External identifier  [default: project and year].")
@click.option(
    "--retention", default="", help="How long the bag is to be kept  [default: permanent]."
)
@click.option(
    "--sign",
    "key_file",
    type=LocalPath(),
    metavar="KEY.p12",
    help="Key that seals the list of versions.",
)
@click.option("--workbook", type=LocalPath(), help="Where it is now, if it moved.")
@click.option("--layout", type=LocalPath(), help="Where it is now, if it moved.")
@events_option
@verbosity_options
@click.pass_obj
def add(
    verbosity: Verbosity,
    reports: Place,
    target: Path,
    year: int | None,
    reason: str,
    identifier: str,
    retention: str,
    key_file: Path | None,
    workbook: Path | None,
    layout: Path | None,
) -> int:
    """Archive the built REPORTS with all they were made from.

    Only what can be built again, byte by byte, is archived, and only once: the same reports make
    no new version. Corrected reports become the next version, which needs a reason.

    An archive to which the first reports are added with a key has a sealed list of versions, and
    needs the key each time. `archive verify --trust` checks that seal.

    \b
    Examples:
      reportgen archive add build/reports --to archive
      reportgen archive add s3://bucket/reports --to archive
      reportgen archive add build/reports --to archive --reason "Köln corrected its payments"
    """
    labels = Labels(
        identifier=identifier, retention=retention, reason=reason, day=datetime.now(UTC).date()
    )
    key = signing_key(key_file) if key_file else None
    code = 0
    here = click.get_current_context().with_resource(local_folder(reports))
    folders = folders_of_years(here, year)
    events.emit("planned", total=len(folders))
    for folder in folders:
        try:
            kept = archive_year(folder, target, labels, workbook=workbook, layout=layout, key=key)
        except ReportgenError as fault:
            # Other years are archived all the same.
            console.report_problems(fault.problems, verbosity)
            console.say(f"{folder} was not archived")
            events.emit("bag", reports=console.named(str(folder)), state="failed")
            code = ArchiveError.exit_code
            continue
        console.report_problems(kept.problems, verbosity)
        events.emit(
            "bag",
            reports=console.named(str(folder)),
            state=kept.state,
            version=kept.version.name,
            path=kept.version.path,
            changes=len(kept.changes),
        )
        if not verbosity.quiet:
            _report_kept(kept)
    return code


@click.command(name="rebuild")
@archive_argument
@one_year_option
@click.option("--version", "number", type=int, help="Which version  [default: the last].")
@verbosity_options
@click.pass_obj
def rebuild_reports(verbosity: Verbosity, archive: Path, year: int, number: int | None) -> int:
    """Build the reports in ARCHIVE again and compare.

    Nothing is written; everything is read from the bag.

    \b
    Examples:
      reportgen archive rebuild archive --year 2020
      reportgen archive rebuild archive --year 2020 --version 1
    """
    version = find_version(archive, year, number)
    require_sound(version)
    same = total = 0
    for rebuilt in rebuild(version.path / "data"):
        console.report_problems(rebuilt.problems, verbosity)
        if not verbosity.quiet:
            console.say_as_is(f"{translated(rebuilt.match, 'word'):30}  {rebuilt.file}")
        total, same = total + 1, same + rebuilt.same
    others = other_software(version)
    if not verbosity.quiet:
        console.say(f"{version.name}: {same} of {total} reports come out identical")
    if not verbosity.quiet or same < total:
        for name, then, now in others:
            console.say(f"{name} was {then}, is {now}")
    return 0 if same == total else ArchiveError.exit_code


def _report_kept(kept: AddResult) -> None:
    console.say_as_is(f"{console.word(kept.state)}  {kept.version.path}")
    if kept.changes:
        console.say(f"{len(kept.changes)} indicators changed:")
        show_changes(kept.changes[:MAX_CHANGES_SHOWN])
        if len(kept.changes) > MAX_CHANGES_SHOWN:
            console.say(f"all of them are in {kept.version.path / 'data/changes.csv'}")
