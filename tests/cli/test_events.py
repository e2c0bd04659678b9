"""Runs with --json: a program learns from their lines all that became of everything."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.cli.options import WITH_EVENTS
from tests.delivery.servers import post_office
from tests.plausibility.test_confirmed import WRONG
from tests.projects import add, correct
from tests.running import ROOT, Result, command, every_command, files_in, run, run_alone
from tests.schemas import events_of
from tests.workbooks import WORKBOOK, edited

pytestmark = pytest.mark.exhaustive

TWO = ("--city", "Köln", "--city", "Essen", "--json")


def told(result: Result, event: str, *keys: str) -> list[tuple[object, ...]]:
    """Some keys of the events of a kind; nothing else was printed."""
    assert result.err.strip() == ""
    return [
        tuple(each[key] for key in keys) for each in events_of(result) if each["event"] == event
    ]


def counts(result: Result) -> object:
    return events_of(result)[-1]["counts"]


def test_commands_that_report_events_are_those_with_the_option() -> None:
    commands = every_command().items()
    having = {name for name, command in commands for p in command.params if "--json" in p.opts}

    assert having - {"check"} == set(WITH_EVENTS)


# --- build -----------------------------------------------------------------------------------


def test_a_build_reports_each_file_and_counts_them(tmp_path: Path) -> None:
    first = run("build", WORKBOOK, *TWO, "--out", tmp_path)
    second = run("build", WORKBOOK, *TWO, "--out", tmp_path)

    assert first.code == 0
    assert told(first, "started", "command", "settings") == [("build", None)]
    assert told(first, "planned", "total") == [(2,)]
    assert told(first, "report", "city", "slug", "state") == [
        ("Essen", "essen", "written"),
        ("Köln", "koeln", "written"),
    ]
    assert [Path(str(path)) for (path,) in told(first, "report", "path")] == [
        tmp_path / "2020/essen.pdf",
        tmp_path / "2020/koeln.pdf",
    ]
    assert told(first, "problem", "code", "severity") == [("portrait-missing", "warning")] * 2
    assert counts(first) == {"report": {"written": 2}, "problem": {"warning": 2}}
    assert told(second, "report", "state") == [("unchanged",)] * 2


def test_a_city_that_fails_is_reported_as_failed(
    fail_for: Callable[[str, BaseException], None], tmp_path: Path
) -> None:
    fail_for("koeln", RuntimeError("broken"))

    result = run("build", WORKBOOK, *TWO, "--out", tmp_path)

    assert result.code == 10
    assert told(result, "report", "slug", "state") == [("essen", "written"), ("koeln", "failed")]
    assert ("bug", "RuntimeError: broken") in told(result, "problem", "code", "message")


def test_an_interrupted_build_ends_with_its_last_event(
    fail_for: Callable[[str, BaseException], None], tmp_path: Path
) -> None:
    fail_for("koeln", KeyboardInterrupt())

    result = run("build", WORKBOOK, *TWO, "--out", tmp_path)

    assert result.code == 130
    assert told(result, "report", "slug") == [("essen",)]
    assert told(result, "finished", "exit_code") == [(130,)]


def test_an_interrupt_before_anything_was_read_is_an_event(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("reportgen.workbook.load.open_workbook", interrupted)

    assert told(run("build", WORKBOOK, *TWO), "finished", "exit_code") == [(130,)]


def test_a_fault_of_the_program_ends_with_its_last_event() -> None:
    before = """
import reportgen.cli.build as b
def broken(_): raise RuntimeError("broken")
b.begin = broken
"""
    result = run_alone("build", WORKBOOK, "--json", before=before)

    assert result.code == 1
    assert "Traceback" in result.err
    assert [each["event"] for each in events_of(result)] == ["started", "problem", "finished"]


@pytest.mark.parametrize(
    ("args", "exit_code", "code"),
    [
        (["build", "nosuch.xlsx", "--json"], 3, "file-missing"),
        (["build", WORKBOOK, "--json", "--city", "Kölln"], 2, "unknown-city"),
        (["build", WORKBOOK, "--json", "--layout", "nosuch"], 4, "layout-missing"),
        (["build", "--json"], 2, "usage"),
        (["-q", "--messages", "en", "build", "--json", "--nosuch"], 2, "usage"),
        (["validate", "nosuch.xlsx", "--json"], 3, "file-missing"),
        (["send", "nosuch", "--json", "--departments", "nosuch.toml"], 8, "file-missing"),
        (["archive", "add", "--json", "."], 2, "usage"),
        (["archive", "add", "data", "--to", "archive", "--json"], 9, "nothing-to-archive"),
    ],
)
def test_an_error_is_an_event(args: list[object], exit_code: int, code: str) -> None:
    result = run(*args)

    assert result.code == exit_code
    assert told(result, "problem", "code", "severity") == [(code, "error")]
    assert counts(result) == {"problem": {"error": 1}}


def test_help_is_for_people() -> None:
    assert run("build", "--json", "--help").out.startswith("Usage:")


def test_messages_are_in_the_chosen_language() -> None:
    result = run("build", "nosuch.xlsx", "--json", "--messages", "de")

    (problem,) = told(result, "problem", "message", "hint")
    assert problem == ("Es gibt keine Datei „nosuch.xlsx“", "Prüfen Sie den Pfad")


def test_a_name_that_is_no_utf_8_is_an_escape(tmp_path: Path) -> None:
    out = tmp_path / os.fsdecode(b"K\xf6ln")

    result = run("build", WORKBOOK, "--city", "K", "--out", out, "--json")

    assert told(result, "report", "path") == [(str(out / "2020/koeln.pdf"),)]


# --- who reads -------------------------------------------------------------------------------


def test_a_build_goes_on_when_nobody_reads_its_events(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    args = command("build", WORKBOOK, *TWO, "--out", tmp_path)
    done = subprocess.run(args, stdout=writer, stderr=subprocess.PIPE, cwd=ROOT, check=True)
    os.close(writer)

    assert done.stderr == b""
    assert files_in(tmp_path) == ["2020/essen.pdf", "2020/koeln.pdf"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no disk that is full")
def test_events_that_a_disk_does_not_take_are_an_error(tmp_path: Path) -> None:
    args = command("build", WORKBOOK, *TWO, "--out", tmp_path)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(args, stdout=full, stderr=subprocess.PIPE, cwd=ROOT, check=False)

    assert done.returncode == 6
    assert b"error[output-unwritable]" in done.stderr
    assert files_in(tmp_path) == ["2020/essen.pdf", "2020/koeln.pdf"]


# --- validate --------------------------------------------------------------------------------


def test_validate_reports_problems_doubts_and_copies(tmp_path: Path) -> None:
    path, copy = edited(tmp_path, WRONG), tmp_path / "questions.xlsx"

    result = run("validate", path, "--json", "--annotate", copy)

    assert result.code == 0
    assert told(result, "doubt", "rule", "city", "state") == [("previous", "koeln", "open")]
    assert told(result, "file", "path", "state") == [(str(copy), "written")]
    assert len(told(result, "problem")) > 10
    assert run("-q", "validate", path, "--json").told("problem") == []


# --- archive ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("without_verapdf")
def test_archiving_reports_the_bag_of_each_year(project: Path) -> None:
    results = [add(project, "--json")]
    results += [add(project, "--json")]
    correct(project)
    results += [add(project, "--json"), add(project, "--json", "--reason", "corrected")]

    keys = ("state", "version", "changes")
    assert told(results[0], "bag", *keys) == [("added", "2020/v1", 0)]
    assert told(results[1], "bag", *keys) == [("unchanged", "2020/v1", 0)]
    assert told(results[2], "bag", "state") == [("failed",)]
    assert ("reason-missing",) in told(results[2], "problem", "code")
    ((state, version, changes),) = told(results[3], "bag", *keys)
    assert (state, version) == ("added", "2020/v2")
    assert int(str(changes)) > 0
    assert [result.code for result in results] == [0, 0, 9, 0]


# --- send ------------------------------------------------------------------------------------


def test_sending_reports_each_recipient(
    send: Callable[..., Result], to_server: Callable[[int], None]
) -> None:
    with post_office() as server:
        to_server(server.port)
        server.rcpt["b@koeln-amt.de"] = ["550 5.1.1 nobody of that name"]
        first, again = send("--json", "--yes"), send("--json", "--yes")

    assert first.code == 8
    assert told(first, "planned", "total") == [(2,)]
    assert told(first, "mail", "city", "recipient", "state", "tried") == [
        ("Köln", "a@koeln-amt.de", "sent", True),
        ("Köln", "b@koeln-amt.de", "refused", True),
        ("Essen", "a@essen-amt.de", "sent", True),
    ]
    assert counts(first) == {"mail": {"sent": 2, "refused": 1}}
    assert again.code == 0
    assert told(again, "planned", "total") == [(1,)]
    assert told(again, "mail", "recipient", "state", "tried") == [
        ("a@koeln-amt.de", "sent", False),
        ("b@koeln-amt.de", "sent", True),
        ("a@essen-amt.de", "sent", False),
    ]


def test_a_run_that_is_stopped_reports_who_got_nothing(
    send: Callable[..., Result], to_server: Callable[[int], None]
) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    with post_office() as server, pytest.MonkeyPatch.context() as patch:
        to_server(server.port)
        patch.setattr("reportgen.workflows.send.deliver", lambda *_: interrupted())
        result = send("--json", "--yes")

    assert result.code == 130
    assert told(result, "mail", "state", "tried") == [("not sent", True)] * 3


def test_nobody_is_asked(send: Callable[..., Result], to_server: Callable[[int], None]) -> None:
    to_server(1)

    result = send("--json")

    assert result.code == 2
    assert told(result, "problem", "message") == [
        ("With --json nobody is asked; --yes sends without asking.",)
    ]


def test_a_dry_run_reports_its_files(send: Callable[..., Result], desk: Path) -> None:
    result = send("--json", "--dry-run", "--out", desk / "mail")

    assert told(result, "file", "city", "path", "state") == [
        ("Köln", str(desk / "mail/koeln.eml"), "written"),
        ("Essen", str(desk / "mail/essen.eml"), "written"),
    ]


def test_what_was_found_out_of_unknown_messages_is_an_event(
    send: Callable[..., Result], to_server: Callable[[int], None]
) -> None:
    with post_office() as post:
        to_server(post.port)
        result = send("--json", "--yes", "--settle", "Köln=sent", "--city", "Essen")

    assert told(result, "settled", "name", "state", "recipients") == [("Köln", "sent", 0)]
    assert told(result, "mail", "recipient", "state") == [("a@essen-amt.de", "sent")]
