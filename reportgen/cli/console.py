"""What a person reads in the terminal: problems, progress, and how a run ended.

Results go to the standard output, everything else to the standard error, so that a pipe gets
results only. With events, which a program reads, nothing of it is printed.
"""

import io
import sys
import unicodedata
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress

import click
from msgspec import Struct

from reportgen.cli import events
from reportgen.errors import Problem, Severity, errors_among
from reportgen.messages import is_german, translated

#: Control characters, and those that turn the direction of writing, as what they are.
_OBEYED = {
    code: f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
    for code in (
        *(code for code in range(0xA0) if unicodedata.category(chr(code)) == "Cc" and code != 10),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    )
}

#: Of warnings of one kind, so many are reported in full; the rest are counted.
MAX_WARNINGS_PER_CODE = 2


class Verbosity(Struct):
    """How much is reported: -1 quiet, 0 normal, 1 verbose."""

    level: int = 0

    @property
    def quiet(self) -> bool:
        """Only errors and asked-for results."""
        return self.level < 0

    @property
    def verbose(self) -> bool:
        """Every warning in full, tracebacks of bugs."""
        return self.level > 0


#: What copies of inputs are called in place of their paths.
_names: dict[str, str] = {}


def call(path: str, name: str) -> None:
    """From now on a path, and what lies below it, is called by another name."""
    _names[path] = name


def named(text: str) -> str:
    """The text with the names of what has another one."""
    for path, name in _names.items():
        text = text.replace(path, name)
    return text


def accept_every_character() -> None:
    r"""Lets both outputs take text that their encoding lacks: ``Łódź`` becomes ``\u0141ód\u017a``.

    A Windows console, or a pipe there, often has a code page of 256 characters.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """Writes a line to the standard error; a run goes on when that is full or not read any more."""
    say_as_is(translated(text))


def say_as_is(text: str) -> None:
    """Writes what is in the chosen language already."""
    if events.are_on():
        return
    with suppress(OSError):
        print(harmless(text), file=sys.stderr)


def say_of(fault: click.ClickException) -> None:
    """Tells wrong use, in the words of the library."""
    if events.are_on():
        _emit(Problem(code="usage", message=fault.format_message(), where="command line"))
        return
    with suppress(OSError):
        if not is_german():
            fault.show()
            return
        shown = io.StringIO()
        fault.show(shown)
        # The usage is German already; after it come lines on help, and the error.
        before, _, message = shown.getvalue().rstrip("\n").rpartition("Error: ")
        for line in before.splitlines():
            say(line)
        say_as_is(f"{translated('error', 'word')}: {translated(message)}")


def told(problem: Problem) -> str:
    """A problem as a person reads it, in the chosen language."""
    lines = [f"{marked(problem.severity, problem.code)}: {translated(problem.message)}"]
    if problem.where:
        lines.append(f"  --> {place(problem.where)}")
    if problem.hint:
        lines.append(f"  {translated('hint', 'word')}: {translated(problem.hint)}")
    return "\n".join(lines)


def marked(severity: Severity, kind: str) -> str:
    """For example ``error[no-file]``."""
    return f"{translated(severity, 'word')}[{kind}]"


def place(where: str) -> str:
    """Where a problem is, in the chosen language; names stay."""
    return ", ".join(map(_part, where.split(", "))) if is_german() else where


def _part(place: str) -> str:
    said = translated(place, "place")
    return translated(place) if said == place else said


def word(text: str) -> str:
    """A word that tells what became of something, as wide as the others of its kind."""
    return f"{translated(text, 'word'):{14 if is_german() else 9}}"


def harmless(text: str) -> str:
    r"""The text without what a terminal would obey, e.g. from the name of a file: ``\x1b[2J``."""
    return named(text).translate(_OBEYED)


def report_problems(problems: Sequence[Problem], verbosity: Verbosity) -> None:
    """Reports errors in full, and of each kind of warning the first ones; all as events."""
    if events.are_on():
        for problem in problems:
            if problem.severity is Severity.ERROR or not verbosity.quiet:
                _emit(problem)
        return
    counts: Counter[str] = Counter()
    for problem in problems:
        if problem.severity is Severity.ERROR:
            say_as_is(told(problem))
        elif not verbosity.quiet:
            counts[problem.code] += 1
            if verbosity.verbose or counts[problem.code] <= MAX_WARNINGS_PER_CODE:
                say_as_is(told(problem))
    if not (verbosity.verbose or verbosity.quiet):
        for code, count in counts.items():
            if count > MAX_WARNINGS_PER_CODE:
                more = count - MAX_WARNINGS_PER_CODE
                warning = marked(Severity.WARNING, code)
                say_as_is(f"{warning}: {translated(f'{more} more of this kind; -v shows them')}")


def _emit(problem: Problem) -> None:
    events.emit(
        "problem",
        code=problem.code,
        severity=problem.severity,
        message=named(translated(problem.message)),
        where=named(place(problem.where)),
        hint=translated(problem.hint),
    )


def count_of(problems: Sequence[Problem]) -> str:
    """For example ``2 errors, 1 warning``."""
    errors = len(errors_among(problems))
    return f"{counted(errors, 'error')}, {counted(len(problems) - errors, 'warning')}"


def counted(count: int, noun: str) -> str:
    """For example ``1 file``, ``2 files``."""
    return translated(f"{count} {noun}" if count == 1 else f"{count} {noun}s", "count")
