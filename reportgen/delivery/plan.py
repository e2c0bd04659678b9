"""Which files go to whom: the reports of a folder, each compared with the city it is for."""

import hashlib
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from msgspec import Struct

from reportgen.delivery.departments import Attached, Department, Directory
from reportgen.errors import DeliveryError, Problem, did_you_mean, faults_as
from reportgen.model import COPIES, Edition, Identity, report_name

#: Tells from the content of a PDF whose report it is; the second argument is its name.
Identify = Callable[[bytes, str], Identity]


class AttachedPdf(Struct, frozen=True, kw_only=True):
    """A PDF that is attached, as it was when it was checked."""

    path: Path
    identity: Identity
    size: int
    sha256: str

    def read(self) -> bytes:
        """The very bytes that were checked.

        Raises:
            DeliveryError: the file is gone, or is another one by now.
        """
        content = _read(self.path)
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise DeliveryError(
                Problem(
                    code="report-changed",
                    message=f"{self.path.name} was changed while reports were sent",
                    where=str(self.path),
                    hint="run the same command again; what was sent is known",
                )
            )
        return content


class Mailing(Struct, frozen=True, kw_only=True):
    """What one city gets.

    Attributes:
        slug: of the city.
        pdfs: at least one; the first is the report that the ledger knows the message by.
    """

    slug: str
    department: Department
    pdfs: tuple[AttachedPdf, ...]

    @property
    def report(self) -> AttachedPdf:
        """The PDF that stands for the message."""
        return self.pdfs[0]


def plan(
    folder: Path, directory: Directory, names: tuple[str, ...], identify: Identify
) -> tuple[Mailing, ...]:
    """Finds and checks the files of every wanted city.

    Args:
        folder: with the reports of one year, or with one folder of that kind.
        directory: who gets them.
        names: of the wanted cities; without any, all, and then every report needs recipients.
        identify: reads whose report a PDF is.

    Raises:
        UsageError: a city is not in the directory.
        DeliveryError: with all problems: a file is missing, or is another city's, year's or
            language's report; a city has no recipients.
    """
    wanted = directory.find(names)
    folder = _folder_of_one_year(folder)
    problems: list[Problem] = []
    if not names:
        problems += _without_recipients(folder, directory)
    mail = directory.departments.mail
    editions = [edition for edition in Edition if edition.value in mail.attach]
    mailings = []
    for slug, department in wanted.items():
        pdfs = []
        for edition in editions:
            path = folder / report_name(slug, department.language, edition)
            # A file for the press carries no others (PDF/X-4).
            needs_data = Attached.DATA in mail.attach and edition is Edition.DIGITAL
            try:
                pdf = _enclosure(path, department, edition, identify, needs_data=needs_data)
                pdfs.append(pdf)
            except DeliveryError as fault:
                problems += fault.problems
        if pdfs:
            mailings.append(Mailing(slug=slug, department=department, pdfs=tuple(pdfs)))
    problems += (p for mailing in mailings for p in _too_large(mailing, mail.size_limit_mb))
    problems += _other_years(folder, [pdf for mailing in mailings for pdf in mailing.pdfs])
    if problems:
        raise DeliveryError(*problems)
    return tuple(mailings)


def refuse_reserved(mailings: Collection[Mailing], directory: Directory) -> None:
    """Stops when an address is one of those made for examples, which only a dry run may have.

    Raises:
        DeliveryError: with every such address.
    """
    mail = directory.departments.mail
    boxes = {mail.sender.key: ("mail.sender", mail.sender)}
    for box in mail.reply_to:
        boxes.setdefault(box.key, ("mail.reply_to", box))
    for mailing in mailings:
        for box in mailing.department.recipients:
            boxes.setdefault(box.key, (f"cities.{mailing.slug}", box))
    problems = [
        Problem(
            code="reserved-domain",
            message=f"{box.address} is an example: nobody can receive mail there",
            where=f"{directory.file}, {where}",
            hint="name your own file by --departments, or try --dry-run",
        )
        for where, box in boxes.values()
        if box.is_reserved
    ]
    if problems:
        raise DeliveryError(*problems)


def _folder_of_one_year(folder: Path) -> Path:
    """`folder` itself, or the one folder in it that has PDFs."""
    if any(folder.glob("*.pdf")):
        return folder
    years = sorted({pdf.parent for pdf in folder.glob("*/*.pdf")})
    if len(years) == 1:
        return years[0]
    if not years:
        raise DeliveryError(
            Problem(
                code="no-reports",
                message=f"{folder} has no reports",
                where=str(folder),
                hint="`reportgen build` makes them",
            )
        )
    raise DeliveryError(
        Problem(
            code="several-years",
            message=f"{folder} has reports of several years",
            where=str(folder),
            hint="name one of " + ", ".join(str(year) for year in years),
        )
    )


def _enclosure(
    path: Path,
    department: Department,
    edition: Edition,
    identify: Identify,
    *,
    needs_data: bool,
) -> AttachedPdf:
    if not path.is_file():
        raise DeliveryError(
            Problem(
                code="recipients-without-city",
                message=f"{department.name} has recipients, but no report {path.name}",
                where=str(path),
                hint="build it, remove the city, or choose others by --city",
            )
        )
    content = _read(path)
    identity = identify(content, str(path))
    found = (identity.city, identity.language, identity.edition)
    meant = (department.name, department.language, edition)
    if found != meant:
        raise DeliveryError(
            Problem(
                code="wrong-report",
                message=f"{path.name} must be of {_words(*meant)}, but is of {_words(*found)}",
                where=str(path),
                hint="nothing was sent; build the reports again",
            )
        )
    if needs_data and not identity.has_data:
        raise DeliveryError(
            Problem(
                code="no-data-inside",
                message=f"{path.name} carries no data that could be attached as a table",
                where=str(path),
                hint="build it with --attach-data, or do not attach data",
            )
        )
    return AttachedPdf(
        path=path,
        identity=identity,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _words(city: str, language: str, edition: Edition) -> str:
    return f'"{city}" ({language}, {edition})'


def _without_recipients(folder: Path, directory: Directory) -> Iterator[Problem]:
    cities = directory.departments.cities
    for path in sorted(folder.glob("*.pdf")):
        if _slug(path, cities) is None and not path.name.endswith(COPIES):
            yield Problem(
                code="city-without-recipients",
                message=f"nobody is to receive {path.name}",
                where=f"{directory.file}, cities",
                hint=did_you_mean(path.stem, cities) or "add the city, or choose others by --city",
            )


def _slug(path: Path, slugs: Collection[str]) -> str | None:
    """Which city a file is named after; none of them has a name that only adds a suffix."""
    stem = path.stem.removesuffix("-print")
    names = (path.stem, stem, stem.removesuffix("-en"))
    return next((name for name in names if name in slugs), None)


def _other_years(folder: Path, pdfs: Collection[AttachedPdf]) -> Iterator[Problem]:
    years = {pdf.identity.year for pdf in pdfs}
    year = int(folder.name) if folder.name.isdecimal() else max(years, default=0)
    for pdf in pdfs:
        if pdf.identity.year != year:
            yield Problem(
                code="wrong-report",
                message=f"{pdf.path.name} must be of {year}, but is of {pdf.identity.year}",
                where=str(pdf.path),
                hint="nothing was sent; build the reports again",
            )


def _too_large(mailing: Mailing, limit_mb: float) -> Iterator[Problem]:
    """Told before anything is sent; base64 makes 78 bytes of 57 (RFC 2045, 6.8)."""
    least = sum(pdf.size for pdf in mailing.pdfs) * 78 / 57
    if least > limit_mb * 1_000_000:
        yield too_large(mailing, least, limit_mb)


def too_large(mailing: Mailing, size: float, limit_mb: float) -> Problem:
    """A message is larger than allowed; `size` is in bytes."""
    return Problem(
        code="message-too-large",
        message=f"the message for {mailing.department.name} has {size / 1_000_000:.1f} MB, "
        f"more than {limit_mb:g} MB",
        where=str(mailing.report.path),
        hint="attach less, or raise mail.size_limit_mb if the recipients' servers take it",
    )


def _read(path: Path) -> bytes:
    message = f"{path.name} cannot be read"
    unreadable = Problem(code="file-unreadable", message=message, where=str(path))
    with faults_as(DeliveryError, unreadable):
        return path.read_bytes()
