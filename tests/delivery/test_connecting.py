"""Nothing is given away on the way to the server, and where it does not lead, nothing was sent."""

import ssl
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from reportgen.credentials import Secret
from reportgen.delivery.server import Security, Server
from tests.delivery.certificates import NOW, Owner
from tests.delivery.making import ALL_PAUSES, Office, unprotected
from tests.delivery.servers import FINE, Peer, odd_server, post_office

TLS = Callable[[Owner], ssl.SSLContext]
Offices = Callable[..., Office]
BOX = "amt@koeln-amt.de"


def protected(port: int, ca_file: Path, password: str = "") -> Server:
    return Server(
        host="127.0.0.1", port=port, ca_file=ca_file, user="post" if password else "",
        password=Secret(password), timeout=5, final_timeout=5,
    )  # fmt: skip


def test_a_wrong_password_is_final(
    office: Offices, authority: Owner, ca_file: Path, tls_of: TLS
) -> None:
    sending = office({"Köln": [BOX], "Essen": ["e@essen-amt.de"]})
    with post_office(certificate=tls_of(authority.server()), users={"post": "right"}) as post:
        states = sending.send(protected(post.port, ca_file, "wrong"))

    assert {state for state, _ in states.values()} == {"failed"}
    assert states[BOX][1].startswith("535 ")
    assert (post.mail, sending.time.pauses) == ([], [])


@pytest.mark.parametrize("implicit", [False, True])
@pytest.mark.parametrize("kind", ["expired", "self-signed", "other authority"])
def test_a_certificate_that_is_not_to_be_trusted_is_final(
    kind: str, implicit: bool, office: Offices, authority: Owner, ca_file: Path, tls_of: TLS
) -> None:
    owner = {
        "expired": lambda: authority.server(until=NOW - timedelta(hours=1)),
        "self-signed": Owner.self_signed,
        "other authority": lambda: Owner.authority().server(),
    }[kind]()
    sending = office()
    with post_office(certificate=tls_of(owner), implicit=implicit) as post:
        security = Security.TLS if implicit else Security.STARTTLS
        server = replace(protected(post.port, ca_file), security=security)
        states = sending.send(server)

    assert states[BOX][0] == "failed"
    assert "certificate is not to be trusted" in states[BOX][1]
    assert (post.mail, sending.time.pauses) == ([], [])


def test_a_certificate_of_another_host_is_final(
    office: Offices, authority: Owner, ca_file: Path, tls_of: TLS
) -> None:
    sending = office()
    with post_office(certificate=tls_of(authority.server())) as post:
        states = sending.send(replace(protected(post.port, ca_file), host="localhost"))

    assert states[BOX][0] == "failed"
    assert "certificate is not to be trusted" in states[BOX][1]
    assert post.mail == []


def test_implicit_tls_works(office: Offices, authority: Owner, ca_file: Path, tls_of: TLS) -> None:
    sending = office()
    with post_office(certificate=tls_of(authority.server()), implicit=True) as post:
        server = replace(protected(post.port, ca_file), security=Security.TLS)
        states = sending.send(server)

    assert states == {BOX: ("sent", FINE)}
    assert post.got(BOX) == 1


def test_without_starttls_nothing_is_sent(office: Offices, ca_file: Path) -> None:
    sending = office()
    with post_office() as post:
        states = sending.send(protected(post.port, ca_file, "secret"))

    assert states[BOX] == ("failed", "STARTTLS extension not supported by server.")
    assert (post.mail, sending.time.pauses) == ([], [])


def test_a_server_that_is_not_there_is_tried_again(office: Offices) -> None:
    sending = office({"Köln": [BOX], "Essen": ["e@essen-amt.de"]})
    with odd_server(lambda _: None) as odd:
        port = odd.port
    states = sending.send(unprotected(port))

    assert {state for state, _ in states.values()} == {"failed"}
    assert "no connection to 127.0.0.1" in states[BOX][1]
    assert sending.time.pauses == ALL_PAUSES


@pytest.mark.parametrize("host", ["mail..de", ".de", "x" * 64 + ".de"])
def test_a_name_that_no_server_can_have_is_final(host: str, office: Offices) -> None:
    sending = office()
    states = sending.send(replace(unprotected(25), host=host))

    assert states == {BOX: ("failed", f"{host} is not the name of a server")}
    assert sending.time.pauses == []


def test_a_cut_while_the_connection_is_secured_is_tried_again(
    office: Offices, ca_file: Path
) -> None:
    def behave(peer: Peer) -> None:
        peer.connection.recv(100_000)

    sending = office()
    with odd_server(behave) as odd:
        server = replace(protected(odd.port, ca_file), security=Security.TLS)
        states = sending.send(server)

    assert states[BOX][0] == "failed"
    assert sending.time.pauses == ALL_PAUSES


def test_what_is_said_before_the_connection_is_secured_is_forgotten(
    office: Offices, authority: Owner, ca_file: Path, tls_of: TLS
) -> None:
    """Somebody on the way adds answers behind the one that all still can read."""
    context = tls_of(authority.server())
    heard = []

    def behave(peer: Peer) -> None:
        for answer in ("220 odd", "250-odd\r\n250 STARTTLS"):
            peer.say(answer)
            peer.hear()
        peer.say("220 go on\r\n250-evil\r\n250 AUTH PLAIN")
        peer.secure(context)
        heard.append(peer.hear()[:4].upper())
        peer.say("250 odd")
        heard.append(peer.hear())

    sending = office()
    with odd_server(behave) as odd:
        states = sending.send(protected(odd.port, ca_file, "secret"))

    assert states == {BOX: ("failed", "the server offers no login with a password")}
    assert heard == ["EHLO", ""]


def test_a_server_that_never_answers_is_given_up(office: Offices) -> None:
    sending = office({"Köln": [BOX], "Essen": ["e@essen-amt.de"]})
    with odd_server(Peer.wait_for_end) as odd:
        states = sending.send(replace(unprotected(odd.port), timeout=0.05))

    assert {state for state, _ in states.values()} == {"failed"}
    assert "timed out" in states[BOX][1]
    # Once a round, not once a city.
    assert odd.connections == 1 + len(ALL_PAUSES)


@pytest.mark.parametrize(
    ("greeting", "pauses"), [("421 busy", ALL_PAUSES), ("554 no service for you", [])]
)
def test_a_server_that_turns_us_away_is_believed(
    greeting: str, pauses: list[float], office: Offices
) -> None:
    sending = office()
    with odd_server(lambda peer: peer.say(greeting)) as odd:
        states = sending.send(unprotected(odd.port))

    assert states == {BOX: ("failed", greeting)}
    assert sending.time.pauses == pauses
