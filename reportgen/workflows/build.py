"""All cities of a run: each report is made, sealed if wanted, stored, and recorded."""

import gc
from collections.abc import Generator, Iterable, Mapping
from contextlib import closing, suppress
from pathlib import Path

from msgspec.structs import replace

from reportgen.collector import RARELY
from reportgen.errors import DocumentError, Problem, ReportgenError, Severity, faults_as
from reportgen.input_file import InputKind, read_input
from reportgen.model import City, Edition, report_name
from reportgen.remote import Place, RemotePath
from reportgen.signing.presence import has_signature
from reportgen.store import FileState, sizes_in, store
from reportgen.workflows.city_reports import (
    MadeCity,
    MadeReport,
    Maker,
    Order,
    is_recorded,
    unusable,
)
from reportgen.workflows.job import BuildJob
from reportgen.workflows.options import BuildOptions, CityResult, portraits_beside
from reportgen.workflows.parallel import in_processes, jobs_for
from reportgen.workflows.part import Part
from reportgen.workflows.record import (
    RECORD,
    ReportRecord,
    build_settings,
    inputs_of_portrait,
    portrait_files,
    read_record,
)
from reportgen.workflows.recorder import Recorder


def build_all(job: BuildJob, known: Mapping[City, CityResult]) -> Generator[CityResult, None, None]:
    """Builds, stores and records the reports of a job, city by city.

    A city that fails does not stop the others. What is recorded as made from the same, and is there
    as it was made, is not made again; a file stays untouched unless its content changes. Reports
    are recorded as they come. Who stops early closes the generator: what was made until then is
    recorded.

    Args:
        job: read and checked.
        known: what became of cities in an earlier run with the same inputs; they are not looked at
            again while their reports are there as recorded.

    Yields:
        What became of each city, as soon as it is known.

    Raises:
        DocumentError: at once, when a store elsewhere takes nothing; at the end, when the record
            cannot be written, and the reports are.
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
    if isinstance(folder, RemotePath):
        _try_out(folder)
    part = _part(job)
    recorded = {} if options.force else _recorded(folder, part.record if part else RECORD)
    # What a report holds is looked at when it counts; a file that is sealed is longer.
    sizes = _sizes(folder) if recorded else {}
    there = {name: each for name, each in recorded.items() if sizes.get(name, -1) >= each.size}
    make, cities = Maker(job, str(folder)), job.profiles.cities

    def order(place: int) -> Order:
        return _order(job, place, there)

    unchanged = {
        place: made
        for place, city in enumerate(cities)
        if city in known and (made := _unchanged(order(place), known[city]))
    }
    places = [place for place in range(len(cities)) if place not in unchanged]
    recorder = Recorder(folder, first.year, settings, part=part)
    thresholds = gc.get_threshold()
    try:
        # What was loaded lives on: looking for garbage in it again and again is slow.
        gc.freeze()
        gc.set_threshold(*RARELY)
        with closing(_made(make, map(order, places), len(places), options)) as coming:
            for place in range(len(cities)):
                made = unchanged.get(place) or next(coming)
                whole = _with_those_there(made, folder) or make(replace(order(place), known={}))
                yield _store(whole, job, folder, recorder)
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()
        recorder.close()


def _try_out(folder: RemotePath) -> None:
    """Finds out that a store takes nothing before hours of work are done for it."""
    refused = Problem(
        code="output-unwritable",
        message="reports cannot be written there",
        where=str(folder),
        hint="check the URL, and that you may write there",
    )
    with faults_as(DocumentError, refused):
        folder.try_out()


def _sizes(folder: Place) -> Mapping[str, int]:
    """Of what is there; who may write there may not always see that."""
    try:
        return sizes_in(folder)
    except OSError:
        if isinstance(folder, Path):
            raise
        return {}


def _part(job: BuildJob) -> Part | None:
    """Which part of all reports a run is, where it is one."""
    options = job.options
    if options.shard is None:
        return None
    number, count = options.shard
    names = (
        report_name(city.slug, job.layout.language, edition)
        for city in job.profiles.cities
        for edition in options.editions
    )
    return Part(number=number, count=count, files=tuple(sorted(names)))


def _made(
    make: Maker, orders: Iterable[Order], count: int, options: BuildOptions
) -> Generator[MadeCity, None, None]:
    """What becomes of each order, in order: made by this process, by several, or by a cluster."""
    if options.cluster:
        from reportgen.workflows.cluster import in_cluster  # noqa: PLC0415, its library is an extra

        return in_cluster(make, orders, options.cluster)
    return in_processes(make, orders, jobs_for(count, options.jobs), make.lost)


def _order(job: BuildJob, place: int, known: Mapping[str, ReportRecord]) -> Order:
    options, city = job.options, job.profiles.cities[place]
    portrait, odd = job.portraits[city]
    names = (report_name(city.slug, job.layout.language, edition) for edition in options.editions)
    return Order(
        place=place,
        portrait=portrait,
        odd=odd,
        files=portrait_files(portraits_beside(options.workbook), city, portrait.photo),
        known={name: known[name] for name in names if name in known},
    )


def _unchanged(order: Order, known: CityResult) -> MadeCity | None:
    """The reports of a city of which nothing has changed; None if one is not the one recorded."""
    records = [record for path in known.files if (record := order.known.get(path.name))]
    if tuple(record.sha256 for record in records) != known.hashes:
        return None
    # A portrait may be written otherwise and say the same.
    inputs = inputs_of_portrait(order.files)
    return MadeCity(
        city=known.city,
        reports=tuple(
            MadeReport(pdf=None, record=replace(record, portrait=inputs)) for record in records
        ),
        problems=known.problems,
        absent=known.absent,
    )


def _with_those_there(made: MadeCity, folder: Place) -> MadeCity | None:
    """The reports with the content of those that are there; None if one is not as recorded."""
    reports = list(made.reports)
    for place, report in enumerate(reports):
        if report.pdf is None:
            with suppress(OSError):
                pdf = read_input(folder / report.record.file, InputKind.PDF)[: report.record.size]
                if is_recorded(pdf, report.record):
                    reports[place] = replace(report, pdf=pdf)
                    continue
            return None
    return replace(made, reports=tuple(reports))


def _recorded(folder: Place, name: str) -> Mapping[str, ReportRecord]:
    """What earlier runs recorded, by the names of the files."""
    record = read_record(folder, [], name)
    if record is None:
        return {}
    reports = (report for run in record.runs for report in run.reports)
    return {report.file: report for report in (*reports, *record.copies)}


def _store(made: MadeCity, job: BuildJob, folder: Place, recorder: Recorder) -> CityResult:
    """Seals, stores and records the reports of one city."""
    options, city = job.options, made.city
    paths = [folder / report_name(city.slug, job.layout.language, e) for e in options.editions]
    files: dict[Place, FileState | None] = dict.fromkeys(paths)
    problems, exit_code = made.problems, made.exit_code
    try:
        if made.reports:
            lost = (_seal_lost(path) for path in paths if not options.seal and _is_sealed(path))
            problems = (*problems, *lost)
            sealed = [_sealed(*each, options) for each in zip(made.reports, paths, strict=True)]
            with recorder.storing() as record:
                for report, path, pdf in zip(made.reports, paths, sealed, strict=True):
                    record(report.record)
                    # The record is stored after the first city, and tidies up.
                    files[path] = store(pdf, path, force=options.force, tidy=False)
    except ReportgenError as fault:
        problems, exit_code = fault.problems, fault.exit_code
    except OSError as fault:
        problems, exit_code = (unusable(city, str(folder), fault),), DocumentError.exit_code
    return CityResult(
        city=city,
        files=files,
        problems=problems,
        exit_code=exit_code,
        absent=made.absent,
        hashes=tuple(report.record.sha256 for report in made.reports),
    )


def _sealed(report: MadeReport, path: Place, options: BuildOptions) -> bytes:
    """The file that is to be there; a press file stays unsigned, since PDF/X forbids fields."""
    assert report.pdf is not None
    if options.seal is None or report.record.edition is not Edition.DIGITAL:
        return report.pdf
    return options.seal(report.pdf, None if options.force else _content(path))


def _is_sealed(path: Place) -> bool:
    content = _content(path)
    return content is not None and has_signature(content)


def _content(path: Place) -> bytes | None:
    """What is there, if it is a file."""
    if isinstance(path, Path) and not path.is_file():
        return None
    try:
        return read_input(path, InputKind.PDF)
    except FileNotFoundError:
        return None
    except PermissionError:
        if isinstance(path, Path):
            raise
        # Who may not list a store is refused what is not there.
        return None


def _seal_lost(path: Place) -> Problem:
    return Problem(
        code="seal-lost",
        message=f"{path.name} was sealed, and is not any more",
        where=str(path),
        hint="build it again with --sign KEY.p12",
        severity=Severity.WARNING,
    )
