"""Measures speed beside peers: ``make bench``, or ``python -m tests.bench [--quick]``.

The results are written beside this file, as `RESULTS.md` and `results.svg`.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from msgspec import Struct

from tests.bench import preparing, steady, whole
from tests.bench.comparison import compare
from tests.bench.processes import Runs
from tests.bench.results import (
    Figures,
    Reach,
    sameness_table,
    steady_table,
    write,
)

PEERS = ("typst", "weasyprint", "platypus")
#: A city without a photo, by its name and slug.
CITY = ("Köln", "koeln")
WITH_PHOTO = {"duesseldorf"}
COUNTRY = 11_000


class Effort(Struct, frozen=True, kw_only=True):
    """How many rounds each part takes, and how many units two processes are tried with."""

    steady: int
    processes: int
    many: int
    scale: int
    parallel: int


FULL = Effort(steady=8, processes=5, many=2, scale=2, parallel=1500)
QUICK = Effort(steady=3, processes=1, many=1, scale=1, parallel=300)


def main(effort: Effort, folder: Path) -> None:
    """Measures all and writes it down."""
    start = perf_counter()

    def tell(what: str) -> None:
        print(f"{perf_counter() - start:5.0f} s  {what}", file=sys.stderr, flush=True)

    tell("setting up")
    python, former = preparing.peers(), preparing.former_version()
    contents, slugs = preparing.contents(preparing.WORKBOOK)
    tell("reports in steady state")
    pdfs = preparing.FOLDER / "pdfs"
    shutil.rmtree(pdfs, ignore_errors=True)
    peers = [kind for kind in PEERS if steady.can_start(kind, python, contents)]
    pythons = {"product": Path(sys.executable), **dict.fromkeys(peers, python)}
    made = steady.measure(pythons, contents, slugs, effort.steady, pdfs)
    sameness = {kind: compare(pdfs / "product", pdfs / kind) for kind in peers}
    builds = whole.Builds(python, former)
    tell("15 cities")
    fifteen = builds.run(preparing.WORKBOOK, contents, effort.processes)
    tell("one city")
    one = builds.run(preparing.WORKBOOK, contents, effort.processes, CITY)
    tell("150 units")
    book = preparing.workbook_of(150)
    contents_of_many, made_up = preparing.contents(book)
    many = builds.run(book, contents_of_many, effort.many, warm=False)
    tell("a second run")
    again = whole.again(preparing.WORKBOOK, "duesseldorf", effort.processes)
    again_many = whole.again(book, made_up[0], effort.many)
    tell("two processes")
    parallel = whole.in_parallel(effort.parallel)
    tell("scale")
    scales = {n: whole.scale(n, effort.scale, former) for n in (15, 1000, COUNTRY)}
    largest = max(
        path.stat().st_size
        for path in (pdfs / "product").glob("*.pdf")
        if path.stem not in WITH_PHOTO
    )
    reaches = [
        *_reach_of_reports(made),
        *_reach_of_processes(fifteen, one),
        *_reach_of_second(again, "15 cities"),
        *_reach_of_second(again_many, "150 made-up units"),
        _reach_of_two(parallel, effort),
        *_reach_of_scale(scales),
        Reach(what="largest report without a photo", bar=90, measured=largest / 1000, unit="kB"),
    ]
    tables = [
        steady_table(made),
        sameness_table(sameness),
        _process_table("15 cities, whole process", fifteen),
        _process_table("150 made-up units, whole process", many),
        _process_table("One city from the shell", one),
        _process_table("A second run, 15 cities", again),
        _process_table("A second run, 150 made-up units", again_many),
        _scale_table(scales),
    ]
    conditions = (
        f"{'a quick run, provisional: ' if effort is QUICK else ''}"
        f"rounds in steady state: {effort.steady}, of whole processes: {effort.processes};"
        f" load of the machine at the end {os.getloadavg()[0]:.1f}"
    )
    write(folder, reaches, tables, made, _versions(python), conditions)
    tell("done")


def _reach_of_reports(made: steady.Steady) -> list[Reach]:
    typst = {what: made.ratio("product", "typst", what) for what in ("wall", "cpu")}
    weasyprint = (
        made.ratio("weasyprint", "product", "wall") if "weasyprint" in made.samples else None
    )
    return [
        Reach(what="a report beside Typst, wall", bar=0.7, measured=typst["wall"]),
        Reach(what="a report beside Typst, CPU", bar=0.55, measured=typst["cpu"]),
        Reach(
            what="a report beside matplotlib + WeasyPrint",
            bar=25,
            measured=weasyprint,
            unit="times as fast",
            at_least=True,
            note="" if weasyprint else "WeasyPrint does not start here",
        ),
    ]


def _reach_of_second(again: Runs, note: str) -> list[Reach]:
    measured = {
        "nothing changed beside a full run": (0.1, whole.AGAIN),
        "a portrait changed beside a full run": (0.25, whole.PORTRAIT),
    }
    return [
        Reach(what=what, bar=bar, measured=again.ratio(name, whole.NOW), note=note)
        for what, (bar, name) in measured.items()
    ]


def _reach_of_processes(fifteen: Runs, one: Runs) -> list[Reach]:
    missing = "" if whole.BEFORE in fifteen else "the history does not reach back to 0.4.0"

    def beside_former(runs: Runs) -> float | None:
        return None if missing else runs.ratio(whole.NOW, whole.BEFORE)

    return [
        Reach(
            what="15 cities beside version 0.4.0",
            bar=0.55,
            measured=beside_former(fifteen),
            note=missing,
        ),
        Reach(
            what="15 cities beside Typst",
            bar=0.9,
            measured=fifteen.ratio(whole.NOW, whole.TYPST),
            note="both load and compute",
        ),
        Reach(
            what="one city beside version 0.4.0",
            bar=0.55,
            measured=beside_former(one),
            note=missing,
        ),
    ]


def _reach_of_two(parallel: Runs | None, effort: Effort) -> Reach:
    note = f"{effort.parallel} reports" if parallel else "there is no option for it"
    gain = parallel.ratio("1", "2") if parallel else None
    what, unit = "two processes beside one", "times as fast"
    return Reach(what=what, bar=1.8, measured=gain, unit=unit, at_least=True, note=note)


def _reach_of_scale(scales: dict[int, dict[str, dict[str, float]]]) -> list[Reach]:
    few, country = scales[15][whole.NOW], scales[COUNTRY]
    now, before = country[whole.NOW], country.get(whole.BEFORE)
    note = "" if before else "the history does not reach back to 0.4.0"
    total = sum(before[what] for what in ("load", "compute", "profiles")) if before else None
    shared = now["load"] + now["compute"]
    return [
        Reach(
            what="a report among 11,000 beside among 15",
            bar=1.5,
            measured=now["report"] / few["report"],
            note="made-up units, profile included",
        ),
        Reach(
            what="load + compute 11,000 beside version 0.4.0",
            bar=0.15,
            measured=shared / total if total else None,
            note=note or "until the first report can begin",
        ),
        Reach(
            what="the same, with all profiles",
            bar=0.15,
            measured=(shared + now["profiles"]) / total if total else None,
            note=note or "0.4.0 makes all at once; each is now a part of its report",
        ),
    ]


def _process_table(title: str, runs: Runs) -> Figures:
    rows = [
        (
            name,
            f"{runs.median(name):.2f}",
            f"{sorted(each.cpu for each in own)[len(own) // 2]:.2f}",
            f"{runs.ratio(name, whole.NOW):.2f} ×",
        )
        for name, own in runs.items()
    ]
    return Figures(title=title, head=("run", "wall, s", "CPU, s", "wall beside first"), rows=rows)


def _scale_table(scales: dict[int, dict[str, dict[str, float]]]) -> Figures:
    rows = [
        (
            f"{units:,}",
            name,
            *(f"{seconds[what]:.2f}" for what in ("load", "compute", "profiles")),
            f"{seconds['report'] * 1000:.0f}" if "report" in seconds else "",
        )
        for units, versions in scales.items()
        for name, seconds in versions.items()
    ]
    head = ("units", "version", "load, s", "compute, s", "all profiles, s", "a report, ms")
    return Figures(title="Scale", head=head, rows=rows)


def _versions(python: Path) -> dict[str, str]:
    code = (
        "from importlib.metadata import version\n"
        "for n in ('typst', 'weasyprint', 'reportlab', 'matplotlib'): print(n, version(n))"
    )
    found = subprocess.run([python, "-c", code], check=True, capture_output=True, text=True)
    names = {"typst": "Typst", "weasyprint": "WeasyPrint"}
    pairs = (line.split() for line in found.stdout.splitlines())
    return {names.get(name, name): version for name, version in pairs}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few rounds, to see that it works")
    parser.add_argument(
        "--out", type=Path, default=Path(__file__).parent, help="folder of the results"
    )
    options = parser.parse_args()
    main(QUICK if options.quick else FULL, options.out)
