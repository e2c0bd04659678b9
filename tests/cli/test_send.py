"""`reportgen send` from the outside: table, question, dry run, exit codes."""

import email
import email.policy
import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest

from reportgen.layout.load import Layout
from reportgen.model import Profile
from reportgen.pipeline import build_report
from tests.delivery.certificates import Owner
from tests.delivery.making import TWO, write_departments, write_report
from tests.delivery.servers import post_office
from tests.running import ROOT, Result, command, files_in, run

Send = Callable[..., Result]
ToServer = Callable[[int], None]


def test_a_dry_run_writes_a_message_a_city(send: Send, desk: Path) -> None:
    result = send("--dry-run", "--out", desk / "mail")

    assert result.code == 0, result.err
    assert files_in(desk / "mail") == ["essen.eml", "koeln.eml"]
    assert not (desk / "deliveries.sqlite").exists()
    assert "nothing was sent" in result.err
    message = email.message_from_bytes(
        (desk / "mail" / "koeln.eml").read_bytes(), policy=email.policy.default
    )
    assert isinstance(message, EmailMessage)
    (attachment,) = message.iter_attachments()
    assert attachment.get_content() == (desk / "2020" / "koeln.pdf").read_bytes()


def test_a_dry_run_of_the_committed_departments_works(desk: Path) -> None:
    result = run("send", desk / "2020", "--city", "Köln", "--dry-run", "--out", desk / "mail")

    assert result.code == 0, result.err
    assert files_in(desk / "mail") == ["koeln.eml"]


def test_the_numbers_of_a_report_are_attached_as_a_table(
    send: Send, desk: Path, cities: Mapping[str, Profile], german: Layout, portraits: Path
) -> None:
    report = build_report(cities["koeln"], german, portraits, attach_data=True)
    (desk / "2020" / "koeln.pdf").write_bytes(report.pdf)
    write_departments(desk / "departments.toml", TWO, 'attach = ["digital", "data"]')

    result = send("--dry-run", "--city", "Köln", "--out", desk / "mail")

    assert result.code == 0, result.err
    message = email.message_from_bytes(
        (desk / "mail" / "koeln.eml").read_bytes(), policy=email.policy.default
    )
    assert isinstance(message, EmailMessage)
    _, attachment = message.iter_attachments()
    assert attachment.get_filename() == "Stadtprofil Köln 2020 Daten.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(attachment.get_content())).worksheets[0]
    assert {row[0].value for row in sheet.iter_rows(min_row=2)} == {"Köln"}


def test_the_table_says_what_goes_to_whom(send: Send, desk: Path) -> None:
    write_departments(
        desk / "departments.toml", {**TWO, "Köln": [f"p{n}@koeln-amt.de" for n in range(5)]}
    )
    checksum = hashlib.sha256((desk / "2020" / "koeln.pdf").read_bytes()).hexdigest()

    lines = send("--dry-run", "--out", desk / "mail").out.splitlines()

    assert lines[0].split() == ["name", "recipients", "file", "size", "sha256", "already", "sent"]
    (koeln,) = [line for line in lines if line.startswith("Köln")]
    assert "p0@koeln-amt.de, p1@koeln-amt.de, p2@koeln-amt.de, 2 more" in koeln
    assert checksum[:12] in koeln


def test_nobody_needs_to_read_the_tables(desk: Path) -> None:
    """As in `reportgen send ... --yes | head -1`: what is to be sent is sent."""
    args = command(
        "send", desk / "2020", "--departments", desk / "departments.toml", "--yes"
    )  # fmt: skip
    with post_office() as post:
        post.rcpt["b@koeln-amt.de"] = ["550 5.1.1 no such user"]
        env = {
            **os.environ,
            "REPORTGEN_SMTP_HOST": "127.0.0.1",
            "REPORTGEN_SMTP_PORT": str(post.port),
            "REPORTGEN_SMTP_SECURITY": "none",
        }
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run(
            args, cwd=ROOT, env=env, stdout=writing, stderr=subprocess.PIPE, encoding="utf-8",
            check=False, timeout=60,
        )  # fmt: skip
        os.close(writing)

    assert done.returncode == 8
    assert "1 refused, 2 sent" in done.stderr
    assert (post.got("a@koeln-amt.de"), post.got("a@essen-amt.de")) == (1, 1)


def test_a_second_run_says_that_all_is_sent(send: Send, to_server: ToServer) -> None:
    with post_office() as post:
        to_server(post.port)
        first, second = send("--yes"), send("--yes")

    assert (first.code, second.code) == (0, 0)
    assert "there was nothing to send" not in first.err
    assert "there was nothing to send; in the ledger: 3 sent" in second.err
    assert len(post.mail) == 2


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
    assert ("nothing was sent" in result.err) == (messages == 0)


def test_examples_are_not_sent_to(desk: Path, to_server: ToServer) -> None:
    with post_office() as post:
        to_server(post.port)
        result = run("send", desk / "2020", "--city", "Köln", "--yes")

    assert (result.code, post.mail) == (8, [])
    assert "error[reserved-domain]" in result.err
    assert not (ROOT / "data" / "deliveries.sqlite").exists()


def test_without_a_server_nothing_is_sent(send: Send) -> None:
    result = send("--yes")

    assert result.code == 8
    assert "error[no-server]" in result.err


def test_a_mismatch_stops_the_run_before_anything_is_sent(
    send: Send, desk: Path, to_server: ToServer
) -> None:
    write_report(desk / "2020" / "koeln.pdf", "Essen")
    with post_office() as post:
        to_server(post.port)
        result = send("--yes")

    assert (result.code, post.mail) == (8, [])
    assert "error[wrong-report]" in result.err


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
    send: Send, desk: Path, to_server: ToServer
) -> None:
    with post_office() as post:
        to_server(post.port)

        def change() -> None:
            write_report(desk / "2020" / "essen.pdf", "Essen", text="changed")

        post.on_event = change
        result = send("--yes")

    assert result.code == 8
    assert "error[report-changed]" in result.err
    assert (post.got("a@koeln-amt.de"), post.got("a@essen-amt.de")) == (1, 0)


def test_options_that_change_what_was_noted_make_no_dry_run(send: Send) -> None:
    assert send("--dry-run", "--settle", "Köln=sent").code == 2
    assert send("--dry-run", "--again").code == 2


def test_messages_are_signed_with_a_key_from_a_file(
    send: Send, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = Owner.authority().person("post@benchmarking.de").p12(desk / "key.p12", "geheim")

    assert "error[key-unusable]" in send("--dry-run", "--sign", key).err
    monkeypatch.setenv("REPORTGEN_SMIME_PASSWORD", "geheim")
    result = send("--dry-run", "--sign", key, "--out", desk / "mail")

    assert result.code == 0, result.err
    assert b"multipart/signed" in (desk / "mail" / "koeln.eml").read_bytes()
