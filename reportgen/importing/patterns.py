"""Regular expressions of recipes, with a limit of time.

A few characters such as ``(a+)+$`` can keep the library busy for years. It asks for signals while
it works, so that a clock of the processor ends it, where the system has one (not on Windows).
"""

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from msgspec import Struct

from reportgen.errors import Problem, WorkbookError
from reportgen.problems import excerpt

#: Seconds after which it is asked whether one match is still at work; it ends at the second time.
_TICK = 1.0


class _AtWork:
    """What is being matched: pattern and text, and the same at the last tick; for which recipe."""

    recipe = ""
    now: tuple[str, str] | None = None
    before: tuple[str, str] | None = None


class Pattern(Struct, frozen=True):
    """A regular expression; an empty one is none at all."""

    text: str = ""

    @staticmethod
    def from_toml(raw: Any) -> "Pattern":
        """The pattern of a text.

        Raises:
            ValueError: it is no text, or no regular expression.
        """
        if not isinstance(raw, str) or not raw:
            raise ValueError(f"must be a regular expression, not {raw!r}")
        try:
            re.compile(raw)
        except (re.error, RecursionError, OverflowError) as fault:
            raise ValueError(f"{excerpt(raw)!r} is no regular expression: {fault}") from fault
        return Pattern(raw)

    def __bool__(self) -> bool:
        return bool(self.text)

    def fits(self, text: str) -> bool:
        """Whether the whole text is as the pattern says."""
        if not self.text:
            return False
        _AtWork.now = (self.text, text)
        try:
            return re.fullmatch(self.text, text) is not None
        finally:
            _AtWork.now = None

    def parts(self, text: str) -> set[str | None]:
        """What it finds in a text, or its first group of that; None where the group has no part."""
        _AtWork.now = (self.text, text)
        try:
            return {m[1] if m.re.groups else m[0] for m in re.finditer(self.text, text)}
        finally:
            _AtWork.now = None


#: Stands where a recipe says no pattern.
NO_PATTERN = Pattern()


@contextmanager
def limited_matching(recipe: str) -> Iterator[None]:
    """Within, a pattern of a recipe that takes too long with one text is reported.

    Raises:
        WorkbookError: with pattern and text.
    """
    if not hasattr(signal, "SIGVTALRM"):
        yield
        return
    _AtWork.recipe = recipe
    former = signal.signal(signal.SIGVTALRM, _tick)
    signal.setitimer(signal.ITIMER_VIRTUAL, _TICK, _TICK)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)
        _AtWork.now = _AtWork.before = None


def _tick(_signal: int, _frame: FrameType | None) -> None:
    if _AtWork.now is None or _AtWork.now is not _AtWork.before:
        _AtWork.before = _AtWork.now
        return
    pattern, text = _AtWork.now
    raise WorkbookError(
        Problem(
            code="import-slow-pattern",
            message=f'the pattern "{excerpt(pattern)}" takes too long with "{excerpt(text)}"',
            where=_AtWork.recipe,
            hint="make it simpler: repeat nothing within what is repeated itself, as in (a+)+",
        )
    )
