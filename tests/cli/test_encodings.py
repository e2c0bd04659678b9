"""Whatever characters an output can show, no run fails because of a name."""

import io
import json
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

import openpyxl
import pytest

from reportgen import cli
from tests.running import ROOT, command
from tests.workbooks import edited

pytestmark = pytest.mark.exhaustive

ENCODINGS = ["latin-1", "cp1252", "cp850", "ascii"]

#: No encoding of one byte for each character has all of these.
CITY = "Łódź"


def rename_koeln(workbook: openpyxl.Workbook) -> None:
    for cell in (cell for sheet in workbook for row in sheet.iter_rows() for cell in row):
        if cell.value == "Köln":
            cell.value = CITY


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook with a city, and below a folder, that not every output can name."""
    (tmp_path / CITY).mkdir()
    return edited(tmp_path / CITY, rename_koeln)


def run_in(encoding: str, *args: object) -> tuple[int, str, str]:
    """Exit code, output and messages of a run whose outputs have that encoding."""
    out, err = (
        io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True) for _ in range(2)
    )
    with (
        patch.object(sys, "argv", ["reportgen", *map(str, args)]),
        redirect_stdout(out),
        redirect_stderr(err),
        chdir(ROOT),
        pytest.raises(SystemExit) as ended,
    ):
        cli.main()
    texts = []
    for stream in (out, err):
        assert isinstance(stream.buffer, io.BytesIO)
        texts.append(stream.buffer.getvalue().decode(encoding))
    assert isinstance(ended.value.code, int)
    return ended.value.code, *texts


def shown(encoding: str) -> str:
    return CITY.encode(encoding, errors="backslashreplace").decode(encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.usefixtures("without_verapdf")
def test_results_and_messages_survive_the_encoding(
    encoding: str, book: Path, tmp_path: Path
) -> None:
    name = shown(encoding)

    for args in (["cities", book], ["validate", book], ["indicators", book, "--city", CITY]):
        code, out, _ = run_in(encoding, *args)
        assert code == 0
        assert name in out

    reports = tmp_path / CITY
    code, _, err = run_in(encoding, "build", book, "--city", CITY, "--out", reports)
    assert code == 0
    assert f"absent in {name}: " in err
    assert f"{name} has no portrait" in err

    code, _, err = run_in(encoding, "build", book, "--city", "Łódz", "--out", reports)
    assert code == 2
    assert name in err

    report = next((reports / "2020").glob("*.pdf"))
    code, out, _ = run_in(encoding, "check", report)
    assert code == 0
    assert name in out


def test_help_survives_the_encoding() -> None:
    code, out, _ = run_in("cp1250", "build", "--help")

    assert code == 0
    assert "--city Köln" in out


def test_a_process_of_its_own_survives_the_encoding(book: Path) -> None:
    env = os.environ | {"PYTHONIOENCODING": "cp850"}

    done = subprocess.run(command("cities", book), capture_output=True, check=True, env=env)

    assert shown("cp850") in done.stdout.decode("cp850")
    assert done.stderr == b""


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.usefixtures("without_verapdf")
def test_data_are_utf_8_whatever_the_encoding(encoding: str, book: Path, tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    assert run_in(encoding, "indicators", book, "--format", "csv", "--out", file)[0] == 0
    assert f"\n{CITY}," in file.read_text(encoding="utf-8-sig")

    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    pdf = tmp_path / CITY / "empty.pdf"
    pdf.write_bytes(b"%PDF-1.7\n")
    args = ["reportgen", "check", str(pdf), "--json"]
    with patch.object(sys, "argv", args), redirect_stdout(out), pytest.raises(SystemExit):
        cli.main()
    assert isinstance(out.buffer, io.BytesIO)
    (checked,) = json.loads(out.buffer.getvalue())
    assert checked["file"] == str(pdf)
