"""`reportgen template --units`: lists of units in any kind of file, each bad line reported."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from reportgen.errors import Problem, WorkbookError
from reportgen.importing.unit_list import read_units
from reportgen.model import City
from tests.importing.made_exports import excel, ods, ods_row
from tests.running import run

NORTH = City(name="Landkreis Nord", slug="landkreis-nord", ags="01001", abbreviation="N", office="")


def listed(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    "text",
    [
        "01001;Landkreis Nord;N\n01002;Landkreis Süd;S\n",
        "01001\tLandkreis Nord\tN\r\n01002\tLandkreis Süd\tS",
        '"01001","Landkreis Nord","N"\n\n01002,Landkreis Süd,S\n',
        "\ufeffSchlüssel;Name;Kürzel\n01001;Landkreis Nord;N\n01002;Landkreis Süd;S\n",
        "Landkreis;Kürzel;AGS;Fläche\nLandkreis Nord;N;01001;5\nLandkreis Süd;S;01002;6\n",
    ],
)
def test_a_text_is_read(text: str, tmp_path: Path) -> None:
    cities, warnings = read_units(listed(tmp_path / "units.txt", text), neutral=True)

    assert (cities[0], warnings) == (NORTH, ())
    assert [city.name for city in cities] == ["Landkreis Nord", "Landkreis Süd"]


def test_a_text_in_the_encoding_of_windows_is_read(tmp_path: Path) -> None:
    path = listed(tmp_path / "units.csv", "01002;Landkreis Süd;S\n", "cp1252")

    assert read_units(path, neutral=True)[0][0].name == "Landkreis Süd"


def test_spreadsheets_are_read(tmp_path: Path) -> None:
    rows = [["AGS", "Name", "Kürzel"], ["01001", "Landkreis Nord", "N"]]
    sheet = excel(tmp_path / "units.xlsx", rows)
    table = ods(tmp_path / "units.ods", "".join(ods_row(*row) for row in rows))

    assert read_units(sheet, neutral=True)[0] == (NORTH,)
    assert read_units(table, neutral=True)[0] == (NORTH,)


def test_a_unit_without_abbreviation_has_its_key(tmp_path: Path) -> None:
    path = listed(tmp_path / "units.csv", "01001;Nord\n")

    assert read_units(path, neutral=True)[0][0].abbreviation == "01001"


FAULTS = (
    ("01001;\n", "units-bad-line", "B1", "no name"),
    ("01001\n", "units-bad-line", "B1", "no name"),
    (";Nord\n", "empty-text", "A1", "must not be empty"),
    ("01001;Nord;N;Amt;mehr\n", "units-bad-line", "E1", "more than key"),
    ("01001;Nord;N\n01001;Süd;S\n", "duplicate-city", "A2", "stands in text!A1 already"),
    ("01001;Nord;N\n01002;Nord;S\n", "duplicate-city", "B2", "stands in text!B1 already"),
    ("01001;Nord;N\n01002;Süd;N\n", "duplicate-city", "C2", "stands in text!C1 already"),
    ("01001;Nord\n01002;Süd\n1003;Ost\n", "bad-ags", "A3", '"1003" is not a key of 5 digits'),
    ("01001;Nord\n01;Insgesamt\n", "units-bad-line", "B2", "looks like a total"),
    ("01001;東京\n", "missing-glyph", "B1", "no font of the report"),
    ("01001;Nord\ufffe\n", "missing-glyph", "B1", ""),
    ("01001;???\n", "bad-name", "B1", "gives no file name"),
    ("\n\n", "import-file-empty", "", "is empty"),
    ("Schlüssel;Name\n", "units-empty", "A1", "has no units"),
)


@pytest.mark.parametrize(("text", "code", "cell", "message"), FAULTS)
def test_a_bad_line_is_reported(
    text: str, code: str, cell: str, message: str, tmp_path: Path
) -> None:
    path = listed(tmp_path / "units.csv", text)

    with pytest.raises(WorkbookError) as caught:
        read_units(path, neutral=True)

    found: Problem = caught.value.problems[0]
    assert (found.code, found.where) == (code, f"units.csv, text!{cell}" if cell else "units.csv")
    assert message in found.message
    assert found.hint


def test_keys_of_cities_are_official_ones(tmp_path: Path) -> None:
    path = listed(tmp_path / "units.csv", "A1;Nord\nA2;Süd\n")

    assert read_units(path, neutral=True)[0][0].ags == "A1"
    with pytest.raises(WorkbookError, match="official municipality key"):
        read_units(path, neutral=False)


def test_keys_that_all_lost_a_zero_are_asked_about(tmp_path: Path) -> None:
    path = excel(tmp_path / "units.xlsx", [[1001, "Nord"], [1002, "Süd"]])

    (warning,) = read_units(path, neutral=True)[1]

    assert (warning.code, warning.where) == ("units-lost-zero", "units.xlsx, Daten!A1")


def test_a_date_is_no_key(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].append([datetime(2020, 1, 1), "Nord"])
    workbook.save(tmp_path / "units.xlsx")

    with pytest.raises(WorkbookError, match="neither a text nor a number"):
        read_units(tmp_path / "units.xlsx", neutral=True)


def test_several_sheets_are_not_chosen_from(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].append(["1", "Nord"])
    workbook.create_sheet("B").append(["2", "Süd"])
    workbook.save(tmp_path / "units.xlsx")

    with pytest.raises(WorkbookError, match="has 2 sheets"):
        read_units(tmp_path / "units.xlsx", neutral=True)
    workbook.worksheets[1].title = "Einheiten"
    workbook.save(tmp_path / "units.xlsx")
    assert [city.name for city in read_units(tmp_path / "units.xlsx", neutral=True)[0]] == ["Süd"]


@pytest.mark.parametrize("name", ["none.csv", ".", "/dev/zero"])
def test_what_is_no_file_is_reported(name: str, tmp_path: Path) -> None:
    result = run("template", tmp_path / "new.xlsx", "--units", tmp_path / name)

    assert result.code == 3
    assert "error[import-file-unreadable]" in result.err
    assert f"  --> {tmp_path / name}" in result.err
    assert not (tmp_path / "new.xlsx").exists()
