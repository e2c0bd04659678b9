"""`reportgen import`: raw exports become the standard workbook."""

from collections.abc import Sequence
from pathlib import Path

import click

from reportgen.cli import console
from reportgen.cli.console import Verbosity
from reportgen.cli.options import verbosity_options
from reportgen.cli.terminal import show_table
from reportgen.importing.propose import propose
from reportgen.importing.reading import Reading, kinds_of
from reportgen.importing.recipe_check import read_recipe
from reportgen.importing.run import Imported, run_recipe, unstated
from reportgen.importing.write import workbook_of
from reportgen.store import store

#: Of rows that were left out for one reason, so many are named.
_NAMED_ROWS = 3


@click.command("import")
@click.argument("recipe", type=click.Path(path_type=Path), required=False)
@click.argument("files", type=click.Path(path_type=Path), nargs=-1)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Workbook to write; with --propose the recipe  [default: standard output].",
)
@click.option(
    "--propose",
    "unknown",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Look at an unknown file and write a recipe for it, with open questions.",
)
@verbosity_options
@click.pass_obj
def import_files(
    verbosity: Verbosity,
    recipe: Path | None,
    files: Sequence[Path],
    out: Path | None,
    unknown: Path | None,
) -> int:
    """Read raw exports by RECIPE and write the standard workbook.

    RECIPE says where in FILES units, years and values stand; without FILES they are looked for
    beside it. Nothing is guessed: what the recipe does not say is reported with file and cell, and
    then nothing is written.

    \b
    Examples:
      reportgen import pflege.toml pflege-2019.csv pflege-2021.csv --out workbook.xlsx
      reportgen import --propose export.xls --out export.toml
    """
    if unknown is not None:
        if recipe is not None:
            raise click.UsageError("--propose looks at one file, without a recipe")
        proposal = propose(unknown)
        if out is None:
            click.echo(proposal, nl=False)
        else:
            store(proposal.encode("utf-8"), out)
        return 0
    if recipe is None:
        raise click.UsageError("name a recipe, or look at a file with --propose FILE")
    if out is None:
        raise click.UsageError("name the workbook to write: --out workbook.xlsx")
    imported = run_recipe(read_recipe(recipe), recipe.parent, files)
    state = store(workbook_of(imported), out)
    console.report_problems(imported.warnings, verbosity)
    if not verbosity.quiet:
        _show(imported, verbosity)
        console.say(f"{out} {state}; next: reportgen validate {out}")
    return 0


def _show(imported: Imported, verbosity: Verbosity) -> None:
    """What was read, and all that was not."""
    head = ("file", "sheet", "rows", "left out", "units", "values", "of these")
    show_table("Imported", head, (_line(reading) for reading in imported.readings))
    left_out = [line for reading in imported.readings for line in _left_out(reading, verbosity)]
    if left_out:
        show_table("Rows left out", ("file", "sheet", "reason", "rows", "which"), left_out)
    unused = [
        (reading.file, reading.sheet, letters, header)
        for reading in imported.readings
        for letters, header in reading.unused
    ]
    if unused:
        show_table("Columns not used", ("file", "sheet", "column", "header"), unused)
    if imported.unread:
        lines = ((file, ", ".join(sheets)) for file, sheets in imported.unread.items())
        show_table("Sheets not read", ("file", "sheets"), lines)
    if empty := unstated(imported):
        console.say(f"{empty} cells of the workbook stay empty, as no file says anything of them")
    if imported.twice:
        console.say(f"{imported.twice} values stand in two places, and are the same there")
    if imported.renamed:
        key, names = next(iter(imported.renamed.items()))
        console.say(
            f"{len(imported.renamed)} units have other names too, e.g. {imported.units[key].name}:"
            f" {', '.join(sorted(names))}"
        )


def _line(reading: Reading) -> tuple[str, ...]:
    kinds = kinds_of(reading.values)
    return (
        *(reading.file, reading.sheet, str(reading.rows), str(len(reading.left_out))),
        *(str(reading.units), str(len(reading.values))),
        ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()),
    )


def _left_out(reading: Reading, verbosity: Verbosity) -> list[tuple[str, ...]]:
    lines: list[tuple[str, ...]] = []
    for reason, count in reading.reasons.items():
        rows = [row for row in reading.left_out if row.reason == reason]
        named = rows if verbosity.verbose else rows[:_NAMED_ROWS]
        which = ", ".join(
            f'{row.row} "{row.text[:30]}"' if row.text else str(row.row) for row in named
        )
        more = f" and {count - len(named)} more" if count > len(named) else ""
        lines.append((reading.file, reading.sheet, reason, str(count), which + more))
    return lines
