"""The README tells the truth: its commands run, and everything that there is is in it."""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import click
import pytest

from reportgen import cli, errors
from reportgen.layout import load as layout
from reportgen.model import Edition, Profile, Report, Section
from reportgen.pipeline import build_report
from tests.running import ROOT, every_command, run
from tests.signing.keys import PASSWORD, key_file
from tests.workbooks import WORKBOOK, edited, with_cell

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """Fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)


def commands(program: str) -> list[list[str]]:
    """Arguments of each call of a program in the shell blocks."""
    lines = [line for block in blocks("sh") for line in block.replace("\\\n", " ").splitlines()]
    calls = [shlex.split(line, comments=True) for line in lines]
    return [call[1:] for call in calls if call and Path(call[0]).name == program]


def table_below(heading: str) -> dict[str, str]:
    """First and second column of the table below a heading."""
    text = README.partition(f"\n{heading}\n")[2]
    rows = re.findall(r"^\| (.+?) \|(.*)\|$", text.partition("\n#")[0], flags=re.MULTILINE)
    return dict(rows[1:])


# --- commands -------------------------------------------------------------------------------

#: All that can be called, without the groups that only hold others.
CALLABLE = {
    name: command
    for name, command in every_command().items()
    if not isinstance(command, click.Group)
}


def name_of(call: list[str]) -> str:
    """What of a call is its command, e.g. ``archive add``."""
    return next(name for name in CALLABLE if call[: len(name.split())] == name.split())


def test_the_readme_shows_every_command() -> None:
    assert {name_of(call) for call in commands("reportgen")} == set(CALLABLE)


@pytest.mark.parametrize("call", commands("reportgen"), ids=" ".join)
def test_a_command_of_the_readme_runs(
    call: list[str],
    cities: Mapping[str, Profile],
    german: layout.Layout,
    portraits: Path,
    reports: Mapping[str, Report],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In a temporary folder; builds are narrowed to one city, what is checked is there."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / WORKBOOK.name).write_bytes(WORKBOOK.read_bytes())
    if call[0] in {"check", "proof"}:
        file = tmp_path / call[1]
        file.parent.mkdir(parents=True)
        slug, _, edition = file.stem.partition("-")
        report = build_report(
            cities[slug], german, portraits, edition=Edition(edition or "digital")
        )
        file.write_bytes(report.pdf)
    if call[0] == "send":
        shutil.copy(ROOT / "data" / "departments.toml", tmp_path / "data")
        for slug, report in reports.items():
            file = tmp_path / call[1] / "2020" / f"{slug}.pdf"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(report.pdf)
    if call[0] == "build" and "--city" not in call:
        call = [*call, "--city", "Köln"]
    monkeypatch.setattr("tests.running.ROOT", tmp_path)
    if "--sign" in call:
        key_file(tmp_path / call[call.index("--sign") + 1])
        monkeypatch.setenv("REPORTGEN_SIGN_PASSWORD", PASSWORD)
    if call[0] == "archive":
        # Validating takes seconds, and what it finds in reports is tested elsewhere.
        monkeypatch.setattr("reportgen.checks.check.find_verapdf", lambda: None)
        run("build", "data/benchmarking-2020.xlsx", "--city", "Köln")
        if call[1] != "add":
            run("archive", "add", "build/reports", "--to", "archive")

    result = run(*call)

    assert result.code == 0, result.err


@pytest.mark.parametrize("name", sorted(CALLABLE))
def test_the_readme_names_every_option_of_a_command(name: str) -> None:
    row = next(text for cell, text in table_below("## Commands").items() if f"`{name}" in cell)
    shared = {option for p in cli.cli.params for option in p.opts} - {"--version"}
    own = {
        option
        for p in CALLABLE[name].params
        if isinstance(p, click.Option)
        for option in p.opts
        if option not in shared
    }

    assert set(re.findall(r"--[a-z-]+", row)) == own


def test_the_readme_names_every_option_of_all_commands() -> None:
    shared = {option for p in cli.cli.params for option in (*p.opts, *p.secondary_opts)}

    assert shared
    assert all(f"`{option}`" in README for option in shared)


def test_the_readme_names_every_choice_of_an_option() -> None:
    for command in CALLABLE.values():
        for option in command.params:
            if isinstance(option.type, click.Choice):
                assert r"\|".join(option.type.choices) in README, option.name


def test_the_problem_of_the_readme_is_what_the_program_prints(tmp_path: Path) -> None:
    (shown,) = [block for block in blocks("text") if block.startswith("error[")]
    path = edited(tmp_path, with_cell("Leistungsbeziehende!C7", "1.234,5"))

    told = run("validate", path).err

    assert shown in told


# --- make -----------------------------------------------------------------------------------


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", MAKEFILE, flags=re.MULTILINE))


def test_the_readme_shows_targets_that_there_are() -> None:
    shown = {word for call in commands("make") for word in call if "=" not in word}
    shown |= set(re.findall(r"`make ([a-z]+)", README))

    assert {"reports", "test"} <= shown
    assert shown <= targets()


def test_the_readme_names_every_target() -> None:
    assert {name for name in targets() if f"`{name}`" not in README} <= {
        word for call in commands("make") for word in call
    } | {"help"}


def test_make_tells_what_every_target_does() -> None:
    done = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={k: v for k, v in os.environ.items() if not k.startswith("MAKE")},
    )

    told = {line.split()[1]: line.split()[2:] for line in done.stdout.splitlines()}
    assert set(told) == targets()
    assert all(told.values())


# --- exit codes -----------------------------------------------------------------------------


def test_the_exit_codes_of_the_readme_are_those_of_the_program() -> None:
    listed = {int(code): text for code, text in table_below("### Exit codes").items()}
    told = {int(code) for code in re.findall(r" (\d+)  [a-z]", cli.EXIT_CODES)}
    used = {kind.exit_code for kind in errors.ReportgenError.__subclasses__()} | {
        *(0, errors.ReportgenError.exit_code, errors.SOME_CITIES_FAILED, errors.INTERRUPTED)
    }

    assert set(listed) == told
    assert {code for code, text in listed.items() if "reserved" not in text} == used


# --- everything else ------------------------------------------------------------------------


def test_the_files_that_the_readme_links_to_exist() -> None:
    links = re.findall(r"\]\(([^)#]+)", README)

    assert links
    for link in links:
        assert link.startswith("https://") or (ROOT / link).is_file(), link


def test_the_python_of_the_readme_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    examples = blocks("python")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").symlink_to(ROOT / "data")

    assert examples
    for example in examples:
        exec(compile(example, "README.md", "exec"), {})
    assert (tmp_path / "duesseldorf.pdf").read_bytes().startswith(b"%PDF-")


def test_the_modules_that_the_readme_names_exist() -> None:
    named = re.findall(r"`((?:reportgen/)?[a-z_]+(?:/[a-z_]+)*(?:\.py|/))`", README)

    assert len(named) > 10
    for name in named:
        places = (ROOT / name, ROOT / "reportgen" / name, ROOT / "reportgen/document" / name)
        assert any(place.exists() for place in places), name


def test_the_readme_and_the_data_name_every_sheet() -> None:
    import openpyxl

    for name in openpyxl.load_workbook(WORKBOOK, read_only=True).sheetnames:
        assert f"`{name}`" in README, name


def test_the_layout_says_which_sections_there_are() -> None:
    text = (layout.layouts_folder() / "city-profile/layout.toml").read_text(encoding="utf-8")

    assert all(f'"{section}"' in text for section in Section)
