"""`reportgen diff`, and reports with a page of corrections from the build to the archive."""

import csv
import json
import shutil
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from reportgen.workflows.rebuild import Match, rebuild
from tests.projects import add, archived, book, build, correct
from tests.running import ROOT, run
from tests.workbooks import WORKBOOK, edited, with_cell, with_figure

pytestmark = [pytest.mark.exhaustive, pytest.mark.usefixtures("without_verapdf")]


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """A workbook with two corrections."""
    return edited(
        tmp_path,
        with_figure("Leistungsbeziehende", "Köln", 2020, "GSiAE", 23_456),
        with_figure("Wirtschaft", "Köln", 2020, "Schuldnerquote", "12 r"),
        with_cell("Angaben!B7", "1.1"),
    )


def test_what_changed_is_shown_with_its_cells_and_reports(new: Path) -> None:
    result = run("diff", WORKBOOK, new)

    assert result.code == 0, result.err
    assert "Leistungsbeziehende!D21" in result.out
    assert "all 15 reports" in result.out
    assert "12 r" in result.out
    assert "changed: 2 values, 16 indicators, 1 text; of Köln (16 indicators)" in result.err
    assert "Berichtigung" not in result.out


def test_with_a_city_all_that_its_report_prints_otherwise_is_shown(new: Path) -> None:
    result = run("diff", WORKBOOK, new, "--city", "D")

    assert "printed in the report of Düsseldorf" in result.out
    assert "Schuldnerquote, Mittel" in result.out
    assert "share-of-recipients" not in result.out


def test_the_same_comes_as_json(new: Path, tmp_path: Path) -> None:
    result = run("diff", WORKBOOK, new, "--format", "json", "--out", tmp_path / "diff.json")

    assert (result.code, result.out) == (0, "")
    found = json.loads((tmp_path / "diff.json").read_bytes())
    assert [
        (v["city"], v["of"], v["old"]["value"], v["new"]["value"]) for v in found["values"]
    ] == [
        ("Köln", "GSiAE", 23635, 23456),
        ("Köln", "Schuldnerquote", 11.44, 12),
    ]
    assert found["values"][0]["new"]["cell"] == "Leistungsbeziehende!D21"
    assert (found["old"]["version"], found["new"]["version"], found["year"]) == ("1.0", "1.1", 2020)
    density = next(i for i in found["indicators"] if (i["kind"], i["key"]) == ("density", "total"))
    assert len(density["printed_in"]) == 15
    koeln = next(r["printed"] for r in found["reports"] if r["city"] == "Köln")
    assert {
        "under": "Leistungsbeziehende",
        "item": "GSiAE, Personen",
        "old": "23.635",
        "new": "23.456",
    } in koeln


def test_tables_are_not_written_to_files(new: Path, tmp_path: Path) -> None:
    assert run("diff", WORKBOOK, new, "--out", tmp_path / "diff.txt").code == 2


@pytest.mark.parametrize("name", ["absent.xlsx", "text.xlsx"])
def test_what_cannot_be_read_is_told_with_its_place(name: str, tmp_path: Path) -> None:
    (tmp_path / "text.xlsx").write_text("text", encoding="utf-8")

    for pair in ((WORKBOOK, tmp_path / name), (tmp_path / name, WORKBOOK)):
        result = run("diff", *pair)

        assert result.code == 3
        assert f"--> {name}" in result.err


def test_a_build_that_corrects_another_comparison_writes_nothing(tmp_path: Path) -> None:
    other = edited(tmp_path, with_cell("Angaben!B2", "Ein anderer Vergleich"))

    result = run("build", WORKBOOK, "--erratum", other, "--out", tmp_path / "out")

    assert result.code == 2
    assert "error[other-project]" in result.err
    assert not (tmp_path / "out").exists()


# --- versions of an archive -------------------------------------------------------------------


def test_versions_of_an_archive_are_compared(corrected: Path) -> None:
    result = run("diff", archived(corrected), archived(corrected, "v2"))

    assert result.code == 0, result.err
    assert "23456" in result.out


def test_a_version_of_another_year_is_refused(kept: Path) -> None:
    result = run("diff", archived(kept), book(kept), "--year", "2019")

    assert result.code == 2
    assert "error[other-year]" in result.err


def test_a_damaged_version_is_refused(archiving: Path) -> None:
    workbook = archived(archiving) / "data/inputs" / WORKBOOK.name
    workbook.chmod(0o644)
    workbook.write_bytes(workbook.read_bytes() + b" ")

    result = run("diff", archived(archiving), WORKBOOK)

    assert result.code == 9
    assert "error[checksum-differs]" in result.err


def test_an_archive_is_not_one_of_its_versions(kept: Path) -> None:
    result = run("diff", kept / "archive", WORKBOOK)

    assert result.code == 2
    assert "error[not-a-version]" in result.err
    assert "2020/v1" in result.err


# --- corrected reports ------------------------------------------------------------------------


def test_a_corrected_report_is_archived_with_what_it_corrects(archiving: Path) -> None:
    correct(archiving)
    build(archiving, "--erratum", archived(archiving), "--edition", "both")

    refused = add(archiving)
    added = add(archiving, "--reason", "korrigiert")

    assert 'e.g. --reason "corrected: Köln (' in refused.err
    assert added.code == 0, added.err
    data = archived(archiving, "v2") / "data"
    former = (data / "inputs/corrected" / WORKBOOK.name).read_bytes()
    assert former == (archived(archiving) / "data/inputs" / WORKBOOK.name).read_bytes()
    assert [rebuilt.match for rebuilt in rebuild(data)] == [Match.IDENTICAL] * 4
    changes = list(csv.DictReader((data / "changes.csv").read_text("utf-8").splitlines()))
    assert {row["erratum"] for row in changes} == {"Berichtigung"}
    assert changes[0]["new_cells"] == "Leistungsbeziehende!D21"
    shown = run("archive", "show", archiving / "archive", "Köln", "--year", "2020")
    assert "Berichtigung" in shown.out


def test_what_is_corrected_must_be_there_unchanged(archiving: Path) -> None:
    former = Path(shutil.copy(book(archiving), archiving / "former.xlsx"))
    correct(archiving)
    build(archiving, "--erratum", former)
    former.write_bytes(former.read_bytes() + b" ")

    result = add(archiving, "--reason", "korrigiert")

    assert result.code == 9
    assert "error[input-changed]: the workbook former.xlsx that was published before" in result.err


def test_reports_with_and_without_corrections_are_no_publication(archiving: Path) -> None:
    former = Path(shutil.copy(book(archiving), archiving / "former.xlsx"))
    correct(archiving)
    workbook, reports = book(archiving), archiving / "reports"
    run("build", workbook, "--city", "K", "--out", reports, "--erratum", former)

    result = add(archiving, "--reason", "korrigiert")

    assert result.code == 9
    assert "error[inputs-mixed]" in result.err
    assert "the same workbook that they correct" in result.err


def test_the_mail_of_a_corrected_report_says_so(archiving: Path) -> None:
    correct(archiving)
    build(archiving, "--erratum", archived(archiving))
    departments = ROOT / "data/departments.toml"

    result = run(
        "send", archiving / "reports", "--departments", departments, "--city", "Köln",
        "--dry-run", "--out", archiving / "mail",
    )  # fmt: skip

    assert result.code == 0, result.err
    mail = message_from_bytes((archiving / "mail/koeln.eml").read_bytes(), policy=default)
    assert mail["Subject"] == "Berichtigung: Stadtprofil Köln 2020"
    body = mail.get_body(("plain",))
    assert body
    assert "unter „Berichtigung“" in body.get_content()
