"""A template that was filled in, and saved by another program, loads without loss."""

import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msgspec.structs import replace

from reportgen.model import Dataset
from reportgen.workbook import load_workbook
from tests.running import run
from tests.workbook.make_youth_workbook import YOUTH_WORKBOOK, sheets

OFFICE = shutil.which("soffice")


def filled_template(folder: Path) -> Path:
    """The template of twelve districts with all figures of the example workbook."""
    example = sheets()
    (folder / "units.csv").write_text(
        "\n".join(";".join(map(str, row)) for row in example["Einheiten"]), encoding="latin-1"
    )
    path = folder / "youth.xlsx"
    call = ("--domain", "district-youth", "--units", folder / "units.csv", "--years", "2019-2020")
    result = run("template", path, *call)
    assert (result.code, result.out, result.err) == (0, "", "")
    workbook = openpyxl.load_workbook(path)
    for name in ("Bevölkerung", "Personen", "Kontext", "Quellen"):
        fill(workbook[name], example[name])
    about = {str(row[0]): row[1] for row in example["Angaben"]}
    for row in workbook["Angaben"].iter_rows(min_row=2):
        row[1].value = about[str(row[0].value)]
    for row in workbook["Indikatoren"].iter_rows(min_row=2):
        row[5].value = "erfunden"
    workbook.save(path)
    return path


def fill(sheet: Any, rows: list[Any]) -> None:
    """Writes values where the header and the first columns of the template say."""
    header, *body = rows
    columns = {cell.value: cell.column for cell in sheet[1]}
    places = {(row[0].value, row[1].value): row[0].row for row in sheet.iter_rows(min_row=2)}
    for number, row in enumerate(body, start=2):
        place = places.get(tuple(row[:2]), number)
        for name, value in zip(header, row, strict=True):
            sheet.cell(place, columns[name]).value = value


def saved_by_office(path: Path, folder: Path) -> Path:
    """The workbook as LibreOffice saves it."""
    assert OFFICE
    home = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [OFFICE, home, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run(
        [*command, "--outdir", folder / "saved", path], check=True, capture_output=True, timeout=120
    )
    return folder / "saved" / path.name


def content(dataset: Dataset) -> Mapping[str, Any]:
    """What two workbooks must have in common, wherever its cells stand."""
    observed = {key: (one.value, one.reason, one.flag) for key, one in dataset.observations.items()}
    about = replace(dataset.about, data_date_cell="")
    definitions = (dataset.cities, dataset.areas, dataset.indicators, dataset.sources)
    return {
        "about": about, "values": observed, "definitions": definitions,
        "groups": dataset.groups, "sheets": dataset.sheets,
    }  # fmt: skip


def test_a_filled_template_is_the_example(tmp_path: Path) -> None:
    dataset = load_workbook(filled_template(tmp_path))

    assert content(dataset) == content(load_workbook(YOUTH_WORKBOOK))
    assert dataset.about.data_date == date(2021, 6, 30)


@pytest.mark.exhaustive
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_saved_by_libreoffice_it_loads_and_builds_without_loss(tmp_path: Path) -> None:
    saved = saved_by_office(filled_template(tmp_path), tmp_path)

    dataset = load_workbook(saved)

    assert content(dataset) == content(load_workbook(YOUTH_WORKBOOK))
    assert [w.code for w in dataset.warnings] == [
        w.code for w in load_workbook(YOUTH_WORKBOOK).warnings
    ]
    workbook = openpyxl.load_workbook(saved)
    assert workbook["Personen"]["C1"].comment is not None
    assert workbook["Personen"].conditional_formatting
    assert len(workbook["Indikatoren"].data_validations.dataValidation) == 2
    result = run(
        *("build", saved, "--layout", "district-youth", "--city", "ESC", "--out", tmp_path / "out")
    )
    assert result.code == 0, result.err
