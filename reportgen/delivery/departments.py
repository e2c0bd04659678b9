"""Who receives which city's report, and how mails are written: `departments.toml`, checked."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from msgspec import Struct
from msgspec.structs import replace

from reportgen.delivery.address import HeaderText, Mailbox
from reportgen.errors import DeliveryError, Problem, Severity, UsageError, did_you_mean
from reportgen.input_file import InputKind, read_input_text
from reportgen.model import WORKBOOK_LANGUAGE
from reportgen.toml_lines import with_lines
from reportgen.tomlfile import Range, numbers_out_of_range, read_toml

#: Of one city; each costs time, and nobody has so many.
_MOST_RECIPIENTS = 10_000


class Language(str):
    """Tag of a language that reports are made in, e.g. ``de``; the layout says which there are."""

    __slots__ = ()

    @classmethod
    def from_toml(cls, value: object) -> "Language":
        """Checks that it has the form of a tag.

        Raises:
            ValueError: it has not.
        """
        if not isinstance(value, str) or not re.fullmatch("[a-z]{2,3}(-[A-Z]{2})?", value):
            raise ValueError(f'must be the tag of a language like "de", not {value!r}')
        return cls(value)


_GERMAN = Language(WORKBOOK_LANGUAGE)


class Attached(StrEnum):
    """What goes with a mail: PDFs, and the numbers inside the PDF as a table."""

    DIGITAL = "digital"
    PRINT = "print"
    DATA = "data"


class Mail(Struct, frozen=True, kw_only=True):
    """What holds for all mails of a run.

    Attributes:
        sender: also says in which domain Message-IDs are.
        reply_to: where answers go, by default to the sender.
        attach: at least one of the two PDFs; the data are inside the digital one.
        size_limit_mb: of a whole message, encoded, in millions of bytes.
        per_minute: so many messages at most.
    """

    sender: Mailbox
    reply_to: tuple[Mailbox, ...] = ()
    attach: tuple[Attached, ...] = (Attached.DIGITAL,)
    size_limit_mb: Annotated[float, Range(0.001, 1000)] = 10.0
    per_minute: Annotated[int, Range(1, 1_000_000_000)] = 30


class Department(Struct, frozen=True, kw_only=True):
    """The recipients of one city's report.

    Attributes:
        name: of the city, as in the workbook.
        salutation: begins the text.
        certificates: PEM files, beside departments.toml; when there are any, mails to this city
            are encrypted, and every recipient needs one.
    """

    name: HeaderText
    office: HeaderText
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...] = ()
    bcc: tuple[Mailbox, ...] = ()
    language: Language = _GERMAN
    salutation: HeaderText
    certificates: tuple[HeaderText, ...] = ()

    @property
    def recipients(self) -> tuple[Mailbox, ...]:
        """All of them, each once."""
        unique: dict[str, Mailbox] = {}
        for box in (*self.to, *self.cc, *self.bcc):
            unique.setdefault(box.key, box)
        return tuple(unique.values())


class Departments(Struct, frozen=True, kw_only=True):
    """The content of the file.

    Attributes:
        cities: by slug, the name of the city's file without its ending.
    """

    mail: Mail
    cities: Mapping[str, Department]


class Directory(Struct, frozen=True, kw_only=True):
    """A file of departments that was read.

    Attributes:
        warnings: e.g. recipients that are named twice.
    """

    file: Path
    departments: Departments
    warnings: tuple[Problem, ...]

    def find(self, names: tuple[str, ...]) -> Mapping[str, Department]:
        """The departments of the cities of that name or slug; without names, of all.

        Raises:
            UsageError: for every name that is not in the file.
        """
        cities = self.departments.cities
        if not names:
            return cities
        known = {n.casefold(): slug for slug, d in cities.items() for n in (slug, d.name)}
        folded = {name: unicodedata.normalize("NFC", name).casefold() for name in names}
        unknown = [
            Problem(
                code="unknown-city",
                message=f'there are no recipients for a city "{name}"',
                where=str(self.file),
                hint=did_you_mean(name, [d.name for d in cities.values()]),
            )
            for name in names
            if folded[name] not in known
        ]
        if unknown:
            raise UsageError(*unknown)
        wanted = {known[name] for name in folded.values()}
        return {slug: d for slug, d in cities.items() if slug in wanted}


def load_departments(file: Path) -> Directory:
    """Reads and checks who receives what.

    Raises:
        DeliveryError: with every problem of the file, each with key path and line.
    """
    problems: list[Problem] = []
    departments = read_toml(file, Departments, problems)
    if departments:
        problems += numbers_out_of_range(departments, str(file))
        problems += _problems(departments, str(file))
    if not file.exists():
        hint = f"`reportgen template {file.with_suffix('.toml')}` writes an example"
        problems = [replace(problem, hint=hint) for problem in problems]
    if problems:
        with suppress(OSError, UnicodeDecodeError):  # which is reported
            text = read_input_text(file, InputKind.SETTINGS)
            problems = with_lines(problems, str(file), text)
    if departments is None or any(p.severity is Severity.ERROR for p in problems):
        raise DeliveryError(*problems)
    return Directory(file=file, departments=departments, warnings=tuple(problems))


def _problems(departments: Departments, file: str) -> Iterator[Problem]:
    mail, cities = departments.mail, departments.cities
    checks = (
        ("mail.attach", len(set(mail.attach)) == len(mail.attach), "names something twice"),
        (
            "mail.attach",
            {Attached.DIGITAL, Attached.PRINT} & set(mail.attach),
            'must name "digital" or "print"',
        ),
        (
            "mail.attach",
            set(mail.attach) != {Attached.PRINT, Attached.DATA},
            'must name "digital" too: the data are inside that PDF',
        ),
        ("cities", cities, "there are none"),
        *(
            (f"cities.{slug}", re.fullmatch("[a-z0-9-]+", slug), "is not the name of a city's file")
            for slug in cities
        ),
    )
    for key, fine, message in checks:
        if not fine:
            yield Problem(
                code="impossible-value", message=f"{key}: {message}", where=f"{file}, {key}"
            )
    slugs: dict[str, str] = {}
    for slug, department in cities.items():
        count = len(department.to) + len(department.cc) + len(department.bcc)
        if count > _MOST_RECIPIENTS:
            yield Problem(
                code="impossible-value",
                message=f"cities.{slug}: has {count} recipients, more than {_MOST_RECIPIENTS}",
                where=f"{file}, cities.{slug}",
            )
            continue
        if not department.to:
            yield Problem(
                code="no-recipients",
                message=f"cities.{slug}.to: {department.name} has no recipients",
                where=f"{file}, cities.{slug}.to",
                hint="name at least one address, or remove the city",
            )
        if (other := slugs.setdefault(department.name.casefold(), slug)) != slug:
            yield Problem(
                code="impossible-value",
                message=f'cities.{slug}.name: {department.name} is also the name of "{other}"',
                where=f"{file}, cities.{slug}.name",
            )
        if department.bcc and department.certificates:
            yield Problem(
                code="bcc-encrypted",
                message=f"cities.{slug}.bcc: an encrypted mail shows all of its readers for whom "
                "else it is encrypted",
                where=f"{file}, cities.{slug}.bcc",
                hint="name them as cc, or send to this city without certificates",
            )
        yield from _named_twice(slug, department, file)
    yield from _in_several_cities(cities, file)


def _in_several_cities(cities: Mapping[str, Department], file: str) -> Iterator[Problem]:
    """May be meant so, e.g. for whoever coordinates; or it was copied and not changed."""
    first: dict[str, str] = {}
    for slug, department in cities.items():
        for box in department.recipients:
            if (other := first.setdefault(box.key, slug)) != slug:
                yield Problem(
                    code="recipient-of-several",
                    message=f"cities.{slug}: {box.address} also gets the report of "
                    f"{cities[other].name}",
                    where=f"{file}, cities.{slug}",
                    hint="look whether that is meant",
                    severity=Severity.WARNING,
                )


def _named_twice(slug: str, department: Department, file: str) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for field in ("to", "cc", "bcc"):
        for position, box in enumerate(getattr(department, field)):
            place = f"cities.{slug}.{field}[{position}]"
            if (first := seen.setdefault(box.key, place)) != place:
                yield Problem(
                    code="recipient-twice",
                    message=f"{place}: {box.address} stands at {first} already",
                    where=f"{file}, {place}",
                    hint="it gets one message; remove one of the two",
                    severity=Severity.WARNING,
                )
