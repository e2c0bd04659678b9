"""An archive of other units than cities: its tables have neutral names."""

import csv
import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.archive.bags import snapshot
from tests.running import run
from tests.workbook.make_youth_workbook import DISTRICTS, YOUTH_WORKBOOK

pytestmark = [pytest.mark.exhaustive, pytest.mark.usefixtures("without_verapdf")]


def test_tables_of_other_units_have_neutral_names_and_are_shown(tmp_path: Path) -> None:
    book, reports, archive = (tmp_path / name for name in ("youth.xlsx", "reports", "archive"))
    shutil.copy(YOUTH_WORKBOOK, book)
    unit = DISTRICTS[0]
    build = ("-q", "build", book, "--layout", "district-youth", "--city", unit, "--out", reports)
    add = ("archive", "add", reports, "--to", archive, "--reason", "corrected")
    assert [run(*build).code, run(*add).code] == [0, 0]
    workbook = openpyxl.load_workbook(book)
    rows = workbook["Personen"].iter_rows(min_row=2)
    cell = next(row[2] for row in rows if (row[0].value, row[1].value) == (unit, 2020))
    cell.value += 20
    workbook.save(book)
    assert [run(*build).code, run(*add).code] == [0, 0]

    shown = run("archive", "show", archive, unit, "--year", 2020)

    data = snapshot(archive / "2020/v2/data")
    assert data["results/indicators.csv"].startswith(b"name,kind,key,")
    assert b"\nname,name of the unit\n" in data["results/columns.csv"]
    changed = list(csv.DictReader(data["changes.csv"].decode().splitlines()))
    assert {change["name"] for change in changed} >= {unit}
    assert shown.code == 0, shown.err
    assert "corrected" in shown.out + shown.err
