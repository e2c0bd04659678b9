"""The wheel alone, in an empty folder: a year's work by the manual, command by command."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from msgspec import Struct

from tests.delivery.servers import post_office
from tests.importing.made_exports import lay_out_export
from tests.running import ROOT, every_command
from tests.test_docs import DOCUMENTS, calls
from tests.workbooks import WORKBOOK

pytestmark = pytest.mark.exhaustive

#: Files of the repository that a text must not send anybody to, and targets of its Makefile.
ELSEWHERE = re.compile(r"`make [a-z]+|README|CONTRIBUTING|requirements\.lock|\.tools")


class Office(Struct, frozen=True):
    """An environment that knows the wheel alone, and a folder of its own."""

    program: Path
    folder: Path

    def run(self, *args: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Calls `reportgen` with nothing on the PATH that opens files or runs Java."""
        return subprocess.run(
            [self.program, *args],
            cwd=self.folder,
            capture_output=True,
            check=False,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            env=_settings(settings),
            timeout=300,
        )


def _settings(others: Mapping[str, str]) -> Mapping[str, str]:
    kept = {k: v for k, v in os.environ.items() if k in {"SYSTEMROOT", "TEMP", "TMP", "LANG"}}
    return {**kept, "PATH": "", "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", **others}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
    subprocess.run([*command, folder], cwd=ROOT, check=True, capture_output=True)
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`reportgen` of a fresh environment; packages it needs are those of this one."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, symlinks=os.name != "nt")
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / Path(sys.executable).name
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index"]
    subprocess.run([*pip, wheel], check=True, capture_output=True)
    asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
    done = subprocess.run([python, "-c", asked], check=True, capture_output=True, text=True)
    # Lines of a .pth file only lengthen the path: the program of this repository, which a file of
    # the same kind leads to, stays out of sight.
    paths = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    Path(done.stdout.strip(), "needed.pth").write_text("\n".join(paths), encoding="utf-8")
    return scripts / "reportgen"


@pytest.fixture
def office(program: Path, tmp_path: Path) -> Office:
    return Office(program, tmp_path)


def test_the_wheel_holds_what_it_needs_and_no_pictures(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    assert wheel.name.startswith("stadtprofil-")
    assert {
        "reportgen/ANLEITUNG.md",
        "reportgen/data/departments.toml",
        "reportgen/layouts/city-profile/layout.toml",
        "reportgen/layouts/city-profile/PROFILE.md",
        "reportgen/layouts/district-youth/workbook.toml",
        "reportgen/recipes/inkar-csv.toml",
        "reportgen/py.typed",
    } <= names
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"reportgen"}
    assert [name for name in names if name.endswith((".png", "README.md"))] == []
    entries = zipfile.ZipFile(wheel).infolist()
    # Half of what is neither code nor its words is the profile of the press.
    others = [entry for entry in entries if not entry.filename.endswith((".py", ".po"))]
    assert sum(entry.compress_size for entry in others) < 200_000


def test_the_program_is_the_one_in_the_wheel(office: Office) -> None:
    (office.folder / "data").mkdir()

    result = office.run("template", "data/departments.toml")

    assert result.returncode == 0, result.stderr
    written = (office.folder / "data/departments.toml").read_bytes()
    assert written == (ROOT / "data/departments.toml").read_bytes()
    python = office.program.with_name(Path(sys.executable).name)
    done = subprocess.run(
        [python, "-c", "import reportgen; print(reportgen.__file__)"],
        cwd=office.folder,
        check=True,
        capture_output=True,
        text=True,
    )
    assert not Path(done.stdout.strip()).is_relative_to(ROOT)


def test_a_year_by_the_manual(office: Office) -> None:
    """In the order of the manual; where a person would fill something in, the test does."""
    told = ""
    with post_office() as server:
        smtp = {"HOST": "127.0.0.1", "PORT": str(server.port), "SECURITY": "none"}
        settings = {f"REPORTGEN_SMTP_{name}": value for name, value in smtp.items()}
        for _, *call in calls(DOCUMENTS["data/ANLEITUNG.md"]):
            confirmed = ["--yes"] if call[0] == "send" and "--dry-run" not in call else []
            result = office.run(*call, *confirmed, **settings)
            assert result.returncode == 0, (call, result.stderr)
            told += result.stderr + (result.stdout if call != ["manual"] else "")
            _fill_in(office.folder, call)

    reports = office.folder / "build/reports/2020"
    assert len(list(reports.glob("*-print.pdf"))) == 15
    assert len(server.mail) == 15
    assert (office.folder / "archive/2020/v1/bagit.txt").is_file()
    assert ELSEWHERE.findall(told) == []


def _fill_in(folder: Path, call: Sequence[str]) -> None:
    match call:
        case ["template", "data/benchmarking-2020.xlsx"]:
            shutil.copy(WORKBOOK, folder / "data")
            lay_out_export(folder)
        case ["template", "data/departments.toml"]:
            file = folder / "data/departments.toml"
            text = file.read_text(encoding="utf-8").replace("example.org", "stadt-beispiel.de")
            file.write_text(text.replace("per_minute = 30", "per_minute = 9999"), encoding="utf-8")


def test_what_is_missing_can_be_made(office: Office) -> None:
    """Without a file of departments, the hint names the command that writes one."""
    (office.folder / "2020").mkdir()

    result = office.run("send", "2020", "--dry-run")

    assert result.returncode == 8
    hint = re.search(r"hint: `reportgen ([^`]+)`", result.stderr)
    assert hint, result.stderr
    assert office.run(*hint[1].split()).returncode == 0
    assert "file-missing" not in office.run("send", "2020", "--dry-run").stderr


@pytest.mark.parametrize("name", ["", *every_command()])
def test_help_sends_nobody_to_the_repository(office: Office, name: str) -> None:
    result = office.run(*name.split(), "--help")

    assert result.returncode == 0
    assert ELSEWHERE.findall(result.stdout) == []


def test_an_archive_knows_the_libraries_that_it_was_made_with(office: Office) -> None:
    (office.folder / "data").mkdir()
    shutil.copy(WORKBOOK, office.folder / "data")
    assert office.run("build", "data/benchmarking-2020.xlsx", "--city", "K").returncode == 0

    result = office.run("archive", "add", "build/reports", "--to", "archive")

    assert result.returncode == 0, result.stderr
    about = office.folder / "archive/2020/v1/data/about/software.json"
    assert {"reportgen", "reportlab", "pikepdf"} <= json.loads(about.read_text("utf-8")).keys()
