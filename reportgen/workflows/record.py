"""What a build writes beside its reports: from what, and how, each of them was made.

The archive keeps a report together with all that makes it again. What a PDF does not say (the
workbook, the layout, the language, the date ...) stands in ``build.json`` in the folder of the
year. Runs of other languages, editions or cities add to it; the same run leaves it as it is.
"""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, to_builtins

from reportgen import __version__
from reportgen.errors import ArchiveError, Problem, reason_of
from reportgen.input_file import InputKind, read_input
from reportgen.layout.places import layouts_folder
from reportgen.model import City, Edition, PeerChoice, Standard
from reportgen.remote import Place, RemotePath
from reportgen.tomlfile import fill
from reportgen.workflows.part import Part

if TYPE_CHECKING:
    from reportgen.layout.load import Layout

#: Name of the record, in the folder of a year.
RECORD = "build.json"

#: In the ``data`` of a bag: the folder of the record, and of what else is known of the reports.
ABOUT = "about"

FORMAT = 1

#: Of four inks, in percent.
MOST_INK = 400


class Input(Struct, frozen=True, kw_only=True):
    """A file or folder that reports are made from.

    Attributes:
        name: of the file, of the layout, or of a portrait's file within the folder of portraits.
        path: seen from the folder of the record; empty for a layout that comes with the program,
            and for the files of a portrait.
        sha256: of its content.
    """

    name: str
    path: str
    sha256: str


class BuildSettings(Struct, frozen=True, kw_only=True):
    """What reports of one run have in common.

    Attributes:
        portraits: the folder of the portraits, seen from the folder of the record.
        layout_parents: the layouts that the layout extends.
        icc: the printer's own ICC profile, where one was named.
        ink_limit: of the print editions, in percent.
        issued: date of the documents, as in ``2021-12-01``.
        program: version of reportgen.
        erratum: the workbook that the reports correct, where one was named.
        peers, reference: slugs of the cities that were chosen to compare with, where any were.
        published: workbooks that readers know already, from which secret numbers had to be kept.
        standard: that digital editions keep; older records do not name it.
    """

    workbook: Input
    portraits: str
    layout: Input
    layout_parents: tuple[Input, ...] = ()
    icc: tuple[Input, ...]
    ink_limit: float
    language: str
    issued: str
    attach_data: bool
    program: str
    erratum: tuple[Input, ...] = ()
    peers: tuple[str, ...] = ()
    reference: str = ""
    published: tuple[Input, ...] = ()
    standard: Standard = Standard.UA1


class ReportRecord(Struct, frozen=True, kw_only=True):
    """One report.

    Attributes:
        file: its name.
        city: name of the city.
        slug: that identifies it.
        sha256, size: of the report without a signature, in bytes; a signed file begins with it.
        portrait: what it was made from besides workbook and layout: the portrait and its photo.
        erratum: what it calls its page of corrections; empty where it has none.
        fingerprint: of all that it was made from; empty where it is to be made every time.
    """

    file: str
    city: str
    slug: str
    edition: Edition
    sha256: str
    size: int
    portrait: tuple[Input, ...]
    erratum: str = ""
    fingerprint: str = ""


class BuildRun(Struct, frozen=True, kw_only=True):
    """Reports that were made with the same settings, called ``terms`` in the file."""

    terms: BuildSettings
    reports: tuple[ReportRecord, ...]


class Record(Struct, frozen=True, kw_only=True):
    """Everything that lies in the folder of a year.

    Attributes:
        format: of this file.
        year: of the reports.
        runs: the reports, without working copies.
        copies: working copies, which are neither sent nor archived.
        part: which part it is; None where it is of all.
    """

    format: int
    year: int
    runs: tuple[BuildRun, ...]
    copies: tuple[ReportRecord, ...] = ()
    part: Part | None = None

    def files(self) -> dict[str, tuple[BuildSettings, ReportRecord]]:
        """Every report by its file name."""
        return {report.file: (run.terms, report) for run in self.runs for report in run.reports}


def record_of(
    year: int,
    reports: Iterable[tuple[BuildSettings, ReportRecord]],
    part: Part | None = None,
) -> Record:
    """The record of `reports`; those with the same settings are one run."""
    runs: dict[BuildSettings, list[ReportRecord]] = {}
    copies: list[ReportRecord] = []
    for settings, report in sorted(reports, key=lambda pair: pair[1].file):
        if report.edition.is_copy:
            copies.append(report)
        else:
            runs.setdefault(settings, []).append(report)
    return Record(
        format=FORMAT,
        year=year,
        runs=tuple(BuildRun(terms=terms, reports=tuple(some)) for terms, some in runs.items()),
        copies=tuple(copies),
        part=part,
    )


def to_json(record: Record) -> bytes:
    """The record as it is written, without what is empty in most of them."""
    data = to_builtins(record)
    for empty in ("copies", "part"):
        if not data[empty]:
            del data[empty]
    for report in (report for run in data["runs"] for report in run["reports"]):
        if not report["fingerprint"]:
            del report["fingerprint"]
    text = json.dumps(data, ensure_ascii=False, indent=1)
    # What a name of a file has that is no UTF-8 becomes an escape of JSON.
    return f"{text}\n".encode(errors="backslashreplace")


def read_record(folder: Place, problems: list[Problem], name: str = RECORD) -> Record | None:
    """The record in the folder of a year.

    Args:
        folder: of a year.
        problems: every fault found is appended to it.
        name: of the record, see `Part`.

    Returns:
        The record, or None when there is none that can be read.
    """
    path = folder / name
    try:
        content = read_input(path, InputKind.RECORD)
    except OSError as fault:
        problems.append(_unreadable(path, fault))
        return None
    return _understood(content, path, problems)


def earlier_record(folder: Place, name: str) -> Record | None:
    """The record that a run adds to.

    Args:
        folder: of a year.
        name: of the record, see `Part`.

    Returns:
        The record, or None when there is none, or one that a run replaces since it is broken.

    Raises:
        OSError: it is there, and cannot be read now; what it has would be lost if it were replaced.
    """
    path = folder / name
    try:
        content = read_input(path, InputKind.RECORD)
    except FileNotFoundError:
        return None
    return _understood(content, path, [])


def _understood(content: bytes, path: Place, problems: list[Problem]) -> Record | None:
    try:
        data = json.loads(content)
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise ValueError(f"it is not of format {FORMAT}, which this version reads")
        record = fill(Record, data, str(path), problems)
        for run in record.runs if record else ():
            date.fromisoformat(run.terms.issued)
            if not 0 < run.terms.ink_limit <= MOST_INK:
                raise ValueError(f"an ink limit of {run.terms.ink_limit} % is none")
    except (ValueError, RecursionError) as fault:
        problems.append(_unreadable(path, fault))
        return None
    return record


def _unreadable(path: Place, fault: Exception) -> Problem:
    return Problem(
        code="record-unreadable",
        message=f"{path.name} cannot be read: {reason_of(fault)}",
        where=str(path),
        hint="`reportgen build` writes it beside the reports: build them again",
    )


def read_archived_record(data: Path) -> Record:
    """How the reports of a bag were made.

    Args:
        data: the folder ``data`` of the bag.

    Raises:
        ArchiveError: the bag does not say it in a form that this version reads.
    """
    problems: list[Problem] = []
    record = read_record(data / ABOUT, problems)
    if record is None:
        raise ArchiveError(*problems)
    return record


def build_settings(
    folder: Place,
    workbook: Path,
    portraits: Path,
    layout: "Layout",
    issued: date,
    *,
    standard: Standard,
    attach_data: bool,
    choice: PeerChoice,
    erratum: Path | None = None,
    published: Sequence[Path] = (),
) -> BuildSettings:
    """What is recorded of a run.

    Args:
        folder: where its record goes; paths are as seen from it.
        workbook: what the reports are made from.
        portraits: folder of the portraits.
        layout: look and words.
        issued: date of the documents.
        standard: that digital editions keep.
        attach_data: whether the data are inside.
        choice: who is compared with whom.
        erratum: the workbook that the reports correct.
        published: workbooks that readers know already.

    Raises:
        OSError: an input is not there any more.
    """
    return BuildSettings(
        workbook=_input(folder, workbook),
        portraits=seen_from(folder, portraits),
        layout=_layout_input(folder, layout.folder),
        layout_parents=tuple(_layout_input(folder, parent) for parent in layout.parents),
        icc=(_input(folder, layout.condition.own),) if layout.condition.own else (),
        ink_limit=layout.condition.ink_limit,
        language=layout.language,
        issued=issued.isoformat(),
        attach_data=attach_data,
        program=__version__,
        erratum=(_input(folder, erratum),) if erratum else (),
        peers=tuple(city.slug for city in choice.cities),
        reference=choice.reference.slug if choice.reference else "",
        published=tuple(_input(folder, file) for file in published),
        standard=standard,
    )


def _layout_input(folder: Place, layout: Path) -> Input:
    provided = layout.resolve().parent == layouts_folder().resolve()
    return Input(
        name=layout.resolve().name,
        path="" if provided else seen_from(folder, layout),
        sha256=hash_of_folder(layout),
    )


def _input(folder: Place, file: Path) -> Input:
    return Input(name=file.name, path=seen_from(folder, file), sha256=hash_of(file))


def portrait_inputs(folder: Path, city: City, photo: Path | None) -> tuple[Input, ...]:
    """The files of a city's portrait: its text and its photo, where there are any."""
    return inputs_of_portrait(portrait_files(folder, city, photo))


def portrait_files(folder: Path, city: City, photo: Path | None) -> Mapping[str, Path]:
    """Where the text of a city's portrait is, if it has any, and its photo; by their names."""
    files = filter(None, (folder / f"{city.slug}.md", photo))
    return {_relative(file, folder): file for file in files}


def inputs_of_portrait(files: Mapping[str, Path]) -> tuple[Input, ...]:
    """What is recorded of the files of a portrait that are there."""
    return tuple(
        Input(name=name, path="", sha256=hash_of(file))
        for name, file in files.items()
        if file.is_file()
    )


def hash_of(file: Path) -> str:
    """SHA-256 of a file, of whatever kind.

    Raises:
        OSError: it cannot be read, is no regular file, or is too large.
    """
    return sha256(read_input(file, InputKind.PDF)).hexdigest()


def hash_of_folder(folder: Path) -> str:
    """SHA-256 of the names and contents of all files in a folder."""
    lines = (f"{hash_of(file)}  {name}\n" for name, file in files_of(folder).items())
    return sha256("".join(lines).encode()).hexdigest()


def files_of(folder: Path) -> dict[str, Path]:
    """Every file in a folder and below, by its name seen from there, in order; hidden ones are not.

    What editors, file managers and Git leave there has no part in a report.
    """
    files = (
        (path.relative_to(folder).as_posix(), path) for path in folder.rglob("*") if path.is_file()
    )
    return dict(sorted(file for file in files if "/." not in f"/{file[0]}"))


def seen_from(folder: Place, path: Path) -> str:
    """A path as seen from a folder; from elsewhere, no way leads here."""
    if isinstance(folder, RemotePath):
        return path.resolve().as_posix()
    # Folders that are links would lead elsewhere on the way up.
    return _relative(path.resolve(), folder.resolve())


def _relative(path: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # On another drive of Windows, to which no way leads.
        return path.as_posix()
