"""What `send` shows: who gets which report, and what became of it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.cli import console
from reportgen.cli.console import Verbosity
from reportgen.errors import Problem, Severity

if TYPE_CHECKING:
    from reportgen.delivery.deliver import Job
    from reportgen.delivery.ledger import Entry, Ledger

#: Of a city's recipients, so many are named in the table.
_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """A recipient who did not get a report, or of whom nobody knows."""

    city: str
    is_unknown: bool


def show(jobs: Sequence["Job"], verbosity: Verbosity) -> None:
    """Shows what goes to whom, and warns of what may not be meant so."""
    if not verbosity.quiet:
        head = ("city", "recipients", "file", "size", "sha256", "already sent")
        _show_table(head, (_row(job) for job in jobs))
    console.tell_problems([_overtaken(job) for job in jobs if job.is_overtaken], verbosity)


def _show_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """When nobody reads it any more, the run goes on and its exit code says how it ended."""
    with suppress(SystemExit):
        console.show_table("", head, rows)


def _row(job: "Job") -> Sequence[str]:
    from reportgen.delivery.message import SHORT

    boxes = job.mailing.department.recipients
    named = [box.address for box in boxes[:_NAMED]]
    if len(boxes) > _NAMED:
        named.append(f"{len(boxes) - _NAMED} more")
    files = job.mailing.pdfs
    return (
        job.item.city,
        ", ".join(named),
        ", ".join(file.path.name for file in files),
        f"{sum(file.size for file in files) / 1000:,.0f} kB",
        job.item.sha256[:SHORT],
        _already(job),
    )


def _already(job: "Job") -> str:
    """For example ``2026-01-31 12:00``, or how many of the recipients have it."""
    states = Counter(entry.state for entry in job.latest.values())
    if not states:
        return "corrects an earlier one" if job.replaces else ""
    last = max(entry.ended or entry.begun for entry in job.history).astimezone()
    if set(states) == {"sent"} and not job.recipients:
        return f"{last:%Y-%m-%d %H:%M}"
    return ", ".join(f"{count} {state}" for state, count in states.items())


def tell_results(
    jobs: Sequence["Job"], ledger: "Ledger", verbosity: Verbosity
) -> Sequence[Shortfall]:
    """Tells what became of whom; returns who did not get, or may not have got, what was due."""
    from reportgen.delivery.deliver import open_job
    from reportgen.delivery.ledger import DeliveryState

    counts: Counter[str] = Counter()
    missing: list[Shortfall] = []
    rows = []
    for before in jobs:
        tried = {box.key for box in before.recipients}
        job = open_job(before.mailing, ledger)
        # Whoever has it from before, and did not get it once more, was not sent to by this run.
        this_run = {e.recipient: e for e in job.history if e.again == before.item.again}
        for box in job.mailing.department.recipients:
            entry = (this_run if box.key in tried else job.latest).get(box.key)
            state = str(entry.state) if entry else "not sent"
            if state == DeliveryState.SENDING:
                # The ledger could not be written any more.
                state = str(DeliveryState.UNKNOWN)
            counts[state] += 1
            if state != DeliveryState.SENT:
                is_unknown = state == DeliveryState.UNKNOWN
                missing.append(Shortfall(city=job.item.city, is_unknown=is_unknown))
            if box.key in tried:
                answer = entry.answer if entry else ""
                rows.append((job.item.city, box.address, state, answer))
    if rows and not verbosity.quiet:
        _show_table(("city", "recipient", "state", "answer"), rows)
    cities = {job.item.city for job in jobs}
    # Also those of a report that was built anew since.
    console.tell_problems([_unknown(e) for e in ledger.unknown() if e.city in cities], verbosity)
    if not verbosity.quiet:
        told = ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
        console.say(told if rows else f"there was nothing to send; in the ledger: {told}")
    return missing


def tell_again(missing: Sequence[Shortfall]) -> None:
    """After `--again`: how to go on without sending to everybody once more."""
    names = dict.fromkeys(shortfall.city for shortfall in missing if not shortfall.is_unknown)
    if names:
        cities = " ".join(f'--city "{name}"' for name in names)
        console.say(f"the same command sends everything once more; for the rest: --again {cities}")


def _overtaken(job: "Job") -> Problem:
    return Problem(
        code="report-overtaken",
        message=f"{job.item.city} got this report, and another one after it",
        where=str(job.mailing.report.path),
        hint="if this is the one that holds, send it with --again",
        severity=Severity.WARNING,
    )


def _unknown(entry: "Entry") -> Problem:
    city, sent = entry.city, entry.begun.astimezone()
    return Problem(
        code="delivery-unknown",
        message=f"nobody knows whether {entry.recipient} ({city}) got the report",
        where=f"{sent:%Y-%m-%d %H:%M}, Message-ID {entry.message_id}",
        hint=f"ask there, or look for the Message-ID in the mail server's log; then say "
        f'--settle "{city}=sent", or --settle "{city}=failed" to send it again; '
        "where a city has several, name the Message-ID instead",
    )
