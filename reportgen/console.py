"""What a person sees in the terminal: problems, progress, tables and the summary of a run.

Results go to the standard output, everything else to the standard error, so that a pipe gets
results only.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportgen.errors import Problem, Severity, errors_among
from reportgen.model import Dataset, Observation, Table

if TYPE_CHECKING:
    from rich.console import Console

    from reportgen.document.check import Check
    from reportgen.indicators import IndicatorRow
    from reportgen.pipeline import Outcome

#: Of warnings of one kind, so many are told in full; the rest are counted.
FULLY_TOLD = 2

#: Tables are not squeezed into a narrow terminal when nobody sees one.
PIPE_WIDTH = 200


@dataclass(slots=True)
class Voice:
    """How much is told: -1 quiet, 0 normal, 1 verbose."""

    level: int = 0

    @property
    def quiet(self) -> bool:
        """Only errors and asked-for results."""
        return self.level < 0

    @property
    def verbose(self) -> bool:
        """Every warning in full, tracebacks of bugs."""
        return self.level > 0


def say(text: str) -> None:
    """Writes a line to the standard error; a run goes on when nobody reads it any more."""
    with suppress(BrokenPipeError):
        print(text, file=sys.stderr)


def tell_problems(problems: Sequence[Problem], voice: Voice) -> None:
    """Tells errors in full, and of each kind of warning the first ones."""
    told: Counter[str] = Counter()
    for problem in problems:
        if problem.severity is Severity.ERROR:
            say(str(problem))
        elif not voice.quiet:
            told[problem.code] += 1
            if voice.verbose or told[problem.code] <= FULLY_TOLD:
                say(str(problem))
    if not (voice.verbose or voice.quiet):
        for code, count in told.items():
            if count > FULLY_TOLD:
                say(f"warning[{code}]: {count - FULLY_TOLD} more of this kind; -v shows them")


def count_of(problems: Iterable[Problem]) -> str:
    """For example ``2 errors, 1 warning``."""
    everything = tuple(problems)
    errors = len(errors_among(everything))
    warnings = len(everything) - errors
    return f"{counted(errors, 'error')}, {counted(warnings, 'warning')}"


@contextmanager
def progress(total: int, voice: Voice) -> Iterator[Callable[["Outcome"], None]]:
    """Like `steps`, for reports that are built."""
    with steps(total, voice) as tell:
        yield lambda o: tell(o.city.name, f"{o.state or 'failed':9}  {o.path}")


@contextmanager
def steps(total: int, voice: Voice) -> Iterator[Callable[[str, str], None]]:
    """A progress bar on a terminal, a line for each step otherwise, nothing when quiet.

    Yields:
        What is to be called after each step, with its name for the bar, and with the line.
    """
    if voice.quiet:
        yield lambda _name, _line: None
    elif not sys.stderr.isatty():
        yield lambda _name, line: say(line)
    else:
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as RichProgress

        bar = RichProgress(
            BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), console=_errors()
        )
        with bar:
            task = bar.add_task("", total=total)
            yield lambda name, _line: bar.update(task, advance=1, description=name)


def tell_summary(outcomes: Sequence["Outcome"], labels: dict[str, str]) -> None:
    """What was written, what was not, and which categories are absent in which city."""
    states = Counter(outcome.state or "failed" for outcome in outcomes)
    say(", ".join(f"{states[state]} {state}" for state in ("written", "unchanged", "failed")))
    failed = [outcome.city.name for outcome in outcomes if outcome.state is None]
    if failed:
        say("failed: " + ", ".join(failed))
    cities = defaultdict(list)
    for outcome in outcomes:
        absent = defaultdict(list)
        for absence in outcome.absences:
            absent[absence.table].append(labels.get(absence.key, absence.key))
        text = "; ".join(f"{table}: {', '.join(names)}" for table, names in absent.items())
        cities[text or "nothing"].append(outcome.city.name)
    for text, names in cities.items():
        who = f"all {len(names)} cities" if len(names) == len(outcomes) > 1 else ", ".join(names)
        say(f"absent in {who}: {text}")


def show_completeness(dataset: Dataset, year: int) -> None:
    """Which city delivered what, and why the rest is absent; one table a sheet."""
    areas = tuple((area.key, area.short) for area in dataset.areas)
    indicators = tuple((indicator.key, indicator.label) for indicator in dataset.indicators)
    sheets = ((Table.RECIPIENTS, areas), (Table.PAYMENTS, areas), (Table.ECONOMY, indicators))
    for sheet, columns in sheets:
        rows = (
            (
                city.name,
                *(
                    _delivery(dataset.observations.get((sheet, city.slug, year, key)))
                    for key, _ in columns
                ),
            )
            for city in dataset.cities
        )
        show_table(f"{sheet} {year}", ("", *(label for _, label in columns)), rows)


def show_indicators(rows: Iterable["IndicatorRow"]) -> None:
    """Prints indicators, rounded to what a person reads."""
    head = (
        *("city", "indicator", "of", "value", "unit", "n", "mean", "weighted", "rank", "deviation"),
        *("method", "cells"),
    )
    show_table(
        "",
        head,
        (
            (
                *(row.city, row.kind, row.label),
                _rounded(row.value) + (f" {row.flag}" if row.flag else "") or str(row.reason),
                *(row.unit, str(row.n), _rounded(row.mean), _rounded(row.weighted_mean)),
                *(str(row.rank or ""), _rounded(row.deviation), row.method, ", ".join(row.cells)),
            )
            for row in rows
        ),
    )


def show_checks(checks: Sequence["Check"], *, as_json: bool) -> None:
    """What `reportgen check` found: a table, then the violations; or all of it as JSON."""
    if as_json:
        objects = [
            {
                "file": str(check.file),
                "verapdf": list(check.flavours),
                "compliant": check.compliant,
                "problems": [
                    {"code": p.code, "message": p.message, "where": p.where} for p in check.problems
                ],
            }
            for check in checks
        ]
        print(json.dumps(objects, ensure_ascii=False, indent=2))
    else:
        rows = (
            (
                str(check.file),
                _verdict(check),
                ", ".join(check.flavours) or "not checked",
            )
            for check in checks
        )
        show_table("", ("file", "result", "veraPDF"), rows)
        for check in checks:
            for problem in check.problems:
                say(f"{check.file.name}: {problem}")
    if not all(check.validator for check in checks):
        say("veraPDF is not there, so only our own rules were checked; `make tools` fetches it")


def _verdict(check: "Check") -> str:
    if check.problems:
        return counted(len(check.problems), "violation")
    return "compliant" if check.compliant else "no violation found (own rules only)"


def show_table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Prints a table to the standard output; one with a title is set apart from the next."""
    from rich import box
    from rich.table import Table as RichTable

    table = RichTable(
        title=title, title_justify="left", box=box.SIMPLE, show_edge=False, pad_edge=False
    )
    for name in head:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*row)
    _results().print(table)
    if title:
        _results().print()


def _delivery(observation: Observation | None) -> str:
    if observation is None or observation.value is None:
        return str(observation.reason) if observation and observation.reason else "not-delivered"
    return f"yes {observation.flag}" if observation.flag else "yes"


def _rounded(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.2f}"


def _results() -> "Console":
    return _console(sys.stdout)


def _errors() -> "Console":
    return _console(sys.stderr)


def _console(stream: Any) -> "Console":
    from rich.console import Console

    width = None if stream.isatty() else PIPE_WIDTH
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


def counted(count: int, noun: str) -> str:
    """For example ``1 file``, ``2 files``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
