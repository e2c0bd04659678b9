"""Makes reports again from what was archived with them, and compares.

Everything is read below the folder ``data`` of a bag, and nothing is written anywhere.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from reportgen import __version__
from reportgen.archive.keep import REPORTS
from reportgen.confidentiality import as_archived
from reportgen.errors import ArchiveError, Problem, ReportgenError
from reportgen.layout.confidentiality import Confidentiality
from reportgen.layout.load import Layout, load_layout
from reportgen.model import Profile
from reportgen.pipeline import build_profiles, build_report
from reportgen.portraits.folder import load_portraits
from reportgen.signing.seal import is_sealed
from reportgen.workbook import choose_peers, load_workbook
from reportgen.workflows.former import former_profiles
from reportgen.workflows.record import (
    ABOUT,
    BuildSettings,
    Record,
    ReportRecord,
    portrait_inputs,
    read_archived_record,
)


class Match(StrEnum):
    """How a report compares with the one that was made again."""

    IDENTICAL = "identical"
    SEALED = "identical below the signature"
    DIFFERENT = "different"
    FAILED = "cannot be built"


class Rebuilt(Struct, frozen=True, kw_only=True):
    """A report that was made again; `problems` say why it could not be."""

    file: str
    match: Match
    problems: tuple[Problem, ...] = ()

    @property
    def same(self) -> bool:
        """Whether its content is what was archived."""
        return self.match in {Match.IDENTICAL, Match.SEALED}


class _Profiles(Struct, frozen=True, kw_only=True):
    """The numbers of cities by slug, now and in the workbook that was corrected."""

    now: Mapping[str, Profile]
    former: Mapping[str, Profile]


def rebuild(data: Path) -> Iterator[Rebuilt]:
    """Makes every report of a bag again.

    Args:
        data: the folder ``data`` of a sound bag.

    Returns:
        How each compares, as soon as it is known.

    Raises:
        ArchiveError: the bag does not say how its reports were made, or names files outside.
    """
    record = read_archived_record(data)
    if outside := [path for path in _paths(data, record) if not _within(path, data)]:
        raise ArchiveError(*(_outside(path) for path in outside))
    known: dict[tuple[object, ...], _Profiles] = {}
    for run in record.runs:
        terms = run.terms
        compared = (terms.workbook, terms.erratum, terms.peers, terms.reference)
        try:
            layout = _layout(run.terms, data)
            if compared not in known:
                rule = layout.look.confidentiality
                known[compared] = _profiles(run.terms, record.year, data, rule)
        except ReportgenError as fault:
            problems = _reasons(fault, run.terms)
            yield from (_failed(report.file, *problems) for report in run.reports)
            continue
        for report in run.reports:
            yield _rebuild(report, run.terms, layout, known[compared], data)
    files = record.files()
    for file in sorted(path.name for path in (data / REPORTS).iterdir()):
        if file not in files:
            message = f"{file} is in the bag, which does not say how it was made"
            yield _failed(file, Problem(code="report-unknown", message=message, where=file))


def _profiles(
    settings: BuildSettings, year: int, data: Path, rule: Confidentiality | None
) -> _Profiles:
    """All cities' numbers, and those of the workbook that was corrected."""
    workbooks = (settings.workbook, *settings.erratum)
    dataset, *others = (
        as_archived(load_workbook(data / ABOUT / each.path), rule) for each in workbooks
    )
    choice = choose_peers(dataset, settings.peers, settings.reference, ())
    every, old = build_profiles(dataset, year, (), choice), next(iter(others), None)
    return _Profiles(
        now={profile.city.slug: profile for profile in every},
        former=former_profiles(old, dataset, year, (), choice) if old else {},
    )


def _reasons(fault: ReportgenError, settings: BuildSettings) -> tuple[Problem, ...]:
    """Why a report cannot be made again: another version is reported as such, once."""
    if settings.program == __version__:
        return fault.problems
    other = Problem(
        code="other-version",
        message=f"it was made by reportgen {settings.program}; this is {__version__}, "
        "which reads its inputs otherwise",
        hint=f"rebuild it with version {settings.program}",
    )
    return (other,)


def _layout(settings: BuildSettings, data: Path) -> Layout:
    icc = next((data / ABOUT / icc.path for icc in settings.icc), None)
    return load_layout(data / ABOUT / settings.layout.path, settings.language, icc, archived=True)


def _rebuild(
    record: ReportRecord,
    settings: BuildSettings,
    layout: Layout,
    profiles: _Profiles,
    data: Path,
) -> Rebuilt:
    profile = profiles.now.get(record.slug)
    portraits, file = data / ABOUT / settings.portraits, data / REPORTS / record.file
    if profile is None:
        message = f"the archived workbook has no city for {record.file}"
        return _failed(
            record.file, Problem(code="city-missing", message=message, where=record.city)
        )
    try:
        portrait, _ = load_portraits(portraits, [profile.city])[profile.city]
        if portrait_inputs(portraits, profile.city, portrait.photo) != record.portrait:
            raise ArchiveError(_incomplete(record))
        report = build_report(
            profile,
            layout,
            portraits,
            date.fromisoformat(settings.issued),
            attach_data=settings.attach_data,
            edition=record.edition,
            former=profiles.former.get(record.slug),
            standard=settings.standard,
        )
    except ReportgenError as fault:
        return _failed(record.file, *_reasons(fault, settings))
    if not file.is_file():
        message = f"{record.file} was made and is not in the bag"
        return _failed(
            record.file, Problem(code="report-missing", message=message, where=record.city)
        )
    archived = file.read_bytes()
    if archived == report.pdf:
        return Rebuilt(file=record.file, match=Match.IDENTICAL)
    match = Match.SEALED if is_sealed(archived, report.pdf) else Match.DIFFERENT
    return Rebuilt(file=record.file, match=match)


def _failed(file: str, *problems: Problem) -> Rebuilt:
    return Rebuilt(file=file, match=Match.FAILED, problems=problems)


def _paths(data: Path, record: Record) -> Iterator[Path]:
    """Every place that the record of a bag leads to."""
    for run in record.runs:
        for path in (run.terms.workbook.path, run.terms.portraits, run.terms.layout.path):
            yield data / ABOUT / path
        for other in (*run.terms.icc, *run.terms.layout_parents, *run.terms.erratum):
            yield data / ABOUT / other.path
        for report in run.reports:
            yield data / REPORTS / report.file
            for portrait in report.portrait:
                yield data / ABOUT / run.terms.portraits / portrait.name


def _within(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _outside(path: Path) -> Problem:
    return Problem(
        code="input-outside",
        message=f"the bag wants to build from {path}, which is outside of it",
        hint="`reportgen archive verify` reports whether the bag is as it was archived",
    )


def _incomplete(record: ReportRecord) -> Problem:
    return Problem(
        code="portrait-incomplete",
        message=f"{record.file} was made from another portrait than the one that is archived",
        where=record.city,
        hint="put its photo into the folder of the portraits, and build again",
    )
