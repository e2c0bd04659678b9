"""Whatever stops a run, and whenever: the versions before stay, the next run works."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from reportgen.archive.catalogue import versions
from reportgen.archive.verify import verify_archive
from reportgen.errors import ArchiveError, errors_among
from tests.archive.bags import FIRST, SECOND, add, snapshot
from tests.archive.steps import Fault, Steps, full_disk, interrupt, stopping
from tests.running import ROOT

pytestmark = pytest.mark.exhaustive

#: More than there are; a run ends the search whose step was never reached.
STEPS = range(1, 1000)

FAULTS = pytest.mark.parametrize(
    ("fault", "raised"), [(full_disk, ArchiveError), (interrupt, KeyboardInterrupt)]
)


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Flushing stays a step that may fail; that a disk does it is not tested here."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with one version, to be copied."""
    archive = tmp_path_factory.mktemp("archive")
    add(archive)
    return archive


def check_state(archive: Path, before: dict[str, bytes]) -> bool:
    """Makes sure that a stopped run did no harm; says whether its version is there."""
    assert errors_among(verify_archive(archive)) == ()
    assert snapshot(archive / "2020/v1") == before
    numbers = [version.number for version in versions(archive)]
    assert numbers in ([1], [1, 2])
    return numbers == [1, 2]


def outcome(archive: Path, content: Mapping[str, str], steps: Steps) -> BaseException | None:
    """What a run raises that is stopped at a step; nothing when the step made no difference."""
    with stopping(steps):
        try:
            add(archive, content, "correction")
        except (ArchiveError, KeyboardInterrupt) as told:
            return told
    return None


@FAULTS
def test_a_correction_that_is_stopped_at_any_step_leaves_what_was_there(
    first: Path, tmp_path: Path, fault: Fault, raised: type[BaseException]
) -> None:
    finished, told = [], 0
    for step in STEPS:
        archive = Path(shutil.copytree(first, tmp_path / str(step)))
        before, steps = snapshot(archive / "2020/v1"), Steps(step, fault)
        ended = outcome(archive, SECOND, steps)
        if steps.count < step:
            break
        if check_state(archive, before):
            finished.append(step)
        # A folder that is there already need not be made, so that this fails is no harm.
        assert isinstance(ended, raised) or (ended is None and finished[-1:] == [step])
        if isinstance(ended, ArchiveError):
            assert [problem.code for problem in ended.problems] == ["archive-disk-full"]
        told += ended is not None
        add(archive, SECOND, "correction")
        assert check_state(archive, before)

    assert told > 100


@FAULTS
def test_a_first_version_that_is_stopped_at_any_step_leaves_nothing_or_the_whole(
    tmp_path: Path, fault: Fault, raised: type[BaseException]
) -> None:
    told = 0
    for step in STEPS:
        archive, steps = tmp_path / str(step), Steps(step, fault)
        ended = outcome(archive, FIRST, steps)
        if steps.count < step:
            break
        assert ended is None or isinstance(ended, raised)
        told += ended is not None
        if archive.is_dir():
            assert errors_among(verify_archive(archive)) == ()
        add(archive)
        assert verify_archive(archive) == ()

    assert told > 100


def test_what_the_cleaning_up_cannot_remove_is_removed_by_the_next_run(tmp_path: Path) -> None:
    """Ctrl-C is pressed again while the first is heeded."""
    add(tmp_path)
    before = snapshot(tmp_path / "2020/v1")

    def twice() -> None:
        patience.setattr("reportgen.archive.keep.remove_bag", lambda _: interrupt())
        interrupt()

    with pytest.MonkeyPatch.context() as patience:
        assert isinstance(outcome(tmp_path, SECOND, Steps(30, twice)), KeyboardInterrupt)

    (told,) = verify_archive(tmp_path)
    assert told.code == "left-over"
    assert not check_state(tmp_path, before)
    kept = add(tmp_path, SECOND, "correction")
    assert [problem.code for problem in kept.problems] == ["left-over-removed"]
    assert verify_archive(tmp_path) == ()


KILLED = """
import sys
from pathlib import Path
from tests.archive.bags import SECOND, add
from tests.archive.steps import Steps, kill, stopping
with stopping(Steps(int(sys.argv[2]), kill)):
    add(Path(sys.argv[1]), SECOND, "correction")
"""


@pytest.mark.parametrize("share", [0.0, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95, 1.0])
def test_a_run_that_is_killed_leaves_what_was_there(tmp_path: Path, share: float) -> None:
    with stopping(Steps()) as steps:
        add(tmp_path / "counted")
        first = steps.count
        add(tmp_path / "counted", SECOND, "correction")
    archive = tmp_path / "archive"
    add(archive)
    before = snapshot(archive / "2020/v1")
    step = 1 + round(share * (steps.count - first - 1))

    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(archive), str(step)], cwd=ROOT, check=False
    )

    assert done.returncode == -9
    check_state(archive, before)
    add(archive, SECOND, "correction")
    assert verify_archive(archive) == ()
    assert check_state(archive, before)
    assert snapshot(archive / "2020/v1/data") == {
        name: text.encode() for name, text in FIRST.items()
    }
