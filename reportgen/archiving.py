"""Archives what a build made.

    check -> gather -> keep (write -> prove -> move into place)

The archive stage knows bags; what goes into them is gathered here, from the stages that know it.
Nothing is archived on trust: the proof of a bag is that its reports come out of it again.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from reportgen import __version__
from reportgen.archive.bag import Item
from reportgen.archive.examine import examine_files, is_sealed
from reportgen.archive.keep import (
    INDICATORS,
    INPUTS,
    REPORTS,
    RESULTS,
    Description,
    Kept,
    as_item,
    keep,
)
from reportgen.errors import ArchiveError, Problem
from reportgen.layout import layouts_folder
from reportgen.model import Dataset
from reportgen.pipeline import build_profiles, load_portraits
from reportgen.rebuilding import ABOUT, rebuild, software
from reportgen.records import (
    RECORD,
    Made,
    Record,
    Terms,
    files_of,
    hash_of,
    hash_of_folder,
    read_record,
    record_of,
    to_json,
)

#: Where the inputs lie, seen from the record in the folder `ABOUT`.
_INPUTS = f"../{INPUTS}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where the inputs of a year's reports are now."""

    workbook: Path
    portraits: Path
    layout: Path


def folders_of_years(reports: Path, year: int | None) -> tuple[Path, ...]:
    """The folders of years that a build has filled, or that of one year.

    Raises:
        ArchiveError: there is none.
    """
    folders = sorted(path.parent for path in reports.glob(f"*/{RECORD}"))
    chosen = [folder for folder in folders if year is None or folder.name == str(year)]
    if not chosen:
        raise ArchiveError(_nothing(reports if year is None else reports / str(year)))
    return tuple(chosen)


def archive_year(
    folder: Path,
    archive: Path,
    labels: Labels,
    *,
    workbook: Path | None = None,
    layout: Path | None = None,
) -> Kept:
    """Archives the reports in the folder of a year.

    Args:
        folder: e.g. ``build/reports/2020``.
        archive: where to.
        labels: what the officer says of the bag.
        workbook: where it is now, with its portraits, when it was moved since the build.
        layout: likewise the folder of the layout.

    Returns:
        The version that holds the reports now.

    Raises:
        ArchiveError: something differs from what was built, breaks a standard, or cannot be
            made again from what would be archived; there is no reason for a correction; or the
            archive cannot be written.
        WorkbookError: the workbook cannot be read any more.
    """
    from reportgen.workbook import load_workbook

    record, sources = _checked(folder, workbook, layout)
    dataset = load_workbook(sources.workbook)
    items = [
        *(
            Item(name=f"{REPORTS}/{file}", content=folder / file, sha256=hash_of(folder / file))
            for file in record.files()
        ),
        *_inputs(record, sources),
        *_results(record, dataset),
        *_about(record, dataset, sources, folder),
    ]
    about = dataset.about
    description = Description(
        organization=about.publisher,
        contact=about.contact,
        title=f"{about.project} {record.year}: {len(record.files())} reports",
        identifier=labels.identifier or f"{about.project} {record.year}",
        retention=labels.retention,
        bagged=labels.day,
        agent=f"reportgen {__version__}",
    )
    return keep(archive, record.year, items, description, reason=labels.reason, prove=_prove)


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


# --- is it what was built? ------------------------------------------------------------------


def _checked(folder: Path, workbook: Path | None, layout: Path | None) -> tuple[Record, Sources]:
    """The record of the reports in a folder, and where their inputs are, unchanged."""
    problems: list[Problem] = []
    record = read_record(folder, problems)
    if record is None:
        raise ArchiveError(*problems)
    problems += _check_reports(folder, record)
    problems += _check_same_inputs(record)
    if problems or not record.runs:
        raise ArchiveError(*(problems or [_nothing(folder)]))
    terms = record.runs[0].terms
    provided = layouts_folder() / terms.layout.name
    found = Sources(
        workbook=workbook or folder / terms.workbook.path,
        portraits=workbook.parent / "portraits" if workbook else folder / terms.portraits,
        layout=layout or (folder / terms.layout.path if terms.layout.path else provided),
    )
    problems += _check_inputs(record, found)
    if problems:
        raise ArchiveError(*problems)
    return record, found


def _check_reports(folder: Path, record: Record) -> Iterator[Problem]:
    """Whether the reports in the folder are those of the record, no more and no less."""
    known = record.files()
    there = {file.name for file in folder.glob("*.pdf")}
    for file in sorted(there - known.keys()):
        message = f"{file} was not made by the builds that are recorded here"
        yield _changed("report-unknown", message, folder / file, "build it again, or remove it")
    for file, (_, made) in known.items():
        path = folder / file
        if file not in there:
            message = f"{file} was built and is not there"
            yield _changed("report-missing", message, path, "build it again")
        elif not _is_made(path.read_bytes(), made):
            message = f"{file} is not as it was built"
            yield _changed("report-changed", message, path, "build it again")


def _is_made(pdf: bytes, made: Made) -> bool:
    unsigned = pdf[: made.size]
    return sha256(unsigned).hexdigest() == made.sha256 and (
        len(pdf) == made.size or is_sealed(pdf, unsigned)
    )


def _check_same_inputs(record: Record) -> Iterator[Problem]:
    """Reports of one year are one publication: of one workbook, in one look."""
    of_run: Sequence[tuple[str, Callable[[Terms], object]]] = (
        ("workbook", lambda terms: terms.workbook),
        ("layout", lambda terms: terms.layout),
        ("portraits", lambda terms: terms.portraits),
    )
    for what, part in of_run:
        if len({part(run.terms) for run in record.runs}) > 1:
            files = "; ".join(
                ", ".join(made.file for made in run.reports[:3]) for run in record.runs
            )
            message = f"the reports were not all made from the same {what}"
            yield _changed("inputs-mixed", message, files, "build all of them again")


def _check_inputs(record: Record, sources: Sources) -> Iterator[Problem]:
    """Whether the inputs are still what the reports were made from."""
    terms = record.runs[0].terms
    hint = "build again, then archive; or put back what was changed"
    for what, path, before, now in (
        ("workbook", sources.workbook, terms.workbook, hash_of),
        ("layout", sources.layout, terms.layout, hash_of_folder),
    ):
        if not path.exists():
            named = f"if it was moved, name it: --{what} PATH"
            message = f"the {what} of the reports is not there"
            yield _changed("input-missing", message, path, named)
        elif now(path) != before.sha256:
            message = f"the {what} was changed since the reports were built"
            yield _changed("input-changed", message, path, hint)
    for _, made in record.files().values():
        text = sources.portraits / f"{made.slug}.md"
        if not made.portrait and text.exists():
            message = f"{made.city} has a portrait since its report was built"
            yield _changed("input-changed", message, text, hint)
        for before in made.portrait:
            path = sources.portraits / before.name
            if before.name.startswith("../"):
                message = "the photo of a portrait lies outside of the folder of the portraits"
                inside = "put it into that folder, and build again"
                yield _changed("photo-outside", message, path, inside)
            elif not path.is_file() or hash_of(path) != before.sha256:
                message = f"the portrait of {made.city} was changed since its report was built"
                yield _changed("input-changed", message, path, hint)


def _changed(code: str, message: str, where: Path | str, hint: str) -> Problem:
    return Problem(code=code, message=message, where=str(where), hint=hint)


def _nothing(folder: Path) -> Problem:
    message = "there is no report to archive"
    return _changed("nothing-to-archive", message, folder, "`reportgen build` makes reports")


# --- what goes into the bag -----------------------------------------------------------------


def _inputs(record: Record, sources: Sources) -> Iterator[Item]:
    portraits = {one.name: one for _, made in record.files().values() for one in made.portrait}
    terms = record.runs[0].terms
    yield Item(
        name=f"{INPUTS}/{terms.workbook.name}",
        content=sources.workbook,
        sha256=terms.workbook.sha256,
    )
    for name, portrait in sorted(portraits.items()):
        yield Item(
            name=f"{INPUTS}/portraits/{name}",
            content=sources.portraits / name,
            sha256=portrait.sha256,
        )
    for name, file in files_of(sources.layout).items():
        yield Item(
            name=f"{INPUTS}/layouts/{terms.layout.name}/{name}",
            content=file,
            sha256=hash_of(file),
        )


def _results(record: Record, dataset: Dataset) -> Iterator[Item]:
    from reportgen.indicators import columns_to_csv, table, to_csv

    rows = table(build_profiles(dataset, record.year))
    yield as_item(INDICATORS, to_csv(rows))
    yield as_item(f"{RESULTS}/columns.csv", columns_to_csv())


def _about(record: Record, dataset: Dataset, sources: Sources, folder: Path) -> Iterator[Item]:
    """How the reports were made, and what is known of them."""
    slugs = {made.slug for _, made in record.files().values()}
    cities = [city for city in dataset.cities if city.slug in slugs]
    portraits = load_portraits(sources.portraits, cities)
    problems = [*dataset.warnings, *(p for _, told in portraits.values() for p in told)]
    yield as_item(f"{ABOUT}/{RECORD}", to_json(_within_bag(record)))
    yield _json("validation", [asdict(problem) for problem in problems])
    yield _json("conformance", _conformance([folder / file for file in record.files()]))
    yield _json("software", software())


def _within_bag(record: Record) -> Record:
    """The same record with the places that the inputs have in the bag."""

    def moved(terms: Terms) -> Terms:
        return replace(
            terms,
            workbook=replace(terms.workbook, path=f"{_INPUTS}/{terms.workbook.name}"),
            portraits=f"{_INPUTS}/portraits",
            layout=replace(terms.layout, path=f"{_INPUTS}/layouts/{terms.layout.name}"),
        )

    reports = ((moved(terms), made) for terms, made in record.files().values())
    return record_of(record.year, reports)


def _conformance(files: Sequence[Path]) -> Sequence[Mapping[str, object]]:
    """The result of the checks of all reports.

    Raises:
        ArchiveError: a report breaks a standard, or its seal is broken or cannot be examined.
    """
    from reportgen.document.check import check_files

    checks = check_files(files)
    wrong = [
        replace(problem, where=f"{check.file.name}, {problem.where}")
        for check in checks
        for problem in check.problems
    ]
    wrong += (problem for seal in examine_files(files) for problem in seal.problems)
    if wrong:
        raise ArchiveError(*wrong)
    return [check.as_dict() | {"file": check.file.name} for check in checks]


def _json(name: str, content: Mapping[str, str] | Collection[Mapping[str, object]]) -> Item:
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return as_item(f"{ABOUT}/{name}.json", f"{text}\n".encode())
