"""In which line of a TOML file a key stands; the parser of the language does not say."""

import re
from collections.abc import Mapping

from msgspec.structs import replace

from reportgen.errors import Problem

_NAME = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_KEY = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEAD = re.compile(rf"\s*\[\s*({_KEY})\s*\]")
_ASSIGNMENT = re.compile(rf"\s*({_KEY})\s*=(.*)")


def lines_of_keys(text: str) -> Mapping[str, int]:
    """The line, counted from 1, in which each table and key begins, by its path.

    Entries of lists and keys of inline tables have no line of their own.
    """
    lines: dict[str, int] = {}
    table, closing = "", ""
    for number, line in enumerate(text.split("\n"), start=1):
        if closing:
            closing = "" if closing in line else closing
        elif head := _HEAD.match(line):
            table = _path(head[1])
            lines.setdefault(table, number)
        elif assignment := _ASSIGNMENT.match(line):
            path = _path(assignment[1])
            lines.setdefault(f"{table}.{path}" if table else path, number)
            closing = next((q for q in ('"""', "'''") if assignment[2].count(q) == 1), "")
    return lines


def with_lines(problems: list[Problem], file: str, text: str) -> list[Problem]:
    """The problems of a file, each with its line, or that of the nearest key around it."""
    lines = lines_of_keys(text)
    return [replace(p, where=_placed(p.where, file, lines)) for p in problems]


def _placed(where: str, file: str, lines: Mapping[str, int]) -> str:
    path = where.removeprefix(f"{file}, ")
    around = path
    while around and around not in lines:
        around = around.rpartition("[" if around.endswith("]") else ".")[0]
    return f"{file}:{lines[around]}, {path}" if around else where


def _path(key: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in re.findall(_NAME, key))
