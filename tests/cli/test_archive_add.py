"""`reportgen archive add`: what is archived, and what is not."""

import json
import shutil
import tomllib
from pathlib import Path

import pytest
from PIL import Image

from reportgen.archive.bag import read_info
from reportgen.workflows.rebuild import Match, rebuild
from tests.archive.bags import snapshot
from tests.projects import add, archived, book, build, correct
from tests.running import ROOT, run
from tests.workbooks import WORKBOOK, edited, with_cell

pytestmark = [pytest.mark.exhaustive, pytest.mark.usefixtures("without_verapdf")]


def test_reports_are_archived_with_all_that_they_were_made_from(project: Path) -> None:
    result = add(project)

    assert result.code == 0, result.err
    assert f"added      {archived(project)}" in result.err
    data = snapshot(archived(project) / "data")
    assert data["reports/koeln.pdf"] == (project / "reports/2020/koeln.pdf").read_bytes()
    assert data[f"inputs/{WORKBOOK.name}"] == WORKBOOK.read_bytes()
    look = ROOT / "layouts/city-profile"
    assert {n for n in data if n.startswith("inputs/layouts/city-profile/")} == {
        f"inputs/layouts/city-profile/{path.name}" for path in look.iterdir()
    }
    assert data["results/indicators.csv"].startswith(b"city,kind,key,")
    assert data["results/columns.csv"].startswith(b"column,meaning")
    assert [check["problems"] for check in json.loads(data["about/conformance.json"])] == [[], []]
    told = [problem["code"] for problem in json.loads(data["about/validation.json"])]
    assert told == ["portrait-missing", "portrait-missing"]
    software = json.loads(data["about/software.json"])
    assert {"reportgen", "CPython", "zlib", "pikepdf", "reportlab", "numpy"} <= set(software)
    assert str(project) not in data["about/build.json"].decode()


def test_reports_of_either_standard_are_built_again(project: Path) -> None:
    build(project, "--standard", "ua2", "--attach-data")
    build(project, "--lang", "en")

    result = add(project)

    assert result.code == 0, result.err
    data = archived(project) / "data"
    versions = {file.name: file.read_bytes()[:8] for file in (data / "reports").iterdir()}
    assert versions == {
        **dict.fromkeys(("essen.pdf", "koeln.pdf"), b"%PDF-2.0"),
        **dict.fromkeys(("essen-en.pdf", "koeln-en.pdf"), b"%PDF-1.7"),
    }
    assert {rebuilt.match for rebuilt in rebuild(data)} == {Match.IDENTICAL}


def test_print_editions_are_archived_with_the_printers_profile(project: Path) -> None:
    icc = shutil.copy(ROOT / "layouts/city-profile/coated-fogra39l.icc", project / "own.icc")
    build(project, "--edition", "print", "--icc", icc, "--booklet", "--nup", "2")

    result = add(project)

    assert result.code == 0, result.err
    data = archived(project) / "data"
    assert sorted(file.name for file in (data / "reports").iterdir()) == [
        *("essen-print.pdf", "essen.pdf", "koeln-print.pdf", "koeln.pdf"),
    ]
    assert (data / "inputs/profiles/own.icc").read_bytes() == Path(icc).read_bytes()
    assert {rebuilt.match for rebuilt in rebuild(data)} == {Match.IDENTICAL}
    assert run("archive", "verify", project / "archive").code == 0


def test_a_profile_that_was_changed_since_is_not_archived(project: Path) -> None:
    icc = shutil.copy(ROOT / "layouts/city-profile/coated-fogra39l.icc", project / "own.icc")
    build(project, "--edition", "print", "--icc", icc)
    Path(icc).write_bytes(b"another")

    result = add(project)

    assert result.code == 9
    assert "error[input-changed]: the ICC profile own.icc" in result.err


def test_a_bag_says_who_published_it_and_how_long_it_is_kept(project: Path) -> None:
    add(project, "--identifier", "urn:example:7", "--retention", "until 2050")

    info = read_info(archived(project))
    assert info["Source-Organization"] == "Benchmarking der großen Großstädte"
    assert (info["External-Identifier"], info["Retention"]) == ("urn:example:7", "until 2050")
    assert info["Bag-Software-Agent"].startswith("reportgen ")


def test_adding_again_changes_nothing(archiving: Path) -> None:
    before = snapshot(archiving / "archive")
    build(archiving, "--force")

    result = add(archiving)

    assert result.code == 0
    assert result.err.endswith(f"unchanged  {archived(archiving)}\n")
    assert snapshot(archiving / "archive") == before


def test_what_was_to_be_said_of_a_bag_that_is_there_already_is_told(archiving: Path) -> None:
    same = add(archiving, "--retention", "permanent")
    other = add(archiving, "--retention", "until 2050", "--identifier", "urn:example:7")

    assert "label-ignored" not in same.err
    assert 'warning[label-ignored]: 2020/v1 was archived with Retention "permanent"' in other.err
    assert "was archived with External-Identifier" in other.err
    assert other.code == 0


def test_a_bag_without_a_contact_is_told(project: Path) -> None:
    told = add(project).err
    shutil.move(edited(project, with_cell("Angaben!B4", "amt@example.org")), book(project))
    build(project)

    result = add(project, "--reason", "there is somebody to ask")

    assert "warning[contact-missing]: the bag does not say whom to ask" in told
    assert "contact-missing" not in result.err
    assert read_info(archived(project, "v2"))["Contact-Email"] == "amt@example.org"


def test_cities_of_the_workbook_without_a_report_are_told(project: Path) -> None:
    result = add(project)

    assert "warning[cities-without-report]" in result.err
    assert "without a report: Bremen, Dortmund, Dresden, Duisburg, Düsseldorf, Frankf" in result.err


def test_reports_that_a_correction_does_not_have_are_told(archiving: Path) -> None:
    record = archiving / "reports/2020/build.json"
    (archiving / "reports/2020/koeln.pdf").unlink()
    record.unlink()
    run("-q", "build", book(archiving), "--out", archiving / "reports", "--city", "Essen")

    result = add(archiving, "--reason", "another choice")

    assert result.code == 0
    assert "warning[report-dropped]: koeln.pdf is in 2020/v1 and not in its correc" in result.err
    assert "essen.pdf is in" not in result.err


def test_a_copy_of_a_year_is_not_archived(archiving: Path) -> None:
    """It holds what was built once, and would become a correction of what is valid."""
    reports = archiving / "reports"
    shutil.copytree(reports / "2020", reports / "2020-old")
    shutil.copytree(reports / "2020", reports / "2021")

    result = add(archiving, "--reason", "why not")

    assert result.code == 9
    assert "error[year-differs]: the reports are those of 2020" in result.err
    assert f"{reports}/2020-old" not in result.err
    assert not (archiving / "archive/2021").exists()


def test_a_folder_of_a_year_is_told_from_the_one_above_it(project: Path) -> None:
    result = run("archive", "add", project / "reports/2020", "--to", project / "archive")

    assert result.code == 9
    assert f"name the folder above it, where the years are: {project}/reports\n" in result.err


@pytest.mark.parametrize("place", ["reports", "reports/archive"])
def test_an_archive_does_not_lie_among_the_reports(project: Path, place: str) -> None:
    result = run("archive", "add", project / "reports", "--to", project / place)

    assert result.code == 9
    assert "error[archive-within-reports]" in result.err
    assert not (project / "reports/2020/v1").exists()


def test_a_correction_needs_a_reason_and_tells_what_changed(archiving: Path) -> None:
    correct(archiving)

    refused = add(archiving)
    accepted = add(archiving, "--reason", "Köln hat korrigiert")

    assert refused.code == 9
    assert "error[reason-missing]" in refused.err
    assert accepted.code == 0
    assert "indicators changed:" in accepted.err
    rows = [line.split() for line in accepted.out.splitlines() if "Köln" in line]
    assert any(row[1] == "recipients" and row[-1] == "23456.0" for row in rows)
    assert read_info(archived(archiving, "v2"))["Replaces"] == "2020/v1"


def test_both_languages_and_the_data_inside_are_archived_and_built_again(project: Path) -> None:
    build(project, "--lang", "en", "--date", "2022-05-04")
    run("-q", "build", book(project), "--out", project / "reports", "--city", "Bonn")
    run("-q", "build", book(project), "--out", project / "reports", "--city", "D", "--attach-data")

    assert add(project).code == 0
    rebuilt = list(rebuild(archived(project) / "data"))

    assert {one.file for one in rebuilt} == {
        *("koeln.pdf", "koeln-en.pdf", "essen.pdf", "essen-en.pdf", "duesseldorf.pdf"),
    }
    assert {one.match for one in rebuilt} == {Match.IDENTICAL}


def test_a_layout_that_needs_a_hidden_file_cannot_be_proved(project: Path) -> None:
    own = project / "look"
    shutil.copytree(ROOT / "layouts/city-profile", own)
    (own / "coated-fogra39l.icc").rename(own / ".own.icc")
    text = (own / "layout.toml").read_text(encoding="utf-8")
    assert "coated-fogra39l.icc" in text
    (own / "layout.toml").write_text(
        text.replace("coated-fogra39l.icc", ".own.icc"), encoding="utf-8"
    )
    build(project, "--layout", own)

    result = add(project)

    assert result.code == 9
    assert ".own.icc" in result.err
    assert not (project / "archive/2020").exists()


def test_each_year_has_bags_of_its_own(project: Path) -> None:
    build(project, "--year", 2019)

    assert add(project, "--year", 2019).code == 0
    assert [path.name for path in (project / "archive").iterdir() if path.is_dir()] == ["2019"]
    assert add(project).code == 0
    assert archived(project).is_dir()


def test_a_portrait_is_archived_with_its_photo(project: Path) -> None:
    portraits = project / "data/portraits"
    (portraits / "koeln.md").write_text(
        '+++\nphoto = "photos/dom.png"\ncredit = "Wir"\n+++\nDer Dom.\n', encoding="utf-8"
    )
    (portraits / "photos").mkdir()
    Image.new("RGB", (2600, 1300), "navy").save(portraits / "photos/dom.png")
    build(project)

    assert add(project).code == 0
    names = snapshot(archived(project) / "data/inputs/portraits")
    assert sorted(names) == ["koeln.md", "photos/dom.png"]
    assert run("archive", "rebuild", project / "archive", "--year", 2020).code == 0


def test_inputs_that_were_moved_can_be_named(project: Path) -> None:
    (project / "data").rename(project / "moved")

    assert "error[input-missing]" in add(project).err
    assert add(project, "--workbook", project / "moved" / WORKBOOK.name).code == 0


def test_a_layout_of_ones_own_is_archived_and_used_again(project: Path) -> None:
    own = project / "look"
    shutil.copytree(ROOT / "layouts/city-profile", own)
    text = (own / "de.toml").read_text(encoding="utf-8")
    (own / "de.toml").write_text(text.replace("Stadtprofil", "Bericht"), encoding="utf-8")
    build(project, "--layout", own)

    assert add(project).code == 0
    shutil.rmtree(own)

    assert tomllib.loads((archived(project) / "data/inputs/layouts/look/de.toml").read_text())
    assert run("archive", "rebuild", project / "archive", "--year", 2020).code == 0
