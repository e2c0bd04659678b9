"""The steady state: workers that make reports in turn, city by city, round by round."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]

#: Peers that take seconds for a report make only each so many-th, by turns.
SLOW, EVERY = ("weasyprint", "platypus"), 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What one report took, in seconds, and its size."""

    wall: float
    cpu: float
    bytes: int


@dataclass(frozen=True, slots=True)
class Steady:
    """Samples of each worker by round and slug."""

    samples: Mapping[str, dict[tuple[int, str], Sample]] = field(default_factory=dict)

    def median(self, kind: str, what: str) -> float:
        """The median of ``wall``, ``cpu`` or ``bytes``."""
        return float(median(getattr(sample, what) for sample in self.samples[kind].values()))

    def ratio(self, kind: str, other: str, what: str) -> float:
        """Median of the ratios of what both made one after the other."""
        mine, theirs = self.samples[kind], self.samples[other]
        pairs = [(mine[key], theirs[key]) for key in mine.keys() & theirs.keys()]
        return float(median(getattr(a, what) / getattr(b, what) for a, b in pairs))


class Worker:
    """A process that makes reports of one kind."""

    def __init__(self, kind: str, python: Path, contents: Path) -> None:
        self._process = subprocess.Popen(
            [python, "-m", "tests.bench.worker", kind, contents],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        if self._answer() != "ready":
            raise RuntimeError(f"the worker of {kind} does not start")

    def make(self, slug: str, file: Path | None = None) -> Sample:
        """Makes a report, and keeps it in a file."""
        assert self._process.stdin
        self._process.stdin.write(f"{slug}\t{file}\n" if file else f"{slug}\n")
        self._process.stdin.flush()
        return Sample(**json.loads(self._answer()))

    def close(self) -> None:
        """Ends the process."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def _answer(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()


def measure(
    pythons: Mapping[str, Path], contents: Path, slugs: Sequence[str], rounds: int, pdfs: Path
) -> Steady:
    """Rounds through all slugs, after one that warms up and keeps the reports in `pdfs`.

    Args:
        pythons: interpreter of each worker, by kind.
        contents: folder of what peers render.
        slugs: reports to make.
        rounds: that are measured.
        pdfs: each kind's reports go to a folder of its name.
    """
    workers = {kind: Worker(kind, python, contents) for kind, python in pythons.items()}
    result = Steady({kind: {} for kind in workers})
    kinds = tuple(workers)
    try:
        for number in range(rounds + 1):
            for place, slug in enumerate(slugs):
                first = (number + place) % len(kinds)
                for kind in kinds[first:] + kinds[:first]:
                    if kind in SLOW and (place + number) % EVERY:
                        continue
                    if number:
                        result.samples[kind][number, slug] = workers[kind].make(slug)
                    else:
                        (pdfs / kind).mkdir(parents=True, exist_ok=True)
                        workers[kind].make(slug, pdfs / kind / f"{slug}.pdf")
    finally:
        for worker in workers.values():
            worker.close()
    return result
