"""Implausible values, for a person and for a program."""

from collections import Counter

from reportgen.cli import console, events
from reportgen.cli.console import MAX_WARNINGS_PER_CODE, Verbosity
from reportgen.errors import Severity
from reportgen.messages import translated
from reportgen.model import Doubt
from reportgen.plausibility import Verdict

#: So many cells of a doubt are named.
_CELLS = 4


def report_doubts(verdict: Verdict, file: str, verbosity: Verbosity) -> None:
    """Tells the first doubts of each rule, and counts the others; as events, tells all."""
    if events.are_on():
        for doubt in verdict.doubts:
            _emit(doubt, state="open")
        for doubt in verdict.confirmed:
            _emit(doubt, state="confirmed")
        return
    told: Counter[str] = Counter()
    for doubt in verdict.doubts:
        told[doubt.rule] += 1
        if verbosity.verbose or told[doubt.rule] <= MAX_WARNINGS_PER_CODE:
            more = len(doubt.cells) - _CELLS
            cells = ", ".join(doubt.cells[:_CELLS])
            cells += translated(f" and {more} more") if more > 0 else ""
            console.say_as_is(f"{console.marked(doubt.severity, doubt.rule)}: {doubt.message}")
            console.say_as_is(f"  --> {file}, {cells}")
            console.say_as_is(f"  {translated('hint', 'word')}: {doubt.why}")
    if not verbosity.verbose:
        for rule, count in verdict.counts.items():
            if (more := count - MAX_WARNINGS_PER_CODE) > 0:
                warning = console.marked(Severity.WARNING, rule)
                rest = translated(f"{more} more of this kind; -v shows them")
                console.say_as_is(f"{warning}: {rest}")


def summary_of(verdict: Verdict) -> str:
    """For example ``2 implausible values, 1 confirmed``; empty when there is nothing to tell."""
    if not (verdict.doubts or verdict.confirmed):
        return ""
    count = console.counted(len(verdict.doubts), "implausible value")
    number = len(verdict.confirmed)
    return translated(f"{count}, {number} confirmed") if number else count


def _emit(doubt: Doubt, *, state: str) -> None:
    events.emit(
        "doubt",
        state=state,
        rule=doubt.rule,
        severity=doubt.severity,
        city=doubt.city,
        year=doubt.year,
        cells=doubt.cells,
        value=doubt.value,
        message=doubt.message,
        why=doubt.why,
        confirmed_for=doubt.past_value or None,
    )
