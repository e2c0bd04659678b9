"""Makes the reports of one city, or finds that those that are there would come out the same.

Nothing that lies with the reports is read or written here, so that other processes and other
machines can do this.
"""

import logging
import traceback
from collections import defaultdict
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from reportgen.errors import DocumentError, Problem, ReportgenError, reason_of
from reportgen.model import City, Edition, Portrait, Profile, Report, report_name
from reportgen.pipeline import build_reports, problems_of_words
from reportgen.workflows.fingerprint import Fingerprints
from reportgen.workflows.job import BuildJob
from reportgen.workflows.record import Input, ReportRecord, inputs_of_portrait

_log = logging.getLogger(__name__)


class Order(Struct, frozen=True, kw_only=True):
    """What is to be made, and what only one city has a part in.

    Attributes:
        place: of the city, among those of the run.
        portrait: the words of its office.
        odd: warnings about the portrait.
        files: of the portrait, by their names in the folder of portraits; some may not be there.
        known: reports that are there as they are recorded, by their names.
    """

    place: int
    portrait: Portrait
    odd: tuple[Problem, ...]
    files: Mapping[str, Path]
    known: Mapping[str, ReportRecord]


class MadeReport(Struct, frozen=True, kw_only=True):
    """A report, without a seal, and what is to be recorded of it.

    Attributes:
        pdf: None where the one that is there is made from the same.
    """

    pdf: bytes | None
    record: ReportRecord

    def __repr__(self) -> str:
        return f"MadeReport({self.record})"


class MadeCity(Struct, frozen=True, kw_only=True):
    """The reports of a city.

    Attributes:
        reports: one for each edition; none when something went wrong.
        problems: warnings, or the errors that made it fail.
        exit_code: of the error that made it fail, else 0.
        absent: what the city has not delivered, by table; empty where that is nothing.
    """

    city: City
    reports: tuple[MadeReport, ...] = ()
    problems: tuple[Problem, ...] = ()
    exit_code: int = 0
    absent: str = ""


class Maker:
    """Makes the reports of the cities of a run.

    Args:
        job: what all cities have in common.
        folder: of the year, as messages name it: without what a URL says of a password.
    """

    def __init__(self, job: BuildJob, folder: str) -> None:
        options = job.options
        # No more is kept than is needed, for it goes to other processes; keys of seals never do.
        self._profiles, self._former = job.profiles, job.former_profiles
        self._layout, self._issued, self._folder = job.layout, job.issued, folder
        self._editions, self._standard = options.editions, options.standard
        self._attach_data = options.attach_data
        self._fingerprints = Fingerprints(
            job.layout, job.issued, options.standard, attach_data=options.attach_data
        )
        if Edition.PRINT in options.editions:
            # Processes that are forked have what was imported before.
            import reportgen.editions.press.edition  # noqa: F401, PLC0415, digital ones do without

    def __call__(self, order: Order) -> MadeCity:
        """The reports of one city; whatever goes wrong costs that city only."""
        city, absent = self._profiles.cities[order.place], ""
        try:
            profile = self._profiles[order.place]
            absent = _absent(profile)
            return self._make(order, profile, absent)
        except ReportgenError as fault:
            problems, exit_code = fault.problems, fault.exit_code
        except OSError as fault:
            problems, exit_code = (unusable(city, self._folder, fault),), DocumentError.exit_code
        except Exception as fault:
            # A bug that one city brings to light must not cost the others their reports.
            _log.debug("%s", city.name, exc_info=fault)
            problems, exit_code = (_bug(city, fault),), 1
        return MadeCity(city=city, problems=problems, exit_code=exit_code, absent=absent)

    def lost(self, order: Order) -> MadeCity:
        """What becomes of a city whose process died, e.g. for want of memory."""
        city = self._profiles.cities[order.place]
        problem = Problem(
            code="process-died",
            message=f"the process that made the reports of {city.name} died",
            where=city.name,
            hint="build it again with --jobs 1; if memory is short, fewer jobs need less",
        )
        return MadeCity(city=city, problems=(problem,), exit_code=DocumentError.exit_code)

    def refused(self, order: Order, worker: str, reason: str) -> MadeCity:
        """What becomes of a city whose reports the system of a worker did not let it make."""
        city = self._profiles.cities[order.place]
        problem = Problem(
            code="worker-refused",
            message=f"a worker could not make the reports of {city.name}: {reason}",
            where=worker,
            hint="see that its folder has room and may be written; then run the same command again",
        )
        return MadeCity(city=city, problems=(problem,), exit_code=DocumentError.exit_code)

    def _make(self, order: Order, profile: Profile, absent: str) -> MadeCity:
        city, editions, language = profile.city, self._editions, self._layout.language
        portraits = {city: (order.portrait, order.odd)}
        inputs = inputs_of_portrait(order.files)
        former = self._former.get(city.slug)
        of_editions = self._fingerprints.of(profile, order.portrait, former, editions)
        fingerprints = dict(zip(editions, of_editions, strict=True))
        found: dict[Edition, MadeReport] = {}
        for edition, fingerprint in fingerprints.items():
            name = report_name(city.slug, language, edition)
            record = order.known.get(name)
            if record and record.fingerprint == fingerprint:
                # A portrait may be written otherwise and say the same.
                found[edition] = MadeReport(pdf=None, record=replace(record, portrait=inputs))
        said = problems_of_words(profile, portraits, self._layout)
        problems = list(said) if found else []
        if missing := [edition for edition in editions if edition not in found]:
            reports = build_reports(
                profile,
                self._layout,
                portraits,
                self._issued,
                missing,
                attach_data=self._attach_data,
                former=former,
                standard=self._standard,
            )
            for report in reports:
                problems += report.problems
                # What has a warning is made again every time, and warned of.
                is_quiet = set(report.problems) <= set(said)
                fingerprint = fingerprints[report.edition] if is_quiet else ""
                record = _record(report, language, inputs, fingerprint)
                found[report.edition] = MadeReport(pdf=report.pdf, record=record)
        return MadeCity(
            city=city,
            reports=tuple(found[edition] for edition in editions),
            problems=tuple(dict.fromkeys(problems)),
            absent=absent,
        )


def is_recorded(pdf: bytes, record: ReportRecord) -> bool:
    """Whether a report without its seal is the one that is recorded."""
    return len(pdf) == record.size and sha256(pdf).hexdigest() == record.sha256


def _record(
    report: Report, language: str, inputs: tuple[Input, ...], fingerprint: str
) -> ReportRecord:
    return ReportRecord(
        file=report_name(report.city.slug, language, report.edition),
        city=report.city.name,
        slug=report.city.slug,
        edition=report.edition,
        sha256=report.sha256,
        size=len(report.pdf),
        portrait=inputs,
        erratum=report.erratum,
        fingerprint=fingerprint,
    )


def _absent(profile: Profile) -> str:
    """What a city has not delivered: by table, the names of its columns."""
    labels = {area.key: area.short for area in profile.areas}
    labels |= {indicator.key: indicator.label for indicator in profile.indicators}
    absent = defaultdict(list)
    for absence in profile.absences:
        absent[absence.table].append(labels.get(absence.key, absence.key))
    return "; ".join(
        f"{profile.sheets[table]}: {', '.join(names)}" for table, names in absent.items()
    )


def unusable(city: City, folder: str, fault: OSError) -> Problem:
    """What the system refuses, e.g. a name that is too long, is no fault of the program."""
    return Problem(
        code="output-unwritable",
        message=f"the reports of {city.name} cannot be written: {reason_of(fault)}",
        where=str(fault.filename or folder),
        hint="check the folder and the rights on it, or choose another",
    )


def _bug(city: City, fault: Exception) -> Problem:
    frame = traceback.extract_tb(fault.__traceback__)[-1]
    return Problem(
        code="bug",
        message=f"{type(fault).__name__}: {fault}",
        where=f"{city.name}, {Path(frame.filename).name}:{frame.lineno}",
        hint="this is a fault of the program: please report it; `-v` shows the traceback",
    )
