"""Options and arguments that several commands share."""

import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from reportgen.cli.console import Verbosity
from reportgen.messages import LANGUAGES, language_of
from reportgen.remote import RemotePath, place_of
from reportgen.store import usable_place


class LocalPath(click.Path):
    """A path of this machine; a URL would be taken for an odd one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(path_type=Path, **kwargs)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        place = place_of(value) if isinstance(value, str) else value
        if isinstance(place, RemotePath):
            raise click.BadParameter(f"{place} is not on this machine, as it must be", ctx, param)
        return super().convert(place, param, ctx)


class PlaceType(click.Path):
    """A folder, or the URL of one elsewhere, e.g. ``s3://bucket/folder``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(path_type=Path, **kwargs)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        place = usable_place(value) if isinstance(value, str) else value
        return place if isinstance(place, RemotePath) else super().convert(place, param, ctx)


def _set_verbosity(ctx: click.Context, param: click.Parameter, chosen: bool) -> None:
    if chosen:
        verbosity = ctx.ensure_object(Verbosity)
        verbosity.level = 1 if param.name == "verbose" else -1
        if verbosity.verbose:
            logging.basicConfig(format="%(message)s")
            logging.getLogger("reportgen").setLevel(logging.DEBUG)


def verbosity_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds -v, -q and --messages, before or after a command's name."""
    command = click.option(
        "--messages",
        type=click.Choice(LANGUAGES),
        expose_value=False,
        help="Language of what you read here: de or en; also REPORTGEN_MESSAGES.  "
        "[default: the system's]",
    )(command)
    for names, text in (
        (("-q", "--quiet"), "Report errors only."),
        (("-v", "--verbose"), "Report every warning, and the traceback of a bug."),
    ):
        option = click.option(
            *names, is_flag=True, expose_value=False, callback=_set_verbosity, help=text
        )
        command = option(command)
    return command


def language_wanted(arguments: Sequence[str], setting: str) -> str:
    """The language of the messages, which is needed before the arguments are parsed.

    What is no language is reported when they are. The setting comes before the system's language.
    """
    for number, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--messages":
            wanted = value or "".join(arguments[number + 1 : number + 2])
            if wanted in LANGUAGES:
                return wanted
    return setting if setting in LANGUAGES else language_of(os.environ)


def command_with_events(arguments: Sequence[str]) -> str:
    """The command whose events are wanted; empty when none are.

    That, too, is needed before the arguments are parsed, so that wrong use is an event.
    """
    if "--json" not in arguments or {"-h", "--help"} & set(arguments):
        return ""
    words = [word for word in arguments if word not in LANGUAGES and not word.startswith("-")]
    called = f"{' '.join(words)} "
    return next((name for name in WITH_EVENTS if called.startswith(f"{name} ")), "")


#: Commands that have `events_option`.
WITH_EVENTS = ("archive add", "build", "send", "validate")

events_option = click.option(
    "--json",
    is_flag=True,
    expose_value=False,
    help="Report events, one JSON object a line, and print nothing else (`reportgen schema`).",
)


def complete_layout(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """What a shell may complete to a layout: the names of those of the program, and folders."""
    from reportgen.layout.places import layout_names  # noqa: PLC0415, other commands do without it

    names = [name for name in layout_names() if name.startswith(incomplete)]
    return [CompletionItem(name) for name in names] or [CompletionItem(incomplete, type="dir")]


workbook_argument = click.argument("workbook", type=LocalPath())
cities_option = click.option(
    *("--city", "--unit", "cities"),
    multiple=True,
    metavar="NAME",
    help="Only this city, or other unit; may be repeated.",
)
peers_option = click.option(
    "--peers",
    multiple=True,
    metavar="NAMES",
    help="Cities to compare each city with, between commas  [default: the workbook's groups].",
)
reference_option = click.option(
    "--reference", default="", metavar="NAME", help="One city to compare each city with by name."
)
year_option = click.option("--year", type=int, help="Reporting year  [default: the workbook's].")
