"""What can be wrong, in one shape, and which exit code it leads to.

A `Problem` is the only form in which a fault of a workbook, a layout or a PDF is reported. Stages
collect all problems they can find and then raise once; `cli` alone turns the exception into
text and an exit code.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import ClassVar


class Severity(StrEnum):
    """How much a problem weighs: an error stops the run, a warning is reported and passed."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault: what it is, where it is, and what to do.

    Attributes:
        code: stable kebab-case word that scripts may rely on; the wording may improve.
        message: one sentence that names the thing.
        where: file and place in it, e.g. ``benchmarking-2020.xlsx, Städte!B3``.
        hint: what the reader can do; empty when the message says it all.
        severity: error or warning.
    """

    code: str
    message: str
    where: str = ""
    hint: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        lines = [f"{self.severity}[{self.code}]: {self.message}"]
        if self.where:
            lines.append(f"  --> {self.where}")
        if self.hint:
            lines.append(f"  hint: {self.hint}")
        return "\n".join(lines)


def errors_among(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems that stop a run."""
    return tuple(p for p in problems if p.severity is Severity.ERROR)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the valid word closest to `word`, or all of them when few.

    Args:
        word: what was written.
        known: the valid words.

    Returns:
        A sentence without full stop, empty when there is nothing to suggest.
    """
    names = tuple(known)
    if near := nearest(word, names):
        return f'did you mean "{near}"?'
    if names and len(names) <= 12:
        return "valid are: " + ", ".join(names)
    return ""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The word of `known` that `word` was most likely meant to be; None when none is near."""
    by_folded = {_fold(name): name for name in known}
    near = get_close_matches(_fold(word), by_folded, n=1, cutoff=0.6)
    return by_folded[near[0]] if near else None


def _fold(word: str) -> str:
    umlauts = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
    return (
        word.casefold().replace("ae", "a").replace("oe", "o").replace("ue", "u").translate(umlauts)
    )


class ReportgenError(Exception):
    """Base of all faults that a user can mend; carries its problems and its exit code."""

    exit_code: ClassVar[int] = 1

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(str(p) for p in problems))


class UsageError(ReportgenError):
    """The call names something that does not exist, e.g. an unknown city."""

    exit_code = 2


class WorkbookError(ReportgenError):
    """The workbook, or a portrait, cannot be used."""

    exit_code = 3


class LayoutError(ReportgenError):
    """The layout or one of its language files cannot be used."""

    exit_code = 4


class IndicatorError(ReportgenError):
    """Indicators cannot be computed from a workbook that is well formed."""

    exit_code = 5


class DocumentError(ReportgenError):
    """A PDF cannot be composed or written."""

    exit_code = 6


class ConformanceError(ReportgenError):
    """A PDF violates a standard that it claims, or that it was checked against."""

    exit_code = 7


class DeliveryError(ReportgenError):
    """Reports cannot be sent, or some recipient did not get theirs."""

    exit_code = 8


class ArchiveError(ReportgenError):
    """Reports cannot be sealed or archived, or an archive is not as it was."""

    exit_code = 9


#: Exit code when some cities failed and the others were written.
SOME_CITIES_FAILED = 10

#: Exit code after Ctrl-C, as shells have it (128 + SIGINT).
INTERRUPTED = 130
