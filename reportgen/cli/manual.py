"""`reportgen manual`: the manual for those who make reports."""

import sys
from pathlib import Path

import click

from reportgen.cli import console
from reportgen.cli.options import verbosity_options
from reportgen.errors import Problem, UsageError

_NAME = "ANLEITUNG.md"
_PACKAGE = Path(__file__).parents[1]

#: Within a wheel, and in a checkout.
PLACES = (_PACKAGE / _NAME, _PACKAGE.parent / "data" / _NAME)


@click.command()
@click.option("--print", "is_printed", is_flag=True, help="Print it instead of opening it.")
@verbosity_options
def manual(is_printed: bool) -> int:
    """Open the manual, which is in German.

    \b
    Examples:
      reportgen manual
      reportgen manual --print
    """
    path = next((path for path in PLACES if path.is_file()), None)
    if path is None:
        problem = Problem(
            code="manual-missing",
            message="the manual did not come with the program",
            where=str(PLACES[0]),
            hint="install the program anew",
        )
        raise UsageError(problem)
    if not is_printed:
        # Only on Linux the answer is known at once; elsewhere it would come when all is read.
        if click.launch(str(path), wait=sys.platform == "linux") == 0:
            return 0
        console.say(f"no program opens {path}, so here it is:")
    click.echo(path.read_text(encoding="utf-8"), nl=False)
    return 0
