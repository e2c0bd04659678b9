"""A Dask cluster on this machine: a scheduler and workers, each a process."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from tests.running import ROOT, Result, command, run_alone
from tests.workbooks import WORKBOOK

#: Options for six cities.
SIX = [arg for name in ("HB", "D", "H", "E", "F", "S") for arg in ("--city", name)]


class LocalCluster(Struct, frozen=True, kw_only=True):
    """The processes of a cluster, and the address of its scheduler."""

    address: str
    scheduler: "subprocess.Popen[bytes]"
    workers: Sequence["subprocess.Popen[bytes]"]


@contextmanager
def cluster(folder: Path, workers: int = 2, before: str = "") -> Iterator[LocalCluster]:
    """A cluster that ends with the test.

    Args:
        folder: for its files.
        workers: how many there are; one that dies is not replaced.
        before: Python that each worker executes first.
    """
    begun: list[subprocess.Popen[bytes]] = []
    try:
        scheduler = _begin(
            "scheduler", folder, "--no-dashboard", "--port", "0", "--host", "127.0.0.1"
        )
        begun.append(scheduler)
        address = _address(folder / "scheduler.json")
        options = ["--nthreads", "1", "--no-dashboard", "--no-nanny", "--local-directory", folder]
        begun += [_begin("worker", folder, *options, before=before) for _ in range(workers)]
        yield LocalCluster(address=address, scheduler=scheduler, workers=begun[1:])
    finally:
        for process in begun:
            process.kill()
            process.wait()


def _begin(
    part: str, folder: Path, *options: object, before: str = ""
) -> "subprocess.Popen[bytes]":
    script = f"{before}\nfrom distributed.cli.dask_{part} import main\nmain()"
    file = ("--scheduler-file", folder / "scheduler.json")
    with (folder / f"{part}.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-c", script, *map(str, (*file, *options))], stdout=log, stderr=log
        )


def _address(file: Path) -> str:
    for _ in range(600):
        try:
            return str(json.loads(file.read_text())["address"])
        except (OSError, ValueError):
            time.sleep(0.05)
    raise AssertionError("the scheduler does not start")


def build(out: Path, *args: object, before: str = "") -> Result:
    return run_alone("build", WORKBOOK, *SIX, "--out", out, *args, before=before)


@contextmanager
def started(out: Path, found: LocalCluster, before: str = "") -> Iterator["subprocess.Popen[str]"]:
    args = ("build", WORKBOOK, *SIX, "--out", out, "--cluster", found.address)
    with subprocess.Popen(
        command(*args, before=before), stderr=subprocess.PIPE, cwd=ROOT, encoding="utf-8"
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(file: Path) -> None:
    for _ in range(600):
        if file.exists():
            return
        time.sleep(0.05)
    raise AssertionError(f"{file} does not come")
