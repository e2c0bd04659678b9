"""What measuring needs beforehand: the peers' environment, version 0.4.0, contents, workbooks.

All of it lies below `build/bench` and is made once.
"""

import shutil
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from reportgen.layout.load import load_layout
from reportgen.pipeline import build_profiles
from reportgen.portraits.folder import load_portraits
from reportgen.workbook import load_workbook
from reportgen.workflows.options import portraits_beside
from tests.bench.content import write_contents
from tests.bench.large_workbook import large_workbook

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "bench"
WORKBOOK = ROOT / "data" / "benchmarking-2020.xlsx"
FORMER = "0.4.0"


def environment(folder: Path, lock: Path) -> Path:
    """The interpreter of an environment with what a lock file pins.

    Raises:
        subprocess.CalledProcessError: something cannot be installed.
    """
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    marker, wanted = folder / "lock.sha256", sha256(lock.read_bytes()).hexdigest()
    if not marker.is_file() or marker.read_text(encoding="ascii") != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        quiet = ("--quiet", "--disable-pip-version-check")
        pip = (python, "-m", "pip", "install", *quiet, "--require-hashes", "--requirement", lock)
        subprocess.run(pip, check=True)
        marker.write_text(wanted, encoding="ascii")
    return python


def peers() -> Path:
    """The interpreter that has the other programs."""
    return environment(FOLDER / "peers", Path(__file__).with_name("requirements.lock"))


def packages(python: Path) -> Path:
    """Where an environment's packages lie."""
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    found = subprocess.run([python, "-c", code], check=True, capture_output=True, text=True)
    return Path(found.stdout.strip())


def former_version() -> tuple[Path, Path] | None:
    """Folder and interpreter of version 0.4.0; None where the history does not reach back to it."""
    commit = _commit_of(FORMER)
    if not commit:
        return None
    folder = FOLDER / f"version-{FORMER}"
    if not (folder / "requirements.lock").is_file():
        shutil.rmtree(folder, ignore_errors=True)
        archive = subprocess.run(
            ["git", "archive", commit], cwd=ROOT, check=True, capture_output=True
        )
        with tarfile.open(fileobj=BytesIO(archive.stdout)) as files:
            files.extractall(folder, filter="data")
    return folder, environment(folder / ".venv", folder / "requirements.lock")


def _commit_of(version: str) -> str:
    """The commit in which the program became this version; empty where there is none."""
    line = f'__version__ = "{version}"'
    command = ["git", "log", "--reverse", "--format=%H", f"-S{line}", "--", "reportgen/__init__.py"]
    try:
        found = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    commits = found.stdout.split()
    return commits[0] if commits else ""


def contents(workbook: Path, cities: Sequence[str] = ()) -> tuple[Path, tuple[str, ...]]:
    """Folder and slugs of what peers render of a workbook."""
    layout, dataset = load_layout(), load_workbook(workbook)
    profiles = build_profiles(dataset, cities=cities)
    portraits = load_portraits(portraits_beside(workbook), profiles.cities, layout.characters)
    folder = FOLDER / "contents" / workbook.stem
    shutil.rmtree(folder, ignore_errors=True)
    return folder, write_contents(profiles, layout, portraits, folder)


def workbook_of(units: int) -> Path:
    """A workbook of so many units with figures by chance."""
    path = FOLDER / "workbooks" / f"units-{units}.xlsx"
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(large_workbook(units))
    return path
