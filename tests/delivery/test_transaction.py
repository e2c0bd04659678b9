"""Messages over one connection: what is said, how long is waited, what is known afterwards."""

import smtplib
import time
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tests.delivery.making import Office, unprotected
from tests.delivery.servers import FINE, Peer, after_the_dot, odd_server, post_office

pytestmark = pytest.mark.exhaustive

Offices = Callable[..., Office]
BOX = "amt@koeln-amt.de"
TWO = {"Köln": [BOX], "Essen": ["e@essen-amt.de"]}


@pytest.mark.parametrize("fault", [OSError, KeyboardInterrupt])
def test_whatever_breaks_while_the_final_dot_leaves_makes_it_unknown(
    fault: type[BaseException], office: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may have left, and the server may have taken the message on."""
    send = smtplib.SMTP.send

    def broken(client: smtplib.SMTP, content: bytes | str) -> None:
        send(client, content)
        if content == b".\r\n":
            client.getreply()
            raise fault

    sending = office()
    with post_office() as post:
        with monkeypatch.context() as patch:
            patch.setattr(smtplib.SMTP, "send", broken)
            if fault is OSError:
                sending.send(unprotected(post.port))
            else:
                with pytest.raises(fault):
                    sending.send(unprotected(post.port))
        states = sending.send(unprotected(post.port))

    assert states[BOX][0] == "unknown"
    assert post.got(BOX) == 1


def test_a_message_that_was_taken_does_not_make_the_next_one_doubtful(office: Offices) -> None:
    def behave(peer: Peer) -> None:
        if odd.connections == 1:
            peer.polite(until="DATA")
            peer.say("354 go on")
            peer.read_message()
            peer.say(FINE)
            while not peer.hear().upper().startswith("MAIL"):
                peer.say(FINE)

    sending = office(TWO)
    with odd_server(behave) as odd:
        states = sending.send(unprotected(odd.port))

    assert sorted(state for state, _ in states.values()) == ["failed", "sent"]


def test_lines_that_begin_with_a_dot_arrive_as_they_are(office: Offices) -> None:
    sending = office()
    file = sending.folder / "departments.toml"
    text = file.read_text(encoding="utf-8").replace("Guten Tag,", ".Guten Tag. .")
    file.write_text(text, encoding="utf-8")
    (message,) = sending.messages()
    with post_office() as post:
        sending.send(unprotected(post.port))

    assert b"\r\n.Guten" in message.content
    assert [content for _, content in post.mail] == [message.content]


def test_a_server_may_take_its_time_after_the_final_dot(office: Offices) -> None:
    """It may look for viruses before it answers (RFC 5321, 4.5.3.2.6)."""

    def behave(peer: Peer) -> None:
        after_the_dot(peer)
        time.sleep(0.5)
        peer.say(FINE)

    sending = office()
    with odd_server(behave) as odd:
        states = sending.send(replace(unprotected(odd.port), timeout=0.1, final_timeout=20))

    assert (states, odd.connections) == ({BOX: ("sent", FINE)}, 1)


def test_the_message_after_it_is_not_waited_for_as_long(office: Offices) -> None:
    def behave(peer: Peer) -> None:
        after_the_dot(peer)
        peer.say(FINE)
        if odd.connections == 1:
            peer.wait_for_end()

    sending = office(TWO)
    started = time.monotonic()
    with odd_server(behave) as odd:
        states = sending.send(replace(unprotected(odd.port), timeout=0.5, final_timeout=60))

    assert {state for state, _ in states.values()} == {"sent"}
    assert odd.connections == 2
    assert time.monotonic() - started < 30


def test_too_many_recipients_are_no_refusal(office: Offices) -> None:
    sending = office()
    with post_office() as post:
        post.rcpt[BOX] = ["552 5.5.3 Too many recipients"]
        states = sending.send(unprotected(post.port))

    assert (states, sending.time.pauses) == ({BOX: ("sent", FINE)}, [5])


def test_the_server_is_told_how_large_a_message_is(office: Offices) -> None:
    heard = []

    def behave(peer: Peer) -> None:
        peer.say("220 odd.server")
        peer.hear()
        peer.say("250-odd.server\r\n250 SIZE 1000000")
        heard.append(peer.hear())

    sending = office()
    with odd_server(behave) as odd:
        sending.send(unprotected(odd.port))

    (message,) = sending.messages()
    assert heard[0].upper().endswith(f" SIZE={len(message.content)}")


def test_an_interrupted_message_ends_without_a_word(
    office: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After whatever else is said a server might take what it has for a message."""
    send = smtplib.SMTP.send
    heard = []

    def interrupted(client: smtplib.SMTP, content: bytes | str) -> None:
        if content == b".\r\n":
            raise KeyboardInterrupt
        send(client, content)

    def behave(peer: Peer) -> None:
        peer.polite(until="DATA")
        peer.say("354 go on")
        heard.append(peer.file.read())

    monkeypatch.setattr(smtplib.SMTP, "send", interrupted)
    sending = office()
    with odd_server(behave) as odd, pytest.raises(KeyboardInterrupt):
        sending.send(replace(unprotected(odd.port), timeout=1))

    (message,) = sending.messages()
    assert heard == [message.content]
