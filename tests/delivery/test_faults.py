"""Whatever breaks on the way to the server, each recipient's state in the ledger is true."""

import random
import smtplib
import socket
import ssl
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from tests.delivery.certificates import Owner
from tests.delivery.making import ALL_PAUSES, Office, unprotected, write_report
from tests.delivery.servers import FINE, Peer, after_the_dot, odd_server, post_office

pytestmark = pytest.mark.exhaustive

TLS = Callable[[Owner], ssl.SSLContext]
Offices = Callable[..., Office]
BOX = "amt@koeln-amt.de"


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
def test_a_server_that_says_no_and_closes_is_believed(command: str, office: Offices) -> None:
    def behave(peer: Peer) -> None:
        peer.polite(until=command)
        peer.say("554 5.7.1 go away")

    sending = office()
    with odd_server(behave) as odd:
        states = sending.send(unprotected(odd.port))

    assert states == {BOX: ("refused", "554 5.7.1 go away")}
    assert (odd.connections, sending.time.pauses) == (1, [])


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


def test_a_slow_line_has_time_for_every_part_of_a_message(
    office: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time to wait for is that of one call; a large message must not be one."""
    lengths = []
    send = smtplib.SMTP.send

    def noted(client: smtplib.SMTP, content: bytes | str) -> None:
        lengths.append(len(content))
        send(client, content)

    monkeypatch.setattr(smtplib.SMTP, "send", noted)
    sending = office()
    write_report(sending.report("Köln"), "Köln", text=random.Random(1).randbytes(200_000).hex())
    (message,) = sending.messages()
    with post_office() as post:
        states = sending.send(unprotected(post.port))

    assert states == {BOX: ("sent", FINE)}
    assert [content for _, content in post.mail] == [message.content]
    assert max(lengths) <= 65536 < len(message.content)


# --- cuts -----------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["EHLO", "MAIL", "RCPT", "DATA"])
def test_a_cut_before_the_message_means_not_sent(command: str, office: Offices) -> None:
    sending = office()
    with odd_server(lambda peer: bool(peer.polite(until=command))) as odd:
        states = sending.send(unprotected(odd.port))

    assert states[BOX][0] == "failed"
    assert odd.connections == 1 + len(ALL_PAUSES)


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
    assert odd.connections == 1 + len(ALL_PAUSES)


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
