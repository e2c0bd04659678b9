"""Is a bag as it was? Structure, completeness, checksums of content and of all else."""

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

import bagit

from reportgen.archive.bag import ALGORITHMS, DECLARATION, TAG_FILES
from reportgen.errors import Problem, reason_of
from reportgen.input_file import InputKind, read_input

_LINE = re.compile(r"([0-9a-f]+) [ *]?(\S.*)\n")
_MANIFESTS = {
    f"{kind}-{name}.txt": name for name in ALGORITHMS for kind in ("manifest", "tagmanifest")
}


def verify_bag(folder: Path) -> tuple[Problem, ...]:
    """Examines one bag: structure, completeness, checksums of content and of all else.

    A link is reported and not followed, so nothing outside of the bag is read.
    """
    files, problems = _files(folder)
    declaration = folder / "bagit.txt"
    if "bagit.txt" in files and _read(declaration, problems) != DECLARATION:
        message = "bagit.txt does not say that this is a bag of version 1.0 in UTF-8"
        problems.append(_problem("not-a-bag", message, declaration))
    content = {name for name in files if name.startswith("data/")}
    for name, algorithm in _MANIFESTS.items():
        if name in files:
            expected = {*TAG_FILES} if name.startswith("tag") else content
            _compare(folder, files, name, algorithm, expected, problems)
        else:
            problems.append(_missing(folder / name))
    others = files - content - {*TAG_FILES} - _MANIFESTS.keys()
    problems += (unlisted(folder / name) for name in sorted(others))
    if not problems:
        problems += _bagit_problems(folder)
    # A file that differs does so by both checksums.
    return tuple(dict.fromkeys(problems))


def _files(folder: Path) -> tuple[set[str], list[Problem]]:
    """Names of all files in a bag, and what else there is."""
    files: set[str] = set()
    problems: list[Problem] = []

    def report(fault: OSError) -> None:
        problems.append(_unreadable(Path(fault.filename), fault))

    for place, folders, names in os.walk(folder, onerror=report):
        if not folders and not names:
            problems.append(unlisted(Path(place)))
        for name in (*folders, *names):
            path = Path(place) / name
            mode = path.lstat().st_mode
            if stat.S_ISREG(mode):
                files.add(path.relative_to(folder).as_posix())
            elif not stat.S_ISDIR(mode):
                message = f"{path.relative_to(folder)} is a link or a device, not a file"
                problems.append(_problem("not-a-file", message, path))
    return files, problems


def _compare(
    folder: Path,
    files: set[str],
    manifest: str,
    algorithm: str,
    expected: set[str],
    problems: list[Problem],
) -> None:
    """Compares the files of a bag with a manifest, which must name all that are expected."""
    listed = _read_manifest(folder / manifest, algorithm, problems)
    lacking = sorted(expected - listed.keys())
    problems += ((unlisted if name in files else _missing)(folder / name) for name in lacking)
    for name, checksum in listed.items():
        path = folder / name
        if name not in files:
            problems.append(_missing(path))
        elif hashlib.new(algorithm, _read(path, problems)).hexdigest() != checksum:
            message = f"{path.name} is not as it was archived: its checksum differs"
            problems.append(_problem("checksum-differs", message, path))


def _read_manifest(path: Path, algorithm: str, problems: list[Problem]) -> Mapping[str, str]:
    """The checksums of a manifest by name; lines that are not as they must be are reported."""
    checksums: dict[str, str] = {}
    lines = _read(path, problems).decode(errors="replace").splitlines(keepends=True)
    digits = hashlib.new(algorithm).digest_size * 2
    for number, line in enumerate(lines, start=1):
        match = _LINE.fullmatch(line)
        code, wrong = "manifest-malformed", ""
        if not match or len(match[1]) != digits:
            wrong = "is cut off or not well-formed"
        elif _leaves(match[2]):
            code, wrong = "path-leaves-bag", f'names "{match[2]}", which is outside of the bag'
        elif match[2] in checksums:
            wrong = f'names "{match[2]}" twice'
        else:
            checksums[match[2]] = match[1]
        if wrong:
            place = f"{path}, line {number}"
            problems.append(Problem(code=code, message=f"{path.name} {wrong}", where=place))
    return checksums


def _leaves(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or name[0] == "~" or "\\" in name


def _read(path: Path, problems: list[Problem]) -> bytes:
    """The content of a file; empty, and reported, when the disk does not give it."""
    try:
        # A PDF may be larger than anything else in a bag.
        return read_input(path, InputKind.PDF)
    except OSError as fault:
        problems.append(_unreadable(path, fault))
        return b""


def _bagit_problems(folder: Path) -> Iterator[Problem]:
    """What the library of the format finds besides, e.g. in the number of bytes."""
    try:
        bagit.Bag(str(folder)).validate()
    except (bagit.BagError, OSError, ValueError) as fault:
        yield _problem("not-a-bag", f"{folder.name} is not a valid bag: {fault}", folder)


def _missing(path: Path) -> Problem:
    return _problem("archived-file-missing", f"{path.name} was archived and is not there", path)


def _unreadable(path: Path, fault: OSError) -> Problem:
    message = f"{path.name} cannot be read: {reason_of(fault)}"
    return _problem("archived-file-unreadable", message, path)


def unlisted(path: Path) -> Problem:
    """The problem of a file that nothing vouches for."""
    return _problem("unlisted-file", f"{path.name} was not archived here", path)


def _problem(code: str, message: str, path: Path) -> Problem:
    return Problem(code=code, message=message, where=str(path))
