"""Makes one set of reports of the parts that several machines have built.

Everything is looked at first: what is missing or does not fit together is reported, and nothing is
written then.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from reportgen.errors import DocumentError, Problem, errors_among, faults_as
from reportgen.input_file import InputKind, read_input
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A part and the folder of the year that it lies in."""

    folder: Path
    record: Record
    part: Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What became of each file of the complete set."""

    files: Mapping[Path, FileState]


def merge(folders: Sequence[Path], out: Path) -> Merged:
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
    contents: dict[Path, bytes] = {}
    if not problems:
        for year, parts in years.items():
            contents |= _contents(parts, out / year, problems)
    if errors_among(problems):
        raise DocumentError(*problems)
    return Merged(files={path: store(content, path) for path, content in contents.items()})


def _find(folders: Sequence[Path], problems: list[Problem]) -> Iterator[Found]:
    """All parts, each once."""
    seen: set[Path] = set()
    for folder in folders:
        for path in sorted(folder.glob("[0-9][0-9][0-9][0-9]/build-*-of-*.json")):
            if path.resolve() in seen:
                continue
            seen.add(path.resolve())
            record = read_record(path.parent, problems, path.name)
            if record and record.part and record.part.record == path.name:
                yield Found(folder=path.parent, record=record, part=record.part)


def _nothing(folders: Sequence[Path]) -> Problem:
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
    names = [field for field in BuildSettings.__dataclass_fields__ if field != "portraits"]
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


def _contents(
    parts: Sequence[Found], folder: Path, problems: list[Problem]
) -> Mapping[Path, bytes]:
    """Every file of the complete set, its record last."""
    contents: dict[Path, bytes] = {}
    known: dict[str, tuple[BuildSettings, ReportRecord]] = {}
    settings: dict[BuildSettings, BuildSettings] = {}
    for found in parts:
        reports = found.record.files()
        usual = found.record.runs[0].terms if found.record.runs else None
        reports |= {copy.file: (usual, copy) for copy in found.record.copies if usual}
        for file, (terms, report) in reports.items():
            path = found.folder / file
            refused = _altered(report, path)
            with faults_as(DocumentError, refused):
                pdf = read_input(path, InputKind.PDF)
            if not is_recorded(pdf[: report.size], report):
                problems.append(refused)
            contents[folder / file] = pdf
            # Inputs of all parts are the same, so that the places of the first ones do.
            bare = _without_places(terms)
            known[file] = settings.setdefault(bare, _moved(terms, found.folder, folder)), report
    record = record_of(parts[0].record.year, known.values())
    return contents | {folder / RECORD: to_json(record)}


def _moved(settings: BuildSettings, before: Path, after: Path) -> BuildSettings:
    """The same settings in the record of another folder: paths are as seen from there."""

    def seen(found: Input) -> Input:
        return replace(found, path=seen_from(after, before / found.path)) if found.path else found

    return replace(
        settings,
        workbook=seen(settings.workbook),
        portraits=seen_from(after, before / settings.portraits),
        layout=seen(settings.layout),
        layout_parents=tuple(map(seen, settings.layout_parents)),
        icc=tuple(map(seen, settings.icc)),
        erratum=tuple(map(seen, settings.erratum)),
        published=tuple(map(seen, settings.published)),
    )


def _altered(report: ReportRecord, path: Path) -> Problem:
    return _problem(
        "shard-altered",
        f"{report.file} is not there as it was built",
        path,
        "build its shard again, then merge",
    )


def _problem(code: str, message: str, where: Path | str, hint: str) -> Problem:
    return Problem(code=code, message=message, where=str(where), hint=hint)
