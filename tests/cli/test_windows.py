"""Nothing that only POSIX systems can do is needed: within these runs it is refused as on Windows.

That is a likeness: Windows itself is another matter.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen.model import City
from reportgen.store import flush
from reportgen.workflows.record import portrait_inputs
from tests.running import Result, run_alone
from tests.workbooks import WORKBOOK

pytestmark = pytest.mark.exhaustive

#: What a process does first, so that it has no more than there is on Windows.
WINDOWS = """
import errno, os, shutil, signal, stat

for name in ("fcntl", "grp", "pwd", "resource", "termios", "tty"):
    sys.modules[name] = None
for name in ("O_DIRECTORY", "O_NOFOLLOW", "chown", "fchmod", "fork", "geteuid", "getuid", "killpg",
             "lchown", "mkfifo", "sync"):
    delattr(os, name)
for name in ("SIGALRM", "SIGHUP", "SIGKILL", "SIGUSR1"):
    delattr(signal, name)
shutil._use_fd_functions = False
real_open, real_fsync = os.open, os.fsync

def open_file(path, *args, **kwargs):
    if os.path.isdir(path):
        raise PermissionError(errno.EACCES, "Permission denied", path)
    return real_open(path, *args, **kwargs)

def fsync(handle):
    os.write(handle, b"")  # which a file that is only read refuses
    real_fsync(handle)

def writable(real):
    def call(path, *args, **kwargs):
        if not os.lstat(path).st_mode & stat.S_IWUSR:
            raise PermissionError(errno.EACCES, "Access is denied", path)
        return real(path, *args, **kwargs)
    return call

os.open, os.fsync = open_file, fsync
for name in ("unlink", "remove", "rmdir"):
    setattr(os, name, writable(getattr(os, name)))
"""

WITHOUT_VERAPDF = """
import reportgen.checks.check
reportgen.checks.check.find_verapdf = lambda: None
"""

CITY = City(name="Köln", slug="koeln", ags="1", abbreviation="K", office="")


def on_windows(*args: object) -> Result:
    return run_alone(*args, "-q", before=WINDOWS + WITHOUT_VERAPDF)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("windows")
    done = on_windows("build", WORKBOOK, "--city", "Köln", "--out", folder / "reports")
    assert (done.code, [file.name for file in (folder / "reports/2020").glob("*.pdf")]) == (
        0,
        ["koeln.pdf"],
    ), done.err
    return folder / "reports"


def test_reports_are_archived_and_verified(reports: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    left = archive / "2020/.v1.part/data"
    left.mkdir(parents=True)
    (left / "half.pdf").write_bytes(b"%PD")
    (left / "half.pdf").chmod(0o444)
    left.chmod(0o555)

    added = on_windows("archive", "add", reports, "--to", archive)

    assert added.code == 0, added.err
    assert [bag.name for bag in (archive / "2020").iterdir()] == ["v1"]
    assert (archive / "2020/v1/data/reports/koeln.pdf").is_file()
    for command in (("verify", archive), ("rebuild", archive, "--year", "2020")):
        done = on_windows("archive", *command)
        assert (done.code, done.out) == (0, ""), done.err


def test_mails_are_written(reports: Path, tmp_path: Path) -> None:
    done = on_windows("send", reports, "--city", "Köln", "--dry-run", "--out", tmp_path)

    assert done.code == 0, done.err
    assert [file.name for file in tmp_path.iterdir()] == ["koeln.eml"]


def test_the_likeness_refuses_what_windows_refuses(tmp_path: Path) -> None:
    """Else the tests above would prove nothing."""
    (tmp_path / "file").touch(mode=0o444)
    for call in (
        f"os.open({str(tmp_path)!r}, os.O_RDONLY)",
        f"os.fsync(os.open({str(tmp_path / 'file')!r}, os.O_RDONLY))",
        f"os.unlink({str(tmp_path / 'file')!r})",
        "import fcntl",
    ):
        assert run_alone("cities", WORKBOOK, before=f"{WINDOWS}\n{call}").code == 1


def test_folders_are_flushed_where_that_can_be_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[int] = []
    monkeypatch.setattr(os, "fsync", flushed.append)

    flush(tmp_path)
    assert len(flushed) == 1
    monkeypatch.delattr(os, "O_DIRECTORY")
    flush(tmp_path)
    assert len(flushed) == 1


def test_a_photo_on_another_drive_is_named_by_its_whole_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = tmp_path / "photo.jpg"
    photo.touch()

    def no_way(*_: object) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr(os.path, "relpath", no_way)

    (named,) = portrait_inputs(tmp_path / "portraits", CITY, photo)
    assert named.name == photo.as_posix()
