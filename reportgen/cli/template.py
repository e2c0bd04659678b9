"""`reportgen template`: an empty workbook."""

from pathlib import Path

import click

from reportgen.cli.options import verbosity_options
from reportgen.layout.load import layouts_folder
from reportgen.store import store
from reportgen.workbook import make_template


@click.command()
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@verbosity_options
def template(path: Path) -> int:
    """Write an empty workbook, or departments (.toml), to PATH.

    \b
    Examples:
      reportgen template benchmarking-2021.xlsx
      reportgen template data/departments.toml
    """
    if path.exists():
        raise click.UsageError(f"{path} is there already; choose another name")
    example = layouts_folder().parent / "data" / "departments.toml"
    store(example.read_bytes() if path.suffix == ".toml" else make_template(), path)
    return 0
