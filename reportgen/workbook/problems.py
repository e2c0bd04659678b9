"""Collects what is wrong with a workbook, so that one run reports everything."""

from collections.abc import Iterable
from typing import NoReturn

from reportgen.errors import Problem, Severity, WorkbookError, errors_among


class Problems:
    """The problems found so far in one workbook, in the order of reading."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: list[Problem] = []

    def error(self, code: str, message: str, place: str = "", hint: str = "") -> None:
        """Notes a fault that makes the workbook unusable; `place` is e.g. ``Städte!B3``."""
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
        raise WorkbookError(*self._found)

    def raise_errors(self) -> None:
        """Ends the load if there is an error.

        Raises:
            WorkbookError: with all errors and warnings.
        """
        if errors_among(self._found):
            raise WorkbookError(*self._found)

    def as_tuple(self) -> tuple[Problem, ...]:
        """All problems noted so far."""
        return tuple(self._found)

    def _note(self, code: str, message: str, place: str, hint: str, severity: Severity) -> None:
        where = f"{self._file}, {place}" if place else self._file
        self._found.append(
            Problem(code=code, message=message, where=where, hint=hint, severity=severity)
        )
