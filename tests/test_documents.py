"""Documents that are generated from the code are current, and list every problem there is."""

import ast
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from reportgen.errors import ReportgenError
from tests.documents.exits import exit_codes
from tests.documents.problems import Listed, listed_problems
from tests.documents.render import COMMAND, documents, problems_document, program_problems
from tests.running import ROOT


@pytest.fixture(scope="module")
def listed() -> tuple[Listed, ...]:
    return program_problems()


def test_the_documents_are_what_the_code_says(listed: tuple[Listed, ...]) -> None:
    generated = documents(listed)
    there = {path: ROOT / path for path in generated if (ROOT / path).is_file()}
    current = {path: file.read_text(encoding="utf-8") for path, file in there.items()}

    assert len(generated) == 2
    old = [str(path) for path, text in generated.items() if current.get(path) != text]
    assert not old, f"{', '.join(old)}: run `{COMMAND}` (or `make documents`)"


def codes_in_tests() -> set[str]:
    """Strings in tests, codes in the form ``error[code]``, and words of ``faults.py``.

    The latter are tables of broken files with the codes that are found in them.
    """
    found = set()
    for path in (ROOT / "tests").rglob("*.py"):
        if path == Path(__file__) or not path.name.startswith(("test_", "faults")):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {node.value, *re.findall(r"(?:error|warning)\[([a-z0-9-]+)\]", node.value)}
                found |= set(node.value.split() if path.name == "faults.py" else ())
    return found


def test_every_problem_is_named_by_a_test(listed: tuple[Listed, ...]) -> None:
    codes = {problem.code for problem in listed}

    assert {"unknown-city", "disk-full", "unknown-key", "not-xlsx", "missing-sheet"} <= codes
    assert codes - codes_in_tests() == set()


def test_every_problem_has_a_message(listed: tuple[Listed, ...]) -> None:
    worded = {problem.code for problem in listed if problem.messages}
    assert {problem.code for problem in listed} - worded == set()


def test_every_exit_code_of_an_error_is_described() -> None:
    codes = exit_codes()

    assert {kind.exit_code for kind in ReportgenError.__subclasses__()} <= set(codes)
    assert all(codes.values())


# --- how problems are found -----------------------------------------------------------------


@pytest.fixture
def problems_of(tmp_path: Path) -> Callable[[str], Sequence[Listed]]:
    """Problems of a made-up module beside the class of problems."""
    (tmp_path / "errors.py").write_text(
        "class Problem:\n    code: str\n    message: str\n    where: str\n    hint: str\n"
    )

    def read(text: str) -> Sequence[Listed]:
        (tmp_path / "room").mkdir()
        (tmp_path / "room" / "module.py").write_text(text)
        return listed_problems(tmp_path)

    return read


def test_a_problem_has_its_code_message_and_hint(
    problems_of: Callable[[str], Sequence[Listed]],
) -> None:
    (problem,) = problems_of("""
def read(path):
    hint = "check the path" if path.parent else "name a file"
    raise WorkbookError(Problem(code="no-file", message=f'no "{path.name}"', hint=hint))
""")

    assert problem == Listed(
        code="no-file",
        room="room",
        severity="error",
        messages=('no "{name}"',),
        hints=("check the path", "name a file"),
    )


def test_codes_are_followed_through_functions_and_methods(
    problems_of: Callable[[str], Sequence[Listed]],
) -> None:
    found = problems_of("""
class Problems:
    def error(self, code: str, message):
        self._note(code, message, Severity.ERROR)
    def warning(self, code: str, message="odd thing"):
        self._note(code, message, Severity.WARNING)
    def _note(self, code: str, message, severity):
        self._found.append(Problem(code=code, message=message, severity=severity))
def read(problems, big):
    problems.error("too-big" if big else "too-small", "wrong size")
    problems.warning("odd", "it is odd")
""")

    assert [(p.code, p.severity, p.messages) for p in found] == [
        ("too-big", "error", ("wrong size",)),
        ("too-small", "error", ("wrong size",)),
        ("odd", "warning", ("it is odd",)),
    ]


def test_a_rule_has_the_messages_that_stand_beside_it(
    problems_of: Callable[[str], Sequence[Listed]],
) -> None:
    found = problems_of("""
class Rule:
    code: str
INK = Rule(code="much-ink")
RULES = ((Rule(code="no-text"), "there is no text"), (Rule(code="no-title"), "no title"))
def check(found):
    found.add(INK, "there is much ink")
    yield INK.problem("there is more ink")
""")

    assert {p.code: set(p.messages) for p in found} == {
        "much-ink": {"there is more ink", "there is much ink"},
        "no-text": {"there is no text"},
        "no-title": {"no title"},
    }


def test_only_the_message_that_stands_before_a_problem_is_its_own(
    problems_of: Callable[[str], Sequence[Listed]],
) -> None:
    found = problems_of("""
def check(a, b):
    if a:
        message = "a is wrong"
        yield Problem(code="a", message=message)
    if b:
        message = "b is wrong"
    else:
        message = "b is odd"
    yield Problem(code="b", message=message)
""")

    messages = {problem.code: problem.messages for problem in found}
    assert messages == {"a": ("a is wrong",), "b": ("b is wrong", "b is odd")}


@pytest.mark.parametrize(
    "problem",
    [
        "Problem(code=made_up(), message='x')",
        "Problem(code=codes[0], message='x')",
        "Problem(code='No Code', message='x')",
    ],
)
def test_a_code_that_cannot_be_read_is_refused(
    problem: str, problems_of: Callable[[str], Sequence[Listed]]
) -> None:
    with pytest.raises(ValueError, match=r"room/module\.py:2"):
        problems_of(f"def check(codes):\n    return {problem}")


def test_signs_of_a_table_are_escaped() -> None:
    odd = Listed(code="a", room="room", severity="error", messages=("a | b\nc",), hints=())

    assert r"| `a` | error | a \| b c | |" in problems_document([odd])
