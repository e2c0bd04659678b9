"""Small reports, departments and runs for the tests of delivery."""

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec import Struct, field
from pikepdf import Dictionary, Name, Pdf

from reportgen.delivery.deliver import Clock, Job, deliver, first_job, open_job
from reportgen.delivery.departments import Directory, load_departments
from reportgen.delivery.ledger import Ledger
from reportgen.delivery.message import Message, Writing, compose
from reportgen.delivery.plan import Mailing, plan
from reportgen.delivery.server import Security, Server
from reportgen.delivery.smime import Seal
from reportgen.delivery.smtp import Connection
from reportgen.editions.identity import identify
from reportgen.layout.load import Layout

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

#: Between the rounds of a run that never gets through.
ALL_PAUSES = [5, 20, 80, 300]

#: Recipients of two cities.
TWO = {"Köln": ["a@koeln-amt.de", "b@koeln-amt.de"], "Essen": ["a@essen-amt.de"]}

_PDFX = "{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion"


def write_report(
    path: Path,
    city: str,
    year: int = 2020,
    language: str = "de",
    *,
    text: str = "",
    for_print: bool = False,
) -> Path:
    """A PDF of one empty page that says of itself what a report says."""
    keywords = f"{city}, {year}, SGB II"
    with Pdf.new() as document:
        document.add_blank_page()
        document.Root.Lang = language
        document.Root.Extra = Dictionary(Text=text, Type=Name.Extra)
        with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["pdf:Keywords"] = keywords
            if for_print:
                metadata[_PDFX] = "PDF/X-4"
        document.docinfo["/Keywords"] = keywords
        path.parent.mkdir(parents=True, exist_ok=True)
        document.save(path, deterministic_id=True)
    return path


def write_departments(
    path: Path, cities: Mapping[str, Sequence[str]], mail: str = "", extra: str = ""
) -> Path:
    """A file of departments.

    Args:
        path: where to.
        cities: recipients by the city's name.
        mail: more lines of the table `mail`.
        extra: more lines of each city.
    """
    lines = ["[mail]", 'sender = "Büro <post@benchmarking.de>"', "per_minute = 1_000_000_000", mail]
    for name, boxes in cities.items():
        lines += (
            f"[cities.{slug_of(name)}]",
            f'name = "{name}"',
            'office = "Sozialamt"',
            f"to = {list(boxes)}",
            'salutation = "Guten Tag,"',
            extra,
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def forget_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test looks into the keyring, or at the settings, of whoever runs it."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    for name in list(os.environ):
        if name.startswith("REPORTGEN_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("REPORTGEN_MESSAGES", "en")


def slug_of(name: str) -> str:
    return name.lower().translate(str.maketrans({"ö": "oe", "ü": "ue", " ": "-"}))


class MadeUpTime:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.time = NOW
        self.pauses: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.time += timedelta(seconds=seconds)

    @property
    def clock(self) -> Clock:
        return Clock(now=lambda: self.time, sleep=self.sleep)


class Office(Struct):
    """Everything that a run needs, in a folder of its own; `told` are cities it was done with."""

    folder: Path
    layout: Layout
    cities: Mapping[str, Sequence[str]]
    mail: str = ""
    time: MadeUpTime = field(default_factory=MadeUpTime)
    seal: Seal = field(default_factory=Seal)
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for city in self.cities:
            write_report(self.report(city), city)
        write_departments(self.folder / "departments.toml", self.cities, self.mail)

    def report(self, city: str) -> Path:
        return self.folder / "2020" / f"{slug_of(city)}.pdf"

    @property
    def directory(self) -> Directory:
        return load_departments(self.folder / "departments.toml")

    @property
    def ledger_file(self) -> Path:
        return self.folder / "deliveries.sqlite"

    def mailings(self) -> tuple[Mailing, ...]:
        return plan(self.folder / "2020", self.directory, (), identify)

    def write(self, job: Job) -> Message:
        writing = Writing(
            language=self.layout.language,
            texts=self.layout.mail,
            style=self.layout.texts.style,
            mail=self.directory.departments.mail,
            seal=self.seal,
        )
        return compose(
            job.mailing, writing, b"", self.time.time, job.replaces, again=job.item.again
        )

    def messages(self) -> list[Message]:
        return [self.write(first_job(mailing)) for mailing in self.mailings()]

    def send(self, server: Server, *, again: bool = False) -> dict[str, tuple[str, str]]:
        """One run; returns what the ledger says of each recipient: state and answer."""
        with Ledger(self.ledger_file) as ledger:
            jobs = [open_job(mailing, ledger, again=again) for mailing in self.mailings()]
            mail = self.directory.departments.mail
            connection = Connection(server)
            deliver(jobs, mail, self.write, connection, ledger, self.time.clock, self._tell)
        return self.states()

    def _tell(self, job: Job) -> None:
        self.told.append(job.item.city)

    def states(self) -> dict[str, tuple[str, str]]:
        """What the ledger says of each recipient: latest state and answer."""
        with Ledger(self.ledger_file) as ledger:
            entries = [
                entry
                for mailing in self.mailings()
                for entry in ledger.history(mailing.report.sha256)
            ]
        return {entry.recipient: (str(entry.state), entry.answer) for entry in entries}


def unprotected(port: int) -> Server:
    """A server that is spoken to in the clear."""
    return Server(host="127.0.0.1", port=port, security=Security.NONE, timeout=20, final_timeout=20)
