"""Whatever breaks on the way to the server, each recipient's state in the ledger is true."""

import random
import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from reportgen.credentials import Secret
from reportgen.delivery.deliver import ROUNDS
from reportgen.delivery.server import Security, Server
from tests.delivery.certificates import NOW, Owner
from tests.delivery.making import Office, unprotected, write_report
from tests.delivery.servers import FINE, Peer, after_the_dot, odd_server, post_office

TLS = Callable[[Owner], ssl.SSLContext]
Offices = Callable[..., Office]
BOX = "amt@koeln-amt.de"

#: All pauses between the rounds of a run that never gets through.
ALL_PAUSES = [5, 20, 80, 300]


def protected(port: int, ca_file: Path, password: str = "") -> Server:
    return Server(
        host="127.0.0.1", port=port, ca_file=ca_file, user="post" if password else "",
        password=Secret(password), timeout=5, final_timeout=5,
    )  # fmt: skip


# --- the way to the server ------------------------------------------------------------------


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


def test_a_server_that_never_answers_is_given_up(office: Offices) -> None:
    sending = office({"Köln": [BOX], "Essen": ["e@essen-amt.de"]})
    with odd_server(Peer.wait_for_end) as odd:
        states = sending.send(replace(unprotected(odd.port), timeout=0.05))

    assert {state for state, _ in states.values()} == {"failed"}
    assert "timed out" in states[BOX][1]
    # Once a round, not once a city.
    assert odd.connections == ROUNDS


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


# --- answers --------------------------------------------------------------------------------


def test_greylisting_is_waited_out(office: Offices) -> None:
    sending = office({"Köln": [BOX], "Essen": ["e@essen-amt.de"]})
    with post_office() as post:
        post.rcpt[BOX] = ["451 4.7.1 Greylisted, come back"] * 4
        states = sending.send(unprotected(post.port))

    assert states == {BOX: ("sent", FINE), "e@essen-amt.de": ("sent", FINE)}
    assert sending.time.pauses == ALL_PAUSES
    # The others do not wait for it.
    assert [recipients for recipients, _ in post.mail] == [("e@essen-amt.de",), (BOX,)]


@pytest.mark.parametrize("answer", ["421 4.3.2 shutting down", "450 4.2.1 busy", "451 local error"])
@pytest.mark.parametrize("at", ["rcpt", "data"])
def test_what_passes_is_tried_until_it_is_given_up(at: str, answer: str, office: Offices) -> None:
    sending = office()
    with post_office() as post:
        if at == "rcpt":
            post.rcpt[BOX] = [answer] * 100
        else:
            post.data = [answer] * 100
        states = sending.send(unprotected(post.port))
        post.rcpt, post.data = {}, []
        later = sending.send(unprotected(post.port))

    assert states[BOX][0] == "failed"
    assert answer in states[BOX][1]
    assert sending.time.pauses == ALL_PAUSES
    assert (later[BOX][0], post.got(BOX)) == ("sent", 1)


def test_a_refused_recipient_does_not_keep_the_others_from_it(office: Offices) -> None:
    sending = office({"Köln": ["a@koeln-amt.de", BOX, "c@koeln-amt.de"]})
    with post_office() as post:
        post.rcpt[BOX] = ["550 5.1.1 no such user"]
        states = sending.send(unprotected(post.port))

    assert states == {
        "a@koeln-amt.de": ("sent", FINE),
        BOX: ("refused", "550 5.1.1 no such user"),
        "c@koeln-amt.de": ("sent", FINE),
    }
    assert [recipients for recipients, _ in post.mail] == [("a@koeln-amt.de", "c@koeln-amt.de")]
    assert sending.time.pauses == []


def test_refused_and_late_and_taken_recipients_of_one_message(office: Offices) -> None:
    sending = office({"Köln": ["a@koeln-amt.de", "b@koeln-amt.de", BOX]})
    with post_office() as post:
        post.rcpt["a@koeln-amt.de"] = ["450 busy"]
        post.rcpt["b@koeln-amt.de"] = ["553 no"]
        states = sending.send(unprotected(post.port))

    assert {address: state for address, (state, _) in states.items()} == {
        "a@koeln-amt.de": "sent", "b@koeln-amt.de": "refused", BOX: "sent",
    }  # fmt: skip
    assert (post.got("a@koeln-amt.de"), post.got(BOX)) == (1, 1)


@pytest.mark.parametrize("answer", ["550 5.7.1 looks like spam", "552 5.3.4 too large", "554 no"])
def test_a_refused_message_is_final(answer: str, office: Offices) -> None:
    sending = office()
    with post_office() as post:
        post.data = [answer]
        states = sending.send(unprotected(post.port))

    assert states == {BOX: ("refused", answer)}
    assert (post.mail, sending.time.pauses) == ([], [])


def test_a_message_that_is_too_large_for_the_server_is_not_offered(office: Offices) -> None:
    sending = office()
    with post_office(size=1000) as post:
        states = sending.send(unprotected(post.port))

    assert states[BOX][0] == "refused"
    assert "the server takes 1000 bytes" in states[BOX][1]
    assert post.mail == []


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_a_server_that_says_nonsense_is_not_believed(command: str, office: Offices) -> None:
    def behave(peer: Peer) -> None:
        peer.polite(until=command)
        peer.say("what?")
        peer.wait_for_end()

    sending = office()
    with odd_server(behave) as odd:
        states = sending.send(unprotected(odd.port))

    assert states[BOX][0] == "failed"


# --- cuts -----------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["EHLO", "MAIL", "RCPT", "DATA"])
def test_a_cut_before_the_message_means_not_sent(command: str, office: Offices) -> None:
    sending = office()
    with odd_server(lambda peer: bool(peer.polite(until=command))) as odd:
        states = sending.send(unprotected(odd.port))

    assert states[BOX][0] == "failed"
    assert odd.connections == ROUNDS


def test_a_cut_within_the_message_means_not_sent(
    office: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection breaks while the message is on its way, before its final dot."""
    cuts = []
    send = smtplib.SMTP.send

    def cut_within(client: smtplib.SMTP, content: bytes | str) -> None:
        if isinstance(content, bytes) and len(content) > 1000 and not cuts:
            cuts.append(len(content))
            send(client, content[:1000])
            assert client.sock is not None
            client.sock.shutdown(socket.SHUT_RDWR)
        send(client, content)

    monkeypatch.setattr(smtplib.SMTP, "send", cut_within)
    sending = office()
    with post_office() as post:
        states = sending.send(unprotected(post.port))

    assert cuts
    # Not sent for certain, so it was sent again.
    assert (states, post.got(BOX)) == ({BOX: ("sent", FINE)}, 1)
    assert sending.time.pauses == [5]


def test_a_server_that_goes_within_the_message_means_not_sent(
    office: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it does not read fills the buffers, so that the final dot never leaves."""
    connect = socket.create_connection

    def with_small_buffer(*args: Any, **kwargs: Any) -> socket.socket:
        connection = connect(*args, **kwargs)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        return connection

    def behave(peer: Peer) -> None:
        peer.polite(until="DATA")
        peer.say("354 go on")
        peer.file.readline()

    monkeypatch.setattr(socket, "create_connection", with_small_buffer)
    sending = office()
    write_report(sending.report("Köln"), "Köln", text=random.Random(1).randbytes(500_000).hex())
    with odd_server(behave) as odd:
        states = sending.send(unprotected(odd.port))

    assert states[BOX][0] == "failed"
    assert odd.connections == ROUNDS


def silent_after_the_dot(peer: Peer) -> None:
    after_the_dot(peer)
    peer.wait_for_end()


def nonsense_after_the_dot(peer: Peer) -> None:
    after_the_dot(peer)
    peer.say("well, perhaps")
    peer.wait_for_end()


@pytest.mark.parametrize("behave", [after_the_dot, silent_after_the_dot, nonsense_after_the_dot])
def test_no_answer_to_the_final_dot_means_unknown(
    behave: Callable[[Peer], None], office: Offices
) -> None:
    sending = office({"Köln": [BOX, "b@koeln-amt.de"]})
    with odd_server(behave) as odd:
        states = sending.send(replace(unprotected(odd.port), final_timeout=0.2))
    with post_office() as post:
        again = sending.send(unprotected(post.port))

    assert {state for state, _ in states.values()} == {"unknown"}
    assert odd.connections == 1
    # Never sent again silently.
    assert (again, post.mail) == (states, [])


def test_what_the_server_refused_before_the_dot_stays_refused_when_the_rest_is_unknown(
    office: Offices,
) -> None:
    def behave(peer: Peer) -> None:
        peer.polite(until="RCPT")
        peer.say("550 no such user")
        peer.hear()
        peer.say(FINE)
        peer.hear()
        peer.say("354 go on")
        peer.read_message()

    sending = office({"Köln": ["a@koeln-amt.de", BOX]})
    with odd_server(behave) as odd:
        states = sending.send(unprotected(odd.port))

    assert states["a@koeln-amt.de"] == ("refused", "550 no such user")
    assert states[BOX][0] == "unknown"


def test_a_connection_that_idled_away_is_made_again(office: Offices) -> None:
    """A server may close between two messages; nothing waits for that."""

    def behave(peer: Peer) -> None:
        after_the_dot(peer)
        peer.say(FINE)

    sending = office({"Köln": [BOX], "Essen": ["e@essen-amt.de"]})
    with odd_server(behave) as odd:
        states = sending.send(unprotected(odd.port))

    assert {state for state, _ in states.values()} == {"sent"}
    assert (odd.connections, sending.time.pauses) == (2, [])
