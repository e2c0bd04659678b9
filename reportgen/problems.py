"""Collects what is wrong with a file: one run reports everything, and each fault once."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import NoReturn

from msgspec.structs import replace

from reportgen.clean_text import name_invisible
from reportgen.errors import Problem, Severity, WorkbookError, errors_among

#: So many cells of a column may have a fault of one kind until they become one problem.
MAX_ALIKE = 3
#: Most characters of a message, which may quote what stands in the file.
_LONGEST = 2_000
_CELL = re.compile(r"(.*![A-Z]+)[0-9]+")


def excerpt(text: str, most: int = 40) -> str:
    """The beginning of a text, for a message."""
    return text if len(text) <= most else f"{text[:most]} ..."


def no_font_shows(characters: Sequence[str]) -> str:
    """A message on characters that no font of the report has."""
    listed = ", ".join(
        f'"{name_invisible(character)}" (U+{ord(character):04X})' for character in characters[:5]
    )
    return f"no font of the report can show {listed}"


class Problems:
    """The problems found so far in one file, in the order of reading."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: list[Problem] = []

    def error(self, code: str, message: str, place: str = "", hint: str = "") -> None:
        """Notes a fault that makes the file unusable; `place` is e.g. ``Städte!B3``."""
        self._note(code, message, place, hint, Severity.ERROR)

    def warning(self, code: str, message: str, place: str = "", hint: str = "") -> None:
        """Notes something odd that the reader should know of."""
        self._note(code, message, place, hint, Severity.WARNING)

    def extend(self, found: Iterable[Problem]) -> None:
        """Notes problems that were found elsewhere."""
        self._found.extend(found)

    def fatal(self, code: str, message: str, hint: str) -> NoReturn:
        """Ends the load at once, with a fault of the file as a whole.

        Raises:
            WorkbookError: always.
        """
        self.error(code, message, hint=hint)
        raise WorkbookError(*self.as_tuple())

    @property
    def has_errors(self) -> bool:
        """Whether something was found that makes the file unusable."""
        return bool(errors_among(self._found))

    def raise_errors(self) -> None:
        """Ends the load if there is an error.

        Raises:
            WorkbookError: with all errors and warnings.
        """
        if self.has_errors:
            raise WorkbookError(*self.as_tuple())

    def as_tuple(self) -> tuple[Problem, ...]:
        """All problems noted so far; those that say the same, or of one column, are one."""
        return _joined(_joined(self._found, _same, 1), _alike, MAX_ALIKE)

    def _note(self, code: str, message: str, place: str, hint: str, severity: Severity) -> None:
        self._found.append(
            Problem(
                code=code,
                message=excerpt(name_invisible(message), _LONGEST),
                where=f"{self._file}, {place}" if place else self._file,
                hint=excerpt(name_invisible(hint), _LONGEST),
                severity=severity,
            )
        )


def _same(problem: Problem) -> tuple[object, ...]:
    return problem.code, problem.severity, problem.message, problem.hint


def _alike(problem: Problem) -> tuple[object, ...]:
    cell = _CELL.fullmatch(problem.where)
    return problem.code, problem.severity, cell[1] if cell else problem.where + problem.message


def _joined(
    problems: Iterable[Problem], kind: Callable[[Problem], tuple[object, ...]], most: int
) -> tuple[Problem, ...]:
    """The problems, but the first one for all of a kind if there are more than `most`."""
    groups: dict[tuple[object, ...], list[Problem]] = {}
    for problem in problems:
        groups.setdefault(kind(problem), []).append(problem)
    joined = ([_with_places(group)] if len(group) > most else group for group in groups.values())
    return tuple(chain.from_iterable(joined))


def _with_places(group: Sequence[Problem]) -> Problem:
    """The first problem of a group, naming the places of the others."""
    first, *others = group
    places = [other.where.partition(", ")[2] for other in others if other.where != first.where]
    if not places:
        return first
    named = ", ".join(places[:3])
    more = f" and {len(places) - 3} more" if len(places) > 3 else ""
    return replace(first, message=f"{first.message} (also in {named}{more})")
