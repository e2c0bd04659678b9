"""The steady state: workers that make reports in turn, city by city, round by round."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from statistics import median

from msgspec import Struct, field

ROOT = Path(__file__).parents[2]

#: Peers that take seconds for a report make only each so many-th, by turns.
SLOW, EVERY = ("weasyprint", "platypus"), 5

#: Reports of each round that only warm up.
WARM_UP = 3


class Sample(Struct, frozen=True, kw_only=True):
    """What one report took, in seconds, and its size."""

    wall: float
    cpu: float
    bytes: int


class Steady(Struct, frozen=True):
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
            self.close()
            raise RuntimeError(f"the worker of {kind} does not start")

    def make(self, slug: str, file: Path) -> Sample:
        """Makes a report, and keeps it in a file."""
        assert self._process.stdin
        self._process.stdin.write(f"{slug}\t{file}\n")
        self._process.stdin.flush()
        answer = self._answer()
        if not answer:
            raise RuntimeError(f"a worker failed at {slug}; its output is above")
        return Sample(**json.loads(answer))

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


def can_start(kind: str, python: Path, contents: Path) -> bool:
    """Whether a worker starts; WeasyPrint needs libraries of the system."""
    try:
        Worker(kind, python, contents).close()
    except RuntimeError:
        return False
    return True


def measure(
    pythons: Mapping[str, Path], contents: Path, slugs: Sequence[str], rounds: int, pdfs: Path
) -> Steady:
    """Rounds through all slugs, each by new workers: no report finds what it left behind itself.

    Args:
        pythons: interpreter of each worker, by kind.
        contents: folder of what peers render.
        slugs: reports to make.
        rounds: how many; each begins with other slugs, and with some that are not measured.
        pdfs: each kind's reports go to a folder of its name.
    """
    result = Steady({kind: {} for kind in pythons})
    for number in range(rounds):
        start = number * WARM_UP % len(slugs)
        with ExitStack() as stack:
            workers = {
                kind: stack.enter_context(closing(Worker(kind, python, contents)))
                for kind, python in pythons.items()
            }
            _go_round(workers, [*slugs[start:], *slugs[:start]], number, pdfs, result)
    return result


def _go_round(
    workers: Mapping[str, Worker], slugs: Sequence[str], number: int, pdfs: Path, result: Steady
) -> None:
    kinds, skipped = tuple(workers), min(WARM_UP, len(slugs) - 1)
    for place, slug in enumerate(slugs):
        first = (number + place) % len(kinds)
        for kind in kinds[first:] + kinds[:first]:
            if kind in SLOW and place % EVERY:
                continue
            (pdfs / kind).mkdir(parents=True, exist_ok=True)
            sample = workers[kind].make(slug, pdfs / kind / f"{slug}.pdf")
            if place >= skipped:
                result.samples[kind][number, slug] = sample
