"""What `reportgen archive add` refuses: whatever cannot be proved, or breaks a standard."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.projects import add, archived, book, build
from tests.running import ROOT, run
from tests.workbooks import edited, with_cell

pytestmark = [pytest.mark.exhaustive, pytest.mark.usefixtures("without_verapdf")]


def touch_up(project: Path) -> None:
    with (project / "reports/2020/koeln.pdf").open("ab") as file:
        file.write(b"\n")


def change_workbook(project: Path) -> None:
    shutil.move(edited(project, with_cell("Angaben!B7", "2.0")), book(project))


def add_portrait(project: Path) -> None:
    (project / "data/portraits/koeln.md").write_text("Der Dom.\n", encoding="utf-8")


def change_portrait(project: Path) -> None:
    add_portrait(project)
    build(project)
    (project / "data/portraits/koeln.md").write_text("Die Dom.\n", encoding="utf-8")


def photo_outside(project: Path) -> None:
    """As version 0.4.0 let it be."""
    (project / "data/dom.png").write_bytes(b"photo")
    record = project / "reports/2020/build.json"
    content = json.loads(record.read_bytes())
    for report in content["runs"][0]["reports"]:
        report["portrait"] = [{"name": "../dom.png", "path": "", "sha256": "0" * 64}]
    record.write_text(json.dumps(content), encoding="utf-8")


def two_workbooks(project: Path) -> None:
    change_workbook(project)
    run("-q", "build", book(project), "--out", project / "reports", "--city", "Köln")


def two_profiles(project: Path) -> None:
    """Of one name; they differ in the year of their making, which is a byte of the header."""
    content = bytearray((ROOT / "layouts/city-profile/coated-fogra39l.icc").read_bytes())
    for place, city in (("a", "Köln"), ("b", "Essen")):
        content[25] ^= 1
        (project / place).mkdir()
        (project / place / "own.icc").write_bytes(content)
        run(
            *("-q", "build", book(project), "--out", project / "reports", "--city", city),
            *("--edition", "print", "--icc", project / place / "own.icc"),
        )


def two_choices(project: Path) -> None:
    run("-q", "build", book(project), "--out", project / "reports", "--city", "D", "--peers", "F,K")


def foreign_report(project: Path) -> None:
    shutil.copy(project / "reports/2020/koeln.pdf", project / "reports/2020/bonn.pdf")


def lost_report(project: Path) -> None:
    (project / "reports/2020/koeln.pdf").unlink()


def lost_record(project: Path) -> None:
    (project / "reports/2020/build.json").write_text("{}", encoding="utf-8")


def nothing_built(project: Path) -> None:
    shutil.rmtree(project / "reports/2020")


def folder_for_report(project: Path) -> None:
    (project / "reports/2020/koeln.pdf").unlink()
    (project / "reports/2020/koeln.pdf").mkdir()


def forged_record(project: Path) -> None:
    """A report of another date, with a record that says it was made on these terms."""
    path = project / "reports/2020/build.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"attach_data": false', '"attach_data": true'), encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (touch_up, "report-changed"),
        (change_workbook, "input-changed"),
        (add_portrait, "input-changed"),
        (change_portrait, "input-changed"),
        (photo_outside, "photo-outside"),
        (two_workbooks, "inputs-mixed"),
        (two_profiles, "inputs-mixed"),
        (two_choices, "inputs-mixed"),
        (foreign_report, "report-unknown"),
        (lost_report, "report-missing"),
        (lost_record, "record-unreadable"),
        (nothing_built, "nothing-to-archive"),
        (forged_record, "not-reproducible"),
        (folder_for_report, "unreadable"),
    ],
)
def test_what_cannot_be_proved_is_not_archived(
    project: Path, spoil: Callable[[Path], None], code: str
) -> None:
    spoil(project)

    result = add(project)

    assert result.code == 9
    assert f"error[{code}]" in result.err
    assert "hint: " in result.err
    assert not (project / "archive/2020").exists()


def test_what_breaks_a_standard_is_not_archived(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reportgen.errors import Problem

    where = "page 2, PDF/UA-1, clause 7.3"
    told = Problem(code="alt-missing", message="a figure has no alternative text", where=where)
    monkeypatch.setattr("reportgen.checks.check.run_bounded", lambda work, *given: work(*given))
    monkeypatch.setattr("reportgen.checks.check.preflight", lambda *_: [told])

    result = add(project)

    assert result.code == 9
    assert "error[alt-missing]" in result.err
    assert "--> koeln.pdf, page 2, PDF/UA-1, clause 7.3" in result.err
    assert not (project / "archive").exists()


def test_a_year_that_cannot_be_archived_does_not_stop_the_others(project: Path) -> None:
    build(project, "--year", 2019)
    (project / "reports/2019/koeln.pdf").unlink()

    result = add(project)

    assert result.code == 9
    assert "error[report-missing]" in result.err
    assert f"{project}/reports/2019 was not archived" in result.err
    assert archived(project).is_dir()
    assert not (project / "archive/2019").exists()
