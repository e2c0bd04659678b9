"""`reportgen send` from the outside: table, question, dry run, exit codes, resuming."""

import email
import email.policy
import hashlib
import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest

import reportgen.delivery.deliver
from reportgen.layout import Layout
from reportgen.model import Profile
from reportgen.pipeline import build_report
from tests.delivery.certificates import Owner
from tests.delivery.making import forget_settings, write_departments, write_report
from tests.delivery.servers import after_the_dot, odd_server, post_office
from tests.running import ROOT, Result, command, files_in, run

TWO = {"Köln": ["a@koeln-amt.de", "b@koeln-amt.de"], "Essen": ["a@essen-amt.de"]}


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_settings(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Reports and departments of two cities."""
    for city, name in (("Köln", "koeln"), ("Essen", "essen")):
        write_report(tmp_path / "2020" / f"{name}.pdf", city)
    write_departments(tmp_path / "departments.toml", TWO)
    return tmp_path


@pytest.fixture
def send(folder: Path) -> Callable[..., Result]:
    """Runs the command with the folder's reports and departments."""

    def call(*args: object) -> Result:
        file = folder / "departments.toml"
        return run("send", folder / "2020", "--departments", file, *args)

    return call


@pytest.fixture
def to_server(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Names the server on that port."""

    def name(port: int) -> None:
        monkeypatch.setenv("REPORTGEN_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("REPORTGEN_SMTP_PORT", str(port))
        monkeypatch.setenv("REPORTGEN_SMTP_SECURITY", "none")

    return name


Send = Callable[..., Result]
ToServer = Callable[[int], None]


def test_a_dry_run_writes_a_message_a_city(send: Send, folder: Path) -> None:
    result = send("--dry-run", "--out", folder / "mail")

    assert result.code == 0, result.err
    assert files_in(folder / "mail") == ["essen.eml", "koeln.eml"]
    assert not (folder / "deliveries.sqlite").exists()
    assert "nothing was sent" in result.err
    message = email.message_from_bytes(
        (folder / "mail" / "koeln.eml").read_bytes(), policy=email.policy.default
    )
    assert isinstance(message, EmailMessage)
    (attachment,) = message.iter_attachments()
    assert attachment.get_content() == (folder / "2020" / "koeln.pdf").read_bytes()


def test_a_dry_run_of_the_committed_departments_works(folder: Path) -> None:
    result = run("send", folder / "2020", "--city", "Köln", "--dry-run", "--out", folder / "mail")

    assert result.code == 0, result.err
    assert files_in(folder / "mail") == ["koeln.eml"]


def test_the_numbers_of_a_report_are_attached_as_a_table(
    send: Send, folder: Path, cities: Mapping[str, Profile], german: Layout, portraits: Path
) -> None:
    report = build_report(cities["koeln"], german, portraits, attach_data=True)
    (folder / "2020" / "koeln.pdf").write_bytes(report.pdf)
    write_departments(folder / "departments.toml", TWO, 'attach = ["digital", "data"]')

    result = send("--dry-run", "--city", "Köln", "--out", folder / "mail")

    assert result.code == 0, result.err
    message = email.message_from_bytes(
        (folder / "mail" / "koeln.eml").read_bytes(), policy=email.policy.default
    )
    assert isinstance(message, EmailMessage)
    _, attachment = message.iter_attachments()
    assert attachment.get_filename() == "Stadtprofil Köln 2020 Daten.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(attachment.get_content())).worksheets[0]
    assert {row[0].value for row in sheet.iter_rows(min_row=2)} == {"Köln"}


def test_the_table_says_what_goes_to_whom(send: Send, folder: Path) -> None:
    write_departments(
        folder / "departments.toml", {**TWO, "Köln": [f"p{n}@koeln-amt.de" for n in range(5)]}
    )
    checksum = hashlib.sha256((folder / "2020" / "koeln.pdf").read_bytes()).hexdigest()

    lines = send("--dry-run", "--out", folder / "mail").out.splitlines()

    assert lines[0].split() == ["city", "recipients", "file", "size", "sha256", "already", "sent"]
    (koeln,) = [line for line in lines if line.startswith("Köln")]
    assert "p0@koeln-amt.de, p1@koeln-amt.de, p2@koeln-amt.de, 2 more" in koeln
    assert checksum[:12] in koeln


def test_everybody_gets_it_once_however_often_it_is_run(send: Send, to_server: ToServer) -> None:
    with post_office() as post:
        to_server(post.port)
        first, second = send("--yes"), send("--yes")

    assert (first.code, second.code) == (0, 0), first.err
    assert sorted(recipients for recipients, _ in post.mail) == [
        ("a@essen-amt.de",), ("a@koeln-amt.de", "b@koeln-amt.de"),
    ]  # fmt: skip
    assert "3 sent" in first.err
    (koeln,) = [line for line in second.out.splitlines() if line.startswith("Köln")]
    assert koeln.rstrip()[-5:].replace(":", "").isdecimal()


def test_again_sends_once_more_to_the_cities_that_are_named(
    send: Send, to_server: ToServer
) -> None:
    with post_office() as post:
        to_server(post.port)
        send("--yes")
        send("--yes", "--again", "--city", "Essen")

    assert (post.got("a@essen-amt.de"), post.got("a@koeln-amt.de")) == (2, 1)


def test_without_a_terminal_it_needs_a_yes(send: Send, to_server: ToServer) -> None:
    with post_office() as post:
        to_server(post.port)
        result = send()

    assert (result.code, post.mail) == (2, [])
    assert "--yes sends without asking" in result.err


@pytest.mark.parametrize(("answer", "code", "messages"), [("y", 0, 2), ("n", 130, 0), ("", 130, 0)])
def test_on_a_terminal_it_asks(
    answer: str,
    code: int,
    messages: int,
    send: Send,
    to_server: ToServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal(f"{answer}\n"))
    with post_office() as post:
        to_server(post.port)
        result = send()

    assert (result.code, len(post.mail)) == (code, messages), result.err
    assert "Send 2 messages to 3 recipients?" in result.err


def test_examples_are_not_sent_to(folder: Path, to_server: ToServer) -> None:
    with post_office() as post:
        to_server(post.port)
        result = run("send", folder / "2020", "--city", "Köln", "--yes")

    assert (result.code, post.mail) == (8, [])
    assert "error[reserved-domain]" in result.err
    assert not (ROOT / "data" / "deliveries.sqlite").exists()


def test_without_a_server_nothing_is_sent(send: Send) -> None:
    result = send("--yes")

    assert result.code == 8
    assert "error[no-server]" in result.err


def test_a_mismatch_stops_the_run_before_anything_is_sent(
    send: Send, folder: Path, to_server: ToServer
) -> None:
    write_report(folder / "2020" / "koeln.pdf", "Essen")
    with post_office() as post:
        to_server(post.port)
        result = send("--yes")

    assert (result.code, post.mail) == (8, [])
    assert "error[wrong-report]" in result.err


def test_an_earlier_report_that_comes_back_is_told(
    send: Send, folder: Path, to_server: ToServer
) -> None:
    first = (folder / "2020" / "koeln.pdf").read_bytes()
    with post_office() as post:
        to_server(post.port)
        send("--yes")
        write_report(folder / "2020" / "koeln.pdf", "Köln", text="corrected")
        corrected = send("--yes")
        (folder / "2020" / "koeln.pdf").write_bytes(first)
        back = send("--yes")

    assert "corrects an earlier one" in corrected.out
    assert (back.code, post.got("a@koeln-amt.de")) == (0, 2)
    assert "warning[report-overtaken]: Köln got this report" in back.err


def test_a_recipient_who_is_refused_is_told_and_fails_the_run(
    send: Send, to_server: ToServer
) -> None:
    with post_office() as post:
        to_server(post.port)
        post.rcpt["b@koeln-amt.de"] = ["550 5.1.1 no such user"]
        result = send("--yes")

    assert result.code == 8
    (line,) = [line for line in result.out.splitlines() if "no such user" in line]
    assert line.split()[:3] == ["Köln", "b@koeln-amt.de", "refused"]
    assert "1 refused, 2 sent" in result.err


def test_a_report_that_changes_during_the_run_stops_it(
    send: Send, folder: Path, to_server: ToServer
) -> None:
    with post_office() as post:
        to_server(post.port)

        def change() -> None:
            write_report(folder / "2020" / "essen.pdf", "Essen", text="changed")

        post.on_event = change
        result = send("--yes")

    assert result.code == 8
    assert "error[report-changed]" in result.err
    assert (post.got("a@koeln-amt.de"), post.got("a@essen-amt.de")) == (1, 0)


def test_what_is_unknown_is_told_and_settled_by_hand(send: Send, to_server: ToServer) -> None:
    with odd_server(after_the_dot) as odd:
        to_server(odd.port)
        lost = send("--yes", "--city", "Köln")
    with post_office() as post:
        to_server(post.port)
        told = send("--yes")
        settled = send("--yes", "--settle", "Köln=failed")
        wrong = [send("--settle", wish) for wish in ("Köln", "Köln=gone", "Bonn=sent")]

    assert (lost.code, told.code, settled.code) == (8, 8, 0)
    for result in (lost, told):
        assert "error[delivery-unknown]: nobody knows whether a@koeln-amt.de" in result.err
        assert '--settle "Köln=sent"' in result.err
    assert "Köln: 2 unknown recipients now failed" in settled.err
    assert post.got("a@koeln-amt.de") == 1
    assert [result.code for result in wrong] == [2, 2, 2]
    assert "error[bad-settle]" in wrong[0].err
    assert "error[unknown-city]" in wrong[2].err


def test_what_is_unknown_of_an_earlier_report_is_told_too(
    send: Send, folder: Path, to_server: ToServer
) -> None:
    with odd_server(after_the_dot) as odd:
        to_server(odd.port)
        send("--yes", "--city", "Köln")
    write_report(folder / "2020" / "koeln.pdf", "Köln", text="corrected")
    with post_office() as post:
        to_server(post.port)
        result = send("--yes", "--city", "Köln")

    assert (result.code, post.got("a@koeln-amt.de")) == (0, 1)
    assert "error[delivery-unknown]: nobody knows whether a@koeln-amt.de" in result.err


def test_options_that_change_what_was_noted_make_no_dry_run(send: Send) -> None:
    assert send("--dry-run", "--settle", "Köln=sent").code == 2
    assert send("--dry-run", "--again").code == 2


def test_ctrl_c_ends_with_a_true_ledger(
    send: Send, to_server: ToServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []
    pace = reportgen.delivery.deliver._Run._keep_pace

    def interrupted(self: reportgen.delivery.deliver._Run) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        pace(self)

    monkeypatch.setattr(reportgen.delivery.deliver._Run, "_keep_pace", interrupted)
    with post_office() as post:
        to_server(post.port)
        result = send("--yes")
        assert result.code == 130
        assert "1 not sent, 2 sent" in result.err
        assert send("--yes").code == 0

    assert (post.got("a@koeln-amt.de"), post.got("a@essen-amt.de")) == (1, 1)


def test_the_signal_of_ctrl_c_while_a_message_is_on_its_way(folder: Path) -> None:
    before = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    args = command(
        "send", folder / "2020", "--departments", folder / "departments.toml", "--yes",
        before=before,
    )  # fmt: skip
    with post_office() as post:
        env = {
            **os.environ,
            "REPORTGEN_SMTP_HOST": "127.0.0.1",
            "REPORTGEN_SMTP_PORT": str(post.port),
            "REPORTGEN_SMTP_SECURITY": "none",
        }
        with subprocess.Popen(
            args, cwd=ROOT, env=env, stderr=subprocess.PIPE, stdout=subprocess.PIPE,
            encoding="utf-8",
        ) as process:  # fmt: skip
            post.on_event = lambda: process.send_signal(signal.SIGINT)
            _, told = process.communicate(timeout=60)

    assert process.returncode == 130
    assert "Traceback" not in told
    assert "interrupted" in told


def test_two_runs_at_once_are_not_possible(send: Send, folder: Path, to_server: ToServer) -> None:
    results: list[int] = []
    told: list[str] = []
    with post_office() as post:
        to_server(post.port)

        def second_run() -> None:
            if not results:
                results.append(-1)
                done = subprocess.run(
                    command(
                        "send", folder / "2020", "--departments", folder / "departments.toml",
                        "--yes",
                    ),
                    cwd=ROOT, capture_output=True, check=False, encoding="utf-8", timeout=60,
                )  # fmt: skip
                results[0] = done.returncode
                told.append(done.stderr)

        post.on_event = second_run
        first = send("--yes")

    assert (first.code, results) == (0, [8])
    assert "error[ledger-in-use]" in told[0]
    assert post.got("a@koeln-amt.de") == 1


def test_messages_are_signed_with_a_key_from_a_file(
    send: Send, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = Owner.authority().person("post@benchmarking.de").p12(folder / "key.p12", "geheim")

    assert "error[key-unusable]" in send("--dry-run", "--sign", key).err
    monkeypatch.setenv("REPORTGEN_SMIME_PASSWORD", "geheim")
    result = send("--dry-run", "--sign", key, "--out", folder / "mail")

    assert result.code == 0, result.err
    assert b"multipart/signed" in (folder / "mail" / "koeln.eml").read_bytes()
