"""A year's reports become its next bag, once, whole or not at all."""

import stat
from pathlib import Path

import bagit
import pytest

from reportgen.archive.bag import BagFile, fingerprint, read_info
from reportgen.archive.catalogue import locked, versions
from reportgen.archive.history import IndicatorChange, read_csv
from reportgen.archive.keep import INDICATORS, AddState, keep
from reportgen.archive.verify import verify_archive
from reportgen.errors import ArchiveError, Problem, Severity
from tests.archive.bags import (
    DESCRIPTION,
    FIRST,
    SECOND,
    YEAR,
    add,
    items,
    no_faults,
    opened,
    snapshot,
)


def names(archive: Path) -> list[str]:
    return [version.name for version in versions(archive)]


def codes(raised: pytest.ExceptionInfo[ArchiveError]) -> list[str]:
    return [problem.code for problem in raised.value.problems]


# --- the first version ----------------------------------------------------------------------


def test_the_library_of_the_format_accepts_a_bag(tmp_path: Path) -> None:
    kept = add(tmp_path / "archive")

    assert (kept.state, kept.version.name, kept.changes) == (AddState.ADDED, "2020/v1", ())
    bag = bagit.Bag(str(tmp_path / "archive/2020/v1"))
    assert bag.validate()
    assert bag.version_info == (1, 0)
    assert sorted(bag.algorithms) == ["sha256", "sha512"]


def test_a_bag_holds_what_was_given_byte_by_byte(tmp_path: Path) -> None:
    add(tmp_path)

    data = snapshot(tmp_path / "2020/v1/data")
    assert data == {name: text.encode() for name, text in FIRST.items()}


def test_files_are_copied_from_where_they_lie(tmp_path: Path) -> None:
    source = tmp_path / "koeln.pdf"
    source.write_text(FIRST["reports/koeln.pdf"], encoding="utf-8")
    copied = [
        BagFile(name=item.name, content=source, sha256=item.sha256)
        if item.name == "reports/koeln.pdf"
        else item
        for item in items(FIRST)
    ]

    keep(tmp_path / "a", YEAR, copied, DESCRIPTION, reason="", prove=no_faults)

    assert (tmp_path / "a/2020/v1/data/reports/koeln.pdf").read_bytes() == source.read_bytes()


def test_a_bag_says_what_it_is(tmp_path: Path) -> None:
    add(tmp_path)

    assert read_info(tmp_path / "2020/v1") == {
        "Source-Organization": "Stadt Beispiel",
        "Contact-Email": "post@example.org",
        "External-Description": "Reports of 2020",
        "External-Identifier": "example 2020",
        "Internal-Sender-Identifier": "2020/v1",
        "Reporting-Period": "2020-01-01/2020-12-31",
        "Retention": "permanent",
        "Bagging-Date": "2021-12-01",
        "Bag-Software-Agent": "reportgen 1.0",
        "Payload-Oxum": f"{sum(len(text.encode()) for text in FIRST.values())}.{len(FIRST)}",
    }


def test_nobody_may_write_into_a_bag(tmp_path: Path) -> None:
    add(tmp_path)

    bag = tmp_path / "2020/v1"
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (bag, *bag.rglob("*"))}
    assert modes == {0o444, 0o555}


# --- again, and corrected -------------------------------------------------------------------


def test_the_same_content_makes_no_new_version(tmp_path: Path) -> None:
    add(tmp_path)
    before = snapshot(tmp_path)

    kept = add(tmp_path, reason="again")

    assert (kept.state, kept.version.name) == (AddState.UNCHANGED, "2020/v1")
    assert snapshot(tmp_path) == before


def test_an_updated_library_makes_no_new_version(tmp_path: Path) -> None:
    add(tmp_path)

    kept = add(tmp_path, FIRST | {"about/software.json": '{"numpy": "9"}'})

    assert kept.state == AddState.UNCHANGED


@pytest.mark.parametrize("name", ["reports/koeln.pdf", "inputs/book.xlsx", "reports/new.pdf"])
def test_a_correction_needs_a_reason(tmp_path: Path, name: str) -> None:
    add(tmp_path)
    before = snapshot(tmp_path)

    with pytest.raises(ArchiveError) as raised:
        add(tmp_path, FIRST | {name: "other"})

    assert codes(raised) == ["reason-missing"]
    assert snapshot(tmp_path) == before


def test_a_correction_names_what_it_replaces_and_why(tmp_path: Path) -> None:
    add(tmp_path)
    before = snapshot(tmp_path / "2020/v1")

    kept = add(tmp_path, SECOND, "Köln corrected its payments")

    assert names(tmp_path) == ["2020/v1", "2020/v2"]
    info = read_info(kept.version.path)
    assert info["Replaces"] == "2020/v1"
    assert info["Replaces-Fingerprint"] == fingerprint(tmp_path / "2020/v1")
    assert info["Reason"] == "Köln corrected its payments"
    assert info["Changed-Indicators"] == "1"
    assert snapshot(tmp_path / "2020/v1") == before
    assert verify_archive(tmp_path) == ()


def test_a_correction_lists_the_indicators_that_changed(tmp_path: Path) -> None:
    add(tmp_path)

    kept = add(tmp_path, SECOND, "correction")

    (change,) = kept.changes
    assert change == IndicatorChange(
        city="Köln", kind="share", key="a", period="2020", label="A", old="1.5", new="1.75 r"
    )
    listed = (tmp_path / "2020/v2/data/changes.csv").read_bytes()
    assert read_csv(listed) == (change,)


def test_back_to_the_version_before_the_last_is_a_correction_as_well(tmp_path: Path) -> None:
    add(tmp_path)
    add(tmp_path, SECOND, "correction")

    kept = add(tmp_path, FIRST, "the correction was wrong")

    assert kept.version.name == "2020/v3"
    assert read_info(kept.version.path)["Replaces"] == "2020/v2"
    assert verify_archive(tmp_path) == ()


def test_a_reason_cannot_write_lines_of_its_own(tmp_path: Path) -> None:
    add(tmp_path)

    add(tmp_path, SECOND, "wrong\r\nReplaces: 2019/v7\u2028Retention: none \x1b[31m\x07")

    info = read_info(tmp_path / "2020/v2")
    assert info["Reason"] == "wrong Replaces: 2019/v7 Retention: none [31m"
    assert (info["Replaces"], info["Retention"]) == ("2020/v1", "permanent")
    assert verify_archive(tmp_path) == ()


# --- what is refused ------------------------------------------------------------------------


@pytest.mark.parametrize("other", ["reports/Koeln.pdf", "REPORTS/koeln.pdf"])
def test_names_that_some_systems_take_for_one_are_refused(tmp_path: Path, other: str) -> None:
    with pytest.raises(ArchiveError) as raised:
        add(tmp_path / "archive", FIRST | {other: "x"})

    assert codes(raised) == ["unsafe-name", "unsafe-name"]


def test_umlauts_of_both_kinds_are_one_name(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError):
        add(tmp_path / "archive", FIRST | {"a/\u00fc": "x", "a/u\u0308": "x"})

    assert add(tmp_path / "archive", FIRST | {"a/u\u0308": "x"}).state is AddState.ADDED


def test_other_results_alone_are_a_correction(tmp_path: Path) -> None:
    add(tmp_path)

    with pytest.raises(ArchiveError) as raised:
        add(tmp_path, FIRST | {INDICATORS: SECOND[INDICATORS]})

    assert codes(raised) == ["reason-missing"]


def test_what_cannot_be_proved_is_not_archived(tmp_path: Path) -> None:
    wrong = Problem(code="not-reproducible", message="it comes out different")

    with pytest.raises(ArchiveError) as raised:
        keep(tmp_path, YEAR, items(FIRST), DESCRIPTION, reason="", prove=lambda _: [wrong])

    assert raised.value.problems == (wrong,)
    assert snapshot(tmp_path) == {}
    assert not (tmp_path / "2020").exists()


def test_a_file_that_changes_while_it_is_copied_is_told(tmp_path: Path) -> None:
    source = tmp_path / "koeln.pdf"
    source.write_bytes(b"later")
    item = BagFile(name="reports/koeln.pdf", content=source, sha256=items(FIRST)[0].sha256)

    with pytest.raises(ArchiveError) as raised:
        keep(tmp_path / "a", YEAR, [item], DESCRIPTION, reason="", prove=no_faults)

    assert codes(raised) == ["changed-meanwhile"]
    assert snapshot(tmp_path / "a") == {}


@pytest.mark.parametrize(
    "name",
    [
        "../b",
        "/b",
        "a/../b",
        "100%.pdf",
        "a\\b",
        "a\nb",
        "a\u2028b",
        "a//b",
        "b ",
        " /b",
        "a:b",
        "b?",
        "b.",
        "./b",
    ],
)
def test_a_name_that_readers_may_take_for_another_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArchiveError) as raised:
        add(tmp_path / "archive", FIRST | {name: "x"})

    assert codes(raised) == ["unsafe-name"]
    assert not (tmp_path / "archive").exists()


def test_nothing_is_added_after_a_damaged_version(tmp_path: Path) -> None:
    add(tmp_path)
    with opened(tmp_path / "2020/v1") as bag:
        (bag / "data/reports/koeln.pdf").write_bytes(b"other")

    with pytest.raises(ArchiveError) as raised:
        add(tmp_path, SECOND, "correction")

    assert codes(raised) == ["checksum-differs", "version-damaged"]
    assert names(tmp_path) == ["2020/v1"]


def test_of_two_runs_at_once_the_second_is_refused(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(ArchiveError) as raised:
        add(tmp_path)

    assert codes(raised) == ["archive-busy"]
    assert add(tmp_path).state == AddState.ADDED


def test_a_place_that_takes_no_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(ArchiveError) as raised:
        add(tmp_path / "file")

    assert codes(raised) == ["archive-unwritable"]


def test_what_a_killed_run_left_is_removed_and_told(tmp_path: Path) -> None:
    left = tmp_path / "2020/.v1.part/data"
    left.mkdir(parents=True)
    (left / "half.pdf").write_bytes(b"%PD")
    left.chmod(0o555)

    kept = add(tmp_path)

    (told,) = kept.problems
    assert (told.code, told.severity) == ("left-over-removed", Severity.WARNING)
    assert names(tmp_path) == ["2020/v1"]
    assert verify_archive(tmp_path) == ()
