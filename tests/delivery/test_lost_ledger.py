"""A ledger that is lost does not let everybody have a second mail."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.errors import DocumentError, Problem
from reportgen.workflows.sent_note import NOTE
from tests.delivery.servers import post_office
from tests.running import Result

pytestmark = pytest.mark.exhaustive

Send = Callable[..., Result]
ToServer = Callable[[int], None]


def emptied(ledger: Path) -> None:
    ledger.write_bytes(b"")


@pytest.mark.parametrize("lose", [Path.unlink, emptied])
def test_a_lost_ledger_needs_a_yes_of_its_own(
    lose: Callable[[Path], None], send: Send, desk: Path, to_server: ToServer
) -> None:
    with post_office() as post:
        to_server(post.port)
        assert send("--yes").code == 0
        lose(desk / "deliveries.sqlite")

        for _ in range(2):
            refused = send("--yes")
            assert refused.code == 8
            assert "error[ledger-incomplete]" in refused.err
            assert len(post.mail) == 2
        assert "warning[ledger-incomplete]" in send("--dry-run", "--out", desk / "mail").err

        assert send("--yes", "--new-ledger").code == 0
        assert len(post.mail) == 4
        assert send("--yes").code == 0
        assert len(post.mail) == 4


def test_an_older_copy_of_the_ledger_is_told(send: Send, desk: Path, to_server: ToServer) -> None:
    ledger = desk / "deliveries.sqlite"
    with post_office() as post:
        to_server(post.port)
        send("--yes", "--city", "Köln")
        older = ledger.read_bytes()
        send("--yes")
        ledger.write_bytes(older)

        assert "the ledger has lost entries" in send("--yes").err
        assert len(post.mail) == 2


@pytest.mark.parametrize("content", [b"", b"[]", b'{"a": "b"}', b"[" * 100_000, b"\xff"])
def test_a_note_that_cannot_be_understood_is_not_passed_over(
    content: bytes, send: Send, desk: Path, to_server: ToServer
) -> None:
    (desk / "2020" / NOTE).write_bytes(content)
    with post_office() as post:
        to_server(post.port)

        assert "error[ledger-incomplete]" in send("--yes").err
        assert post.mail == []


def test_a_note_that_cannot_be_written_is_told_and_hinders_nobody(
    send: Send, to_server: ToServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise DocumentError(Problem(code="disk-full", message="there is no room"))

    monkeypatch.setattr("reportgen.workflows.sent_note.store", refuse)
    with post_office() as post:
        to_server(post.port)
        result = send("--yes")

    assert result.code == 0
    assert "warning[disk-full]" in result.err
    assert len(post.mail) == 2
