"""Finds out, without reading what reports are made from, that a run would change nothing.

A run leaves the fingerprints of all files that it read, and of those that it made, in a hidden file
of the folder OUT. When it is called in the same way, and all of them are as they were, it has
nothing to do but to repeat what it said. When only portraits are not as they were, that holds for
each city whose portrait is. Whatever is in doubt is left to the run itself, which compares report
by report. Nothing here loads a library that takes long.
"""

import errno
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from reportgen.errors import Problem, ReportgenError, Severity
from reportgen.input_file import InputKind, read_input
from reportgen.layout.inherit import folders_of
from reportgen.layout.places import find_layout, layouts_folder
from reportgen.model import City
from reportgen.remote import Place
from reportgen.store import FileState, store
from reportgen.workflows.options import BuildOptions, CityResult, portraits_beside
from reportgen.workflows.program import installed, program_digest
from reportgen.workflows.record import RECORD, hash_of

#: In OUT: what the last runs read, made and said.
NOTES = ".last-builds.json"

FORMAT = 2

#: Of notes that somebody changed, which are none, and of files that are not there any more.
_FAULTS = (OSError, ValueError, LookupError, TypeError, AttributeError)

#: So many ways to call the program are remembered.
_MOST_CALLS = 6


class RunInputs(Struct, frozen=True, kw_only=True):
    """What a run is about to read.

    Attributes:
        out: where its reports go.
        call: digest of how the program is called, and where.
        files: digest of all files but portraits, and of the program.
        portraits: digest of all files in their folder.
    """

    out: Path
    call: str
    files: str
    portraits: str


class Outcome(Struct, frozen=True, kw_only=True):
    """What a run said: about the workbook, and of each city."""

    warnings: tuple[Problem, ...]
    results: tuple[CityResult, ...]


def inputs_of(options: BuildOptions) -> RunInputs | None:
    """What a run with these options reads; None when that cannot be said in short.

    Seals are examined each time, archives are wide, and what is elsewhere takes long to read.
    """
    if not isinstance(options.out, Path):
        return None
    if options.force or options.seal or options.erratum or options.published or options.shard:
        return None
    call = {
        name: str(value)
        for name, value in asdict(options).items()
        # They change nothing in the reports.
        if name not in {"seal", "force", "jobs", "cluster"}
    }
    call |= {"here": str(Path.cwd()), "date": os.environ.get("SOURCE_DATE_EPOCH", "")}
    try:
        files = [_line(options.workbook.name, options.workbook)]
        portraits = [*_lines(portraits_beside(options.workbook))]
        for folder in folders_of(find_layout(options.layout), layouts_folder()):
            files += [f"{folder.resolve().name}:", *_lines(folder)]
        if options.icc:
            files.append(_line(options.icc.name, options.icc))
        files += [program_digest(), *installed()]
    except (OSError, ReportgenError):
        return None  # The run says what is wrong.
    return RunInputs(
        out=options.out, call=_digest(call), files=_digest(files), portraits=_digest(portraits)
    )


def recall(inputs: RunInputs) -> Outcome | None:
    """What the same run said, if nothing has changed since; else None."""
    # Notes that somebody changed are none.
    with suppress(*_FAULTS):
        noted = _noted(inputs)
        results = tuple(_result(inputs.out, each) for each in noted["results"])
        if noted["portraits"] == inputs.portraits and _is_there(inputs.out, results, noted):
            return Outcome(warnings=tuple(map(_problem, noted["warnings"])), results=results)
    return None


def recall_cities(inputs: RunInputs, portraits: Mapping[City, str]) -> Mapping[City, CityResult]:
    """What the same run said of each city, if all but other portraits was the same.

    Args:
        inputs: of this run.
        portraits: fingerprints of the cities' portraits, and of what is odd about them.
    """
    with suppress(*_FAULTS):
        noted = _noted(inputs)
        return {
            result.city: result
            for each in noted["results"]
            for result in [_result(inputs.out, each)]
            if portraits.get(result.city, "?") == each["portrait"]
        }
    return {}


def remember(
    options: BuildOptions,
    inputs: RunInputs,
    outcome: Outcome,
    portraits: Mapping[City, str],
    elsewhere: Iterable[Path],
) -> None:
    """Notes what a run read, made and said, unless what it read has changed meanwhile.

    Args:
        options: of the run.
        inputs: from before it.
        outcome: what it said; of one in which a city failed nothing is noted.
        portraits: fingerprints of the cities' portraits, as in `recall_cities`.
        elsewhere: files that it read besides.
    """
    if any(result.exit_code for result in outcome.results) or inputs_of(options) != inputs:
        return
    with suppress(ReportgenError, *_FAULTS):  # The next run is slower, and right.
        made = _made(inputs.out, outcome.results)
        if not _is_as_made(made):
            return
        calls = _read(inputs.out)
        calls.pop(inputs.call, None)
        calls[inputs.call] = {
            "files": inputs.files,
            "portraits": inputs.portraits,
            "elsewhere": {str(path.resolve()): hash_of(path) for path in elsewhere},
            "recorded": _recorded(inputs.out, made),
            "warnings": [asdict(problem) for problem in outcome.warnings],
            "results": [
                {
                    "city": asdict(result.city),
                    "portrait": portraits.get(result.city, ""),
                    "files": [_name(path) for path in result.files],
                    "hashes": result.hashes,
                    # What is said of a file that was replaced is not true any more.
                    "problems": [
                        asdict(problem)
                        for problem in result.problems
                        if problem.where not in map(str, result.files)
                    ],
                    "absent": result.absent,
                }
                for result in outcome.results
            ],
        }
        kept = dict(list(calls.items())[-_MOST_CALLS:])
        text = json.dumps({"format": FORMAT, "calls": kept}, ensure_ascii=False)
        store(text.encode(errors="surrogatepass"), inputs.out / NOTES)


def _name(report: Place) -> str:
    """Of a report, seen from OUT."""
    return f"{report.parent.name}/{report.name}"


def _read(out: Path) -> dict[str, Any]:
    """What is noted, by call."""
    with suppress(OSError, ValueError, LookupError, TypeError, RecursionError):
        content = read_input(out / NOTES, InputKind.RECORD).decode(errors="surrogatepass")
        data = json.loads(content)
        if isinstance(data, dict) and data.get("format") == FORMAT:
            return dict(data["calls"])
    return {}


def _noted(inputs: RunInputs) -> Mapping[str, Any]:
    """What is noted of the same run, if what it read but for portraits is as it was.

    Raises:
        LookupError: it is not, or nothing is noted.
    """
    noted = _read(inputs.out)[inputs.call]
    elsewhere = {Path(name): before for name, before in noted["elsewhere"].items()}
    if noted["files"] != inputs.files or not _is_as_made(elsewhere):
        raise LookupError
    return dict(noted)


def _made(out: Path, results: Iterable[CityResult]) -> Mapping[Path, str]:
    """The files of a run and what they held."""
    return {
        out / _name(path): held
        for result in results
        for path, held in zip(result.files, result.hashes, strict=True)
    }


def _is_there(out: Path, results: Iterable[CityResult], noted: Mapping[str, Any]) -> bool:
    """Whether all that a run made is as it was."""
    made = _made(out, results)
    return _is_as_made(made) and _recorded(out, made) == noted["recorded"]


def _is_as_made(files: Mapping[Path, str]) -> bool:
    """Whether files hold what they held."""
    return all(hash_of(file) == before for file, before in files.items())


def _recorded(out: Path, files: Iterable[Path]) -> str:
    """Digest of what the records say of some files."""
    found: dict[str, Any] = {}
    names = [_name(file) for file in files]
    for year in sorted({Path(name).parent.name for name in names}):
        data = json.loads(read_input(out / year / RECORD, InputKind.RECORD))
        for run in data["runs"]:
            terms = _digest(run["terms"])
            found |= {f"{year}/{each['file']}": (terms, each) for each in run["reports"]}
        found |= {f"{year}/{each['file']}": each for each in data.get("copies", ())}
    return _digest([found[name] for name in names])


def _lines(folder: Path) -> Iterator[str]:
    """Names and contents of all files in a folder, hidden ones too; none of one that is missing."""
    for file in sorted(folder.rglob("*")):
        if not file.is_dir():
            yield _line(file.relative_to(folder).as_posix(), file)
        elif file.is_symlink():
            raise NotADirectoryError(errno.ENOTDIR, "what is behind it is not listed", str(file))


def _line(name: str, file: Path) -> str:
    return f"{hash_of(file)}  {name}"


def _digest(value: object) -> str:
    return sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _problem(noted: Mapping[str, str]) -> Problem:
    texts = {key: text for key, text in noted.items() if key != "severity"}
    return Problem(**texts, severity=Severity(noted["severity"]))


def _result(out: Path, noted: Mapping[str, Any]) -> CityResult:
    return CityResult(
        city=City(**noted["city"]),
        files={out / name: FileState.UNCHANGED for name in noted["files"]},
        problems=tuple(map(_problem, noted["problems"])),
        absent=noted["absent"],
        hashes=tuple(noted["hashes"]),
    )
