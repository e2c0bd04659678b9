"""What `send` shows: who gets which report, and what became of it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress

from reportgen.cli import console, events, terminal
from reportgen.cli.console import Verbosity
from reportgen.delivery.deliver import Job
from reportgen.delivery.ledger import DeliveryState, Entry
from reportgen.delivery.message import SHORT
from reportgen.errors import Problem, Severity
from reportgen.messages import translated
from reportgen.workflows.send import RecipientResult

#: Of a city's recipients, so many are named in the table.
_NAMED = 3


def show_jobs(jobs: Sequence[Job], verbosity: Verbosity) -> None:
    """Shows what goes to whom, and warns of what may not be meant so."""
    if not verbosity.quiet:
        head = ("name", "recipients", "file", "size", "sha256", "already sent")
        _show_table(head, (_row(job) for job in jobs))
    console.report_problems([_overtaken(job) for job in jobs if job.is_overtaken], verbosity)


def _show_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """When nobody reads it any more, the run goes on and its exit code says how it ended."""
    with suppress(SystemExit):
        terminal.show_table("", head, rows)


def _row(job: Job) -> Sequence[str]:
    boxes = job.mailing.department.recipients
    named = [box.address for box in boxes[:_NAMED]]
    if len(boxes) > _NAMED:
        named.append(translated(f"{len(boxes) - _NAMED} more"))
    files = job.mailing.pdfs
    return (
        job.item.city,
        ", ".join(named),
        ", ".join(file.path.name for file in files),
        f"{sum(file.size for file in files) / 1000:,.0f} kB",
        job.item.sha256[:SHORT],
        _already(job),
    )


def _already(job: Job) -> str:
    """For example ``2026-01-31 12:00``, or how many of the recipients have it."""
    states = Counter(entry.state for entry in job.latest.values())
    if not states:
        return translated("corrects an earlier one") if job.replaces else ""
    last = max(entry.ended or entry.begun for entry in job.history).astimezone()
    if set(states) == {DeliveryState.SENT} and not job.recipients:
        return f"{last:%Y-%m-%d %H:%M}"
    return ", ".join(f"{count} {translated(state, 'word')}" for state, count in states.items())


def report_results(
    results: Sequence[RecipientResult], unknown: Sequence[Entry], verbosity: Verbosity
) -> None:
    """Reports what became of whom."""
    rows = [
        (r.city, r.address, translated(r.state, "word"), translated(r.answer))
        for r in results
        if r.is_tried
    ]
    if rows and not verbosity.quiet:
        _show_table(("name", "recipient", "state", "answer"), rows)
    console.report_problems([_unknown(entry) for entry in unknown], verbosity)
    if not verbosity.quiet:
        counts = sorted(Counter(result.state for result in results).items())
        text = ", ".join(f"{count} {translated(state, 'word')}" for state, count in counts)
        nothing = f"there was nothing to send; in the ledger: {text}"
        console.say_as_is(text if rows else translated(nothing))


def emit_results(results: Sequence[RecipientResult], emitted: set[tuple[str, str]]) -> None:
    """Reports as events what became of whom, each once; `emitted` has those before."""
    for result in results:
        key = (result.city, result.address)
        if key not in emitted:
            emitted.add(key)
            events.emit(
                "mail",
                city=result.city,
                recipient=result.address,
                state=result.state,
                answer=translated(result.answer),
                tried=result.is_tried,
            )


def missing(results: Sequence[RecipientResult]) -> Sequence[RecipientResult]:
    """Those who did not get, or may not have got, what was due."""
    return [result for result in results if result.state != DeliveryState.SENT]


def report_again(results: Sequence[RecipientResult]) -> None:
    """After `--again`: how to go on without sending to everybody once more."""
    rest = [result for result in missing(results) if result.state != DeliveryState.UNKNOWN]
    if rest:
        cities = " ".join(f'--city "{name}"' for name in dict.fromkeys(r.city for r in rest))
        console.say(f"the same command sends everything once more; for the rest: --again {cities}")


def _overtaken(job: Job) -> Problem:
    return Problem(
        code="report-overtaken",
        message=f"{job.item.city} got this report, and another one after it",
        where=str(job.mailing.report.path),
        hint="if this is the one that holds, send it with --again",
        severity=Severity.WARNING,
    )


def _unknown(entry: Entry) -> Problem:
    city, sent = entry.city, entry.begun.astimezone()
    return Problem(
        code="delivery-unknown",
        message=f"nobody knows whether {entry.recipient} ({city}) got the report",
        where=f"{sent:%Y-%m-%d %H:%M}, Message-ID {entry.message_id}",
        hint=f"ask there, or look for the Message-ID in the mail server's log; then say "
        f'--settle "{city}=sent", or --settle "{city}=failed" to send it again; '
        "where there are several, name the Message-ID instead",
    )
