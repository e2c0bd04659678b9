"""A note of what was sent keeps what it has, whatever hinders reading it."""

import errno
import json
import os
from pathlib import Path

import pytest

from reportgen.workflows.sent_note import NOTE, lost_entries, try_note


@pytest.fixture
def unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose note is there, and cannot be read now."""

    def refuse(path: Path, *_: object) -> bytes:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))

    assert try_note([tmp_path], Path("other.sqlite"), 7) == ()
    monkeypatch.setattr("reportgen.workflows.sent_note.read_input", refuse)
    return tmp_path


def test_what_other_ledgers_had_outlives_a_note_that_cannot_be_read(unreadable: Path) -> None:
    problems = try_note([unreadable], Path("ours.sqlite"), 2)

    assert [problem.code for problem in problems] == ["sent-note-unreadable"]
    assert json.loads((unreadable / NOTE).read_bytes()) == {"other.sqlite": 7}


def test_who_cannot_look_up_what_was_sent_says_so(unreadable: Path) -> None:
    problems = lost_entries([unreadable], Path("other.sqlite"), 7)

    assert [problem.code for problem in problems] == ["sent-note-unreadable"]
    assert problems[0].where == str(unreadable / NOTE)


def test_a_note_that_is_not_there_is_begun(tmp_path: Path) -> None:
    assert lost_entries([tmp_path], Path("ours.sqlite"), 2) == ()
    assert try_note([tmp_path], Path("ours.sqlite"), 2) == ()
    assert json.loads((tmp_path / NOTE).read_bytes()) == {"ours.sqlite": 2}
