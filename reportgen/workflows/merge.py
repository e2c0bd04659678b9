"""Makes one set of reports of the parts that several machines have built.

Everything is looked at first: what is missing or does not fit together is reported, and nothing is
written then.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from reportgen.errors import DocumentError, Problem, errors_among, faults_as
from reportgen.input_file import InputKind, read_input
from reportgen.remote import Place
from reportgen.store import FileState, store
from reportgen.workflows.city_reports import is_recorded
from reportgen.workflows.part import Part
from reportgen.workflows.record import (
    RECORD,
    BuildSettings,
    Input,
    Record,
    ReportRecord,
    read_record,
    record_of,
    seen_from,
    to_json,
)

#: So many files, or shards, are named where many are missing.
_MOST_NAMED = 5


class Found(Struct, frozen=True, kw_only=True):
    """A part and the folder of the year that it lies in."""

    folder: Place
    record: Record
    part: Part


class CompleteSet(Struct, frozen=True, kw_only=True):
    """All reports of a year.

    Attributes:
        folder: where they go.
        reports: where each is now, by where it goes.
        record: of all.
    """

    folder: Place
    reports: Mapping[Place, tuple[Place, ReportRecord]]
    record: bytes


class Merged(Struct, frozen=True, kw_only=True):
    """What became of each file of the complete set."""

    files: Mapping[Place, FileState]


def merge(folders: Sequence[Place], out: Place) -> Merged:
    """Puts the parts of all years together.

    Args:
        folders: OUT of each part; several parts may share one.
        out: where the complete set goes, which may be one of the folders.

    Raises:
        DocumentError: a part or a report is missing or altered, parts are of different workbooks,
            layouts or options, or the set cannot be written.
    """
    problems: list[Problem] = []
    years: dict[str, list[Found]] = defaultdict(list)
    for found in _find(folders, problems):
        years[str(found.record.year)].append(found)
    if not years and not problems:
        problems.append(_nothing(folders))
    for parts in years.values():
        problems += _misfits(parts) or [*_gaps(parts)]
    sets = [_check(parts, out / year, problems) for year, parts in years.items() if not problems]
    if errors_among(problems):
        raise DocumentError(*problems)
    files: dict[Place, FileState] = {}
    for each in sets:
        for path, (place, report) in each.reports.items():
            files[path] = store(_read(place, report), path)
        # What is recorded is there.
        files[each.folder / RECORD] = store(each.record, each.folder / RECORD)
    return Merged(files=files)


def _find(folders: Sequence[Place], problems: list[Problem]) -> Iterator[Found]:
    """All parts, each once."""
    seen: set[Place] = set()
    for folder in folders:
        with faults_as(DocumentError, _unreadable(folder)):
            records: Iterable[Place] = folder.glob("[0-9][0-9][0-9][0-9]/build-*-of-*.json")
            there = sorted(records, key=str)
        for path in there:
            if path.resolve() in seen:
                continue
            seen.add(path.resolve())
            record = read_record(path.parent, problems, path.name)
            if record and record.part and record.part.record == path.name:
                yield Found(folder=path.parent, record=record, part=record.part)


def _unreadable(folder: Place) -> Problem:
    return _problem(
        "place-unreadable",
        "what is elsewhere cannot be read",
        folder,
        "check the URL, and that you may read there",
    )


def _nothing(folders: Sequence[Place]) -> Problem:
    return _problem(
        "nothing-to-merge",
        "there is no part of a build",
        ", ".join(map(str, folders)),
        "`reportgen build WORKBOOK --shard 1/2 --out FOLDER` makes one",
    )


def _misfits(parts: Sequence[Found]) -> list[Problem]:
    """Parts that are no parts of one thing."""
    first, *others = parts
    problems = []
    for other in others:
        if other.part.count != first.part.count:
            what = "number of shards"
        elif differing := _differing(first.record, other.record):
            what = ", ".join(differing)
        else:
            continue
        message = f"{first.part.record} and {other.part.record} are not of one build: {what}"
        hint = "build the shards again, all in the same way, and remove the records of older ones"
        problems.append(_problem("shards-mixed", message, other.folder, hint))
    return problems


def _differing(one: Record, other: Record) -> list[str]:
    """Names of the settings in which two parts differ, wherever their inputs lie."""
    ours, theirs = ({_without_places(run.terms) for run in each.runs} for each in (one, other))
    if ours == theirs or not ours or not theirs:
        return []
    # A part has a run for each language, edition ...; what none of the other part's has differs.
    names = [field for field in BuildSettings.__struct_fields__ if field != "portraits"]
    found = [
        name
        for name in names
        if {getattr(terms, name) for terms in ours} != {getattr(terms, name) for terms in theirs}
    ]
    return found or ["options"]


def _without_places(terms: BuildSettings) -> BuildSettings:
    def bare(inputs: Iterable[Input]) -> tuple[Input, ...]:
        return tuple(replace(each, path="") for each in inputs)

    return replace(
        terms,
        workbook=replace(terms.workbook, path=""),
        portraits="",
        layout=replace(terms.layout, path=""),
        layout_parents=bare(terms.layout_parents),
        icc=bare(terms.icc),
        erratum=bare(terms.erratum),
        published=bare(terms.published),
    )


def _gaps(parts: Sequence[Found]) -> Iterator[Problem]:
    """Parts that were never built, and reports that parts do not have."""
    count = parts[0].part.count
    there = {found.part.number for found in parts}
    missing = (number for number in range(1, count + 1) if number not in there)
    for number in islice(missing, _MOST_NAMED):
        message = f"shard {number} of {count} is missing"
        hint = f"build it with --shard {number}/{count}, or name its folder"
        yield _problem("shard-missing", message, parts[0].folder, hint)
    if (others := count - len(there) - _MOST_NAMED) > 0:
        message = f"{others} more shards of {count} are missing"
        hint = "build them, or name their folders"
        yield _problem("shard-missing", message, parts[0].folder, hint)
    made = {report.file for found in parts for report in _reports(found.record)}
    for found in parts:
        if absent := [file for file in found.part.files if file not in made]:
            listed = ", ".join(absent[:_MOST_NAMED])
            more = f" and {len(absent) - _MOST_NAMED} more" if len(absent) > _MOST_NAMED else ""
            number = found.part.number
            message = f"shard {number} of {count} has not made {listed}{more}"
            hint = f"build it again with --shard {number}/{count}"
            yield _problem("shard-incomplete", message, found.folder, hint)


def _reports(record: Record) -> Iterator[ReportRecord]:
    for run in record.runs:
        yield from run.reports
    yield from record.copies


def _check(parts: Sequence[Found], folder: Place, problems: list[Problem]) -> CompleteSet:
    """The complete set of a year; that its reports are as they were built is looked at."""
    reports: dict[Place, tuple[Place, ReportRecord]] = {}
    known: dict[str, tuple[BuildSettings, ReportRecord]] = {}
    settings: dict[BuildSettings, BuildSettings] = {}
    for found in parts:
        recorded = found.record.files()
        usual = found.record.runs[0].terms if found.record.runs else None
        recorded |= {copy.file: (usual, copy) for copy in found.record.copies if usual}
        for file, (terms, report) in recorded.items():
            path = found.folder / file
            try:
                _read(path, report)
            except DocumentError as fault:
                problems += fault.problems
            reports[folder / file] = path, report
            # Inputs of all parts are the same, so that the places of the first ones do.
            bare = _without_places(terms)
            known[file] = settings.setdefault(bare, _moved(terms, found.folder, folder)), report
    record = to_json(record_of(parts[0].record.year, known.values()))
    return CompleteSet(folder=folder, reports=reports, record=record)


def _read(path: Place, report: ReportRecord) -> bytes:
    """A report.

    Raises:
        DocumentError: it is not there as it was built.
    """
    refused = _altered(report, path)
    with faults_as(DocumentError, refused):
        pdf = read_input(path, InputKind.PDF)
    if not is_recorded(pdf[: report.size], report):
        raise DocumentError(refused)
    return pdf


def _moved(settings: BuildSettings, before: Place, after: Place) -> BuildSettings:
    """The same settings in the record of another folder: paths are as seen from there."""

    def placed(path: str) -> str:
        return seen_from(after, before / path if isinstance(before, Path) else Path(path))

    def seen(found: Input) -> Input:
        return replace(found, path=placed(found.path)) if found.path else found

    return replace(
        settings,
        workbook=seen(settings.workbook),
        portraits=placed(settings.portraits),
        layout=seen(settings.layout),
        layout_parents=tuple(map(seen, settings.layout_parents)),
        icc=tuple(map(seen, settings.icc)),
        erratum=tuple(map(seen, settings.erratum)),
        published=tuple(map(seen, settings.published)),
    )


def _altered(report: ReportRecord, path: Place) -> Problem:
    return _problem(
        "shard-altered",
        f"{report.file} is not there as it was built",
        path,
        "build its shard again, then merge",
    )


def _problem(code: str, message: str, where: Place | str, hint: str) -> Problem:
    return Problem(code=code, message=message, where=str(where), hint=hint)
