"""Parts that several machines build are one set in the end, or it is said what is missing."""

import json
import shutil
from pathlib import Path

import pytest

from reportgen.workflows.record import RECORD, read_record
from tests.projects import add
from tests.running import Result, files_in, run
from tests.workbooks import WORKBOOK, edited, with_cell

FOUR = [arg for name in ("HB", "K", "E", "D") for arg in ("--city", name)]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the workbook, its portraits, and four reports built at once and in parts."""
    folder = tmp_path_factory.mktemp("parts")
    shutil.copytree(WORKBOOK.parent, folder / "data")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        assert build(folder, "--out", folder / "whole", "--booklet").code == 0
        for number in (1, 2, 3):
            done = build(
                folder, "--booklet", "--shard", f"{number}/3", "--out", folder / f"part{number}"
            )
            assert done.code == 0, done.err
    return folder


@pytest.fixture
def project(data: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(data, tmp_path / "project"))


def build(project: Path, *args: object) -> Result:
    return run("build", project / "data" / WORKBOOK.name, *FOUR, *args)


def merge(project: Path, *names: str) -> Result:
    return run("merge", *(project / name for name in names), "--out", project / "all")


PARTS = ("part1", "part2", "part3")


def test_a_part_has_every_so_manieth_city_and_a_record_of_its_own(project: Path) -> None:
    made = {name: files_in(project / name / "2020") for name in PARTS}

    assert made == {
        "part1": ["bremen-booklet.pdf", "bremen.pdf", "build-1-of-3.json",
                  "koeln-booklet.pdf", "koeln.pdf"],
        "part2": ["build-2-of-3.json", "duesseldorf-booklet.pdf", "duesseldorf.pdf"],
        "part3": ["build-3-of-3.json", "essen-booklet.pdf", "essen.pdf"],
    }  # fmt: skip
    assert not (project / "part1/2020" / RECORD).exists()


def test_merged_parts_are_what_one_build_makes(project: Path) -> None:
    done = merge(project, *PARTS)

    assert (done.code, done.err) == (0, "8 written, 0 unchanged\n")
    whole = [*files_in(project / "whole/2020"), RECORD]
    assert sorted([*files_in(project / "all/2020"), RECORD]) == sorted(whole)
    for name in whole:
        assert (project / "all/2020" / name).read_bytes() == (
            project / "whole/2020" / name
        ).read_bytes()
    assert merge(project, *PARTS).err == "0 written, 8 unchanged\n"


def test_parts_may_share_a_folder_which_the_set_may_have_too(project: Path) -> None:
    for number in (3, 1, 2):
        assert build(project, "--shard", f"{number}/3", "--out", project / "all").code == 0

    done = merge(project, "all")

    assert (done.code, done.err) == (0, "0 written, 4 unchanged\n")
    record = read_record(project / "all/2020", [])
    assert record is not None
    assert list(record.files()) == ["bremen.pdf", "duesseldorf.pdf", "essen.pdf", "koeln.pdf"]


def test_a_part_is_not_built_again_when_nothing_changes(project: Path) -> None:
    again = build(project, "--booklet", "--shard", "1/3", "--out", project / "part1")

    assert "0 written, 4 unchanged, 0 failed" in again.err


@pytest.mark.exhaustive
def test_merged_reports_can_be_archived(project: Path, without_verapdf: None) -> None:  # noqa: ARG001
    merge(project, *PARTS)
    (project / "all").rename(project / "reports")

    assert add(project).code == 0


def test_a_part_that_was_never_built_is_named(project: Path) -> None:
    done = merge(project, "part1", "part3")

    assert done.code == 6
    assert "error[shard-missing]: shard 2 of 3 is missing" in done.err
    assert "build it with --shard 2/3" in done.err
    assert not (project / "all").exists()


def test_of_very_many_parts_that_are_missing_some_are_named(project: Path) -> None:
    file = project / "part1/2020/build-1-of-3.json"
    record = json.loads(file.read_bytes())
    record["part"]["count"] = 10**12
    file.with_name(f"build-1-of-{10**12}.json").write_text(json.dumps(record), encoding="utf-8")
    file.unlink()

    done = merge(project, "part1")

    assert (done.code, done.err.count("error[shard-missing]")) == (6, 6)
    assert f"{10**12 - 6} more shards of {10**12} are missing" in done.err


def test_a_report_that_failed_in_its_part_is_named(project: Path) -> None:
    file = project / "part2/2020/build-2-of-3.json"
    record = json.loads(file.read_bytes())
    record["runs"][0]["reports"] = []
    file.write_text(json.dumps(record), encoding="utf-8")

    done = merge(project, *PARTS)

    assert done.code == 6
    assert "error[shard-incomplete]: shard 2 of 3 has not made duesseldorf.pdf" in done.err
    assert done.err.count("error[") == 1


def test_a_report_that_is_altered_or_gone_is_named(project: Path) -> None:
    (project / "part2/2020/duesseldorf.pdf").write_bytes(b"%PDF-1.7 else")

    altered = merge(project, *PARTS)
    (project / "part2/2020/duesseldorf.pdf").unlink()
    gone = merge(project, *PARTS)

    for done in (altered, gone):
        assert done.code == 6
        assert "error[shard-altered]: duesseldorf.pdf is not there as it was built" in done.err
    assert not (project / "all").exists()


@pytest.mark.parametrize(
    ("args", "what"),
    [
        (("--attach-data",), "attach_data"),
        (("--date", "2022-05-04"), "issued"),
        (("--layout", "district-youth"), ""),
        (("--peers", "HB,D,K"), "peers"),
        (("--shard", "2/4"), "number of shards"),
    ],
)
def test_parts_of_different_builds_are_refused(
    args: tuple[str, ...], what: str, project: Path
) -> None:
    shutil.rmtree(project / "part2")
    built = build(project, "--shard", "2/3", "--out", project / "part2", "--booklet", *args)
    if built.code:
        assert not what
        return

    done = merge(project, *PARTS)

    assert done.code == 6
    assert "are not of one build: " in done.err
    assert what in done.err
    assert not (project / "all").exists()


def test_parts_of_different_workbooks_are_refused(project: Path) -> None:
    edited(project / "data", with_cell("Angaben!B7", "2.0"))
    build(project, "--booklet", "--shard", "2/3", "--out", project / "part2")

    done = merge(project, *PARTS)

    assert (done.code, done.err.count("error[shards-mixed]")) == (6, 1)
    assert "workbook" in done.err


def test_what_is_no_part_is_told(project: Path) -> None:
    nothing = merge(project, "data")
    too_many = build(project, "--shard", "5/5", "--out", project / "all")
    wrong = [build(project, "--shard", text) for text in ("0/3", "4/3", "a/b", "3", "-1/2")]

    assert (nothing.code, "error[nothing-to-merge]" in nothing.err) == (6, True)
    assert (too_many.code, "error[too-many-shards]" in too_many.err) == (2, True)
    assert [result.code for result in wrong] == [2] * 5
    assert "the second of eight is 2/8" in wrong[0].err
