"""What stores elsewhere refuse, and what is odd about names there, is told at once and clearly."""

import json
from pathlib import Path
from typing import Any

import fsspec
import pytest

from reportgen.workflows.city_reports import Maker
from tests.running import run
from tests.workbooks import WORKBOOK

KIND: Any = fsspec.get_filesystem_class("memory")
ONE = ("--city", "HB")


def put(*names: str, content: bytes = b"x") -> None:
    for name in names:
        fsspec.filesystem("memory").pipe_file(name, content)


def refuse(*_: object, **__: object) -> None:
    raise PermissionError("AccessDenied: not for you")


def test_a_store_that_takes_nothing_is_told_before_any_report_is_made(
    memory: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KIND, "pipe_file", refuse)
    monkeypatch.setattr(Maker, "__call__", lambda *_: pytest.fail("a report was made"))

    result = run("build", WORKBOOK, *ONE, "--out", memory)

    assert result.code == 6
    assert result.err.count("error[") == 1
    assert "error[output-unwritable]" in result.err
    assert "AccessDenied: not for you" in result.err
    assert f"--> {memory}/2020\n" in result.err


def test_who_may_only_write_gets_reports_written(
    memory: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KIND, "cat_file", refuse)

    result = run("build", WORKBOOK, *ONE, "--out", memory)

    assert "1 written" in result.err
    assert "output-unwritable" not in result.err
    assert "/bucket/out/2020/bremen.pdf" in fsspec.filesystem("memory").store


def test_a_store_that_may_not_be_listed_takes_reports_all_the_same(
    memory: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("build", WORKBOOK, *ONE, "--out", memory).code == 0
    monkeypatch.setattr(KIND, "ls", refuse)

    result = run("build", WORKBOOK, *ONE, "--out", memory)

    assert "0 written, 1 unchanged" in result.err
    assert "free some space" not in result.err


@pytest.mark.parametrize("command", [("merge",), ("check",), ("archive", "add"), ("send",)])
def test_a_listing_that_is_refused_is_no_empty_one(
    command: tuple[str, ...], memory: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("/bucket/out/2020/a.pdf")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(KIND, "ls", refuse)
    more = {
        "merge": ("--out", tmp_path / "all"),
        "archive": ("--to", tmp_path / "archive"),
        "send": ("--dry-run", "--departments", Path(__file__).parents[2] / "data/departments.toml"),
    }

    result = run(*command, memory, *more.get(command[0], ()))

    assert result.code != 0
    assert "error[place-unreadable]" in result.err
    assert "AccessDenied: not for you" in result.err
    assert f"--> {memory}" in result.err


def test_a_folder_that_is_missing_is_no_empty_set_of_parts(memory: str, tmp_path: Path) -> None:
    result = run("merge", memory, "--out", tmp_path / "all")

    assert result.code == 6
    assert "error[place-unreadable]" in result.err


@pytest.mark.usefixtures("without_verapdf")
@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("2020/*", ["2020/a.pdf", '2020/b"c.PDF']),
        ("*/a.pdf", ["2020/a.pdf", "2021/a.pdf"]),
        ("*/a*", ["2020/a.pdf", "2021/a.pdf"]),
        ("2021", ["2021/a.pdf"]),
        ("2022/*", ["2022/x?y.pdf"]),
    ],
)
def test_a_pattern_takes_the_reports_that_it_names(
    pattern: str, names: list[str], memory: str
) -> None:
    folder = "/bucket/out [neu]"
    put(*(f"{folder}/{each}" for each in ("2020/a.pdf", '2020/b"c.PDF', "2021/a.pdf")))
    put(f"{folder}/2022/x?y.pdf")
    put(f"{folder}/2020/build.json", f"{folder}/2020/.a.pdf.part", f"{folder}/2020/.h.pdf")

    result = run("check", f"{memory} [neu]/{pattern}", "--json")

    found = [each["file"] for each in json.loads(result.out)]
    assert found == [f"{memory} [neu]/{name}" for name in names]


@pytest.mark.usefixtures("without_verapdf")
def test_reports_in_the_root_of_a_store_are_read(memory: str) -> None:
    put("/2020/a.pdf", "/b.pdf")

    whole, one = run("check", "memory://", "--json"), run("check", "memory://b.pdf", "--json")

    assert [each["file"] for each in json.loads(whole.out)] == [
        "memory:///b.pdf",
        "memory:///2020/a.pdf",
    ]
    assert [each["file"] for each in json.loads(one.out)] == ["memory:///b.pdf"]
    assert memory


@pytest.mark.parametrize("method", ["open", "mkdir"])
def test_a_disk_that_is_full_is_no_fault_of_the_url(
    method: str, memory: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("/bucket/out/2020/a.pdf")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, method, full)

    result = run("check", memory)

    assert result.code == 6
    assert "check the URL" not in result.err
    assert "error[copy-unwritable]" in result.err
    assert "No space left on device" in result.err
