"""What a person sees in the terminal: problems, progress, tables and the summary of a run.

Results go to the standard output, everything else to the standard error, so that a pipe gets
results only.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.errors import Problem, Severity, errors_among
from reportgen.model import Dataset, Observation, Table

if TYPE_CHECKING:
    from rich.console import Console

    from reportgen.checks.check import Check
    from reportgen.indicators import IndicatorRow
    from reportgen.proof import Proof
    from reportgen.signing.examine import FileSignatures, Signature
    from reportgen.workflows.build import CityResult

#: Of warnings of one kind, so many are told in full; the rest are counted.
MAX_WARNINGS_PER_CODE = 2

#: Tables are not squeezed into a narrow terminal when nobody sees one.
PIPE_WIDTH = 200


@dataclass(slots=True)
class Verbosity:
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


def tell_problems(problems: Sequence[Problem], verbosity: Verbosity) -> None:
    """Tells errors in full, and of each kind of warning the first ones."""
    told: Counter[str] = Counter()
    for problem in problems:
        if problem.severity is Severity.ERROR:
            say(str(problem))
        elif not verbosity.quiet:
            told[problem.code] += 1
            if verbosity.verbose or told[problem.code] <= MAX_WARNINGS_PER_CODE:
                say(str(problem))
    if not (verbosity.verbose or verbosity.quiet):
        for code, count in told.items():
            if count > MAX_WARNINGS_PER_CODE:
                more = count - MAX_WARNINGS_PER_CODE
                say(f"warning[{code}]: {more} more of this kind; -v shows them")


def count_of(problems: Iterable[Problem]) -> str:
    """For example ``2 errors, 1 warning``."""
    everything = tuple(problems)
    errors = len(errors_among(everything))
    warnings = len(everything) - errors
    return f"{counted(errors, 'error')}, {counted(warnings, 'warning')}"


@contextmanager
def progress(total: int, verbosity: Verbosity) -> Iterator[Callable[["CityResult"], None]]:
    """Like `steps`, for reports that are built."""
    with steps(total, verbosity) as tell:
        yield lambda outcome: tell(outcome.city.name, _lines_of(outcome))


@contextmanager
def steps(total: int, verbosity: Verbosity) -> Iterator[Callable[[str, str], None]]:
    """A progress bar on a terminal, a line for each step otherwise, nothing when quiet.

    Yields:
        What is to be called after each step, with its name for the bar, and with the line.
    """
    if verbosity.quiet:
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


def _lines_of(outcome: "CityResult") -> str:
    return "\n".join(f"{state or 'failed':9}  {path}" for path, state in outcome.files.items())


def tell_summary(outcomes: Sequence["CityResult"], labels: dict[str, str]) -> None:
    """What was written, what was not, and which categories are absent in which city."""
    states = Counter(state or "failed" for o in outcomes for state in o.files.values())
    say(", ".join(f"{states[state]} {state}" for state in ("written", "unchanged", "failed")))
    failed = [outcome.city.name for outcome in outcomes if outcome.exit_code]
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
                rounded(row.value) + (f" {row.flag}" if row.flag else "") or str(row.reason),
                *(row.unit, str(row.n), rounded(row.mean), rounded(row.weighted_mean)),
                *(str(row.rank or ""), rounded(row.deviation), row.method, ", ".join(row.cells)),
            )
            for row in rows
        ),
    )


def show_checks(
    checks: Sequence["Check"], seals: Sequence["FileSignatures"], *, as_json: bool
) -> None:
    """What `reportgen check` found: a table, then violations and seals; or all of it as JSON."""
    if as_json:
        objects = [
            check.as_dict()
            | {
                "signatures": [signature.as_dict() for signature in seal.signatures],
                "signature_problems": [
                    {"code": p.code, "message": p.message, "where": p.where} for p in seal.problems
                ],
            }
            for check, seal in zip(checks, seals, strict=True)
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
        for seal in seals:
            for signature in seal.signatures:
                say(f"{seal.file.name}: {_sealed(signature)}")
            for problem in seal.problems:
                say(str(problem))
    if not all(check.validator for check in checks):
        say("veraPDF is not there, so only our own rules were checked; `make tools` fetches it")


def _sealed(signature: "Signature") -> str:
    clock = "by a timestamp server" if signature.timestamped else "by the signer's clock"
    time = f"{signature.at:%Y-%m-%d %H:%M:%S %Z}" if signature.at else "at an unknown time"
    changed = "unchanged since" if signature.holds else "CHANGED since"
    trusted = {
        None: "not verified against a list of trusted authorities",
        True: "the signer is vouched for by the authorities given",
        False: "the authorities given do not vouch for the signer",
    }
    return (
        f"sealed by {signature.signer}, {time} ({clock}); {changed}; {trusted[signature.trusted]}"
    )


def _verdict(check: "Check") -> str:
    errors = len(errors_among(check.problems))
    warnings = len(check.problems) - errors
    verdict = "compliant" if check.compliant else "no violation found (own rules only)"
    if errors:
        verdict = counted(errors, "violation")
    return f"{verdict}, {counted(warnings, 'warning')}" if warnings else verdict


def show_proofs(proofs: Mapping[Path, "Proof"]) -> None:
    """Prints how much ink the pages of each file take; all in percent."""
    rows = (
        (
            *(file.name, str(page.number)),
            *(f"{mean:.1f}" for mean in (*page.figures.means, page.figures.mean)),
            f"{page.figures.most:.0f}",
        )
        for file, proof in proofs.items()
        for page in proof.pages
    )
    show_table("", ("file", "page", "C %", "M %", "Y %", "K %", "all %", "most %"), rows)


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


def rounded(value: float | None) -> str:
    """A number as a person reads it; empty when there is none."""
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
