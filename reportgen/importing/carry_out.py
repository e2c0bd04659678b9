"""Carries out a recipe in a process of its own, with limits of time and memory.

Files and recipes come from outside. What comes back is the workbook and an account of what was
read and what was not. The libraries that read are imported by that process alone.
"""

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TypeVar

from reportgen.bounded import LimitExceededError, run_bounded
from reportgen.errors import Problem, WorkbookError
from reportgen.importing.account import Account

#: Seconds of a processor, and megabytes, that all files of a recipe may take.
_SECONDS, _MEGABYTES = 300.0, 4_000

Result = TypeVar("Result")


def carry_out(recipe: Path, files: Sequence[Path]) -> tuple[bytes, Account]:
    """The workbook that a recipe makes.

    Args:
        recipe: its file.
        files: to read; without any, they are looked for beside the recipe.

    Raises:
        WorkbookError: with everything that is wrong with the recipe, or with the files.
    """
    return _bounded(_carried_out, recipe, tuple(files), place=recipe)


def proposal(file: Path) -> str:
    """A recipe for an unknown file, see `propose`.

    Raises:
        WorkbookError: the file cannot be read, or has no table.
    """
    return _bounded(_proposed, file, place=file)


def _bounded(work: Callable[..., Result], *arguments: object, place: Path) -> Result:
    try:
        return run_bounded(work, *arguments, seconds=_SECONDS, megabytes=_MEGABYTES)
    except LimitExceededError as fault:
        problem = Problem(
            code="import-limit",
            message=f"the import was broken off: {fault}",
            where=str(place),
            hint="import fewer files at once, and make the patterns of the recipe simpler",
        )
        raise WorkbookError(problem) from None


def _carried_out(recipe: Path, files: Sequence[Path]) -> tuple[bytes, Account]:
    work = import_module("reportgen.importing.worker")
    return work.carried_out(recipe, files)  # type: ignore[no-any-return]


def _proposed(file: Path) -> str:
    return import_module("reportgen.importing.propose").propose(file)  # type: ignore[no-any-return]
