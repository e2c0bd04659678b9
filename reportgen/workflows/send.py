"""Sends reports to the departments of their cities.

    plan -> prepare messages -> open jobs -> deliver -> look up what became of each recipient

The delivery stage knows mails; whose report a PDF is, and the words, come from other stages.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from reportgen.credentials import Secret
from reportgen.delivery.deliver import Clock, Job, Write, deliver, first_job, open_job
from reportgen.delivery.departments import Attached, Directory
from reportgen.delivery.ledger import DeliveryState, Entry, Ledger
from reportgen.delivery.message import Message, Writing, compose
from reportgen.delivery.plan import Mailing, plan, refuse_reserved
from reportgen.delivery.server import load_server
from reportgen.delivery.smime import Seal, load_certificates, load_signer
from reportgen.delivery.smtp import Connection
from reportgen.editions.identity import data_of, identify
from reportgen.errors import DeliveryError, Problem, Severity, UsageError
from reportgen.indicators import csv_to_xlsx
from reportgen.layout.load import load_layout
from reportgen.remote import Place
from reportgen.store import FileState, store
from reportgen.workflows.sent_note import lost_entries, try_note

#: Lies beside the departments, whatever links lead there, so that whoever is mailed from there is
#: mailed once.
LEDGER = "deliveries.sqlite"


class Messages(Struct, frozen=True, kw_only=True):
    """Everything that messages are made with, so that nothing is missing midway.

    Attributes:
        mailings: files and recipients.
        directory: who receives what.
        write: makes the message of a job.
        reports: folder of a year, or the one above it.
        home: where that lies; the same, unless it is a copy of what is elsewhere.
    """

    mailings: tuple[Mailing, ...]
    directory: Directory
    write: Write
    reports: Path
    home: Place

    @property
    def ledger_file(self) -> Path:
        """Where it is noted who got what."""
        return self.directory.file.resolve().parent / LEDGER

    @property
    def folders(self) -> tuple[Place, ...]:
        """Where the reports lie."""
        folders = {mailing.report.path.resolve().parent for mailing in self.mailings}
        if isinstance(self.home, Path):
            return tuple(folders)
        home, copy = self.home, self.reports.resolve()
        return tuple(home / each.name if each != copy else home for each in folders)


class RecipientResult(Struct, frozen=True, kw_only=True):
    """What became of one recipient.

    Attributes:
        state: of the ledger, or ``not sent``.
        answer: of the server.
        is_tried: whether this run was to send to them.
    """

    city: str
    address: str
    state: str
    answer: str
    is_tried: bool


def prepare(
    reports: Path,
    directory: Directory,
    cities: tuple[str, ...],
    layout: str,
    key: Path | None,
    password: Callable[[Path], Secret],
    home: Place | None = None,
) -> Messages:
    """Checks the reports, and everything that messages are made with.

    Args:
        reports: folder of a year, or the one above it.
        directory: who receives what.
        cities: names; without any, all cities.
        layout: whose words are used.
        key: signs the messages (S/MIME).
        password: gives that of the key.
        home: where the reports lie, if `reports` is a copy of them.

    Raises:
        UsageError: a city is not in the directory.
        DeliveryError: files and recipients do not fit together; a key or certificate cannot be
            used.
        LayoutError: the layout cannot be used.
    """
    mailings = plan(reports, directory, cities, identify)
    mail, now = directory.departments.mail, _now()
    departments = {mailing.slug: mailing.department for mailing in mailings}
    certificates = load_certificates(departments, directory.file, now)
    signer = load_signer(key, password(key), mail.sender.key, now) if key else None
    seal = Seal(signer=signer, certificates=certificates)
    writings = {}
    for language in sorted({department.language for department in departments.values()}):
        loaded = load_layout(layout, language)
        assert loaded.mail
        writings[language] = Writing(
            language=language, texts=loaded.mail, style=loaded.texts.style, mail=mail, seal=seal
        )

    def write(job: Job) -> Message:
        # The numbers that a report carries.
        report = job.mailing.report
        table = csv_to_xlsx(data_of(report.read())) if Attached.DATA in mail.attach else b""
        writing = writings[job.mailing.department.language]
        return compose(job.mailing, writing, table, _now(), job.replaces, again=job.item.again)

    return Messages(
        mailings=mailings, directory=directory, write=write, reports=reports, home=home or reports
    )


def open_ledger(messages: Messages) -> Ledger:
    """The ledger; with every message that is about to leave, its growth is noted beside reports.

    Raises:
        DeliveryError: another run has it open, or it cannot be read or written.
    """
    file = messages.ledger_file
    return Ledger(file, lambda entries: try_note(messages.folders, file, entries))


def check_ledger(
    messages: Messages, ledger: Ledger, *, may_be_new: bool = False
) -> tuple[Problem, ...]:
    """Makes sure that the ledger still has what was sent from these folders.

    Args:
        messages: what is to be sent.
        ledger: the open one.
        may_be_new: a person has said that second mails do not matter.

    Returns:
        Why later runs may not be able to tell.

    Raises:
        DeliveryError: it has fewer entries than there were.
    """
    file, entries = messages.ledger_file, ledger.entries()
    lost = lost_entries(messages.folders, file, entries)
    if lost and not may_be_new:
        raise DeliveryError(*lost)
    refused = () if lost else try_note(messages.folders, file, entries)
    return tuple(replace(problem, severity=Severity.WARNING) for problem in refused)


def warn_of_lost_entries(messages: Messages) -> tuple[Problem, ...]:
    """The same for a run that only looks; it makes no ledger."""
    file, entries = messages.ledger_file, 0
    if file.exists():
        with Ledger(file) as ledger:
            entries = ledger.entries()
    lost = lost_entries(messages.folders, file, entries)
    return tuple(replace(problem, severity=Severity.WARNING) for problem in lost)


def dry_run_jobs(messages: Messages) -> tuple[Job, ...]:
    """The jobs of a run that only looks; it makes no ledger."""
    if not messages.ledger_file.exists():
        return tuple(first_job(mailing) for mailing in messages.mailings)
    with Ledger(messages.ledger_file) as ledger:
        return open_jobs(messages, ledger)


def write_messages(
    messages: Messages, jobs: Sequence[Job], out: Path
) -> Iterator[tuple[Job, Path, FileState]]:
    """Writes the messages into files instead of sending them.

    Yields:
        Each job, its file ``<out>/<slug>.eml``, and whether that was written.
    """
    for job in jobs:
        path = out / f"{job.mailing.slug}.eml"
        yield job, path, store(messages.write(job).content, path)


def find_server(messages: Messages) -> Connection:
    """The connection to the mail server, which is not open yet.

    Raises:
        DeliveryError: an address is one made for examples, or the server is not named.
    """
    refuse_reserved(messages.mailings, messages.directory)
    return Connection(load_server())


def open_jobs(messages: Messages, ledger: Ledger, *, again: bool = False) -> tuple[Job, ...]:
    """What the ledger leaves to be sent; with `again`, also to those who have it already."""
    return tuple(open_job(mailing, ledger, again=again) for mailing in messages.mailings)


def settle(
    wishes: Sequence[str], directory: Directory, ledger: Ledger
) -> Iterator[tuple[str, DeliveryState, int]]:
    """Notes what a person found out about messages of which nobody knew the end.

    Args:
        wishes: as in ``Köln=sent``; instead of a city, the Message-ID of one message.
        directory: has the cities.
        ledger: notes it.

    Yields:
        City or Message-ID, what became of it, and how many recipients that holds for.

    Raises:
        UsageError: a wish has another form, or its city is not in the directory.
    """
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
        yield name, DeliveryState(word), ledger.settle(name, DeliveryState(word), _now())


def send_messages(
    messages: Messages,
    jobs: Sequence[Job],
    connection: Connection,
    ledger: Ledger,
    report: Callable[[Job], None],
) -> None:
    """Sends the messages of all jobs; `report` is called with every job that is over.

    Raises:
        DeliveryError: the ledger cannot be written, or a message not be made; the run stops.
    """
    clock, mail = Clock(now=_now, sleep=time.sleep), messages.directory.departments.mail
    deliver(jobs, mail, messages.write, connection, ledger, clock, report)


def results_of(jobs: Sequence[Job], ledger: Ledger) -> tuple[RecipientResult, ...]:
    """What the ledger says after a run of what became of the recipients of all its jobs."""
    opened = ((job, open_job(job.mailing, ledger)) for job in jobs)
    return tuple(result for before, after in opened for result in _of_job(before, after))


def unknown_of(jobs: Sequence[Job], ledger: Ledger) -> tuple[Entry, ...]:
    """Messages to the same cities of which nobody knows the end, earlier reports' too."""
    cities = {job.item.city for job in jobs}
    return tuple(entry for entry in ledger.unknown() if entry.city in cities)


def _of_job(before: Job, after: Job) -> Iterator[RecipientResult]:
    tried = {box.key for box in before.recipients}
    # Whoever has it from before, and did not get it once more, was not sent to by this run.
    this_run = {
        entry.recipient: entry for entry in after.history if entry.again == before.item.again
    }
    for box in after.mailing.department.recipients:
        entry = (this_run if box.key in tried else after.latest).get(box.key)
        state = str(entry.state) if entry else "not sent"
        if state == DeliveryState.SENDING:
            # The ledger could not be written any more.
            state = str(DeliveryState.UNKNOWN)
        yield RecipientResult(
            city=after.item.city,
            address=box.address,
            state=state,
            answer=entry.answer if entry else "",
            is_tried=box.key in tried,
        )


def _now() -> datetime:
    return datetime.now(UTC).astimezone()
