"""A workbook becomes a typed dataset, whatever its owner left out or arranged otherwise."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from reportgen.model import Dataset, Reason, Table
from reportgen.workbook import load_workbook
from tests.datasets import UNDER_65
from tests.workbooks import (
    WORKBOOK,
    edited,
    renamed_column,
    renamed_sheet,
    with_cell,
    with_empty_column,
    with_row,
    without_area,
    without_column,
    without_indicator,
    without_rows,
)


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load_workbook(WORKBOOK)


def test_cities_have_a_slug_without_umlauts_and_spaces(dataset: Dataset) -> None:
    slugs = {city.name: city.slug for city in dataset.cities}

    assert len(slugs) == 15
    assert slugs["Düsseldorf"] == "duesseldorf"
    assert slugs["Frankfurt am Main"] == "frankfurt-am-main"
    assert slugs["Köln"] == "koeln"


def test_areas_stand_in_their_own_order(tmp_path: Path) -> None:
    dataset = load_workbook(edited(tmp_path, with_cell("Leistungsbereiche!F7", 0)))

    assert [area.key for area in dataset.areas] == [
        "asylblg",
        "sgb2",
        "gsiae",
        "hlu_ave",
        "hlu_ie",
        "hzp",
    ]


def test_only_sgb2_refers_to_the_population_under_65(dataset: Dataset) -> None:
    assert [area.key for area in dataset.areas if area.base == UNDER_65] == ["sgb2"]


def test_a_source_may_hold_for_one_city(dataset: Dataset) -> None:
    (source,) = [source for source in dataset.sources if source.city]

    assert (source.table, source.city) == (Table.ECONOMY, "hannover")
    assert "Region Hannover" in source.remark


def test_age_groups_are_checked_but_are_no_observations(dataset: Dataset) -> None:
    keys = {key for table, _, _, key in dataset.observations if table is Table.POPULATION}

    assert keys == {"insgesamt", "0 bis unter 65"}


def test_observations_cannot_be_changed(dataset: Dataset) -> None:
    with pytest.raises(TypeError):
        del dataset.observations[Table.ECONOMY, "koeln", 2020, "asking_rent"]  # type: ignore[attr-defined]


def test_each_city_has_each_year_of_a_table(tmp_path: Path) -> None:
    dataset = load_workbook(edited(tmp_path, without_rows("Leistungsbeziehende", "Rostock")))

    for year in (2019, 2020):
        observation = dataset.observations[Table.RECIPIENTS, "rostock", year, "gsiae"]
        assert observation.reason is Reason.NOT_DELIVERED
        assert observation.where == "Leistungsbeziehende!D1"


def test_a_sheet_with_nothing_but_its_header_was_not_delivered(tmp_path: Path) -> None:
    dataset = load_workbook(edited(tmp_path, without_rows("Auszahlungen")))

    payments = [value for key, value in dataset.observations.items() if key[0] is Table.PAYMENTS]
    assert len(payments) == 15 * 6
    assert {payment.reason for payment in payments} == {Reason.NOT_DELIVERED}
    assert dataset.years(Table.PAYMENTS) == (2020,)


def test_an_empty_column_was_not_delivered(tmp_path: Path) -> None:
    dataset = load_workbook(edited(tmp_path, with_empty_column("Wirtschaft", "Angebotsmiete")))

    observation = dataset.observations[Table.ECONOMY, "duesseldorf", 2020, "asking_rent"]
    assert (observation.reason, observation.where) == (Reason.NOT_DELIVERED, "Wirtschaft!M11")
    assert dataset.warnings == ()


def test_a_benefit_area_can_be_removed(tmp_path: Path) -> None:
    dataset = load_workbook(edited(tmp_path, without_area("hlu_ave", "HLU a. v. E.")))

    keys = {key for table, _, _, key in dataset.observations if table is Table.RECIPIENTS}
    assert keys == {"sgb2", "gsiae", "hlu_ie", "hzp", "asylblg"}
    assert dataset.warnings == ()


def test_an_indicator_can_be_removed(tmp_path: Path) -> None:
    dataset = load_workbook(edited(tmp_path, without_indicator("debtor_rate", "Schuldnerquote")))

    keys = {key for table, _, _, key in dataset.observations if table is Table.ECONOMY}
    assert len(keys) == 10
    assert "debtor_rate" not in keys
    assert dataset.warnings == ()


def test_age_groups_can_be_left_out(tmp_path: Path) -> None:
    path = edited(
        tmp_path,
        without_column("Bevölkerung", "0 bis unter 18"),
        without_column("Bevölkerung", "65 und älter"),
    )

    assert load_workbook(path).warnings == ()


def test_spaces_of_any_kind_do_not_matter(tmp_path: Path) -> None:
    path = edited(
        tmp_path,
        renamed_sheet("Wirtschaft", " Wirtschaft "),
        renamed_column("Auszahlungen", "HLU a. v. E.", " HLU\u00a0a.\u202fv.  E.\u00a0"),
        with_cell("Auszahlungen!A6", "Düsseldorf\u00a0"),
        with_cell("Auszahlungen!A8", "Frankfurt\u00a0am Main"),
    )

    dataset = load_workbook(path)

    assert dataset.warnings == ()
    assert dataset.observations[Table.PAYMENTS, "duesseldorf", 2020, "sgb2"].value == 376_249_543


def test_decomposed_umlauts_are_the_same_letters(tmp_path: Path) -> None:
    path = edited(tmp_path, with_cell("Auszahlungen!A6", "Du\u0308sseldorf"))

    assert load_workbook(path).warnings == ()


def test_a_computed_formula_is_its_value(tmp_path: Path) -> None:
    path = tmp_path / WORKBOOK.name
    with ZipFile(WORKBOOK) as source, ZipFile(path, "w") as target:
        for name in source.namelist():
            formula = b"<f>50000+6351</f><v>56351</v>"
            target.writestr(name, source.read(name).replace(b"<v>56351</v>", formula))

    observation = load_workbook(path).observations[Table.RECIPIENTS, "duesseldorf", 2020, "sgb2"]

    assert observation.value == 56_351


def test_blank_rows_and_merged_headers_are_passed_over(tmp_path: Path) -> None:
    def merge_header_and_insert_blank_row(workbook: openpyxl.Workbook) -> None:
        workbook["Auszahlungen"].merge_cells("H1:I1")
        workbook["Auszahlungen"].insert_rows(6)

    path = edited(
        tmp_path, merge_header_and_insert_blank_row, with_row("Quellen", None, " ", None, None)
    )

    dataset = load_workbook(path)

    assert dataset.warnings == ()
    payment = dataset.observations[Table.PAYMENTS, "duesseldorf", 2020, "sgb2"]
    assert (payment.value, payment.where) == (376_249_543, "Auszahlungen!C7")


def test_loading_needs_neither_openpyxl_nor_markdown() -> None:
    check = (
        "import sys; from pathlib import Path; from reportgen.workbook import load_workbook;"
        f"load_workbook(Path({str(WORKBOOK)!r}));"
        "print({'openpyxl', 'markdown_it', 'pandas'} & sys.modules.keys())"
    )

    run = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "set()"
