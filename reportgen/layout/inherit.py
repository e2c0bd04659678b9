"""Layouts that extend another: the files of both are read, and what the layout says goes first."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from reportgen.errors import LayoutError, Problem, did_you_mean
from reportgen.tomlfile import read_tables

#: File of every layout that says how it looks, and its key that names the layout it extends.
LOOK, EXTENDS = "layout.toml", "extends"

#: Names of language files: a BCP 47 tag of a language, maybe with region.
_LANGUAGE_FILE = re.compile(r"([a-z]{2,3}(?:-[A-Z]{2})?)\.toml")


class Layered(Struct, frozen=True, kw_only=True):
    """One file of a layout over those of the layouts that it extends.

    Attributes:
        file: of the layout itself, where what is missing has to be added.
        data: all tables, merged by key.
        layers: what each file says by itself, that of the layout first.
    """

    file: Path
    data: Mapping[str, Any]
    layers: Mapping[Path, Mapping[str, Any]]

    def placed(self, problem: Problem) -> Problem:
        """The problem, located in the file in which its key stands."""
        start = f"{self.file}, "
        if not problem.where.startswith(start):
            return problem
        path = problem.where.removeprefix(start)
        file = next((f for f, data in self.layers.items() if _holds(data, path)), self.file)
        return replace(problem, where=f"{file}, {path}")


def folders_of(folder: Path, provided: Path, *, beside_only: bool = False) -> tuple[Path, ...]:
    """A layout's folder and those of all that it extends, one by one.

    A layout names what it extends by the name of a folder, which is beside its own or is that of
    a layout that comes with the program.

    Args:
        folder: of the layout.
        provided: where the layouts are that come with the program.
        beside_only: do without those, as in an archive.

    Raises:
        LayoutError: a layout that is extended is not there, or extends itself in the end.
    """
    folders = [folder]
    while name := _parent(folders[-1]):
        file = folders[-1] / LOOK
        places = [folders[-1].resolve().parent / name] + [provided / name] * (not beside_only)
        found = next((place for place in places if (place / LOOK).is_file()), None)
        if found is None or not re.fullmatch(r"[\w .-]*\w", name):
            names = sorted(path.parent.name for path in provided.glob(f"*/{LOOK}"))
            raise LayoutError(
                _problem(
                    "layout-missing",
                    f'there is no layout "{name}"',
                    file,
                    did_you_mean(name, names) or "name a folder beside it, or a shipped layout",
                )
            )
        if found.name in {each.resolve().name for each in folders}:
            hint = "give its folder another name" if len(folders) == 1 else "end the circle"
            raise LayoutError(_problem("layout-cycle", f'"{name}" would extend itself', file, hint))
        folders.append(found)
    return tuple(folders)


def _parent(folder: Path) -> str:
    data = read_tables(folder / LOOK, [])  # what is wrong with the file is reported later
    name = data.get(EXTENDS, "") if data else ""
    return name if isinstance(name, str) else ""


def _problem(code: str, message: str, file: Path, hint: str) -> Problem:
    return Problem(
        code=code, message=f"{EXTENDS}: {message}", where=f"{file}, {EXTENDS}", hint=hint
    )


def languages_of(folders: Sequence[Path]) -> tuple[str, ...]:
    """The languages that a layout has a file for, itself or by extension."""
    files = (_LANGUAGE_FILE.fullmatch(f.name) for each in folders for f in each.glob("*.toml"))
    return tuple(sorted({match[1] for match in files if match}))


def read_layers(folders: Sequence[Path], name: str, problems: list[Problem]) -> Layered | None:
    """A file of a layout, merged with those of the layouts that it extends.

    Args:
        folders: from `folders_of`.
        name: of the file; one of the folders at least has it.
        problems: takes what cannot be read.
    """
    files = [folder / name for folder in folders if (folder / name).exists()]
    layers: dict[Path, Mapping[str, Any]] = {}
    for file in files or [folders[0] / name]:
        if (data := read_tables(file, problems)) is None:
            return None
        layers[file] = data
    merged: dict[str, Any] = {}
    for said in reversed(layers.values()):
        merged = _merged(merged, said)
    return Layered(file=folders[0] / name, data=merged, layers=layers)


def find_file(folders: Sequence[Path], name: str) -> Path:
    """A file that a layout names: its own, or that of a layout that it extends."""
    return next((f / name for f in folders if (f / name).is_file()), folders[0] / name)


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Both tables in one; of a key in both, tables are merged and all else is that of `above`."""
    merged = dict(below)
    for key, value in above.items():
        other = merged.get(key)
        if isinstance(value, dict) and isinstance(other, dict):
            merged[key] = _merged(other, value)
        else:
            merged[key] = value
    return merged


def _holds(data: Mapping[str, Any], path: str) -> bool:
    """Whether a file has the key of a problem; the number of an entry of a list is left out."""
    keys = list(_keys(data, re.sub(r"\[\d+\]", "", path)))
    return bool(keys)


def _keys(data: Mapping[str, Any], path: str) -> Iterator[str]:
    """The keys on the way to `path`, if there is such a way; keys may have points themselves."""
    for key, value in data.items():
        if path == key:
            yield key
        elif path.startswith(f"{key}.") and isinstance(value, dict):
            yield from _keys(value, path[len(key) + 1 :])
