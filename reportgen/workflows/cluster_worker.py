"""What a worker of a cluster does: it makes the reports of one city, as a process of ours would."""

import shutil
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from distributed import get_worker
from msgspec import Struct
from msgspec.structs import replace

from reportgen.errors import reason_of
from reportgen.workflows.city_reports import MadeCity
from reportgen.workflows.packing import Unpacked, unpacked
from reportgen.workflows.program import program_digest
from reportgen.workflows.software import software

#: Runs whose inputs a worker keeps unpacked, for several may share a cluster.
_MOST_RUNS = 2

#: Libraries that draw have one state for a whole process.
_one_at_a_time = threading.Lock()

#: Of the last runs, by their digests: the folder of their files, and what makes their reports.
_runs: dict[str, tuple[Path, Unpacked]] = {}


class Unfit(Struct, frozen=True, kw_only=True):
    """A worker that would not make the same bytes.

    Attributes:
        worker: its address.
        differing: what is installed there in another version, or is missing.
    """

    worker: str
    differing: tuple[str, ...]


class Refused(Struct, frozen=True, kw_only=True):
    """A worker whose system did not let it make the reports of a city.

    Attributes:
        worker: its address.
        reason: what its system says, e.g. that its disk is full.
    """

    worker: str
    reason: str


@cache
def versions() -> Mapping[str, str]:
    """What must be the same everywhere, so that reports are."""
    return {**software(), "reportgen's files": program_digest()}


def make_city(
    wanted: Mapping[str, str], run: str, inputs: bytes, order: bytes
) -> MadeCity | Unfit | Refused:
    """The reports of one city.

    Args:
        wanted: versions of the machine that asks.
        run: digest of `inputs`.
        inputs: `Maker` of the run, packed.
        order: packed.
    """
    try:
        here = versions()
        if here != wanted:
            names = sorted(name for name in {*here, *wanted} if here.get(name) != wanted.get(name))
            return Unfit(worker=get_worker().address, differing=tuple(names))
        with _one_at_a_time, TemporaryDirectory(dir=get_worker().local_directory) as folder:
            make = _maker(run, inputs)
            ordered = unpacked(order, Path(folder))
            made: MadeCity = make.content(ordered.content)
            problems = ordered.as_there(make.as_there(made.problems))
            return replace(made, problems=problems)
    except OSError as fault:
        return Refused(worker=get_worker().address, reason=reason_of(fault))


def _maker(run: str, inputs: bytes) -> Unpacked:
    if run not in _runs:
        while len(_runs) >= _MOST_RUNS:
            folder, _ = _runs.pop(next(iter(_runs)))
            shutil.rmtree(folder, ignore_errors=True)
        folder = Path(mkdtemp(dir=get_worker().local_directory))
        try:
            _runs[run] = folder, unpacked(inputs, folder)
        except OSError:
            # The next city tries again, and needs the room.
            shutil.rmtree(folder, ignore_errors=True)
            raise
    return _runs[run][1]
