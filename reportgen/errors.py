"""What can be wrong, in one shape, and which exit code it leads to.

A `Problem` is the only form in which a fault of a workbook, a layout or a PDF is reported. Stages
collect all problems they can find and then raise once; `cli` alone turns the exception into
text and an exit code.
"""

import errno
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from enum import StrEnum
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace


class Severity(StrEnum):
    """How much a problem weighs: an error stops the run, a warning is reported and passed."""

    ERROR = "error"
    WARNING = "warning"


class Problem(Struct, frozen=True, kw_only=True):
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
    """Base of all faults that a user can mend; carries its problems and its exit code.

    Attributes:
        is_midway: whether some files were finished before.
    """

    exit_code: ClassVar[int] = 1
    is_midway = False

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


#: What the system says when there is no room on a disk, or no more of it for this user.
_FULL = {errno.ENOSPC, errno.EDQUOT}


def reason_of(fault: BaseException) -> str:
    """What the operating system says of a fault, without number and path; else its own words."""
    return getattr(fault, "strerror", None) or str(fault) or type(fault).__name__


@contextmanager
def faults_as(
    error: type[ReportgenError],
    problem: Problem,
    *,
    full: Problem | None = None,
    faults: tuple[type[Exception], ...] = (OSError,),
) -> Iterator[None]:
    """Within, what the operating system refuses becomes an error of ours.

    Args:
        error: is raised instead.
        problem: says what cannot be done; the reason is added to its message, and the file to
            its place when that is empty.
        full: is reported instead when there is no room on the disk.
        faults: exceptions that say so.
    """
    try:
        yield
    except faults as fault:
        if full and getattr(fault, "errno", None) in _FULL:
            raise error(full) from fault
        where = problem.where or str(getattr(fault, "filename", None) or "")
        message = f"{problem.message}: {reason_of(fault)}"
        raise error(replace(problem, message=message, where=where)) from fault


#: Exit code when some cities failed and the others were written.
SOME_CITIES_FAILED = 10

#: Exit code after Ctrl-C, as shells have it (128 + SIGINT).
INTERRUPTED = 130
