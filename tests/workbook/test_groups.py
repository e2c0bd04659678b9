"""Population groups are the columns of a sheet, whatever their names."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from reportgen.errors import WorkbookError
from reportgen.model import ALL_AREAS, Kind, ages_of, parts_of, total_of
from reportgen.pipeline import build_profile
from reportgen.workbook import load_workbook
from tests.workbook.problems import only_problem
from tests.workbooks import edited, with_cell, without_area

Edit = Callable[[openpyxl.Workbook], None]
SHEET = "Bevölkerung"


def headers(*names: str) -> Edit:
    """The population sheet's columns under these names; the others are left out."""

    def edit(workbook: openpyxl.Workbook) -> None:
        sheet = workbook[SHEET]
        for column in range(3, 8):
            sheet.cell(1, column).value = names[column - 3] if column - 3 < len(names) else None
        sheet.delete_cols(3 + len(names), 5)

    return edit


def bases(*names: str) -> Edit:
    """The population of each area, the last of `names` that of all further ones."""

    def edit(workbook: openpyxl.Workbook) -> None:
        for row in range(2, 8):
            name = names[min(row - 2, len(names) - 1)]
            workbook["Leistungsbereiche"].cell(row, 4).value = name

    return edit


def test_groups_may_have_any_names(tmp_path: Path) -> None:
    path = edited(tmp_path, headers("Alle", "Frauen"), bases("Frauen", "Alle"))

    dataset = load_workbook(path)

    assert dataset.groups == ("Alle", "Frauen")
    assert dataset.warnings == ()
    density = build_profile(dataset, "Köln").get(Kind.DENSITY, "sgb2")
    assert density.measure.method == "recipients / population Frauen * 1,000"


def test_the_first_column_is_that_of_all_without_one_of_that_name() -> None:
    assert total_of(["Frauen", "insgesamt"]) == "insgesamt"
    assert total_of(["0 bis unter 21", "0 bis unter 3"]) == "0 bis unter 21"


def test_a_group_that_nothing_refers_to_is_not_read(tmp_path: Path) -> None:
    odd = with_cell(f"{SHEET}!E3", "viele")
    path = edited(tmp_path, headers("insgesamt", "0 bis unter 65", "Haushalte"), odd)

    assert load_workbook(path).groups == ("insgesamt", "0 bis unter 65")


def test_all_areas_together_refer_to_the_group_that_they_share(tmp_path: Path) -> None:
    path = edited(tmp_path, bases("0 bis unter 65"))

    profile = build_profile(load_workbook(path), "Köln")

    assert profile.base_of(ALL_AREAS) == "0 bis unter 65"
    whole = profile.get(Kind.DENSITY, ALL_AREAS).measure
    assert whole.method.startswith("recipients / population 0 to under 65")
    assert f"{SHEET}!F21" in whole.cells


def test_an_area_without_part_in_the_sum_has_no_say_in_its_group(tmp_path: Path) -> None:
    path = edited(tmp_path, bases(*["0 bis unter 65"] * 4, "insgesamt", "0 bis unter 65"))

    assert build_profile(load_workbook(path), "Köln").base_of(ALL_AREAS) == "0 bis unter 65"


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [("0 bis unter 21", 0, 21), ("unter 3", 0, 3), ("65 und älter", 65, None), ("ab 80", 80, None)],
)
def test_names_say_ages(name: str, low: int, high: int | None) -> None:
    ages = ages_of(name)

    assert ages is not None
    assert (ages.low, ages.high) == (low, high)


@pytest.mark.parametrize("name", ["insgesamt", "0 bis 64", "21 bis unter 3", "Frauen", ""])
def test_other_names_say_none(name: str) -> None:
    assert ages_of(name) is None


@pytest.mark.parametrize(
    ("name", "names", "parts"),
    [
        ("insgesamt", ("0 bis unter 21", "21 und älter"), ("0 bis unter 21", "21 und älter")),
        ("0 bis unter 21", ("unter 6", "6 bis unter 21"), ("unter 6", "6 bis unter 21")),
        ("0 bis unter 21", ("unter 6", "7 bis unter 21"), ()),
        ("insgesamt", ("unter 6", "6 bis unter 21"), ()),
        ("Frauen", ("unter 6", "6 und älter"), ()),
    ],
)
def test_a_group_is_the_sum_of_those_that_fill_its_ages(
    name: str, names: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    assert parts_of(name, (name, *names)) == parts


def test_sums_of_other_ages_are_checked(tmp_path: Path) -> None:
    path = edited(
        tmp_path,
        headers("insgesamt", "unter 18", "18 bis unter 65", "unter 65", "ab 65"),
        bases("unter 65", "insgesamt"),
        with_cell(f"{SHEET}!F3", 1_000),
        with_cell(f"{SHEET}!C3", 2_000),
        with_cell(f"{SHEET}!G3", 1_000),
    )

    problem = only_problem(path)

    assert problem.code == "population-sum"
    assert problem.message.startswith("unter 18 + 18 bis unter 65 is ")


def test_a_sum_is_not_checked_without_its_parts(tmp_path: Path) -> None:
    only = edited(
        tmp_path,
        headers("insgesamt", "18 bis unter 65"),
        bases("18 bis unter 65", "insgesamt"),
        without_area("hzp", "HzP"),
    )

    assert load_workbook(only).groups == ("insgesamt", "18 bis unter 65")


def test_headers_that_their_format_hides_make_no_group_without_a_name(tmp_path: Path) -> None:
    def hide(workbook: openpyxl.Workbook) -> None:
        for row in (*workbook[SHEET]["C1:G1"], *workbook["Leistungsbereiche"]["D2:D7"]):
            for cell in row:
                cell.number_format = ";;;"

    with pytest.raises(WorkbookError) as caught:
        load_workbook(edited(tmp_path, hide))

    assert "missing-column" in {problem.code for problem in caught.value.problems}
    assert '""' not in str(caught.value)
