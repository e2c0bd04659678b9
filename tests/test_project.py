"""Rules of the repository that no other tool keeps."""

import ast
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.running import ROOT

#: What may lie at the top of the repository, besides files whose name begins with a dot.
TOP = {
    *("pyproject.toml", "README.md", "Makefile", "LICENSE", "requirements.lock"),
    *("reportgen", "layouts", "data", "tests"),
}

#: Lines that a file has at most.
LONGEST = 400

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


@pytest.fixture(scope="module")
def trees() -> Mapping[str, ast.Module]:
    """Every source file of ours as a syntax tree, by its name."""
    files = (path for top in ("reportgen", "tests") for path in (ROOT / top).rglob("*.py"))
    names = {path.relative_to(ROOT).as_posix(): path for path in files}
    return {name: ast.parse(names[name].read_text(encoding="utf-8")) for name in sorted(names)}


def test_every_module_says_what_it_is(trees: Mapping[str, ast.Module]) -> None:
    silent = [name for name, tree in trees.items() if tree.body and not ast.get_docstring(tree)]

    assert len(trees) > 300
    assert silent == []


def test_no_module_is_long(trees: Mapping[str, ast.Module]) -> None:
    lines = {name: len((ROOT / name).read_text(encoding="utf-8").splitlines()) for name in trees}

    assert {name: count for name, count in lines.items() if count > LONGEST} == {}


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


def test_no_test_goes_without_an_assertion(trees: Mapping[str, ast.Module]) -> None:
    silent = [
        f"{name}: {node.name}"
        for name, tree in trees.items()
        if Path(name).name.startswith("test_")
        for node in ast.walk(tree)
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
