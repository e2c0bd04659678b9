"""Tables on the standard output, and progress on the standard error."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from reportgen.cli import events
from reportgen.cli.console import Verbosity, harmless, say_as_is
from reportgen.errors import ReportgenError
from reportgen.layout.formatting import MINUS, Style
from reportgen.messages import is_german, translated

if TYPE_CHECKING:
    from rich.console import Console

#: Tables are not squeezed into a narrow terminal when nobody sees one.
PIPE_WIDTH = 200


def _style(decimal: str, group: str) -> Style:
    return Style(
        decimal=decimal,
        group=group,
        percent=" %",
        below="<{number}",
        above=">{number}",
        date_pattern="{year}-{month}-{day}",
        conjunction=" and ",
        counts=(),
        hyphenation="",
    )


_ENGLISH, _GERMAN = _style(".", ","), _style(",", ".")


def show_table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Prints a table to the standard output; one with a title is set apart from the next."""
    if events.are_on():
        return
    from rich import box  # noqa: PLC0415, it is slow to import
    from rich.table import Table  # noqa: PLC0415

    table = Table(
        title=translated(title, "heading"),
        title_justify="left",
        box=box.SIMPLE,
        show_edge=False,
        pad_edge=False,
    )
    for name in head:
        table.add_column(translated(name, "heading"), overflow="fold")
    for row in rows:
        table.add_row(*map(harmless, row))
    console = _console(sys.stdout)
    console.print(table)
    if title:
        console.print()


@contextmanager
def progress(total: int, verbosity: Verbosity) -> Iterator[Callable[[str, str], None]]:
    """A progress bar on a terminal, else a line for each step; nothing when quiet, or with events.

    Yields:
        What is to be called after each step, with its name for the bar, and with the line.
    """
    steps = 0
    with _shown(total, verbosity) as show:

        def step(name: str, line: str) -> None:
            nonlocal steps
            steps += 1
            show(name, line)

        try:
            yield step
        except ReportgenError as fault:
            fault.is_midway = steps > 0
            raise


@contextmanager
def _shown(total: int, verbosity: Verbosity) -> Iterator[Callable[[str, str], None]]:
    if verbosity.quiet or events.are_on():
        yield lambda _name, _line: None
    elif not sys.stderr.isatty():
        yield lambda _name, line: say_as_is(line)
    else:
        from rich.progress import (  # noqa: PLC0415, it is slow to import
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
        )

        text = TextColumn("{task.description}")
        columns, console = (BarColumn(), MofNCompleteColumn(), text), _console(sys.stderr)
        # Refreshing by itself would take a thread, beside which no process can be forked.
        with Progress(*columns, console=console, auto_refresh=False) as bar:
            task = bar.add_task("", total=total)
            yield lambda name, _line: bar.update(task, advance=1, description=name, refresh=True)


def rounded(value: float | None) -> str:
    """A number as a person reads it in the language of the messages; empty when there is none.

    It is rounded as in the reports.
    """
    if value is None:
        return ""
    style = _GERMAN if is_german() else _ENGLISH
    return style.number(value, 0 if abs(value) >= 1000 else 2).replace(MINUS, "-")


def _console(stream: TextIO) -> "Console":
    from rich.console import Console  # noqa: PLC0415, it is slow to import

    width = None if stream.isatty() else PIPE_WIDTH
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)
