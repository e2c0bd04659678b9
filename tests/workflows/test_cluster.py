"""A cluster makes the same as one process, whatever becomes of its workers and its scheduler."""

import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import Client

from reportgen.workflows.last_runs import NOTES
from reportgen.workflows.record import read_record
from tests.running import files_in, run, run_alone
from tests.workbooks import WORKBOOK
from tests.workflows.clusters import LocalCluster, build, cluster, started, wait_for

#: The charts of one city do something else than to be drawn, once in all or every time.
WITH_HANNOVER = """
import os, signal, time
from pathlib import Path
import reportgen.pipeline
draw = reportgen.pipeline.draw
def other(profile, layout):
    if profile.city.slug == "hannover":
        {}
    return draw(profile, layout)
reportgen.pipeline.draw = other
"""
ONCE = (
    "try: Path({!r}).touch(exist_ok=False)\n        except FileExistsError: pass\n        else: {}"
)
DIES = "os.kill(os.getpid(), signal.SIGKILL)"


def same_files(one: Path, other: Path) -> bool:
    """Whether reports, and what is recorded of each, are the same in two folders."""
    records = [read_record(out / "2020", []) for out in (one, other)]
    reports = [[report for _, report in r.files().values()] for r in records if r]
    names = files_in(one)
    return (
        names == files_in(other)
        and all((one / name).read_bytes() == (other / name).read_bytes() for name in names)
        and len(reports) == 2
        and reports[0] == reports[1]
    )


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one process makes."""
    out = tmp_path_factory.mktemp("plain")
    assert build(out, "--jobs", 1).code == 0
    return out


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    """A cluster of two workers."""
    with cluster(tmp_path_factory.mktemp("cluster")) as found:
        yield found


@pytest.mark.exhaustive
def test_a_cluster_makes_the_same_files_and_record_and_says_the_same(
    two: LocalCluster, tmp_path: Path
) -> None:
    more = ("--edition", "both", "--attach-data", "--peers", "F,HH,K", "-v")
    alone, together = (
        build(tmp_path / name, *more, *where)
        for name, where in (("1", ("--jobs", 1)), ("2", ("--cluster", two.address)))
    )

    assert (alone.code, together.code) == (0, 0), together.err
    assert together.err == alone.err.replace(f"{tmp_path}/1/", f"{tmp_path}/2/")
    assert len(files_in(tmp_path / "1")) == 12
    assert same_files(tmp_path / "1", tmp_path / "2")


@pytest.mark.exhaustive
def test_shards_that_a_cluster_makes_are_the_same(
    two: LocalCluster, plain: Path, tmp_path: Path
) -> None:
    for shard, where in (("1/2", ("--cluster", two.address)), ("2/2", ("--jobs", 2))):
        assert build(tmp_path / "parts", "--shard", shard, *where).code == 0
    merged = run("merge", tmp_path / "parts", "--out", tmp_path / "all")

    assert merged.code == 0, merged.err
    assert files_in(tmp_path / "all") == files_in(plain)
    for name in files_in(plain):
        assert (tmp_path / "all" / name).read_bytes() == (plain / name).read_bytes()


@pytest.mark.exhaustive
def test_photos_travel_and_warnings_name_them_as_here(two: LocalCluster, tmp_path: Path) -> None:
    shutil.copytree(WORKBOOK.parent, tmp_path / "data")
    (tmp_path / "data/portraits/duesseldorf.jpg").write_bytes(b"no photo")
    args = ("build", tmp_path / "data" / WORKBOOK.name, "--city", "D")

    alone = run_alone(*args, "--out", tmp_path / "1")
    together = run_alone(*args, "--out", tmp_path / "2", "--cluster", two.address)

    assert "warning[photo-unreadable]" in alone.err
    assert together.err == alone.err.replace(f"{tmp_path}/1/", f"{tmp_path}/2/")
    assert same_files(tmp_path / "1", tmp_path / "2")


@pytest.mark.exhaustive
def test_a_cluster_makes_again_only_what_changes(
    two: LocalCluster, plain: Path, tmp_path: Path
) -> None:
    out = Path(shutil.copytree(plain, tmp_path / "out"))
    (out / NOTES).unlink()
    (out / "2020/essen.pdf").unlink()
    # It is as long as it was, so that only who reads it can tell.
    altered = bytearray((out / "2020/bremen.pdf").read_bytes())
    altered[-5] ^= 1
    (out / "2020/bremen.pdf").write_bytes(altered)
    before = (out / "2020/hannover.pdf").stat().st_mtime_ns

    result = build(out, "--cluster", two.address)

    assert "2 written, 4 unchanged, 0 failed" in result.err
    assert (out / "2020/hannover.pdf").stat().st_mtime_ns == before
    assert same_files(plain, out)


@pytest.mark.exhaustive
def test_the_reports_of_a_worker_that_is_killed_are_made_again(plain: Path, tmp_path: Path) -> None:
    before = WITH_HANNOVER.format(ONCE.format(str(tmp_path / "died"), DIES))
    with cluster(tmp_path, before=before) as found:
        result = build(tmp_path / "out", "--cluster", found.address)

        dead = [worker for worker in found.workers if worker.poll() == -signal.SIGKILL]
        assert len(dead) == 1
    assert "6 written, 0 unchanged, 0 failed" in result.err
    assert same_files(plain, tmp_path / "out")


@pytest.mark.exhaustive
def test_a_report_that_kills_every_worker_fails_alone(tmp_path: Path) -> None:
    with cluster(tmp_path, workers=10, before=WITH_HANNOVER.format(DIES)) as found:
        result = build(tmp_path / "out", "--cluster", found.address)

        assert [worker.poll() for worker in found.workers].count(-signal.SIGKILL) <= 8
    assert result.code == 10
    assert result.err.count("error[process-died]") == result.err.count("error[") == 1
    assert "5 written, 0 unchanged, 1 failed" in result.err


@pytest.mark.exhaustive
def test_a_bug_that_one_city_brings_to_light_fails_it_alone(tmp_path: Path) -> None:
    with cluster(tmp_path, before=WITH_HANNOVER.format("raise ValueError('oh')")) as found:
        result = build(tmp_path / "out", "--cluster", found.address)

    assert result.code == 10
    assert result.err.count("error[bug]") == result.err.count("error[") == 1
    assert "5 written, 0 unchanged, 1 failed" in result.err


#: The disk of a worker has no room: for the files of the run, or for those of one city.
FULL = """
import errno, os
import reportgen.workflows.cluster_worker as worker
unpacked, calls = worker.unpacked, []
def full(data, folder):
    calls.append(folder)
    if len(calls) == {}:
        (folder / "half").touch()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))
    return unpacked(data, folder)
worker.unpacked = full
"""


@pytest.mark.exhaustive
@pytest.mark.parametrize("call", [1, 3])
def test_a_worker_whose_disk_is_full_fails_one_city_with_the_reason(
    call: int, tmp_path: Path
) -> None:
    with cluster(tmp_path, workers=1, before=FULL.format(call)) as found:
        result = build(tmp_path / "out", "--cluster", found.address)

    assert result.code == 10
    assert result.err.count("error[worker-refused]") == result.err.count("error[") == 1
    assert "No space left on device" in result.err
    assert "  --> tcp://127.0.0.1" in result.err
    assert "5 written, 0 unchanged, 1 failed" in result.err
    assert [*tmp_path.rglob("half")] == []


@pytest.mark.exhaustive
def test_what_was_made_stays_when_the_scheduler_goes_and_the_next_run_goes_on(
    plain: Path, tmp_path: Path
) -> None:
    waits = f"Path({str(tmp_path / 'waits')!r}).touch(); time.sleep(60)"
    out = tmp_path / "out"
    shorter = "import reportgen.workflows.cluster as c; c.PATIENCE = 1"
    with (
        cluster(tmp_path, before=WITH_HANNOVER.format(waits)) as found,
        started(out, found, shorter) as process,
    ):
        wait_for(out / "2020/frankfurt-am-main.pdf")
        wait_for(tmp_path / "waits")
        found.scheduler.kill()
        _, told = process.communicate(timeout=30)

    assert process.returncode == 6
    assert told.count("error[cluster-gone]") == told.count("error[") == 1
    assert "Traceback" not in told
    record = read_record(out / "2020", [])
    assert record is not None
    made = files_in(out / "2020")
    assert list(record.files()) == made
    assert 1 <= len(made) < 6
    assert f"{6 - len(made)} written, {len(made)} unchanged, 0 failed" in build(out).err
    assert same_files(plain, out)


@pytest.mark.exhaustive
def test_a_worker_that_is_frozen_does_not_end_a_run(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL", "6s")
    shorter = "import reportgen.workflows.cluster as c; c.PATIENCE = 2"
    with cluster(tmp_path) as found:
        with Client(found.address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=30)
        found.workers[0].send_signal(signal.SIGSTOP)
        result = build(tmp_path / "out", "--cluster", found.address, before=shorter)

    assert "6 written, 0 unchanged, 0 failed" in result.err
    assert same_files(plain, tmp_path / "out")


@pytest.mark.exhaustive
def test_an_interrupt_ends_a_run_at_once(tmp_path: Path) -> None:
    waits = f"Path({str(tmp_path / 'waits')!r}).touch(); time.sleep(60)"
    out = tmp_path / "out"
    with (
        cluster(tmp_path, before=WITH_HANNOVER.format(waits)) as found,
        started(out, found) as process,
    ):
        wait_for(tmp_path / "waits")
        begun = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)

        assert time.monotonic() - begun < 3
    assert process.returncode == 130
    assert "Traceback" not in told
    assert told.splitlines()[-1].startswith("interrupted; ")
    record = read_record(out / "2020", [])
    assert (list(record.files()) if record else []) == files_in(out / "2020")


#: On workers, a package is of another version, or is not there.
OF_ANOTHER_VERSION = """
from importlib import metadata
version = metadata.version
metadata.version = lambda name: "1.0" if name == "pikepdf" else version(name)
"""
WITHOUT_THE_PROGRAM = """
from importlib import metadata
version = metadata.version
def other(name):
    if name == "stadtprofil":
        raise metadata.PackageNotFoundError(name)
    return version(name)
metadata.version = other
"""
#: Of the same version, but somebody has worked on it.
WITH_OTHER_FILES = """
import reportgen.workflows.program
reportgen.workflows.program.program_digest = lambda: "x"
"""


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("before", "differing"),
    [
        (OF_ANOTHER_VERSION, "pikepdf"),
        (WITHOUT_THE_PROGRAM, "stadtprofil"),
        (WITH_OTHER_FILES, "reportgen's files"),
    ],
)
def test_workers_of_another_version_are_told(before: str, differing: str, tmp_path: Path) -> None:
    with cluster(tmp_path, workers=1, before=before) as found:
        result = build(tmp_path / "out", "--cluster", found.address)

        assert found.workers[0].poll() is None
    assert result.code == 6
    assert result.err.startswith("error[cluster-unfit]")
    assert f"the same reports: {differing}\n" in result.err
    assert files_in(tmp_path / "out") == []


@pytest.mark.exhaustive
def test_a_cluster_without_workers_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    shorter = "import reportgen.workflows.cluster as c; c.EMPTY_PATIENCE = 1"
    with cluster(tmp_path, workers=0) as found:
        result = build(tmp_path / "out", "--cluster", found.address, before=shorter)

    assert result.code == 6
    assert result.err.startswith("error[cluster-empty]")
