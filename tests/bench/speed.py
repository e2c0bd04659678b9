"""Measures speed: `make bench`. Prints the best of several runs, for the machine is shared.

What is measured: `reportgen --help` and a whole build in processes of their own; loading,
computing and each stage of a report in one process, in steady state.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from time import perf_counter
from typing import Any
from unittest.mock import patch

import pikepdf

from reportgen.charts import draw
from reportgen.checks.accessibility import preflight
from reportgen.editions import compose
from reportgen.editions.digital import digital_file
from reportgen.findings import write
from reportgen.indicators import compute
from reportgen.layout.load import load_layout
from reportgen.model import Edition, Profile, Report
from reportgen.portraits import load_portrait
from reportgen.workbook import load_workbook

ROOT = Path(__file__).parents[2]
WORKBOOK = ROOT / "data" / "benchmarking-2020.xlsx"


def best(action: Callable[[], object], runs: int = 5) -> float:
    """Seconds of the fastest run."""
    times = []
    for _ in range(runs):
        start = perf_counter()
        action()
        times.append(perf_counter() - start)
    return min(times)


def process(*arguments: str) -> None:
    """Runs reportgen in a process of its own."""
    subprocess.run([sys.executable, "-m", "reportgen", *arguments], check=True, capture_output=True)


def main() -> None:
    """Prints a line for each measurement."""
    layout = load_layout()
    dataset = load_workbook(WORKBOOK)
    profiles = compute(dataset, dataset.about.year)
    portraits = WORKBOOK.parent / "portraits"

    def report(profile: Profile, edition: Edition = Edition.DIGITAL) -> Report:
        portrait, _ = load_portrait(portraits, profile.city)
        findings, charts, day = write(profile, layout), draw(profile, layout), date(2026, 11, 22)
        return compose(profile, findings, charts, portrait, layout, day, edition=edition)

    sizes = [len(report(profile).pdf) for profile in profiles]
    every = best(lambda: [report(profile) for profile in profiles])
    print_line("a report in steady state", every / len(profiles) * 1000, "ms")
    seconds = 0.0

    def timed(*arguments: Any) -> bytes:
        nonlocal seconds
        start = perf_counter()
        pdf = digital_file(*arguments)
        seconds += perf_counter() - start
        return pdf

    with patch("reportgen.editions.compose.digital_file", timed):
        for profile in profiles:
            report(profile)
    print_line("  of that, writing the file", seconds / len(profiles) * 1000, "ms")
    with pikepdf.open(BytesIO(report(profiles[0]).pdf)) as document:
        print_line("preflight of a file", best(lambda: preflight(document)) * 1000, "ms")
    drawing = best(lambda: [draw(profile, layout) for profile in profiles])
    print_line("  of that, charts", drawing / len(profiles) * 1000, "ms")
    print_line("size of a report", sum(sizes) / len(sizes) / 1000, "kB")
    press = best(lambda: [report(profile, Edition.PRINT) for profile in profiles])
    print_line("a report for the press", press / len(profiles) * 1000, "ms")
    print_line("load the workbook", best(lambda: load_workbook(WORKBOOK)) * 1000, "ms")
    print_line("compute 15 cities", best(lambda: compute(dataset, dataset.about.year)) * 1000, "ms")
    print_line("reportgen --help", best(lambda: process("--help")), "s")
    with tempfile.TemporaryDirectory() as folder:
        build = ("build", str(WORKBOOK), "--force", "--out", folder)
        print_line(f"build {len(profiles)} cities", best(lambda: process(*build), 3), "s")
        both = (*build, "--edition", "both")
        print_line("  in both editions", best(lambda: process(*both), 3), "s")


def print_line(what: str, value: float, unit: str) -> None:
    """One measurement."""
    print(f"{what:28} {value:8.2f} {unit}")


if __name__ == "__main__":
    main()
