"""What an archive holds: its versions, what each has of a city, and whether all is as it was."""

import csv
import json
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from cryptography import x509
from msgspec import Struct
from msgspec.structs import replace

from reportgen.archive.bag import fingerprint, read_checksums, read_info
from reportgen.archive.catalogue import Version, versions
from reportgen.archive.history import IndicatorChange, name_of, read_csv
from reportgen.archive.keep import CHANGES, INDICATORS, REPORTS
from reportgen.archive.verify import verify_archive
from reportgen.archive.verify_bag import verify_bag
from reportgen.checks.check import check_files
from reportgen.errors import (
    ArchiveError,
    Problem,
    UsageError,
    did_you_mean,
    errors_among,
    faults_as,
)
from reportgen.layout.press_limits import INK_LIMIT
from reportgen.model import ALL_AREAS
from reportgen.signing.examine import examine_files
from reportgen.workflows.record import ABOUT, Record, read_archived_record
from reportgen.workflows.software import software

#: How much of a fingerprint is shown; enough to be noted elsewhere and compared.
SHOWN = 16


class Verified(Struct, frozen=True, kw_only=True):
    """What was examined, and what is wrong with it."""

    versions: tuple[Version, ...]
    reports: tuple[Path, ...]
    problems: tuple[Problem, ...]


class Total(Struct, frozen=True, kw_only=True):
    """An indicator of the sum over all areas: its value, or the reason why there is none."""

    kind: str
    value: float | None
    reason: str
    unit: str


class CityVersion(Struct, frozen=True, kw_only=True):
    """What a version has of a city.

    Attributes:
        reason: why it replaced the version before; empty for the first.
        files: names with their SHA-256.
        totals: indicators of the sums over all areas.
        changes: of the city's indicators against the version before.
    """

    version: Version
    reason: str
    files: tuple[tuple[str, str], ...]
    totals: tuple[Total, ...]
    changes: tuple[IndicatorChange, ...]


def verify(
    archive: Path,
    year: int | None = None,
    trusted: tuple[x509.Certificate, ...] | None = None,
) -> Verified:
    """Examines an archive, and every report in it that is as it was archived.

    Args:
        archive: its folder.
        year: only this one.
        trusted: who may have sealed the list of versions.

    Raises:
        UsageError: there is no archive, or it has nothing of that year.
    """
    found = versions(archive, year)
    problems = list(verify_archive(archive, year, trusted))
    damaged = {problem.where for problem in errors_among(problems)}
    by_limit: dict[float, list[Path]] = {}
    for version in found:
        by_limit.setdefault(_ink_limit(version), []).extend(
            report for report in _reports(version) if str(report) not in damaged
        )
    for limit, some in by_limit.items():
        for check in check_files(some, limit):
            problems += (replace(p, where=f"{check.file}, {p.where}") for p in check.problems)
    reports = tuple(report for some in by_limit.values() for report in some)
    problems += (problem for seal in examine_files(reports) for problem in seal.problems)
    return Verified(versions=found, reports=reports, problems=tuple(problems))


def _reports(version: Version) -> Sequence[Path]:
    """The PDFs in a bag; what cannot be read is reported elsewhere."""
    try:
        files = sorted((version.path / "data" / REPORTS).glob("*.pdf"))
        return tuple(file for file in files if file.is_file() and not file.is_symlink())
    except OSError:
        return ()


def _ink_limit(version: Version) -> float:
    """Of the print editions in a bag; what is damaged is reported elsewhere."""
    try:
        return read_archived_record(version.path / "data").runs[0].terms.ink_limit
    except (ArchiveError, IndexError):
        return INK_LIMIT


def overview(archive: Path) -> Iterator[tuple[str, ...]]:
    """Of each version its name, day, number of reports, what it replaces and why, fingerprint."""
    for version in versions(archive):
        with _readable(version):
            info = read_info(version.path)
            reports = [n for n in read_checksums(version.path) if n.startswith(f"{REPORTS}/")]
            yield (
                version.name,
                info.get("Bagging-Date", ""),
                str(len(reports)),
                info.get("Replaces", ""),
                info.get("Reason", ""),
                fingerprint(version.path)[:SHOWN],
            )


def find_version(archive: Path, year: int, number: int | None = None) -> Version:
    """A version of a year, by default the last.

    Raises:
        UsageError: there is none.
    """
    found = versions(archive, year)
    if number is None:
        return found[-1]
    if match := next((version for version in found if version.number == number), None):
        return match
    raise UsageError(
        Problem(
            code="version-not-archived",
            message=f"the archive has no version {number} of {year}",
            where=str(archive),
            hint=f"the last version is {found[-1].number}",
        )
    )


def require_sound(version: Version) -> None:
    """Makes sure that a bag is as it was archived.

    Raises:
        ArchiveError: with all that is wrong with it.
    """
    if wrong := verify_bag(version.path):
        raise ArchiveError(*wrong)


def other_software(version: Version) -> tuple[tuple[str, str, str], ...]:
    """Programs and libraries whose version is another than when the bag was made: name, then, now.

    Raises:
        ArchiveError: the bag does not say which they were.
    """
    with _readable(version):
        then = dict(json.loads((version.path / "data" / ABOUT / "software.json").read_bytes()))
        now = software()
        return tuple(
            (name, then.get(name, "absent"), now.get(name, "absent"))
            for name in sorted({*then, *now})
            if then.get(name) != now.get(name)
        )


def city_versions(archive: Path, city: str, year: int) -> tuple[CityVersion, ...]:
    """What every version of a year has of a city.

    Args:
        archive: its folder.
        city: name or file name.
        year: reporting year.

    Raises:
        UsageError: the archive has nothing of that year, or no version has a report of that city.
        ArchiveError: a bag cannot be read.
    """
    found: list[CityVersion] = []
    known: set[str] = set()
    for version in versions(archive, year):
        with _readable(version):
            record = read_archived_record(version.path / "data")
            known |= {report.city for run in record.runs for report in run.reports}
            found += _of_city(version, city, record)
    if found:
        return tuple(found)
    raise UsageError(
        Problem(
            code="city-not-archived",
            message=f'the archive has no report of "{city}" for {year}',
            where=str(archive),
            hint=did_you_mean(city, sorted(known)),
        )
    )


def _readable(version: Version) -> AbstractContextManager[None]:
    """Reports that a bag is damaged where reading it fails."""
    unreadable = Problem(
        code="bag-unreadable",
        message=f"{version.name} cannot be read",
        where=str(version.path),
        hint="`reportgen archive verify` reports what is wrong with it",
    )
    return faults_as(ArchiveError, unreadable, faults=(OSError, ValueError, LookupError, TypeError))


def _of_city(version: Version, city: str, record: Record) -> Iterator[CityVersion]:
    # An umlaut may come as one character or, e.g. from macOS, as a letter and its dots.
    wanted = unicodedata.normalize("NFC", city).casefold()
    reports = [
        report
        for _, report in record.files().values()
        if wanted in {report.city.casefold(), report.slug}
    ]
    if not reports:
        return
    name = reports[0].city
    data, checksums = version.path / "data", read_checksums(version.path)
    changed = read_csv((data / CHANGES).read_bytes()) if CHANGES in checksums else ()
    with (data / INDICATORS).open(encoding="utf-8", newline="") as table:
        totals = tuple(
            Total(
                kind=row["kind"],
                value=float(row["value"]) if row["value"] else None,
                reason=row["reason"],
                unit=row["unit"],
            )
            for row in csv.DictReader(table)
            if name_of(row) == name and row["key"] == ALL_AREAS
        )
    yield CityVersion(
        version=version,
        reason=read_info(version.path).get("Reason", ""),
        files=tuple((report.file, checksums[f"{REPORTS}/{report.file}"]) for report in reports),
        totals=totals,
        changes=tuple(change for change in changed if change.city == name),
    )
