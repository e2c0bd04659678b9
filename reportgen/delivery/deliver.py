"""Sends what is still to be sent, one message after another, and notes the end of each.

A message moves through the ledger like this: `sending`, on the disk, before its first byte;
`sent` when the server has taken it on; `refused` when the server said no for good; `failed` when it
was certainly not handed over; `unknown` when the connection broke after the final dot. What is
worth trying again comes back after all others, in rounds with growing pauses.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from reportgen.delivery.address import Mailbox
from reportgen.delivery.departments import Mail
from reportgen.delivery.ledger import DeliveryState, Entry, Ledger, ReportVersion
from reportgen.delivery.message import Message, Replaced
from reportgen.delivery.plan import Mailing
from reportgen.delivery.smtp import Connection, NoConnectionError, Reply, SmtpOutcome

#: Seconds between the rounds; greylisting often wants five minutes in all.
PAUSES = (5, 20, 80, 300)

_STATES = {
    SmtpOutcome.SENT: DeliveryState.SENT,
    SmtpOutcome.NEXT: DeliveryState.FAILED,
    SmtpOutcome.LATER: DeliveryState.FAILED,
    SmtpOutcome.REFUSED: DeliveryState.REFUSED,
    SmtpOutcome.UNKNOWN: DeliveryState.UNKNOWN,
}

_WORTH_A_TRY = {SmtpOutcome.NEXT, SmtpOutcome.LATER}


class Clock(Struct, frozen=True, kw_only=True):
    """The time, and how to let it pass."""

    now: Callable[[], datetime]
    sleep: Callable[[float], None]


class Job(Struct, frozen=True, kw_only=True):
    """What is still to be sent to one city.

    Attributes:
        item: how the ledger calls it.
        recipients: those who are still without it; may be empty.
        history: what the ledger knows of this very report.
        replaces: the report that this one corrects.
        is_overtaken: whether somebody has got this report, and then another one.
    """

    mailing: Mailing
    item: ReportVersion
    recipients: tuple[Mailbox, ...]
    history: tuple[Entry, ...] = ()
    replaces: Replaced | None = None
    is_overtaken: bool = False

    @property
    def latest(self) -> dict[str, Entry]:
        """What was noted last of each recipient; who has it keeps it when it fails once more."""
        latest: dict[str, Entry] = {}
        for entry in self.history:
            if entry.may_have_received or not (
                entry.recipient in latest and latest[entry.recipient].may_have_received
            ):
                latest[entry.recipient] = entry
        return latest


#: Writes the message of a job.
Write = Callable[[Job], Message]


def first_job(mailing: Mailing) -> Job:
    """The job of a mailing that nobody has got yet."""
    identity = mailing.report.identity
    item = ReportVersion(
        city=identity.city,
        year=identity.year,
        language=identity.language,
        edition=identity.edition,
        sha256=mailing.report.sha256,
    )
    return Job(mailing=mailing, item=item, recipients=mailing.department.recipients)


def open_job(mailing: Mailing, ledger: Ledger, *, again: bool = False) -> Job:
    """What the ledger leaves to be sent of a mailing.

    Args:
        mailing: files and recipients.
        ledger: who got what.
        again: send even to those who have got it, but not to those of whom nobody knows.
    """
    job = first_job(mailing)
    history = ledger.history(job.item.sha256)
    number = max((entry.again for entry in history), default=0)
    gone = {entry.recipient for entry in history if entry.may_have_received}
    if again and gone:
        number += 1
        gone = {entry.recipient for entry in history if entry.state is DeliveryState.UNKNOWN}
    recipients = tuple(box for box in job.recipients if box.key not in gone)
    former = ledger.previous_report(job.item, {box.key for box in recipients})
    other = ledger.previous_report(job.item, {box.key for box in job.recipients})
    return replace(
        job,
        item=replace(job.item, again=number),
        recipients=recipients,
        history=history,
        replaces=_replaced(former) if former else None,
        is_overtaken=bool(history and other and other.begun > history[-1].begun),
    )


def _replaced(former: Entry) -> Replaced:
    return Replaced(sent=former.begun.astimezone().date(), sha256=former.sha256)


def deliver(
    jobs: Sequence[Job],
    mail: Mail,
    write: Write,
    connection: Connection,
    ledger: Ledger,
    clock: Clock,
    report: Callable[[Job], None],
) -> None:
    """Sends every job; afterwards the ledger says what became of each recipient.

    Args:
        jobs: some may have no recipients left.
        mail: sender and rate.
        write: makes the message of a job; called once for each try.
        connection: to the server; closed at the end.
        ledger: is written before and after each message.
        clock: is asked for the time, and waited with.
        report: called with every job that is over, whatever its end.

    Raises:
        DeliveryError: the ledger cannot be written, or a message not be made; the run stops.
    """
    session = _Session(mail, write, connection, ledger, clock, report)
    waiting = [job for job in jobs if job.recipients]
    try:
        for pause in (0, *PAUSES):
            if waiting and pause:
                clock.sleep(pause)
            session.unreachable = ""
            waiting = [rest for job in waiting if (rest := session.attempt(job))]
        for job in waiting:
            report(job)
    finally:
        connection.close()


class _Session(Struct):
    """One run over one connection.

    Attributes:
        unreachable: why nothing can be sent in this round.
        permanent_error: why nothing can be sent at all.
        next: when the next message may go, so that the pace is kept.
    """

    mail: Mail
    write: Write
    connection: Connection
    ledger: Ledger
    clock: Clock
    report: Callable[[Job], None]
    unreachable: str = ""
    permanent_error: str = ""
    next: datetime | None = None

    def attempt(self, job: Job) -> Job | None:
        """Tries to send a job; returns what of it is worth another try."""
        while self._connected(job):
            replies = self._send(job)
            again = {key for key, reply in replies.items() if reply.outcome in _WORTH_A_TRY}
            job = replace(job, recipients=tuple(box for box in job.recipients if box.key in again))
            outcomes = {reply.outcome for reply in replies.values()}
            if not outcomes >= {SmtpOutcome.SENT, SmtpOutcome.NEXT}:
                break
        if job.recipients and not self.permanent_error:
            return job
        self.report(job)
        return None

    def _connected(self, job: Job) -> bool:
        if not (self.unreachable or self.permanent_error):
            try:
                self._keep_pace()
                self.connection.open()
            except NoConnectionError as fault:
                if fault.passing:
                    self.unreachable = str(fault)
                else:
                    self.permanent_error = str(fault)
            else:
                return True
        keys = [box.key for box in job.recipients]
        self.ledger.fail(job.item, keys, self.unreachable or self.permanent_error, self.clock.now())
        return False

    def _send(self, job: Job) -> dict[str, Reply]:
        """One transaction; returns its outcome by the recipients' keys."""
        boxes = {box.key: box.address for box in job.recipients}
        message = self.write(job)
        self.ledger.begin(job.item, boxes, message.message_id, self.clock.now())
        # What holds if an interrupt, or anything else, ends the sending.
        certain = DeliveryState.FAILED, "interrupted before it was handed over"
        doubtful = DeliveryState.UNKNOWN, "interrupted before the server answered"
        results: dict[str, tuple[DeliveryState, str]] = {}
        try:
            replies = self.connection.send(
                self.mail.sender.address, tuple(boxes.values()), message.content
            )
            results = {
                key: (_STATES[replies[address].outcome], replies[address].answer)
                for key, address in boxes.items()
            }
        finally:
            end = doubtful if self.connection.is_in_doubt else certain
            self.ledger.end(job.item, results or dict.fromkeys(boxes, end), self.clock.now())
        return {key: replies[address] for key, address in boxes.items()}

    def _keep_pace(self) -> None:
        interval = timedelta(minutes=1 / self.mail.per_minute)
        # The machine's clock may have been set back meanwhile.
        pause = min(self.next - self.clock.now(), interval) if self.next else timedelta()
        if pause > timedelta():
            self.clock.sleep(pause.total_seconds())
        self.next = self.clock.now() + interval
