"""Mail servers that answer anything: `send` comes to an end, and says what became of each mail."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from unittest.mock import patch

from hypothesis import strategies as st

from reportgen.delivery.server import Server
from tests.delivery.making import write_departments, write_report
from tests.delivery.servers import Peer, odd_server
from tests.running import Result
from tests.torture.attempt import Attempt

_COMMAND = ("send", "reports", "--departments", "departments.toml", "--yes")

#: Answers by what they are to; the first of each is the usual one.
_ANSWERS: Mapping[str, Sequence[bytes]] = {
    "": (b"220 odd\r\n", b"554 no\r\n", b"421 later\r\n", b"", b"220-\r\n" * 5000, b"\0" * 9000),
    "EHLO": (
        *(b"250 odd\r\n", b"250-odd\r\n250 SIZE 1\r\n", b"250-odd\r\n250 SMTPUTF8 8BITMIME\r\n"),
        *(b"250-odd\r\n250 SIZE " + b"9" * 5000 + b"\r\n", b"250-odd\r\n250 SIZE -1\r\n"),
        *(b"250-odd\r\n250 STARTTLS\r\n", b"250-odd\r\n250 AUTH " + b"X " * 9000 + b"\r\n"),
        *(b"250-" + b"\xff" * 200 + b"\r\n250 \xfc\r\n", b"502 no\r\n", b"250-x\r\n" * 5000),
    ),
    "MAIL": (b"250 ok\r\n", b"550 no\r\n", b"452 full\r\n", b"999 x\r\n", b"x\r\n", b""),
    "RCPT": (
        *(b"250 ok\r\n", b"550 no\r\n", b"450 grey\r\n", b"251 other\r\n", b"354 x\r\n", b"-1\r\n"),
        *(b"550-\x1b[2J\r\n550 \x1b[2J\r\n", b"550 " + b"W" * 9000 + b"\r\n", b"550 \xff\r\n", b""),
    ),
    "DATA": (b"354 go on\r\n", b"250 ok\r\n", b"554 no\r\n", b"451 later\r\n", b""),
    ".": (
        *(b"250 ok\r\n", b"250 ok\r\n250 ok\r\n250 ok\r\n", b"554 no\r\n", b"451 later\r\n"),
        *(b"25", b"", b"250 " + b"x" * 3000 + b"\r\n", b"\r\n", b"250-ok\r\n"),
    ),
    "RSET": (b"250 ok\r\n", b"500 what\r\n", b""),
    "QUIT": (b"221 bye\r\n", b""),
}  # fmt: skip


def _play(peer: Peer, answers: Mapping[str, bytes]) -> None:
    """Answers each command as `answers` say; with nothing it goes away."""
    command, pending = "", True
    while pending:
        answer = answers.get(command, b"250 ok\r\n")
        if not answer:
            return
        peer.connection.sendall(answer)
        if command == "DATA" and answer.startswith(b"354"):
            peer.read_message()
            command = "."
            continue
        line = peer.file.readline()
        pending, command = bool(line), line[:4].decode("latin-1").strip().upper()


@contextmanager
def _server(answers: Mapping[str, bytes]) -> Iterator[None]:
    """A server that the settings name; waiting for it takes no time."""
    hasty = partial(Server, timeout=0.2, final_timeout=0.2, handover_timeout=0.5)

    with ExitStack() as stack:
        odd = stack.enter_context(odd_server(lambda peer: _play(peer, answers)))
        settings = {
            "REPORTGEN_SMTP_HOST": "127.0.0.1",
            "REPORTGEN_SMTP_PORT": str(odd.port),
            "REPORTGEN_SMTP_SECURITY": "none",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        }
        stack.enter_context(patch.dict(os.environ, settings))
        stack.enter_context(patch("reportgen.delivery.server.Server", hasty))
        stack.enter_context(patch("reportgen.delivery.deliver.PAUSES", (0.01, 0.01)))
        yield


def _judge(folder: Path, results: Sequence[Result]) -> str:
    del folder
    said = "".join(result.out + result.err for result in results)
    return "a terminal obeys it" if "\x1b" in said else ""


@st.composite
def attempts(draw: st.DrawFn) -> Attempt:
    """A server with up to three odd answers."""
    answers = {command: usual[0] for command, usual in _ANSWERS.items()}
    odd = draw(st.lists(st.sampled_from(sorted(_ANSWERS)), min_size=1, max_size=3, unique=True))
    for command in odd:
        answers[command] = draw(st.sampled_from(_ANSWERS[command]))

    def prepare(folder: Path) -> None:
        write_report(folder / "reports/2020/koeln.pdf", "Köln")
        write_report(folder / "reports/2020/essen.pdf", "Essen")
        cities = {"Köln": ["a@koeln-amt.de", "b@koeln-amt.de"], "Essen": ["a@essen-amt.de"]}
        write_departments(folder / "departments.toml", cities)

    return Attempt(
        commands=(_COMMAND, _COMMAND),
        prepare=prepare,
        around=lambda: _server(answers),
        judge=_judge,
        words=", ".join(f"{command or 'greeting'}: {answers[command][:40]!r}" for command in odd),
    )
