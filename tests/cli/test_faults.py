"""What goes wrong in a run is told with its exit code, and costs no more than it must."""

import errno
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.errors import DocumentError, Problem
from tests.running import ROOT, command, files_in, run, run_alone
from tests.workbooks import WORKBOOK, edited, with_cell, with_sheet

pytestmark = pytest.mark.exhaustive

# --- before anything is built ---------------------------------------------------------------


def test_unknown_cities_are_told_with_the_nearest_name(tmp_path: Path) -> None:
    result = run(
        "build", WORKBOOK, "--city", "Dusseldorf", "--city", "Qqq", "--city", "K", "--out", tmp_path
    )

    assert result.code == 2
    assert result.err.splitlines() == [
        'error[unknown-city]: the workbook has no city "Dusseldorf"',
        "  --> benchmarking-2020.xlsx",
        '  hint: did you mean "Düsseldorf"?',
        'error[unknown-city]: the workbook has no city "Qqq"',
        "  --> benchmarking-2020.xlsx",
        "  hint: `reportgen cities WORKBOOK` lists them",
        "2 errors, 0 warnings; nothing was written",
    ]
    assert files_in(tmp_path) == []


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (["build", "none.xlsx"], 3, "error[file-missing]"),
        (["build", WORKBOOK, "--layout", "city-profil"], 4, 'did you mean "city-profile"?'),
        (["build", WORKBOOK, "--year", 1999], 5, "2018, 2019, 2020"),
        (["validate", WORKBOOK, "--year", 1999], 5, "2018, 2019, 2020"),
        (["build", WORKBOOK, "--date", "yesterday"], 2, "does not match the format"),
        (["build", WORKBOOK, "--lang", "fr"], 4, "the layout has: de, en"),
        (["build", WORKBOOK, "--out", WORKBOOK], 2, "is a file"),
        (["build"], 2, "Missing argument 'WORKBOOK'"),
        (["biuld", WORKBOOK], 2, "No such command 'biuld'"),
    ],
    ids=lambda value: " ".join(map(str, value[2:])) if isinstance(value, list) else None,
)
def test_a_fault_of_a_kind_has_its_exit_code(args: list[object], code: int, told: str) -> None:
    result = run(*args)

    assert (result.code, result.out) == (code, "")
    assert told in result.err


def test_a_date_in_the_environment_must_be_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "2022-05-04")

    result = run("build", WORKBOOK)

    assert result.code == 2
    assert "error[bad-epoch]: SOURCE_DATE_EPOCH must be a number of seconds" in result.err


@pytest.mark.parametrize(("args", "warnings"), [([], 2), (["-v"], 4), (["-q"], 0)])
def test_an_error_comes_with_as_many_warnings_as_are_wanted(
    args: list[str], warnings: int, tmp_path: Path
) -> None:
    path = edited(tmp_path, *map(with_sheet, "ABCD"), with_cell("Bevölkerung!C2", -1))

    result = run(*args, "validate", path)

    assert result.code == 3
    assert result.err.count("error[negative-count]") == 1
    assert result.err.count("warning[unknown-sheet]: sheet") == warnings
    assert result.err.endswith("1 error, 5 warnings; nothing was written\n")


def test_portraits_that_cannot_be_read_are_told_at_once_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    workbook = edited(tmp_path)
    (tmp_path / "portraits").mkdir()
    for name in ("koeln", "leipzig", "rostock"):
        (tmp_path / f"portraits/{name}.md").write_bytes("Köln".encode("latin-1"))
    cities = ["--city", "Essen", "--city", "Köln", "--city", "Leipzig"]

    result = run("-q", "build", workbook, *cities, "--out", tmp_path / "out")

    assert result.code == 3
    assert result.err.splitlines() == [
        "error[not-utf8]: the file is not UTF-8 (byte 1)",
        "  --> koeln.md",
        "  hint: save it as UTF-8 in your editor",
        "error[not-utf8]: the file is not UTF-8 (byte 1)",
        "  --> leipzig.md",
        "  hint: save it as UTF-8 in your editor",
        "2 errors, 1 warning; nothing was written",
    ]
    assert not (tmp_path / "out").exists()


# --- while a city is built ------------------------------------------------------------------

#: What fails in Köln for a reason that its user can mend.
TOO_TALL = DocumentError(Problem(code="too-tall", message="no room", where="Köln", hint="shorten"))


def test_a_city_that_fails_does_not_stop_the_others(
    fail_for: Callable[[str, BaseException], None], tmp_path: Path
) -> None:
    fail_for("koeln", TOO_TALL)
    cities = ["--city", "Köln", "--city", "Leipzig", "--city", "Essen"]

    result = run("build", WORKBOOK, *cities, "--out", tmp_path / "out")

    assert result.code == 10
    assert files_in(tmp_path / "out") == ["2020/essen.pdf", "2020/leipzig.pdf"]
    told = result.err.splitlines()
    assert f"failed     {tmp_path}/out/2020/koeln.pdf" in told
    assert "error[too-tall]: no room" in told
    assert "2 written, 0 unchanged, 1 failed" in told
    assert "failed: Köln" in told


def test_quiet_tells_which_city_failed_and_why(
    fail_for: Callable[[str, BaseException], None], tmp_path: Path
) -> None:
    fail_for("koeln", TOO_TALL)
    cities = ["--city", "Köln", "--city", "Essen"]

    result = run("-q", "build", WORKBOOK, *cities, "--out", tmp_path / "out")

    assert result.code == 10
    assert result.err.splitlines() == [
        "error[too-tall]: no room",
        "  --> Köln",
        "  hint: shorten",
    ]


def test_when_all_cities_fail_the_exit_code_is_that_of_the_fault(
    fail_for: Callable[[str, BaseException], None], tmp_path: Path
) -> None:
    fail_for("koeln", TOO_TALL)

    result = run("build", WORKBOOK, "--city", "Köln", "--out", tmp_path / "out")

    assert result.code == 6
    assert not (tmp_path / "out").exists()


def test_a_bug_that_one_city_brings_to_light_is_told_and_the_others_are_built(
    fail_for: Callable[[str, BaseException], None], tmp_path: Path
) -> None:
    fail_for("koeln", ZeroDivisionError("no people"))

    result = run("build", WORKBOOK, "--city", "K", "--city", "E", "--out", tmp_path)

    assert result.code == 10
    assert files_in(tmp_path) == ["2020/essen.pdf"]
    assert "error[bug]: ZeroDivisionError: no people\n  --> Köln, conftest.py:" in result.err
    assert "Traceback" not in result.err


def test_a_bug_in_all_cities_has_the_exit_code_of_a_bug(
    fail_for: Callable[[str, BaseException], None], tmp_path: Path
) -> None:
    fail_for("koeln", ZeroDivisionError("no people"))

    assert run("build", WORKBOOK, "--city", "K", "--out", tmp_path).code == 1


def test_verbose_shows_the_traceback_of_a_bug(tmp_path: Path) -> None:
    failing = "import reportgen.charts\nreportgen.charts.draw = lambda profile, layout: 1 / 0"

    result = run_alone("build", WORKBOOK, "--city", "K", "--out", tmp_path, "-v", before=failing)

    assert result.code == 1
    assert "Traceback (most recent call last):" in result.err
    assert "ZeroDivisionError: division by zero" in result.err


# --- where it is written --------------------------------------------------------------------


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    result = run("build", WORKBOOK, "--city", "K", "--out", tmp_path / "file/out")

    assert result.code == 6
    assert "error[output-unwritable]: koeln.pdf cannot be written: Not a directory" in result.err
    assert f"  --> {tmp_path}/file/out/2020/koeln.pdf" in result.err.splitlines()


def test_a_folder_in_the_place_of_a_report_is_told(tmp_path: Path) -> None:
    (tmp_path / "2020/koeln.pdf").mkdir(parents=True)

    result = run("build", WORKBOOK, "--city", "K", "--city", "E", "--out", tmp_path)

    assert result.code == 10
    assert "error[output-unwritable]: koeln.pdf cannot be written" in result.err
    assert files_in(tmp_path) == ["2020/essen.pdf"]


def test_a_full_disk_is_told_and_leaves_the_old_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    old = tmp_path / "2020/koeln.pdf"
    old.parent.mkdir()
    old.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)

    result = run("build", WORKBOOK, "--city", "K", "--out", tmp_path)

    assert result.code == 6
    assert "error[disk-full]: there is no room on the disk for koeln.pdf" in result.err
    assert files_in(tmp_path) == ["2020/koeln.pdf"]
    assert old.read_bytes() == b"old"


def test_a_full_disk_in_the_middle_leaves_what_is_whole_and_records_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def full(source: Path, target: Path) -> Path:
        if target.name in {"essen-print.pdf", "koeln.pdf"}:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", full)
    args = ("--city", "K", "--city", "E", "--city", "D", "--edition", "both", "--out", tmp_path)

    result = run("build", WORKBOOK, *args)

    assert result.code == 10
    assert result.err.count("error[disk-full]") == 2
    whole = ["duesseldorf-print.pdf", "duesseldorf.pdf", "essen.pdf"]
    assert files_in(tmp_path) == [f"2020/{name}" for name in whole]
    record = json.loads((tmp_path / "2020/build.json").read_bytes())
    assert [report["file"] for run in record["runs"] for report in run["reports"]] == whole


def test_a_record_that_cannot_be_written_does_not_hide_what_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise DocumentError(Problem(code="disk-full", message="there is no room"))

    monkeypatch.setattr("reportgen.workflows.recorder.store", refuse)

    result = run("build", WORKBOOK, "--city", "K", "--out", tmp_path)

    assert result.code == 6
    assert "error[disk-full]: there is no room" in result.err
    assert "1 written, 0 unchanged, 0 failed" in result.err
    assert "nothing was written" not in result.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("args", [["cities"], ["indicators", "--format", "csv"]], ids=" ".join)
def test_a_full_disk_below_a_redirected_output_is_told(args: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command(*args, WORKBOOK), stdout=full, stderr=subprocess.PIPE, cwd=ROOT, check=False
        )

    assert done.returncode == 6
    first_line = done.stderr.decode().splitlines()[0]
    assert first_line == (
        "error[output-unwritable]: the output cannot be written: No space left on device"
    )
