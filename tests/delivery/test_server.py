"""Server and password come from the environment or the keyring, and no word of them gets out."""

import logging
import pickle
import ssl
import traceback
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from reportgen.credentials import Secret, look_up
from reportgen.delivery.server import Security, Server, load_server
from reportgen.errors import DeliveryError
from tests.delivery.certificates import Owner
from tests.delivery.making import Office
from tests.delivery.servers import Peer, odd_server, post_office

PASSWORD = "geheim-Ü$1"


def settings(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"REPORTGEN_SMTP_{name.upper()}", value)


def places() -> list[tuple[str, str]]:
    with pytest.raises(DeliveryError) as caught:
        load_server()
    return [(problem.code, problem.where) for problem in caught.value.problems]


def test_the_environment_says_everything(monkeypatch: pytest.MonkeyPatch, ca_file: Path) -> None:
    settings(monkeypatch, host="mail.de", user="post", password=PASSWORD, ca_file=str(ca_file))

    server = load_server()

    assert (server.host, server.port, server.security) == ("mail.de", 587, Security.STARTTLS)
    assert (server.user, server.password.reveal(), server.ca_file) == ("post", PASSWORD, ca_file)


@pytest.mark.parametrize(("security", "port"), [("tls", 465), ("none", 25), ("starttls", 587)])
def test_each_security_has_its_port(
    security: str, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(monkeypatch, host="mail.de", security=security)
    assert load_server().port == port

    settings(monkeypatch, port="2525")
    assert load_server().port == 2525


def test_what_is_missing_or_impossible_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert places() == [("no-server", "REPORTGEN_SMTP_HOST")]

    settings(monkeypatch, host="m", user="p", security="ssl", port="99999", ca_file="no/such.pem")
    assert places() == [
        ("no-password", "REPORTGEN_SMTP_PASSWORD"),
        ("impossible-setting", "REPORTGEN_SMTP_SECURITY"),
        ("impossible-setting", "REPORTGEN_SMTP_PORT"),
        ("impossible-setting", "REPORTGEN_SMTP_CA_FILE"),
    ]


def test_a_password_needs_a_protected_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    settings(monkeypatch, host="m", user="p", password=PASSWORD, security="none")

    assert places() == [("impossible-setting", "REPORTGEN_SMTP_SECURITY")]


class Ring(KeyringBackend):
    """A keyring with one entry, or a locked one."""

    priority = 1
    locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked
        return "from the ring" if (service, username) == ("reportgen", "smtp-host") else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError


def test_the_keyring_is_asked_for_what_the_environment_lacks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ring = Ring()
    monkeypatch.setattr(keyring, "get_password", ring.get_password)

    assert (look_up("smtp-host"), look_up("smtp-user")) == ("from the ring", "")
    settings(monkeypatch, host="from the environment")
    assert look_up("smtp-host") == "from the environment"


def test_a_keyring_that_does_not_open_has_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    ring = Ring()
    ring.locked = True
    monkeypatch.setattr(keyring, "get_password", ring.get_password)

    assert look_up("smtp-host") == ""


# --- secrets --------------------------------------------------------------------------------


def test_a_secret_is_not_shown() -> None:
    secret = Secret(PASSWORD)
    server = Server(host="h", port=1, user="u", password=secret)

    for text in (str(secret), repr(secret), f"{secret}", repr(server)):
        assert PASSWORD not in text
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_a_password_gets_out_nowhere(
    office: Callable[..., Office],
    authority: Owner,
    ca_file: Path,
    tls_of: Callable[[Owner], ssl.SSLContext],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Not from a login that fails, nor from a server that repeats whatever it hears."""
    caplog.set_level(logging.DEBUG)
    sending = office()
    with post_office(certificate=tls_of(authority.server()), users={"p": "other"}) as post:
        refused = sending.send(
            Server(
                host="127.0.0.1",
                port=post.port,
                user="p",
                password=Secret(PASSWORD),
                ca_file=ca_file,
                timeout=5,
            )
        )

    context = tls_of(authority.server())

    def echo(peer: Peer) -> None:
        peer.secure(context)
        peer.say("220 odd.server")
        peer.hear()
        peer.say("250-odd.server")
        peer.say("250 AUTH PLAIN")
        peer.say(f"535 {peer.hear()} {PASSWORD}")
        peer.wait_for_end()

    with odd_server(echo) as odd:
        echoed = sending.send(
            Server(
                host="127.0.0.1",
                port=odd.port,
                user="p",
                password=Secret(PASSWORD),
                ca_file=ca_file,
                timeout=5,
                security=Security.TLS,
            )
        )

    assert [state for state, _ in (*refused.values(), *echoed.values())] == ["failed"] * 2
    assert "535 AUTH PLAIN *** ***" in str(echoed)
    encoded = [b64encode(f"{before}{PASSWORD}".encode()).decode() for before in ("", "\0p\0")]
    out = capfd.readouterr()
    told = f"{refused}{echoed}{caplog.text}{out.out}{out.err}{sending.ledger_file.read_bytes()!r}"
    assert PASSWORD not in told
    assert not any(form in told for form in encoded)


def test_a_traceback_does_not_show_a_password() -> None:
    secret = Secret(PASSWORD)
    try:
        raise ValueError(secret)
    except ValueError:
        assert PASSWORD not in traceback.format_exc()
