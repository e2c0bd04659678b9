"""`reportgen schema`: the JSON Schemas of what the program writes for other programs."""

import json
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from reportgen.cli.options import verbosity_options
from reportgen.errors import Problem, UsageError, did_you_mean

_FOLDER = Path(__file__).parents[1] / "schemas"


def schema_names() -> tuple[str, ...]:
    """Every schema with its version, e.g. ``events-1``."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.json")))


def _complete(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    return [CompletionItem(name) for name in schema_names() if name.startswith(incomplete)]


@click.command()
@click.argument("name", required=False, shell_complete=_complete)
@verbosity_options
def schema(name: str | None) -> int:
    """Print the JSON Schema NAME, or list all of them.

    They describe (draft 2020-12) what this version writes as JSON. What is described otherwise one
    day gets a new number; the old schema stays.

    \b
    Examples:
      reportgen schema
      reportgen schema events-1
    """
    if name is None:
        for each in schema_names():
            click.echo(f"{each}  {json.loads(_text(each))['title']}")
        return 0
    if name not in schema_names():
        raise UsageError(
            Problem(
                code="unknown-schema",
                message=f'there is no schema "{name}"',
                where="command line",
                hint=did_you_mean(name, schema_names()),
            )
        )
    click.echo(_text(name), nl=False)
    return 0


def _text(name: str) -> str:
    return (_FOLDER / f"{name}.json").read_text(encoding="utf-8")
