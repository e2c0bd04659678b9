"""Work on files from outside ends within its limits, and the next work is done all the same."""

import ctypes
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FunctionType, ModuleType

import pytest

from reportgen.bounded import LimitExceededError, run_bounded
from reportgen.errors import Problem, UsageError

pytestmark = pytest.mark.exhaustive


def doubled(number: int) -> int:
    return 2 * number


def at_home() -> tuple[int, list[str]]:
    return os.getpid(), sys.path


def asking_again() -> tuple[int, int]:
    return os.getpid(), run_bounded(os.getpid)


def text_of(path: Path) -> str:
    return path.read_text()


def failing() -> None:
    raise UsageError(Problem(code="so-it-is", message="no"))


def printing() -> str:
    os.write(1, b"in between")
    return "answer"


def endless() -> None:
    while True:
        pass


def waiting() -> None:
    time.sleep(60)


def huge() -> int:
    return len(bytearray(900_000_000))


def deep(level: int = 0) -> int:
    return deep(level + 1)


def crashing() -> None:
    ctypes.string_at(0)


def leaving() -> None:
    os._exit(0)


def test_names_of_files_begin_where_the_program_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
        monkeypatch.chdir(tmp_path / name)
        assert run_bounded(text_of, Path("file")) == name


def test_work_is_done_in_another_process_which_serves_again() -> None:
    first, path = run_bounded(at_home)
    assert first != os.getpid()
    assert run_bounded(doubled, 21) == 42
    assert run_bounded(at_home)[0] == first
    assert "" not in path
    assert run_bounded(asking_again) == (first, first)


def test_what_is_raised_arrives() -> None:
    with pytest.raises(UsageError) as caught:
        run_bounded(failing)
    assert [problem.code for problem in caught.value.problems] == ["so-it-is"]


def test_what_is_printed_is_no_answer() -> None:
    assert run_bounded(printing) == "answer"


@pytest.mark.parametrize(
    ("work", "message"),
    [
        (endless, "it takes more than 0.2 seconds"),
        (waiting, "it takes more than 0.2 seconds"),
        (deep, "it is nested deeper than can be followed"),
        (crashing, "a library broke off on it"),
        (leaving, "a library broke off on it"),
    ],
)
def test_work_is_broken_off_at_its_limit_and_the_next_is_done(
    work: Callable[[], None], message: str
) -> None:
    began = time.monotonic()
    with pytest.raises(LimitExceededError, match=message):
        run_bounded(work, seconds=0.2)
    assert time.monotonic() - began < 5
    assert run_bounded(doubled, 4) == 8


def test_a_slow_start_is_no_fault_of_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk may be slow, and a machine busy; a hostile file has no part in either."""
    (tmp_path / "slow_to_import.py").write_text(
        "import time\ntime.sleep(2.5)\ndef work(number): return number + 1\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(LimitExceededError):
        run_bounded(leaving)  # the next process finds the module
    monkeypatch.setitem(sys.modules, "slow_to_import", ModuleType("slow_to_import"))
    work = FunctionType((lambda _: None).__code__, {}, "work")
    work.__module__, work.__qualname__ = "slow_to_import", "work"
    monkeypatch.setattr("slow_to_import.work", work, raising=False)

    assert run_bounded(work, 4, seconds=0.2) == 5


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not tell")
def test_work_gets_so_much_memory_and_no_more() -> None:
    with pytest.raises(LimitExceededError, match="it takes more than 200 MB of memory"):
        run_bounded(huge, megabytes=200)
    assert run_bounded(huge, megabytes=1200) == 900_000_000


def test_modules_of_the_working_folder_are_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pickle", "pikepdf", "reportgen"):
        (tmp_path / f"{name}.py").write_text("import os; os._exit(3)")
    with pytest.raises(LimitExceededError):
        run_bounded(leaving)
    monkeypatch.chdir(tmp_path)
    assert run_bounded(doubled, 5) == 10
