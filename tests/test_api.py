"""What others import from the package."""

import doctest
import inspect
import re
import sys
from pathlib import Path

import pytest

import reportgen
from tests.running import ROOT, run_alone

FUNCTIONS = sorted(set(reportgen.__all__) - {"Edition", "ReportgenError", "Standard"})


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_public_function_is_typed_and_described(name: str) -> None:
    function = getattr(reportgen, name)

    assert function.__name__ == name
    assert inspect.getdoc(function)
    signature = inspect.signature(function)
    assert signature.return_annotation is not signature.empty
    assert all(p.annotation is not p.empty for p in signature.parameters.values())


@pytest.mark.parametrize("name", reportgen.__all__)
def test_each_public_name_is_used_in_the_description_of_the_package(name: str) -> None:
    assert reportgen.__doc__
    assert re.search(rf"reportgen\.{name}\b|`{name}`", reportgen.__doc__)
    assert hasattr(reportgen, name)


def test_an_unknown_name_is_refused_like_that_of_any_module() -> None:
    with pytest.raises(AttributeError, match="module 'reportgen' has no attribute 'biuld'"):
        reportgen.biuld  # noqa: B018


@pytest.mark.parametrize(
    ("name", "absent"),
    [
        ("__version__", {"pandas", "matplotlib", "reportlab", "openpyxl", "click", "pikepdf"}),
        ("load_layout", {"pandas", "matplotlib", "reportlab", "openpyxl", "click", "pikepdf"}),
        ("load_workbook", {"pandas", "matplotlib", "reportlab", "click", "pikepdf"}),
        ("ReportgenError", {"pandas", "matplotlib", "reportlab", "openpyxl", "click", "pikepdf"}),
        ("build_report", {"click", "bagit", "keyring", "rich"}),
    ],
)
def test_a_name_loads_no_more_than_it_needs(name: str, absent: set[str]) -> None:
    # The program itself is not run: the line before it ends the process.
    before = f"""
from reportgen import {name}
print(*sorted({{module.partition(".")[0] for module in sys.modules}}))
sys.exit()
"""
    loaded = set(run_alone(before=before).out.split())

    assert "reportgen" in loaded
    assert not absent & loaded


def test_the_package_says_that_it_is_typed() -> None:
    assert (Path(reportgen.__file__).parent / "py.typed").is_file()


def test_the_example_of_the_package_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)

    failed, tried = doctest.testmod(sys.modules["reportgen"])

    assert failed == 0
    assert tried >= 14
