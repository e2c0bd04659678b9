"""`reportgen import`: raw exports become the standard workbook."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from reportgen.cli import console
from reportgen.cli.console import Verbosity
from reportgen.cli.options import LocalPath, verbosity_options
from reportgen.cli.terminal import show_table
from reportgen.importing.account import Account, SheetAccount
from reportgen.importing.carry_out import carry_out, proposal
from reportgen.importing.examples import example_recipe, recipe_names
from reportgen.messages import is_german, translated
from reportgen.store import store

#: Of rows that were left out for one reason, so many are named.
_NAMED_ROWS = 3

#: A note in a proposed recipe: a line of its own, or a question behind a value.
_NOTE = re.compile('(?P<before>^# +|(?<=") # (?=QUESTION: ))(?P<asks>QUESTION: )?(?P<text>.+)$')


@click.command("import")
@click.argument("recipe", type=LocalPath(), required=False)
@click.argument("files", type=LocalPath(), nargs=-1)
@click.option(
    "--out",
    type=LocalPath(dir_okay=False),
    help="Workbook to write; with --propose and --example the recipe  [default: standard output].",
)
@click.option(
    "--propose",
    "unknown",
    type=LocalPath(),
    metavar="FILE",
    help="Look at an unknown file and write a recipe for it, with open questions.",
)
@click.option(
    "--example",
    metavar="NAME",
    help="Write a recipe that comes with the program, to be changed; `list` names them.",
)
@verbosity_options
@click.pass_obj
def import_files(
    verbosity: Verbosity,
    recipe: Path | None,
    files: Sequence[Path],
    out: Path | None,
    unknown: Path | None,
    example: str | None,
) -> int:
    """Read raw exports by RECIPE and write the standard workbook.

    RECIPE says where in FILES units, years and values stand; without FILES they are looked for
    beside it. Nothing is guessed: what the recipe does not say is reported with file and cell, and
    then nothing is written.

    \b
    Examples:
      reportgen import pflege.toml pflege-2019.csv pflege-2021.csv --out workbook.xlsx
      reportgen import --propose export.xls --out export.toml
      reportgen import --example list
      reportgen import --example inkar-csv --out inkar.toml
    """
    if unknown is not None or example is not None:
        if recipe is not None or None not in {unknown, example}:
            raise click.UsageError(
                "--propose looks at one file, --example writes one recipe: leave out the rest"
            )
        _write(_proposal(unknown) if unknown is not None else _example(example or ""), out)
        return 0
    if recipe is None:
        raise click.UsageError("name a recipe, or look at a file with --propose FILE")
    if out is None:
        raise click.UsageError("name the workbook to write: --out workbook.xlsx")
    workbook, account = carry_out(recipe, files)
    state = store(workbook, out)
    console.report_problems(account.warnings, verbosity)
    if not verbosity.quiet:
        _show(account, verbosity)
        done, then = translated(state, "word"), translated("next", "word")
        console.say_as_is(f"{out} {done}; {then}: reportgen validate {out}")
    return 0


def _proposal(path: Path) -> str:
    """A proposed recipe whose notes and questions are in the language of the messages."""
    if not is_german():
        return proposal(path)
    return "\n".join(_NOTE.sub(_note, line) for line in proposal(path).split("\n"))


def _note(found: re.Match[str]) -> str:
    asks = "FRAGE: " if found["asks"] else ""
    return f"{found['before']}{asks}{translated(found['text'], 'recipe')}"


def _example(name: str) -> str:
    return "\n".join(recipe_names()) + "\n" if name == "list" else example_recipe(name)


def _write(recipe: str, out: Path | None) -> None:
    if out is None:
        click.echo(recipe, nl=False)
    else:
        store(recipe.encode("utf-8"), out)


def _show(account: Account, verbosity: Verbosity) -> None:
    """What was read, and all that was not."""
    head = ("file", "sheet", "rows", "left out", "units", "values", "of these")
    show_table("Imported", head, map(_line, account.sheets))
    left_out = [line for sheet in account.sheets for line in _left_out(sheet, verbosity)]
    if left_out:
        show_table("Rows left out", ("file", "sheet", "reason", "rows", "which"), left_out)
    unused = [
        (s.file, s.sheet, letters, header) for s in account.sheets for letters, header in s.unused
    ]
    if unused:
        show_table("Columns not used", ("file", "sheet", "column", "header"), unused)
    if account.unread:
        lines = ((file, ", ".join(sheets)) for file, sheets in account.unread.items())
        show_table("Sheets not read", ("file", "sheets"), lines)
    if account.unstated:
        number = account.unstated
        console.say(f"{number} cells of the workbook stay empty, as no file says anything of them")
    if account.twice:
        console.say(f"{account.twice} values stand in two places, and are the same there")
    if account.renamed:
        name, others = next(iter(account.renamed.items()))
        number = len(account.renamed)
        console.say(f"{number} units have other names too, e.g. {name}: {', '.join(others)}")


def _line(sheet: SheetAccount) -> tuple[str, ...]:
    return (
        *(sheet.file, sheet.sheet, str(sheet.rows), str(len(sheet.left_out))),
        *(str(sheet.units), str(sheet.values)),
        ", ".join(
            f"{translated(kind, 'word')} {count}" for kind, count in sheet.kinds.most_common()
        ),
    )


def _left_out(sheet: SheetAccount, verbosity: Verbosity) -> list[tuple[str, ...]]:
    lines: list[tuple[str, ...]] = []
    for reason, count in Counter(row.reason for row in sheet.left_out).items():
        rows = [row for row in sheet.left_out if row.reason == reason]
        named = rows if verbosity.verbose else rows[:_NAMED_ROWS]
        which = ", ".join(
            f'{row.row} "{row.text[:30]}"' if row.text else str(row.row) for row in named
        )
        more = translated(f" and {count - len(named)} more") if count > len(named) else ""
        lines.append((sheet.file, sheet.sheet, translated(reason), str(count), which + more))
    return lines
