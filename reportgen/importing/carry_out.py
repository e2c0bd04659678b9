"""Carries out a recipe in a process of its own, with limits of time and memory.

Files and recipes come from outside. What comes back is the workbook and an account of what was
read and what was not, without the values.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from reportgen.bounded import LimitExceededError, run_bounded
from reportgen.errors import Problem, WorkbookError
from reportgen.importing.patterns import limited_matching
from reportgen.importing.propose import propose
from reportgen.importing.reading import LeftOut, Reading, kinds_of
from reportgen.importing.recipe_check import read_recipe
from reportgen.importing.run import run_recipe, unstated
from reportgen.importing.write import workbook_of

#: Seconds of a processor, and megabytes, that all files of a recipe may take.
_SECONDS, _MEGABYTES = 300.0, 4_000

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetAccount:
    """What a sheet gave.

    Attributes:
        file, sheet: names.
        rows: below the header.
        left_out: rows that gave nothing.
        units, values: how many it has.
        kinds: how many values are numbers, zeros, and of each kind of absence.
        unused: letters and header of columns that hold something and were not read.
    """

    file: str
    sheet: str
    rows: int
    left_out: Sequence[LeftOut]
    units: int
    values: int
    kinds: Counter[str]
    unused: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a recipe gave.

    Attributes:
        sheets: each that was read.
        unread: sheets of the files that no source is about, by file.
        unstated: cells of the workbook that no file says anything of.
        twice: values that a second place gave as well, the same.
        renamed: other names that files have for units, by the units' own.
        warnings: what is odd.
    """

    sheets: Sequence[SheetAccount]
    unread: Mapping[str, Sequence[str]]
    unstated: int
    twice: int
    renamed: Mapping[str, Sequence[str]]
    warnings: Sequence[Problem]


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
    return _bounded(propose, file, place=file)


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


def _carried_out(path: Path, files: Sequence[Path]) -> tuple[bytes, Account]:
    with limited_matching(str(path)):
        imported = run_recipe(read_recipe(path), path.parent, files)
    account = Account(
        sheets=tuple(map(_account, imported.readings)),
        unread=dict(imported.unread),
        unstated=unstated(imported),
        twice=imported.twice,
        renamed={imported.units[key].name: sorted(n) for key, n in imported.renamed.items()},
        warnings=tuple(imported.warnings),
    )
    return workbook_of(imported), account


def _account(reading: Reading) -> SheetAccount:
    return SheetAccount(
        file=reading.file,
        sheet=reading.sheet,
        rows=reading.rows,
        left_out=tuple(reading.left_out),
        units=reading.units,
        values=len(reading.values),
        kinds=kinds_of(reading.values),
        unused=reading.unused,
    )
