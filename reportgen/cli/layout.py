"""`reportgen layout`: the layouts that come with the program, and copies to change."""

from pathlib import Path

import click

from reportgen.cli import console
from reportgen.cli.options import LocalPath, complete_layout, verbosity_options
from reportgen.layout.load import about_layout, load_layout
from reportgen.layout.places import layout_names, layouts_folder
from reportgen.messages import translated
from reportgen.store import store
from reportgen.workflows.record import files_of, hash_of_folder


@click.command(name="list")
@verbosity_options
def list_layouts() -> int:
    """List the layouts that come with the program, and their languages.

    \b
    Example:
      reportgen layout list
    """
    for name in layout_names():
        parents, languages = about_layout(name)
        extends = "".join(translated(f" extends {parent}") for parent in parents[:1])
        click.echo(f"{name}{extends} ({', '.join(languages)})")
    return 0


@click.command()
@click.argument("name", shell_complete=complete_layout)
@click.argument("dest", type=LocalPath())
@verbosity_options
def copy(name: str, dest: Path) -> int:
    """Copy the layout NAME into the new folder DEST.

    Change the copy as you like, then build with it: `reportgen build WORKBOOK --layout DEST`. The
    copy of a layout that extends another extends the same one; one that does not come with the
    program is copied beside DEST.

    \b
    Example:
      reportgen layout copy city-profile my-layout
    """
    if dest.exists():
        raise click.UsageError(f"{dest} is there already; choose another name")
    layout = load_layout(name, about_layout(name)[1][0])
    beside = {layout.folder: dest}
    for parent in layout.parents:
        if parent.name == dest.name:
            raise click.UsageError(f"{name} extends {dest.name}; choose another name for the copy")
        target = dest.parent / parent.name
        if parent.resolve().parent == layouts_folder().resolve():
            break  # what this one extends comes with the program, too
        if not target.exists():
            beside[parent] = target
        elif hash_of_folder(target) != hash_of_folder(parent):
            raise click.UsageError(f"{target} is there already, and not what {name} extends")
    for source, target in beside.items():
        for file, path in files_of(source).items():
            # Pictures of the original show nothing of a copy that is changed.
            if not file.startswith("preview"):
                store(path.read_bytes(), target / file)
    console.say(f"{name} is in {dest}; build with --layout {dest}")
    return 0
