"""Help is complete, has examples and comes fast; that is, without the heavy libraries."""

import re
from pathlib import Path

import click
import pytest

import reportgen
from reportgen import cli, errors
from reportgen.cli.lazy_group import LazyGroup
from tests.running import every_command, run, run_alone
from tests.workbooks import WORKBOOK

pytestmark = pytest.mark.exhaustive

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
    assert re.search(rf"Examples?:\n    reportgen (-\w )?{name}\b", result.out)


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


@pytest.mark.parametrize("group", ["", "archive", "layout"])
def test_a_group_lists_its_commands_as_they_describe_themselves(group: str) -> None:
    commands = every_command()
    lazy = commands[group] if group else cli.cli
    assert isinstance(lazy, LazyGroup)

    listed = {name: command.get_short_help_str(1000) for name, command in lazy.commands.items()}

    own = {name: commands[f"{group} {name}".strip()] for name in listed}
    assert listed == {name: command.get_short_help_str(1000) for name, command in own.items()}
    assert all(command.name == name for name, command in own.items())


def loaded_by(*args: object) -> set[str]:
    """Packages that a run has imported when it ends."""
    before = """
import atexit
atexit.register(lambda: print("loaded:", *sorted({m.partition(".")[0] for m in sys.modules})))
"""
    words = run_alone(*args, before=before).out.splitlines()[-1].split()
    assert words[0] == "loaded:"
    assert "click" in words
    return set(words)


@pytest.mark.parametrize(
    "args",
    [["--help"], ["--version"], ["archive", "--help"], ["layout", "-h"], ["biuld"], ["archive"]],
)
def test_help_of_groups_and_an_unknown_command_need_no_heavy_library(args: list[str]) -> None:
    """Help of one command may import what that command needs."""
    assert not set(HEAVY) & loaded_by(*args)


@pytest.mark.parametrize(
    "args",
    [
        ["validate", str(WORKBOOK)],
        ["cities", str(WORKBOOK)],
        ["template", "reportgen"],
        ["layout", "list"],
        ["manual", "--print"],
    ],
    ids=" ".join,
)
def test_a_command_that_makes_no_pdf_loads_no_library_for_it(args: list[str]) -> None:
    assert not {"reportlab", "matplotlib", "pikepdf", "pandas"} & loaded_by(*args)


def test_a_build_of_digital_reports_loads_no_library_that_reads_pdfs(tmp_path: Path) -> None:
    args = ("build", WORKBOOK, "--city", "Köln", "--out", tmp_path)
    loaded = loaded_by(*args, "--quiet")
    assert "reportlab" in loaded
    assert not {"pikepdf", "pandas", "openpyxl", "http"} & loaded
    assert "pikepdf" in loaded_by(*args, "--quiet", "--edition", "print")
