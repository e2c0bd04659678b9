"""What a run reports to a program: with --json, one JSON object a line on the standard output.

The first event is ``started``, the last one ``finished``, whatever ends the run; the schema
``events-1`` describes all of them. Nothing else is printed then.
"""

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import ClassVar

import click

from reportgen import __version__

#: Name and version of the schema.
SCHEMA = "events-1"


class _Run:
    """What this run has reported.

    Attributes:
        is_on: whether somebody wants events.
        counts: events by their name, and by what they say became of something.
        refused: why the output takes no more of them.
    """

    is_on: ClassVar = False
    counts: ClassVar[defaultdict[str, Counter[str]]] = defaultdict(Counter)
    refused: ClassVar[OSError | None] = None


def begin(command: str, settings: Path | None) -> None:
    """Begins to report the events of a command; of none when its name is empty."""
    _Run.is_on, _Run.refused = bool(command), None
    _Run.counts = defaultdict(Counter)
    emit("started", command=command, program=__version__, settings=settings)


def are_on() -> bool:
    """Whether events are reported, and nothing else."""
    return _Run.is_on


def emit(event: str, **fields: object) -> None:
    """Reports an event, if anybody wants it; a run goes on when its output is not read any more."""
    if not _Run.is_on:
        return
    if kind := fields.get("state") or fields.get("severity"):
        _Run.counts[event][str(kind)] += 1
    if _Run.refused:
        return
    content = {"schema": SCHEMA, "event": event, **fields}
    line = json.dumps(content, ensure_ascii=False, default=str)
    try:
        # Always UTF-8, as JSON is to be; names of files may have bytes that are not.
        click.echo(line.encode(errors="backslashreplace"))
    except OSError as fault:
        _Run.refused = fault


def end(code: str | int | None) -> None:
    """Reports how the run ended, with the number of events of each kind."""
    number = code if isinstance(code, int) else int(code is not None)  # as `sys.exit` takes it
    emit("finished", exit_code=number, counts=_Run.counts)
    _Run.is_on = False


def refused() -> OSError | None:
    """Why the output did not take all events; None when it did, or nobody reads it any more.

    That cannot be an event, so there are none from then on.
    """
    if _Run.refused is None or isinstance(_Run.refused, BrokenPipeError):
        return None
    _Run.is_on = False
    return _Run.refused
