"""The ledger is written before anything is sent, by one run at a time, and never forgets."""

import sqlite3
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from reportgen.delivery.deliver import open_job
from reportgen.delivery.ledger import DeliveryState, Entry, Ledger, ReportVersion
from reportgen.delivery.smtp_client import SmtpClient
from reportgen.errors import DeliveryError
from tests.delivery.making import NOW, Office, unprotected, write_report
from tests.delivery.servers import after_the_dot, odd_server, post_office

pytestmark = pytest.mark.exhaustive

BOX = "amt@koeln-amt.de"
ITEM = ReportVersion(city="Köln", year=2020, language="de", edition="digital", sha256="a" * 64)


def codes(fault: DeliveryError) -> list[str]:
    return [problem.code for problem in fault.problems]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sub" / "deliveries.sqlite"


def only(ledger: Ledger) -> Entry:
    (entry,) = ledger.history(ITEM.sha256)
    return entry


def test_a_row_says_all_that_is_known(file: Path) -> None:
    with Ledger(file) as ledger:
        ledger.begin(ITEM, [BOX], "<1@b.de>", NOW)
        assert only(ledger).state is DeliveryState.SENDING
        ledger.end(ITEM, {BOX: (DeliveryState.SENT, "250 OK")}, NOW + timedelta(seconds=1))

    with Ledger(file) as ledger:
        assert only(ledger) == Entry(
            city="Köln", sha256=ITEM.sha256, recipient=BOX, again=0, message_id="<1@b.de>",
            state=DeliveryState.SENT, begun=NOW, ended=NOW + timedelta(seconds=1), answer="250 OK",
        )  # fmt: skip
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_was_begun_is_on_the_disk_and_unknown_after_a_crash(file: Path) -> None:
    with Ledger(file) as ledger:
        ledger.begin(ITEM, [BOX], "<1@b.de>", NOW)

    with Ledger(file) as ledger:
        assert only(ledger).state is DeliveryState.UNKNOWN
        assert ledger.unknown() == (only(ledger),)


@pytest.mark.parametrize("state", [DeliveryState.SENT, DeliveryState.UNKNOWN])
def test_who_has_it_or_may_have_it_cannot_begin_again(state: DeliveryState, file: Path) -> None:
    with Ledger(file) as ledger:
        ledger.begin(ITEM, [BOX], "<1@b.de>", NOW)
        ledger.end(ITEM, {BOX: (state, "")}, NOW)
        with pytest.raises(DeliveryError) as caught:
            ledger.begin(ITEM, ["other@b.de", BOX], "<1@b.de>", NOW)

        assert codes(caught.value) == ["sent-twice"]
        # Nor has the other one begun.
        assert only(ledger).state is state


@pytest.mark.parametrize("state", [DeliveryState.FAILED, DeliveryState.REFUSED])
def test_who_certainly_has_it_not_can_begin_again(state: DeliveryState, file: Path) -> None:
    with Ledger(file) as ledger:
        ledger.begin(ITEM, [BOX], "<1@b.de>", NOW)
        ledger.end(ITEM, {BOX: (state, "no")}, NOW)
        ledger.begin(ITEM, [BOX], "<1@b.de>", NOW)

        assert (only(ledger).state, only(ledger).answer) == (DeliveryState.SENDING, "")


def test_what_has_ended_does_not_end_otherwise(file: Path) -> None:
    with Ledger(file) as ledger:
        ledger.begin(ITEM, [BOX], "<1@b.de>", NOW)
        ledger.end(ITEM, {BOX: (DeliveryState.SENT, "")}, NOW)
        ledger.end(ITEM, {BOX: (DeliveryState.FAILED, "")}, NOW)

        assert only(ledger).state is DeliveryState.SENT


@pytest.mark.parametrize(
    "other", [{"year": 2019}, {"language": "en"}, {"edition": "print"}, {"city": "Essen"}, {}]
)
def test_only_a_report_of_the_same_kind_is_a_former_one(other: dict[str, Any], file: Path) -> None:
    with Ledger(file) as ledger:
        for number, sha256 in enumerate(("b" * 64, "c" * 64)):
            item = replace(ITEM, sha256=sha256, **other)
            ledger.begin(item, [BOX], "<1@b.de>", NOW + timedelta(days=number))
        ledger.begin(ITEM, [BOX], "<2@b.de>", NOW + timedelta(days=9))
        ledger.fail(replace(ITEM, sha256="d" * 64), [BOX], "", NOW + timedelta(days=9))

        former = ledger.previous_report(ITEM, {BOX})
        assert ledger.previous_report(ITEM, {"other@b.de"}) is None
    # The latest, but not one that nobody has got.
    assert (former and former.sha256) == (None if other else "c" * 64)


def test_a_commit_outlives_a_loss_of_power(file: Path) -> None:
    with Ledger(file) as ledger:
        assert ledger._database.execute("PRAGMA synchronous").fetchone() == (3,)
        assert ledger._database.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_only_one_run_at_a_time(file: Path) -> None:
    with Ledger(file), pytest.raises(DeliveryError) as caught:
        Ledger(file)
    assert codes(caught.value) == ["ledger-in-use"]

    with Ledger(file) as ledger:
        assert ledger.unknown() == ()


def test_a_file_that_is_no_ledger_is_told(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("something else, and long enough to be read as a header of a database " * 9)

    with pytest.raises(DeliveryError) as caught:
        Ledger(file)

    assert codes(caught.value) == ["ledger-unusable"]


def test_a_ledger_of_a_newer_version_is_not_touched(file: Path) -> None:
    Ledger(file).__exit__()
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA user_version = 2")
    database.close()
    before = file.read_bytes()

    with pytest.raises(DeliveryError) as caught:
        Ledger(file)

    assert codes(caught.value) == ["ledger-newer"]
    assert file.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(DeliveryError) as caught:
        Ledger(tmp_path / "file" / "deliveries.sqlite")

    assert codes(caught.value) == ["ledger-unusable"]


def fill_disk(monkeypatch: pytest.MonkeyPatch, ledger_call: str) -> None:
    """From that call on the ledger's file cannot grow, as on a full disk."""
    original = getattr(Ledger, ledger_call)

    def full(self: Ledger, *args: object) -> None:
        database: sqlite3.Connection = self._database
        pages = database.execute("PRAGMA page_count").fetchone()[0]
        database.execute(f"PRAGMA max_page_count = {pages}")
        original(self, *args)

    monkeypatch.setattr(Ledger, ledger_call, full)


#: So many that their rows do not fit into the pages that are there.
CROWD = [f"a-rather-long-name-{number}@koeln-amt.de" for number in range(200)]


def test_on_a_full_disk_nothing_is_sent(
    office: Callable[..., Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    sending = office({"Köln": CROWD})
    with post_office() as post:
        with monkeypatch.context() as patch:
            fill_disk(patch, "begin")
            with pytest.raises(DeliveryError) as caught:
                sending.send(unprotected(post.port))
        assert (codes(caught.value), post.mail, sending.states()) == (["ledger-full"], [], {})

        # With room on the disk, everybody gets it.
        states = sending.send(unprotected(post.port))

    assert {state for state, _ in states.values()} == {"sent"}
    assert all(post.got(address) == 1 for address in CROWD)


def test_a_disk_that_is_full_after_sending_leaves_it_unknown(
    office: Callable[..., Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    sending = office()

    def full(self: Ledger, *_: object) -> None:
        with self._transaction():
            raise sqlite3.OperationalError("database or disk is full")

    with post_office() as post:
        monkeypatch.setattr(Ledger, "end", full)
        with pytest.raises(DeliveryError):
            sending.send(unprotected(post.port))
        monkeypatch.undo()
        states = sending.send(unprotected(post.port))

    assert states[BOX][0] == "unknown"
    assert post.got(BOX) == 1


def test_an_interrupt_before_the_final_dot_means_not_sent(
    office: Callable[..., Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    sending = office()

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with post_office() as post:
        monkeypatch.setattr(SmtpClient, "rcpt", interrupted)
        with pytest.raises(KeyboardInterrupt):
            sending.send(unprotected(post.port))
        monkeypatch.undo()
        between = sending.states()
        states = sending.send(unprotected(post.port))

    assert between[BOX] == ("failed", "interrupted before it was handed over")
    assert (states[BOX][0], post.got(BOX)) == ("sent", 1)


def test_an_interrupt_after_the_final_dot_means_unknown(
    office: Callable[..., Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    sending = office()
    answered = SmtpClient.getreply
    sent = []

    def interrupted(client: SmtpClient) -> tuple[int, bytes]:
        code, answer = answered(client)
        sent.append(code)
        if sent[-2:] == [354, 250]:
            raise KeyboardInterrupt
        return code, answer

    with post_office() as post:
        monkeypatch.setattr(SmtpClient, "getreply", interrupted)
        with pytest.raises(KeyboardInterrupt):
            sending.send(unprotected(post.port))
        monkeypatch.undo()
        states = sending.send(unprotected(post.port))

    assert states[BOX] == ("unknown", "interrupted before the server answered")
    assert post.got(BOX) == 1


def test_the_same_report_goes_again_only_when_asked(office: Callable[..., Office]) -> None:
    sending = office()
    with post_office() as post:
        for again in (False, False, True, False, True):
            sending.send(unprotected(post.port), again=again)

    assert post.got(BOX) == 3
    with Ledger(sending.ledger_file) as ledger:
        (mailing,) = sending.mailings()
        history = ledger.history(mailing.report.sha256)
    assert [(entry.again, entry.state) for entry in history] == [
        (0, "sent"), (1, "sent"), (2, "sent"),
    ]  # fmt: skip
    assert len({entry.message_id for entry in history}) == 3


def test_a_recipient_who_comes_later_gets_it_alone(office: Callable[..., Office]) -> None:
    sending = office()
    with post_office() as post:
        sending.send(unprotected(post.port))
        sending.cities = {"Köln": ["AMT@koeln-amt.DE", "neu@koeln-amt.de"]}
        sending.__post_init__()
        sending.send(unprotected(post.port))

    assert [recipients for recipients, _ in post.mail] == [(BOX,), ("neu@koeln-amt.de",)]


def test_a_corrected_report_names_the_one_that_it_replaces(office: Callable[..., Office]) -> None:
    sending = office()
    with post_office() as post:
        sending.send(unprotected(post.port))
        write_report(sending.report("Köln"), "Köln", text="corrected")
        (old,) = {entry.sha256 for entry in entries(sending)}
        sending.send(unprotected(post.port))
        sending.send(unprotected(post.port))

    assert [recipients for recipients, _ in post.mail] == [(BOX,), (BOX,)]
    first, second = (content.decode("ascii") for _, content in post.mail)
    assert old[:12] not in first.partition("\r\n\r\n")[0]
    assert "01.03.2026" in second
    assert old[:12] in second


def test_an_earlier_report_that_comes_back_is_told_and_not_sent(
    office: Callable[..., Office],
) -> None:
    sending = office()
    first = sending.report("Köln").read_bytes()
    with post_office() as post:
        sending.send(unprotected(post.port))
        sending.time.sleep(60)
        write_report(sending.report("Köln"), "Köln", text="corrected")
        sending.send(unprotected(post.port))
        sending.report("Köln").write_bytes(first)
        sending.send(unprotected(post.port))

        (mailing,) = sending.mailings()
        with Ledger(sending.ledger_file) as ledger:
            job, again = (open_job(mailing, ledger, again=again) for again in (False, True))

    assert post.got(BOX) == 2
    assert (job.is_overtaken, job.recipients) == (True, ())
    assert again.replaces
    assert again.replaces.sha256 != again.item.sha256


def test_who_has_it_still_has_it_when_sending_again_fails(office: Callable[..., Office]) -> None:
    sending = office()
    with post_office() as post:
        sending.send(unprotected(post.port))
        post.rcpt[BOX] = ["550 no"]
        sending.send(unprotected(post.port), again=True)

    with Ledger(sending.ledger_file) as ledger:
        (mailing,) = sending.mailings()
        job = open_job(mailing, ledger)
    assert [entry.state for entry in job.history] == ["sent", "refused"]
    assert job.latest[BOX].state == "sent"
    assert job.recipients == ()


def entries(sending: Office) -> list[Entry]:
    with Ledger(sending.ledger_file) as ledger:
        return list(ledger._entries("", ()))


@pytest.mark.parametrize(
    ("state", "messages"), [(DeliveryState.SENT, 0), (DeliveryState.FAILED, 1)]
)
def test_a_person_settles_what_is_unknown(
    state: DeliveryState, messages: int, office: Callable[..., Office]
) -> None:
    sending = office()
    with odd_server(after_the_dot) as odd:
        sending.send(unprotected(odd.port))
    with Ledger(sending.ledger_file) as ledger:
        assert ledger.settle("Essen", state, NOW) == 0
        assert ledger.settle("Köln", state, NOW) == 1
        (mailing,) = sending.mailings()
        assert open_job(mailing, ledger).latest[BOX].state is state
    with post_office() as post:
        sending.send(unprotected(post.port))

    assert post.got(BOX) == messages


def test_what_is_unknown_does_not_even_go_again_before_it_is_settled(
    office: Callable[..., Office],
) -> None:
    sending = office({"Köln": [BOX, "b@koeln-amt.de"]})
    with post_office() as post:
        post.rcpt[BOX] = ["550 no"]
        sending.send(unprotected(post.port))
    with odd_server(after_the_dot) as odd:
        sending.send(unprotected(odd.port))
    with post_office() as post:
        states = sending.send(unprotected(post.port), again=True)
        assert states[BOX][0] == "unknown"
        assert [recipients for recipients, _ in post.mail] == [("b@koeln-amt.de",)]

        with Ledger(sending.ledger_file) as ledger:
            ledger.settle("Köln", DeliveryState.FAILED, NOW)
        sending.send(unprotected(post.port))

    assert (post.got(BOX), post.got("b@koeln-amt.de")) == (1, 1)


def test_one_of_several_unknown_messages_is_settled_by_its_id(
    office: Callable[..., Office],
) -> None:
    sending = office()
    with odd_server(after_the_dot) as odd:
        sending.send(unprotected(odd.port))
        write_report(sending.report("Köln"), "Köln", text="corrected")
        sending.send(unprotected(odd.port))

    with Ledger(sending.ledger_file) as ledger:
        first, second = ledger.unknown()
        assert ledger.settle(first.message_id, DeliveryState.SENT, NOW) == 1
        assert ledger.unknown() == (second,)
