"""Archives what a build made.

    check -> gather -> keep (write -> prove -> move into place)

The archive stage knows bags; what goes into them is gathered here, from the stages that know it.
Nothing is archived on trust: the proof of a bag is that its reports come out of it again.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict, replace

from reportgen import __version__
from reportgen.archive.bag import BagFile, read_info
from reportgen.archive.keep import (
    INDICATORS,
    INPUTS,
    REPORTS,
    RESULTS,
    AddResult,
    AddState,
    BagDescription,
    as_item,
    keep,
)
from reportgen.checks.check import check_files
from reportgen.errors import ArchiveError, Problem, Severity, errors_among, faults_as
from reportgen.indicators import columns_to_csv, table, to_csv
from reportgen.model import Dataset
from reportgen.pipeline import build_profiles
from reportgen.portraits.folder import load_portraits, problems_of
from reportgen.signing.examine import examine_files
from reportgen.signing.keys import Key
from reportgen.workflows.provenance import (
    Sources,
    icc_profiles_of,
    load_unchanged_record,
    nothing_in,
)
from reportgen.workflows.publishable import protected_indicators, publishable
from reportgen.workflows.rebuild import rebuild
from reportgen.workflows.record import (
    ABOUT,
    RECORD,
    BuildSettings,
    Record,
    files_of,
    hash_of,
    record_of,
    to_json,
)
from reportgen.workflows.software import software

#: How long a bag is kept when nothing else is said.
PERMANENT = "permanent"

#: Where the inputs lie, seen from the record in the folder `ABOUT`.
_INPUTS = f"../{INPUTS}"

#: Folder of the inputs that has the workbook that the reports correct.
_CORRECTED = "corrected"


class Labels(Struct, frozen=True, kw_only=True):
    """What the officer says of a bag; empty texts have defaults.

    Attributes:
        identifier: under which others know the reports.
        retention: how long they are to be kept.
        reason: why a version is replaced.
        day: on which the bag is made.
    """

    identifier: str
    retention: str
    reason: str
    day: date


def folders_of_years(reports: Path, year: int | None) -> tuple[Path, ...]:
    """The folders of years that a build has filled, or that of one year.

    Raises:
        ArchiveError: there is none.
    """
    # As `build` names them; a copy that somebody made of one is not published.
    folders = sorted(path.parent for path in reports.glob(f"[0-9][0-9][0-9][0-9]/{RECORD}"))
    chosen = [folder for folder in folders if year is None or folder.name == str(year)]
    if not chosen:
        raise ArchiveError(nothing_in(reports if year is None else reports / str(year)))
    return tuple(chosen)


def archive_year(
    folder: Path,
    archive: Path,
    labels: Labels,
    *,
    workbook: Path | None = None,
    layout: Path | None = None,
    key: Key | None = None,
) -> AddResult:
    """Archives the reports in the folder of a year.

    Args:
        folder: e.g. ``build/reports/2020``.
        archive: where to.
        labels: what the officer says of the bag.
        workbook: where it is now, with its portraits, when it was moved since the build.
        layout: likewise the folder of the layout.
        key: seals the list of versions.

    Returns:
        The version that holds the reports now.

    Raises:
        ArchiveError: something differs from what was built, breaks a standard, or cannot be
            made again from what would be archived; there is no reason for a correction; or the
            archive cannot be written.
        WorkbookError: the workbook cannot be read any more.
    """
    if archive.resolve().is_relative_to(folder.resolve().parent):
        raise ArchiveError(_within_reports(archive))
    unreadable = Problem(
        code="unreadable",
        message="a report, or what it was made from, cannot be read",
        hint="check what is there, and the rights on it",
    )
    with ExitStack() as copies:
        with faults_as(ArchiveError, unreadable):
            built, inputs = load_unchanged_record(folder, workbook, layout)
            found = copies.enter_context(publishable(built, inputs))
            record, sources, dataset = found.record, found.sources, found.dataset
            items = [
                *(_bag_file(f"{REPORTS}/{file}", folder / file) for file in record.files()),
                *_inputs(record, sources),
                *_results(record, dataset),
                *_about(record, dataset, sources, folder),
            ]
        about = dataset.about
        description = BagDescription(
            organization=about.publisher,
            contact=about.contact,
            title=f"{about.project} {record.year}: {len(record.files())} reports",
            identifier=labels.identifier or f"{about.project} {record.year}",
            retention=labels.retention or PERMANENT,
            bagged=labels.day,
            agent=f"reportgen {__version__}",
        )
        reports = [report for run in record.runs for report in run.reports]
        kept = keep(
            archive,
            record.year,
            items,
            description,
            reason=labels.reason,
            prove=_prove,
            before=partial(protected_indicators, found.rule) if found.rule else None,
            errata={report.city: report.erratum for report in reports if report.erratum},
            key=key,
        )
    warnings = (*_incomplete(record, dataset, folder), *_labels_ignored(kept, labels))
    return replace(kept, problems=(*kept.problems, *warnings))


def _bag_file(name: str, file: Path, sha256: str = "") -> BagFile:
    return BagFile(name=name, content=file, sha256=sha256 or hash_of(file))


def _within_reports(archive: Path) -> Problem:
    return Problem(
        code="archive-within-reports",
        message="the archive would lie among the reports, which are made anew and cleaned away",
        where=str(archive),
        hint="name a folder of its own: --to ARCHIVE",
    )


def _incomplete(record: Record, dataset: Dataset, folder: Path) -> Iterator[Problem]:
    built = _slugs(record)
    if absent := [city.name for city in dataset.cities if city.slug not in built]:
        message = f"cities of the workbook without a report: {', '.join(absent)}"
        hint = "if they were to have one, build it and archive again"
        yield _warning("cities-without-report", message, folder, hint)
    if not dataset.about.contact:
        message = "the bag does not say whom to ask, for the workbook does not"
        hint = "fill in Kontakt in the sheet Angaben"
        yield _warning("contact-missing", message, dataset.file, hint)


def _labels_ignored(kept: AddResult, labels: Labels) -> Iterator[Problem]:
    """What was to be said of a bag that was there already, and says something else."""
    if kept.state is not AddState.UNCHANGED:
        return
    info = read_info(kept.version.path)
    given = {"External-Identifier": labels.identifier, "Retention": labels.retention}
    for name, text in given.items():
        if text and text != info.get(name):
            message = f'{kept.version.name} was archived with {name} "{info.get(name, "")}"'
            hint = "a bag is never changed; the next version can have another"
            yield _warning("label-ignored", message, kept.version.path / "bag-info.txt", hint)


def _warning(code: str, message: str, where: Path | str, hint: str) -> Problem:
    severity = Severity.WARNING
    return Problem(code=code, message=message, where=str(where), hint=hint, severity=severity)


def _prove(bag: Path) -> tuple[Problem, ...]:
    """What is wrong with a bag as it will be archived: reports that do not come out of it."""
    problems: list[Problem] = []
    for rebuilt in rebuild(bag / "data"):
        problems += rebuilt.problems
        if not rebuilt.same and not rebuilt.problems:
            problems.append(
                Problem(
                    code="not-reproducible",
                    message=f"{rebuilt.file} is not what this version makes of its inputs",
                    where=rebuilt.file,
                    hint="build again, then archive",
                )
            )
    return tuple(problems)


def _slugs(record: Record) -> set[str]:
    return {report.slug for run in record.runs for report in run.reports}


def _inputs(record: Record, sources: Sources) -> Iterator[BagFile]:
    portraits = {p.name: p for run in record.runs for r in run.reports for p in r.portrait}
    first = record.runs[0].terms
    workbook = first.workbook
    yield _bag_file(f"{INPUTS}/{workbook.name}", sources.workbook, workbook.sha256)
    for former in first.erratum:
        file = sources.record / former.path
        yield _bag_file(f"{INPUTS}/{_CORRECTED}/{former.name}", file, former.sha256)
    for name, portrait in sorted(portraits.items()):
        file = sources.portraits / name
        yield _bag_file(f"{INPUTS}/portraits/{name}", file, portrait.sha256)
    for icc in icc_profiles_of(record):
        yield _bag_file(f"{INPUTS}/profiles/{icc.name}", sources.record / icc.path, icc.sha256)
    layouts = {first.layout.name: sources.layout}
    layouts |= {
        parent.name: place
        for parent, place in zip(first.layout_parents, sources.layout_parents, strict=True)
    }
    for layout, folder in layouts.items():
        for name, file in files_of(folder).items():
            yield _bag_file(f"{INPUTS}/layouts/{layout}/{name}", file)


def _results(record: Record, dataset: Dataset) -> Iterator[BagFile]:
    rows = table(build_profiles(dataset, record.year))
    yield as_item(INDICATORS, to_csv(rows, neutral=dataset.is_neutral))
    yield as_item(f"{RESULTS}/columns.csv", columns_to_csv(neutral=dataset.is_neutral))


def _about(record: Record, dataset: Dataset, sources: Sources, folder: Path) -> Iterator[BagFile]:
    """How the reports were made, and what is known of them."""
    slugs = _slugs(record)
    cities = [city for city in dataset.cities if city.slug in slugs]
    problems = [*dataset.warnings, *problems_of(load_portraits(sources.portraits, cities))]
    yield as_item(f"{ABOUT}/{RECORD}", to_json(_within_bag(record)))
    yield _json("validation", [asdict(problem) for problem in problems])
    limit = record.runs[0].terms.ink_limit
    yield _json("conformance", _conformance([folder / file for file in record.files()], limit))
    yield _json("software", software())


def _within_bag(record: Record) -> Record:
    """The same record with the places that the inputs have in the bag."""

    def moved(settings: BuildSettings) -> BuildSettings:
        workbook, layout = settings.workbook, settings.layout
        profiles = (replace(i, path=f"{_INPUTS}/profiles/{i.name}") for i in settings.icc)
        return replace(
            settings,
            workbook=replace(workbook, path=f"{_INPUTS}/{workbook.name}"),
            portraits=f"{_INPUTS}/portraits",
            layout=replace(layout, path=f"{_INPUTS}/layouts/{layout.name}"),
            layout_parents=tuple(
                replace(parent, path=f"{_INPUTS}/layouts/{parent.name}")
                for parent in settings.layout_parents
            ),
            icc=tuple(profiles),
            erratum=tuple(
                replace(i, path=f"{_INPUTS}/{_CORRECTED}/{i.name}") for i in settings.erratum
            ),
        )

    pairs = record.files().values()
    return record_of(
        record.year,
        # Only who builds into the same folder again asks for fingerprints.
        ((moved(settings), replace(report, fingerprint="")) for settings, report in pairs),
    )


def _conformance(files: Sequence[Path], ink_limit: float) -> Sequence[Mapping[str, object]]:
    """The result of the checks of all reports.

    Raises:
        ArchiveError: a report breaks a standard, or its seal is broken or cannot be examined.
    """
    checks = check_files(files, ink_limit)
    wrong = [
        replace(problem, where=f"{check.file.name}, {problem.where}")
        for check in checks
        for problem in errors_among(check.problems)
    ]
    seals = examine_files(files)
    wrong += (problem for seal in seals for problem in seal.problems)
    if wrong:
        raise ArchiveError(*wrong)
    return [
        check.as_dict()
        | {
            "file": check.file.name,
            "signatures": [signature.as_dict() for signature in seal.signatures],
        }
        for check, seal in zip(checks, seals, strict=True)
    ]


def _json(name: str, content: Mapping[str, str] | Collection[Mapping[str, object]]) -> BagFile:
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return as_item(f"{ABOUT}/{name}.json", f"{text}\n".encode())
