"""What runs in the process of an import: reads a recipe, its files, and writes the workbook."""

from collections.abc import Sequence
from pathlib import Path

from reportgen.importing.account import Account, SheetAccount
from reportgen.importing.patterns import limited_matching
from reportgen.importing.reading import Reading, kinds_of
from reportgen.importing.recipe_check import read_recipe
from reportgen.importing.run import run_recipe, unstated
from reportgen.importing.write import workbook_of


def carried_out(path: Path, files: Sequence[Path]) -> tuple[bytes, Account]:
    """The workbook, and the account of what was read.

    Raises:
        WorkbookError: with everything that is wrong with the recipe, or with the files.
    """
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
