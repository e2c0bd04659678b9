"""Sends what is still to be sent, one message after another, and notes the end of each.

A message moves through the ledger like this: `sending`, on the disk, before its first byte;
`sent` when the server has taken it on; `refused` when the server said no for good; `failed` when it
was certainly not handed over; `unknown` when the connection broke after the final dot. What is
worth trying again comes back after all others, in rounds with growing pauses.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tenacity import RetryCallState, Retrying, retry_if_result, stop_after_attempt
from tenacity.wait import wait_exponential

from reportgen.delivery.address import Mailbox
from reportgen.delivery.departments import Mail
from reportgen.delivery.ledger import DeliveryState, Entry, Ledger, ReportVersion
from reportgen.delivery.message import Message, Replaced
from reportgen.delivery.plan import Mailing
from reportgen.delivery.smtp import Connection, NoConnectionError, Reply, SmtpOutcome

#: Pauses of 5, 20, 80 and 300 seconds; greylisting often wants five minutes in all.
ROUNDS = 5
_PAUSES = wait_exponential(multiplier=5, exp_base=4, max=300)

_STATES = {
    SmtpOutcome.SENT: DeliveryState.SENT,
    SmtpOutcome.NEXT: DeliveryState.FAILED,
    SmtpOutcome.LATER: DeliveryState.FAILED,
    SmtpOutcome.REFUSED: DeliveryState.REFUSED,
    SmtpOutcome.UNKNOWN: DeliveryState.UNKNOWN,
}

_WORTH_A_TRY = {SmtpOutcome.NEXT, SmtpOutcome.LATER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The time, and how to let it pass."""

    now: Callable[[], datetime]
    sleep: Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
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
    tell: Callable[[Job], None],
) -> None:
    """Sends every job; afterwards the ledger says what became of each recipient.

    Args:
        jobs: some may have no recipients left.
        mail: sender and rate.
        write: makes the message of a job; called once for each try.
        connection: to the server; closed at the end.
        ledger: is written before and after each message.
        clock: is asked for the time, and waited with.
        tell: called with every job that is over, whatever its end.

    Raises:
        DeliveryError: the ledger cannot be written, or a message not be made; the run stops.
    """
    run = _Session(mail, write, connection, ledger, clock, tell)
    waiting = [job for job in jobs if job.recipients]

    def play_round() -> bool:
        run.unreachable = ""
        waiting[:] = [rest for job in waiting if (rest := run.attempt(job)) is not None]
        return bool(waiting)

    def give_up(_: RetryCallState) -> None:
        for job in waiting:
            tell(job)

    retrying = Retrying(
        sleep=clock.sleep,
        stop=stop_after_attempt(ROUNDS),
        wait=_PAUSES,
        retry=retry_if_result(bool),
        retry_error_callback=give_up,
    )
    try:
        retrying(play_round)
    finally:
        connection.close()


class _Session:
    """One run over one connection.

    Attributes:
        unreachable: why nothing can be sent in this round.
        permanent_error: why nothing can be sent at all.
    """

    def __init__(
        self,
        mail: Mail,
        write: Write,
        connection: Connection,
        ledger: Ledger,
        clock: Clock,
        tell: Callable[[Job], None],
    ) -> None:
        self._mail, self._write, self._connection = mail, write, connection
        self._ledger, self._clock, self._tell = ledger, clock, tell
        self._next = clock.now()
        self.unreachable = ""
        self.permanent_error = ""

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
        self._tell(job)
        return None

    def _connected(self, job: Job) -> bool:
        if not (self.unreachable or self.permanent_error):
            try:
                self._keep_pace()
                self._connection.open()
            except NoConnectionError as fault:
                if fault.passing:
                    self.unreachable = str(fault)
                else:
                    self.permanent_error = str(fault)
            else:
                return True
        keys = [box.key for box in job.recipients]
        self._ledger.fail(
            job.item, keys, self.unreachable or self.permanent_error, self._clock.now()
        )
        return False

    def _send(self, job: Job) -> dict[str, Reply]:
        """One transaction; returns its outcome by the recipients' keys."""
        boxes = {box.key: box.address for box in job.recipients}
        message = self._write(job)
        self._ledger.begin(job.item, boxes, message.message_id, self._clock.now())
        # What holds if an interrupt, or anything else, ends the sending.
        certain = DeliveryState.FAILED, "interrupted before it was handed over"
        doubtful = DeliveryState.UNKNOWN, "interrupted before the server answered"
        results: dict[str, tuple[DeliveryState, str]] = {}
        try:
            replies = self._connection.send(
                self._mail.sender.address, tuple(boxes.values()), message.content
            )
            results = {
                key: (_STATES[replies[address].outcome], replies[address].answer)
                for key, address in boxes.items()
            }
        finally:
            end = doubtful if self._connection.is_in_doubt else certain
            self._ledger.end(job.item, results or dict.fromkeys(boxes, end), self._clock.now())
        return {key: replies[address] for key, address in boxes.items()}

    def _keep_pace(self) -> None:
        interval = timedelta(minutes=1 / self._mail.per_minute)
        # The machine's clock may have been set back meanwhile.
        pause = min(self._next - self._clock.now(), interval)
        if pause > timedelta():
            self._clock.sleep(pause.total_seconds())
        self._next = self._clock.now() + interval
