"""`reportgen build`: which files are written, which stay, and what is told of it."""

import json
import os
import pty
import shutil
import subprocess
from contextlib import suppress
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from tests.layouts import changed
from tests.running import ROOT, command, files_in, run
from tests.workbooks import WORKBOOK, edited, with_cell

LONG_AGO = 946_684_800


@pytest.fixture(autouse=True)
def _no_date_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def build_koeln(out: Path, *args: object, workbook: Path = WORKBOOK) -> str:
    """Builds one city and gives what was told of it."""
    result = run("build", workbook, "--city", "Köln", "--out", out, *args)
    assert (result.code, result.out) == (0, "")
    return result.err


def make_old(file: Path) -> None:
    os.utime(file, (LONG_AGO, LONG_AGO))


def is_old(file: Path) -> bool:
    return file.stat().st_mtime == LONG_AGO


def date_of(file: Path) -> str:
    with pikepdf.open(BytesIO(file.read_bytes())) as pdf:
        return str(pdf.docinfo["/CreationDate"])[2:10]


# --- which files ----------------------------------------------------------------------------


def test_a_report_lies_in_the_folder_of_its_year(tmp_path: Path) -> None:
    told = build_koeln(tmp_path)

    assert files_in(tmp_path) == ["2020/koeln.pdf"]
    assert (tmp_path / "2020/koeln.pdf").read_bytes().startswith(b"%PDF-")
    assert f"written    {tmp_path}/2020/koeln.pdf" in told.splitlines()
    assert "1 written, 0 unchanged, 0 failed" in told.splitlines()


@pytest.mark.parametrize(
    ("edition", "files"),
    [
        ("digital", ["2020/koeln.pdf"]),
        ("print", ["2020/koeln-print.pdf"]),
        ("both", ["2020/koeln-print.pdf", "2020/koeln.pdf"]),
    ],
)
def test_an_edition_is_chosen(edition: str, files: list[str], tmp_path: Path) -> None:
    told = build_koeln(tmp_path, "--edition", edition)

    assert files_in(tmp_path) == files
    assert f"{len(files)} written, 0 unchanged, 0 failed" in told.splitlines()


def test_the_standards_for_pdf_2_are_a_choice(tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    build_koeln(usual)
    build_koeln(tmp_path, "--standard", "ua2", "--edition", "both")
    told = build_koeln(tmp_path, "--standard", "ua2", "--edition", "both")

    assert "0 written, 2 unchanged, 0 failed" in told.splitlines()
    assert (usual / "2020/koeln.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert (tmp_path / "2020/koeln.pdf").read_bytes().startswith(b"%PDF-2.0")
    assert (tmp_path / "2020/koeln-print.pdf").read_bytes().startswith(b"%PDF-1.6")
    for folder, standard in ((usual, "ua1"), (tmp_path, "ua2")):
        (of_record,) = json.loads((folder / "2020/build.json").read_bytes())["runs"]
        assert of_record["terms"]["standard"] == standard


def test_a_standard_that_no_file_would_keep_is_refused(tmp_path: Path) -> None:
    alone = ("build", WORKBOOK, "--out", tmp_path, "--edition", "print", "--standard")
    unknown = run("build", WORKBOOK, "--out", tmp_path, "--standard", "ua3")

    refused = run(*alone, "ua2")

    assert (refused.code, unknown.code) == (2, 2)
    assert "print editions are PDF/X-4: leave out --standard, or use both" in refused.err
    assert files_in(tmp_path) == []
    assert run(*alone, "ua1", "--city", "Köln").code == 0


def test_copies_for_the_office_printer_lie_beside(tmp_path: Path) -> None:
    build_koeln(tmp_path, "--booklet", "--nup", "2")

    assert files_in(tmp_path) == ["2020/koeln-2up.pdf", "2020/koeln-booklet.pdf", "2020/koeln.pdf"]
    widths = {}
    for kind in ("2up", "booklet"):
        with pikepdf.open(tmp_path / f"2020/koeln-{kind}.pdf") as pdf:
            widths[kind] = (len(pdf.pages), round(float(pdf.pages[0].mediabox[2])))
    # Four pages: two sides of A4, and a sheet of A3 with two sides.
    assert widths == {"2up": (2, 842), "booklet": (2, 1191)}


def test_the_printers_profile_is_taken(tmp_path: Path) -> None:
    icc = ROOT / "layouts/city-profile/coated-fogra39l.icc"

    build_koeln(tmp_path, "--edition", "print", "--icc", icc)

    with pikepdf.open(tmp_path / "2020/koeln-print.pdf") as pdf:
        condition = str(pdf.Root.OutputIntents[0].OutputConditionIdentifier)
    assert condition == "Coated FOGRA39L, ink limit 300 %"


def test_the_printers_ink_limit_is_what_colours_are_held_to(tmp_path: Path) -> None:
    colour = '{ screen = "#c24a16", print = [100, 100, 50, 0] }'
    layout = changed(tmp_path, ("layout.toml", "colours.mean", colour))

    result = run(
        *("build", WORKBOOK, "--layout", layout, "--ink-limit", "240", "--out", tmp_path / "out")
    )

    assert result.code == 4
    assert (
        "error[too-much-ink]: mean takes 250 % of ink, more than the limit of 240 %" in result.err
    )


def test_a_profile_that_is_none_is_told_before_anything_is_built(tmp_path: Path) -> None:
    result = run("build", WORKBOOK, "--icc", ROOT / "README.md", "--out", tmp_path)

    assert result.code == 4
    assert "error[not-a-profile]: the file is not an ICC profile" in result.err
    assert files_in(tmp_path) == []


def test_a_report_whose_content_is_the_same_stays_untouched(tmp_path: Path) -> None:
    build_koeln(tmp_path)
    make_old(tmp_path / "2020/koeln.pdf")

    told = build_koeln(tmp_path)

    assert is_old(tmp_path / "2020/koeln.pdf")
    assert f"unchanged  {tmp_path}/2020/koeln.pdf" in told.splitlines()
    assert "0 written, 1 unchanged, 0 failed" in told.splitlines()


def test_force_writes_a_report_whose_content_is_the_same(tmp_path: Path) -> None:
    build_koeln(tmp_path)
    make_old(tmp_path / "2020/koeln.pdf")

    told = build_koeln(tmp_path, "--force")

    assert not is_old(tmp_path / "2020/koeln.pdf")
    assert "1 written, 0 unchanged, 0 failed" in told.splitlines()


def test_a_report_whose_content_changes_is_replaced(tmp_path: Path) -> None:
    build_koeln(tmp_path)
    before = (tmp_path / "2020/koeln.pdf").read_bytes()

    told = build_koeln(tmp_path, workbook=edited(tmp_path, with_cell("Angaben!B7", "2.0")))

    assert (tmp_path / "2020/koeln.pdf").read_bytes() != before
    assert "1 written, 0 unchanged, 0 failed" in told.splitlines()


def test_an_english_report_lies_beside_the_german_one(tmp_path: Path) -> None:
    build_koeln(tmp_path)
    build_koeln(tmp_path, "--lang", "en")

    assert files_in(tmp_path) == ["2020/koeln-en.pdf", "2020/koeln.pdf"]
    with pikepdf.open(tmp_path / "2020/koeln-en.pdf") as pdf:
        assert str(pdf.Root.Lang).startswith("en")


def test_another_year_has_a_folder_of_its_own(tmp_path: Path) -> None:
    build_koeln(tmp_path, "--year", 2019)

    assert files_in(tmp_path) == ["2019/koeln.pdf"]


def test_cities_are_named_by_name_file_name_or_abbreviation(tmp_path: Path) -> None:
    names = ("Hannover", "frankfurt-am-main", "HB", "hannover")

    result = run(
        "build", WORKBOOK, *(arg for name in names for arg in ("--city", name)), "--out", tmp_path
    )

    assert result.code == 0
    assert files_in(tmp_path) == [
        "2020/bremen.pdf",
        "2020/frankfurt-am-main.pdf",
        "2020/hannover.pdf",
    ]


def test_a_layout_may_be_the_path_of_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "look"
    shutil.copytree(ROOT / "layouts/city-profile", folder)
    german = (folder / "de.toml").read_text(encoding="utf-8")
    title = 'title = "{unit.profile} {city} {year}"'
    assert title in german
    changed = german.replace(title, 'title = "Bericht {city}"')
    (folder / "de.toml").write_text(changed, encoding="utf-8")

    build_koeln(tmp_path, "--layout", folder)

    with pikepdf.open(tmp_path / "2020/koeln.pdf") as pdf:
        assert pdf.docinfo["/Title"] == "Bericht Köln"


# --- its date -------------------------------------------------------------------------------


def test_a_report_bears_the_date_of_the_data(tmp_path: Path) -> None:
    workbook = edited(tmp_path, with_cell("Angaben!B6", date(2021, 2, 3)))

    build_koeln(tmp_path, workbook=workbook)

    assert date_of(tmp_path / "2020/koeln.pdf") == "20210203"


def test_the_environment_may_give_the_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(LONG_AGO))

    build_koeln(tmp_path)

    assert date_of(tmp_path / "2020/koeln.pdf") == "20000101"


def test_the_option_for_the_date_beats_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(LONG_AGO))

    build_koeln(tmp_path, "--date", "2022-05-04")

    assert date_of(tmp_path / "2020/koeln.pdf") == "20220504"


# --- what is told ---------------------------------------------------------------------------


def test_the_summary_lists_what_is_absent_from_which_city(tmp_path: Path) -> None:
    workbook = edited(tmp_path, with_cell("Auszahlungen!C2", "."))

    result = run("build", workbook, "--city", "HB", "--city", "K", "--city", "H", "--out", tmp_path)

    absent = [line for line in result.err.splitlines() if line.startswith("absent in ")]
    assert absent == [
        "absent in Bremen: Leistungsbeziehende: HLU i. E., HzP; "
        "Auszahlungen: SGB II, HLU a. v. E., HLU i. E., HzP",
        "absent in Hannover, Köln: Leistungsbeziehende: HLU i. E., HzP; "
        "Auszahlungen: HLU a. v. E., HLU i. E., HzP",
    ]


def test_the_summary_names_no_city_when_the_same_is_absent_from_all(tmp_path: Path) -> None:
    result = run("build", WORKBOOK, "--city", "HB", "--city", "K", "--out", tmp_path)

    assert "absent in all 2: Leistungsbeziehende: HLU i. E., HzP; " in result.err


FOUR = [arg for name in ("HB", "K", "H", "F") for arg in ("--city", name)]


def test_warnings_of_one_kind_are_counted_after_the_second(tmp_path: Path) -> None:
    told = run("build", WORKBOOK, *FOUR, "--out", tmp_path).err.splitlines()

    warnings = [line for line in told if line.startswith("warning[")]
    assert warnings == [
        "warning[portrait-missing]: Bremen has no portrait",
        "warning[portrait-missing]: Frankfurt am Main has no portrait",
        "warning[portrait-missing]: 2 more of this kind; -v shows them",
    ]


def test_two_warnings_of_one_kind_are_told_and_not_counted(tmp_path: Path) -> None:
    told = run("build", WORKBOOK, *FOUR[:4], "--out", tmp_path).err

    assert told.count("warning[portrait-missing]") == 2
    assert "more of this kind" not in told


@pytest.mark.parametrize("args", [["-v", "build"], ["build", "--verbose"]], ids=" ".join)
def test_verbose_tells_every_warning(args: list[str], tmp_path: Path) -> None:
    told = run(*args, WORKBOOK, *FOUR, "--out", tmp_path).err

    assert told.count("warning[portrait-missing]") == 4
    assert "more of this kind" not in told


@pytest.mark.parametrize("args", [["--quiet", "build"], ["build", "-q"]], ids=" ".join)
def test_quiet_tells_nothing_when_all_is_well(args: list[str], tmp_path: Path) -> None:
    result = run(*args, WORKBOOK, *FOUR, "--out", tmp_path)

    assert (result.code, result.out, result.err) == (0, "", "")
    assert len(files_in(tmp_path)) == 4


def test_a_terminal_gets_a_progress_bar_instead_of_a_line_for_each_file(tmp_path: Path) -> None:
    reader, terminal = pty.openpty()
    args = command("build", WORKBOOK, "--city", "Köln", "--out", tmp_path)
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    with subprocess.Popen(args, stderr=terminal, cwd=ROOT, env=environment) as process:
        os.close(terminal)
        told = b""
        with suppress(OSError):  # how Linux tells that the other end is closed
            while part := os.read(reader, 65536):
                told += part
        os.close(reader)

    assert process.returncode == 0
    text = told.decode()
    assert "1/1" in text
    assert "━" in text
    assert "written  " not in text
    assert "1 written, 0 unchanged, 0 failed" in text
