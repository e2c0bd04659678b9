"""Rules of the repository that no other tool keeps."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests.running import ROOT

#: What may lie at the top of the repository, besides files whose name begins with a dot.
TOP = {
    *("pyproject.toml", "README.md", "Makefile", "LICENSE", "requirements.lock"),
    *("reportgen", "layouts", "data", "tests"),
}

SOURCES = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("reportgen", "tests")
    for path in (ROOT / folder).rglob("*.py")
)

#: Places on one machine, and hosts that packages are fetched from.
PRIVATE = re.compile(
    rb"(?<![\w.}\]])/(?:work|root|home|Users|private|srv)/\w"
    rb"|[A-Za-z]:\\\\?Users\\"
    rb"|https?://[\w.-]*(?:py" rb"pi|pythonhosted|artifactory|nexus|devpi)[\w.-]*"
    rb"|--(?:extra-)?index-" rb"url[ =]http"
)  # fmt: skip


def tracked() -> list[str]:
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, encoding="utf-8"
    )
    if done.returncode:
        pytest.skip("this is not a git repository")
    return [name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("name", SOURCES)
def test_a_module_says_what_it_is_and_is_short(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 400
    tree = ast.parse(text)
    assert not tree.body or ast.get_docstring(tree), "it has no docstring"


def test_nothing_unexpected_lies_at_the_top() -> None:
    tops = {name.partition("/")[0] for name in tracked()}

    assert {top for top in tops if not top.startswith(".")} <= TOP


def test_no_file_names_a_machine_or_a_package_index() -> None:
    found = {
        name: match.group().decode()
        for name in tracked()
        if (match := PRIVATE.search((ROOT / name).read_bytes()))
    }

    assert found == {}


@pytest.mark.parametrize(
    ("text", "is_private"),
    [
        (b"see /work" b"/main/x", True),
        (b'"/home' b'/somebody"', True),
        (b"https://py" b"pi.org/simple", True),
        (b"--index-" b"url http://x", True),
        (b"data/work/x, reportgen/root/y", False),
        (b"https://reproducible-builds.org/", False),
    ],
)  # fmt: skip
def test_the_search_for_private_places_finds_them(text: bytes, is_private: bool) -> None:
    assert bool(PRIVATE.search(text)) is is_private


def test_no_test_goes_without_an_assertion() -> None:
    silent = [
        f"{name}: {node.name}"
        for name in SOURCES
        if Path(name).name.startswith("test_")
        for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        if not _checks(node)
    ]

    assert silent == []


def _checks(test: ast.FunctionDef) -> bool:
    """Whether it asserts, expects an exception, or leaves that to a function that says so."""
    return any(
        isinstance(node, ast.Assert)
        or (isinstance(node, ast.Attribute) and node.attr in {"raises", "fail"})
        or (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id.startswith(("assert_", "check_"))
        )
        for node in ast.walk(test)
    )
