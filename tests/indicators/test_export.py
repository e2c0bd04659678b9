"""Flat rows and their three formats."""

import csv
import io
import json
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from reportgen.indicators import (
    HEAD,
    IndicatorRow,
    compute,
    csv_to_xlsx,
    table,
    to_csv,
    to_json,
    to_xlsx,
)
from reportgen.model import ALL_AREAS, Flag, Kind, Reason
from tests.datasets import TOTAL, dataset


@pytest.fixture
def rows() -> tuple[IndicatorRow, ...]:
    data = dataset(
        "AB",
        population={("A", 2020, TOTAL): 300, ("B", 2020, TOTAL): 700},
        recipients={
            ("A", 2020, "gsiae"): (1, Flag.PROVISIONAL),
            ("B", 2020, "gsiae"): 7,
            ("B", 2020, "hzp"): Reason.CONFIDENTIAL,
        },
    )
    return table(compute(data, 2020))


def row_of(
    rows: tuple[IndicatorRow, ...], city: str, kind: Kind, key: str
) -> tuple[int, IndicatorRow]:
    """The row and its place."""
    return next(
        (place, row)
        for place, row in enumerate(rows)
        if (row.city, row.kind, row.key) == (city, kind, key)
    )


def test_a_row_holds_value_group_and_origin(rows: tuple[IndicatorRow, ...]) -> None:
    _, row = row_of(rows, "A", Kind.DENSITY, "gsiae")

    assert row == IndicatorRow(
        city="A",
        kind=Kind.DENSITY,
        key="gsiae",
        label="Grundsicherung im Alter und bei Erwerbsminderung",
        unit="per 1,000",
        period="2020-12-31",
        value=10 / 3,
        reason=None,
        flag="p",
        n=2,
        mean=20 / 3,  # of 3.33 and 10
        weighted_mean=8.0,  # 8 of 1,000
        sd=10 / 3,
        deviation=None,
        rank=2,
        lowest_city="A",
        lowest=10 / 3,
        highest_city="B",
        highest=10.0,
        method="recipients / total population * 1,000",
        cells=("Leistungsbeziehende!A:2020:gsiae", "Bevölkerung!A:2020:insgesamt"),
    )


def test_rows_stand_city_by_city_and_every_one_has_a_label(
    rows: tuple[IndicatorRow, ...],
) -> None:
    cities = [row.city for row in rows]

    assert cities == sorted(cities)
    assert cities.count("A") == cities.count("B") == len(rows) / 2
    labels = {row.key: row.label for row in rows}
    assert labels[TOTAL] == "Bevölkerung insgesamt"
    assert labels[ALL_AREAS] == "Alle Leistungsbereiche"
    assert labels["rent"] == "Angebotsmiete"


def test_csv_has_full_precision_and_leaves_the_absent_empty(
    rows: tuple[IndicatorRow, ...],
) -> None:
    text = to_csv(rows).decode()
    head, *lines = csv.reader(text.splitlines())
    density, _ = row_of(rows, "A", Kind.DENSITY, "gsiae")
    absent, _ = row_of(rows, "B", Kind.RECIPIENTS, "hzp")

    assert tuple(head) == HEAD
    assert len(lines) == len(rows)
    found = dict(zip(head, lines[density], strict=True))
    assert float(found["value"]) == 10 / 3
    assert (found["kind"], found["flag"], found["rank"]) == ("density", "p", "2")
    assert found["cells"] == "Leistungsbeziehende!A:2020:gsiae; Bevölkerung!A:2020:insgesamt"
    found = dict(zip(head, lines[absent], strict=True))
    assert (found["value"], found["reason"], found["rank"]) == ("", "confidential", "")
    assert text.count("\r") == 0


def test_json_has_the_same_with_null(rows: tuple[IndicatorRow, ...]) -> None:
    text = to_json(rows).decode()
    objects = json.loads(text)
    density, _ = row_of(rows, "A", Kind.DENSITY, "gsiae")
    absent, _ = row_of(rows, "B", Kind.RECIPIENTS, "hzp")

    assert [tuple(entry) for entry in objects] == [HEAD] * len(rows)
    assert (objects[density]["value"], objects[density]["rank"]) == (10 / 3, 2)
    assert objects[density]["cells"] == [
        "Leistungsbeziehende!A:2020:gsiae",
        "Bevölkerung!A:2020:insgesamt",
    ]
    assert (objects[absent]["value"], objects[absent]["reason"]) == (None, "confidential")
    assert "Bevölkerung" in text


def test_csv_becomes_the_same_xlsx(rows: tuple[IndicatorRow, ...], tmp_path: Path) -> None:
    sheets = []
    for content in (to_xlsx(rows), csv_to_xlsx(to_csv(rows))):
        path = tmp_path / "indicators.xlsx"
        path.write_bytes(content)
        cells = [cell for row in load_workbook(path)["Indikatoren"] for cell in row]
        sheets.append([(cell.value, cell.number_format) for cell in cells])

    assert sheets[0] == sheets[1]


def test_xlsx_is_formatted_and_unrounded(rows: tuple[IndicatorRow, ...], tmp_path: Path) -> None:
    path = tmp_path / "indicators.xlsx"
    path.write_bytes(to_xlsx(rows))
    sheet = load_workbook(path)["Indikatoren"]
    density, _ = row_of(rows, "A", Kind.DENSITY, "gsiae")
    cells = dict(zip(HEAD, sheet[density + 2], strict=True))

    assert tuple(cell.value for cell in sheet[1]) == HEAD
    assert sheet.max_row == len(rows) + 1
    assert cells["value"].value == pytest.approx(10 / 3, rel=1e-15)
    assert (cells["value"].number_format, cells["mean"].number_format) == ("0.0", "0.0")
    assert (cells["deviation"].number_format, cells["rank"].number_format) == ("0.00", "General")
    assert cells["reason"].value is None
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", f"A1:U{len(rows) + 1}")
    assert sheet.column_dimensions["D"].width > 40


FORMULAS = (
    "=2+5",
    "+49 211",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "'=1",
    "''=1",
    "＝1+1",
    "=cmd|' /C calc'!A0",
    "a;b; =1+1",
    'x;"=1+1";y',
    "a,b;@SUM(A1)",
)
HARMLESS = ("Köln", "'s-Gravenhage", "5 %", "a=b", "(12)", "", " =1", "#N/A", "TRUE", "1.5")


def named(rows: tuple[IndicatorRow, ...], name: str) -> tuple[IndicatorRow, ...]:
    return tuple(
        replace(row, city=name, label=name, unit=name, lowest_city=name, value=-0.5) for row in rows
    )


@pytest.mark.parametrize("name", FORMULAS + HARMLESS)
def test_no_text_of_a_workbook_becomes_a_formula(
    name: str, rows: tuple[IndicatorRow, ...], tmp_path: Path
) -> None:
    for content in (to_xlsx(named(rows, name)), csv_to_xlsx(to_csv(named(rows, name)))):
        (tmp_path / "x.xlsx").write_bytes(content)
        sheet = load_workbook(tmp_path / "x.xlsx").worksheets[0]
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert not {cell.data_type for cell in cells} & {"f", "e", "b", "d"}
        written = name.replace("\r", "\n") or None
        assert sheet["A2"].value in {written, name or None}
        assert sheet.cell(2, HEAD.index("value") + 1).value == -0.5


@pytest.mark.parametrize("name", FORMULAS)
def test_csv_keeps_formulas_from_running_and_numbers_as_they_are(
    name: str, rows: tuple[IndicatorRow, ...]
) -> None:
    lines = list(csv.DictReader(io.StringIO(to_csv(named(rows, name)).decode(), newline="")))

    for line in lines:
        assert (
            line["city"] == line["label"] == line["lowest_city"] == "'" + name.replace("\r", "\n")
        )
        assert line["value"] == "-0.5"


@pytest.mark.parametrize("name", HARMLESS)
def test_csv_leaves_other_texts_alone(name: str, rows: tuple[IndicatorRow, ...]) -> None:
    lines = list(csv.DictReader(io.StringIO(to_csv(named(rows, name)).decode(), newline="")))

    assert {line["city"] for line in lines} == {name}
