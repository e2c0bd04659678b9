"""All cities of a run: each report is made, sealed if wanted, stored, and recorded."""

import logging
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportgen.errors import Problem, ReportgenError, Severity
from reportgen.layout.load import Layout
from reportgen.model import Absence, City, Edition, Profile, Report, report_name
from reportgen.pipeline import Portraits, build_reports, load_portraits
from reportgen.store import FileState, store
from reportgen.workflows.record import (
    BuildSettings,
    ReportRecord,
    build_settings,
    portrait_inputs,
    report_record,
    save,
)

_log = logging.getLogger(__name__)

#: Makes of a report, and of the file in its place (if any), the file that is to be there.
Seal = Callable[[bytes, bytes | None], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class CityResult:
    """What became of one city.

    Attributes:
        files: path of each edition, and whether it was written; None when the city failed.
        problems: warnings, or the errors that made it fail.
        absences: categories that the city did not deliver.
        made: what is recorded of its reports.
        exit_code: of the error that made it fail, else 0.
    """

    city: City
    files: Mapping[Path, FileState | None]
    problems: tuple[Problem, ...]
    absences: tuple[Absence, ...]
    made: tuple[ReportRecord, ...] = ()
    exit_code: int = 0


def build_all(
    profiles: Sequence[Profile],
    layout: Layout,
    portraits: Path,
    out: Path,
    issued: date | None = None,
    *,
    editions: Sequence[Edition] = (Edition.DIGITAL,),
    attach_data: bool = False,
    force: bool = False,
    workbook: Path | None = None,
    seal: Seal | None = None,
) -> Iterator[CityResult]:
    """Builds and stores the reports of `profiles`, one after another.

    All portraits are read first. A city that fails does not stop the others. A file that is there
    already stays untouched unless its content changes.

    Args:
        profiles: of the wanted cities.
        layout: look and words.
        portraits: folder of the portraits.
        out: reports go to ``<out>/<year>/<slug>.pdf``, in other languages than German to
            ``<slug>-<language>.pdf``; editions other than the digital one end in their name.
        issued: date of the documents.
        editions: of which each city's files are made, or none of them.
        attach_data: put each city's indicators inside its report.
        force: write files even when their content is the same.
        workbook: where the profiles come from; when it is given, a record is written beside the
            reports that tells the archive how to make them again.
        seal: signs digital reports.

    Returns:
        What became of each city, as soon as it is known.

    Raises:
        WorkbookError: with all problems, when a portrait cannot be read; nothing is written.
    """
    run = _BuildJob(
        layout=layout,
        portraits=load_portraits(
            portraits, [profile.city for profile in profiles], layout.characters
        ),
        folder=portraits,
        out=out,
        issued=issued,
        editions=tuple(editions),
        attach_data=attach_data,
        force=force,
        seal=seal,
    )
    outcomes = (_build(profile, run) for profile in profiles)
    if workbook is None or not profiles:
        return outcomes
    folder, day = out / str(profiles[0].year), issued or profiles[0].about.data_date
    terms = build_settings(folder, workbook, portraits, layout, day, attach_data=attach_data)
    return _recorded(outcomes, folder, profiles[0].year, terms)


def _recorded(
    outcomes: Iterator[CityResult], folder: Path, year: int, terms: BuildSettings
) -> Iterator[CityResult]:
    """The same outcomes; whatever ends them, what was made until then is recorded."""
    made: list[ReportRecord] = []
    try:
        for outcome in outcomes:
            made += outcome.made
            yield outcome
    finally:
        if made:
            save(folder, year, terms, made)


@dataclass(frozen=True, slots=True, kw_only=True)
class _BuildJob:
    """What all cities of a run have in common; `folder` is that of the portraits."""

    layout: Layout
    portraits: Portraits
    folder: Path
    out: Path
    issued: date | None
    editions: tuple[Edition, ...]
    attach_data: bool
    force: bool
    seal: Seal | None


def _build(profile: Profile, run: _BuildJob) -> CityResult:
    """Makes and stores the reports of one city; whatever goes wrong costs that city only."""
    folder, slug = run.out / str(profile.year), profile.city.slug
    paths = [folder / report_name(slug, run.layout.language, kind) for kind in run.editions]
    files: dict[Path, FileState | None] = dict.fromkeys(paths)
    problems: tuple[Problem, ...] = ()
    made: tuple[ReportRecord, ...] = ()
    exit_code = 0
    try:
        reports = build_reports(
            *(profile, run.layout, run.portraits, run.issued, run.editions),
            attach_data=run.attach_data,
        )
        told = [p for report in reports for p in report.problems]
        told += (_seal_lost(path) for path in paths if run.seal is None and _has_signature(path))
        problems = tuple(dict.fromkeys(told))
        sealed = [_sealed(*each, run) for each in zip(reports, paths, strict=True)]
        for path, pdf in zip(paths, sealed, strict=True):
            files[path] = store(pdf, path, force=run.force)
        inputs = portrait_inputs(run.folder, profile.city, run.portraits[profile.city][0].photo)
        made = tuple(
            report_record(report, path.name, inputs)
            for report, path in zip(reports, paths, strict=True)
            if not report.edition.is_copy
        )
    except ReportgenError as fault:
        problems, exit_code = fault.problems, fault.exit_code
    except Exception as fault:
        # A bug that one city brings to light must not cost the others their reports.
        _log.debug("%s", profile.city.name, exc_info=fault)
        problems, exit_code = (_bug(profile.city, fault),), 1
    return CityResult(
        city=profile.city,
        files=files,
        problems=problems,
        absences=profile.absences,
        made=made,
        exit_code=exit_code,
    )


def _sealed(report: Report, path: Path, run: _BuildJob) -> bytes:
    """The file that is to be there; a press file stays unsigned, since PDF/X forbids fields."""
    if run.seal is None or report.edition is not Edition.DIGITAL:
        return report.pdf
    return run.seal(report.pdf, path.read_bytes() if path.is_file() and not run.force else None)


def _has_signature(path: Path) -> bool:
    from reportgen.signing.examine import has_signature

    return path.is_file() and has_signature(path.read_bytes())


def _seal_lost(path: Path) -> Problem:
    return Problem(
        code="seal-lost",
        message=f"{path.name} was sealed, and is not any more",
        where=str(path),
        hint="build it again with --sign KEY.p12",
        severity=Severity.WARNING,
    )


def _bug(city: City, fault: Exception) -> Problem:
    frame = traceback.extract_tb(fault.__traceback__)[-1]
    return Problem(
        code="bug",
        message=f"{type(fault).__name__}: {fault}",
        where=f"{city.name}, {Path(frame.filename).name}:{frame.lineno}",
        hint="this is a fault of the program: please report it; `-v` shows the traceback",
    )
