"""Builds one mail: headers, the text in two forms, the files; the same input gives the same bytes.

Headers with addresses are written an address a line. The standard library's newer interface folds
long lists with encoded names wrongly (a comma gets into the encoded name), and decodes what only
looks like an encoded word.
"""

import hashlib
import textwrap
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from msgspec import Struct

from reportgen.delivery.address import Mailbox, is_line, is_plain
from reportgen.delivery.departments import Mail
from reportgen.delivery.plan import Mailing, too_large
from reportgen.delivery.smime import Seal
from reportgen.errors import DeliveryError, Problem
from reportgen.layout.formatting import Style
from reportgen.layout.mail_texts import MailTexts, html_of
from reportgen.model import Edition

#: Every server takes seven bits and lines that are not too long (RFC 5321, 4.5.3.1.6).
_POLICY = SMTP.clone(cte_type="7bit")

_PDF = "application/pdf"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: So much of a SHA-256 is shown to people.
SHORT = 12


class Replaced(Struct, frozen=True, kw_only=True):
    """An earlier report that a corrected one takes the place of."""

    sent: date
    sha256: str


class Message(Struct, frozen=True, kw_only=True):
    """A mail as it goes over the wire, without Bcc.

    Attributes:
        message_id: the same for each try to send it, so that servers know a double.
        content: lines end with CRLF.
    """

    message_id: str
    content: bytes


class Writing(Struct, frozen=True, kw_only=True):
    """What all mails of a language are written with."""

    language: str
    texts: MailTexts
    style: Style
    mail: Mail
    seal: Seal


class _File(Struct, frozen=True, kw_only=True):
    """Something attached; `plain_name` is for programs that do not know RFC 2231."""

    name: str
    plain_name: str
    media_type: str
    content: bytes


def compose(
    mailing: Mailing,
    writing: Writing,
    table: bytes,
    now: datetime,
    replaces: Replaced | None = None,
    *,
    again: int = 0,
) -> Message:
    """Writes the mail of one city.

    Args:
        mailing: whose PDFs are read, and compared with what was checked.
        writing: words, sender, signature.
        table: the numbers as XLSX, empty when they are not attached.
        now: becomes its date.
        replaces: what the recipients have got before, when this is a correction.
        again: how many times the same report was wilfully sent before.

    Raises:
        DeliveryError: a file has changed, a text has a line break where none may be, the message
            is too large, or cannot be signed or encrypted.
    """
    texts, values = writing.texts, _values(mailing, writing, replaces)
    files = _files(mailing, texts, values, table)
    department, mail = mailing.department, writing.mail
    known_by = f"{mailing.slug} {mailing.report.sha256} {again}"
    identifier = hashlib.sha256(known_by.encode()).hexdigest()[:32]
    message_id = f"<{identifier}@{mail.sender.domain}>"
    key, text = "subject", texts.subject
    if replaces:
        key, text = "subject_of_correction", texts.subject_of_correction
    subject = _line(_filled(text, values), f"mail.{key}", writing)
    entity = _entity(subject, writing, values, files, identifier)
    entity = writing.seal.apply(entity, mailing.slug, identifier)
    head = (
        f"Date: {format_datetime(now)}\r\n",
        _addresses("From", (mail.sender,)),
        _addresses("Reply-To", mail.reply_to),
        _addresses("To", department.to),
        _addresses("Cc", department.cc),
        _subject(subject),
        f"Message-ID: {message_id}\r\n",
        "Auto-Submitted: auto-generated\r\n",
        f"Content-Language: {writing.language}\r\n",
    )
    content = "".join(head).encode("ascii") + entity
    if len(content) > mail.size_limit_mb * 1_000_000:
        raise DeliveryError(too_large(mailing, len(content), mail.size_limit_mb))
    return Message(message_id=message_id, content=content)


def _values(mailing: Mailing, writing: Writing, replaces: Replaced | None) -> dict[str, str]:
    """What fills the gaps of the texts."""
    department, sender, texts = mailing.department, writing.mail.sender, writing.texts
    values = {
        "city": department.name,
        "year": str(mailing.report.identity.year),
        "office": department.office,
        "salutation": department.salutation,
        "sender": sender.name or sender.address,
        "checksum": mailing.report.sha256[:SHORT],
        "correction": "",
        "erratum": "",
        "erratum_note": "",
        "accessible": "",
    }
    if any(pdf.identity.edition is Edition.DIGITAL for pdf in mailing.pdfs):
        values["accessible"] = texts.accessible
    if page := mailing.report.identity.erratum:
        values["erratum"] = _filled(texts.erratum, {"page": page})
        values["erratum_note"] = _filled(texts.erratum_note, {"page": page})
    if replaces:
        values["replaced_date"] = writing.style.day(replaces.sent)
        values["replaced_checksum"] = replaces.sha256[:SHORT]
        values["correction"] = _filled(texts.correction, values)
    return values


def _filled(text: str, values: Mapping[str, str]) -> str:
    return text.format_map(values).strip()


def _files(
    mailing: Mailing, texts: MailTexts, values: Mapping[str, str], table: bytes
) -> tuple[_File, ...]:
    names = {Edition.DIGITAL: texts.name, Edition.PRINT: texts.name_print}
    files = [
        _File(
            name=f"{_as_file_name(_filled(names[pdf.identity.edition], values))}.pdf",
            plain_name=pdf.path.name,
            media_type=_PDF,
            content=pdf.read(),
        )
        for pdf in mailing.pdfs
    ]
    if table:
        name = f"{_as_file_name(_filled(texts.name_data, values))}.xlsx"
        plain_name = f"{mailing.slug}.xlsx"
        files.append(_File(name=name, plain_name=plain_name, media_type=_XLSX, content=table))
    return tuple(files)


def _as_file_name(text: str) -> str:
    return "".join("-" if c in '<>:"/\\|?*' or not is_line(c) else c for c in text)


def _line(text: str, key: str, writing: Writing) -> str:
    if is_line(text):
        return text
    raise DeliveryError(
        Problem(
            code="line-break",
            message=f"{key}: {text!r} must be one line",
            where=f"{writing.language}.toml, {key}",
            hint="take line breaks and other control signs out of it",
        )
    )


def _entity(
    subject: str,
    writing: Writing,
    values: Mapping[str, str],
    files: Iterable[_File],
    identifier: str,
) -> bytes:
    """Text, HTML and files with their own headers; these alone are signed."""
    texts = writing.texts
    heading = _filled(texts.heading, values)
    paragraphs = [filled for text in texts.paragraphs if (filled := _filled(text, values))]
    files_heading = _filled(texts.files_heading, values)
    entries = [
        _filled(
            texts.file,
            {
                "name": file.name,
                "size": writing.style.with_unit(len(file.content) / 1000, "kB"),
                "checksum": hashlib.sha256(file.content).hexdigest()[:SHORT],
            },
        )
        for file in files
    ]
    entity = EmailMessage(policy=_POLICY)
    entity.set_content(_plain(heading, paragraphs, files_heading, entries), cte="quoted-printable")
    entity.add_alternative(
        html_of(
            language=writing.language,
            subject=subject,
            heading=heading,
            paragraphs=paragraphs,
            files_heading=files_heading,
            files=entries,
        ),
        subtype="html",
        cte="quoted-printable",
    )
    for file in files:
        main, _, sub = file.media_type.partition("/")
        entity.add_attachment(
            file.content,
            maintype=main,
            subtype=sub,
            filename=file.name,
            params={"name": file.plain_name},
        )
    containers = [part for part in entity.walk() if part.is_multipart()]
    for number, part in enumerate(containers):
        # Neither of the two encodings in use has "=_" in its lines (RFC 2045, 6.7).
        part.set_boundary(f"=_{identifier}_{number}")
    return entity.as_bytes()


def _plain(heading: str, paragraphs: list[str], files_heading: str, entries: list[str]) -> str:
    parts = [heading, *(_wrapped(text) for text in paragraphs)]
    parts.append("\n".join([f"{files_heading}:", *(_wrapped(e, "- ") for e in entries)]))
    return "\n\n".join(parts) + "\n"


def _wrapped(text: str, bullet: str = "") -> str:
    return textwrap.fill(
        text,
        width=72,
        initial_indent=bullet,
        subsequent_indent=" " * len(bullet),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _subject(text: str) -> str:
    # What has a word that does not fit into a line is encoded too, so that it can be folded.
    plain = is_plain(text) and max(map(len, text.split()), default=0) < 60
    header = Header(text, "us-ascii" if plain else "utf-8", header_name="Subject", maxlinelen=76)
    folded = header.encode(linesep="\r\n")
    return f"Subject: {folded}\r\n"


def _addresses(name: str, boxes: tuple[Mailbox, ...]) -> str:
    listed = ",\r\n ".join(box.header() for box in boxes)
    return f"{name}: {listed}\r\n" if listed else ""
