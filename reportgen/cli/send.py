"""`reportgen send`: every department gets its own report, once."""

import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli import console
from reportgen.cli.console import Verbosity
from reportgen.cli.options import cities_option, verbosity_options
from reportgen.cli.send_output import show, tell_again, tell_results
from reportgen.errors import (
    INTERRUPTED,
    DeliveryError,
    Problem,
    ReportgenError,
    UsageError,
)

if TYPE_CHECKING:
    from reportgen.credentials import Secret
    from reportgen.delivery.deliver import Job, Write
    from reportgen.delivery.departments import Directory, Mail
    from reportgen.delivery.ledger import Ledger
    from reportgen.delivery.plan import Mailing
    from reportgen.delivery.smtp import Connection

DEPARTMENTS = Path("data/departments.toml")

#: Lies beside the departments, whatever links lead there, so that whoever is mailed from there is
#: mailed once.
LEDGER = "deliveries.sqlite"


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--departments",
    "file",
    type=click.Path(path_type=Path),
    envvar="REPORTGEN_DEPARTMENTS",
    default=DEPARTMENTS,
    show_default=True,
    help="Who receives what; also REPORTGEN_DEPARTMENTS.",
)
@cities_option
@click.option(
    "--layout",
    default="city-profile",
    show_default=True,
    metavar="NAME|PATH",
    help="Whose words are used.",
)
@click.option("--dry-run", is_flag=True, help="Write the messages into files; send nothing.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("build/mail"),
    show_default=True,
    help="With --dry-run: messages go to OUT/CITY.eml.",
)
@click.option("--yes", is_flag=True, help="Do not ask before sending.")
@click.option("--again", is_flag=True, help="Send also to those who have the report already.")
@click.option(
    "--settle",
    multiple=True,
    metavar="CITY=sent|failed",
    help="Say what became of a city's unknown messages, or of one by its Message-ID; may be "
    "repeated.",
)
@click.option(
    "--sign",
    "key_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="KEY.p12",
    help="Sign the messages (S/MIME).",
)
@verbosity_options
@click.pass_obj
def send(
    verbosity: Verbosity,
    folder: Path,
    file: Path,
    names: tuple[str, ...],
    layout: str,
    dry_run: bool,
    out: Path,
    yes: bool,
    again: bool,
    settle: tuple[str, ...],
    key_file: Path | None,
) -> int:
    """Mail the reports in DIR to the departments of their cities.

    First a table shows what goes to whom; then you are asked. A report goes to a recipient once,
    however often the command is run; after an interruption, run it again. The mail server is
    named by REPORTGEN_SMTP_HOST, _PORT, _SECURITY, _USER, _PASSWORD and _CA_FILE, or by the
    keyring.

    \b
    Examples:
      reportgen send build/reports --dry-run
      reportgen send build/reports --departments data/departments.local.toml --city Köln
      reportgen send build/reports --settle Köln=failed
    """
    from reportgen.delivery.deliver import open_job
    from reportgen.delivery.departments import load_departments
    from reportgen.delivery.ledger import Ledger
    from reportgen.delivery.plan import plan, refuse_reserved
    from reportgen.delivery.server import load_server
    from reportgen.delivery.smtp import Connection
    from reportgen.editions.identity import identify

    if dry_run and (settle or again):
        raise click.UsageError("--settle and --again cannot be used with --dry-run.")
    now = _now()
    directory = load_departments(file)
    console.tell_problems(directory.warnings, verbosity)
    mailings = plan(folder, directory, names, identify)
    write = _writer(mailings, directory, layout, key_file, now)
    ledger_file = file.resolve().parent / LEDGER
    if dry_run:
        jobs = dry_run_jobs(mailings, ledger_file)
        show(jobs, verbosity)
        return _write_files(jobs, write, out, verbosity)
    refuse_reserved(mailings, directory)
    connection = Connection(load_server())
    with Ledger(ledger_file) as ledger:
        _settle(settle, directory, ledger, now)
        jobs = [open_job(mailing, ledger, again=again) for mailing in mailings]
        show(jobs, verbosity)
        messages = [job for job in jobs if job.recipients]
        if messages and not yes and not _confirmed(messages):
            console.say("nothing was sent")
            return INTERRUPTED
        code = _deliver(messages, directory.departments.mail, write, connection, ledger, verbosity)
        missing = tell_results(jobs, ledger, verbosity)
        if again:
            tell_again(missing)
        elif code == INTERRUPTED:
            console.say("run the same command again to send the rest")
        return code or (DeliveryError.exit_code if missing else 0)


def dry_run_jobs(mailings: Sequence["Mailing"], ledger_file: Path) -> Sequence["Job"]:
    """The jobs of a run that only looks; it makes no ledger."""
    from reportgen.delivery.deliver import first_job, open_job
    from reportgen.delivery.ledger import Ledger

    if not ledger_file.exists():
        return [first_job(mailing) for mailing in mailings]
    with Ledger(ledger_file) as ledger:
        return [open_job(mailing, ledger) for mailing in mailings]


def _deliver(
    jobs: Sequence["Job"],
    mail: "Mail",
    write: "Write",
    connection: "Connection",
    ledger: "Ledger",
    verbosity: Verbosity,
) -> int:
    """Sends, and tells what stopped it; returns the exit code of that."""
    from reportgen.delivery.deliver import Clock, deliver

    clock = Clock(now=_now, sleep=time.sleep)
    try:
        with console.steps(len(jobs), verbosity) as tell:
            deliver(
                jobs,
                mail,
                write,
                connection,
                ledger,
                clock,
                lambda job: tell(job.item.city, f"tried      {job.mailing.report.path}"),
            )
    except KeyboardInterrupt:
        console.say("interrupted")
        return INTERRUPTED
    except ReportgenError as fault:
        console.tell_problems(fault.problems, verbosity)
        return fault.exit_code
    return 0


def _now() -> datetime:
    return datetime.now(UTC).astimezone()


def _writer(
    mailings: Sequence["Mailing"],
    directory: "Directory",
    layout: str,
    key_file: Path | None,
    now: datetime,
) -> "Write":
    """Prepares everything that messages are made with, so that nothing is missing midway."""
    from reportgen.delivery.departments import Attached
    from reportgen.delivery.message import Message, Writing, compose
    from reportgen.delivery.smime import Seal, load_certificates, load_signer
    from reportgen.layout.load import load_layout

    mail = directory.departments.mail
    departments = {mailing.slug: mailing.department for mailing in mailings}
    certificates = load_certificates(departments, directory.file, now)
    signer = key_file and load_signer(key_file, _password(key_file), mail.sender.key, now)
    seal = Seal(signer=signer or None, certificates=certificates)
    writings = {}
    for language in sorted({department.language for department in departments.values()}):
        texts = load_layout(layout, language).texts
        writings[language] = Writing(
            language=language, texts=texts.mail, style=texts.style, mail=mail, seal=seal
        )

    def write(job: "Job") -> Message:
        table = _table(job.mailing) if Attached.DATA in mail.attach else b""
        writing = writings[job.mailing.department.language]
        return compose(job.mailing, writing, table, _now(), job.replaces, again=job.item.again)

    return write


def _table(mailing: "Mailing") -> bytes:
    """The numbers that a report carries, as XLSX."""
    from reportgen.editions.identity import data_of
    from reportgen.indicators import csv_to_xlsx

    return csv_to_xlsx(data_of(mailing.report.read()))


def _password(key_file: Path) -> "Secret":
    from reportgen.credentials import Secret, look_up

    found = look_up("smime-password")
    if not found and sys.stdin.isatty():
        found = click.prompt(f"Password of {key_file.name}", hide_input=True, default="")
    return Secret(found)


def _write_files(jobs: Sequence["Job"], write: "Write", out: Path, verbosity: Verbosity) -> int:
    from reportgen.store import store

    with console.steps(len(jobs), verbosity) as tell:
        for job in jobs:
            path = out / f"{job.mailing.slug}.eml"
            state = store(write(job).content, path)
            tell(job.item.city, f"{state:9}  {path}")
    if not verbosity.quiet:
        console.say(f"{console.counted(len(jobs), 'message')} written into {out}; nothing was sent")
    return 0


def _settle(wishes: Sequence[str], directory: "Directory", ledger: "Ledger", now: datetime) -> None:
    from reportgen.delivery.ledger import DeliveryState

    for wish in wishes:
        name, _, word = wish.rpartition("=")
        if word not in {DeliveryState.SENT, DeliveryState.FAILED}:
            raise UsageError(
                Problem(
                    code="bad-settle",
                    message=f'--settle needs CITY=sent or CITY=failed, not "{wish}"',
                    where="command line",
                )
            )
        if not name.startswith("<"):
            (department,) = directory.find((name,)).values()
            name = department.name
        count = ledger.settle(name, DeliveryState(word), now)
        console.say(f"{name}: {console.counted(count, 'unknown recipient')} now {word}")


def _confirmed(jobs: Sequence["Job"]) -> bool:
    if not sys.stdin.isatty():
        raise click.UsageError("There is no terminal to ask on; --yes sends without asking.")
    people = console.counted(sum(len(job.recipients) for job in jobs), "recipient")
    return click.confirm(f"Send {console.counted(len(jobs), 'message')} to {people}?", err=True)
