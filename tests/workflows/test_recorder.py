"""The record follows the files of a run, whatever ends it, and costs a small share of its time."""

import errno
import json
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec.structs import replace

from reportgen.errors import DocumentError
from reportgen.model import Edition
from reportgen.store import store
from reportgen.workflows.part import Part
from reportgen.workflows.record import RECORD, BuildSettings, Input, ReportRecord, read_record
from reportgen.workflows.recorder import SHARE, Recorder

pytestmark = pytest.mark.exhaustive

GIVEN = Input(name="a", path="a", sha256="0")

TERMS = BuildSettings(
    workbook=GIVEN,
    portraits="",
    layout=GIVEN,
    icc=(),
    ink_limit=300.0,
    language="de",
    issued="2022-05-04",
    attach_data=False,
    program="1",
)


def report(name: str, content: bytes = b"") -> ReportRecord:
    return ReportRecord(
        file=f"{name}.pdf",
        city=name,
        slug=name,
        edition=Edition.DIGITAL,
        sha256=sha256(content).hexdigest(),
        size=len(content),
        portrait=(),
    )


def put(recorder: Recorder, folder: Path, name: str, content: bytes = b"") -> None:
    with recorder.storing() as record:
        record(report(name, content))
        store(content, folder / f"{name}.pdf")


def recorded(folder: Path) -> dict[str, str]:
    found = read_record(folder, [])
    return {file: of.sha256 for file, (_, of) in found.files().items()} if found else {}


def ticking(seconds: float) -> Callable[[], float]:
    """A clock that goes on by so much whenever it is asked."""
    now = 0.0

    def clock() -> float:
        nonlocal now
        now += seconds
        return now

    return clock


def test_a_report_is_recorded_as_soon_as_it_is_there(tmp_path: Path) -> None:
    put(Recorder(tmp_path, 2020, TERMS), tmp_path, "a")

    assert recorded(tmp_path).keys() == {"a.pdf"}


def test_writing_the_record_takes_a_small_share_of_a_long_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writes: list[str] = []

    def counting(content: bytes, path: Path) -> None:
        writes.append(path.name)
        store(content, path)

    monkeypatch.setattr("reportgen.workflows.recorder.store", counting)
    recorder = Recorder(tmp_path, 2020, TERMS, ticking(1.0))

    for number in range(300):
        put(recorder, tmp_path, str(number))

    assert len(writes) == pytest.approx(300 * SHARE, abs=2)
    recorder.close()
    assert len(recorded(tmp_path)) == 300


def test_what_another_build_has_replaced_meanwhile_is_not_recorded(tmp_path: Path) -> None:
    slow = Recorder(tmp_path, 2020, TERMS, ticking(1.0))
    put(slow, tmp_path, "first")
    put(slow, tmp_path, "a", b"older")  # waits to be recorded
    put(Recorder(tmp_path, 2020, TERMS), tmp_path, "a", b"newer")

    slow.close()

    assert recorded(tmp_path)["a.pdf"] == sha256(b"newer").hexdigest()


def test_a_run_that_is_stopped_while_it_stores_can_still_record(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, 2020, TERMS)

    def stopped() -> None:
        with recorder.storing() as record:
            record(report("a"))
            store(b"", tmp_path / "a.pdf")
            record(report("b", b"new"))
            raise KeyboardInterrupt

    (tmp_path / "b.pdf").write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        stopped()
    recorder.close()

    assert recorded(tmp_path).keys() == {"a.pdf"}


def test_a_run_that_is_stopped_while_it_records_has_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(tmp_path, 2020, TERMS, ticking(1.0))
    put(recorder, tmp_path, "a")
    put(recorder, tmp_path, "b")  # waits to be recorded
    calls = iter([KeyboardInterrupt()])

    def stopped(content: bytes, path: Path) -> None:
        for fault in calls:
            raise fault
        store(content, path)

    monkeypatch.setattr("reportgen.workflows.recorder.store", stopped)
    with pytest.raises(KeyboardInterrupt):
        recorder.close()

    assert recorded(tmp_path).keys() == {"a.pdf", "b.pdf"}


def test_a_record_that_cannot_be_written_stops_no_city_and_is_told_at_the_end(
    tmp_path: Path,
) -> None:
    (tmp_path / RECORD).mkdir()
    recorder = Recorder(tmp_path, 2020, TERMS)
    put(recorder, tmp_path, "a")
    put(recorder, tmp_path, "b")

    with pytest.raises(DocumentError):
        recorder.close()

    (tmp_path / RECORD).rmdir()
    recorder.close()
    assert recorded(tmp_path).keys() == {"a.pdf", "b.pdf"}


def test_what_the_system_refuses_while_recording_is_told_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    recorder = Recorder(tmp_path, 2020, TERMS)
    monkeypatch.setattr("reportgen.workflows.recorder.earlier_record", refuse)
    put(recorder, tmp_path, "a")

    with pytest.raises(DocumentError) as raised:
        recorder.close()

    assert [problem.code for problem in raised.value.problems] == ["record-unwritable"]


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES, errno.ESTALE])
def test_what_others_recorded_outlives_a_record_that_cannot_be_read_for_a_while(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = (
        Part(number=1, count=2, files=files) for files in (("a.pdf", "x.pdf"), ("b.pdf", "c.pdf"))
    )
    first, second = (Recorder(tmp_path, 2020, TERMS, part=part) for part in parts)
    put(first, tmp_path, "a")
    name = "build-1-of-2.json"
    before = (tmp_path / name).read_bytes()

    def refuse(path: Path, *_: object) -> bytes:
        raise OSError(number, os.strerror(number), str(path))

    with monkeypatch.context() as broken:
        broken.setattr("reportgen.workflows.record.read_input", refuse)
        put(second, tmp_path, "b")
        put(second, tmp_path, "c")
        assert (tmp_path / name).read_bytes() == before
        with pytest.raises(DocumentError) as raised:
            second.close()
    second.close()

    assert [problem.code for problem in raised.value.problems] == ["record-unwritable"]
    found = read_record(tmp_path, [], name)
    assert found
    assert found.part
    assert found.files().keys() == {"a.pdf", "b.pdf", "c.pdf"}
    assert found.part.files == ("a.pdf", "b.pdf", "c.pdf", "x.pdf")


def test_a_record_that_is_broken_is_replaced(tmp_path: Path) -> None:
    (tmp_path / RECORD).write_bytes(b"{")
    put(Recorder(tmp_path, 2020, TERMS), tmp_path, "a")

    assert recorded(tmp_path).keys() == {"a.pdf"}


@pytest.mark.parametrize(
    "content",
    [b"[" * 200_000, b'{"format": 1, "year": ' + b"9" * 5000 + b"}", b"\xff", b"", b"null"],
    ids=["deep", "long", "not utf-8", "empty", "nothing"],
)
def test_a_hostile_record_is_a_problem(tmp_path: Path, content: bytes) -> None:
    (tmp_path / RECORD).write_bytes(content)
    problems: list[object] = []

    assert read_record(tmp_path, problems) is None  # type: ignore[arg-type]
    assert problems


@pytest.mark.parametrize("limit", ["NaN", "Infinity", "-1", "0", "1e300"])
def test_an_ink_limit_that_is_none_is_refused(tmp_path: Path, limit: str) -> None:
    put(Recorder(tmp_path, 2020, TERMS), tmp_path, "a")
    path = tmp_path / RECORD
    path.write_text(path.read_text().replace("300.0", limit))
    assert limit in path.read_text()

    assert read_record(tmp_path, []) is None


def test_a_name_that_is_no_utf8_is_recorded(tmp_path: Path) -> None:
    name = "b\udcff.xlsx"
    terms = replace(TERMS, workbook=Input(name=name, path=name, sha256="0"))
    put(Recorder(tmp_path, 2020, terms), tmp_path, "a")

    json.loads((tmp_path / RECORD).read_bytes().decode("utf-8"))
    found = read_record(tmp_path, [])
    assert found
    assert found.runs[0].terms.workbook.name == name
