"""All cities of a run: each report is made, sealed if wanted, stored, and recorded."""

import gc
import logging
import traceback
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen.errors import DocumentError, Problem, ReportgenError, Severity, reason_of
from reportgen.input_file import InputKind, read_input
from reportgen.model import City, Edition, Profile, Report, report_name
from reportgen.pipeline import build_reports
from reportgen.portraits.folder import portraits_beside
from reportgen.signing.examine import has_signature
from reportgen.store import FileState, store
from reportgen.workflows.job import BuildJob
from reportgen.workflows.options import BuildOptions
from reportgen.workflows.record import Input, ReportRecord, build_settings, portrait_inputs
from reportgen.workflows.recorder import Recorder

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class CityResult:
    """What became of one city.

    Attributes:
        files: path of each edition, and whether it was written; None when the city failed.
        problems: warnings, or the errors that made it fail.
        exit_code: of the error that made it fail, else 0.
    """

    city: City
    files: Mapping[Path, FileState | None]
    problems: tuple[Problem, ...]
    exit_code: int = 0


def build_all(job: BuildJob) -> Generator[CityResult, None, None]:
    """Builds, stores and records the reports of a job, city by city.

    A city that fails does not stop the others. A file that is there already stays untouched unless
    its content changes. Reports are recorded as they come. Who stops early closes the generator:
    what was made until then is recorded.

    Yields:
        What became of each city, as soon as it is known.

    Raises:
        DocumentError: at the end, when the record cannot be written; the reports are.
    """
    options, first = job.options, job.profiles[0]
    folder = options.out / str(first.year)
    settings = build_settings(
        folder,
        options.workbook,
        portraits_beside(options.workbook),
        job.layout,
        job.issued or first.about.data_date,
        standard=options.standard,
        attach_data=options.attach_data,
        choice=job.choice,
        erratum=job.former,
        published=job.published,
    )
    recorder = Recorder(folder, first.year, settings)
    try:
        # What was loaded lives on: looking for garbage in it again and again is slow.
        gc.freeze()
        for profile in job.profiles:
            yield _build(profile, job, recorder)
    finally:
        gc.unfreeze()
        recorder.close()


def _build(profile: Profile, job: BuildJob, recorder: Recorder) -> CityResult:
    """Makes and stores the reports of one city; whatever goes wrong costs that city only."""
    options, city = job.options, profile.city
    folder = options.out / str(profile.year)
    paths = [folder / report_name(city.slug, job.layout.language, e) for e in options.editions]
    files: dict[Path, FileState | None] = dict.fromkeys(paths)
    problems: tuple[Problem, ...] = ()
    exit_code = 0
    try:
        reports = build_reports(
            profile,
            job.layout,
            job.portraits,
            job.issued,
            options.editions,
            attach_data=options.attach_data,
            former=job.former_profiles.get(city.slug),
            standard=options.standard,
        )
        found = [p for report in reports for p in report.problems]
        found += (_seal_lost(path) for path in paths if not options.seal and _is_sealed(path))
        problems = tuple(dict.fromkeys(found))
        portrait, _ = job.portraits[city]
        inputs = portrait_inputs(portraits_beside(options.workbook), city, portrait.photo)
        sealed = [_sealed(*each, options) for each in zip(reports, paths, strict=True)]
        with recorder.storing() as record:
            for report, path, pdf in zip(reports, paths, sealed, strict=True):
                if not report.edition.is_copy:
                    record(_record(report, path.name, inputs))
                files[path] = store(pdf, path, force=options.force)
    except ReportgenError as fault:
        problems, exit_code = fault.problems, fault.exit_code
    except OSError as fault:
        problems, exit_code = (_unusable(city, folder, fault),), DocumentError.exit_code
    except Exception as fault:
        # A bug that one city brings to light must not cost the others their reports.
        _log.debug("%s", city.name, exc_info=fault)
        problems, exit_code = (_bug(city, fault),), 1
    return CityResult(
        city=city,
        files=files,
        problems=problems,
        exit_code=exit_code,
    )


def _record(report: Report, file: str, inputs: tuple[Input, ...]) -> ReportRecord:
    return ReportRecord(
        file=file,
        city=report.city.name,
        slug=report.city.slug,
        edition=report.edition,
        sha256=report.sha256,
        size=len(report.pdf),
        portrait=inputs,
        erratum=report.erratum,
    )


def _sealed(report: Report, path: Path, options: BuildOptions) -> bytes:
    """The file that is to be there; a press file stays unsigned, since PDF/X forbids fields."""
    if options.seal is None or report.edition is not Edition.DIGITAL:
        return report.pdf
    return options.seal(
        report.pdf,
        read_input(path, InputKind.PDF) if path.is_file() and not options.force else None,
    )


def _is_sealed(path: Path) -> bool:
    return path.is_file() and has_signature(read_input(path, InputKind.PDF))


def _seal_lost(path: Path) -> Problem:
    return Problem(
        code="seal-lost",
        message=f"{path.name} was sealed, and is not any more",
        where=str(path),
        hint="build it again with --sign KEY.p12",
        severity=Severity.WARNING,
    )


def _unusable(city: City, folder: Path, fault: OSError) -> Problem:
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
