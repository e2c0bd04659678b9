"""No server holds a run for ever, or fills its memory, whatever it answers."""

import time
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tests.delivery.making import Office, unprotected
from tests.delivery.servers import FINE, Peer, odd_server

pytestmark = pytest.mark.exhaustive

Offices = Callable[..., Office]
BOX = "amt@koeln-amt.de"


def never_ending(peer: Peer) -> None:
    peer.say("220 odd.server")
    peer.hear()
    while True:
        peer.say("250-" + "x" * 400)


def one_long_line(peer: Peer) -> None:
    peer.say("220 odd.server")
    peer.hear()
    while True:
        peer.connection.sendall(b"250 " + b"x" * 8000)


def byte_by_byte(peer: Peer) -> None:
    peer.say("220 odd.server")
    peer.hear()
    while True:
        peer.connection.sendall(b"2")
        time.sleep(0.02)


def without_code(peer: Peer) -> None:
    peer.say("220 odd.server")
    peer.hear()
    peer.say("+25 hello")


@pytest.mark.parametrize("behave", [never_ending, one_long_line, byte_by_byte, without_code])
def test_an_answer_without_end_or_code_ends_the_connection(
    behave: Callable[[Peer], None], office: Offices
) -> None:
    sending = office({"Köln": [BOX]})
    with odd_server(behave) as odd:
        states = sending.send(replace(unprotected(odd.port), timeout=0.1))

    assert states[BOX][0] == "failed"


def test_all_that_comes_before_the_final_dot_has_a_time_together(office: Offices) -> None:
    def slow(peer: Peer) -> None:
        peer.say("220 odd.server")
        while peer.hear():
            time.sleep(0.02)
            peer.say(FINE)

    boxes = [f"amt{number}@koeln-amt.de" for number in range(20)]
    sending = office({"Köln": boxes})
    with odd_server(slow) as odd:
        server = replace(unprotected(odd.port), timeout=5, handover_timeout=0.05)
        states = sending.send(server)

    assert {state for state, _ in states.values()} == {"failed"}
    assert "timed out" in states[boxes[0]][1]


def test_a_size_of_thousands_of_digits_is_no_limit(office: Offices) -> None:
    def huge(peer: Peer) -> None:
        peer.say("220 odd.server")
        peer.hear()
        peer.say("250-odd.server")
        peer.say("250 SIZE " + "9" * 5000)
        while line := peer.hear():
            peer.say("354 go on" if line == "DATA" else FINE)
            if line == "DATA":
                peer.read_message()
                peer.say(FINE)

    sending = office({"Köln": [BOX]})
    with odd_server(huge) as odd:
        states = sending.send(unprotected(odd.port))

    assert states[BOX][0] == "sent"
