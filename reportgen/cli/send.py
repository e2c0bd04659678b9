"""`reportgen send`: every department gets its own report, once."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from reportgen.cli import console, events
from reportgen.cli.console import Verbosity
from reportgen.cli.fetched import local_folder
from reportgen.cli.options import (
    LocalPath,
    PlaceType,
    cities_option,
    complete_layout,
    events_option,
    verbosity_options,
)
from reportgen.cli.send_output import emit_results, missing, report_again, report_results, show_jobs
from reportgen.cli.terminal import progress
from reportgen.credentials import Secret, look_up
from reportgen.delivery.deliver import Job
from reportgen.delivery.departments import load_departments
from reportgen.delivery.ledger import Ledger
from reportgen.delivery.smtp import Connection
from reportgen.errors import INTERRUPTED, DeliveryError, ReportgenError
from reportgen.messages import translated
from reportgen.remote import Place
from reportgen.workflows.send import (
    Messages,
    check_ledger,
    dry_run_jobs,
    find_server,
    open_jobs,
    open_ledger,
    prepare,
    results_of,
    send_messages,
    settle,
    unknown_of,
    warn_of_lost_entries,
    write_messages,
)


@click.command()
@click.argument("folder", metavar="DIR", type=PlaceType(file_okay=False))
@click.option(
    "--departments",
    "file",
    type=LocalPath(),
    envvar="REPORTGEN_DEPARTMENTS",
    default=Path("data/departments.toml"),
    show_default=True,
    help="Who receives what; also REPORTGEN_DEPARTMENTS.",
)
@cities_option
@click.option(
    "--layout",
    shell_complete=complete_layout,
    default="city-profile",
    show_default=True,
    metavar="NAME|PATH",
    help="Whose words are used.",
)
@click.option("--dry-run", is_flag=True, help="Write the messages into files; send nothing.")
@click.option(
    "--out",
    type=LocalPath(file_okay=False),
    default=Path("build/mail"),
    show_default=True,
    help="With --dry-run: messages go to OUT/NAME.eml.",
)
@click.option("--yes", is_flag=True, help="Do not ask before sending.")
@click.option(
    "--new-ledger",
    "may_be_new",
    is_flag=True,
    help="Send although the ledger of what was sent is lost; some may get a second mail.",
)
@click.option("--again", is_flag=True, help="Send also to those who have the report already.")
@click.option(
    "--settle",
    "settlements",
    multiple=True,
    metavar="NAME=sent|failed",
    help="Say what became of somebody's unknown messages, or of one by its Message-ID; may be "
    "repeated.",
)
@click.option(
    "--sign",
    "key_file",
    type=LocalPath(dir_okay=False),
    metavar="KEY.p12",
    help="Sign the messages (S/MIME).",
)
@events_option
@verbosity_options
@click.pass_obj
def send(
    verbosity: Verbosity,
    folder: Place,
    file: Path,
    cities: tuple[str, ...],
    layout: str,
    dry_run: bool,
    out: Path,
    yes: bool,
    may_be_new: bool,
    again: bool,
    settlements: tuple[str, ...],
    key_file: Path | None,
) -> int:
    """Mail the reports in DIR to the departments they are about.

    First a table shows what goes to whom; then you are asked. A report goes to a recipient once,
    however often the command is run; after an interruption, run it again. The mail server is
    named by REPORTGEN_SMTP_HOST, _PORT, _SECURITY, _USER, _PASSWORD and _CA_FILE, or by the
    keyring.

    \b
    Examples:
      reportgen send build/reports --dry-run
      reportgen send s3://bucket/reports --dry-run
      reportgen send build/reports --departments data/departments.local.toml --city Köln
      reportgen send build/reports --settle Köln=failed
    """
    if dry_run and (settlements or again):
        raise click.UsageError("--settle and --again cannot be used with --dry-run.")
    directory = load_departments(file)
    console.report_problems(directory.warnings, verbosity)
    here = click.get_current_context().with_resource(local_folder(folder))
    messages = prepare(here, directory, cities, layout, key_file, _password, home=folder)
    if dry_run:
        console.report_problems(warn_of_lost_entries(messages), verbosity)
        return _write(messages, out, verbosity)
    connection = find_server(messages)
    with open_ledger(messages) as ledger:
        told = check_ledger(messages, ledger, may_be_new=may_be_new)
        console.report_problems(told, verbosity)
        for name, state, count in settle(settlements, directory, ledger):
            counted = console.counted(count, "unknown recipient")
            console.say(f"{name}: {counted} now {translated(state, 'word')}")
            events.emit("settled", name=name, state=state, recipients=count)
        jobs = open_jobs(messages, ledger, again=again)
        show_jobs(jobs, verbosity)
        due = [job for job in jobs if job.recipients]
        events.emit("planned", total=len(due))
        if due and not yes and not _confirmed(due):
            console.say("nothing was sent")
            return INTERRUPTED
        emitted: set[tuple[str, str]] = set()
        code = _send(messages, due, connection, ledger, verbosity, emitted)
        results = results_of(jobs, ledger)
        emit_results(results, emitted)
        report_results(results, unknown_of(jobs, ledger), verbosity)
        if again:
            report_again(results)
        elif code == INTERRUPTED:
            console.say("run the same command again to send the rest")
        return code or (DeliveryError.exit_code if missing(results) else 0)


def _write(messages: Messages, out: Path, verbosity: Verbosity) -> int:
    jobs = dry_run_jobs(messages)
    show_jobs(jobs, verbosity)
    events.emit("planned", total=len(jobs))
    with progress(len(jobs), verbosity) as step:
        for job, path, state in write_messages(messages, jobs, out):
            step(job.item.city, f"{console.word(state)}  {path}")
            events.emit("file", city=job.item.city, path=path, state=state)
    if not verbosity.quiet:
        counted = console.counted(len(jobs), "message")
        console.say(f"{counted} written into {out}; nothing was sent")
    return 0


def _send(
    messages: Messages,
    jobs: Sequence[Job],
    connection: Connection,
    ledger: Ledger,
    verbosity: Verbosity,
    emitted: set[tuple[str, str]],
) -> int:
    """Sends, and reports what stopped it; returns the exit code of that."""
    try:
        with progress(len(jobs), verbosity) as step:

            def report(job: Job) -> None:
                step(job.item.city, translated(f"tried      {job.mailing.report.path}"))
                if events.are_on():
                    # With the recipients that it began with, some of whom have it by now.
                    begun = [each for each in jobs if each.mailing is job.mailing]
                    emit_results(results_of(begun, ledger), emitted)

            send_messages(messages, jobs, connection, ledger, report)
    except KeyboardInterrupt:
        console.say("interrupted")
        return INTERRUPTED
    except ReportgenError as fault:
        console.report_problems(fault.problems, verbosity)
        return fault.exit_code
    return 0


def _password(key_file: Path) -> Secret:
    found = look_up("smime-password")
    if not found and sys.stdin.isatty() and not events.are_on():
        found = click.prompt(
            translated(f"Password of {key_file.name}"), hide_input=True, default="", err=True
        )
    return Secret(found)


def _confirmed(jobs: Sequence[Job]) -> bool:
    if events.are_on():
        raise click.UsageError("With --json nobody is asked; --yes sends without asking.")
    if not sys.stdin.isatty():
        raise click.UsageError("There is no terminal to ask on; --yes sends without asking.")
    people = console.counted(sum(len(job.recipients) for job in jobs), "recipient")
    counted = console.counted(len(jobs), "message")
    return click.confirm(translated(f"Send {counted} to {people}?"), err=True)
