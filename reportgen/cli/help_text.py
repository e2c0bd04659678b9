"""The help of commands and options in the chosen language."""

import re
from collections.abc import Iterable

import click

from reportgen.messages import is_german, translated

#: Stands before paragraphs that keep their lines.
_KEPT = "\b\n"


class _Formatter(click.HelpFormatter):
    """Writes help in the chosen language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        wanted = f"{translated('Usage:')} " if is_german() and prefix is None else prefix
        super().write_usage(prog, args, wanted)

    def write_heading(self, heading: str) -> None:
        super().write_heading(translated(heading))

    def write_text(self, text: str) -> None:
        super().write_text(_paragraphs(text) if is_german() else text)

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        super().write_dl([(term, _option(text)) for term, text in rows], col_max, col_spacing)


class HelpContext(click.Context):
    """A call of a command, whose help is in the chosen language."""

    formatter_class = _Formatter


def _paragraphs(text: str) -> str:
    return "\n\n".join(map(_paragraph, re.split(r"\n\s*\n", text)))


def _paragraph(text: str) -> str:
    if not text.startswith(_KEPT):
        return translated(" ".join(text.split()))
    kept = text.removeprefix(_KEPT)
    head, *lines = translated(kept).splitlines()
    return _KEPT + "\n".join([translated(head), *lines])


def _option(text: str) -> str:
    """Help of an option, and what the library adds to it: ``Years.  [default: 3; required]``."""
    if (said := translated(text)) != text or not text.endswith("]"):
        return said
    before, _, added = text[:-1].rpartition("[")
    head = translated(before.rstrip())
    return f"{head}  [{'; '.join(map(translated, added.split('; ')))}]".lstrip()
