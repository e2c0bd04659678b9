"""All cities of a run: each report is made, sealed if wanted, stored, and recorded."""

import gc
import logging
import os
import traceback
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from reportgen.confidentiality import protect
from reportgen.errors import DocumentError, Problem, ReportgenError, Severity, UsageError, reason_of
from reportgen.indicators import Profiles
from reportgen.input_file import InputKind, read_input
from reportgen.layout.load import Layout, load_layout
from reportgen.model import (
    City,
    Dataset,
    Edition,
    PeerChoice,
    Profile,
    Report,
    Standard,
    report_name,
)
from reportgen.pipeline import build_profiles, build_reports
from reportgen.portraits.folder import Portraits, load_portraits, portraits_beside
from reportgen.signing.presence import has_signature
from reportgen.store import FileState, store
from reportgen.workbook import choose_peers, find_cities, load_workbook
from reportgen.workflows.former import (
    Issue,
    former_profiles,
    load_issue,
    publications,
    require_same_comparison,
    same_version,
)
from reportgen.workflows.record import (
    Input,
    ReportRecord,
    build_settings,
    portrait_inputs,
)
from reportgen.workflows.recorder import Recorder
from reportgen.workflows.validate import doubts_of_build

_log = logging.getLogger(__name__)

#: Objects between two searches for garbage: about those of one report.
_RARELY = (50_000, 20, 20)

#: Makes of a report, and of the file in its place (if any), the file that is to be there.
Seal = Callable[[bytes, bytes | None], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """What is to be built, and how.

    Attributes:
        workbook: the portraits are in the folder ``portraits`` beside it.
        out: reports go to ``<out>/<year>/<slug>.pdf``, in other languages than German to
            ``<slug>-<language>.pdf``; editions other than the digital one end in their name.
        cities: names, slugs or abbreviations; without any, all cities.
        year: by default the workbook's reporting year.
        peers: names of cities that each city is compared with, also between commas; without any,
            the groups of the workbook, or the nearest cities.
        reference: name of one city that each city is compared with by name; empty for none.
        layout: name or path.
        icc, ink_limit: the printer's own, instead of the layout's; the limit in percent.
        issued: date of the documents, by default that of ``SOURCE_DATE_EPOCH``, else of the data.
        editions: of which each city's files are made, or none of them.
        standard: that digital reports keep.
        attach_data: put each city's indicators inside its report.
        force: write files even when their content is the same.
        erratum: the workbook, or the version of an archive, that the reports correct: those that
            differ end with a page that says what.
        published: workbooks, or versions of archives, that readers have: what stood there counts as
            known where the layout keeps numbers secret.
        seal: signs digital reports.
    """

    workbook: Path
    out: Path
    cities: Sequence[str] = ()
    year: int | None = None
    peers: Sequence[str] = ()
    reference: str = ""
    layout: str = "city-profile"
    language: str = "de"
    icc: Path | None = None
    ink_limit: float | None = None
    issued: date | None = None
    editions: tuple[Edition, ...] = (Edition.DIGITAL,)
    standard: Standard = Standard.UA1
    attach_data: bool = False
    force: bool = False
    erratum: Path | None = None
    published: Sequence[Path] = ()
    seal: Seal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildJob:
    """What all cities of a run have in common, read and checked.

    Attributes:
        choice: of peers, for all of them.
        profiles: of the wanted cities, each made when it is asked for.
        issued: date of the documents, if it is not that of the data.
        former: the workbook that the reports correct, and its profiles by the slug that the city
            has now.
        published: workbooks that readers know already.
        warnings: what is odd about the workbook, with one on all implausible values, and about
            the correction.
    """

    options: BuildOptions
    dataset: Dataset
    choice: PeerChoice
    profiles: Profiles
    layout: Layout
    portraits: Portraits
    issued: date | None
    former: Path | None
    published: tuple[Path, ...]
    former_profiles: Mapping[str, Profile]
    warnings: tuple[Problem, ...]


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


def prepare(options: BuildOptions) -> BuildJob:
    """Reads and checks everything that reports are made from; nothing is written.

    Raises:
        LayoutError: the layout cannot be used.
        WorkbookError: the workbook or a portrait cannot be read, or a rule takes a
            value for an error.
        UsageError: a city is not in the workbook or has too few peers, ``SOURCE_DATE_EPOCH`` is no
            number, or what is corrected is of another comparison.
        ArchiveError: the archive's version that is corrected is damaged.
        IndicatorError: there are no data for the year, or none that are not secret.
    """
    layout = load_layout(options.layout, options.language, options.icc, options.ink_limit)
    dataset = load_workbook(options.workbook, layout.characters)
    old, new = None, Issue(name=str(options.workbook), file=options.workbook, dataset=dataset)
    former: Mapping[str, Profile] = {}
    rule, year = layout.look.confidentiality, options.year
    if options.erratum:
        old = load_issue(options.erratum, layout.characters)
        year = require_same_comparison(old, new, options.year)
    known = [load_issue(path, layout.characters) for path in options.published]
    before = publications([*filter(None, [old]), *known], dataset) if rule else ()
    protected = protect(dataset, rule, before)
    wanted = find_cities(dataset, options.cities)
    choice = choose_peers(dataset, options.peers, options.reference, wanted)
    profiles = build_profiles(protected.dataset, options.year, options.cities, choice)
    cities = profiles.cities
    if old and year:
        protected_old = protect(old.dataset, rule).dataset
        former = former_profiles(protected_old, dataset, year, cities, choice)
    return BuildJob(
        options=options,
        dataset=protected.dataset,
        choice=choice,
        profiles=profiles,
        layout=layout,
        portraits=load_portraits(portraits_beside(options.workbook), cities, layout.characters),
        issued=options.issued or date_from_environment(),
        former=old.file if old else None,
        published=tuple(issue.file for issue in known),
        former_profiles=former,
        warnings=(
            *dataset.warnings,
            *doubts_of_build(dataset, layout),
            *protected.problems,
            *(_published_unused(options) if known and not rule else ()),
            *(same_version(old, new) if old else ()),
        ),
    )


def _published_unused(options: BuildOptions) -> Iterator[Problem]:
    yield Problem(
        code="published-unused",
        message="what was published before makes no difference: the layout keeps nothing secret",
        where=options.layout,
        hint="a rule is the table [confidentiality] in its layout.toml",
        severity=Severity.WARNING,
    )


def date_from_environment() -> date | None:
    """The day that ``SOURCE_DATE_EPOCH`` names, if it is set (reproducible-builds.org).

    Raises:
        UsageError: it is not a number of seconds.
    """
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not seconds:
        return None
    try:
        return datetime.fromtimestamp(int(seconds), tz=UTC).date()
    except (ValueError, OverflowError, OSError) as fault:
        raise UsageError(
            Problem(
                code="bad-epoch",
                message=f"SOURCE_DATE_EPOCH must be a number of seconds, not {seconds!r}",
                where="environment",
                hint="unset it, or give the seconds since 1970-01-01 UTC",
            )
        ) from fault


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
    recorder, thresholds = Recorder(folder, first.year, settings), gc.get_threshold()
    try:
        # What was loaded lives on: looking for garbage in it again and again is slow.
        gc.freeze()
        gc.set_threshold(*_RARELY)
        for profile in job.profiles:
            yield _build(profile, job, recorder)
    finally:
        gc.set_threshold(*thresholds)
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
