"""`reportgen layout`: the layouts that come with the program, and copies to change."""

from pathlib import Path

import click

from reportgen.cli import console
from reportgen.cli.options import verbosity_options
from reportgen.layout.load import layout_names, load_layout
from reportgen.store import store
from reportgen.workflows.record import files_of


@click.command(name="list")
@verbosity_options
def list_layouts() -> int:
    """List the layouts that come with the program.

    \b
    Example:
      reportgen layout list
    """
    for name in layout_names():
        click.echo(name)
    return 0


@click.command()
@click.argument("name")
@click.argument("dest", type=click.Path(path_type=Path))
@verbosity_options
def copy(name: str, dest: Path) -> int:
    """Copy the layout NAME into the new folder DEST.

    Change the copy as you like, then build with it: `reportgen build WORKBOOK --layout DEST`.

    \b
    Example:
      reportgen layout copy city-profile my-layout
    """
    if dest.exists():
        raise click.UsageError(f"{dest} is there already; choose another name")
    for file, path in files_of(load_layout(name).folder).items():
        # Pictures of the original show nothing of a copy that is changed.
        if not file.startswith("preview"):
            store(path.read_bytes(), dest / file)
    console.say(f"{name} is in {dest}; build with --layout {dest}")
    return 0
