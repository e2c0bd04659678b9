"""Measures of whole processes: reportgen as it is called, version 0.4.0, and Typst."""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from tests.bench import preparing
from tests.bench.processes import Argument, Command, Runs, rounds

ROOT, FOLDER = preparing.ROOT, preparing.FOLDER

#: Names of what is run.
NOW, BEFORE, TYPST, READY = "reportgen", "reportgen 0.4.0", "Typst, loading too", "Typst alone"
AGAIN, PORTRAIT = "again, nothing changed", "again, a portrait changed"


class Builds:
    """Commands that build the same reports, each into an empty folder."""

    def __init__(self, peers: Path, former: tuple[Path, Path] | None) -> None:
        self._peers, self._former = peers, former
        self._packages = preparing.packages(peers)

    def run(
        self,
        workbook: Path,
        contents: Path,
        number: int,
        city: tuple[str, str] = ("", ""),
        *,
        warm: bool = True,
    ) -> Runs:
        """Rounds of builds by all, for all cities or one of a name and slug.

        Args:
            workbook: that all but Typst alone load; version 0.4.0 takes its own if it has it.
            contents: what Typst renders.
            number: of rounds.
            city: name and slug of the only city, if not all are built.
            warm: whether each is run once before.
        """
        name, slug = city
        only = ("--city", name) if name else ()
        slugs = (slug,) if slug else ()
        commands = {NOW: _build(Path(sys.executable), ROOT, workbook, *only)}
        if self._former:
            folder, python = self._former
            own = folder / "data" / workbook.name
            book = own if own.is_file() else workbook
            commands[BEFORE] = _build(python, folder, book, *only)
        out = FOLDER / "out" / "typst"
        loading = (sys.executable, "-m", "tests.bench.typst_process")
        ready = (self._peers, "-m", "tests.bench.typst_peer")
        commands[TYPST] = _into(out, *loading, self._packages, workbook, contents, out, *slugs)
        commands[READY] = _into(out, *ready, contents, out, *slugs)
        return rounds(commands, number, warm=warm)


def again(workbook: Path, slug: str, number: int) -> Runs:
    """A full run, a second one, and one after a change in the portrait of one unit."""
    data = FOLDER / "out" / "data"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    shutil.copy(workbook, data)
    if (workbook.parent / "portraits").is_dir():
        shutil.copytree(workbook.parent / "portraits", data / "portraits")
    portrait = data / "portraits" / f"{slug}.md"
    portrait.parent.mkdir(exist_ok=True)

    def change() -> None:
        with portrait.open("a", encoding="utf-8") as file:
            file.write("\nNoch ein Satz.\n")

    change()
    full = _build(Path(sys.executable), ROOT, data / workbook.name)
    second = Command(arguments=full.arguments, folder=ROOT)
    changed = Command(arguments=full.arguments, folder=ROOT, before=change)
    return rounds({NOW: full, AGAIN: second, PORTRAIT: changed}, number)


def in_parallel(units: int) -> Runs | None:
    """One process and two for many units; None where the program has no such option."""
    shown = subprocess.run(
        [sys.executable, "-m", "reportgen", "build", "--help"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    if "--jobs" not in shown.stdout:
        return None
    book, python = preparing.workbook_of(units), Path(sys.executable)
    commands = {jobs: _build(python, ROOT, book, "--jobs", jobs) for jobs in ("1", "2")}
    return rounds(commands, 1, warm=False)


def scale(units: int, number: int, former: tuple[Path, Path] | None) -> dict[str, dict[str, float]]:
    """Medians of what `scale.py` measures, of this version and of 0.4.0, for so many units."""
    book = preparing.workbook_of(units)
    script = Path(__file__).with_name("scale.py")
    places: Mapping[str, tuple[Path, Path, str]] = {NOW: (ROOT, Path(sys.executable), "12")} | (
        {BEFORE: (*former, "0")} if former else {}
    )
    found: dict[str, list[dict[str, float]]] = {name: [] for name in places}
    for _ in range(number):
        for name, (folder, python, reports) in places.items():
            answer = subprocess.run(
                [python, script, book, reports],
                cwd=folder, check=True, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            found[name].append(json.loads(answer.stdout))
    return {
        name: {what: median(one[what] for one in runs) for what in runs[0]}
        for name, runs in found.items()
    }


def _build(python: Path, folder: Path, workbook: Path, *options: Argument) -> Command:
    out = FOLDER / "out" / "reports"
    build = (python, "-m", "reportgen", "build", workbook, "--out", out, "--quiet")
    return _into(out, *build, *options, folder=folder)


def _into(out: Path, *arguments: Argument, folder: Path = ROOT) -> Command:
    """A command that finds its folder empty."""
    return Command(
        arguments=arguments,
        folder=folder,
        before=lambda: shutil.rmtree(out, ignore_errors=True),
    )
