"""Documents that are generated from the code are current, and list every problem there is."""

import ast
import re
from pathlib import Path

import pytest

from tests.documents.exits import WITHOUT_EXCEPTION, errors_by_name, exit_codes
from tests.documents.problems import Listed, listed_problems
from tests.documents.render import COMMAND, documents, problems_document, program_problems
from tests.documents.source import Source
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


def test_every_problem_has_a_message_and_every_error_an_exit_code(
    listed: tuple[Listed, ...],
) -> None:
    assert [problem for problem in listed if not problem.messages] == []
    errors = [p for p in listed if p.severity == "error" and p.code not in WITHOUT_EXCEPTION]
    assert [problem.code for problem in errors if not problem.exits] == []


def test_every_exit_code_of_an_error_is_described() -> None:
    codes = exit_codes()

    assert set(errors_by_name().values()) <= set(codes)
    assert all(codes.values())


# --- how problems are found -----------------------------------------------------------------


def problems_of(**modules: str) -> tuple[Listed, ...]:
    """Problems of a made-up program."""
    source = Source()
    for name, text in modules.items():
        source.add(f"reportgen.{name}", text)
    return tuple(listed_problems(source, errors_by_name()))


def only(text: str) -> Listed:
    (problem,) = problems_of(room=text)
    return problem


def test_a_problem_has_its_code_message_and_hint() -> None:
    problem = only("""
def read(path):
    hint = "check the path" if path.parent else "name a file"
    raise WorkbookError(Problem(code="no-file", message=f'no "{path.name}"', hint=hint))
""")

    assert problem == Listed(
        code="no-file",
        severity="error",
        module="reportgen.room",
        exits=frozenset({"WorkbookError"}),
        messages=('no "{path.name}"',),
        hints=("check the path", "name a file"),
        places=(),
    )


def test_codes_are_followed_through_functions_and_methods() -> None:
    found = problems_of(
        collecting="""
class Problems:
    def error(self, code, message):
        self._note(code, message, Severity.ERROR)
    def warning(self, code, message="odd thing"):
        self._note(code, message, Severity.WARNING)
    def _note(self, code, message, severity):
        self._found.append(Problem(code=code, message=message, severity=severity))
    def end(self):
        raise LayoutError(*self._found)
""",
        reading="""
from reportgen.collecting import Problems
def read(problems, big):
    problems.error("too-big" if big else "too-small", "wrong size")
    problems.warning("odd")
""",
    )

    assert [(p.code, p.severity, p.room, set(p.exits)) for p in found] == [
        ("too-big", "error", "reading", {"LayoutError"}),
        ("too-small", "error", "reading", {"LayoutError"}),
        ("odd", "warning", "reading", set()),
    ]


def test_codes_are_found_in_tables_and_in_objects() -> None:
    found = problems_of(
        room="""
RULES = {"no-text": ("7.1", "there is no text"), "no-title": ("7.2", "there is no title")}
class Rule:
    code: str
    def problem(self, message):
        return Problem(code=self.code, message=message)
INK = Rule(code="much-ink")
def check():
    for code, (clause, words) in RULES.items():
        yield Problem(code=code, message=f"{words}, clause {clause}")
    yield INK.problem("there is much ink")
    for code, words in faults():
        yield Problem(code=code, message=words)
    raise LayoutError(*check())
def faults():
    yield "no-name", "there is no name"
"""
    )

    assert {(p.code, p.messages) for p in found} == {
        ("no-text", ("there is no text, clause 7.1",)),
        ("no-title", ("there is no title, clause 7.2",)),
        ("much-ink", ("there is much ink",)),
        ("no-name", ("there is no name",)),
    }


def test_only_the_message_that_stands_before_a_problem_is_its_own() -> None:
    first, second = problems_of(
        room="""
def check(a, b):
    if a:
        message = "a is wrong"
        yield Problem(code="a", message=message)
    if b:
        message = "b is wrong"
        yield Problem(code="b", message=message)
"""
    )

    assert (first.messages, second.messages) == (("a is wrong",), ("b is wrong",))


@pytest.mark.parametrize(
    "problem",
    [
        "Problem(code=made_up(), message='x')",
        "Problem(code=codes[0], message='x')",
        "Problem('a', 'x')",
        "Problem(code='No Code', message='x')",
    ],
)
def test_a_code_that_cannot_be_followed_is_refused(problem: str) -> None:
    with pytest.raises(ValueError, match=r"reportgen\.room:2"):
        problems_of(room=f"def check(codes):\n    return {problem}")


def test_signs_of_a_table_are_escaped() -> None:
    problem = only('def f(): raise LayoutError(Problem(code="a", message="a | b\\nc"))')

    assert r"| `a` | error | 4 | a \| b c | |" in problems_document([problem])
