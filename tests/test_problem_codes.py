"""Every code that a problem can have is named by a test."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.running import ROOT

CODE = re.compile(r"[a-z]+(-[a-z0-9]+)*")

#: Their first argument is the code of a problem.
TELLERS = {"error", "warning", "fatal", "_complain", "_tell_missing"}

#: Fields of `reportgen.workbook.tables._Words` that are codes.
FIELDS = {"code", "missing", "removed", "unknown"}


def codes_in(source: str) -> Iterator[str]:
    """Codes of the problems that a module tells."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        arguments = [keyword.value for keyword in node.keywords if keyword.arg in FIELDS]
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if name in TELLERS:
            arguments += node.args[:1]
        for argument in arguments:
            for constant in ast.walk(argument):
                if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
                    assert CODE.fullmatch(constant.value), constant.value
                    yield constant.value


def codes_of_the_program() -> set[str]:
    sources = (ROOT / "reportgen").rglob("*.py")
    return {code for path in sources for code in codes_in(path.read_text(encoding="utf-8"))}


def strings_of_the_tests() -> set[str]:
    """Every string in a test, and every code in the form ``error[code]``."""
    found = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        if path == Path(__file__):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {node.value, *re.findall(r"(?:error|warning)\[([a-z0-9-]+)\]", node.value)}
    return found


def test_codes_are_found_however_they_are_told() -> None:
    source = """
Problem(code="a-b", message="no-code")
problems.error("c-d", f"no-{code}", hint="no-code")
self._tell_missing("e-f" if text else "g-h", place)
problems.fatal("encrypted", "message")
_Words(missing="i-j", noun="no-code")
"""

    assert sorted(codes_in(source)) == ["a-b", "c-d", "e-f", "encrypted", "g-h", "i-j"]


def test_every_code_is_named_by_a_test() -> None:
    codes = codes_of_the_program()

    assert {"unknown-city", "disk-full", "unknown-key", "not-xlsx", "missing-sheet"} <= codes
    assert codes - strings_of_the_tests() == set()
