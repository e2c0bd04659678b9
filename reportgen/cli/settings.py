"""The settings file: what would otherwise be said with every command.

``reportgen.toml`` is looked for in the current folder and in those above it. Variables of the
environment, e.g. ``REPORTGEN_LAYOUT``, come before it, and options before both.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from msgspec import Struct
from msgspec.structs import asdict

from reportgen.errors import Problem
from reportgen.input_file import InputKind, read_input_text
from reportgen.messages import LANGUAGES
from reportgen.toml_lines import with_lines
from reportgen.tomlfile import Range, numbers_out_of_range, read_toml

NAME = "reportgen.toml"

#: Of the commands that take something from the settings: their parameters, and the keys.
_USES: Mapping[tuple[str, ...], Mapping[str, str]] = {
    ("build",): {
        "workbook": "workbook", "layout": "layout", "language": "lang", "out": "out",
        "jobs": "jobs", "cluster": "cluster",
    },
    ("cities",): {"workbook": "workbook"},
    ("diff",): {"layout": "layout", "language": "lang"},
    ("indicators",): {"workbook": "workbook", "layout": "layout"},
    ("send",): {"folder": "out", "file": "departments", "layout": "layout"},
    ("validate",): {"workbook": "workbook", "layout": "layout", "language": "lang"},
    ("archive", "add"): {"reports": "out", "target": "archive"},
    ("archive", "list"): {"archive": "archive"},
    ("archive", "rebuild"): {"archive": "archive"},
    ("archive", "verify"): {"archive": "archive"},
}  # fmt: skip

#: Keys that are paths, seen from the folder of the file.
_PATHS = {"workbook", "out", "departments", "archive"}


class _Messages(StrEnum):
    DE = "de"
    EN = "en"


class _Keys(Struct, frozen=True, kw_only=True):
    """What the file may say."""

    workbook: str | None = None
    layout: str | None = None
    out: str | None = None
    departments: str | None = None
    archive: str | None = None
    jobs: Annotated[int | None, Range(1, 1024)] = None
    cluster: str | None = None
    lang: str | None = None
    messages: _Messages | None = None


class Settings(Struct, frozen=True, kw_only=True):
    """What holds when no option says otherwise.

    Attributes:
        values: by key; those of the environment instead of those of the file.
        file: the settings file, if there is any.
        problems: why the file cannot be used.
    """

    file: Path | None
    values: Mapping[str, str]
    problems: tuple[Problem, ...]

    @property
    def messages(self) -> str:
        """Language of the messages; empty when none is set."""
        return self.values.get("messages", "")

    def defaults(self) -> Mapping[str, Any]:
        """Values of parameters by command, as a context of click takes them."""
        found: dict[str, Any] = {}
        for (*groups, command), parameters in _USES.items():
            place = found
            for group in groups:
                place = place.setdefault(group, {})
            place[command] = {
                name: self.values[key] for name, key in parameters.items() if key in self.values
            }
            # Only `build` takes a language that an office has added to its layout.
            if command != "build" and place[command].get("language") not in LANGUAGES:
                place[command].pop("language", None)
        return found


def read_settings() -> Settings:
    """The settings of the environment, and of the file that is nearest on the way up."""
    problems: list[Problem] = []
    values: dict[str, str] = {}
    file = _nearest_file()
    if file:
        values = _read(file, problems)
    names = _Keys.__struct_fields__
    environment = {name: os.environ.get(f"REPORTGEN_{name.upper()}") for name in names}
    values |= {name: value for name, value in environment.items() if value}
    return Settings(file=file, values=values, problems=tuple(problems))


def _nearest_file() -> Path | None:
    with suppress(OSError):  # e.g. the folder is not there any more
        for folder in (Path(), *Path.cwd().parents):
            if (folder / NAME).exists():
                return folder / NAME
    return None


def _read(file: Path, problems: list[Problem]) -> dict[str, str]:
    keys = read_toml(file, _Keys, problems)
    if keys is None:
        with suppress(OSError, UnicodeDecodeError):  # which is reported
            text = read_input_text(file, InputKind.SETTINGS)
            problems[:] = with_lines(problems, str(file), text)
        return {}
    problems += numbers_out_of_range(keys, str(file))
    said = {key: value for key, value in asdict(keys).items() if value}
    for key in _PATHS & said.keys():
        if "://" not in said[key]:
            said[key] = file.parent / said[key]
    # A layout is a name, or a path.
    if "layout" in said and (file.parent / said["layout"] / "layout.toml").is_file():
        said["layout"] = file.parent / said["layout"]
    return {key: str(value) for key, value in said.items()}
