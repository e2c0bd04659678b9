"""`reportgen template`: an empty workbook."""

from pathlib import Path

import click

from reportgen.cli.options import verbosity_options
from reportgen.store import store
from reportgen.workbook import make_template


@click.command()
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@verbosity_options
def template(path: Path) -> int:
    """Write an empty workbook with all sheets and columns to PATH.

    \b
    Example:
      reportgen template benchmarking-2021.xlsx
    """
    if path.exists():
        raise click.UsageError(f"{path} is there already; choose another name")
    store(make_template(), path)
    return 0
