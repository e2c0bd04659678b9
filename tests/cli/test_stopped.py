"""A run that is stopped, or that nobody listens to, leaves whole files only."""

import fcntl
import importlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.cli.surroundings import ending_signals
from reportgen.workflows.record import read_record
from tests.running import ROOT, command, files_in, run, run_alone
from tests.workbooks import WORKBOOK

pytestmark = pytest.mark.exhaustive

FOUR = [arg for name in ("HB", "K", "H", "E") for arg in ("--city", name)]


def test_an_interrupt_leaves_finished_files(
    fail_for: Callable[[str, BaseException], None], tmp_path: Path
) -> None:
    fail_for("hannover", KeyboardInterrupt())

    result = run("build", WORKBOOK, *FOUR, "--out", tmp_path)

    assert result.code == 130
    assert files_in(tmp_path) == ["2020/bremen.pdf", "2020/essen.pdf"]
    record = read_record(tmp_path / "2020", [])
    assert record
    assert list(record.files()) == ["bremen.pdf", "essen.pdf"]
    last_line = result.err.splitlines()[-1]
    assert last_line == "interrupted; 2 of 4 are done, their files stay"


def test_an_interrupt_while_a_file_is_written_leaves_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: int) -> None:
        assert any(name.endswith(".part") for name in files_in(tmp_path))
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)

    assert run("build", WORKBOOK, *FOUR, "--out", tmp_path).code == 130
    assert files_in(tmp_path) == []


def test_an_interrupt_while_a_city_is_reported_keeps_the_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The traceback refers to the generator, as a debugger or a log may do for long."""
    kept: list[BaseException] = []

    def interrupted(_: str) -> None:
        kept.append(KeyboardInterrupt())
        raise kept[-1]

    monkeypatch.setattr("reportgen.cli.terminal.say_as_is", interrupted)

    result = run("build", WORKBOOK, *FOUR, "--out", tmp_path)

    assert (result.code, len(kept)) == (130, 1)
    record = read_record(tmp_path / "2020", [])
    assert record is not None
    assert list(record.files()) == files_in(tmp_path / "2020")
    assert len(record.files()) == 1


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_within_an_import_is_heeded_after_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Libraries in C++ take it for a fault, and end the process."""
    text = (
        f"import os, signal\nos.kill(os.getpid(), signal.{name})\nfor _ in range(99): is_whole = _"
    )
    (tmp_path / f"imported_at_{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    before = signal.getsignal(getattr(signal, name))

    with pytest.raises(KeyboardInterrupt), ending_signals():  # noqa: PT012
        imported = importlib.import_module(f"imported_at_{name}")
        time.sleep(30)

    assert imported.is_whole
    assert signal.getsignal(getattr(signal, name)) is before


@pytest.mark.parametrize("code", [0, 3, 77])
def test_a_library_that_ends_the_run_ends_it_with_its_code(
    code: int, fail_for: Callable[[str, BaseException], None], tmp_path: Path
) -> None:
    fail_for("koeln", SystemExit(code))

    assert run("build", WORKBOOK, "--city", "Köln", "--out", tmp_path).code == code


@pytest.mark.parametrize("args", [["build"], ["validate"], ["cities"], ["-q", "indicators"]])
def test_an_interrupt_while_the_workbook_is_read_is_told(
    args: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("reportgen.workbook.load.open_workbook", interrupted)

    result = run(*args, WORKBOOK)

    assert (result.code, result.err.strip()) == (130, "interrupted; finished files stay")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_that_ends_a_run_leaves_files_and_record(
    number: signal.Signals, tmp_path: Path
) -> None:
    # The third city waits for the signal; whoever started the tests may have had it ignored.
    before = """
import signal, time
import reportgen.charts
signal.signal(signal.SIGINT, signal.default_int_handler)
draw = reportgen.charts.draw
def waiting(profile, layout):
    if profile.city.slug == "hannover":
        print("ready", flush=True)
        time.sleep(60)
    return draw(profile, layout)
reportgen.charts.draw = waiting
"""
    args = command("build", WORKBOOK, *FOUR, "--out", tmp_path, before=before)
    with subprocess.Popen(
        args, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        _, told = process.communicate(timeout=30)

    assert process.returncode == 130
    assert told.endswith("interrupted; 2 of 4 are done, their files stay\n")
    assert "Traceback" not in told
    assert files_in(tmp_path) == ["2020/bremen.pdf", "2020/essen.pdf"]
    record = read_record(tmp_path / "2020", [])
    assert record
    assert list(record.files()) == ["bremen.pdf", "essen.pdf"]


def test_a_hangup_that_whoever_started_the_run_had_ignored_does_not_end_it() -> None:
    before = """
import signal
signal.signal(signal.SIGHUP, signal.SIG_IGN)
"""
    after = """
import reportgen.cli.workbook as w
load = w.load_workbook
def hung_up(path):
    signal.raise_signal(signal.SIGHUP)
    return load(path)
w.load_workbook = hung_up
"""
    assert run_alone("cities", WORKBOOK, before=before + after).code == 0


def test_what_a_killed_run_left_is_removed_and_what_a_living_one_writes_is_not(
    tmp_path: Path,
) -> None:
    (tmp_path / "2020").mkdir()
    left, living = (tmp_path / f"2020/.{name}.pdf.0123abcd.part" for name in ("bonn", "essen"))
    left.touch()
    with living.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)

        assert run("build", WORKBOOK, "--city", "K", "--out", tmp_path).code == 0

        assert not left.exists()
        assert living.exists()


def closed_pipe() -> int:
    """The writing end of a pipe that nobody reads."""
    reader, writer = os.pipe()
    os.close(reader)
    return writer


@pytest.mark.parametrize(
    "args", [["cities"], ["indicators"], ["indicators", "--format", "json"]], ids=" ".join
)
def test_results_that_nobody_reads_are_no_fault(args: list[str]) -> None:
    writer = closed_pipe()
    done = subprocess.run(
        command(*args, WORKBOOK), stdout=writer, stderr=subprocess.PIPE, cwd=ROOT, check=False
    )
    os.close(writer)

    assert (done.returncode, done.stderr) == (0, b"")


def test_a_build_goes_on_when_nobody_reads_its_progress(tmp_path: Path) -> None:
    writer = closed_pipe()
    args = command("build", WORKBOOK, "--city", "K", "--city", "E", "--out", tmp_path)
    subprocess.run(args, stderr=writer, cwd=ROOT, check=True)
    os.close(writer)

    assert files_in(tmp_path) == ["2020/essen.pdf", "2020/koeln.pdf"]
