"""Recipes that come with the program, and what a recipe takes from a layout and a list of units."""

import shutil
from pathlib import Path

import openpyxl
import pytest

from reportgen.importing.examples import recipe_names
from reportgen.importing.recipe_check import read_recipe
from reportgen.model import Table
from reportgen.workbook import load_workbook
from tests.importing.made_exports import RECIPE, TEXT, write
from tests.importing.test_import import LISTED, sheet
from tests.running import ROOT, run

#: A list that one of the recipes names.
YOUTH_LIST = ROOT / "data/youth-districts/raw/kreise.csv"


@pytest.mark.parametrize("name", recipe_names())
def test_the_recipes_that_come_with_the_program_can_be_read(name: str, tmp_path: Path) -> None:
    shutil.copy(YOUTH_LIST, tmp_path)
    assert run("import", "--example", name, "--out", tmp_path / "recipe.toml").code == 0

    assert read_recipe(tmp_path / "recipe.toml").sources


def test_the_recipes_that_come_with_the_program_are_named() -> None:
    assert run("import", "--example", "list").out.split() == list(recipe_names())
    assert len(recipe_names()) == 10
    unknown = run("import", "--example", "inkar-exel")
    assert (unknown.code, unknown.out) == (2, "")
    assert "error[import-no-example]" in unknown.err
    assert 'did you mean "inkar-excel"?' in unknown.err


def test_a_comparison_of_other_units_has_neutral_names(tmp_path: Path) -> None:
    recipe = write(tmp_path, "neutral = true\n" + RECIPE)

    assert run("import", recipe, "--out", tmp_path / "out.xlsx").code == 0

    workbook = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert workbook.sheetnames[:4] == ["Einheiten", "Leistungsbereiche", "Bevölkerung", "Personen"]
    assert [cell.value for cell in workbook["Einheiten"][1]][:2] == ["Schlüssel", "Einheit"]
    assert workbook["Herkunft"]["B1"].value == "Einheit"
    names = [cell.value for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert not {"Städte", "Stadt", "AGS", "Leistungsbeziehende", "Existenzsichernd"} & set(names)
    dataset = load_workbook(tmp_path / "out.xlsx")
    assert dataset.is_neutral
    assert dataset.observations[Table.RECIPIENTS, "kaelte-stadt", 2021, "out"].value == 1204


def test_a_source_of_all_years_is_named_once(tmp_path: Path) -> None:
    older = TEXT.replace("2021", "2019")
    one = write(tmp_path / "one", hilfen=TEXT)
    each = write(tmp_path / "each", hilfen_19=older, hilfen_21=TEXT)
    both = tmp_path / "both" / "recipe.toml"
    shutil.copytree(YOUTH_LIST.parent, both.parent)
    run("import", "--example", "jugendhilfe-kreise", "--out", both)

    for recipe, years in ((one, {2021}), (each, {2019, 2021}), (both, {None})):
        assert run("import", recipe, "--out", recipe.with_suffix(".xlsx")).code == 0
        rows = sheet(recipe.with_suffix(".xlsx"), "Quellen")[1:]
        assert {row[2] for row in rows} == years


def test_a_domain_that_is_not_there_is_told(tmp_path: Path) -> None:
    recipe = write(tmp_path, 'domain = "district-yuoth"\n' + RECIPE)

    result = run("import", recipe, "--out", tmp_path / "out.xlsx")

    assert result.code == 3
    assert 'error[layout-missing]: there is no layout "district-yuoth"' in result.err
    assert f"  --> {recipe}, domain" in result.err
    assert 'did you mean "district-youth"?' in result.err


def test_a_list_of_units_that_is_wrong_is_told(tmp_path: Path) -> None:
    recipe = write(tmp_path, RECIPE.replace("[units]\n", '[units]\nfile = "units.csv"\n'))
    missing = run("import", recipe, "--out", tmp_path / "out.xlsx")
    (tmp_path / "units.csv").write_text("01001000;Kälte\n01002000;\n", encoding="utf-8")
    wrong = run("import", recipe, "--out", tmp_path / "out.xlsx")

    assert "error[import-file-unreadable]" in missing.err
    assert "  --> units.csv, text!B2" in wrong.err


def test_units_of_a_list_have_its_names_and_those_of_the_recipe_go_first(tmp_path: Path) -> None:
    text = RECIPE.replace("[units]\n", '[units]\nfile = "units.csv"\n')
    recipe = write(tmp_path, text.replace("\n[[areas]]", LISTED + "\n[[areas]]", 1))
    (tmp_path / "units.csv").write_text("01002000;Wärme;W;Amt\n01001000;X;X\n", encoding="utf-8")

    assert run("import", recipe, "--out", tmp_path / "out.xlsx").code == 0

    assert sheet(tmp_path / "out.xlsx", "Städte")[1:] == [
        ("01001000", "Kälte", "01001000", None),
        ("01002000", "Wärme", "W", "Amt"),
        ("01003000", "Licht", "01003000", None),
    ]


@pytest.mark.parametrize(
    ("said", "instead", "place"),
    [
        ("year = 2021", "year = 1815", "about.year"),
        ("year = 2021", "year = 2101", "about.year"),
        ("data_date = 2022-03-01", "data_date = 1022-03-01", "about.data_date"),
        ('publisher = "Amt"', 'publisher = " \u200b"', "about.publisher"),
        ('version = "1"', 'version = ""', "about.version"),
        ('version = "1"', f'version = "1"\nnotice = "{"x" * 101}"', "about.notice"),
    ],
)
def test_what_a_workbook_cannot_say_of_itself_is_told(
    said: str, instead: str, place: str, tmp_path: Path
) -> None:
    recipe = write(tmp_path, RECIPE.replace(said, instead, 1))

    result = run("import", recipe, "--out", tmp_path / "out.xlsx")

    assert result.code == 3
    assert f"error[import-recipe]: {place}: " in result.err
    assert not (tmp_path / "out.xlsx").exists()


def test_a_year_of_reports_that_no_file_has_is_told(tmp_path: Path) -> None:
    recipe = write(tmp_path, RECIPE.replace("year = 2021", "year = 2020", 1))

    result = run("import", recipe, "--out", tmp_path / "out.xlsx")

    assert result.code == 3
    assert "error[import-no-year]: about.year: no file has values of 2020" in result.err
    assert "they have values of 2021" in result.err


def test_a_year_that_no_workbook_has_is_told_where_it_stands(tmp_path: Path) -> None:
    recipe = write(tmp_path, hilfen=TEXT.replace("31.12.2021", "31.12.1985"))

    result = run("import", recipe, "--out", tmp_path / "out.xlsx")

    assert "error[import-bad-year]: 1985 is no year from 1990 to 2100" in result.err
    assert "A2" in result.err
