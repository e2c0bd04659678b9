"""A run hands every report to its recipients once, and the ledger tells the truth."""

import email
import email.policy
import ssl
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from reportgen.credentials import Secret
from reportgen.delivery.server import Server
from tests.delivery.certificates import Owner
from tests.delivery.making import Office, unprotected, write_departments, write_report
from tests.delivery.servers import post_office

pytestmark = pytest.mark.exhaustive

TLS = Callable[[Owner], ssl.SSLContext]


def test_a_message_arrives_over_tls_with_a_login(
    office: Callable[..., Office], authority: Owner, ca_file: Path, tls_of: TLS
) -> None:
    sending = office()
    with post_office(certificate=tls_of(authority.server()), users={"büro": "geheim-ß"}) as post:
        server = Server(
            host="127.0.0.1", port=post.port, ca_file=ca_file, user="büro",
            password=Secret("geheim-ß"), timeout=5, final_timeout=5,
        )  # fmt: skip
        states = sending.send(server)

    assert states == {"amt@koeln-amt.de": ("sent", "250 OK")}
    ((recipients, content),) = post.mail
    assert recipients == ("amt@koeln-amt.de",)
    message = email.message_from_bytes(content, policy=email.policy.default)
    (attachment,) = message.iter_attachments()
    assert attachment.get_content() == sending.report("Köln").read_bytes()


@pytest.mark.parametrize("without", [["PLAIN"], ["LOGIN"]])
def test_each_way_to_log_in_works(
    without: list[str], office: Callable[..., Office], authority: Owner, ca_file: Path, tls_of: TLS
) -> None:
    with post_office(
        certificate=tls_of(authority.server()), users={"post": "geheim-ß"}, without=without
    ) as post:
        server = Server(
            host="127.0.0.1", port=post.port, ca_file=ca_file, user="post",
            password=Secret("geheim-ß"), timeout=5, final_timeout=5,
        )  # fmt: skip
        states = office().send(server)

    assert states == {"amt@koeln-amt.de": ("sent", "250 OK")}


def test_a_server_without_a_login_gets_no_password(
    office: Callable[..., Office], authority: Owner, ca_file: Path, tls_of: TLS
) -> None:
    with post_office(
        certificate=tls_of(authority.server()), users={"post": "x"}, without=["PLAIN", "LOGIN"]
    ) as post:
        server = Server(
            host="127.0.0.1", port=post.port, ca_file=ca_file, user="post",
            password=Secret("geheim"), timeout=5, final_timeout=5,
        )  # fmt: skip
        states = office().send(server)

    assert states == {"amt@koeln-amt.de": ("failed", "the server offers no login with a password")}
    assert post.mail == []


def test_a_second_run_sends_nothing(office: Callable[..., Office]) -> None:
    sending = office({"Köln": ["a@koeln-amt.de", "b@koeln-amt.de"], "Essen": ["e@essen-amt.de"]})
    with post_office() as post:
        first = sending.send(unprotected(post.port))
        second = sending.send(unprotected(post.port))

    assert {state for state, _ in first.values()} == {"sent"}
    assert second == first
    assert [recipients for recipients, _ in post.mail] == [
        ("a@koeln-amt.de", "b@koeln-amt.de"),
        ("e@essen-amt.de",),
    ]


@pytest.mark.exhaustive
def test_five_thousand_recipients_get_one_message_each(office: Callable[..., Office]) -> None:
    boxes = [f"person{number}@koeln-amt.de" for number in range(5000)]
    sending = office({"Köln": boxes})
    with post_office() as post:
        post.most = 1000
        states = sending.send(unprotected(post.port))

    assert len(states) == 5000
    assert {state for state, _ in states.values()} == {"sent"}
    assert sorted(address for recipients, _ in post.mail for address in recipients) == sorted(boxes)
    assert [len(recipients) for recipients, _ in post.mail] == [1000] * 5
    assert max(len(line) for line in post.mail[0][1].split(b"\r\n")) <= 998


def test_a_server_that_takes_one_recipient_and_then_no_message_does_not_hold_us(
    office: Callable[..., Office],
) -> None:
    sending = office({"Köln": ["a@koeln-amt.de", "amt@koeln-amt.de"]})
    with post_office() as post:
        post.most = 1
        post.data = ["451 try later"] * 100
        states = sending.send(unprotected(post.port))

    assert {state for state, _ in states.values()} == {"failed"}
    assert sending.time.pauses == [5, 20, 80, 300]


def test_every_city_is_told_once_whatever_became_of_it(office: Callable[..., Office]) -> None:
    sending = office({"Köln": ["k@koeln-amt.de"], "Essen": ["e@essen-amt.de"]})
    with post_office() as post:
        post.rcpt["k@koeln-amt.de"] = ["450 busy"] * 100
        sending.send(unprotected(post.port))

    assert sending.told == ["Essen", "Köln"]


def test_who_never_had_a_former_report_is_not_told_of_it(office: Callable[..., Office]) -> None:
    sending = office({"Köln": ["a@koeln-amt.de"]})
    with post_office() as post:
        sending.send(unprotected(post.port))
        write_report(sending.report("Köln"), "Köln", text="corrected")
        sending.send(unprotected(post.port))
        both = {"Köln": ["a@koeln-amt.de", "neu@koeln-amt.de"]}
        write_departments(sending.folder / "departments.toml", both)
        sending.send(unprotected(post.port))

    told = {recipients: b"ersetzt" in content for recipients, content in post.mail[1:]}
    assert told == {("a@koeln-amt.de",): True, ("neu@koeln-amt.de",): False}


@pytest.fixture
def slow_office(office: Callable[..., Office]) -> Office:
    """Sends to three cities, six messages a minute."""
    cities = {name: [f"a@{name.lower()}-amt.de"] for name in ("Bremen", "Essen", "Rostock")}
    sending = office(cities)
    file = sending.folder / "departments.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("per_minute = 1_000_000_000", "per_minute = 6"), encoding="utf-8")
    return sending


def test_messages_keep_their_rate(slow_office: Office) -> None:
    with post_office() as post:
        slow_office.send(unprotected(post.port))

    assert slow_office.time.pauses == [10, 10]
    assert len(post.sessions) == 1


def test_a_clock_that_is_set_back_does_not_hold_us(slow_office: Office) -> None:
    def set_back() -> None:
        slow_office.time.time -= timedelta(minutes=1)

    with post_office() as post:
        post.on_event = set_back
        slow_office.send(unprotected(post.port))

    assert slow_office.time.pauses == [10, 10]
    assert len(post.mail) == 3
