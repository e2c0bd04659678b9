"""Several processes do the same as one: same results in order, and no harm from one that dies."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from reportgen.workflows import parallel
from reportgen.workflows.parallel import in_processes, jobs_for
from reportgen.workflows.record import read_record
from tests.running import ROOT, Result, command, files_in, run_alone
from tests.workbooks import WORKBOOK
from tests.workflows.calls import counting, dying, lost, square


def children() -> set[int | None]:
    return {process.pid for process in multiprocessing.active_children()}


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_results_come_in_order(jobs: int) -> None:
    assert list(in_processes(square, range(40), jobs, lost)) == [n * n for n in range(40)]
    assert list(in_processes(square, (), jobs, lost)) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("at", [(0,), (5,), (11,), (3, 4), (2, 10)])
def test_a_process_that_dies_costs_its_own_call(at: tuple[int, ...]) -> None:
    before = children()

    found = list(in_processes(partial(dying, at), range(12), 2, lost))

    assert found == [-n if n in at else n * n for n in range(12)]
    assert children() == before


def test_who_stops_early_leaves_no_process(tmp_path: Path) -> None:
    before = children()
    with closing(in_processes(partial(counting, tmp_path), range(1000), 2, lost)) as results:
        assert next(results) == 0
        time.sleep(0.2)
        begun = len(list(tmp_path.iterdir()))

    assert children() == before
    # Results that nobody takes do not pile up.
    assert 1 <= begun <= 2 * 4 + 1


def test_the_number_of_processes_is_chosen_or_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_cores", lambda: 4)
    for method, few in parallel.FEWEST.items():
        monkeypatch.setattr(parallel, "_method", lambda m=method: m)
        assert [jobs_for(n, None) for n in (0, few - 1, few, 9999)] == [1, 1, 4, 4]
    assert [jobs_for(n, 3) for n in (0, 1, 2, 3, 9999)] == [1, 1, 2, 3, 3]


# --- whole builds ---------------------------------------------------------------------------

SIX = [arg for name in ("HB", "K", "H", "E", "F", "S") for arg in ("--city", name)]


@pytest.mark.exhaustive
def test_several_processes_make_the_same_files_and_record(tmp_path: Path) -> None:
    def build(out: Path, jobs: int, method: str) -> Result:
        return run_alone(
            *("build", WORKBOOK, *SIX, "--edition", "both", "--attach-data", "--peers", "F,HH,K"),
            *("--jobs", jobs, "--out", out),
            before=f"import reportgen.workflows.parallel as p\np._method = lambda: {method!r}",
        )

    one = tmp_path / "one"
    alone = build(one, 1, "fork")
    assert alone.code == 0, alone.err
    names = [*files_in(one), "2020/build.json"]
    assert len(names) == 13

    for method in ("fork", "spawn"):
        several = tmp_path / method
        together = build(several, 2, method)

        assert together.code == 0, together.err
        assert together.err == alone.err.replace(f"{one}/", f"{several}/")
        assert [*files_in(several), "2020/build.json"] == names
        for name in names:
            assert (one / name).read_bytes() == (several / name).read_bytes()


#: The charts of one city do something else than to be drawn.
WITH_HANNOVER = """
import os, signal, sys, time
import reportgen.pipeline
draw = reportgen.pipeline.draw
def other(profile, layout):
    if profile.city.slug == "hannover":
        {}
    return draw(profile, layout)
reportgen.pipeline.draw = other
"""


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("happens", "code"),
    [("os.kill(os.getpid(), signal.SIGKILL)", "process-died"), ("raise ValueError('oh')", "bug")],
)
def test_a_city_whose_process_dies_or_fails_fails_alone(
    happens: str, code: str, tmp_path: Path
) -> None:
    before = WITH_HANNOVER.format(happens)

    result = run_alone("build", WORKBOOK, *SIX, "--jobs", 2, "--out", tmp_path, before=before)

    assert result.code == 10
    assert result.err.count(f"error[{code}]") == result.err.count("error[") == 1
    assert "5 written, 0 unchanged, 1 failed" in result.err
    record = read_record(tmp_path / "2020", [])
    assert record is not None
    assert list(record.files()) == files_in(tmp_path / "2020")
    assert "hannover.pdf" not in record.files()


@pytest.fixture
def waiting(tmp_path: Path) -> Iterator[Callable[[], "subprocess.Popen[str]"]]:
    """Starts a build of two processes, of which one waits for a minute with its first city."""
    before = WITH_HANNOVER.format('print("ready", flush=True); time.sleep(60)')
    begun: list[subprocess.Popen[str]] = []

    def start() -> "subprocess.Popen[str]":
        begun.append(
            subprocess.Popen(
                command("build", WORKBOOK, *SIX, "--jobs", 2, "--out", tmp_path, before=before),
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=ROOT,
                encoding="utf-8",
                start_new_session=True,
            )
        )
        assert begun[0].stdout is not None
        assert begun[0].stdout.readline() == "ready\n"
        return begun[0]

    yield start
    for process in begun:
        process.kill()
        process.communicate()


def group_of(leader: int) -> list[int]:
    """The living processes of a group, but for those that only wait to be noticed."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            _, _, rest = stat.read_text().rpartition(") ")
        except OSError:
            continue
        state, _, group, *_ = rest.split()
        if int(group) == leader and state != "Z":
            found.append(int(stat.parent.name))
    return found


@pytest.mark.exhaustive
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("to_all", [True, False], ids=["terminal", "kill"])
def test_an_interrupt_ends_all_processes_at_once(
    to_all: bool, waiting: "Callable[[], subprocess.Popen[str]]", tmp_path: Path
) -> None:
    process = waiting()
    assert len(group_of(process.pid)) == 3
    begun = time.monotonic()

    (os.killpg if to_all else os.kill)(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=10)

    assert time.monotonic() - begun < 2
    assert process.returncode == 130
    assert "Traceback" not in told
    assert told.splitlines()[-1].startswith("interrupted; ")
    assert group_of(process.pid) == []
    record = read_record(tmp_path / "2020", [])
    made = list(record.files()) if record else []
    assert made == files_in(tmp_path / "2020")


@pytest.mark.exhaustive
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_processes_end_when_the_first_one_is_killed(
    waiting: "Callable[[], subprocess.Popen[str]]",
) -> None:
    process = waiting()

    process.kill()
    process.wait()

    for _ in range(100):
        if not group_of(process.pid):
            break
        time.sleep(0.05)
    assert group_of(process.pid) == []
