"""A whole country in one run: ``python -m tests.bench.country [UNITS] [--jobs N]``.

It builds a report of each made-up unit, and writes `country.svg` beside this file: memory of the
first process and of those that it started, and reports that are there, over time. Linux only.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from tests.bench.preparing import FOLDER, workbook_of

#: Seconds between two looks.
STEP = 1.0

_PAGE = os.sysconf("SC_PAGE_SIZE")


def main(units: int, jobs: int) -> None:
    """Builds, watches and draws; prints what was seen."""
    out = FOLDER / "out" / "country"
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "reportgen", "build", str(workbook_of(units)), "--quiet"]
    start = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--out", str(out), "--jobs", str(jobs)], stdout=subprocess.DEVNULL
    )
    seen: list[tuple[float, float, float, int]] = []
    while process.poll() is None:
        others = sum(map(_megabytes, _children(process.pid)))
        done = sum(1 for _ in out.glob("*/*.pdf"))
        seen.append((time.perf_counter() - start, _megabytes(process.pid), others, done))
        time.sleep(STEP)
    seconds = time.perf_counter() - start
    made = sum(1 for _ in out.glob("*/*.pdf"))
    size = sum(path.stat().st_size for path in out.glob("*/*.pdf"))
    _, first, others, _ = (max(values) for values in zip(*seen, strict=True))
    first_report = next((when for when, *_, done in seen if done), seconds)
    print(f"{made} reports of {units} units, {jobs} processes, exit code {process.returncode}")
    print(f"{seconds:.0f} s, the first report after {first_report:.0f} s; {size / 1e6:.0f} MB")
    print(f"memory at most: first process {first:.0f} MB, those it started {others:.0f} MB")
    _draw(seen, units, jobs).savefig(
        Path(__file__).with_name("country.svg"), metadata={"Date": None}
    )


def _children(process: int) -> Iterator[int]:
    for entry in Path(f"/proc/{process}/task").glob("*/children"):
        yield from map(int, entry.read_text().split())


def _megabytes(process: int) -> float:
    """Memory that a process has to itself or shares."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE / 1e6
    except (OSError, IndexError):  # it has ended
        return 0.0


def _draw(seen: list[tuple[float, float, float, int]], units: int, jobs: int) -> Figure:
    times, first, others, done = zip(*seen, strict=True)
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "country"}):
        figure = Figure(figsize=(8.4, 3.6), layout="constrained")
        memory = figure.add_subplot()
        memory.plot(times, first, color="#0b5d8c", label="first process")
        memory.plot(times, others, color="#8a949c", label=f"its {jobs} processes together")
        memory.set(xlabel="seconds", ylabel="MB", ylim=(0, None), xlim=(0, None))
        memory.set_title(f"{units:,} reports: memory and reports over time", loc="left")
        reports = memory.twinx()
        reports.plot(times, done, color="#c4451c", linestyle="--", label="reports (right)")
        reports.set(ylim=(0, None))
        figure.legend(loc="outside lower center", ncols=3, frameon=False)
        memory.spines[["top"]].set_visible(False)
        reports.spines[["top"]].set_visible(False)
    return figure


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.country", description=__doc__)
    parser.add_argument("units", nargs="?", type=int, default=11_000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    main(options.units, options.jobs)
