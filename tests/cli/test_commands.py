"""What `validate`, `indicators`, `cities` and `template` print and write."""

import csv
import io
import json
import re
from pathlib import Path

import openpyxl
import pytest

from reportgen.delivery.departments import load_departments
from tests.running import files_in, run
from tests.workbooks import WORKBOOK, edited, with_cell, with_sheet, without_rows


def row_of(name: str, table: str) -> list[str]:
    """The words of the first line of a table that begins with a name."""
    return next(line.split() for line in table.splitlines() if line.startswith(name))


# --- validate -------------------------------------------------------------------------------


def test_validate_tells_all_problems_at_once_with_sheet_and_cell(tmp_path: Path) -> None:
    path = edited(
        tmp_path,
        with_cell("Leistungsbeziehende!D3", -5),
        with_cell("Leistungsbeziehende!C4", "1.234,5"),
        with_cell("Wirtschaft!D5", "#REF!"),
        with_sheet("Notizen"),
    )

    result = run("validate", path)

    assert (result.code, result.out) == (3, "")
    places = {line for line in result.err.splitlines() if line.startswith("  --> ")}
    assert {
        "  --> benchmarking-2020.xlsx, Leistungsbeziehende!D3",
        "  --> benchmarking-2020.xlsx, Leistungsbeziehende!C4",
        "  --> benchmarking-2020.xlsx, Wirtschaft!D5",
    } <= places
    assert "warning[unknown-sheet]" in result.err
    assert result.err.endswith("3 errors, 1 warning; nothing was written\n")


def test_validate_shows_what_each_city_delivered_and_why_the_rest_is_absent(tmp_path: Path) -> None:
    path = edited(
        tmp_path,
        with_cell("Leistungsbeziehende!C3", "x"),
        with_cell("Leistungsbeziehende!D3", "12 p"),
        with_cell("Leistungsbeziehende!E3", None),
    )

    result = run("validate", path)

    assert result.code == 0
    titles = [line.strip() for line in result.out.splitlines() if "2020" in line]
    assert titles == ["Leistungsbeziehende 2020", "Auszahlungen 2020", "Wirtschaft 2020"]
    bremen = row_of("Bremen", result.out)
    assert bremen[:5] == ["Bremen", "not-responsible", "yes", "p", "not-delivered"]
    assert row_of("Essen", result.out)[:4] == ["Essen", "yes", "yes", "yes"]


def test_validate_shows_another_year(tmp_path: Path) -> None:
    path = edited(tmp_path, with_cell("Leistungsbeziehende!C2", "x"))

    now, before = run("validate", path), run("validate", path, "--year", 2019)

    assert "Leistungsbeziehende 2019" in before.out
    assert row_of("Bremen", now.out)[1] == "yes"
    assert row_of("Bremen", before.out)[1] == "not-responsible"


def test_validate_tells_what_is_wrong_with_the_portraits(tmp_path: Path) -> None:
    path = edited(tmp_path)
    (tmp_path / "portraits").mkdir()
    (tmp_path / "portraits/koeln.md").write_bytes("Köln".encode("latin-1"))
    (tmp_path / "portraits/essen.md").write_text("+++\noffice = 5\n+++\n", encoding="utf-8")

    result = run("validate", path)

    assert result.code == 3
    assert "error[not-utf8]: the file is not UTF-8 (byte 1)\n  --> koeln.md\n" in result.err
    assert "  --> essen.md, office\n" in result.err
    assert "warning[portrait-missing]: Bremen has no portrait" in result.err
    assert result.err.endswith("2 errors, 13 warnings\n")


def test_warnings_do_not_make_a_workbook_invalid(tmp_path: Path) -> None:
    result = run("validate", edited(tmp_path, with_sheet("Notizen")))

    assert result.code == 0
    assert result.err.startswith("warning[unknown-sheet]: ")
    assert result.err.endswith("0 errors, 16 warnings\n")  # no city has a portrait


def test_a_quiet_validate_is_silent_about_a_good_workbook(tmp_path: Path) -> None:
    result = run("-q", "validate", edited(tmp_path, with_sheet("Notizen")))

    assert (result.code, result.out, result.err) == (0, "", "")


# --- indicators -----------------------------------------------------------------------------

SHARE = ("share-of-recipients", "sgb2")


def shares(rows: list[dict[str, str]]) -> dict[str, str]:
    return {row["city"]: row["value"] for row in rows if (row["kind"], row["key"]) == SHARE}


def test_indicators_as_csv_are_unrounded_and_complete() -> None:
    result = run("indicators", WORKBOOK, "--format", "csv")

    assert (result.code, result.err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(result.out)))
    assert len(shares(rows)) == 15
    value = shares(rows)["Köln"]
    assert 50 < float(value) < 90
    assert len(value) > 10
    assert {"n", "mean", "weighted_mean", "rank", "method", "cells"} <= rows[0].keys()


def test_indicators_as_json_are_those_of_the_csv() -> None:
    args = ("indicators", WORKBOOK, "--city", "Köln", "--format")

    objects = json.loads(run(*args, "json").out)
    rows = list(csv.DictReader(io.StringIO(run(*args, "csv").out)))

    assert [o["key"] for o in objects] == [row["key"] for row in rows]
    assert [str("" if o["value"] is None else o["value"]) for o in objects] == [
        row["value"] for row in rows
    ]
    assert {o["city"] for o in objects} == {"Köln"}


def test_indicators_as_a_workbook_open_in_a_spreadsheet_program(tmp_path: Path) -> None:
    path = tmp_path / "new/indicators.xlsx"

    result = run("indicators", WORKBOOK, "--city", "Köln", "--format", "xlsx", "--out", path)

    assert (result.code, result.out, result.err) == (0, "", "")
    head, *rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    assert head[:2] == ("city", "kind")
    assert len(rows) > 40
    assert {row[0] for row in rows} == {"Köln"}


def test_indicators_as_a_table_are_rounded_and_name_method_and_cells() -> None:
    result = run("indicators", WORKBOOK, "--city", "Köln")

    assert result.code == 0
    value = json.loads(run("indicators", WORKBOOK, "--city", "Köln", "--format", "json").out)
    (share,) = [o for o in value if (o["kind"], o["key"]) == SHARE]
    line = next(line for line in result.out.splitlines() if "share-of-recipients" in line)
    assert f" {share['value']:.2f} " in line
    assert "Leistungsbeziehende!" in result.out
    assert share["method"].split()[0] in result.out


def test_indicators_say_why_a_value_is_absent_and_mark_an_estimated_one() -> None:
    out = run("indicators", WORKBOOK, "--city", "Köln").out

    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert any(
        line.startswith("Köln recipients Hilfe zur Pflege not-delivered persons 0")
        for line in lines
    )
    # It is compared with no city.
    assert any(re.match(r"Köln payments .* [\d,]+ s EUR 0 ", line) for line in lines)


def test_indicators_go_to_a_file(tmp_path: Path) -> None:
    args = ("indicators", WORKBOOK, "--format", "csv")

    result = run(*args, "--out", tmp_path / "i.csv")

    assert (result.code, result.out) == (0, "")
    assert (tmp_path / "i.csv").read_text(encoding="utf-8") == run(*args).out


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--format", "xlsx"], "a workbook needs a file: add --out indicators.xlsx"),
        (["--out", "i.txt"], "a table is for the screen: add --format csv, json or xlsx"),
    ],
)
def test_a_format_that_does_not_fit_its_destination_is_wrong_use(
    args: list[str], told: str
) -> None:
    result = run("indicators", "there-is-no-workbook.xlsx", *args)

    assert result.code == 2
    assert told in result.err


def test_indicators_tell_the_warnings_of_the_workbook_apart_from_the_data(tmp_path: Path) -> None:
    path = edited(tmp_path, with_sheet("Notizen"))

    result = run("indicators", path, "--format", "json")

    assert result.err.startswith("warning[unknown-sheet]: ")
    assert json.loads(result.out)


# --- cities ---------------------------------------------------------------------------------


def test_cities_are_listed_with_all_names_they_go_by() -> None:
    result = run("cities", WORKBOOK)

    assert (result.code, result.err) == (0, "")
    head, _, *rows = result.out.splitlines()
    assert head.split() == ["city", "abbreviation", "AGS", "file"]
    assert len(rows) == 15
    assert row_of("Düsseldorf", result.out) == ["Düsseldorf", "D", "05111000", "duesseldorf.pdf"]


# --- template -------------------------------------------------------------------------------


def test_a_template_has_all_sheets_and_columns(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"

    result = run("template", path)

    assert (result.code, result.out, result.err) == (0, "", "")
    new, committed = openpyxl.load_workbook(path), openpyxl.load_workbook(WORKBOOK)
    assert new.sheetnames == committed.sheetnames
    for name in new.sheetnames[1:]:
        header = [cell.value for cell in new[name][1]]
        assert header == [cell.value for cell in committed[name][1]], name


def test_the_template_lacks_nothing_but_what_its_owner_knows(tmp_path: Path) -> None:
    run("template", tmp_path / "new.xlsx")

    result = run("validate", tmp_path / "new.xlsx")

    assert result.code == 3
    places = [line for line in result.err.splitlines() if line.startswith("  --> ")]
    assert {place.partition("!")[0] for place in places} == {
        "  --> new.xlsx, Angaben",
        "  --> new.xlsx, Städte",
    }


def test_years_may_be_one_or_a_span_or_several(tmp_path: Path) -> None:
    units = tmp_path / "units.csv"
    units.write_text("01001000;Nord\n01002000;Süd\n", encoding="utf-8")
    for years, rows in (
        ("2020", [2020]),
        ("2019-2021", [2019, 2020, 2021]),
        ("2021,2019", [2019, 2021]),
    ):
        path = tmp_path / f"{years}.xlsx"
        assert run("template", path, "--units", units, "--years", years).code == 0
        workbook = openpyxl.load_workbook(path)
        people = list(workbook["Bevölkerung"].iter_rows(min_row=2, max_col=2, values_only=True))
        assert people == [(name, year) for name in ("Nord", "Süd") for year in rows]
        assert workbook["Angaben"]["B5"].value == rows[-1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--years", "20"], '"20" is neither a year nor a span such as 2019-2023'),
        (["--years", "2021-2019"], '"2021-2019" must go upwards'),
        (["--years", "1800"], '"1800" must go upwards, within 1990 to 2100'),
        (["--years", "1990-2100"], "111 years are too many"),
        (["--years", ""], '"" is neither a year'),
        (["--from", "last.xlsx", "--units", "units.csv"], "leave out --units"),
    ],
)
def test_a_template_that_is_asked_for_wrongly(
    arguments: list[str], message: str, tmp_path: Path
) -> None:
    result = run("template", tmp_path / "new.xlsx", *arguments)

    assert result.code == 2
    assert message in result.err
    assert files_in(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "arguments"), [("new.xls", []), ("new", []), ("d.toml", ["--years", "2020"])]
)
def test_a_template_is_a_workbook_or_departments(
    name: str, arguments: list[str], tmp_path: Path
) -> None:
    assert run("template", tmp_path / name, *arguments).code == 2


def test_an_unknown_domain_is_told_with_those_there_are(tmp_path: Path) -> None:
    result = run("template", tmp_path / "new.xlsx", "--domain", "distrikt-youth")

    assert result.code == 4
    assert 'did you mean "district-youth"?' in result.err


def test_a_template_of_departments_is_the_example(tmp_path: Path) -> None:
    result = run("template", tmp_path / "data/departments.toml")

    assert (result.code, result.out, result.err) == (0, "", "")
    directory = load_departments(tmp_path / "data/departments.toml")
    assert "Köln" in {department.name for department in directory.departments.cities.values()}
    addresses = {box.address for d in directory.departments.cities.values() for box in d.recipients}
    assert all(address.endswith("@example.org") for address in addresses)


def test_a_template_never_replaces_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    path.write_bytes(b"mine")

    result = run("template", path)

    assert result.code == 2
    assert f"{path} is there already" in result.err
    assert path.read_bytes() == b"mine"


def test_a_template_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    result = run("template", tmp_path / "file/new.xlsx")

    assert result.code == 6
    assert "error[output-unwritable]: " in result.err
    assert "Traceback" not in result.err
    assert files_in(tmp_path) == ["file"]


def test_a_workbook_without_cities_builds_nothing(tmp_path: Path) -> None:
    path = edited(tmp_path, without_rows("Städte"))

    result = run("build", path, "--out", tmp_path / "out")

    assert result.code == 3
    assert 'sheet "Städte" has no rows' in result.err
    assert not (tmp_path / "out").exists()
