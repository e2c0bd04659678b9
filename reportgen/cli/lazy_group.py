"""A group of commands that imports the module of a command only when the command is called."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from reportgen.cli.help_text import HelpContext


class LazyGroup(click.Group):
    """A group that lists its commands itself, so that help and wrong use need no library."""

    context_class = HelpContext

    def __init__(self, *args: Any, listed: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        """Notes where the commands are.

        Args:
            args: of `click.Group`.
            listed: by name, the place of a command, as in ``build:build``, and the
                first sentence of its help.
            kwargs: of `click.Group`.
        """
        super().__init__(*args, **kwargs)
        self._places = {name: place for name, (place, _) in listed.items()}
        for name, (_, sentence) in listed.items():
            self.add_command(click.Command(name, short_help=sentence))

    def load(self, name: str) -> click.Command:
        """The command of that name, imported."""
        module, _, attribute = self._places[name].partition(":")
        command = getattr(import_module(f"reportgen.cli.{module}"), attribute)
        assert isinstance(command, click.Command)
        command.context_class = HelpContext
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, listed, rest = super().resolve_command(ctx, args)
        return name, self.load(name) if name and listed else None, rest
