"""`reportgen template --from`: all of last year's workbook, and empty rows for the next one."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from reportgen.model import Table
from reportgen.workbook import load_workbook
from tests.running import run
from tests.workbook.make_youth_workbook import YOUTH_WORKBOOK
from tests.workbooks import WORKBOOK, edited, with_cell, with_row

LATE_BREAK = ("Leistungsbeziehende", "HLU a. v. E.", 2020, "Neue Zuordnung")


def texts_of(path: Path) -> str:
    """All that a person reads in the explanation and in comments."""
    workbook = openpyxl.load_workbook(path)
    said = [str(c.value) for row in workbook["Erläuterung"].iter_rows() for c in row]
    return " ".join(said + [c.comment.text for s in workbook for c in s[1] if c.comment])


def completed(path: Path, year: int = 2021) -> Path:
    """What only the officer knows: figures of all inhabitants, and the day of the data."""
    workbook = openpyxl.load_workbook(path)
    people = workbook["Bevölkerung"]
    for row in people.iter_rows(min_row=2):
        for cell in row[2:] if row[1].value == year else ():
            people[cell.coordinate] = 100_000
    workbook["Angaben"]["B6"] = date(2022, 1, 31)
    workbook.save(path)
    return path


@pytest.mark.parametrize("last", [WORKBOOK, YOUTH_WORKBOOK], ids=["cities", "districts"])
def test_the_next_year_has_all_of_the_last_one(last: Path, tmp_path: Path) -> None:
    path = tmp_path / "next.xlsx"

    result = run("-q", "template", path, "--from", last)

    assert (result.code, result.out, result.err) == (0, "", "")
    old, new = load_workbook(last), load_workbook(completed(path))
    assert new.cities == old.cities
    assert (new.areas, new.indicators, new.groups) == (old.areas, old.indicators, old.groups)
    assert set(new.sources) == set(old.sources)
    assert new.sheets == old.sheets
    assert new.about.year == old.about.year + 1
    assert (new.about.project, new.about.notice) == (old.about.project, old.about.notice)
    for key, one in old.observations.items():
        if key[0] not in old.sheets:
            continue
        again = new.observations[key]
        assert (again.value, again.reason, again.flag) == (one.value, one.reason, one.flag)
        assert again.reason_text == one.reason_text
    years, before = (
        {year for table, _, year, _ in each.observations if table is Table.RECIPIENTS}
        for each in (new, old)
    )
    assert years == before | {2021}
    added = [
        one.value
        for (table, _, year, _), one in new.observations.items()
        if year == 2021 and table is not Table.POPULATION
    ]
    assert added
    assert set(added) == {None}


def test_breaks_of_series_come_along(tmp_path: Path) -> None:
    last, path = edited(tmp_path, with_row("Brüche", *LATE_BREAK)), tmp_path / "next.xlsx"

    assert run("template", path, "--from", last).code == 0

    old, new = load_workbook(last), load_workbook(completed(path))
    assert old.breaks[-1].remark == "Neue Zuordnung"
    assert new.breaks == old.breaks


def test_what_lasts_only_a_year_is_asked_again(tmp_path: Path) -> None:
    path = tmp_path / "next.xlsx"
    run("template", path, "--from", WORKBOOK)

    lines = dict(openpyxl.load_workbook(path)["Angaben"].iter_rows(values_only=True))

    assert lines["Berichtsjahr"] == 2021
    assert lines["Datenstand"] is None
    assert lines["Fassung"] == "1.0"
    assert lines["Projekt"] == "Benchmarking der großen Großstädte"


def test_years_of_its_own_come_instead_and_none_twice(tmp_path: Path) -> None:
    path = tmp_path / "next.xlsx"

    assert run("template", path, "--from", WORKBOOK, "--years", "2020-2022").code == 0

    rows = list(openpyxl.load_workbook(path)["Leistungsbeziehende"].iter_rows(values_only=True))
    places = [row[:2] for row in rows[1:]]
    assert len(set(places)) == len(places)
    assert [year for city, year in places if city == "Köln"][-2:] == [2021, 2022]
    assert places.count(("Köln", 2020)) == 1


def test_flags_that_only_a_format_shows_are_kept(tmp_path: Path) -> None:
    def marked(workbook: openpyxl.Workbook) -> None:
        workbook["Leistungsbeziehende"]["C3"].number_format = '0" p"'

    path = tmp_path / "next.xlsx"
    assert run("template", path, "--from", edited(tmp_path, marked)).code == 0

    sheet = openpyxl.load_workbook(path)["Leistungsbeziehende"]
    assert sheet["C3"].number_format == '0" p"'


def test_totals_stay_behind_and_columns_that_nothing_refers_to_come_along(tmp_path: Path) -> None:
    def changed(workbook: openpyxl.Workbook) -> None:
        people = workbook["Bevölkerung"]
        people["H1"] = "Haushalte"
        for row in range(2, people.max_row + 1):
            people.cell(row, 8).value = row
        people.insert_rows(2)
        people["A2"], people["C2"] = "Summe", 1
        workbook["Bestätigt"].append(["Bevölkerung!C4", "previous", 1, "A", "B"])

    path = tmp_path / "next.xlsx"
    result = run("template", path, "--from", edited(tmp_path, changed))

    assert result.code == 0, result.err
    assert "row-not-read" in result.err
    new = openpyxl.load_workbook(path)
    header, first, *_ = new["Bevölkerung"].iter_rows(values_only=True)
    assert (header[7], first[0], first[7]) == ("Haushalte", "Bremen", 2)
    assert new["Bestätigt"]["A2"].value == "Bevölkerung!C3", "the cell has moved"


def test_a_workbook_of_districts_keeps_its_names_and_says_its_nouns(tmp_path: Path) -> None:
    plain, named = tmp_path / "plain.xlsx", tmp_path / "named.xlsx"
    run("template", plain, "--from", YOUTH_WORKBOOK)
    run("template", named, "--from", YOUTH_WORKBOOK, "--domain", "district-youth")

    assert openpyxl.load_workbook(plain).sheetnames[1:5] == [
        *("Einheiten", "Leistungsbereiche", "Bevölkerung", "Personen"),
    ]
    assert "die Berichte der Einheiten" in texts_of(plain)
    assert "die Berichte der Landkreise" in texts_of(named)
    for path in (plain, named):
        assert "Städte" not in texts_of(path)
        assert "Auszahlungen" not in texts_of(path)


def test_a_workbook_with_errors_gives_no_template(tmp_path: Path) -> None:
    last = edited(tmp_path, with_cell("Leistungsbeziehende!C7", "1.234,5"))

    result = run("template", tmp_path / "next.xlsx", "--from", last)

    assert result.code == 3
    assert "error[german-number]" in result.err
    assert not (tmp_path / "next.xlsx").exists()


def test_origins_of_imported_values_come_along(tmp_path: Path) -> None:
    def imported(workbook: openpyxl.Workbook) -> None:
        sheet = workbook.create_sheet("Herkunft")
        sheet.append(["Blatt", "Stadt", "Jahr", "Spalte", "Datei", "Tabelle", "Zelle", "Inhalt"])
        sheet.append(["Bevölkerung", "Bremen", 2020, "insgesamt", "a.csv", None, "C3", "=1"])
        sheet["H2"].data_type = "s"

    path = tmp_path / "next.xlsx"
    run("template", path, "--from", edited(tmp_path, imported))

    sheet = openpyxl.load_workbook(path)["Herkunft"]
    assert [cell.value for cell in sheet[2]][2:] == [2020, "insgesamt", "a.csv", None, "C3", "=1"]
    assert sheet["H2"].data_type == "s", "no formula comes to life"
