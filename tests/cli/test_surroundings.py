"""Outputs that are closed or full, names that are no UTF-8, folders that are gone: all is told."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from reportgen.cli.console import harmless
from tests.running import ROOT, command, files_in, run
from tests.workbooks import WORKBOOK

pytestmark = [
    pytest.mark.exhaustive,
    pytest.mark.skipif(sys.platform == "win32", reason="what a shell of Unix does"),
]


def in_shell(redirection: str, *args: object, folder: Path = ROOT) -> tuple[int, str]:
    """Runs a command with outputs as a shell redirects them; code, and what was said."""
    call = shlex.join(command(*args))
    done = subprocess.run(
        ["sh", "-c", f"{call} {redirection}"],
        cwd=folder,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return done.returncode, done.stderr.decode()


@pytest.mark.parametrize(
    ("redirection", "reason"),
    [(">&-", "Bad file descriptor"), (">/dev/full", "No space left on device")],
)
@pytest.mark.parametrize("args", [["cities", WORKBOOK], ["--help"]], ids=lambda args: args[0])
def test_a_result_that_the_output_does_not_take_is_told(
    redirection: str, reason: str, args: list[object]
) -> None:
    code, told = in_shell(redirection, *args)

    assert code == 6
    assert told.startswith(f"error[output-unwritable]: the output cannot be written: {reason}\n")
    assert "Traceback" not in told
    assert "Exception ignored" not in told


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    "redirection", ["2>&-", "2>/dev/full", ">&- 2>&- <&-", ">/dev/full 2>/dev/full"]
)
def test_a_build_needs_no_outputs(redirection: str, tmp_path: Path) -> None:
    code, _ = in_shell(redirection, "build", WORKBOOK, "--city", "K", "--out", tmp_path)

    assert (code, files_in(tmp_path)) == (0, ["2020/koeln.pdf"])


def test_wrong_use_is_no_bug_where_nothing_can_be_said() -> None:
    assert in_shell("2>/dev/full", "build", "--nonsense")[0] == 2


def test_a_current_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    gone = shlex.quote(str(tmp_path / "gone"))
    call = shlex.join(command("build", WORKBOOK, "--city", "K", "--out", "relative"))
    done = subprocess.run(
        ["sh", "-c", f"mkdir {gone}; cd {gone}; rmdir {gone}; {call}"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )

    assert done.returncode == 2
    assert done.stderr.decode().startswith("error[folder-gone]")


@pytest.mark.parametrize("name", ["x" * 300, "/".join(["x" * 200] * 30)], ids=["name", "path"])
def test_a_name_that_is_too_long_is_told_and_is_no_bug(name: str, tmp_path: Path) -> None:
    result = run("build", WORKBOOK, "--city", "K", "--out", tmp_path / name)

    assert result.code == 6
    assert "error[output-unwritable]" in result.err
    assert "File name too long" in result.err
    assert "bug" not in result.err


def test_no_room_for_the_record_does_not_hide_what_was_written(tmp_path: Path) -> None:
    (tmp_path / "2020/build.json").mkdir(parents=True)

    result = run("build", WORKBOOK, "--city", "K", "--city", "E", "--out", tmp_path)

    assert result.code == 6
    assert (
        result.err.count(
            "error[record-unwritable]: what was built cannot be recorded in build.json"
        )
        == 1
    )
    assert "2 written, 0 unchanged, 0 failed" in result.err
    assert "nothing was written" not in result.err


def test_names_that_are_no_utf8_are_built_from_and_told(tmp_path: Path) -> None:
    workbook = tmp_path / "b\udcff.xlsx"
    workbook.write_bytes(WORKBOOK.read_bytes())

    result = run("build", workbook, "--city", "K", "--out", tmp_path / "out")

    assert result.code == 0
    added = run("archive", "add", tmp_path / "out", "--to", tmp_path / "archive")
    assert added.code == 9
    assert 'error[unsafe-name]: "inputs/b\\udcff.xlsx"' in added.err


def test_a_terminal_obeys_nothing_that_comes_from_outside() -> None:
    told = harmless("a\x1b[2J\x9bK\rb\u202ec\nKöln – 5 %\u00a0€")

    assert told == "a\\x1b[2J\\x9bK\\x0db\\u202ec\nKöln – 5 %\u00a0€"
