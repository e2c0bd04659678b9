"""Help is complete, has examples and comes fast; that is, without the heavy libraries."""

import re

import click
import pytest

import reportgen
from reportgen import cli, errors
from tests.running import every_command, run, run_alone

COMMANDS = sorted(every_command())

#: Takes most of the time of a run to import; help needs none of it.
HEAVY = (
    *("pandas", "numpy", "matplotlib", "reportlab", "pikepdf", "rich", "openpyxl", "PIL"),
    *("bagit", "cryptography", "pyhanko", "keyring", "pypdfium2"),
    *("email_validator", "sqlite3"),
)


def options_of(name: str) -> list[click.Option]:
    return [p for p in every_command()[name].params if isinstance(p, click.Option)]


def test_the_version_is_that_of_the_package() -> None:
    result = run("--version")

    assert (result.code, result.out) == (0, f"reportgen, version {reportgen.__version__}\n")


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_lists_every_command_with_its_first_sentence(option: str) -> None:
    for name in COMMANDS:
        *groups, last = name.split()
        result = run(*groups, option)
        assert result.code == 0
        assert re.search(rf"^  {last} +[A-Z]", result.out, flags=re.MULTILINE), name


def test_without_a_command_help_is_shown() -> None:
    result = run()

    assert result.code == 2
    assert "Usage: reportgen [OPTIONS] COMMAND" in result.err + result.out


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_has_an_example_of_it(name: str) -> None:
    result = run(*name.split(), "--help")

    assert result.code == 0
    assert re.search(rf"Examples?:\n    reportgen (-\w )?{name} ", result.out)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_says_what_each_option_does(name: str) -> None:
    text = run(*name.split(), "--help").out

    assert options_of(name)
    for option in options_of(name):
        assert option.opts[-1] in text
        assert option.help, option.name


def test_exit_codes_of_the_help_are_those_of_the_errors() -> None:
    listed = {int(code) for code in re.findall(r" (\d+)  [a-z]", cli.EXIT_CODES)}

    kinds = {kind.exit_code for kind in errors.ReportgenError.__subclasses__()}
    assert len(kinds) == len(errors.ReportgenError.__subclasses__())
    assert kinds | {0, 1, errors.SOME_CITIES_FAILED, errors.INTERRUPTED} <= listed


@pytest.mark.parametrize(
    "args", [["--help"], ["build", "--help"], ["archive", "add", "-h"], ["--version"], ["build"]]
)
def test_help_and_wrong_use_need_no_heavy_library(args: list[str]) -> None:
    before = """
import atexit
atexit.register(lambda: print("loaded:", *sorted({m.partition(".")[0] for m in sys.modules})))
"""
    result = run_alone(*args, before=before)

    loaded = result.out.splitlines()[-1].split()
    assert loaded[0] == "loaded:"
    assert "click" in loaded
    assert not set(HEAVY) & set(loaded)
