"""`reportgen archive`: what an archive tells of itself, and reports that come out of it again."""

import json
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

from reportgen import __version__
from reportgen.errors import ArchiveError
from reportgen.workflows.archive_contents import other_software, verify
from reportgen.workflows.rebuild import Match, rebuild
from reportgen.workflows.software import described, software
from tests.archive.bags import opened, snapshot
from tests.projects import add, archived, build
from tests.running import run
from tests.workbooks import WORKBOOK

pytestmark = [pytest.mark.exhaustive, pytest.mark.usefixtures("without_verapdf")]

# --- verify, list, show ----------------------------------------------------------------------


def test_an_archive_that_is_as_it_was_is_verified(archiving: Path) -> None:
    result = run("archive", "verify", archiving / "archive")

    assert result.code == 0
    assert result.err.endswith("examined: 1 bag, 2 reports; 0 errors, 0 warnings\n")


def test_everything_that_is_wrong_is_told(archiving: Path) -> None:
    with opened(archived(archiving)) as bag:
        (bag / "data/reports/koeln.pdf").write_bytes(b"%PDF-1.7 other")
        (bag / "data/reports/essen.pdf").unlink()

    result = run("archive", "verify", archiving / "archive", "--year", 2020)

    assert result.code == 9
    assert "error[checksum-differs]: koeln.pdf is not as it was archived" in result.err
    assert "error[archived-file-missing]: essen.pdf was archived and is not there" in result.err


def test_reports_that_rules_of_today_refuse_are_told(
    archiving: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reportgen.errors import Problem

    where = "page 2, PDF/UA-1, clause 7.3"
    told = Problem(code="alt-missing", message="a figure has no alternative text", where=where)
    monkeypatch.setattr("reportgen.checks.check.run_bounded", lambda work, *given: work(*given))
    monkeypatch.setattr("reportgen.checks.check.preflight", lambda *_: [told])

    result = run("archive", "verify", archiving / "archive")

    assert result.code == 9
    assert f"--> {archived(archiving)}/data/reports/koeln.pdf, page 2" in result.err


def test_versions_are_listed_with_reason_and_fingerprint(corrected: Path) -> None:
    result = run("archive", "list", corrected / "archive")

    assert result.code == 0
    first, second = (" ".join(line.split()) for line in result.out.splitlines()[2:])
    assert first.startswith("2020/v1 2")
    assert "2 2020/v1 Köln hat korrigiert" in second
    assert len(second.rpartition(" ")[2]) == 16


@pytest.mark.parametrize("name", ["Köln", "koeln", "KÖLN", "Ko\u0308ln"])
def test_a_city_is_shown_with_files_totals_and_changes(corrected: Path, name: str) -> None:
    result = run("archive", "show", corrected / "archive", name, "--year", 2020)

    assert result.code == 0
    assert result.out.count("koeln.pdf") == 2
    assert "2020/v1 totals" in result.out
    assert "2020/v2 Köln hat korrigiert" in result.out
    assert "151,351" in result.out
    assert "23456.0" in result.out
    assert "Essen" not in result.out


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("show", "Köln", "--year", 2018), "year-not-archived"),
        (("show", "Bonn", "--year", 2020), "city-not-archived"),
        (("rebuild", "--year", 2020, "--version", 7), "version-not-archived"),
        (("rebuild", "--year", 2018), "year-not-archived"),
        (("verify", "--year", 2018), "year-not-archived"),
    ],
)
def test_what_there_is_not_is_wrong_use(
    archiving: Path, args: tuple[object, ...], code: str
) -> None:
    result = run("archive", args[0], archiving / "archive", *args[1:])

    assert result.code == 2
    assert f"error[{code}]" in result.err


@pytest.mark.parametrize("command", ["list", "verify"])
def test_a_place_without_an_archive_is_wrong_use(tmp_path: Path, command: str) -> None:
    result = run("archive", command, tmp_path / "none")

    assert result.code == 2
    assert "error[archive-missing]" in result.err


@pytest.mark.parametrize(
    ("args", "file"),
    [
        (["list"], "bag-info.txt"),
        (["show", "Köln", "--year", 2020], "data/results/indicators.csv"),
        (["rebuild", "--year", 2020], "data/about/software.json"),
    ],
)
def test_a_bag_that_cannot_be_read_is_told(archiving: Path, args: list[object], file: str) -> None:
    with opened(archived(archiving)) as bag:
        (bag / file).write_bytes(b"\xff")

    result = run("archive", args[0], archiving / "archive", *args[1:])

    assert result.code == 9
    assert "error[" in result.err
    assert "Traceback" not in result.err


# --- rebuild ---------------------------------------------------------------------------------


def test_reports_come_out_of_the_archive_identical(archiving: Path) -> None:
    shutil.rmtree(archiving / "data")
    shutil.rmtree(archiving / "reports")
    before = snapshot(archiving)

    result = run("archive", "rebuild", archiving / "archive", "--year", 2020)

    assert result.code == 0
    assert "2020/v1: 2 of 2 reports come out identical" in result.err
    assert snapshot(archiving) == before


def test_every_version_can_be_built_again(corrected: Path) -> None:
    for number in (1, 2):
        args = ("--year", 2020, "--version", number)
        result = run("archive", "rebuild", corrected / "archive", *args)
        assert f"2020/v{number}: 2 of 2 reports come out identical" in result.err


def test_another_result_is_told_with_the_software_that_differs(
    archiving: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.document.metadata.PRODUCER", "reportgen 9")
    monkeypatch.setattr("reportgen.workflows.software.__version__", "9.0.0")

    result = run("archive", "rebuild", archiving / "archive", "--year", 2020)

    assert result.code == 9
    assert "different                       koeln.pdf" in result.err
    assert "2020/v1: 0 of 2 reports come out identical" in result.err
    assert "is 9.0.0" in result.err


def test_what_another_version_made_and_this_one_cannot_read_says_so(archiving: Path) -> None:
    with opened(archived(archiving)) as bag:
        record = bag / "data/about/build.json"
        text = record.read_text(encoding="utf-8")
        record.write_text(text.replace(f'"{__version__}"', '"0.4.0"'), encoding="utf-8")
        for words in (bag / "data/inputs/layouts").glob("*/de.toml"):
            words.write_text("[odd]\n", encoding="utf-8")

    results = list(rebuild(archived(archiving) / "data"))

    assert len(results) == 2
    for result in results:
        (problem,) = result.problems
        assert (result.match, problem.code) == (Match.FAILED, "other-version")
        assert "0.4.0" in problem.message
        assert "0.4.0" in problem.hint


def test_a_damaged_bag_is_not_built_from(archiving: Path) -> None:
    with opened(archived(archiving)) as bag:
        path = bag / "data/about/build.json"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("../inputs/benchmarking", "../../../../../b"))

    result = run("archive", "rebuild", archiving / "archive", "--year", 2020)

    assert result.code == 9
    assert "error[checksum-differs]" in result.err


def test_nothing_outside_of_the_bag_is_read(archiving: Path) -> None:
    """Even of one that is sound as a bag, but was not made by this program."""
    with opened(archived(archiving)) as bag:
        path = bag / "data/about/build.json"
        text = path.read_text(encoding="utf-8")
        outside = text.replace(f"../inputs/{WORKBOOK.name}", f"../../../../../data/{WORKBOOK.name}")
        assert outside != text
        path.write_text(outside, encoding="utf-8")

    with pytest.raises(ArchiveError) as raised:
        list(rebuild(archived(archiving) / "data"))

    assert [problem.code for problem in raised.value.problems] == ["input-outside"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"slug": "koeln"', '"slug": "bonn"', "city-missing"),
        ('"portrait": []', '"portrait": [{"name": "x.md", "path": "", "sha256": ""}]',
         "portrait-incomplete"),
    ],
)  # fmt: skip
def test_a_report_that_cannot_be_built_is_told(
    archiving: Path, old: str, new: str, code: str
) -> None:
    with opened(archived(archiving)) as bag:
        path = bag / "data/about/build.json"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    rebuilt = list(rebuild(archived(archiving) / "data"))

    assert code in {problem.code for one in rebuilt for problem in one.problems}
    assert Match.FAILED in {one.match for one in rebuilt}


def test_a_bag_whose_reports_are_not_those_of_its_record_does_not_come_out(
    archiving: Path, tmp_path: Path
) -> None:
    data = tmp_path / "copy"
    shutil.copytree(archived(archiving) / "data", data)
    (data / "reports").chmod(0o755)
    (data / "reports/koeln.pdf").rename(data / "reports/aachen.pdf")

    told = {one.file: [problem.code for problem in one.problems] for one in rebuild(data)}

    assert told == {
        "essen.pdf": [],
        "koeln.pdf": ["report-missing"],
        "aachen.pdf": ["report-unknown"],
    }


def test_print_editions_are_examined_with_the_ink_limit_that_they_were_made_for(
    project: Path,
) -> None:
    build(project, "--edition", "print")
    add(project)
    assert verify(project / "archive").problems == ()
    with opened(archived(project)) as bag:
        record = bag / "data/about/build.json"
        text = record.read_text(encoding="utf-8")
        record.write_text(text.replace('"ink_limit": 300.0', '"ink_limit": 20.0'), encoding="utf-8")

    told = {problem.code for problem in verify(project / "archive").problems}

    assert "too-much-ink" in told


def test_software_counts_what_seals_are_made_with_and_each_package_once() -> None:
    names = set(software())

    assert {"pyhanko", "pikepdf", "reportgen"} <= names
    assert "pytest" not in names
    assert not any(mark in name for name in names for mark in "_.")


def test_software_without_a_wheel_is_described_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "old_one.egg-info").mkdir()
    text = (
        "Metadata-Version: 2.1\nName: old-one\nVersion: 1.2\nRequires-Dist: pikepdf\n\nlong text\n"
    )
    (tmp_path / "old_one.egg-info/PKG-INFO").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    assert described("old-one")["Version"] == ["1.2"]
    assert described("old-one")["Requires-Dist"] == ["pikepdf"]
    assert described("no-such-package") == {}


def test_archives_made_before_the_package_had_its_name_compare_with_it(archiving: Path) -> None:
    """They know the program as `reportgen`, and so does this version."""
    from reportgen.archive.catalogue import versions

    (version,) = versions(archiving / "archive")
    with opened(version.path) as bag:
        then = {**software(), "reportgen": "0.4.0-before"}
        (bag / "data/about/software.json").write_text(json.dumps(then), encoding="utf-8")

    assert other_software(version) == (("reportgen", "0.4.0-before", __version__),)


def test_a_bag_whose_folders_cannot_be_read_is_told(
    archiving: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> NoReturn:
        raise PermissionError

    monkeypatch.setattr(Path, "glob", failing)

    assert verify(archiving / "archive").reports == ()


def test_software_is_compared_by_name(archiving: Path) -> None:
    from reportgen.archive.catalogue import versions

    (version,) = versions(archiving / "archive")

    assert other_software(version) == ()
    with opened(version.path) as bag:
        (bag / "data/about/software.json").write_text('{"zlib": "0.1"}', encoding="utf-8")
    assert ("zlib", "0.1") in {(name, then) for name, then, _ in other_software(version)}
    assert ("numpy", "absent") in {(name, then) for name, then, _ in other_software(version)}
    (version.path / "data/about/software.json").chmod(0o644)
    (version.path / "data/about/software.json").write_text("[1]", encoding="utf-8")
    with pytest.raises(ArchiveError) as raised:
        other_software(version)
    assert [problem.code for problem in raised.value.problems] == ["bag-unreadable"]
