"""Runs the program as a person does, within this process or in one of its own."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any
from unittest.mock import patch

import click
import pytest
from msgspec import Struct

from reportgen import cli
from reportgen.cli.lazy_group import LazyGroup
from reportgen.workflows.last_runs import NOTES
from reportgen.workflows.record import RECORD
from reportgen.workflows.recorder import LOCK

ROOT = Path(__file__).parents[1]


class Result(Struct, frozen=True):
    """How a run ended and what it told."""

    code: int
    out: str
    err: str

    @property
    def events(self) -> list[dict[str, Any]]:
        """What a run with --json told: an object a line, and nothing else."""
        assert self.out.endswith("\n")
        return [json.loads(line) for line in self.out.removesuffix("\n").split("\n")]

    def told(self, event: str) -> list[dict[str, Any]]:
        """The events of one kind."""
        return [each for each in self.events if each["event"] == event]


def run(*args: object) -> Result:
    """Runs a command in this process, from the root of the repository."""
    out, err = (
        io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)
    )
    with (
        patch.object(sys, "argv", ["reportgen", *map(str, args)]),
        redirect_stdout(out),
        redirect_stderr(err),
        chdir(ROOT),
        pytest.raises(SystemExit) as ended,
    ):
        cli.main()
    assert isinstance(ended.value.code, int)
    return Result(ended.value.code, _text(out), _text(err))


def run_alone(*args: object, env: Mapping[str, str] | None = None, before: str = "") -> Result:
    """Runs a command in a process of its own; `before` is Python that it executes first."""
    done = subprocess.run(
        command(*args, before=before),
        capture_output=True,
        check=False,
        cwd=ROOT,
        encoding="utf-8",
        env={**os.environ, **(env or {})},
        timeout=120,
    )
    return Result(done.returncode, done.stdout, done.stderr)


def command(*args: object, before: str = "") -> Sequence[str]:
    """The call of a command, for a process of its own."""
    script = f"import sys\n{before}\nfrom reportgen.cli import main\nmain()"
    return [sys.executable, "-c", script, *map(str, args)]


def every_command(group: LazyGroup = cli.cli, name: str = "") -> dict[str, click.Command]:
    """Commands and groups of commands by what one writes, e.g. ``archive add``."""
    found: dict[str, click.Command] = {}
    for last in group.commands:
        command = group.load(last)
        found[f"{name} {last}".strip()] = command
        if isinstance(command, LazyGroup):
            found |= every_command(command, f"{name} {last}".strip())
    return found


def files_in(folder: Path) -> list[str]:
    """Names of all files below a folder, hidden ones too, but for the record of a build."""
    files = (p for p in folder.rglob("*") if p.is_file() and p.name not in {RECORD, LOCK, NOTES})
    return sorted(p.relative_to(folder).as_posix() for p in files)


def _text(stream: io.TextIOWrapper) -> str:
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode()
