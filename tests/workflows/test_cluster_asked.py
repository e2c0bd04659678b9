"""How a cluster is asked for, and what is told of one that is not there or does not answer."""

import signal
import socket
import sys
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from reportgen.errors import UsageError
from reportgen.workflows.city_reports import MadeCity, Maker, Order
from reportgen.workflows.cluster import PATIENCE
from reportgen.workflows.options import BuildOptions
from reportgen.workflows.packing import packed
from tests.running import files_in, run
from tests.workbooks import WORKBOOK
from tests.workflows.clusters import SIX, build, cluster, started


@pytest.mark.parametrize("address", ["scheduler", "tcp://scheduler", "http://a:1", "tcp://u:p@a:1"])
def test_an_address_has_a_host_and_a_port(address: str, tmp_path: Path) -> None:
    result = run("build", WORKBOOK, *SIX, "--out", tmp_path, "--cluster", address)

    assert result.code == 2
    assert "one is tcp://scheduler:8786" in result.err


def test_a_scheduler_that_is_not_there_is_told_soon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.workflows.cluster.PATIENCE", 0.2)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"

    result = run("build", WORKBOOK, *SIX, "--out", tmp_path, "--cluster", address)

    assert result.code == 6
    assert result.err.startswith("error[cluster-unreachable]")
    assert f"--> {address}" in result.err
    assert files_in(tmp_path) == []


def test_a_scheduler_that_takes_the_connection_and_is_silent_is_told_soon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.workflows.cluster.PATIENCE", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        result = run("build", WORKBOOK, *SIX, "--out", tmp_path, "--cluster", address)

    assert result.code == 6
    assert result.err.startswith("error[cluster-unreachable]")
    assert f"--> {address}" in result.err


@pytest.mark.exhaustive
def test_a_scheduler_that_is_frozen_is_told_and_can_be_interrupted(tmp_path: Path) -> None:
    with cluster(tmp_path, workers=0) as found:
        found.scheduler.send_signal(signal.SIGSTOP)
        begun = time.monotonic()
        with started(tmp_path / "out", found) as process:
            time.sleep(4)
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=3)
        shorter = "import reportgen.workflows.cluster as c; c.PATIENCE = 2"
        result = build(tmp_path / "out", "--cluster", found.address, before=shorter)
        assert time.monotonic() - begun < 20

    assert PATIENCE <= 10
    assert process.returncode == 130
    assert result.code == 6
    assert result.err.startswith("error[cluster-unreachable]")
    assert "Traceback" not in result.err


def test_what_goes_to_workers_has_no_password_of_the_place_of_the_reports(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent: list[bytes] = []

    def in_cluster(make: Maker, orders: Iterable[Order], _: str) -> Iterator[MadeCity]:
        sent.append(zlib.decompress(packed(make)))
        yield from map(make.lost, orders)

    monkeypatch.setattr("reportgen.workflows.cluster.in_cluster", in_cluster)
    out = "memory://user:p4ss-w0rd@host/passwords"

    run("build", WORKBOOK, "--city", "D", "--out", out, "--cluster", "tcp://a:1")

    assert [b"p4ss-w0rd" in data for data in sent] == [False]
    assert b"***@host/passwords/2020" in sent[0]


@pytest.mark.exhaustive
def test_a_scheduler_that_asks_for_certificates_is_told(tmp_path: Path) -> None:
    begun = time.monotonic()

    result = build(tmp_path, "--cluster", "tls://127.0.0.1:1")

    assert time.monotonic() - begun < 15
    assert result.code == 6
    assert result.err.startswith("error[cluster-unreachable]")
    assert "Traceback" not in result.err


def test_without_the_extra_it_is_told_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "reportgen.workflows.cluster", raising=False)
    monkeypatch.setitem(sys.modules, "distributed", None)

    result = run("build", WORKBOOK, *SIX, "--out", tmp_path, "--cluster", "tcp://a:1")

    assert result.code == 2
    assert result.err.startswith("error[cluster-extra-missing]")
    assert "pip install stadtprofil[cluster]" in result.err


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int | None, str]]:
    """How many jobs, and which cluster, builds get; none begins."""
    found: list[tuple[int | None, str]] = []

    def begin(options: BuildOptions) -> None:
        found.append((options.jobs, options.cluster))
        raise UsageError

    monkeypatch.setattr("reportgen.cli.build.begin", begin)
    return found


def test_jobs_and_a_cluster_exclude_each_other(chosen: list[tuple[int | None, str]]) -> None:
    result = run("build", WORKBOOK, "--jobs", 2, "--cluster", "tcp://a:1")

    assert result.code == 2
    assert "leave out --jobs or --cluster" in result.err
    assert chosen == []


@pytest.mark.parametrize(
    ("options", "settings", "expected"),
    [
        (("--jobs", 2), {"CLUSTER": "tcp://a:1"}, (2, "")),
        (("--jobs", 2, "--cluster", ""), {"CLUSTER": "tcp://a:1"}, (2, "")),
        (("--cluster", "tcp://a:1"), {"JOBS": "2"}, (2, "tcp://a:1")),
        ((), {"JOBS": "2", "CLUSTER": "tcp://a:1"}, (2, "tcp://a:1")),
    ],
)
def test_an_option_comes_before_the_other_of_the_settings(
    options: tuple[object, ...],
    settings: Mapping[str, str],
    expected: tuple[int, str],
    chosen: list[tuple[int | None, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(f"REPORTGEN_{name}", value)

    run("build", WORKBOOK, *options)

    assert chosen == [expected]
