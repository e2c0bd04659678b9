"""`reportgen send` run again, interrupted, and twice at once: what it knows and what it tells."""

import os
import signal
import smtplib
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.delivery.ledger import Ledger
from reportgen.errors import DeliveryError, Problem
from tests.delivery.making import write_report
from tests.delivery.servers import after_the_dot, odd_server, post_office
from tests.running import ROOT, Result, command, run

pytestmark = pytest.mark.exhaustive

Send = Callable[..., Result]
ToServer = Callable[[int], None]


def interrupt_second_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C, once, just before the second message of the next run."""
    noop = smtplib.SMTP.noop

    def interrupted(_: smtplib.SMTP) -> tuple[int, bytes]:
        monkeypatch.setattr(smtplib.SMTP, "noop", noop)
        raise KeyboardInterrupt

    # By this the connection is tried before it is used again.
    monkeypatch.setattr(smtplib.SMTP, "noop", interrupted)


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


def test_what_goes_again_and_is_refused_is_told(send: Send, to_server: ToServer) -> None:
    """Whoever has it from before keeps it; what this run did is another matter."""
    with post_office() as post:
        to_server(post.port)
        send("--yes")
        post.rcpt["b@koeln-amt.de"] = ["550 5.1.1 no such user"]
        again = send("--yes", "--again")
        later = send("--yes")

    (line,) = [line for line in again.out.splitlines() if "no such user" in line]
    assert line.split()[:3] == ["Köln", "b@koeln-amt.de", "refused"]
    assert (again.code, later.code) == (8, 0)
    assert "1 refused, 2 sent" in again.err
    # The others would get it a third time.
    assert again.err.rstrip().endswith('for the rest: --again --city "Köln"')


def test_an_interrupted_again_says_how_to_go_on(
    send: Send, to_server: ToServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with post_office() as post:
        to_server(post.port)
        send("--yes")
        interrupt_second_message(monkeypatch)
        result = send("--yes", "--again")

    assert result.code == 130
    assert "1 not sent, 2 sent" in result.err
    assert "run the same command again" not in result.err
    assert result.err.rstrip().endswith('for the rest: --again --city "Essen"')


def test_departments_behind_a_link_have_the_same_ledger(
    send: Send, desk: Path, to_server: ToServer
) -> None:
    (desk / "elsewhere").mkdir()
    link = desk / "elsewhere" / "departments.toml"
    link.symlink_to(desk / "departments.toml")
    with post_office() as post:
        to_server(post.port)
        send("--yes")
        run("send", desk / "2020", "--departments", link, "--yes")

    assert (post.got("a@koeln-amt.de"), post.got("a@essen-amt.de")) == (1, 1)


def test_a_dry_run_knows_what_was_sent(send: Send, desk: Path, to_server: ToServer) -> None:
    with post_office() as post:
        to_server(post.port)
        send("--yes")
    write_report(desk / "2020" / "koeln.pdf", "Köln", text="corrected")
    before = (desk / "deliveries.sqlite").read_bytes()

    result = send("--dry-run", "--out", desk / "mail")

    assert result.code == 0, result.err
    essen, koeln = (
        next(r for r in result.out.splitlines() if city in r) for city in ("Essen", "Köln")
    )
    assert essen.rstrip()[-5:].replace(":", "").isdecimal()
    assert koeln.rstrip().endswith("corrects an earlier one")
    assert b"korrigierte_Fassung" in (desk / "mail" / "koeln.eml").read_bytes()
    assert (desk / "deliveries.sqlite").read_bytes() == before


def test_a_ledger_that_cannot_note_the_end_is_told_as_unknown(
    send: Send, to_server: ToServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DeliveryError(Problem(code="ledger-full", message="no room"))

    with post_office() as post:
        to_server(post.port)
        with monkeypatch.context() as patch:
            patch.setattr(Ledger, "end", full)
            result = send("--yes", "--city", "Essen")
        again = send("--yes", "--again")

    assert "error[ledger-full]" in result.err
    for told in (result, again):
        assert told.code == 8
        assert "error[delivery-unknown]: nobody knows whether a@essen-amt.de" in told.err
        assert "1 unknown" in told.err
        assert "for the rest" not in told.err
    assert post.got("a@essen-amt.de") == 1


def test_an_earlier_report_that_comes_back_is_told(
    send: Send, desk: Path, to_server: ToServer
) -> None:
    first = (desk / "2020" / "koeln.pdf").read_bytes()
    with post_office() as post:
        to_server(post.port)
        send("--yes")
        write_report(desk / "2020" / "koeln.pdf", "Köln", text="corrected")
        corrected = send("--yes")
        (desk / "2020" / "koeln.pdf").write_bytes(first)
        back = send("--yes")

    assert "corrects an earlier one" in corrected.out
    assert (back.code, post.got("a@koeln-amt.de")) == (0, 2)
    assert "warning[report-overtaken]: Köln got this report" in back.err


def test_what_is_unknown_is_told_and_settled_by_hand(send: Send, to_server: ToServer) -> None:
    with odd_server(after_the_dot) as odd:
        to_server(odd.port)
        lost = send("--yes", "--city", "Köln")
    with post_office() as post:
        to_server(post.port)
        told = send("--yes")
        settled = send("--yes", "--settle", "Köln=failed")
        nothing = send("--yes", "--settle", "<1@benchmarking.de>=sent")
        wrong = [send("--settle", wish) for wish in ("Köln", "Köln=gone", "Bonn=sent")]

    assert (lost.code, told.code, settled.code) == (8, 8, 0)
    for result in (lost, told):
        assert "error[delivery-unknown]: nobody knows whether a@koeln-amt.de" in result.err
        assert '--settle "Köln=sent"' in result.err
    assert "Köln: 2 unknown recipients now failed" in settled.err
    assert "<1@benchmarking.de>: 0 unknown recipients now sent" in nothing.err
    assert post.got("a@koeln-amt.de") == 1
    assert [result.code for result in wrong] == [2, 2, 2]
    assert "error[bad-settle]" in wrong[0].err
    assert "error[unknown-city]" in wrong[2].err


def test_what_is_unknown_of_an_earlier_report_is_told_too(
    send: Send, desk: Path, to_server: ToServer
) -> None:
    with odd_server(after_the_dot) as odd:
        to_server(odd.port)
        send("--yes", "--city", "Köln")
    write_report(desk / "2020" / "koeln.pdf", "Köln", text="corrected")
    with post_office() as post:
        to_server(post.port)
        result = send("--yes", "--city", "Köln")

    assert (result.code, post.got("a@koeln-amt.de")) == (0, 1)
    assert "error[delivery-unknown]: nobody knows whether a@koeln-amt.de" in result.err


def test_ctrl_c_ends_with_a_true_ledger(
    send: Send, to_server: ToServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt_second_message(monkeypatch)
    with post_office() as post:
        to_server(post.port)
        result = send("--yes")
        assert result.code == 130
        assert "1 not sent, 2 sent" in result.err
        assert send("--yes").code == 0

    assert (post.got("a@koeln-amt.de"), post.got("a@essen-amt.de")) == (1, 1)


def test_the_signal_of_ctrl_c_while_a_message_is_on_its_way(desk: Path) -> None:
    before = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    args = command(
        "send", desk / "2020", "--departments", desk / "departments.toml", "--yes",
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


def test_two_runs_at_once_are_not_possible(send: Send, desk: Path, to_server: ToServer) -> None:
    results: list[int] = []
    told: list[str] = []
    with post_office() as post:
        to_server(post.port)

        def second_run() -> None:
            if not results:
                results.append(-1)
                done = subprocess.run(
                    command(
                        "send", desk / "2020", "--departments", desk / "departments.toml",
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
