"""Reads TOML into frozen types, and reports every fault with file, key path and nearest name.

The type is the schema: its fields are the keys, its annotations their types. Besides plain types
these are understood: another such type is a table, ``tuple[X, ...]`` a list, an enumeration one of
its values, ``Mapping[str, str]`` an open table of texts, ``Mapping[SomeEnum, str]`` one with a text
for each value, ``X | None`` an X that may be left out, and any other class is asked to make itself
from the raw value by its ``from_toml``, which raises ValueError with a sentence when it cannot.
The annotation of a text names the `Gaps` that it may have, that of a number its `Range`.
"""

import math
import re
import string
import tomllib
import types
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar, get_args, get_origin

from msgspec import Struct
from msgspec.structs import FieldInfo, asdict, astuple, fields

from reportgen.clean_text import clean_text
from reportgen.errors import Problem, did_you_mean, reason_of
from reportgen.input_file import InputKind, read_input_text

T = TypeVar("T")
Table = TypeVar("Table", bound=Struct)

_PLAIN = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}

#: So many levels a key may have. The parser takes memory with the square of them.
_MOST_LEVELS = 32
_NAME = r"""(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
_DEEP_KEY = re.compile(rf"(?<![\w-]){_NAME}(?:[ \t]*+\.[ \t]*+{_NAME}){{{_MOST_LEVELS}}}")

#: So many problems of a file are reported, so many characters of each, and so many of a value.
_MOST_PROBLEMS, _MESSAGE, _EXCERPT = 100, 300, 60


class Gaps(frozenset[str]):
    """Annotates a text whose named gaps, e.g. ``{city}``, must be among these."""

    def __new__(cls, *names: str) -> Self:
        """Of the names of the gaps."""
        return super().__new__(cls, names)

    def __reduce__(self) -> tuple[type[Self], tuple[str, ...]]:
        return type(self), tuple(sorted(self))


class Range(Struct, frozen=True):
    """Annotates a number that is from `least` to `most`; see `numbers_out_of_range`."""

    least: float
    most: float


def notes_of(schema: type[Struct], kind: type[T]) -> Mapping[str, T]:
    """What fields of a type are annotated with, `Gaps` or `Range`, by their names."""
    notes = ((f.name, note) for f in _fields(schema) for note in get_args(f.type)[1:])
    return {name: note for name, note in notes if isinstance(note, kind)}


@cache
def _fields(schema: type[Struct]) -> tuple[FieldInfo, ...]:
    return fields(schema)


def parse_toml(text: str) -> dict[str, Any]:
    """The tables of a text in TOML.

    Raises:
        ValueError: it is not TOML, or nested too deeply or with numbers too long to be read.
    """
    has_dots = any(line.count(".") >= _MOST_LEVELS for line in text.split("\n"))
    if has_dots and (deep := _DEEP_KEY.search(text)):
        line = text.count("\n", 0, deep.start()) + 1
        raise ValueError(f"a key has more than {_MOST_LEVELS} levels (at line {line})")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("its lists or tables are nested too deeply") from None
    except tomllib.TOMLDecodeError:
        raise
    except (ValueError, OverflowError):
        # Of whole numbers Python converts 4,300 digits, of dates the years to 9999.
        raise ValueError("a number or a date in it is too long, or does not exist") from None


def read_toml(path: Path, schema: type[Table], problems: list[Problem]) -> Table | None:
    """The content of `path` as `schema`.

    Args:
        path: the file.
        schema: a Struct.
        problems: every fault found is appended to it.

    Returns:
        The filled type, or None when anything was wrong.
    """
    data = read_tables(path, problems)
    return None if data is None else fill(schema, data, str(path), problems)


def read_tables(path: Path, problems: list[Problem]) -> dict[str, Any] | None:
    """The tables of a file; None when it cannot be read, which is appended to `problems`."""
    try:
        return parse_toml(read_input_text(path, InputKind.SETTINGS))
    except (OSError, ValueError) as fault:
        code, message = "toml-syntax", f"is not valid TOML: {_cut(str(fault), _MESSAGE)}"
        if isinstance(fault, FileNotFoundError):
            code, message = "file-missing", "is missing"
        elif isinstance(fault, OSError | UnicodeDecodeError):
            code, message = "file-unreadable", f"cannot be read: {reason_of(fault)}"
        problems.append(Problem(code=code, message=f"{path.name} {message}", where=str(path)))
        return None


def fill(
    schema: type[Table], data: Mapping[str, Any], file: str, problems: list[Problem], path: str = ""
) -> Table | None:
    """Like `read_toml`, for a table that was parsed already; `file` is reported as the place.

    `path` is that of the table in its file.
    """
    found: list[Problem] = []
    filled = _Reader(file, found).table(schema, data, path)
    problems += found[:_MOST_PROBLEMS]
    return None if found else filled


def numbers_out_of_range(table: Struct, file: str, path: str = "") -> Iterator[Problem]:
    """A problem for each number of a filled type that is not within its `Range`."""
    ranges = notes_of(type(table), Range)
    for name, value in asdict(table).items():
        key = _join(path, name)
        if isinstance(value, Struct):
            yield from numbers_out_of_range(value, file, key)
        elif name in ranges and value is not None:
            least, most = astuple(ranges[name])
            if not least <= value <= most:
                message = f"{key}: must be from {least:g} to {most:g}, not {_shown(value)}"
                yield Problem(code="impossible-value", message=message, where=f"{file}, {key}")


class _Reader(Struct, frozen=True):
    file: str
    problems: list[Problem]

    def table(self, schema: type[Table], data: Mapping[str, Any], path: str) -> Table | None:
        known = _fields(schema)
        gaps = notes_of(schema, Gaps)
        self._refuse_others([field.name for field in known], data, path)
        values: dict[str, Any] = {}
        for field in known:
            name, place = field.name, _join(path, field.name)
            if name in data:
                values[name] = self._value(field.type, data[name], place)
                if name in gaps:
                    self._check_gaps(gaps[name], values[name], place)
            elif field.required:
                is_text = _without_notes(field.type) is str
                self._tell_missing("missing-text" if is_text else "missing-key", place)
        required = {field.name for field in known if field.required}
        # A nested table that failed is None here; read_toml then discards the whole.
        return schema(**values) if values.keys() >= required else None

    def _value(self, wanted: Any, value: Any, path: str) -> Any:
        wanted = _without_notes(wanted)
        if get_origin(wanted) is types.UnionType:  # of a type and None, which TOML cannot say
            wanted = next(each for each in get_args(wanted) if each is not types.NoneType)
        if wanted in _PLAIN:
            return self._plain(wanted, value, path)
        if get_origin(wanted) is tuple:
            return self._list(get_args(wanted)[0], value, path)
        if get_origin(wanted) is Mapping:
            return self._open_table(get_args(wanted), value, path)
        if hasattr(wanted, "from_toml"):
            return self._own(wanted, value, path)
        if issubclass(wanted, Enum):
            return self._word(wanted, value, path)
        return self.table(wanted, value, path) if self._is(dict, "a table", value, path) else None

    def _list(self, inner: Any, value: Any, path: str) -> tuple[Any, ...] | None:
        if not self._is(list, "a list", value, path):
            return None
        return tuple(self._value(inner, each, f"{path}[{i}]") for i, each in enumerate(value))

    def _open_table(
        self, kinds: tuple[Any, ...], value: Any, path: str
    ) -> Mapping[str, Any] | None:
        keys, inner = kinds
        if not self._is(dict, "a table", value, path):
            return None
        if keys is not str:
            self._check_words(keys, value, path)
        entries: dict[str, Any] = {}
        for written, each in value.items():
            key = clean_text(written) if keys is str else written
            if key in entries:
                self._complain("duplicate-key", f'"{key}" stands there twice', _join(path, key))
            entries[key] = self._value(inner, each, _join(path, key))
        return types.MappingProxyType(entries)

    def _own(self, wanted: Any, value: Any, path: str) -> Any:
        try:
            return wanted.from_toml(value)
        except ValueError as fault:
            self._complain("wrong-value", _cut(str(fault), _MESSAGE), path)
            return None

    def _word(self, wanted: type[Enum], value: Any, path: str) -> Enum | None:
        words = [word.value for word in wanted]
        if isinstance(value, str) and value in words:
            return wanted(value)
        shown = _shown(value)
        hint = did_you_mean(shown, words)
        self._complain("wrong-value", f"{shown} is not known here", path, hint)
        return None

    def _plain(self, wanted: type, value: Any, path: str) -> Any:
        if wanted is float and type(value) is int:
            try:
                return float(value)
            except OverflowError:
                return math.inf if value > 0 else -math.inf
        if not self._is(wanted, _PLAIN[wanted], value, path):
            return None
        return clean_text(value) if wanted is str else value

    def _is(self, wanted: type, name: str, value: Any, path: str) -> bool:
        # Not isinstance: true is an int to Python, but not to the author of a layout.
        if type(value) is wanted:
            return True
        self._complain("wrong-type", f"must be {name}, not {_shown(value)}", path)
        return False

    def _check_gaps(self, allowed: frozenset[str], value: Any, path: str) -> None:
        if isinstance(value, tuple):
            for i, text in enumerate(value):
                self._check_gaps(allowed, text, f"{path}[{i}]")
        if not isinstance(value, str) or not {"{", "}"} & set(value):
            return
        try:
            parts = list(string.Formatter().parse(value))
        except ValueError as fault:
            self._complain(
                "wrong-value", f"the gaps of this text cannot be read: {_cut(str(fault))}", path
            )
            return
        gaps = {gap or "" for _, gap, _, _ in parts if gap is not None}
        for gap in map(_cut, sorted(gaps - allowed)):
            hint = did_you_mean(gap, sorted(allowed))
            self._complain("unknown-gap", f"nothing fills the gap {{{gap}}}", path, hint)
        for name in (_cut(gap or "") for _, gap, form, conversion in parts if form or conversion):
            message = f"the gap {{{name}}} is filled with text, which has no format"
            self._complain("wrong-value", message, path, f"write {{{name}}}")
        # Other programs write gaps so; here it would be printed with its braces.
        for name in re.findall(r"\{\{ *([a-z_]+) +\}\}", value):
            message = f"{{{{ {name} }}}} is printed and not filled"
            self._complain("wrong-value", message, path, f"write {{{name}}}")

    def _check_words(self, words: type[Enum], data: Mapping[str, Any], path: str) -> None:
        known = [word.value for word in words]
        self._refuse_others(known, data, path)
        for word in known:
            if word not in data:
                self._tell_missing("missing-text", _join(path, word))

    def _refuse_others(self, known: Iterable[str], data: Iterable[str], path: str) -> None:
        names = list(known)
        unknown = (key for key in data if key not in names)
        for key in map(_cut, islice(unknown, _MOST_PROBLEMS)):
            message, hint = f'"{key}" is not a key here', did_you_mean(key, names)
            self._complain("unknown-key", message, _join(path, key), hint)

    def _tell_missing(self, code: str, path: str) -> None:
        message = f'"{path.rpartition(".")[-1]}" is missing'
        self._complain(code, message, path, "add it; the default layout shows how")

    def _complain(self, code: str, message: str, path: str, hint: str = "") -> None:
        if len(self.problems) >= _MOST_PROBLEMS:
            return
        path = _cut(path, _MESSAGE)
        self.problems.append(
            Problem(
                code=code, message=f"{path}: {message}", where=f"{self.file}, {path}", hint=hint
            )
        )


def _without_notes(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is Annotated else hint


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _shown(value: object) -> str:
    """What stands there, for a message; numbers may be too long to be written at all."""
    try:
        return _cut(repr(value))
    except ValueError:
        return "a number of thousands of digits"


def _cut(text: str, most: int = _EXCERPT) -> str:
    return text if len(text) <= most else f"{text[:most]} ..."
