"""Makes reports again from what was archived with them, and compares.

Everything is read below the folder ``data`` of a bag, and nothing is written anywhere.
"""

import platform
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib import metadata
from pathlib import Path

from reportgen import __version__
from reportgen.archive.keep import REPORTS
from reportgen.errors import ArchiveError, Problem, ReportgenError
from reportgen.layout.load import Layout, load_layout
from reportgen.model import Profile
from reportgen.pipeline import build_profiles, build_report, load_portraits
from reportgen.signing.seal import is_sealed
from reportgen.workflows.record import (
    BuildSettings,
    Record,
    ReportRecord,
    portrait_inputs,
    read_record,
)

#: Below ``data``: what tells how the reports were made, and what is known of them.
ABOUT = "about"

_NAME = re.compile(r"[A-Za-z0-9._-]+")


class Match(StrEnum):
    """How a report compares with the one that was made again."""

    IDENTICAL = "identical"
    SEALED = "identical below the signature"
    DIFFERENT = "different"
    FAILED = "cannot be built"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """A report that was made again; `problems` say why it could not be."""

    file: str
    match: Match
    problems: tuple[Problem, ...] = ()

    @property
    def same(self) -> bool:
        """Whether its content is what was archived."""
        return self.match in {Match.IDENTICAL, Match.SEALED}


def rebuild(data: Path) -> Iterator[Rebuilt]:
    """Makes every report of a bag again.

    Args:
        data: the folder ``data`` of a sound bag.

    Returns:
        How each compares, as soon as it is known.

    Raises:
        ArchiveError: the bag does not say how its reports were made, or names files outside.
        WorkbookError: this version cannot read the workbook any more.
    """
    record = recorded(data)
    if outside := [path for path in _paths(data, record) if not _within(path, data)]:
        raise ArchiveError(*(_outside(path) for path in outside))
    profiles: dict[str, Mapping[str, Profile]] = {}
    for run in record.runs:
        workbook = run.terms.workbook.path
        if workbook not in profiles:
            profiles[workbook] = _profiles(data / ABOUT / workbook, record.year)
        try:
            layout = _layout(run.terms, data)
        except ReportgenError as fault:
            for made in run.reports:
                yield Rebuilt(file=made.file, match=Match.FAILED, problems=fault.problems)
            continue
        for made in run.reports:
            yield _rebuild(made, run.terms, layout, profiles[workbook], data)
    known = record.files()
    for file in sorted(path.name for path in (data / REPORTS).iterdir()):
        if file not in known:
            yield Rebuilt(file=file, match=Match.FAILED, problems=(_unrecorded(file),))


def recorded(data: Path) -> Record:
    """How the reports of a bag were made.

    Raises:
        ArchiveError: the bag does not say it in a form that this version reads.
    """
    problems: list[Problem] = []
    record = read_record(data / ABOUT, problems)
    if record is None:
        raise ArchiveError(*problems)
    return record


def software() -> Mapping[str, str]:
    """Versions of all that has a part in the bytes of a report, by name."""
    versions = {
        "reportgen": __version__,
        platform.python_implementation(): platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "system": f"{platform.system()} {platform.machine()}",
    }
    wanted = ["stadtprofil"]  # the distribution of this program
    for name in wanted:
        for requirement in metadata.requires(name) or ():
            needed, _, condition = requirement.partition(";")
            match = _NAME.match(needed)
            # Seals are in the reports too; what other extras are for is not.
            if not match or ("extra" in condition and "sign" not in condition):
                continue
            # One package may be written in several ways (PEP 503).
            key, found = re.sub(r"[-_.]+", "-", match[0]).lower(), _version(match[0])
            if found and key not in versions:
                versions[key] = found
                wanted.append(match[0])
    return dict(sorted(versions.items()))


def _version(name: str) -> str | None:
    """The version of a package; None of one that is not needed on this system."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _layout(terms: BuildSettings, data: Path) -> Layout:
    icc = next((data / ABOUT / icc.path for icc in terms.icc), None)
    return load_layout(data / ABOUT / terms.layout.path, terms.language, icc)


def _profiles(workbook: Path, year: int) -> Mapping[str, Profile]:
    from reportgen.workbook import load_workbook

    return {p.city.slug: p for p in build_profiles(load_workbook(workbook), year)}


def _rebuild(
    made: ReportRecord,
    terms: BuildSettings,
    layout: Layout,
    profiles: Mapping[str, Profile],
    data: Path,
) -> Rebuilt:
    portraits, profile = data / ABOUT / terms.portraits, profiles.get(made.slug)
    if profile is None:
        return Rebuilt(file=made.file, match=Match.FAILED, problems=(_unknown(made),))
    try:
        portrait, _ = load_portraits(portraits, [profile.city])[profile.city]
        if portrait_inputs(portraits, profile.city, portrait.photo) != made.portrait:
            raise ArchiveError(_incomplete(made))
        report = build_report(
            *(profile, layout, portraits, date.fromisoformat(terms.issued)),
            attach_data=terms.attach_data,
            edition=made.edition,
        )
    except ReportgenError as fault:
        return Rebuilt(file=made.file, match=Match.FAILED, problems=fault.problems)
    if not (data / REPORTS / made.file).is_file():
        return Rebuilt(file=made.file, match=Match.FAILED, problems=(_absent(made),))
    there = (data / REPORTS / made.file).read_bytes()
    if there == report.pdf:
        match = Match.IDENTICAL
    else:
        match = Match.SEALED if is_sealed(there, report.pdf) else Match.DIFFERENT
    return Rebuilt(file=made.file, match=match)


def _paths(data: Path, record: Record) -> Iterator[Path]:
    """Every place that the record of a bag leads to."""
    for run in record.runs:
        for path in (run.terms.workbook.path, run.terms.portraits, run.terms.layout.path):
            yield data / ABOUT / path
        for icc in run.terms.icc:
            yield data / ABOUT / icc.path
        for made in run.reports:
            yield data / REPORTS / made.file
            for portrait in made.portrait:
                yield data / ABOUT / run.terms.portraits / portrait.name


def _within(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _outside(path: Path) -> Problem:
    return Problem(
        code="input-outside",
        message=f"the bag wants to build from {path}, which is outside of it",
        hint="`reportgen archive verify` tells whether the bag is as it was archived",
    )


def _incomplete(made: ReportRecord) -> Problem:
    return Problem(
        code="portrait-incomplete",
        message=f"{made.file} was made from another portrait than the one that is archived",
        where=made.city,
        hint="put its photo into the folder of the portraits, and build again",
    )


def _absent(made: ReportRecord) -> Problem:
    return Problem(
        code="report-missing",
        message=f"{made.file} was made and is not in the bag",
        where=made.city,
    )


def _unrecorded(file: str) -> Problem:
    return Problem(
        code="report-unknown",
        message=f"{file} is in the bag, which does not say how it was made",
        where=file,
    )


def _unknown(made: ReportRecord) -> Problem:
    return Problem(
        code="city-missing",
        message=f"the archived workbook has no city for {made.file}",
        where=made.city,
    )
