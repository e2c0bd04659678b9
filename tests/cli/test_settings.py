"""The settings file: where it is found, what comes before it, and what is wrong with it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.cli.settings import read_settings
from tests.running import files_in, run
from tests.test_docs import DOCUMENTS, blocks
from tests.workbooks import WORKBOOK

Write = Callable[[str], None]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a workbook, and the folder within it that commands are run from."""
    shutil.copy(WORKBOOK, tmp_path / "book.xlsx")
    current = tmp_path / "some/where"
    current.mkdir(parents=True)
    monkeypatch.setattr("tests.running.ROOT", current)
    monkeypatch.chdir(current)
    return current


@pytest.fixture
def write(folder: Path) -> Write:
    """Writes the settings file, two folders above the current one."""

    def call(text: str) -> None:
        (folder.parents[1] / "reportgen.toml").write_text(text, encoding="utf-8")

    return call


def values() -> dict[str, str]:
    """Without the language that tests set in the environment."""
    return {key: value for key, value in read_settings().values.items() if key != "messages"}


@pytest.mark.exhaustive
@pytest.mark.usefixtures("without_verapdf")
def test_commands_need_not_name_what_the_settings_name(folder: Path, write: Write) -> None:
    write('workbook = "book.xlsx"\nout = "made"\narchive = "kept"\nlang = "en"\n')
    top = folder.parents[1]

    for call in (
        ("build", "--city", "K"),
        ("validate",),
        ("indicators", "--city", "K"),
        ("archive", "add"),
        ("archive", "verify"),
        ("archive", "list"),
        ("archive", "rebuild", "--year", "2020"),
    ):
        result = run(*call)
        assert result.code == 0, (call, result.err)

    assert files_in(top / "made") == ["2020/koeln-en.pdf"]
    assert (top / "kept/2020/v1/data/reports/koeln-en.pdf").is_file()
    assert "Köln" in run("cities").out


@pytest.mark.exhaustive
def test_the_mails_are_made_from_the_reports_and_departments_named(
    desk: Path, folder: Path
) -> None:
    text = f'out = "{desk}/2020"\ndepartments = "{desk}/departments.toml"\n'
    (folder / "reportgen.toml").write_text(text, encoding="utf-8")

    result = run("send", "--dry-run", "--out", folder / "mail")

    assert result.code == 0, result.err
    assert files_in(folder / "mail") == ["essen.eml", "koeln.eml"]


def test_an_option_comes_before_the_environment_and_that_before_the_file(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*options: str) -> str:
        told = run("indicators", *options).err
        return told.partition('there is no layout "')[2].partition('"')[0]

    write('workbook = "book.xlsx"\nlayout = "of-file"\n')
    assert missing() == "of-file"
    monkeypatch.setenv("REPORTGEN_LAYOUT", "of-environment")
    assert missing() == "of-environment"
    assert missing("--layout", "of-option") == "of-option"


def test_the_nearest_file_holds_alone(folder: Path, write: Write) -> None:
    write('workbook = "far.xlsx"\nlang = "en"\n')
    (folder.parent / "reportgen.toml").write_text('workbook = "near.xlsx"\n', encoding="utf-8")

    assert values() == {"workbook": str(folder.parent / "near.xlsx")}


def test_paths_are_seen_from_the_file_and_a_layout_may_be_one(folder: Path, write: Write) -> None:
    top = folder.parents[1]
    (top / "own").mkdir()
    (top / "own/layout.toml").touch()

    write('layout = "own"\ndepartments = "d.toml"\njobs = 3\n')
    assert values() == {
        "layout": str(top / "own"),
        "departments": str(top / "d.toml"),
        "jobs": "3",
    }
    write('layout = "city-profile"\n')
    assert values() == {"layout": "city-profile"}


def test_jobs_reach_the_build(write: Write) -> None:
    write("jobs = 3\n")

    assert read_settings().defaults()["build"] == {"jobs": "3"}


def test_where_reports_go_may_be_a_url(write: Write) -> None:
    write('out = "s3://bucket/reports"\n')

    assert values() == {"out": "s3://bucket/reports"}


def test_a_cluster_reaches_the_build(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write('cluster = "tcp://a:1"\n')
    assert read_settings().defaults()["build"] == {"cluster": "tcp://a:1"}
    monkeypatch.setenv("REPORTGEN_CLUSTER", "tcp://b:2")
    assert read_settings().defaults()["build"] == {"cluster": "tcp://b:2"}


def test_a_language_of_ones_own_is_for_reports_alone(write: Write) -> None:
    write('lang = "nl"\n')
    own = read_settings().defaults()
    write('lang = "en"\n')
    known = read_settings().defaults()

    assert (own["build"], own["validate"], own["diff"]) == ({"language": "nl"}, {}, {})
    assert known["build"] == known["validate"] == known["diff"] == {"language": "en"}


def test_the_language_of_messages_may_be_set(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write('messages = "de"\n')
    monkeypatch.delenv("REPORTGEN_MESSAGES")

    assert "Es gibt keine Datei" in run("validate", "nosuch.xlsx").err
    assert "there is no file" in run("validate", "nosuch.xlsx", "--messages", "en").err
    monkeypatch.setenv("REPORTGEN_MESSAGES", "en")
    assert "there is no file" in run("validate", "nosuch.xlsx").err


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ('\nworkbok = "a.xlsx"', "unknown-key", 'did you mean "workbook"?'),
        ("workbook = 3", "wrong-type", "must be a text"),
        ('jobs = "two"', "wrong-type", "must be a whole number"),
        ("jobs = 0", "impossible-value", "must be from 1 to 1024"),
        ('messages = "fr"', "wrong-value", "valid are: de, en"),
        ("[build]\nout = 1", "unknown-key", '"build" is not a key here'),
        ("workbook = ", "toml-syntax", "is not valid TOML"),
    ],
)
def test_what_is_wrong_in_the_file_is_told(text: str, code: str, told: str, write: Write) -> None:
    write(text)

    result = run("validate")

    assert result.code == 2
    assert f"error[{code}]" in result.err
    assert told in result.err
    assert "reportgen.toml" in result.err


def test_the_line_of_an_unknown_key_is_told(write: Write) -> None:
    write('lang = "de"\nworkbok = "a.xlsx"\n')

    assert "reportgen.toml:2, workbok" in run("validate").err


def test_a_folder_of_that_name_is_told(folder: Path) -> None:
    (folder / "reportgen.toml").mkdir()

    assert "error[file-unreadable]" in run("validate").err


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["build", "-h"]], ids=" ".join)
def test_help_needs_no_settings(args: list[str], write: Write) -> None:
    write("broken")

    assert run(*args).code == 0


def test_events_name_the_file(folder: Path, write: Write) -> None:
    write('workbook = "nosuch.xlsx"\n')

    started, problem, finished = run("validate", "--json").events

    assert started["settings"] == str(folder.parents[1] / "reportgen.toml")
    assert (problem["code"], finished["exit_code"]) == ("file-missing", 3)


@pytest.mark.parametrize("name", ["README.md", "data/ANLEITUNG.md"])
def test_the_settings_that_are_shown_are_read(name: str, write: Write) -> None:
    (shown,) = (block for block in blocks("toml", DOCUMENTS[name]) if "workbook =" in block)
    write(shown)

    assert read_settings().problems == ()
    assert {"workbook", "out", "archive"} <= read_settings().values.keys()
