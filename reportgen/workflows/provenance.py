"""Whether reports, and what they were made from, are still what a build recorded."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from reportgen.errors import ArchiveError, Problem
from reportgen.input_file import InputKind, read_input
from reportgen.layout.places import layouts_folder
from reportgen.model import COPIES
from reportgen.signing.seal import is_sealed
from reportgen.workflows.options import portraits_beside
from reportgen.workflows.record import (
    RECORD,
    Input,
    Record,
    ReportRecord,
    hash_of,
    hash_of_folder,
    read_record,
)


class Sources(Struct, frozen=True, kw_only=True):
    """Where the record of a year's reports and their inputs are now."""

    record: Path
    workbook: Path
    portraits: Path
    layout: Path
    layout_parents: tuple[Path, ...]


def load_unchanged_record(
    folder: Path, workbook: Path | None, layout: Path | None
) -> tuple[Record, Sources]:
    """The record of the reports in a folder, and where their inputs are, unchanged.

    Args:
        folder: of a year.
        workbook: where it is now, with its portraits, when it was moved since the build.
        layout: likewise the folder of the layout.

    Raises:
        ArchiveError: a report or an input is not there, or not as it was.
    """
    problems: list[Problem] = []
    record = read_record(folder, problems)
    if record is None:
        raise ArchiveError(*problems)
    if folder.resolve().name != str(record.year):
        message = f"the reports are those of {record.year}"
        problems.append(_changed("year-differs", message, folder, "archive those that were built"))
    problems += _check_reports(folder, record)
    problems += _check_same_inputs(record)
    if problems or not record.runs:
        raise ArchiveError(*(problems or [nothing_in(folder)]))
    first = record.runs[0].terms
    beside = layout.resolve().parent if layout else None
    found = Sources(
        record=folder,
        workbook=workbook or folder / first.workbook.path,
        portraits=portraits_beside(workbook) if workbook else folder / first.portraits,
        layout=layout or _place_of(first.layout, folder, None),
        layout_parents=tuple(_place_of(each, folder, beside) for each in first.layout_parents),
    )
    problems += _check_inputs(record, found)
    if problems:
        raise ArchiveError(*problems)
    return record, found


def _place_of(layout: Input, folder: Path, beside: Path | None) -> Path:
    """Where a layout is; what a layout extends that was moved is `beside` it, if it is there."""
    if not layout.path:
        return layouts_folder() / layout.name
    moved = beside / layout.name if beside else None
    return moved if moved and moved.exists() else folder / layout.path


def _check_reports(folder: Path, record: Record) -> Iterator[Problem]:
    """Whether the reports in the folder are those of the record, no more and no less."""
    known = record.files()
    there = {file.name for file in folder.glob("*.pdf") if not file.name.endswith(COPIES)}
    for file in sorted(there - known.keys()):
        message = f"{file} was not made by the builds that are recorded here"
        yield _changed("report-unknown", message, folder / file, "build it again, or remove it")
    for file, (_, report) in known.items():
        path = folder / file
        if file not in there:
            message = f"{file} was built and is not there"
            yield _changed("report-missing", message, path, "build it again")
        elif not _is_as_built(read_input(path, InputKind.PDF), report):
            message = f"{file} is not as it was built"
            yield _changed("report-changed", message, path, "build it again")


def _is_as_built(pdf: bytes, report: ReportRecord) -> bool:
    unsigned = pdf[: report.size]
    return sha256(unsigned).hexdigest() == report.sha256 and (
        len(pdf) == report.size or is_sealed(pdf, unsigned)
    )


def _check_same_inputs(record: Record) -> Iterator[Problem]:
    """Reports of one year are one publication: of one workbook, in one look."""
    shared = {
        "workbook": "workbook",
        "layout": "layout",
        "layout_parents": "layout",
        "portraits": "portraits",
        "erratum": "workbook that they correct",
        "peers": "choice of peers",
        "reference": "reference city",
        "published": "workbooks that were published before",
    }
    for what, name in shared.items():
        if len({getattr(run.terms, what) for run in record.runs}) > 1:
            files = "; ".join(
                ", ".join(report.file for report in run.reports[:3]) for run in record.runs
            )
            message = f"the reports were not all made from the same {name}"
            hint = "build all of them again, in all editions and languages"
            yield _changed("inputs-mixed", message, files, hint)
    profiles = icc_profiles_of(record)
    if len({icc.name for icc in profiles}) < len(profiles):
        message = "different ICC profiles of the same name were used"
        yield _changed("inputs-mixed", message, profiles[0].name, "build all of them again")


def icc_profiles_of(record: Record) -> tuple[Input, ...]:
    """The ICC profiles that were named for some of the reports."""
    return tuple(dict.fromkeys(icc for run in record.runs for icc in run.terms.icc))


def _check_inputs(record: Record, sources: Sources) -> Iterator[Problem]:
    """Whether the inputs are still what the reports were made from."""
    first = record.runs[0].terms
    hint = "build again, then archive; or put back what was changed"
    for what, path, before, now in (
        ("workbook", sources.workbook, first.workbook, hash_of),
        ("layout", sources.layout, first.layout, hash_of_folder),
        *(
            ("layout", place, parent, hash_of_folder)
            for place, parent in zip(sources.layout_parents, first.layout_parents, strict=True)
        ),
    ):
        if not path.exists():
            named = f"if it was moved, name it: --{what} PATH"
            message = f"the {what} of the reports is not there"
            yield _changed("input-missing", message, path, named)
        elif now(path) != before.sha256:
            message = f"the {what} was changed since the reports were built"
            yield _changed("input-changed", message, path, hint)
    for former in (*first.erratum, *first.published):
        path = sources.record / former.path
        if not path.is_file() or hash_of(path) != former.sha256:
            message = f"the workbook {former.name} that was published before is not what it was"
            yield _changed("input-changed", message, path, hint)
    for icc in icc_profiles_of(record):
        path = sources.record / icc.path
        if not path.is_file() or hash_of(path) != icc.sha256:
            message = f"the ICC profile {icc.name} is not what the reports were built with"
            yield _changed("input-changed", message, path, hint)
    for _, report in record.files().values():
        text = sources.portraits / f"{report.slug}.md"
        if not report.portrait and text.exists():
            message = f"{report.city} has a portrait since its report was built"
            yield _changed("input-changed", message, text, hint)
        for before in report.portrait:
            path = sources.portraits / before.name
            if before.name.startswith("../"):
                message = "the photo of a portrait lies outside of the folder of the portraits"
                inside = "put it into that folder, and build again"
                yield _changed("photo-outside", message, path, inside)
            elif not path.is_file() or hash_of(path) != before.sha256:
                message = f"the portrait of {report.city} was changed since its report was built"
                yield _changed("input-changed", message, path, hint)


def _changed(code: str, message: str, where: Path | str, hint: str) -> Problem:
    return Problem(code=code, message=message, where=str(where), hint=hint)


def nothing_in(folder: Path) -> Problem:
    """The problem of a folder without reports."""
    message, hint = "there is no report to archive", "`reportgen build` makes reports"
    if (folder / RECORD).is_file():
        hint = f"name the folder above it, where the years are: {folder.resolve().parent}"
    return _changed("nothing-to-archive", message, folder, hint)
