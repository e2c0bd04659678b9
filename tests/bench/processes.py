"""Whole processes: how long commands take from their start to their end, in turn."""

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

from msgspec import Struct

Argument = str | Path


class Command(Struct, frozen=True, kw_only=True):
    """A command line and the folder that it runs in; `before` is done first and not measured."""

    arguments: Sequence[Argument]
    folder: Path
    before: Callable[[], object] | None = None


class Seconds(Struct, frozen=True, kw_only=True):
    """Wall clock, and CPU of all processes and threads."""

    wall: float
    cpu: float


class Runs(dict[str, list[Seconds]]):
    """Runs of commands by their names; the n-th runs of all belong together."""

    def median(self, name: str) -> float:
        """Median of wall clock."""
        return median(run.wall for run in self[name])

    def ratio(self, name: str, other: str) -> float:
        """Median of the ratios of wall clock, round by round."""
        return median(a.wall / b.wall for a, b in zip(self[name], self[other], strict=True))


def run(command: Command) -> Seconds:
    """Runs a command once.

    Raises:
        RuntimeError: it failed; the message has what it wrote.
    """
    if command.before:
        command.before()
    start = perf_counter()
    process = subprocess.Popen(
        [str(argument) for argument in command.arguments],
        cwd=command.folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr
    written = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode:
        raise RuntimeError(f"{command.arguments}: {written.decode(errors='replace')[-2000:]}")
    return Seconds(wall=wall, cpu=used.ru_utime + used.ru_stime)


def rounds(commands: Mapping[str, Command], number: int, *, warm: bool = True) -> Runs:
    """Runs all commands `number` times in turn, after once to warm up where that is wanted."""
    runs = Runs({name: [] for name in commands})
    for turn in range(-1 if warm else 0, number):
        for name, command in commands.items():
            seconds = run(command)
            if turn >= 0:
                runs[name].append(seconds)
    return runs
