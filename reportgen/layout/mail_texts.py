"""The words of a mail in a language file, and the frame of its HTML form.

The same paragraphs become the plain text and the HTML of a mail, so that both say the same.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Annotated, Any

from msgspec import Struct

from reportgen.errors import Problem
from reportgen.tomlfile import Gaps, fill

#: What every text may name.
_GAPS = ("city", "year", "office", "salutation", "sender", "checksum")


class MailTexts(Struct, frozen=True, kw_only=True):
    """Words of a mail.

    Attributes:
        subject: one line; `subject_of_correction` instead when an earlier report is replaced,
            which was sent on the day `replaced_date`.
        heading: one line.
        paragraphs: of the text; those that come out empty are left out.
        correction: fills the gap of that name when an earlier report is replaced, else nothing.
        erratum, erratum_note: fill the gaps of these names when the report ends with a page of
            corrections, else nothing; in a subject only the first.
        accessible: fills the gap of that name when the digital PDF is attached, else nothing.
        files_heading: stands above the list of attached files.
        file: an entry of that list, about the file.
        name: of an attached PDF, without its ending; `name_print` that of the print edition,
            `name_data` that of the table.
    """

    subject: Annotated[str, Gaps(*_GAPS, "erratum")]
    subject_of_correction: Annotated[
        str, Gaps(*_GAPS, "erratum", "replaced_date", "replaced_checksum")
    ]
    heading: Annotated[str, Gaps(*_GAPS)]
    paragraphs: Annotated[tuple[str, ...], Gaps(*_GAPS, "correction", "erratum_note", "accessible")]
    correction: Annotated[str, Gaps(*_GAPS, "replaced_date", "replaced_checksum")]
    erratum: Annotated[str, Gaps("page")]
    erratum_note: Annotated[str, Gaps("page")]
    accessible: str
    files_heading: Annotated[str, Gaps(*_GAPS)]
    file: Annotated[str, Gaps("name", "size", "checksum")]
    name: Annotated[str, Gaps(*_GAPS)]
    name_print: Annotated[str, Gaps(*_GAPS)]
    name_data: Annotated[str, Gaps(*_GAPS)]


class _MailFile(Struct, frozen=True, kw_only=True):
    mail: MailTexts


class MailTable(Struct, frozen=True):
    """The table of a language file that is read only where mails are written.

    An archived layout may have one of an older form, and its reports are built all the same.
    """

    table: Mapping[str, Any]

    @classmethod
    def from_toml(cls, value: object) -> "MailTable":
        """The table as it is."""
        if not isinstance(value, dict):
            raise ValueError(f"must be a table, not {value!r}")
        return cls(value)

    def read(self, file: str, problems: list[Problem]) -> MailTexts | None:
        """The words, or None when anything was wrong, which is appended to `problems`."""
        found = fill(_MailFile, {"mail": self.table}, file, problems)
        return found.mail if found else None


def html_of(
    *,
    language: str,
    subject: str,
    heading: str,
    paragraphs: Sequence[str],
    files_heading: str,
    files: Sequence[str],
) -> str:
    """The frame of a mail in HTML: headings, paragraphs and a list; every value is escaped."""
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{escape(language)}">',
        f'<head><meta charset="utf-8"><title>{escape(subject)}</title></head>',
        "<body>",
        f"<h1>{escape(heading)}</h1>",
        *(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs),
        f"<h2>{escape(files_heading)}</h2>",
        "<ul>",
        *(f"<li>{escape(file)}</li>" for file in files),
        "</ul>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"
