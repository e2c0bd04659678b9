"""A file is there as a whole or not at all."""

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.errors import DocumentError, Problem
from reportgen.store import FileState, store
from tests.running import files_in

LONG_AGO = 946_684_800


def problem_of(path: Path, content: bytes = b"new") -> Problem:
    with pytest.raises(DocumentError) as caught:
        store(content, path)
    (problem,) = caught.value.problems
    return problem


def failing(number: int) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    assert store(b"new", tmp_path / "a/b/c.pdf") is FileState.WRITTEN
    assert (tmp_path / "a/b/c.pdf").read_bytes() == b"new"


def test_the_same_content_is_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"same")
    os.utime(path, (LONG_AGO, LONG_AGO))

    assert store(b"same", path) is FileState.UNCHANGED
    assert path.stat().st_mtime == LONG_AGO


def test_the_same_content_is_written_when_it_must(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"same")
    os.utime(path, (LONG_AGO, LONG_AGO))

    assert store(b"same", path, force=True) is FileState.WRITTEN
    assert path.stat().st_mtime > LONG_AGO


@pytest.mark.parametrize("old", [b"", b"olds", b"old and longer"])
def test_other_content_replaces_the_old(old: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(old)

    assert store(b"news", path) is FileState.WRITTEN
    assert path.read_bytes() == b"news"
    assert files_in(tmp_path) == ["a.pdf"]


def test_whoever_reads_the_old_file_meanwhile_reads_all_of_it(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")

    with path.open("rb") as reader:
        store(b"new and longer", path)
        assert reader.read() == b"old"


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_rights_follow_the_umask(mask: int, mode: int, tmp_path: Path) -> None:
    before = os.umask(mask)
    try:
        store(b"new", tmp_path / "a.pdf")
        assert os.umask(mask) == mask, "the mask stays as it was"
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "a.pdf").stat().st_mode) == mode


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk-full"),
        (errno.EDQUOT, "disk-full"),
        (errno.EACCES, "output-unwritable"),
        (errno.EIO, "output-unwritable"),
    ],
)
def test_a_failure_leaves_the_old_file_and_no_part(
    call: str, number: int, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        """A file that takes nothing."""

        def __enter__(self) -> "Full":
            return self

        def __exit__(self, *_: object) -> None: ...

        write = staticmethod(failing(number))

        def fileno(self) -> int:
            return 0

    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    if call == "write":
        real = Path.open
        monkeypatch.setattr(
            Path, "open", lambda file, mode: Full() if "x" in mode else real(file, mode)
        )
    elif call == "fsync":
        monkeypatch.setattr(os, "fsync", failing(number))
    else:
        monkeypatch.setattr(Path, "replace", failing(number))

    problem = problem_of(path)

    assert (problem.code, problem.where) == (code, str(path))
    assert "a.pdf" in problem.message
    assert problem.hint
    assert files_in(tmp_path) == ["a.pdf"]
    assert path.read_bytes() == b"old"


def test_an_interrupt_leaves_the_old_file_and_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", interrupted)

    with pytest.raises(KeyboardInterrupt):
        store(b"new", path)
    assert files_in(tmp_path) == ["a.pdf"]
    assert path.read_bytes() == b"old"


def test_a_file_in_the_place_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    problem = problem_of(tmp_path / "file/a.pdf")

    assert problem.code == "output-unwritable"
    assert "File exists" in problem.message


def test_what_is_not_a_file_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)

    problem = problem_of(path)

    assert problem.code == "output-unwritable"
    assert "there is something that is not a file" in problem.message
    assert path.is_fifo()


def test_an_empty_folder_in_the_place_of_the_file_stays(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()

    assert problem_of(tmp_path / "a.pdf").code == "output-unwritable"
    assert (tmp_path / "a.pdf").is_dir()
    assert files_in(tmp_path) == []
