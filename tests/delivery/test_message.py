"""A mail is correct for every reader, says the same in both forms, and cannot be tampered with."""

import email
import re
from collections.abc import Callable, Mapping
from datetime import date
from email.header import decode_header, make_header
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec.structs import replace

from reportgen.delivery.address import HeaderText, Mailbox
from reportgen.delivery.deliver import first_job
from reportgen.delivery.message import Message, Replaced, Writing, compose
from reportgen.delivery.smime import Seal
from reportgen.errors import DeliveryError
from reportgen.layout.load import Layout, load_layout
from tests.delivery.making import NOW, Office, write_report
from tests.layouts import changed

Offices = Callable[..., Office]


def parsed(message: Message) -> EmailMessage:
    made = email.message_from_bytes(message.content, policy=default)
    assert isinstance(made, EmailMessage)
    return made


def only(sending: Office) -> EmailMessage:
    (message,) = sending.messages()
    return parsed(message)


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def boxes_of(message: EmailMessage, name: str) -> list[tuple[str, str]]:
    header = message[name]
    assert isinstance(header, AddressHeader)
    return [(box.display_name, box.addr_spec) for box in header.addresses]


class Outline(HTMLParser):
    """Tags and texts of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(" ".join(data.split()))


def test_the_headers_are_all_there_and_no_others(office: Offices) -> None:
    message = only(office(mail='reply_to = ["Fragen <fragen@benchmarking.de>"]'))

    assert dict(message.items()) == {
        "Date": "Sun, 01 Mar 2026 12:00:00 +0000",
        "From": "Büro <post@benchmarking.de>",
        "Reply-To": "Fragen <fragen@benchmarking.de>",
        "To": "amt@koeln-amt.de",
        "Subject": "Stadtprofil Köln 2020",
        "Message-ID": message["Message-ID"],
        "Auto-Submitted": "auto-generated",
        "Content-Language": "de",
        "MIME-Version": "1.0",
        "Content-Type": message["Content-Type"],
    }
    assert re.fullmatch(r"<[0-9a-f]{32}@benchmarking\.de>", message["Message-ID"])


def test_everything_on_the_wire_is_ascii_in_short_lines(office: Offices) -> None:
    long = "Ämter für Soziales, Wohnen; Pflege und Teilhabe " * 4
    sending = office({"Köln": [f"{long} <amt@koeln-amt.de>", '"Müller, Ö." <b@koeln-amt.de>']})
    (message,) = sending.messages()

    assert message.content.isascii()
    assert message.content.endswith(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", message.content)
    head = message.content.partition(b"\r\n\r\n")[0]
    assert max(len(line) for line in head.split(b"\r\n")) <= 78


@pytest.mark.parametrize(
    "name",
    [
        "Amt",
        "Köln, Amt",
        "Amt; x: y",
        "Müller (Köln)",
        "a.b",
        "@",
        "ß" * 8,
        "x" * 300,
        "=?utf-8?q?a?=",
    ],
)
def test_names_come_back_as_they_were(name: str, office: Offices) -> None:
    sending = office({"Köln": [f"{name} <amt@koeln-amt.de>", f'"{name}" <b@koeln-amt.de>']})

    assert boxes_of(only(sending), "To") == [(name, "amt@koeln-amt.de"), (name, "b@koeln-amt.de")]


def test_a_long_name_comes_back_as_it_was() -> None:
    name = "Große " + "ß" * 150

    header = Mailbox(name=name, address="a@b.de").header()

    # The newer parser of the standard library puts a blank between two encoded words.
    assert str(make_header(decode_header(header))) == f"{name} <a@b.de>"
    assert max(map(len, header.split("\r\n"))) <= 76


def test_a_crowd_comes_back_as_it_was(office: Offices) -> None:
    crowd = [(f"Größe, {n}", f"p{n}@koeln-amt.de") for n in range(500)]
    sending = office({"Köln": [f"{name} <{address}>" for name, address in crowd]})

    assert boxes_of(only(sending), "To") == crowd


def test_bcc_is_in_no_header(office: Offices) -> None:
    sending = office()
    file = sending.folder / "departments.toml"
    text = file.read_text(encoding="utf-8") + 'cc = ["c@koeln-amt.de"]\nbcc = ["b@koeln-amt.de"]\n'
    file.write_text(text, encoding="utf-8")
    (message,) = sending.messages()

    assert boxes_of(parsed(message), "Cc") == [("", "c@koeln-amt.de")]
    assert b"b@koeln-amt.de" not in message.content
    assert b"bcc" not in message.content.lower()
    (mailing,) = sending.mailings()
    assert [box.address for box in mailing.department.recipients] == [
        "amt@koeln-amt.de", "c@koeln-amt.de", "b@koeln-amt.de",
    ]  # fmt: skip


def test_the_attachment_is_the_file_with_a_name_for_people(office: Offices) -> None:
    sending = office()
    message = only(sending)

    (attachment,) = message.iter_attachments()
    assert attachment.get_content_type() == "application/pdf"
    assert attachment.get_filename() == "Stadtprofil Köln 2020.pdf"
    assert attachment.get_content() == sending.report("Köln").read_bytes()
    assert b"filename*=utf-8''Stadtprofil%20K%C3%B6ln%202020.pdf" in bytes(attachment)
    # For programs that only know this one.
    assert attachment["Content-Type"].params["name"] == "koeln.pdf"


def test_both_forms_of_the_text_say_the_same(office: Offices) -> None:
    message = only(office())

    spoken = " ".join(Outline(body(message, "html")).texts).split()
    plain = body(message, "plain").replace("\n- ", "\n").replace("Anlagen:", "Anlagen").split()
    title = message["Subject"].split()
    assert spoken == title + plain


@pytest.mark.parametrize(("attached", "said"), [("digital", True), ("print", False)])
def test_only_what_is_accessible_is_called_so(
    attached: str, said: bool, office: Offices, layouts: Mapping[str, Layout]
) -> None:
    sending = office(mail=f'attach = ["{attached}"]')
    write_report(sending.folder / "2020" / "koeln-print.pdf", "Köln", for_print=True)

    for language, word in (("de", "barrierefrei"), ("en", "accessible")):
        sending.layout = layouts[language]
        assert (word in body(only(sending), "plain")) is said


def test_the_html_can_be_read_aloud(office: Offices) -> None:
    page = Outline(body(only(office()), "html"))

    tags = [tag for tag, _ in page.tags]
    assert page.tags[0] == ("html", {"lang": "de"})
    assert [tag for tag in tags if tag.startswith("h") and tag[1:].isdigit()] == ["h1", "h2"]
    assert set(tags) == {"html", "head", "meta", "title", "body", "h1", "h2", "p", "ul", "li"}


def test_the_same_input_gives_the_same_bytes(office: Offices) -> None:
    sending = office()

    assert sending.messages() == sending.messages()


def test_markup_in_names_stays_text(office: Offices) -> None:
    sending = office()
    file = sending.folder / "departments.toml"
    sharp = file.read_text(encoding="utf-8").replace("Guten Tag,", "<b>Hallo</b> & {city}")
    file.write_text(sharp, encoding="utf-8")
    message = only(sending)

    assert "<b>Hallo</b> & {city}" in body(message, "plain")
    assert "&lt;b&gt;Hallo&lt;/b&gt; &amp; {city}" in body(message, "html")


def test_a_correction_says_what_it_replaces(office: Offices) -> None:
    sending = office()
    (job,) = [first_job(mailing) for mailing in sending.mailings()]
    former = Replaced(sent=date(2026, 2, 3), sha256="0123456789abcdef" * 4)

    message = parsed(sending.write(replace(job, replaces=former)))

    for text in (message["Subject"], body(message, "plain"), body(message, "html")):
        assert "03.02.2026" in text
        assert "0123456789ab" in text


def test_english_departments_get_english_mails(
    office: Offices, layouts: Mapping[str, Layout]
) -> None:
    sending = office()
    sending.layout = layouts["en"]
    message = only(sending)

    assert (message["Subject"], message["Content-Language"]) == ("City profile Köln 2020", "en")
    assert '<html lang="en">' in body(message, "html")


@pytest.mark.parametrize(
    "text", ["=?utf-8?q?a=0D=0ABcc=3A_e=40x.de?=", "x" * 300, "ä " * 100, "a, b; c: <d>"]
)
def test_a_subject_comes_back_as_it_was(text: str, office: Offices, tmp_path: Path) -> None:
    look = changed(tmp_path / "layouts", ("de.toml", "mail.subject", f'"{text}"'))
    sending = office()
    sending.layout = load_layout(look)
    (message,) = sending.messages()

    legacy = email.message_from_bytes(message.content)
    assert str(make_header(decode_header(legacy["Subject"]))) == text.strip()
    assert "Bcc" not in legacy


@pytest.mark.parametrize("key", ["subject", "name"])
def test_no_value_can_add_a_header(key: str, office: Offices, tmp_path: Path) -> None:
    """Not even from the layout, and not past the check of departments.toml."""
    folder = tmp_path / "layouts"
    look = changed(folder, ("de.toml", f"mail.{key}", '"x\\r\\nBcc: evil@x.de\\n\\n{city}"'))
    sending = office()
    sending.layout = load_layout(look)

    if key == "subject":
        with pytest.raises(DeliveryError) as caught:
            sending.messages()
        assert [problem.code for problem in caught.value.problems] == ["line-break"]
    else:
        message = only(sending)
        assert message["Bcc"] is None
        (attachment,) = message.iter_attachments()
        assert attachment.get_filename() == "x--Bcc- evil@x.de--Köln.pdf"


@pytest.mark.parametrize("sign", ["\r\n", "\n", "\r", "\0", "\u2028", "\x85", "\x0b"])
def test_no_name_has_a_line_break(sign: str) -> None:
    for text in (f"Amt{sign}Bcc: e@x.de <a@b.de>", f"a@b.de{sign}", f'"A{sign}" <a@b.de>'):
        with pytest.raises(ValueError, match="has a line break"):
            Mailbox.from_toml(text)
    with pytest.raises(ValueError, match="has a line break"):
        HeaderText.from_toml(f"Guten Tag,{sign}")


def test_a_message_above_the_limit_is_refused(office: Offices) -> None:
    sending = office(mail="size_limit_mb = 0.003")

    with pytest.raises(DeliveryError) as caught:
        sending.messages()

    assert [problem.code for problem in caught.value.problems] == ["message-too-large"]


def test_a_table_is_attached_beside_the_pdf(office: Offices, german: Layout) -> None:
    sending = office()
    (mailing,) = sending.mailings()
    writing = Writing(
        language="de", texts=german.mail, style=german.texts.style,
        mail=sending.directory.departments.mail, seal=Seal(),
    )  # fmt: skip

    message = parsed(compose(mailing, writing, b"a workbook", NOW))

    pdf, table = message.iter_attachments()
    assert pdf.get_content_type() == "application/pdf"
    assert table.get_filename() == "Stadtprofil Köln 2020 Daten.xlsx"
    assert table["Content-Type"].params["name"] == "koeln.xlsx"
    assert table.get_content() == b"a workbook"


def test_a_file_that_changes_meanwhile_is_not_sent(office: Offices) -> None:
    sending = office()
    (job,) = [first_job(mailing) for mailing in sending.mailings()]
    sending.report("Köln").write_bytes(b"something else")

    with pytest.raises(DeliveryError) as caught:
        sending.write(job)

    assert [problem.code for problem in caught.value.problems] == ["report-changed"]
