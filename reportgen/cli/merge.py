"""`reportgen merge`: one set of reports of the parts that several machines have built."""

from collections import Counter
from pathlib import Path

import click

from reportgen.cli import console
from reportgen.cli.console import Verbosity
from reportgen.cli.options import PlaceType, verbosity_options
from reportgen.messages import translated
from reportgen.remote import Place
from reportgen.store import FileState
from reportgen.workflows.merge import merge


@click.command("merge")
@click.argument(
    "folders",
    metavar="FOLDER...",
    nargs=-1,
    required=True,
    type=PlaceType(file_okay=False),
)
@click.option(
    "--out",
    type=PlaceType(file_okay=False),
    metavar="DIRECTORY|URL",
    default=Path("build/reports"),
    show_default=True,
    help="Where the complete set goes; may be one of the folders.",
)
@verbosity_options
@click.pass_obj
def merge_shards(verbosity: Verbosity, /, folders: tuple[Place, ...], out: Place) -> int:
    """Put together what `reportgen build --shard` made in each FOLDER.

    When a shard was never built, one of its reports is missing, or shards are of different
    workbooks, layouts or options, that is reported, and nothing is written.

    \b
    Examples:
      reportgen merge build/shards --out build/reports
      reportgen merge /mnt/node-1 /mnt/node-2
      reportgen merge s3://bucket/shards --out s3://bucket/reports
    """
    merged = merge(folders, out)
    states = Counter(state for path, state in merged.files.items() if path.suffix == ".pdf")
    if not verbosity.quiet:
        counts = (f"{states[s]} {translated(s, 'word')}" for s in FileState)
        console.say_as_is(", ".join(counts))
    return 0
